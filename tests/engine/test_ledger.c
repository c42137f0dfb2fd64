/*
 * tests/engine/test_ledger.c - the ledger of a simulated year: each person's
 * entries are what the rows of assignments.csv say, one by one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "support_year.h"
#include "zhipaid/hash.h"
#include "zhipaid/ledger.h"

enum { YEARS = 150 };

/* A year in which declines cost, cases weigh, and some causes are good. */
static struct zt_year *weighed(uint64_t seed)
{
	struct zt_year *y = zt_year_new(seed, 0);

	y->p.decline_load = 50;
	y->p.kind_load[ZP_CRIMINAL] = 210;
	y->p.litigation_load = 105;
	y->p.grave_load = 400;
	y->p.carry = seed % 2 == 0 ? 40 : 0;
	y->p.w_even = seed % 3 == 0 ? 500 : 0;
	for (uint32_t i = 0; i < y->events; i++)
		if (zp_hash_mix(seed + i) % 2 == 0)
			y->ev[i].reason = "with_cause: ill";
	return y;
}

/* The rows of one person in one year, added up from the rules alone. */
struct hand {
	const struct zt_year *y;
	const char *licence_no;
	int32_t year;
	int64_t points;
	int32_t cases, declines;
};

static const struct zp_case *find(const struct zt_year *y, const char *no)
{
	for (uint32_t i = 0; i < y->cases; i++)
		if (strcmp(y->cs[i].case_no, no) == 0)
			return &y->cs[i];
	fail_msg("no case %s", no);
	return NULL;
}

static bool good_cause(const struct zt_year *y,
    const struct zp_assignment *a)
{
	for (uint32_t i = 0; i < y->events; i++)
		if (y->ev[i].event == ZP_EV_DECLINED &&
		    strcmp(y->ev[i].case_no, a->case_no) == 0 &&
		    zp_wall_cmp(y->ev[i].at, a->ended_at) == 0)
			return y->ev[i].reason[0] == 'w';
	fail_msg("nobody declined %s", a->case_no);
	return false;
}

static int64_t by_hand(const struct zt_year *y,
    const struct zp_assignment *a)
{
	const struct zp_case *c = find(y, a->case_no);
	int32_t m = zp_registry_find(y->reg, ZP_T_MATTERS, c->matter_code);
	int64_t w = a->role == ZP_LEAD ? 1000 : 500;

	if (c->difficulty != ZP_ORDINARY)
		w += c->difficulty == ZP_COMPLEX ? 300 : 1000;
	if (y->reg->matter[m].category == ZP_CRIMINAL)
		w += 210;
	if (c->stage != ZP_STAGE_UNKNOWN && c->stage < ZP_ARBITRATION)
		w += 105;
	if (c->possible_sentence == ZP_SENTENCE_LIFE ||
	    c->possible_sentence == ZP_SENTENCE_DEATH)
		w += 400;
	return w;
}

static void add_row(void *arg, const struct zp_assignment *a)
{
	struct hand *h = arg;
	int64_t w = by_hand(h->y, a);
	int year;

	assert_int_equal(a->weight, w);
	zp_date_split(zp_wall_date(a->decided_at), &year, NULL, NULL);
	if (strcmp(a->licence_no, h->licence_no) != 0 || year != h->year ||
	    a->end_reason == ZP_END_WITHDRAWN)
		return;
	if (a->end_reason == ZP_END_DECLINED) {
		h->declines++;
		h->points += good_cause(h->y, a) ? 0 : w / 2;
		assert_int_equal(a->with_cause, good_cause(h->y, a));
		return;
	}
	h->cases++;
	h->points += w;
}

static uint32_t check_person(const struct zt_year *y,
    const struct zp_sim *s, int32_t k, int32_t year)
{
	struct hand h = { y, y->reg->counsel[k].licence_no, year, 0, 0, 0 };
	int32_t centre = y->reg->counsel[k].centre;
	const struct zp_account *x = zp_ledger_centre(s->world, &y->p,
	    centre, year, zp_date_of(year + 1, 1, 1), s->arena);
	uint32_t i = 0;

	while (y->reg->centre[centre].pool[i] != k)
		i++;
	zp_world_each_assignment(s->world, add_row, &h);
	if (y->p.carry == 0)
		assert_int_equal(x[i].share.load, h.points);
	assert_int_equal(x[i].cases, h.cases);
	assert_int_equal(x[i].declines, h.declines);
	return (uint32_t)h.declines;
}

static void a_year_adds_up_for_everybody(void **state)
{
	uint32_t declines = 0;

	(void)state;
	for (uint64_t seed = 0; seed < YEARS; seed++) {
		struct zt_year *y = weighed(seed);
		struct zp_sim *s = zt_year_run(y);
		int year;

		zp_date_split(zp_wall_date(y->cs[0].approved_at), &year,
		    NULL, NULL);
		for (uint32_t k = 0; k < y->reg->counsels; k++)
			for (int32_t after = 0; after < 2; after++)
				declines += check_person(y, s, (int32_t)k,
				    year + after);
		zp_sim_free(s);
		zt_year_free(y);
	}
	assert_true(declines > YEARS / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_adds_up_for_everybody),
	};
	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
