/*
 * zhipai-online - decide a year's cases one by one, against hindsight.
 *
 * The first half of the file is last year, the second half is decided.  One
 * line tells how many went without counsel and what the rest cost: their
 * arcs, and 1+2+...+load for each person; beside it what an optimum in
 * hindsight would have had (as many served as possible, at least cost).
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "online.h"
#include "zhipaid/futures.h"
#include "zhipaid/hash.h"

#define MILLI 1000

enum policy { LOOKAHEAD, MARGINAL, LEAST, ROTATE, POLICIES };
static const char *const policy_name[POLICIES] = { "lookahead", "marginal",
	"least", "rotate" };

struct options {
	enum policy policy;
	int32_t cap;		/* everybody's; -1: the file's */
	int32_t futures;
	int32_t drop;		/* percent of last year that is not known */
	bool mix;		/* and half of every other kind */
	int32_t even;		/* what a load as high as the mean costs */
	bool gini;
	uint64_t seed;
	const char *file;
};
struct person {
	int32_t pool, at;	/* whose arcs touch, and his place there */
	int32_t load, cap, turn;
};
struct pool {			/* of counsel who share cases */
	int32_t n, served;
	struct zp_futures *f;
};
struct run {
	const struct options *opt;
	struct online o;
	struct zp_arena *arena;
	int32_t first;		/* the first case of this year */
	struct person *person;
	struct zp_pace pace;
	struct pool *pool; int32_t pools;
	struct zp_arc *arc;	/* scratch: of one case */
	int32_t unserved, turns;
	int64_t cost;
	double *us;		/* per decision */
};

/* --- pools: counsel connected by the cases that could go to either --- */

static int32_t root(int32_t *up, int32_t c)
{
	while (up[c] != c)
		c = up[c] = up[up[c]];
	return c;
}

static void find_pools(struct run *r)
{
	int32_t m = r->o.m;
	int32_t *up = zp_arena_calloc(r->arena, (size_t)m, sizeof(*up));

	r->pool = zp_arena_calloc(r->arena, (size_t)m, sizeof(*r->pool));
	for (int32_t c = 0; c < m; c++)
		up[c] = c;
	for (int32_t i = 0; i < r->o.n; i++)
		for (int32_t k = 1; k < r->o.cs[i].n; k++)
			up[root(up, r->o.cs[i].arc[k].counsel)] =
			    root(up, r->o.cs[i].arc[0].counsel);
	for (int32_t c = 0; c < m; c++)
		if (up[c] == c)
			r->person[c].pool = r->pools++;
	for (int32_t c = 0; c < m; c++) {
		struct person *p = &r->person[c];

		p->pool = r->person[root(up, c)].pool;
		p->at = r->pool[p->pool].n++;
	}
}

/* --- looking ahead --- */

static int64_t farthest(const struct run *r)
{
	int32_t cap = 0;

	for (int32_t c = 0; c < r->o.m; c++)
		if (r->person[c].cap > cap)
			cap = r->person[c].cap;
	return (int64_t)r->o.dearest + (cap < r->o.n ? cap : r->o.n);
}

static struct pool *pool_of(const struct run *r, const struct online_case *x)
{
	return &r->pool[r->person[x->arc[0].counsel].pool];
}

static void tell_room(struct run *r, int32_t c)
{
	const struct person *p = &r->person[c];

	zp_futures_counsel(r->pool[p->pool].f, p->at, p->cap - p->load,
	    MILLI * (int64_t)(p->load + 1), MILLI);
}

static void tell_case(struct run *r, int32_t i, bool before)
{
	const struct online_case *x = &r->o.cs[i];

	if (x->n == 0)
		return;
	for (int32_t k = 0; k < x->n; k++)
		r->arc[k] = (struct zp_arc){ r->person[x->arc[k].counsel].at,
		    MILLI * x->arc[k].cost };
	zp_futures_case(pool_of(r, x)->f,
	    (uint64_t)i, x->kind, before ? -1 : i - r->first, r->arc, x->n);
	(before ? r->pace.before : r->pace.now)[x->kind]++;
}

static bool dropped(const struct run *r, int32_t i)
{
	int32_t percent = r->opt->drop;

	if (r->opt->mix && r->o.cs[i].kind % 2 == 0)
		percent += 50;
	return (int32_t)(zp_hash_mix(r->opt->seed * 31 + (uint64_t)i) %
	    100) < percent;
}

static void start_futures(struct run *r)
{
	size_t kinds = (size_t)r->o.kinds;
	struct zp_futures_opt fo = { .futures = r->opt->futures,
		.seed = r->opt->seed, .wait = 2 * MILLI * farthest(r),
		.year = r->o.n - r->first, .pace = &r->pace };

	if (r->opt->policy != LOOKAHEAD || fo.year == 0)
		return;
	r->pace = (struct zp_pace){ r->o.kinds,
		zp_arena_calloc(r->arena, kinds, sizeof(int32_t)),
		zp_arena_calloc(r->arena, kinds, sizeof(int32_t)) };
	for (int32_t i = 0; i < r->pools; i++) {
		fo.m = r->pool[i].n;
		r->pool[i].f = zp_futures_new(r->arena, &fo);
	}
	for (int32_t c = 0; c < r->o.m; c++)
		tell_room(r, c);
	for (int32_t i = 0; i < r->first; i++)
		if (!dropped(r, i))
			tell_case(r, i, true);
	for (int32_t i = 0; i < r->pools; i++)
		zp_futures_at(r->pool[i].f, 0);
}

/* --- one decision --- */

/* A load as high as the mean of the pool costs `even`. */
static int64_t unevenness(const struct run *r, const struct person *p)
{
	const struct pool *pool = &r->pool[p->pool];
	int32_t mean = pool->served > pool->n ? pool->served : pool->n;

	return (int64_t)MILLI * r->opt->even * p->load * pool->n / mean;
}

/* What counts against giving a case to c, most important first.  False:
 * surely more than `least`. */
static bool weigh(struct run *r, const struct zp_arc *arc, int64_t least,
    int64_t by[2])
{
	const struct person *p = &r->person[arc->counsel];
	struct zp_futures *f = r->pool[p->pool].f;

	by[0] = arc->cost;
	by[1] = p->load;
	switch (r->opt->policy) {
	case LOOKAHEAD:
		by[0] = MILLI * arc->cost + unevenness(r, p);
		if (by[0] + zp_futures_at_least(f, p->at) > least)
			return false;
		by[0] += zp_futures_price(f, p->at);
		break;
	case MARGINAL:
		by[0] = MILLI * (arc->cost + p->load + 1) + unevenness(r, p);
		break;
	case LEAST:
		by[0] = p->load;
		by[1] = arc->cost;
		break;
	case ROTATE:
	default:
		by[0] = p->turn;
	}
	return true;
}

/* Where to begin: with the lowest bound, which spares most of the rest. */
static int32_t promising(const struct run *r, const struct online_case *x)
{
	int64_t low = INT64_MAX;
	int32_t at = 0;

	for (int32_t k = 0; k < x->n && r->opt->policy == LOOKAHEAD; k++) {
		const struct person *p = &r->person[x->arc[k].counsel];
		int64_t cost = MILLI * x->arc[k].cost + unevenness(r, p) +
		    zp_futures_at_least(r->pool[p->pool].f, p->at);

		if (p->load < p->cap && cost < low) {
			low = cost;
			at = k;
		}
	}
	return at;
}

static const struct zp_arc *choose(struct run *r, const struct online_case *x)
{
	const struct zp_arc *best = NULL;
	int64_t least[2] = { INT64_MAX, 0 };

	for (int32_t i = 0, k = promising(r, x); i < x->n;
	    i++, k = (k + 1) % x->n) {
		const struct person *p = &r->person[x->arc[k].counsel];
		int64_t by[2];

		if (p->load >= p->cap ||
		    !weigh(r, &x->arc[k], least[0], by))
			continue;
		if (best == NULL || by[0] < least[0] ||
		    (by[0] == least[0] && by[1] < least[1])) {
			best = &x->arc[k];
			memcpy(least, by, sizeof(by));
		}
	}
	return best;
}

static void decide(struct run *r, int32_t i)
{
	const struct online_case *x = &r->o.cs[i];
	bool ahead = r->opt->policy == LOOKAHEAD && x->n > 0;
	const struct zp_arc *to;

	if (ahead)
		zp_futures_at(pool_of(r, x)->f, i - r->first);
	to = choose(r, x);
	if (to == NULL) {
		r->unserved++;
	} else {
		struct person *p = &r->person[to->counsel];

		r->cost += to->cost + ++p->load;
		p->turn = ++r->turns;
		r->pool[p->pool].served++;
		if (ahead)
			tell_room(r, to->counsel);
	}
	if (ahead)
		tell_case(r, i, false);
}

/* --- months --- */

/* Gini coefficient of the loads in a county, weighted by its counsel. */
static double gini(const struct run *r)
{
	double all = 0;

	for (int32_t g = 0; g < r->o.counties; g++) {
		double sum = 0, apart = 0;
		int32_t n = 0;

		for (int32_t c = 0; c < r->o.m; c++) {
			if (r->o.counsel[c].county != g)
				continue;
			n++;
			sum += r->person[c].load;
			for (int32_t d = 0; d < r->o.m; d++)
				if (r->o.counsel[d].county == g)
					apart += abs(r->person[c].load -
					    r->person[d].load);
		}
		if (sum > 0)
			all += apart / (2 * sum);
	}
	return r->o.m > 0 ? all / r->o.m : 0;
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void decide_all(struct run *r)
{
	int32_t n = r->o.n - r->first;

	r->us = zp_arena_calloc(r->arena, (size_t)n, sizeof(*r->us));
	for (int32_t i = 0, month = 1; i < n; i++) {
		double t = now_us();

		decide(r, r->first + i);
		r->us[i] = now_us() - t;
		for (; 12 * (i + 1) / n >= month; month++)
			if (r->opt->gini)
				fprintf(stderr, "month %d gini %.3f\n",
				    month, gini(r));
	}
}

/* --- hindsight --- */

static void hindsight(const struct run *r, int32_t *unserved, int64_t *cost)
{
	struct zp_kernel *k = zp_kernel_new(r->arena, r->o.m);
	int64_t wait = (r->o.m + 2) * farthest(r);

	for (int32_t c = 0; c < r->o.m; c++)
		zp_kernel_counsel(k, c, r->person[c].cap, 1, 1);
	*unserved = 0;
	for (int32_t i = r->first; i < r->o.n; i++)
		zp_kernel_insert(k, r->o.cs[i].arc, r->o.cs[i].n, -1, wait);
	for (int32_t i = 0; i < r->o.n - r->first; i++)
		*unserved += zp_kernel_of(k, i) < 0;
	*cost = zp_kernel_total(k) - *unserved * wait;
}

/* --- the program --- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void report(struct run *r)
{
	int32_t n = r->o.n - r->first, unserved;
	int64_t cost;

	hindsight(r, &unserved, &cost);
	qsort(r->us, (size_t)n, sizeof(*r->us), by_value);
	printf("policy %s cases %d unserved %d cost %lld "
	    "hindsight_unserved %d hindsight_cost %lld "
	    "p50_us %.1f p99_us %.1f\n", policy_name[r->opt->policy], n,
	    r->unserved, (long long)r->cost, unserved, (long long)cost,
	    n > 0 ? r->us[n / 2] : 0, n > 0 ? r->us[n * 99 / 100] : 0);
}

static int run(const struct options *opt)
{
	struct run r = { .opt = opt, .arena = zp_arena_new() };
	FILE *in = fopen(opt->file, "r");
	const char *why;
	int rc = 2;
	long line;

	if (in == NULL) {
		perror(opt->file);
	} else if (!online_read(in, &r.o, r.arena, &line, &why)) {
		fprintf(stderr, "%s:%ld: %s\n", opt->file, line, why);
	} else {
		r.first = r.o.n / 2;
		r.person = zp_arena_calloc(r.arena, (size_t)r.o.m,
		    sizeof(*r.person));
		r.arc = zp_arena_calloc(r.arena, (size_t)r.o.m,
		    sizeof(*r.arc));
		for (int32_t c = 0; c < r.o.m; c++)
			r.person[c].cap = opt->cap >= 0 ? opt->cap
			    : r.o.counsel[c].cap;
		find_pools(&r);
		start_futures(&r);
		decide_all(&r);
		report(&r);
		rc = 0;
	}
	if (in != NULL)
		fclose(in);
	zp_arena_free(r.arena);
	return rc;
}

static bool number(const char *s, long hi, int32_t *out)
{
	char *end;
	long v = strtol(s, &end, 10);

	*out = (int32_t)v;
	return end != s && *end == '\0' && v >= 0 && v <= hi;
}

static bool option(struct options *o, int c, const char *arg)
{
	int32_t v;

	switch (c) {
	case 'c':
		return number(arg, ONLINE_MAX_COST, &o->cap);
	case 'f':
		return number(arg, ZP_FUTURES_MAX, &o->futures) &&
		    o->futures > 0;
	case 'd':
		return number(arg, 100, &o->drop);
	case 'e':
		return number(arg, ONLINE_MAX_COST, &o->even);
	case 's':
		if (!number(arg, INT32_MAX, &v))
			return false;
		o->seed = (uint64_t)v;
		return true;
	case 'p':
		for (o->policy = 0; o->policy < POLICIES; o->policy++)
			if (strcmp(arg, policy_name[o->policy]) == 0)
				return true;
		return false;
	case 'm':
		return o->mix = true;
	case 'g':
		return o->gini = true;
	default:
		return false;
	}
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "cap", required_argument, NULL, 'c' },
		{ "policy", required_argument, NULL, 'p' },
		{ "futures", required_argument, NULL, 'f' },
		{ "history-drop", required_argument, NULL, 'd' },
		{ "history-mix", no_argument, NULL, 'm' },
		{ "even", required_argument, NULL, 'e' },
		{ "seed", required_argument, NULL, 's' },
		{ "gini", no_argument, NULL, 'g' },
		{ NULL, 0, NULL, 0 },
	};
	struct options o = { .cap = -1, .futures = 5, .seed = 1 };
	int c;
	bool ok = true;

	while (ok && (c = getopt_long(argc, argv, "", longs, NULL)) != -1)
		ok = option(&o, c, optarg);
	if (!ok || optind + 1 != argc) {
		fputs("usage: zhipai-online [--cap N] [--policy lookahead|"
		    "marginal|least|rotate]\n    [--futures N] [--seed N] "
		    "[--history-drop PERCENT] [--history-mix]\n    "
		    "[--even N] [--gini] FILE\n", stderr);
		return 2;
	}
	o.file = argv[optind];
	return run(&o);
}
