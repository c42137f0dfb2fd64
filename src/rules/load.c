/*
 * src/rules/load.c - how much a person may carry, and for whom (T, X).
 */
#include "check.h"
#include "zhipaid/ledger.h"

/* T1, AQ 六(二): the cap of the year, the city's or the person's own if it
 * is lower; a new year brings new room. */
bool zp_denies_t1(const struct zp_ctx *x, struct zp_why *why)
{
	int32_t cap = zp_ledger_cap(x->p, x->c);

	if (x->st->undertaken < cap)
		return false;
	return zp_because(why, cap == 0 ? ZP_DATE_NONE : x->new_year, "",
	    cap);
}

/* X1, AQ 三(三)2: counsel of another centre only by the city's word. */
bool zp_denies_x1(const struct zp_ctx *x, struct zp_why *why)
{
	return x->c->centre != x->vc->handling &&
	    !zp_view_lent(x->vc, x->counsel) &&
	    zp_because(why, ZP_DATE_NONE, x->c->centre_code, 0);
}
