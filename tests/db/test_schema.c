/* tests/db/test_schema.c - what the schema forbids, whoever tries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"
#include "zhipaid/table.h"

static void city_first(void **state)
{
	(void)state;
	IS("", root, "select string_agg(c.conrelid::regclass::text, ' ') "
	    "from pg_constraint c join pg_attribute a on a.attrelid = "
	    "c.conrelid and a.attnum = c.conkey[1] where c.contype = 'p' "
	    "and c.connamespace = 'zp'::regnamespace and a.attname <> 'city'"
	    " and c.conrelid <> 'zp.migrations'::regclass");
	IS("", root, "select string_agg(relname, ' ') from pg_class r where "
	    "relkind = 'r' and relnamespace = 'zp'::regnamespace and not "
	    "exists (select from pg_constraint where contype = 'p' and "
	    "conrelid = r.oid)");
}

static void everything_is_commented(void **state)
{
	(void)state;
	IS("", root, "select string_agg(oid::regclass::text, ' ') from "
	    "pg_class where relkind in ('r', 'v') and relnamespace = "
	    "'zp'::regnamespace and obj_description(oid, 'pg_class') is "
	    "null");
	IS("", root, "select string_agg(oid::regprocedure::text, ' ') from "
	    "pg_proc where pronamespace = 'zp'::regnamespace and "
	    "obj_description(oid, 'pg_proc') is null");
	IS("", root, "select string_agg(oid::regprocedure::text, ' ') from "
	    "pg_proc where pronamespace = 'zp'::regnamespace and prosecdef "
	    "and (proconfig is null or not 'search_path=zp, pg_temp' = "
	    "any (proconfig))");
}

/* The views deliver the columns of zhipaid/table.h, in order. */
static void columns_are_the_tables(void **state)
{
	(void)state;
	for (int id = 0; id < ZP_TABLES; id++) {
		const struct zp_table *t = zp_table_get((enum zp_table_id)id);

		if (id >= ZP_T_LINKS && id < ZP_T_ASSIGNMENTS)
			continue;
		for (size_t i = 0; i < t->cols; i++) {
			char want[8];

			snprintf(want, sizeof(want), "%zu", i + 2);
			assert_string_equal(want, sql(root, "select attnum "
			    "from pg_attribute where attrelid = "
			    "'zp.v_%s'::regclass and attname = '%s' and "
			    "atttypid = 'text'::regtype", t->name,
			    t->col[i].name));
		}
	}
}

static void two_leads(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	assign(city, "x", "A", "B");
	REFUSED("ZP001", root, "%s", plan(city, "x", "C", ""));
	for (const char *role = "lead"; role != NULL;
	    role = role[0] == 'l' ? "junior" : NULL)
		REFUSED("23505", root, "insert into zp.assignments (city, "
		    "case_no, decision_no, role, licence_no, "
		    "handling_centre, decided_at, mode, rule_set, weight, "
		    "decline_load) select city, case_no, decision_no, '%s', "
		    "'D', 'K', now(), 'auto', '', 1, 0 from zp.decisions "
		    "where city = '%s'", role, city);
	/* a third role does not exist; the same person twice neither */
	REFUSED("23514", root, "insert into zp.assignments (city, case_no, "
	    "decision_no, role, licence_no, handling_centre, decided_at, "
	    "mode, rule_set, weight, decline_load) select city, case_no, "
	    "decision_no, 'third', 'D', 'K', now(), 'auto', '', 1, 0 from "
	    "zp.decisions where city = '%s'", city);
	city_case(city, "y", "CV", "");
	REFUSED("23505", root, "%s", plan(city, "y", "A", "A"));
}

static void co_accused(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CR", ",\"joint_case\":\"J\"");
	city_case(city, "y", "CR", ",\"joint_case\":\"J\"");
	city_case(city, "z", "CV", ",\"joint_case\":\"J\"");
	assign(city, "x", "A", "");
	REFUSED("23P01", root, "%s", plan(city, "y", "A", ""));
	REFUSED("23P01", root, "%s", plan(city, "y", "B", "A"));
	assign(city, "y", "B", "C");
	assign(city, "z", "A", "");	/* not a criminal matter */
	/* over all time */
	sql(root, "select zp.change_counsel('%s', 'x', '', 'r', 'me', null)",
	    city);
	REFUSED("23P01", root, "%s", plan(city, "x", "C", ""));
	/* the same aided person at a later stage may keep counsel */
	city_case(city, "w", "CR", ",\"joint_case\":\"J\","
	    "\"recipient_id\":\"P-y\"");
	assign(city, "w", "B", "");
}

static void both_sides(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", ",\"opposes_case\":\"x\"");
	assign(city, "x", "A", "B");
	REFUSED("ZP004", root, "%s", plan(city, "y", "A", ""));
	REFUSED("ZP004", root, "%s", plan(city, "y", "C", "B"));
	assign(city, "y", "C", "");
	/* the other direction, and after the case was closed */
	sql(root, "select zp.close_case('%s', 'y', '', 'me', null)", city);
	sql(root, "select zp.decline('%s', 'x', '', true, '', 'A', null)",
	    city);
	REFUSED("ZP004", root, "%s", plan(city, "x", "C", ""));
	REFUSED("23514", root, "insert into zp.cases (city, case_no, "
	    "matter_code, recipient_id, opposes_case) values ('%s', 'v', "
	    "'CV', 'P', 'v')", city);
}

static void cap(void **state)
{
	const char *city = city_new(false);

	(void)state;
	sql(root, "update zp.counsel set annual_cap = 2 where city = '%s' "
	    "and licence_no = 'A'", city);
	city_case(city, "1", "CV", "");
	city_case(city, "2", "CV", "");
	city_case(city, "3", "CV", "");
	assign(city, "1", "A", "");
	assign(city, "2", "B", "A");
	REFUSED("23514", root, "%s", plan(city, "3", "A", ""));
	/* a decline gives the year's count back, a closing does not */
	sql(root, "select zp.close_case('%s', '1', '', 'me', null)", city);
	REFUSED("23514", root, "%s", plan(city, "3", "A", ""));
	sql(root, "select zp.decline('%s', '2', '', true, '', 'B', null)",
	    city);
	assign(city, "3", "A", "");
	IS("2 0", root, "select concat_ws(' ', undertaken, overridden) from "
	    "zp.counsel_years where city = '%s' and licence_no = 'A'", city);
	/* a lowered cap admits nobody and undoes nothing */
	sql(root, "select zp.set_cap('%s', 1, 'me', 1)", city);
	REFUSED("23514", root, "%s", plan(city, "2", "A", ""));
	/* the city's cap holds for people without their own */
	assign(city, "2", "D", "");
	city_case(city, "4", "CV", "");
	REFUSED("23514", root, "%s", plan(city, "4", "D", ""));
}

static void cap_by_word(void **state)
{
	const char *city = city_new(false);
	char text[2048];
	char *at;

	(void)state;
	sql(root, "select zp.set_cap('%s', 1, 'me', 1)", city);
	city_case(city, "1", "CV", "");
	city_case(city, "2", "CV", "");
	assign(city, "1", "A", "");
	snprintf(text, sizeof(text), "%s", plan(city, "2", "A", ""));
	at = strstr(text, "'{\"\"}', '{1000}'");
	assert_non_null(at);
	memcpy(at, "'{T1}'", 6);
	IS("1", root, "%s", text);
	IS("2 1", root, "select concat_ws(' ', undertaken, overridden) from "
	    "zp.counsel_years where city = '%s' and licence_no = 'A'", city);
	sql(root, "select zp.decline('%s', '2', '', true, '', 'A', null)",
	    city);
	IS("1 0", root, "select concat_ws(' ', undertaken, overridden) from "
	    "zp.counsel_years where city = '%s' and licence_no = 'A'", city);
	at = strstr(text, "'auto'");
	assert_non_null(at);
	memcpy(at, "'XXXX'", 6);
	REFUSED("23514", root, "%s", text);
}

static void overlapping_leave(void **state)
{
	const char *city = city_new(false);

	(void)state;
	sql(root, "select zp.leave_add('%s', 'A', '2026-03-01', "
	    "'2026-03-10', '')", city);
	REFUSED("23P01", root, "select zp.leave_add('%s', 'A', "
	    "'2026-03-10', '2026-03-12', '')", city);
	REFUSED("23514", root, "select zp.leave_add('%s', 'A', "
	    "'2026-05-02', '2026-05-01', '')", city);
	REFUSED("ZP002", root, "select zp.leave_add('%s', 'nobody', "
	    "'2026-05-01', '2026-05-01', '')", city);
	sql(root, "select zp.leave_add('%s', 'A', '2026-03-11', "
	    "'2026-03-12', '')", city);
	sql(root, "select zp.leave_add('%s', 'B', '2026-03-01', "
	    "'2026-03-10', '')", city);
}

static void the_record_stays(void **state)
{
	static const char *const table[] = { "decisions", "batches",
		"rule_sets", "registries", "case_events" };
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	assign(city, "x", "A", "");
	sql(root, "select zp.decline('%s', 'x', '', true, '', 'A', null)",
	    city);
	for (size_t i = 0; i < ZP_COUNT(table); i++) {
		REFUSED("ZP004", root, "delete from zp.%s", table[i]);
		REFUSED("ZP004", root, "update zp.%s set city = city",
		    table[i]);
		REFUSED("ZP004", root, "truncate zp.%s cascade", table[i]);
	}
	REFUSED("ZP004", root, "delete from zp.assignments");
	REFUSED("ZP004", root, "update zp.assignments set licence_no = 'B'");
	REFUSED("ZP004", root, "delete from zp.cases where city = '%s'",
	    city);
}

static void inactive(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	sql(root, "update zp.counsel set status = 'suspended' where city = "
	    "'%s' and licence_no = 'A'", city);
	REFUSED("ZP004", root, "%s", plan(city, "x", "A", ""));
	REFUSED("ZP004", root, "%s", plan(city, "x", "B", "A"));
	REFUSED("ZP004", root, "%s", plan(city, "x", "nobody", ""));
	IS("approved 1 t", root, "select '%s'", stands(city, "x"));
}

static void histories(void **state)
{
	const char *city = city_new(true);

	(void)state;
	sql(root, "update zp.cities set clock = '2026-03-01T10:00+08' where "
	    "city = '%s'", city);
	sql(root, "insert into zp.counsel (city, licence_no, name, kind, "
	    "firm_code, centre_code, joined_on) values ('%s', 'H', 'h', "
	    "'lawyer', 'F', 'K', '2020-01-02')", city);
	sql(root, "update zp.counsel set status = 'suspended' where city = "
	    "'%s' and licence_no = 'H'", city);
	sql(root, "update zp.counsel set name = 'hh' where city = '%s' and "
	    "licence_no = 'H'", city);
	sql(root, "update zp.cities set clock = '2026-04-01T10:00+08' where "
	    "city = '%s'", city);
	sql(root, "update zp.counsel set status = 'active', firm_code = 'G' "
	    "where city = '%s' and licence_no = 'H'", city);
	IS("2020-01-02 active, 2026-03-01 suspended, 2026-04-01 active",
	    root, "select string_agg(since || ' ' || status, ', ' order by "
	    "since) from zp.counsel_status where city = '%s' and licence_no "
	    "= 'H'", city);
	IS("2020-01-02 F, 2026-04-01 G", root, "select string_agg(since || "
	    "' ' || firm_code, ', ' order by since) from zp.counsel_firm "
	    "where city = '%s' and licence_no = 'H'", city);
}

static void duty(const char *want, const char *city, const char *row)
{
	char text[300];

	snprintf(text, sizeof(text), "select zp.import_rows('%s', 'roster', "
	    "'[{\"date\":\"2026-03-02\",%s}]')", city, row);
	assert_string_equal(want, sqlstate(root, "%s", text));
}

#define DUTY(station, shift, post, who, state) \
	"\"station_code\":\"" station "\",\"shift\":\"" shift \
	"\",\"post\":\"" post "\",\"licence_no\":\"" who \
	"\",\"state\":\"" state "\""

/* One person a post, nobody at two places; who was absent stays beside who
 * took the shift; the daemon is told. */
static void a_post_and_a_place(void **state)
{
	const char *city = city_new(false);
	const char *was;

	(void)state;
	for (int k = 0; k < 2; k++)
		sql(root, "insert into zp.stations (city, code, name, "
		    "region_code, shifts, posts) values ('%s', 'S%d', 's', "
		    "'1', '{am,pm}', 2)", city, k);
	was = sql(root, "select roster_version from zp.cities where city = "
	    "'%s'", city);
	duty("done", city, DUTY("S0", "am", "1", "A", "published"));
	assert_string_not_equal(was, sql(root, "select roster_version from "
	    "zp.cities where city = '%s'", city));
	duty("23P01", city, DUTY("S0", "day", "1", "B", "draft"));
	duty("23P01", city, DUTY("S1", "day", "1", "A", "draft"));
	duty("done", city, DUTY("S1", "pm", "1", "A", "published"));
	duty("done", city, DUTY("S0", "am", "2", "B", "published"));
	duty("23503", city, DUTY("S9", "am", "2", "B", "published"));
	duty("23514", city, DUTY("S1", "am", "2", "C", "perhaps"));
	duty("done", city, DUTY("S0", "am", "1", "A", "published") "},{"
	    "\"date\":\"2026-03-02\"," DUTY("S0", "am", "1", "C", "absent"));
	IS("A published, C absent", root, "select string_agg(licence_no || "
	    "' ' || state, ', ' order by licence_no) from zp.roster where "
	    "city = '%s' and station_code = 'S0' and post = 1", city);
	IS("2026-03-02", root, "select date from zp.v_roster where city = "
	    "'%s' and post = '2'", city);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(city_first),
		cmocka_unit_test(everything_is_commented),
		cmocka_unit_test(columns_are_the_tables),
		cmocka_unit_test(two_leads),
		cmocka_unit_test(co_accused),
		cmocka_unit_test(both_sides),
		cmocka_unit_test(cap),
		cmocka_unit_test(cap_by_word),
		cmocka_unit_test(overlapping_leave),
		cmocka_unit_test(a_post_and_a_place),
		cmocka_unit_test(the_record_stays),
		cmocka_unit_test(inactive),
		cmocka_unit_test(histories),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
