-- roster.csv, in its order: day by day, who was absent or gave a duty away
-- beside who took it.
select station_code, date, shift, post, licence_no, state
from zp.v_roster
where city = $1
order by date, station_code collate "C", shift, post::integer, state,
	licence_no collate "C"
