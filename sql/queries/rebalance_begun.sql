-- Cases whose counsel has taken them on, or of whom the organ was told.
select distinct a.case_no collate "C" as case_no
from zp.assignments a
join zp.cases c using (city, case_no)
where a.city = $1 and a.ended_at is null
	and (a.acknowledged_at is not null or c.replied_at >= a.decided_at)
order by 1
