/* tests/db/test_rights.c - each role can do its own work and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"

/* Made from the files in sql/ by sql/embed.sh. */
extern const struct zp_sql zp_sql_table[];
extern const size_t zp_sql_count;

static struct zp_dbs *daemon_, *intake, *reader;

static int setup(void **state)
{
	city_setup(state);
	daemon_ = session("daemon");
	intake = session("intake");
	reader = session("reader");
	return 0;
}

static int teardown(void **state)
{
	zp_dbs_close(daemon_);
	zp_dbs_close(intake);
	zp_dbs_close(reader);
	return city_teardown(state);
}

/* The whole way with the rights of each: written, approved, decided. */
static void the_way_of_a_case(void **state)
{
	const char *city = city_new(false);
	char name[64];

	(void)state;
	sql(intake, "insert into zp.cases (city, case_no, matter_code, "
	    "recipient_id, recipient_name, recipient_birth) values ('%s', "
	    "'x', 'CV', 'P', '王小明', '1970-01-01'), ('%s', 'y', 'CV', "
	    "'Q', '李小红', '2020-01-01')", city, city);
	sql(intake, "select zp.approve('%s', 'x'), zp.approve('%s', 'y')",
	    city, city);
	sql(intake, "insert into zp.cases (city, case_no, matter_code, "
	    "recipient_id, approved_at, state) values ('%s', 'z', 'CV', "
	    "'R', now(), 'approved')", city);
	IS("1", daemon_, "%s", plan(city, "x", "A", ""));
	IS("1", daemon_, "%s", plan(city, "y", "B", ""));
	sql(intake, "select zp.acknowledge('%s', 'x', '', null)", city);
	sql(intake, "update zp.cases set urgent = true where city = '%s'",
	    city);
	sql(intake, "select zp.close_case('%s', 'y', '', 'me', null)", city);
	sql(intake, "insert into zp.leave (city, licence_no, starts_on, "
	    "ends_on) values ('%s', 'A', '2026-05-01', '2026-05-02')", city);
	sql(intake, "delete from zp.leave where city = '%s'", city);
	/* readers see no person: an initial, of a minor nothing */
	snprintf(name, sizeof(name), "%s", sql(reader, "select "
	    "string_agg(recipient, ' ' order by case_no) from zp.r_cases "
	    "where city = '%s' and recipient <> ''", city));
	assert_string_equal(name, "王** ***");
	IS("3", reader, "select sum(undertaken) + count(*) filter (where "
	    "undertaken > 0 and licence_no = 'A') from zp.r_counsel_load "
	    "where city = '%s'", city);
	IS("2", reader, "select count(*) from zp.r_assignments where city ="
	    " '%s'", city);
}

static void intake_cannot(void **state)
{
	static const char *const no[] = {
		"insert into zp.assignments (city) values ('1')",
		"update zp.assignments set ended_at = now()",
		"select * from zp.assignments",
		"select * from zp.decisions", "select * from zp.batches",
		"select * from zp.leases",
		"update zp.cases set state = 'assigned'",
		"update zp.cases set version = 1",
		"update zp.cases set dirty = false",
		"insert into zp.cases (city, version) values ('1', 1)",
		"update zp.cities set hard_cap = 1000",
		"update zp.counsel_years set undertaken = 0",
		"select zp.lease_take('1', '1', 1)",
		"select zp.fence('1', 1, '1')",
		"select zp.reopen('1', null)",
		"select zp.apply_event('1', '1', '', '', now(), '', '')",
		"select zp.end_running('1', '1', '', '', now(), true)",
		"select zp.log_event('1', '1', '', '', now(), '', '')",
		"delete from zp.counsel", "create table zp.mine (n int)",
	};
	static const char *const late[] = { "scheduled", "waiting",
		"assigned", "closed", "terminated" };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(no); i++)
		REFUSED("42501", intake, "%s", no[i]);
	/* nor slip in a case that is decided already, or never would be */
	for (size_t i = 0; i < ZP_COUNT(late); i++)
		REFUSED("ZP003", intake, "insert into zp.cases (city, "
		    "case_no, matter_code, recipient_id, approved_at, state) "
		    "values ('%s', 's', 'CV', 'P', now(), '%s')",
		    city_new(false), late[i]);
}

static void daemon_cannot(void **state)
{
	static const char *const no[] = {
		"insert into zp.assignments (city) values ('1')",
		"insert into zp.decisions (city) values ('1')",
		"update zp.cases set state = 'approved'",
		"update zp.leases set term = 1", "delete from zp.cases",
		"update zp.counsel_years set undertaken = 0",
		"select zp.reopen('1', null)",
		"insert into zp.migrations (name, sha256) values ('', '')",
		"create table zp.mine (n int)",
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(no); i++)
		REFUSED("42501", daemon_, "%s", no[i]);
}

/* Every query compiled in is valid and within the daemon's rights. */
static void daemon_can(void **state)
{
	static const char *const none[40];
	unsigned n = 0;

	(void)state;
	for (size_t i = 0; i < zp_sql_count; i++) {
		const struct zp_sql *q = &zp_sql_table[i];
		struct zp_db_error err = { .sqlstate = "" };

		if (strchr(q->name, '/') != NULL ||
		    strcmp(q->name, "roles") == 0 ||
		    strcmp(q->name, "staff_set") == 0)	/* the owner's */
			continue;
		assert_true(q->params <= ZP_COUNT(none));
		if (zp_dbs_query(daemon_, q->text, none, q->params,
		    &err) == NULL && strncmp(err.sqlstate, "42", 2) == 0)
			fail_msg("%s: %s %s", q->name, err.sqlstate,
			    err.message);
		sql(daemon_, "rollback");
		n++;
	}
	assert_true(n > 50);
}

static void reader_cannot(void **state)
{
	(void)state;
	IS("", root, "select string_agg(relname, ' ' order by relname) from "
	    "pg_class where relnamespace = 'zp'::regnamespace and relkind "
	    "in ('r', 'v') and has_table_privilege('reader', oid, 'select')"
	    " and relname not in ('r_cases', 'r_counsel_load', "
	    "'r_assignments', 'v_regions', 'v_centres', 'v_organs', "
	    "'v_firms', 'v_matters', 'v_stations', 'r_help', "
	    "'r_help_requests')");
	IS("", root, "select string_agg(relname, ' ') from pg_class where "
	    "relnamespace = 'zp'::regnamespace and relkind in ('r', 'v') "
	    "and has_table_privilege('reader', oid, "
	    "'insert, update, delete, truncate')");
	IS("as_bool as_day as_list as_wall civil_day is_code masked "
	    "shift_span today",
	    root, "select string_agg(proname, ' ' order by proname) from "
	    "pg_proc where pronamespace = 'zp'::regnamespace and "
	    "has_function_privilege('reader', oid, 'execute')");
	REFUSED("42501", reader, "select recipient_name from zp.v_cases");
}

/* No table is writable by anybody but through what roles.sql says. */
static void nothing_for_everybody(void **state)
{
	(void)state;
	sql(root, "create role stranger login");
	IS("", root, "select string_agg(relname, ' ') from pg_class where "
	    "relnamespace = 'zp'::regnamespace and relkind in ('r', 'v') "
	    "and has_table_privilege('stranger', oid, 'select, insert, "
	    "update, delete')");
	IS("f", root, "select has_schema_privilege('stranger', 'zp', "
	    "'usage')");
	IS("", root, "select string_agg(relname, ' ') from pg_class where "
	    "relnamespace = 'zp'::regnamespace and relkind = 'r' and "
	    "has_table_privilege('daemon', oid, "
	    "'insert, update, delete, truncate')");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_way_of_a_case),
		cmocka_unit_test(intake_cannot),
		cmocka_unit_test(daemon_cannot),
		cmocka_unit_test(daemon_can),
		cmocka_unit_test(reader_cannot),
		cmocka_unit_test(nothing_for_everybody),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
