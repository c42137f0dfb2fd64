/* engine/audit.c - counts, expectations, and years drawn by chance. */
#include <stdlib.h>
#include <string.h>

#include "zhipaid/audit.h"
#include "zhipaid/hash.h"
#include "zhipaid/ledger.h"

enum { TRIALS = 999, FEWEST = 99, DRAWS = 8000000 };
#define ONE (INT64_C(1) << 20)		/* a case, in expectations */

/* A case as it is drawn: cumulated capacity of those admitted; the first
 * `alike` of them have the specialty if the lead has it, and only then. */
struct draw {
	uint32_t kind;
	int32_t *who, *upto;		/* positions in the centre's people */
	uint32_t n, alike;
};
/* One centre at work.  Tables of kinds x people, drawn among those alike,
 * and two rows more: their total, and one drawn among all admitted. */
struct work {
	const struct zp_audit_input *in;
	struct zp_audit_centre *out;
	struct draw *draw;
	int32_t *position;		/* of counsel in out->at; -1 */
	int32_t *cap;			/* of the people */
	int32_t *real, *count;		/* cases: as it was, in a trial */
	uint32_t fit, all;		/* the last two rows */
	int64_t *expected;		/* 1/ONE case */
	int64_t *target;		/* by person, 1/ONE case */
	int64_t *apart;			/* of the real year, per row */
	int64_t off_target;
};

static int32_t in_thousandths(int64_t x)
{
	return (int32_t)((x * 1000 + ONE / 2) / ONE);
}

/* --- people and kinds --- */

static void add_person(struct work *w, int32_t counsel)
{
	if (counsel < 0 || w->position[counsel] >= 0)
		return;
	w->position[counsel] = (int32_t)w->out->n;
	w->out->at[w->out->n++].counsel = counsel;
}

static int by_counsel(const void *pa, const void *pb)
{
	const struct zp_audit_person *a = pa, *b = pb;

	return (a->counsel > b->counsel) - (a->counsel < b->counsel);
}

static bool mine(const struct work *w, uint32_t i)
{
	return w->in->cs[i].centre == w->out->centre;
}

/* The pool, and who else was admitted or got something. */
static void find_people(struct work *w, struct zp_arena *a)
{
	const struct zp_registry *reg = w->in->reg;
	const struct zp_centre *at = &reg->centre[w->out->centre];

	w->position = zp_arena_calloc(a, reg->counsels,
	    sizeof(*w->position));
	memset(w->position, 0xff, reg->counsels * sizeof(*w->position));
	w->out->at = zp_arena_calloc(a, reg->counsels, sizeof(*w->out->at));
	for (uint32_t k = 0; k < at->pool_n; k++)
		add_person(w, at->pool[k]);
	for (uint32_t i = 0; i < w->in->cases; i++) {
		if (!mine(w, i))
			continue;
		add_person(w, w->in->cs[i].lead);
		for (uint32_t k = 0; k < w->in->cs[i].n; k++)
			add_person(w, w->in->cs[i].who[k]);
	}
	if (w->out->n > 1)
		qsort(w->out->at, w->out->n, sizeof(*w->out->at),
		    by_counsel);
	w->cap = zp_arena_calloc(a, w->out->n, sizeof(*w->cap));
	for (uint32_t k = 0; k < w->out->n; k++) {
		int32_t c = w->out->at[k].counsel;
		int32_t cap = zp_ledger_cap(w->in->p, &reg->counsel[c]);

		w->position[c] = (int32_t)k;
		w->cap[k] = cap > 0 ? cap : 1;
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void find_kinds(struct work *w, struct zp_arena *a)
{
	const char **kind = zp_arena_calloc(a, w->in->cases, sizeof(*kind));
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->in->cases; i++)
		if (mine(w, i))
			kind[n++] = w->in->cs[i].kind;
	w->out->cases = (int32_t)n;
	qsort(kind, n, sizeof(*kind), by_text);
	w->out->kind = zp_arena_calloc(a, n, sizeof(*w->out->kind));
	for (uint32_t i = 0; i < n; i++) {
		struct zp_audit_kind *k = w->out->kind;

		if (w->out->kinds == 0 || strcmp(kind[i],
		    k[w->out->kinds - 1].kind) != 0)
			k[w->out->kinds++].kind = kind[i];
		k[w->out->kinds - 1].cases++;
	}
}

/* --- expectations --- */

static uint32_t kind_of(const struct work *w, const char *kind)
{
	uint32_t k = 0;

	while (strcmp(w->out->kind[k].kind, kind) != 0)
		k++;
	return k;
}

static bool fits(const struct work *w, int32_t counsel, const char *kind)
{
	return zp_list_has(&w->in->reg->counsel[counsel].specialties, kind);
}

static void add_way(const struct work *w, struct draw *d, int32_t counsel)
{
	int32_t upto = d->n > 0 ? d->upto[d->n - 1] : 0;

	d->who[d->n] = w->position[counsel];
	d->upto[d->n] = upto + w->cap[d->who[d->n]];
	d->n++;
}

/* Whom a case could go to: of those stored, else of the pool; the lead is
 * one of them even if a person named him against a rule. */
static void make_draw(struct work *w, const struct zp_audit_case *cs,
    struct draw *d, struct zp_arena *a)
{
	const struct zp_centre *at = &w->in->reg->centre[w->out->centre];
	const int32_t *who = cs->n > 0 ? cs->who : at->pool;
	uint32_t n = cs->n > 0 ? cs->n : at->pool_n;
	bool fit = fits(w, cs->lead, cs->kind);

	d->kind = kind_of(w, cs->kind);
	d->who = zp_arena_calloc(a, n + 1, sizeof(*d->who));
	d->upto = zp_arena_calloc(a, n + 1, sizeof(*d->upto));
	add_way(w, d, cs->lead);
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t k = 0; k < n; k++)
			if (who[k] != cs->lead &&
			    (fits(w, who[k], cs->kind) == fit) == (pass == 0))
				add_way(w, d, who[k]);
		if (pass == 0)
			d->alike = d->n;
	}
}

static int32_t *row(const struct work *w, int32_t *table, uint32_t kind)
{
	return table + (size_t)kind * w->out->n;
}

static void expect(struct work *w, const struct draw *d)
{
	int64_t all = d->upto[d->n - 1], alike = d->upto[d->alike - 1];
	int64_t *mine = w->expected + (size_t)d->kind * w->out->n;
	int64_t *fit = w->expected + (size_t)w->fit * w->out->n;
	int64_t *total = w->expected + (size_t)w->all * w->out->n;

	for (uint32_t k = 0; k < d->n; k++) {
		int32_t who = d->who[k];

		if (k < d->alike) {
			mine[who] += ONE * w->cap[who] / alike;
			fit[who] += ONE * w->cap[who] / alike;
		}
		total[who] += ONE * w->cap[who] / all;
		w->out->at[who].chances++;
	}
}

/* One of those alike gets a case. */
static void took(const struct work *w, int32_t *table, uint32_t kind,
    int32_t person)
{
	row(w, table, kind)[person]++;
	row(w, table, w->fit)[person]++;
}

static void make_tables(struct work *w, struct zp_arena *a)
{
	size_t cells = ((size_t)w->out->kinds + 2) * w->out->n;
	uint32_t n = 0;

	w->fit = w->out->kinds;
	w->all = w->fit + 1;

	w->draw = zp_arena_calloc(a, (size_t)w->out->cases, sizeof(*w->draw));
	w->real = zp_arena_calloc(a, cells, sizeof(*w->real));
	w->count = zp_arena_calloc(a, cells, sizeof(*w->count));
	w->expected = zp_arena_calloc(a, cells, sizeof(*w->expected));
	w->target = zp_arena_calloc(a, w->out->n, sizeof(*w->target));
	w->apart = zp_arena_calloc(a, w->out->kinds + 2,
	    sizeof(*w->apart));
	for (uint32_t i = 0; i < w->in->cases; i++) {
		const struct zp_audit_case *cs = &w->in->cs[i];

		if (!mine(w, i))
			continue;
		make_draw(w, cs, &w->draw[n], a);
		expect(w, &w->draw[n]);
		took(w, w->real, w->draw[n].kind, w->position[cs->lead]);
		row(w, w->real, w->all)[w->position[cs->lead]]++;
		n++;
	}
}

/* Twice what would have to change hands to make one the other, 1/ONE. */
static int64_t apart(const struct work *w, const int32_t *got,
    const int64_t *want)
{
	int64_t sum = 0;

	for (uint32_t k = 0; k < w->out->n; k++)
		sum += llabs(got[k] * ONE - want[k]);
	return sum;
}

static int64_t spread(const struct work *w, int32_t *table, uint32_t kind)
{
	return apart(w, row(w, table, kind), w->expected +
	    (size_t)kind * w->out->n);
}

/* --- years by chance --- */

/* One of the first n of a draw, by 32 random bits. */
static int32_t draw_one(const struct draw *d, uint32_t n, uint64_t random)
{
	int32_t x = (int32_t)((random & UINT32_MAX) *
	    (uint64_t)d->upto[n - 1] >> 32);
	uint32_t low = 0, high = n - 1;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (d->upto[mid] > x)
			high = mid;
		else
			low = mid + 1;
	}
	return d->who[low];
}

static void rank(struct zp_audit_rank *r, int64_t trial, int64_t real)
{
	r->more += trial >= real;
	r->less += trial <= real;
}

static struct zp_audit_rank *rank_of(const struct work *w, uint32_t kind)
{
	struct zp_audit_centre *o = w->out;

	return kind == w->all ? &o->rank : kind == w->fit ? &o->fit :
	    &o->kind[kind].rank;
}

static void one_year(struct work *w, uint64_t *random)
{
	struct zp_audit_centre *o = w->out;

	memset(w->count, 0, ((size_t)o->kinds + 2) * o->n *
	    sizeof(*w->count));
	for (int32_t i = 0; i < o->cases; i++) {
		const struct draw *d = &w->draw[i];
		uint64_t x = zp_hash_mix(*random +=
		    UINT64_C(0x9e3779b97f4a7c15));

		took(w, w->count, d->kind, draw_one(d, d->alike, x));
		row(w, w->count, w->all)[draw_one(d, d->n, x >> 32)]++;
	}
	for (uint32_t k = 0; k <= w->all; k++)
		rank(rank_of(w, k), spread(w, w->count, k), w->apart[k]);
	rank(&o->near, apart(w, row(w, w->count, w->all), w->target),
	    w->off_target);
	for (uint32_t k = 0; k < o->n; k++) {
		int32_t got = row(w, w->real, w->all)[k];

		rank(&o->at[k].rank, row(w, w->count, w->all)[k], got);
		rank(&o->at[k].fit, row(w, w->count, w->fit)[k], got);
	}
}

static void play(struct work *w, int32_t trials)
{
	struct zp_audit_centre *o = w->out;
	uint64_t random = zp_hash_str(zp_hash_mix(w->in->p->seed),
	    w->in->reg->centre[o->centre].code);
	const struct zp_audit_rank self = { 1, 1 };

	for (uint32_t k = 0; k <= w->all; k++) {
		w->apart[k] = spread(w, w->real, k);
		*rank_of(w, k) = self;
	}
	w->off_target = apart(w, row(w, w->real, w->all), w->target);
	o->near = self;
	for (uint32_t k = 0; k < o->n; k++)
		o->at[k].rank = o->at[k].fit = self;
	for (int32_t t = 0; t < trials; t++)
		one_year(w, &random);
	o->apart = in_thousandths(w->apart[w->all] / 2);
	o->off_target = in_thousandths(w->off_target / 2);
}

/* --- what is told of it --- */

static void tell_people(struct work *w)
{
	struct zp_audit_centre *o = w->out;

	o->top = -1;
	for (uint32_t k = 0; k < o->n; k++) {
		struct zp_audit_person *x = &o->at[k];

		x->got = row(w, w->real, w->all)[k];
		x->expected = in_thousandths(w->expected[w->all * o->n + k]);
		x->alike = in_thousandths(w->expected[w->fit * o->n + k]);
		if (x->got > 0 && (o->top < 0 || x->got > o->at[o->top].got))
			o->top = (int32_t)k;
	}
}

static void tell_juniors(struct work *w)
{
	for (uint32_t i = 0; i < w->in->juniors; i++) {
		const struct zp_audit_junior *x = &w->in->junior[i];

		if (x->centre == w->out->centre &&
		    w->position[x->counsel] >= 0)
			w->out->at[w->position[x->counsel]].juniors += x->n;
	}
}

static void tell_kinds(struct work *w)
{
	struct zp_audit_centre *o = w->out;

	for (uint32_t i = 0; i < o->kinds; i++) {
		struct zp_audit_kind *x = &o->kind[i];
		int64_t most = INT64_MIN;

		for (uint32_t k = 0; k < o->n; k++) {
			int64_t want = w->expected[i * o->n + k];
			int32_t got = row(w, w->real, i)[k];

			if (got * ONE - want <= most)
				continue;
			most = got * ONE - want;
			x->top = o->at[k].counsel;
			x->got = got;
			x->expected = in_thousandths(want);
		}
	}
}

/* Targets by capacity and days there, and Gini of counts over them. */
static void find_targets(struct work *w, struct zp_arena *a)
{
	const struct zp_registry *reg = w->in->reg;
	struct zp_audit_centre *o = w->out;
	const struct zp_centre *at = &reg->centre[o->centre];
	struct zp_share *share = zp_arena_calloc(a, at->pool_n,
	    sizeof(*share));
	struct zp_pool pool = zp_ledger_pool(reg, w->in->p,
	    zp_arena_calloc(a, reg->counsels,
	    sizeof(struct zp_counsel_state)), o->centre,
	    (struct zp_span){ w->in->from, zp_date_add(w->in->to, 1) },
	    share);
	int64_t *x = zp_arena_calloc(a, at->pool_n, sizeof(*x));
	int64_t sum = 0, apart = 0;
	uint32_t n = 0;

	for (uint32_t k = 0; k < at->pool_n; k++) {
		int64_t capacity = (int64_t)share[k].cap * share[k].here;
		struct zp_audit_person *who = &o->at[w->position[at->pool[k]]];

		who->counts = share[k].counts && capacity > 0;
		if (!who->counts)
			continue;
		w->target[w->position[at->pool[k]]] =
		    ONE * o->cases * capacity / pool.capacity;
		who->target = in_thousandths(
		    w->target[w->position[at->pool[k]]]);
		x[n] = who->got * pool.capacity / capacity;
		for (uint32_t i = 0; i < n; i++)
			apart += llabs(x[n] - x[i]);
		sum += x[n++];
	}
	o->gini = sum > 0 ? (int32_t)(apart * 1000 / (n * sum)) : 0;
}

/* Sum of squared shares, 10000: one person has all. */
static void tell_hhi(struct work *w)
{
	struct zp_audit_centre *o = w->out;
	int64_t all = o->cases, got = 0, want = 0;

	for (uint32_t k = 0; k < o->n; k++) {
		got += (int64_t)o->at[k].got * o->at[k].got;
		want += (int64_t)o->at[k].expected * o->at[k].expected;
	}
	o->hhi = (int32_t)(got * 10000 / (all * all));
	o->hhi_expected = (int32_t)(want / (all * all * 100));
}

static void one_centre(const struct zp_audit *au,
    struct zp_audit_centre *out, struct zp_arena *a)
{
	struct work w = { .in = &au->in, .out = out };

	find_people(&w, a);
	find_kinds(&w, a);
	make_tables(&w, a);
	tell_people(&w);
	tell_juniors(&w);
	tell_kinds(&w);
	find_targets(&w, a);
	tell_hhi(&w);
	play(&w, au->trials);
}

struct zp_audit *zp_audit(const struct zp_audit_input *in,
    struct zp_arena *a)
{
	struct zp_audit *au = zp_arena_alloc(a, sizeof(*au));
	int32_t *cases = zp_arena_calloc(a, in->reg->centres,
	    sizeof(*cases));

	*au = (struct zp_audit){ .in = *in, .at = zp_arena_calloc(a,
	    in->reg->centres, sizeof(*au->at)) };
	au->trials = in->cases == 0 ? TRIALS : (int32_t)(DRAWS / in->cases);
	if (au->trials > TRIALS)
		au->trials = TRIALS;
	if (au->trials < FEWEST)
		au->trials = FEWEST;
	for (uint32_t i = 0; i < in->cases; i++)
		cases[in->cs[i].centre]++;
	for (uint32_t k = 0; k < in->reg->centres; k++) {
		if (cases[k] == 0)
			continue;
		au->at[au->n].centre = (int32_t)k;
		one_centre(au, &au->at[au->n++], a);
	}
	return au;
}
