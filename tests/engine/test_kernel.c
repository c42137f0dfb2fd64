/* tests/engine/test_kernel.c - zp_kernel_*(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "zhipaid/hash.h"
#include "zhipaid/kernel.h"

enum { MOST_COUNSEL = 5, MOST_CASES = 7 };

struct job { int32_t n, group; int64_t wait; struct zp_arc arc[MOST_COUNSEL]; };
struct problem {
	int32_t m, n;
	int32_t room[MOST_COUNSEL];
	int64_t base[MOST_COUNSEL], slope[MOST_COUNSEL];
	struct job job[MOST_CASES + 1];	/* one more to try */
};

static uint64_t roll(uint64_t *seed, uint64_t below)
{
	return zp_hash_mix((*seed)++) % below;
}

static struct problem random_problem(uint64_t seed)
{
	struct problem p = { 0 };
	uint64_t s = zp_hash_mix(seed), most = roll(&s, 4) ? 20 : 4;

	p.m = 1 + (int32_t)roll(&s, MOST_COUNSEL);
	p.n = 1 + (int32_t)roll(&s, MOST_CASES);
	for (int32_t c = 0; c < p.m; c++) {
		p.room[c] = (int32_t)roll(&s, 4);
		p.base[c] = (int64_t)roll(&s, most);
		p.slope[c] = (int64_t)roll(&s, 6);
	}
	for (int32_t i = 0; i < p.n; i++) {
		struct job *j = &p.job[i];

		j->group = (int32_t)roll(&s, 4) - 1;
		j->wait = (int64_t)roll(&s, roll(&s, 3) ? 200 : 12);
		for (int32_t c = 0; c < p.m; c++)
			if (roll(&s, 3) > 0)
				j->arc[j->n++] = (struct zp_arc){ c,
				    (int64_t)roll(&s, most) };
	}
	return p;
}

/* Least cost of cases i.., given what the others hold. */
static int64_t brute(const struct problem *p, int32_t i, int32_t upto,
    int32_t load[MOST_COUNSEL], uint32_t groups[MOST_COUNSEL])
{
	const struct job *j = &p->job[i];
	int64_t best;

	if (i == upto)
		return 0;
	best = j->wait + brute(p, i + 1, upto, load, groups);
	for (int32_t a = 0; a < j->n; a++) {
		int32_t c = j->arc[a].counsel;
		uint32_t bit = j->group < 0 ? 0 : UINT32_C(1) << j->group;
		int64_t cost;

		if (load[c] == p->room[c] || (groups[c] & bit))
			continue;
		cost = j->arc[a].cost + p->base[c] + load[c] * p->slope[c];
		load[c]++;
		groups[c] |= bit;
		cost += brute(p, i + 1, upto, load, groups);
		load[c]--;
		groups[c] &= ~bit;
		if (cost < best)
			best = cost;
	}
	return best;
}

static struct zp_kernel *make(const struct problem *p, struct zp_arena *a)
{
	struct zp_kernel *k = zp_kernel_new(a, p->m);

	for (int32_t c = 0; c < p->m; c++)
		zp_kernel_counsel(k, c, p->room[c], p->base[c], p->slope[c]);
	return k;
}

static int32_t insert(struct zp_kernel *k, const struct job *j)
{
	return zp_kernel_insert(k, j->arc, j->n, j->group, j->wait);
}

/* f(S and one more case for c alone) - f(S); -1: no room can be made. */
static int64_t brute_marginal(struct problem *p, int32_t upto, int32_t c)
{
	int32_t load[MOST_COUNSEL] = { 0 };
	uint32_t groups[MOST_COUNSEL] = { 0 };
	const int64_t large = 100000;
	int64_t without = brute(p, 0, upto, load, groups), with;
	struct job had = p->job[upto];

	p->job[upto] = (struct job){ 1, -1, large, { { c, 0 } } };
	with = brute(p, 0, upto + 1, load, groups);
	p->job[upto] = had;
	return with - without < large ? with - without : -1;
}

static void each_insertion_leaves_an_optimum(void **state)
{
	struct zp_arena *a = zp_arena_new();

	(void)state;
	for (uint64_t seed = 0; seed < 12000; seed++) {
		struct problem p = random_problem(seed);
		struct zp_kernel *k = make(&p, a);

		for (int32_t i = 0; i < p.n; i++) {
			int32_t load[MOST_COUNSEL] = { 0 };
			uint32_t groups[MOST_COUNSEL] = { 0 };

			assert_int_equal(insert(k, &p.job[i]), i);
			assert_true(zp_kernel_optimal(k));
			assert_int_equal(zp_kernel_total(k),
			    brute(&p, 0, i + 1, load, groups));
		}
		zp_arena_reset(a);
	}
	zp_arena_free(a);
}

/* Everybody comes, and goes again in another order. */
static void each_withdrawal_leaves_an_optimum(void **state)
{
	struct zp_arena *a = zp_arena_new();

	(void)state;
	for (uint64_t seed = 0; seed < 12000; seed++) {
		struct problem p = random_problem(seed);
		struct zp_kernel *k = make(&p, a);
		int32_t no[MOST_CASES];
		uint64_t s = seed;

		for (int32_t i = 0; i < p.n; i++)
			no[i] = insert(k, &p.job[i]);
		while (p.n > 0) {
			int32_t load[MOST_COUNSEL] = { 0 };
			uint32_t groups[MOST_COUNSEL] = { 0 };
			uint64_t i = roll(&s, (uint64_t)p.n--);

			zp_kernel_withdraw(k, no[i]);
			no[i] = no[p.n];
			p.job[i] = p.job[p.n];
			assert_true(zp_kernel_certified(k));
			assert_int_equal(zp_kernel_total(k),
			    brute(&p, 0, p.n, load, groups));
		}
		zp_arena_reset(a);
	}
	zp_arena_free(a);
}

static void the_marginal_is_that_of_brute_force(void **state)
{
	struct zp_arena *a = zp_arena_new();

	(void)state;
	for (uint64_t seed = 0; seed < 10000; seed++) {
		struct problem p = random_problem(seed);
		struct zp_kernel *k = make(&p, a);

		for (int32_t i = 0; i < p.n; i++)
			insert(k, &p.job[i]);
		for (int32_t c = 0; c < p.m; c++) {
			int64_t dual = zp_kernel_marginal(k, c);

			assert_int_equal(dual == INT64_MAX ? -1 : dual,
			    brute_marginal(&p, p.n, c));
		}
		zp_arena_reset(a);
	}
	zp_arena_free(a);
}

static void the_order_of_insertion_does_not_change_the_cost(void **state)
{
	struct zp_arena *a = zp_arena_new();

	(void)state;
	for (uint64_t seed = 0; seed < 2000; seed++) {
		struct problem p = random_problem(seed);
		struct zp_kernel *up = make(&p, a), *down = make(&p, a);

		for (int32_t i = 0; i < p.n; i++) {
			insert(up, &p.job[i]);
			insert(down, &p.job[p.n - 1 - i]);
		}
		assert_int_equal(zp_kernel_total(up), zp_kernel_total(down));
		zp_arena_reset(a);
	}
	zp_arena_free(a);
}

/* Hundreds of cases, many displacements: the certificate alone judges. */
static void a_crowded_problem_stays_optimal(void **state)
{
	struct zp_arena *a = zp_arena_new();

	(void)state;
	for (uint64_t seed = 0; seed < 20; seed++) {
		enum { M = 12, N = 90 };
		struct zp_kernel *k = zp_kernel_new(a, M);
		uint64_t s = seed * 1000003;

		for (int32_t c = 0; c < M; c++)
			zp_kernel_counsel(k, c, (int32_t)roll(&s, 9),
			    (int64_t)roll(&s, 900), (int64_t)roll(&s, 300));
		for (int32_t i = 0; i < N; i++) {
			struct zp_arc arc[M];
			int32_t n = 0;

			for (int32_t c = 0; c < M; c++)
				if (roll(&s, 2) > 0)
					arc[n++] = (struct zp_arc){ c,
					    (int64_t)roll(&s, 2000) };
			zp_kernel_insert(k, arc, n,
			    (int32_t)roll(&s, 12) - 1,
			    5000 + (int64_t)roll(&s, 4000));
			assert_true(zp_kernel_optimal(k));
		}
		zp_arena_reset(a);
	}
	zp_arena_free(a);
}

static void all_limits_at_once_do_not_overflow(void **state)
{
	enum { M = 300, N = 600 };
	const int64_t most = ZP_KERNEL_MAX_COST;
	struct zp_arena *a = zp_arena_new();
	struct zp_kernel *k = zp_kernel_new(a, M);
	int64_t total = 0;

	(void)state;
	for (int32_t c = 0; c < M; c++)
		zp_kernel_counsel(k, c, c < 10 ? ZP_KERNEL_MAX_CASES : 1,
		    c < 10 ? most : 0, c < 10 ? most : 0);
	/* each new case pushes all before it one counsel on */
	for (int32_t i = 0; i < N; i++) {
		struct zp_arc arc[2] = { { 10 + i % 200, 0 },
		    { 11 + i % 200, i % 2 ? most : 0 } };
		int64_t had = zp_kernel_total(k);

		zp_kernel_insert(k, arc, 2, i % 3 - 1, most);
		assert_in_range(zp_kernel_total(k) - had, 0, most);
	}
	for (int32_t i = 0; i < N; i++)
		total += zp_kernel_of(k, i) < 0 ? most : 0;
	assert_true(total <= zp_kernel_total(k));
	assert_true(zp_kernel_optimal(k));
	zp_arena_free(a);
}

static void nobody_there_means_everybody_waits(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_kernel *k = zp_kernel_new(a, 0);

	(void)state;
	assert_int_equal(zp_kernel_insert(k, NULL, 0, -1, 7), 0);
	assert_int_equal(zp_kernel_insert(k, NULL, 0, 0, 8), 1);
	assert_int_equal(zp_kernel_of(k, 1), -1);
	assert_int_equal(zp_kernel_total(k), 15);
	assert_true(zp_kernel_optimal(k));
	zp_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_insertion_leaves_an_optimum),
		cmocka_unit_test(each_withdrawal_leaves_an_optimum),
		cmocka_unit_test(the_marginal_is_that_of_brute_force),
		cmocka_unit_test(
		    the_order_of_insertion_does_not_change_the_cost),
		cmocka_unit_test(a_crowded_problem_stays_optimal),
		cmocka_unit_test(all_limits_at_once_do_not_overflow),
		cmocka_unit_test(nobody_there_means_everybody_waits),
	};
	return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
