select station_code, date, shifts, posts, reason
from zp.v_station_days
where city = $1 and date::date between $2::date and $3::date
order by station_code collate "C", date
