-- Legal help by station and month of days $3 to $4, of a station or lawyer
-- $2, '' for all: by service (N3); applications passed on within 24 hours and
-- later (D10); requests met in time, late, and open past their time (D10,
-- D11, D20).  $5 now.
with days as (
	select $3::date::timestamp at time zone interval '8 hours' as since,
		($4::date + 1)::timestamp at time zone interval '8 hours'
			as til),
helps as (
	select to_char(zp.civil_day(h.at), 'YYYY-MM') as month,
		h.*
	from zp.help_log h, days
	where h.city = $1 and h.at >= days.since and h.at < days.til
		and ($2 = '' or $2 in (h.station_code, h.licence_no))),
given as (
	select station_code, month, count(*) as helps,
		count(distinct person_id) as persons,
		count(*) filter (where 'consultation' = any (services))
			as consultation,
		count(*) filter (where 'procedure' = any (services))
			as procedures,
		count(*) filter (where 'measure' = any (services)) as measure,
		count(*) filter (where 'opinion' = any (services)) as opinion,
		count(*) filter (where 'signing' = any (services)) as signing,
		count(*) filter (where 'forwarded_application' =
			any (services)) as applications,
		count(*) filter (where forwarded_at <= received_at
			+ interval '24 hours') as forwarded,
		count(*) filter (where forwarded_at > received_at
			+ interval '24 hours') as forwarded_late
	from helps group by 1, 2),
asked as (
	select station_code, to_char(zp.civil_day(r.at), 'YYYY-MM') as month,
		count(*) as requests,
		count(*) filter (where met_at <= due_at) as met,
		count(*) filter (where met_at > due_at) as met_late,
		count(*) filter (where state = 'open'
			and due_at < $5::timestamptz) as overdue
	from zp.help_requests r, days
	where r.city = $1 and r.at >= days.since and r.at < days.til
		and ($2 = '' or $2 in (r.station_code, r.met_by))
	group by 1, 2)
select coalesce(g.station_code, a.station_code) as station_code, s.name,
	coalesce(g.month, a.month) as month, coalesce(helps, 0) as helps,
	coalesce(persons, 0) as persons,
	coalesce(consultation, 0) as consultation,
	coalesce(procedures, 0) as procedures,
	coalesce(measure, 0) as measure, coalesce(opinion, 0) as opinion,
	coalesce(signing, 0) as signing,
	coalesce(applications, 0) as applications,
	coalesce(forwarded, 0) as forwarded,
	coalesce(forwarded_late, 0) as forwarded_late,
	coalesce(requests, 0) as requests, coalesce(met, 0) as met,
	coalesce(met_late, 0) as met_late, coalesce(overdue, 0) as overdue
from given g
full join asked a using (station_code, month)
join zp.stations s on s.city = $1
	and s.code = coalesce(g.station_code, a.station_code)
order by 1, 3
