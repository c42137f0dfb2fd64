/* tests/engine/test_rota.c - zp_rota_*(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "zhipaid/hash.h"
#include "zhipaid/rota.h"

enum { PERSONS = 4, SLOTS = 7, BUSIES = 2, MANY = 4000 };

struct town {
	struct zp_rota r;
	struct zp_rota_slot slot[SLOTS];
	struct zp_arc arc[SLOTS][PERSONS];
	struct zp_rota_person person[PERSONS];
	struct zp_rota_busy busy[BUSIES];
};

static int32_t roll(uint64_t *seed, uint64_t below)
{
	return (int32_t)(zp_hash_mix((*seed)++) % below);
}

static void add_slot(struct town *t, uint64_t *s, int32_t i, int32_t day)
{
	static const enum zp_half half[] = { ZP_AM, ZP_PM, ZP_ALL_DAY,
		ZP_ALL_DAY };
	struct zp_rota_slot *x = &t->slot[i];

	*x = (struct zp_rota_slot){
		.date = { 20000 + day }, .half = half[roll(s, 4)],
		.bucket = (enum zp_bucket)roll(s, 2),
		.place = roll(s, 3) - 1, .arc = t->arc[i], .held = -1,
		.dear = roll(s, 2) * 300000,
	};
	for (int32_t p = 0; p < t->r.persons; p++)
		if (roll(s, 4) > 0)
			t->arc[i][x->arcs++] = (struct zp_arc){ p,
			    roll(s, 500) };
	if (x->arcs > 0 && roll(s, 4) == 0)
		x->held = t->arc[i][roll(s, (uint64_t)x->arcs)].counsel;
}

static void random_town(struct town *t, uint64_t seed)
{
	uint64_t s = zp_hash_mix(seed);
	int32_t day = 0;

	memset(t, 0, sizeof(*t));
	t->r = (struct zp_rota){
		.slot = t->slot, .slots = 1 + roll(&s, SLOTS),
		.person = t->person, .persons = 1 + roll(&s, PERSONS),
		.busy = t->busy, .busies = roll(&s, BUSIES + 1),
		.most = { 1 + roll(&s, 2), roll(&s, 3), roll(&s, 4),
		    roll(&s, 3) },
		.fair = { 1000, 1500, 1, 1 },
		.disturb = roll(&s, 2) * 100000, .labour = 100000,
	};
	for (int32_t p = 0; p < t->r.persons; p++)
		t->person[p] = (struct zp_rota_person){
		    { roll(&s, 3), roll(&s, 3) }, 250 + 250 * roll(&s, 4) };
	for (int32_t i = 0; i < t->r.slots; i++, day += roll(&s, 3))
		add_slot(t, &s, i, day);
	for (int32_t i = 0; i < t->r.busies; i++)
		t->busy[i] = (struct zp_rota_busy){
		    roll(&s, (uint64_t)t->r.persons),
		    { 20000 + roll(&s, 9) }, ZP_ALL_DAY, roll(&s, 2) };
}

static int64_t fairness(const struct zp_rota *r, int32_t p, int b, int32_t n)
{
	return (int64_t)r->fair[b] * (2 * n + 1) * 1000 /
	    r->person[p].capacity;
}

struct best { int32_t open; int64_t cost, dear; };	/* dear ones open: in
							 * the cost, too */

static bool better(struct best a, struct best b)
{
	return a.open != b.open ? a.open < b.open : a.cost < b.cost;
}

/* What a whole plan costs, summed up anew: the base and the slope of each
 * person and bucket as rota.h has them. */
static struct best cost_of(const struct zp_rota *r, const int32_t *who)
{
	int32_t had[PERSONS][ZP_BUCKETS] = { { 0 } };
	struct best all = { 0, 0, 0 };

	for (int32_t i = 0; i < r->slots; i++) {
		const struct zp_rota_slot *x = &r->slot[i];
		int32_t p = who[i];

		if (x->held >= 0 && x->held != p)
			all.cost += r->disturb;
		if (p < 0) {
			all.open++;
			all.dear += x->dear;
			all.cost += x->dear;
			continue;
		}
		for (int32_t k = 0; k < x->arcs; k++)
			if (x->arc[k].counsel == p)
				all.cost += x->arc[k].cost;
		all.cost += fairness(r, p, (int)x->bucket,
		    r->person[p].done[x->bucket]) +
		    had[p][x->bucket] * ((int64_t)r->fair[x->bucket] * 2000 /
		    r->person[p].capacity);
		had[p][x->bucket]++;
	}
	return all;
}

static void brute(const struct zp_rota *r, int32_t i, int32_t *who,
    struct best *least)
{
	const struct zp_rota_slot *x = &r->slot[i];

	if (i == r->slots) {
		struct best all = cost_of(r, who);

		if (better(all, *least))
			*least = all;
		return;
	}
	brute(r, i + 1, who, least);
	for (int32_t k = 0; k < x->arcs; k++) {
		if (zp_rota_why(r, who, i, x->arc[k].counsel) != ZP_ROTA_FREE)
			continue;
		who[i] = x->arc[k].counsel;
		brute(r, i + 1, who, least);
		who[i] = -1;
	}
}

static void holds_to_limits(const struct zp_rota *r, const int32_t *who)
{
	for (int32_t i = 0; i < r->slots; i++)
		if (who[i] >= 0)
			assert_int_equal(zp_rota_why(r, who, i, who[i]),
			    ZP_ROTA_FREE);
}

static void small_ones_are_optimal(void **state)
{
	int32_t proven = 0;

	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct best least = { SLOTS + 1, 0, 0 }, got;
		struct zp_arena *a = zp_arena_new();
		struct zp_rota_plan plan;
		int32_t who[SLOTS];
		struct town t;

		random_town(&t, seed);
		zp_rota_solve(&t.r, a, &plan);
		for (int32_t i = 0; i < SLOTS; i++)
			who[i] = -1;
		brute(&t.r, 0, who, &least);
		got = cost_of(&t.r, plan.who);
		assert_int_equal(got.open, plan.open);
		assert_int_equal(got.cost - got.dear, plan.cost);
		assert_true(plan.bound <= plan.total);
		holds_to_limits(&t.r, plan.who);
		assert_false(better(got, least));
		if (plan.proven)
			assert_false(better(least, got));
		proven += plan.proven;
		zp_arena_free(a);
	}
	assert_true(proven * 100 >= MANY * 99);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_ones_are_optimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
