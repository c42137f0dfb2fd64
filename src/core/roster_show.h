/* src/core/roster_show.h - what `roster show` shows; private to it. */
#ifndef ZHIPAID_CORE_ROSTER_SHOW_H
#define ZHIPAID_CORE_ROSTER_SHOW_H
#include "command.h"
#include "roster.h"

struct zp_roster_show {
	struct zp_req *r;
	struct zp_roster_state *s;
	struct zp_date from, to;
	int32_t station, counsel, centre;	/* -1: all */
	int32_t asks;			/* --for; -1 */
	const struct zp_duty *one;	/* a duty by name, or NULL */
	struct zp_duty *at; uint32_t n;	/* the rows; "": open */
	struct zp_buf text;
};
/* cmd_roster_why.c: lines of text about the rows: why nobody stands there;
 * what is wrong with the days ahead; why the person of --for has it not; why
 * the person shown has nothing. */
void zp_roster_show_open(struct zp_roster_show *x);
void zp_roster_show_warnings(struct zp_roster_show *x);
void zp_roster_show_why_not(struct zp_roster_show *x);
void zp_roster_show_idle(struct zp_roster_show *x);
#endif
