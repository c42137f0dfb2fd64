-- What the doorbell may have been about, in one row.
select i.registry_version, count(c.case_no) filter (where c.state in
		('approved', 'waiting')) as to_decide,
	count(c.case_no) filter (where c.state not in
		('approved', 'waiting')) as to_mirror,
	zp.as_wall(i.clock) as clock, zp.as_bool(i.replay) as replay,
	(select count(*) from zp.cases s where s.city = i.city
		and s.state = 'scheduled') as scheduled, i.name
from zp.cities i
left join zp.cases c on c.city = i.city and c.dirty
	and c.state not in ('draft', 'scheduled')
where i.city = $1
group by i.city
