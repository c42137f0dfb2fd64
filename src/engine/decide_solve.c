/* engine/decide_solve.c - the least total cost for cases decided together.
 *
 * The kernel solves all but what ties two cases to each other through firms
 * or both sides of a dispute (C5, C7): its optimum is a lower bound.  Where
 * two of its leads clash, branch and bound: one of the two cases does not
 * go to that firm, or that person (Land & Doig, Econometrica 28(3), 1960,
 * doi:10.2307/1910129).  Depth first, started from what one gets case by
 * case, ended by proof or after LABOUR insertions.  Above EXACT cases the
 * clusters that hang together are solved so one after the other, then all
 * the rest together.
 *
 * Folded costs: milli-points << shift, plus the candidate's place among
 * equals.  The shift is wide enough that the places of all cases together
 * stay below one milli-point, where 44 bits allow it; with the clamps of
 * ZP_PRICE_MOST an arc costs less than 2^(26 + 17) + 2^17 in any case.
 * Waiting costs more than any chain of reassignments (each case moves at
 * most once), and more by as much again for each step of urgency.
 */
#include <stdlib.h>
#include <string.h>

#include "decide_impl.h"
#include "zhipaid/kernel.h"

enum { EXACT = 48, DEPTH = 32, LABOUR = 20000, URGENCIES = 32,
	MOST_SHIFT = 17 };

struct job {
	uint32_t i;
	struct zp_arc *arc; int32_t n;	/* counsel: number in the kernel */
	int64_t wait;
};
struct forbid { uint32_t i; int32_t counsel, firm; };	/* -1: not by it */
struct search {
	struct zp_batch *b;
	struct job *job; uint32_t n;
	int32_t *person, persons;	/* counsel by number in the kernel */
	int shift;
	struct forbid forbid[DEPTH]; int depth;
	struct zp_arc *scratch;		/* arcs of one case */
	int32_t *lead, *best_lead;	/* counsel per job; -1 */
	int64_t best;
	uint32_t labour;
	bool cut;			/* ended without proof */
};

static int bits(int64_t x)
{
	int n = 0;

	while (x > 0) {
		x >>= 1;
		n++;
	}
	return n;
}

static int32_t number(struct search *s, int32_t counsel)
{
	if (s->b->local[counsel] < 0) {
		s->b->local[counsel] = s->persons;
		s->person[s->persons++] = counsel;
	}
	return s->b->local[counsel];
}

/* Arcs of a case in milli-points; returns the dearest. */
static int64_t add_arcs(struct search *s, struct job *j)
{
	struct zp_batch *b = s->b;
	const struct zp_decision *d = &b->plan->at[j->i];
	const struct zp_seat *seat = &b->seat[j->i];
	int64_t most = 0;

	j->arc = zp_arena_calloc(b->work, d->cands, sizeof(*j->arc));
	for (uint32_t c = 0; c < d->cands; c++) {
		const struct zp_candidate *x = &d->cand[c];

		if (x->denied != 0 || b->price[x->counsel].room <= 0 ||
		    (seat->link != NULL &&
		    zp_team_denied(b, j->i, x->counsel) != 0))
			continue;
		j->arc[j->n++] = (struct zp_arc){ number(s, x->counsel),
		    x->cost };
		if (x->cost > most)
			most = x->cost;
	}
	return most;
}

/* Fold the places among equals into the arcs, in the order add_arcs() made
 * them. */
static void fold(struct search *s, struct job *j)
{
	const struct zp_decision *d = &s->b->plan->at[j->i];
	const int32_t *tie = s->b->seat[j->i].tie;
	int64_t most = (INT64_C(1) << s->shift) - 1;

	for (uint32_t c = 0, k = 0; k < (uint32_t)j->n; c++) {
		struct zp_arc *a = &j->arc[k];

		if (d->cand[c].counsel != s->person[a->counsel])
			continue;
		a->cost = (a->cost << s->shift) +
		    (tie[c] < most ? tie[c] : most);
		k++;
	}
}

/* Urgency of job k among the set: 1 for the least urgent. */
static int64_t urgency(const struct search *s, uint32_t k)
{
	int32_t last = s->b->seat[s->job[s->n - 1].i].rank;
	int64_t u = (int64_t)last - s->b->seat[s->job[k].i].rank + 1;

	return u < URGENCIES ? u : URGENCIES;
}

static void price_waits(struct search *s, int64_t dearest)
{
	int64_t chain = dearest * ((int64_t)s->n + 1), most = 0, wait;
	int64_t classes = urgency(s, 0);
	int want = bits((int64_t)s->n * (s->persons + 1));

	for (int32_t c = 0; c < s->persons; c++) {
		const struct zp_price *pr = &s->b->price[s->person[c]];
		int64_t last = pr->base + pr->slope * s->n;

		most = last > most ? last : most;
	}
	wait = chain + most + 1;
	s->shift = bits(ZP_KERNEL_MAX_COST) - 1 - bits(wait * classes);
	if (s->shift > want)
		s->shift = want;
	if (s->shift < bits(s->persons))
		s->shift = bits(s->persons);
	if (s->shift > MOST_SHIFT)
		s->shift = MOST_SHIFT;
	most = (ZP_KERNEL_MAX_COST >> s->shift) / classes;
	if (wait > most)
		wait = most;
	for (uint32_t k = 0; k < s->n; k++)
		s->job[k].wait = (wait * urgency(s, k)) << s->shift;
}

static void prepare(struct search *s, struct zp_batch *b, uint32_t *set,
    uint32_t n)
{
	int64_t dearest = 0;

	*s = (struct search){ .b = b, .n = n };
	zp_batch_sort(b, set, n);
	s->job = zp_arena_calloc(b->work, n, sizeof(*s->job));
	s->person = zp_arena_calloc(b->work, b->v->reg->counsels,
	    sizeof(*s->person));
	s->lead = zp_arena_calloc(b->work, n, sizeof(*s->lead));
	s->best_lead = zp_arena_calloc(b->work, n, sizeof(*s->lead));
	for (uint32_t k = 0; k < n; k++) {
		int64_t most;

		s->job[k].i = set[k];
		most = add_arcs(s, &s->job[k]);
		dearest = most > dearest ? most : dearest;
	}
	price_waits(s, dearest);
	for (uint32_t k = 0; k < n; k++)
		fold(s, &s->job[k]);
	s->scratch = zp_arena_calloc(b->work, (size_t)s->persons,
	    sizeof(*s->scratch));
}

static bool forbidden(const struct search *s, uint32_t i, int32_t counsel)
{
	const struct zp_counsel *c = &s->b->v->reg->counsel[counsel];

	for (int f = 0; f < s->depth; f++)
		if (s->forbid[f].i == i && (s->forbid[f].counsel == counsel ||
		    (s->forbid[f].firm >= 0 && s->forbid[f].firm == c->firm)))
			return true;
	return false;
}

/* The kernel's optimum under the forbids; fills lead. */
static int64_t relaxed(struct search *s)
{
	struct zp_kernel *k;

	zp_arena_reset(s->b->tmp);
	k = zp_kernel_new(s->b->tmp, s->persons);
	for (int32_t c = 0; c < s->persons; c++) {
		const struct zp_price *pr = &s->b->price[s->person[c]];

		zp_kernel_counsel(k, c, pr->room, pr->base << s->shift,
		    pr->slope << s->shift);
	}
	for (uint32_t j = 0; j < s->n; j++) {
		const struct job *x = &s->job[j];
		int32_t n = 0;

		for (int32_t a = 0; a < x->n; a++)
			if (!forbidden(s, x->i, s->person[x->arc[a].counsel]))
				s->scratch[n++] = x->arc[a];
		(void)zp_kernel_insert(k, s->scratch, n,
		    s->b->seat[x->i].group, x->wait);
	}
	for (uint32_t j = 0; j < s->n; j++) {
		int32_t c = zp_kernel_of(k, (int32_t)j);

		s->lead[j] = c < 0 ? -1 : s->person[c];
	}
	s->labour += s->n;
	return zp_kernel_total(k);
}

/* Let these leads stand in the plan, for the rules to look at. */
static void suppose(struct search *s, const int32_t *lead)
{
	for (uint32_t j = 0; j < s->n; j++)
		s->b->plan->at[s->job[j].i].lead =
		    lead == NULL ? -1 : lead[j];
}

/* A clash among the leads that stand: its rules, or 0. */
static uint64_t find_clash(struct search *s, struct forbid two[2])
{
	const struct zp_counsel *all = s->b->v->reg->counsel;

	for (uint32_t j = 0; j < s->n; j++) {
		uint32_t i = s->job[j].i, y;
		uint64_t mask = zp_team_clash(s->b, i, &y);
		int32_t a, c;

		if (mask == 0)
			continue;
		a = s->b->plan->at[i].lead;
		c = s->b->plan->at[y].lead;
		two[0] = (struct forbid){ i, a, -1 };
		two[1] = (struct forbid){ y, c, -1 };
		/* all of one firm exclude each other in the same way */
		if (a != c && all[a].firm == all[c].firm &&
		    (mask & (ZP_RULE_BIT(ZP_C5) | ZP_RULE_BIT(ZP_C7))) != 0)
			two[0].firm = two[1].firm = all[a].firm;
		return mask;
	}
	return 0;
}

static void keep(struct search *s, int64_t total, const int32_t *lead)
{
	s->best = total;
	memcpy(s->best_lead, lead, s->n * sizeof(*lead));
}

static void branch(struct search *s)
{
	int64_t total = relaxed(s);
	struct forbid two[2];

	if (total >= s->best)
		return;
	suppose(s, s->lead);
	if (find_clash(s, two) == 0) {
		keep(s, total, s->lead);
		return;
	}
	if (s->depth == DEPTH || s->labour > LABOUR) {
		s->cut = true;
		return;
	}
	for (int side = 0; side < 2; side++) {
		s->forbid[s->depth++] = two[side];
		branch(s);
		s->depth--;
	}
}

/* Case by case, the cheapest who clashes with nobody so far. */
static void one_by_one(struct search *s)
{
	struct zp_batch *b = s->b;
	int32_t *load = zp_arena_calloc(b->work, (size_t)s->persons,
	    sizeof(*load));
	int64_t total = 0;

	suppose(s, NULL);
	for (uint32_t j = 0; j < s->n; j++) {
		const struct job *x = &s->job[j];
		int64_t least = x->wait;
		int32_t best = -1;

		for (int32_t a = 0; a < x->n; a++) {
			int32_t c = x->arc[a].counsel;
			const struct zp_price *pr = &b->price[s->person[c]];
			int64_t cost = x->arc[a].cost +
			    ((pr->base + pr->slope * load[c]) << s->shift);

			if (cost >= least || load[c] >= pr->room ||
			    zp_team_denied(b, x->i, s->person[c]) != 0)
				continue;
			least = cost;
			best = c;
		}
		if (best >= 0)
			load[best]++;
		s->lead[j] = best < 0 ? -1 : s->person[best];
		b->plan->at[x->i].lead = s->lead[j];
		total += least;
	}
	keep(s, total, s->lead);
}

static void commit(struct search *s, int64_t bound)
{
	suppose(s, NULL);
	for (uint32_t j = 0; j < s->n; j++)
		if (s->best_lead[j] >= 0)
			zp_batch_commit(s->b, s->job[j].i, s->best_lead[j]);
	s->b->gap += (s->best - bound) >> s->shift;
	for (int32_t c = 0; c < s->persons; c++)
		s->b->local[s->person[c]] = -1;
}

/* Decide a set exactly, as far as LABOUR goes.  `whole`: false when it is
 * to be taken apart should two leads clash; then returns false. */
static bool solve(struct zp_batch *b, uint32_t *set, uint32_t n, bool whole)
{
	struct search s;
	struct forbid two[2];
	int64_t bound;
	bool clash;

	prepare(&s, b, set, n);
	bound = relaxed(&s);
	suppose(&s, s.lead);
	clash = find_clash(&s, two) != 0;
	keep(&s, bound, s.lead);
	if (clash && !whole) {
		memset(s.best_lead, 0xff, n * sizeof(*s.best_lead));
		commit(&s, bound);
		return false;
	}
	if (clash) {
		one_by_one(&s);
		branch(&s);
		if (!s.cut)
			bound = s.best;
	}
	commit(&s, bound);
	return true;
}

void zp_solve(struct zp_batch *b, uint32_t *set, uint32_t n)
{
	uint32_t *part, *rest, rests = 0;

	if (n == 0 || solve(b, set, n, n <= EXACT))
		return;
	part = zp_arena_calloc(b->work, n, sizeof(*part));
	rest = zp_arena_calloc(b->work, n, sizeof(*rest));
	for (uint32_t k = 0; k < n; k++) {
		uint32_t root = b->seat[set[k]].cluster, parts = 0;
		bool first = true;

		for (uint32_t j = 0; j < k && first; j++)
			first = b->seat[set[j]].cluster != root;
		for (uint32_t j = k; first && j < n; j++)
			if (b->seat[set[j]].cluster == root)
				part[parts++] = set[j];
		if (parts > 1)
			(void)solve(b, part, parts, true);
		else if (parts == 1)
			rest[rests++] = part[0];
	}
	if (rests > 0)
		(void)solve(b, rest, rests, true);
}
