-- 0004_events.sql - after the decision: what the upstream system and
-- zhipactl report, with its effect on load, conflicts and clocks.
--
-- Errors: ZP002 no such row, ZP003 it does not fit the state, ZP005 bad
-- argument.  at: NULL = now.  Every change is a new version of the case and
-- dirty, so that the daemon takes it into its mirror or decides again.

create function zp.log_event(p_city text, p_case text, p_event text,
	p_licence text, p_at timestamptz, p_reason text, p_by text)
returns void
language sql security definer set search_path = zp, pg_temp
as $$
	insert into case_events (city, case_no, event, at, licence_no, reason,
		by_whom)
	values (p_city, p_case, p_event, p_at, nullif(p_licence, ''),
		nullif(p_reason, ''), coalesce(nullif(p_by, ''), session_user))
$$;
comment on function zp.log_event(text, text, text, text, timestamptz, text,
	text) is 'Write down what happened to a case.';

create function zp.end_running(p_city text, p_case text, p_licence text,
	p_kind text, p_at timestamptz, p_with_cause boolean default false)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	-- The year's count comes back when the work had not begun (T1).
	with ended as (
		update assignments set ended_at = p_at,
			end_reason = case when p_kind not in ('closed',
				'terminated') and p_licence = ''
				and role = 'junior' then 'withdrawn'
				else p_kind end,
			with_cause = p_with_cause and p_kind = 'declined'
				and (p_licence <> '' or role = 'lead')
		where city = p_city and case_no = p_case and ended_at is null
			and (p_licence = '' or licence_no = p_licence)
		returning licence_no, over_cap, end_reason,
			extract(year from civil_day(decided_at))::integer as y)
	update counsel_years c set undertaken = c.undertaken - 1,
		overridden = c.overridden - e.over_cap::integer
	from ended e
	where c.city = p_city and c.licence_no = e.licence_no and c.year = e.y
		and e.end_reason in ('declined', 'withdrawn');
end $$;
comment on function zp.end_running(text, text, text, text, timestamptz,
	boolean) is
	'End the running assignments of a case: all, or of one person.';

create function zp.reopen_same(p_city text, p_case text) returns void
language sql security definer set search_path = zp, pg_temp
as $$
	-- A new version also of what is being decided right now: that
	-- decision does not know this.  Once per transaction is enough.
	update cases set dirty = true, version = version + 1
	where city = p_city and state in ('approved', 'waiting')
		and recipient_id = (select recipient_id from cases
			where city = p_city and case_no = p_case)
		and not (dirty and xmin = pg_current_xact_id()::xid)
$$;
comment on function zp.reopen_same(text, text) is
	'A case ended: what else its recipient applied for is looked at again '
	'(J2).';

create function zp.apply_event(p_city text, p_case text, p_licence text,
	p_kind text, p_at timestamptz, p_reason text, p_by text)
returns boolean
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	c record;
	junior boolean := false;
begin
	perform lock_city(p_city);
	select state, handling_centre into c from cases
	where city = p_city and case_no = p_case for update;
	if c.state is null or c.state in ('draft', 'scheduled', 'closed',
		'terminated')
	then
		return false;
	end if;
	if c.state in ('approved', 'waiting') then
		if p_kind <> 'terminated' then
			return false;
		end if;
		update cases set state = 'terminated', dirty = true,
			version = version + 1, pending_rule = 'R6',
			pending_text = '等待期间援助终止',
			wake_on = null, hold_until = null
		where city = p_city and case_no = p_case;
		perform log_event(p_city, p_case, p_kind, '', p_at, p_reason,
			p_by);
		perform reopen(p_city, coalesce(c.handling_centre, ''));
		perform reopen_same(p_city, p_case);
		return true;
	end if;
	if coalesce(p_licence, '') <> ''
		and p_kind in ('declined', 'counsel_changed')
	then
		select role = 'junior' into junior from assignments
		where city = p_city and case_no = p_case and ended_at is null
			and licence_no = p_licence;
		if not found then
			return false;
		end if;
	end if;
	perform end_running(p_city, p_case, case when junior then p_licence
		else '' end, p_kind, p_at,
		starts_with(coalesce(p_reason, ''), 'with_cause'));
	if p_kind in ('closed', 'terminated') then
		update cases set state = p_kind, dirty = true,
			version = version + 1, settle_until = null
		where city = p_city and case_no = p_case;
		perform reopen_same(p_city, p_case);
	elsif junior then
		update cases set dirty = true, version = version + 1
		where city = p_city and case_no = p_case;
	else
		-- Back, with the original clocks (R1).
		update cases set state = 'approved', dirty = true,
			version = version + 1, waiting_since = p_at,
			settle_until = null
		where city = p_city and case_no = p_case;
	end if;
	perform log_event(p_city, p_case, p_kind, p_licence, p_at, p_reason,
		p_by);
	-- Whoever came free may help where the case was, and at home (X1).
	perform reopen(p_city, f.centre)
	from (select coalesce(c.handling_centre, '') as centre
		union
		select k.centre_code from assignments a
		join counsel k using (city, licence_no)
		where a.city = p_city and a.case_no = p_case
			and a.ended_at = p_at) f
	where f.centre is not null;
	return true;
end $$;
comment on function zp.apply_event(text, text, text, text, timestamptz, text,
	text) is
	'Apply one event of events.csv; false: it fits no case as it stands.';

create function zp.tell(p_city text, p_case text, p_licence text,
	p_kind text, p_at timestamptz, p_reason text, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare c record;
begin
	if apply_event(p_city, p_case, p_licence, p_kind,
		coalesce(p_at, time_of(p_city)), p_reason, p_by)
	then
		return (select version from cases where city = p_city
			and case_no = p_case);
	end if;
	select state into c from cases
	where city = p_city and case_no = p_case;
	if not found then
		raise exception 'case % is not known', p_case
			using errcode = 'ZP002';
	elsif c.state = 'assigned' then
		raise exception '% does not act in case %', p_licence, p_case
			using errcode = 'ZP003';
	end if;
	raise exception 'case % is %: it cannot be %', p_case, c.state, p_kind
		using errcode = 'ZP003';
end $$;
comment on function zp.tell(text, text, text, text, timestamptz, text, text)
	is 'Apply an event or say why not; returns the version of the case.';

create function zp.decline(p_city text, p_case text, p_licence text,
	p_with_cause boolean, p_reason text, p_by text, p_at timestamptz)
returns bigint
language sql security definer set search_path = zp, pg_temp
as $$
	select tell(p_city, p_case, p_licence, 'declined', p_at,
		case when p_with_cause then 'with_cause' else 'without_cause'
		end || coalesce(': ' || nullif(p_reason, ''), ''), p_by)
$$;
comment on function zp.decline(text, text, text, boolean, text, text,
	timestamptz) is
	'A person declines, with or without cause (R1); licence '''' = the lead.';

create function zp.change_counsel(p_city text, p_case text, p_licence text,
	p_reason text, p_by text, p_at timestamptz)
returns bigint
language sql security definer set search_path = zp, pg_temp
as $$
	select tell(p_city, p_case, p_licence, 'counsel_changed', p_at,
		p_reason, p_by)
$$;
comment on function zp.change_counsel(text, text, text, text, text,
	timestamptz) is
	'The centre changes counsel (R2, R7); licence '''' = the lead.';

create function zp.terminate(p_city text, p_case text, p_reason text,
	p_by text, p_at timestamptz)
returns bigint
language sql security definer set search_path = zp, pg_temp
as $$
	select tell(p_city, p_case, '', 'terminated', p_at, p_reason, p_by)
$$;
comment on function zp.terminate(text, text, text, text, timestamptz) is
	'Aid ends before its time (R6); reason: code 1-8 of LAA 48, and words.';

create function zp.close_case(p_city text, p_case text, p_reason text,
	p_by text, p_at timestamptz)
returns bigint
language sql security definer set search_path = zp, pg_temp
as $$
	select tell(p_city, p_case, '', 'closed', p_at, p_reason, p_by)
$$;
comment on function zp.close_case(text, text, text, text, timestamptz) is
	'The case is done.';

create function zp.need_counsel(p_city text, p_licence text) returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform 1 from counsel where city = p_city and licence_no = p_licence;
	if not found then
		raise exception 'counsel % is not known', p_licence
			using errcode = 'ZP002';
	end if;
end $$;
comment on function zp.need_counsel(text, text) is 'ZP002 when not known.';

create function zp.need_centre(p_city text, p_centre text) returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform 1 from centres where city = p_city and code = p_centre;
	if not found then
		raise exception 'centre % is not known', p_centre
			using errcode = 'ZP002';
	end if;
end $$;
comment on function zp.need_centre(text, text) is 'ZP002 when not known.';

create function zp.release_counsel(p_city text, p_licence text,
	p_reason text, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	c text;
	n bigint := 0;
begin
	perform need_counsel(p_city, p_licence);
	for c in select case_no from assignments where city = p_city
		and licence_no = p_licence and ended_at is null order by 1
	loop
		perform tell(p_city, c, p_licence, 'counsel_changed', null,
			p_reason, p_by);
		n := n + 1;
	end loop;
	return n;
end $$;
comment on function zp.release_counsel(text, text, text, text) is
	'Put back all open cases of a person who left or is barred (R8).';

create function zp.need_case(p_city text, p_case text) returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform 1 from cases where city = p_city and case_no = p_case
	for update;
	if not found then
		raise exception 'case % is not known', p_case
			using errcode = 'ZP002';
	end if;
end $$;
comment on function zp.need_case(text, text) is
	'Lock the case, or ZP002.';

create function zp.acknowledge(p_city text, p_case text, p_licence text,
	p_at timestamptz)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare v bigint;
begin
	perform need_case(p_city, p_case);
	update assignments set acknowledged_at = coalesce(acknowledged_at,
		p_at, time_of(p_city))
	where city = p_city and case_no = p_case and ended_at is null
		and (licence_no = p_licence
			or (coalesce(p_licence, '') = '' and role = 'lead'));
	if not found then
		raise exception 'nobody to acknowledge case %', p_case
			using errcode = 'ZP003';
	end if;
	update cases set dirty = true, version = version + 1,
		settle_until = null
	where city = p_city and case_no = p_case returning version into v;
	perform log_event(p_city, p_case, 'acknowledged', p_licence,
		coalesce(p_at, time_of(p_city)), null, p_licence);
	return v;
end $$;
comment on function zp.acknowledge(text, text, text, timestamptz) is
	'A person takes the case on; licence '''' = the lead.';

create function zp.replied(p_city text, p_case text, p_at timestamptz)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare v bigint;
begin
	perform need_case(p_city, p_case);
	update cases set dirty = true, version = version + 1,
		settle_until = null,
		replied_at = coalesce(replied_at, p_at, time_of(p_city))
	where city = p_city and case_no = p_case
		and state in ('assigned', 'closed')
	returning version into v;
	if not found then
		raise exception 'case % has no counsel to tell the organ of',
			p_case using errcode = 'ZP003';
	end if;
	perform log_event(p_city, p_case, 'replied', '',
		coalesce(p_at, time_of(p_city)), null, null);
	return v;
end $$;
comment on function zp.replied(text, text, timestamptz) is
	'The organ was told who acts (D3).';

create function zp.designate(p_city text, p_case text, p_centre text,
	p_reason text, p_by text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare v bigint;
begin
	if coalesce(p_reason, '') = '' or coalesce(p_by, '') = '' then
		raise exception 'a designation needs a reason and a name'
			using errcode = 'ZP005';
	end if;
	perform need_case(p_city, p_case);
	update cases set designated_centre = nullif(p_centre, '')
	where city = p_city and case_no = p_case
		and state in ('draft', 'scheduled', 'approved', 'waiting')
	returning version into v;
	if not found then
		raise exception 'case % is not open', p_case
			using errcode = 'ZP003';
	end if;
	perform log_event(p_city, p_case, 'designated', '', time_of(p_city),
		p_centre || ': ' || p_reason, p_by);
	return v;
end $$;
comment on function zp.designate(text, text, text, text, text) is
	'The common superior settles which centre handles the case (J7).';

create function zp.approve(p_city text, p_case text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare v bigint;
begin
	perform need_case(p_city, p_case);
	update cases set state = 'approved', dirty = true,
		version = version + 1,
		approved_at = coalesce(approved_at, time_of(p_city))
	where city = p_city and case_no = p_case and state = 'draft'
	returning version into v;
	if not found then
		raise exception 'case % is not a draft', p_case
			using errcode = 'ZP003';
	end if;
	return v;
end $$;
comment on function zp.approve(text, text) is
	'A draft is approved and wants counsel.';

create function zp.ledger_add(p_city text, p_licence text, p_kind text,
	p_points integer, p_case text, p_reason text, p_by text,
	p_at timestamptz)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n bigint;
begin
	perform need_counsel(p_city, p_licence);
	-- The lock first: numbers are in the order of the commits.
	perform lock_city(p_city);
	insert into ledger (city, licence_no, at, kind, points, case_no,
		reason, by_whom)
	values (p_city, p_licence, coalesce(p_at, time_of(p_city)), p_kind,
		p_points, nullif(p_case, ''), p_reason, p_by)
	returning entry_no into n;
	-- No decision without it: one on its way is refused.
	update cities set registry_version = registry_version + 1
	where city = p_city;
	return n;
end $$;
comment on function zp.ledger_add(text, text, text, integer, text, text, text,
	timestamptz) is
	'Enter a debit, or a credit below 0, of a person (T8, T9).';

create function zp.leave_add(p_city text, p_licence text, p_from date,
	p_to date, p_reason text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform need_counsel(p_city, p_licence);
	insert into leave (city, licence_no, starts_on, ends_on, reason)
	values (p_city, p_licence, p_from, p_to, nullif(p_reason, ''));
	return (select registry_version from cities where city = p_city);
end $$;
comment on function zp.leave_add(text, text, date, date, text) is
	'Leave of a person, both days inclusive; 23P01 when it overlaps.';
