/* tests/engine/test_kernel_change.c - zp_kernel_*() through a long life:
 * after every change the problem equals one solved from scratch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "zhipaid/hash.h"
#include "zhipaid/kernel.h"

enum { M = 24, N = 64, STEPS = 1000, SEEDS = 30 };

struct job {
	int32_t no;		/* in the kernel; -1: not there */
	int32_t n, group;
	int64_t wait;
	struct zp_arc arc[M];
	zp_packed_arc lent[M];
	bool is_lent;
};
struct life {
	uint64_t s;		/* seed */
	struct zp_arena *a, *tmp;
	struct zp_kernel *k;
	int32_t m, n;		/* counsel; cases at most */
	uint64_t top;		/* costs below this */
	int32_t groups;
	int32_t room[M];
	int64_t base[M], slope[M];
	struct job job[N];
};

static uint64_t roll(struct life *l, uint64_t below)
{
	return zp_hash_mix(l->s++) % below;
}

static int64_t cost(struct life *l)
{
	return (int64_t)roll(l, l->top);
}

static void new_person(struct life *l, int32_t c)
{
	l->room[c] = (int32_t)roll(l, 6);
	l->base[c] = roll(l, 2) ? 0 : cost(l);
	l->slope[c] = roll(l, 3) ? cost(l) / 4 : (int64_t)roll(l, 2);
	zp_kernel_counsel(l->k, c, l->room[c], l->base[c], l->slope[c]);
}

static void begin(struct life *l, uint64_t seed)
{
	static const uint64_t top[] = { 3, 30, 1000,
		(uint64_t)ZP_KERNEL_MAX_COST + 1 };

	*l = (struct life){ .s = seed << 32, .a = zp_arena_new(),
		.tmp = zp_arena_new() };
	l->m = 1 + (int32_t)roll(l, M);
	l->n = 1 + (int32_t)roll(l, N);
	l->top = top[roll(l, 4)];
	l->groups = (int32_t)roll(l, 3) * 5;
	l->k = zp_kernel_new(l->a, l->m);
	for (int32_t c = 0; c < l->m; c++)
		new_person(l, c);
	for (int32_t i = 0; i < N; i++)
		l->job[i].no = -1;
}

static void end(struct life *l)
{
	zp_arena_free(l->tmp);
	zp_arena_free(l->a);
}

static struct zp_kernel *scratch(struct life *l)
{
	struct zp_kernel *k;

	zp_arena_reset(l->tmp);
	k = zp_kernel_new(l->tmp, l->m);
	for (int32_t c = 0; c < l->m; c++)
		zp_kernel_counsel(k, c, l->room[c], l->base[c], l->slope[c]);
	for (int32_t i = 0; i < l->n; i++)
		if (l->job[i].no >= 0)
			zp_kernel_insert(k, l->job[i].arc, l->job[i].n,
			    l->job[i].group, l->job[i].wait);
	return k;
}

static void new_job(struct life *l, struct job *j)
{
	uint64_t few = 1 + roll(l, 4);

	j->n = 0;
	j->group = l->groups == 0 || roll(l, 2) ? -1 :
	    (int32_t)roll(l, (uint64_t)l->groups);
	j->wait = roll(l, 4) ? (int64_t)(l->top - 1) : cost(l);
	for (int32_t c = 0; c < l->m; c++)
		if (roll(l, few + 1) > 0)
			j->arc[j->n++] = (struct zp_arc){ c, cost(l) };
	for (int32_t i = 0; i < j->n; i++)
		j->lent[i] = zp_arc_pack(j->arc[i].counsel, j->arc[i].cost);
	j->is_lent = roll(l, 2) > 0;
}

/* What zp_kernel_try() says is what the insertion does. */
static void insert(struct life *l, struct job *j)
{
	int32_t was[N], moved = 0;
	int64_t total = zp_kernel_total(l->k);
	struct zp_change x;

	new_job(l, j);
	for (int32_t i = 0; i < l->n; i++)
		was[i] = l->job[i].no < 0 ? -2 :
		    zp_kernel_of(l->k, l->job[i].no);
	x = zp_kernel_try(l->k, j->arc, j->n, j->group, j->wait);
	assert_int_equal(zp_kernel_total(l->k), total);
	j->no = j->is_lent ?
	    zp_kernel_lend(l->k, j->lent, j->n, j->group, j->wait) :
	    zp_kernel_insert(l->k, j->arc, j->n, j->group, j->wait);
	assert_int_equal(zp_kernel_total(l->k) - total, x.cost);
	assert_int_equal(zp_kernel_of(l->k, j->no), x.counsel);
	for (int32_t i = 0; i < l->n; i++)
		moved += was[i] > -2 &&
		    zp_kernel_of(l->k, l->job[i].no) != was[i];
	assert_int_equal(moved, x.moves);
	for (int32_t i = 0, at = x.counsel; i < moved; i++) {
		assert_int_equal(x.move[i].from, at);
		at = x.move[i].to;
		assert_int_equal(zp_kernel_of(l->k, x.move[i].cs), at);
	}
}

static void withdraw(struct life *l, struct job *j)
{
	zp_kernel_withdraw(l->k, j->no);
	j->no = -1;
}

static void reprice(struct life *l, struct job *j)
{
	struct zp_arc *arc;

	if (j->n == 0)
		return;
	arc = &j->arc[roll(l, (uint64_t)j->n)];
	arc->cost = cost(l);
	zp_kernel_reprice(l->k, j->no, arc->counsel, arc->cost);
}

static void step(struct life *l)
{
	struct job *j = &l->job[roll(l, (uint64_t)l->n)];
	uint64_t what = roll(l, 10);

	if (what == 0)
		new_person(l, (int32_t)roll(l, (uint64_t)l->m));
	else if (j->no < 0)
		insert(l, j);
	else if (what < 4)
		reprice(l, j);
	else
		withdraw(l, j);
}

static void a_thousand_changes_equal_a_new_start(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct life l;

		begin(&l, seed);
		for (int i = 0; i < STEPS; i++) {
			step(&l);
			assert_true(zp_kernel_certified(l.k));
			assert_int_equal(zp_kernel_total(scratch(&l)),
			    zp_kernel_total(l.k));
			if (i % 50 == 0)
				assert_true(zp_kernel_optimal(l.k));
		}
		end(&l);
	}
}

/* The marginal is f(S + a case for c alone) - f(S), and learning it changes
 * nothing. */
static void check_marginals(struct life *l)
{
	struct zp_kernel *k = scratch(l);
	int64_t total = zp_kernel_total(k);

	for (int32_t c = 0; c < l->m; c++) {
		struct zp_arc only = { c, 0 };
		int32_t y = zp_kernel_insert(k, &only, 1, -1,
		    ZP_KERNEL_MAX_COST);
		int64_t grown = zp_kernel_total(k) - total;
		int64_t low = zp_kernel_price(l->k, c);
		int64_t dual = zp_kernel_marginal(l->k, c);

		if (dual == INT64_MAX)
			assert_int_equal(zp_kernel_of(k, y), -1);
		else
			assert_int_equal(dual, grown);
		assert_true(low <= dual);
		assert_true(dual == zp_kernel_marginal(l->k, c));
		zp_kernel_withdraw(k, y);
		assert_int_equal(zp_kernel_total(k), total);
	}
}

static void the_marginal_is_what_one_more_would_cost(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct life l;

		begin(&l, seed);
		for (int i = 0; i < 200; i++) {
			step(&l);
			if (roll(&l, 2))
				check_marginals(&l);
			assert_true(zp_kernel_certified(l.k));
			assert_int_equal(zp_kernel_total(scratch(&l)),
			    zp_kernel_total(l.k));
		}
		end(&l);
	}
}

static void the_same_calls_give_the_same_assignment(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct life l, twin;

		begin(&l, seed);
		begin(&twin, seed);
		for (int i = 0; i < 300; i++) {
			step(&l);
			step(&twin);
			for (int32_t j = 0; j < l.n; j++)
				if (l.job[j].no >= 0)
					assert_int_equal(
					    zp_kernel_of(l.k, l.job[j].no),
					    zp_kernel_of(twin.k,
					    twin.job[j].no));
		}
		end(&l);
		end(&twin);
	}
}

/* Among few counsel who have no groups searches go by another way: those with
 * no room, more than the few, change nothing but that. */
static void many_without_room_change_nothing(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct life l, crowd;

		begin(&l, seed);
		begin(&crowd, seed);
		l.groups = crowd.groups = 0;
		crowd.k = zp_kernel_new(crowd.a, crowd.m + 300);
		for (int32_t c = 0; c < l.m; c++)
			zp_kernel_counsel(crowd.k, c, l.room[c], l.base[c],
			    l.slope[c]);
		for (int i = 0; i < 300; i++) {
			step(&l);
			step(&crowd);
			assert_int_equal(zp_kernel_total(l.k),
			    zp_kernel_total(crowd.k));
			for (int32_t c = i % 3; c < l.m; c += 3)
				assert_int_equal(
				    zp_kernel_marginal(l.k, c),
				    zp_kernel_marginal(crowd.k, c));
			assert_true(zp_kernel_certified(crowd.k));
		}
		assert_true(zp_kernel_optimal(l.k));
		end(&l);
		end(&crowd);
	}
}

static void a_long_life_takes_no_more_memory(void **state)
{
	struct life l;
	size_t used = 0;

	(void)state;
	begin(&l, 7);
	l.groups = 5;
	for (int i = 0; i < 200000; i++) {
		step(&l);
		if (i == 100000)
			used = zp_arena_used(l.a);
	}
	assert_true(zp_arena_used(l.a) <= used + used / 10);
	assert_true(zp_kernel_certified(l.k));
	end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thousand_changes_equal_a_new_start),
		cmocka_unit_test(the_marginal_is_what_one_more_would_cost),
		cmocka_unit_test(the_same_calls_give_the_same_assignment),
		cmocka_unit_test(many_without_room_change_nothing),
		cmocka_unit_test(a_long_life_takes_no_more_memory),
	};
	return cmocka_run_group_tests_name("kernel_change", tests, NULL, NULL);
}
