-- What the fairness audit looks at, by its first column.  $2 centre, '' for
-- all; $3 and $4 the first and the last day.
--   case      lead, specialty, who was admitted
--   decline   counsel; a with, b without cause
--   excluded  counsel who got nothing, rule; a how often it came first
--   lost      the same, what he paid for where he was admitted; a how often
--   junior    counsel; a cases as the junior of a pair
--   hand      clerk, rules overridden; a cases, b of them with overrides
with lead as materialized (
	select a.case_no, a.decision_no, a.handling_centre as centre,
		a.licence_no, coalesce(m.specialty, '') as kind, d.mode,
		d.by_whom, coalesce(d.overrides, '') as overrides,
		d.record::jsonb as record
	from zp.assignments a
	join zp.decisions d using (city, case_no, decision_no)
	join zp.cases c using (city, case_no)
	join zp.matters m on m.city = a.city and m.code = c.matter_code
	where a.city = $1 and a.role = 'lead'
		and a.end_reason is distinct from 'withdrawn'
		and ($2 = '' or a.handling_centre = $2)
		and zp.civil_day(a.decided_at) between $3::date and $4::date),
hand as (
	select centre, by_whom, overrides from lead where mode = 'manual'
	union all
	-- R3 overridden by name when counsel was changed
	select c.handling_centre, e.by_whom, 'R3'
	from zp.case_events e
	join zp.cases c using (city, case_no)
	where e.city = $1 and e.event = 'counsel_changed'
		and e.reason like 'R3: %'
		and ($2 = '' or c.handling_centre = $2)
		and zp.civil_day(e.at) between $3::date and $4::date)
select * from (
	select 'case' as what, centre, licence_no as who, kind as about,
		coalesce((select string_agg(x ->> 0, '|' order by x ->> 0)
		from jsonb_array_elements(record -> 'admitted') x), '')
		as list, 0 as a, 0 as b, case_no || ' ' || decision_no as key
	from lead
	union all
	select 'decline', a.handling_centre, a.licence_no, '', '',
		count(*) filter (where a.with_cause),
		count(*) filter (where not a.with_cause), ''
	from zp.assignments a
	where a.city = $1 and a.end_reason = 'declined'
		and ($2 = '' or a.handling_centre = $2)
		and zp.civil_day(a.ended_at) between $3::date and $4::date
	group by a.handling_centre, a.licence_no
	union all
	select 'junior', a.handling_centre, a.licence_no, '', '', count(*),
		0, ''
	from zp.assignments a
	where a.city = $1 and a.role = 'junior'
		and a.end_reason is distinct from 'withdrawn'
		and ($2 = '' or a.handling_centre = $2)
		and zp.civil_day(a.decided_at) between $3::date and $4::date
	group by a.handling_centre, a.licence_no
	union all
	select 'excluded', l.centre, p.licence_no, split_part(e.ids, '|', 1),
		'', count(*), 0, ''
	from lead l, jsonb_each(l.record -> 'excluded') e(ids, people),
		jsonb_array_elements_text(e.people) p(licence_no)
	where p.licence_no not in (select licence_no from lead)
	group by 2, 3, 4
	union all
	select 'lost', l.centre, x ->> 0, t, '', count(*), 0, ''
	from lead l, jsonb_array_elements(l.record -> 'admitted') x,
		jsonb_object_keys(x -> 2) t
	where x ->> 0 not in (select licence_no from lead) and t <> 'S9'
	group by 2, 3, 4
	union all
	select 'hand', centre, coalesce(by_whom, ''), '', coalesce(
		string_agg(distinct nullif(overrides, ''), '|'), ''),
		count(*), count(*) filter (where overrides <> ''), ''
	from hand
	group by centre, by_whom) t
order by what, centre, key collate "C", who collate "C", about
