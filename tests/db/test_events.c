/* tests/db/test_events.c - after the decision: load, conflicts, clocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"

#define AT "'2026-03-04T08:00+08'"

/* "A lead declined, B junior withdrawn" */
static const char *acts(const char *city, const char *no)
{
	return sql(root, "select string_agg(concat_ws(' ', licence_no, role,"
	    " coalesce(end_reason, 'acts')), ', ' order by decision_no, "
	    "licence_no) from zp.assignments where city = '%s' and case_no ="
	    " '%s'", city, no);
}

static const char *count(const char *city, const char *licence)
{
	return sql(root, "select undertaken from zp.counsel_years where city"
	    " = '%s' and licence_no = '%s'", city, licence);
}

static const char *fresh(void)
{
	const char *city = city_new(false);

	city_case(city, "x", "CV", "");
	city_case(city, "w", "CV", "");
	assign(city, "x", "A", "B");
	assign(city, "w", "", "");
	IS("assigned 2 f", root, "select '%s'", stands(city, "x"));
	IS("waiting 2 f", root, "select '%s'", stands(city, "w"));
	return city;
}

static void lead_declines(void **state)
{
	const char *city = fresh();

	(void)state;
	IS("3", root, "select zp.decline('%s', 'x', '', true, 'ill', 'A', "
	    AT ")", city);
	assert_string_equal(acts(city, "x"),
	    "A lead declined, B junior withdrawn");
	assert_string_equal(stands(city, "x"), "approved 3 t");
	assert_string_equal(count(city, "A"), "0");
	assert_string_equal(count(city, "B"), "0");
	/* the original clocks, waiting since the decline */
	IS("2026-03-05 2026-03-04T08:00:00+08:00", root, "select due_on || "
	    "' ' || waiting_since from zp.v_cases where city = '%s' and "
	    "case_no = 'x'", city);
	/* what waits in the centre is looked at again */
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	IS("declined with_cause: ill A", root, "select concat_ws(' ', event,"
	    " reason, by_whom) from zp.case_events where city = '%s'", city);
}

static void junior_declines(void **state)
{
	const char *city = fresh();

	(void)state;
	IS("3", root, "select zp.decline('%s', 'x', 'B', false, '', 'B', "
	    "null)", city);
	assert_string_equal(acts(city, "x"), "A lead acts, B junior declined");
	assert_string_equal(stands(city, "x"), "assigned 3 t");
	assert_string_equal(count(city, "A"), "1");
	assert_string_equal(count(city, "B"), "0");
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	/* the daemon has seen this version, not another */
	IS("0", root, "select zp.mirrored('%s', 1, 'me', '{x,w}', '{2,3}')",
	    city);
	IS("1", root, "select zp.mirrored('%s', 1, 'me', '{x,w}', '{3,3}')",
	    city);
	assert_string_equal(stands(city, "x"), "assigned 3 f");
	assert_string_equal(stands(city, "w"), "waiting 3 t");
}

static void counsel_changed(void **state)
{
	const char *city = fresh();

	(void)state;
	sql(root, "select zp.change_counsel('%s', 'x', 'A', 'r', 'me', null)",
	    city);
	assert_string_equal(acts(city, "x"),
	    "A lead counsel_changed, B junior withdrawn");
	assert_string_equal(stands(city, "x"), "approved 3 t");
	/* a change counts for the year, what was withdrawn does not */
	assert_string_equal(count(city, "A"), "1");
	assert_string_equal(count(city, "B"), "0");
	assign(city, "x", "C", "");
	assert_string_equal(stands(city, "x"), "assigned 4 f");
}

static void closed(void **state)
{
	const char *city = fresh();

	(void)state;
	sql(root, "select zp.close_case('%s', 'x', '', 'me', " AT ")", city);
	assert_string_equal(acts(city, "x"), "A lead closed, B junior closed");
	assert_string_equal(stands(city, "x"), "closed 3 t");
	assert_string_equal(count(city, "A"), "1");
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	REFUSED("ZP003", root, "select zp.close_case('%s', 'x', '', 'me', "
	    "null)", city);
	REFUSED("ZP003", root, "select zp.decline('%s', 'x', '', true, '', "
	    "'A', null)", city);
}

static void terminated(void **state)
{
	const char *city = fresh();

	(void)state;
	sql(root, "select zp.terminate('%s', 'x', '5', 'me', null)", city);
	assert_string_equal(acts(city, "x"),
	    "A lead terminated, B junior terminated");
	/* of one that waits: it stays on record as pending */
	sql(root, "select zp.terminate('%s', 'w', '6', 'me', null)", city);
	assert_string_equal(stands(city, "w"), "terminated 4 t");
	IS("w R6", root, "select string_agg(case_no || ' ' || rule, ',') "
	    "from zp.v_pending where city = '%s'", city);
}

/* J2: an end lets the same person's other cases be looked at again, also
 * at another centre and while they are being decided; nothing else does. */
static void same_recipient(void **state)
{
	const char *city = fresh();

	(void)state;
	sql(root, "update zp.cases set handling_centre = 'Z', recipient_id = "
	    "'P-x' where city = '%s' and case_no = 'w'", city);
	city_case(city, "y", "CV", "");
	sql(root, "update zp.cases set recipient_id = 'P-x' where city = '%s'"
	    " and case_no = 'y'", city);
	sql(root, "update zp.cases set dirty = false where city = '%s' and "
	    "case_no = 'w'", city);
	sql(root, "select zp.decline('%s', 'x', '', true, '', 'A', " AT ")",
	    city);
	assign(city, "x", "C", "");
	assert_string_equal(stands(city, "w"), "waiting 4 f");
	assert_string_equal(stands(city, "y"), "approved 2 t");
	sql(root, "select zp.close_case('%s', 'x', '', 'me', null)", city);
	assert_string_equal(stands(city, "w"), "waiting 5 t");
	assert_string_equal(stands(city, "y"), "approved 3 t");
	/* once more when what waits ends */
	sql(root, "select zp.terminate('%s', 'w', '6', 'me', null)", city);
	assert_string_equal(stands(city, "y"), "approved 4 t");
}

static void what_does_not_fit(void **state)
{
	const char *city = fresh();

	(void)state;
	REFUSED("ZP002", root, "select zp.close_case('%s', 'nix', '', 'me', "
	    "null)", city);
	REFUSED("ZP003", root, "select zp.close_case('%s', 'w', '', 'me', "
	    "null)", city);
	REFUSED("ZP003", root, "select zp.decline('%s', 'x', 'C', true, '', "
	    "'C', null)", city);
	for (size_t i = 0; i < 4; i++) {
		static const char *const on[] = { "acknowledge", "replied",
			"designate", "approve" }, *const rest[] = {
			", '', null", ", null", ", 'K', 'r', 'me'", "" };

		REFUSED("ZP002", root, "select zp.%s('%s', 'none'%s)", on[i],
		    city, rest[i]);
	}
	REFUSED("ZP003", root, "select zp.acknowledge('%s', 'w', '', null)",
	    city);
	REFUSED("ZP003", root, "select zp.approve('%s', 'x')", city);
	REFUSED("ZP003", root, "select zp.replied('%s', 'w', null)", city);
	REFUSED("ZP005", root, "select zp.designate('%s', 'w', 'K', '', "
	    "'me')", city);
	assert_string_equal(stands(city, "x"), "assigned 2 f");
}

static void taken_on(void **state)
{
	const char *city = fresh();

	(void)state;
	IS("3", root, "select zp.acknowledge('%s', 'x', '', " AT ")", city);
	IS("4", root, "select zp.acknowledge('%s', 'x', 'B', null)", city);
	IS("5", root, "select zp.replied('%s', 'x', " AT ")", city);
	IS("2", root, "select count(acknowledged_at) from zp.assignments "
	    "where city = '%s'", city);
	IS("2026-03-04T08:00:00+08:00", root, "select replied_at from "
	    "zp.v_cases where city = '%s' and case_no = 'x'", city);
}

/* A case corrected in what ties it to others opens who waits by it. */
static void partner_corrected(void **state)
{
	const char *city = city_new(false);

	(void)state;
	city_case(city, "x", "CR", ",\"joint_case\":\"J\"");
	city_case(city, "w", "CR", ",\"joint_case\":\"J\"");
	city_case(city, "n", "CR", "");		/* named by x alone */
	city_case(city, "o", "CR", "");		/* has to do with nobody */
	assign(city, "x", "A", "");
	assign(city, "w", "", "");
	assign(city, "n", "", "");
	assign(city, "o", "", "");
	/* what binds nobody else leaves them alone */
	sql(root, "update zp.cases set language = 'mn' where city = '%s' and "
	    "case_no = 'x'", city);
	assert_string_equal(stands(city, "w"), "waiting 2 f");
	sql(root, "update zp.cases set same_firm_consent = true where city = "
	    "'%s' and case_no = 'x'", city);
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	assert_string_equal(stands(city, "n"), "waiting 2 f");
	sql(root, "update zp.cases set related_case = 'n' where city = '%s' "
	    "and case_no = 'x'", city);
	assert_string_equal(stands(city, "n"), "waiting 3 t");
	assign(city, "n", "", "");
	sql(root, "update zp.cases set related_case = null where city = '%s' "
	    "and case_no = 'x'", city);
	assert_string_equal(stands(city, "n"), "waiting 5 t");
	assert_string_equal(stands(city, "o"), "waiting 2 f");
	/* the same words again are no correction */
	assign(city, "w", "", "");
	sql(root, "update zp.cases set same_firm_consent = true where city = "
	    "'%s' and case_no = 'x'", city);
	assert_string_equal(stands(city, "w"), "waiting 6 f");
}

static void designated(void **state)
{
	const char *city = fresh();

	(void)state;
	IS("3", root, "select zp.designate('%s', 'w', 'K', 'dispute', 'me')",
	    city);
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	REFUSED("23503", root, "select zp.designate('%s', 'w', 'nix', 'r', "
	    "'me')", city);
	REFUSED("ZP003", root, "select zp.designate('%s', 'x', 'K', 'r', "
	    "'me')", city);
}

static void somebody_leaves(void **state)
{
	const char *city = fresh();

	(void)state;
	city_case(city, "y", "CV", "");
	assign(city, "y", "C", "A");
	REFUSED("ZP002", root, "select zp.release_counsel('%s', 'nobody', "
	    "'left', 'me')", city);
	IS("2", root, "select zp.release_counsel('%s', 'A', 'left', 'me')",
	    city);
	assert_string_equal(stands(city, "x"), "approved 3 t");
	assert_string_equal(stands(city, "y"), "assigned 3 t");
}

/* A wake-up cannot be lost: who decides on older news is refused. */
static void registry_reopens(void **state)
{
	const char *city = fresh();

	(void)state;
	city_case(city, "v", "CV", "");
	assign(city, "v", "", "");
	sql(root, "select zp.leave_add('%s', 'A', '2026-04-01', "
	    "'2026-04-02', '')", city);
	assert_string_equal(stands(city, "v"), "waiting 3 t");
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	assert_string_equal(stands(city, "x"), "assigned 2 f");
	assign(city, "v", "D", "");
	/* a row that is the same is no news */
	sql(root, "select zp.import_rows('%s', 'firms', '[{\"code\":\"F\","
	    "\"name\":\"f\",\"kind\":\"law_firm\"}]')", city);
	assert_string_equal(stands(city, "w"), "waiting 3 t");
}

static void facts_change(void **state)
{
	const char *city = fresh();

	(void)state;
	sql(root, "update zp.cases set urgent = true where city = '%s'",
	    city);
	assert_string_equal(stands(city, "x"), "assigned 3 t");
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	sql(root, "update zp.cases set urgent = true where city = '%s'",
	    city);
	assert_string_equal(stands(city, "x"), "assigned 3 t");
}

static void days_and_rules(void **state)
{
	const char *city = fresh();

	(void)state;
	sql(root, "update zp.cases set wake_on = '2026-03-09' where city = "
	    "'%s' and case_no = 'w'", city);
	IS("0", root, "select zp.wake('%s', 1, 'me', '2026-03-08')", city);
	IS("1", root, "select zp.wake('%s', 1, 'me', '2026-03-09')", city);
	assert_string_equal(stands(city, "w"), "waiting 3 t");
	IS("1", root, "select zp.reopen_all('%s', 1, 'me')", city);
	assert_string_equal(stands(city, "w"), "waiting 4 t");
}

/* Nothing new about a case that waits: no decision is written. */
static void still_waiting(void **state)
{
	const char *city = fresh();
	char text[2048];
	char *at;

	(void)state;
	sql(root, "select zp.reopen_all('%s', 1, 'me')", city);
	snprintf(text, sizeof(text), "%s", plan(city, "w", "", ""));
	at = strstr(text, "'{record}'");
	assert_non_null(at);
	memcpy(at, "'{NULL}  '", 10);
	IS("1", root, "%s", text);
	assert_string_equal(stands(city, "w"), "waiting 4 f");
	IS("1", root, "select count(*) from zp.decisions where city = '%s' "
	    "and case_no = 'w'", city);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lead_declines),
		cmocka_unit_test(junior_declines),
		cmocka_unit_test(counsel_changed),
		cmocka_unit_test(closed),
		cmocka_unit_test(terminated),
		cmocka_unit_test(same_recipient),
		cmocka_unit_test(what_does_not_fit),
		cmocka_unit_test(taken_on),
		cmocka_unit_test(partner_corrected),
		cmocka_unit_test(designated),
		cmocka_unit_test(somebody_leaves),
		cmocka_unit_test(registry_reopens),
		cmocka_unit_test(facts_change),
		cmocka_unit_test(days_and_rules),
		cmocka_unit_test(still_waiting),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
