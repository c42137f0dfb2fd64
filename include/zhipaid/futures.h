/*
 * include/zhipaid/futures.h - what the cases still expected would pay.
 * Layer: engine.  Pure: no I/O, clock, log, randomness or file-scope state.
 *
 * Cases are decided one by one, and whoever takes one is missing for a
 * later one.  So draw a few futures of the year, keep each as an optimal
 * assignment (kernel.h), and ask what one case more at a person would cost
 * there: the mean of that is the person's price.  Giving each case to the
 * least cost + price is one step of re-solving with sampled hindsight:
 * Vera & Banerjee, "The Bayesian Prophet: A Low-Regret Framework for Online
 * Decision Making", Management Science 67(3), 2021, 1368-1391,
 * doi:10.1287/mnsc.2020.3624.
 *
 * A future is drawn from last year's cases and this year's as of the last
 * quarter.  With a part x of the year gone, y of it by then, each of them is
 * still to come (1-x)/(1+y) times: together they tell the rate of 1+y years.
 * Last year's count more or less by the pace of their kind since (struct
 * zp_pace), so that another volume or another mix is soon noticed; all count
 * ZP_FUTURES_MORE times, because to keep back a little too much costs less
 * than to run out.  The draws are stratified: each case stands in about its
 * share of the futures.  Early in the year all futures are nearly last year:
 * one will do, and more join by the quarter.
 *
 * The prices follow from the facts alone (seed, cases, time, counsel), not
 * from the order of calls nor from which optimum stands: what is drawn
 * depends on the hash of seed and case; a price is a difference of two
 * optima.
 */
#ifndef ZHIPAID_FUTURES_H
#define ZHIPAID_FUTURES_H
#include "zhipaid/kernel.h"

#define ZP_FUTURES_MAX 64
#define ZP_FUTURES_YEAR (INT32_C(1) << 20)	/* the longest year, in units */
#define ZP_FUTURES_TERMS 4	/* of the year: quarters */
#define ZP_FUTURES_MORE 1.03

/* Cases by kind: those of last year, and those of this year so far.  Shared
 * by all pools of a city; counted by whoever tells the pools of a case. */
struct zp_pace {
	int32_t kinds;
	int32_t *before, *now;	/* kinds of each */
};
struct zp_futures_opt {
	int32_t futures;	/* 1..ZP_FUTURES_MAX */
	uint64_t seed;
	int32_t m;		/* counsel of the pool */
	int64_t wait;		/* cost of a case nobody takes */
	int32_t year;		/* its length; the unit is the caller's */
	const struct zp_pace *pace;	/* borrowed */
};
struct zp_futures;	/* one pool; lives in its arena */

struct zp_futures *zp_futures_new(struct zp_arena *a,
    const struct zp_futures_opt *o) ZP_MUST_CHECK;
/* From now on counsel c has room for so many cases; the first costs base,
 * each further one slope more. */
void zp_futures_counsel(struct zp_futures *f, int32_t c, int32_t room,
    int64_t base, int64_t slope);
/* A case that came at `at` (0..year) into this year, or last year (-1).
 * key: stable and different for each (a hash of its number); arcs are
 * copied.  Returns how many were told before. */
int32_t zp_futures_case(struct zp_futures *f, uint64_t key, int32_t kind,
    int32_t at, const struct zp_arc *arc, int32_t n);
/* It is `elapsed` (0..year) into the year: draw anew what is to come. */
void zp_futures_at(struct zp_futures *f, int32_t elapsed);
/* What one more case at counsel c costs, his own next place included: the
 * mean over the futures as of the last zp_futures_at().  wait: no room. */
int64_t zp_futures_price(struct zp_futures *f, int32_t c);
/* A bound below it, much cheaper: who looks for the least cost need not ask
 * where this is too much already. */
int64_t zp_futures_at_least(const struct zp_futures *f, int32_t c);
/* Cases in the futures, their mean over the futures rounded; of one kind,
 * or of all (kind -1). */
int32_t zp_futures_expected(const struct zp_futures *f, int32_t kind);
/* Copies of the i-th case told (from 0), in all futures together. */
int32_t zp_futures_copies(const struct zp_futures *f, int32_t i);
#endif
