-- Load and room of a year; $2 centre, '' for all, $3 year, $4 licence number,
-- '' for all, $5 from how many cases on to warn (T1).
select k.licence_no, k.name, k.kind, k.centre_code as centre, k.status,
	coalesce(y.undertaken, 0) as undertaken,
	least(k.annual_cap, i.hard_cap) as cap,
	greatest(least(k.annual_cap, i.hard_cap)
		- coalesce(y.undertaken, 0), 0) as room,
	case when y.undertaken > least(k.annual_cap, i.hard_cap)
			then 'over the cap'
		when y.undertaken = least(k.annual_cap, i.hard_cap)
			then 'at the cap'
		-- of a lower personal cap, the same share of it
		when y.undertaken * i.hard_cap >= $5::integer
			* least(k.annual_cap, i.hard_cap) then 'near the cap'
		else '' end as warning,
	coalesce(a.open, 0) as open, coalesce(a.declined, 0) as declined,
	zp.as_wall(a.last) as last_assigned
from zp.counsel k
join zp.cities i using (city)
left join zp.counsel_years y on y.city = k.city
	and y.licence_no = k.licence_no and y.year = $3::integer
left join (
	select licence_no, max(decided_at) as last,
		count(*) filter (where ended_at is null) as open,
		count(*) filter (where end_reason = 'declined' and
			extract(year from zp.civil_day(ended_at))
			= $3::integer) as declined	-- R1
	from zp.assignments where city = $1
	group by licence_no) a on a.licence_no = k.licence_no
where k.city = $1 and ($2 = '' or k.centre_code = $2)
	and ($4 = '' or k.licence_no = $4)
order by k.centre_code, k.licence_no
