/* engine/kernel.c - a minimum-cost assignment kept through changes.
 *
 * What must hold after each call, and is what zp_kernel_certified() checks:
 * with `price` as potential no arc of the residual network has a negative
 * reduced cost (complementary slackness; Ahuja, Magnanti & Orlin, theorem
 * 9.3).  A case that comes takes the cheapest way in; a case that goes
 * leaves a hole that who gains most may fill; a change of a person's costs
 * is made good unit by unit, by one or the other.
 *
 * Bounds, with C = MAX_COST and N = MAX_CASES.  A case can always wait, so
 * the whole costs at most N * C = 2^61, and so does each part of it: what a
 * person's cases cost, and the last of them.  The next costs at most C more
 * than N * C.  A counsel who holds somebody can let him wait, one with room
 * and no cases takes one for his base: so a search that ends ends at C or
 * less, anything from TOO_DEAR = 4C on is dropped, and what is left of the
 * way from a settled node that holds somebody is at most C.  One that holds
 * nobody is reached by an arc from one that does, or from the new case, at
 * no less than -C before the arc: so prices are 0..2C, ways -3C..4C.  When
 * they fall they stop at what the last case there costs, at least 0.  The
 * largest sum is a way to NEVER = 2^62: below 2^62 + 2^47.
 */
#include <string.h>

#include "kernel_impl.h"

struct zp_kernel *zp_kernel_new(struct zp_arena *a, int32_t m)
{
	struct zp_kernel *k = zp_arena_calloc(a, 1, sizeof(*k));

	ZP_ASSERT(m >= 0 && m <= ZP_KERNEL_MAX_CASES);
	k->arena = a;
	k->m = m;
	k->vacant = NOBODY;
	k->person = zp_arena_calloc(a, (size_t)m + 1, sizeof(*k->person));
	k->nodes = m + 1;
	k->label = zp_arena_calloc(a, (size_t)m + 1, sizeof(*k->label));
	k->node = zp_arena_calloc(a, (size_t)m + 1, sizeof(*k->node));
	k->heap = zp_arena_calloc(a, (size_t)m + 1, sizeof(*k->heap));
	k->settled = zp_arena_calloc(a, (size_t)m + 1, sizeof(*k->settled));
	for (int32_t c = 0; c < m; c++) {
		k->person[c].mate = NOBODY;
		k->label[c].next = NEVER;
	}
	return k;
}

void zp_kernel_reserve(struct zp_kernel *k, int32_t cases)
{
	ZP_ASSERT(cases >= 0 && cases <= ZP_KERNEL_MAX_CASES);
	if (cases <= k->item_cap || k->items > 0)
		return;
	k->item = zp_arena_calloc(k->arena, (size_t)cases, sizeof(*k->item));
	k->place = zp_arena_calloc(k->arena, (size_t)cases,
	    sizeof(*k->place));
	k->item_cap = cases;
}

/* What the cases held by a person cost him together. */
static int64_t held_cost(const struct person *p)
{
	int64_t n = p->held.n;

	return n * p->base + n * (n - 1) / 2 * p->slope;
}

/* While counsel c holds too many, or his last one costs more than his
 * price: the last goes elsewhere, unless it is best where it is. */
static void push_out(struct zp_kernel *k, int32_t c)
{
	const struct person *p = &k->person[c];
	struct label *l = &k->label[c];

	while (p->held.n > p->room || (p->held.n > 0 &&
	    load_cost(p, p->held.n - 1) > l->price)) {
		l->next = p->held.n > p->room ? NEVER :
		    load_cost(p, p->held.n - 1);
		zp_way_from(k, c);
		zp_way_price(k);
		if (k->end == c)
			break;
		zp_way_go(k);
		k->total += k->best;
	}
	zp_store_next(k, c);
}

void zp_kernel_counsel(struct zp_kernel *k, int32_t c, int32_t room,
    int64_t base, int64_t slope)
{
	struct label *l = &k->label[c];
	struct person *p = &k->person[c];

	ZP_ASSERT(c >= 0 && c < k->m && room >= 0);
	ZP_ASSERT(base >= 0 && base <= ZP_KERNEL_MAX_COST);
	ZP_ASSERT(slope >= 0 && slope <= ZP_KERNEL_MAX_COST);
	k->total -= held_cost(p);
	p->room = room;
	p->base = base;
	p->slope = slope;
	if (k->cases == 0 || (p->held.n == 0 && room > 0 && l->price < base))
		l->price = base;
	push_out(k, c);
	if (l->price > l->next)
		zp_store_index(k);
	while (l->price > l->next)
		if (zp_way_fill(k, c, c))
			k->total -= l->price;
	k->total += held_cost(p);
	k->changed = k->search;
}

/* A number for a new case, which is not placed yet. */
static int32_t new_item(struct zp_kernel *k, int32_t n, int32_t group,
    int64_t wait)
{
	int32_t y;

	ZP_ASSERT(n >= 0 && n <= k->m);
	ZP_ASSERT(group >= NOBODY && group < ZP_KERNEL_MAX_CASES);
	ZP_ASSERT(wait >= 0 && wait <= ZP_KERNEL_MAX_COST);
	y = zp_store_room(k, group);
	if (y == k->items)
		k->items++;
	else
		k->vacant = k->item[y].mate;
	k->item[y] = (struct item){ .wait = wait, .n = n, .group = group,
	    .at = k->m, .pos = NOBODY, .mate = NOBODY };
	return y;
}

static void free_item(struct zp_kernel *k, int32_t y)
{
	k->item[y] = (struct item){ .group = VACANT, .mate = k->vacant };
	k->vacant = y;
}

static void pack(const struct zp_kernel *k, zp_packed_arc *to,
    const struct zp_arc *arc, int32_t n)
{
	for (int32_t i = 0; i < n; i++) {
		ZP_ASSERT(arc[i].counsel >= 0 && arc[i].counsel < k->m);
		ZP_ASSERT(arc[i].cost >= 0 &&
		    arc[i].cost <= ZP_KERNEL_MAX_COST);
		to[i] = zp_arc_pack(arc[i].counsel, arc[i].cost);
	}
}

/* A case that is there but not placed finds its place. */
static void put_in(struct zp_kernel *k, int32_t y)
{
	struct item *it = &k->item[y];

	zp_way_of(k, y);
	zp_way_price(k);
	zp_way_go(k);
	k->total += k->best;
	zp_store_list(k, y);
	if (it->group != NOBODY) {
		it->mate = k->group[it->group];
		k->group[it->group] = y;
	}
	k->cases++;
	k->changed = k->search;
}

/* The reverse of put_in. */
static void take_out(struct zp_kernel *k, int32_t y)
{
	struct item *it = &k->item[y];
	int32_t c = it->at, v = arc_node(k->place[y].use);

	zp_store_index(k);
	zp_store_unlist(k, y);
	k->total -= arc_cost(k->place[y].use);
	zp_store_leave(k, y);
	if (c != k->m) {
		it->at = c;	/* still the holder of its slot */
		(void)zp_way_fill(k, v, c);
		k->total -= k->label[v].price;
		it->at = k->m;
	}
	if (it->group != NOBODY) {
		int32_t *z = &k->group[it->group];

		while (*z != y)
			z = &k->item[*z].mate;
		*z = it->mate;
	}
	k->cases--;
	k->changed = k->search;
}

int32_t zp_kernel_insert(struct zp_kernel *k, const struct zp_arc *arc,
    int32_t n, int32_t group, int64_t wait)
{
	int32_t y = new_item(k, n, group, wait);
	struct item *it = &k->item[y];

	it->own = zp_store_take(k, n);
	pack(k, it->own, arc, n);
	put_in(k, y);
	return y;
}

int32_t zp_kernel_lend(struct zp_kernel *k, const zp_packed_arc *arc,
    int32_t n, int32_t group, int64_t wait)
{
	int32_t y = new_item(k, n, group, wait);

	for (int32_t i = 0; i < n; i++)
		ZP_ASSERT(arc_node(arc[i]) < k->m &&
		    arc_cost(arc[i]) <= ZP_KERNEL_MAX_COST);
	k->item[y].arc = arc;
	k->item[y].lent = true;
	put_in(k, y);
	return y;
}

static bool there(const struct zp_kernel *k, int32_t y)
{
	return y >= 0 && y < k->items && k->item[y].group != VACANT;
}

void zp_kernel_withdraw(struct zp_kernel *k, int32_t cs)
{
	struct item *it = &k->item[cs];

	ZP_ASSERT(there(k, cs));
	take_out(k, cs);
	if (!it->lent)
		zp_store_give(k, it->own, it->n);
	free_item(k, cs);
}

void zp_kernel_reprice(struct zp_kernel *k, int32_t cs, int32_t c,
    int64_t cost)
{
	struct item *it = &k->item[cs];
	int32_t i = 0;

	ZP_ASSERT(there(k, cs) && cost >= 0 && cost <= ZP_KERNEL_MAX_COST);
	while (i < it->n && arc_node(it->arc[i]) != c)
		i++;
	ZP_ASSERT(i < it->n);
	if (arc_cost(it->arc[i]) == cost)
		return;
	take_out(k, cs);
	if (it->lent) {
		zp_packed_arc *own = zp_store_take(k, it->n);

		memcpy(own, it->arc, (size_t)it->n * sizeof(*own));
		it->own = own;
		it->lent = false;
	}
	it->own[i] = zp_arc_pack(c, cost);
	put_in(k, cs);
}

/* The cases on the best way of case y, from it on. */
static void list_moves(struct zp_kernel *k, int32_t y,
    struct zp_change *change)
{
	int32_t v, i;

	for (v = k->end; v != NOBODY; v = k->node[v].from)
		change->moves += k->node[v].by != NOBODY &&
		    k->node[v].by != y;
	if (change->moves > k->moves)
		k->move = zp_store_grow(k, k->move, &k->moves, change->moves,
		    sizeof(*k->move));
	i = change->moves;
	for (v = k->end; v != NOBODY; v = k->node[v].from) {
		int32_t z = k->node[v].by, to = arc_node(k->node[v].use);

		to = to == k->m ? -1 : to;
		if (z == y)
			change->counsel = to;
		else if (z != NOBODY)
			k->move[--i] = (struct zp_move){ z, k->item[z].at,
			    to };
	}
	change->move = k->move;
}

struct zp_change zp_kernel_try(struct zp_kernel *k, const struct zp_arc *arc,
    int32_t n, int32_t group, int64_t wait)
{
	int32_t items = k->items, y = new_item(k, n, group, wait);
	struct zp_change change = { 0 };

	if (n > k->packed_cap)
		k->packed = zp_store_grow(k, k->packed, &k->packed_cap, n,
		    sizeof(*k->packed));
	pack(k, k->packed, arc, n);
	k->item[y].arc = k->packed;
	zp_way_of(k, y);
	change.cost = k->best;
	list_moves(k, y, &change);
	if (y == items)
		k->items--;
	else
		free_item(k, y);
	return change;
}

int64_t zp_kernel_price(const struct zp_kernel *k, int32_t c)
{
	ZP_ASSERT(c >= 0 && c < k->m);
	return k->label[c].price;
}

int64_t zp_kernel_marginal(struct zp_kernel *k, int32_t c)
{
	const struct label *l = &k->label[c];

	ZP_ASSERT(c >= 0 && c < k->m);
	if (l->price == l->next || k->person[c].exact > k->changed)
		return l->price;
	zp_way_cost(k, c);
	if (k->end == NOBODY)
		return INT64_MAX;
	zp_way_price(k);
	for (int32_t v = k->end; v != NOBODY; v = k->node[v].from)
		if (v < k->m)
			k->person[v].exact = k->search;
	return l->price;
}

int32_t zp_kernel_of(const struct zp_kernel *k, int32_t cs)
{
	ZP_ASSERT(there(k, cs));
	return k->item[cs].at == k->m ? -1 : k->item[cs].at;
}

int32_t zp_kernel_load(const struct zp_kernel *k, int32_t c)
{
	ZP_ASSERT(c >= 0 && c < k->m);
	return k->person[c].held.n;
}

int64_t zp_kernel_total(const struct zp_kernel *k)
{
	return k->total;
}
