/* tests/db/test_intake.c - rows of files, of a foreign view, the doorbell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"
#include "support_pg.h"

#define IMPORT "select concat_ws(' ', inserted, updated, ignored) from " \
	"zp.import_rows('%s', '%s', '%s')"

#define PULL "select concat_ws(' ', taken, refused) from " \
	"zp.intake_pull('%s', 'hr.\"the cases\"')"
#define LEAVE "select string_agg(concat_ws(' ', starts_on, ends_on, " \
	"reason), ', ' order by starts_on) from zp.v_leave where city = '%s'"

/* Twice the same rows: the second time nothing happens. */
static void idempotent(void **state)
{
	const char *city = city_new(false);
	const char *row = "[{\"case_no\":\"x\",\"matter_code\":\"CV\","
	    "\"approved_at\":\"2026-03-02T09:00:00+08:00\",\"tags\":"
	    "\"mass|petition\",\"stage\":\"\",\"urgent\":\"t\",\"procedure\":"
	    "\"\",\"recipient_id\":\"P\"}]";
	char version[16];

	(void)state;
	IS("1 0 0", root, IMPORT, city, "cases", row);
	IS("0 0 0", root, IMPORT, city, "cases", row);
	assert_string_equal(stands(city, "x"), "approved 1 t");
	IS("mass|petition,,t,ordinary,none,2026-03-02T09:00:00+08:00", root,
	    "select concat_ws(',', tags, stage, urgent, procedure, "
	    "possible_sentence, approved_at) from zp.v_cases where city = "
	    "'%s'", city);
	snprintf(version, sizeof(version), "%s", sql(root, "select "
	    "registry_version from zp.cities where city = '%s'", city));
	IS("0 0 0", root, IMPORT, city, "matters", "[{\"code\":\"CV\","
	    "\"name\":\"land\",\"category\":\"civil\"}]");
	IS(version, root, "select registry_version from zp.cities where city"
	    " = '%s'", city);
	IS("0 1 0", root, IMPORT, city, "matters", "[{\"code\":\"CV\","
	    "\"name\":\"land\",\"category\":\"civil\",\"specialty\":"
	    "\"land\"}]");
	IS("civil land", root, "select category || ' ' || specialty from "
	    "zp.v_matters where city = '%s' and code = 'CV'", city);
}

/* Facts of a decided case may change; what was decided stands. */
static void decided_is_not_undone(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CV", "");
	assign(city, "x", "A", "");
	city_case(city, "x", "CV", ",\"language\":\"mn\"");
	assert_string_equal(stands(city, "x"), "assigned 3 t");
	city_case(city, "x", "CV", ",\"language\":\"mn\"");
	assert_string_equal(stands(city, "x"), "assigned 3 t");
	city_case(city, "w", "CV", "");
	assign(city, "w", "", "");
	city_case(city, "w", "CV", ",\"language\":\"mn\"");
	assert_string_equal(stands(city, "w"), "waiting 3 t");
}

static void drafts_are_approved(void **state)
{
	const char *city = city_new(false);

	(void)state;
	sql(root, "insert into zp.cases (city, case_no, matter_code, "
	    "recipient_id) values ('%s', 'd', 'CV', 'P')", city);
	IS("0", root, "select count(*) from zp.cases where city = '%s' and "
	    "dirty and state not in ('draft', 'scheduled')", city);
	IS("2", root, "select zp.approve('%s', 'd')", city);
	assert_string_equal(stands(city, "d"), "approved 2 t");
	sql(root, "insert into zp.cases (city, case_no, matter_code, "
	    "recipient_id) values ('%s', 'e', 'CV', 'P')", city);
	sql(root, "delete from zp.cases where city = '%s' and case_no = 'e'",
	    city);
	sql(root, "insert into zp.cases (city, case_no, matter_code, "
	    "recipient_id) values ('%s', 'f', 'CV', 'P')", city);
	city_case(city, "f", "CV", "");
	IS("approved", root, "select state from zp.cases where city = '%s' "
	    "and case_no = 'f'", city);
}

static void refused(void **state)
{
	const char *city = city_new(false);

	(void)state;
	REFUSED("ZP002", root, IMPORT, "nix", "cases", "[]");
	REFUSED("ZP005", root, IMPORT, city, "leases", "[]");
	REFUSED("ZP005", root, IMPORT, city, "cases; drop schema zp", "[]");
	REFUSED("ZP005", root, IMPORT, city, "cases", "{}");
	REFUSED("ZP005", root, IMPORT, city, "cases", "[{\"state\":\"\"}]");
	REFUSED("ZP005", root, IMPORT, city, "cases",
	    "[{\"version\":\"9\"}]");
	REFUSED("ZP005", root, IMPORT, city, "cases",
	    "[{\"x\\\" text) as y; drop schema zp; --\":\"1\"}]");
	REFUSED("ZP005", root, IMPORT, city, "cases", "[{\"city\":\"1\"}]");
	REFUSED("23503", root, IMPORT, city, "cases", "[{\"case_no\":\"x\","
	    "\"approved_at\":\"2026-03-02\",\"recipient_id\":\"P\","
	    "\"matter_code\":\"nix\"}]");
	REFUSED("23514", root, IMPORT, city, "cases", "[{\"case_no\":\"a b\","
	    "\"approved_at\":\"2026-03-02\",\"recipient_id\":\"P\","
	    "\"matter_code\":\"CV\"}]");
	REFUSED("22007", root, IMPORT, city, "cases", "[{\"case_no\":\"x\","
	    "\"approved_at\":\"soon\",\"recipient_id\":\"P\","
	    "\"matter_code\":\"CV\"}]");
	IS("0", root, "select count(*) from zp.cases where city = '%s'",
	    city);
}

/* Where leave overlaps, each day is kept once, under the earlier row. */
static void leave_is_cut(void **state)
{
	const char *city = city_new(false);
	const char *rows = "[{\"licence_no\":\"A\",\"starts_on\":"
	    "\"2026-03-04\",\"ends_on\":\"2026-03-08\",\"reason\":\"two\"},"
	    "{\"licence_no\":\"A\",\"starts_on\":\"2026-03-01\","
	    "\"ends_on\":\"2026-03-05\",\"reason\":\"one\"},"
	    "{\"licence_no\":\"A\",\"starts_on\":\"2026-03-06\","
	    "\"ends_on\":\"2026-03-07\",\"reason\":\"in\"},"
	    "{\"licence_no\":\"A\",\"starts_on\":\"2026-03-09\","
	    "\"ends_on\":\"2026-03-09\",\"reason\":\"\"}]";

	(void)state;
	for (int i = 0; i < 2; i++) {
		IS(i == 0 ? "3 0 0" : "0 0 0", root, IMPORT, city, "leave",
		    rows);
		IS("2026-03-01 2026-03-05 one, 2026-03-06 2026-03-08 two, "
		    "2026-03-09 2026-03-09 ", root, LEAVE, city);
	}
	/* a row replaces the one with its key */
	sql(root, IMPORT, city, "leave", "[{\"licence_no\":\"A\","
	    "\"starts_on\":\"2026-03-01\",\"ends_on\":\"2026-03-02\"}]");
	IS("2026-03-01 2026-03-02 , 2026-03-06 2026-03-08 two, "
	    "2026-03-09 2026-03-09 ", root, LEAVE, city);
	/* and one that ends before it begins is an error */
	REFUSED("23514", root, IMPORT, city, "leave", "[{\"licence_no\":"
	    "\"A\",\"starts_on\":\"2026-05-02\",\"ends_on\":"
	    "\"2026-05-01\"}]");
}

static void events_at_once(void **state)
{
	const char *city = city_new(false);
	const char *rows = "[{\"at\":\"2026-04-02T16:00:00+08:00\","
	    "\"case_no\":\"x\",\"event\":\"closed\"},"
	    "{\"at\":\"2026-04-01T16:00:00+08:00\",\"case_no\":\"x\","
	    "\"event\":\"declined\",\"licence_no\":\"B\"},"
	    "{\"at\":\"2026-04-01T16:00:00+08:00\",\"case_no\":\"nix\","
	    "\"event\":\"closed\"}]";

	(void)state;
	city_case(city, "x", "CV", "");
	assign(city, "x", "A", "B");
	IS("3 0 1", root, IMPORT, city, "events", rows);
	IS("A closed 2026-04-02, B declined 2026-04-01", root, "select "
	    "string_agg(concat_ws(' ', licence_no, end_reason, "
	    "left(ended_at, 10)), ', ' order by licence_no) from "
	    "zp.v_assignments where city = '%s'", city);
	IS("0 0 0", root, IMPORT, city, "events", rows);
}

static void foreign_view(void **state)
{
	const char *city = city_new(false);
	struct zp_dbs *daemon = session("daemon");

	(void)state;
	sql(root, "create schema hr");
	sql(root, "create table hr.t (case_no text, matter_code text, "
	    "approved_at timestamptz, recipient_id int, urgent bool)");
	sql(root, "create view hr.\"the cases\" as select * from hr.t");
	sql(root, "insert into hr.t values ('x', 'CV', now(), 7, true), "
	    "('y', 'nix', now(), 8, null)");
	REFUSED("42501", daemon, PULL, city);
	sql(root, "grant usage on schema hr to daemon");
	sql(root, "grant select on hr.\"the cases\" to daemon");
	IS("1 1", daemon, PULL, city);
	IS("0 0", daemon, PULL, city);
	IS("7 t", root, "select recipient_id || ' ' || urgent from "
	    "zp.v_cases where city = '%s'", city);
	IS("y 23503", root, "select case_no || ' ' || left(refused, 5) from "
	    "zp.intake_seen where city = '%s' and refused is not null",
	    city);
	sql(root, "update hr.t set matter_code = 'CV'");
	IS("1 0", daemon, PULL, city);
	/* many, and the bad ones among them are found */
	sql(root, "insert into hr.t select 'm' || i, case when i in (7, 90) "
	    "then 'nix' else 'CV' end, now(), i, false from "
	    "generate_series(1, 100) i");
	IS("98 2", daemon, PULL, city);
	/* what is taken out there is taken out here */
	sql(root, "update hr.t set urgent = null where case_no = 'x'");
	IS("1 0", daemon, PULL, city);
	IS("f", root, "select urgent from zp.v_cases where city = '%s' and "
	    "case_no = 'x'", city);
	REFUSED("ZP005", daemon, "select zp.intake_pull('%s', 'cases')",
	    city);
	REFUSED("42P01", daemon, "select zp.intake_pull('%s', 'hr.no')",
	    city);
	zp_dbs_close(daemon);
}

static int bells(PGconn *c)
{
	PGnotify *n;
	int count = 0;

	PQclear(PQexec(c, "select 1"));
	while ((n = PQnotifies(c)) != NULL) {
		assert_string_equal(n->extra, "");
		count++;
		PQfreemem(n);
	}
	return count;
}

/* Once for each transaction with work in it, never for the daemon's own. */
static void doorbell(void **state)
{
	const char *city = city_new(false);
	PGconn *c = PQconnectdb(pg_conninfo_as("postgres",
	    sql(root, "select current_database()")));
	char listen[64];

	(void)state;
	snprintf(listen, sizeof(listen), "listen zhipaid_%s", city);
	PQclear(PQexec(c, listen));
	assert_int_equal(bells(c), 0);
	sql(root, "begin");
	city_case(city, "x", "CV", "");
	city_case(city, "y", "CV", "");
	sql(root, "select zp.leave_add('%s', 'A', '2026-04-01', "
	    "'2026-04-02', '')", city);
	assert_int_equal(bells(c), 0);
	sql(root, "commit");
	assert_int_equal(bells(c), 1);
	assign(city, "x", "B", "");
	assign(city, "y", "", "");
	assert_int_equal(bells(c), 0);
	sql(root, "select zp.acknowledge('%s', 'x', '', null)", city);
	assert_int_equal(bells(c), 1);
	sql(root, "select zp.mirrored('%s', 1, 'me', '{x}', '{3}')", city);
	assert_int_equal(bells(c), 0);
	sql(root, "insert into zp.cases (city, case_no, matter_code, "
	    "recipient_id) values ('%s', 'd', 'CV', 'P')", city);
	assert_int_equal(bells(c), 0);
	sql(root, "select zp.approve('%s', 'd')", city);
	assert_int_equal(bells(c), 1);
	sql(root, "select zp.lease_release('%s', 1, 'me')", city);
	assert_int_equal(bells(c), 1);
	PQfinish(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(idempotent),
		cmocka_unit_test(decided_is_not_undone),
		cmocka_unit_test(drafts_are_approved),
		cmocka_unit_test(refused),
		cmocka_unit_test(leave_is_cut),
		cmocka_unit_test(events_at_once),
		cmocka_unit_test(foreign_view),
		cmocka_unit_test(doorbell),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
