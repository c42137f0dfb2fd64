/*
 * include/zhipaid/ledger.h - who carried how much, and what is fair.
 * Layer: model.  Pure.
 *
 * Every case, duty shift and correction is an entry with its points (1/1000
 * case), fixed when it is made: a later change of a weight rewrites nothing
 * (T8).  The sum of a person's entries of a year is the load in a view.
 *
 *   here     the days of the year so far that a person was there: joined,
 *            not on leave, not suspended (T9)
 *   target   load of the pool x (cap x here) / (the same of all its people)
 *   balance  load - target: what one carried more (+) or less (-) than fair
 *   rate     load of the pool / its people of full cap who were always here
 *   level    load / (own cap / policy's cap) + rate x days away / days:
 *            = rate + balance / (own cap / policy's cap), the price of S9
 *
 * So whoever joins or comes back stands at the pool's rate, neither flooded
 * to catch up nor spared (T9), and all levels are equal when every balance
 * is 0.  The pool: active counsel of a centre, volunteers aside, whose cap
 * is not 0.  Balances of a pool add up to 0, but for rounding.
 *
 * Proportional shares (each by its weight, here capacity): Young, "Equity:
 * In Theory and Practice" (1994), ch. 4; a deficit carried forward: Shreedhar
 * & Varghese, "Efficient fair queuing using deficit round robin", 1995,
 * doi:10.1145/217382.217453.
 */
#ifndef ZHIPAID_LEDGER_H
#define ZHIPAID_LEDGER_H
#include "zhipaid/duty.h"
#include "zhipaid/policy.h"
#include "zhipaid/view.h"
#include "zhipaid/world.h"

/* Points are this much of each other at most; sums stay under 2^62. */
#define ZP_LEDGER_MOST (INT64_C(1) << 31)

/* --- entries --- */

/* T8: what a case weighs for who takes it on, by the policy in force: its
 * role, difficulty, category, litigation, and a grave sentence.  matter may
 * be NULL: category other. */
int32_t zp_ledger_weight(const struct zp_policy *p, const struct zp_case *c,
    const struct zp_matter *matter, enum zp_role role);
/* What an assignment counts by now: its weight; R1: declined without cause
 * the part that the rules of its day kept, with cause nothing; nothing when
 * it was withdrawn. */
int64_t zp_ledger_debit(const struct zp_assignment *a);

/* T8: a duty shift as an entry for zp_world_ledger(); 0 points unless it
 * was done. */
struct zp_entry zp_ledger_duty(const struct zp_policy *p,
    const struct zp_duty *d);

/* The entries of a person (counsel index) in a year, in order: carried over
 * first, then by time; withdrawn cases are left out.  The reason of a case
 * is "", "with_cause" when it was declined so.  `e` is valid during the
 * call. */
void zp_ledger_each(const struct zp_world *w, const struct zp_policy *p,
    int32_t counsel, int32_t year,
    void (*fn)(void *arg, const struct zp_entry *e), void *arg);

/* --- shares --- */

struct zp_span { struct zp_date from, until; };	/* until is not part of it */
/* The year of a day until that day; until is never before from. */
struct zp_span zp_ledger_span(struct zp_date today);

struct zp_share {		/* of one person */
	bool counts;		/* belongs to the pool's sums */
	int32_t cap, here;	/* cases a year; days */
	int64_t load, target, balance;	/* points; 0 when not counted */
	int64_t level;		/* points; at most ZP_LEDGER_MOST */
};
struct zp_pool {
	int32_t days;		/* of the span, at least 1 */
	int64_t load;		/* points of all who count */
	int64_t capacity;	/* sum of cap x here */
	int64_t rate;		/* points */
};
/* The shares of a centre's people (share[k] of pool[k]) by the loads of
 * st, which is parallel to reg->counsel. */
struct zp_pool zp_ledger_pool(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_counsel_state *st,
    int32_t centre, struct zp_span span, struct zp_share *share);
/* The cap of a person: the policy's, or his own when it is lower (T1). */
int32_t zp_ledger_cap(const struct zp_policy *p, const struct zp_counsel *c);
/* Points as they weigh for somebody with this cap, at most LEDGER_MOST. */
int64_t zp_ledger_normal(const struct zp_policy *p, int64_t points,
    int32_t cap);

/* --- the account of a person, for people --- */

struct zp_account {
	int32_t year;
	struct zp_span span;
	int32_t centre;			/* whose pool; -1: none */
	struct zp_pool pool;
	struct zp_share share;
	int64_t debits, credits;	/* load = debits - credits */
	int32_t cases, juniors;		/* counted, of them as junior */
	int32_t declines, duties;
};
/* The accounts of a centre's people (parallel to its pool, in arena a) in
 * a year, as of today: a past year is looked at from its end. */
struct zp_account *zp_ledger_centre(const struct zp_world *w,
    const struct zp_policy *p, int32_t centre, int32_t year,
    struct zp_date today, struct zp_arena *a) ZP_MUST_CHECK;
#endif
