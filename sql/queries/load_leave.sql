select licence_no, starts_on, ends_on, reason
from zp.v_leave
where city = $1
order by licence_no, starts_on
