-- Who stands by on the days $2 to $3.
select centre_code, zp.as_day(date) as date, licence_no,
	zp.as_bool(coalesce(m.state = 'published', false)) as published
from zp.standby s
left join zp.roster_months m on m.city = s.city
	and m.month = date_trunc('month', s.date)::date
where s.city = $1 and s.date between $2::date and $3::date
order by centre_code collate "C", date, licence_no collate "C"
