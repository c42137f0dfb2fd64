/* engine/kernel_way.c - cheapest ways in the residual network.
 *
 * The price of a node never exceeds what one more case there costs in the
 * end, and all residual arcs have reduced costs >= 0: so the search by
 * cost so far + price settles each node once (Hart, Nilsson & Raphael, IEEE
 * Trans. SSC 4(2), 1968, doi:10.1109/TSSC.1968.300136), and setting the
 * price of each settled node to what was left of the way keeps them so
 * (Ahuja, Magnanti & Orlin, lemma 9.11).  A case leaves a hole: the same
 * search runs backward from it, and prices fall.
 *
 * Most of a person's cases could go nowhere cheaply; `alt` tells without a
 * look at their arcs.
 */
#include "kernel_impl.h"

static bool before(struct entry a, struct entry b)
{
	return a.key < b.key || (a.key == b.key && a.node < b.node);
}

static void heap_put(struct zp_kernel *k, int32_t at, struct entry e)
{
	k->heap[at] = e;
	k->node[e.node].pos = at;
}

static void heap_up(struct zp_kernel *k, struct entry e)
{
	int32_t at = k->node[e.node].pos;

	if (at < 0)
		at = k->queued++;
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
	k->settled[k->settleds++] = top;
	return top;
}

static void begin(struct zp_kernel *k)
{
	k->search++;
	k->queued = k->settleds = 0;
	k->best = TOO_DEAR;
	k->end = NOBODY;
}

/* Note a way of cost g to node v: from node `from`, where case `by` takes
 * arc e.  False: a better one is known. */
static bool note(struct zp_kernel *k, int32_t v, int64_t g, int32_t from,
    int32_t by, zp_packed_arc e)
{
	struct node *x = &k->node[v];

	if (x->seen != k->search)
		x->pos = -1;
	else if (g >= x->g)
		return false;
	x->seen = k->search;
	x->g = g;
	x->use = e;
	x->from = from;
	x->by = by;
	return true;
}

static void finish(struct zp_kernel *k, int32_t v, int64_t whole)
{
	if (whole < k->best) {
		k->best = whole;
		k->end = v;
	}
}

static void reach(struct zp_kernel *k, int32_t v, int64_t g, int32_t from,
    int32_t by, zp_packed_arc e)
{
	const struct label *l = &k->label[v];

	if (!note(k, v, g, from, by, e))
		return;
	finish(k, v, g + l->next);
	if (g + l->price < k->best)
		heap_up(k, (struct entry){ g + l->price, v });
}

/* The ways on for a grouped case: where its group is, through the slot. */
static void spread_group(struct zp_kernel *k, int32_t y, int32_t from,
    int64_t g)
{
	const struct item *it = &k->item[y];
	int32_t first = k->group[it->group];

	for (int32_t z = first; z != NOBODY; z = k->item[z].mate)
		if (k->item[z].at != k->m)
			k->person[k->item[z].at].mate = z;
	for (int32_t i = 0; i < it->n; i++) {
		int32_t c = arc_node(it->arc[i]), z = k->person[c].mate;
		int32_t v = z == NOBODY ? c : slot_of(k, z);
		int64_t to = g + arc_cost(it->arc[i]);

		if (c != it->at && to + k->label[v].price < k->best)
			reach(k, v, to, from, y, it->arc[i]);
	}
	for (int32_t z = first; z != NOBODY; z = k->item[z].mate)
		if (k->item[z].at != k->m)
			k->person[k->item[z].at].mate = NOBODY;
}

/* The arc to node `to` of the case in entry e. */
static zp_packed_arc near_arc(const struct zp_kernel *k, int64_t e, int32_t to)
{
	return zp_arc_pack(to, near_more(e) +
	    arc_cost(k->place[near_case(e)].use));
}

/* All ways on for case y from node `from`, g paid before it goes.  The arc
 * that was cheapest, and the cost of the next, spare the next look. */
static void spread(struct zp_kernel *k, int32_t y, int32_t from, int64_t g)
{
	const struct item *it = &k->item[y];
	struct label *label = k->label, *here = &label[it->at];
	zp_packed_arc first = zp_arc_pack(k->m, it->wait);
	int64_t low = it->wait, alt = NEVER, limit;

	if (g + low < k->best)
		reach(k, k->m, g + low, from, y, first);
	if (it->group != NOBODY) {
		spread_group(k, y, from, g);
		return;
	}
	limit = k->best - g;
	here->price += NEVER;	/* not to where it is */
	for (int32_t i = 0; i < it->n; i++) {
		zp_packed_arc e = it->arc[i];
		int64_t to = arc_cost(e) + label[arc_node(e)].price;
		int64_t more = to < low ? low : to;

		alt = more < alt ? more : alt;
		first = to < low ? e : first;
		low = to < low ? to : low;
		if (to >= limit)
			continue;
		reach(k, arc_node(e), g + arc_cost(e), from, y, e);
		limit = k->best - g;
	}
	here->price -= NEVER;
	k->place[y].first = first;
	k->place[y].alt = alt;
}

/* One more case at counsel v: the best way on to each node. */
static void expand_near(struct zp_kernel *k, int32_t v)
{
	const int64_t *row = zp_near_row(k, v);
	int64_t g = k->node[v].g;

	for (int32_t to = 0; to <= k->m; to++) {
		int64_t less = g + k->label[to].price;

		if (near_more(row[to]) + less >= k->best ||
		    !zp_near_exact(k, v, to, k->best - less))
			continue;
		reach(k, to, g + near_more(row[to]), v, near_case(row[to]),
		    near_arc(k, row[to], to));
	}
}

/* One more case at v: whom it may push on from there. */
static void expand(struct zp_kernel *k, int32_t v)
{
	int64_t g = k->node[v].g;
	const struct list *held;

	if (v > k->m) {
		int32_t y = v - k->m - 1;

		spread(k, y, v, g - arc_cost(k->place[y].use));
		return;
	}
	if (k->near != NULL) {
		expand_near(k, v);
		return;
	}
	held = &k->person[v].held;
	for (int32_t i = 0; i < held->n; i++) {
		int32_t y = (int32_t)held->at[i];
		const struct place *p = &k->place[y];
		int64_t to = g - arc_cost(p->use), cost = arc_cost(p->first);

		if (p->alt == GROUPED) {
			int32_t s = slot_of(k, y);

			if (g + k->label[s].price < k->best)
				reach(k, s, g, v, NOBODY, 0);
		} else if (to + p->alt < k->best) {
			spread(k, y, v, to);
		} else {
			int32_t c = arc_node(p->first);

			if (to + cost + k->label[c].price < k->best)
				reach(k, c, to + cost, v, y, p->first);
		}
	}
}

static void run(struct zp_kernel *k)
{
	while (k->queued > 0 && k->heap[0].key < k->best)
		expand(k, heap_pop(k));
}

/* The arc that ends at once for least; a good bound to begin with. */
static void nearest(struct zp_kernel *k, int32_t y)
{
	const struct item *it = &k->item[y];
	int64_t least = it->wait;
	int32_t best = NOBODY;

	for (int32_t i = 0; i < it->n; i++) {
		int64_t whole = arc_cost(it->arc[i]) +
		    k->label[arc_node(it->arc[i])].next;

		if (whole < least) {
			least = whole;
			best = i;
		}
	}
	if (best != NOBODY)
		reach(k, arc_node(it->arc[best]), arc_cost(it->arc[best]),
		    NOBODY, y, it->arc[best]);
}

void zp_way_of(struct zp_kernel *k, int32_t y)
{
	begin(k);
	if (k->item[y].group == NOBODY)
		nearest(k, y);
	spread(k, y, NOBODY, 0);
	run(k);
}

void zp_way_from(struct zp_kernel *k, int32_t c)
{
	begin(k);
	reach(k, c, 0, NOBODY, NOBODY, 0);
	run(k);
}

void zp_way_cost(struct zp_kernel *k, int32_t c)
{
	begin(k);
	reach(k, c, 0, NOBODY, NOBODY, 0);
	while (k->queued > 0 && k->heap[0].key < k->best) {
		int32_t v = k->heap[0].node;

		if (v < k->m && k->person[v].exact > k->changed)
			finish(k, v, k->heap[0].key);
		else
			expand(k, heap_pop(k));
	}
}

void zp_way_price(struct zp_kernel *k)
{
	for (int32_t i = 0; i < k->settleds; i++) {
		int32_t v = k->settled[i];

		k->label[v].price = k->best - k->node[v].g;
	}
}

void zp_way_go(struct zp_kernel *k)
{
	for (int32_t v = k->end; v != NOBODY; v = k->node[v].from)
		if (k->node[v].by != NOBODY)
			zp_store_enter(k, k->node[v].by, k->node[v].use,
			    k->best - k->node[v].g);
}

/* Backward: a way of reduced cost g leads from node v to the hole; it may
 * begin here, with one case less at counsel v, or who waits. */
static void reach_back(struct zp_kernel *k, int32_t v, int64_t g,
    int32_t from, int32_t by, zp_packed_arc e)
{
	const struct label *l = &k->label[v];

	if (!note(k, v, g, from, by, e))
		return;
	if (v == k->m)
		finish(k, v, g);
	else if (v == k->hole)
		finish(k, v, g + l->price - l->next);
	else if (v < k->m)
		finish(k, v, g + l->price - load_cost(&k->person[v],
		    k->person[v].held.n - 1));
	if (g < k->best)
		heap_up(k, (struct entry){ g, v });
}

/* Who could come into the slot of case y at its counsel. */
static void expand_slot(struct zp_kernel *k, int32_t v)
{
	int32_t y = v - k->m - 1, at = k->item[y].at;
	int64_t g = k->node[v].g + k->label[v].price;

	reach_back(k, at, g - k->label[at].price, v, NOBODY, 0);
	for (int32_t z = k->group[k->item[y].group]; z != NOBODY;
	    z = k->item[z].mate) {
		const struct item *it = &k->item[z];
		zp_packed_arc use = k->place[z].use;
		int32_t i = 0;

		while (i < it->n && arc_node(it->arc[i]) != at)
			i++;
		if (z != y && i < it->n)
			reach_back(k, arc_node(use), g + arc_cost(it->arc[i]) -
			    arc_cost(use) - k->label[arc_node(use)].price,
			    v, z, it->arc[i]);
	}
}

/* Is a case of the group of y at counsel c? */
static bool barred(const struct zp_kernel *k, int32_t y, int32_t c)
{
	int32_t z = k->group[k->item[y].group];

	while (z != NOBODY && k->item[z].at != c)
		z = k->item[z].mate;
	return z != NOBODY;
}

/* Who could come to counsel v.  Its price may fall to that of the best way
 * so far: so may what is elsewhere for others. */
static void expand_back(struct zp_kernel *k, int32_t v)
{
	const struct list *in = &k->person[v].in;
	const struct label *label = k->label;
	int64_t g = k->node[v].g, price = label[v].price, limit = k->best - g;

	for (int32_t i = 0; i < in->n; i++) {
		int32_t y = arc_node(in->at[i]);
		struct place *p = &k->place[y];
		int32_t from = arc_node(p->use);
		int64_t whole = arc_cost(in->at[i]) + price;
		int64_t to = whole - arc_cost(p->use) - label[from].price;

		if (whole - limit < p->alt && arc_node(p->first) != v)
			p->alt = whole - limit;
		if (to >= limit || from == v ||
		    (p->alt == GROUPED && barred(k, y, v)))
			continue;
		reach_back(k, from, g + to, v, y,
		    zp_arc_pack(v, arc_cost(in->at[i])));
		limit = k->best - g;
	}
}

/* The same by what comes from each node for least. */
static void expand_back_near(struct zp_kernel *k, int32_t v)
{
	int64_t whole = k->node[v].g + k->label[v].price;

	for (int32_t from = 0; from <= k->m; from++) {
		const int64_t *e = &zp_near_row(k, from)[v];
		int64_t less = whole - k->label[from].price;

		if (near_more(*e) + less >= k->best ||
		    !zp_near_exact(k, from, v, k->best - less))
			continue;
		reach_back(k, from, less + near_more(*e), v, near_case(*e),
		    near_arc(k, *e, v));
	}
}

bool zp_way_fill(struct zp_kernel *k, int32_t v, int32_t c)
{
	begin(k);
	k->hole = c;
	reach_back(k, v, 0, NOBODY, NOBODY, 0);
	while (k->queued > 0 && k->heap[0].key < k->best) {
		int32_t x = heap_pop(k);

		if (k->near != NULL)
			expand_back_near(k, x);
		else if (x < k->m)
			expand_back(k, x);
		else
			expand_slot(k, x);
	}
	for (int32_t i = 0; i < k->settleds; i++) {
		int32_t x = k->settled[i];

		k->label[x].price -= k->best - k->node[x].g;
	}
	for (int32_t x = k->end; x != v; x = k->node[x].from)
		if (k->node[x].by != NOBODY)
			zp_store_enter(k, k->node[x].by, k->node[x].use,
			    k->label[k->node[x].from].price);
	return k->end != c;
}
