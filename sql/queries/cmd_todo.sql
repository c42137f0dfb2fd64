-- What wants a person's hand.  $2 centre, '' for all; $3 now; $4 limit;
-- $5: is C14 in force?
select rule, action, case_no, coalesce(centre, '') as centre, licence_no,
	zp.as_day(due) as due_on,
	due - zp.civil_day($3::timestamptz) as days
from (
	-- D10, D11, D20: somebody waits for a duty lawyer
	select r.rule, case r.kind when 'application'
			then 'pass on the application'
			else 'send a duty lawyer' end as action,
		'#' || r.request_no as case_no, coalesce((select h.code
		from zp.stations s
		join zp.regions g on g.city = s.city
			and g.code = s.region_code
		join zp.centres h on h.city = s.city and h.region_code =
			coalesce(g.served_by, g.code)
		where s.city = r.city and s.code = r.station_code limit 1), '')
		as centre, '' as licence_no, zp.civil_day(r.due_at) as due,
		r.due_at < $3::timestamptz as alarm
	from zp.help_requests r
	where r.city = $1 and r.state = 'open'
	union all
	-- C14: who defends has helped a co-suspect since
	select 'C14', 'defends a co-suspect', a.case_no, a.handling_centre,
		a.licence_no, null::date, false
	from zp.assignments a
	join zp.cases c using (city, case_no)
	join zp.decisions d using (city, case_no, decision_no)
	join zp.matters m on m.city = a.city and m.code = c.matter_code
	where a.city = $1 and a.ended_at is null and $5::boolean
		and m.category = 'criminal' and m.code !~ ('VICTIM|AGENT|'
			'PRIVATE|INCIDENTAL|COMPULSORY')
		and 'C14' <> all (string_to_array(coalesce(d.overrides, ''),
			'|'))
		and zp.helped_other($1, a.licence_no::text, a.case_no::text,
			$3::timestamptz)
	union all
	-- N7: a roster that people have looked at is not out yet
	select 'N7', 'publish the roster', to_char(m.month, 'YYYY-MM'), '', '',
		m.month - 1, false
	from zp.roster_months m
	where m.city = $1 and (m.state = 'draft' or (m.state = 'review'
			and m.review_until < zp.today($1)))
		and m.month + 31 > zp.today($1)
	union all
	-- N7: changes that a station has not acknowledged
	select 'N7', 'acknowledge the changes', n.station_code,
		zp.station_centre($1, n.station_code), '', min(n.date), false
	from zp.roster_notices n
	where n.city = $1 and n.acked_at is null
	group by n.station_code
	union all
	-- N17: who had the duty fell out, and nobody could be found
	select 'N17', 'nobody on duty', concat_ws('/', o.station_code,
		zp.as_day(o.date), o.shift, o.post),
		zp.station_centre($1, o.station_code), coalesce(o.was, ''),
		o.date, false
	from zp.v_roster_open o
	where o.city = $1 and o.date >= zp.today($1)
	union all
	-- N17: who has the duty is away, has left or is suspended
	select 'N17', 'repair the roster', concat_ws('/', r.station_code,
		zp.as_day(r.date), r.shift, r.post),
		zp.station_centre($1, r.station_code), r.licence_no, r.date,
		false
	from zp.roster r
	join zp.counsel k on k.city = r.city and k.licence_no = r.licence_no
	where r.city = $1 and r.state = 'published'
		and r.date >= zp.today($1) and (k.status <> 'active'
		or r.date > least(k.pool_to, k.duty_to)
		or exists (select from zp.leave l where l.city = r.city
			and l.licence_no = r.licence_no
			and r.date between l.starts_on and l.ends_on))
	union all
	-- N18: who was there?
	select 'N18', 'say who was there', r.station_code, '', '',
		min(r.date), false
	from zp.roster r
	where r.city = $1 and r.state = 'published' and r.date < zp.today($1)
	group by r.station_code
	union all
	-- D2, D3: the law's three days
	select case c.source when 'application' then 'D2' else 'D3' end
		as rule, 'assign' as action, c.case_no,
		c.handling_centre as centre, '' as licence_no,
		c.due_on as due, false
	from zp.cases c
	where c.city = $1 and c.state in ('approved', 'waiting')
	union all
	-- D3: not done until the organ has been told
	select 'D3', 'tell the organ', c.case_no, c.handling_centre, '',
		c.due_on, false
	from zp.cases c
	where c.city = $1 and c.state in ('assigned', 'closed')
		and c.source <> 'application' and c.replied_at is null
	union all
	-- R8: who acts is suspended or has left
	select 'R8', 'reassign', a.case_no, a.handling_centre, a.licence_no,
		null, false
	from zp.assignments a
	join zp.counsel k using (city, licence_no)
	where a.city = $1 and a.ended_at is null and k.status <> 'active'
	union all
	-- R9: a hearing was moved onto another of the same person (C17)
	select distinct 'R9', 'hearings overlap', a.case_no,
		a.handling_centre, a.licence_no,
		zp.civil_day(c.hearing_at), false
	from zp.assignments a
	join zp.cases c using (city, case_no)
	join zp.assignments b on b.city = a.city
		and b.licence_no = a.licence_no and b.case_no <> a.case_no
		and b.ended_at is null
	join zp.cases d on d.city = b.city and d.case_no = b.case_no
	where a.city = $1 and a.ended_at is null
		and c.hearing_at >= $3::timestamptz
		and d.hearing_at >= $3::timestamptz
		and (c.hearing_at, coalesce(c.hearing_until,
			c.hearing_at + interval '1 day')) overlaps
			(d.hearing_at, coalesce(d.hearing_until,
			d.hearing_at + interval '1 day'))) t
where $2 = '' or centre = $2
order by alarm desc, due nulls first, rule, case_no, licence_no
limit $4::bigint
