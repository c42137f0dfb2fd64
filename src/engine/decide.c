/* engine/decide.c - a view and a policy make a plan; see decide.h. */
#include <stdio.h>
#include <stdlib.h>

#include "decide_impl.h"

struct turn { int32_t rank; int64_t approved; uint32_t i; };

static int by_turn(const void *pa, const void *pb)
{
	const struct turn *a = pa, *b = pb;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->approved != b->approved)
		return a->approved < b->approved ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

void zp_batch_sort(const struct zp_batch *b, uint32_t *set, uint32_t n)
{
	struct turn *t = zp_arena_calloc(b->work, n, sizeof(*t));

	for (uint32_t k = 0; k < n; k++)
		t[k] = (struct turn){ b->seat[set[k]].rank,
		    b->v->at[set[k]].c.approved_at.us, set[k] };
	if (n > 1)
		qsort(t, n, sizeof(*t), by_turn);
	for (uint32_t k = 0; k < n; k++)
		set[k] = t[k].i;
}

struct zp_list zp_batch_busy(struct zp_arena *a, const struct zp_list *busy,
    const struct zp_case *c)
{
	const char **at = zp_arena_calloc(a, busy->n + 1, sizeof(*at));
	char from[ZP_WALL_TEXT], until[ZP_WALL_TEXT];
	char *span = zp_arena_alloc(a, 2 * ZP_WALL_TEXT);

	(void)snprintf(span, 2 * ZP_WALL_TEXT, "%s/%s",
	    zp_wall_print(c->hearing_at, from),
	    zp_wall_print(c->hearing_until, until));
	for (uint32_t k = 0; k < busy->n; k++)
		at[k] = busy->at[k];
	at[busy->n] = span;
	return (struct zp_list){ at, busy->n + 1 };
}

/* S4: to be given a case is a turn, whatever way it came. */
static void count_turn(const struct zp_batch *b, uint32_t i,
    struct zp_counsel_state *st)
{
	enum zp_category kind = b->seat[i].kind;

	if (zp_wall_cmp(st->turn[kind], b->v->now) != 0)
		st->turns[kind] = 0;
	st->turn[kind] = b->v->now;
	st->turns[kind]++;
	st->had[kind]++;
}

void zp_batch_commit(struct zp_batch *b, uint32_t i, int32_t counsel)
{
	struct zp_decision *d = &b->plan->at[i];
	struct zp_price *pr = &b->price[counsel];
	struct zp_counsel_state *st = &b->now.counsel[counsel];

	ZP_ASSERT(d->lead < 0 && pr->room > 0);
	d->lead = counsel;
	b->plan->total += d->cand[zp_cand_find(d, counsel)].cost + pr->base;
	pr->base += pr->slope;
	pr->room--;
	st->undertaken++;
	st->load += b->p->lead_load;
	count_turn(b, i, st);
	if (zp_wall_known(b->v->at[i].c.hearing_at))
		st->busy = zp_batch_busy(b->work, &st->busy,
		    &b->v->at[i].c);
}

/* May the engine look for a lead?  Else a person decides (S4), or nobody is
 * competent (J1). */
static bool wants_lead(const struct zp_batch *b, uint32_t i)
{
	return b->v->at[i].handling >= 0 && b->plan->at[i].lead < 0 &&
	    b->seat[i].mode != ZP_MANUAL_ONLY;
}

/* S8, mode pick: the first eligible of the recipient's list. */
static void grant_wish(struct zp_batch *b, uint32_t i)
{
	const struct zp_list *wish = &b->v->at[i].c.wished_counsel;
	struct zp_decision *d = &b->plan->at[i];

	for (uint32_t k = 0; k < wish->n; k++) {
		int32_t c = zp_registry_find(b->v->reg, ZP_T_COUNSEL,
		    wish->at[k]);
		int32_t at = c < 0 ? -1 : zp_cand_find(d, c);

		if (at < 0 || d->cand[at].denied != 0 ||
		    b->price[c].room <= 0 || zp_team_denied(b, i, c) != 0)
			continue;
		zp_batch_commit(b, i, c);
		d->step = ZP_STEP_WISH;
		return;
	}
}

/* All cases, urgent first. */
static uint32_t *turns(struct zp_batch *b)
{
	uint32_t *all = zp_arena_calloc(b->work, b->v->n, sizeof(*all));

	for (uint32_t i = 0; i < b->v->n; i++)
		all[i] = i;
	zp_batch_sort(b, all, b->v->n);
	return all;
}

static void grant_wishes(struct zp_batch *b, const uint32_t *all)
{
	for (uint32_t k = 0; k < b->v->n; k++)
		if (b->seat[all[k]].mode == ZP_PICK &&
		    wants_lead(b, all[k]))
			grant_wish(b, all[k]);
}

/* Centres whose cases must be decided together: linked cases join them, and
 * people who are lent join all.  root[c]: the smallest of its set. */
static int32_t *join_centres(const struct zp_batch *b)
{
	int32_t *root = zp_arena_calloc(b->work, b->v->reg->centres,
	    sizeof(*root));

	for (int32_t c = 0; c < (int32_t)b->v->reg->centres; c++)
		root[c] = b->lends ? 0 : c;
	for (uint32_t i = 0; i < b->v->n; i++) {
		int32_t to = b->v->at[i].handling;
		int32_t from = b->v->at[b->seat[i].cluster].handling;

		if (to < 0 || from < 0 || root[to] == root[from])
			continue;
		to = root[to];
		from = root[from];
		for (uint32_t c = 0; c < b->v->reg->centres; c++)
			if (root[c] == to || root[c] == from)
				root[c] = to < from ? to : from;
	}
	return root;
}

static void solve_all(struct zp_batch *b)
{
	uint32_t *set = zp_arena_calloc(b->work, b->v->n, sizeof(*set));
	const int32_t *root = join_centres(b);

	for (int32_t c = 0; c < (int32_t)b->v->reg->centres; c++) {
		uint32_t n = 0;

		for (uint32_t i = 0; root[c] == c && i < b->v->n; i++)
			if (wants_lead(b, i) && zp_mode_solved(b, i) &&
			    root[b->v->at[i].handling] == c)
				set[n++] = i;
		zp_solve(b, set, n);
	}
}

/* Nobody waits whom no rule stops: what an unfinished search left.  What it
 * costs is beyond the bound. */
static void repair(struct zp_batch *b, const uint32_t *all)
{
	for (uint32_t k = 0; k < b->v->n; k++) {
		int64_t total = b->plan->total;
		int32_t c;

		if (!wants_lead(b, all[k]))
			continue;
		c = zp_cand_cheapest(b, all[k]);
		if (c >= 0)
			zp_batch_commit(b, all[k], c);
		b->gap += b->plan->total - total;
	}
}

/* X1 (Anqing 三(三)2): gang cases short of people draw on the
 * whole city where the policy says so. */
static void borrow(struct zp_batch *b, const uint32_t *all)
{
	uint32_t n = b->v->reg->counsels;
	int32_t *city;

	if (!b->p->borrow_for_gang)
		return;
	city = zp_arena_calloc(b->work, n, sizeof(*city));
	for (uint32_t c = 0; c < n; c++)
		city[c] = (int32_t)c;
	for (uint32_t k = 0; k < b->v->n; k++) {
		int32_t c;

		if (!b->seat[all[k]].gang || !wants_lead(b, all[k]))
			continue;
		for (uint32_t at = 0; at < b->v->reg->centres; at++)
			zp_price_pool(b, (int32_t)at);
		zp_cand_fill(b, all[k], city, n, ZP_RULE_BIT(ZP_X1));
		c = zp_cand_cheapest(b, all[k]);
		if (c >= 0)
			zp_batch_commit(b, all[k], c);
		else
			zp_cand_pool(b, all[k]);
	}
}

struct zp_plan *zp_batch_decide(const struct zp_view *v,
    const struct zp_policy *p, const bool *stays, struct zp_arena *a)
{
	struct zp_batch b;
	uint32_t *all;

	zp_batch_init(&b, v, p, false, a);
	for (uint32_t i = 0; i < v->n; i++)
		zp_cand_pool(&b, i);
	zp_settle_stay(&b, stays);
	all = turns(&b);
	grant_wishes(&b, all);
	zp_mode_turns(&b, all);
	solve_all(&b);
	repair(&b, all);
	borrow(&b, all);
	zp_pair_all(&b);
	for (uint32_t i = 0; i < v->n; i++) {
		if (b.plan->at[i].lead < 0)
			zp_relax(&b, i);
		zp_cand_finish(&b, i);
	}
	b.plan->bound = b.plan->total - b.gap;
	zp_batch_fini(&b);
	return b.plan;
}
