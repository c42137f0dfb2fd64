/* engine/rebalance_loan.c - whom other centres lend to cases that wait.
 *
 * The search of decide_solve.c over the people of the whole city, all rules
 * but X1.  Its costs are whole numbers below 2^43: a step of travel is more
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

static void search(struct zp_search *s, struct zp_batch *b, uint32_t *set,
    uint32_t n)
{
	struct scale k = scale_of(n);
	struct zp_arc *room = zp_arena_calloc(b->work, b->v->reg->counsels,
	    sizeof(*room));

	zp_search_init(s, b, ZP_LEAD, n, b->v->reg->counsels);
	for (uint32_t c = 0; c < b->v->reg->centres; c++)
		zp_price_pool(b, (int32_t)c);
	zp_batch_meet_all(b);
	zp_batch_sort(b, set, n);
	for (uint32_t j = 0; j < n; j++) {
		s->job[j].i = set[j];
		add_arcs(s, &s->job[j], &k, room);
		s->job[j].wait = k.more +
		    k.urgent * urgency(&b->seat[set[j]].ctx);
	}
	s->arc = room;
	s->load = zp_arena_calloc(b->work, (size_t)s->persons + 1,
	    sizeof(*s->load));
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

static void give(struct zp_rb_open *o)
{
	const struct zp_search *s = &o->s;
	const struct zp_registry *reg = o->b.v->reg;
	struct zp_rb *r = o->r;
	struct zp_rebalance *out = r->out;

	r->counsel = zp_arena_calloc(r->work, reg->counsels,
	    sizeof(*r->counsel));
	memcpy(r->counsel, o->b.v->counsel,
	    reg->counsels * sizeof(*r->counsel));
	out->loan = zp_arena_calloc(r->a, s->n, sizeof(*out->loan));
	for (uint32_t j = 0; j < s->n; j++) {
		const struct zp_view_case *vc = &o->b.v->at[s->job[j].i];
		int32_t c = s->who[j] < 0 ? -1 : s->person[s->who[j]];

		if (c < 0)
			continue;
		take_on(r, vc, c);
		if (reg->counsel[c].centre == vc->handling)
			continue;	/* will be given without our word */
		out->loan[out->loans++] = (struct zp_loan){
			.case_no = vc->c.case_no, .counsel = c,
			.lender = reg->counsel[c].centre,
			.borrower = vc->handling,
			.distance = zp_rb_steps(reg, zp_rb_home(reg, c),
			    zp_rb_place(reg, vc)),
		};
		r->gain[vc->handling]++;
		out->effect[vc->handling].borrowed++;
		out->effect[reg->counsel[c].centre].lent++;
	}
	if (out->loans > 1)
		qsort(out->loan, out->loans, sizeof(*out->loan), by_case);
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
