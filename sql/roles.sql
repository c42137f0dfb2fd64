-- sql/roles.sql - who may do what, with least privilege.
--
-- Runs any number of times, after every migration, by a superuser or by an
-- owner of the database that may create roles.  Login roles are the site's
-- own: create role zhipaid login in role zp_daemon;
--
--   zp_owner   owns everything, logs in never; functions run with its rights
--   zp_daemon  zhipaid and zhipactl: reads, and decides through functions
--   zp_intake  the upstream system: writes the registry and cases, approves,
--              reports events; sees no decision, changes no assignment
--   zp_reader  statistics and the public: views without persons (P2)

do $$
declare r text;
begin
	foreach r in array array['zp_owner', 'zp_daemon', 'zp_intake',
			'zp_reader'] loop
		if not exists (select from pg_roles where rolname = r) then
			execute format('create role %I nologin', r);
		end if;
	end loop;
	-- A creator of roles joins the owner, to give things to it.
	if not pg_has_role(current_user, 'zp_owner', 'member') then
		execute format('grant zp_owner to %I', current_user);
	end if;
	execute format('grant create, connect, temporary on database %I '
		'to zp_owner', current_database());
end $$;

do $$
declare o record;
begin
	if (select pg_get_userbyid(nspowner) from pg_namespace
		where nspname = 'zp') <> 'zp_owner'
	then
		alter schema zp owner to zp_owner;
	end if;
	for o in select c.oid::regclass as name, case c.relkind
			when 'v' then 'view' else 'table' end as kind
		from pg_class c
		where c.relnamespace = 'zp'::regnamespace
			and c.relkind in ('r', 'v')
			and c.relowner <> 'zp_owner'::regrole
	loop
		execute format('alter %s %s owner to zp_owner', o.kind,
			o.name);
	end loop;
	for o in select p.oid::regprocedure as name from pg_proc p
		where p.pronamespace = 'zp'::regnamespace
			and p.proowner <> 'zp_owner'::regrole
			and not exists (select from pg_depend d	-- btree_gist
				where d.objid = p.oid and d.deptype = 'e')
	loop
		execute format('alter function %s owner to zp_owner', o.name);
	end loop;
	if exists (select from pg_type where typname = 'code'
		and typnamespace = 'zp'::regnamespace
		and typowner <> 'zp_owner'::regrole)
	then
		alter domain zp.code owner to zp_owner;
	end if;
end $$;

-- From nothing, so that a right taken out of this file goes.
revoke all on schema zp from public;
revoke all on all functions in schema zp from public;
grant execute on function zp.as_day(date), zp.as_wall(timestamptz),
	zp.as_list(text[]), zp.as_bool(boolean), zp.civil_day(timestamptz),
	zp.is_code(text), zp.shift_span(text),
	zp.masked(text, date, boolean, date), zp.today(text) to public;
revoke all on all tables in schema zp from zp_daemon, zp_intake, zp_reader;
revoke all on all functions in schema zp
	from zp_daemon, zp_intake, zp_reader;
grant usage on schema zp to zp_daemon, zp_intake, zp_reader;

-- The daemon reads everything; it writes through functions only.
grant select on all tables in schema zp to zp_daemon;
grant execute on function zp.lease_take(text, text, integer),
	zp.lease_renew(text, bigint, text, integer),
	zp.lease_release(text, bigint, text),
	zp.put_rule_set(text, bigint, text, text, text),
	zp.put_registry(text, bigint, text, text, text),
	zp.put_calendar(text, bigint, text, date[], boolean[], text[]),
	zp.set_cap(text, bigint, text, integer),
	zp.reopen_all(text, bigint, text),
	zp.wake(text, bigint, text, date),
	zp.mirrored(text, bigint, text, text[], bigint[]),
	zp.commit_plan(text, bigint, text, bigint, timestamptz, text, text,
		text, text, text, text, text[], bigint[], text[], text[],
		text[], bigint[], text[], text[], text[], text[], date[],
		date[], date[], text[], integer[], integer[], integer,
		timestamptz[], text[], bigint[]),
	zp.hold(text, bigint, text, text[], bigint[], timestamptz[]),
	zp.help_alarm(text, bigint, text, timestamptz),
	zp.case_group(text, text), zp.helped_cases(text, text, text),
	zp.helped_other(text, text, text, timestamptz),
	zp.ledger_add(text, text, text, integer, text, text, text,
		timestamptz),
	zp.funds_add(text, text, text, bigint, date, text, text),
	zp.replay_advance(text, bigint, text, integer),
	zp.roster_make(text, bigint, text, bigint, bigint, date, text, jsonb,
		jsonb, integer, bigint, bigint),
	zp.roster_review(text, bigint, text, bigint, bigint, date, text,
		date),
	zp.roster_publish(text, bigint, text, bigint, bigint, date, text,
		text, integer, boolean),
	zp.roster_change(text, bigint, text, bigint, bigint, text, text,
		integer, jsonb),
	zp.roster_end(text, bigint, text, text, integer, jsonb),
	zp.roster_swap(text, bigint, text, bigint, bigint, text, text,
		integer, jsonb, bigint, text),
	zp.roster_repair(text, bigint, text, bigint, bigint, text, text,
		integer, jsonb, jsonb, jsonb),
	zp.duty_end(text, bigint, text, text, integer, text, date, text,
		integer, text),
	zp.duty_offer(text, jsonb, jsonb, text, text),
	zp.station_centre(text, text),
	zp.offer_withdraw(text, bigint),
	zp.roster_ack(text, text, integer, text),
	zp.roster_daily(text, bigint, text, date, integer),
	zp.roster_reply(text, text, date, text, jsonb, text),
	zp.roster_refuse(text, bigint, text, bigint, bigint, text, text, date,
		text, jsonb, jsonb),
	zp.wish_add(text, text, date, date),
	zp.station_day_set(text, text, date, text[], integer, text),
	zp.duty_lend(text, text, text, date, date, text, text),
	zp.setup_city(text, text, boolean),
	zp.intake_take(text, jsonb), zp.intake_pull(text, text)
	to zp_daemon;

-- One chessboard: people of the city say so by zhipactl; who they are the
-- owner enters (zp.staff_set), not the daemon.
grant execute on function zp.rebalance_next(text, bigint, text, integer),
	zp.rebalance_put(text, bigint, text, bigint, timestamptz, text,
		bigint, text, date, text, timestamptz, jsonb),
	zp.rebalance_remark(text, bigint, text, text, text),
	zp.rebalance_approve(text, bigint, text),
	zp.rebalance_reject(text, bigint, text, text),
	zp.rebalance_apply(text, bigint, text, bigint, timestamptz, text,
		text, text, text, text, text, text[], bigint[], text[],
		text[], text[], bigint[], text[], text[], text[], text[],
		date[], date[], date[], text[], integer[], integer[], integer,
		timestamptz[], text[], bigint[], bigint, timestamptz, text[],
		text[]),
	zp.rebalance_undo(text, bigint, text, text),
	zp.assist_ask(text, text, text, text, text, text, date, text),
	zp.assist_done(text, bigint, text, text)
	to zp_daemon;
grant execute on function zp.rebalance_ask(text, text, date)
	to zp_daemon, zp_intake;

-- What may be reported about cases, by zhipactl or the upstream system.
grant execute on function zp.import_rows(text, text, jsonb),
	zp.approve(text, text),
	zp.decline(text, text, text, boolean, text, text, timestamptz),
	zp.change_counsel(text, text, text, text, text, timestamptz),
	zp.terminate(text, text, text, text, timestamptz),
	zp.close_case(text, text, text, text, timestamptz),
	zp.release_counsel(text, text, text, text),
	zp.acknowledge(text, text, text, timestamptz),
	zp.replied(text, text, timestamptz),
	zp.leave_add(text, text, date, date, text),
	zp.designate(text, text, text, text, text),
	zp.duty_request(text, text, text[], text, timestamptz, date, boolean,
		text, timestamptz, text, text, date, text, text),
	zp.duty_help(text, text, text, text, text[], text, bigint,
		timestamptz, timestamptz, timestamptz, text, date, text, text),
	zp.duty_withdraw(text, bigint, text, text)
	to zp_daemon, zp_intake;

-- The upstream system writes the registry and facts of cases.  What became
-- of a case it cannot write: state is given once, as draft or approved.
grant select, insert, update on zp.regions, zp.centres, zp.organs, zp.firms,
	zp.counsel, zp.matters, zp.stations to zp_intake;
grant select, insert, update, delete on zp.leave to zp_intake;
grant select on zp.cases, zp.v_cases, zp.v_assignments, zp.v_pending,
	zp.cities, zp.roster, zp.v_roster, zp.roster_notices to zp_intake;
grant delete on zp.cases to zp_intake;		-- drafts: zp.keep_case()
grant insert (city, case_no, approved_at, received_centre, organ_code,
	region_code, matter_code, tags, source, stage, joint_case,
	related_case, prior_case, opposes_case, urgent, difficulty,
	possible_sentence, recipient_id, recipient_name, recipient_gender,
	recipient_birth, recipient_groups, language, opponent_counsel,
	opponent_firm, wished_counsel, excluded_counsel, same_firm_consent,
	opponent_ids, recused, conflict_consent, hearing_at, hearing_until,
	notified_at, adjourned_on, procedure, urgent_reason,
	designated_centre, counsel_changes, state)
	on zp.cases to zp_intake;
grant update (approved_at, received_centre, organ_code,
	region_code, matter_code, tags, source, stage, joint_case,
	related_case, prior_case, opposes_case, urgent, difficulty,
	possible_sentence, recipient_id, recipient_name, recipient_gender,
	recipient_birth, recipient_groups, language, opponent_counsel,
	opponent_firm, wished_counsel, excluded_counsel, same_firm_consent,
	opponent_ids, recused, conflict_consent, hearing_at, hearing_until,
	notified_at, adjourned_on, procedure, urgent_reason,
	designated_centre, counsel_changes)
	on zp.cases to zp_intake;

-- Readers: no names of aided persons, of minors not even the initial.
grant select on zp.r_cases, zp.r_counsel_load, zp.r_assignments,
	zp.r_help, zp.r_help_requests,
	zp.v_regions, zp.v_centres, zp.v_organs, zp.v_firms, zp.v_matters,
	zp.v_stations to zp_reader;
