-- A plan, 0 for the latest.
select r.*, coalesce(p.name, r.approved_by) as approved_name,
	coalesce(s.summary::text, '{}') as summary
from zp.v_rebalances r
join zp.rebalances s using (city, plan_no)
left join zp.staff p on p.city = r.city and p.login = r.approved_by
where r.city = $1 and r.plan_no = coalesce(nullif($2::bigint, 0),
	(select max(plan_no) from zp.rebalances where city = $1))
