/*
 * engine/flow.c - networks, and their solution by the simplex; see flow.h.
 *
 * Bounds, with n nodes and m arcs <= 2^26, |cost| <= C < 2^31, capacity and
 * |supply| <= 2^31.  Flow: what a subtree sends up is a sum of supplies and
 * of arcs at their bounds, at most 2^57 + 2^57; so no made-up arc, which has
 * room for 2^61, ever blocks, and its room stays under 2^62.  Prices: a tree
 * path has at most n arcs of cost C and one made-up arc of cost P = (C + 1)
 * (n + 1) < 2^58, so |price| < 2^59 and a reduced cost is under 2^61.  P is
 * more than any path in the network costs: where there is a flow without
 * made-up arcs, every flow with them can be improved.  Less than P is often
 * enough, and takes fewer pivots, so we begin with that.
 */
#include <stdlib.h>

#include "flow_impl.h"

struct zp_flow *zp_flow_new(struct zp_arena *a, int32_t nodes, int32_t arcs)
{
	struct zp_flow *f = zp_arena_calloc(a, 1, sizeof(*f));
	size_t n = (size_t)nodes + 1, m;

	ZP_ASSERT(nodes >= 0 && nodes <= MOST && arcs >= 0 && arcs <= MOST);
	f->nodes = nodes;
	f->room = arcs;
	f->rows = arcs / (nodes + 1) > 3 ? arcs / (nodes + 1) : 3;
	f->columns = (arcs + f->rows - 1) / f->rows;
	f->places = f->rows * f->columns;
	m = (size_t)f->places;
	f->arc = zp_arena_calloc(a, m, sizeof(*f->arc));
	f->span = zp_arena_calloc(a, m, sizeof(*f->span));
	f->lower = zp_arena_calloc(a, m, sizeof(*f->lower));
	f->flow = zp_arena_calloc(a, m, sizeof(*f->flow));
	f->turned = zp_arena_calloc(a, m, sizeof(*f->turned));
	f->node = zp_arena_calloc(a, n, sizeof(*f->node));
	f->thread = zp_arena_calloc(a, n, sizeof(*f->thread));
	f->last = zp_arena_calloc(a, n, sizeof(*f->last));
	f->price = zp_arena_calloc(a, n, sizeof(*f->price));
	f->supply = zp_arena_calloc(a, n, sizeof(*f->supply));
	for (int32_t v = 0; v <= nodes; v++) {
		f->node[v].pred = MADE_UP;
		f->node[v].parent = nodes;
		f->node[v].back = v > 0 ? v - 1 : nodes;
	}
	return f;
}

/* Where arc e stands.  Arcs are dealt out to rows, so that those next to
 * each other, which often have a node in common, come into different
 * blocks of the pricing (Kiraly & Kovacs 2012).  What is left over are
 * loops of no room and no cost. */
static int32_t place(const struct zp_flow *f, int32_t e)
{
	ZP_ASSERT(e >= 0 && e < f->arcs);
	return e % f->rows * f->columns + e / f->rows;
}

static void set_bounds(struct zp_flow *f, int32_t e, int64_t lower,
    int64_t upper)
{
	ZP_ASSERT(0 <= lower && lower <= upper && upper <= ZP_FLOW_MAX_FLOW);
	f->lower[e] = (uint32_t)lower;
	f->span[e] = (uint32_t)(upper - lower);
}

static void set_cost(struct zp_flow *f, int32_t e, int64_t cost)
{
	int64_t size = cost < 0 ? -cost : cost;

	ZP_ASSERT(-ZP_FLOW_MAX_COST <= cost && cost <= ZP_FLOW_MAX_COST);
	f->arc[e].cost = (int32_t)(f->turned[e] ? -cost : cost);
	if (size > f->most)
		f->most = size;
}

int32_t zp_flow_arc(struct zp_flow *f, int32_t from, int32_t to,
    int64_t lower, int64_t upper, int64_t cost)
{
	int32_t e;

	ZP_ASSERT(f->arcs < f->room && from >= 0 && from < f->nodes &&
	    to >= 0 && to < f->nodes);
	f->arcs++;
	e = place(f, f->arcs - 1);
	f->arc[e].tail = from;
	f->arc[e].head = to;
	set_bounds(f, e, lower, upper);
	set_cost(f, e, cost);
	return f->arcs - 1;
}

void zp_flow_supply(struct zp_flow *f, int32_t node, int64_t supply)
{
	ZP_ASSERT(node >= 0 && node < f->nodes);
	ZP_ASSERT(-ZP_FLOW_MAX_FLOW <= supply && supply <= ZP_FLOW_MAX_FLOW);
	f->supply[node] = supply;
}

void zp_flow_cost(struct zp_flow *f, int32_t arc, int64_t cost)
{
	set_cost(f, place(f, arc), cost);
}

void zp_flow_bounds(struct zp_flow *f, int32_t arc, int64_t lower,
    int64_t upper)
{
	set_bounds(f, place(f, arc), lower, upper);
}

/* Read the flow of every arc off the basis.  True when nothing flows over
 * made-up arcs. */
static bool read_flow(struct zp_flow *f)
{
	bool whole = true;

	for (int32_t e = 0; e < f->places; e++)
		f->flow[e] = f->turned[e] ? f->span[e] : 0;
	for (int32_t v = 0; v < f->nodes; v++) {
		const struct node *n = &f->node[v];

		if (n->pred >= 0)
			f->flow[n->pred] = (uint32_t)(arc_from(f, n->pred) ==
			    v ? n->down : n->up);
		else if ((n->pred == MADE_UP ? n->down : n->up) > 0)
			whole = false;
	}
	return whole;
}

enum zp_flow_state zp_flow_solve(struct zp_flow *f)
{
	int64_t sum = 0, enough;

	for (int32_t v = 0; v < f->nodes; v++)
		sum += f->supply[v];
	if (sum != 0)
		return ZP_FLOW_INFEASIBLE;
	zp_flow_settle(f);
	enough = (f->most + 1) * (f->nodes + 1);
	for (f->penalty = f->most + 1;; f->penalty *= 4) {
		if (f->penalty > enough)
			f->penalty = enough;
		zp_flow_reprice(f);
		zp_flow_pivots(f);
		if (read_flow(f))
			return ZP_FLOW_OPTIMAL;
		if (f->penalty == enough)
			return ZP_FLOW_INFEASIBLE;
	}
}

static int64_t whole_flow(const struct zp_flow *f, int32_t e)
{
	return (int64_t)f->lower[e] + f->flow[e];
}

int64_t zp_flow_of(const struct zp_flow *f, int32_t arc)
{
	return whole_flow(f, place(f, arc));
}

int64_t zp_flow_potential(const struct zp_flow *f, int32_t node)
{
	ZP_ASSERT(node >= 0 && node < f->nodes);
	return f->price[node];
}

static int64_t arc_cost(const struct zp_flow *f, int32_t e)
{
	return f->turned[e] ? -f->arc[e].cost : f->arc[e].cost;
}

struct zp_flow_total zp_flow_total(const struct zp_flow *f)
{
	struct zp_flow_total sum = { 0, 0 };

	for (int32_t e = 0; e < f->places; e++) {
		/* at most 2^31 * 2^31 either way: the high half is a sign */
		int64_t x = arc_cost(f, e) * whole_flow(f, e);

		sum.low += (uint64_t)x;
		sum.high += (x < 0 ? -1 : 0) + (sum.low < (uint64_t)x);
	}
	return sum;
}

bool zp_flow_certified(const struct zp_flow *f)
{
	int64_t *left = zp_xcalloc((size_t)f->nodes + 1, sizeof(*left));
	bool good = true;

	for (int32_t e = 0; e < f->places; e++) {
		int32_t from = arc_from(f, e), to = arc_to(f, e);
		int64_t cost = arc_cost(f, e) + f->price[from] -
		    f->price[to];

		left[from] += whole_flow(f, e);
		left[to] -= whole_flow(f, e);
		good = good && f->flow[e] <= f->span[e] &&
		    (cost <= 0 || f->flow[e] == 0) &&
		    (cost >= 0 || f->flow[e] == f->span[e]);
	}
	for (int32_t v = 0; v < f->nodes; v++)
		good = good && left[v] == f->supply[v];
	free(left);
	return good;
}
