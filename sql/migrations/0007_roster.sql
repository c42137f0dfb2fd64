-- 0007_roster.sql - who is on duty where: plans, what became of them, who
-- was told.
--
-- A duty is a row of zp.roster: draft, published, and at the end done or
-- absent; given away (swapped) or dropped (cancelled) it stays beside who
-- has the post now.  A published one changes hands by a numbered notice to
-- its station alone.  The past never changes, and nobody writes here but by
-- these functions; each of the leader's re-checks that the roster it was
-- planned from still stands (ZP001).

create function zp.today(p_city text) returns date
language sql stable
as $$
	select case when replay and clock is null then '-infinity'
		else zp.civil_day(coalesce(clock, now())) end
	from zp.cities where city = p_city
$$;
comment on function zp.today(text) is
	'The civil day; before a replay begins nothing is past.';

create function zp.shift_span(shift text) returns int4range
language sql immutable parallel safe
as $$
	select case shift when 'am' then int4range(0, 1)
		when 'pm' then int4range(1, 2) else int4range(0, 2) end
$$;
comment on function zp.shift_span(text) is
	'The halves of a day that a shift takes.';

create table zp.roster (
	city		zp.code not null,
	station_code	zp.code not null,
	date		date not null,
	shift		text not null check (shift in ('am', 'pm', 'day')),
	post		integer not null check (post between 1 and 99),
	licence_no	zp.code not null,
	state		text not null check (state in ('draft', 'published',
			'done', 'absent', 'swapped', 'cancelled')),
	weight		integer check (weight >= 0),
	overrides	text,
	primary key (city, station_code, date, shift, post, licence_no),
	foreign key (city, station_code) references zp.stations,
	foreign key (city, licence_no) references zp.counsel,
	constraint roster_post exclude using gist (city with =,
		station_code with =, date with =, post with =,
		zp.shift_span(shift) with &&)
		where (state in ('draft', 'published', 'done'))
		deferrable initially immediate,
	constraint roster_place exclude using gist (city with =,
		licence_no with =, date with =, zp.shift_span(shift) with &&)
		where (state in ('draft', 'published', 'done'))
		deferrable initially immediate
);
comment on table zp.roster is
	'Who is on duty (roster.csv): one person a post, nobody at two places; '
	'who was absent or gave the shift away stays beside who took it.  '
	'weight: load in 1/1000 case, fixed when it is published or, of '
	'imported rows, done (T8).  overrides: rules that a named person set '
	'aside, joined with a vertical bar.';
create index roster_date on zp.roster (city, date);
create index roster_person on zp.roster (city, licence_no, date);
create index roster_ends on zp.roster (city, date)
	where state = 'published' or (state = 'done' and weight is null);

create table zp.roster_months (
	city		zp.code not null references zp.cities,
	month		date not null check (extract(day from month) = 1),
	state		text not null check (state in ('draft', 'review',
			'published')),
	made_at		timestamptz,
	review_until	date,
	published_at	timestamptz,
	by_whom		text not null check (by_whom <> ''),
	reason		text,
	open_posts	integer check (open_posts >= 0),
	total		bigint,
	bound		bigint,
	primary key (city, month),
	check (state <> 'review' or review_until is not null),
	check (state <> 'published' or published_at is not null)
);
comment on table zp.roster_months is
	'How far the roster of a month is (N7).  total, bound: what the plan '
	'costs and the least there is, milli-points; open_posts: nobody there.';

create table zp.standby (
	city		zp.code not null,
	centre_code	zp.code not null,
	date		date not null,
	licence_no	zp.code not null,
	primary key (city, date, licence_no),
	foreign key (city, centre_code) references zp.centres,
	foreign key (city, licence_no) references zp.counsel
);
comment on table zp.standby is
	'Who steps in when somebody falls out: of one centre, and not on duty '
	'himself that day.';

create table zp.roster_notices (
	city		zp.code not null,
	station_code	zp.code not null,
	notice_no	integer not null check (notice_no > 0),
	date		date not null,
	shift		text not null check (shift in ('am', 'pm', 'day')),
	post		integer not null,
	was		zp.code,
	now		zp.code,
	cause		text not null check (cause in ('change', 'swap',
			'repair', 'absent', 'exception')),
	at		timestamptz not null,
	by_whom		text not null check (by_whom <> ''),
	reason		text,
	acked_at	timestamptz,
	acked_by	text,
	primary key (city, station_code, notice_no),
	foreign key (city, station_code) references zp.stations,
	check (was is distinct from now),
	check ((acked_at is null) = (acked_by is null))
);
comment on table zp.roster_notices is
	'Changes of what was published, numbered by station, which '
	'acknowledges them (N7); append-only.  was, now: NULL: nobody.';
create index roster_notices_post on zp.roster_notices
	(city, station_code, date, shift, post);

create table zp.duty_offers (
	city		zp.code not null,
	offer_no	bigint not null generated always as identity,
	station_code	zp.code not null,
	date		date not null,
	shift		text not null,
	post		integer not null,
	licence_no	zp.code not null,
	state		text not null default 'open' check (state in ('open',
			'taken', 'withdrawn', 'lapsed')),
	wanted		text,
	reason		text,
	at		timestamptz not null,
	by_whom		text not null check (by_whom <> ''),
	taken_by	zp.code,
	decided_at	timestamptz,
	primary key (city, offer_no),
	foreign key (city, station_code, date, shift, post, licence_no)
		references zp.roster,
	foreign key (city, taken_by) references zp.counsel,
	check ((state = 'taken') = (taken_by is not null)),
	check ((state = 'open') = (decided_at is null))
);
comment on table zp.duty_offers is
	'Published duties that their person would give away; wanted: the duty '
	'asked for in return.';
create unique index duty_offers_open on zp.duty_offers
	(city, station_code, date, shift, post, licence_no)
	where state = 'open';

create table zp.roster_replies (
	city		zp.code not null,
	reply_no	bigint not null generated always as identity,
	month		date not null,
	licence_no	zp.code not null,
	reply		text not null check (reply in ('accept', 'decline')),
	station_code	zp.code,
	date		date,
	shift		text,
	post		integer,
	reason		text,
	at		timestamptz not null,
	by_whom		text not null check (by_whom <> ''),
	primary key (city, reply_no),
	foreign key (city, month) references zp.roster_months,
	foreign key (city, licence_no) references zp.counsel,
	foreign key (city, station_code) references zp.stations,
	check (reply <> 'decline' or (station_code is not null
		and date is not null and shift is not null
		and post is not null and coalesce(reason, '') <> ''))
);
comment on table zp.roster_replies is
	'What people say to a draft: accepted for the month, or one duty '
	'declined, which is then planned without them; append-only.';

-- ------------------------------------------------- what a plan looks at
create table zp.station_days (
	city		zp.code not null,
	station_code	zp.code not null,
	date		date not null,
	shifts		text[] check (shifts <@ '{am,pm,day}'),
	posts		integer not null check (posts between 0 and 99),
	reason		text,
	primary key (city, station_code, date),
	foreign key (city, station_code) references zp.stations
);
comment on table zp.station_days is
	'What a station wants on a date instead of what is usual: an exception, '
	'a booking; no shifts: closed.';

create table zp.wishes (
	city		zp.code not null,
	licence_no	zp.code not null,
	starts_on	date not null,
	ends_on		date not null,
	primary key (city, licence_no, starts_on),
	foreign key (city, licence_no) references zp.counsel,
	check (starts_on <= ends_on)
);
comment on table zp.wishes is
	'Days on which a person would rather not be on duty, both included.';

create table zp.duty_loans (
	city		zp.code not null,
	licence_no	zp.code not null,
	centre_code	zp.code not null,
	starts_on	date not null,
	ends_on		date not null,
	by_whom		text,
	reason		text,
	primary key (city, licence_no, centre_code, starts_on),
	foreign key (city, licence_no) references zp.counsel,
	foreign key (city, centre_code) references zp.centres,
	check (starts_on <= ends_on)
);
comment on table zp.duty_loans is
	'People lent to the stations of another centre by the city (X6).';

-- ---------------------------------------------------------------- views
create view zp.v_roster as
select city, station_code::text, zp.as_day(date) as date, shift,
	post::text, licence_no::text, state
from zp.roster;
comment on view zp.v_roster is 'Duty rosters as in roster.csv.';

create view zp.v_station_days as
select city, station_code::text, zp.as_day(date) as date,
	zp.as_list(shifts) as shifts, posts::text,
	coalesce(reason, '') as reason
from zp.station_days;
comment on view zp.v_station_days is 'As in station_days.csv.';

create view zp.v_wishes as
select city, licence_no::text, zp.as_day(starts_on) as starts_on,
	zp.as_day(ends_on) as ends_on
from zp.wishes;
comment on view zp.v_wishes is 'As in wishes.csv.';

create view zp.v_duty_loans as
select city, licence_no::text, centre_code::text,
	zp.as_day(starts_on) as starts_on, zp.as_day(ends_on) as ends_on,
	coalesce(by_whom, '') as by_whom, coalesce(reason, '') as reason
from zp.duty_loans;
comment on view zp.v_duty_loans is 'As in duty_loans.csv.';

-- --------------------------------------------------------------- guards
create function zp.duty_may(was text, becomes text, on_day date, today date)
returns boolean
language sql immutable parallel safe
as $$
	select case when was = becomes then true
		when on_day < today then
			was = 'published' and becomes in ('done', 'absent')
		when becomes = 'published' then
			was in ('draft', 'absent', 'swapped', 'cancelled')
		when becomes = 'done' then was = 'published' and on_day = today
		when was = 'published' then
			becomes in ('absent', 'swapped', 'cancelled')
		else was = 'done' and becomes = 'absent' end
$$;
comment on function zp.duty_may(text, text, date, date) is
	'The life of a duty: what is past becomes done or absent, once.';

create function zp.roster_kept() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
declare bad record;
begin
	if tg_op = 'DELETE' then
		select o.* into bad from was o
		join (select city, today(city) as day from cities) t
			using (city)
		where o.state <> 'draft' or o.date < t.day limit 1;
	else
		select o.* into bad from was o
		join (select city, today(city) as day from cities) t
			using (city)
		left join added n using (city, station_code, date, shift,
			post, licence_no)
		where n.state is null
			or not duty_may(o.state, n.state, o.date, t.day)
			or (o.weight <> n.weight and n.state = o.state)
		limit 1;
	end if;
	if found then
		raise exception 'the duty of % is %: it cannot change so',
			bad.date, bad.state using errcode = 'ZP004',
			detail = format('%s/%s/%s/%s', bad.station_code,
			bad.date, bad.shift, bad.post);
	end if;
	return null;
end $$;
comment on function zp.roster_kept() is
	'Trigger: what was told to others is not rewritten, the past not at '
	'all.';
create trigger kept_change after update on zp.roster
	referencing old table as was new table as added
	for each statement execute function zp.roster_kept();
create trigger kept_gone after delete on zp.roster
	referencing old table as was
	for each statement execute function zp.roster_kept();

create function zp.standby_free() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform 1 from added a
	join standby s using (city, date, licence_no)
	join roster r using (city, date, licence_no)
	where r.state in ('draft', 'published', 'done') limit 1;
	if found then
		raise exception 'who stands by is not on duty the same day'
			using errcode = 'ZP004';
	end if;
	return null;
end $$;
comment on function zp.standby_free() is
	'Trigger: nobody stands by on a day of duty.';
create trigger free_duty after insert on zp.roster
	referencing new table as added
	for each statement execute function zp.standby_free();
create trigger free_again after update on zp.roster
	referencing new table as added
	for each statement execute function zp.standby_free();
create trigger free_standby after insert on zp.standby
	referencing new table as added
	for each statement execute function zp.standby_free();

create trigger append_only before delete or truncate on zp.roster_notices
	for each statement execute function zp.refuse_change();
create trigger append_rows before update of city, station_code, notice_no,
	date, shift, post, was, now, cause, at, by_whom, reason
	on zp.roster_notices
	for each statement execute function zp.refuse_change();
create trigger ack_once before update on zp.roster_notices
	for each row when (old.acked_at is not null)
	execute function zp.refuse_change();
create trigger append_only before update or delete or truncate
	on zp.roster_replies
	for each statement execute function zp.refuse_change();
create trigger keep before truncate on zp.roster
	for each statement execute function zp.refuse_change();

-- The doorbell: what a plan was made from is old.  That published duties
-- became done changes nothing in who serves where.
create function zp.roster_moved(p_city text) returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform lock_city(p_city);
	update cities set roster_version = roster_version + 1
	where city = p_city;
	perform pg_notify('zhipaid_' || p_city, '');
end $$;
comment on function zp.roster_moved(text) is
	'A new version of the rosters; the daemon is told.';

create function zp.roster_changed() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
declare c text;
begin
	for c in select distinct city from changed order by 1 loop
		perform roster_moved(c);
	end loop;
	return null;
end $$;
comment on function zp.roster_changed() is
	'Trigger: a new version of the rosters or of what they rest on.';

do $$
declare t text;
begin
	foreach t in array array['roster', 'standby', 'roster_months',
			'roster_replies', 'duty_offers', 'station_days',
			'wishes', 'duty_loans'] loop
		execute format('create trigger told_new after insert on zp.%I '
			'referencing new table as changed for each statement '
			'execute function zp.roster_changed()', t);
		execute format('create trigger told_gone after delete on '
			'zp.%I referencing old table as changed for each '
			'statement execute function zp.roster_changed()', t);
		continue when t = 'roster';
		execute format('create trigger told_change after update on '
			'zp.%I referencing new table as changed for each '
			'statement execute function zp.roster_changed()', t);
	end loop;
end $$;

create function zp.roster_told() returns trigger
language plpgsql security definer set search_path = zp, pg_temp as $$
declare c text;
begin
	for c in select distinct n.city from changed n
		join was o using (city, station_code, date, shift, post,
			licence_no)
		where n.state <> o.state and n.state <> 'done' order by 1
	loop
		perform roster_moved(c);
	end loop;
	return null;
end $$;
comment on function zp.roster_told() is
	'Trigger: as roster_changed(), unless duties only became done.';
create trigger told_change after update on zp.roster
	referencing old table as was new table as changed
	for each statement execute function zp.roster_told();

-- ----------------------------------------------------------- the leader
create function zp.roster_fence(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint)
returns date
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	perform lock_city(p_city);
	perform 1 from cities where city = p_city
		and roster_version = p_version
		and registry_version = p_registry;
	if not found then
		raise exception 'the roster of city % has changed', p_city
			using errcode = 'ZP001';
	end if;
	return today(p_city);
end $$;
comment on function zp.roster_fence(text, bigint, text, bigint, bigint) is
	'Only the leader passes, with a plan made from the roster and the '
	'registry as they are; today.';

create function zp.roster_make(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint, p_month date, p_by text,
	p_rows jsonb, p_standby jsonb, p_open integer, p_total bigint,
	p_bound bigint)
returns integer
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	day date := roster_fence(p_city, p_term, p_holder, p_version,
		p_registry);
	til date := (p_month + interval '1 month')::date;
	n integer;
begin
	delete from standby where city = p_city and date >= p_month
		and date < til and date >= day;
	delete from roster where city = p_city and date >= p_month
		and date < til and date >= day and state = 'draft';
	insert into roster (city, station_code, date, shift, post, licence_no,
		state)
	select p_city, r.station_code, r.date, r.shift, r.post, r.licence_no,
		'draft'
	from jsonb_populate_recordset(null::roster, p_rows) r;
	get diagnostics n = row_count;
	insert into standby (city, centre_code, date, licence_no)
	select p_city, s.centre_code, s.date, s.licence_no
	from jsonb_populate_recordset(null::standby, p_standby) s;
	insert into roster_months as m (city, month, state, made_at, by_whom,
		open_posts, total, bound)
	values (p_city, p_month, 'draft', time_of(p_city), p_by, p_open,
		p_total, p_bound)
	on conflict (city, month) do update set made_at = excluded.made_at,
		by_whom = excluded.by_whom, open_posts = excluded.open_posts,
		total = excluded.total, bound = excluded.bound,
		state = 'draft', review_until = null
	where m.state <> 'published';
	return n;
end $$;
comment on function zp.roster_make(text, bigint, text, bigint, bigint, date,
	text, jsonb, jsonb, integer, bigint, bigint) is
	'Take the plan of a month: its drafts and standby are made anew, what '
	'is published stays.';

create function zp.roster_review(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint, p_month date, p_by text,
	p_until date)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform roster_fence(p_city, p_term, p_holder, p_version, p_registry);
	update roster_months set state = 'review', review_until = p_until,
		by_whom = p_by
	where city = p_city and month = p_month and state <> 'published';
	if not found then
		raise exception 'the month % has no draft', to_char(p_month,
			'YYYY-MM') using errcode = 'ZP003';
	end if;
end $$;
comment on function zp.roster_review(text, bigint, text, bigint, bigint,
	date, text, date) is
	'People may look at the draft and say so until that day.';

create function zp.duty_changes(p_rows jsonb)
returns table (station_code text, date date, shift text, post integer,
	was text, became text, now text, state text, cause text,
	overrides text)
language sql immutable
as $$
	select station_code, date, shift, post, nullif(was, ''), became,
		nullif(now, ''), state, cause, overrides
	from jsonb_to_recordset(p_rows) as r(station_code text, date date,
		shift text, post integer, was text, became text, now text,
		state text, cause text, overrides text)
$$;
comment on function zp.duty_changes(jsonb) is
	'Posts that change hands.  became: what the row of who leaves turns '
	'into, a draft goes; state: of who comes.';

create function zp.roster_tell(p_city text, p_rows jsonb, p_by text,
	p_reason text)
returns void
language sql security definer set search_path = zp, pg_temp
as $$
	insert into roster_notices (city, station_code, notice_no, date,
		shift, post, was, now, cause, at, by_whom, reason)
	select p_city, d.station_code, coalesce((select max(n.notice_no)
			from roster_notices n where n.city = p_city
			and n.station_code = d.station_code), 0)
			+ row_number() over (partition by d.station_code
			order by d.date, d.shift, d.post), d.date, d.shift,
		d.post, d.was, d.now, d.cause, time_of(p_city), p_by,
		nullif(p_reason, '')
	from duty_changes(p_rows) d
	where d.state = 'published'
$$;
comment on function zp.roster_tell(text, jsonb, text, text) is
	'Number the changes of what stations were told.';

create function zp.roster_publish(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint, p_month date, p_by text,
	p_reason text, p_weight integer, p_now boolean)
returns integer
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	day date := roster_fence(p_city, p_term, p_holder, p_version,
		p_registry);
	til date := (p_month + interval '1 month')::date;
	m record;
	n integer;
begin
	select * into m from roster_months
	where city = p_city and month = p_month;
	if not found then
		raise exception 'the month % has no draft', to_char(p_month,
			'YYYY-MM') using errcode = 'ZP003';
	elsif m.state = 'review' and m.review_until >= day and not p_now then
		raise exception 'the review is open until %', m.review_until
			using errcode = 'ZP003';
	end if;
	if m.state = 'published' then
		perform roster_tell(p_city, jsonb_agg(jsonb_build_object(
			'station_code', station_code, 'date', date, 'shift',
			shift, 'post', post, 'now', licence_no, 'state',
			'published', 'cause', 'change')), p_by, p_reason)
		from roster where city = p_city and date >= p_month
			and date < til and date >= day and state = 'draft';
	end if;
	update roster set state = 'published', weight = p_weight
	where city = p_city and date >= p_month and date < til
		and date >= day and state = 'draft';
	get diagnostics n = row_count;
	update roster_months set state = 'published',
		published_at = coalesce(published_at, time_of(p_city)),
		by_whom = p_by, reason = nullif(p_reason, '')
	where city = p_city and month = p_month;
	return n;
end $$;
comment on function zp.roster_publish(text, bigint, text, bigint, bigint,
	date, text, text, integer, boolean) is
	'The drafts of a month are out; in a month that is out already each is '
	'a numbered change.';

create function zp.roster_change(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint, p_by text, p_reason text,
	p_weight integer, p_rows jsonb)
returns integer
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	day date := roster_fence(p_city, p_term, p_holder, p_version,
		p_registry);
	gone integer;
	n integer;
begin
	if exists (select from duty_changes(p_rows) d where d.date < day) then
		raise exception 'the past does not change'
			using errcode = 'ZP004';
	end if;
	set constraints zp.roster_post, zp.roster_place deferred;
	delete from roster r using duty_changes(p_rows) d
	where r.city = p_city and r.station_code = d.station_code
		and r.date = d.date and r.shift = d.shift and r.post = d.post
		and r.licence_no = d.was and r.state = 'draft';
	get diagnostics gone = row_count;
	update roster r set state = d.became from duty_changes(p_rows) d
	where r.city = p_city and r.station_code = d.station_code
		and r.date = d.date and r.shift = d.shift and r.post = d.post
		and r.licence_no = d.was and r.state = 'published';
	get diagnostics n = row_count;
	if gone + n <> (select count(d.was) from duty_changes(p_rows) d) then
		-- the version fits: trying again would not help
		raise exception 'a duty is not as the plan has it'
			using errcode = 'ZP003';
	end if;
	-- a draft gives way to what stands
	delete from roster r using duty_changes(p_rows) d
	where r.city = p_city and r.state = 'draft' and d.state = 'published'
		and d.now is not null and r.date = d.date
		and shift_span(r.shift) && shift_span(d.shift)
		and ((r.station_code = d.station_code and r.post = d.post)
			or r.licence_no = d.now);
	update duty_offers o set state = 'lapsed',
		decided_at = time_of(p_city)
	from duty_changes(p_rows) d
	where o.city = p_city and o.state = 'open'
		and o.station_code = d.station_code and o.date = d.date
		and o.shift = d.shift and o.post = d.post
		and o.licence_no = d.was;
	delete from standby s using duty_changes(p_rows) d
	where s.city = p_city and s.date = d.date and s.licence_no = d.now;
	insert into roster as r (city, station_code, date, shift, post,
		licence_no, state, weight, overrides)
	select p_city, d.station_code, d.date, d.shift, d.post, d.now, d.state,
		case d.state when 'published' then coalesce(w.weight, p_weight)
		end, d.overrides
	from duty_changes(p_rows) d
	left join roster w on w.city = p_city
		and w.station_code = d.station_code and w.date = d.date
		and w.shift = d.shift and w.post = d.post
		and w.licence_no = d.was
	where d.now is not null
	on conflict (city, station_code, date, shift, post, licence_no)
	do update set state = excluded.state, weight = excluded.weight,
		overrides = excluded.overrides
	where r.state not in ('draft', 'published', 'done');
	perform roster_tell(p_city, p_rows, p_by, p_reason);
	set constraints zp.roster_post, zp.roster_place immediate;
	return jsonb_array_length(p_rows);
end $$;
comment on function zp.roster_change(text, bigint, text, bigint, bigint,
	text, text, integer, jsonb) is
	'Posts change hands, all or none (ZP001: somebody was faster, ZP003: '
	'nobody has the duty so); the '
	'load goes with the post; who stood by and steps in does so no longer.';

create function zp.roster_end(p_city text, p_term bigint, p_holder text,
	p_by text, p_weight integer, p_rows jsonb)
returns integer
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n integer;
begin
	perform fence(p_city, p_term, p_holder);
	perform lock_city(p_city);
	with ended as (
		update roster r set state = d.state,
			weight = coalesce(r.weight, p_weight)
		from jsonb_populate_recordset(null::roster, p_rows) d
		join roster o on o.city = p_city
			and o.station_code = d.station_code
			and o.date = d.date and o.shift = d.shift
			and o.post = d.post and o.licence_no = d.licence_no
			and o.state in ('published', 'done')
		where r.ctid = o.ctid and d.state in ('done', 'absent')
		returning r.*, o.state as before, o.weight as had),
	entered as (
		insert into ledger (city, licence_no, at, kind, points,
			reason, by_whom)
		select p_city, licence_no, date::timestamp at time zone
			interval '8 hours', case state when 'done' then 'duty'
			else 'correction' end, case state when 'done'
			then weight else -weight end, format('%s/%s/%s/%s',
			station_code, date, shift, post), p_by
		from ended
		where weight > 0
			-- done, but imported and not in the ledger yet
			and case when before = 'done' and had is null
				then state = 'done'
				else state <> before
				and 'done' in (state, before) end
		order by date, station_code, shift, post)
	select count(*) into n from ended;
	if n <> jsonb_array_length(p_rows) then
		raise exception '% of % duties are not published',
			jsonb_array_length(p_rows) - n,
			jsonb_array_length(p_rows) using errcode = 'ZP003';
	end if;
	return n;
end $$;
comment on function zp.roster_end(text, bigint, text, text, integer, jsonb)
	is 'Who was there and who was not (N18); what was done counts as load '
	'(T8).';

create function zp.roster_day_end(p_city text, p_day date, p_weight integer)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform lock_city(p_city);
	with ended as (
		update roster r set state = 'done',
			weight = coalesce(r.weight, p_weight)
		where r.city = p_city and r.date < p_day
			and ((r.state = 'done' and r.weight is null)
				or (r.state = 'published' and (select replay
				from cities where city = p_city)))
		returning r.*)
	insert into ledger (city, licence_no, at, kind, points, reason,
		by_whom)
	select p_city, licence_no, date::timestamp at time zone
		interval '8 hours', 'duty', weight, format('%s/%s/%s/%s',
		station_code, date, shift, post), 'zhipaid'
	from ended where weight > 0
	order by date, station_code, shift, post;
end $$;
comment on function zp.roster_day_end(text, date, integer) is
	'Days are over: in a replay what was published is done; imported '
	'duties that were done come into the ledger.';

create function zp.roster_daily(p_city text, p_term bigint, p_holder text,
	p_day date, p_weight integer)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform fence(p_city, p_term, p_holder);
	perform roster_day_end(p_city, p_day, p_weight);
end $$;
comment on function zp.roster_daily(text, bigint, text, date, integer) is
	'The leader''s roster_day_end(), live.';

-- ----------------------------------------------------------- from people
create function zp.roster_reply(p_city text, p_licence text, p_month date,
	p_by text, p_duty jsonb, p_reason text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
declare d roster := jsonb_populate_record(null::roster, p_duty);
begin
	perform lock_city(p_city);
	perform 1 from roster_months where city = p_city and month = p_month
		and state <> 'published';
	if not found then
		raise exception 'there is no draft of %', to_char(p_month,
			'YYYY-MM') using errcode = 'ZP003';
	end if;
	perform 1 from roster r where r.city = p_city
		and r.licence_no = p_licence and r.state = 'draft'
		and r.date >= p_month and r.date < p_month + interval '1 month'
		and (d.station_code is null or (r.station_code, r.date,
			r.shift, r.post) = (d.station_code, d.date, d.shift,
			d.post));
	if not found then
		raise exception 'counsel % has no such draft', p_licence
			using errcode = 'ZP002';
	end if;
	insert into roster_replies (city, month, licence_no, reply,
		station_code, date, shift, post, reason, at, by_whom)
	values (p_city, p_month, p_licence, case when d.station_code is null
		then 'accept' else 'decline' end, d.station_code, d.date,
		d.shift, d.post, nullif(p_reason, ''), time_of(p_city), p_by);
end $$;
comment on function zp.roster_reply(text, text, date, text, jsonb, text) is
	'A person accepts the draft of a month, or declines one duty of it.';

create function zp.roster_refuse(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint, p_by text, p_reason text,
	p_month date, p_licence text, p_duty jsonb, p_rows jsonb)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform roster_reply(p_city, p_licence, p_month, p_by, p_duty,
		p_reason);
	-- The reply itself moved the version that was looked at.
	perform roster_change(p_city, p_term, p_holder, p_version + 1,
		p_registry, p_by, p_reason, null, p_rows);
end $$;
comment on function zp.roster_refuse(text, bigint, text, bigint, bigint, text,
	text, date, text, jsonb, jsonb) is
	'A person declines a duty of the draft, which is another''s then.';

create function zp.wish_add(p_city text, p_licence text, p_from date,
	p_to date)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform need_counsel(p_city, p_licence);
	insert into wishes (city, licence_no, starts_on, ends_on)
	values (p_city, p_licence, p_from, p_to)
	on conflict (city, licence_no, starts_on)
	do update set ends_on = excluded.ends_on;
end $$;
comment on function zp.wish_add(text, text, date, date) is
	'Days on which a person would rather not be on duty.';

create function zp.station_day_set(p_city text, p_station text, p_date date,
	p_shifts text[], p_posts integer, p_reason text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform 1 from stations where city = p_city and code = p_station;
	if not found then
		raise exception 'station % is not known', p_station
			using errcode = 'ZP002';
	elsif p_date < today(p_city) then
		raise exception 'the past does not change'
			using errcode = 'ZP004';
	end if;
	insert into station_days as d (city, station_code, date, shifts, posts,
		reason)
	values (p_city, p_station, p_date, p_shifts, p_posts, p_reason)
	on conflict (city, station_code, date) do update set
		shifts = excluded.shifts, posts = excluded.posts,
		reason = excluded.reason;
end $$;
comment on function zp.station_day_set(text, text, date, text[], integer,
	text) is 'A station wants something else on a date (N6).';

create function zp.duty_lend(p_city text, p_licence text, p_centre text,
	p_from date, p_to date, p_by text, p_reason text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform need_counsel(p_city, p_licence);
	insert into duty_loans (city, licence_no, centre_code, starts_on,
		ends_on, by_whom, reason)
	values (p_city, p_licence, p_centre, p_from, p_to, p_by, p_reason)
	on conflict (city, licence_no, centre_code, starts_on)
	do update set ends_on = excluded.ends_on, by_whom = excluded.by_whom,
		reason = excluded.reason;
end $$;
comment on function zp.duty_lend(text, text, text, date, date, text, text) is
	'The city lends a person to the stations of a centre (X6).';

create function zp.import_roster(p_city text, p_rows jsonb,
	out inserted bigint, out updated bigint, out ignored bigint)
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform lock_city(p_city);
	-- A draft gives way to what stands.
	delete from roster r
	using jsonb_populate_recordset(null::roster, p_rows) n
	where r.city = p_city and r.state = 'draft' and r.date = n.date
		and r.date >= today(p_city)
		and n.state in ('draft', 'published', 'done')
		and shift_span(r.shift) && shift_span(n.shift)
		and ((r.station_code = n.station_code and r.post = n.post)
			or r.licence_no = n.licence_no)
		and (r.station_code, r.shift, r.post, r.licence_no) <>
			(n.station_code, n.shift, n.post, n.licence_no);
	with w as (
		insert into roster as r (city, station_code, date, shift, post,
			licence_no, state)
		select p_city, n.station_code, n.date, n.shift, n.post,
			n.licence_no, n.state
		from jsonb_populate_recordset(null::roster, p_rows) n
		on conflict (city, station_code, date, shift, post, licence_no)
		do update set state = excluded.state
		where r.state = 'draft' and excluded.state = 'published'
		returning xmax = 0 as fresh)
	select count(*) filter (where fresh), count(*) filter (where not fresh)
	into inserted, updated from w;
	ignored := jsonb_array_length(p_rows) - inserted - updated;
	insert into roster_months (city, month, state, published_at, by_whom)
	select distinct p_city, date_trunc('month', n.date)::date, 'published',
		time_of(p_city), 'import'
	from jsonb_populate_recordset(null::roster, p_rows) n
	where n.state <> 'draft'
	on conflict (city, month) do update set state = 'published',
		published_at = excluded.published_at,
		by_whom = excluded.by_whom
	where roster_months.state <> 'published';
end $$;
comment on function zp.import_roster(text, jsonb) is
	'Rows of roster.csv: what is not on record yet, and drafts that are '
	'out; nothing that was told or is past changes.';

-- Everything is closed until sql/roles.sql opens it.
revoke all on all functions in schema zp from public;
