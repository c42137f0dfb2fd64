/* engine/rebalance_loan.c - whom other centres lend to cases that wait.
 *
 * The search of decide_solve.c over the people of the whole city, all rules
 * but X1.  Cases that hang together are sought cluster by cluster, each
 * after what those before have taken, and the rest as one.  What each of
 * them would get if the others were not there, scores aside, is a bound;
 * where it is not met all are sought together.
 *
 * Costs are whole numbers below 2^43: a step of travel is more
 * than all scores together; a step of urgency more than all travel; a case
 * more than all urgency where the numbers are wide enough, up to some
 * hundred cases, else worth MORE steps of it.  Scores are cut down to the
 * bits that are left: among thousands of cases only travel counts.
 */
#include <stdlib.h>
#include <string.h>

#include "rebalance_impl.h"
#include "zhipaid/deadline.h"

enum { MOST_CASES = 8192, URGENCIES = 4, MORE = 64, BITS = 43,
	LEAST_SCORE = 8, MOST_SCORE = 25 };

struct scale {
	int64_t step, urgent, more;	/* of travel, of urgency; a case */
	int down;			/* bits that a term loses */
	int64_t score, slope;		/* most of a term; most of a slope */
};

static int bits(int64_t x)
{
	int n = 0;

	for (; x > 0; x >>= 1)
		n++;
	return n;
}

/* For n cases: a term and a base each a quarter of a score, all slopes
 * together half of it. */
static struct scale scale_of(uint32_t n)
{
	struct scale k;
	int64_t all = (int64_t)URGENCIES * n + 1;
	int wide = 2 * bits(n) + bits(ZP_RB_FAR), score;

	if (wide + bits(all + URGENCIES) + LEAST_SCORE > BITS)
		all = MORE;
	score = BITS - wide - bits(all + URGENCIES);
	if (score > MOST_SCORE)
		score = MOST_SCORE;
	k.down = MOST_SCORE + 2 - score;
	k.score = (INT64_C(1) << (score - 2)) - 1;
	k.slope = (INT64_C(1) << (score - 1)) / n;
	k.step = (int64_t)n << score;
	k.urgent = (ZP_RB_FAR + 1) * k.step * n;
	k.more = all * k.urgent;
	return k;
}

static int64_t shrink(const struct scale *k, int64_t cost)
{
	cost >>= k->down;
	return cost < k->score ? cost : k->score;
}

/* --- which cases --- */

struct turn { int32_t rank; const struct zp_case *c; };

static int by_turn(const void *pa, const void *pb)
{
	const struct turn *a = pa, *b = pb;
	int d = a->rank - b->rank;

	if (d == 0)
		d = zp_wall_cmp(a->c->approved_at, b->c->approved_at);
	return d != 0 ? d : strcmp(a->c->case_no, b->c->case_no);
}

/* The cases that wait, the most urgent first; returns how many. */
static uint32_t waiting(const struct zp_rb *r, const char ***no)
{
	const struct zp_registry *reg = r->in->reg;
	struct turn *t = zp_arena_calloc(r->work, r->n, sizeof(*t));
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->n; i++) {
		const struct zp_case *c = r->cs[i].c;
		int32_t m = zp_registry_find(reg, ZP_T_MATTERS,
		    c->matter_code);

		if (r->cs[i].state == ZP_CS_WAITING)
			t[n++] = (struct turn){ zp_case_rank(c, m < 0 ? NULL :
			    &reg->matter[m]), c };
	}
	if (n > 1)
		qsort(t, n, sizeof(*t), by_turn);
	if (n > MOST_CASES)
		n = MOST_CASES;
	*no = zp_arena_calloc(r->work, n, sizeof(**no));
	for (uint32_t i = 0; i < n; i++)
		(*no)[i] = t[i].c->case_no;
	return n;
}

/* Is it people that the case waits for?  Not a person's decision (S4), nor
 * the same matter elsewhere (J2). */
static bool wants_people(const struct zp_batch *b, uint32_t i)
{
	const struct zp_seat *s = &b->seat[i];

	return s->mode != ZP_MANUAL_ONLY &&
	    (s->ctx.live & ZP_RULE_BIT(ZP_J2)) == 0;
}

/* --- the search --- */

static int32_t number(struct zp_search *s, const struct scale *k,
    int32_t counsel)
{
	struct zp_price pr = s->b->price[counsel];
	int32_t *local = &s->b->local[counsel];

	if (*local >= 0)
		return *local;
	pr.base = shrink(k, pr.base);
	pr.slope >>= k->down;
	if (pr.slope > k->slope)
		pr.slope = k->slope;
	*local = zp_search_person(s, counsel, pr);
	return *local;
}

/* Whom no rule but X1 bars, with what he costs. */
static void add_arcs(struct zp_search *s, struct zp_job *j,
    const struct scale *k, struct zp_arc *room)
{
	const struct zp_registry *reg = s->b->v->reg;
	struct zp_ctx *x = &s->b->seat[j->i].ctx;
	int32_t place = zp_rb_place(reg, x->vc);

	s->b->seat[j->i].waive = ZP_RULE_BIT(ZP_X1);
	x->live &= ~ZP_RULE_BIT(ZP_X1);
	for (int32_t c = 0; c < (int32_t)reg->counsels; c++) {
		if (reg->counsel[c].centre < 0 || s->b->price[c].room <= 0)
			continue;
		zp_ctx_person(x, c);
		if (zp_rules_first(x, NULL) >= 0)
			continue;
		room[j->n++] = (struct zp_arc){ number(s, k, c),
		    k->step * zp_rb_steps(reg, zp_rb_home(reg, c), place) +
		    shrink(k, zp_rules_cost(x, NULL)) };
	}
	j->arc = zp_arena_calloc(s->b->work, (size_t)j->n, sizeof(*j->arc));
	if (j->n > 0)
		memcpy(j->arc, room, (size_t)j->n * sizeof(*j->arc));
}

/* Steps of urgency, the least urgent 0. */
static int32_t urgency(const struct zp_ctx *x)
{
	int32_t rank = zp_case_rank(&x->vc->c, x->matter);

	return rank < URGENCIES ? URGENCIES - rank : 0;
}

static void set_jobs(struct zp_search *s, struct zp_batch *b, uint32_t *set,
    const struct scale *k)
{
	struct zp_arc *room = zp_arena_calloc(b->work, b->v->reg->counsels,
	    sizeof(*room));

	for (uint32_t c = 0; c < b->v->reg->centres; c++)
		zp_price_pool(b, (int32_t)c);
	zp_batch_meet_all(b);
	zp_batch_sort(b, set, s->n);
	for (uint32_t j = 0; j < s->n; j++) {
		s->job[j].i = set[j];
		add_arcs(s, &s->job[j], k, room);
		s->job[j].wait = k->more +
		    k->urgent * urgency(&b->seat[set[j]].ctx);
	}
	s->arc = room;
	s->load = zp_arena_calloc(b->work, (size_t)s->persons + 1,
	    sizeof(*s->load));
}

/* --- part by part --- */

/* Jobs of a cluster follow each other, the single ones stand last; size of
 * each cluster by its first case. */
struct parts { uint32_t *job, *size; };

static struct parts split(const struct zp_search *s)
{
	struct zp_arena *w = s->b->work;
	uint32_t *next = zp_arena_calloc(w, s->b->v->n, sizeof(*next));
	struct parts p = { zp_arena_calloc(w, s->n, sizeof(*p.job)),
		zp_arena_calloc(w, s->b->v->n, sizeof(*p.size)) };
	uint32_t at = 0;

	for (uint32_t j = 0; j < s->n; j++)
		p.size[s->b->seat[s->job[j].i].cluster]++;
	for (uint32_t i = 0; i < s->b->v->n; i++) {
		next[i] = at;
		at += p.size[i] > 1 ? p.size[i] : 0;
	}
	for (uint32_t j = 0; j < s->n; j++) {
		uint32_t root = s->b->seat[s->job[j].i].cluster;

		p.job[p.size[root] > 1 ? next[root]++ : at++] = j;
	}
	return p;
}

static uint32_t part_end(const struct zp_search *s, const struct parts *p,
    uint32_t from)
{
	uint32_t n = p->size[s->b->seat[s->job[p->job[from]].i].cluster];

	return n > 1 ? from + n : s->n;
}

/* The search over n of the jobs alone, after what is taken so far; it counts
 * in a list of its own. */
static struct zp_search part_of(const struct zp_search *s,
    const uint32_t *job, uint32_t n)
{
	struct zp_search part = *s;

	part.n = n;
	part.job = zp_arena_calloc(s->b->work, n, sizeof(*part.job));
	part.who = zp_arena_calloc(s->b->work, n, sizeof(*part.who));
	part.load = zp_arena_calloc(s->b->work, (size_t)s->persons + 1,
	    sizeof(*part.load));
	memcpy(part.load, s->load, (size_t)s->persons * sizeof(*part.load));
	for (uint32_t j = 0; j < n; j++)
		part.job[j] = s->job[job[j]];
	return part;
}

/* What a job costs without its score. */
static int64_t bare(const struct zp_job *j, int32_t who, int64_t step)
{
	int32_t a = 0;

	if (who < 0)
		return j->wait;
	while (j->arc[a].counsel != who)
		a++;
	return j->arc[a].cost / step * step;
}

/* The least that some jobs can cost, without scores, were they alone; *cut:
 * nobody knows. */
static int64_t least(const struct zp_search *s, struct zp_search part,
    int64_t step, bool *cut)
{
	struct zp_arena *w = s->b->work;
	size_t people = (size_t)s->persons;
	int64_t sum = 0;

	memset(part.load, 0, people * sizeof(*part.load));
	part.price = zp_arena_calloc(w, people + 1, sizeof(*part.price));
	for (int32_t c = 0; c < s->persons; c++)
		part.price[c].room = s->price[c].room;
	for (uint32_t j = 0; j < part.n; j++) {
		struct zp_job *x = &part.job[j];
		struct zp_arc *arc = zp_arena_calloc(w, (size_t)x->n,
		    sizeof(*arc));

		for (int32_t a = 0; a < x->n; a++)
			arc[a] = (struct zp_arc){ x->arc[a].counsel,
			    x->arc[a].cost / step * step };
		x->arc = arc;
	}
	(void)zp_search_run(&part);
	for (uint32_t j = 0; j < part.n; j++)
		sum += bare(&part.job[j], part.who[j], step);
	*cut = *cut || part.cut;
	return sum;
}

/* Has each part got what it would alone? */
static bool part_by_part(struct zp_search *s, const struct scale *k)
{
	struct parts p = split(s);
	int64_t cost = 0, bound = 0;
	bool cut = false;

	for (uint32_t from = 0, end; from < s->n; from = end) {
		struct zp_search part;

		end = part_end(s, &p, from);
		part = part_of(s, p.job + from, end - from);
		(void)zp_search_run(&part);
		for (uint32_t j = 0; j < part.n; j++) {
			s->who[p.job[from + j]] = part.who[j];
			if (part.who[j] >= 0)
				s->load[part.who[j]]++;
			cost += bare(&part.job[j], part.who[j], k->step);
		}
		bound += least(s, part, k->step, &cut);
	}
	memset(s->load, 0, (size_t)s->persons * sizeof(*s->load));
	return !cut && cost == bound;
}

static void search(struct zp_search *s, struct zp_batch *b, uint32_t *set,
    uint32_t n)
{
	struct scale k = scale_of(n);

	zp_search_init(s, b, ZP_LEAD, n, b->v->reg->counsels);
	set_jobs(s, b, set, &k);
	if (!part_by_part(s, &k))
		(void)zp_search_run(s);
}

/* --- the loans --- */

/* The person has the case from here on, for all that follows. */
static void take_on(struct zp_rb *r, const struct zp_view_case *vc,
    int32_t counsel)
{
	struct zp_counsel_state *st = &r->counsel[counsel];

	zp_rb_find(r, vc->c.case_no)->lent = true;
	st->undertaken++;
	st->load += r->in->p->lead_load;
	if (zp_wall_known(vc->c.hearing_at))
		st->busy = zp_batch_busy(r->work, &st->busy, &vc->c);
}

static int by_case(const void *pa, const void *pb)
{
	return strcmp(((const struct zp_loan *)pa)->case_no,
	    ((const struct zp_loan *)pb)->case_no);
}

static void lend(struct zp_rb *r, const struct zp_view_case *vc,
    int32_t counsel)
{
	const struct zp_registry *reg = r->in->reg;
	struct zp_rebalance *out = r->out;
	struct zp_loan l = {
		.case_no = vc->c.case_no, .counsel = counsel,
		.lender = reg->counsel[counsel].centre,
		.borrower = vc->handling,
		.distance = zp_rb_steps(reg, zp_rb_home(reg, counsel),
		    zp_rb_place(reg, vc)),
	};

	take_on(r, vc, counsel);
	if (l.lender == l.borrower) {
		out->home[out->homes++] = l;
		return;
	}
	out->loan[out->loans++] = l;
	r->gain[l.borrower]++;
	out->effect[l.borrower].borrowed++;
	out->effect[l.lender].lent++;
}

static void give(struct zp_rb_open *o)
{
	const struct zp_search *s = &o->s;
	struct zp_rb *r = o->r;
	struct zp_rebalance *out = r->out;
	size_t people = r->in->reg->counsels;

	r->counsel = zp_arena_calloc(r->work, people, sizeof(*r->counsel));
	memcpy(r->counsel, o->b.v->counsel, people * sizeof(*r->counsel));
	out->loan = zp_arena_calloc(r->a, s->n, sizeof(*out->loan));
	out->home = zp_arena_calloc(r->a, s->n, sizeof(*out->home));
	for (uint32_t j = 0; j < s->n; j++)
		if (s->who[j] >= 0)
			lend(r, &o->b.v->at[s->job[j].i],
			    s->person[s->who[j]]);
	qsort(out->loan, out->loans, sizeof(*out->loan), by_case);
	qsort(out->home, out->homes, sizeof(*out->home), by_case);
}

void zp_rb_loans(struct zp_rb *r)
{
	struct zp_rb_open o = { .r = r };
	const struct zp_rebalance_input *in = r->in;
	const char **no;
	uint32_t n = waiting(r, &no), k = 0, *set;
	struct zp_view *v;

	if (n == 0)
		return;
	v = zp_world_view(in->w, no, n, in->now, in->p, r->work);
	zp_batch_init(&o.b, v, in->p, true, r->work);
	set = zp_arena_calloc(r->work, n, sizeof(*set));
	for (uint32_t i = 0; i < n; i++)
		if (wants_people(&o.b, i))
			set[k++] = i;
	if (k > 0) {
		search(&o.s, &o.b, set, k);
		r->out->proven = !o.s.cut;
		give(&o);
		zp_rb_lacks(&o);
	}
	zp_batch_fini(&o.b);
}
