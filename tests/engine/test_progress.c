/* How far a centre is with its year (T5); steps between regions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "zhipaid/rebalance.h"

static void part_is(struct zp_elapsed e, int32_t days, int32_t of)
{
	assert_int_equal(e.days, days);
	assert_int_equal(e.of, of);
}

static void the_year_goes_by(void **state)
{
	struct zp_day off[] = { { zp_date_of(2026, 1, 1), ZP_DAY_OFF, "" },
		{ zp_date_of(2026, 1, 4), ZP_DAY_WORK, "" } };
	struct zp_calendar cal = { .day = off, .days = 2 };

	(void)state;
	part_is(zp_elapsed_of(&cal, ZP_CALENDAR_DAYS,
	    zp_date_of(2026, 1, 1)), 1, 365);
	part_is(zp_elapsed_of(&cal, ZP_CALENDAR_DAYS,
	    zp_date_of(2026, 12, 31)), 365, 365);
	part_is(zp_elapsed_of(&cal, ZP_CALENDAR_DAYS,
	    zp_date_of(2028, 3, 1)), 61, 366);
	/* Thursday off, Friday, weekend of which Sunday works, Monday; of 261
	 * Mondays to Fridays one is off, and one more day works */
	part_is(zp_elapsed_of(&cal, ZP_WORKING_DAYS_UNIT,
	    zp_date_of(2026, 1, 1)), 0, 261);
	part_is(zp_elapsed_of(&cal, ZP_WORKING_DAYS_UNIT,
	    zp_date_of(2026, 1, 5)), 3, 261);
}

static void is(struct zp_progress g, int32_t due, int32_t shortfall,
    int32_t per_mille)
{
	assert_int_equal(g.due, due);
	assert_int_equal(g.shortfall, shortfall);
	assert_int_equal(g.per_mille, per_mille);
}

static void what_is_due(void **state)
{
	const struct zp_elapsed half = { 1, 2 }, day = { 1, 365 };

	(void)state;
	is(zp_progress_of(50, 100, half), 50, 0, 1000);
	is(zp_progress_of(49, 100, half), 50, 1, 980);
	is(zp_progress_of(51, 101, half), 51, 0, 1009);	/* 50.5 are due */
	is(zp_progress_of(50, 101, half), 51, 1, 990);
	is(zp_progress_of(0, 860, day), 3, 3, 0);	/* 2.36 */
	is(zp_progress_of(7, 0, half), 0, 0, -1);
	is(zp_progress_of(7, -1, half), 0, 0, -1);
	is(zp_progress_of(7, 100, (struct zp_elapsed){ 0, 250 }), 0, 0, -1);
	is(zp_progress_of(290, 268, (struct zp_elapsed){ 365, 365 }), 268, 0,
	    1082);
	assert_int_equal(zp_progress_forecast(100, half), 200);
	assert_int_equal(zp_progress_forecast(1, day), 365);
	assert_int_equal(zp_progress_forecast(5,
	    (struct zp_elapsed){ 0, 250 }), 0);
}

/* Anqing: a city of a province, two counties, a zone that one of them
 * serves, a township of the other; and an island. */
static void steps_between_regions(void **state)
{
	static const struct { const char *code, *parent, *served; } place[] = {
		{ "1", "", "" }, { "10", "1", "" }, { "11", "10", "" },
		{ "12", "10", "" }, { "13", "10", "11" },
		{ "14", "12", "" }, { "2", "", "" },
	};
	static const int32_t steps[7][7] = {
		{ 0, 1, 2, 2, 3, 3, -1 }, { 1, 0, 1, 1, 2, 2, -1 },
		{ 2, 1, 0, 2, 1, 3, -1 }, { 2, 1, 2, 0, 3, 1, -1 },
		{ 3, 2, 1, 3, 0, 4, -1 }, { 3, 2, 3, 1, 4, 0, -1 },
		{ -1, -1, -1, -1, -1, -1, 0 },
	};
	struct zp_registry *reg = zp_registry_new();
	struct zp_region *r = zp_arena_calloc(reg->arena, 7, sizeof(*r));
	struct zp_report rep = { 0 };

	(void)state;
	for (uint32_t k = 0; k < 7; k++) {
		zp_row_clear(zp_table_get(ZP_T_REGIONS), &r[k]);
		r[k].code = r[k].name = place[k].code;
		r[k].parent_code = place[k].parent;
		r[k].served_by = place[k].served;
	}
	zp_registry_set(reg, ZP_T_REGIONS, r, 7);
	assert_true(zp_registry_link(reg, &rep));
	zp_report_fini(&rep);
	for (int a = 0; a < 7; a++)
		for (int b = 0; b < 7; b++)
			assert_int_equal(zp_region_distance(reg,
			    zp_registry_find(reg, ZP_T_REGIONS,
			    place[a].code), zp_registry_find(reg,
			    ZP_T_REGIONS, place[b].code)), steps[a][b]);
	assert_int_equal(zp_region_distance(reg, -1, 0), -1);
	zp_registry_free(reg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_year_goes_by),
		cmocka_unit_test(what_is_due),
		cmocka_unit_test(steps_between_regions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
