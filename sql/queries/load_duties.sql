-- Duties of the days $2 to $3, and as absent who declined a draft.
select station_code, zp.as_day(date) as date, shift, post, licence_no, state,
	overrides
from (
	select station_code, date, shift, post, licence_no, state, overrides
	from zp.roster
	where city = $1 and date between $2::date and $3::date
		and state <> 'cancelled'
	union
	select station_code, date, shift, post, licence_no, 'absent',
		null
	from zp.roster_replies
	where city = $1 and date between $2::date and $3::date
		and reply = 'decline') d
order by date, station_code collate "C", shift, post, state,
	licence_no collate "C"
