/* engine/decide_price.c - what a person's next case costs.
 *
 * S9, AQ 六(二): balanced assignment.  The price is the person's level in
 * the ledger (ledger.h): load in points of 1/1000 case (T8), normalised by
 * the cap, with the pool's rate for the days away (T9).  Each further case
 * costs w_load for every normalised case already there, so that the cost is
 * convex and the least total cost evens loads out.  w_even is for a load of
 * once the pool's rate, so that a case weighs more while all have few: what
 * people compare in March is one case in three.  (Tried on years of 5,826
 * cases: at equal cost a term from the rate on, or a square, evens less.)
 *
 * What the cases expected would pay for a person's time (ahead.h) stands in
 * the view, and is added.
 *
 * A credit may lower a level below 0, the kernel wants prices from 0 on:
 * then the lowest level of the pool is its 0, which moves nobody's place.
 */
#include "decide_impl.h"
#include "zhipaid/kernel.h"
#include "zhipaid/ledger.h"

/* w milli-points a case, for so many points; 0..PRICE_MOST. */
static int64_t priced(int64_t w, int64_t points)
{
	int64_t cost = points > 0 ? w * points / 1000 : 0;

	return cost < ZP_PRICE_MOST ? cost : ZP_PRICE_MOST;
}

static int64_t sum(int64_t a, int64_t b)
{
	return a + b < ZP_PRICE_MOST ? a + b : ZP_PRICE_MOST;
}

/* S9 for so many points of level. */
static int64_t balance(const struct zp_policy *p, const struct zp_pool *pool,
    int64_t points)
{
	int64_t rate = pool->rate > 1000 ? pool->rate : 1000;

	return sum(priced(p->w_load, points),
	    priced(p->w_even, points * 1000 / rate));
}

void zp_price_people(const struct zp_view *v, const struct zp_policy *p,
    int32_t centre, struct zp_arena *a, struct zp_price *price)
{
	const struct zp_centre *at = &v->reg->centre[centre];
	struct zp_share *share = zp_arena_calloc(a, at->pool_n,
	    sizeof(*share));
	struct zp_pool pool = zp_ledger_pool(v->reg, p, v->counsel, centre,
	    zp_ledger_span(zp_wall_date(v->now)), share);
	int64_t floor = 0;

	for (uint32_t k = 0; k < at->pool_n; k++)
		if (share[k].counts && share[k].level < floor)
			floor = share[k].level;
	for (uint32_t k = 0; k < at->pool_n; k++) {
		int32_t c = at->pool[k], taken = v->counsel[c].undertaken;
		struct zp_price *to = &price[c];

		to->base = balance(p, &pool, share[k].level - floor);
		to->slope = balance(p, &pool, zp_ledger_normal(p,
		    p->lead_load, share[k].cap));
		to->room = ZP_KERNEL_MAX_CASES;
		if (!p->off[ZP_T1])
			to->room = share[k].cap > taken ?
			    share[k].cap - taken : 0;
	}
}

void zp_price_pool(struct zp_batch *b, int32_t centre)
{
	const struct zp_centre *at = &b->v->reg->centre[centre];

	if (b->priced[centre])
		return;
	b->priced[centre] = true;
	zp_price_people(b->v, b->p, centre, b->work, b->price);
	for (uint32_t k = 0; k < at->pool_n; k++) {
		struct zp_price *to = &b->price[at->pool[k]];

		to->base = sum(to->base, b->v->counsel[at->pool[k]].ahead);
	}
}
