/* engine/kernel_near.c - for how little a case can be passed on.
 *
 * Where few counsel hold many cases that come and go, a search need not look
 * at each case: near[v][w] is the one that passes from node v to node w for
 * least, and how much dearer it is there (node m: it waits).  When it leaves
 * v, what it cost stays as a lower bound; the row is made anew only when a
 * search comes that low.  So a search costs O(m^2 + A'), A' the arcs of the
 * cases in the rows made anew.
 *
 * Not with groups: there it matters which case is passed on.
 */
#include "kernel_impl.h"

static void offer(int64_t *row, int32_t to, int64_t more, int32_t y)
{
	int64_t e = near_pack(more, y);

	row[to] = e < row[to] ? e : row[to];	/* without a branch */
}

/* Case y in the row of its holder. */
static void put(const struct zp_kernel *k, int64_t *row, int32_t y)
{
	const struct item *it = &k->item[y];
	int64_t cost = arc_cost(k->place[y].use);

	for (int32_t i = 0; i < it->n; i++)
		offer(row, arc_node(it->arc[i]), arc_cost(it->arc[i]) - cost,
		    y);
	offer(row, k->m, it->wait - cost, y);
	row[it->at] = NOT_NEAR;		/* no way, so never loose */
}

void zp_near_enter(struct zp_kernel *k, int32_t y)
{
	put(k, zp_near_row(k, k->item[y].at), y);
}

/* Case y has gone: all others cost as much or more. */
static void loosen(int64_t *e, int32_t y)
{
	if (near_case(*e) == y)
		*e = near_pack(near_more(*e), NEAR_LOOSE);
}

void zp_near_leave(struct zp_kernel *k, int32_t y)
{
	const struct item *it = &k->item[y];
	int64_t *row = zp_near_row(k, it->at);

	loosen(&row[k->m], y);
	for (int32_t i = 0; i < it->n; i++)
		loosen(&row[arc_node(it->arc[i])], y);
}

/* A row by the cases held there. */
static void renew(struct zp_kernel *k, int32_t v)
{
	const struct list *held = &k->person[v].held;
	int64_t *row = zp_near_row(k, v);

	for (int32_t w = 0; w <= k->m; w++)
		row[w] = NOT_NEAR;
	for (int32_t i = 0; i < held->n; i++)
		put(k, row, (int32_t)held->at[i]);
}

void zp_near_start(struct zp_kernel *k)
{
	int32_t n = k->m + 1;

	k->near = zp_arena_calloc(k->arena, (size_t)n * (size_t)n,
	    sizeof(*k->near));
	for (int32_t v = 0; v < n; v++)
		renew(k, v);
}

/* The lists take over; prices may have fallen since they were read last. */
void zp_near_stop(struct zp_kernel *k)
{
	k->near = NULL;
	for (int32_t y = 0; y < k->items; y++)
		k->place[y].alt = 0;
}

bool zp_near_exact(struct zp_kernel *k, int32_t v, int32_t w, int64_t limit)
{
	const int64_t *e = &zp_near_row(k, v)[w];

	if (near_case(*e) == NEAR_LOOSE && *e != NOT_NEAR)
		renew(k, v);
	return *e != NOT_NEAR && near_more(*e) < limit;
}
