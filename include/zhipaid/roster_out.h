/*
 * include/zhipaid/roster_out.h - from what a plan looks at to what is handed
 * out.
 * Layer: core.  Pure: no I/O, no clock.
 */
#ifndef ZHIPAID_ROSTER_OUT_H
#define ZHIPAID_ROSTER_OUT_H
#include "zhipaid/handout.h"
#include "zhipaid/roster.h"

/* Fill a handout with the period of `in`: its duties (drafts only if asked
 * for), posts that nobody has where a month of a station is made, standby,
 * allowances (notes in that language).  Notices and months of publication
 * that are in *out stay; all is sorted.  Everything lives in a. */
void zp_roster_out(const struct zp_roster_input *in, bool drafts,
    enum zp_lang lang, struct zp_arena *a, struct zp_handout *out);
#endif
