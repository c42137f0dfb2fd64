-- The duty log (forms 028, 029) of days $3 to $4, the newest first: of a
-- station or lawyer $2, '' for all; $5 limit.  waited: hours since it was
-- asked for; late by the clock of the request, of the application (D10).
select h.help_no, zp.as_wall(h.at) as at, h.station_code, h.licence_no,
	k.name, h.person, h.cases, h.joint_case,
	case when 'consultation' = any (h.services) then 1 end as consultation,
	case when 'procedure' = any (h.services) then 1 end as procedures,
	case when 'measure' = any (h.services) then 1 end as measure,
	case when 'opinion' = any (h.services) then 1 end as opinion,
	case when 'signing' = any (h.services) then 1 end as signing,
	case when 'forwarded_application' = any (h.services) then 1 end
		as applications,
	zp.as_wall(h.forwarded_at) as forwarded_at, h.request_no,
	round(extract(epoch from h.at - h.asked_at) / 3600, 1) as waited,
	case when coalesce(h.forwarded_at > h.received_at
			+ interval '24 hours', h.at > h.asked_due)
		then 'late' else '' end as warning
from zp.r_help h
join zp.counsel k using (city, licence_no)
where h.city = $1 and ($2 = '' or $2 in (h.station_code, h.licence_no))
	and h.at >= $3::date::timestamp at time zone interval '8 hours'
	and h.at < ($4::date + 1)::timestamp at time zone interval '8 hours'
order by h.at desc, h.help_no desc
limit $5::bigint
