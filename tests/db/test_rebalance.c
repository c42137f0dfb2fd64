/*
 * tests/db/test_rebalance.c - plans of moves and loans: who may take them
 * further, what they change and when nothing at all, and the way back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "support_city.h"

/* The city of support_city.h with a county L, its lawyers M and N, and an
 * administrator of the city centre called boss. */
static const char *two_centres(void)
{
	const char *city = city_new(false);

	sql(root, "insert into zp.regions (city, code, name, level, "
	    "parent_code) values ('%s', '2', 'two', 'county', '1')", city);
	sql(root, "insert into zp.centres (city, code, name, level, "
	    "region_code, annual_target) values ('%s', 'L', 'l', 'county', "
	    "'2', 100)", city);
	sql(root, "insert into zp.counsel (city, licence_no, name, kind, "
	    "firm_code, centre_code) select '%s', k, k, 'lawyer', 'G', 'L' "
	    "from unnest('{M,N}'::text[]) k", city);
	sql(root, "select zp.staff_set('%s', 'boss', 'Boss', '', 'admin'), "
	    "zp.staff_set('%s', 'helper', 'Helper', '', 'clerk'), "
	    "zp.staff_set('%s', 'county', 'County', 'L', 'admin')", city,
	    city, city);
	return city;
}

/* rebalance_put() of cases ("x,y") as moves from K to L, or as loans of M to
 * K: its number. */
static const char *put(const char *city, const char *kind, const char *cases,
    const char *expires)
{
	static char no[4][16];
	static unsigned next;
	bool loan = strcmp(kind, "loan") == 0;
	char *to = no[next++ % 4];

	snprintf(to, sizeof(no[0]), "%s", sql(root,
	    "select zp.rebalance_put('%s', 1, 'me', "
	    "i.registry_version, now(), repeat('a', 64), 0, '%ss', null, "
	    "'helper', %s, jsonb_build_object('summary', '{}'::jsonb, "
	    "'items', (select jsonb_agg(jsonb_build_object('item_no', n, "
	    "'kind', '%s', 'case_no', no, 'from_centre', '%s', 'to_centre', "
	    "'%s', 'licence_no', '%s', 'distance', 1, 'reason', 'r', "
	    "'reason_en', 'r')) from unnest('{%s}'::text[]) with ordinality "
	    "as t(no, n)), 'effects', jsonb_build_array(jsonb_build_object("
	    "'centre_code', 'L', 'target', 100, 'due', 50, 'handled', 10, "
	    "'handled_after', 12, 'progress', 200, 'progress_after', 240, "
	    "'moved_out', 0, 'moved_in', 2, 'lent', 0, 'borrowed', 0, "
	    "'year_end', 20, 'year_end_after', 22)), 'shortages', "
	    "'[]'::jsonb)) from zp.cities i where city = '%s'", city, kind,
	    expires, kind, loan ? "L" : "K", loan ? "K" : "L",
	    loan ? "M" : "", cases, city));
	return to;
}

static const char *tomorrow = "now() + interval '1 day'";

/* The statement that carries plan `no` out by somebody: `cases` (in versions
 * `old` behind their own) to lead M at `centre`, `out` left out. */
static const char *apply(const char *city, const char *no, const char *by,
    const char *cases, const char *out)
{
	static char text[4096];

	snprintf(text, sizeof(text), "select zp.rebalance_apply('%s', "
	    "l.term, l.holder, i.registry_version, now(), repeat('a', 64), "
	    "repeat('a', 64), 'view', '', '%s', 'plan', x.no, x.v, x.centre, "
	    "x.m, x.e, x.score, x.e, x.e, x.e, x.e, x.day, x.day, x.day, "
	    "x.e, x.w, x.w, 50, x.settle, '{}', '{}', %s, now() + interval "
	    "'1 hour', '{%s}', array(select 'changed' from unnest("
	    "'{%s}'::text[]))) from zp.cities i join zp.leases l using "
	    "(city), lateral (select coalesce(array_agg(c.case_no order by "
	    "c.case_no), '{}') as no, array_agg(c.version order by "
	    "c.case_no) as v, array_agg(j.to_centre) as centre, "
	    "array_agg('M'::text) as m, array_agg(''::text) as e, "
	    "array_agg(7::bigint) as score, array_agg('2026-03-05'::date) "
	    "as day, array_agg(1000) as w, array_agg(null::timestamptz) as "
	    "settle from zp.cases c join zp.rebalance_items j using (city, "
	    "case_no) where c.city = i.city and j.plan_no = %s and "
	    "c.case_no = any ('{%s}')) x where i.city = '%s'", city, by, no,
	    out, out, no, cases, city);
	return text;
}

/* Everything but the plans themselves, in one word. */
static const char *fingerprint(const char *like)
{
	return sql(root, "select md5(string_agg(table_name || query_to_xml("
	    "format('select * from zp.%%I t order by t::text', table_name), "
	    "true, true, '')::text, '' order by table_name)) from "
	    "information_schema.tables where table_schema = 'zp' and "
	    "table_type = 'BASE TABLE' and table_name not like '%s'", like);
}

/* Who acts in which case, since when; and the counts of the year. */
static const char *acting(const char *city)
{
	return sql(root, "select md5(concat((select string_agg(a::text, ';' "
	    "order by a::text) from zp.assignments a where city = '%s' and "
	    "ended_at is null), (select string_agg(y::text, ';' order by "
	    "y::text) from zp.counsel_years y where city = '%s' and "
	    "undertaken > 0), (select string_agg(concat_ws(',', case_no, "
	    "state, handling_centre, designated_centre), ';' order by "
	    "case_no) from zp.cases c where city = '%s')))", city, city,
	    city);
}

static const char *states(const char *city, const char *no)
{
	return sql(root, "select (select state from zp.rebalances where city "
	    "= '%s' and plan_no = %s) || ': ' || string_agg(case_no || ' ' "
	    "|| state || coalesce(' ' || why, ''), ', ' order by case_no) "
	    "from zp.rebalance_items where city = '%s' and plan_no = %s",
	    city, no, city, no);
}

/* Cases x, y, z with lead A each. */
static const char *city_at_work(void)
{
	const char *city = two_centres();

	for (const char *k = "xyz"; *k != '\0'; k++) {
		char no[] = { *k, '\0' };

		city_case(city, no, "CV", "");
		assign(city, no, "A", "");
	}
	return city;
}

static void a_plan_changes_nothing(void **state)
{
	const char *city = city_at_work();
	char before[64];

	(void)state;
	snprintf(before, sizeof(before), "%s", fingerprint("rebalance%"));
	assert_string_equal("1", put(city, "move", "x,y", tomorrow));
	assert_string_equal("2", put(city, "loan", "z", tomorrow));
	assert_string_equal(before, fingerprint("rebalance%"));
	assert_string_equal("proposed: x proposed, y proposed",
	    states(city, "1"));
	/* what it looked at is not what is there */
	sql(root, "update zp.cases set urgent = true where city = '%s' and "
	    "case_no = 'x'", city);
	REFUSED("ZP001", root, "select zp.rebalance_put('%s', 1, 'me', "
	    "i.registry_version, now(), repeat('a', 64), 0, 'moves', null, "
	    "'boss', now(), '{\"items\": [{\"case_no\": \"x\"}]}') from "
	    "zp.cities i where city = '%s'", city, city);
}

/* --- whose word it takes --- */

static void only_the_citys_administrator_approves(void **state)
{
	static const char *const nobody[] = { "helper", "county", "stranger",
		"" };
	const char *city = city_at_work();
	const char *no = put(city, "move", "x", tomorrow);

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(nobody); i++) {
		REFUSED("ZP004", root, "select zp.rebalance_approve('%s', "
		    "%s, '%s')", city, no, nobody[i]);
		REFUSED("ZP004", root, "select zp.rebalance_reject('%s', "
		    "%s, '%s', 'no')", city, no, nobody[i]);
		/* not even whoever owns the tables */
		REFUSED("ZP004", root, "update zp.rebalances set state = "
		    "'approved', approved_by = '%s', approved_at = now() "
		    "where city = '%s'", nobody[i], city);
	}
	REFUSED("ZP004", root, "insert into zp.rebalances (city, plan_no, "
	    "kind, cause, asked_by, asked_at, state, made_at, expires_at, "
	    "registry_version, rule_set, approved_by, approved_at) select "
	    "city, 9, kind, cause, asked_by, asked_at, 'approved', made_at, "
	    "expires_at, registry_version, rule_set, 'helper', now() from "
	    "zp.rebalances where city = '%s'", city);
	IS("", root, "select zp.rebalance_approve('%s', %s, 'boss')", city,
	    no);
	REFUSED("ZP004", root, "%s", apply(city, no, "helper", "x", ""));
	assert_string_equal("approved: x proposed", states(city, no));
	/* and nobody makes it another plan afterwards */
	REFUSED("ZP003", root, "update zp.rebalances set summary = '{}', "
	    "expires_at = now() where city = '%s'", city);
	REFUSED("ZP004", root, "update zp.rebalance_items set to_centre = "
	    "'K' where city = '%s'", city);
	REFUSED("ZP003", root, "insert into zp.rebalance_items (city, "
	    "plan_no, item_no, kind, case_no, version, to_centre, reason, "
	    "reason_en) values ('%s', %s, 7, 'move', 'z', 1, 'L', '', '')",
	    city, no);
	REFUSED("ZP004", root, "delete from zp.rebalances where city = '%s'",
	    city);
}

/* By direct DML neither the daemon nor the upstream system gets round it. */
static void nobody_gets_round_it(void **state)
{
	static const char *const role[] = { "daemon", "intake" };
	const char *city = city_at_work();
	const char *no = put(city, "move", "x", tomorrow);

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(role); i++) {
		struct zp_dbs *s = session(role[i]);

		REFUSED("42501", s, "update zp.rebalances set state = "
		    "'approved', approved_by = 'boss', approved_at = now() "
		    "where city = '%s'", city);
		REFUSED("42501", s, "insert into zp.staff values ('%s', "
		    "'me', 'me', null, 'admin')", city);
		REFUSED("42501", s, "update zp.staff set role = 'admin', "
		    "centre_code = null");
		REFUSED("42501", s, "select zp.staff_set('%s', 'me', 'me', "
		    "'', 'admin')", city);
		REFUSED("42501", s, "update zp.rebalance_items set state = "
		    "'applied'");
		REFUSED("42501", s, "select zp.rebalance_take('%s', %s, 'x',"
		    " 2, 'M', now())", city, no);
		zp_dbs_close(s);
	}
}

struct clerk {
	pthread_t thread;
	struct zp_dbs *s;
	const char *text;
	char state[8];
};

static void *run(void *arg)
{
	struct clerk *c = arg;
	struct zp_db_error err;

	snprintf(c->state, sizeof(c->state), "%s", zp_dbs_query(c->s,
	    c->text, NULL, 0, &err) != NULL ? "done" : err.sqlstate);
	return NULL;
}

static void two_administrators_at_once(void **state)
{
	const char *city = city_at_work();
	const char *no = put(city, "move", "x", tomorrow);
	struct zp_dbs *one = session("postgres");
	struct clerk two = { .s = session("postgres") };
	char text[256];

	(void)state;
	sql(root, "select zp.staff_set('%s', 'other', 'Other', '', "
	    "'admin')", city);
	snprintf(text, sizeof(text), "select zp.rebalance_approve('%s', %s, "
	    "'other')", city, no);
	two.text = text;
	sql(one, "begin");
	sql(one, "select zp.rebalance_approve('%s', %s, 'boss')", city, no);
	assert_int_equal(0, pthread_create(&two.thread, NULL, run, &two));
	for (int i = 0; i < 600 && strcmp("1", sql(root, "select count(*) "
	    "from pg_stat_activity where wait_event_type = 'Lock' and query "
	    "like '%%rebalance_approve%%' and pid <> pg_backend_pid()"))
	    != 0; i++)
		usleep(100000);
	sql(one, "commit");
	assert_int_equal(0, pthread_join(two.thread, NULL));
	assert_string_equal("ZP003", two.state);
	IS("boss", root, "select approved_by from zp.rebalances where city ="
	    " '%s'", city);
	zp_dbs_close(one);
	zp_dbs_close(two.s);
}

static void time_runs_out(void **state)
{
	const char *city = city_at_work();
	const char *old = put(city, "move", "x", "now() - interval '1 s'");
	const char *late = put(city, "move", "y", tomorrow);

	(void)state;
	IS("expired", root, "select state from zp.v_rebalances where city = "
	    "'%s' and plan_no = %s", city, old);
	REFUSED("ZP003", root, "select zp.rebalance_approve('%s', %s, "
	    "'boss')", city, old);
	IS("", root, "select plan_no from zp.rebalance_next('%s', 1, 'me', "
	    "0)", city);
	IS("expired", root, "select state from zp.rebalances where city = "
	    "'%s' and plan_no = %s", city, old);
	sql(root, "select zp.rebalance_remark('%s', %s, 'L', 'gladly', "
	    "'county')", city, late);
	sql(root, "select zp.rebalance_reject('%s', %s, 'boss', 'no')", city,
	    late);
	REFUSED("ZP003", root, "select zp.rebalance_approve('%s', %s, "
	    "'boss')", city, late);
	REFUSED("ZP003", root, "select zp.rebalance_remark('%s', %s, 'L', "
	    "'too late', 'county')", city, late);
	REFUSED("ZP004", root, "delete from zp.rebalance_remarks");
}

/* --- carried out, and taken back --- */

static const char *approved(const char *city, const char *kind,
    const char *cases)
{
	const char *no = put(city, kind, cases, tomorrow);

	sql(root, "select zp.rebalance_approve('%s', %s, 'boss')", city, no);
	return no;
}

static void all_or_what_still_holds(void **state)
{
	const char *city = city_at_work();
	const char *no = approved(city, "move", "x,y,z");
	char before[64];

	(void)state;
	/* y has changed since: the whole is refused, nothing is done */
	sql(root, "select zp.acknowledge('%s', 'y', '', null)", city);
	snprintf(before, sizeof(before), "%s", fingerprint("leases"));
	REFUSED("ZP001", root, "%s", apply(city, no, "boss", "x,y,z", ""));
	REFUSED("ZP001", root, "%s", apply(city, no, "boss", "x,z", ""));
	assert_string_equal(before, fingerprint("leases"));
	/* without it, said so */
	IS("2", root, "%s", apply(city, no, "boss", "x,z", "y"));
	assert_string_equal("applied: x applied, y left_out changed, z "
	    "applied", states(city, no));
	IS("x A withdrawn K, x M acts L, y A acts K, z A withdrawn K, z M "
	    "acts L", root, "select string_agg(concat_ws(' ', case_no, "
	    "licence_no, coalesce(end_reason, 'acts'), handling_centre), "
	    "', ' order by case_no, decision_no) from zp.assignments where "
	    "city = '%s'", city);
	IS("A1 M2", root, "select string_agg(licence_no || undertaken, ' ' "
	    "order by licence_no) from zp.counsel_years where city = '%s'",
	    city);
	IS("L", root, "select designated_centre from zp.cases where city = "
	    "'%s' and case_no = 'x'", city);
	IS("rebalance", root, "select distinct mode from zp.assignments "
	    "where city = '%s' and licence_no = 'M'", city);
	REFUSED("ZP003", root, "%s", apply(city, no, "boss", "x,z", "y"));
	/* a decision made on the mirror of before is refused */
	REFUSED("ZP001", root, "select zp.commit_plan('%s', 1, 'me', "
	    "registry_version - 1, now(), '', '', '', 'auto', '', '', '{}', "
	    "'{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', "
	    "'{}', '{}', '{}', '{}', '{}', 50) from zp.cities where city = "
	    "'%s'", city, city);
}

static void undone_the_same_rows_run_again(void **state)
{
	const char *city = city_at_work();
	const char *no;
	char before[64];

	(void)state;
	city_case(city, "w", "CV", "");
	assign(city, "w", "", "");	/* it waits */
	snprintf(before, sizeof(before), "%s", acting(city));
	no = approved(city, "move", "x,y");
	IS("2", root, "%s", apply(city, no, "boss", "x,y", ""));
	assert_string_not_equal(before, acting(city));
	REFUSED("ZP004", root, "select zp.rebalance_undo('%s', %s, 'helper',"
	    " 'oops')", city, no);
	IS("2", root, "select undone from zp.rebalance_undo('%s', %s, "
	    "'boss', 'oops')", city, no);
	assert_string_equal(before, acting(city));
	assert_string_equal("undone: x undone, y undone", states(city, no));
	REFUSED("ZP003", root, "select zp.rebalance_undo('%s', %s, 'boss', "
	    "'oops')", city, no);
	/* a loan: the case that waited wants a decision again */
	sql(root, "update zp.cases set dirty = false where city = '%s'",
	    city);
	no = approved(city, "loan", "w");
	IS("1", root, "%s", apply(city, no, "boss", "w", ""));
	IS("L K M", root, "select concat_ws(' ', lender, borrower, "
	    "licence_no) from zp.loans where city = '%s'", city);
	sql(root, "select zp.rebalance_undo('%s', %s, 'boss', 'oops')", city,
	    no);
	IS("approved  t", root, "select concat_ws(' ', state, "
	    "designated_centre, '', zp.as_bool(dirty)) from zp.cases where "
	    "city = '%s' and case_no = 'w'", city);
}

static void what_has_begun_stays(void **state)
{
	const char *city = city_at_work();
	const char *no = approved(city, "move", "x,y,z");

	(void)state;
	IS("3", root, "%s", apply(city, no, "boss", "x,y,z", ""));
	sql(root, "select zp.acknowledge('%s', 'x', '', null)", city);
	sql(root, "select zp.close_case('%s', 'y', '', 'me', null)", city);
	sql(root, "update zp.counsel set status = 'suspended' where city = "
	    "'%s' and licence_no = 'A'", city);
	REFUSED("ZP003", root, "select zp.rebalance_undo('%s', %s, 'boss', "
	    "'oops')", city, no);
	sql(root, "update zp.counsel set status = 'active' where city = "
	    "'%s' and licence_no = 'A'", city);
	IS("1 2", root, "select undone || ' ' || kept from "
	    "zp.rebalance_undo('%s', %s, 'boss', 'oops')", city, no);
	assert_string_equal("undone: x applied begun, y applied changed, z "
	    "undone", states(city, no));
	/* the window */
	sql(root, "update zp.cases set dirty = false where city = '%s'",
	    city);
	no = approved(city, "move", "z");
	IS("1", root, "%s", apply(city, no, "boss", "z", ""));
	sql(root, "alter table zp.rebalances disable trigger step");
	sql(root, "update zp.rebalances set undo_until = now() - interval "
	    "'1 s' where city = '%s' and plan_no = %s", city, no);
	sql(root, "alter table zp.rebalances enable trigger step");
	REFUSED("ZP003", root, "select zp.rebalance_undo('%s', %s, 'boss', "
	    "'oops')", city, no);
}

/* --- who asks --- */

static void the_upstream_system_asks(void **state)
{
	const char *city = city_at_work();
	struct zp_dbs *s = session("intake");

	(void)state;
	IS("1", s, "select zp.rebalance_ask('%s', 'loans')", city);
	IS("1", s, "select zp.rebalance_ask('%s', 'loans')", city);
	IS("2", s, "select zp.rebalance_ask('%s', 'both', '2026-12-31')",
	    city);
	IS("1 loans", root, "select plan_no || ' ' || kind from "
	    "zp.rebalance_next('%s', 1, 'me', 0)", city);
	REFUSED("ZP002", s, "select zp.rebalance_ask('nowhere')");
	REFUSED("23514", s, "select zp.rebalance_ask('%s', 'rest')", city);
	zp_dbs_close(s);
}

static void the_schedule_asks_once_a_month(void **state)
{
	const char *city = two_centres();

	(void)state;
	sql(root, "update zp.cities set clock = '2026-03-04T10:00+08' where "
	    "city = '%s'", city);
	IS("", root, "select plan_no from zp.rebalance_next('%s', 1, 'me', "
	    "5)", city);
	for (int i = 0; i < 2; i++) {
		sql(root, "update zp.cities set clock = "
		    "'2026-03-0%dT10:00+08' where city = '%s'", 5 + i, city);
		IS("1", root, "select plan_no from zp.rebalance_next('%s', "
		    "1, 'me', 5)", city);
	}
	sql(root, "update zp.cities set clock = '2026-04-05T10:00+08' where "
	    "city = '%s'", city);
	sql(root, "update zp.rebalances set state = 'expired' where city = "
	    "'%s'", city);
	sql(root, "select zp.rebalance_next('%s', 1, 'me', 5)", city);
	IS("schedule schedule", root, "select string_agg(cause, ' ') from "
	    "zp.rebalances where city = '%s'", city);
}

static void letters_of_assistance(void **state)
{
	const char *city = city_at_work();

	(void)state;
	IS("1", root, "select zp.assist_ask('%s', 'out', 'L', 'Elsewhere', "
	    "'x', 'a file', '2026-04-01', 'me')", city);
	REFUSED("ZP002", root, "select zp.assist_ask('%s', 'in', 'L', 'E', "
	    "'nil', 'a file', null, 'me')", city);
	sql(root, "select zp.assist_done('%s', 1, 'it came', 'me')", city);
	REFUSED("ZP003", root, "select zp.assist_done('%s', 1, 'again', "
	    "'me')", city);
	REFUSED("ZP004", root, "update zp.assistance set what = ''");
	REFUSED("ZP004", root, "delete from zp.assistance");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_changes_nothing),
		cmocka_unit_test(only_the_citys_administrator_approves),
		cmocka_unit_test(nobody_gets_round_it),
		cmocka_unit_test(two_administrators_at_once),
		cmocka_unit_test(time_runs_out),
		cmocka_unit_test(all_or_what_still_holds),
		cmocka_unit_test(undone_the_same_rows_run_again),
		cmocka_unit_test(what_has_begun_stays),
		cmocka_unit_test(the_upstream_system_asks),
		cmocka_unit_test(the_schedule_asks_once_a_month),
		cmocka_unit_test(letters_of_assistance),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
