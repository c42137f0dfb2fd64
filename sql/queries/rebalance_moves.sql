select e.item_no, e.kind, e.case_no::text,
	coalesce(e.from_centre, '') as from_centre,
	coalesce(f.name, '') as from_name, e.to_centre::text,
	t.name as to_name, coalesce(e.licence_no, '') as licence_no,
	coalesce(k.name, '') as name, e.distance, e.state, e.reason,
	e.reason_en, coalesce(e.why, '') as why
from zp.rebalance_items e
left join zp.centres f on f.city = e.city and f.code = e.from_centre
join zp.centres t on t.city = e.city and t.code = e.to_centre
left join zp.counsel k on k.city = e.city and k.licence_no = e.licence_no
where e.city = $1 and e.plan_no = coalesce(nullif($2::bigint, 0),
	(select max(plan_no) from zp.rebalances where city = $1))
order by e.item_no
