-- 0005_daemon.sql - what only the leading daemon may do.
--
-- Leadership is a row with a term.  Every write of the daemon names its term
-- and holder and fails with ZP001 when somebody else has taken over; taking
-- the lease and writing exclude each other (zp.fence).

create function zp.lease_take(p_city text, p_holder text, p_ms integer)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare t bigint;
begin
	perform pg_advisory_xact_lock(hashtextextended(p_city, 7261));
	insert into leases as l (city, term, holder, taken_at, expires_at)
	values (p_city, 1, p_holder, clock_timestamp(),
		clock_timestamp() + p_ms * interval '1 ms')
	on conflict (city) do update set term = l.term + 1,
		holder = excluded.holder, taken_at = excluded.taken_at,
		expires_at = excluded.expires_at
	where l.expires_at <= clock_timestamp() or l.holder = excluded.holder
	returning term into t;
	return t;
exception when foreign_key_violation then
	raise exception 'city % is not set up', p_city using errcode = 'ZP002';
end $$;
comment on function zp.lease_take(text, text, integer) is
	'The new term, or NULL while another holder''s lease runs.';

create function zp.lease_renew(p_city text, p_term bigint, p_holder text,
	p_ms integer)
returns boolean
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	update leases set expires_at = clock_timestamp()
		+ p_ms * interval '1 ms'
	where city = p_city and term = p_term and holder = p_holder
		and expires_at > clock_timestamp();
	return found;
end $$;
comment on function zp.lease_renew(text, bigint, text, integer) is
	'Prolong; false: lost, or run out.';

create function zp.lease_release(p_city text, p_term bigint, p_holder text)
returns boolean
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	update leases set expires_at = '-infinity'
	where city = p_city and term = p_term and holder = p_holder;
	if found then
		perform pg_notify('zhipaid_' || p_city, '');
		return true;
	end if;
	return false;
end $$;
comment on function zp.lease_release(text, bigint, text) is
	'Give it up; rings, so that a standby takes over at once.';

create function zp.fence(p_city text, p_term bigint, p_holder text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform pg_advisory_xact_lock(hashtextextended(p_city, 7261));
	perform 1 from leases where city = p_city and term = p_term
		and holder = p_holder;
	if not found then
		raise exception 'term % of city % is over', p_term, p_city
			using errcode = 'ZP001';
	end if;
end $$;
comment on function zp.fence(text, bigint, text) is
	'Only the leader passes; nobody takes the lease until the commit.';

create function zp.put_rule_set(p_city text, p_term bigint, p_holder text,
	p_hash text, p_body text)
returns boolean
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	insert into rule_sets (city, hash, body)
	values (p_city, p_hash, p_body) on conflict do nothing;
	return found;
end $$;
comment on function zp.put_rule_set(text, bigint, text, text, text) is
	'Keep a policy and calendar that decisions will name; true: new.';

create function zp.put_registry(p_city text, p_term bigint, p_holder text,
	p_hash text, p_body text)
returns boolean
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	insert into registries (city, hash, body)
	values (p_city, p_hash, p_body) on conflict do nothing;
	return found;
end $$;
comment on function zp.put_registry(text, bigint, text, text, text) is
	'Keep a registry that decisions will name; true: new.';

create function zp.set_cap(p_city text, p_term bigint, p_holder text,
	p_cap integer)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	update cities set hard_cap = p_cap
	where city = p_city and hard_cap <> p_cap;
end $$;
comment on function zp.set_cap(text, bigint, text, integer) is
	'The cap of the policy in force (T1), which nobody exceeds.';

create function zp.put_calendar(p_city text, p_term bigint, p_holder text,
	p_day date[], p_works boolean[], p_name text[])
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	perform fence(p_city, p_term, p_holder);
	insert into calendar_days as c (city, on_day, works, name)
	select p_city, d, w, nullif(s, '')
	from unnest(p_day, p_works, p_name) as t(d, w, s)
	on conflict (city, on_day) do update set works = excluded.works,
		name = excluded.name
	where (c.works, c.name) is distinct from
		(excluded.works, excluded.name);
	get diagnostics n = row_count;
	return n;
end $$;
comment on function zp.put_calendar(text, bigint, text, date[], boolean[],
	text[]) is 'Keep the calendar in force; returns rows changed.';

create function zp.reopen_all(p_city text, p_term bigint, p_holder text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	update cases set dirty = true, version = version + 1,
		hold_until = null
	where city = p_city and state = 'approved' and hold_until is not null;
	return reopen(p_city, null);
end $$;
comment on function zp.reopen_all(text, bigint, text) is
	'The rules changed: look at everything that waits or is held again.';

create function zp.hold(p_city text, p_term bigint, p_holder text,
	p_case text[], p_version bigint[], p_until timestamptz[])
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	perform fence(p_city, p_term, p_holder);
	update cases c set dirty = false, hold_until = h.until
	from unnest(p_case, p_version, p_until) as h(case_no, version, until)
	where c.city = p_city and c.case_no = h.case_no
		and c.version = h.version and c.state = 'approved';
	get diagnostics n = row_count;
	return n;
end $$;
comment on function zp.hold(text, bigint, text, text[], bigint[],
	timestamptz[]) is
	'These versions of cases may wait, so that more are decided together; '
	'returns how many do.';

create function zp.wake_to(p_city text, p_day date) returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	update cases set dirty = true, version = version + 1
	where city = p_city and state = 'waiting' and wake_on <= p_day
		and not dirty;
	get diagnostics n = row_count;
	return n;
end $$;
comment on function zp.wake_to(text, date) is
	'Look again at what time alone may have helped.';

create function zp.wake(p_city text, p_term bigint, p_holder text,
	p_today date)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	return wake_to(p_city, p_today);
end $$;
comment on function zp.wake(text, bigint, text, date) is
	'A new day began; returns how many cases to look at again.';

create function zp.mirrored(p_city text, p_term bigint, p_holder text,
	p_case text[], p_version bigint[])
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	perform fence(p_city, p_term, p_holder);
	update cases c set dirty = false
	from unnest(p_case, p_version) as m(case_no, version)
	where c.city = p_city and c.case_no = m.case_no
		and c.version = m.version and c.dirty
		and c.state in ('assigned', 'closed', 'terminated');
	get diagnostics n = row_count;
	return n;
end $$;
comment on function zp.mirrored(text, bigint, text, text[], bigint[]) is
	'The daemon has seen these versions of cases that want no decision.';

create function zp.move_off(p_city text, p_case text[], p_at timestamptz)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
declare a record;
begin
	for a in select case_no, handling_centre from assignments
		where city = p_city and case_no = any (p_case)
			and ended_at is null
		order by case_no
	loop
		perform end_running(p_city, a.case_no::text, '',
			'withdrawn', p_at, false);
		perform reopen(p_city, a.handling_centre::text);
	end loop;
end $$;
comment on function zp.move_off(text, text[], timestamptz) is
	'End what still runs in these cases, which get other counsel; whoever '
	'comes free may help where they are.';

create function zp.commit_plan(p_city text, p_term bigint, p_holder text,
	p_registry_version bigint, p_now timestamptz, p_rule_set text,
	p_registry text, p_view text, p_mode text, p_by text, p_reason text,
	p_case text[], p_version bigint[], p_centre text[], p_lead text[],
	p_junior text[], p_score bigint[], p_step text[], p_record text[],
	p_rule text[], p_text text[], p_wake_on date[], p_due_on date[],
	p_assign_by date[], p_overrides text[], p_lead_weight integer[],
	p_junior_weight integer[], p_decline_load integer,
	p_settle timestamptz[] default '{}', p_stays text[] default '{}',
	p_stays_version bigint[] default '{}')
returns integer
language plpgsql security definer set search_path = zp, pg_temp
-- One plan, made once, by keys: right for one case and for thousands, and
-- whether or not the tables were analysed.
set plan_cache_mode = force_generic_plan set enable_seqscan = off
set enable_bitmapscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off
-- Who holds a row for long makes the daemon try again, not wait; and it is
-- the daemon that yields before a deadlock would be found (1 s).
set lock_timeout = '800ms' as $$
declare
	n integer;
	batch bigint;
	bad text;
begin
	perform fence(p_city, p_term, p_holder);
	perform pg_advisory_xact_lock(hashtextextended(p_city, 7262));
	perform 1 from cities where city = p_city
		and registry_version = p_registry_version;
	if not found then
		raise exception 'the registry of city % has changed', p_city
			using errcode = 'ZP001';
	end if;
	-- Decisions that were looked at beside the cases, and stand.
	select count(*) into n
	from unnest(p_stays, p_stays_version) as s(case_no, version)
	join cases c on c.city = p_city and c.case_no = s.case_no
	where c.version = s.version and c.state || '' = 'assigned';
	if n <> cardinality(p_stays) then
		raise exception '% of % decisions have changed',
			cardinality(p_stays) - n, cardinality(p_stays)
			using errcode = 'ZP001';
	end if;
	update cases c set version = c.version + 1, dirty = false,
		state = case when p.lead <> '' then 'assigned'
			else 'waiting' end,
		handling_centre = nullif(p.centre, ''),
		pending_rule = nullif(p.rule, ''),
		pending_text = nullif(p.text, ''),
		wake_on = p.wake_on, due_on = p.due_on, assign_by = p.assign_by,
		hold_until = null, settle_until = p.settle
	from unnest(p_case, p_version, p_centre, p_lead, p_rule, p_text,
		p_wake_on, p_due_on, p_assign_by, p_settle) as p(case_no,
		version, centre, lead, rule, text, wake_on, due_on, assign_by,
		settle)
	where c.ctid = (select k.ctid from cases k
			where k.city = p_city and k.case_no = p.case_no)
		and c.version = p.version
		-- as an expression: no partial index shall tempt the planner
		and (c.state || '' in ('approved', 'waiting')
			or (c.state || '' = 'assigned'
				and c.settle_until > p_now and p.lead <> ''));
	get diagnostics n = row_count;
	if n <> cardinality(p_case) then
		raise exception '% of % cases have changed',
			cardinality(p_case) - n, cardinality(p_case)
			using errcode = 'ZP001';
	end if;
	if array_remove(p_record, null) = '{}' then
		return n;	-- nothing new: what waited still waits
	end if;
	if array_remove(p_settle, null) <> '{}' then
		perform move_off(p_city, p_case, p_now);
	end if;

	insert into batches (city, decided_at, term, rule_set, registry, view)
	values (p_city, p_now, p_term, p_rule_set, p_registry, p_view)
	returning batch_no into batch;
	insert into decisions (city, case_no, decision_no, batch_no, outcome,
		handling_centre, lead, junior, mode, score, step, rule, text,
		overrides, by_whom, reason, record)
	select p_city, p.case_no, p.version + 1, batch,
		case when p.lead <> '' then 'assigned' else 'waiting' end,
		nullif(p.centre, ''), nullif(p.lead, ''), nullif(p.junior, ''),
		p_mode, p.score, nullif(p.step, ''), nullif(p.rule, ''),
		nullif(p.text, ''), nullif(p.overrides, ''), nullif(p_by, ''),
		nullif(p_reason, ''), p.record
	from unnest(p_case, p_version, p_centre, p_lead, p_junior, p_score,
		p_step, p_record, p_rule, p_text, p_overrides) as p(case_no,
		version, centre, lead, junior, score, step, record, rule,
		text, overrides)
	where p.record is not null;
	if array_remove(array_remove(p_lead, ''), null) = '{}' then
		return n;	-- everybody waits
	end if;

	select l into bad from unnest(p_lead || p_junior) as l
	where l <> '' and (select k.status from counsel k
		where k.city = p_city and k.licence_no = l)
			is distinct from 'active'
	limit 1;
	if found then
		raise exception 'counsel % is not active (Q18)', bad
			using errcode = 'ZP004';
	end if;
	with took as (
		insert into assignments (city, case_no, decision_no, role,
			licence_no, handling_centre, decided_at, mode,
			rule_set, score, weight, decline_load, over_cap,
			joint_case, recipient_id)
		select p_city, p.case_no, p.version + 1, r.role, r.licence_no,
			p.centre, p_now, p_mode, p_rule_set, p.score, r.weight,
			p_decline_load,
			coalesce('T1' = any (string_to_array(p.overrides,
				'|')), false),
			c.joint_case, c.recipient_id
		from unnest(p_case, p_version, p_centre, p_lead, p_junior,
			p_score, p_overrides, p_lead_weight, p_junior_weight)
			as p(case_no, version, centre, lead, junior, score,
			overrides, lead_weight, junior_weight)
		cross join lateral (values ('lead', p.lead, p.lead_weight),
			('junior', p.junior, p.junior_weight))
			as r(role, licence_no, weight)
		left join lateral (
			select c.joint_case, c.recipient_id from cases c
			join matters m on m.city = c.city
				and m.code = c.matter_code
			where c.city = p_city and c.case_no = p.case_no
				and c.joint_case is not null
				and m.category = 'criminal'
			offset 0) c on true
		where r.licence_no <> ''
		returning licence_no, over_cap)
	insert into counsel_years as y (city, licence_no, year, undertaken,
		overridden, cap)
	select p_city, t.licence_no,
		extract(year from civil_day(p_now))::integer, count(*),
		count(*) filter (where t.over_cap),
		(select least(k.annual_cap, i.hard_cap)
		from counsel k join cities i using (city)
		where k.city = p_city and k.licence_no = t.licence_no)
	from took t group by t.licence_no order by t.licence_no
	on conflict (city, licence_no, year) do update set
		undertaken = y.undertaken + excluded.undertaken,
		overridden = y.overridden + excluded.overridden,
		-- a lowered cap admits nobody new but undoes nothing
		cap = greatest(excluded.cap, y.undertaken - y.overridden);
	return n;
end $$;
comment on function zp.commit_plan(text, bigint, text, bigint, timestamptz,
	text, text, text, text, text, text, text[], bigint[], text[], text[],
	text[], bigint[], text[], text[], text[], text[], date[], date[],
	date[], text[], integer[], integer[], integer, timestamptz[], text[],
	bigint[]) is
	'Write a plan made outside any transaction: all of it, or ZP001 when '
	'the term, the registry or a case has moved on.';

create function zp.replay_advance(p_city text, p_term bigint, p_holder text,
	p_duty_load integer default 0)
returns timestamptz
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	t timestamptz;
	yesterday date;
	e record;
begin
	perform fence(p_city, p_term, p_holder);
	-- After a crash: what is dirty belongs to the tick that stands.
	perform 1 from cases where city = p_city and dirty
		and state in ('approved', 'waiting') limit 1;
	if found then
		return (select clock from cities where city = p_city);
	end if;
	t := least((select min(approved_at) from cases
			where city = p_city and state = 'scheduled'),
		(select min(at) from intake_events
			where city = p_city and taken_at is null),
		(select min(hold_until) from cases
			where city = p_city and state = 'approved'
				and hold_until is not null));
	if t is null then
		return null;
	end if;
	t := least(t, (select min(wake_on)::timestamp at time zone
		interval '8 hours' from cases
		where city = p_city and state = 'waiting' and wake_on >
			coalesce((select civil_day(clock) from cities
				where city = p_city), '-infinity')));
	yesterday := (select civil_day(clock) from cities where city = p_city);
	update cities set clock = greatest(t, clock) where city = p_city
	returning clock into t;
	if civil_day(t) is distinct from yesterday then
		perform roster_day_end(p_city, civil_day(t), p_duty_load);
	end if;
	for e in select * from intake_events where city = p_city
		and taken_at is null and at <= t order by at, event_no
	loop
		update intake_events set taken_at = t,
			fitted = apply_event(p_city, e.case_no, e.licence_no,
				e.event, e.at, e.reason, 'replay')
		where city = p_city and event_no = e.event_no;
	end loop;
	update cases set state = 'approved', dirty = true,
		version = version + 1
	where city = p_city and state = 'scheduled' and approved_at <= t;
	perform wake_to(p_city, civil_day(t));
	return t;
end $$;
comment on function zp.replay_advance(text, bigint, text, integer) is
	'The next moment of a replay: its days of duty end, its events, '
	'approvals and wakings happen; NULL at the end.';
