select d.decision_no, zp.as_wall(b.decided_at) as decided_at, d.outcome,
	coalesce(d.handling_centre, '') as handling_centre,
	coalesce(d.lead, '') as lead, coalesce(d.junior, '') as junior, d.mode,
	d.score, coalesce(d.step, '') as step, coalesce(d.rule, '') as rule,
	coalesce(d.text, '') as text, coalesce(d.overrides, '') as overrides,
	coalesce(d.by_whom, '') as by_whom, coalesce(d.reason, '') as reason,
	b.rule_set
from zp.decisions d
join zp.batches b using (city, batch_no)
where d.city = $1 and d.case_no = $2
order by d.decision_no
