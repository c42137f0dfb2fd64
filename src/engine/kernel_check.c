/* engine/kernel_check.c - is it optimal?  See kernel.h.
 *
 * A feasible flow is one of least cost if and only if its residual network
 * has no cycle of negative cost (Klein 1967; Ahuja, Magnanti & Orlin,
 * theorem 9.1).  The network is spelled out here arc by arc and shares no
 * code with the search that it judges.
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

static void relax_case(struct check *x, int32_t y)
{
	const struct item *it = &x->k->item[y];

	for (int32_t i = 0; i < it->n; i++) {
		int32_t c = it->arc[i].counsel;
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
			relax(x, to, (size_t)y, -it->arc[i].cost);
		else
			relax(x, (size_t)y, to, it->arc[i].cost);
	}
	if (it->at == NOBODY)
		relax(x, x->sink, (size_t)y, -it->wait);
	else
		relax(x, (size_t)y, x->sink, it->wait);
}

static void relax_counsel(struct check *x, int32_t c)
{
	const struct person *p = &x->k->person[c];
	size_t v = counsel_of(x, c);

	if (p->load < p->room)
		relax(x, v, x->sink, p->base + p->load * p->slope);
	if (p->load > 0)
		relax(x, x->sink, v, -p->base - (p->load - 1) * p->slope);
}

/* Rooms, groups and the sum are kept. */
static bool feasible(struct check *x)
{
	const struct zp_kernel *k = x->k;
	int64_t total = 0;

	for (int32_t y = 0; y < k->items; y++) {
		const struct item *it = &k->item[y];

		total += it->at == NOBODY ? it->wait : it->cost;
		if (it->group != NOBODY && it->at != NOBODY &&
		    x->used[pair_of(x, it->group, it->at)]++ > 0)
			return false;
	}
	for (int32_t c = 0; c < k->m; c++) {
		const struct person *p = &k->person[c];
		int32_t held = 0;

		for (int32_t y = 0; y < k->items; y++)
			held += k->item[y].at == c;
		if (held != p->load || held > p->room)
			return false;
		for (int32_t i = 0; i < held; i++)
			total += p->base + i * p->slope;
	}
	return total == k->total;
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
	ok = feasible(&x);
	x.changed = true;
	for (size_t round = 0; ok && x.changed && round <= nodes; round++) {
		x.changed = false;
		for (int32_t y = 0; y < k->items; y++)
			relax_case(&x, y);
		for (int32_t c = 0; c < k->m; c++)
			relax_counsel(&x, c);
	}
	zp_arena_free(a);
	return ok && !x.changed;
}
