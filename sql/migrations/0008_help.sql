-- 0008_help.sql - the legal help of duty lawyers (LAA 14, 30): who asked for
-- it and until when somebody has to come (D10, D11, D20), and the log of whom
-- they helped (N18).
--
-- Who helped one co-suspect may not defend another (C14): a help is a new
-- version of every case it has to do with, so that a decision on its way
-- that does not know it is refused.
--
-- Errors: ZP002 no such row, ZP003 it does not fit the state, ZP004 a rule
-- forbids it, ZP005 bad argument.

create index cases_joint on zp.cases (city, joint_case)
	where joint_case is not null;
create index cases_related on zp.cases (city, related_case)
	where related_case is not null;
create index cases_prior on zp.cases (city, prior_case)
	where prior_case is not null;

create table zp.help_requests (
	city		zp.code not null,
	request_no	bigint not null generated always as identity,
	notice_no	bigint not null,
	at		timestamptz not null,
	kind		text not null check (kind in ('organ_notice',
			'detainee', 'application')),
	station_code	zp.code not null,
	person_id	zp.code not null check (zp.is_code(person_id)),
	person_name	text,
	person_birth	date,
	joint_case	zp.code check (zp.is_code(joint_case)),
	wanted_on	date,
	fast_track	boolean not null default false,
	rule		text not null check (rule in ('D10', 'D11', 'D20')),
	due_at		timestamptz not null,
	overridden	text,
	by_whom		text not null check (by_whom <> ''),
	recorded_at	timestamptz not null default now(),
	-- what became of it
	state		text not null default 'open' check (state in ('open',
			'met', 'withdrawn')),
	met_at		timestamptz,
	met_by		zp.code,
	reason		text,
	alarmed_at	timestamptz,
	primary key (city, request_no),
	foreign key (city, station_code) references zp.stations,
	foreign key (city, met_by) references zp.counsel,
	check (due_at >= at),
	check ((state = 'met') = (met_at is not null)),
	check ((state = 'met') = (met_by is not null)),
	check (state <> 'withdrawn' or coalesce(reason, '') <> '')
);
comment on table zp.help_requests is
	'Who asked for a duty lawyer, one row a person: the persons of one '
	'notice share notice_no, the number of the first (N20).  overridden: '
	'why although there is a defender (N2); alarmed_at: nobody came in '
	'time.';
create index help_requests_open on zp.help_requests (city, due_at)
	where state = 'open';
create index help_requests_person on zp.help_requests (city, person_id);

create table zp.help_log (
	city		zp.code not null,
	help_no		bigint not null generated always as identity,
	at		timestamptz not null,
	station_code	zp.code not null,
	licence_no	zp.code not null,
	person_id	zp.code not null check (zp.is_code(person_id)),
	person_name	text,
	person_birth	date,
	joint_case	zp.code check (zp.is_code(joint_case)),
	services	text[] not null check (services <> '{}' and services <@
			'{consultation,procedure,measure,opinion,forwarded_application,signing}'),
	request_no	bigint,
	received_at	timestamptz,
	forwarded_at	timestamptz,
	overridden	text,
	by_whom		text not null check (by_whom <> ''),
	recorded_at	timestamptz not null default now(),
	primary key (city, help_no),
	unique (city, at, station_code, licence_no, person_id),
	foreign key (city, station_code) references zp.stations,
	foreign key (city, licence_no) references zp.counsel,
	foreign key (city, request_no) references zp.help_requests,
	check (forwarded_at is null or (received_at <= forwarded_at
		and 'forwarded_application' = any (services)))
);
comment on table zp.help_log is
	'Whom duty lawyers helped, and how (N3); append-only.  Numbers are in '
	'the order of the commits.  received_at, forwarded_at: an application '
	'for aid (D10).';
create index help_log_counsel on zp.help_log (city, licence_no, at);
create index help_log_person on zp.help_log (city, person_id, at);
create index help_log_at on zp.help_log (city, at);

create trigger append_only before update or delete or truncate on zp.help_log
	for each statement execute function zp.refuse_change();
create trigger append_only before delete or truncate or update of city,
	request_no, notice_no, at, kind, station_code, person_id, person_name,
	person_birth, joint_case, wanted_on, fast_track, rule, due_at,
	overridden, by_whom, recorded_at
	on zp.help_requests
	for each statement execute function zp.refuse_change();
create trigger ended before update on zp.help_requests
	for each row when (old.state <> 'open')
	execute function zp.refuse_change();

-- ------------------------------------------------------- C14: the group
create function zp.case_group(p_city text, p_case text) returns setof text
language sql stable
as $$
	with recursive g as (
		select c.case_no, c.joint_case, c.related_case, c.prior_case
		from zp.cases c
		where c.city = p_city and c.case_no = p_case
		union
		select d.* from g cross join lateral (
			select c.case_no, c.joint_case, c.related_case,
				c.prior_case
			from zp.cases c
			where c.city = p_city and c.joint_case = g.joint_case
			union all
			select c.case_no, c.joint_case, c.related_case,
				c.prior_case
			from zp.cases c where c.city = p_city
				and c.case_no in (g.related_case, g.prior_case)
			union all
			select c.case_no, c.joint_case, c.related_case,
				c.prior_case
			from zp.cases c
			where c.city = p_city and c.related_case = g.case_no
			union all
			select c.case_no, c.joint_case, c.related_case,
				c.prior_case
			from zp.cases c
			where c.city = p_city and c.prior_case = g.case_no) d)
	select case_no from g
$$;
comment on function zp.case_group(text, text) is
	'The case, those of its joint case, with related facts, and other '
	'stages (C1, C14).';

create function zp.helped_cases(p_city text, p_joint text, p_person text)
returns setof text
language sql stable
as $$
	select distinct zp.case_group(p_city, s.case_no::text)
	from (select min(c.case_no::text) as case_no from zp.cases c
		where c.city = p_city and c.joint_case = p_joint
		union all
		select c.case_no from zp.cases c
		join zp.matters m on m.city = c.city and m.code = c.matter_code
		where p_joint is null and c.city = p_city
			and c.recipient_id = p_person
			and m.category = 'criminal') s
$$;
comment on function zp.helped_cases(text, text, text) is
	'The cases a help has to do with: of the joint case, NULL: of the '
	'person''s own (C14).';

create function zp.helped_other(p_city text, p_licence text, p_case text,
	p_now timestamptz)
returns boolean
language sql stable
as $$
	select exists (select from zp.help_log
		where city = p_city and licence_no = p_licence)
	and exists (
		with g as materialized (
			select c.case_no, c.joint_case, c.recipient_id,
				m.category
			from zp.case_group(p_city, p_case) t(case_no)
			join zp.cases c on c.city = p_city
				and c.case_no = t.case_no
			join zp.matters m on m.city = c.city
				and m.code = c.matter_code)
		select from zp.help_log h
		where h.city = p_city and h.licence_no = p_licence
			and h.at <= p_now and h.person_id <> (select
				recipient_id from g where case_no = p_case)
			and (h.joint_case in (select joint_case from g)
				or (h.joint_case is null and h.person_id in
				(select recipient_id from g
				where category = 'criminal'))))
$$;
comment on function zp.helped_other(text, text, text, timestamptz) is
	'Has the lawyer by then helped another person of the case''s group '
	'(C14)?';

create function zp.helped() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	-- A new version also of what is decided: a decision that would move
	-- it, or give it to somebody else, does not know this.  Once per
	-- transaction is enough.
	with s as materialized (
		select distinct a.city, g.case_no
		from (select distinct city, joint_case, person_id
			from added) a
		cross join lateral (select helped_cases(a.city, a.joint_case,
			a.person_id) as case_no) g)
	update cases k set version = k.version + 1, dirty = true
	from s
	where k.city = s.city and k.case_no = s.case_no
		and k.state in ('approved', 'waiting', 'assigned')
		and not (k.dirty and k.xmin = pg_current_xact_id()::xid);
	return null;
end $$;
comment on function zp.helped() is
	'Trigger: a duty lawyer helped somebody; no decision without it (C14).';
create trigger helped after insert on zp.help_log
	referencing new table as added
	for each statement execute function zp.helped();

-- ------------------------------------------------------ asked and helped
create function zp.defence_of(p_city text, p_person text) returns text
language sql stable
as $$
	select min(c.case_no) from zp.cases c
	join zp.matters m on m.city = c.city and m.code = c.matter_code
	where c.city = p_city and c.recipient_id = p_person
		and m.category = 'criminal'
		and exists (select from zp.assignments a
			where a.city = c.city and a.case_no = c.case_no
				and a.role = 'lead' and a.ended_at is null)
$$;
comment on function zp.defence_of(text, text) is
	'The case in which the person has a defender now, or NULL (N2).';

create function zp.need_help(p_city text, p_station text, p_person text,
	p_override text)
returns void
language plpgsql stable as $$
declare c text;
begin
	perform 1 from zp.stations where city = p_city and code = p_station;
	if not found then
		raise exception 'station % is not known', p_station
			using errcode = 'ZP002';
	elsif not zp.is_code(p_person) then
		raise exception 'that is no number of a person'
			using errcode = 'ZP005';
	end if;
	c := zp.defence_of(p_city, p_person);
	if c is not null and coalesce(p_override, '') = '' then
		raise exception 'the person has a defender in case % (N2)', c
			using errcode = 'ZP004';
	end if;
end $$;
comment on function zp.need_help(text, text, text, text) is
	'The station exists; the person has no defender, or it is said why '
	'help is given all the same.';

create function zp.duty_request(p_city text, p_station text,
	p_persons text[], p_kind text, p_at timestamptz, p_wanted date,
	p_fast boolean, p_rule text, p_due timestamptz, p_joint text,
	p_name text, p_birth date, p_override text, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	p text;
	n bigint;
	notice bigint;
begin
	if p_wanted < civil_day(p_at) then
		raise exception 'the day wanted is past' using errcode = 'ZP005';
	end if;
	for p in select distinct t from unnest(p_persons) t order by 1 loop
		perform need_help(p_city, p_station, p, p_override);
		n := nextval(pg_get_serial_sequence('zp.help_requests',
			'request_no'));
		notice := coalesce(notice, n);
		insert into help_requests (city, request_no, notice_no, at,
			kind, station_code, person_id, person_name,
			person_birth, joint_case, wanted_on, fast_track, rule,
			due_at, overridden, by_whom)
		overriding system value
		select p_city, n, notice, p_at, p_kind, p_station, p,
			coalesce(nullif(p_name, ''), c.recipient_name),
			coalesce(p_birth, c.recipient_birth),
			nullif(p_joint, ''), p_wanted, p_fast, p_rule, p_due,
			nullif(p_override, ''), p_by
		from (select) one
		left join (select recipient_name, recipient_birth from cases
			where city = p_city and recipient_id = p
			order by approved_at desc nulls last, case_no
			limit 1) c on true;
	end loop;
	return notice;
end $$;
comment on function zp.duty_request(text, text, text[], text, timestamptz,
	date, boolean, text, timestamptz, text, text, date, text, text) is
	'Persons of one notice ask for a duty lawyer; returns notice_no (N20).';

create function zp.meet_requests(p_city text, p_help bigint,
	p_request bigint)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	h help_log;
	n bigint;
begin
	select * into h from help_log
	where city = p_city and help_no = p_help;
	-- Help meets what the person asked for there; only the passing on
	-- meets an application.
	with met as (
		update help_requests r set state = 'met', met_by = h.licence_no,
			met_at = case kind when 'application'
				then h.forwarded_at else h.at end
		where city = p_city and state = 'open'
			and person_id = h.person_id
			and case kind when 'application'
				then h.forwarded_at is not null
				else r.at <= h.at end
			and case when p_request is not null
				then request_no = p_request
				else station_code = h.station_code end
		returning 1)
	select count(*) into n from met;
	return n;
end $$;
comment on function zp.meet_requests(text, bigint, bigint) is
	'The requests that this help meets, or the one named; how many.';

create function zp.duty_help(p_city text, p_station text, p_licence text,
	p_person text, p_services text[], p_joint text, p_request bigint,
	p_at timestamptz, p_received timestamptz, p_forwarded timestamptz,
	p_name text, p_birth date, p_override text, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	t timestamptz := coalesce(p_at, time_of(p_city));
	passes boolean := 'forwarded_application' = any (p_services);
	got timestamptz := case when passes then coalesce(p_received, t) end;
	k text;
	r record;
	n bigint;
begin
	perform lock_city(p_city);
	select kind into k from counsel
	where city = p_city and licence_no = p_licence;
	if not found then
		raise exception 'counsel % is not known', p_licence
			using errcode = 'ZP002';
	elsif k not in ('lawyer', 'staff_lawyer') then
		raise exception 'counsel % is no lawyer (Q5)', p_licence
			using errcode = 'ZP004';
	elsif t > time_of(p_city) + interval '1 minute'
		or p_forwarded > time_of(p_city) + interval '1 minute' then
		raise exception 'help is entered when it was given'
			using errcode = 'ZP005';
	end if;
	perform need_help(p_city, p_station, p_person, p_override);
	-- The request named, or the first that this help meets.
	select * into r from help_requests
	where city = p_city and case when p_request is not null
		then request_no = p_request
		else state = 'open' and person_id = p_person
			and station_code = p_station and at <= t
			and (kind <> 'application'
				or p_forwarded is not null) end
	order by at, request_no limit 1;
	if p_request is not null and not found then
		raise exception 'request % is not known', p_request
			using errcode = 'ZP002';
	elsif p_request is not null and r.person_id <> p_person then
		raise exception 'request % is of another person', p_request
			using errcode = 'ZP003';
	elsif r.kind = 'application' and passes then
		got := coalesce(p_received, r.at);
	end if;
	insert into help_log (city, at, station_code, licence_no, person_id,
		person_name, person_birth, joint_case, services, request_no,
		received_at, forwarded_at, overridden, by_whom)
	select p_city, t, p_station, p_licence, p_person,
		coalesce(nullif(p_name, ''), r.person_name, c.recipient_name),
		coalesce(p_birth, r.person_birth, c.recipient_birth),
		coalesce(nullif(p_joint, ''), r.joint_case), p_services,
		r.request_no, got, p_forwarded, nullif(p_override, ''), p_by
	from (select) one
	left join (select recipient_name, recipient_birth from cases
		where city = p_city and recipient_id = p_person
		order by approved_at desc nulls last, case_no limit 1) c
		on true
	returning help_no into n;
	if meet_requests(p_city, n, p_request) = 0
		and p_request is not null
	then
		raise exception 'request % is met or withdrawn, or not met so',
			p_request using errcode = 'ZP003';
	end if;
	if passes and p_forwarded is null then	-- D10: its clock runs
		perform duty_request(p_city, p_station, array[p_person],
			'application', got, null, false, 'D10',
			got + interval '24 hours', p_joint, p_name, p_birth,
			p_override, p_by);
	end if;
	return n;
end $$;
comment on function zp.duty_help(text, text, text, text, text[], text, bigint,
	timestamptz, timestamptz, timestamptz, text, date, text, text) is
	'A duty lawyer helped somebody; returns help_no.  An application that '
	'is not passed on yet becomes a request of its own (D10).';

create function zp.duty_withdraw(p_city text, p_request bigint,
	p_reason text, p_by text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	update help_requests set state = 'withdrawn',
		reason = p_by || ': ' || nullif(p_reason, '')
	where city = p_city and request_no = p_request and state = 'open';
	if found then
		return;
	end if;
	perform 1 from help_requests
	where city = p_city and request_no = p_request;
	if not found then
		raise exception 'request % is not known', p_request
			using errcode = 'ZP002';
	end if;
	raise exception 'request % is met or withdrawn', p_request
		using errcode = 'ZP003';
end $$;
comment on function zp.duty_withdraw(text, bigint, text, text) is
	'Nobody needs to come any more, and why.';

create function zp.help_alarm(p_city text, p_term bigint, p_holder text,
	p_now timestamptz)
returns table (request_no bigint, station_code text, rule text)
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	return query update help_requests r set alarmed_at = p_now
	where r.city = p_city and r.state = 'open' and r.due_at < p_now
		and r.alarmed_at is null
	returning r.request_no, r.station_code::text, r.rule;
end $$;
comment on function zp.help_alarm(text, bigint, text, timestamptz) is
	'Requests that nobody met in time, each told once.';

create function zp.import_help(p_city text, p_rows jsonb,
	out inserted bigint, out ignored bigint)
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform lock_city(p_city);
	with w as (
		insert into help_log (city, at, station_code, licence_no,
			person_id, joint_case, services, received_at,
			forwarded_at, by_whom)
		select p_city, r.at::timestamptz, r.station_code, r.licence_no,
			r.person_id, nullif(r.joint_case, ''),
			string_to_array(r.services, '|'),
			nullif(r.received_at, '')::timestamptz,
			nullif(r.forwarded_at, '')::timestamptz, 'import'
		from jsonb_to_recordset(p_rows) as r(at text,
			station_code text, licence_no text, person_id text,
			joint_case text, services text, received_at text,
			forwarded_at text)
		order by r.at::timestamptz
		on conflict (city, at, station_code, licence_no, person_id)
		do nothing returning 1)
	select count(*) into inserted from w;
	ignored := jsonb_array_length(p_rows) - inserted;
end $$;
comment on function zp.import_help(text, jsonb) is
	'Rows of help.csv into the log; what is there stays as it is.';

-- ----------------------------------------------------------------- views
create view zp.v_help as
select city, zp.as_wall(at) as at, station_code::text, licence_no::text,
	person_id::text, coalesce(joint_case, '') as joint_case,
	zp.as_list(services) as services,
	zp.as_wall(received_at) as received_at,
	zp.as_wall(forwarded_at) as forwarded_at, help_no
from zp.help_log;
comment on view zp.v_help is 'The log of legal help as in help.csv.';

-- For readers: no identity; the name as in r_cases.
create view zp.r_help as
select h.city, h.help_no, h.at, h.station_code::text, h.licence_no::text,
	zp.masked(h.person_name, h.person_birth, exists (select
		from zp.cases c where c.city = h.city
			and c.recipient_id = h.person_id
			and ('minor' = any (c.recipient_groups)
				or 'sexual' = any (c.tags))),
		zp.civil_day(coalesce(i.clock, now()))) as person,
	coalesce(h.joint_case, '') as joint_case,
	coalesce((select string_agg(c.case_no, ' ' order by c.case_no)
		from zp.cases c where c.city = h.city
			and c.recipient_id = h.person_id
			and c.state <> 'draft'), '') as cases,
	h.services, h.request_no, r.at as asked_at, r.due_at as asked_due,
	h.received_at, h.forwarded_at
from zp.help_log h
join zp.cities i using (city)
left join zp.help_requests r using (city, request_no);
comment on view zp.r_help is
	'The duty log for readers (forms 028, 029); persons masked.';

create view zp.r_help_requests as
select r.city, r.request_no, r.notice_no, r.at, r.kind,
	r.station_code::text,
	zp.masked(r.person_name, r.person_birth, exists (select
		from zp.cases c where c.city = r.city
			and c.recipient_id = r.person_id
			and ('minor' = any (c.recipient_groups)
				or 'sexual' = any (c.tags))),
		zp.civil_day(coalesce(i.clock, now()))) as person,
	coalesce((select string_agg(c.case_no, ' ' order by c.case_no)
		from zp.cases c where c.city = r.city
			and c.recipient_id = r.person_id
			and c.state <> 'draft'), '') as cases,
	coalesce(r.joint_case, '') as joint_case, r.wanted_on, r.fast_track,
	r.rule, r.due_at, r.state, r.met_at, r.met_by::text
from zp.help_requests r
join zp.cities i using (city);
comment on view zp.r_help_requests is
	'Requests for a duty lawyer, for readers; persons masked.';

-- Everything is closed until sql/roles.sql opens it.
revoke all on all functions in schema zp from public;
