/* engine/kernel.c - shortest augmenting paths over counsel; see kernel.h.
 *
 * A node is a counsel, or the slot of a grouped case: the saturated arc
 * (group, counsel) that the case fills.  `price` of a node is a lower bound
 * on what one more case there costs in the end; it never falls, and it is
 * consistent (Hart, Nilsson & Raphael 1968), so that the search by
 * cost-so-far + price settles each node once.  After a search each settled
 * node's price becomes what is left of the way: that keeps all reduced
 * costs >= 0 (Ahuja, Magnanti & Orlin, lemma 9.11).
 *
 * Bounds, with C = MAX_COST and N = MAX_CASES: a new case costs between 0
 * and its wait <= C; from a node that holds a case one can always let that
 * case wait, so the rest of a way costs 0..C; so a way to a node costs
 * -2C..2C and a price is 0..3C.  A person's next case costs at most
 * C + N * C, the whole at most N * C: all under 2^62.
 */
#include <string.h>

#include "kernel_impl.h"

/* Room for `need` elements where there were cap; doubles. */
static void *grow(struct zp_arena *a, const void *old, int32_t *cap,
    int32_t need, size_t size)
{
	int32_t to = *cap < 16 ? 16 : *cap;
	void *p;

	while (to < need)
		to *= 2;
	p = zp_arena_calloc(a, (size_t)to, size);
	if (*cap > 0)
		memcpy(p, old, (size_t)*cap * size);
	*cap = to;
	return p;
}

static void need_nodes(struct zp_kernel *k, int32_t need)
{
	int32_t cap = k->node_cap;

	if (need <= cap)
		return;
	k->node = grow(k->arena, k->node, &cap, need, sizeof(*k->node));
	cap = k->node_cap;
	k->heap = grow(k->arena, k->heap, &cap, need, sizeof(*k->heap));
	cap = k->node_cap;
	k->settled = grow(k->arena, k->settled, &cap, need,
	    sizeof(*k->settled));
	k->node_cap = cap;
}

struct zp_kernel *zp_kernel_new(struct zp_arena *a, int32_t m)
{
	struct zp_kernel *k = zp_arena_calloc(a, 1, sizeof(*k));

	ZP_ASSERT(m >= 0 && m <= ZP_KERNEL_MAX_CASES);
	k->arena = a;
	k->m = m;
	k->person = zp_arena_calloc(a, (size_t)m, sizeof(*k->person));
	k->nodes = m;
	need_nodes(k, m);
	for (int32_t c = 0; c < m; c++) {
		k->person[c].first = k->person[c].mate = NOBODY;
		k->node[c].holder = NOBODY;
	}
	return k;
}

void zp_kernel_counsel(struct zp_kernel *k, int32_t c, int32_t room,
    int64_t base, int64_t slope)
{
	struct person *p = &k->person[c];

	ZP_ASSERT(c >= 0 && c < k->m && room >= 0 && k->items == 0);
	ZP_ASSERT(base >= 0 && base <= ZP_KERNEL_MAX_COST);
	ZP_ASSERT(slope >= 0 && slope <= ZP_KERNEL_MAX_COST);
	p->room = room;
	p->base = base;
	p->slope = slope;
	k->node[c].price = base;
}

static bool before(struct entry a, struct entry b)
{
	return a.key < b.key || (a.key == b.key && a.node < b.node);
}

static void heap_put(struct zp_kernel *k, int32_t at, struct entry e)
{
	k->heap[at] = e;
	k->node[e.node].pos = at;
}

static void heap_up(struct zp_kernel *k, int32_t at, struct entry e)
{
	for (int32_t up; at > 0 && before(e, k->heap[up = (at - 1) / 2]);
	    at = up)
		heap_put(k, at, k->heap[up]);
	heap_put(k, at, e);
}

static int32_t heap_pop(struct zp_kernel *k)
{
	int32_t top = k->heap[0].node, at = 0;
	struct entry e = k->heap[--k->queued];

	for (int32_t kid; (kid = 2 * at + 1) < k->queued; at = kid) {
		if (kid + 1 < k->queued &&
		    before(k->heap[kid + 1], k->heap[kid]))
			kid++;
		if (!before(k->heap[kid], e))
			break;
		heap_put(k, at, k->heap[kid]);
	}
	if (k->queued > 0)
		heap_put(k, at, e);
	k->node[top].pos = -1;
	return top;
}

/* A way of cost g leads to node v: case `by` comes there by its arc `arc`
 * from node `from`.  Ways that cannot beat the best are dropped. */
static void reach(struct zp_kernel *k, int32_t v, int64_t g,
    const struct node *how)
{
	struct node *x = &k->node[v];
	struct entry e = { g + x->price, v };

	if (e.key >= k->best || (x->seen == k->search && g >= x->g))
		return;
	if (x->seen != k->search)
		x->pos = -1;
	x->seen = k->search;
	x->g = g;
	x->from = how->from;
	x->by = how->by;
	x->arc = how->arc;
	if (x->holder == NOBODY) {
		const struct person *p = &k->person[v];

		if (p->load < p->room &&
		    g + p->base + p->load * p->slope < k->best) {
			k->best = g + p->base + p->load * p->slope;
			k->end = v;
			k->last = NOBODY;
		}
	}
	if (e.key < k->best)
		heap_up(k, x->pos >= 0 ? x->pos : k->queued++, e);
}

/* Set or clear the mark of the group's cases at their counsel. */
static void mark_mates(struct zp_kernel *k, int32_t group, bool on)
{
	if (group == NOBODY)
		return;
	for (int32_t y = k->group[group]; y != NOBODY; y = k->item[y].mate)
		if (k->item[y].at != NOBODY)
			k->person[k->item[y].at].mate = on ? y : NOBODY;
}

/* All ways on for case y from node `from` (NOBODY: it is the new one),
 * where g was paid before y goes anywhere. */
static void spread(struct zp_kernel *k, int32_t y, int32_t from, int64_t g)
{
	const struct item *it = &k->item[y];
	struct node how = { .from = from, .by = y };

	if (g + it->wait < k->best) {
		k->best = g + it->wait;
		k->end = from;
		k->last = y;
	}
	mark_mates(k, it->group, true);
	for (int32_t i = 0; i < it->n; i++) {
		int32_t c = it->arc[i].counsel, mate = k->person[c].mate;

		how.arc = i;
		if (c != it->at)
			reach(k, mate == NOBODY ? c : k->item[mate].slot,
			    g + it->arc[i].cost, &how);
	}
	mark_mates(k, it->group, false);
}

/* One more case at v: whom it may push on from there. */
static void expand(struct zp_kernel *k, int32_t v)
{
	const struct node *x = &k->node[v];
	struct node how = { .from = v, .by = NOBODY };

	if (x->holder != NOBODY) {
		spread(k, x->holder, v, x->g - k->item[x->holder].cost);
		return;
	}
	for (int32_t y = k->person[v].first; y != NOBODY; y = k->item[y].next)
		if (k->item[y].slot != NOBODY)
			reach(k, k->item[y].slot, x->g, &how);
		else
			spread(k, y, v, x->g - k->item[y].cost);
}

static void leave(struct zp_kernel *k, int32_t y)
{
	struct item *it = &k->item[y];
	struct person *p;

	if (it->at == NOBODY)
		return;
	p = &k->person[it->at];
	p->load--;
	if (it->prev != NOBODY)
		k->item[it->prev].next = it->next;
	else
		p->first = it->next;
	if (it->next != NOBODY)
		k->item[it->next].prev = it->prev;
	it->at = NOBODY;
}

static void enter(struct zp_kernel *k, int32_t y, const struct zp_arc *arc)
{
	struct item *it = &k->item[y];
	struct person *p = &k->person[arc->counsel];

	leave(k, y);
	it->at = arc->counsel;
	it->cost = arc->cost;
	it->prev = NOBODY;
	it->next = p->first;
	if (p->first != NOBODY)
		k->item[p->first].prev = y;
	p->first = y;
	p->load++;
}

/* Carry out the best way, from its end back to the new case. */
static void augment(struct zp_kernel *k)
{
	if (k->last != NOBODY)
		leave(k, k->last);
	for (int32_t v = k->end; v != NOBODY; v = k->node[v].from) {
		const struct node *x = &k->node[v];

		if (x->by == NOBODY)
			continue;	/* from a counsel into a slot there */
		enter(k, x->by, &k->item[x->by].arc[x->arc]);
		if (k->item[x->by].slot != NOBODY)
			k->node[k->item[x->by].slot].price = k->best - x->g;
	}
	k->total += k->best;
}

static int32_t add_item(struct zp_kernel *k, const struct zp_arc *arc,
    int32_t n, int32_t group, int64_t wait)
{
	struct zp_arc *copy;
	struct item *it;

	ZP_ASSERT(k->items < ZP_KERNEL_MAX_CASES && n >= 0);
	ZP_ASSERT(group >= NOBODY && group < ZP_KERNEL_MAX_CASES);
	ZP_ASSERT(wait >= 0 && wait <= ZP_KERNEL_MAX_COST);
	copy = zp_arena_calloc(k->arena, (size_t)n, sizeof(*copy));
	for (int32_t i = 0; i < n; i++) {
		ZP_ASSERT(arc[i].counsel >= 0 && arc[i].counsel < k->m);
		ZP_ASSERT(arc[i].cost >= 0 &&
		    arc[i].cost <= ZP_KERNEL_MAX_COST);
		copy[i] = arc[i];
	}
	if (k->items == k->item_cap)
		k->item = grow(k->arena, k->item, &k->item_cap, k->items + 1,
		    sizeof(*k->item));
	it = &k->item[k->items];
	*it = (struct item){ .arc = copy, .n = n, .group = group,
	    .wait = wait, .at = NOBODY, .slot = NOBODY, .mate = NOBODY };
	if (group == NOBODY)
		return k->items++;
	if (group >= k->groups) {
		int32_t had = k->groups;

		k->group = grow(k->arena, k->group, &k->groups, group + 1,
		    sizeof(*k->group));
		while (had < k->groups)
			k->group[had++] = NOBODY;
	}
	need_nodes(k, k->nodes + 1);
	it->slot = k->nodes++;
	k->node[it->slot].holder = k->items;
	it->mate = k->group[group];
	k->group[group] = k->items;
	return k->items++;
}

int32_t zp_kernel_insert(struct zp_kernel *k, const struct zp_arc *arc,
    int32_t n, int32_t group, int64_t wait)
{
	int32_t x = add_item(k, arc, n, group, wait);

	k->search++;
	k->queued = k->settleds = 0;
	k->best = INT64_MAX;
	spread(k, x, NOBODY, 0);
	while (k->queued > 0 && k->heap[0].key < k->best) {
		int32_t v = heap_pop(k);

		k->settled[k->settleds++] = v;
		expand(k, v);
	}
	for (int32_t i = 0; i < k->settleds; i++) {
		struct node *v = &k->node[k->settled[i]];

		v->price = k->best - v->g;
	}
	augment(k);
	return x;
}

int32_t zp_kernel_of(const struct zp_kernel *k, int32_t cs)
{
	ZP_ASSERT(cs >= 0 && cs < k->items);
	return k->item[cs].at;
}

int32_t zp_kernel_load(const struct zp_kernel *k, int32_t c)
{
	ZP_ASSERT(c >= 0 && c < k->m);
	return k->person[c].load;
}

int64_t zp_kernel_total(const struct zp_kernel *k)
{
	return k->total;
}
