-- 0006_intake.sql - rows from files and from foreign systems.
--
-- Rows come as a JSON array of objects of text, named and written as in the
-- CSV files; views v_* say which columns there are.  Natural keys make an
-- import idempotent.  All rows of a call have the columns of the first.

create function zp.setup_city(p_city text, p_name text, p_replay boolean)
returns boolean
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	insert into cities (city, name, replay)
	values (p_city, p_name, p_replay) on conflict (city) do nothing;
	if found then
		return true;
	end if;
	perform 1 from cities where city = p_city and replay <> p_replay
		and exists (select from cases where city = p_city);
	if found then
		raise exception 'city % has cases: it cannot go from live to '
			'replay or back', p_city using errcode = 'ZP003';
	end if;
	update cities set name = p_name, replay = p_replay
	where city = p_city;
	return false;
end $$;
comment on function zp.setup_city(text, text, boolean) is
	'Make a city or set its name; true: new.  replay: the clock follows '
	'the data.';

create function zp.import_sql(p_table text, p_keys text[]) returns text
language plpgsql stable set search_path = zp, pg_temp as $$
declare
	bad text;
	cols text;
	defs text;
	vals text;
	olds text;
	news text;
	sets text;
	pk text;
begin
	-- Columns of the file: those of the view, of a case only its facts.
	select string_agg(k, ', ' order by k) into bad from unnest(p_keys) k
	where k = 'city' or not exists (
		select from pg_attribute a
		join pg_attribute v on v.attname = a.attname and v.attrelid =
			format('zp.v_%s', p_table)::regclass
		where a.attrelid = format('zp.%s', p_table)::regclass
			and a.attname = k and a.attnum > 0
			and a.attnum < coalesce((select min(o.attnum)
				from pg_attribute o where o.attrelid =
				a.attrelid and o.attname = 'state'
				and p_table = 'cases'), 32767));
	if bad is not null then
		raise exception 'there is no column % in %', bad, p_table
			using errcode = 'ZP005';
	end if;
	select string_agg(quote_ident(attname), ', ' order by attnum)
	into pk from pg_attribute a
	join pg_index i on i.indrelid = a.attrelid and i.indisprimary
		and a.attnum = any (i.indkey)
	where a.attrelid = format('zp.%s', p_table)::regclass;
	with c as (
		select a.attnum, quote_ident(a.attname) as q,
			a.atttypid = 'text[]'::regtype as list,
			format_type(a.atttypid, a.atttypmod) as type,
			case when a.attnotnull then
				pg_get_expr(d.adbin, d.adrelid) end as def
		from pg_attribute a
		left join pg_attrdef d on d.adrelid = a.attrelid
			and d.adnum = a.attnum
		where a.attrelid = format('zp.%s', p_table)::regclass
			and a.attname = any (p_keys))
	select string_agg(q, ', '), string_agg(q || ' text', ', '),
		string_agg(format(case when def is null then '%s'
			else 'coalesce(%s, %s)' end,
			format(case when list
				then 'string_to_array(nullif(r.%s, ''''), ''|'')'
				else 'nullif(r.%s, '''')::%s' end, q, type),
			def), ', '),
		string_agg('t.' || q, ', '),
		string_agg('excluded.' || q, ', '),
		string_agg(format('%1$s = excluded.%1$s', q), ', ')
	into cols, defs, vals, olds, news, sets from c;
	-- $1 city, $2 rows, $3 state of new cases
	return format('with w as (insert into zp.%I as t (city, %s%s) '
		'select $1, %s%s from jsonb_to_recordset($2) as r(%s) '
		'on conflict (%s) do update set %s where (%s) is distinct '
		'from (%s) returning xmax = 0 as fresh) select '
		'count(*) filter (where fresh), '
		'count(*) filter (where not fresh) from w',
		p_table, cols, case p_table when 'cases' then ', state' end,
		vals, case p_table when 'cases' then ', $3' end, defs, pk,
		sets, olds, news);
end $$;
comment on function zp.import_sql(text, text[]) is
	'The statement that takes rows with these columns into a table.';

create function zp.import_leave(p_city text, p_rows jsonb,
	out inserted bigint, out updated bigint)
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	who text[];
	since date[];
	til date[];
	why text[];
begin
	-- A row replaces the one with its key.  Where two overlap, the later
	-- one begins after the earlier one's end: the same days, each once.
	with news as (
		select licence_no, starts_on::date, ends_on::date, reason
		from jsonb_to_recordset(p_rows) as r(licence_no text,
			starts_on text, ends_on text, reason text)),
	every as (
		select licence_no::text, starts_on, ends_on, reason from leave l
		where city = p_city
			and licence_no in (select n.licence_no from news n)
			and not exists (select from news n
				where n.licence_no = l.licence_no
				and n.starts_on = l.starts_on)
		union all select * from news),
	apart as (
		select licence_no, greatest(starts_on, 1 + max(ends_on) over
				(partition by licence_no
				order by starts_on, ends_on desc rows between
				unbounded preceding and 1 preceding)) as since,
			starts_on, ends_on, nullif(reason, '') as reason
		from every)
	select array_agg(licence_no), array_agg(a.since),
		array_agg(ends_on), array_agg(reason)
	into who, since, til, why
	from apart a where a.since <= ends_on or starts_on > ends_on;
	delete from leave l where city = p_city and licence_no = any (who)
		and not exists (select
			from unnest(who, since, til, why) as n(w, s, t, y)
			where (w, s, t) = (licence_no, starts_on, ends_on)
				and y is not distinct from reason);
	get diagnostics updated = row_count;
	insert into leave (city, licence_no, starts_on, ends_on, reason)
	select p_city, n.* from unnest(who, since, til, why) as n
	on conflict (city, licence_no, starts_on) do nothing;
	get diagnostics inserted = row_count;
	inserted := greatest(inserted - updated, 0);
end $$;
comment on function zp.import_leave(text, jsonb) is
	'Rows of leave.csv; what overlaps is cut to the same days, each once.';

create function zp.import_events(p_city text, p_rows jsonb,
	out inserted bigint, out ignored bigint)
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	e record;
	fits boolean;
begin
	ignored := 0;
	with w as (
		insert into intake_events (city, at, case_no, event,
			licence_no, reason)
		select p_city, r.at::timestamptz, r.case_no, r.event,
			coalesce(r.licence_no, ''), nullif(r.reason, '')
		from rows from (jsonb_to_recordset(p_rows) as (at text,
			case_no text, event text, licence_no text,
			reason text)) with ordinality as r(at, case_no, event,
			licence_no, reason, ord)
		order by r.at::timestamptz, ord
		on conflict do nothing returning 1)
	select count(*) into inserted from w;
	perform 1 from cities where city = p_city and replay;
	if found then
		return;		-- each at its moment: replay_advance()
	end if;
	for e in select * from intake_events where city = p_city
		and taken_at is null order by at, event_no
	loop
		fits := apply_event(p_city, e.case_no, e.licence_no, e.event,
			e.at, e.reason, 'import');
		update intake_events set taken_at = now(), fitted = fits
		where city = p_city and event_no = e.event_no;
		ignored := ignored + (not fits)::integer;
	end loop;
end $$;
comment on function zp.import_events(text, jsonb) is
	'Rows of events.csv: applied now, or kept for the replay.';

create function zp.import_rows(p_city text, p_table text, p_rows jsonb,
	out inserted bigint, out updated bigint, out ignored bigint)
language plpgsql security definer set search_path = zp, pg_temp as $$
declare keys text[];
begin
	inserted := 0;
	updated := 0;
	ignored := 0;
	if p_table is null or p_table <> all (array['regions', 'centres',
		'organs', 'firms', 'counsel', 'leave', 'matters', 'stations',
		'cases', 'events', 'roster', 'station_days', 'wishes',
		'duty_loans', 'help']) or jsonb_typeof(p_rows) <> 'array'
	then
		raise exception 'there is no table % to import', p_table
			using errcode = 'ZP005';
	end if;
	perform 1 from cities where city = p_city;
	if not found then
		raise exception 'city % is not set up', p_city
			using errcode = 'ZP002';
	end if;
	if jsonb_array_length(p_rows) = 0 then
		return;
	elsif p_table = 'leave' then
		select l.inserted, l.updated into inserted, updated
		from import_leave(p_city, p_rows) l;
		return;
	elsif p_table = 'events' then
		select l.inserted, l.ignored into inserted, ignored
		from import_events(p_city, p_rows) l;
		return;
	elsif p_table = 'help' then
		select l.inserted, l.ignored into inserted, ignored
		from import_help(p_city, p_rows) l;
		return;
	elsif p_table = 'roster' then
		select l.inserted, l.updated, l.ignored
		into inserted, updated, ignored
		from import_roster(p_city, p_rows) l;
		return;
	end if;
	select array_agg(k) into keys from jsonb_object_keys(p_rows->0) k;
	execute import_sql(p_table, keys) into inserted, updated
	using p_city, p_rows, case when (select replay from cities
		where city = p_city) then 'scheduled' else 'approved' end;
	if p_table = 'cases' then	-- what stood as a draft is approved
		update cases set state = 'approved', version = version + 1
		where city = p_city and state = 'draft' and case_no in
			(select r->>'case_no'
			from jsonb_array_elements(p_rows) r);
	end if;
end $$;
comment on function zp.import_rows(text, text, jsonb) is
	'Take rows of one CSV file: all of them or none.';

-- ------------------------------------------- a view of a foreign system
create table zp.intake_seen (
	city		zp.code not null references zp.cities,
	case_no		zp.code not null,
	digest		text not null,
	seen_at		timestamptz not null default now(),
	refused		text,
	primary key (city, case_no)
);
comment on table zp.intake_seen is
	'Rows pulled from a foreign view, as last seen; refused: why not taken.';

create function zp.intake_take(p_city text, p_rows jsonb,
	out taken bigint, out refused bigint)
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	n integer := jsonb_array_length(p_rows);
	half jsonb;
	t record;
	why text;
begin
	begin
		perform import_rows(p_city, 'cases', p_rows);
	exception when data_exception or integrity_constraint_violation
		or cardinality_violation or sqlstate 'ZP005' then
		why := sqlstate || ' ' || sqlerrm;
	end;
	taken := 0;
	refused := 0;
	if why is not null and n > 1 then	-- find the bad ones
		for half in select jsonb_agg(v order by i)
			from jsonb_array_elements(p_rows) with ordinality
				as r(v, i)
			group by i <= n / 2
		loop
			t := intake_take(p_city, half);
			taken := taken + t.taken;
			refused := refused + t.refused;
		end loop;
		return;
	end if;
	insert into intake_seen as s (city, case_no, digest, refused)
	select p_city, coalesce(v->>'case_no', ''), md5(v::text), why
	from jsonb_array_elements(p_rows) v
	on conflict (city, case_no) do update set seen_at = now(),
		digest = excluded.digest, refused = excluded.refused;
	taken := case when why is null then n else 0 end;
	refused := n - taken;
end $$;
comment on function zp.intake_take(text, jsonb) is
	'Take the good rows of cases, keep why the others were refused.';

create function zp.intake_pull(p_city text, p_view text,
	out taken bigint, out refused bigint)
language plpgsql as $$
declare
	v text[] := parse_ident(p_view);
	news jsonb;
begin
	if cardinality(v) <> 2 then
		raise exception 'the view % is not named schema.view', p_view
			using errcode = 'ZP005';
	end if;
	execute format('select jsonb_agg(j order by j->>''approved_at'') '
		'from (select to_jsonb(f) as j from %I.%I f) f '
		'where not exists (select '
		'from zp.intake_seen s where s.city = $1 '
		'and s.case_no = coalesce(j->>''case_no'', '''') '
		'and s.digest = md5(j::text))', v[1], v[2])
	into news using p_city;
	if news is null then
		taken := 0;
		refused := 0;
	else
		select t.taken, t.refused into taken, refused
		from zp.intake_take(p_city, news) t;
	end if;
end $$;
comment on function zp.intake_pull(text, text) is
	'Take what is new in a foreign view with the columns of cases.csv; '
	'reads it with the rights of the caller.';

-- Everything is closed until sql/roles.sql opens it.
revoke all on all functions in schema zp from public;
