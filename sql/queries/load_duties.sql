-- Duties of the days $2 to $3, and as absent who declined a draft.
select station_code, zp.as_day(date) as date, shift, post, licence_no, state,
	overrides, zp.as_bool(declined) as declined
from (
	select station_code, date, shift, post, licence_no, state, overrides,
		false as declined
	from zp.roster
	where city = $1 and date between $2::date and $3::date
		and state <> 'cancelled'
	union
	select station_code, date, shift, post, licence_no, 'absent',
		null, true
	from zp.roster_replies r
	where city = $1 and date between $2::date and $3::date
		and reply = 'decline'
		and not exists (select from zp.roster o
			where o.city = r.city
			and o.station_code = r.station_code
			and o.date = r.date and o.shift = r.shift
			and o.post = r.post and o.licence_no = r.licence_no
			and o.state = 'absent')) d
order by date, station_code collate "C", shift, post, state,
	licence_no collate "C"
