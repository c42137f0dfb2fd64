select licence_no, name, gender, kind, firm_code, centre_code, region_code,
	practice_since, criminal_since, specialties, languages, expert,
	minor_qualified, duty_trained_on, wants_pairing, annual_cap,
	joined_on, status, former_organ, former_left_on, relatives_at,
	relatives, area, pool_from, pool_to, quality, duty_from, duty_to
from zp.v_counsel
where city = $1
order by licence_no
