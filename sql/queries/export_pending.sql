select case_no, handling_centre, since, rule, text
from zp.v_pending
where city = $1
order by case_no collate "C"
