-- 0002_views.sql - rows as text, exactly as in the CSV files.
--
-- One canonical form for files, the daemon and the records of decisions:
-- lists joined by '|', t and f, ISO 8601 dates, instants in +08:00, '' for
-- not known.  The city comes first; queries leave it out.

create function zp.as_day(d date) returns text
language sql stable parallel safe
as $$ select coalesce(to_char(d::timestamp, 'YYYY-MM-DD'), '') $$;
comment on function zp.as_day(date) is 'A date as text.';

create function zp.as_wall(t timestamptz) returns text
language sql stable parallel safe
as $$
	select coalesce(to_char(t at time zone interval '8 hours',
		case when t = date_trunc('second', t)
			then 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"'
			else 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"' end), '')
$$;
comment on function zp.as_wall(timestamptz) is
	'An instant as text in +08:00; the fraction only if there is one.';

create function zp.as_list(a text[]) returns text
language sql immutable parallel safe
as $$ select coalesce(array_to_string(a, '|'), '') $$;
comment on function zp.as_list(text[]) is 'A list as text.';

create function zp.as_bool(b boolean) returns text
language sql immutable parallel safe
as $$ select case when b then 't' else 'f' end $$;
comment on function zp.as_bool(boolean) is 'A yes or no as text.';

create function zp.civil_day(t timestamptz) returns date
language sql immutable parallel safe
as $$ select (t at time zone interval '8 hours')::date $$;
comment on function zp.civil_day(timestamptz) is
	'The civil date in Shanghai of an instant.';

create view zp.v_regions as
select city, code::text, name, level, coalesce(parent_code, '') as parent_code,
	coalesce(served_by, '') as served_by
from zp.regions;

create view zp.v_centres as
select city, code::text, name, level, region_code::text,
	coalesce(annual_target::text, '') as annual_target
from zp.centres;

create view zp.v_organs as
select city, code::text, name, kind, level, region_code::text
from zp.organs;

create view zp.v_firms as
select city, code::text, name, kind, coalesce(region_code, '') as region_code
from zp.firms;

create view zp.v_counsel as
select city, licence_no::text, name, coalesce(gender, '') as gender, kind,
	coalesce(firm_code, '') as firm_code, centre_code::text,
	coalesce(region_code, '') as region_code,
	zp.as_day(practice_since) as practice_since,
	zp.as_day(criminal_since) as criminal_since,
	zp.as_list(specialties) as specialties,
	zp.as_list(languages) as languages,
	zp.as_bool(expert) as expert,
	zp.as_bool(minor_qualified) as minor_qualified,
	zp.as_day(duty_trained_on) as duty_trained_on,
	zp.as_bool(wants_pairing) as wants_pairing,
	coalesce(annual_cap::text, '') as annual_cap,
	zp.as_day(joined_on) as joined_on, status,
	zp.as_list(former_organ) as former_organ,
	zp.as_day(former_left_on) as former_left_on,
	zp.as_list(relatives_at) as relatives_at,
	zp.as_list(relatives) as relatives, zp.as_list(area) as area,
	zp.as_day(pool_from) as pool_from, zp.as_day(pool_to) as pool_to,
	coalesce(quality::text, '') as quality,
	zp.as_day(duty_from) as duty_from, zp.as_day(duty_to) as duty_to
from zp.counsel;

create view zp.v_leave as
select city, licence_no::text, zp.as_day(starts_on) as starts_on,
	zp.as_day(ends_on) as ends_on, coalesce(reason, '') as reason
from zp.leave;

create view zp.v_matters as
select city, code::text, name, category, coalesce(specialty, '') as specialty,
	zp.as_bool(level_jurisdiction) as level_jurisdiction
from zp.matters;

create view zp.v_stations as
select city, code::text, name, coalesce(organ_code, '') as organ_code,
	region_code::text, mode, way, open_on,
	zp.as_list(shifts) as shifts, coalesce(posts::text, '') as posts,
	zp.as_list(fixed_counsel) as fixed_counsel,
	zp.as_bool(remote) as remote
from zp.stations;


create view zp.v_cases as
select city, case_no::text, zp.as_wall(approved_at) as approved_at,
	coalesce(received_centre, '') as received_centre,
	coalesce(organ_code, '') as organ_code,
	coalesce(region_code, '') as region_code, matter_code::text,
	zp.as_list(tags) as tags, source, coalesce(stage, '') as stage,
	coalesce(joint_case, '') as joint_case,
	coalesce(related_case, '') as related_case,
	coalesce(prior_case, '') as prior_case,
	coalesce(opposes_case, '') as opposes_case,
	zp.as_bool(urgent) as urgent, difficulty, possible_sentence,
	recipient_id::text,
	coalesce(recipient_name, '') as recipient_name,
	coalesce(recipient_gender, '') as recipient_gender,
	zp.as_day(recipient_birth) as recipient_birth,
	zp.as_list(recipient_groups) as recipient_groups,
	coalesce(language, '') as language,
	zp.as_list(opponent_counsel) as opponent_counsel,
	zp.as_list(opponent_firm) as opponent_firm,
	zp.as_list(wished_counsel) as wished_counsel,
	zp.as_list(excluded_counsel) as excluded_counsel,
	zp.as_bool(same_firm_consent) as same_firm_consent,
	zp.as_list(opponent_ids) as opponent_ids,
	zp.as_list(recused) as recused,
	zp.as_bool(conflict_consent) as conflict_consent,
	zp.as_wall(hearing_at) as hearing_at,
	zp.as_wall(hearing_until) as hearing_until,
	zp.as_wall(notified_at) as notified_at,
	zp.as_day(adjourned_on) as adjourned_on,
	procedure,
	coalesce(urgent_reason, '') as urgent_reason,
	coalesce(designated_centre, '') as designated_centre,
	coalesce(counsel_changes::text, '') as counsel_changes,
	-- ours
	state, coalesce(handling_centre, '') as handling_centre,
	zp.as_wall(waiting_since) as waiting_since, version::text,
	zp.as_bool(dirty) as dirty, coalesce(pending_rule, '') as pending_rule,
	coalesce(pending_text, '') as pending_text, zp.as_day(wake_on) as wake_on,
	zp.as_day(due_on) as due_on, zp.as_day(assign_by) as assign_by,
	zp.as_wall(replied_at) as replied_at,
	zp.as_wall(hold_until) as hold_until,
	zp.as_wall(settle_until) as settle_until,
	-- to select and to sort by, with the index
	dirty as is_dirty, urgent as is_urgent, approved_at as approved
from zp.cases;

create view zp.v_events as
select city, zp.as_wall(at) as at, case_no::text, event, licence_no::text,
	coalesce(reason, '') as reason
from zp.intake_events;

create view zp.v_assignments as
select city, case_no::text, role, licence_no::text, handling_centre::text,
	zp.as_wall(decided_at) as decided_at, zp.as_wall(ended_at) as ended_at,
	coalesce(end_reason, '') as end_reason, mode,
	left(rule_set, 16) as rule_set, score::text, weight::text,
	decline_load::text, zp.as_bool(with_cause) as with_cause,
	decision_no::text, zp.as_wall(acknowledged_at) as acknowledged_at
from zp.assignments;

create view zp.v_ledger as
select city, licence_no::text, zp.as_wall(at) as at, kind, points::text,
	coalesce(case_no, '') as case_no, by_whom as by, reason, entry_no
from zp.ledger;

create view zp.v_pending as
select city, case_no::text, coalesce(handling_centre, '') as handling_centre,
	zp.as_wall(coalesce(waiting_since, approved_at)) as since,
	coalesce(pending_rule, 'D2') as rule,
	coalesce(pending_text, '为便于一并指派，等候至 '
		|| to_char(hold_until at time zone interval '8 hours',
			'YYYY-MM-DD HH24:MI'), '已批准，正在等待指派') as text
from zp.cases
where state in ('approved', 'waiting')
	or (state = 'terminated' and pending_rule is not null);

-- For readers: no name, no identity of the aided person (LAA 21; P2).  Of a
-- minor and in a sexual case nothing is shown, of others the first character.
create function zp.masked(name text, birth date, hide boolean, today date)
returns text
language sql immutable parallel safe
as $$
	select case when name is null then ''
		when hide or birth is null
			or birth > today - interval '18 years' then '***'
		else left(name, 1) || '**' end
$$;
comment on function zp.masked(text, date, boolean, date) is
	'A person''s name as everybody may see it (P2).';

create view zp.r_cases as
select c.city, c.case_no::text, zp.as_wall(c.approved_at) as approved_at,
	c.state, coalesce(c.handling_centre, '') as handling_centre,
	coalesce(c.organ_code, '') as organ_code,
	coalesce(c.region_code, '') as region_code, c.matter_code::text,
	m.category, coalesce(c.stage, '') as stage, c.difficulty,
	zp.as_bool(c.urgent) as urgent,
	zp.masked(c.recipient_name, c.recipient_birth,
		coalesce('minor' = any (c.recipient_groups), false)
			or coalesce('sexual' = any (c.tags), false),
		zp.civil_day(coalesce(i.clock, now()))) as recipient,
	coalesce(c.pending_rule, '') as rule,
	coalesce(c.pending_text, '') as text, zp.as_day(c.due_on) as due_on
from zp.cases c
join zp.matters m on m.city = c.city and m.code = c.matter_code
join zp.cities i on i.city = c.city
where c.state <> 'draft';

create view zp.r_counsel_load as
select k.city, k.licence_no::text, k.name, k.kind,
	k.centre_code::text, k.status,
	coalesce(y.year, extract(year from
		zp.civil_day(coalesce(i.clock, now())))::integer) as year,
	coalesce(y.undertaken, 0) as undertaken,
	greatest(least(k.annual_cap, i.hard_cap)
		- coalesce(y.undertaken, 0), 0) as room,
	(select count(*) from zp.assignments a where a.city = k.city
		and a.licence_no = k.licence_no and a.ended_at is null) as open
from zp.counsel k
join zp.cities i on i.city = k.city
left join zp.counsel_years y on y.city = k.city
	and y.licence_no = k.licence_no and y.year = extract(year from
		zp.civil_day(coalesce(i.clock, now())))::integer;

create view zp.r_assignments as
select city, case_no, role, licence_no, handling_centre, decided_at, ended_at,
	end_reason, mode, rule_set, score
from zp.v_assignments;

comment on view zp.v_regions is 'Regions as in regions.csv.';
comment on view zp.v_centres is 'Centres as in centres.csv.';
comment on view zp.v_organs is 'Organs as in organs.csv.';
comment on view zp.v_firms is 'Firms as in firms.csv.';
comment on view zp.v_counsel is 'Counsel as in counsel.csv.';
comment on view zp.v_leave is 'Leave as in leave.csv.';
comment on view zp.v_matters is 'Matters as in matters.csv.';
comment on view zp.v_stations is 'Stations as in stations.csv.';
comment on view zp.v_cases is 'Cases as in cases.csv, and their state.';
comment on view zp.v_events is 'Events as in events.csv.';
comment on view zp.v_assignments is 'Assignments as in assignments.csv.';
comment on view zp.v_ledger is 'Entries of the ledger, as they are loaded.';
comment on view zp.v_pending is 'Waiting cases as in pending.csv.';
-- Who stands in a case, one row each, and which cases belong together: the
-- lists and references of a case, for whoever joins them.
create view zp.case_parties as
select city, case_no::text, 'recipient' as role, recipient_id::text as party
from zp.cases
union all
select city, case_no::text, 'opponent', unnest(opponent_ids) from zp.cases
union all
select city, case_no::text, 'opponent_counsel', unnest(opponent_counsel)
from zp.cases
union all
select city, case_no::text, 'opponent_firm', unnest(opponent_firm)
from zp.cases;
comment on view zp.case_parties is
	'Persons, counsel and firms on either side of a case (C3, C4).';

create view zp.case_links as
select c.city, c.case_no::text, l.kind, l.other
from zp.cases c
cross join lateral (values ('joint', c.joint_case::text),
	('related', c.related_case::text), ('prior', c.prior_case::text),
	('opposes', c.opposes_case::text)) as l(kind, other)
where l.other is not null;
comment on view zp.case_links is
	'What ties a case to others: co-accused (the key of the joint case), '
	'related facts, the earlier stage, the other side (C1, C2, C5, S6).';

comment on view zp.r_cases is 'Cases for readers; persons masked.';
comment on view zp.r_counsel_load is 'Load and room of counsel this year.';
comment on view zp.r_assignments is 'Assignments for readers.';
