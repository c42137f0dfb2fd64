-- Duty in halls (S5: at no organ, or at one of another kind) from today on;
-- a replay begins before its clock does.
select r.station_code, zp.as_day(r.date) as date, r.shift, r.post,
	r.licence_no, r.state
from zp.roster r
join zp.stations s on s.city = r.city and s.code = r.station_code
left join zp.organs o on o.city = s.city and o.code = s.organ_code
where r.city = $1 and r.date >= zp.today($1)
	and r.state in ('published', 'done') and coalesce(o.kind, 'other') = 'other'
order by r.date, r.station_code, r.shift, r.post, r.licence_no
