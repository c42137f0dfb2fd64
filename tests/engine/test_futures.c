/* tests/engine/test_futures.c - zp_futures_*(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "zhipaid/futures.h"
#include "zhipaid/hash.h"

enum { M = 12, KINDS = 3, YEAR = 366, BEFORE = 150, NOW = 60, WAIT = 90000 };

struct fact { int32_t kind, at, n; struct zp_arc arc[M]; };
struct city {
	struct zp_arena *arena;
	struct zp_pace pace;
	int32_t before[KINDS], now[KINDS];
	struct fact fact[BEFORE + NOW];
	int32_t load[M];
	uint64_t dice;
};

static int32_t roll(struct city *t, int32_t n)
{
	t->dice = zp_hash_mix(t->dice + 1);
	return (int32_t)(t->dice % (uint64_t)n);
}

static int setup(void **state)
{
	struct city *t = calloc(1, sizeof(*t));

	t->arena = zp_arena_new();
	t->dice = 7;
	t->pace = (struct zp_pace){ KINDS, t->before, t->now };
	for (int32_t i = 0; i < BEFORE + NOW; i++) {
		struct fact *x = &t->fact[i];

		x->kind = roll(t, KINDS);
		x->at = i < BEFORE ? -1 : roll(t, YEAR / 2);
		for (int32_t c = 0; c < M; c++)
			if (roll(t, 3) == 0)
				x->arc[x->n++] = (struct zp_arc){ c,
				    1000 * roll(t, 40) };
		(x->at < 0 ? t->before : t->now)[x->kind]++;
	}
	for (int32_t c = 0; c < M; c++)
		t->load[c] = roll(t, 6);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct city *t = *state;

	zp_arena_free(t->arena);
	free(t);
	return 0;
}

static struct zp_futures *make(struct city *t, int32_t futures)
{
	struct zp_futures_opt o = { .futures = futures, .seed = 5, .m = M,
		.wait = WAIT, .year = YEAR, .pace = &t->pace };

	return zp_futures_new(t->arena, &o);
}

static void tell(struct city *t, struct zp_futures *f, int32_t i)
{
	const struct fact *x = &t->fact[i];

	zp_futures_case(f, (uint64_t)i, x->kind, x->at, x->arc, x->n);
}

static void seat(struct city *t, struct zp_futures *f, int32_t c)
{
	zp_futures_counsel(f, c, 14 - t->load[c],
	    1000 * (t->load[c] + 1), 1000);
}

static void with_nothing_to_come_the_price_is_the_next_place(void **state)
{
	struct city *t = *state;
	struct zp_futures *f = make(t, 4);

	seat(t, f, 3);
	zp_futures_at(f, 100);
	assert_int_equal(zp_futures_price(f, 3), 1000 * (t->load[3] + 1));
	assert_int_equal(zp_futures_price(f, 4), WAIT);	/* no room */
	assert_int_equal(zp_futures_expected(f, -1), 0);
}

/* At the start of the year one future is drawn, and it holds all of last
 * year: its price is the difference of two optima made from scratch. */
static void a_price_is_a_difference_of_optima(void **state)
{
	struct city *t = *state;

	for (int32_t c = 0; c < M; c++) {
		struct zp_futures *f = make(t, 1);
		int64_t total[2];

		for (int32_t i = 0; i < BEFORE; i++)
			tell(t, f, i);
		for (int32_t d = 0; d < M; d++)
			seat(t, f, d);
		zp_futures_at(f, 0);
		for (int32_t more = 0; more < 2; more++) {
			struct zp_kernel *k = zp_kernel_new(t->arena, M);
			const struct zp_arc only = { c, 0 };

			for (int32_t d = 0; d < M; d++)
				zp_kernel_counsel(k, d, 14 - t->load[d],
				    1000 * (t->load[d] + 1), 1000);
			for (int32_t i = 0; i < BEFORE; i++)
				for (int32_t n = zp_futures_copies(f, i);
				    n > 0; n--)
					zp_kernel_insert(k, t->fact[i].arc,
					    t->fact[i].n, -1, WAIT);
			if (more)
				zp_kernel_insert(k, &only, 1, -1, 1 << 30);
			total[more] = zp_kernel_total(k);
		}
		assert_int_equal(zp_futures_price(f, c),
		    total[1] - total[0] < WAIT ? total[1] - total[0] : WAIT);
		assert_true(zp_futures_at_least(f, c) <=
		    zp_futures_price(f, c));
	}
}

/* The same facts, told in another order with other looks between. */
static void prices_follow_from_the_facts_alone(void **state)
{
	struct city *t = *state;
	struct zp_futures *f = make(t, 8), *g = make(t, 8);

	for (int32_t i = 0; i < BEFORE + NOW; i++)
		tell(t, f, i);
	for (int32_t c = 0; c < M; c++)
		seat(t, f, c);
	for (int32_t c = M - 1; c >= 0; c--) {
		int32_t load = t->load[c];

		for (t->load[c] = 0; t->load[c] < load; t->load[c]++)
			seat(t, g, c);
		seat(t, g, c);
	}
	for (int32_t i = BEFORE + NOW - 1; i >= 0; i--) {
		tell(t, g, i);
		if (i % 40 == 0)
			zp_futures_at(g, (YEAR - i) / 2);
	}
	for (int32_t at = YEAR / 2; at <= YEAR; at += 61) {
		zp_futures_at(f, at);
		zp_futures_at(g, at);
		for (int32_t c = 0; c < M; c++)
			assert_int_equal(zp_futures_price(f, c),
			    zp_futures_price(g, c));
	}
}

static void scarcity_is_dear_and_ends_with_the_year(void **state)
{
	struct city *t = *state;
	struct zp_futures *f = make(t, 8);
	int64_t early = 0, late = 0;

	for (int32_t i = 0; i < BEFORE; i++)
		tell(t, f, i);
	for (int32_t c = 0; c < M; c++)
		seat(t, f, c);
	zp_futures_at(f, 30);
	for (int32_t c = 0; c < M; c++)
		early += zp_futures_price(f, c);
	zp_futures_at(f, YEAR);
	for (int32_t c = 0; c < M; c++)
		late += zp_futures_price(f, c) - 1000 * (t->load[c] + 1);
	assert_true(early > M * WAIT / 2);
	assert_int_equal(late, 0);
}

static void a_brisk_year_expects_more(void **state)
{
	struct city *t = *state;
	struct zp_futures *f = make(t, 8);
	int32_t usual;

	for (int32_t i = 0; i < BEFORE; i++)
		tell(t, f, i);
	for (int32_t k = 0; k < KINDS; k++)
		t->now[k] = t->before[k] / 4;
	zp_futures_at(f, YEAR / 4 + 1);
	usual = zp_futures_expected(f, -1);
	assert_in_range(usual, BEFORE * 0.6 - 15, BEFORE * 0.6 + 15);
	t->now[1] *= 3;
	zp_futures_at(f, YEAR / 4 + 1);
	assert_true(zp_futures_expected(f, 1) > t->before[1] * 6 / 10);
	assert_true(zp_futures_expected(f, -1) > usual);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    with_nothing_to_come_the_price_is_the_next_place, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    a_price_is_a_difference_of_optima, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    prices_follow_from_the_facts_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    scarcity_is_dear_and_ends_with_the_year, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_brisk_year_expects_more, setup, teardown),
	};
	return cmocka_run_group_tests_name("futures", tests, NULL, NULL);
}
