/*
 * engine/roster_impl.h - a roster while it is being made.
 * Layer: engine, private to roster*.c.
 */
#ifndef ZHIPAID_ROSTER_IMPL_H
#define ZHIPAID_ROSTER_IMPL_H
#include "zhipaid/roster.h"
#include "zhipaid/rule.h"

/* A post of the period. */
struct zp_seat_on {
	struct zp_duty *duty;		/* of the roster */
	int32_t centre;
	enum zp_bucket bucket;
	int32_t held;			/* published: by whom; -1 */
	int32_t absent;			/* who said he would not come; -1 */
	bool kept;
};
struct zp_making {
	const struct zp_roster_input *in;
	struct zp_roster *out;
	struct zp_seat_on *post;	/* parallel to out->duty */
	int32_t *group;			/* per centre: the smallest of those
					 * that share people */
	int32_t (*done)[ZP_BUCKETS];	/* per counsel: history */
	struct zp_arena *a, *work;
};
/* The posts, and what is on record for them and for the people. */
void zp_roster_set_up(struct zp_making *m);
/* Who may take a post, and why it is open, when all plans stand. */
int zp_roster_bar(const struct zp_making *m, uint32_t post, int32_t counsel);
void zp_roster_reasons(struct zp_making *m);
#endif
