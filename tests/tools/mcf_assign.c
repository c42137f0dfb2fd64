/*
 * tests/tools/mcf_assign.c - problems of the shape of an assignment: nodes
 * that send one unit (cases), each by arcs to middle nodes (counsel), and
 * from those arcs to the one node that receives all, of which the k-th unit
 * costs base + k * slope.  The assignment kernel solves them; see kernel.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "mcf.h"
#include "zhipaid/kernel.h"

struct counsel {
	int64_t base, slope;
	int32_t room;
	int32_t left;		/* when printing: flow still to place */
	int32_t last;		/* node of the last case with an arc to it */
};
struct shape {
	struct dimacs *d;
	struct counsel *counsel; int32_t m;
	int32_t *at;		/* of a node: its counsel or case */
	int32_t sink, cases;
	int32_t seen, now, wide;	/* cases met; the one we are at, and
					 * its arcs so far */
	int32_t widest;		/* most arcs of one case */
	int64_t low, high;	/* costs of the arcs of cases */
	int64_t least, most;	/* costs of units of counsel */
	int64_t wait;
	bool parallel;		/* two arcs of a case to one counsel */
};

static bool is_case(const struct shape *s, int32_t v)
{
	return s->d->supply[v] == 1 && v != s->sink;
}

/* Cases, counsel and sink by the supplies alone. */
static bool nodes_fit(struct shape *s)
{
	const int64_t *supply = s->d->supply;
	int64_t sum = 0;

	for (int32_t v = 0; v < s->d->nodes; v++) {
		sum += supply[v];
		if (supply[v] < 0) {
			if (s->sink >= 0)
				return false;
			s->sink = v;
		} else if (supply[v] == 1) {
			s->at[v] = s->cases++;
		} else if (supply[v] == 0) {
			s->at[v] = s->m++;
		} else {
			return false;
		}
	}
	return sum == 0 && s->cases > 0 && s->m > 0 &&
	    s->cases <= ZP_KERNEL_MAX_CASES && s->m <= ZP_KERNEL_MAX_CASES;
}

/* One more arc from counsel c to the sink: its units in the order of their
 * cost, each dearer than the one before by the same. */
static bool load_fits(struct shape *s, struct counsel *c,
    const struct dimacs_arc *a)
{
	int64_t room = c->room + a->upper;

	if (a->upper == 0)
		return true;
	if (c->room == 0)
		c->base = a->cost;
	else if (c->room == 1 && a->upper == 1)
		c->slope = a->cost - c->base;
	if (c->slope < 0 || a->cost != c->base + c->slope * c->room ||
	    (a->upper > 1 && c->slope > 0))
		return false;
	s->least = s->least < a->cost ? s->least : a->cost;
	s->most = s->most > a->cost ? s->most : a->cost;
	c->room = room < s->cases ? (int32_t)room : s->cases;
	return true;
}

/* One more arc of a case: together with the others of that case. */
static bool arc_fits(struct shape *s, const struct dimacs_arc *a)
{
	struct counsel *c;

	if (a->to == s->sink || is_case(s, a->to) || a->upper == 0)
		return false;
	if (a->from != s->now) {
		if (s->at[a->from] != s->seen)
			return false;
		s->seen++;
		s->now = a->from;
		s->wide = 0;
	}
	c = &s->counsel[s->at[a->to]];
	s->parallel = s->parallel || c->last == a->from;
	c->last = a->from;
	if (++s->wide > s->widest)
		s->widest = s->wide;
	s->low = s->low < a->cost ? s->low : a->cost;
	s->high = s->high > a->cost ? s->high : a->cost;
	return true;
}

static bool arcs_fit(struct shape *s)
{
	struct dimacs_walk w = { .d = s->d };
	struct dimacs_arc a;

	while (dimacs_next(&w, &a)) {
		if (a.lower > 0 || a.from == s->sink)
			return false;
		if (is_case(s, a.from)) {
			if (!arc_fits(s, &a))
				return false;
			continue;
		}
		s->now = -1;
		if (a.to != s->sink ||
		    !load_fits(s, &s->counsel[s->at[a.from]], &a))
			return false;
	}
	return s->seen == s->cases;
}

/* Some cases unpacked; end: of the arcs of each. */
struct batch {
	struct zp_arc *arc;
	int32_t *end;
	int32_t n, arcs, room;
};

/* One more arc of the last case; of parallel ones the cheapest counts. */
static void add(const struct shape *s, struct batch *b, struct zp_arc x)
{
	int32_t first = b->n > 1 ? b->end[b->n - 2] : 0;

	for (int32_t i = first; s->parallel && i < b->arcs; i++)
		if (b->arc[i].counsel == x.counsel) {
			if (x.cost < b->arc[i].cost)
				b->arc[i].cost = x.cost;
			return;
		}
	b->arc[b->arcs++] = x;
	b->end[b->n - 1] = b->arcs;
}

/* Insert the cases of the batch; how long that took. */
static int64_t insert(const struct shape *s, struct zp_kernel *k,
    struct batch *b)
{
	int64_t began = mcf_clock();

	for (int32_t i = 0, at = 0; i < b->n; at = b->end[i++])
		(void)zp_kernel_insert(k, b->arc + at, b->end[i] - at, -1,
		    s->wait);
	b->n = b->arcs = 0;
	return mcf_clock() - began;
}

/* Everybody, and the cases one by one; how long the kernel took.  Costs are
 * shifted to be at least 0: each case takes one arc and one unit.  To wait
 * costs more than all cases together can save. */
static int64_t fill(const struct shape *s, struct zp_kernel *k, bool drop)
{
	struct dimacs_walk w = { .d = s->d, .drop = drop };
	struct dimacs_arc a;
	struct batch b = { .room = 1024 + s->widest };
	int64_t took = -mcf_clock();
	int32_t now = -1;

	zp_kernel_reserve(k, s->cases);
	for (int32_t c = 0; c < s->m; c++)
		if (s->counsel[c].room > 0)
			zp_kernel_counsel(k, c, s->counsel[c].room,
			    s->counsel[c].base - s->least,
			    s->counsel[c].slope);
	took += mcf_clock();
	b.arc = zp_xcalloc((size_t)b.room, sizeof(*b.arc));
	b.end = zp_xcalloc((size_t)b.room, sizeof(*b.end));
	while (dimacs_next(&w, &a)) {
		if (!is_case(s, a.from))
			continue;
		if (a.from != now) {
			if (b.arcs + s->widest > b.room)
				took += insert(s, k, &b);
			now = a.from;
			b.n++;
		}
		add(s, &b, (struct zp_arc){ s->at[a.to], a.cost - s->low });
	}
	took += insert(s, k, &b);
	free(b.arc);
	free(b.end);
	return took;
}

static void print_flows(const struct shape *s, const struct zp_kernel *k)
{
	struct dimacs_walk w = { .d = s->d };
	struct dimacs_arc a;

	for (int32_t c = 0; c < s->m; c++)
		s->counsel[c].left = zp_kernel_load(k, c);
	while (dimacs_next(&w, &a)) {
		int32_t *left = &s->counsel[s->at[a.from]].left;

		if (is_case(s, a.from)) {
			mcf_print_flow(&a, zp_kernel_of(k, s->at[a.from]) ==
			    s->at[a.to]);
			continue;
		}
		a.upper = a.upper < *left ? a.upper : *left;
		*left -= (int32_t)a.upper;
		mcf_print_flow(&a, a.upper);
	}
}

static enum mcf_answer solve(struct shape *s, const struct mcf_options *o)
{
	struct zp_arena *arena = zp_arena_new();
	struct zp_kernel *k;
	int64_t took, total;
	bool all = true;

	k = zp_kernel_new(arena, s->m);
	took = fill(s, k, !o->flows);
	if (o->time)
		printf("c solve_us %" PRId64 "\n", took);
	for (int32_t i = 0; i < s->cases && all; i++)
		all = zp_kernel_of(k, i) >= 0;
	if (all) {
		total = zp_kernel_total(k) + s->cases * (s->low + s->least);
		mcf_print_total((struct zp_flow_total){ total < 0 ? -1 : 0,
		    (uint64_t)total });
		if (o->flows)
			print_flows(s, k);
	}
	zp_arena_free(arena);
	return all ? MCF_OPTIMAL : MCF_INFEASIBLE;
}

enum mcf_answer mcf_assign(struct dimacs *d, const struct mcf_options *o)
{
	struct shape s = { .d = d, .sink = -1, .now = -1 };
	enum mcf_answer answer = MCF_OTHER;

	s.at = zp_xcalloc((size_t)d->nodes, sizeof(*s.at));
	if (nodes_fit(&s)) {
		s.counsel = zp_xcalloc((size_t)s.m, sizeof(*s.counsel));
		for (int32_t c = 0; c < s.m; c++)
			s.counsel[c].last = -1;
		if (arcs_fit(&s) && !(s.parallel && o->flows)) {
			s.wait = s.cases * (s.high - s.low + s.most -
			    s.least) + 1;
			if (s.wait <= ZP_KERNEL_MAX_COST)
				answer = solve(&s, o);
		}
	}
	free(s.counsel);
	free(s.at);
	return answer;
}
