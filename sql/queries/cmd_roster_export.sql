-- Duties of $2..$3 in any state, of station $4 and person $5 ('': all), and
-- the notices about them; each with the version that it belongs to.
with marks as (
	select roster_version from zp.cities where city = $1)
select 'duty' as what, roster_version, station_code, zp.as_day(date) as date,
	shift, post, licence_no, state, null as notice_no, null as was,
	null as now, null as cause, null as at, null as acked_at
from zp.roster, marks
where city = $1 and date between $2::date and $3::date
	and $4 in ('', station_code) and $5 in ('', licence_no)
union all
select 'notice', roster_version, station_code, zp.as_day(date), shift, post,
	null, null, notice_no, coalesce(was, ''), coalesce(now, ''), cause,
	zp.as_wall(at), zp.as_wall(acked_at)
from zp.roster_notices, marks
where city = $1 and date between $2::date and $3::date
	and $4 in ('', station_code) and $5 in ('', was, now)
union all
select 'version', roster_version, null, null, null, null, null, null, null,
	null, null, null, null, null
from marks
