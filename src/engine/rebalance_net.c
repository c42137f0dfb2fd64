/* engine/rebalance_net.c - a network in which units are sent one by one.
 *
 * Ford & Fulkerson, Canad. J. Math. 8, 1956, doi:10.4153/CJM-1956-045-5: a
 * unit more can be sent if and only if a breadth-first search through the
 * residual arcs gets there; what it has seen when it does not is the side of
 * a minimum cut.  O(arcs) a search.
 */
#include <string.h>

#include "rebalance_impl.h"

struct zp_net *zp_net_new(struct zp_arena *a, int32_t nodes, int32_t arcs)
{
	struct zp_net *t = zp_arena_alloc(a, sizeof(*t));
	size_t n = (size_t)nodes, m = (size_t)arcs;

	t->nodes = nodes;
	t->room = arcs;
	t->from = zp_arena_calloc(a, m, sizeof(int32_t));
	t->to = zp_arena_calloc(a, m, sizeof(int32_t));
	t->cap = zp_arena_calloc(a, m, sizeof(int32_t));
	t->flow = zp_arena_calloc(a, m, sizeof(int32_t));
	t->cost = zp_arena_calloc(a, m, sizeof(int32_t));
	t->next = zp_arena_calloc(a, 2 * m, sizeof(int32_t));
	t->first = zp_arena_calloc(a, n, sizeof(int32_t));
	t->seen = zp_arena_calloc(a, n, sizeof(int32_t));
	t->by = zp_arena_calloc(a, n, sizeof(int32_t));
	t->queue = zp_arena_calloc(a, n, sizeof(int32_t));
	memset(t->first, 0xff, n * sizeof(int32_t));
	return t;
}

int32_t zp_net_arc(struct zp_net *t, int32_t from, int32_t to, int32_t cap,
    int32_t cost)
{
	int32_t e = t->arcs++;

	ZP_ASSERT(e < t->room);
	t->from[e] = from;
	t->to[e] = to;
	t->cap[e] = cap;
	t->cost[e] = cost;
	t->next[2 * e] = t->first[from];
	t->first[from] = 2 * e;
	t->next[2 * e + 1] = t->first[to];
	t->first[to] = 2 * e + 1;
	return e;
}

bool zp_net_search(struct zp_net *t, int32_t from, int32_t to)
{
	int32_t n = 0;

	t->stamp++;
	t->seen[from] = t->stamp;
	t->queue[n++] = from;
	for (int32_t k = 0; k < n; k++) {
		int32_t v = t->queue[k];

		for (int32_t h = t->first[v]; h >= 0; h = t->next[h]) {
			int32_t e = h / 2, back = h % 2;
			int32_t w = back ? t->from[e] : t->to[e];

			if (t->seen[w] == t->stamp || (back ?
			    t->flow[e] == 0 : t->flow[e] == t->cap[e]))
				continue;
			t->seen[w] = t->stamp;
			t->by[w] = h;
			if (w == to)
				return true;
			t->queue[n++] = w;
		}
	}
	return false;
}

void zp_net_send(struct zp_net *t, int32_t from, int32_t to)
{
	while (to != from) {
		int32_t h = t->by[to], e = h / 2, back = h % 2;

		t->flow[e] += back ? -1 : 1;
		to = back ? t->to[e] : t->from[e];
	}
}
