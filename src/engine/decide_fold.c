/* engine/decide_fold.c - costs, ties and waiting in one integer.
 *
 * Folded cost = milli-points << shift, plus the candidate's place among
 * equals (longest since the last assignment, then the hash).  The shift is
 * wide enough that the places of all cases together stay below one
 * milli-point, where the kernel's 44 bits allow it; with terms and prices
 * of at most 2^25 and a shift of at most 17 no arc reaches 2^43.
 *
 * Waiting costs more than all cases of the set together can, and as much
 * again for each step of urgency: as many as possible are served, and of
 * these the most urgent.
 */
#include "solve_impl.h"

enum { URGENCIES = 32, MOST_SHIFT = 17 };
#define LAST_MOST (INT64_C(1) << 40)	/* keeps waits under 2^62 */

static int bits(int64_t x)
{
	int n = 0;

	while (x > 0) {
		x >>= 1;
		n++;
	}
	return n;
}

static int32_t number(struct zp_search *s, int32_t counsel)
{
	if (s->b->local[counsel] < 0) {
		s->b->local[counsel] = s->persons;
		s->person[s->persons++] = counsel;
	}
	return s->b->local[counsel];
}

/* Arcs of a case, in milli-points; returns the dearest. */
static int64_t add_arcs(struct zp_search *s, struct zp_job *j)
{
	struct zp_batch *b = s->b;
	const struct zp_decision *d = &b->plan->at[j->i];
	int64_t most = 0;

	j->arc = zp_arena_calloc(b->work, d->cands, sizeof(*j->arc));
	for (uint32_t c = 0; c < d->cands; c++) {
		const struct zp_candidate *x = &d->cand[c];

		if (x->denied != 0 || b->price[x->counsel].room <= 0 ||
		    (zp_team_tied(b, j->i) &&
		    zp_team_denied(b, j->i, x->counsel) != 0))
			continue;
		j->arc[j->n++] = (struct zp_arc){ number(s, x->counsel),
		    x->cost };
		if (x->cost > most)
			most = x->cost;
	}
	return most;
}

/* Fold the places into the arcs, which stand in the order of cand. */
static void fold(struct zp_search *s, struct zp_job *j)
{
	const struct zp_decision *d = &s->b->plan->at[j->i];
	const int32_t *tie = s->b->seat[j->i].tie;
	int64_t most = (INT64_C(1) << s->shift) - 1;

	for (int32_t c = 0, k = 0; k < j->n; c++) {
		struct zp_arc *a = &j->arc[k];

		if (d->cand[c].counsel != s->person[a->counsel])
			continue;
		a->cost = (a->cost << s->shift) +
		    (tie[c] < most ? tie[c] : most);
		k++;
	}
}

/* Urgency of job k in the set: 1 for the least urgent. */
static int64_t urgency(const struct zp_search *s, uint32_t k)
{
	const struct zp_seat *seat = s->b->seat;
	int64_t u = (int64_t)seat[s->job[s->n - 1].i].rank -
	    seat[s->job[k].i].rank + 1;

	return u < URGENCIES ? u : URGENCIES;
}

static void fold_waits(struct zp_search *s, int64_t dearest)
{
	int64_t last = 0, wait, classes = urgency(s, 0), most;
	int want = bits((int64_t)s->n * (s->persons + 1));

	for (int32_t c = 0; c < s->persons; c++) {
		const struct zp_price *pr = &s->b->price[s->person[c]];
		int64_t cost = pr->base + pr->slope * s->n;

		last = cost > last ? cost : last;
	}
	if (last > LAST_MOST)
		last = LAST_MOST;
	wait = (dearest + last) * s->n + 1;
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

int64_t zp_fold_price(const struct zp_search *s, int32_t person, int32_t load)
{
	const struct zp_price *pr = &s->b->price[s->person[person]];
	int64_t cost = pr->base + pr->slope * load;

	return (cost < ZP_PRICE_MOST ? cost : ZP_PRICE_MOST) << s->shift;
}

void zp_fold_init(struct zp_search *s, struct zp_batch *b, uint32_t *set,
    uint32_t n)
{
	int64_t dearest = 0;

	*s = (struct zp_search){ .b = b, .n = n };
	zp_batch_sort(b, set, n);
	s->job = zp_arena_calloc(b->work, n, sizeof(*s->job));
	s->person = zp_arena_calloc(b->work, b->v->reg->counsels,
	    sizeof(*s->person));
	s->lead = zp_arena_calloc(b->work, n, sizeof(*s->lead));
	for (uint32_t k = 0; k < n; k++) {
		int64_t most;

		s->job[k].i = set[k];
		most = add_arcs(s, &s->job[k]);
		dearest = most > dearest ? most : dearest;
	}
	fold_waits(s, dearest);
	for (uint32_t k = 0; k < n; k++)
		fold(s, &s->job[k]);
	s->arc = zp_arena_calloc(b->work, (size_t)s->persons,
	    sizeof(*s->arc));
	s->load = zp_arena_calloc(b->work, (size_t)s->persons,
	    sizeof(*s->load));
}
