-- Each centre before and after, the furthest behind first.
select e.centre_code as centre, k.name, e.target, e.due, e.handled,
	e.progress, e.handled_after, e.progress_after, e.moved_out,
	e.moved_in, e.lent, e.borrowed, e.year_end, e.year_end_after
from zp.rebalance_effects e
join zp.centres k on k.city = e.city and k.code = e.centre_code
where e.city = $1 and e.plan_no = coalesce(nullif($2::bigint, 0),
	(select max(plan_no) from zp.rebalances where city = $1))
order by e.progress < 0, e.progress, e.centre_code collate "C"
