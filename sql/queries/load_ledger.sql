-- Entries after number $2, in the order in which they were committed.
select licence_no, at, kind, points, case_no, by, reason, entry_no
from zp.v_ledger
where city = $1 and entry_no > $2::bigint
order by entry_no
