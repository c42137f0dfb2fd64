-- 0009_rebalance.sql - one chessboard: cases moved to centres that are short
-- of them, lawyers lent where a county has too few (X1-X3, T5; Anqing
-- 三(三)2), and letters of assistance (X5).
--
-- The way of a plan: asked, proposed, approved, applied, undone; or rejected,
-- expired.  Only a named administrator of the city centre takes it further,
-- and the table itself says so.  What became of a plan is never unsaid: what
-- it holds is append-only, its state only goes on.

-- ------------------------------------------------------------ the people
create table zp.staff (
	city		zp.code not null references zp.cities,
	login		text not null check (login <> ''),
	name		text not null check (name <> ''),
	centre_code	zp.code,
	role		text not null check (role in ('viewer', 'clerk',
			'admin')),
	primary key (city, login),
	foreign key (city, centre_code) references zp.centres
);
comment on table zp.staff is
	'Who works at the centres, by login; centre_code NULL: the city''s.';

create function zp.staff_set(p_city text, p_login text, p_name text,
	p_centre text, p_role text)
returns void
language sql security definer set search_path = zp, pg_temp
as $$
	insert into staff (city, login, name, centre_code, role)
	values (p_city, p_login, p_name, nullif(p_centre, ''), p_role)
	on conflict (city, login) do update set name = excluded.name,
		centre_code = excluded.centre_code, role = excluded.role
$$;
comment on function zp.staff_set(text, text, text, text, text) is
	'Enter a member of staff, or change the row; centre '''': the city''s.';

create function zp.need_city_admin(p_city text, p_login text) returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform 1 from staff where city = p_city and login = p_login
		and centre_code is null and role = 'admin';
	if not found then
		raise exception '% is no administrator of the city centre',
			coalesce(p_login, 'nobody') using errcode = 'ZP004';
	end if;
end $$;
comment on function zp.need_city_admin(text, text) is
	'Only the city centre moves cases and lends lawyers: ZP004.';

-- ------------------------------------------------------------- the plans
create table zp.rebalances (
	city		zp.code not null references zp.cities,
	plan_no		bigint not null check (plan_no > 0),
	kind		text not null check (kind in ('loans', 'moves',
			'both')),
	cause		text not null check (cause in ('command', 'upstream',
			'schedule')),
	asked_by	text not null check (asked_by <> ''),
	asked_at	timestamptz not null,
	until		date,
	state		text not null check (state in ('asked', 'proposed',
			'approved', 'applied', 'undone', 'rejected',
			'expired')),
	-- what it stands on
	made_at		timestamptz,
	registry_version bigint,
	rule_set	zp.code,
	expires_at	timestamptz,
	summary		jsonb,
	-- what became of it
	approved_by	text,
	approved_at	timestamptz,
	applied_by	text,
	applied_at	timestamptz,
	undo_until	timestamptz,
	ended_by	text,
	ended_at	timestamptz,
	reason		text,
	primary key (city, plan_no),
	foreign key (city, rule_set) references zp.rule_sets,
	check (state in ('asked', 'expired', 'rejected') or (made_at is not null
		and registry_version is not null and rule_set is not null
		and expires_at is not null)),
	check (state not in ('approved', 'applied', 'undone')
		or (approved_by is not null and approved_at is not null)),
	check (state not in ('applied', 'undone') or (applied_by is not null
		and applied_at is not null and undo_until is not null)),
	check (state not in ('undone', 'rejected') or (ended_by is not null
		and ended_at is not null and reason is not null))
);
comment on table zp.rebalances is
	'Plans of moves and loans between centres, numbered; until: the day '
	'they look ahead to.';

create table zp.rebalance_items (
	city		zp.code not null,
	plan_no		bigint not null,
	item_no		integer not null check (item_no > 0),
	kind		text not null check (kind in ('move', 'loan')),
	case_no		zp.code not null,
	version		bigint not null,
	was_state	text not null,
	from_centre	zp.code,
	to_centre	zp.code not null,
	licence_no	zp.code,
	distance	integer not null default 0 check (distance >= 0),
	reason		text not null,
	reason_en	text not null,
	state		text not null default 'proposed' check (state in
			('proposed', 'applied', 'left_out', 'undone')),
	why		text,
	-- what applying it changed
	decision_no	bigint,
	was_decision	bigint,
	was_handling	zp.code,
	was_designated	zp.code,
	primary key (city, plan_no, item_no),
	unique (city, plan_no, case_no),
	foreign key (city, plan_no) references zp.rebalances,
	foreign key (city, case_no) references zp.cases,
	foreign key (city, from_centre) references zp.centres,
	foreign key (city, to_centre) references zp.centres,
	foreign key (city, licence_no) references zp.counsel,
	check (kind = 'move' or licence_no is not null),
	check (state <> 'left_out' or why is not null),
	check (state not in ('applied', 'undone') or decision_no is not null)
);
comment on table zp.rebalance_items is
	'A move: the case goes from one centre to another.  A loan: the person '
	'goes from the lender to the borrower, for one case.  It stands on a '
	'version of the case; of one that wants counsel on that alone.  why: left out or not undone, as a word: changed, '
	'begun, unneeded, person, or nobody and the rules that bar.';
create index rebalance_items_case on zp.rebalance_items (city, case_no);

create table zp.rebalance_effects (
	city		zp.code not null,
	plan_no		bigint not null,
	centre_code	zp.code not null,
	target		integer not null,
	due		integer not null,
	handled		integer not null,
	handled_after	integer not null,
	progress	integer not null,
	progress_after	integer not null,
	moved_out	integer not null,
	moved_in	integer not null,
	lent		integer not null,
	borrowed	integer not null,
	year_end	integer not null,
	year_end_after	integer not null,
	primary key (city, plan_no, centre_code),
	foreign key (city, plan_no) references zp.rebalances,
	foreign key (city, centre_code) references zp.centres
);
comment on table zp.rebalance_effects is
	'What a plan means for a centre (T5): cases handled before and after, '
	'due by the elapsed part of the year, progress in 1/1000 of it (-1: '
	'nothing is due), and what the year ends with at today''s rate.';

create table zp.rebalance_shortages (
	city		zp.code not null,
	plan_no		bigint not null,
	shortage_no	integer not null check (shortage_no > 0),
	centre_code	zp.code not null,
	cases		text[] not null,
	served		integer not null check (served >= 0),
	missing		integer not null check (missing >= 0),
	rules		text not null,
	text		text not null,
	text_en		text not null,
	proof		text,
	proof_en	text,
	primary key (city, plan_no, shortage_no),
	foreign key (city, plan_no) references zp.rebalances,
	foreign key (city, centre_code) references zp.centres,
	check (missing = 0 or (proof is not null and proof_en is not null))
);
comment on table zp.rebalance_shortages is
	'Cases that a centre cannot staff (X1, X3): how many the plan serves, '
	'and of those it cannot why nobody could.';

create table zp.rebalance_remarks (
	city		zp.code not null,
	plan_no		bigint not null,
	remark_no	integer not null check (remark_no > 0),
	centre_code	zp.code not null,
	at		timestamptz not null,
	by_whom		text not null check (by_whom <> ''),
	reason		text not null check (reason <> ''),
	primary key (city, plan_no, remark_no),
	foreign key (city, plan_no) references zp.rebalances,
	foreign key (city, centre_code) references zp.centres
);
comment on table zp.rebalance_remarks is
	'What a county says to a plan before it is approved.';

do $$
declare t text;
begin
	foreach t in array array['rebalance_effects',
			'rebalance_shortages', 'rebalance_remarks'] loop
		execute format('create trigger append_only before update or '
			'delete or truncate on zp.%I for each statement '
			'execute function zp.refuse_change()', t);
	end loop;
end $$;
create trigger append_only before delete or truncate or update of city,
	plan_no, kind, cause, asked_by, asked_at, until
	on zp.rebalances
	for each statement execute function zp.refuse_change();
create trigger append_only before delete or truncate or update of city,
	plan_no, item_no, kind, case_no, version, was_state, from_centre,
	to_centre, distance, reason, reason_en
	on zp.rebalance_items
	for each statement execute function zp.refuse_change();

create function zp.rebalance_step() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	if tg_op = 'INSERT' then
		if new.state not in ('asked', 'proposed') then
			raise exception 'a new plan is asked for or proposed, '
				'not %', new.state using errcode = 'ZP004';
		end if;
		return new;
	end if;
	if not (old.state || '>' || new.state = any (array['asked>proposed',
		'asked>rejected', 'asked>expired', 'proposed>approved',
		'proposed>rejected', 'proposed>expired', 'approved>applied',
		'approved>rejected', 'approved>expired', 'applied>undone']))
	then
		raise exception 'plan % makes no step from % to %',
			old.plan_no, old.state, new.state
			using errcode = 'ZP003';
	end if;
	if old.state <> 'asked' and (old.made_at, old.registry_version,
		old.rule_set, old.expires_at, old.summary) is distinct from
		(new.made_at, new.registry_version, new.rule_set,
		new.expires_at, new.summary)
		or old.approved_by is not null and (old.approved_by,
		old.approved_at) is distinct from (new.approved_by,
		new.approved_at)
		or old.applied_by is not null and (old.applied_by,
		old.applied_at, old.undo_until) is distinct from
		(new.applied_by, new.applied_at, new.undo_until)
	then
		raise exception 'what plan % stands on does not change',
			old.plan_no using errcode = 'ZP004';
	end if;
	if new.state = 'approved' then
		perform need_city_admin(new.city, new.approved_by);
	elsif new.state = 'applied' then
		perform need_city_admin(new.city, new.applied_by);
	elsif new.state in ('undone', 'rejected') and old.state <> 'asked' then
		perform need_city_admin(new.city, new.ended_by);
	end if;
	return new;
end $$;
comment on function zp.rebalance_step() is
	'Trigger: how a plan goes on, and by whose word; whoever writes it.';
create trigger step before insert or update on zp.rebalances
	for each row execute function zp.rebalance_step();

create function zp.rebalance_item_step() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
declare plan text;
begin
	select state into plan from rebalances
	where city = new.city and plan_no = new.plan_no;
	if tg_op = 'INSERT' and (new.state <> 'proposed'
		or plan is distinct from 'proposed')
		or tg_op = 'UPDATE' and not (plan = 'approved'
		and old.state = 'proposed'
		and new.state in ('applied', 'left_out')
		or plan = 'applied' and old.state = 'applied'
		and new.state in ('applied', 'undone'))
	then
		raise exception 'item % of plan % cannot be %', new.item_no,
			new.plan_no, new.state using errcode = 'ZP003';
	end if;
	return new;
end $$;
comment on function zp.rebalance_item_step() is
	'Trigger: items go the way of their plan.';
create trigger step before insert or update on zp.rebalance_items
	for each row execute function zp.rebalance_item_step();

-- ---------------------------------------------------------- the triggers
create function zp.rebalance_no(p_city text) returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform lock_city(p_city);
	return coalesce((select max(plan_no) from rebalances
		where city = p_city), 0) + 1;
end $$;
comment on function zp.rebalance_no(text) is 'The next number of a plan.';

create function zp.rebalance_ask_for(p_city text, p_kind text, p_until date,
	p_cause text, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	perform 1 from cities where city = p_city;
	if not found then
		raise exception 'city % is not set up', p_city
			using errcode = 'ZP002';
	end if;
	n := rebalance_no(p_city);
	perform 1 from rebalances where city = p_city and state = 'asked'
		and plan_no = n - 1 and kind = p_kind
		and until is not distinct from p_until;
	if found then		-- asked for already
		return n - 1;
	end if;
	insert into rebalances (city, plan_no, kind, cause, asked_by, asked_at,
		until, state)
	values (p_city, n, p_kind, p_cause, p_by, time_of(p_city), p_until,
		'asked');
	perform pg_notify('zhipaid_' || p_city, '');
	return n;
end $$;
comment on function zp.rebalance_ask_for(text, text, date, text, text) is
	'Ask the daemon for a plan; the number it will have.';

create function zp.rebalance_ask(p_city text, p_kind text default 'both',
	p_until date default null)
returns bigint
language sql security definer set search_path = zp, pg_temp
as $$
	select rebalance_ask_for(p_city, p_kind, p_until, 'upstream',
		session_user)
$$;
comment on function zp.rebalance_ask(text, text, date) is
	'The upstream system asks for a plan of loans, moves or both.';

create function zp.rebalance_next(p_city text, p_term bigint, p_holder text,
	p_day integer)
returns table (plan_no bigint, kind text, until date)
language plpgsql security definer set search_path = zp, pg_temp as $$
declare today date := civil_day(time_of(p_city));
begin
	perform fence(p_city, p_term, p_holder);
	perform lock_city(p_city);
	update rebalances r set state = 'expired'
	where r.city = p_city and r.state in ('proposed', 'approved')
		and r.expires_at <= time_of(p_city);
	if p_day > 0 and extract(day from today) >= p_day
		and not exists (select from rebalances r
			where r.city = p_city and r.cause = 'schedule'
				and civil_day(r.asked_at) >=
				date_trunc('month', today)::date)
	then
		perform rebalance_ask_for(p_city, 'both', null, 'schedule',
			'policy.rebalance.schedule');
	end if;
	return query select r.plan_no, r.kind, r.until from rebalances r
	where r.city = p_city and r.state = 'asked'
	order by r.plan_no limit 1;
end $$;
comment on function zp.rebalance_next(text, bigint, text, integer) is
	'The next plan that is asked for; the schedule asks once a month, from '
	'this day on (0: never).  Plans whose time is over expire.';

-- -------------------------------------------------------- the life of one
create function zp.rebalance_put(p_city text, p_term bigint, p_holder text,
	p_registry_version bigint, p_now timestamptz, p_rule_set text,
	p_plan bigint, p_kind text, p_until date, p_by text,
	p_expires timestamptz, p_body jsonb)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	n bigint := p_plan;
	stale text;
begin
	perform fence(p_city, p_term, p_holder);
	perform lock_city(p_city);
	perform 1 from cities where city = p_city
		and registry_version = p_registry_version;
	if not found then
		raise exception 'the registry of city % has changed', p_city
			using errcode = 'ZP001';
	end if;
	select i.case_no into stale
	from jsonb_to_recordset(p_body->'items') as i(case_no text)
	left join cases c on c.city = p_city and c.case_no = i.case_no
	where c.case_no is null or c.dirty
		or c.state not in ('approved', 'waiting', 'assigned')
	limit 1;
	if found then
		raise exception 'case % has changed', stale
			using errcode = 'ZP001';
	end if;
	if n = 0 then
		n := rebalance_no(p_city);
		insert into rebalances (city, plan_no, kind, cause, asked_by,
			asked_at, until, state, made_at, registry_version,
			rule_set, expires_at, summary)
		values (p_city, n, p_kind, 'command', p_by, p_now, p_until,
			'proposed', p_now, p_registry_version, p_rule_set,
			p_expires, p_body->'summary');
	else
		update rebalances set state = 'proposed', made_at = p_now,
			registry_version = p_registry_version,
			rule_set = p_rule_set, expires_at = p_expires,
			summary = p_body->'summary'
		where city = p_city and plan_no = n and state = 'asked';
		if not found then
			raise exception 'plan % is not asked for', n
				using errcode = 'ZP001';
		end if;
	end if;
	insert into rebalance_items (city, plan_no, item_no, kind, case_no,
		version, was_state, from_centre, to_centre, licence_no,
		distance, reason, reason_en)
	select p_city, n, i.item_no, i.kind, i.case_no, c.version, c.state,
		nullif(i.from_centre, ''), i.to_centre,
		nullif(i.licence_no, ''), i.distance, i.reason, i.reason_en
	from jsonb_to_recordset(p_body->'items') as i(item_no integer,
		kind text, case_no text, from_centre text, to_centre text,
		licence_no text, distance integer, reason text,
		reason_en text)
	join cases c on c.city = p_city and c.case_no = i.case_no;
	insert into rebalance_effects
	select (jsonb_populate_record(null::rebalance_effects, e ||
		jsonb_build_object('city', p_city, 'plan_no', n))).*
	from jsonb_array_elements(p_body->'effects') as e;
	insert into rebalance_shortages (city, plan_no, shortage_no,
		centre_code, cases, served, missing, rules, text, text_en,
		proof, proof_en)
	select p_city, n, s.shortage_no, s.centre_code,
		string_to_array(s.cases, '|'), s.served, s.missing, s.rules,
		s.text, s.text_en, s.proof, s.proof_en
	from jsonb_to_recordset(p_body->'shortages') as s(shortage_no integer,
		centre_code text, cases text, served integer, missing integer,
		rules text, text text, text_en text, proof text,
		proof_en text);
	return n;
end $$;
comment on function zp.rebalance_put(text, bigint, text, bigint, timestamptz,
	text, bigint, text, date, text, timestamptz, jsonb) is
	'Write a plan down; it changes nothing else.  Plan 0: one that nobody '
	'asked for before.  ZP001: what it looked at has changed.';

create function zp.rebalance_of(p_city text, p_plan bigint)
returns zp.rebalances
language plpgsql security definer set search_path = zp, pg_temp as $$
declare r rebalances;
begin
	select * into r from rebalances
	where city = p_city and plan_no = p_plan for update;
	if not found then
		raise exception 'plan % is not known', p_plan
			using errcode = 'ZP002';
	end if;
	if r.state in ('proposed', 'approved')
		and r.expires_at <= time_of(p_city)
	then
		raise exception 'plan % has expired', p_plan
			using errcode = 'ZP003';
	end if;
	return r;
end $$;
comment on function zp.rebalance_of(text, bigint) is
	'A plan, locked, that may still go on; else ZP002, ZP003.';

create function zp.rebalance_remark(p_city text, p_plan bigint,
	p_centre text, p_reason text, p_by text)
returns integer
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	r rebalances := rebalance_of(p_city, p_plan);
	n integer;
begin
	if r.state <> 'proposed' then
		raise exception 'plan % makes no step from % to a remark',
			p_plan, r.state using errcode = 'ZP003';
	end if;
	perform need_centre(p_city, p_centre);
	insert into rebalance_remarks (city, plan_no, remark_no, centre_code,
		at, by_whom, reason)
	select p_city, p_plan, count(*) + 1, p_centre, time_of(p_city), p_by,
		p_reason
	from rebalance_remarks where city = p_city and plan_no = p_plan
	returning remark_no into n;
	return n;
end $$;
comment on function zp.rebalance_remark(text, bigint, text, text, text) is
	'A county''s word on a plan; its number.';

create function zp.rebalance_approve(p_city text, p_plan bigint, p_by text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform rebalance_of(p_city, p_plan);
	update rebalances set state = 'approved', approved_by = p_by,
		approved_at = time_of(p_city)
	where city = p_city and plan_no = p_plan;
end $$;
comment on function zp.rebalance_approve(text, bigint, text) is
	'A named administrator of the city centre approves.';

create function zp.rebalance_reject(p_city text, p_plan bigint, p_by text,
	p_reason text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform rebalance_of(p_city, p_plan);
	update rebalances set state = 'rejected', ended_by = p_by,
		ended_at = time_of(p_city), reason = p_reason
	where city = p_city and plan_no = p_plan;
end $$;
comment on function zp.rebalance_reject(text, bigint, text, text) is
	'A named administrator of the city centre rejects.';

-- Take one case off its counsel and centre; what it was stays on record.
create function zp.rebalance_take(p_city text, p_plan bigint, p_case text,
	p_version bigint, p_lead text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	c cases;
	i rebalance_items;
	was bigint;
begin
	select * into c from cases
	where city = p_city and case_no = p_case for update;
	select * into i from rebalance_items
	where city = p_city and plan_no = p_plan and case_no = p_case
		and state = 'proposed';
	if c.version is distinct from p_version
		or i.was_state is null
		or (i.was_state = 'assigned') <> (c.state = 'assigned')
		or c.state = 'assigned' and i.version <> p_version
		or c.state not in ('approved', 'waiting', 'assigned')
		or exists (select from assignments a where a.city = p_city
			and a.case_no = p_case and a.ended_at is null
			and a.acknowledged_at is not null)
	then
		raise exception 'case % has changed', p_case
			using errcode = 'ZP001';
	end if;
	select decision_no into was from assignments
	where city = p_city and case_no = p_case and ended_at is null
		and role = 'lead';
	perform end_running(p_city, p_case, '', 'withdrawn', p_now);
	update cases set state = 'approved', version = c.version + 1,
		hold_until = null, settle_until = null, designated_centre =
		case i.kind when 'move' then i.to_centre
			else c.designated_centre end
	where city = p_city and case_no = p_case;
	update rebalance_items set state = 'applied', licence_no = p_lead,
		decision_no = p_version + 2, was_decision = was,
		was_handling = c.handling_centre,
		was_designated = c.designated_centre
	where city = p_city and plan_no = p_plan and case_no = p_case;
	perform log_event(p_city, p_case, 'rebalanced', '', p_now,
		'plan ' || p_plan || ': ' || i.kind || ' '
		|| concat_ws(' ', i.from_centre, i.to_centre, p_lead), null);
end $$;
comment on function zp.rebalance_take(text, bigint, text, bigint, text,
	timestamptz) is
	'Apply an item up to the decision that follows; ZP001 when the case is '
	'not as the plan saw it.';

create function zp.rebalance_apply(p_city text, p_term bigint, p_holder text,
	p_registry_version bigint, p_now timestamptz, p_rule_set text,
	p_registry text, p_view text, p_mode text, p_by text, p_reason text,
	p_case text[], p_version bigint[], p_centre text[], p_lead text[],
	p_junior text[], p_score bigint[], p_step text[], p_record text[],
	p_rule text[], p_text text[], p_wake_on date[], p_due_on date[],
	p_assign_by date[], p_overrides text[], p_lead_weight integer[],
	p_junior_weight integer[], p_decline_load integer,
	p_settle timestamptz[], p_stays text[], p_stays_version bigint[],
	p_plan bigint, p_undo_until timestamptz, p_out text[], p_why text[])
returns integer
language plpgsql security definer set search_path = zp, pg_temp
set lock_timeout = '800ms' as $$
declare
	r rebalances;
	n integer;
begin
	perform fence(p_city, p_term, p_holder);
	perform lock_city(p_city);
	r := rebalance_of(p_city, p_plan);
	if r.state <> 'approved' then
		raise exception 'plan % makes no step from % to applied',
			p_plan, r.state using errcode = 'ZP003';
	end if;
	perform need_city_admin(p_city, p_by);
	select count(*) into n from rebalance_items i
	where i.city = p_city and i.plan_no = p_plan
		and not (i.case_no = any (p_case || p_out));
	if n > 0 or '' = any (p_lead) then
		raise exception 'plan % was not decided as a whole', p_plan
			using errcode = 'ZP001';
	end if;
	perform rebalance_take(p_city, p_plan, t.case_no, t.version, t.lead,
		p_now)
	from (select case_no, version, lead
		from unnest(p_case, p_version, p_lead)
			as u(case_no, version, lead)
		order by case_no) t;
	select commit_plan(p_city, p_term, p_holder, p_registry_version, p_now,
		p_rule_set, p_registry, p_view, 'rebalance', p_by, p_reason,
		p_case, array(select v + 1 from unnest(p_version) with
			ordinality as u(v, k) order by k), p_centre, p_lead,
		p_junior, p_score, p_step, p_record, p_rule, p_text, p_wake_on,
		p_due_on, p_assign_by, p_overrides, p_lead_weight,
		p_junior_weight, p_decline_load, p_settle, p_stays,
		p_stays_version) into n;
	update rebalance_items i set state = 'left_out', why = t.why
	from unnest(p_out, p_why) as t(case_no, why)
	where i.city = p_city and i.plan_no = p_plan
		and i.case_no = t.case_no;
	update rebalances set state = 'applied', applied_by = p_by,
		applied_at = p_now, undo_until = p_undo_until
	where city = p_city and plan_no = p_plan;
	-- Who came free may help where he is; and no decision on its way knows
	-- of all this.
	perform reopen(p_city, null);
	update cities set registry_version = registry_version + 1
	where city = p_city;
	return n;
end $$;
comment on function zp.rebalance_apply(text, bigint, text, bigint,
	timestamptz, text, text, text, text, text, text, text[], bigint[],
	text[], text[], text[], bigint[], text[], text[], text[], text[],
	date[], date[], date[], text[], integer[], integer[], integer,
	timestamptz[], text[], bigint[], bigint, timestamptz, text[], text[])
	is
	'Carry an approved plan out with the decisions made for it: all of '
	'p_case, while p_out is left out, for the reasons p_why; or ZP001.';

-- Why an applied item cannot be taken back; NULL: it can.
create function zp.rebalance_begun(p_city text, i zp.rebalance_items)
returns text
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	c cases;
	a assignments;
	bad text;
begin
	select * into c from cases
	where city = p_city and case_no = i.case_no for update;
	select * into a from assignments
	where city = p_city and case_no = i.case_no and ended_at is null
		and role = 'lead';
	if c.state <> 'assigned'
		or a.decision_no is distinct from i.decision_no
	then
		return 'changed';
	elsif a.acknowledged_at is not null or c.replied_at >= a.decided_at
	then
		return 'begun';
	end if;
	select o.licence_no into bad from assignments o
	join counsel k using (city, licence_no)
	left join counsel_years y on y.city = o.city
		and y.licence_no = o.licence_no and y.year =
			extract(year from civil_day(o.decided_at))
	where o.city = p_city and o.case_no = i.case_no
		and o.decision_no = i.was_decision
		and (k.status <> 'active' or not o.over_cap and
			y.undertaken - y.overridden >= y.cap)
	limit 1;
	return case when bad is not null then 'person ' || bad end;
end $$;
comment on function zp.rebalance_begun(text, zp.rebalance_items) is
	'Why an applied item stays; NULL: nothing has begun, it can go back.';

create function zp.rebalance_return(p_city text, i zp.rebalance_items,
	p_now timestamptz)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform end_running(p_city, i.case_no::text, '', 'withdrawn', p_now);
	with back as (
		update assignments a set ended_at = null, end_reason = null
		from rebalances r
		where r.city = p_city and r.plan_no = i.plan_no
			and a.city = p_city and a.case_no = i.case_no
			and a.decision_no = i.was_decision
			and a.end_reason = 'withdrawn'
			and a.ended_at = r.applied_at
		returning a.licence_no, a.over_cap,
			extract(year from civil_day(a.decided_at))::integer
			as y)
	update counsel_years c set undertaken = c.undertaken + 1,
		overridden = c.overridden + b.over_cap::integer
	from back b
	where c.city = p_city and c.licence_no = b.licence_no
		and c.year = b.y;
	update cases set dirty = true, version = version + 1,
		designated_centre = i.was_designated,
		handling_centre = i.was_handling,
		state = case when i.was_state = 'assigned' then 'assigned'
			else 'approved' end,
		pending_rule = null, pending_text = null, settle_until = null
	where city = p_city and case_no = i.case_no;
	update rebalance_items set state = 'undone'
	where city = p_city and plan_no = i.plan_no and item_no = i.item_no;
	perform log_event(p_city, i.case_no::text, 'rebalance_undone', '',
		p_now, 'plan ' || i.plan_no, null);
end $$;
comment on function zp.rebalance_return(text, zp.rebalance_items,
	timestamptz) is
	'An applied item goes back: the same rows run again as before; what '
	'waited is looked at again.';

create function zp.rebalance_undo(p_city text, p_plan bigint, p_by text,
	p_reason text)
returns table (undone bigint, kept bigint)
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	r rebalances;
	i rebalance_items;
	t timestamptz := time_of(p_city);
	why_not text;
begin
	perform lock_city(p_city);
	r := rebalance_of(p_city, p_plan);
	if r.state <> 'applied' then
		raise exception 'plan % makes no step from % to undone',
			p_plan, r.state using errcode = 'ZP003';
	elsif r.undo_until < t then
		raise exception 'plan % could be undone until %', p_plan,
			as_wall(r.undo_until) using errcode = 'ZP003';
	end if;
	perform need_city_admin(p_city, p_by);
	undone := 0;
	kept := 0;
	for i in select * from rebalance_items where city = p_city
		and plan_no = p_plan and state = 'applied' order by case_no
	loop
		why_not := rebalance_begun(p_city, i);
		if why_not is null then
			perform rebalance_return(p_city, i, t);
			undone := undone + 1;
		else
			update rebalance_items set why = why_not
			where city = p_city and plan_no = p_plan
				and item_no = i.item_no;
			kept := kept + 1;
		end if;
	end loop;
	if undone = 0 and kept > 0 then
		raise exception 'everything of plan % has begun', p_plan
			using errcode = 'ZP003';
	end if;
	update rebalances set state = 'undone', ended_by = p_by,
		ended_at = t, reason = p_reason
	where city = p_city and plan_no = p_plan;
	perform reopen(p_city, null);
	update cities set registry_version = registry_version + 1
	where city = p_city;
	perform pg_notify('zhipaid_' || p_city, '');
	return next;
end $$;
comment on function zp.rebalance_undo(text, bigint, text, text) is
	'Take an applied plan back within its window: how many items, and how '
	'many stay because work has begun.';

-- ----------------------------------------------------------- for readers
create view zp.v_rebalances as
select r.city, r.plan_no, r.kind, r.cause, r.asked_by,
	zp.as_wall(r.asked_at) as asked_at, zp.as_day(r.until) as until,
	case when r.state in ('proposed', 'approved')
		and r.expires_at <= coalesce(c.clock, now()) then 'expired'
		else r.state end as state,
	zp.as_wall(r.made_at) as made_at,
	zp.as_wall(r.expires_at) as expires_at,
	coalesce(r.approved_by, '') as approved_by,
	zp.as_wall(r.approved_at) as approved_at,
	coalesce(r.applied_by, '') as applied_by,
	zp.as_wall(r.applied_at) as applied_at,
	zp.as_wall(r.undo_until) as undo_until,
	coalesce(r.ended_by, '') as ended_by,
	zp.as_wall(r.ended_at) as ended_at, coalesce(r.reason, '') as reason,
	(select count(*) from zp.rebalance_items i where i.city = r.city
		and i.plan_no = r.plan_no and i.kind = 'loan') as loans,
	(select count(*) from zp.rebalance_items i where i.city = r.city
		and i.plan_no = r.plan_no and i.kind = 'move') as moves,
	(select count(*) from zp.rebalance_items i where i.city = r.city
		and i.plan_no = r.plan_no and i.state = 'left_out')
		as left_out,
	(select coalesce(sum(s.missing), 0) from zp.rebalance_shortages s
		where s.city = r.city and s.plan_no = r.plan_no) as missing
from zp.rebalances r
join zp.cities c using (city);
comment on view zp.v_rebalances is
	'Plans of moves and loans, one line each.';

create view zp.v_moves as
select city, plan_no as plan, case_no::text,
	coalesce(from_centre, '') as from_centre, to_centre::text,
	coalesce(licence_no, '') as licence_no, state, kind, item_no,
	distance, reason, coalesce(why, '') as why
from zp.rebalance_items;
comment on view zp.v_moves is 'Moves and loans as in moves.csv.';

create view zp.loans as
select i.city, i.plan_no, i.case_no, a.role, a.licence_no,
	i.from_centre as lender, i.to_centre as borrower, i.distance,
	a.decided_at, a.ended_at, a.end_reason, a.weight
from zp.rebalance_items i
join zp.assignments a on a.city = i.city and a.case_no = i.case_no
	and a.decision_no = i.decision_no and a.licence_no = i.licence_no
where i.kind = 'loan' and i.state in ('applied', 'undone');
comment on view zp.loans is
	'Lawyers lent from centre to centre, one case each; weight counts in '
	'their own ledger (T8).';

-- ------------------------------------------------- letters of assistance
create table zp.assistance (
	city		zp.code not null references zp.cities,
	letter_no	bigint not null check (letter_no > 0),
	direction	text not null check (direction in ('out', 'in')),
	centre_code	zp.code not null,
	partner		text not null check (partner <> ''),
	case_no		zp.code,
	what		text not null check (what <> ''),
	asked_at	timestamptz not null,
	asked_by	text not null check (asked_by <> ''),
	due_on		date,
	done_at		timestamptz,
	done_by		text,
	result		text,
	primary key (city, letter_no),
	foreign key (city, centre_code) references zp.centres,
	foreign key (city, case_no) references zp.cases,
	check ((done_at is null) = (done_by is null)
		and (done_at is null) = (result is null))
);
comment on table zp.assistance is
	'Letters of assistance (X5, FZ-007) to and from institutions '
	'elsewhere: what, until when, done with which result.';
create trigger append_only before delete or truncate or update of city,
	letter_no, direction, centre_code, partner, case_no, what, asked_at,
	asked_by, due_on
	on zp.assistance
	for each statement execute function zp.refuse_change();

create function zp.assist_ask(p_city text, p_direction text, p_centre text,
	p_partner text, p_case text, p_what text, p_due date, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	perform lock_city(p_city);
	perform need_centre(p_city, p_centre);
	if coalesce(p_case, '') <> '' then
		perform need_case(p_city, p_case);
	end if;
	insert into assistance (city, letter_no, direction, centre_code,
		partner, case_no, what, asked_at, asked_by, due_on)
	select p_city, coalesce(max(letter_no), 0) + 1, p_direction, p_centre,
		p_partner, nullif(p_case, ''), p_what, time_of(p_city), p_by,
		p_due
	from assistance where city = p_city
	returning letter_no into n;
	return n;
end $$;
comment on function zp.assist_ask(text, text, text, text, text, text, date,
	text) is
	'Record a letter of assistance, sent or received; its number.';

create function zp.assist_done(p_city text, p_letter bigint, p_result text,
	p_by text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	update assistance set done_at = time_of(p_city), done_by = p_by,
		result = p_result
	where city = p_city and letter_no = p_letter and done_at is null;
	if not found then
		raise exception 'no open letter %', p_letter
			using errcode = 'ZP003';
	end if;
end $$;
comment on function zp.assist_done(text, bigint, text, text) is
	'What was asked for is done.';
