/* engine/pair.c - the senior and the junior (Q8, Q9; Chifeng: 一老一新).
 *
 * When the leads stand, the juniors of the batch are sought together:
 * 1. as many litigation cases as possible take a willing junior, up to the
 *    policy's share of the centre's litigation leads of the year;
 * 2. of these as few as possible a junior of another firm than the lead's,
 *    who is the mentor;
 * 3. the juniors carry as little as possible: what a case more costs a
 *    person (S9), normalised by his cap, a junior's share of a lead's;
 * 4. longest since the last assignment, then a hash.
 * The rules judge a junior as they judge a lead, and two persons are the
 * most a recipient may have (Q10).  The search is that of decide_solve.c;
 * the cases that go without a junior are given to "nobody", who costs
 * nothing and has room for as many as the share does not ask for.
 */
#include <stdlib.h>

#include "solve_impl.h"
#include "zhipaid/hash.h"

/* The order among equal juniors of a case. */
struct equal { int64_t last; uint64_t hash; int32_t at; };

static int by_age(const void *pa, const void *pb)
{
	const struct equal *a = pa, *b = pb;

	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* The number of a willing junior; his price is that of a lead's case, by
 * what a junior's weighs. */
static int32_t number(struct zp_search *s, int32_t counsel)
{
	const struct zp_policy *p = s->b->p;
	int32_t *local = &s->b->local[counsel];

	if (*local < 0) {
		struct zp_price pr = s->b->price[counsel];

		pr.slope = p->lead_load == 0 ? 0 :
		    pr.slope * p->junior_load / p->lead_load;
		if (pr.slope > ZP_PRICE_MOST)
			pr.slope = ZP_PRICE_MOST;
		*local = zp_search_person(s, counsel, pr);
	}
	return *local;
}

/* Places among equals for the arcs of a job; nobody's (no person of its
 * own) is the first. */
static int32_t *places(struct zp_search *s, const struct zp_job *j)
{
	const struct zp_batch *b = s->b;
	uint64_t h = zp_hash_str(zp_hash_mix(b->p->seed),
	    b->v->at[j->i].c.case_no);
	struct equal *e = zp_arena_calloc(b->work, (size_t)j->n, sizeof(*e));
	int32_t *tie = zp_arena_calloc(b->work, (size_t)j->n, sizeof(*tie));

	for (int32_t a = 0; a < j->n; a++) {
		int32_t c = s->person[j->arc[a].counsel];

		e[a] = c < 0 ? (struct equal){ INT64_MIN, 0, a } :
		    (struct equal){ b->v->counsel[c].last_assigned.us,
		    zp_hash_mix(zp_hash_str(h,
		    b->v->reg->counsel[c].licence_no)), a };
	}
	if (j->n > 1)
		qsort(e, (size_t)j->n, sizeof(*e), by_age);
	for (int32_t k = 0; k < j->n; k++)
		tie[e[k].at] = k;
	return tie;
}

/* The willing juniors of a case, dearer by `stranger` from another firm;
 * nobody: -1 when every case is to have one. */
static void add_arcs(struct zp_search *s, struct zp_job *j, int32_t nobody)
{
	struct zp_batch *b = s->b;
	const struct zp_counsel *all = b->v->reg->counsel;
	const struct zp_centre *at =
	    &b->v->reg->centre[b->v->at[j->i].handling];
	struct zp_seat *seat = &b->seat[j->i];
	int32_t lead = b->plan->at[j->i].lead;

	seat->aide = zp_arena_alloc(b->work, sizeof(*seat->aide));
	zp_ctx_case(seat->aide, &b->now, b->p, j->i, ZP_JUNIOR);
	seat->aide->vc = seat->ctx.vc;
	j->arc = zp_arena_calloc(b->work, at->pool_n + 1, sizeof(*j->arc));
	for (uint32_t k = 0; k < at->pool_n; k++) {
		int32_t c = at->pool[k];

		if (!all[c].wants_pairing || c == lead ||
		    b->price[c].room <= 0 ||
		    zp_team_denied_as(b, j->i, ZP_JUNIOR, c) != 0)
			continue;
		j->arc[j->n++] = (struct zp_arc){ number(s, c),
		    all[c].firm != all[lead].firm };
	}
	if (nobody >= 0)
		j->arc[j->n++] = (struct zp_arc){ nobody, 0 };
	j->tie = places(s, j);
}

/* A junior of another firm costs more than all loads of the batch. */
static void price_strangers(struct zp_search *s)
{
	int64_t most = 0;

	for (int32_t c = 0; c < s->persons; c++)
		if (s->price[c].base + s->price[c].slope * s->n > most)
			most = s->price[c].base + s->price[c].slope * s->n;
	most = most < ZP_PRICE_MOST ? most * s->n + 1 : ZP_PRICE_MOST;
	if (most > ZP_PRICE_MOST)
		most = ZP_PRICE_MOST;
	for (uint32_t k = 0; k < s->n; k++)
		for (int32_t a = 0; a < s->job[k].n; a++)
			s->job[k].arc[a].cost *= most;
}

/* Which cases of a centre may have a junior, and how many shall: the share
 * of its litigation leads, these included.  A case that stays as it was
 * decided stays alone. */
static uint32_t asked(const struct zp_batch *b, int32_t centre,
    uint32_t *set, uint32_t *want)
{
	const struct zp_centre_state *st = &b->v->centre[centre];
	int64_t leads = st->leads, most;
	uint32_t n = 0;

	for (uint32_t i = 0; i < b->v->n; i++) {
		const struct zp_decision *d = &b->plan->at[i];

		if (d->lead < 0 || b->v->at[i].handling != centre ||
		    !b->seat[i].ctx.litigation)
			continue;
		leads++;
		if (!zp_plan_stays(b->v, d))
			set[n++] = i;
	}
	most = (leads * b->p->pair_share + 99) / 100 - st->pairs;
	*want = most < 0 ? 0 : most < n ? (uint32_t)most : n;
	return *want > 0 ? n : 0;
}

static void commit(struct zp_batch *b, uint32_t i, int32_t counsel)
{
	struct zp_counsel_state *st = &b->now.counsel[counsel];

	b->plan->at[i].junior = counsel;
	b->price[counsel].room--;
	st->undertaken++;
	st->load += b->p->junior_load;
	if (zp_wall_known(b->v->at[i].c.hearing_at))
		st->busy = zp_batch_busy(b->work, &st->busy, &b->v->at[i].c);
}

/* Fill the search with the cases of all centres that ask for juniors. */
static void gather(struct zp_search *s, struct zp_batch *b)
{
	uint32_t *set = zp_arena_calloc(b->work, b->v->n, sizeof(*set));

	zp_search_init(s, b, ZP_JUNIOR, b->v->n,
	    b->v->reg->counsels + b->v->reg->centres);
	s->n = 0;
	for (int32_t c = 0; c < (int32_t)b->v->reg->centres; c++) {
		uint32_t want, n = asked(b, c, set, &want);
		int32_t nobody = n == want ? -1 : zp_search_person(s, -1,
		    (struct zp_price){ .room = (int32_t)(n - want) });

		for (uint32_t k = 0; k < n; k++) {
			s->job[s->n].i = set[k];
			add_arcs(s, &s->job[s->n++], nobody);
		}
	}
	price_strangers(s);
}

void zp_pair_all(struct zp_batch *b)
{
	struct zp_search s;

	b->plan->paired = true;
	if (!b->p->pair)
		return;
	gather(&s, b);
	if (s.n > 0) {
		zp_search_fold(&s);
		(void)zp_search_run(&s);
		b->plan->paired = !s.cut;
	}
	for (int32_t c = 0; c < s.persons; c++)
		if (s.person[c] >= 0)
			b->local[s.person[c]] = -1;
	for (uint32_t k = 0; k < s.n; k++)
		if (s.who[k] >= 0 && s.person[s.who[k]] >= 0)
			commit(b, s.job[k].i, s.person[s.who[k]]);
}
