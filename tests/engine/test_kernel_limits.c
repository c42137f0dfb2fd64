/* tests/engine/test_kernel_limits.c - zp_kernel_*() with everything as large
 * as kernel.h allows: run under UBSan, no sum may overflow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "zhipaid/kernel.h"

enum { N = ZP_KERNEL_MAX_CASES };
static const int64_t most = ZP_KERNEL_MAX_COST;

static void insert(struct zp_kernel *k, int32_t counsel, int64_t cost,
    int32_t group)
{
	struct zp_arc arc = { counsel, cost };

	(void)zp_kernel_insert(k, &arc, 1, group, most);
}

static void everybody_waits_at_the_highest_price(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_kernel *k = zp_kernel_new(a, 1);

	(void)state;
	zp_kernel_reserve(k, N);
	zp_kernel_counsel(k, 0, N, most, most);
	for (int32_t i = 0; i < N; i++)
		insert(k, 0, most, -1);
	assert_true(zp_kernel_total(k) == N * most);
	assert_true(zp_kernel_marginal(k, 0) == most);
	assert_true(zp_kernel_certified(k));
	zp_kernel_counsel(k, 0, N, 0, most);
	zp_kernel_reprice(k, N - 1, 0, 0);
	assert_int_equal(zp_kernel_of(k, N - 1), 0);
	assert_true(zp_kernel_total(k) == (N - 1) * most);
	zp_kernel_reprice(k, N - 1, 0, most);
	assert_true(zp_kernel_total(k) == N * most);
	zp_kernel_withdraw(k, 0);
	assert_true(zp_kernel_total(k) == (N - 1) * most);
	assert_true(zp_kernel_certified(k));
	zp_arena_free(a);
}

static void one_person_holds_all_at_the_highest_price(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_kernel *k = zp_kernel_new(a, 1);

	(void)state;
	zp_kernel_counsel(k, 0, N, 0, 0);
	for (int32_t i = 0; i < N; i++)
		insert(k, 0, 0, -1);
	assert_int_equal(zp_kernel_total(k), 0);
	assert_int_equal(zp_kernel_load(k, 0), N);
	zp_kernel_counsel(k, 0, N, most, 0);
	assert_int_equal(zp_kernel_load(k, 0), N);
	assert_true(zp_kernel_total(k) == N * most);
	assert_true(zp_kernel_marginal(k, 0) == most);
	assert_true(zp_kernel_certified(k));
	zp_arena_free(a);
}

/* As many counsel as cases, all of two groups; the last slot has the
 * highest node there is. */
static void as_many_counsel_as_cases(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_kernel *k = zp_kernel_new(a, N);

	(void)state;
	zp_kernel_reserve(k, N);
	for (int32_t c = 0; c < N; c++)
		zp_kernel_counsel(k, c, c % 4 == 3 ? 0 : 2, most,
		    c % 3 ? most : 0);
	for (int32_t i = 0; i < N - 2; i++)
		insert(k, i, i % 2 ? 0 : most, -1);
	for (int32_t i = 0; i < 2; i++)
		insert(k, N - 2, 0, N - 1);
	assert_int_equal(zp_kernel_of(k, N - 1), -1);
	assert_true(zp_kernel_total(k) == N * most);
	zp_kernel_counsel(k, N - 2, 1, 0, most);
	zp_kernel_withdraw(k, zp_kernel_of(k, N - 1) < 0 ? N - 2 : N - 1);
	assert_int_equal(zp_kernel_load(k, N - 2), 1);
	for (int32_t c = 0; c < N; c += 1009)
		zp_kernel_counsel(k, c, 0, most, most);
	assert_true(zp_kernel_marginal(k, N - 1) == INT64_MAX);
	assert_true(zp_kernel_certified(k));
	zp_arena_free(a);
}

/* Whoever comes pushes all before it one counsel on, at the highest price
 * of each; then the prices of the counsel rise to the highest. */
static void the_longest_ways_at_the_highest_price(void **state)
{
	enum { M = 400 };
	struct zp_arena *a = zp_arena_new();
	struct zp_kernel *k = zp_kernel_new(a, M);

	(void)state;
	for (int32_t c = 0; c < M; c++)
		zp_kernel_counsel(k, c, c == M - 1 ? N : 1, 0, 0);
	for (int32_t i = 0; i < 3 * M; i++) {
		struct zp_arc arc[2] = { { i % (M - 1), 0 },
		    { i % (M - 1) + 1, i / M % 2 ? most : 0 } };
		struct zp_change x = zp_kernel_try(k, arc, 2, i % 5 - 1, most);
		int64_t had = zp_kernel_total(k);

		assert_in_range(x.cost, 0, most);
		zp_kernel_insert(k, arc, 2, i % 5 - 1, most);
		assert_true(zp_kernel_total(k) - had == x.cost);
	}
	assert_true(zp_kernel_certified(k));
	for (int32_t c = 0; c < M; c++) {
		int64_t dual = zp_kernel_marginal(k, c);

		assert_true(dual == INT64_MAX || dual <= most);
		zp_kernel_counsel(k, c, N, most, most);
	}
	assert_true(zp_kernel_certified(k));
	for (int32_t c = 0; c < M; c++)
		zp_kernel_counsel(k, c, 2, 0, most);
	assert_true(zp_kernel_certified(k));
	for (int32_t c = 0; c < M; c++)
		zp_kernel_counsel(k, c, 0, most, most);
	assert_true(zp_kernel_total(k) == 3 * M * most);
	assert_true(zp_kernel_certified(k));
	zp_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_waits_at_the_highest_price),
		cmocka_unit_test(one_person_holds_all_at_the_highest_price),
		cmocka_unit_test(as_many_counsel_as_cases),
		cmocka_unit_test(the_longest_ways_at_the_highest_price),
	};
	return cmocka_run_group_tests_name("kernel_limits", tests, NULL, NULL);
}
