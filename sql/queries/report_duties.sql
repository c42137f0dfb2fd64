-- Duties of a period, as they stand.
select station_code, date, shift, post, licence_no, state
from zp.v_roster
where city = $1 and date::date between $2::date and $3::date
	and state in ('published', 'done')
