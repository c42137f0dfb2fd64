-- Rows of the foreign view that were not taken, and why.
select case_no, zp.as_wall(seen_at) as seen_at, refused
from zp.intake_seen
where city = $1 and refused is not null
order by case_no
