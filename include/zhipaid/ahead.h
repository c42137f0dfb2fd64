/*
 * include/zhipaid/ahead.h - looking ahead in the decisions of a city.
 * Layer: engine.  Pure: no I/O, clock, log, randomness or file-scope state.
 *
 * Under a cap (T1) whoever takes a case is missing for a later one.  So each
 * person of a pool is priced by what the cases expected until the end of the
 * year would pay for his time (futures.h): last year's cases of the centre,
 * and this year's by quarters, go to whom the rules admit as far as that
 * hangs on case and person alone.  The price stands in the view beside the
 * load, so that a stored decision is replayed with it; nobody is refused
 * for it who is the only one to take a case.
 *
 * It changes week by week, and with who took what: the same facts make
 * the same prices however they came to be known, so that a daemon may be
 * started anew at any moment.  A centre without cases last year has none.
 */
#ifndef ZHIPAID_AHEAD_H
#define ZHIPAID_AHEAD_H
#include "zhipaid/world.h"

struct zp_ahead;	/* what was made of a world's cases so far */

struct zp_ahead *zp_ahead_new(void) ZP_MUST_CHECK;
void zp_ahead_free(struct zp_ahead *h);	/* h may be NULL */
/* Forget it all: another world or registry. */
void zp_ahead_forget(struct zp_ahead *h);
/* Put the prices of those who are looked at into view v of world w; its
 * state of counsel is then v's own, in arena a.  Nothing where the policy
 * does not look ahead. */
void zp_ahead_mark(struct zp_ahead *h, const struct zp_world *w,
    struct zp_view *v, const struct zp_policy *p, struct zp_arena *a);
#endif
