/* engine/decide_price.c - what a person's next case costs.
 *
 * S9, AQ 六(二): balanced assignment.  Load is counted in points of 1/1000
 * case (T8) and normalised by the person's cap over the policy's; each
 * further case costs w_load for every normalised case already there, so
 * that the cost is convex and the least total cost evens loads out.
 * T9: who joined this year or was on leave starts at the pool's mean for
 * the days he was away, so that nobody is flooded to catch up.
 */
#include "decide_impl.h"
#include "zhipaid/kernel.h"

static int64_t at_most(int64_t x, int64_t most)
{
	return x < most ? x : most;
}

static int32_t cap_of(const struct zp_batch *b, const struct zp_counsel *c)
{
	int32_t cap = b->p->annual_cap;

	if (c->annual_cap >= 0 && c->annual_cap < cap)
		cap = c->annual_cap;
	return cap;
}

/* Points as they weigh for somebody with this cap; under 2^31. */
static int64_t normal(const struct zp_batch *b, int64_t points, int32_t cap)
{
	if (points < 0)
		points = 0;
	points = at_most(points, INT64_C(1) << 31);
	return at_most(points * b->p->annual_cap / (cap > 0 ? cap : 1),
	    INT64_C(1) << 31);
}

static int64_t priced(const struct zp_batch *b, int64_t points)
{
	return at_most(b->p->w_load * points / 1000, ZP_PRICE_MOST);
}

static int64_t pool_mean(const struct zp_batch *b,
    const struct zp_centre *centre)
{
	int64_t sum = 0, n = 0;

	for (uint32_t k = 0; k < centre->pool_n; k++) {
		int32_t c = centre->pool[k];
		const struct zp_counsel *who = &b->v->reg->counsel[c];
		int32_t cap = cap_of(b, who);

		if (who->status != ZP_ACTIVE || who->kind == ZP_VOLUNTEER ||
		    cap == 0)
			continue;
		sum += normal(b, b->v->counsel[c].load, cap);
		n++;
	}
	return n > 0 ? sum / n : 0;
}

void zp_price_pool(struct zp_batch *b, int32_t centre)
{
	const struct zp_centre *at = &b->v->reg->centre[centre];
	struct zp_date today = zp_wall_date(b->v->now), first;
	int64_t mean, elapsed;
	int year;

	if (b->priced[centre])
		return;
	b->priced[centre] = true;
	zp_date_split(today, &year, NULL, NULL);
	first = zp_date_of(year, 1, 1);
	elapsed = today.day - first.day;
	mean = pool_mean(b, at);
	for (uint32_t k = 0; k < at->pool_n; k++) {
		int32_t c = at->pool[k];
		const struct zp_counsel *who = &b->v->reg->counsel[c];
		const struct zp_counsel_state *st = &b->v->counsel[c];
		int32_t cap = cap_of(b, who);
		struct zp_price *to = &b->price[c];
		int64_t points = normal(b, st->load, cap);

		if (mean > 0 && elapsed > 0)
			points += mean * zp_counsel_away(who, first, today) /
			    elapsed;
		to->base = priced(b, points);
		to->slope = priced(b, normal(b, b->p->lead_load, cap));
		to->room = ZP_KERNEL_MAX_CASES;
		if (!b->p->off[ZP_T1])
			to->room = cap > st->undertaken ?
			    cap - st->undertaken : 0;
	}
}
