/* engine/decide_cand.c - the persons looked at for a case. */
#include <stdlib.h>
#include <string.h>

#include "decide_impl.h"
#include "zhipaid/deadline.h"
#include "zhipaid/hash.h"

/* The order among equals: longest since the last assignment, then a hash
 * of seed, case and licence, then the licence. */
struct equal { int64_t last; uint64_t hash; int32_t at; };
/* The order of a decision: cost, then the place among equals. */
struct place { int64_t cost; int32_t tie, at; };

static int by_age(const void *pa, const void *pb)
{
	const struct equal *a = pa, *b = pb;

	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static int by_cost(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	return a->tie < b->tie ? -1 : a->tie > b->tie;
}

bool zp_batch_lent(const struct zp_batch *b, uint32_t i)
{
	return (b->seat[i].ctx.links & 1U << ZP_LINK_LENT) != 0;
}

/* T3: while litigation is short of its line it comes before the rest, among
 * cases equally urgent. */
static int32_t rank_of(const struct zp_batch *b, uint32_t i)
{
	const struct zp_ctx *x = &b->seat[i].ctx;
	int32_t rank = zp_case_rank(&x->vc->c, x->matter);

	if (b->p->litigation_line <= 0)
		return rank;
	return 2 * rank + (!x->litigation &&
	    zp_rules_steer(b->v, b->p, ZP_T3, x->vc->handling));
}

static void seat_init(struct zp_batch *b, uint32_t i)
{
	struct zp_seat *s = &b->seat[i];
	const struct zp_case *c = &b->v->at[i].c;

	zp_ctx_case(&s->ctx, &b->now, b->p, i, ZP_LEAD);
	s->kind = s->ctx.matter == NULL ? ZP_CAT_OTHER :
	    s->ctx.matter->category;
	s->mode = zp_policy_dispatch(b->p, s->kind, c->source);
	/* who is lent stands on no list of the centre's */
	if (zp_batch_lent(b, i)) {
		b->lends = true;
		if (s->mode != ZP_MANUAL_ONLY)
			s->mode = ZP_BALANCED;
	}
	s->rank = rank_of(b, i);
	s->gang = s->ctx.criminal && (c->joint_case[0] != '\0' ||
	    (c->tags & (ZP_TAG_GANG | ZP_TAG_GANG_ORGANISED)) != 0);
	s->group = -1;
	s->cluster = i;
	b->plan->at[i] = (struct zp_decision){ .i = i, .lead = -1,
	    .junior = -1, .wake = ZP_DATE_NONE };
}

void zp_batch_init(struct zp_batch *b, const struct zp_view *v,
    const struct zp_policy *p, bool lends, struct zp_arena *a)
{
	size_t counsels = v->reg->counsels;

	*b = (struct zp_batch){ .v = v, .p = p, .a = a, .now = *v,
	    .lends = lends };
	b->work = zp_arena_new();
	b->tmp = zp_arena_new();
	b->now.counsel = zp_arena_raw(b->work,
	    counsels * sizeof(*v->counsel));
	b->met = zp_arena_calloc(b->work, counsels, sizeof(*b->met));
	b->price = zp_arena_calloc(b->work, counsels, sizeof(*b->price));
	b->priced = zp_arena_calloc(b->work, v->reg->centres,
	    sizeof(*b->priced));
	b->local = zp_arena_calloc(b->work, counsels, sizeof(*b->local));
	memset(b->local, 0xff, counsels * sizeof(*b->local));
	b->plan = zp_arena_alloc(a, sizeof(*b->plan));
	b->plan->n = v->n;
	b->plan->at = zp_arena_calloc(a, v->n, sizeof(*b->plan->at));
	b->seat = zp_arena_calloc(b->work, v->n, sizeof(*b->seat));
	for (uint32_t i = 0; i < v->n; i++)
		seat_init(b, i);
	zp_team_init(b);
}

void zp_batch_fini(struct zp_batch *b)
{
	zp_arena_free(b->tmp);
	zp_arena_free(b->work);
}

void zp_batch_meet(struct zp_batch *b, int32_t counsel)
{
	if (b->met[counsel])
		return;
	b->met[counsel] = true;
	b->now.counsel[counsel] = b->v->counsel[counsel];
}

void zp_batch_meet_all(struct zp_batch *b)
{
	for (uint32_t c = 0; c < b->v->reg->counsels; c++)
		zp_batch_meet(b, (int32_t)c);
}

/* Give the admissible candidates of case i their places among equals. */
static void rank_equals(struct zp_batch *b, uint32_t i)
{
	const struct zp_decision *d = &b->plan->at[i];
	const struct zp_counsel *who = b->v->reg->counsel;
	uint64_t h = zp_hash_str(zp_hash_mix(b->p->seed),
	    b->v->at[i].c.case_no);
	struct equal *e;
	uint32_t n = 0;

	zp_arena_reset(b->tmp);
	e = zp_arena_calloc(b->tmp, d->cands, sizeof(*e));
	for (uint32_t c = 0; c < d->cands; c++) {
		int32_t k = d->cand[c].counsel;

		if (d->cand[c].denied == 0)
			e[n++] = (struct equal){
			    b->v->counsel[k].last_assigned.us,
			    zp_hash_mix(zp_hash_str(h, who[k].licence_no)),
			    (int32_t)c };
	}
	if (n > 1)
		qsort(e, n, sizeof(*e), by_age);
	for (uint32_t k = 0; k < n; k++)
		b->seat[i].tie[e[k].at] = (int32_t)k;
}

void zp_cand_fill(struct zp_batch *b, uint32_t i, const int32_t *counsel,
    uint32_t n, uint64_t waive)
{
	struct zp_decision *d = &b->plan->at[i];
	struct zp_seat *s = &b->seat[i];

	d->cand = zp_arena_calloc(b->a, n, sizeof(*d->cand));
	d->cands = n;
	s->waive = waive;
	s->tie = zp_arena_calloc(b->work, n, sizeof(*s->tie));
	for (uint32_t c = 0; c < n; c++) {
		struct zp_candidate *to = &d->cand[c];
		int64_t terms;

		to->counsel = counsel[c];
		zp_batch_meet(b, counsel[c]);
		zp_ctx_person(&s->ctx, counsel[c]);
		to->denied = zp_rules_deny(&s->ctx, NULL) & ~waive;
		if (to->denied != 0)
			continue;
		terms = zp_rules_cost(&s->ctx, NULL);
		to->cost = terms < ZP_PRICE_MOST ? terms : ZP_PRICE_MOST;
	}
	rank_equals(b, i);
}

/* The pool of a centre, and after it whom other centres lend for the case. */
static void fill_lent(struct zp_batch *b, uint32_t i,
    const struct zp_centre *at)
{
	const struct zp_view_case *vc = &b->v->at[i];
	int32_t *who = zp_arena_calloc(b->work, at->pool_n + vc->links,
	    sizeof(*who));
	uint32_t n = at->pool_n;

	if (n > 0)
		memcpy(who, at->pool, n * sizeof(*who));
	for (uint32_t k = 0; k < vc->links; k++)
		if (vc->link[k].kind == ZP_LINK_LENT) {
			who[n++] = vc->link[k].counsel;
			zp_price_pool(b, b->v->reg->counsel[
			    vc->link[k].counsel].centre);
		}
	zp_cand_fill(b, i, who, n, 0);
}

void zp_cand_pool(struct zp_batch *b, uint32_t i)
{
	int32_t handling = b->v->at[i].handling;
	const struct zp_centre *at;

	if (handling < 0)
		return;
	at = &b->v->reg->centre[handling];
	zp_price_pool(b, handling);
	if (zp_batch_lent(b, i))
		fill_lent(b, i, at);
	else
		zp_cand_fill(b, i, at->pool, at->pool_n, 0);
}

int32_t zp_cand_find(const struct zp_decision *d, int32_t counsel)
{
	for (uint32_t c = 0; c < d->cands; c++)
		if (d->cand[c].counsel == counsel)
			return (int32_t)c;
	return -1;
}

int32_t zp_cand_cheapest(struct zp_batch *b, uint32_t i)
{
	const struct zp_decision *d = &b->plan->at[i];
	const struct zp_seat *s = &b->seat[i];
	int64_t least = 0;
	int32_t at = -1;

	for (uint32_t c = 0; c < d->cands; c++) {
		const struct zp_candidate *x = &d->cand[c];
		const struct zp_price *pr = &b->price[x->counsel];
		int64_t cost = x->cost + pr->base;

		if (x->denied != 0 || pr->room <= 0 || (at >= 0 &&
		    (cost > least ||
		    (cost == least && s->tie[c] > s->tie[at]))))
			continue;
		if (zp_team_denied(b, i, x->counsel) != 0)
			continue;
		least = cost;
		at = (int32_t)c;
	}
	return at < 0 ? -1 : d->cand[at].counsel;
}

/* Which step told the lead from the next one. */
static enum zp_step step_of(const struct zp_batch *b,
    const struct zp_decision *d)
{
	const struct zp_candidate *first, *next;

	if (d->admitted == 1)
		return ZP_STEP_ONLY;
	first = &d->cand[d->order[0]];
	next = &d->cand[d->order[1]];
	if (first->counsel != d->lead)
		return ZP_STEP_JOINT;
	if (first->cost != next->cost)
		return ZP_STEP_COST;
	return b->v->counsel[first->counsel].last_assigned.us !=
	    b->v->counsel[next->counsel].last_assigned.us ?
	    ZP_STEP_OLDEST : ZP_STEP_HASH;
}

/* S9 and the whole cost of an admissible candidate as decided on: his next
 * case, or for the lead this one. */
static void price(const struct zp_batch *b, const struct zp_decision *d,
    struct zp_candidate *x)
{
	const struct zp_price *pr = &b->price[x->counsel];

	x->load_cost = pr->base;
	if (x->counsel == d->lead)
		x->load_cost -= pr->slope;
	x->cost += x->load_cost;
}

void zp_cand_finish(struct zp_batch *b, uint32_t i)
{
	struct zp_decision *d = &b->plan->at[i];
	struct place *p;
	uint32_t n = 0;

	zp_arena_reset(b->tmp);
	p = zp_arena_calloc(b->tmp, d->cands, sizeof(*p));
	for (uint32_t c = 0; c < d->cands; c++) {
		struct zp_candidate *x = &d->cand[c];

		if (x->denied != 0)
			continue;
		price(b, d, x);
		p[n++] = (struct place){ x->cost, b->seat[i].tie[c],
		    (int32_t)c };
		if (x->counsel == d->lead)
			d->score = x->cost;
	}
	if (n > 1)
		qsort(p, n, sizeof(*p), by_cost);
	d->admitted = n;
	d->order = zp_arena_calloc(b->a, n, sizeof(*d->order));
	for (uint32_t k = 0; k < n; k++)
		d->order[k] = p[k].at;
	if (d->lead >= 0 && d->step == ZP_STEP_NONE)
		d->step = step_of(b, d);
}
