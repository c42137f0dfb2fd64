/*
 * tests/db/test_settle.c - cases held, and decisions that still move: what
 * the schema lets a daemon write, and who wins a race.
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

static struct zp_dbs *one, *two;

static int setup(void **state)
{
	(void)state;
	one = session("postgres");
	two = session("postgres");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	zp_dbs_close(one);
	zp_dbs_close(two);
	return 0;
}

/* commit_plan() at `at` of March 2nd: one case to a lead, movable until
 * `settle` ("" = fixed), while `stays` ("" = none) was looked at in a
 * version `old` behind its own. */
static const char *move(const char *city, const char *no, const char *lead,
    const char *settle, const char *stays, int old)
{
	static char text[2048];

	snprintf(text, sizeof(text), "select zp.commit_plan('%s', l.term, "
	    "l.holder, i.registry_version, '2026-03-02T10:30+08', "
	    "repeat('a', 64), repeat('a', 64), 'view', 'auto', '', '', "
	    "'{%s}', array[c.version], '{K}', '{\"%s\"}', '{\"\"}', '{7}',"
	    " '{only}', '{record}', '{\"\"}', '{why}', '{NULL}', "
	    "'{2026-03-05}', '{2026-03-05}', '{\"\"}', '{1000}', '{500}', "
	    "50, array[nullif('%s', '')]::timestamptz[], '{%s}', "
	    "array(select version - %d from zp.cases s where s.city = '%s' "
	    "and s.case_no = '%s')) from zp.cities i "
	    "join zp.leases l using (city) join zp.cases c using (city) "
	    "where city = '%s' and case_no = '%s'", city, no, lead, settle,
	    stays, old, city, stays, city, no);
	return text;
}

/* licence reason, by decision, then the counts of A and B. */
static const char *history(const char *city, const char *no)
{
	return sql(root, "select string_agg(licence_no || ' ' || "
	    "coalesce(end_reason, 'acts'), ', ' order by decision_no) || "
	    "': ' || coalesce((select string_agg(licence_no || "
	    "undertaken::text, ' ' order by licence_no) from "
	    "zp.counsel_years y where y.city = '%s'), '') from "
	    "zp.assignments where city = '%s' and case_no = '%s'", city, city,
	    no);
}

static void a_decision_moves_while_it_may(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", "");
	IS("1", root, "%s", move(city, "x", "A", "2026-03-02T11:00+08", "",
	    0));
	assert_string_equal("A acts: A1", history(city, "x"));
	/* moved: the former row is withdrawn and does not count (T1) */
	IS("1", root, "%s", move(city, "x", "B", "2026-03-02T11:00+08", "",
	    0));
	assert_string_equal("A withdrawn, B acts: A0 B1", history(city, "x"));
	assert_string_equal("assigned 3 f", stands(city, "x"));
	/* beside y it stays, if it is what the plan saw */
	REFUSED("ZP001", root, "%s", move(city, "y", "C", "", "x", 1));
	assert_string_equal("approved 1 t", stands(city, "y"));
	IS("1", root, "%s", move(city, "y", "C", "", "x", 0));
	assert_string_equal("assigned 3 f", stands(city, "x"));
	/* y was fixed at once, and its time is over for x */
	REFUSED("ZP001", root, "%s", move(city, "y", "D", "", "", 0));
	sql(root, "update zp.cases set settle_until = '2026-03-02T10:30+08' "
	    "where city = '%s' and case_no = 'x'", city);
	REFUSED("ZP001", root, "%s", move(city, "x", "D",
	    "2026-03-02T11:00+08", "", 0));
	assert_string_equal("A withdrawn, B acts: A0 B1 C1",
	    history(city, "x"));
}

/* Who is told fixes it: counsel, the organ; and what ends ends. */
static void telling_fixes(void **state)
{
	static const char *const how[][2] = {
		{ "acknowledge", "''" }, { "replied", "null" },
		{ "close_case", "'', 'me', null" },
		{ "decline", "'', true, '', 'me', null" },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(how); i++) {
		const char *city = city_new(false);

		city_case(city, "x", "CV", "");
		IS("1", root, "%s", move(city, "x", "A",
		    "2026-03-02T11:00+08", "", 0));
		sql(root, "select zp.%s('%s', 'x', %s%s)", how[i][0], city,
		    how[i][1], i == 0 ? ", null" : "");
		IS("", root, "select settle_until from zp.cases where city ="
		    " '%s'", city);
		if (i < 3)	/* declined, it wants counsel like any other */
			REFUSED("ZP001", root, "%s", move(city, "x", "B",
			    "2026-03-02T11:00+08", "", 0));
	}
}

struct late {
	pthread_t thread;
	char text[2048], state[8];
};

static void *run(void *arg)
{
	struct late *l = arg;
	struct zp_db_error err;

	snprintf(l->state, sizeof(l->state), "%s", zp_dbs_query(two, l->text,
	    NULL, 0, &err) != NULL ? "done" : err.sqlstate);
	return NULL;
}

/* The person takes the case on while the daemon is moving it off him: the
 * plan rests on a version that is over, and changes nothing at all. */
static void acknowledged_while_it_moves(void **state)
{
	const char *city = city_new(false);
	struct late l;
	char plan_of_v2[2048];

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", "");
	IS("1", root, "%s", move(city, "x", "A", "2026-03-02T11:00+08", "",
	    0));
	snprintf(plan_of_v2, sizeof(plan_of_v2), "%s", move(city, "x", "B",
	    "2026-03-02T11:00+08", "", 0));
	sql(one, "begin");
	sql(one, "select zp.acknowledge('%s', 'x', '', null)", city);
	/* the daemon's text names version 2, as planned */
	snprintf(l.text, sizeof(l.text), "%s", plan_of_v2);
	assert_int_equal(0, pthread_create(&l.thread, NULL, run, &l));
	usleep(200000);
	sql(one, "commit");
	assert_int_equal(0, pthread_join(l.thread, NULL));
	assert_string_equal("ZP001", l.state);
	assert_string_equal("A acts: A1", history(city, "x"));
	assert_string_equal("assigned 3 t", stands(city, "x"));
	/* a plan that only looked at it is old as well */
	REFUSED("ZP001", root, "%s", move(city, "y", "C", "", "x", 1));
	assert_string_equal("approved 1 t", stands(city, "y"));
}

/* A waiting case of the centre is looked at again when a move frees
 * somebody there. */
static void a_move_may_help_who_waits(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "w", "CV", "");
	assign(city, "w", "", "");
	assert_string_equal("waiting 2 f", stands(city, "w"));
	IS("1", root, "%s", move(city, "x", "A", "2026-03-02T11:00+08", "",
	    0));
	assert_string_equal("waiting 2 f", stands(city, "w"));
	IS("1", root, "%s", move(city, "x", "B", "2026-03-02T11:00+08", "",
	    0));
	assert_string_equal("waiting 3 t", stands(city, "w"));
}

/* --- hold --- */

static const char *hold(const char *city, const char *no, int version)
{
	return sql(root, "select zp.hold('%s', 1, 'me', '{%s}', '{%d}', "
	    "'{2026-03-04T09:00+08}')", city, no, version);
}

static void a_held_case_is_not_dirty_and_not_lost(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	assert_string_equal("0", hold(city, "x", 7));	/* not that version */
	assert_string_equal("approved 1 t", stands(city, "x"));
	assert_string_equal("1", hold(city, "x", 1));
	assert_string_equal("approved 1 f", stands(city, "x"));
	IS("为便于一并指派，等候至 2026-03-04 09:00", root,
	    "select text from zp.v_pending where city = '%s'", city);
	REFUSED("ZP001", root, "select zp.hold('%s', 2, 'other', '{x}', "
	    "'{1}', '{2026-03-04T09:00+08}')", city);
	/* other facts: the daemon is to look at it */
	sql(root, "update zp.cases set urgent = true where city = '%s'",
	    city);
	assert_string_equal("approved 2 t", stands(city, "x"));
	assert_string_equal("1", hold(city, "x", 2));
	/* other rules: so it is */
	sql(root, "select zp.reopen_all('%s', 1, 'me')", city);
	assert_string_equal("approved 3 t", stands(city, "x"));
	assert_string_equal("1", hold(city, "x", 3));
	/* decided: it is held no more */
	assign(city, "x", "A", "");
	IS("", root, "select hold_until from zp.cases where city = '%s'",
	    city);
	assert_string_equal("0", hold(city, "x", 4));
}

/* In a replay the instant at which it falls due is one of the clock's, also
 * after the last approval. */
static void the_clock_stops_where_it_is_due(void **state)
{
	const char *city = city_new(true);

	(void)state;
	sql(root, "select zp.import_rows('%s', 'cases', '[{\"case_no\":\"x\""
	    ",\"matter_code\":\"CV\",\"recipient_id\":\"P\",\"approved_at\":"
	    "\"2026-03-02T09:00:00+08:00\"}]')", city);
	IS("2026-03-02T09:00:00+08:00", root, "select zp.as_wall("
	    "zp.replay_advance('%s', 1, 'me'))", city);
	assert_string_equal("1", hold(city, "x", 2));
	for (int i = 0; i < 2; i++)	/* again after a crash: the same */
		IS("2026-03-04T09:00:00+08:00", root, "select zp.as_wall("
		    "zp.replay_advance('%s', 1, 'me'))", city);
	assert_string_equal("approved 2 f", stands(city, "x"));
	assign(city, "x", "A", "");
	IS("", root, "select zp.as_wall(zp.replay_advance('%s', 1, 'me'))",
	    city);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_decision_moves_while_it_may),
		cmocka_unit_test(telling_fixes),
		cmocka_unit_test_setup_teardown(acknowledged_while_it_moves,
		    setup, teardown),
		cmocka_unit_test(a_move_may_help_who_waits),
		cmocka_unit_test(a_held_case_is_not_dirty_and_not_lost),
		cmocka_unit_test(the_clock_stops_where_it_is_due),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
