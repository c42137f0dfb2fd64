select zp.as_wall(at) as at, event, coalesce(licence_no, '') as licence_no,
	coalesce(reason, '') as reason, by_whom
from zp.case_events
where city = $1 and case_no = $2
order by event_no
