/*
 * engine/ahead.c - a city's cases as futures, its people priced by them.
 *
 * The year's terms are the quarters: last year's cases are known from its
 * first day, this year's from the start of the quarter after.  Each is
 * judged by the rules of that day; what changes with time alone or hangs
 * on other cases (leave, hearings, the cap itself) does not count.
 */
#include <stdlib.h>
#include <string.h>

#include "decide_impl.h"
#include "zhipaid/ahead.h"
#include "zhipaid/futures.h"
#include "zhipaid/hash.h"

#define TERMS ZP_FUTURES_TERMS
#define PASSING (ZP_RULE_BIT(ZP_T1) | ZP_RULE_BIT(ZP_N17) | \
    ZP_RULE_BIT(ZP_C17) | ZP_RULE_BIT(ZP_J2) | ZP_RULE_BIT(ZP_Q18))

struct centre {
	struct zp_futures *f;	/* NULL: nobody looks here */
	struct zp_price *told;	/* parallel to the pool */
	int32_t *kind;		/* the same: needed most for */
	int32_t before;		/* cases of last year */
	int32_t day;		/* of which f is; -1: not drawn */
	struct source *first;
};
struct source {			/* a case of a centre */
	int32_t kind, n, nth;	/* nth: of its centre, as f counts */
	const struct zp_arc *arc;
	struct source *next;
};
struct zp_ahead {
	struct zp_arena *arena;
	int32_t year;		/* 0: nothing is known yet */
	char rule_set[65];
	struct zp_date start, today;	/* of the year; of its week */
	int32_t days;		/* of the year */
	struct zp_strmap known;	/* case numbers */
	struct zp_strmap kind;
	const char **kind_name;
	struct zp_pace pace;
	struct centre *centre;
	int32_t *place;		/* of counsel in his pool */
};

struct zp_ahead *zp_ahead_new(void)
{
	struct zp_ahead *h = zp_xcalloc(1, sizeof(*h));

	h->arena = zp_arena_new();
	return h;
}

void zp_ahead_forget(struct zp_ahead *h)
{
	struct zp_arena *a = h->arena;

	zp_strmap_fini(&h->known);
	zp_strmap_fini(&h->kind);
	zp_arena_reset(a);
	*h = (struct zp_ahead){ .arena = a };
}

void zp_ahead_free(struct zp_ahead *h)
{
	if (h == NULL)
		return;
	zp_ahead_forget(h);
	zp_arena_free(h->arena);
	free(h);
}

/* --- the year --- */

/* Kinds: the specialties there are, none, and what needs three years of
 * criminal defence (Q6). */
static const char grave[] = "Q6";

static void add_kind(struct zp_ahead *h, const char *name)
{
	if (zp_strmap_get(&h->kind, name) >= 0)
		return;
	h->kind_name[h->pace.kinds] = name;
	zp_strmap_put(&h->kind, name, h->pace.kinds++);
}

/* No case costs more than what all weights together make of it. */
static int64_t dearest(const struct zp_policy *p)
{
	int64_t terms = (int64_t)p->w_specialty + p->w_language +
	    p->w_expert + p->w_woman + p->w_continuity + p->w_wish +
	    p->w_rural + p->w_distance + p->w_quality + p->w_experience +
	    p->w_steer + (int64_t)p->annual_cap * p->w_load;

	return terms < ZP_PRICE_MOST / 2 ? terms : ZP_PRICE_MOST / 2;
}

static void start_centre(struct zp_ahead *h, const struct zp_centre *at,
    struct centre *c, const struct zp_policy *p)
{
	struct zp_futures_opt o = { .futures = p->futures, .seed = p->seed,
		.m = (int32_t)at->pool_n, .wait = 2 * dearest(p),
		.year = h->days, .pace = &h->pace };

	c->f = zp_futures_new(h->arena, &o);
	c->told = zp_arena_calloc(h->arena, at->pool_n, sizeof(*c->told));
	c->kind = zp_arena_calloc(h->arena, at->pool_n, sizeof(*c->kind));
	c->day = -1;
	for (uint32_t k = 0; k < at->pool_n; k++)
		h->place[at->pool[k]] = (int32_t)k;
}

static void start(struct zp_ahead *h, const struct zp_registry *reg,
    const struct zp_policy *p, int32_t year)
{
	zp_ahead_forget(h);
	h->year = year;
	memcpy(h->rule_set, p->rule_set, sizeof(h->rule_set));
	h->start = zp_date_of(year, 1, 1);
	h->days = zp_date_of(year + 1, 1, 1).day - h->start.day;
	h->today = ZP_DATE_NONE;
	h->kind_name = zp_arena_calloc(h->arena, reg->matters + 2,
	    sizeof(*h->kind_name));
	add_kind(h, "");
	add_kind(h, grave);
	for (uint32_t i = 0; i < reg->matters; i++)
		add_kind(h, reg->matter[i].specialty);
	h->pace.before = zp_arena_calloc(h->arena, (size_t)h->pace.kinds,
	    sizeof(int32_t));
	h->pace.now = zp_arena_calloc(h->arena, (size_t)h->pace.kinds,
	    sizeof(int32_t));
	h->place = zp_arena_calloc(h->arena, reg->counsels,
	    sizeof(*h->place));
	h->centre = zp_arena_calloc(h->arena, reg->centres,
	    sizeof(*h->centre));
	for (uint32_t i = 0; i < reg->centres; i++)
		start_centre(h, &reg->centre[i], &h->centre[i], p);
}

/* --- its cases --- */

/* A walk over the cases of the world: those new to us, by the term in which
 * they are first drawn from. */
struct walk {
	struct zp_ahead *h;
	const struct zp_registry *reg;
	struct zp_arena *tmp;
	struct fresh { const char *no; struct fresh *next; } *fresh[TERMS + 1];
	uint32_t n[TERMS + 1];
};

/* The first day of a term, counted from 0. */
static int32_t term_day(const struct zp_ahead *h, int32_t term)
{
	return (term * h->days + TERMS - 1) / TERMS;
}

/* -1: of no interest.  0: last year.  Else the term after `day`. */
static int32_t term_of(const struct zp_ahead *h, int32_t day)
{
	int32_t term = 1;

	if (day < 0)
		return day + h->start.day >= zp_date_add_years(h->start,
		    -1).day ? 0 : -1;
	while (term_day(h, term) <= day)
		term++;
	return term;
}

static int32_t kind_of(const struct zp_ahead *h,
    const struct zp_registry *reg, const struct zp_case *c)
{
	int32_t m = zp_registry_find(reg, ZP_T_MATTERS, c->matter_code);

	if (m < 0)
		return 0;
	if (reg->matter[m].category == ZP_CRIMINAL &&
	    (c->possible_sentence == ZP_SENTENCE_LIFE ||
	    c->possible_sentence == ZP_SENTENCE_DEATH))
		return zp_strmap_get(&h->kind, grave);
	return zp_strmap_get(&h->kind, reg->matter[m].specialty);
}

static void look_at(void *arg, const struct zp_case *c, enum zp_case_state s,
    int32_t handling, struct zp_wall since)
{
	struct walk *w = arg;
	struct zp_ahead *h = w->h;
	struct zp_date d = zp_wall_date(c->approved_at);
	int32_t day, term;
	struct fresh *f;

	(void)since;
	if (s == ZP_CS_SCHEDULED || handling < 0 || !zp_date_known(d) ||
	    zp_date_cmp(d, h->today) >= 0)
		return;
	day = d.day - h->start.day;
	if ((term = term_of(h, day)) < 0)
		return;
	(term == 0 ? h->pace.before : h->pace.now)[kind_of(h, w->reg, c)]++;
	if (term_day(h, term) > h->today.day - h->start.day ||
	    zp_strmap_get(&h->known, c->case_no) >= 0)
		return;
	f = zp_arena_alloc(w->tmp, sizeof(*f));
	*f = (struct fresh){ c->case_no, w->fresh[term] };
	w->fresh[term] = f;
	w->n[term]++;
}

/* Tell the futures of its centre about case i of a view. */
static void learn(struct zp_ahead *h, struct zp_view *v,
    const struct zp_policy *p, uint32_t i, struct zp_arc *arc)
{
	const struct zp_view_case *vc = &v->at[i];
	struct centre *at = &h->centre[vc->handling];
	const struct zp_centre *pool = &v->reg->centre[vc->handling];
	int32_t day = zp_wall_date(vc->c.approved_at).day - h->start.day;
	char *no = zp_arena_strdup(h->arena, vc->c.case_no);
	struct source *s = zp_arena_alloc(h->arena, sizeof(*s));
	struct zp_arc *own;
	struct zp_ctx x;

	zp_ctx_case(&x, v, p, i, ZP_LEAD);
	s->kind = kind_of(h, v->reg, &vc->c);
	for (uint32_t k = 0; k < pool->pool_n; k++) {
		int64_t cost;

		zp_ctx_person(&x, pool->pool[k]);
		if ((zp_rules_deny(&x, NULL) & ~PASSING) != 0)
			continue;
		cost = zp_rules_cost(&x, NULL);
		arc[s->n++] = (struct zp_arc){ (int32_t)k,
		    cost < ZP_PRICE_MOST ? cost : ZP_PRICE_MOST };
	}
	own = zp_arena_calloc(h->arena, (size_t)s->n, sizeof(*own));
	if (s->n > 0)
		memcpy(own, arc, (size_t)s->n * sizeof(*own));
	s->arc = own;
	s->nth = zp_futures_case(at->f, zp_hash_str(ZP_HASH_INIT, no),
	    s->kind, day < 0 ? -1 : day, arc, s->n);
	s->next = at->first;
	at->first = s;
	at->before += day < 0;
	at->day = -1;
	zp_strmap_put(&h->known, no, 0);
}

/* The cases first drawn from in one term, judged on its first day as if
 * nobody had done anything. */
static void learn_term(struct zp_ahead *h, const struct zp_world *w,
    const struct zp_policy *p, const struct walk *walk, int32_t term)
{
	uint32_t n = 0;
	const char **no = zp_arena_calloc(walk->tmp, walk->n[term],
	    sizeof(*no));
	const struct zp_registry *reg = walk->reg;
	struct zp_counsel_state *st;
	struct zp_arc *arc;
	struct zp_view *v;

	if (walk->n[term] == 0)
		return;
	for (const struct fresh *f = walk->fresh[term]; f != NULL; f = f->next)
		no[n++] = f->no;
	v = zp_world_view(w, no, n, zp_date_start(zp_date_add(h->start,
	    term_day(h, term))), p, walk->tmp);
	st = zp_arena_calloc(walk->tmp, reg->counsels, sizeof(*st));
	for (uint32_t k = 0; k < reg->counsels; k++)
		st[k].licence_no = reg->counsel[k].licence_no;
	v->counsel = st;
	v->centre = zp_arena_calloc(walk->tmp, reg->centres,
	    sizeof(*v->centre));
	arc = zp_arena_calloc(walk->tmp, reg->counsels, sizeof(*arc));
	for (uint32_t i = 0; i < n; i++) {
		v->at[i].links = 0;
		learn(h, v, p, i, arc);
	}
}

/* It is another week: what is known by now. */
static void look_around(struct zp_ahead *h, const struct zp_world *w,
    const struct zp_registry *reg, const struct zp_policy *p)
{
	struct walk walk = { .h = h, .reg = reg, .tmp = zp_arena_new() };
	size_t size = (size_t)h->pace.kinds * sizeof(int32_t);

	memset(h->pace.before, 0, size);
	memset(h->pace.now, 0, size);
	zp_world_each_case(w, look_at, &walk);
	for (int32_t term = 0; term <= TERMS; term++)
		learn_term(h, w, p, &walk, term);
	zp_arena_free(walk.tmp);
}

/* --- prices --- */

/* Whose time is left, and what the next case costs him. */
static void seat(struct zp_ahead *h, const struct zp_view *v,
    struct centre *at, int32_t c, struct zp_price now)
{
	int32_t k = h->place[c];
	struct zp_price *told = &at->told[k];

	if (v->reg->counsel[c].status != ZP_ACTIVE)
		now.room = 0;
	if (now.room == told->room && now.base == told->base &&
	    now.slope == told->slope)
		return;
	*told = now;
	zp_futures_counsel(at->f, k, now.room, now.base, now.slope);
}

/* For what kind of case each is needed most: a case that n people could take
 * needs each by a part of n. */
static void find_kinds(struct zp_ahead *h, struct centre *at, uint32_t pool_n)
{
	struct zp_arena *tmp = zp_arena_new();
	size_t kinds = (size_t)h->pace.kinds;
	int64_t *need = zp_arena_calloc(tmp, pool_n * kinds, sizeof(*need));

	for (const struct source *s = at->first; s != NULL; s = s->next)
		for (int32_t k = 0; k < s->n; k++)
			need[(size_t)s->arc[k].counsel * kinds +
			    (size_t)s->kind] += 1000 *
			    zp_futures_copies(at->f, s->nth) / s->n;
	for (uint32_t k = 0; k < pool_n; k++) {
		at->kind[k] = 0;
		for (size_t i = 1; i < kinds; i++)
			if (need[k * kinds + i] >
			    need[k * kinds + (size_t)at->kind[k]])
				at->kind[k] = (int32_t)i;
	}
	zp_arena_free(tmp);
}

static void mark_centre(struct zp_ahead *h, const struct zp_view *v,
    const struct zp_policy *p, int32_t centre, struct zp_counsel_state *st,
    struct zp_arena *a)
{
	const struct zp_centre *pool = &v->reg->centre[centre];
	struct centre *at = &h->centre[centre];
	int32_t day = h->today.day - h->start.day;
	struct zp_policy year = *p;	/* which ends even anyway */
	struct zp_price *price;

	year.w_even = 0;
	price = zp_arena_calloc(a, v->reg->counsels, sizeof(*price));
	zp_price_people(v, &year, centre, a, price);
	for (uint32_t k = 0; k < pool->pool_n; k++)
		seat(h, v, at, pool->pool[k], price[pool->pool[k]]);
	if (at->day != day) {
		zp_futures_at(at->f, day);
		find_kinds(h, at, pool->pool_n);
	}
	at->day = day;
	for (uint32_t k = 0; k < pool->pool_n; k++) {
		int32_t c = pool->pool[k];
		int64_t more;

		if (at->told[k].room <= 0)
			continue;
		more = zp_futures_price(at->f, (int32_t)k) - price[c].base;
		if (more <= 0)
			continue;
		st[c].ahead = more < ZP_PRICE_MOST ? more : ZP_PRICE_MOST;
		st[c].ahead_kind = h->kind_name[at->kind[k]];
		st[c].ahead_n = zp_futures_expected(at->f, at->kind[k]);
	}
}

static struct zp_counsel_state *own_states(const struct zp_view *v,
    struct zp_arena *a)
{
	size_t size = v->reg->counsels * sizeof(*v->counsel);
	struct zp_counsel_state *own = zp_arena_alloc(a, size);

	memcpy(own, v->counsel, size);
	return own;
}

void zp_ahead_mark(struct zp_ahead *h, const struct zp_world *w,
    struct zp_view *v, const struct zp_policy *p, struct zp_arena *a)
{
	const struct zp_registry *reg = v->reg;
	struct zp_date today = zp_wall_date(v->now);
	struct zp_counsel_state *own = NULL;
	bool *done;
	int year;

	if (p->futures <= 0)
		return;
	zp_date_split(today, &year, NULL, NULL);
	if (h->year != year || strcmp(h->rule_set, p->rule_set) != 0)
		start(h, reg, p, year);
	today = zp_date_add(today, -((today.day - h->start.day) % 7));
	if (zp_date_cmp(h->today, today) != 0) {
		h->today = today;
		look_around(h, w, reg, p);
	}
	done = zp_arena_calloc(a, reg->centres, sizeof(*done));
	for (uint32_t i = 0; i < v->n; i++) {
		int32_t centre = v->at[i].handling;

		if (centre < 0 || done[centre] ||
		    h->centre[centre].before == 0)
			continue;
		done[centre] = true;
		if (own == NULL)
			own = own_states(v, a);
		mark_centre(h, v, p, centre, own, a);
	}
	if (own != NULL)
		v->counsel = own;
}
