-- $2 centre, '' for all; what is open first, the next due on top.
select letter_no as letter, direction, centre_code::text as centre, partner,
	coalesce(case_no, '') as case_no, what, zp.as_day(due_on) as due_on,
	zp.as_wall(asked_at) as at, asked_by as by,
	zp.as_wall(done_at) as done_at, coalesce(result, '') as result
from zp.assistance
where city = $1 and ($2 = '' or centre_code = $2)
order by done_at is not null, due_on nulls last, letter_no
