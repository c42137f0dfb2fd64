/* tests/db/test_clocks.c - what is shown of clocks (D2, D3, D16), of the
 * cap (T1), of what wants a person's hand (R8, R9), of changes (R3). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support_city.h"
#include "zhipaid/buf.h"

#define NOTICE ",\"source\":\"mandatory_notice\""

/* All rows of a named query as text: fields by commas, rows by bars. */
static void shows(const char *want, const char *name,
    const char *const *param, uint32_t n)
{
	struct zp_db_error err;
	const struct zp_db_rows *r = zp_dbs_query(root,
	    zp_sql_get(name)->text, param, n, &err);
	struct zp_buf b = { 0 };

	if (r == NULL)
		fail_msg("%s: %s %s", name, err.sqlstate, err.message);
	for (uint32_t i = 0; i < zp_rows_count(r); i++)
		for (uint32_t c = 0; c < zp_rows_cols(r); c++) {
			const char *s = zp_rows_get(r, i, c, NULL);

			zp_buf_printf(&b, "%s%s", c > 0 ? "," :
			    i > 0 ? "|" : "", s == NULL ? "" : s);
		}
	assert_string_equal(zp_buf_str(&b), want);
	zp_buf_fini(&b);
}

static void what_wants_a_hand(void **state)
{
	const char *city = city_new(false);
	const char *const now[] = { city, "", "2026-03-07T09:00:00+08:00",
		"10", "t" };

	(void)state;
	city_case(city, "w", "CV", "");
	city_case(city, "x", "CR", NOTICE
	    ",\"hearing_at\":\"2026-04-01T09:00:00+08:00\""
	    ",\"hearing_until\":\"2026-04-01T11:00:00+08:00\"");
	city_case(city, "y", "CV",
	    ",\"hearing_at\":\"2026-04-01T11:00:00+08:00\""
	    ",\"hearing_until\":\"2026-04-01T12:00:00+08:00\"");
	assign(city, "w", "", "");
	assign(city, "x", "A", "");
	assign(city, "y", "A", "");
	shows("D2,assign,w,K,,2026-03-05,-2|"
	    "D3,tell the organ,x,K,,2026-03-05,-2", "cmd_todo", now, 5);
	/* told; a hearing is moved; then A is suspended */
	sql(root, "select zp.replied('%s', 'x', '2026-03-06T09:00+08')",
	    city);
	sql(root, "update zp.cases set hearing_at = '2026-04-01T10:30+08' "
	    "where city = '%s' and case_no = 'y'", city);
	shows("D2,assign,w,K,,2026-03-05,-2|"
	    "R9,hearings overlap,x,K,A,2026-04-01,25|"
	    "R9,hearings overlap,y,K,A,2026-04-01,25", "cmd_todo", now, 5);
	sql(root, "update zp.counsel set status = 'suspended' where city = "
	    "'%s' and licence_no = 'A'", city);
	sql(root, "select zp.close_case('%s', 'y', '', 'me', null)", city);
	shows("R8,reassign,x,K,A,,|D2,assign,w,K,,2026-03-05,-2", "cmd_todo",
	    now, 5);
}

/* plan() decides on 2026-03-02, the day of approval; due is 03-05. */
static void how_the_year_went(void **state)
{
	const char *city = city_new(false);
	const char *q[] = { city, "", "2026-03-07T09:00:00+08:00",
		"same_day" };

	(void)state;
	city_case(city, "w", "CV", "");
	city_case(city, "x", "CR", NOTICE ",\"stage\":\"investigation\"");
	city_case(city, "y", "CR", NOTICE);
	city_case(city, "z", "CV", "");
	assign(city, "w", "", "");
	assign(city, "x", "A", "");
	assign(city, "y", "B", "");
	assign(city, "z", "C", "");
	sql(root, "update zp.cases set approved_at = '2026-02-27T09:00+08', "
	    "due_on = '2026-03-01' where city = '%s' and case_no = 'z'",
	    city);
	sql(root, "select zp.replied('%s', 'x', '2026-03-06T09:00+08')",
	    city);
	shows("K,4,2,1,1,2,2,0,1,1", "cmd_clocks", q, 4);
	/* 02-27 is a Friday; 02-28 a working Saturday, or not */
	q[3] = "next_workday";
	shows("K,4,2,1,1,3,1,0,1,1", "cmd_clocks", q, 4);
	sql(root, "select zp.put_calendar('%s', 1, 'me', '{2026-02-28}', "
	    "'{t}', '{x}')", city);
	shows("K,4,2,1,1,2,2,0,1,1", "cmd_clocks", q, 4);
	q[3] = "none";
	shows("K,4,2,1,1,0,0,0,1,1", "cmd_clocks", q, 4);
}

static void near_the_cap(void **state)
{
	const char *city = city_new(false);
	const char *const q[] = { city, "K", "2026", "A", "80" };

	(void)state;
	sql(root, "insert into zp.counsel_years (city, licence_no, year, "
	    "undertaken, overridden, cap) values ('%s', 'A', 2026, 79, 0, "
	    "90)", city);
	shows("A,A,lawyer,K,active,79,90,11,,0,0,", "cmd_counsel", q, 5);
	sql(root, "update zp.counsel_years set undertaken = 80 where city = "
	    "'%s'", city);
	shows("A,A,lawyer,K,active,80,90,10,near the cap,0,0,", "cmd_counsel",
	    q, 5);
	sql(root, "update zp.counsel_years set undertaken = 90 where city = "
	    "'%s'", city);
	shows("A,A,lawyer,K,active,90,90,0,at the cap,0,0,", "cmd_counsel", q,
	    5);
	sql(root, "update zp.counsel_years set undertaken = 91, overridden "
	    "= 1 where city = '%s'", city);
	shows("A,A,lawyer,K,active,91,90,0,over the cap,0,0,", "cmd_counsel",
	    q, 5);
}

/* R1: who declines is seen, and the year's count comes back. */
static void refusals(void **state)
{
	const char *city = city_new(false);
	const char *const q[] = { city, "", "2026", "A", "80" };

	(void)state;
	city_case(city, "x", "CV", "");
	assign(city, "x", "A", "");
	sql(root, "select zp.decline('%s', 'x', '', false, 'busy', 'A', "
	    "'2026-03-03T09:00+08')", city);
	shows("A,A,lawyer,K,active,0,90,90,,0,1,2026-03-02T10:00:00+08:00",
	    "cmd_counsel", q, 5);
}

/* R3 is of a criminal trial procedure alone. */
static void changes_of_a_procedure(void **state)
{
	const char *city = city_new(false);
	const char *q[] = { city, "x" };

	(void)state;
	city_case(city, "x", "CR", ",\"stage\":\"first_instance\""
	    ",\"counsel_changes\":\"1\"");
	city_case(city, "i", "CR", ",\"stage\":\"investigation\""
	    ",\"counsel_changes\":\"1\"");
	city_case(city, "v", "CV", ",\"stage\":\"first_instance\""
	    ",\"counsel_changes\":\"1\"");
	assign(city, "x", "A", "");
	shows("1", "changes_of_case", q, 2);
	sql(root, "select zp.change_counsel('%s', 'x', '', 'ill', 'me', "
	    "null)", city);
	shows("2", "changes_of_case", q, 2);
	q[1] = "i";
	shows("0", "changes_of_case", q, 2);
	q[1] = "v";
	shows("0", "changes_of_case", q, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_wants_a_hand),
		cmocka_unit_test(how_the_year_went),
		cmocka_unit_test(near_the_cap),
		cmocka_unit_test(refusals),
		cmocka_unit_test(changes_of_a_procedure),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
