-- Cases by state and centre; overdue: still without counsel after the day.
select c.state, coalesce(c.handling_centre, '') as centre, count(*) as n,
	count(*) filter (where c.state in ('approved', 'waiting')
		and c.due_on < zp.civil_day(coalesce(i.clock, now())))
		as overdue
from zp.cases c
join zp.cities i using (city)
where c.city = $1
group by c.state, c.handling_centre
order by c.state, c.handling_centre
