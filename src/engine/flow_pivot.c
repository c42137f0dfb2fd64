/*
 * engine/flow_pivot.c - the pivots of the network simplex; see flow.h.
 *
 * The flow of tree arcs stands at their lower node, as room up and down, so
 * that a way to the root touches one record a node.  The leaving arc is the
 * last that blocks on the cycle from its top on, in the direction of the
 * flow: so the basis stays strongly feasible (some flow can go from each
 * node to the root), and pivots cannot cycle (Cunningham 1976).
 */
#include "flow_impl.h"

static int64_t reduced_cost(const struct zp_flow *f, int32_t e)
{
	const struct arc *a = &f->arc[e];

	return a->cost + f->price[a->tail] - f->price[a->head];
}

/* The best arc of the next block, and its reduced cost. */
static int32_t price_block(struct zp_flow *f, int32_t end, int64_t *cost)
{
	const struct arc *arc = f->arc;
	const int64_t *price = f->price;
	int32_t in = NO_ARC;
	int64_t best = 0;

	for (int32_t e = f->next; e < end; e++) {
		int64_t c = arc[e].cost + price[arc[e].tail] -
		    price[arc[e].head];

		if (c < best) {
			best = c;
			in = e;
		}
	}
	f->next = end < f->places ? end : 0;
	*cost = best;
	return in;
}

/* The best arc of the list of what was best in earlier blocks: its place. */
static int32_t price_list(struct zp_flow *f, int64_t *cost)
{
	int32_t at = NO_ARC;

	*cost = 0;
	for (int32_t i = 0; i < LIST; i++) {
		int64_t c;

		if (f->list[i] == NO_ARC)
			continue;
		c = reduced_cost(f, f->list[i]);
		if (c >= 0)
			f->list[i] = NO_ARC;
		else if (c < *cost) {
			*cost = c;
			at = i;
		}
	}
	return at;
}

/* The arc to enter: the best of the list and of some more blocks, of as
 * many as it takes to find one.  Pricing more makes fewer pivots; it is
 * not worth while where they are cheap, so it goes with `work`. */
static int32_t enter(struct zp_flow *f, int32_t block)
{
	int64_t best, cost;
	int32_t at = price_list(f, &best), in, end;
	int32_t enough = f->work / 8 < 8 * block ? (int32_t)(f->work / 8) :
	    8 * block;

	for (int32_t n = 0; n < f->places && (n < enough || at == NO_ARC);
	    n += block) {
		end = f->places - f->next > block ? f->next + block : f->places;
		in = price_block(f, end, &cost);
		if (in == NO_ARC)
			continue;
		f->put = (f->put + 1) % LIST;
		if (cost < best) {
			best = cost;
			at = f->put;
		} else if (at == f->put) {
			f->put = (f->put + 1) % LIST;
		}
		f->list[f->put] = in;
	}
	if (at == NO_ARC)
		return NO_ARC;
	in = f->list[at];
	f->list[at] = NO_ARC;
	return in;
}

struct cycle {
	int32_t top, in, out;	/* out: node whose arc leaves, NO_ARC: none */
	int64_t flow;
	bool by_head;		/* out is on the way from the head */
};

static struct cycle find_cycle(const struct zp_flow *f, int32_t in)
{
	const struct node *node = f->node;
	int32_t u = f->arc[in].tail, v = f->arc[in].head;
	int32_t out_u = NO_ARC, out_v = NO_ARC;
	int64_t room_u = INT64_MAX, room_v = INT64_MAX;
	struct cycle c = { .in = in, .out = NO_ARC, .flow = f->span[in] };

	while (u != v)
		if (node[u].size < node[v].size) {
			if (node[u].down < room_u) {
				room_u = node[u].down;
				out_u = u;
			}
			u = node[u].parent;
		} else {
			if (node[v].up <= room_v) {
				room_v = node[v].up;
				out_v = v;
			}
			v = node[v].parent;
		}
	c.top = u;
	if (room_u < c.flow) {
		c.flow = room_u;
		c.out = out_u;
	}
	if (room_v <= c.flow) {
		c.flow = room_v;
		c.out = out_v;
		c.by_head = true;
	}
	return c;
}

static void push(struct zp_flow *f, const struct cycle *c)
{
	struct node *node = f->node;

	for (int32_t u = f->arc[c->in].tail; u != c->top;
	    u = node[u].parent) {
		node[u].down -= c->flow;
		node[u].up += c->flow;
	}
	for (int32_t v = f->arc[c->in].head; v != c->top;
	    v = node[v].parent) {
		node[v].down += c->flow;
		node[v].up -= c->flow;
	}
}

/* The arc of node v to its parent leaves the tree. */
static void leave(struct zp_flow *f, int32_t v)
{
	int32_t e = f->node[v].pred;

	if (e >= 0 && (f->arc[e].tail == v ? f->node[v].up :
	    f->node[v].down) == 0)
		arc_turn(f, e);
}

static void join(struct zp_flow *f, int32_t a, int32_t b)
{
	f->thread[a] = b;
	f->node[b].back = a;
}

/* While a subtree is turned: the new preorder so far ends with `last`;
 * `had` nodes are in it, which in the old one stood together, `stop` before
 * them and `after` behind. */
struct walk { int32_t last, had, stop, after; int64_t by; };

/* Bring the rest of the subtree of `stem` behind, and shift its prices. */
static void bring(struct zp_flow *f, struct walk *w, int32_t stem)
{
	int64_t *price = f->price;
	const int32_t *thread = f->thread;
	int32_t x = stem, left = f->node[stem].size - w->had - 1;

	if (w->last != NO_ARC)
		join(f, w->last, stem);
	w->last = stem;
	w->had = f->node[stem].size;
	price[x] += w->by;
	for (; x != w->stop && left > 0; left--) {
		x = thread[x];
		price[x] += w->by;
	}
	if (w->stop == NO_ARC) {
		w->after = thread[x];
	} else if (left > 0) {
		join(f, x, w->after);
		x = w->after;
		price[x] += w->by;
		while (--left > 0) {
			x = thread[x];
			price[x] += w->by;
		}
		w->after = thread[x];
	}
	w->last = x;
}

/* Hang the subtree of c->out, with `in` as its new top, below v by the
 * entering arc; prices there change by `by`. */
static void rehang(struct zp_flow *f, const struct cycle *c, int32_t in,
    int32_t v, int64_t by)
{
	struct node *node = f->node;
	int32_t all = node[c->out].size, before = node[c->out].back;
	int32_t stem = in, next = v;
	struct walk w = { .last = NO_ARC, .stop = NO_ARC, .by = by };
	struct node to = { .pred = c->in, .up = c->flow };

	to.down = f->span[c->in] - c->flow;
	if (f->arc[c->in].tail == in) {
		to.up = to.down;
		to.down = c->flow;
	}
	for (;;) {
		struct node old = node[stem];
		int32_t had = w.had;

		bring(f, &w, stem);
		w.stop = old.back;
		node[stem].parent = next;
		node[stem].pred = to.pred;
		node[stem].up = to.up;
		node[stem].down = to.down;
		node[stem].size = all - had;
		if (stem == c->out)
			break;
		to.pred = old.pred;
		to.up = old.down;
		to.down = old.up;
		next = stem;
		stem = old.parent;
	}
	join(f, before, w.after);
	w.after = f->thread[v];
	join(f, v, in);
	join(f, w.last, w.after);
}

static void pivot(struct zp_flow *f, int32_t in)
{
	struct cycle c = find_cycle(f, in);
	struct node *node = f->node;
	int32_t u = f->arc[in].tail, v = f->arc[in].head, size;
	int64_t by = -reduced_cost(f, in);

	if (c.flow > 0)
		push(f, &c);
	if (c.out == NO_ARC) {
		arc_turn(f, in);
		return;
	}
	leave(f, c.out);
	if (c.by_head) {
		u = v;
		v = f->arc[in].tail;
		by = -by;
	}
	size = node[c.out].size;
	f->work += size - f->work / MEAN_OF;
	for (int32_t x = v; x != c.top; x = node[x].parent)
		node[x].size += size;
	for (int32_t x = node[c.out].parent; x != c.top; x = node[x].parent)
		node[x].size -= size;
	rehang(f, &c, u, v, by);
}

void zp_flow_pivots(struct zp_flow *f)
{
	int32_t block = 3, in;

	/* a quarter of the root */
	while (16 * block * block < f->places)
		block++;
	for (int32_t i = 0; i < LIST; i++)
		f->list[i] = NO_ARC;
	f->next = 0;
	f->work = (int64_t)f->places * MEAN_OF;	/* at first, price much */
	while ((in = enter(f, block)) != NO_ARC)
		pivot(f, in);
}
