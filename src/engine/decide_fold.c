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

void zp_search_init(struct zp_search *s, struct zp_batch *b,
    enum zp_role role, uint32_t n, uint32_t most)
{
	*s = (struct zp_search){ .b = b, .role = role, .n = n };
	s->job = zp_arena_calloc(b->work, n, sizeof(*s->job));
	s->who = zp_arena_calloc(b->work, n, sizeof(*s->who));
	s->person = zp_arena_raw(b->work, most * sizeof(*s->person));
	s->price = zp_arena_raw(b->work, most * sizeof(*s->price));
}

int32_t zp_search_person(struct zp_search *s, int32_t counsel,
    struct zp_price price)
{
	s->person[s->persons] = counsel;
	s->price[s->persons] = price;
	return s->persons++;
}

/* Urgency of job k in the set: 1 for the least urgent, who is the last;
 * no junior is more urgent than another. */
static int64_t urgency(const struct zp_search *s, uint32_t k)
{
	const struct zp_seat *seat = s->b->seat;
	int64_t u = (int64_t)seat[s->job[s->n - 1].i].rank -
	    seat[s->job[k].i].rank + 1;

	if (s->role == ZP_JUNIOR)
		return 1;
	return u < URGENCIES ? u : URGENCIES;
}

static void fold_waits(struct zp_search *s, int64_t dearest)
{
	int64_t last = 0, wait, classes = urgency(s, 0), most;
	int want = bits((int64_t)s->n * (s->persons + 1));

	for (int32_t c = 0; c < s->persons; c++) {
		const struct zp_price *pr = &s->price[c];
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

void zp_search_fold(struct zp_search *s)
{
	int64_t dearest = 0, most;

	for (uint32_t k = 0; k < s->n; k++)
		for (int32_t a = 0; a < s->job[k].n; a++)
			if (s->job[k].arc[a].cost > dearest)
				dearest = s->job[k].arc[a].cost;
	fold_waits(s, dearest);
	most = (INT64_C(1) << s->shift) - 1;
	for (uint32_t k = 0; k < s->n; k++)
		for (int32_t a = 0; a < s->job[k].n; a++) {
			int32_t tie = s->job[k].tie[a];
			int64_t *cost = &s->job[k].arc[a].cost;

			*cost = (*cost << s->shift) + (tie < most ? tie : most);
		}
	s->arc = zp_arena_raw(s->b->work,
	    (size_t)s->persons * sizeof(*s->arc));
	s->load = zp_arena_calloc(s->b->work, (size_t)s->persons,
	    sizeof(*s->load));
}

int64_t zp_fold_price(const struct zp_search *s, int32_t person, int32_t load)
{
	const struct zp_price *pr = &s->price[person];
	int64_t cost = pr->base + pr->slope * load;

	return (cost < ZP_PRICE_MOST ? cost : ZP_PRICE_MOST) << s->shift;
}

/* --- leads --- */

static int32_t number(struct zp_search *s, int32_t counsel)
{
	int32_t *local = &s->b->local[counsel];

	if (*local < 0)
		*local = zp_search_person(s, counsel, s->b->price[counsel]);
	return *local;
}

static void add_arcs(struct zp_search *s, struct zp_job *j)
{
	struct zp_batch *b = s->b;
	const struct zp_decision *d = &b->plan->at[j->i];
	int32_t *tie = zp_arena_calloc(b->work, d->cands, sizeof(*tie));
	bool tied = zp_team_tied(b, j->i);

	j->arc = zp_arena_calloc(b->work, d->cands, sizeof(*j->arc));
	j->tie = tie;
	for (uint32_t c = 0; c < d->cands; c++) {
		const struct zp_candidate *x = &d->cand[c];

		if (x->denied != 0 || b->price[x->counsel].room <= 0 ||
		    (tied && zp_team_denied(b, j->i, x->counsel) != 0))
			continue;
		tie[j->n] = b->seat[j->i].tie[c];
		j->arc[j->n++] = (struct zp_arc){ number(s, x->counsel),
		    x->cost };
	}
}

void zp_fold_leads(struct zp_search *s, struct zp_batch *b, uint32_t *set,
    uint32_t n)
{
	zp_search_init(s, b, ZP_LEAD, n, b->v->reg->counsels);
	zp_batch_sort(b, set, n);
	for (uint32_t k = 0; k < n; k++) {
		s->job[k].i = set[k];
		add_arcs(s, &s->job[k]);
	}
	zp_search_fold(s);
	for (int32_t c = 0; c < s->persons; c++)
		b->local[s->person[c]] = -1;
}
