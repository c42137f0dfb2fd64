-- How far the rosters are of the months from that of $2 to that of $3.
select zp.as_day(month) as month, state, zp.as_wall(made_at) as made_at,
	zp.as_day(review_until) as review_until,
	zp.as_wall(published_at) as published_at, by_whom, reason,
	open_posts, total, bound
from zp.roster_months
where city = $1 and month between date_trunc('month', $2::date)
	and $3::date
order by month
