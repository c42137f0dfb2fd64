select e.centre_code as centre, zp.as_list(e.cases) as cases, e.served,
	e.missing, e.rules, e.text, e.text_en, coalesce(e.proof, '') as proof,
	coalesce(e.proof_en, '') as proof_en
from zp.rebalance_shortages e
where e.city = $1 and e.plan_no = coalesce(nullif($2::bigint, 0),
	(select max(plan_no) from zp.rebalances where city = $1))
order by e.shortage_no
