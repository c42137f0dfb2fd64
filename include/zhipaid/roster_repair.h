/*
 * include/zhipaid/roster_repair.h - a published roster that stands no more.
 * Layer: engine.  Pure.
 *
 * Leave, illness, a person who left the pool or was suspended, a hearing, a
 * station that closes or asks for more: what is open is given to those who
 * are free then, who stands by first; everything else stays.  Where a post
 * that has just lost its person finds nobody so, the duties of its centre
 * around it may move, the fewest of them.  What has been open since it was
 * published moves nobody.  Into what a named person decided beside a rule a
 * repair does not meddle, unless something else bars that person now.
 *
 * Cost: O(posts * log posts), and a plan of each group of centres that share
 * people in which something is wrong that somebody could mend: of the open
 * posts; of a week, where that does not do.
 */
#ifndef ZHIPAID_ROSTER_REPAIR_H
#define ZHIPAID_ROSTER_REPAIR_H
#include "zhipaid/roster_may.h"

/* A duty on record of which a named person set rules aside. */
struct zp_duty_override {
	struct zp_duty duty;	/* linked; its post and counsel count */
	const bool *off;	/* by zp_rule, ZP_RULES of them */
};
struct zp_roster_torn {
	const struct zp_roster_input *in;	/* the published period; its
						 * centre does not matter */
	const struct zp_duty_override *override; uint32_t overrides;
	const struct zp_duty *absent;		/* of in->duty: who just said
						 * he would not come; NULL */
};
struct zp_roster_repair {
	/* by date, station, shift, post; `was` is "" for who is on record as
	 * absent already */
	struct zp_duty_change *change; uint32_t changes;
	struct zp_standby *gone, *come;	/* who stands by no more, and now */
	uint32_t gones, comes;
	uint32_t open;			/* posts left, which nobody fills */
	uint32_t centres;		/* planned again */
};
/* What has to change; everything lives in a. */
struct zp_roster_repair *zp_roster_repair(const struct zp_roster_torn *t,
    struct zp_arena *a) ZP_MUST_CHECK;
#endif
