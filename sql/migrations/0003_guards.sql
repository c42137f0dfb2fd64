-- 0003_guards.sql - what no writer may do, and the doorbell.
--
-- Statement-level triggers with transition tables wherever possible: one
-- check for all rows of a statement.

create function zp.lock_city(p_city text) returns void
language sql volatile
as $$ select pg_advisory_xact_lock(hashtextextended(p_city, 7262)) $$;
comment on function zp.lock_city(text) is
	'A decision and what may help those who wait exclude each other: a case '
	'cannot come to wait unseen by the change that would have helped it.';

create function zp.time_of(p_city text) returns timestamptz
language sql stable
as $$
	select coalesce((select clock from zp.cities where city = p_city),
		now())
$$;
comment on function zp.time_of(text) is
	'Now: of the wall, or of the data in a replay.';

-- ---------------------------------------------------------- append-only
create function zp.refuse_change() returns trigger
language plpgsql as $$
begin
	raise exception '% of zp.% is not allowed: the record is append-only',
		lower(tg_op), tg_table_name using errcode = 'ZP004';
end $$;
comment on function zp.refuse_change() is
	'Trigger: decisions and what they stand on never change.';

do $$
declare t text;
begin
	foreach t in array array['decisions', 'batches', 'rule_sets',
			'registries', 'case_events', 'ledger'] loop
		execute format('create trigger append_only before update or '
			'delete or truncate on zp.%I for each statement '
			'execute function zp.refuse_change()', t);
	end loop;
end $$;
-- An assignment may end and be acknowledged; nothing else about it changes.
create trigger append_only before delete or truncate or update of city,
	case_no, decision_no, role, licence_no, handling_centre, decided_at,
	mode, rule_set, score, weight, decline_load, over_cap, joint_case,
	recipient_id
	on zp.assignments
	for each statement execute function zp.refuse_change();
create trigger keep before truncate on zp.cases
	for each statement execute function zp.refuse_change();

create function zp.keep_case() returns trigger
language plpgsql as $$
begin
	if old.state <> 'draft' then
		raise exception 'case % is approved and cannot be deleted',
			old.case_no using errcode = 'ZP004';
	end if;
	return old;
end $$;
comment on function zp.keep_case() is
	'Trigger: only a draft may be deleted.';
create trigger keep_row before delete on zp.cases
	for each row execute function zp.keep_case();

-- What became of a case is written here alone (import_rows schedules).
create function zp.first_state() returns trigger
language plpgsql as $$
begin
	if not pg_has_role(current_user, 'zp_owner', 'member') then
		raise exception 'case % is %: a new case is a draft or '
			'approved', new.case_no, new.state
			using errcode = 'ZP003';
	end if;
	return new;
end $$;
comment on function zp.first_state() is
	'Trigger: nobody outside begins a case in a state of its later life, '
	'where no daemon would ever look at it.';
create trigger first_state before insert on zp.cases
	for each row when (new.state not in ('draft', 'approved'))
	execute function zp.first_state();

-- ------------------------------------------- both sides of one dispute
create function zp.one_side() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
declare bad record;
begin
	perform lock_city(city) from (select distinct city from added) s;
	select a.case_no, x.other, a.licence_no into bad
	from added a
	cross join lateral (
		select c.opposes_case as other from cases c
		where c.city = a.city and c.case_no = a.case_no
		union all
		select d.case_no from cases d
		where d.city = a.city and d.opposes_case = a.case_no
		offset 0) x
	where x.other is not null
		and exists (select from assignments o where o.city = a.city
			and o.case_no = x.other
			and o.licence_no = a.licence_no)
	limit 1;
	if found then
		raise exception 'one person cannot act for both sides of a '
			'dispute (C3)' using errcode = 'ZP004',
			detail = format('%s acts for %s, which opposes %s',
			bad.licence_no, bad.other, bad.case_no);
	end if;
	return null;
end $$;
comment on function zp.one_side() is
	'Trigger: nobody acts for both sides, also not one after the other.';
create trigger one_side after insert on zp.assignments
	referencing new table as added
	for each statement execute function zp.one_side();

-- --------------------------------------------------------- the doorbell
create function zp.ring() returns trigger
language plpgsql as $$
begin
	perform pg_notify('zhipaid_' || city, '')
	from (select distinct city from changed where dirty
		and state not in ('draft', 'scheduled')) s;
	return null;
end $$;
comment on function zp.ring() is
	'Trigger: there is work; equal notices of a transaction are one.';
create trigger ring_new after insert on zp.cases
	referencing new table as changed
	for each statement execute function zp.ring();
create trigger ring_change after update on zp.cases
	referencing new table as changed
	for each statement execute function zp.ring();

-- Facts changed from outside: a new version to look at.
create function zp.facts_changed() returns trigger
language plpgsql as $$
begin
	new.version := old.version + 1;
	new.dirty := true;
	return new;
end $$;
comment on function zp.facts_changed() is
	'Trigger: changed facts are a new version of the case.';
create trigger facts before update of approved_at, received_centre,
	organ_code, region_code, matter_code, tags, source, stage, joint_case,
	related_case, prior_case, opposes_case, urgent, difficulty,
	possible_sentence, recipient_id, recipient_name, recipient_gender,
	recipient_birth, recipient_groups, language, opponent_counsel,
	opponent_firm, wished_counsel, excluded_counsel, same_firm_consent,
	opponent_ids, recused, conflict_consent, hearing_at, hearing_until,
	notified_at, adjourned_on, procedure, urgent_reason, designated_centre,
	counsel_changes
	on zp.cases for each row when (old.* is distinct from new.*)
	execute function zp.facts_changed();

-- What a case says of others, or they of it, may have kept them waiting (C1,
-- C3, C5, C7, J2): when it is corrected, all that have to do with any other
-- case, were named by it, or are of its recipient are looked at again.  A new
-- version also of what is being decided right now: that decision does not
-- know this.  Once per transaction is enough.
create function zp.links_changed() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	update cases c set dirty = true, version = c.version + 1
	where c.city = new.city and c.case_no <> new.case_no
		and c.state in ('approved', 'waiting')
		and (coalesce(c.joint_case, c.related_case, c.prior_case,
				c.opposes_case) is not null
			or c.case_no in (old.related_case, new.related_case,
				old.prior_case, new.prior_case,
				old.opposes_case, new.opposes_case)
			or c.recipient_id in (old.recipient_id,
				new.recipient_id))
		and not (c.dirty and c.xmin = pg_current_xact_id()::xid);
	return null;
end $$;
comment on function zp.links_changed() is
	'Trigger: a case is corrected in what ties it to others.';
create trigger links after update of approved_at, received_centre, organ_code,
	matter_code, stage, joint_case, related_case, prior_case,
	opposes_case, recipient_id, same_firm_consent, opponent_ids
	on zp.cases for each row
	when (old.state not in ('draft', 'scheduled') and
		(old.approved_at, old.received_centre, old.organ_code,
		old.matter_code, old.stage, old.joint_case, old.related_case,
		old.prior_case, old.opposes_case, old.recipient_id,
		old.same_firm_consent, old.opponent_ids) is distinct from
		(new.approved_at, new.received_centre, new.organ_code,
		new.matter_code, new.stage, new.joint_case, new.related_case,
		new.prior_case, new.opposes_case, new.recipient_id,
		new.same_firm_consent, new.opponent_ids))
	execute function zp.links_changed();

-- --------------------------------------------------------- the registry
create function zp.reopen(p_city text, p_centre text) returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	-- A new version even if dirty already: a decision on its way does not
	-- know this.  Once per transaction is enough.
	update cases set dirty = true, version = version + 1
	where city = p_city and state = 'waiting'
		and (p_centre is null or handling_centre = p_centre
			or (p_centre = '' and handling_centre is null))
		and not (dirty and xmin = pg_current_xact_id()::xid);
	get diagnostics n = row_count;
	return n;
end $$;
comment on function zp.reopen(text, text) is
	'What waits at a centre ('''': at none, NULL: anywhere) is looked at '
	'again; how many.';

create function zp.registry_changed() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
declare c text;
begin
	for c in select distinct city from changed order by 1 loop
		perform lock_city(c);
		update cities set registry_version = registry_version + 1
		where city = c;
		perform reopen(c, null);
		perform pg_notify('zhipaid_' || c, '');
	end loop;
	return null;
end $$;
comment on function zp.registry_changed() is
	'Trigger: a new version of the registry; what waits may fit now.';

do $$
declare t text;
begin
	foreach t in array array['regions', 'centres', 'organs', 'firms',
			'counsel', 'leave', 'matters', 'stations'] loop
		execute format('create trigger registry_new after insert on '
			'zp.%I referencing new table as changed for each '
			'statement execute function zp.registry_changed()', t);
		execute format('create trigger registry_change after update '
			'on zp.%I referencing new table as changed for each '
			'statement execute function zp.registry_changed()', t);
		execute format('create trigger registry_gone after delete on '
			'zp.%I referencing old table as changed for each '
			'statement execute function zp.registry_changed()', t);
		execute format('create trigger keep before truncate on zp.%I '
			'for each statement execute function '
			'zp.refuse_change()', t);
	end loop;
end $$;

-- Dated histories of counsel, from the rows as they change.
create function zp.counsel_history() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	insert into counsel_status as s (city, licence_no, since, status)
	select n.city, n.licence_no, case when l.since is null
		then coalesce(n.joined_on, t.today)
		else greatest(t.today, l.since) end, n.status
	from changed n
	cross join lateral (select civil_day(time_of(n.city)) as today) t
	left join lateral (select since, status from counsel_status h
		where h.city = n.city and h.licence_no = n.licence_no
		order by since desc limit 1) l on true
	where n.status is distinct from l.status
	on conflict (city, licence_no, since)
	do update set status = excluded.status;
	insert into counsel_firm as f (city, licence_no, since, firm_code)
	select n.city, n.licence_no, case when l.since is null
		then coalesce(n.joined_on, t.today)
		else greatest(t.today, l.since) end, n.firm_code
	from changed n
	cross join lateral (select civil_day(time_of(n.city)) as today) t
	left join lateral (select since, firm_code from counsel_firm h
		where h.city = n.city and h.licence_no = n.licence_no
		order by since desc limit 1) l on true
	where l.since is null or n.firm_code is distinct from l.firm_code
	on conflict (city, licence_no, since)
	do update set firm_code = excluded.firm_code;
	return null;
end $$;
comment on function zp.counsel_history() is
	'Trigger: since when somebody is active, suspended, gone; at a firm.';
create trigger history_new after insert on zp.counsel
	referencing new table as changed
	for each statement execute function zp.counsel_history();
create trigger history_change after update on zp.counsel
	referencing new table as changed
	for each statement execute function zp.counsel_history();
