-- Who did not come to published duties from $3 to $4, $2 centre or '' for
-- all.
select k.licence_no, k.name, k.centre_code,
	count(*) filter (where r.state = 'absent') as absent,
	count(*) filter (where r.state = 'done') as done,
	zp.as_day(max(r.date) filter (where r.state = 'absent')) as last_absent
from zp.roster r
join zp.counsel k using (city, licence_no)
where r.city = $1 and ($2 = '' or k.centre_code = $2)
	and r.date between $3::date and $4::date
	and r.state in ('absent', 'done')
group by k.licence_no, k.name, k.centre_code
having bool_or(r.state = 'absent')
order by absent desc, k.licence_no collate "C"
