/*
 * src/rules/past.c - what a person did before, and when he is away (R, N17,
 * S11).
 */
#include "check.h"

static bool ended_so(const struct zp_ctx *x, enum zp_end end)
{
	const struct zp_link *l = x->vc->link;

	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (l->kind == ZP_LINK_SELF && l->end_reason == end &&
		    l->counsel == x->counsel)
			return true;
	return false;
}

bool zp_concerns_r1(const struct zp_ctx *x)
{
	return zp_linked(x, ZP_LINK_SELF);
}

/* R1, LAA 46: who declined this case is not asked again. */
bool zp_denies_r1(const struct zp_ctx *x, struct zp_why *why)
{
	return ended_so(x, ZP_END_DECLINED) &&
	    zp_because(why, ZP_DATE_NONE, x->vc->c.case_no, 0);
}

bool zp_concerns_r2(const struct zp_ctx *x)
{
	return zp_linked(x, ZP_LINK_SELF) || x->vc->c.excluded_counsel.n > 0;
}

/* R2, LAA 55: whom the recipient had changed, or does not want. */
bool zp_denies_r2(const struct zp_ctx *x, struct zp_why *why)
{
	return (ended_so(x, ZP_END_CHANGED) ||
	    zp_list_has(&x->vc->c.excluded_counsel, x->c->licence_no)) &&
	    zp_because(why, ZP_DATE_NONE, x->vc->c.case_no, 0);
}

/* N17: on leave today; leaves that follow each other are one. */
bool zp_denies_n17(const struct zp_ctx *x, struct zp_why *why)
{
	struct zp_date back = x->today;

	for (uint32_t i = 0; i < x->c->leave_n; i++) {
		const struct zp_leave *l = &x->c->leave[i];

		if (zp_date_cmp(l->starts_on, back) > 0)
			break;
		if (zp_date_cmp(l->ends_on, back) >= 0)
			back = zp_date_add(l->ends_on, 1);
	}
	return zp_date_cmp(back, x->today) > 0 &&
	    zp_because(why, back, "", 0);
}

/* S11: not yet, or no longer, in the pool of those who take cases. */
bool zp_denies_s11(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_counsel *c = x->c;

	if (zp_date_known(c->pool_to) &&
	    zp_date_cmp(c->pool_to, x->today) < 0)
		return zp_because(why, ZP_DATE_NONE, "", 0);
	if (!zp_date_known(c->pool_from) ||
	    zp_date_cmp(c->pool_from, x->today) <= 0)
		return false;
	return zp_because(why, zp_date_known(c->pool_to) &&
	    zp_date_cmp(c->pool_to, c->pool_from) < 0 ?
	    ZP_DATE_NONE : c->pool_from, "", 0);
}

bool zp_concerns_j2(const struct zp_ctx *x)
{
	return zp_linked(x, ZP_LINK_SAME);
}

/* J2, HZ 22: while the same matter is open at the centre that received it
 * first, nobody is assigned a second time. */
bool zp_denies_j2(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_link *l = x->vc->link;

	while (l->kind != ZP_LINK_SAME)
		l++;
	return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
}
