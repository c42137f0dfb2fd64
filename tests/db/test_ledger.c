/* tests/db/test_ledger.c - weights and entries, once written, stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"

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

/* The statement that credits a person. */
static const char *credit(const char *city, const char *licence, int points)
{
	static char text[256];

	snprintf(text, sizeof(text), "select zp.ledger_add('%s', '%s', "
	    "'make_good', %d, '', 'left out', 'clerk', "
	    "'2026-03-04T08:00+08')", city, licence, points);
	return text;
}

static const char *entries(const char *city)
{
	return sql(root, "select string_agg(concat_ws(' ', licence_no, at, "
	    "kind, points, case_no, by, reason), ', ' order by entry_no) "
	    "from zp.v_ledger where city = '%s'", city);
}

static void a_credit_is_written_as_it_is_read(void **state)
{
	const char *city = city_new(false);

	(void)state;
	sql(daemon_, "%s", credit(city, "A", -1500));
	assert_string_equal(entries(city), "A 2026-03-04T08:00:00+08:00 "
	    "make_good -1500  clerk left out");
	IS("2026", root, "select left(at, 4) from zp.v_ledger where city = "
	    "'%s'", city);
}

static void what_is_no_entry_is_refused(void **state)
{
	const char *city = city_new(false);

	(void)state;
	REFUSED("ZP002", daemon_, "%s", credit(city, "nobody", -1));
	REFUSED("23514", daemon_, "%s", credit(city, "A", 0));
	REFUSED("23514", daemon_, "select zp.ledger_add('%s', 'A', 'lead', "
	    "1, '', 'why', 'me', null)", city);
	REFUSED("23514", daemon_, "select zp.ledger_add('%s', 'A', "
	    "'correction', 1, '', '', 'me', null)", city);
	REFUSED("23514", daemon_, "select zp.ledger_add('%s', 'A', "
	    "'correction', 1, '', 'why', '', null)", city);
	REFUSED("23503", daemon_, "select zp.ledger_add('%s', 'A', "
	    "'correction', 1, 'no such case', 'why', 'me', null)", city);
	assert_string_equal(entries(city), "");
}

/* No decision goes through that does not know it. */
static void a_decision_on_its_way_is_refused(void **state)
{
	const char *city = city_new(false);
	char text[2048];

	(void)state;
	city_case(city, "x", "CV", "");
	snprintf(text, sizeof(text), "%s", plan(city, "x", "A", ""));
	memcpy(strstr(text, "i.registry_version"), "1                 ", 18);
	sql(root, "update zp.cities set registry_version = 1 where city = "
	    "'%s'", city);
	sql(daemon_, "%s", credit(city, "B", -1000));
	REFUSED("ZP001", daemon_, "%s", text);
	IS("1", daemon_, "%s", plan(city, "x", "A", ""));
}

/* Not even the owner: a mistake is put right by another entry. */
static void nothing_is_ever_changed(void **state)
{
	static const char *const no[] = {
		"update zp.ledger set points = 1",
		"update zp.ledger set reason = 'another'",
		"delete from zp.ledger", "truncate zp.ledger",
		"update zp.assignments set weight = 1",
		"update zp.assignments set decline_load = 1",
	};
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	assign(city, "x", "A", "B");
	sql(daemon_, "%s", credit(city, "A", -1000));
	for (size_t i = 0; i < ZP_COUNT(no); i++)
		REFUSED("ZP004", root, "%s", no[i]);
}

static void only_the_daemon_enters(void **state)
{
	const char *city = city_new(false);
	struct zp_dbs *other[] = { intake, reader };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(other); i++) {
		REFUSED("42501", other[i], "%s", credit(city, "A", -1));
		REFUSED("42501", other[i], "select * from zp.ledger");
		REFUSED("42501", other[i], "select * from zp.v_ledger");
	}
	REFUSED("42501", daemon_, "insert into zp.ledger (city) values "
	    "('1')");
	REFUSED("42501", daemon_, "update zp.ledger set points = 1");
	REFUSED("42501", daemon_, "delete from zp.ledger");
}

static const char *weights(const char *city)
{
	return sql(root, "select string_agg(concat_ws(' ', licence_no, "
	    "weight, decline_load, end_reason, with_cause), ', ' order by "
	    "decision_no, licence_no) from zp.v_assignments where city = "
	    "'%s'", city);
}

/* R1: whether the cause was good stays with who declined, alone. */
static void a_decline_says_whether_its_cause_was_good(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	assign(city, "x", "A", "B");
	assert_string_equal(weights(city), "A 1000 50  f, B 500 50  f");
	sql(daemon_, "select zp.decline('%s', 'x', 'B', true, 'ill', 'me', "
	    "null)", city);
	assert_string_equal(weights(city), "A 1000 50  f, "
	    "B 500 50 declined t");
	sql(daemon_, "select zp.decline('%s', 'x', '', false, '', 'me', "
	    "null)", city);
	assign(city, "x", "C", "D");
	sql(daemon_, "select zp.decline('%s', 'x', 'C', true, '', 'me', "
	    "null)", city);
	assert_string_equal(weights(city), "A 1000 50 declined f, "
	    "B 500 50 declined t, C 1000 50 declined t, "
	    "D 500 50 withdrawn f");
	REFUSED("23514", root, "update zp.assignments set with_cause = true "
	    "where city = '%s' and licence_no = 'D'", city);
}

/* Days of a suspension that is over are days away (T9). */
static void a_suspension_that_is_over_is_loaded_as_leave(void **state)
{
	const char *city = city_new(false);
	const struct zp_sql *q = zp_sql_get("load_leave");
	struct zp_db_error err;
	const struct zp_db_rows *rows;

	(void)state;
	sql(root, "delete from zp.counsel_status where city = '%s'", city);
	sql(root, "insert into zp.counsel_status values "
	    "('%s', 'A', '2026-01-01', 'active'), "
	    "('%s', 'A', '2026-02-01', 'suspended'), "
	    "('%s', 'A', '2026-03-01', 'active'), "
	    "('%s', 'A', '2026-04-01', 'suspended'), "
	    "('%s', 'B', '2026-01-01', 'suspended'), "
	    "('%s', 'B', '2026-01-02', 'left')", city, city, city, city,
	    city, city);
	sql(root, "insert into zp.leave (city, licence_no, starts_on, "
	    "ends_on, reason) values ('%s', 'A', '2026-02-01', "
	    "'2026-02-03', 'ill'), ('%s', 'C', '2026-05-01', '2026-05-02', "
	    "'rest')", city, city);
	rows = zp_dbs_query(daemon_, q->text, (const char *[]){ city }, 1,
	    &err);
	assert_non_null(rows);
	assert_int_equal(zp_rows_count(rows), 3);
	assert_string_equal(zp_rows_get(rows, 0, 1, NULL), "2026-02-01");
	assert_string_equal(zp_rows_get(rows, 0, 2, NULL), "2026-02-28");
	assert_string_equal(zp_rows_get(rows, 1, 0, NULL), "B");
	assert_string_equal(zp_rows_get(rows, 1, 2, NULL), "2026-01-01");
	assert_string_equal(zp_rows_get(rows, 2, 3, NULL), "rest");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_credit_is_written_as_it_is_read),
		cmocka_unit_test(what_is_no_entry_is_refused),
		cmocka_unit_test(a_decision_on_its_way_is_refused),
		cmocka_unit_test(nothing_is_ever_changed),
		cmocka_unit_test(only_the_daemon_enters),
		cmocka_unit_test(a_decline_says_whether_its_cause_was_good),
		cmocka_unit_test(
		    a_suspension_that_is_over_is_loaded_as_leave),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
