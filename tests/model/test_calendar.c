/* tests/model/test_calendar.c - working days of years that were announced. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "zhipaid/calendar.h"
#include "zhipaid/case.h"
#include "zhipaid/policy.h"

/* Notices of the State Council's General Office for 2025 (2024-11-12) and
 * 2026 (2025-11-04): first and last day off; working weekend days. */
static const int off[][4] = {
	{ 2025, 101, 101 }, { 2025, 128, 204 }, { 2025, 404, 406 },
	{ 2025, 501, 505 }, { 2025, 531, 602 }, { 2025, 1001, 1008 },
	{ 2026, 101, 103 }, { 2026, 215, 223 }, { 2026, 404, 406 },
	{ 2026, 501, 505 }, { 2026, 619, 621 }, { 2026, 925, 927 },
	{ 2026, 1001, 1007 },
};
static const int on[][2] = {
	{ 2025, 126 }, { 2025, 208 }, { 2025, 427 }, { 2025, 928 },
	{ 2025, 1011 }, { 2026, 104 }, { 2026, 214 }, { 2026, 228 },
	{ 2026, 509 }, { 2026, 920 }, { 2026, 1010 },
};

static struct zp_date at(int year, int month_day)
{
	return zp_date_of(year, month_day / 100, month_day % 100);
}

static struct zp_day days[128];
static int32_t years[4];

/* In no order, with a day twice: sealing puts that right. */
static struct zp_calendar announced(void)
{
	struct zp_calendar c = { .day = days, .year = years };

	for (size_t i = ZP_COUNT(on); i-- > 0;)
		days[c.days++] = (struct zp_day){ at(on[i][0], on[i][1]),
			ZP_DAY_WORK, "调休" };
	for (size_t i = 0; i < ZP_COUNT(off); i++)
		for (struct zp_date d = at(off[i][0], off[i][1]);
		    zp_date_cmp(d, at(off[i][0], off[i][2])) <= 0;
		    d = zp_date_add(d, 1))
			days[c.days++] = (struct zp_day){ d, ZP_DAY_OFF,
				"放假" };
	days[c.days++] = days[0];
	years[0] = 2026;
	years[1] = 2025;
	years[2] = 2026;
	c.years = 3;
	assert_true(zp_calendar_seal(&c));
	return c;
}

static void months_of_two_years(void **state)
{
	static const int want[2][12] = {
		{ 19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23 },
		{ 21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23 },
	};
	struct zp_calendar c = announced();

	(void)state;
	for (int y = 0; y < 2; y++) {
		for (int m = 0; m < 12; m++)
			assert_int_equal(zp_calendar_count(&c,
			    zp_date_of(2025 + y, m + 1, 1), zp_date_add(m < 11
			    ? zp_date_of(2025 + y, m + 2, 1)
			    : zp_date_of(2026 + y, 1, 1), -1)), want[y][m]);
		assert_int_equal(zp_calendar_count(&c,
		    zp_date_of(2025 + y, 1, 1), zp_date_of(2025 + y, 12, 31)),
		    248);
	}
}

static void sealing_sorts_and_thins(void **state)
{
	struct zp_calendar c = announced();
	struct zp_day two[] = { { at(2026, 101), ZP_DAY_WORK, "" },
		{ at(2026, 101), ZP_DAY_OFF, "" } };
	struct zp_calendar bad = { .day = two, .days = 2 };

	(void)state;
	for (uint32_t i = 1; i < c.days; i++)
		assert_true(zp_date_cmp(c.day[i - 1].on, c.day[i].on) < 0);
	assert_int_equal(c.years, 2);
	assert_false(zp_calendar_seal(&bad));
}

static void years_without_a_notice(void **state)
{
	struct zp_calendar c = announced();

	(void)state;
	assert_true(zp_calendar_announced(&c, at(2025, 101)));
	assert_true(zp_calendar_announced(&c, at(2026, 1231)));
	assert_false(zp_calendar_announced(&c, at(2027, 101)));
	/* 2027-01-01 is a Friday: Monday to Friday are taken to work */
	assert_true(zp_calendar_works(&c, at(2027, 101)));
	assert_false(zp_calendar_works(&c, at(2027, 102)));
	assert_false(zp_calendar_announced(&(struct zp_calendar){ 0 },
	    at(2026, 101)));
}

static void steps_over_days_off(void **state)
{
	struct zp_calendar c = announced();

	(void)state;
	/* before the Spring Festival: Saturday 02-14 works, 02-15..23 off */
	assert_int_equal(zp_calendar_after(&c, at(2026, 213), 1).day,
	    at(2026, 214).day);
	assert_int_equal(zp_calendar_after(&c, at(2026, 213), 3).day,
	    at(2026, 225).day);
	assert_int_equal(zp_calendar_after(&c, at(2026, 218), 1).day,
	    at(2026, 224).day);
	assert_int_equal(zp_calendar_before_or_on(&c, at(2026, 223)).day,
	    at(2026, 214).day);
	assert_int_equal(zp_calendar_before_or_on(&c, at(2026, 224)).day,
	    at(2026, 224).day);
	assert_int_equal(zp_calendar_on_or_after(&c, at(2026, 215)).day,
	    at(2026, 224).day);
	assert_int_equal(zp_calendar_on_or_after(&c, at(2026, 214)).day,
	    at(2026, 214).day);
	assert_int_equal(zp_calendar_count(&c, at(2026, 223), at(2026, 215)),
	    0);
}

static void the_calendar_ends_with_its_years(void **state)
{
	struct zp_calendar c = { 0 };
	struct zp_date last = zp_date_of(9999, 12, 31);

	(void)state;
	assert_false(zp_date_known(zp_calendar_after(&c, last, 1)));
	assert_false(zp_date_known(zp_calendar_before_or_on(&c,
	    ZP_DATE_NONE)));
}

/* after(d, n) is the day up to which n working days lie behind d. */
static void after_counts_what_count_counts(void **state)
{
	struct zp_calendar c = announced();
	struct zp_date d = at(2025, 101);

	(void)state;
	for (; zp_date_cmp(d, at(2026, 1001)) < 0; d = zp_date_add(d, 1))
		for (int32_t n = 1; n < 12; n++) {
			struct zp_date to = zp_calendar_after(&c, d, n);

			assert_true(zp_calendar_works(&c, to));
			assert_int_equal(n, zp_calendar_count(&c,
			    zp_date_add(d, 1), to));
		}
}

static void words_of_a_case(void **state)
{
	(void)state;
	assert_true(zp_stage_litigation(ZP_INVESTIGATION));
	assert_true(zp_stage_litigation(ZP_RETRIAL));
	assert_true(zp_stage_litigation(ZP_DEATH_REVIEW));
	assert_false(zp_stage_litigation(ZP_ARBITRATION));
	assert_false(zp_stage_litigation(ZP_NON_LITIGATION));
	assert_false(zp_stage_litigation(ZP_STAGE_UNKNOWN));
	assert_true(zp_end_counts(ZP_END_NONE));
	assert_true(zp_end_counts(ZP_END_CHANGED));
	assert_false(zp_end_counts(ZP_END_DECLINED));
	assert_false(zp_end_counts(ZP_END_WITHDRAWN));
}

static void a_policy_starts_from_the_law(void **state)
{
	struct zp_policy p;

	(void)state;
	zp_policy_init(&p);
	assert_int_equal(p.annual_cap, 90);		/* T1 */
	assert_int_equal(p.death_years, 3);		/* Q6 */
	assert_int_equal(p.assign_days, 3);		/* D2, D3 */
	assert_int_equal(p.assign_unit, ZP_CALENDAR_DAYS);
	assert_int_equal(p.former_post_years, 2);	/* C11 */
	assert_false(p.pair || p.tiered || p.borrow_for_gang);
	for (size_t i = 0; i < ZP_POLICY_RULES; i++)
		assert_false(p.off[i]);
	assert_string_equal(p.rule_set, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(months_of_two_years),
		cmocka_unit_test(sealing_sorts_and_thins),
		cmocka_unit_test(years_without_a_notice),
		cmocka_unit_test(steps_over_days_off),
		cmocka_unit_test(the_calendar_ends_with_its_years),
		cmocka_unit_test(after_counts_what_count_counts),
		cmocka_unit_test(words_of_a_case),
		cmocka_unit_test(a_policy_starts_from_the_law),
	};

	return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
