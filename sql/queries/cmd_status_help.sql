-- Requests for a duty lawyer: open, and open past their time.  $2 now.
select count(*) as open,
	count(*) filter (where due_at < $2::timestamptz) as overdue
from zp.help_requests
where city = $1 and state = 'open'
