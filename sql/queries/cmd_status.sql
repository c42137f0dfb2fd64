-- Cases by state and centre; overdue: still without counsel after the day.
-- A case that is held waits.
select case when c.state = 'approved' and c.hold_until is not null
		then 'waiting' else c.state end as state,
	coalesce(c.handling_centre, '') as centre, count(*) as n,
	count(*) filter (where c.state in ('approved', 'waiting')
		and c.due_on < zp.civil_day(coalesce(i.clock, now())))
		as overdue
from zp.cases c
join zp.cities i using (city)
where c.city = $1
group by 1, c.handling_centre
order by 1, c.handling_centre
