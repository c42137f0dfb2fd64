/*
 * include/zhipaid/deadline.h - the clocks of an assignment (D).
 * Layer: rules.  Pure.
 */
#ifndef ZHIPAID_DEADLINE_H
#define ZHIPAID_DEADLINE_H
#include "zhipaid/policy.h"

struct zp_clocks {
	struct zp_date due;	/* D2, D3, D5: last lawful day to assign */
	struct zp_date assign_by; /* D5: last working day on or before due, but
				 * not before the first day */
	struct zp_wall promise;	/* D16: last second of it; NONE: none */
	struct zp_date adjourned; /* D14: latest sensible day; NONE: n/a */
	int rule;		/* zp_rule behind due: D2 or D3 */
};
/* The clocks of a case.  They start with the approval, or the organ's
 * notice (D3) if known and earlier; the first day is not counted (D5); a
 * case put back keeps its clocks (R1). */
struct zp_clocks zp_clocks_of(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_case *c,
    const struct zp_matter *m);
/* Rank for the queue: smaller goes first.  Urgent (J9), servicemen (J16),
 * fast track (D15), mandatory notice, then the rest. */
int32_t zp_case_rank(const struct zp_case *c, const struct zp_matter *m);
#endif
