select licence_no, zp.as_day(starts_on) as starts_on,
	zp.as_day(ends_on) as ends_on
from zp.wishes
where city = $1 and starts_on <= $3::date and ends_on >= $2::date
order by licence_no collate "C", starts_on
