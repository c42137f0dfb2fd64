-- The decision that stands, or the latest, with all it looked at; a plan of
-- moves and loans that was undone leaves the one before it standing.
select d.decision_no, zp.as_wall(b.decided_at) as decided_at, d.outcome,
	coalesce(d.handling_centre, '') as handling_centre,
	coalesce(d.lead, '') as lead, coalesce(d.junior, '') as junior, d.mode,
	d.score, coalesce(d.step, '') as step, coalesce(d.rule, '') as rule,
	coalesce(d.text, '') as text, coalesce(d.overrides, '') as overrides,
	coalesce(d.by_whom, '') as by_whom, coalesce(d.reason, '') as reason, d.record,
	b.rule_set, b.registry, b.view, s.body as rule_set_body,
	r.body as registry_body
from zp.decisions d
join zp.batches b using (city, batch_no)
join zp.rule_sets s on s.city = b.city and s.hash = b.rule_set
join zp.registries r on r.city = b.city and r.hash = b.registry
where d.city = $1 and d.case_no = $2
order by exists (select from zp.assignments a where a.city = d.city
		and a.case_no = d.case_no and a.decision_no = d.decision_no
		and a.ended_at is null) desc, d.decision_no desc
limit 1
