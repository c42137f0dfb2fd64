-- Open requests for a duty lawyer, the first due first.  $2 station, '' for
-- all; $3 now.
select r.request_no, r.station_code, r.kind, r.person, r.cases,
	r.joint_case,
	zp.as_wall(r.at) as at, zp.as_day(r.wanted_on) as wanted_on,
	zp.as_bool(r.fast_track) as urgent, r.rule,
	zp.as_wall(r.due_at) as due_at,
	round(extract(epoch from r.due_at - $3::timestamptz) / 3600, 1)
		as hours
from zp.r_help_requests r
where r.city = $1 and r.state = 'open' and ($2 = '' or r.station_code = $2)
order by r.due_at, r.request_no
