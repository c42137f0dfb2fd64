/*
 * tests/db/test_help.c - requests for duty lawyers and the log of their help:
 * the life of a request, what cannot be changed, which cases a help touches.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"

static struct zp_dbs *daemon_, *reader;

static int setup(void **state)
{
	city_setup(state);
	daemon_ = session("daemon");
	reader = session("reader");
	return 0;
}

static int teardown(void **state)
{
	zp_dbs_close(daemon_);
	zp_dbs_close(reader);
	return city_teardown(state);
}

/* A city with the stations S and T; E is no lawyer. */
static const char *help_city(bool replay)
{
	const char *city = city_new(replay);

	sql(root, "insert into zp.stations (city, code, name, region_code) "
	    "values ('%s', 'S', 's', '1'), ('%s', 'T', 't', '1')", city,
	    city);
	sql(root, "update zp.counsel set kind = 'grassroots_worker' where "
	    "city = '%s' and licence_no = 'E'", city);
	return city;
}

/* Statements of the functions: station S, times in March. */
static const char *request(const char *city, const char *persons,
    const char *override)
{
	static char text[512];

	snprintf(text, sizeof(text), "select zp.duty_request('%s', 'S', "
	    "'{%s}', 'detainee', '2026-03-02T09:00+08', null, false, 'D11', "
	    "'2026-03-03T09:00+08', '', '', null, '%s', 'me')", city,
	    persons, override);
	return text;
}

static const char *help(const char *city, const char *who,
    const char *person, const char *more)
{
	static char text[512];

	snprintf(text, sizeof(text), "select zp.duty_help('%s', 'S', '%s', "
	    "'%s', '{consultation%s}', '', null, '2026-03-02T%s+08', null, "
	    "null, '', null, '', 'me')", city, who, person,
	    strcmp(more, "application") == 0 ? ",forwarded_application" : "",
	    strcmp(more, "early") == 0 ? "08:00" : "15:00");
	return text;
}

static const char *requests(const char *city)
{
	return sql(root, "select string_agg(concat_ws(' ', person_id, rule, "
	    "state, met_by), ', ' order by request_no) from zp.help_requests "
	    "where city = '%s'", city);
}

static void a_request_is_met_by_help(void **state)
{
	const char *city = help_city(false);

	(void)state;
	sql(daemon_, "%s", request(city, "Q,P", ""));
	sql(daemon_, "%s", help(city, "A", "P", "early"));	/* before */
	assert_string_equal(requests(city), "P D11 open, Q D11 open");
	sql(daemon_, "%s", help(city, "A", "P", ""));
	assert_string_equal(requests(city), "P D11 met A, Q D11 open");
	/* one notice: one number */
	IS("1", root, "select count(distinct notice_no) from "
	    "zp.help_requests where city = '%s'", city);
	IS("1", root, "select count(*) from zp.help_log h join "
	    "zp.help_requests r using (city, request_no) where h.city = '%s' "
	    "and r.person_id = 'P'", city);
	/* not by number, when it is over or another's */
	REFUSED("ZP003", daemon_, "select zp.duty_help('%s', 'S', 'A', 'P', "
	    "'{opinion}', '', (select min(request_no) from zp.help_requests "
	    "where city = '%s'), null, null, null, '', null, '', 'me')",
	    city, city);
	REFUSED("ZP003", daemon_, "select zp.duty_help('%s', 'S', 'A', 'P', "
	    "'{opinion}', '', (select max(request_no) from zp.help_requests "
	    "where city = '%s'), null, null, null, '', null, '', 'me')",
	    city, city);
	sql(daemon_, "select zp.duty_withdraw('%s', (select max(request_no) "
	    "from zp.help_requests where city = '%s'), 'went home', 'me')",
	    city, city);
	assert_string_equal(requests(city), "P D11 met A, Q D11 withdrawn");
}

/* D10: an application is a request until the institution has it. */
static void an_application_has_its_own_clock(void **state)
{
	const char *city = help_city(false);

	(void)state;
	sql(daemon_, "%s", help(city, "A", "P", "application"));
	assert_string_equal(requests(city), "P D10 open");
	IS("2026-03-03T15:00:00+08:00", root, "select zp.as_wall(due_at) "
	    "from zp.help_requests where city = '%s'", city);
	sql(daemon_, "%s", help(city, "B", "P", "early"));
	assert_string_equal(requests(city), "P D10 open");
	sql(daemon_, "select zp.duty_help('%s', 'S', 'B', 'P', "
	    "'{forwarded_application}', '', null, '2026-03-03T10:00+08', "
	    "null, '2026-03-03T11:00+08', '', null, '', 'me')", city);
	assert_string_equal(requests(city), "P D10 met B");
	IS("2026-03-02T15:00:00+08:00", root, "select zp.as_wall(received_at)"
	    " from zp.help_log where city = '%s' and forwarded_at is not "
	    "null", city);
}

static void who_has_a_defender_is_refused(void **state)
{
	const char *city = help_city(false);

	(void)state;
	city_case(city, "x", "CR", "");
	city_case(city, "y", "CV", "");
	sql(daemon_, "%s", request(city, "P-x,P-y", ""));
	assign(city, "x", "A", "");
	assign(city, "y", "B", "");
	REFUSED("ZP004", daemon_, "%s", request(city, "P-y,P-x", ""));
	REFUSED("ZP004", daemon_, "%s", help(city, "C", "P-x", ""));
	IS("2", root, "select count(*) from zp.help_requests where city = "
	    "'%s'", city);
	sql(daemon_, "%s", request(city, "P-x", "signing"));
	sql(daemon_, "%s", request(city, "P-y", ""));
	sql(root, "select zp.close_case('%s', 'x', '', 'me', null)", city);
	sql(daemon_, "%s", help(city, "C", "P-x", ""));
}

static void nonsense_is_refused(void **state)
{
	const char *city = help_city(false);
	static const struct { const char *state, *args; } no[] = {
		{ "ZP002", "'Z', 'A', 'P', '{opinion}', '', null, null, "
		    "null, null" },
		{ "ZP002", "'S', 'Z', 'P', '{opinion}', '', null, null, "
		    "null, null" },
		{ "ZP002", "'S', 'A', 'P', '{opinion}', '', 99, null, null, "
		    "null" },
		{ "ZP004", "'S', 'E', 'P', '{opinion}', '', null, null, "
		    "null, null" },
		{ "ZP005", "'S', 'A', 'P Q', '{opinion}', '', null, null, "
		    "null, null" },
		{ "ZP005", "'S', 'A', 'P', '{opinion}', '', null, now() + "
		    "interval '1 hour', null, null" },
		{ "23514", "'S', 'A', 'P', '{}', '', null, null, null, "
		    "null" },
		{ "23514", "'S', 'A', 'P', '{tea}', '', null, null, null, "
		    "null" },
		{ "23514", "'S', 'A', 'P', '{opinion}', '', null, null, "
		    "null, '2026-03-02'" },	/* passed on, not taken */
		{ "23514", "'S', 'A', 'P', '{forwarded_application}', '', "
		    "null, null, '2026-03-02', '2026-03-01'" },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(no); i++)
		REFUSED(no[i].state, daemon_, "select zp.duty_help('%s', %s, "
		    "'', null, '', 'me')", city, no[i].args);
	REFUSED("ZP005", daemon_, "select zp.duty_request('%s', 'S', '{P}', "
	    "'organ_notice', '2026-03-02', '2026-03-01', false, 'D20', "
	    "'2026-03-04', '', '', null, '', 'me')", city);
	REFUSED("ZP002", daemon_, "select zp.duty_withdraw('%s', 9, 'x', "
	    "'me')", city);
	IS("0", root, "select count(*) from zp.help_log where city = '%s'",
	    city);
}

static void the_log_never_changes(void **state)
{
	static const char *const no[] = {
		"update zp.help_log set services = '{opinion}'",
		"delete from zp.help_log", "truncate zp.help_log",
		"update zp.help_requests set due_at = now()",
		"update zp.help_requests set state = 'open', met_at = null, "
		    "met_by = null where state = 'met'",
		"update zp.help_requests set alarmed_at = now() where state = "
		    "'met'",
		"delete from zp.help_requests", "truncate zp.help_requests "
		    "cascade",
	};
	const char *city = help_city(false);

	(void)state;
	sql(daemon_, "%s", request(city, "P", ""));
	sql(daemon_, "%s", help(city, "A", "P", ""));
	for (size_t i = 0; i < ZP_COUNT(no); i++) {
		REFUSED("ZP004", root, "%s", no[i]);
		REFUSED("42501", daemon_, "%s", no[i]);
	}
}

/* C14: of the joint case, of related facts, of other stages; by the key, or
 * by what the person's own cases say. */
static void a_help_touches_the_group(void **state)
{
	static const struct { const char *no, *matter, *more; } cs[] = {
		{ "a", "CR", ",\"joint_case\":\"J\"" },
		{ "b", "CR", ",\"joint_case\":\"J\"" },
		{ "c", "CR", ",\"related_case\":\"b\"" },
		{ "d", "CR", ",\"prior_case\":\"c\"" },
		{ "e", "CR", ",\"joint_case\":\"K\"" },
		{ "f", "CR", "" },
		{ "g", "CV", ",\"joint_case\":\"K\"" },
	};
	static const struct { const char *person, *joint, *cases; } row[] = {
		{ "P-a", "", "a b c d" }, { "P-d", "", "a b c d" },
		{ "P-f", "", "f" }, { "P-f", "J", "a b c d" },
		{ "P-z", "", "" }, { "P-z", "K", "e g" },
		{ "P-e", "", "e g" }, { "P-g", "", "" },
	};
	const char *city = help_city(false);

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(cs); i++)
		city_case(city, cs[i].no, cs[i].matter, cs[i].more);
	assign(city, "a", "A", "");
	sql(root, "update zp.cases set state = 'waiting', pending_rule = 'Q2'"
	    " where city = '%s' and case_no = 'b'", city);
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		sql(root, "update zp.cases set dirty = false where city = "
		    "'%s'", city);
		sql(daemon_, "select zp.duty_help('%s', 'S', 'B', '%s', "
		    "'{opinion}', '%s', null, '2026-03-02T%02d:00+08', null, "
		    "null, '', null, 'so', 'me')", city, row[i].person,
		    row[i].joint, (int)i + 8);
		IS(row[i].cases, root, "select coalesce(string_agg(case_no, "
		    "' ' order by case_no), '') from zp.cases where city = "
		    "'%s' and dirty", city);
	}
	sql(root, "select zp.close_case('%s', 'a', '', 'me', null)", city);
	sql(root, "update zp.cases set dirty = false where city = '%s'", city);
	sql(daemon_, "%s", help(city, "C", "P-b", "early"));
	assert_string_equal(stands(city, "a"), "closed 6 f");
}

static void a_late_request_is_told_once(void **state)
{
	const char *city = help_city(false);

	(void)state;
	sql(daemon_, "%s", request(city, "P,Q", ""));
	IS("0", daemon_, "select count(*) from zp.help_alarm('%s', 1, 'me', "
	    "'2026-03-03T09:00+08')", city);
	sql(daemon_, "%s", help(city, "A", "Q", ""));
	IS("S D11", daemon_, "select string_agg(station_code || ' ' || rule, "
	    "',') from zp.help_alarm('%s', 1, 'me', '2026-03-03T09:00:01+08')",
	    city);
	IS("0", daemon_, "select count(*) from zp.help_alarm('%s', 1, 'me', "
	    "'2026-03-04T09:00+08')", city);
	REFUSED("ZP001", daemon_, "select zp.help_alarm('%s', 2, 'me', "
	    "'2026-03-04T09:00+08')", city);
}

static void an_import_is_taken_once(void **state)
{
	const char *city = help_city(true);
	const char *rows = "[{\"at\":\"2026-03-02T09:00:00+08:00\","
	    "\"station_code\":\"S\",\"licence_no\":\"A\",\"person_id\":\"P\","
	    "\"joint_case\":\"J\",\"services\":\"opinion|signing\","
	    "\"received_at\":\"\",\"forwarded_at\":\"\"},"
	    "{\"at\":\"2026-03-01T09:00:00+08:00\",\"station_code\":\"T\","
	    "\"licence_no\":\"B\",\"person_id\":\"Q\",\"joint_case\":\"\","
	    "\"services\":\"forwarded_application\",\"received_at\":"
	    "\"2026-03-01T09:00:00+08:00\",\"forwarded_at\":"
	    "\"2026-03-01T10:00:00+08:00\"}]";

	(void)state;
	IS("(2,0,0)", daemon_, "select zp.import_rows('%s', 'help', '%s')",
	    city, rows);
	IS("(0,0,2)", daemon_, "select zp.import_rows('%s', 'help', '%s')",
	    city, rows);
	IS("B||forwarded_application, A|J|opinion|signing", root, "select "
	    "string_agg(licence_no || '|' || joint_case || '|' || services, "
	    "', ' order by help_no) from zp.v_help where city = '%s'", city);
}

static void readers_see_no_person(void **state)
{
	const char *city = help_city(false);

	(void)state;
	city_case(city, "x", "CV", ",\"recipient_name\":\"王小明\","
	    "\"recipient_birth\":\"1970-01-01\"");
	city_case(city, "y", "CV", ",\"recipient_name\":\"李小红\","
	    "\"recipient_birth\":\"1970-01-01\",\"tags\":\"sexual\"");
	sql(daemon_, "%s", request(city, "P-x,P-y,P-z", ""));
	sql(daemon_, "%s", help(city, "A", "P-x", ""));
	sql(daemon_, "%s", help(city, "A", "P-y", ""));
	IS("王** x, *** y", reader, "select string_agg(person || ' ' || "
	    "cases, ', ' order by help_no) from zp.r_help where city = '%s'",
	    city);
	IS("王**,***,", reader, "select string_agg(person, ',' order by "
	    "request_no) from zp.r_help_requests where city = '%s'", city);
	REFUSED("42501", reader, "select person_id from zp.help_log");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_met_by_help),
		cmocka_unit_test(an_application_has_its_own_clock),
		cmocka_unit_test(who_has_a_defender_is_refused),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(the_log_never_changes),
		cmocka_unit_test(a_help_touches_the_group),
		cmocka_unit_test(a_late_request_is_told_once),
		cmocka_unit_test(an_import_is_taken_once),
		cmocka_unit_test(readers_see_no_person),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
