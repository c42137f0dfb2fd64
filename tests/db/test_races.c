/*
 * tests/db/test_races.c - two sessions at once.
 *
 * Each race is set up so that its order is certain: one session holds its
 * transaction open while the other waits for it in a thread.
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

/* Session two begins text and comes to wait for a lock of session one. */
static void begin(struct late *l, const char *text)
{
	snprintf(l->text, sizeof(l->text), "%s", text);
	assert_int_equal(0, pthread_create(&l->thread, NULL, run, l));
	for (int i = 0; i < 5000; i++) {
		if (strcmp("0", sql(root, "select count(*) from pg_locks "
		    "where not granted")) != 0)
			return;
		usleep(1000);
	}
	fail_msg("%s does not wait", text);
}

static const char *end(struct late *l)
{
	assert_int_equal(0, pthread_join(l->thread, NULL));
	return l->state;
}

/* Two daemons commit the same case: the second one's news are old. */
static void two_commits(void **state)
{
	const char *city = city_new(false);
	struct late l;

	(void)state;
	city_case(city, "x", "CV", "");
	sql(one, "begin");
	IS("1", one, "%s", plan(city, "x", "A", ""));
	begin(&l, plan(city, "x", "B", ""));
	sql(one, "commit");
	assert_string_equal(end(&l), "ZP001");
	IS("A", root, "select string_agg(licence_no, ' ') from "
	    "zp.assignments where city = '%s'", city);
}

/* A junior declines while the daemon decides about the same case. */
static void decline_and_commit(void **state)
{
	const char *city = city_new(false);
	char text[256];
	struct late l;

	(void)state;
	city_case(city, "x", "CV", "");
	snprintf(text, sizeof(text), "select zp.terminate('%s', 'x', '1', "
	    "'me', null)", city);
	sql(one, "begin");
	sql(one, "%s", text);
	begin(&l, plan(city, "x", "A", ""));
	sql(one, "commit");
	assert_string_equal(end(&l), "ZP001");
	assert_string_equal(stands(city, "x"), "terminated 2 t");
	/* the other way round: the event fits the state it finds */
	city_case(city, "y", "CV", "");
	sql(one, "begin");
	sql(one, "%s", plan(city, "y", "A", ""));
	snprintf(text, sizeof(text), "select zp.decline('%s', 'y', '', true,"
	    " '', 'A', null)", city);
	begin(&l, text);
	sql(one, "commit");
	assert_string_equal(end(&l), "done");
	assert_string_equal(stands(city, "y"), "approved 3 t");
	IS("0", root, "select undertaken from zp.counsel_years where city = "
	    "'%s' and licence_no = 'A'", city);
}

/* Declines of two cases of one person at once: both are counted. */
static void two_declines(void **state)
{
	const char *city = city_new(false);
	char text[256];
	struct late l;

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", "");
	assign(city, "x", "A", "");
	assign(city, "y", "A", "");
	sql(one, "begin");
	sql(one, "select zp.decline('%s', 'x', '', true, '', 'A', null)",
	    city);
	snprintf(text, sizeof(text), "select zp.decline('%s', 'y', '', true,"
	    " '', 'A', null)", city);
	begin(&l, text);
	sql(one, "commit");
	assert_string_equal(end(&l), "done");
	IS("0", root, "select undertaken from zp.counsel_years where city = "
	    "'%s' and licence_no = 'A'", city);
}

/* Two standbys take a free lease: one gets it. */
static void two_takers(void **state)
{
	const char *city = city_new(false);
	char text[256];
	struct late l;

	(void)state;
	IS("", root, "select zp.lease_take('%s', 'you', 60000)", city);
	IS("t", root, "select zp.lease_release('%s', 1, 'me')", city);
	sql(one, "begin");
	IS("2", one, "select zp.lease_take('%s', 'one', 60000)", city);
	snprintf(text, sizeof(text), "select 1 / coalesce(zp.lease_take('%s',"
	    " 'two', 60000), 0)", city);
	begin(&l, text);
	sql(one, "commit");
	assert_string_equal(end(&l), "22012");	/* NULL: divided by 0 */
	IS("t", root, "select zp.lease_renew('%s', 2, 'one', 60000)", city);
	IS("f", root, "select zp.lease_renew('%s', 2, 'two', 60000)", city);
	IS("f", root, "select zp.lease_renew('%s', 1, 'me', 60000)", city);
}

/* A leader whose term is over writes nothing, however late it wakes. */
static void stale_term(void **state)
{
	static const char *const call[][2] = {
		{ "put_rule_set", ", repeat('b', 64), ''" },
		{ "put_registry", ", repeat('b', 64), ''" },
		{ "put_calendar", ", '{}', '{}', '{}'" },
		{ "set_cap", ", 80" },
		{ "reopen_all", "" },
		{ "wake", ", '2026-01-01'" },
		{ "mirrored", ", '{}', '{}'" },
		{ "replay_advance", "" },
	};
	const char *city = city_new(false);
	char text[2048];
	struct late l;

	(void)state;
	city_case(city, "x", "CV", "");
	snprintf(text, sizeof(text), "%s", plan(city, "x", "A", ""));
	memcpy(strstr(text, "l.term"), "1     ", 6);
	memcpy(strstr(text, "l.holder"), "'me'    ", 8);
	sql(root, "update zp.leases set expires_at = now() where city = "
	    "'%s'", city);
	sql(one, "begin");
	IS("2", one, "select zp.lease_take('%s', 'you', 60000)", city);
	begin(&l, text);	/* waits for who takes the lease */
	sql(one, "commit");
	assert_string_equal(end(&l), "ZP001");
	for (size_t i = 0; i < ZP_COUNT(call); i++)
		REFUSED("ZP001", root, "select zp.%s('%s', 1, 'me'%s)",
		    call[i][0], city, call[i][1]);
	assert_string_equal(stands(city, "x"), "approved 1 t");
}

/* The registry changed while the daemon was deciding. */
static void registry_moved(void **state)
{
	const char *city = city_new(false);
	char text[2048];

	(void)state;
	city_case(city, "x", "CV", "");
	snprintf(text, sizeof(text), "%s", plan(city, "x", "A", ""));
	memcpy(strstr(text, "i.registry_version"), "1                 ", 18);
	REFUSED("ZP001", root, "%s", text);
}

/* A case comes to wait while another one of its centre ends: it hears. */
static void wake_up_is_not_lost(void **state)
{
	const char *city = city_new(false);
	char text[256];
	struct late l;

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", "");
	assign(city, "y", "A", "");
	sql(one, "begin");
	sql(one, "%s", plan(city, "x", "", ""));
	snprintf(text, sizeof(text), "select zp.close_case('%s', 'y', '', "
	    "'me', null)", city);
	begin(&l, text);
	sql(one, "commit");
	assert_string_equal(end(&l), "done");
	assert_string_equal(stands(city, "x"), "waiting 3 t");
	/* the same with the registry */
	city_case(city, "z", "CV", "");
	sql(one, "begin");
	sql(one, "%s", plan(city, "z", "", ""));
	snprintf(text, sizeof(text), "select zp.leave_add('%s', 'A', "
	    "'2026-05-01', '2026-05-02', '')", city);
	begin(&l, text);
	sql(one, "commit");
	assert_string_equal(end(&l), "done");
	assert_string_equal(stands(city, "z"), "waiting 3 t");
}

/* Who holds a lock for long makes the daemon try again, not hang; and
 * nobody but a commit keeps a standby from taking over. */
static void patience(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", "");
	assign(city, "y", "A", "");
	sql(one, "begin");
	sql(one, "select zp.close_case('%s', 'y', '', 'me', null)", city);
	REFUSED("55P03", two, "%s", plan(city, "x", "B", ""));
	IS("t", two, "select zp.lease_release('%s', 1, 'me')", city);
	IS("2", two, "select zp.lease_take('%s', 'you', 60000)", city);
	sql(one, "commit");
	IS("1", two, "%s", plan(city, "x", "B", ""));
}

/* Both sides of a dispute in two transactions at once. */
static void both_sides_at_once(void **state)
{
	const char *city = city_new(false);
	struct late l;

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", ",\"opposes_case\":\"x\"");
	sql(one, "begin");
	sql(one, "%s", plan(city, "x", "A", ""));
	begin(&l, plan(city, "y", "A", ""));
	sql(one, "commit");
	assert_string_equal(end(&l), "ZP004");
}

/* A duty lawyer helps a co-suspect while the daemon gives him the case: that
 * decision is refused (C14).  Once he has it, the mirror is told. */
static void help_and_commit(void **state)
{
	const char *city = city_new(false);
	char text[512];
	struct late l;

	(void)state;
	sql(root, "insert into zp.stations (city, code, name, region_code) "
	    "values ('%s', 'S', 's', '1')", city);
	city_case(city, "x", "CR", ",\"joint_case\":\"J\"");
	snprintf(text, sizeof(text), "select zp.duty_help('%s', 'S', 'A', "
	    "'Q', '{opinion}', 'J', null, '2026-03-02T09:00+08', null, null, "
	    "'', null, '', 'me')", city);
	sql(one, "begin");
	sql(one, "%s", text);
	begin(&l, plan(city, "x", "A", ""));
	sql(one, "commit");
	assert_string_equal(end(&l), "ZP001");
	assert_string_equal(stands(city, "x"), "approved 2 t");
	/* the other way round */
	sql(one, "begin");
	sql(one, "%s", plan(city, "x", "A", ""));
	memcpy(strstr(text, "09:00"), "10:00", 5);
	begin(&l, text);
	sql(one, "commit");
	assert_string_equal(end(&l), "done");
	assert_string_equal(stands(city, "x"), "assigned 4 t");
}

/* Numbers of the log are in the order of the commits: what was read up to
 * one of them is all there is before it. */
static void helps_are_numbered_as_they_commit(void **state)
{
	const char *city = city_new(false);
	char text[512];
	struct late l;

	(void)state;
	sql(root, "insert into zp.stations (city, code, name, region_code) "
	    "values ('%s', 'S', 's', '1')", city);
	snprintf(text, sizeof(text), "select zp.import_rows('%s', 'help', "
	    "'[{\"at\":\"2026-03-02\",\"station_code\":\"S\","
	    "\"licence_no\":\"A\",\"person_id\":\"P\",\"services\":"
	    "\"opinion\"}]')", city);
	sql(one, "begin");
	sql(one, "select zp.duty_help('%s', 'S', 'A', 'Q', '{opinion}', '', "
	    "null, '2026-03-02T09:00+08', null, null, '', null, '', 'me')",
	    city);
	begin(&l, text);
	sql(one, "commit");
	assert_string_equal(end(&l), "done");
	IS("Q P", root, "select string_agg(person_id, ' ' order by help_no) "
	    "from zp.help_log where city = '%s'", city);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(two_commits),
		T(decline_and_commit),
		T(two_declines),
		T(two_takers),
		T(stale_term),
		T(registry_moved),
		T(wake_up_is_not_lost),
		T(patience),
		T(both_sides_at_once),
		T(help_and_commit),
		T(helps_are_numbered_as_they_commit),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
