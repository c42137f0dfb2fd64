/* engine/futures.c - sampled futures, each an optimal assignment. */
#include <string.h>

#include "zhipaid/futures.h"
#include "zhipaid/hash.h"

#define COPIES 4	/* of a case in a future, at most */
#define PRIOR 50	/* cases that speak for last year's pace */
#define TERMS ZP_FUTURES_TERMS
#define ONE (UINT64_C(1) << 32)
#define PACE_MOST (3 << 16)

struct source {		/* a case to draw from */
	zp_packed_arc *arc;
	int32_t n, kind;
	int32_t at;	/* when it came this year; -1: last year */
	uint64_t least, most;	/* as often it may come with these draws */
};
struct draw {		/* of one source in one future */
	uint32_t u;	/* uniform */
	int32_t copies;
	int32_t held[COPIES];	/* their numbers in the kernel */
};
struct zp_futures {
	struct zp_arena *arena;
	struct zp_futures_opt o;
	struct zp_kernel **kernel;	/* one for each future */
	struct draw *draw;		/* source, future */
	struct source *source;
	int32_t sources, cap;
	uint64_t *often;		/* kind: of last year's cases */
	int32_t *copies;		/* kind: in all futures drawn */
	int32_t drawn;			/* futures in use, from the first */
};

struct zp_futures *zp_futures_new(struct zp_arena *a,
    const struct zp_futures_opt *o)
{
	struct zp_futures *f = zp_arena_calloc(a, 1, sizeof(*f));
	size_t k = (size_t)o->futures, kinds = (size_t)o->pace->kinds;

	ZP_ASSERT(o->futures > 0 && o->futures <= ZP_FUTURES_MAX);
	ZP_ASSERT(o->year > 0 && o->year <= ZP_FUTURES_YEAR);
	f->arena = a;
	f->o = *o;
	f->kernel = zp_arena_calloc(a, k, sizeof(struct zp_kernel *));
	f->often = zp_arena_calloc(a, kinds, sizeof(*f->often));
	f->copies = zp_arena_calloc(a, kinds, sizeof(*f->copies));
	for (size_t i = 0; i < k; i++)
		f->kernel[i] = zp_kernel_new(a, o->m);
	return f;
}

void zp_futures_counsel(struct zp_futures *f, int32_t c, int32_t room,
    int64_t base, int64_t slope)
{
	for (int32_t i = 0; i < f->o.futures; i++)
		zp_kernel_counsel(f->kernel[i], c, room, base, slope);
}

static struct draw *draw_of(const struct zp_futures *f, int32_t source,
    int32_t future)
{
	return &f->draw[(size_t)source * (size_t)f->o.futures +
	    (size_t)future];
}

static void *twice(struct zp_arena *a, const void *old, int32_t n,
    int32_t to, size_t size)
{
	void *p = zp_arena_calloc(a, (size_t)to, size);

	if (n > 0)
		memcpy(p, old, (size_t)n * size);
	return p;
}

static void grow(struct zp_futures *f)
{
	int32_t to = f->cap > 0 ? 2 * f->cap : 64;

	f->source = twice(f->arena, f->source, f->cap, to,
	    sizeof(*f->source));
	f->draw = twice(f->arena, f->draw, f->cap, to,
	    (size_t)f->o.futures * sizeof(*f->draw));
	f->cap = to;
}

/* 0, 1/2, 1/4, 3/4, 1/8, ... in 1/2^32: the first two, four or eight
 * futures have about their share of each case. */
static uint32_t stratum(int32_t i)
{
	uint32_t u = 0;

	for (int32_t bit = 31; i > 0; bit--, i >>= 1)
		u |= (uint32_t)(i & 1) << bit;
	return u;
}

int32_t zp_futures_case(struct zp_futures *f, uint64_t key, int32_t kind,
    int32_t at, const struct zp_arc *arc, int32_t n)
{
	uint32_t u = (uint32_t)zp_hash_mix(key ^ zp_hash_mix(f->o.seed));
	struct source *s;

	ZP_ASSERT(kind >= 0 && kind < f->o.pace->kinds);
	if (f->sources == f->cap)
		grow(f);
	for (int32_t i = 0; i < f->o.futures; i++)
		draw_of(f, f->sources, i)->u = u + stratum(i);
	s = &f->source[f->sources++];
	*s = (struct source){ .n = n, .kind = kind, .at = at,
	    .arc = zp_arena_calloc(f->arena, (size_t)n,
	    sizeof(*s->arc)) };
	for (int32_t i = 0; i < n; i++)
		s->arc[i] = zp_arc_pack(arc[i].counsel, arc[i].cost);
	return f->sources - 1;
}

/* (now + prior) / (what last year had by now + PRIOR) in 1/2^16. */
static int64_t pace(const struct zp_futures *f, int32_t elapsed,
    int64_t before, int64_t now, int64_t prior)
{
	int64_t by_now = (before << 16) / f->o.year * elapsed;
	int64_t r = (((now << 16) + prior) << 16) / (by_now + (PRIOR << 16));

	return r < PACE_MOST ? r : PACE_MOST;
}

/* How often a case of this year, and of last year by kind, is still to
 * come, in 1/2^32.  A kind's pace leans on that of all. */
static uint64_t rates(struct zp_futures *f, int32_t elapsed, int32_t known)
{
	const struct zp_pace *p = f->o.pace;
	uint64_t left = (uint64_t)(f->o.year - elapsed), q;
	int64_t before = 0, now = 0, all;

	q = (uint64_t)(ZP_FUTURES_MORE * ONE) * left /
	    (uint64_t)(f->o.year + known);
	for (int32_t i = 0; i < p->kinds; i++) {
		before += p->before[i];
		now += p->now[i];
	}
	all = pace(f, elapsed, before, now, PRIOR << 16);
	for (int32_t i = 0; i < p->kinds; i++)
		f->often[i] = (q * (uint64_t)pace(f, elapsed, p->before[i],
		    p->now[i], PRIOR * all)) >> 16;
	return q;
}

/* Early in the year the futures are large and all nearly last year: one
 * will do, and more join with each term. */
static int32_t drawn(const struct zp_futures *f, int32_t term)
{
	int32_t n = 1 + (f->o.futures - 1) * term / (TERMS - 1);

	return n < f->o.futures ? n : f->o.futures;
}

/* So many copies of source s in future i. */
static void draw(struct zp_futures *f, int32_t i, const struct source *s,
    struct draw *d, int32_t want)
{
	ZP_ASSERT(want <= COPIES);
	f->copies[s->kind] += want - d->copies;
	while (d->copies > want)
		zp_kernel_withdraw(f->kernel[i], d->held[--d->copies]);
	while (d->copies < want)
		d->held[d->copies++] = zp_kernel_lend(f->kernel[i], s->arc,
		    s->n, -1, f->o.wait);
}

/* Source j is still to come so often, in 1/2^32. */
static void draw_source(struct zp_futures *f, int32_t j, uint64_t often)
{
	struct source *s = &f->source[j];
	struct draw *d = draw_of(f, j, 0);
	uint64_t down = often, up = ONE - 1;

	for (int32_t i = 0; i < f->o.futures; i++) {
		uint64_t at = i < f->drawn ? often + d[i].u : 0;
		int32_t want = (int32_t)(at >> 32);
		uint64_t part = at & (ONE - 1);

		if (want != d[i].copies)
			draw(f, i, s, &d[i], want);
		if (i < f->drawn && part < down)
			down = part;
		if (i < f->drawn && ONE - 1 - part < up)
			up = ONE - 1 - part;
	}
	s->least = often - down;
	s->most = often + up;
}

void zp_futures_at(struct zp_futures *f, int32_t elapsed)
{
	int32_t term = (int32_t)((int64_t)elapsed * TERMS / f->o.year);
	int32_t known = (int32_t)((int64_t)term * f->o.year / TERMS);
	bool all = f->drawn != drawn(f, term);
	uint64_t q;

	ZP_ASSERT(elapsed >= 0 && elapsed <= f->o.year);
	q = rates(f, elapsed, known);
	f->drawn = drawn(f, term);
	for (int32_t j = 0; j < f->sources; j++) {
		const struct source *s = &f->source[j];
		uint64_t often = s->at >= known ? 0 :
		    s->at < 0 ? f->often[s->kind] : q;

		if (all || often < s->least || often > s->most)
			draw_source(f, j, often);
	}
}

int64_t zp_futures_price(struct zp_futures *f, int32_t c)
{
	int64_t sum = 0;

	for (int32_t i = 0; i < f->drawn; i++) {
		int64_t x = zp_kernel_marginal(f->kernel[i], c);

		sum += x < f->o.wait ? x : f->o.wait;
	}
	return sum / f->drawn;
}

int64_t zp_futures_at_least(const struct zp_futures *f, int32_t c)
{
	int64_t sum = 0;

	for (int32_t i = 0; i < f->drawn; i++) {
		int64_t x = zp_kernel_price(f->kernel[i], c);

		sum += x < f->o.wait ? x : f->o.wait;
	}
	return sum / f->drawn;
}

int32_t zp_futures_expected(const struct zp_futures *f, int32_t kind)
{
	int32_t n = 0;

	for (int32_t i = 0; i < f->o.pace->kinds; i++)
		if (kind < 0 || kind == i)
			n += f->copies[i];
	return (n + f->drawn / 2) / f->drawn;
}

int32_t zp_futures_copies(const struct zp_futures *f, int32_t i)
{
	int32_t n = 0;

	ZP_ASSERT(i >= 0 && i < f->sources);
	for (int32_t k = 0; k < f->drawn; k++)
		n += draw_of(f, i, k)->copies;
	return n;
}
