-- Offers that somebody may take, the next day first.
select o.offer_no, concat_ws('/', o.station_code, zp.as_day(o.date), o.shift,
		o.post) as duty,
	s.name as station_name, o.licence_no, k.name, o.wanted, o.reason,
	zp.as_wall(date_trunc('second', o.at)) as at
from zp.duty_offers o
join zp.stations s on s.city = o.city and s.code = o.station_code
join zp.counsel k on k.city = o.city and k.licence_no = o.licence_no
where o.city = $1 and o.state = 'open' and o.date >= zp.today($1)
order by o.date, o.offer_no
