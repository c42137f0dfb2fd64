/* tests/db/test_replay.c - the clock that follows the data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support_city.h"

static void at(const char *city, const char *no, const char *when)
{
	sql(root, "select zp.import_rows('%s', 'cases', '[{\"case_no\":"
	    "\"%s\",\"matter_code\":\"CV\",\"recipient_id\":\"P\","
	    "\"approved_at\":\"%s+08:00\"}]')", city, no, when);
}

static void event(const char *city, const char *no, const char *what,
    const char *when)
{
	sql(root, "select zp.import_rows('%s', 'events', '[{\"case_no\":"
	    "\"%s\",\"event\":\"%s\",\"at\":\"%s+08:00\"}]')", city, no,
	    what, when);
}

static const char *tick(const char *city)
{
	return sql(root, "select left(zp.as_wall(zp.replay_advance('%s', 1, "
	    "'me')), 16)", city);
}

static void in_order(void **state)
{
	const char *city = city_new(true);

	(void)state;
	at(city, "b", "2026-01-05T09:00:00");
	at(city, "a", "2026-01-02T09:00:00");
	at(city, "c", "2026-01-05T09:00:00");
	event(city, "a", "closed", "2026-01-09T16:00:00");
	event(city, "b", "terminated", "2026-01-05T10:00:00");
	event(city, "c", "closed", "2026-01-01T10:00:00");
	assert_string_equal(stands(city, "a"), "scheduled 1 t");

	/* an event that fits no case is counted, and passes */
	assert_string_equal(tick(city), "2026-01-01T10:00");
	assert_string_equal(tick(city), "2026-01-02T09:00");
	assert_string_equal(stands(city, "a"), "approved 2 t");
	/* after a crash: the tick stands until all of it is decided */
	assert_string_equal(tick(city), "2026-01-02T09:00");
	assign(city, "a", "A", "");
	assert_string_equal(tick(city), "2026-01-05T09:00");
	assign(city, "b", "", "");
	assert_string_equal(tick(city), "2026-01-05T09:00");
	assign(city, "c", "", "");
	/* b ends while it waits: c, which waits there too, is looked at */
	assert_string_equal(tick(city), "2026-01-05T10:00");
	assert_string_equal(stands(city, "b"), "terminated 4 t");
	assert_string_equal(stands(city, "c"), "waiting 4 t");
	assign(city, "c", "", "");
	/* a day on which time alone may help comes between, at 00:00 */
	sql(root, "update zp.cases set wake_on = '2026-01-07' where city = "
	    "'%s' and case_no = 'c'", city);
	assert_string_equal(tick(city), "2026-01-07T00:00");
	assert_string_equal(stands(city, "c"), "waiting 6 t");
	assign(city, "c", "", "");
	/* a wake day that has passed does not hold the clock */
	sql(root, "update zp.cases set wake_on = '2026-01-07' where city = "
	    "'%s' and case_no = 'c'", city);
	assert_string_equal(tick(city), "2026-01-09T16:00");
	assert_string_equal(stands(city, "a"), "closed 4 t");
	assert_string_equal(stands(city, "c"), "waiting 8 t");
	assign(city, "c", "", "");
	/* nothing happens after the last approval or event */
	sql(root, "update zp.cases set wake_on = '2026-02-07' where city = "
	    "'%s' and case_no = 'c'", city);
	assert_string_equal(tick(city), "");
	IS("1 2", root, "select concat_ws(' ', count(*) filter (where not "
	    "fitted), count(*) filter (where fitted)) from "
	    "zp.intake_events where city = '%s'", city);
}

/* What happens in a replay happens at the time of the data. */
static void at_its_time(void **state)
{
	const char *city = city_new(true);

	(void)state;
	at(city, "a", "2026-01-02T09:00:00");
	assert_string_equal(tick(city), "2026-01-02T09:00");
	assign(city, "a", "A", "");
	sql(root, "select zp.close_case('%s', 'a', '', 'me', null)", city);
	IS("2026-01-02T09:00:00+08:00", root, "select ended_at from "
	    "zp.v_assignments where city = '%s'", city);
	/* a city with cases stays what it is */
	REFUSED("ZP003", root, "select zp.setup_city('%s', 'x', false)",
	    city);
	IS("f", root, "select zp.setup_city('%s', 'x', true)", city);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(at_its_time),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
