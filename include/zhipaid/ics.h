/*
 * include/zhipaid/ics.h - writing calendars that other programs subscribe to.
 * Layer: wire.  Pure: text into a buffer, no clock.
 *
 * iCalendar (RFC 5545, with NAME and REFRESH-INTERVAL of RFC 7986), in the
 * civil time of Shanghai.  There is no METHOD: this is a feed, not an
 * invitation, and METHOD:PUBLISH would ask for an ORGANIZER (RFC 5546
 * 3.2.1).  So DTSTAMP is when the information was last revised (RFC 5545
 * 3.8.7.2), and the same facts give the same bytes at any time.
 *
 * Texts are UTF-8; what is not becomes U+FFFD, control characters other
 * than a line feed are dropped.
 */
#ifndef ZHIPAID_ICS_H
#define ZHIPAID_ICS_H
#include "zhipaid/buf.h"
#include "zhipaid/time.h"

enum zp_ics_status { ZP_ICS_CONFIRMED, ZP_ICS_TENTATIVE, ZP_ICS_CANCELLED };
struct zp_ics_event {
	const char *uid;		/* the same for ever */
	struct zp_date date;
	struct zp_hours hours;
	struct zp_wall revised;		/* NONE: not known; then DTSTAMP is
					 * 1970, older than whatever comes */
	int32_t sequence;		/* how often it was revised, >= 0 */
	enum zp_ics_status status;
	const char *summary, *location, *description;	/* "": none */
};

/* Begin a calendar with that name for people, end it.  Between them any
 * number of events. */
void zp_ics_begin(struct zp_buf *out, const char *name);
void zp_ics_event(struct zp_buf *out, const struct zp_ics_event *e);
void zp_ics_end(struct zp_buf *out);
#endif
