-- What wants a person's hand.  $2 centre, '' for all; $3 now; $4 limit.
select rule, action, case_no, coalesce(centre, '') as centre, licence_no,
	zp.as_day(due) as due_on,
	due - zp.civil_day($3::timestamptz) as days
from (
	-- D2, D3: the law's three days
	select case c.source when 'application' then 'D2' else 'D3' end
		as rule, 'assign' as action, c.case_no,
		c.handling_centre as centre, '' as licence_no,
		c.due_on as due
	from zp.cases c
	where c.city = $1 and c.state in ('approved', 'waiting')
	union all
	-- D3: not done until the organ has been told
	select 'D3', 'tell the organ', c.case_no, c.handling_centre, '',
		c.due_on
	from zp.cases c
	where c.city = $1 and c.state in ('assigned', 'closed')
		and c.source <> 'application' and c.replied_at is null
	union all
	-- R8: who acts is suspended or has left
	select 'R8', 'reassign', a.case_no, a.handling_centre, a.licence_no,
		null
	from zp.assignments a
	join zp.counsel k using (city, licence_no)
	where a.city = $1 and a.ended_at is null and k.status <> 'active'
	union all
	-- R9: a hearing was moved onto another of the same person (C17)
	select distinct 'R9', 'hearings overlap', a.case_no,
		a.handling_centre, a.licence_no,
		zp.civil_day(c.hearing_at)
	from zp.assignments a
	join zp.cases c using (city, case_no)
	join zp.assignments b on b.city = a.city
		and b.licence_no = a.licence_no and b.case_no <> a.case_no
		and b.ended_at is null
	join zp.cases d on d.city = b.city and d.case_no = b.case_no
	where a.city = $1 and a.ended_at is null
		and c.hearing_at >= $3::timestamptz
		and d.hearing_at >= $3::timestamptz
		and (c.hearing_at, coalesce(c.hearing_until,
			c.hearing_at + interval '1 day')) overlaps
			(d.hearing_at, coalesce(d.hearing_until,
			d.hearing_at + interval '1 day'))) t
where $2 = '' or centre = $2
order by due nulls first, rule, case_no, licence_no
limit $4::bigint
