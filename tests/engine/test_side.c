/*
 * tests/engine/test_side.c - what does not fit a network: against trying
 * everything.  Co-accused of one firm (C7), both sides of a dispute (C5),
 * hearings at one hour (C17), and the senior's junior (Q8, Q9).
 */
#include <stdlib.h>
#include <string.h>

#include "support_random.h"
#include "support_year.h"
#include "zhipaid/deadline.h"

/* --- the least cost by trying everything --- */

enum { MOST = 6 };

struct oracle {
	const struct zp_view *v;
	const struct zp_policy *p;
	int32_t pool[32]; uint32_t pool_n;
	bool may[MOST][32];		/* the rules alone admit */
	int64_t terms[MOST][32];
	bool tied[MOST][MOST];		/* co-accused, other persons */
	int64_t urgency[MOST];
	int32_t lead[MOST];		/* position in pool; -1 */
	int64_t served, cost;		/* of the best: most, then least */
};

static uint32_t find(uint32_t *up, uint32_t i)
{
	return up[i] == i ? i : find(up, up[i]);
}

static bool same(const char *a, const char *b)
{
	return a[0] != '\0' && strcmp(a, b) == 0;
}

static bool criminal(const struct zp_view_case *vc)
{
	return vc->c.matter_code[1] == 'R';
}

/* Linked cases outside the batch may tie two of its cases together, so the
 * groups are read off the links, which are transitive. */
static void tie(struct oracle *o)
{
	uint32_t up[MOST];

	for (uint32_t i = 0; i < o->v->n; i++)
		up[i] = i;
	for (uint32_t i = 0; i < o->v->n; i++)
		for (uint32_t k = 0; k < o->v->at[i].links; k++) {
			const struct zp_link *l = &o->v->at[i].link[k];

			if (l->batch >= 0 && l->kind == ZP_LINK_GROUP)
				up[find(up, (uint32_t)l->batch)] =
				    find(up, i);
		}
	for (uint32_t i = 0; i < o->v->n; i++)
		for (uint32_t k = 0; k < o->v->n; k++)
			o->tied[i][k] = i != k && find(up, i) == find(up, k) &&
			    criminal(&o->v->at[i]) &&
			    criminal(&o->v->at[k]) &&
			    strcmp(o->v->at[i].c.recipient_id,
			    o->v->at[k].c.recipient_id) != 0;
}

/* Two hearings at the same time (C17). */
static bool overlap(const struct zp_case *a, const struct zp_case *b)
{
	return zp_wall_known(a->hearing_at) && zp_wall_known(b->hearing_at) &&
	    a->hearing_at.us < b->hearing_until.us &&
	    b->hearing_at.us < a->hearing_until.us;
}

/* Do the persons at two places of the pool, for cases i and k, exclude
 * each other? */
static bool clash(const struct oracle *o, uint32_t i, int32_t at,
    uint32_t k, int32_t with)
{
	const struct zp_case *a = &o->v->at[i].c, *b = &o->v->at[k].c;
	const struct zp_counsel *x, *y;
	bool oppose = same(a->opposes_case, b->case_no) ||
	    same(b->opposes_case, a->case_no);
	bool mates;

	if (at < 0 || with < 0)
		return false;
	if (at == with && overlap(a, b))
		return true;
	if (!oppose && !o->tied[i][k])
		return false;
	x = &o->v->reg->counsel[o->pool[at]];
	y = &o->v->reg->counsel[o->pool[with]];
	if (x == y)
		return true;
	mates = strcmp(x->firm_code, y->firm_code) == 0 &&
	    strcmp(x->firm_code, "F00") != 0;
	return mates && (oppose ||
	    !(a->same_firm_consent && b->same_firm_consent));
}

static int32_t cap_of(const struct oracle *o, int32_t c)
{
	int32_t own = o->v->reg->counsel[c].annual_cap;

	return own >= 0 && own < o->p->annual_cap ? own : o->p->annual_cap;
}

/* S9 of the k-th further case of a person. */
static int64_t load_cost(const struct oracle *o, int32_t c, int32_t k)
{
	int64_t cap = cap_of(o, c), all = o->p->annual_cap, w = o->p->w_load;

	if (cap == 0)
		return 0;
	return w * (o->v->counsel[c].load * all / cap) / 1000 +
	    k * (w * (o->p->lead_load * all / cap) / 1000);
}

static void try_all(struct oracle *o, uint32_t i, int64_t served,
    int64_t cost)
{
	if (i == o->v->n) {
		if (served > o->served ||
		    (served == o->served && cost < o->cost)) {
			o->served = served;
			o->cost = cost;
		}
		return;
	}
	o->lead[i] = -1;
	try_all(o, i + 1, served, cost);
	for (uint32_t k = 0; k < o->pool_n; k++) {
		int32_t c = o->pool[k], had = 0;
		bool bad = !o->may[i][k];

		o->lead[i] = (int32_t)k;
		for (uint32_t j = 0; j < i && !bad; j++) {
			had += o->lead[j] == (int32_t)k;
			bad = clash(o, i, o->lead[i], j,
			    o->lead[j]);
		}
		if (!bad && o->v->counsel[c].undertaken + had < cap_of(o, c))
			try_all(o, i + 1, served + o->urgency[i], cost +
			    o->terms[i][k] + load_cost(o, c, had));
	}
	o->lead[i] = -1;
}

static struct oracle solve(const struct zp_view *v, const struct zp_policy *p)
{
	struct oracle o = { .v = v, .p = p, .served = -1 };
	int32_t least = 0;
	struct zp_ctx x;

	for (uint32_t c = 0; c < v->reg->counsels; c++)
		o.pool[o.pool_n++] = (int32_t)c;
	tie(&o);
	for (uint32_t i = 0; i < v->n; i++) {
		zp_ctx_case(&x, v, p, i, ZP_LEAD);
		for (uint32_t k = 0; k < o.pool_n; k++) {
			zp_ctx_person(&x, o.pool[k]);
			o.may[i][k] = zp_rules_deny(&x, NULL) == 0;
			o.terms[i][k] = zp_rules_cost(&x, NULL);
		}
		o.urgency[i] = zp_case_rank(&v->at[i].c, x.matter);
		if (o.urgency[i] > least)
			least = (int32_t)o.urgency[i];
	}
	for (uint32_t i = 0; i < v->n; i++)
		o.urgency[i] = least - o.urgency[i] + 1;
	try_all(&o, 0, 0, 0);
	return o;
}

/* Returns how many cases waited or were tied to others. */
static uint32_t check_optimum(const struct zt_shape *shape, uint64_t seed)
{
	struct zt_random *t = zt_random_new(seed, shape);
	const struct zp_view *v = zt_random_view(t);
	const struct zp_plan *pl = zp_decide(v, &t->p, t->a);
	struct oracle o = solve(v, &t->p);
	int64_t served = 0;
	uint32_t odd = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		served += pl->at[i].lead >= 0 ? o.urgency[i] : 0;
		odd += pl->at[i].lead < 0;
		for (uint32_t k = 0; k < v->n; k++)
			odd += o.tied[i][k];
	}
	if (served != o.served || pl->total != o.cost ||
	    pl->bound != pl->total)
		fail_msg("seed %d: served %d of %d, cost %d, least %d, "
		    "bound %d", (int)seed, (int)served, (int)o.served,
		    (int)pl->total, (int)o.cost, (int)pl->bound);
	zt_random_free(t);
	return odd;
}

static void the_plan_of_a_centre_is_the_optimum(void **state)
{
	const struct zt_shape shape = { .people = 7, .cases = 5, .past = 3,
		.one_centre = true, .linked = true, .hearings = true };
	uint32_t odd = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 8000; seed++)
		odd += check_optimum(&shape, seed);
	assert_true(odd > 3000);
}

static void the_plan_of_linked_centres_is_the_optimum(void **state)
{
	const struct zt_shape shape = { .people = 10, .cases = 5, .past = 2,
		.linked = true, .even = true };
	uint32_t odd = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 4000; seed++)
		odd += check_optimum(&shape, seed);
	assert_true(odd > 3000);
}

/* --- the juniors --- */

/* What a choice of juniors is worth: pairs, strangers, load. */
struct merit { int32_t pairs, strangers; int64_t load; };
struct aides {
	struct oracle o;		/* may[]: as juniors, all leads known */
	const struct zp_plan *pl;
	const struct zp_view *v;	/* before the leads were known */
	int32_t room[32], leads[32];	/* per place of the pool */
	int32_t want[3], given[3];	/* per centre */
	int32_t who[MOST];
	struct merit best;
};

static bool less(const struct merit *a, const struct merit *b)
{
	if (a->pairs != b->pairs)
		return a->pairs > b->pairs;
	if (a->strangers != b->strangers)
		return a->strangers < b->strangers;
	return a->load < b->load;
}

/* S9 of one more case for the person at a place, `had` as junior. */
static int64_t aide_cost(const struct aides *x, int32_t at, int32_t had)
{
	const struct zp_policy *p = x->o.p;
	int32_t c = x->o.pool[at];
	struct oracle before = x->o;
	int64_t slope;

	before.v = x->v;
	slope = load_cost(&before, c, 1) - load_cost(&before, c, 0);
	return load_cost(&before, c, x->leads[at]) +
	    had * (slope * p->junior_load / p->lead_load);
}

static struct merit with(const struct aides *x, struct merit m, uint32_t i,
    int32_t at, int32_t had)
{
	const struct zp_counsel *all = x->v->reg->counsel;

	m.pairs++;
	m.strangers += all[x->o.pool[at]].firm !=
	    all[x->pl->at[i].lead].firm;
	m.load += aide_cost(x, at, had);
	return m;
}

static void try_aides(struct aides *x, uint32_t i, struct merit m)
{
	int32_t *given;

	if (i == x->v->n) {
		if (less(&m, &x->best))
			x->best = m;
		return;
	}
	x->who[i] = -1;
	try_aides(x, i + 1, m);
	if (x->v->at[i].handling < 0)
		return;
	given = &x->given[x->v->at[i].handling];
	if (*given == x->want[x->v->at[i].handling])
		return;
	for (int32_t at = 0; at < (int32_t)x->o.pool_n; at++) {
		int32_t had = 0;
		bool bad = !x->o.may[i][at];

		for (uint32_t j = 0; j < i && !bad; j++) {
			had += x->who[j] == at;
			bad = clash(&x->o, i, at, j, x->who[j]);
		}
		if (bad || had >= x->room[at])
			continue;
		x->who[i] = at;
		++*given;
		try_aides(x, i + 1, with(x, m, i, at, had));
		--*given;
		x->who[i] = -1;
	}
}

static bool litigation(const struct zp_case *c)
{
	return c->stage != ZP_ARBITRATION && c->stage != ZP_NON_LITIGATION;
}

/* How many juniors the share asks for in each centre. */
static void ask(struct aides *x, const struct zp_plan *pl)
{
	for (uint32_t c = 0; c < x->v->reg->centres; c++) {
		int64_t leads = x->v->centre[c].leads, n;

		for (uint32_t i = 0; i < pl->n; i++)
			leads += pl->at[i].lead >= 0 &&
			    x->v->at[i].handling == (int32_t)c &&
			    litigation(&x->v->at[i].c);
		for (n = 0; n * 100 < leads * x->o.p->pair_share; n++)
			;
		n -= x->v->centre[c].pairs;
		x->want[c] = n > 0 ? (int32_t)n : 0;
	}
}

/* Who may be the junior of whom, the leads taken into the world. */
static void look(struct aides *x, struct zt_random *t)
{
	struct zp_ctx ctx;

	for (uint32_t i = 0; i < x->v->n; i++) {
		int32_t lead = x->pl->at[i].lead;

		for (uint32_t k = 0; k < x->o.pool_n; k++)
			x->leads[k] += lead == x->o.pool[k];
		if (lead < 0 || !litigation(&x->v->at[i].c))
			continue;
		zp_ctx_case(&ctx, x->o.v, &t->p, i, ZP_JUNIOR);
		for (uint32_t k = 0; k < x->o.pool_n; k++) {
			zp_ctx_person(&ctx, x->o.pool[k]);
			x->o.may[i][k] = x->o.pool[k] != lead &&
			    zp_rules_deny(&ctx, NULL) == 0;
		}
	}
	for (uint32_t k = 0; k < x->o.pool_n; k++)
		x->room[k] = cap_of(&x->o, x->o.pool[k]) -
		    x->o.v->counsel[x->o.pool[k]].undertaken;
}

static struct merit merit_of(const struct aides *x)
{
	int32_t had[32] = { 0 };
	struct merit m = { 0 };

	for (uint32_t i = 0; i < x->pl->n; i++)
		for (int32_t at = 0; at < (int32_t)x->o.pool_n; at++)
			if (x->pl->at[i].junior == x->o.pool[at])
				m = with(x, m, i, at, had[at]++);
	return m;
}

/* The view as it is now, whatever becomes of the world. */
static const struct zp_view *frozen(const struct zp_view *v,
    struct zp_arena *a)
{
	struct zp_view *w = zp_arena_alloc(a, sizeof(*w));
	size_t counsel = v->reg->counsels * sizeof(*v->counsel);
	size_t centre = v->reg->centres * sizeof(*v->centre);

	*w = *v;
	w->counsel = memcpy(zp_arena_alloc(a, counsel), v->counsel, counsel);
	w->centre = memcpy(zp_arena_alloc(a, centre), v->centre, centre);
	return w;
}

/* Returns how many pairs there are. */
static int32_t check_aides(const struct zt_shape *shape, uint64_t seed)
{
	struct zt_random *t = zt_random_new(seed, shape);
	struct aides x = { .best = { .pairs = -1 } };
	struct zp_plan leads;
	struct merit got;

	t->p.pair = true;
	t->p.pair_share = 30 + (int32_t)zt_roll(&t->seed, 71);
	t->p.junior_years = 25;
	t->p.junior_load = 500 * (int32_t)zt_roll(&t->seed, 3);
	t->p.off[ZP_Q8] = true;
	x.v = zt_random_view(t);
	x.pl = zp_decide(x.v, &t->p, t->a);
	x.o = (struct oracle){ .v = x.v, .p = &t->p };
	for (uint32_t c = 0; c < x.v->reg->counsels; c++)
		x.o.pool[x.o.pool_n++] = (int32_t)c;
	tie(&x.o);
	ask(&x, x.pl);
	x.v = frozen(x.v, t->a);
	leads = *x.pl;
	leads.at = zp_arena_calloc(t->a, leads.n, sizeof(*leads.at));
	for (uint32_t i = 0; i < leads.n; i++) {
		leads.at[i] = x.pl->at[i];
		leads.at[i].junior = -1;
	}
	zp_world_apply(t->w, x.v, &leads, &t->p, ZP_AUTO);
	x.o.v = zt_random_view(t);
	look(&x, t);
	try_aides(&x, 0, (struct merit){ 0 });
	got = merit_of(&x);
	if (less(&x.best, &got) || less(&got, &x.best) || !x.pl->paired)
		fail_msg("seed %d: %d pairs, %d strangers, load %d; best %d, "
		    "%d, %d", (int)seed, got.pairs, got.strangers,
		    (int)got.load, x.best.pairs, x.best.strangers,
		    (int)x.best.load);
	zt_random_free(t);
	return got.pairs;
}

static void the_juniors_of_a_batch_are_the_best(void **state)
{
	const struct zt_shape shape[] = {
		{ .people = 9, .cases = 5, .past = 3, .one_centre = true,
		    .linked = true, .hearings = true },
		{ .people = 12, .cases = 5, .past = 2, .linked = true },
	};
	int32_t pairs = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 4000; seed++)
		pairs += check_aides(&shape[seed % 2], seed);
	if (pairs < 2000)
		fail_msg("only %d pairs", pairs);
}

/* --- the gap --- */

/* Whole years, cases held until they come together. */
static void years_stay_close_to_their_bound(void **state)
{
	int64_t total = 0, bound = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 400; seed++) {
		struct zt_year *y = zt_year_new(seed, 0);
		struct zp_sim *s;

		for (int k = 0; k < 4; k++)
			y->p.hold[k] = 30 * (int32_t)(seed % 4);
		s = zt_year_run(y);
		assert_true(s->bound <= s->total);
		total += s->total;
		bound += s->bound;
		zp_sim_free(s);
		zt_year_free(y);
	}
	if ((total - bound) * 200 > total)
		fail_msg("%d beyond %d", (int)(total - bound), (int)bound);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plan_of_a_centre_is_the_optimum),
		cmocka_unit_test(the_plan_of_linked_centres_is_the_optimum),
		cmocka_unit_test(the_juniors_of_a_batch_are_the_best),
		cmocka_unit_test(years_stay_close_to_their_bound),
	};
	return cmocka_run_group_tests_name("side", tests, NULL, NULL);
}
