-- roster.csv, in its order: day by day, who was absent or gave a duty away
-- beside who took it; a shift that was dropped is no row.
select station_code, date, shift, post, licence_no, state
from zp.v_roster
where city = $1 and state <> 'cancelled'
order by date, station_code collate "C", shift, post::integer, state,
	licence_no collate "C"
