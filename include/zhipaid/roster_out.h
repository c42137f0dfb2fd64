/*
 * include/zhipaid/roster_out.h - from what a plan looks at to what is handed
 * out.
 * Layer: core.  Pure: no I/O, no clock.
 */
#ifndef ZHIPAID_ROSTER_OUT_H
#define ZHIPAID_ROSTER_OUT_H
#include "zhipaid/handout.h"
#include "zhipaid/roster.h"

struct zp_roster_how {
	bool drafts;		/* also duties that are not published */
	bool open;		/* also posts that nobody has; not where the
				 * duties on record are some people's only */
	int32_t station;	/* of this one alone; -1: of all */
	enum zp_lang lang;	/* of the notes about allowances */
};
/* Fill a handout with the period of `in`: duties, posts that nobody has in
 * months that are made, standby, allowances.  Notices and months of
 * publication that are in *out stay; all is sorted.  Everything lives in
 * a. */
void zp_roster_out(const struct zp_roster_input *in,
    const struct zp_roster_how *how, struct zp_arena *a,
    struct zp_handout *out);
#endif
