/* tests/base/test_time.c - dates against an independent walk, day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "zhipaid/time.h"

struct walk { int y, m, d, weekday; int32_t day; };	/* of 0001-01-01 on */

/* Length of a month by the rhyme, not by the code under test. */
static int month_length(int y, int m)
{
	if (m == 4 || m == 6 || m == 9 || m == 11)
		return 30;
	if (m != 2)
		return 31;
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0 ? 29 : 28;
}

static void step(struct walk *w)
{
	w->day++;
	w->weekday = (w->weekday + 1) % 7;
	if (++w->d <= month_length(w->y, w->m))
		return;
	w->d = 1;
	if (++w->m <= 12)
		return;
	w->m = 1;
	w->y++;
}

static void every_day_of_ten_thousand_years(void **state)
{
	/* 0001-01-01 was a Monday of the proleptic Gregorian calendar */
	struct walk w = { 1, 1, 1, 1, -719162 };

	(void)state;
	for (; w.y < 10000; step(&w)) {
		struct zp_date d = zp_date_of(w.y, w.m, w.d);
		int y, m, day;

		zp_date_split(d, &y, &m, &day);
		if (d.day != w.day || y != w.y || m != w.m || day != w.d ||
		    zp_date_weekday(d) != w.weekday)
			fail_msg("%04d-%02d-%02d", w.y, w.m, w.d);
	}
	assert_int_equal(w.day, 2932897);
	assert_int_equal(zp_date_of(1970, 1, 1).day, 0);
}

static void there_is_no_such_day(void **state)
{
	static const int bad[][3] = { { 0, 1, 1 }, { 10000, 1, 1 },
		{ 2026, 0, 1 }, { 2026, 13, 1 }, { 2026, 1, 0 },
		{ 2026, 1, 32 }, { 2026, 2, 29 }, { 2024, 2, 30 },
		{ 1900, 2, 29 }, { 2026, 4, 31 }, { -5, 1, 1 } };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(bad); i++)
		assert_false(zp_date_known(zp_date_of(bad[i][0], bad[i][1],
		    bad[i][2])));
	assert_true(zp_date_known(zp_date_of(2000, 2, 29)));
}

static void text_and_back(void **state)
{
	char text[ZP_DATE_TEXT];

	(void)state;
	for (int32_t n = -719162; n <= 2932896; n += 13) {
		struct zp_date d = { n }, back;

		assert_true(zp_date_parse(zp_date_print(d, text), &back));
		assert_int_equal(back.day, n);
	}
	assert_string_equal(zp_date_print(zp_date_of(2026, 3, 1), text),
	    "2026-03-01");
	assert_string_equal(zp_date_print(ZP_DATE_NONE, text), "");
}

static void strict_dates(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-3-1", "2026-03",
		"26-03-01", "2026/03/01", "2026-03-01 ", " 2026-03-01",
		"2026-03-1x", "2026-02-29", "2026-13-01", "2026-00-10",
		"0000-01-01", "+026-03-01", "2026-03-01T00:00:00",
		"20260301", "２026-03-01" };
	struct zp_date d = { 7 };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(bad); i++) {
		assert_false(zp_date_parse(bad[i], &d));
		assert_int_equal(d.day, 7);
	}
}

static void instants(void **state)
{
	static const struct { const char *in, *out; } row[] = {
		{ "2026-01-01T08:00:59+08:00", "2026-01-01T08:00:59+08:00" },
		{ "2026-01-01 08:00:59+08", "2026-01-01T08:00:59+08:00" },
		{ "2026-01-01T00:00:59Z", "2026-01-01T08:00:59+08:00" },
		{ "2025-12-31T19:00:59-0500", "2026-01-01T08:00:59+08:00" },
		{ "2026-01-01T08:00", "2026-01-01T08:00:00+08:00" },
		{ "2026-01-01T13:30+05:30", "2026-01-01T16:00:00+08:00" },
		{ "2026-01-01T08:00:00.5", "2026-01-01T08:00:00.500000+08:00" },
		{ "2026-01-01T08:00:00.000001Z",
		    "2026-01-01T16:00:00.000001+08:00" },
		{ "1969-12-31T23:59:59.999999Z",
		    "1970-01-01T07:59:59.999999+08:00" },
		{ "0001-01-01T00:00:00+08:00", "0001-01-01T00:00:00+08:00" },
		{ "9999-12-31T23:59:59+08:00", "9999-12-31T23:59:59+08:00" },
	};
	char text[ZP_WALL_TEXT];

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_wall w, back;

		assert_true(zp_wall_parse(row[i].in, &w));
		assert_string_equal(zp_wall_print(w, text), row[i].out);
		assert_true(zp_wall_parse(text, &back));
		assert_int_equal(back.us, w.us);
	}
	assert_string_equal(zp_wall_print(ZP_WALL_NONE, text), "");
}

static void strict_instants(void **state)
{
	static const char *const bad[] = { "", "2026-01-01",
		"2026-01-01T", "2026-01-01T8:00", "2026-01-01T24:00",
		"2026-01-01T08:60", "2026-01-01T08:00:60", "2026-01-01t08:00",
		"2026-01-01T08:00:00.", "2026-01-01T08:00:00.1234567",
		"2026-01-01T08:00:00+8", "2026-01-01T08:00:00+16:00",
		"2026-01-01T08:00:00+08:60", "2026-01-01T08:00:00 +08:00",
		"2026-01-01T08:00:00ZZ", "2026-01-01T08:00:00+08:",
		"2026-01-01  08:00", "2026-02-30T08:00:00Z",
		"0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59Z" };
	struct zp_wall w = { 7 };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(bad); i++) {
		if (zp_wall_parse(bad[i], &w))
			fail_msg("taken: %s", bad[i]);
		assert_int_equal(w.us, 7);
	}
}

static void a_day_in_shanghai(void **state)
{
	struct zp_date d = zp_date_of(2026, 3, 1);
	struct zp_wall start = zp_date_start(d);

	(void)state;
	assert_int_equal(zp_wall_date(start).day, d.day);
	assert_int_equal(zp_wall_date((struct zp_wall){ start.us - 1 }).day,
	    d.day - 1);
	assert_int_equal(zp_date_start(zp_date_add(d, 1)).us - start.us,
	    INT64_C(86400000000));
	assert_int_equal(zp_wall_date((struct zp_wall){
	    INT64_C(-62135625600000001) + 3600000000 }).day, -719162);
	assert_false(zp_date_known(zp_wall_date(ZP_WALL_NONE)));
	assert_false(zp_wall_known(zp_date_start(ZP_DATE_NONE)));
}

static void adding_days_stays_in_the_calendar(void **state)
{
	struct zp_date last = zp_date_of(9999, 12, 31);

	(void)state;
	assert_int_equal(zp_date_add(zp_date_of(2024, 2, 28), 2).day,
	    zp_date_of(2024, 3, 1).day);
	assert_false(zp_date_known(zp_date_add(last, 1)));
	assert_false(zp_date_known(zp_date_add(last, INT32_MAX)));
	assert_false(zp_date_known(zp_date_add(zp_date_of(1, 1, 1), -1)));
	assert_false(zp_date_known(zp_date_add(ZP_DATE_NONE, 5)));
	assert_false(zp_date_known(zp_date_add_years(last, 1)));
	assert_false(zp_date_known(zp_date_add_years(last, INT32_MIN)));
}

/* zp_date_years(a, b) is the largest n with add_years(a, n) <= b. */
static void years_agree_with_birthdays(void **state)
{
	struct zp_date a = zp_date_of(2019, 1, 1);

	(void)state;
	for (int i = 0; i < 800; i++, a = zp_date_add(a, 1)) {
		struct zp_date b = zp_date_of(2015, 12, 1);

		for (int j = 0; j < 400; j++, b = zp_date_add(b, 11)) {
			int n = zp_date_years(a, b);

			if (zp_date_cmp(zp_date_add_years(a, n), b) > 0 ||
			    zp_date_cmp(zp_date_add_years(a, n + 1), b) <= 0)
				fail_msg("%d to %d: %d", a.day, b.day, n);
		}
	}
	assert_int_equal(zp_date_years(zp_date_of(2008, 2, 29),
	    zp_date_of(2026, 2, 28)), 17);
	assert_int_equal(zp_date_years(zp_date_of(2008, 2, 29),
	    zp_date_of(2026, 3, 1)), 18);
}

static void hours_of_a_day(void **state)
{
	static const char *const good[] = { "09:00-11:30", "00:00-24:00",
		"23:58-23:59" };
	static const char *const bad[] = { "", "09:00", "9:00-11:30",
		"09:00-09:00", "11:30-09:00", "09:00-24:01", "09:60-10:00",
		"25:00-26:00", "09:00 11:30", "09:00-11:30 ", "09:00-11:3",
		"-09:00-10:00" };
	struct zp_hours h = { 1, 2 };
	char text[ZP_HOURS_TEXT];

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(good); i++) {
		assert_true(zp_hours_parse(good[i], &h));
		assert_string_equal(zp_hours_print(h, text), good[i]);
	}
	h = (struct zp_hours){ 1, 2 };
	for (size_t i = 0; i < ZP_COUNT(bad); i++)
		assert_false(zp_hours_parse(bad[i], &h));
	assert_true(h.from == 1 && h.to == 2);
}

static void months_of_a_period(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-3", "2026-13",
		"2026-03-01", "2026-03..", "..2026-03", "2026-05..2026-03",
		"2026-03..2026-04..2026-05", "2026-03 ",
		"2026-01..2036-01" };
	struct zp_date from, to;

	(void)state;
	assert_true(zp_months_parse("2026-02", &from, &to));
	assert_int_equal(from.day, zp_date_of(2026, 2, 1).day);
	assert_int_equal(to.day, zp_date_of(2026, 2, 28).day);
	assert_true(zp_months_parse("2026-12..2027-02", &from, &to));
	assert_int_equal(from.day, zp_date_of(2026, 12, 1).day);
	assert_int_equal(to.day, zp_date_of(2027, 2, 28).day);
	for (size_t i = 0; i < ZP_COUNT(bad); i++)
		assert_false(zp_months_parse(bad[i], &from, &to));
	assert_int_equal(to.day, zp_date_of(2027, 2, 28).day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_ten_thousand_years),
		cmocka_unit_test(there_is_no_such_day),
		cmocka_unit_test(text_and_back),
		cmocka_unit_test(strict_dates),
		cmocka_unit_test(instants),
		cmocka_unit_test(strict_instants),
		cmocka_unit_test(a_day_in_shanghai),
		cmocka_unit_test(hours_of_a_day),
		cmocka_unit_test(months_of_a_period),
		cmocka_unit_test(adding_days_stays_in_the_calendar),
		cmocka_unit_test(years_agree_with_birthdays),
	};

	return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
