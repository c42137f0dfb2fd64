/*
 * include/zhipaid/roster_warn.h - what is wrong with the days ahead.
 * Layer: engine.  Pure: what is on record in, warnings out.
 *
 * Of the days in->from..in->to (of the centres asked for): a year nobody
 * announced (H3), no roster at all (N7), a detention centre that reaches
 * nobody (N15), posts open (N1), no standby (N17), training that lapses
 * before a duty or within 60 days of in->today (N8), people of the pool
 * who have had no duty this year where others had one each (N17).
 */
#ifndef ZHIPAID_ROSTER_WARN_H
#define ZHIPAID_ROSTER_WARN_H
#include "zhipaid/roster.h"

enum zp_roster_alarm { ZP_ALARM_YEAR, ZP_ALARM_NO_ROSTER, ZP_ALARM_BARE,
	ZP_ALARM_OPEN, ZP_ALARM_STANDBY, ZP_ALARM_TRAINING, ZP_ALARM_IDLE };
struct zp_roster_warning {
	enum zp_roster_alarm what;
	int rule;			/* zp_rule */
	struct zp_date from, to;	/* the first and the last day; TRAINING:
					 * from when it is too old, and the
					 * first duty after that, or NONE */
	int32_t n;			/* days; OPEN, NO_ROSTER: posts; IDLE:
					 * people; TRAINING: days left */
	int32_t centre;			/* -1: YEAR */
	int32_t station;		/* OPEN; else -1 */
	int32_t organ;			/* BARE; else -1 */
	int32_t counsel;		/* TRAINING; else -1 */
};
/* By alarm, centre, organ or station, day; *n of them, in arena a. */
struct zp_roster_warning *zp_roster_warn(const struct zp_roster_input *in,
    struct zp_arena *a, uint32_t *n) ZP_MUST_CHECK;
/* As a sentence without a full stop, the rule's id behind it.  It names the
 * person of TRAINING by name: not for logs. */
void zp_roster_warning_print(const struct zp_roster_input *in,
    const struct zp_roster_warning *w, enum zp_lang lang,
    struct zp_buf *out);
#endif
