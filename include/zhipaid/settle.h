/*
 * include/zhipaid/settle.h - cases that are held, decisions that may move.
 * Layer: model.  Pure.
 *
 * A case is loose until an instant: one that wants counsel (APPROVED) is
 * held until then, a decision (ASSIGNED) may be made anew until then.  Who
 * may be loose, and how long, say the rules (deadline.h); this keeps the
 * list and says who belongs into a batch.
 *
 * A decision moves only while nothing else hangs on it: one lead, no pair,
 * and no joint, related, earlier or opposing case.  So what one client told
 * a person can never stand between others (C1-C7), and nothing that the
 * schema forbids for all time is undone.
 */
#ifndef ZHIPAID_SETTLE_H
#define ZHIPAID_SETTLE_H
#include "zhipaid/world.h"

struct zp_loose {
	const struct zp_case *c;	/* the world's */
	int32_t handling;
	struct zp_wall until;
	int64_t version;		/* of the row in PostgreSQL */
};

/* From now on the case is loose in its state until `until`; NONE: not any
 * more.  Any change of its state ends that, too. */
void zp_world_loosen(struct zp_world *w, const char *case_no,
    struct zp_wall until, int64_t version);
/* Until when the case is loose; NONE: it is not. */
struct zp_wall zp_world_until(const struct zp_world *w, const char *case_no);
/* When the first held case falls due; NONE: none is held. */
struct zp_wall zp_world_due(const struct zp_world *w);
/* The held cases to decide at `now` beside no[0..n): those that are due,
 * and all others of a centre that decides one of these or of no[].  Fills
 * *out (in arena a); returns how many.  None of no[] may be held. */
uint32_t zp_world_release(const struct zp_world *w, const char *const *no,
    uint32_t n, struct zp_wall now, struct zp_arena *a,
    struct zp_loose **out);
/* The decisions of the centres of no[0..n) that may still move at `now`.  As
 * above; those that never may again leave the list. */
uint32_t zp_world_movable(struct zp_world *w, const char *const *no,
    uint32_t n, struct zp_wall now, struct zp_arena *a,
    struct zp_loose **out);
/* Lift a movable case off its counsel: to a view it wants counsel, with
 * `present` naming who has it.  zp_world_apply() of a plan of that view puts
 * it back, or moves it: the old row ends WITHDRAWN. */
void zp_world_lift(struct zp_world *w, const char *case_no);
#endif
