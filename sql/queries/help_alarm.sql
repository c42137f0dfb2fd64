-- Requests that nobody met in time, each once; and when the next is due.
select request_no, station_code, rule, '' as next
from zp.help_alarm($1, $2::bigint, $3, $4::timestamptz)
union all
select null, '', '', zp.as_wall(min(due_at))
from zp.help_requests
where city = $1 and state = 'open' and due_at >= $4::timestamptz
