-- Days on which a person was not there: leave, and times of suspension that
-- are over (T9; one that still runs stands in his status).
select licence_no, zp.as_day(starts_on) as starts_on,
	zp.as_day(max(ends_on)) as ends_on, coalesce(min(reason), '') as reason
from (
	select licence_no::text, starts_on, ends_on, reason
	from zp.leave where city = $1
	union all
	select licence_no::text, since, until - 1, 'suspended'
	from (
		select licence_no, status, since, lead(since) over (
			partition by licence_no order by since) as until
		from zp.counsel_status where city = $1) s
	where status = 'suspended' and until > since) away
group by licence_no, starts_on
order by licence_no collate "C", starts_on
