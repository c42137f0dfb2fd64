-- The numbered changes of a station, $2 '' for all: first what it has not
-- acknowledged.  $3 limit.
select n.station_code, s.name as station_name, n.notice_no,
	zp.as_day(n.date) as date, n.shift, n.post,
	concat_ws(' ', w.name, n.was) as leaves,
	concat_ws(' ', k.name, n.now) as comes, n.cause,
	zp.as_wall(date_trunc('second', n.at)) as at, n.by_whom, n.reason,
	zp.as_wall(date_trunc('second', n.acked_at)) as acked_at, n.acked_by
from zp.roster_notices n
join zp.stations s on s.city = n.city and s.code = n.station_code
left join zp.counsel w on w.city = n.city and w.licence_no = n.was
left join zp.counsel k on k.city = n.city and k.licence_no = n.now
where n.city = $1 and ($2 = '' or n.station_code = $2)
order by n.acked_at is not null, n.station_code collate "C",
	case when n.acked_at is null then n.notice_no
		else -n.notice_no end
limit $3::bigint
