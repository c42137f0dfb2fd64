/*
 * engine/decide_mode.c - cases that are not weighed all together: the wheel,
 * the draw, the hall.
 *
 * S4 (Zhejiang), S5 (Lhasa).  Case by case in the order of urgency; the
 * rules judge as everywhere.  Cases that hang together (co-accused, both
 * sides of a dispute) are decided where the first of them stands.  Should
 * taking turns leave one of them without counsel whom another distribution
 * would serve, the optimiser gives them their leads: everybody's defence
 * (CPL 33, 35) goes before the order of a list, and the plan says so.
 */
#include <string.h>

#include "decide_impl.h"
#include "zhipaid/hash.h"
#include "zhipaid/wheel.h"

/* What a lead given by a turn changed, to take it back. */
struct mark {
	uint32_t i;
	int32_t counsel;	/* -1: nobody */
	struct zp_counsel_state st;
	struct zp_price price;
};
/* The best of a place for a case: his position in cand, or the rules that
 * stand against its people. */
struct look { int32_t at; int64_t cost; uint64_t denied; };

static bool turns(enum zp_dispatch mode)
{
	return mode == ZP_ROTATE_PERSON || mode == ZP_ROTATE_FIRM ||
	    mode == ZP_RANDOM || mode == ZP_HALL_DUTY_FIRST;
}

bool zp_mode_solved(const struct zp_batch *b, uint32_t i)
{
	return b->seat[i].mode == ZP_BALANCED || b->seat[i].mode == ZP_PICK;
}

/* The rules against candidate c of case i as the batch stands now. */
static uint64_t denied_now(struct zp_batch *b, uint32_t i, uint32_t c)
{
	const struct zp_candidate *x = &b->plan->at[i].cand[c];

	if (x->denied != 0)
		return x->denied;
	if (b->price[x->counsel].room <= 0)
		return ZP_RULE_BIT(ZP_T1);
	return zp_team_denied(b, i, x->counsel);
}

static void look_at(struct zp_batch *b, uint32_t i, uint32_t c,
    struct look *best)
{
	const struct zp_candidate *x = &b->plan->at[i].cand[c];
	uint64_t denied = denied_now(b, i, c);
	const int32_t *tie = b->seat[i].tie;
	int64_t cost = x->cost + b->price[x->counsel].base;

	if (denied != 0) {
		best->denied |= denied & (~denied + 1);
		return;
	}
	if (best->at >= 0 && (cost > best->cost ||
	    (cost == best->cost && tie[c] > tie[best->at])))
		return;
	best->at = (int32_t)c;
	best->cost = cost;
}

static struct look look_in(struct zp_batch *b, uint32_t i,
    const struct zp_wheel_place *w)
{
	struct look l = { .at = -1 };

	for (uint32_t k = 0; k < w->n; k++)
		look_at(b, i, w->member[k], &l);
	if (w->n == 1 && l.at < 0)	/* all of them, not the first */
		l.denied = denied_now(b, i, w->member[0]);
	return l;
}

static struct zp_wheel wheel_of(const struct zp_batch *b, uint32_t i)
{
	return zp_wheel_of(&b->now, b->p, b->v->at[i].handling,
	    b->seat[i].kind, b->seat[i].mode == ZP_ROTATE_FIRM, b->tmp);
}

/* Everybody before place `to` is passed over; `cost`: the lead's. */
static void put_passed(struct zp_batch *b, uint32_t i,
    const struct zp_wheel *w, uint32_t to, int64_t cost)
{
	const struct zp_centre *at =
	    &b->v->reg->centre[b->v->at[i].handling];
	struct zp_decision *d = &b->plan->at[i];

	d->by_firm = b->seat[i].mode == ZP_ROTATE_FIRM;
	d->passed = zp_arena_calloc(b->a, to, sizeof(*d->passed));
	d->passes = to;
	for (uint32_t k = 0; k < to; k++) {
		struct look l = look_in(b, i, &w->at[k]);
		uint32_t who = l.at < 0 ? w->at[k].member[0] :
		    (uint32_t)l.at;

		d->passed[k] = (struct zp_pass){ at->pool[who],
		    w->at[k].firm, l.at < 0 ? l.denied : 0,
		    l.at < 0 ? 0 : l.cost - cost };
	}
}

static void take(struct zp_batch *b, uint32_t i, int32_t counsel,
    enum zp_step step, struct mark *m)
{
	m->counsel = counsel;
	m->st = b->now.counsel[counsel];
	m->price = b->price[counsel];
	zp_batch_commit(b, i, counsel);
	b->plan->at[i].step = step;
}

/* Among the next so many whom the rules admit, who costs least; the first of
 * equals. */
static void by_wheel(struct zp_batch *b, uint32_t i, struct mark *m)
{
	struct look best = { .at = -1 };
	struct zp_wheel w;
	uint32_t to = 0;
	int32_t seen = 0;

	zp_arena_reset(b->tmp);
	w = wheel_of(b, i);
	for (uint32_t k = 0; k < w.n && seen < b->p->wheel_next; k++) {
		struct look l = look_in(b, i, &w.at[k]);

		if (l.at < 0)
			continue;
		seen++;
		if (best.at >= 0 && l.cost >= best.cost)
			continue;
		best = l;
		to = k;
	}
	if (best.at < 0)
		return;
	put_passed(b, i, &w, to, best.cost);
	take(b, i, b->plan->at[i].cand[best.at].counsel, ZP_STEP_WHEEL, m);
}

/* Equally likely are all whom the rules admit: the least of hashes of seed,
 * case and licence, which everybody can compute again. */
static void by_lot(struct zp_batch *b, uint32_t i, struct mark *m)
{
	const struct zp_decision *d = &b->plan->at[i];
	uint64_t h = zp_hash_str(zp_hash_mix(b->p->seed),
	    b->v->at[i].c.case_no), least = 0;
	int32_t best = -1;

	for (uint32_t c = 0; c < d->cands; c++) {
		int32_t k = d->cand[c].counsel;
		uint64_t lot = zp_hash_mix(zp_hash_str(h,
		    b->v->reg->counsel[k].licence_no));

		if ((best >= 0 && lot >= least) || denied_now(b, i, c) != 0)
			continue;
		least = lot;
		best = k;
	}
	if (best >= 0)
		take(b, i, best, ZP_STEP_LOT, m);
}

static void by_hall(struct zp_batch *b, uint32_t i, struct mark *m)
{
	const struct zp_decision *d = &b->plan->at[i];
	struct look best = { .at = -1 };

	for (uint32_t c = 0; c < d->cands; c++)
		if (b->v->counsel[d->cand[c].counsel].hall)
			look_at(b, i, c, &best);
	if (best.at >= 0)
		take(b, i, d->cand[best.at].counsel, ZP_STEP_HALL, m);
	else
		by_wheel(b, i, m);
}

static void turn(struct zp_batch *b, uint32_t i, struct mark *m)
{
	*m = (struct mark){ .i = i, .counsel = -1 };
	switch (b->seat[i].mode) {
	case ZP_RANDOM:
		by_lot(b, i, m);
		break;
	case ZP_HALL_DUTY_FIRST:
		by_hall(b, i, m);
		break;
	default:
		by_wheel(b, i, m);
	}
}

static uint32_t turn_all(struct zp_batch *b, const uint32_t *set, uint32_t n,
    struct mark *m)
{
	uint32_t served = 0;

	for (uint32_t k = 0; k < n; k++) {
		turn(b, set[k], &m[k]);
		served += m[k].counsel >= 0;
	}
	return served;
}

static void leave(struct zp_batch *b, uint32_t i)
{
	struct zp_decision *d = &b->plan->at[i];

	d->lead = -1;
	d->step = ZP_STEP_NONE;
	d->passed = NULL;
	d->passes = 0;
}

/* As if no turn had been taken; total: the plan's before. */
static void take_back(struct zp_batch *b, const struct mark *m, uint32_t n,
    int64_t total)
{
	while (n-- > 0) {
		if (m[n].counsel < 0)
			continue;
		b->now.counsel[m[n].counsel] = m[n].st;
		b->price[m[n].counsel] = m[n].price;
		leave(b, m[n].i);
	}
	b->plan->total = total;
}

/* The list as it stood before, for the record of a case that was decided
 * with others: who stands before its lead. */
static void note_passed(struct zp_batch *b, uint32_t i)
{
	const struct zp_decision *d = &b->plan->at[i];
	const struct zp_centre *at =
	    &b->v->reg->centre[b->v->at[i].handling];
	int64_t cost = d->cand[zp_cand_find(d, d->lead)].cost +
	    b->price[d->lead].base - b->price[d->lead].slope;
	struct zp_wheel w;

	zp_arena_reset(b->tmp);
	w = zp_wheel_of(b->v, b->p, b->v->at[i].handling, b->seat[i].kind,
	    b->seat[i].mode == ZP_ROTATE_FIRM, b->tmp);
	for (uint32_t k = 0; k < w.n; k++)
		for (uint32_t j = 0; j < w.at[k].n; j++)
			if (at->pool[w.at[k].member[j]] == d->lead) {
				put_passed(b, i, &w, k, cost);
				return;
			}
}

/* How all candidates of a set stand, to go back to. */
static struct mark *stand(struct zp_batch *b, const uint32_t *set, uint32_t n,
    uint32_t *marks)
{
	struct mark *m;
	uint32_t most = 0;

	for (uint32_t k = 0; k < n; k++)
		most += b->plan->at[set[k]].cands;
	m = zp_arena_calloc(b->work, most, sizeof(*m));
	*marks = 0;
	for (uint32_t k = 0; k < n; k++) {
		const struct zp_decision *d = &b->plan->at[set[k]];

		for (uint32_t c = 0; c < d->cands; c++) {
			int32_t who = d->cand[c].counsel;

			m[(*marks)++] = (struct mark){ set[k], who,
			    b->now.counsel[who], b->price[who] };
		}
	}
	return m;
}

/* Let the optimiser decide a set, if it serves more than `served`. */
static bool solved(struct zp_batch *b, const uint32_t *set, uint32_t n,
    uint32_t served)
{
	uint32_t *copy = zp_arena_calloc(b->work, n, sizeof(*copy));
	int64_t total = b->plan->total, gap = b->gap;
	uint32_t got = 0, marks;
	const struct mark *was = stand(b, set, n, &marks);

	memcpy(copy, set, n * sizeof(*copy));
	zp_solve(b, copy, n);
	for (uint32_t k = 0; k < n; k++)
		got += b->plan->at[set[k]].lead >= 0;
	if (got > served)
		return true;
	take_back(b, was, marks, total);
	b->gap = gap;
	return false;
}

/* Cases that hang together. */
static void turn_together(struct zp_batch *b, const uint32_t *set, uint32_t n)
{
	struct mark *m = zp_arena_calloc(b->work, n, sizeof(*m));
	int64_t total = b->plan->total;
	uint32_t served = turn_all(b, set, n, m);

	if (served == n || n == 1)
		return;
	take_back(b, m, n, total);
	if (!solved(b, set, n, served)) {
		(void)turn_all(b, set, n, m);
		return;
	}
	for (uint32_t k = 0; k < n; k++) {
		struct zp_decision *d = &b->plan->at[set[k]];

		if (d->lead < 0)
			continue;
		d->step = ZP_STEP_TOGETHER;
		if (b->seat[set[k]].mode != ZP_RANDOM)
			note_passed(b, set[k]);
	}
}

void zp_mode_turns(struct zp_batch *b, const uint32_t *all)
{
	uint32_t n = b->v->n;
	uint32_t *set = zp_arena_calloc(b->work, n, sizeof(*set));
	uint32_t *next = zp_arena_calloc(b->work, n, sizeof(*next));
	uint32_t *head = zp_arena_calloc(b->work, n, sizeof(*head));

	for (uint32_t i = 0; i < n; i++)
		head[i] = n;
	for (uint32_t k = n; k-- > 0;) {	/* clusters, by urgency */
		uint32_t i = all[k];

		if (!turns(b->seat[i].mode) || b->v->at[i].handling < 0 ||
		    b->plan->at[i].lead >= 0)
			continue;
		next[i] = head[b->seat[i].cluster];
		head[b->seat[i].cluster] = i;
	}
	for (uint32_t k = 0; k < n; k++) {
		uint32_t i = all[k], many = 0;

		if (head[b->seat[i].cluster] != i)
			continue;	/* not the first of its cluster */
		for (; i < n; i = next[i])
			set[many++] = i;
		turn_together(b, set, many);
	}
}
