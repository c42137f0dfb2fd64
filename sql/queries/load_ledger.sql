select licence_no, at, kind, points, case_no, by, reason
from zp.v_ledger
where city = $1
order by entry_no
