-- Requests for a duty lawyer, open and past their time; how far the rosters
-- of this month and the later ones are.  $2 now.
select (select count(*) from zp.help_requests h
		where h.city = c.city and h.state = 'open') as open,
	(select count(*) from zp.help_requests h
		where h.city = c.city and h.state = 'open'
			and h.due_at < $2::timestamptz) as overdue,
	m.draft, m.review, m.published
from zp.cities c
cross join lateral (
	select string_agg(to_char(month, 'YYYY-MM'), ' ' order by month)
			filter (where state = 'draft') as draft,
		string_agg(to_char(month, 'YYYY-MM'), ' ' order by month)
			filter (where state = 'review') as review,
		string_agg(to_char(month, 'YYYY-MM'), ' ' order by month)
			filter (where state = 'published') as published
	from zp.roster_months r
	where r.city = c.city
		and r.month >= date_trunc('month', zp.today(c.city))) m
where c.city = $1
