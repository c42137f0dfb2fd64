-- The last offer of a post: $2 station, $3 date, $4 shift, $5 post.
select o.offer_no, o.licence_no, o.state, o.wanted, o.taken_by,
	k.name as taken_name, zp.as_wall(date_trunc('second', o.decided_at)) as decided_at,
	o.reason
from zp.duty_offers o
left join zp.counsel k on k.city = o.city and k.licence_no = o.taken_by
where o.city = $1 and o.station_code = $2 and o.date = $3::date
	and o.shift = $4 and o.post = $5::integer
order by o.offer_no desc
limit 1
