/*
 * include/zhipaid/deadline.h - the clocks of an assignment (D).
 * Layer: rules.  Pure.
 *
 * Hold and settle.  An ordinary case may be held for a part of its time, so
 * that more cases are decided together; and a decision may stay movable for
 * some minutes, while nobody has been told.  Both are for cases alone that
 * the optimiser gives (dispatch balanced), where deciding together gains
 * something, and that nobody waits for: never for urgent ones (J9, J16),
 * the fast track (D15), any notice of an organ (J12, D3), compulsory
 * treatment (J13), possible life or death, or a clock of their own: a new
 * defender wanted (D14), a known hearing (R9).
 *
 * All held cases of a centre are released together: when the first of them
 * falls due, or when the centre decides anything else.  Releasing only those
 * that gain would have to solve the batch with and without each of them, and
 * a case that waits longer gains nothing that its client would notice.
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
/* Until when the case, wanting counsel since `since` (approval, or put back),
 * may be held: the policy's percent of what is left then of its promise
 * (D16) or, where the scheme promises nothing or later, of its lawful time
 * (assign_by).  NONE: it is not held. */
struct zp_wall zp_hold_until(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_case *c,
    const struct zp_matter *m, struct zp_wall since);
/* Until when a decision made at `at` may move: the policy's minutes, and
 * never past that same time.  NONE: it is fixed at once. */
struct zp_wall zp_settle_until(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_case *c,
    const struct zp_matter *m, struct zp_wall at);
/* Rank for the queue: smaller goes first.  Urgent (J9), servicemen (J16),
 * fast track (D15), mandatory notice, then the rest. */
int32_t zp_case_rank(const struct zp_case *c, const struct zp_matter *m);
#endif
