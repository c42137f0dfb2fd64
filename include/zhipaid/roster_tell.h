/*
 * include/zhipaid/roster_tell.h - a roster just made, in words.
 * Layer: engine.  Pure.
 */
#ifndef ZHIPAID_ROSTER_TELL_H
#define ZHIPAID_ROSTER_TELL_H
#include "zhipaid/roster.h"

/* How many duties, which posts are open and why, who has nothing and why,
 * what was eased, what the plan costs and the least there is; lines of text.
 * Long lists are cut after ten and say how many there are. */
void zp_roster_tell(const struct zp_roster_input *in,
    const struct zp_roster *r, enum zp_lang lang, struct zp_buf *out);
/* "12 x training (N8)": people or posts, by the rule or the limits. */
void zp_roster_tell_reason(const struct zp_roster_reason *why,
    enum zp_lang lang, struct zp_buf *out);
#endif
