/*
 * include/zhipaid/simulate.h - a city's year without a database.
 * Layer: engine.  Pure: events and approvals in, assignments out, through
 * the very functions the daemon calls.
 *
 * The clock goes from tick to tick: the next approval, the next event, the
 * instant at which a held case falls due, or the first day on which time
 * alone may help a waiting case (00:00).  At a tick: duties of days that are
 * over were done (T8); events in the order of
 * the file; then the cases approved at that instant, the waiting cases that
 * something may have helped, and the held cases that are released
 * (deadline.h) are decided together, and with them the decisions of their
 * centres that may still move (settle.h).  A waiting case is taken up again
 * when a case of its centre ended, was declined or changed counsel, or its
 * wake day came.  After the last approval, event or held case nothing
 * happens any more.
 */
#ifndef ZHIPAID_SIMULATE_H
#define ZHIPAID_SIMULATE_H
#include "zhipaid/decide.h"
#include "zhipaid/world.h"

struct zp_sim_input {
	const struct zp_registry *reg;
	const struct zp_policy *p;
	const struct zp_case *cs; uint32_t cases;	/* by approved_at, no */
	const struct zp_event *ev; uint32_t events;	/* by at, position */
	const struct zp_duty *duty; uint32_t duties;	/* any order */
	const struct zp_help *help; uint32_t helps;	/* the same */
	enum zp_lang lang;		/* of the sentences in pending */
	/* progress, may be NULL: ticks done of all */
	void (*progress)(void *arg, uint32_t done, uint32_t all);
	void *arg;
};
struct zp_sim {
	struct zp_arena *arena;
	struct zp_world *world;		/* at the end */
	struct zp_pending *pending; uint32_t pendings;	/* by case_no */
	uint32_t ignored;		/* events that fitted no case */
	int64_t total, bound;		/* of all plans: cost, and what none
					 * that serves the same goes below */
};
/* Run it all; released by zp_sim_free(). */
struct zp_sim *zp_simulate(const struct zp_sim_input *in) ZP_MUST_CHECK;
void zp_sim_free(struct zp_sim *s);
#endif
