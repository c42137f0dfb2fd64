/* tests/engine/test_roster.c - zp_roster_*(), judged by rules written anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support_roster.h"
#include "zhipaid/hash.h"

enum { MANY = 60 };

static bool eased(const struct zp_roster *r, int32_t centre)
{
	for (uint32_t i = 0; i < r->easeds; i++)
		if (r->eased[i].centre == centre)
			return true;
	return false;
}

/* What one person has in the month, duty by duty. */
static void go_together(const struct roster_town *t, const struct zp_roster *r,
    uint32_t i)
{
	const struct zp_duty *d = &r->duty[i];
	int32_t week = 0, month = 0, day = 0;

	for (uint32_t k = 0; k < r->duties; k++) {
		const struct zp_duty *e = &r->duty[k];
		int32_t apart = abs(e->date.day - d->date.day);

		if (e->counsel != d->counsel)
			continue;
		month++;
		week += (e->date.day + 3) / 7 == (d->date.day + 3) / 7;
		day += apart == 0;
		if (k != i && apart == 0)
			assert_true(roster_go_together(t, d, e));
		if (k != i && apart == 1)
			assert_true(eased(r,
			    t->reg->counsel[d->counsel].centre));
	}
	assert_true(day <= t->p.roster.day);
	assert_true(week <= t->p.roster.week);
	assert_true(month <= t->p.roster.month);
}

/* Posts of the month by hand: 21 plain working days of March 2026, and the
 * 7th is one, the 18th is not. */
static void every_rule_holds(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct zp_roster *r;
		uint32_t open = 0;
		struct roster_town t;

		roster_town_new(&t, seed, false);
		r = zp_roster_make(&t.in, t.a);
		assert_int_equal(r->duties, 22 * 2 + 9 + 22 * 2 + 31 + 22);
		for (uint32_t i = 0; i < r->duties; i++) {
			if (r->duty[i].counsel < 0) {
				open++;
				continue;
			}
			assert_true(roster_may_stand(&t, &r->duty[i],
			    r->duty[i].counsel));
			go_together(&t, r, i);
		}
		assert_int_equal(open, r->gaps);
		assert_true(r->announced && r->bound <= r->cost);
		roster_town_free(&t);
	}
}

/* Shifts of a kind that each person of a centre has; the fixed station and
 * its people aside. */
static void spread(const struct roster_town *t, const struct zp_roster *r,
    int32_t centre, enum zp_bucket b, int32_t *least, int32_t *most)
{
	*least = INT32_MAX;
	*most = 0;
	for (uint32_t k = 0; k < t->reg->counsels; k++) {
		int32_t n = 0;

		if (t->reg->counsel[k].centre != centre)
			continue;
		for (uint32_t i = 0; i < r->duties; i++)
			n += r->duty[i].counsel == (int32_t)k &&
			    zp_roster_bucket(t->reg, &t->cal,
			    r->duty[i].station, r->duty[i].date) == b;
		*least = n < *least ? n : *least;
		*most = n > *most ? n : *most;
	}
}

static void equals_differ_by_one(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY / 4; seed++) {
		int32_t centre, least, most;
		struct zp_roster *r;
		struct roster_town t;

		roster_town_new(&t, seed, true);
		t.in.to = zp_date_of(2026, 12, 31);
		centre = zp_registry_find(t.reg, ZP_T_CENTRES, "C1");
		r = zp_roster_make(&t.in, t.a);
		for (uint32_t i = 0; i < r->gaps; i++)
			assert_string_equal(r->duty[r->gap[i].duty]
			    .station_code, "S6");
		spread(&t, r, centre, ZP_ON_WORKDAY, &least, &most);
		assert_true(most - least <= 1);
		spread(&t, r, centre, ZP_ON_DAY_OFF, &least, &most);
		assert_true(most - least <= 1);
		/* the fixed station has two people, whose limits bind */
		assert_true((r->cost - r->bound) * 20 <= r->cost);
		roster_town_free(&t);
	}
}

static int32_t person(const struct roster_town *t, const struct zp_duty *d)
{
	return zp_registry_find(t->reg, ZP_T_COUNSEL, d->licence_no);
}

/* Can a colleague take duty i beside what he has? */
static bool somebody_free(const struct roster_town *t,
    const struct zp_roster *r, uint32_t i)
{
	const struct zp_duty *d = &r->duty[i];

	for (uint32_t k = 0; k < t->reg->counsels; k++) {
		const struct zp_counsel *c = &t->reg->counsel[k];
		int32_t week = 0, month = 0, near = 0;

		for (uint32_t j = 0; j < r->duties; j++) {
			const struct zp_duty *e = &r->duty[j];

			if (e->counsel != (int32_t)k)
				continue;
			month++;
			week += (e->date.day + 3) / 7 == (d->date.day + 3) / 7;
			near += abs(e->date.day - d->date.day) <= 1;
		}
		if ((int32_t)k != d->counsel && near == 0 && week < 3 &&
		    month < 12 && strcmp(c->region_code,
		    t->reg->station[d->station].region_code) == 0 &&
		    (strcmp(d->station_code, "S6") != 0 ||
		    strcmp(c->licence_no, "L01") == 0 ||
		    strcmp(c->licence_no, "L03") == 0))
			return true;
	}
	return false;
}

/* One person cannot come on one day: that duty changes hands, no other; and
 * what is past stays whoever has it. */
static void a_repair_disturbs_least(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct zp_roster *r, *again;
		struct zp_duty *old;
		uint32_t gone, n = 0;
		struct roster_town t;

		roster_town_new(&t, seed, true);
		r = zp_roster_make(&t.in, t.a);
		old = zp_arena_calloc(t.a, r->duties + 1, sizeof(*old));
		gone = (uint32_t)(zp_hash_mix(seed) % r->duties);
		for (uint32_t i = 0; i < r->duties; i++) {
			old[i] = r->duty[i];
			old[i].state = i == gone ? ZP_DUTY_ABSENT :
			    ZP_DUTY_PUBLISHED;
		}
		t.in.duty = old;
		t.in.duties = r->duties;
		t.in.today = r->duty[gone].date;
		again = zp_roster_make(&t.in, t.a);
		assert_int_equal(again->duties, r->duties);
		for (uint32_t i = 0; i < r->duties; i++)
			if (i != gone && r->duty[i].counsel >= 0 &&
			    again->duty[i].counsel != r->duty[i].counsel) {
				assert_true(again->duty[i].date.day >=
				    t.in.today.day);
				n++;
			}
		assert_int_equal(n, again->changes);
		if (somebody_free(&t, r, gone)) {
			assert_int_equal(n, 0);
			assert_true(again->duty[gone].counsel >= 0);
		}
		if (old[gone].counsel >= 0)
			assert_true(person(&t, &again->duty[gone]) !=
			    old[gone].counsel);
		roster_town_free(&t);
	}
}

static void exceptions_and_bookings(void **state)
{
	struct zp_station_day day[] = {
		{ "S1", zp_date_of(2026, 3, 2), 0, 1, "closed", 0 },
		{ "S5", zp_date_of(2026, 3, 3), ZP_SHIFT_BIT(ZP_SHIFT_PM), 3,
		    "booked", 0 },
	};
	struct roster_town t;
	uint32_t n;

	(void)state;
	roster_town_new(&t, 1, true);
	for (size_t i = 0; i < ZP_COUNT(day); i++)
		day[i].station = zp_registry_find(t.reg, ZP_T_STATIONS,
		    day[i].station_code);
	t.in.day = day;
	t.in.days = ZP_COUNT(day);
	assert_non_null(zp_roster_demand(&t.in, t.a, &n));
	assert_int_equal(n, 22 * 2 + 9 + 22 * 2 + 31 + 22 - 2 + 3);
	t.in.from = t.in.to = zp_date_of(2027, 1, 4);
	assert_false(zp_roster_make(&t.in, t.a)->announced);
	roster_town_free(&t);
}

/* Has that person a duty on the day? */
static bool on_duty(const struct zp_roster *r, int32_t counsel,
    struct zp_date d)
{
	for (uint32_t i = 0; i < r->duties; i++)
		if (r->duty[i].counsel == counsel &&
		    r->duty[i].date.day == d.day)
			return true;
	return false;
}

/* Some post of the centre that day for which a rule lets him stand. */
static bool can_help(const struct roster_town *t, const struct zp_roster *r,
    const struct zp_standby *s)
{
	for (uint32_t i = 0; i < r->duties; i++)
		if (r->duty[i].date.day == s->date.day &&
		    zp_duty_centre(t->reg, r->duty[i].station) == s->centre &&
		    roster_may_stand(t, &r->duty[i], s->counsel))
			return true;
	return false;
}

/* Each centre has duties on every day of March: S1, S2 and S4. */
static void somebody_stands_by(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct zp_roster *r;
		struct roster_town t;

		roster_town_new(&t, seed, seed % 2 == 0);
		t.p.roster.standby = 1 + (int32_t)(seed % 3);
		r = zp_roster_make(&t.in, t.a);
		assert_int_equal((int32_t)(r->standbys + r->unmanned),
		    2 * 31 * t.p.roster.standby);
		if (seed % 2 == 0)
			assert_int_equal(r->unmanned, 0);
		for (uint32_t i = 0; i < r->standbys; i++) {
			const struct zp_standby *s = &r->standby[i];

			assert_false(on_duty(r, s->counsel, s->date));
			assert_true(can_help(&t, r, s));
			for (uint32_t k = 0; k < i; k++)
				assert_false(r->standby[k].counsel ==
				    s->counsel && r->standby[k].date.day ==
				    s->date.day);
		}
		roster_town_free(&t);
	}
}

static int32_t stands_by(const struct zp_roster *r, int32_t centre,
    struct zp_date d)
{
	for (uint32_t i = 0; i < r->standbys; i++)
		if (r->standby[i].centre == centre &&
		    r->standby[i].date.day == d.day)
			return r->standby[i].counsel;
	return -1;
}

/* Who stands by takes the post that somebody leaves, if he may, and nobody
 * else's standby changes; only his centre is planned. */
static void the_standby_is_called(void **state)
{
	int called = 0;

	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct zp_roster *r, *again;
		struct roster_town t;
		uint32_t gone;
		int32_t by;

		roster_town_new(&t, seed, true);
		r = zp_roster_make(&t.in, t.a);
		gone = (uint32_t)(zp_hash_mix(seed) % r->duties);
		for (uint32_t i = 0; i < r->duties; i++)
			r->duty[i].state = i == gone ? ZP_DUTY_ABSENT :
			    ZP_DUTY_PUBLISHED;
		t.in.duty = r->duty;
		t.in.duties = r->duties;
		t.in.standby = r->standby;
		t.in.standbys = r->standbys;
		t.in.from = t.in.today = r->duty[gone].date;
		t.in.centre = zp_duty_centre(t.reg, r->duty[gone].station);
		by = stands_by(r, t.in.centre, t.in.today);
		again = zp_roster_make(&t.in, t.a);
		for (uint32_t i = 0; i < again->duties; i++) {
			const struct zp_duty *d = &again->duty[i];

			assert_int_equal(zp_duty_centre(t.reg, d->station),
			    t.in.centre);
			if (d->station == r->duty[gone].station &&
			    d->date.day == t.in.today.day &&
			    d->shift == r->duty[gone].shift &&
			    d->post == r->duty[gone].post)
				called += d->counsel == by;
		}
		roster_town_free(&t);
	}
	assert_true(called * 10 >= MANY * 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_holds),
		cmocka_unit_test(equals_differ_by_one),
		cmocka_unit_test(a_repair_disturbs_least),
		cmocka_unit_test(exceptions_and_bookings),
		cmocka_unit_test(somebody_stands_by),
		cmocka_unit_test(the_standby_is_called),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
