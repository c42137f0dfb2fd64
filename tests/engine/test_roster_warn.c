/* tests/engine/test_roster_warn.c - zp_roster_warn(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support_roster.h"
#include "zhipaid/roster_warn.h"

/* March of a town where everybody may, published; warned of from the 2nd, a
 * Monday, to the 15th. */
struct look {
	struct roster_town t;
	struct zp_roster *r;
	struct zp_roster_warning *at;
	uint32_t n;
};

static void look_new(struct look *l)
{
	roster_town_new(&l->t, 3, true);
	l->r = zp_roster_make(&l->t.in, l->t.a);
	for (uint32_t i = 0; i < l->r->duties; i++)
		l->r->duty[i].state = ZP_DUTY_PUBLISHED;
	l->t.in.duty = l->r->duty;
	l->t.in.duties = l->r->duties;
	l->t.in.standby = l->r->standby;
	l->t.in.standbys = l->r->standbys;
	l->t.in.from = l->t.in.today = zp_date_of(2026, 3, 2);
	l->t.in.to = zp_date_of(2026, 3, 15);
}

/* The only warning of that kind; NULL: none. */
static const struct zp_roster_warning *warned(struct look *l,
    enum zp_roster_alarm what)
{
	const struct zp_roster_warning *w = NULL;

	l->at = zp_roster_warn(&l->t.in, l->t.a, &l->n);
	for (uint32_t i = 0; i < l->n; i++)
		if (l->at[i].what == what) {
			assert_null(w);
			w = &l->at[i];
		}
	return w;
}

static void says(const struct look *l, const struct zp_roster_warning *w,
    const char *zh, const char *en)
{
	struct zp_buf b = { 0 };

	assert_non_null(w);
	zp_roster_warning_print(&l->t.in, w, ZP_ZH, &b);
	assert_string_equal(zp_buf_str(&b), zh);
	zp_buf_reset(&b);
	zp_roster_warning_print(&l->t.in, w, ZP_EN, &b);
	assert_string_equal(zp_buf_str(&b), en);
	zp_buf_fini(&b);
}

/* Drop what is on record of some days from the roster. */
static void drop(struct look *l, const char *station, int from, int to)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->r->duties; i++) {
		struct zp_duty *d = &l->r->duty[i];
		int32_t day = d->date.day -
		    zp_date_of(2026, 3, 1).day + 1;

		if (day < from || day > to || (station != NULL &&
		    strcmp(d->station_code, station) != 0))
			l->r->duty[n++] = *d;
	}
	l->t.in.duties = l->r->duties = n;
}

static void nothing_is_wrong(void **state)
{
	struct look l;

	(void)state;
	look_new(&l);
	/* those of the fixed station beyond what two people may do */
	l.at = zp_roster_warn(&l.t.in, l.t.a, &l.n);
	for (uint32_t i = 0; i < l.n; i++)
		assert_true(l.at[i].what == ZP_ALARM_OPEN && strcmp(
		    l.t.reg->station[l.at[i].station].code, "S6") == 0);
	roster_town_free(&l.t);
}

static void days_without_a_roster(void **state)
{
	struct look l;

	(void)state;
	look_new(&l);
	l.t.in.centre = zp_registry_find(l.t.reg, ZP_T_CENTRES, "C1");
	drop(&l, NULL, 12, 31);
	/* Thursday, Friday: two half-days and two posts each; the weekend by
	 * phone */
	says(&l, warned(&l, ZP_ALARM_NO_ROSTER),
	    "2026-03-12 至 2026-03-15 a还没有发布班表，差 10 班（N7）",
	    "2026-03-12 to 2026-03-15: a has no roster yet, 10 duties (N7)");
	assert_null(warned(&l, ZP_ALARM_BARE));
	assert_null(warned(&l, ZP_ALARM_OPEN));
	roster_town_free(&l.t);
}

static void open_posts_and_bare_jails(void **state)
{
	const struct zp_roster_warning *w;
	struct look l;

	(void)state;
	look_new(&l);
	l.t.in.centre = zp_registry_find(l.t.reg, ZP_T_CENTRES, "C1");
	drop(&l, "S1", 5, 6);
	l.at = zp_roster_warn(&l.t.in, l.t.a, &l.n);
	assert_int_equal(l.n, 3);
	says(&l, &l.at[0],
	    "2026-03-05 至 2026-03-06 jail联系不到值班律师（N15）",
	    "2026-03-05 to 2026-03-06: jail reaches no duty lawyer (N15)");
	assert_int_equal(l.at[0].n, 2);
	says(&l, &l.at[1], "2026-03-05 jail有 2 班无人（N1）",
	    "2026-03-05: jail has 2 duties open (N1)");
	assert_int_equal(l.at[2].what, ZP_ALARM_OPEN);
	/* closed that day: nobody is asked for, and nobody is there */
	l.t.in.day = &(struct zp_station_day){ "S1", zp_date_of(2026, 3, 9),
	    0, 1, "", zp_registry_find(l.t.reg, ZP_T_STATIONS, "S1") };
	l.t.in.days = 1;
	drop(&l, "S1", 9, 9);
	l.t.in.from = zp_date_of(2026, 3, 7);
	w = warned(&l, ZP_ALARM_BARE);
	assert_non_null(w);
	assert_int_equal(w->from.day, zp_date_of(2026, 3, 9).day);
	assert_int_equal(w->n, 1);
	roster_town_free(&l.t);
}

static void standby_training_year_and_idle(void **state)
{
	struct zp_counsel *c;
	struct look l;
	int32_t who;

	(void)state;
	look_new(&l);
	l.t.in.centre = zp_registry_find(l.t.reg, ZP_T_CENTRES, "C1");
	l.t.p.roster.standby = 2;
	says(&l, warned(&l, ZP_ALARM_STANDBY),
	    "2026-03-02 至 2026-03-15 a有 14 天备班不足（N17）",
	    "2026-03-02 to 2026-03-15: a lacks a standby on 14 days (N17)");
	l.t.p.roster.standby = 1;
	l.t.p.roster.training_years = 3;
	who = zp_registry_find(l.t.reg, ZP_T_COUNSEL, "L02");
	c = &l.t.reg->counsel[who];
	assert_null(warned(&l, ZP_ALARM_TRAINING));
	c->duty_trained_on = zp_date_of(2023, 4, 20);
	says(&l, warned(&l, ZP_ALARM_TRAINING),
	    "n（L02）的岗前培训 2026-04-20 到期（N8）",
	    "the training of n (L02) lapses on 2026-04-20 (N8)");
	assert_int_equal(warned(&l, ZP_ALARM_TRAINING)->n, 49);
	c->duty_trained_on = zp_date_of(2023, 3, 3);
	assert_true(zp_date_known(warned(&l, ZP_ALARM_TRAINING)->to));
	l.t.p.roster.training_years = 0;
	for (uint32_t i = 0; i < l.r->duties; i++)
		if (l.r->duty[i].counsel == who)
			l.r->duty[i].counsel = zp_registry_find(l.t.reg,
			    ZP_T_COUNSEL, "L04");
	says(&l, warned(&l, ZP_ALARM_IDLE),
	    "2026-03-02 至 2026-03-15 a有 1 名律师今年还没有值过班（N17）",
	    "2026-03-02 to 2026-03-15: a has 1 lawyers without a duty this "
	    "year (N17)");
	l.t.cal.years = 0;
	says(&l, warned(&l, ZP_ALARM_YEAR),
	    "2026-03-02 至 2026-03-15 的放假安排还没有公布（H3）",
	    "2026-03-02 to 2026-03-15: the days off are not announced yet "
	    "(H3)");
	roster_town_free(&l.t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_wrong),
		cmocka_unit_test(days_without_a_roster),
		cmocka_unit_test(open_posts_and_bare_jails),
		cmocka_unit_test(standby_training_year_and_idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
