/*
 * include/zhipaid/progress.h - how far each centre is with its year (T5).
 * Layer: engine.  Pure.
 *
 * T5, Anqing's annex of targets: progress is what a centre handled, over its
 * annual target; 序时进度, what is due so far, is the target times the part
 * of the year that has passed.  A case counts for the centre that handles it
 * (X2) in the year in which its lead was assigned, unless that assignment
 * ended before work began (declined, changed, withdrawn: T1).
 */
#ifndef ZHIPAID_PROGRESS_H
#define ZHIPAID_PROGRESS_H
#include "zhipaid/world.h"

/* Days of the year that have passed, today included, of all of them: by the
 * calendar, or working days (policy.rebalance.elapsed). */
struct zp_elapsed { int32_t days, of; };
struct zp_progress {
	int32_t handled, target;	/* target 0: none is set */
	int32_t due;		/* the least number that is not behind */
	int32_t shortfall;	/* due less handled, >= 0, in cases */
	int32_t per_mille;	/* handled of target * elapsed, in 1/1000
				 * rounded down; -1: nothing is due */
};

struct zp_elapsed zp_elapsed_of(const struct zp_calendar *cal,
    enum zp_day_unit unit, struct zp_date today);
/* target < 0 counts as none. */
struct zp_progress zp_progress_of(int32_t handled, int32_t target,
    struct zp_elapsed e);
/* What each centre of the registry handled in a year: handled[] by centre,
 * filled.  O(assignments * log assignments). */
void zp_progress_count(const struct zp_world *w,
    const struct zp_registry *reg, int year, int32_t *handled);
/* What a centre will have handled at the end of the year at the rate of the
 * year so far, rounded down. */
int32_t zp_progress_forecast(int32_t handled, struct zp_elapsed e);
#endif
