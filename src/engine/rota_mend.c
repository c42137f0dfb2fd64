/* engine/rota_mend.c - open slots filled one by one.
 *
 * What a dive leaves open, and what a repair begins with: an open slot goes
 * to the cheapest person whom the limits allow; or to one who hands a slot
 * of his on to somebody else first.  Cost: O(open * arcs * shifts of a
 * person * arcs * slots), for the few slots that are open.
 */
#include <string.h>

#include "rota_impl.h"

/* One more shift of a bucket for a person, after n of this plan. */
int64_t zp_rota_step(const struct zp_rota *r, int32_t p, int b, int32_t n)
{
	int64_t q = r->person[p].capacity > 0 ? r->person[p].capacity : 1;
	int64_t base = (int64_t)r->fair[b] *
	    (2 * (int64_t)r->person[p].done[b] + 1) * 1000 / q;
	int64_t slope = (int64_t)r->fair[b] * 2 * 1000 / q;

	base = base < ZP_ROTA_STEEP ? base : ZP_ROTA_STEEP;
	slope = slope < ZP_ROTA_STEEP ? slope : ZP_ROTA_STEEP;
	return base + n * slope;
}

int64_t zp_rota_arc_cost(const struct zp_rota *r, int32_t s,
    const struct zp_arc *x)
{
	int32_t held = r->slot[s].held;

	return x->cost + (held >= 0 && held != x->counsel ? r->disturb : 0);
}

/* Shifts of s's bucket that who[] gives p. */
static int32_t load(const struct zp_rota *r, const int32_t *who, int32_t s,
    int32_t p)
{
	int32_t n = 0;

	for (int32_t i = 0; i < r->slots; i++)
		n += who[i] == p && r->slot[i].bucket == r->slot[s].bucket;
	return n;
}

/* The cheapest person for open slot s whom the limits allow, but not
 * `but`; -1. */
static int32_t cheapest(const struct zp_rota *r, const int32_t *who,
    int32_t s, int32_t but, int64_t *cost)
{
	int32_t best = -1;

	for (int32_t k = 0; k < r->slot[s].arcs; k++) {
		const struct zp_arc *x = &r->slot[s].arc[k];
		int64_t c = zp_rota_arc_cost(r, s, x) + zp_rota_step(r,
		    x->counsel, (int)r->slot[s].bucket,
		    load(r, who, s, x->counsel));

		if (x->counsel == but || (best >= 0 && c >= *cost) ||
		    zp_rota_why(r, who, s, x->counsel) != ZP_ROTA_FREE)
			continue;
		best = x->counsel;
		*cost = c;
	}
	return best;
}

/* Slot s to p, who hands one of his slots on; true when done. */
static bool hand_on(const struct zp_rota *r, int32_t *who, int32_t s,
    int32_t p)
{
	int32_t from = -1, to = -1;
	int64_t least = INT64_MAX;

	for (int32_t i = 0; i < r->slots; i++) {
		int64_t cost = 0;
		int32_t q;

		if (who[i] != p || r->slot[i].kept)
			continue;
		who[i] = -1;
		if (zp_rota_why(r, who, s, p) == ZP_ROTA_FREE) {
			who[s] = p;
			q = cheapest(r, who, i, p, &cost);
			who[s] = -1;
			if (q >= 0 && cost < least) {
				least = cost;
				from = i;
				to = q;
			}
		}
		who[i] = p;
	}
	if (from < 0)
		return false;
	who[from] = to;
	who[s] = p;
	return true;
}

void zp_rota_mend(const struct zp_rota *r, int32_t *who)
{
	for (int32_t s = 0; s < r->slots; s++) {
		const struct zp_rota_slot *x = &r->slot[s];
		int64_t cost;

		if (who[s] >= 0 || x->kept)
			continue;
		who[s] = cheapest(r, who, s, -1, &cost);
		for (int32_t k = 0; who[s] < 0 && k < x->arcs; k++)
			if (hand_on(r, who, s, x->arc[k].counsel))
				break;
	}
}

/* Who holds a slot and may: the plan as it is published. */
bool zp_rota_held(const struct zp_rota *r, int32_t *who)
{
	bool any = false;

	for (int32_t s = 0; s < r->slots; s++)
		who[s] = r->slot[s].kept ? r->slot[s].held : -1;
	for (int32_t s = 0; s < r->slots; s++) {
		const struct zp_rota_slot *x = &r->slot[s];

		for (int32_t k = 0; who[s] < 0 && k < x->arcs; k++)
			if (x->arc[k].counsel == x->held &&
			    zp_rota_why(r, who, s, x->held) == ZP_ROTA_FREE)
				who[s] = x->held;
		any = any || x->held >= 0;
	}
	return any;
}

int64_t zp_rota_total(const struct zp_rota *r, const int32_t *who,
    int64_t wait)
{
	int64_t total = 0;

	for (int32_t s = 0; s < r->slots; s++) {
		const struct zp_rota_slot *x = &r->slot[s];
		int32_t n = 0;

		if (who[s] < 0) {
			total += x->kept ? ZP_KERNEL_MAX_COST : wait;
			continue;
		}
		for (int32_t i = 0; i < s; i++)
			n += who[i] == who[s] &&
			    r->slot[i].bucket == x->bucket;
		total += zp_rota_step(r, who[s], (int)x->bucket,
		    n);
		for (int32_t k = 0; k < x->arcs; k++)
			if (x->arc[k].counsel == who[s])
				total += zp_rota_arc_cost(r, s, &x->arc[k]);
	}
	return total;
}
