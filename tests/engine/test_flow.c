/* tests/engine/test_flow.c - zp_flow_*(), against a slow solver. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "zhipaid/flow.h"
#include "zhipaid/hash.h"

enum { MOST_NODES = 9, MOST_ARCS = 26 };

struct link { int32_t from, to; int64_t lower, upper, cost; };
struct problem {
	int32_t n, m;
	int64_t supply[MOST_NODES];
	struct link arc[MOST_ARCS];
};

static uint64_t roll(uint64_t *seed, uint64_t below)
{
	return zp_hash_mix((*seed)++) % below;
}

static int64_t between(uint64_t *seed, int64_t lo, int64_t hi)
{
	return lo + (int64_t)roll(seed, (uint64_t)(hi - lo + 1));
}

static void random_arc(uint64_t *s, struct problem *p, struct link *a)
{
	a->from = (int32_t)roll(s, (uint64_t)p->n);
	a->to = (int32_t)roll(s, (uint64_t)p->n);
	a->lower = roll(s, 5) ? 0 : (int64_t)roll(s, 4);
	a->upper = a->lower + (int64_t)roll(s, roll(s, 4) ? 8 : 2);
	a->cost = between(s, -6, 12);
}

static void supply_some_flow(uint64_t *s, struct problem *p)
{
	memset(p->supply, 0, sizeof(p->supply));
	for (int32_t e = 0; e < p->m; e++) {
		int64_t x = between(s, p->arc[e].lower, p->arc[e].upper);

		p->supply[p->arc[e].from] += x;
		p->supply[p->arc[e].to] -= x;
	}
}

/* Mostly there is a flow. */
static struct problem random_problem(uint64_t seed)
{
	struct problem p = { 0 };
	uint64_t s = zp_hash_mix(seed);

	p.n = 1 + (int32_t)roll(&s, MOST_NODES);
	p.m = (int32_t)roll(&s, MOST_ARCS + 1);
	for (int32_t e = 0; e < p.m; e++)
		random_arc(&s, &p, &p.arc[e]);
	supply_some_flow(&s, &p);
	if (roll(&s, 4) == 0) {
		int64_t x = between(&s, -9, 9);

		p.supply[roll(&s, (uint64_t)p.n)] += x;
		p.supply[roll(&s, (uint64_t)p.n)] -= x;
	}
	if (roll(&s, 20) == 0)
		p.supply[0]++;
	return p;
}

/*
 * The slow solver: arcs start where they cost least, arcs to and from one
 * more node (n) carry what does not balance at a high price, and negative
 * cycles of the residual network, found by Bellman & Ford, are filled until
 * there is none (Klein, Management Science 14(3), 1967).
 */
struct slow { struct link arc[MOST_ARCS + 2 * MOST_NODES]; int64_t
	flow[MOST_ARCS + 2 * MOST_NODES]; int32_t n, m; };
#define DEAR 100000

static int64_t can(const struct slow *s, int32_t e, bool forth)
{
	return forth ? s->arc[e].upper - s->flow[e] :
	    s->flow[e] - s->arc[e].lower;
}

/* One negative cycle filled; false when there is none. */
static bool cancel(struct slow *s)
{
	int64_t dist[MOST_NODES + 1] = { 0 }, most = INT64_MAX;
	int32_t by[MOST_NODES + 1], at = -1, v;
	bool forth[MOST_NODES + 1];

	for (int32_t k = 0; k <= s->n + 1; k++) {
		at = -1;
		for (int32_t i = 0; i < 2 * s->m; i++) {
			const struct link *a = &s->arc[i / 2];
			bool up = i % 2 == 0;
			int32_t u = up ? a->from : a->to;
			int64_t d = dist[u] + (up ? a->cost : -a->cost);

			v = up ? a->to : a->from;
			if (can(s, i / 2, up) > 0 && d < dist[v]) {
				dist[v] = d;
				by[v] = i / 2;
				forth[v] = up;
				at = v;
			}
		}
		if (at < 0)
			return false;
	}
	for (int32_t k = 0; k <= s->n; k++)
		at = forth[at] ? s->arc[by[at]].from : s->arc[by[at]].to;
	v = at;
	do {
		if (can(s, by[v], forth[v]) < most)
			most = can(s, by[v], forth[v]);
		v = forth[v] ? s->arc[by[v]].from : s->arc[by[v]].to;
	} while (v != at);
	do {
		s->flow[by[v]] += forth[v] ? most : -most;
		v = forth[v] ? s->arc[by[v]].from : s->arc[by[v]].to;
	} while (v != at);
	return true;
}

/* The least cost, or INT64_MAX when there is no flow. */
static int64_t slowly(const struct problem *p)
{
	struct slow s = { .n = p->n, .m = p->m };
	int64_t left[MOST_NODES], sum = 0, cost = 0;

	memcpy(left, p->supply, sizeof(left));
	memcpy(s.arc, p->arc, sizeof(p->arc));
	for (int32_t e = 0; e < p->m; e++) {
		s.flow[e] = s.arc[e].lower;
		left[s.arc[e].from] -= s.flow[e];
		left[s.arc[e].to] += s.flow[e];
	}
	for (int32_t v = 0; v < p->n; v++) {
		bool out = left[v] > 0;

		sum += left[v];
		s.arc[s.m] = (struct link){ out ? v : p->n, out ? p->n : v,
		    0, 1000000, DEAR };
		s.flow[s.m++] = out ? left[v] : -left[v];
	}
	if (sum != 0)
		return INT64_MAX;
	while (cancel(&s))
		continue;
	for (int32_t e = 0; e < s.m; e++) {
		if (e >= p->m && s.flow[e] > 0)
			return INT64_MAX;
		cost += s.flow[e] * s.arc[e].cost;
	}
	return cost;
}

static struct zp_flow *make(const struct problem *p, struct zp_arena *a)
{
	struct zp_flow *f = zp_flow_new(a, p->n, p->m);

	for (int32_t v = 0; v < p->n; v++)
		zp_flow_supply(f, v, p->supply[v]);
	for (int32_t e = 0; e < p->m; e++) {
		const struct link *l = &p->arc[e];

		assert_int_equal(zp_flow_arc(f, l->from, l->to, l->lower,
		    l->upper, l->cost), e);
	}
	return f;
}

/* What the solver says: the cost, or INT64_MAX. */
static int64_t solve(struct zp_flow *f)
{
	struct zp_flow_total t;

	if (zp_flow_solve(f) == ZP_FLOW_INFEASIBLE)
		return INT64_MAX;
	assert_true(zp_flow_certified(f));
	t = zp_flow_total(f);
	assert_int_equal(t.high, (int64_t)t.low < 0 ? -1 : 0);
	return (int64_t)t.low;
}

static void a_random_network_costs_what_the_slow_solver_finds(void **state)
{
	struct zp_arena *a = zp_arena_new();
	int32_t none = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 20000; seed++) {
		struct problem p = random_problem(seed);
		int64_t least = slowly(&p);

		assert_int_equal(solve(make(&p, a)), least);
		none += least == INT64_MAX;
		zp_arena_reset(a);
	}
	assert_in_range(none, 1000, 19000);
	zp_arena_free(a);
}

/* One change: a cost, bounds, a supply taken from one node to another, or
 * all supplies to those of some flow. */
static void change(uint64_t *s, struct problem *p, struct zp_flow *f)
{
	int32_t e = (int32_t)roll(s, (uint64_t)p->m);
	struct link *a = &p->arc[e];

	switch (roll(s, 8)) {
	case 0:
		a->cost = between(s, -6, 12);
		zp_flow_cost(f, e, a->cost);
		break;
	case 1:
		supply_some_flow(s, p);
		for (int32_t v = 0; v < p->n; v++)
			zp_flow_supply(f, v, p->supply[v]);
		break;
	case 2:
	case 3:
		a->lower = roll(s, 3) ? 0 : (int64_t)roll(s, 4);
		a->upper = a->lower + (int64_t)roll(s, 9);
		zp_flow_bounds(f, e, a->lower, a->upper);
		break;
	default:
		for (int64_t x = between(s, -3, 3), k = 0; k < 2; k++) {
			int32_t v = (int32_t)roll(s, (uint64_t)p->n);

			p->supply[v] += k ? -x : x;
			zp_flow_supply(f, v, p->supply[v]);
		}
	}
}

static void a_thousand_changes_equal_solving_from_scratch(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 12; seed++) {
		struct zp_arena *a = zp_arena_new(), *b = zp_arena_new();
		struct problem p;
		struct zp_flow *f;
		uint64_t s = seed * 1000003;
		int32_t none = 0, some = 0;

		do
			p = random_problem(s++);
		while (p.n < 6 || p.m < 20);
		f = make(&p, a);
		for (int32_t k = 0; k < 1000; k++) {
			int64_t cost;

			change(&s, &p, f);
			cost = solve(f);
			assert_int_equal(cost, solve(make(&p, b)));
			if (k % 50 == 0)
				assert_int_equal(cost, slowly(&p));
			none += cost == INT64_MAX;
			some += cost != INT64_MAX;
			zp_arena_reset(b);
		}
		assert_true(none > 0 && some > 0);
		zp_arena_free(a);
		zp_arena_free(b);
	}
}

/* Several hundred nodes: the certificate alone judges, also after changes. */
static void larger_networks_are_certified(void **state)
{
	struct zp_arena *a = zp_arena_new();

	(void)state;
	for (uint64_t seed = 0; seed < 10; seed++) {
		enum { N = 300, M = 2500 };
		struct zp_flow *f = zp_flow_new(a, N, M);
		int64_t left[N] = { 0 };
		uint64_t s = seed * 77;

		for (int32_t e = 0; e < M; e++) {
			int32_t u = (int32_t)roll(&s, N);
			int32_t v = (int32_t)roll(&s, N);
			int64_t up = (int64_t)roll(&s, 1000);
			int64_t x = between(&s, 0, up);

			zp_flow_arc(f, u, v, up / 9 < x ? up / 9 : x, up,
			    between(&s, -1000, 10000));
			left[u] += x;
			left[v] -= x;
		}
		for (int32_t v = 0; v < N; v++)
			zp_flow_supply(f, v, left[v]);
		assert_true(solve(f) != INT64_MAX);
		for (int32_t k = 0; k < 50; k++) {
			zp_flow_cost(f, (int32_t)roll(&s, M),
			    between(&s, -9000, 9000));
			assert_true(solve(f) != INT64_MAX);
		}
		zp_arena_reset(a);
	}
	zp_arena_free(a);
}

/* Every number at its limit, on a path, with flow that must take it. */
static void all_limits_at_once_do_not_overflow(void **state)
{
	enum { N = 3000 };
	const int64_t c = ZP_FLOW_MAX_COST, most = ZP_FLOW_MAX_FLOW;
	struct zp_arena *a = zp_arena_new();
	struct zp_flow *f = zp_flow_new(a, N, 3 * N);
	struct zp_flow_total t;

	(void)state;
	for (int32_t v = 0; v + 1 < N; v++) {
		zp_flow_arc(f, v, v + 1, 0, most, c);
		zp_flow_arc(f, v + 1, v, most, most, c);
		zp_flow_arc(f, v, v + 1, 0, most, -c);
	}
	zp_flow_supply(f, 0, most);
	zp_flow_supply(f, N - 1, -most);
	assert_int_equal(zp_flow_solve(f), ZP_FLOW_OPTIMAL);
	assert_true(zp_flow_certified(f));
	/* all three full on each link: c + c - c, 2^31 units of 2^31 - 1 */
	t = zp_flow_total(f);
	assert_int_equal(t.high, (uint64_t)(N - 1) * (uint64_t)c >> 33);
	assert_int_equal(t.low, (uint64_t)(N - 1) * (uint64_t)c << 31);
	for (int32_t v = 0; v < N; v++)
		zp_flow_supply(f, v, v % 2 ? -most : most);
	for (int32_t e = 0; e < 3 * (N - 1); e++)
		zp_flow_cost(f, e, e % 3 ? -c : c);
	assert_int_equal(zp_flow_solve(f), ZP_FLOW_OPTIMAL);
	assert_true(zp_flow_certified(f));
	t = zp_flow_total(f);
	assert_true(t.high < 0);
	zp_arena_free(a);
}

static void small_and_strange_networks(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_flow *f = zp_flow_new(a, 0, 0);

	(void)state;
	assert_int_equal(solve(f), 0);
	f = zp_flow_new(a, 1, 2);
	zp_flow_arc(f, 0, 0, 1, 5, -3);		/* a loop that pays */
	zp_flow_arc(f, 0, 0, 2, 5, 3);		/* one that costs */
	assert_int_equal(solve(f), -9);
	assert_int_equal(zp_flow_of(f, 0), 5);
	zp_flow_supply(f, 0, 1);
	assert_int_equal(solve(f), INT64_MAX);	/* does not balance */
	zp_flow_supply(f, 0, 0);
	assert_int_equal(solve(f), -9);
	f = zp_flow_new(a, 3, 2);
	zp_flow_arc(f, 0, 1, 0, 4, 1);
	zp_flow_arc(f, 0, 1, 0, 4, 2);		/* parallel; node 2 alone */
	zp_flow_supply(f, 0, 6);
	zp_flow_supply(f, 1, -6);
	assert_int_equal(solve(f), 8);
	assert_int_equal(zp_flow_of(f, 1), 2);
	assert_true(zp_flow_potential(f, 1) - zp_flow_potential(f, 0) == 2);
	zp_flow_bounds(f, 0, 0, 3);
	assert_int_equal(solve(f), 9);
	zp_flow_bounds(f, 0, 0, 1);
	assert_int_equal(solve(f), INT64_MAX);	/* too narrow, */
	zp_flow_bounds(f, 0, 2, 4);
	assert_int_equal(solve(f), 8);		/* and wide again */
	zp_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_random_network_costs_what_the_slow_solver_finds),
		cmocka_unit_test(
		    a_thousand_changes_equal_solving_from_scratch),
		cmocka_unit_test(larger_networks_are_certified),
		cmocka_unit_test(all_limits_at_once_do_not_overflow),
		cmocka_unit_test(small_and_strange_networks),
	};
	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
