select licence_no, centre_code, zp.as_day(starts_on) as starts_on,
	zp.as_day(ends_on) as ends_on, coalesce(by_whom, '') as by_whom,
	coalesce(reason, '') as reason
from zp.duty_loans
where city = $1 and starts_on <= $3::date and ends_on >= $2::date
order by licence_no collate "C", centre_code collate "C", starts_on
