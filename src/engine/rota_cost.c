/* engine/rota_cost.c - what a plan costs, and the one that is published. */
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

int64_t zp_rota_wait(const struct zp_rota *r, int32_t s, int64_t wait)
{
	return wait + r->slot[s].dear +
	    (r->slot[s].held >= 0 ? r->disturb : 0);
}

/* Who holds a slot and may: the plan as it is published. */
bool zp_rota_held(const struct zp_rota *r, int32_t *who)
{
	bool any = false;

	for (int32_t s = 0; s < r->slots; s++)
		who[s] = -1;
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
			total += zp_rota_wait(r, s, wait);
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
