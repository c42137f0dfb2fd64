/*
 * include/zhipaid/plan.h - what the engine decided, and why.
 * Layer: model.  Pure, plain data; everything lives in the plan's arena.
 */
#ifndef ZHIPAID_PLAN_H
#define ZHIPAID_PLAN_H
#include "zhipaid/view.h"

/* One person of the pool, looked at as lead. */
struct zp_candidate {
	int32_t counsel;	/* index in the registry */
	uint64_t denied;	/* mask of candidate rules; 0 = admissible */
	int64_t cost;		/* milli-points: terms + load as decided on */
	int64_t load_cost;	/* of it, S9 (with T9) */
};
/* A single rule that, relaxed, would admit somebody (design section 4). */
struct zp_relaxation { int rule; int32_t admits; };

/* Why the chosen one and not the next: the step that decided. */
enum zp_step {
	ZP_STEP_NONE,		/* nobody */
	ZP_STEP_ONLY,		/* the only admissible one */
	ZP_STEP_COST,		/* least cost */
	ZP_STEP_JOINT,		/* the batch's optimum moved it off the least */
	ZP_STEP_OLDEST,		/* tie: longest since last assignment */
	ZP_STEP_HASH,		/* tie: hash of seed, case and person */
	ZP_STEP_WISH,		/* mode pick: first eligible on the list */
	ZP_STEP_MANUAL,		/* a person decided */
	ZP_STEP_WHEEL,		/* least cost of the next on the list (S4) */
	ZP_STEP_LOT,		/* drawn by a hash of seed, case and person */
	ZP_STEP_HALL,		/* on duty in the hall that day (S5) */
	ZP_STEP_TOGETHER,	/* turns would leave a co-accused alone */
};
/* Who stood before the lead on the list, and why it was not his turn. */
struct zp_pass {
	int32_t counsel;	/* of a firm: who would fit best */
	int32_t firm;		/* -1: the person himself */
	uint64_t denied;	/* rules against him (of a firm: the first
				 * against each); 0: may take it, but */
	int64_t worse;		/* costs so much more than the lead */
};
struct zp_decision {
	uint32_t i;		/* case of the view */
	int32_t lead, junior;	/* counsel; -1: waits / no pair */
	enum zp_step step;
	int64_t score;		/* the lead's cost, milli-points */
	/* moved off who had it: what the batch costs less than with
	 * everybody left where he is, milli-points, and how many more of its
	 * cases are served */
	int64_t gain;
	int32_t serves;
	struct zp_candidate *cand; uint32_t cands;	/* by counsel index */
	int32_t *order; uint32_t admitted; /* positions in cand, best first */
	bool by_firm;		/* the list is one of firms */
	struct zp_pass *passed; uint32_t passes; /* in the list's order */
	/* waiting: */
	uint64_t blocking;	/* mask of the rules named */
	int extra[4]; uint32_t extras;	/* more ids: X1, X3, J1, S4, ... */
	struct zp_relaxation *relax; uint32_t relaxes;	/* most admits first */
	struct zp_date wake;	/* first day time alone may help; NONE */
};
struct zp_plan {
	struct zp_decision *at; uint32_t n;	/* parallel to view->at */
	int64_t total;		/* cost of all leads, milli-points */
	int64_t bound;		/* no plan that serves the same cases costs
				 * less; == total when proven optimal.  What
				 * turns, a draw or the hall gave is taken as
				 * it is */
	bool paired;		/* no better juniors for these leads (pair.c) */
};

/* Is this the decision that stood before, left as it is? */
static inline bool zp_plan_stays(const struct zp_view *v,
    const struct zp_decision *d)
{
	return d->lead >= 0 && d->lead == v->at[d->i].present;
}
/* Did the case have another counsel before? */
static inline bool zp_plan_moves(const struct zp_view *v,
    const struct zp_decision *d)
{
	return v->at[d->i].present >= 0 && d->lead != v->at[d->i].present;
}
#endif
