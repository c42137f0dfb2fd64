/* tests/engine/test_allowance.c - zp_allowances(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support_roster.h"
#include "zhipaid/allowance.h"

/* Done and published duties of three people. */
static const struct {
	const char *station; int month, day; enum zp_shift shift;
	const char *who; enum zp_duty_state state;
} row[] = {
	{ "S1", 3, 2, ZP_SHIFT_AM, "L02", ZP_DUTY_DONE },
	{ "S1", 3, 3, ZP_SHIFT_PM, "L02", ZP_DUTY_DONE },
	{ "S1", 3, 4, ZP_SHIFT_AM, "L02", ZP_DUTY_ABSENT },
	{ "S1", 3, 5, ZP_SHIFT_AM, "L02", ZP_DUTY_PUBLISHED },
	{ "S2", 3, 8, ZP_SHIFT_DAY, "L02", ZP_DUTY_DONE },	/* Sunday */
	{ "S4", 3, 9, ZP_SHIFT_DAY, "L03", ZP_DUTY_DONE },	/* remote */
	{ "S1", 4, 1, ZP_SHIFT_PM, "L02", ZP_DUTY_DONE },
	{ "S1", 3, 6, ZP_SHIFT_AM, "L04", ZP_DUTY_DRAFT },
};

struct paid {
	struct roster_town t;
	struct zp_duty duty[ZP_COUNT(row)];
	struct zp_allowance *at;
	uint32_t n;
};

static void pay(struct paid *p)
{
	for (size_t i = 0; i < ZP_COUNT(row); i++)
		p->duty[i] = (struct zp_duty){ row[i].station,
		    zp_date_of(2026, row[i].month, row[i].day), row[i].shift,
		    1, row[i].who, row[i].state,
		    zp_registry_find(p->t.reg, ZP_T_STATIONS, row[i].station),
		    zp_registry_find(p->t.reg, ZP_T_COUNSEL, row[i].who) };
	p->at = zp_allowances(p->t.reg, &p->t.p, p->duty, ZP_COUNT(row),
	    p->t.a, &p->n);
}

/* By month, payer, station, licence: J1 (S1, S2) and T2 (S4). */
static void half_days_by_who_pays(void **state)
{
	struct paid p;

	(void)state;
	roster_town_new(&p.t, 1, true);
	p.t.p.roster.pay[ZP_ON_WORKDAY] = 301;
	p.t.p.roster.pay[ZP_ON_REMOTE] = 400;
	pay(&p);
	assert_int_equal(p.n, 4);
	assert_string_equal(p.at[0].payer, "J1");
	assert_string_equal(p.at[0].station_code, "S1");
	assert_int_equal(p.at[0].done[ZP_ON_WORKDAY], 2);
	assert_int_equal(p.at[0].due[ZP_ON_WORKDAY], 1);
	assert_int_equal(p.at[0].fen, 30100);	/* half of 301, twice */
	assert_int_equal(p.at[0].due_fen, 15050);
	assert_int_equal(p.at[0].unset + p.at[0].outside, 0);
	assert_string_equal(p.at[1].station_code, "S2");
	assert_int_equal(p.at[1].done[ZP_ON_DAY_OFF], 2);
	assert_int_equal(p.at[1].fen, 0);	/* no rate: not guessed */
	assert_int_equal(p.at[1].unset, 2);
	assert_string_equal(p.at[2].payer, "T2");
	assert_int_equal(p.at[2].done[ZP_ON_REMOTE], 2);
	assert_int_equal(p.at[2].fen, 40000);
	assert_int_equal(zp_date_cmp(p.at[3].month, zp_date_of(2026, 4, 1)),
	    0);
	roster_town_free(&p.t);
}

static void what_hinders_is_said(void **state)
{
	struct zp_buf b = { 0 };
	struct paid p;

	(void)state;
	roster_town_new(&p.t, 1, true);
	p.t.p.roster.pay[ZP_ON_WORKDAY] = 150;	/* below 200 */
	p.t.p.roster.pay[ZP_ON_DAY_OFF] = 900;	/* no bounds are set */
	pay(&p);
	assert_int_equal(p.at[0].outside, 3);
	assert_int_equal(p.at[1].outside, 0);
	assert_int_equal(p.at[1].fen, 90000);
	zp_allowance_note(&p.t.p, &p.at[1], ZP_EN, &b);
	assert_int_equal(b.n, 0);
	zp_allowance_note(&p.t.p, &p.at[0], ZP_EN, &b);
	assert_string_equal(b.at, "the rate of 3 half-days is not within 200 "
	    "to 500 yuan (M6)");
	zp_buf_reset(&b);
	zp_allowance_note(&p.t.p, &p.at[2], ZP_ZH, &b);
	assert_string_equal(b.at, "2 个半天没有补贴标准，定了才能发放（N11）");
	zp_buf_fini(&b);
	roster_town_free(&p.t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_days_by_who_pays),
		cmocka_unit_test(what_hinders_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
