/* tests/engine/test_roster_repair.c - zp_roster_repair(): what stands stays,
 * what is torn is filled, and a second look finds nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "support_roster.h"
#include "zhipaid/roster_repair.h"
#include "zhipaid/rule.h"

enum { TOWNS = 40, HEARINGS = 6, SPARE = 64 };

/* A published month, and hearings that people have since. */
struct torn {
	struct roster_town t;
	struct zp_roster_torn in;
	struct zp_list *busy;
	struct zp_duty *duty;
	uint64_t seed;
};

static void publish(struct torn *x, uint64_t seed)
{
	struct zp_roster *r;

	memset(x, 0, sizeof(*x));
	roster_town_new(&x->t, seed, false);
	x->seed = seed;
	x->t.in.today = zp_date_of(2026, 3, 3);
	r = zp_roster_make(&x->t.in, x->t.a);
	x->duty = zp_arena_calloc(x->t.a, r->duties + SPARE,
	    sizeof(*x->duty));
	x->t.in.duty = x->duty;
	for (uint32_t i = 0; i < r->duties; i++)
		if (r->duty[i].counsel >= 0) {
			x->duty[x->t.in.duties] = r->duty[i];
			x->duty[x->t.in.duties++].state = ZP_DUTY_PUBLISHED;
		}
	x->t.in.standby = r->standby;
	x->t.in.standbys = r->standbys;
	x->busy = zp_arena_calloc(x->t.a, x->t.reg->counsels,
	    sizeof(*x->busy));
	x->t.in.busy = x->busy;
	x->in.in = &x->t.in;
}

static struct zp_roster_repair *look(struct torn *x)
{
	return zp_roster_repair(&x->in, x->t.a);
}

static bool at_post(const struct zp_duty *d, const struct zp_duty_change *c)
{
	return d->station == c->station && d->date.day == c->date.day &&
	    d->shift == c->shift && d->post == c->post;
}

/* As the schema does: who leaves has given it away, who comes is there. */
static void apply(struct torn *x, const struct zp_roster_repair *r)
{
	struct zp_roster_input *in = &x->t.in;
	struct zp_standby *s = zp_arena_calloc(x->t.a,
	    in->standbys + r->comes, sizeof(*s));
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->changes; i++) {
		const struct zp_duty_change *c = &r->change[i];
		bool left = c->was[0] == '\0';

		for (uint32_t k = 0; k < in->duties; k++)
			if (at_post(&x->duty[k], c) &&
			    zp_duty_serves(&x->duty[k])) {
				assert_false(left);
				assert_string_equal(x->duty[k].licence_no,
				    c->was);
				x->duty[k].state = &x->duty[k] ==
				    x->in.absent ? ZP_DUTY_ABSENT :
				    ZP_DUTY_SWAPPED;
				left = true;
			}
		assert_true(left);
		if (c->now[0] == '\0')
			continue;
		x->duty[in->duties++] = (struct zp_duty){ c->station_code,
		    c->date, c->shift, c->post, c->now, ZP_DUTY_PUBLISHED,
		    c->station, zp_registry_find(in->reg, ZP_T_COUNSEL,
		    c->now) };
	}
	for (uint32_t i = 0; i < in->standbys; i++) {
		bool gone = false;

		for (uint32_t k = 0; k < r->gones && !gone; k++)
			gone = r->gone[k].centre == in->standby[i].centre &&
			    r->gone[k].date.day == in->standby[i].date.day &&
			    r->gone[k].counsel == in->standby[i].counsel;
		if (!gone)
			s[n++] = in->standby[i];
	}
	for (uint32_t i = 0; i < r->comes; i++)
		s[n++] = r->come[i];
	in->standby = s;
	in->standbys = n;
	x->in.absent = NULL;
}

static bool has_hearing(const struct torn *x, const struct zp_duty *d)
{
	char day[ZP_DATE_TEXT];

	zp_date_print(d->date, day);
	for (uint32_t i = 0; i < x->busy[d->counsel].n; i++)
		if (strncmp(x->busy[d->counsel].at[i], day, 10) == 0)
			return true;
	return false;
}

/* By the words of the rules, whoever serves may. */
static void sound(const struct torn *x)
{
	for (uint32_t i = 0; i < x->t.in.duties; i++) {
		const struct zp_duty *d = &x->duty[i];

		if (!zp_duty_serves(d) ||
		    zp_date_cmp(d->date, x->t.in.today) < 0)
			continue;
		assert_true(roster_may_stand(&x->t, d, d->counsel));
		assert_false(has_hearing(x, d));
		for (uint32_t k = 0; k < i; k++) {
			const struct zp_duty *e = &x->duty[k];

			if (!zp_duty_serves(e) ||
			    e->date.day != d->date.day ||
			    !zp_shift_overlap(e->shift, d->shift))
				continue;
			assert_true(e->counsel != d->counsel);
			assert_true(e->station != d->station ||
			    e->post != d->post);
		}
	}
}

/* All day, of the person of that duty. */
static void hear(struct torn *x, const struct zp_duty *d)
{
	struct zp_list *l = &x->busy[d->counsel];
	const char **at = zp_arena_calloc(x->t.a, l->n + 1, sizeof(*at));
	char day[ZP_DATE_TEXT], text[64];

	if (l->n > 0)
		memcpy(at, l->at, l->n * sizeof(*at));
	snprintf(text, sizeof(text), "%sT08:30:00+08:00/",
	    zp_date_print(d->date, day));
	at[l->n] = zp_arena_strdup(x->t.a, text);
	*l = (struct zp_list){ at, l->n + 1 };
}

static const struct zp_duty *pick(struct torn *x)
{
	const struct zp_duty *d;

	do
		d = &x->duty[roster_roll(&x->seed, x->t.in.duties)];
	while (!zp_duty_serves(d) ||
	    zp_date_cmp(d->date, x->t.in.today) < 0);
	return d;
}

static void what_stands_stays(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= TOWNS; seed++) {
		struct zp_roster_repair *r;
		struct torn x;

		publish(&x, seed);
		r = look(&x);
		/* posts that are open may be filled, and nothing else */
		for (uint32_t i = 0; i < r->changes; i++)
			assert_string_equal(r->change[i].was, "");
		apply(&x, r);
		sound(&x);
		r = look(&x);
		assert_int_equal(r->changes + r->gones + r->comes, 0);
		roster_town_free(&x.t);
	}
}

/* Could anybody have gone, beside what everybody has?  Rest aside. */
static void nobody_was_free(const struct torn *x,
    const struct zp_roster_repair *r)
{
	struct zp_roster_input in = x->t.in;
	struct zp_policy p = *in.p;

	p.roster.rest = 0;
	in.p = &p;
	for (uint32_t i = 0; i < r->changes; i++) {
		const struct zp_duty_change *c = &r->change[i];
		struct zp_duty post = { c->station_code, c->date, c->shift,
		    c->post, "", ZP_DUTY_PUBLISHED, c->station, -1 };

		for (uint32_t k = 0; c->now[0] == '\0' &&
		    c->cause != ZP_CAUSE_EXCEPTION &&
		    k < in.reg->counsels; k++) {
			struct zp_roster_why why;

			if (c->cause != ZP_CAUSE_ABSENT || strcmp(c->was,
			    in.reg->counsel[k].licence_no) != 0)
				assert_false(zp_roster_may(&in, &post,
				    (int32_t)k, NULL, &why));
		}
	}
}

/* Hearings and absences, one after the other: each torn post is filled, or
 * nobody could; others move only to fill one more. */
static void what_is_torn_is_filled(void **state)
{
	int32_t lost = 0, filled = 0, moved = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= TOWNS; seed++) {
		struct torn x;

		publish(&x, seed);
		apply(&x, look(&x));
		for (int i = 0; i < HEARINGS; i++) {
			const struct zp_duty *d = pick(&x);
			struct zp_roster_repair *r;

			if (i % 2 == 0)
				hear(&x, d);
			else
				x.in.absent = d;
			r = look(&x);
			assert_true(r->changes >= 1);
			lost++;
			for (uint32_t k = 0; k < r->changes; k++)
				if (at_post(d, &r->change[k]))
					filled += r->change[k].now[0] != '\0';
				else
					moved++;
			apply(&x, r);
			sound(&x);
			nobody_was_free(&x, r);
			r = look(&x);
			assert_int_equal(r->changes, 0);
		}
		roster_town_free(&x.t);
	}
	assert_true(filled > lost / 2 && moved < lost);
}

static bool gives_up(const struct zp_roster_repair *r,
    const struct zp_duty *d)
{
	for (uint32_t i = 0; i < r->changes; i++)
		if (at_post(d, &r->change[i]))
			return strcmp(r->change[i].was, d->licence_no) == 0;
	return false;
}

/* Beside a rule by a named person's word: it stays; a hearing still counts. */
static void a_decision_is_not_undone(void **state)
{
	bool off[ZP_RULES] = { [ZP_N8] = true };
	struct zp_duty_override o = { .off = off };
	struct zp_counsel *who;
	struct zp_duty *d;
	struct torn x;

	(void)state;
	publish(&x, 7);
	d = (struct zp_duty *)(uintptr_t)pick(&x);
	who = (struct zp_counsel *)(uintptr_t)&x.t.reg->counsel[d->counsel];
	for (uint32_t i = 0; i < x.t.in.duties; i++)
		if (&x.duty[i] != d && x.duty[i].counsel == d->counsel)
			x.duty[i].state = ZP_DUTY_SWAPPED;
	who->duty_trained_on = ZP_DATE_NONE;
	o.duty = *d;
	x.in.override = &o;
	x.in.overrides = 1;
	apply(&x, look(&x));
	assert_true(zp_duty_serves(d));
	assert_int_equal(look(&x)->changes, 0);
	hear(&x, d);
	assert_true(gives_up(look(&x), d));
	x.busy[d->counsel].n = 0;
	x.in.overrides = 0;
	assert_true(gives_up(look(&x), d));
	roster_town_free(&x.t);
}

/* A station that closes drops its duties; nobody else is disturbed. */
static void a_closed_day_is_dropped(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= TOWNS; seed++) {
		struct zp_station_day closed = { .posts = 0, .reason = "" };
		struct zp_roster_repair *r;
		const struct zp_duty *d;
		uint32_t here = 0;
		struct torn x;

		publish(&x, seed);
		apply(&x, look(&x));
		d = pick(&x);
		for (uint32_t i = 0; i < x.t.in.duties; i++)
			here += x.duty[i].station == d->station &&
			    x.duty[i].date.day == d->date.day;
		closed.station_code = d->station_code;
		closed.station = d->station;
		closed.date = d->date;
		x.t.in.day = &closed;
		x.t.in.days = 1;
		r = look(&x);
		for (uint32_t i = 0; i < r->changes; i++) {
			if (r->change[i].station != d->station ||
			    r->change[i].date.day != d->date.day) {
				assert_string_equal(r->change[i].was, "");
				continue;
			}
			assert_string_equal(r->change[i].now, "");
			assert_int_equal(r->change[i].cause,
			    ZP_CAUSE_EXCEPTION);
			here--;
		}
		assert_int_equal(here, 0);
		roster_town_free(&x.t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_stays),
		cmocka_unit_test(what_is_torn_is_filled),
		cmocka_unit_test(a_decision_is_not_undone),
		cmocka_unit_test(a_closed_day_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
