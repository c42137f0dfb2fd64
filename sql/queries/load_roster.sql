-- Duty from today on; a replay begins before its clock does.
select station_code, r.date, shift, post, licence_no, state
from zp.v_roster r
join zp.cities c using (city)
where city = $1
	and (c.replay or r.date::date >= zp.civil_day(coalesce(c.clock, now())))
order by r.date, station_code, shift, post, licence_no
