/* engine/rota_search.c - a plan made better slot by slot.
 *
 * What a dive leaves open, and what a repair begins with.  Moves, the first
 * one that lowers the total taken, until there is none: a slot (open or not)
 * goes to somebody else, or to nobody; two slots change places; a slot goes
 * to one who hands one of his on.  The limits hold after each move.  Cost of
 * a round: O(slots^2 + slots * persons), limits looked at only where the
 * costs would fall.
 */
#include <string.h>

#include "rota_impl.h"

#define NO_ARC INT64_MAX

struct search {
	const struct zp_rota *r;
	int32_t *who;
	int64_t wait;
	int64_t *arc;		/* slots * persons: cost, or NO_ARC */
	int32_t *load;		/* persons * BUCKETS, of this plan */
	int32_t *head, *next;	/* the slots of each person */
	struct zp_turns busy;	/* the shifts outside of this problem */
	int64_t *leave;		/* per slot: what it costs at the cheapest
				 * other person; an estimate */
};

static int64_t arc(const struct search *x, int32_t s, int32_t p)
{
	return x->arc[(size_t)s * (size_t)x->r->persons + (size_t)p];
}

static int32_t *load(const struct search *x, int32_t s, int32_t p)
{
	return &x->load[p * ZP_BUCKETS + (int32_t)x->r->slot[s].bucket];
}

/* One more shift of the bucket of s for p, `more` above what he has. */
static int64_t step(const struct search *x, int32_t s, int32_t p,
    int32_t more)
{
	return zp_rota_step(x->r, p, (int)x->r->slot[s].bucket,
	    *load(x, s, p) + more);
}

/* What the slot costs now. */
static int64_t cost_now(const struct search *x, int32_t s)
{
	int32_t p = x->who[s];

	return p < 0 ? zp_rota_wait(x->r, s, x->wait) :
	    arc(x, s, p) + step(x, s, p, -1);
}

/* Do the limits allow s to q, when he hands on `but` (-1: nothing)? */
static bool fits(const struct search *x, int32_t s, int32_t q, int32_t but)
{
	struct zp_tally tally = { x->r, &x->busy.of[s], { 0 } };

	for (int32_t i = x->head[q]; i >= 0; i = x->next[i])
		if (i != s && i != but &&
		    zp_tally_add(&tally, &x->busy.of[i]) != ZP_ROTA_FREE)
			return false;
	for (int32_t i = x->busy.first[q]; i < x->busy.first[q + 1]; i++)
		if (zp_tally_add(&tally, &x->busy.at[i]) != ZP_ROTA_FREE)
			return false;
	return true;
}

static void put(struct search *x, int32_t s, int32_t q)
{
	int32_t p = x->who[s];

	if (p >= 0) {
		int32_t *at = &x->head[p];

		while (*at != s)
			at = &x->next[*at];
		*at = x->next[s];
		--*load(x, s, p);
	}
	x->who[s] = q;
	if (q >= 0) {
		x->next[s] = x->head[q];
		x->head[q] = s;
		++*load(x, s, q);
	}
}

/* The cheapest other person whom the limits allow; -1: nobody, at the price
 * of an open slot. */
static int32_t cheapest(const struct search *x, int32_t s, int64_t *cost)
{
	const struct zp_rota_slot *slot = &x->r->slot[s];
	int32_t best = -1;

	*cost = zp_rota_wait(x->r, s, x->wait);
	for (int32_t k = 0; k < slot->arcs; k++) {
		int32_t q = slot->arc[k].counsel;
		int64_t c = arc(x, s, q);

		if (q == x->who[s] || c >= *cost)
			continue;
		c += step(x, s, q, 0);
		if (c < *cost && fits(x, s, q, -1)) {
			*cost = c;
			best = q;
		}
	}
	return best;
}

static bool shift(struct search *x, int32_t s)
{
	int32_t q = cheapest(x, s, &x->leave[s]);

	if (x->leave[s] >= cost_now(x, s))
		return false;
	put(x, s, q);
	return true;
}

/* By how much it costs more when p takes `gets` for `gives`. */
static int64_t exchange(const struct search *x, int32_t p, int32_t gives,
    int32_t gets)
{
	int64_t c = arc(x, gets, p);

	if (c == NO_ARC)
		return NO_ARC;
	c -= arc(x, gives, p);
	if (x->r->slot[gives].bucket != x->r->slot[gets].bucket)
		c += step(x, gets, p, 0) - step(x, gives, p, -1);
	return c;
}

static bool swap(struct search *x, int32_t s, int32_t t)
{
	int32_t p = x->who[s], q = x->who[t];
	int64_t a, b;

	if (p < 0 || q < 0 || p == q)
		return false;
	a = exchange(x, p, s, t);
	b = a == NO_ARC ? NO_ARC : exchange(x, q, t, s);
	if (b == NO_ARC || a + b >= 0 || !fits(x, t, p, s) ||
	    !fits(x, s, q, t))
		return false;
	put(x, s, -1);
	put(x, t, p);
	put(x, s, q);
	return true;
}

/* s to q, who has t and hands it on. */
static bool hand_on(struct search *x, int32_t s, int32_t t)
{
	int32_t q = x->who[t], p = x->who[s], to;
	int64_t more, cost;

	if (q < 0 || p == q)
		return false;
	more = exchange(x, q, t, s);
	if (more == NO_ARC)
		return false;
	more -= cost_now(x, s);
	if (more + x->leave[t] >= 0 || !fits(x, s, q, t))
		return false;
	put(x, s, q);
	to = cheapest(x, t, &cost);
	if (more + cost < 0) {
		put(x, t, to);
		return true;
	}
	put(x, s, p);
	return false;
}

static void set_up(struct search *x, struct zp_arena *a)
{
	const struct zp_rota *r = x->r;
	size_t slots = (size_t)r->slots, persons = (size_t)r->persons;

	x->arc = zp_arena_calloc(a, slots * persons, sizeof(*x->arc));
	x->load = zp_arena_calloc(a, persons * ZP_BUCKETS, sizeof(*x->load));
	x->head = zp_arena_calloc(a, persons, sizeof(*x->head));
	x->next = zp_arena_calloc(a, slots, sizeof(*x->next));
	x->leave = zp_arena_calloc(a, slots, sizeof(*x->leave));
	memset(x->head, 0xff, persons * sizeof(*x->head));
	for (size_t i = 0; i < slots * persons; i++)
		x->arc[i] = NO_ARC;
	zp_turns_init(&x->busy, r, a);
	for (int32_t s = 0; s < r->slots; s++) {
		for (int32_t k = 0; k < r->slot[s].arcs; k++) {
			const struct zp_arc *on = &r->slot[s].arc[k];

			x->arc[(size_t)s * persons + (size_t)on->counsel] =
			    zp_rota_arc_cost(r, s, on);
		}
		x->who[s] = -1;
	}
	zp_turns_set(&x->busy, x->who);
}

void zp_rota_search(const struct zp_rota *r, int32_t *who, int64_t wait)
{
	struct zp_arena *a = zp_arena_new();
	int32_t *start = zp_arena_calloc(a, (size_t)r->slots, sizeof(*start));
	struct search x = { .r = r, .who = who, .wait = wait };
	bool again = true;

	memcpy(start, who, (size_t)r->slots * sizeof(*who));
	set_up(&x, a);
	for (int32_t s = 0; s < r->slots; s++)
		put(&x, s, start[s]);
	while (again) {
		again = false;
		for (int32_t s = 0; s < r->slots; s++)
			again |= shift(&x, s);
		for (int32_t s = 0; s < r->slots; s++)
			for (int32_t t = 0; t < r->slots; t++)
				again |= (t < s && swap(&x, s, t)) ||
				    hand_on(&x, s, t);
	}
	zp_arena_free(a);
}
