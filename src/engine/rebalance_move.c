/* engine/rebalance_move.c - cases moved to centres behind.
 *
 * The network: a centre behind asks its people (T1: their room), they ask
 * for the classes of cases that they may take, these ask their centre, which
 * gives so many at most.  What the centres can get together is a polymatroid
 * (Megiddo 1974), so it is best to give one case at a time to the centre
 * with the least handled / target, among equals to the one that rises most;
 * a centre that can get no more once never can again.
 *
 * All best answers have the same shortfalls, and differ only by centres that
 * change places at one level: the last case of one for the next of another,
 * where both rise from the same shortfall to the same.  Among these a
 * minimum-cost flow finds the least travel.
 */
#include <stdlib.h>
#include <string.h>

#include "rebalance_impl.h"
#include "zhipaid/flow.h"

struct ask {			/* of a centre behind */
	int32_t target, due, had;
	int32_t x;		/* cases that it gets */
	bool done;
};
struct table {
	struct zp_rb_board d;
	struct ask *ask;	/* per centre behind */
	struct zp_net *net;
	int32_t *pool;		/* per centre behind: node of its first */
	int32_t first_set, first_class;
	int32_t *given;		/* flow of the net's arcs */
};

/* Nodes: 0 the end; 1 + c what centre c gives; then what counts for it; the
 * centres behind; their people; sets; classes. */
static int32_t give_node(int32_t centre)
{
	return 1 + centre;
}

static int32_t spare_node(const struct table *t, int32_t centre)
{
	return 1 + (int32_t)t->d.r->in->reg->centres + centre;
}

static int32_t ask_node(const struct table *t, int32_t at)
{
	return 1 + 2 * (int32_t)t->d.r->in->reg->centres + at;
}

static int32_t pool_n(const struct table *t, int32_t at)
{
	return (int32_t)t->d.r->in->reg->centre[t->d.centre[at]].pool_n;
}

/* --- who may give and take --- */

/* Percent of a target, rounded up. */
static int32_t share(int32_t target, int32_t percent)
{
	return target <= 0 ? 0 :
	    (int32_t)(((int64_t)target * percent + 99) / 100);
}

static void find_sides(struct zp_rb_board *d)
{
	const struct zp_rb *r = d->r;
	const struct zp_registry *reg = r->in->reg;
	const struct zp_rebalance_policy *b = &r->in->p->rebalance;
	size_t n = reg->centres;

	d->give = zp_arena_calloc(r->work, n, sizeof(*d->give));
	d->spare = zp_arena_calloc(r->work, n, sizeof(*d->spare));
	d->centre = zp_arena_calloc(r->work, n, sizeof(*d->centre));
	d->take = zp_arena_calloc(r->work, n, sizeof(*d->take));
	for (int32_t c = 0; c < (int32_t)n; c++) {
		struct zp_progress g = zp_progress_of(r->handled[c] +
		    r->gain[c], reg->centre[c].annual_target, r->out->elapsed);
		int32_t most = share(g.target, b->most_in);

		if (g.shortfall == 0) {
			d->give[c] = share(g.target, b->most_out);
			d->spare[c] = g.handled - g.due;
		} else if (most > 0) {
			d->take[d->centres] = g.shortfall < most ?
			    g.shortfall : most;
			d->centre[d->centres++] = c;
		}
	}
}

/* --- the network --- */

static int32_t count_arcs(const struct table *t)
{
	int32_t n = 2 * (int32_t)t->d.r->in->reg->centres;

	for (int32_t at = 0; at < t->d.centres; at++)
		n += pool_n(t, at);
	for (uint32_t s = 0; s < t->d.sets; s++)
		n += t->d.set[s].n;
	for (uint32_t c = 0; c < t->d.classes; c++)
		n += 1 + t->d.centres;
	return n;
}

static void lay_people(struct table *t)
{
	const struct zp_rb *r = t->d.r;
	const struct zp_registry *reg = r->in->reg;

	for (int32_t at = 0; at < t->d.centres; at++)
		for (int32_t k = 0; k < pool_n(t, at); k++) {
			int32_t c = reg->centre[t->d.centre[at]].pool[k];

			(void)zp_net_arc(t->net, ask_node(t, at),
			    t->pool[at] + k, zp_rb_room(r->in->p,
			    &reg->counsel[c], &t->d.counsel[c]), 0);
		}
	for (uint32_t s = 0; s < t->d.sets; s++) {
		const struct zp_rb_set *set = &t->d.set[s];

		for (int32_t k = 0; k < set->n; k++)
			(void)zp_net_arc(t->net, t->pool[set->at] +
			    set->person[k], t->first_set + (int32_t)s,
			    INT32_MAX, 0);
	}
}

static void lay_class(struct table *t, int32_t k)
{
	const struct zp_registry *reg = t->d.r->in->reg;
	const struct zp_rb_class *c = &t->d.cls[k];
	int32_t node = t->first_class + k;

	for (int32_t at = 0; at < t->d.centres; at++)
		if (c->set[at] >= 0)
			(void)zp_net_arc(t->net, t->first_set + c->set[at],
			    node, INT32_MAX, zp_rb_steps(reg, reg->centre[
			    t->d.centre[at]].region, c->place));
	(void)zp_net_arc(t->net, node, c->counted ? spare_node(t, c->from) :
	    give_node(c->from), (int32_t)c->n, 0);
}

static void lay(struct table *t)
{
	struct zp_arena *w = t->d.r->work;
	int32_t node = ask_node(t, t->d.centres);

	t->pool = zp_arena_calloc(w, (size_t)t->d.centres, sizeof(*t->pool));
	for (int32_t at = 0; at < t->d.centres; at++) {
		t->pool[at] = node;
		node += pool_n(t, at);
	}
	t->first_set = node;
	t->first_class = node + (int32_t)t->d.sets;
	t->net = zp_net_new(w, t->first_class + (int32_t)t->d.classes,
	    count_arcs(t));
	lay_people(t);
	for (int32_t k = 0; k < (int32_t)t->d.classes; k++)
		lay_class(t, k);
	for (int32_t c = 0; c < (int32_t)t->d.r->in->reg->centres; c++) {
		(void)zp_net_arc(t->net, spare_node(t, c), give_node(c),
		    t->d.spare[c], 0);
		(void)zp_net_arc(t->net, give_node(c), 0, t->d.give[c], 0);
	}
}

/* --- the levels --- */

/* Has the centre what is due with k cases and one more? */
static bool filled(const struct ask *a, int32_t k)
{
	return a->had + k + 1 >= a->due;
}

/* handled / target of a with k cases, against that of b with m. */
static int64_t compare(const struct ask *a, int32_t k, const struct ask *b,
    int32_t m)
{
	return (int64_t)(a->had + k) * b->target -
	    (int64_t)(b->had + m) * a->target;
}

/* Is a further behind than b, or as far and rises more by a case? */
static bool behind(const struct ask *a, const struct ask *b)
{
	int64_t d = compare(a, a->x, b, b->x);

	if (d != 0)
		return d < 0;
	if (filled(a, a->x) || filled(b, b->x))
		return filled(a, a->x) && !filled(b, b->x);
	return a->target < b->target;
}

/* Does case k + 1 of a lift it from where m + 1 of b lifts b, and as far? */
static bool alike(const struct ask *a, int32_t k, const struct ask *b,
    int32_t m)
{
	return compare(a, k, b, m) == 0 && (a->target == b->target ||
	    (filled(a, k) && filled(b, m)));
}

static void raise_all(struct table *t)
{
	for (;;) {
		int32_t best = -1;

		for (int32_t at = 0; at < t->d.centres; at++)
			if (!t->ask[at].done && (best < 0 ||
			    behind(&t->ask[at], &t->ask[best])))
				best = at;
		if (best < 0)
			return;
		if (!zp_net_search(t->net, ask_node(t, best), 0)) {
			t->ask[best].done = true;
			continue;
		}
		zp_net_send(t->net, ask_node(t, best), 0);
		t->ask[best].x++;
		t->ask[best].done = t->ask[best].x == t->d.take[best];
	}
}

/* --- the least travel --- */

/* Could the next case of b stand for the last of a? */
static bool changes(const struct table *t, int32_t a, int32_t b)
{
	const struct ask *p = &t->ask[a], *q = &t->ask[b];

	return a != b && p->x > 0 && q->x < t->d.take[b] &&
	    alike(p, p->x - 1, q, q->x);
}

/* The first centre whose last case is like that of `at`, when somebody
 * else's next is; else -1. */
static int32_t level_of(const struct table *t, int32_t at)
{
	const struct ask *p = &t->ask[at];
	int32_t next = 0, first = 0;

	while (next < t->d.centres && !changes(t, at, next))
		next++;
	if (next == t->d.centres)
		return -1;
	while (t->ask[first].x == 0 || !alike(p, p->x - 1, &t->ask[first],
	    t->ask[first].x - 1))
		first++;
	return first;
}

/* Demands of the centres behind: node T gives them their cases, by way of a
 * node for each level at which some change places. */
static int64_t demand(const struct table *t, struct zp_flow *f)
{
	int32_t top = t->net->nodes, n = t->d.centres;
	int64_t all = 0;

	for (int32_t a = 0; a < n; a++) {
		int32_t level = level_of(t, a), x = t->ask[a].x, here = 0;

		all += x;
		if (level >= 0) {
			(void)zp_flow_arc(f, top + 1 + level, ask_node(t, a),
			    0, 1, 0);
			x--;
		}
		(void)zp_flow_arc(f, top, ask_node(t, a), x, x, 0);
		if (level != a)
			continue;
		for (int32_t b = 0; b < n; b++) {
			here += level_of(t, b) == a;
			if (changes(t, a, b))
				(void)zp_flow_arc(f, top + 1 + a,
				    ask_node(t, b), 0, 1, 0);
		}
		(void)zp_flow_arc(f, top, top + 1 + a, here, here, 0);
	}
	return all;
}

static void least_travel(struct table *t)
{
	struct zp_arena *w = t->d.r->work;
	const struct zp_net *net = t->net;
	int32_t n = t->d.centres;
	struct zp_flow *f = zp_flow_new(w, net->nodes + 1 + n,
	    net->arcs + 3 * n + n * n);
	int64_t all;

	for (int32_t e = 0; e < net->arcs; e++)
		(void)zp_flow_arc(f, net->from[e], net->to[e], 0,
		    net->cap[e], net->cost[e]);
	all = demand(t, f);
	zp_flow_supply(f, net->nodes, all);
	zp_flow_supply(f, 0, -all);
	if (zp_flow_solve(f) != ZP_FLOW_OPTIMAL)
		ZP_ASSERT(false);
	t->given = zp_arena_calloc(w, (size_t)net->arcs, sizeof(*t->given));
	for (int32_t e = 0; e < net->arcs; e++)
		t->given[e] = (int32_t)zp_flow_of(f, e);
}

/* --- who goes where --- */

/* The next person of a set who has a case more to take. */
static int32_t next_person(struct table *t, int32_t set)
{
	const struct zp_rb_set *s = &t->d.set[set];
	int32_t node = t->first_set + set;

	for (int32_t h = t->net->first[node]; h >= 0; h = t->net->next[h])
		if (h % 2 == 1 && t->given[h / 2] > 0) {
			t->given[h / 2]--;
			return t->d.r->in->reg->centre[t->d.centre[s->at]]
			    .pool[t->net->from[h / 2] - t->pool[s->at]];
		}
	ZP_ASSERT(false);
	return -1;
}

static void move(struct table *t, const struct zp_rb_class *k,
    struct zp_rb_case *c, int32_t e)
{
	struct zp_rb *r = t->d.r;
	int32_t set = t->net->from[e] - t->first_set;
	int32_t to = t->d.centre[t->d.set[set].at];

	r->out->move[r->out->moves++] = (struct zp_transfer){
		.case_no = c->c->case_no, .from = k->from, .to = to,
		.distance = t->net->cost[e], .was = c->was,
		.people = t->d.set[set].n,
		.counsel = next_person(t, set),
	};
	r->gain[to]++;
	r->gain[k->from] -= k->counted;
	r->out->effect[to].in++;
	r->out->effect[k->from].out++;
}

static int by_case(const void *pa, const void *pb)
{
	return strcmp(((const struct zp_transfer *)pa)->case_no,
	    ((const struct zp_transfer *)pb)->case_no);
}

static void write(struct table *t)
{
	struct zp_rebalance *out = t->d.r->out;
	size_t n = 0;

	for (int32_t at = 0; at < t->d.centres; at++)
		n += (size_t)t->ask[at].x;
	out->move = zp_arena_calloc(t->d.r->a, n, sizeof(*out->move));
	for (uint32_t k = 0; k < t->d.classes; k++) {
		int32_t node = t->first_class + (int32_t)k;
		uint32_t next = 0;

		for (int32_t h = t->net->first[node]; h >= 0;
		    h = t->net->next[h])
			for (int32_t i = h % 2 == 1 ? t->given[h / 2] : 0;
			    i > 0; i--)
				move(t, &t->d.cls[k], t->d.cls[k].cs[next++],
				    h / 2);
	}
	if (out->moves > 1)
		qsort(out->move, out->moves, sizeof(*out->move), by_case);
}

void zp_rb_moves(struct zp_rb *r)
{
	struct table t = { .d = { .r = r } };

	find_sides(&t.d);
	if (t.d.centres == 0)
		return;
	zp_rb_candidates(&t.d);
	t.ask = zp_arena_calloc(r->work, (size_t)t.d.centres,
	    sizeof(*t.ask));
	for (int32_t at = 0; at < t.d.centres; at++) {
		int32_t c = t.d.centre[at];
		struct zp_progress g = zp_progress_of(r->handled[c] +
		    r->gain[c], r->in->reg->centre[c].annual_target,
		    r->out->elapsed);

		t.ask[at] = (struct ask){ g.target, g.due, g.handled, 0,
			false };
	}
	lay(&t);
	raise_all(&t);
	least_travel(&t);
	write(&t);
	free(t.d.set);
	free(t.d.cls);
}
