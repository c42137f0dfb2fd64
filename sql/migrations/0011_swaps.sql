-- 0011_swaps.sql - published duties that change hands: offered and taken,
-- repaired, not served; and the stations' word that they know.

create function zp.duty_offer(p_city text, p_duty jsonb, p_wanted jsonb,
	p_by text, p_reason text)
returns bigint
language plpgsql security definer set search_path = zp, pg_temp as $$
declare
	d roster;
	w roster;
	n bigint;
begin
	perform lock_city(p_city);
	d := duty_held(p_city, p_duty);
	if p_wanted is not null then
		w := duty_held(p_city, p_wanted);
		if w.licence_no = d.licence_no then
			raise exception 'both duties are of one person'
				using errcode = 'ZP003';
		end if;
	end if;
	insert into duty_offers (city, station_code, date, shift, post,
		licence_no, wanted, reason, at, by_whom)
	values (p_city, d.station_code, d.date, d.shift, d.post, d.licence_no,
		case when p_wanted is not null then format('%s/%s/%s/%s',
		w.station_code, w.date, w.shift, w.post) end,
		nullif(p_reason, ''), time_of(p_city), p_by)
	returning offer_no into n;
	return n;
end $$;
comment on function zp.duty_offer(text, jsonb, jsonb, text, text) is
	'A person would give a published duty away, or for another one.';

create function zp.duty_held(p_city text, p_duty jsonb) returns zp.roster
language plpgsql stable security definer set search_path = zp, pg_temp as $$
declare d roster := jsonb_populate_record(null::roster, p_duty);
begin
	select r.* into d from roster r
	where r.city = p_city and r.station_code = d.station_code
		and r.date = d.date and r.shift = d.shift and r.post = d.post
		and r.state = 'published' and r.date >= today(p_city);
	if not found then
		raise exception 'nobody has this duty ahead'
			using errcode = 'ZP003';
	end if;
	return d;
end $$;
comment on function zp.duty_held(text, jsonb) is
	'The published row of a post that is not past.';

create function zp.offer_withdraw(p_city text, p_offer bigint)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform lock_city(p_city);
	update duty_offers set state = 'withdrawn',
		decided_at = time_of(p_city)
	where city = p_city and offer_no = p_offer and state = 'open';
	if not found then
		raise exception 'the offer is not open'
			using errcode = 'ZP003';
	end if;
end $$;
comment on function zp.offer_withdraw(text, bigint) is
	'The person keeps the duty.';

create function zp.roster_swap(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint, p_by text, p_reason text,
	p_weight integer, p_rows jsonb, p_offer bigint, p_taker text)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform roster_change(p_city, p_term, p_holder, p_version, p_registry,
		p_by, p_reason, p_weight, p_rows);
	-- it lapsed just now, its duty having changed hands
	update duty_offers set state = 'taken', taken_by = p_taker
	where city = p_city and offer_no = p_offer and state = 'lapsed';
	if not found then
		raise exception 'the offer is not open'
			using errcode = 'ZP003';
	end if;
end $$;
comment on function zp.roster_swap(text, bigint, text, bigint, bigint, text,
	text, integer, jsonb, bigint, text) is
	'An offer is taken: all its duties change hands, or none.';

create function zp.roster_repair(p_city text, p_term bigint, p_holder text,
	p_version bigint, p_registry bigint, p_by text, p_reason text,
	p_weight integer, p_rows jsonb, p_gone jsonb, p_come jsonb)
returns void
language plpgsql security definer set search_path = zp, pg_temp as $$
begin
	perform roster_change(p_city, p_term, p_holder, p_version, p_registry,
		p_by, p_reason, p_weight, p_rows);
	delete from standby s
	using jsonb_populate_recordset(null::standby, p_gone) g
	where s.city = p_city and s.date = g.date
		and s.licence_no = g.licence_no;
	insert into standby (city, centre_code, date, licence_no)
	select p_city, c.centre_code, c.date, c.licence_no
	from jsonb_populate_recordset(null::standby, p_come) c;
end $$;
comment on function zp.roster_repair(text, bigint, text, bigint, bigint,
	text, text, integer, jsonb, jsonb, jsonb) is
	'Posts change hands as roster_change() has it, and so do those who '
	'stand by.';

create function zp.duty_end(p_city text, p_term bigint, p_holder text,
	p_by text, p_weight integer, p_station text, p_date date,
	p_shift text, p_post integer, p_state text)
returns integer
language plpgsql security definer set search_path = zp, pg_temp as $$
declare ended jsonb;
begin
	perform fence(p_city, p_term, p_holder);
	perform lock_city(p_city);
	select jsonb_agg(to_jsonb(r) || jsonb_build_object('state', p_state))
	into ended
	from roster r
	where r.city = p_city and r.station_code = p_station
		and r.date = p_date and r.shift = coalesce(p_shift, r.shift)
		and r.post = coalesce(p_post, r.post)
		and (r.state = 'published' or (r.state = 'done'
			and (p_state = 'absent' or p_post is not null)));
	if ended is null then
		raise exception 'nobody has this duty'
			using errcode = 'ZP003';
	end if;
	return roster_end(p_city, p_term, p_holder, p_by, p_weight, ended);
end $$;
comment on function zp.duty_end(text, bigint, text, text, integer, text,
	date, text, integer, text) is
	'Who signed in at a station that day, or did not come: of one post, or '
	'of all (N18).';

create function zp.roster_ack(p_city text, p_station text, p_notice integer,
	p_by text)
returns integer
language plpgsql security definer set search_path = zp, pg_temp as $$
declare n integer;
begin
	update roster_notices set acked_at = time_of(p_city), acked_by = p_by
	where city = p_city and station_code = p_station
		and notice_no = coalesce(p_notice, notice_no)
		and acked_at is null;
	get diagnostics n = row_count;
	if n = 0 then
		raise exception 'there is nothing to acknowledge'
			using errcode = 'ZP003';
	end if;
	return n;
end $$;
comment on function zp.roster_ack(text, text, integer, text) is
	'A station has seen its changes: one, or all so far.';

create function zp.station_centre(p_city text, p_station text) returns text
language sql stable
as $$
	with recursive at as (
		select coalesce(g.served_by, g.code) as code, 0 as n
		from zp.stations s
		join zp.regions g on g.city = s.city and g.code = s.region_code
		where s.city = p_city and s.code = p_station
		union all
		select coalesce(u.served_by, u.code), n + 1
		from at
		join zp.regions g on g.city = p_city and g.code = at.code
		join zp.regions u on u.city = p_city and u.code = g.parent_code
		where n < 9)
	select h.code
	from at
	join zp.centres h on h.city = p_city and h.region_code = at.code
	order by n
	limit 1
$$;
comment on function zp.station_centre(text, text) is
	'The centre whose people serve a station (J5).';

create view zp.v_roster_open as
select * from (
	select distinct on (city, station_code, date, shift, post) city,
		station_code, date, shift, post, was, now, cause, notice_no
	from zp.roster_notices
	order by city, station_code, date, shift, post, notice_no desc) n
where now is null and cause <> 'exception';
comment on view zp.v_roster_open is
	'Published posts whose person fell out and whom nobody replaced.';

-- Everything is closed until sql/roles.sql opens it.
revoke all on all functions in schema zp from public;
