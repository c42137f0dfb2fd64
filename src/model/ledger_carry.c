/*
 * src/model/ledger_carry.c - last year's balance in this year's load.
 *
 * Computed from the rows of the year before, and from what that year itself
 * took over, back to the first year with rows: nothing to store and nothing
 * to forget at New Year.  A year counts the changes of its loads; what is
 * carried out of it is computed again when that count has moved.
 */
#include <stdlib.h>
#include "world_impl.h"
#include "zhipaid/ledger.h"

struct zp_wcarry zp_wcarry_of(const struct zp_policy *p)
{
	return (struct zp_wcarry){ p->carry, p->annual_cap };
}

bool zp_wcarry_equal(struct zp_wcarry a, struct zp_wcarry b)
{
	return a.percent == b.percent && (a.percent == 0 || a.cap == b.cap);
}

/* Percent of each balance at the end of a year, by the loads st; counsel
 * of no pool carry nothing. */
static void balances(const struct zp_registry *reg, const struct zp_policy *p,
    const struct zp_counsel_state *st, int32_t year, int64_t *out)
{
	struct zp_span all = { zp_date_of(year, 1, 1),
		zp_date_of(year + 1, 1, 1) };
	struct zp_share *share = zp_xcalloc(reg->counsels, sizeof(*share));

	for (uint32_t c = 0; c < reg->centres; c++) {
		const struct zp_centre *at = &reg->centre[c];

		zp_ledger_pool(reg, p, st, (int32_t)c, all, share);
		for (uint32_t k = 0; k < at->pool_n; k++)
			out[at->pool[k]] = share[k].balance * p->carry / 100;
	}
	free(share);
}

void zp_wcarry_update(const struct zp_world *w, struct zp_wyear *y,
    const struct zp_policy *p)
{
	struct zp_wyear *before = zp_wyear_find(w, y->year - 1);
	struct zp_wcarry by = zp_wcarry_of(p);
	int64_t *now;

	if (before != NULL && by.percent > 0)
		zp_wcarry_update(w, before, p);
	if (before == NULL || (by.percent == 0 && y->carry == NULL) ||
	    (y->carry != NULL && zp_wcarry_equal(y->by, by) &&
	    y->seen == before->changes))
		return;
	now = zp_xcalloc(w->reg->counsels, sizeof(*now));
	if (by.percent > 0)
		balances(w->reg, p, before->counsel, before->year, now);
	for (uint32_t k = 0; k < w->reg->counsels; k++) {
		int64_t was = y->carry == NULL ? 0 : y->carry[k];

		y->counsel[k].load += now[k] - was;
		y->changes += now[k] != was;
	}
	free(y->carry);
	y->carry = now;
	y->by = by;
	y->seen = before->changes;
}

void zp_wcarry_add(const struct zp_world *w, int32_t year,
    const struct zp_policy *p, struct zp_counsel_state *st)
{
	const struct zp_registry *reg = w->reg;
	struct zp_counsel_state *before;
	int64_t *carry;

	if (p->carry == 0 || zp_wyear_find(w, year - 1) == NULL)
		return;
	before = zp_xcalloc(reg->counsels, sizeof(*before));
	carry = zp_xcalloc(reg->counsels, sizeof(*carry));
	for (uint32_t k = 0; k < reg->counsels; k++)
		zp_wperson_sum(w, k, year - 1, &before[k]);
	zp_wcarry_add(w, year - 1, p, before);
	balances(reg, p, before, year - 1, carry);
	for (uint32_t k = 0; k < reg->counsels; k++)
		st[k].load += carry[k];
	free(before);
	free(carry);
}
