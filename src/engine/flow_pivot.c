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

/* The least room so far on a way up, and the node whose arc has it. */
struct least { int64_t room; int32_t at; };

/* One step up from u on the way of the tail, where the flow goes down; from
 * v on the way of the head, where it goes up.  Of equal rooms the last on
 * the cycle counts: on the first way the lowest, on the second the highest
 * node. */
static int32_t down_tail(const struct node *node, int32_t u, struct least *l)
{
	if (node[u].down < l->room)
		*l = (struct least){ node[u].down, u };
	return node[u].parent;
}

static int32_t up_head(const struct node *node, int32_t v, struct least *l)
{
	if (node[v].up <= l->room)
		*l = (struct least){ node[v].up, v };
	return node[v].parent;
}

/* The cycle that arc `in` closes: up from its two ends, the deeper one
 * first, until both ways meet. */
static struct cycle find_cycle(const struct zp_flow *f, int32_t in)
{
	const struct node *node = f->node;
	int32_t u = f->arc[in].tail, v = f->arc[in].head;
	int32_t deeper = f->thread[u].depth - f->thread[v].depth;
	struct least by_u = { INT64_MAX, NO_ARC }, by_v = by_u;
	struct cycle c = { .in = in, .out = NO_ARC, .flow = f->span[in] };

	for (; deeper > 0; deeper--)
		u = down_tail(node, u, &by_u);
	for (; deeper < 0; deeper++)
		v = up_head(node, v, &by_v);
	while (u != v) {
		u = down_tail(node, u, &by_u);
		v = up_head(node, v, &by_v);
	}
	c.top = u;
	if (by_u.room < c.flow) {
		c.flow = by_u.room;
		c.out = by_u.at;
	}
	if (by_v.room <= c.flow) {
		c.flow = by_v.room;
		c.out = by_v.at;
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
	f->thread[a].next = b;
	f->node[b].back = a;
}

/* While a subtree is turned: `last` ends its new preorder so far, of n
 * nodes, which in the old one stood together, `stop` last before them and
 * `after` behind. */
struct walk { int32_t last, n, stop, after; int64_t by; };

/* Bring what is left of the subtree of `stem`, a node of new depth `depth`,
 * to the new preorder, and shift its prices and depths. */
static void bring(struct zp_flow *f, struct walk *w, int32_t stem,
    int32_t depth)
{
	struct thread *thread = f->thread;
	int32_t old = thread[stem].depth, lower = depth - old, x = stem, next;

	if (w->last != NO_ARC)
		join(f, w->last, stem);
	for (;; x = thread[x].next) {
		f->price[x] += w->by;
		thread[x].depth += lower;
		w->n++;
		if (x == w->stop || w->stop == NO_ARC)
			break;
	}
	next = thread[x].next;
	if (w->stop != NO_ARC) {
		next = w->after;
		if (thread[next].depth > old)
			join(f, x, next);
	}
	for (; thread[next].depth > old; next = thread[x].next) {
		x = next;
		f->price[x] += w->by;
		thread[x].depth += lower;
		w->n++;
	}
	w->last = x;
	w->after = next;
}

/* Hang the subtree of c->out, with `in` as its new top, below v by the
 * entering arc; prices there change by `by`.  How many nodes it has. */
static int32_t rehang(struct zp_flow *f, const struct cycle *c, int32_t in,
    int32_t v, int64_t by)
{
	struct node *node = f->node;
	int32_t before = node[c->out].back, stem = in, next = v;
	struct walk w = { .last = NO_ARC, .stop = NO_ARC, .by = by };
	struct node to = { .pred = c->in, .up = c->flow };

	to.down = f->span[c->in] - c->flow;
	if (f->arc[c->in].tail == in) {
		to.up = to.down;
		to.down = c->flow;
	}
	for (;;) {
		struct node old = node[stem];

		bring(f, &w, stem, f->thread[next].depth + 1);
		w.stop = old.back;
		node[stem].parent = next;
		node[stem].pred = to.pred;
		node[stem].up = to.up;
		node[stem].down = to.down;
		if (stem == c->out)
			break;
		to.pred = old.pred;
		to.up = old.down;
		to.down = old.up;
		next = stem;
		stem = old.parent;
	}
	join(f, before, w.after);
	w.after = f->thread[v].next;
	join(f, v, in);
	join(f, w.last, w.after);
	return w.n;
}

static void pivot(struct zp_flow *f, int32_t in)
{
	struct cycle c = find_cycle(f, in);
	int32_t u = f->arc[in].tail, v = f->arc[in].head;
	int64_t by = reduced_cost(f, in);

	if (c.flow > 0)
		push(f, &c);
	if (c.out == NO_ARC) {
		arc_turn(f, in);
		return;
	}
	leave(f, c.out);
	f->work -= f->work / MEAN_OF;
	f->work += c.by_head ? rehang(f, &c, v, u, by) :
	    rehang(f, &c, u, v, -by);
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
