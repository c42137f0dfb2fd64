/* engine/kernel_check.c - is it optimal?  See kernel.h.
 *
 * A feasible flow is one of least cost if and only if its residual network
 * has no cycle of negative cost (Klein 1967; Ahuja, Magnanti & Orlin,
 * theorem 9.1), if and only if some potentials leave no reduced cost in it
 * negative (theorem 9.3).  The network is spelled out here arc by arc and
 * shares no code with the search that it judges.
 */
#include <string.h>

#include "kernel_impl.h"

struct check {
	const struct zp_kernel *k;
	int64_t *dist;		/* cases, counsel, (group, counsel), sink */
	int32_t *used;		/* per (group, counsel): cases there */
	size_t sink;
	bool changed;
};

static void relax(struct check *x, size_t from, size_t to, int64_t cost)
{
	if (x->dist[from] + cost < x->dist[to]) {
		x->dist[to] = x->dist[from] + cost;
		x->changed = true;
	}
}

static size_t pair_of(const struct check *x, int32_t group, int32_t c)
{
	return (size_t)group * (size_t)x->k->m + (size_t)c;
}

static size_t counsel_of(const struct check *x, int32_t c)
{
	return (size_t)x->k->items + (size_t)c;
}

static bool vacant(const struct zp_kernel *k, int32_t y)
{
	return k->item[y].group == VACANT;
}

static void relax_case(struct check *x, int32_t y)
{
	const struct item *it = &x->k->item[y];

	for (int32_t i = 0; i < it->n; i++) {
		int32_t c = arc_node(it->arc[i]);
		int64_t cost = arc_cost(it->arc[i]);
		size_t to = counsel_of(x, c);

		if (it->group != NOBODY) {
			size_t p = pair_of(x, it->group, c);
			size_t mid = counsel_of(x, x->k->m) + p;

			if (x->used[p] > 0)
				relax(x, to, mid, 0);
			else
				relax(x, mid, to, 0);
			to = mid;
		}
		if (it->at == c)
			relax(x, to, (size_t)y, -cost);
		else
			relax(x, (size_t)y, to, cost);
	}
	if (it->at == x->k->m)
		relax(x, x->sink, (size_t)y, -it->wait);
	else
		relax(x, (size_t)y, x->sink, it->wait);
}

static void relax_counsel(struct check *x, int32_t c)
{
	const struct person *p = &x->k->person[c];
	int32_t load = p->held.n;
	size_t v = counsel_of(x, c);

	if (load < p->room)
		relax(x, v, x->sink, p->base + load * p->slope);
	if (load > 0)
		relax(x, x->sink, v, -p->base - (load - 1) * p->slope);
}

/* The cost of a case where it is; -1: it has no arc there. */
static int64_t cost_of(const struct zp_kernel *k, int32_t y)
{
	const struct item *it = &k->item[y];

	if (it->at == k->m)
		return it->wait;
	for (int32_t i = 0; i < it->n; i++)
		if (arc_node(it->arc[i]) == it->at)
			return arc_cost(it->arc[i]);
	return -1;
}

/* Loads, rooms and the sum are kept. */
static bool feasible(const struct zp_kernel *k)
{
	int64_t total = 0;
	int32_t waiting = k->cases;

	for (int32_t c = 0; c < k->m; c++) {
		const struct person *p = &k->person[c];

		if (p->held.n > p->room)
			return false;
		for (int32_t i = 0; i < p->held.n; i++) {
			if (k->item[p->held.at[i]].at != c)
				return false;
			total += p->base + i * p->slope;
		}
		waiting -= p->held.n;
	}
	for (int32_t y = 0; y < k->items; y++) {
		int64_t cost = vacant(k, y) ? 0 : cost_of(k, y);

		if (cost < 0)
			return false;
		total += cost;
		waiting -= !vacant(k, y) && k->item[y].at == k->m;
	}
	return waiting == 0 && total == k->total;
}

/* No two of a group share counsel. */
static bool apart(struct check *x)
{
	const struct zp_kernel *k = x->k;

	for (int32_t y = 0; y < k->items; y++) {
		const struct item *it = &k->item[y];

		if (!vacant(k, y) && it->group != NOBODY && it->at != k->m &&
		    x->used[pair_of(x, it->group, it->at)]++ > 0)
			return false;
	}
	return true;
}

bool zp_kernel_optimal(const struct zp_kernel *k)
{
	struct zp_arena *a = zp_arena_new();
	struct check x = { .k = k };
	size_t pairs = (size_t)k->groups * (size_t)k->m;
	size_t nodes = counsel_of(&x, k->m) + pairs + 1;
	bool ok;

	x.sink = nodes - 1;
	x.dist = zp_arena_calloc(a, nodes, sizeof(*x.dist));
	x.used = zp_arena_calloc(a, pairs, sizeof(*x.used));
	ok = feasible(k) && apart(&x);
	x.changed = true;
	for (size_t round = 0; ok && x.changed && round <= nodes; round++) {
		x.changed = false;
		for (int32_t y = 0; y < k->items; y++)
			if (!vacant(k, y))
				relax_case(&x, y);
		for (int32_t c = 0; c < k->m; c++)
			relax_counsel(&x, c);
	}
	zp_arena_free(a);
	return ok && !x.changed;
}

/* The potential where an arc of case y to counsel c leads: the slot of its
 * group there when that is taken, which cases of it may only pass. */
static int64_t price_at(const struct zp_kernel *k, int32_t y, int32_t c)
{
	int32_t group = k->item[y].group;

	for (int32_t z = group == NOBODY ? NOBODY : k->group[group];
	    z != NOBODY; z = k->item[z].mate)
		if (k->item[z].at == c)
			return k->label[slot_of(k, z)].price;
	return k->label[c].price;
}

/* No residual arc from or to a case has a negative reduced cost. */
static bool case_certified(const struct zp_kernel *k, int32_t y)
{
	const struct item *it = &k->item[y];
	int64_t price = it->wait, slot;

	if (it->at != k->m) {
		slot = price_at(k, y, it->at);
		if (slot < k->label[it->at].price)
			return false;
		price = cost_of(k, y) + slot;
	}
	for (int32_t i = 0; i < it->n; i++)
		if (arc_cost(it->arc[i]) + price_at(k, y,
		    arc_node(it->arc[i])) < price)
			return false;
	return price <= it->wait;
}

bool zp_kernel_certified(const struct zp_kernel *k)
{
	for (int32_t c = 0; c < k->m; c++) {
		const struct person *p = &k->person[c];
		int64_t price = k->label[c].price;
		int32_t load = p->held.n;

		if ((load < p->room && price > p->base + load * p->slope) ||
		    (load > 0 && price < p->base + (load - 1) * p->slope) ||
		    price < 0 || price > 2 * ZP_KERNEL_MAX_COST)
			return false;
	}
	for (int32_t y = 0; y < k->items; y++)
		if (!vacant(k, y) && !case_certified(k, y))
			return false;
	return feasible(k);
}
