/*
 * include/zhipaid/decide.h - a view and a policy make a plan.
 * Layer: engine.  Pure: the daemon, simulate, explain, replay, tests and
 * benchmarks call this one function.
 */
#ifndef ZHIPAID_DECIDE_H
#define ZHIPAID_DECIDE_H
#include "zhipaid/plan.h"
#include "zhipaid/rule.h"

/* Decide every case of the view together: admissible counsel by the rules,
 * then the least total cost with convex loads, co-accused apart (C1, C2),
 * co-accused of one firm, both sides of one dispute and hearings at one
 * hour apart (C7, C5, C17: branch and bound on the network's optimum), ties
 * in a total order (longest since the last assignment, then a hash of seed,
 * case and person).  Then, for these leads, the pairs (Q8, Q9): as many as
 * the share asks for, then of one firm, then the least load.  At most 2^17
 * cases.  The plan lives in a, with a bound below its cost.
 * A case that somebody has already (`present`) moves only when all others
 * of the batch together gain by it: more of them served, or the more urgent,
 * or strictly less cost.  Ties stay; nobody loses counsel for another; who
 * no rule would admit any more is left alone. */
struct zp_plan *zp_decide(const struct zp_view *v, const struct zp_policy *p,
    struct zp_arena *a) ZP_MUST_CHECK;

/* A person's wish for one case. */
struct zp_manual {
	uint32_t i;			/* case of the view */
	int32_t lead, junior;		/* counsel; junior -1: none */
	uint64_t overridden;		/* HARD-OV rules a person answers for */
	uint64_t denied_lead, denied_junior;	/* out: rules that exclude */
};
/* Plan what a person wants when nothing HARD stands against it and every
 * HARD-OV rule that does stands in `overridden`; NULL when not.  The plan
 * holds that one decision (step MANUAL). */
struct zp_plan *zp_decide_manual(const struct zp_view *v,
    const struct zp_policy *p, struct zp_manual *m, struct zp_arena *a)
    ZP_MUST_CHECK;
#endif
