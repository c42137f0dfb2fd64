select e.centre_code as centre, k.name, zp.as_wall(e.at) as at,
	e.by_whom as by, e.reason
from zp.rebalance_remarks e
join zp.centres k on k.city = e.city and k.code = e.centre_code
where e.city = $1 and e.plan_no = coalesce(nullif($2::bigint, 0),
	(select max(plan_no) from zp.rebalances where city = $1))
order by e.remark_no
