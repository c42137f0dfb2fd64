-- $2 state, $3 centre, '' for all; $4 limit.  The newest first.
select c.case_no, c.approved_at, c.state, c.handling_centre as centre,
	c.matter, c.stage, c.urgent, coalesce(a.lead, '') as lead,
	coalesce(a.junior, '') as junior, c.due_on, c.assign_by, c.replied_at
from (
	select city, case_no, zp.as_wall(approved_at) as approved_at, state,
		coalesce(handling_centre, '') as handling_centre,
		matter_code as matter, coalesce(stage, '') as stage,
		zp.as_bool(urgent) as urgent, zp.as_day(due_on) as due_on,
		zp.as_day(assign_by) as assign_by,
		zp.as_wall(replied_at) as replied_at
	from zp.cases
	where city = $1 and state not in ('draft', 'scheduled')
		and ($2 = '' or state = $2)
		and ($3 = '' or handling_centre = $3)
	order by cases.approved_at desc, case_no desc
	limit $4::bigint) c
left join lateral (
	select max(licence_no) filter (where role = 'lead') as lead,
		max(licence_no) filter (where role = 'junior') as junior
	from zp.assignments a
	where a.city = c.city and a.case_no = c.case_no
		and a.ended_at is null) a on true
order by c.approved_at desc, c.case_no desc
