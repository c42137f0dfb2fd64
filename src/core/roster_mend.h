/*
 * src/core/roster_mend.h - what is published and stands no more is repaired
 * (roster_repair.h); private to core.
 */
#ifndef ZHIPAID_CORE_ROSTER_MEND_H
#define ZHIPAID_CORE_ROSTER_MEND_H
#include "duty_rows.h"

struct zp_roster_mend {
	struct zp_daemon *d;
	struct zp_arena *a;		/* outcome lives here */
	const char *by, *reason;
	struct zp_duty *absent;		/* who has this post will not come;
					 * NULL: see what stands no more */
	bool look;			/* write nothing */
	enum zp_lang lang;
	void (*done)(struct zp_roster_mend *m, const struct zp_db_error *err);
	void *arg;
	/* outcome, unless err */
	const char *refused[ZP_LANGS];	/* not NULL: why nothing was done */
	struct zp_duty_change *change; uint32_t changes;
	uint32_t unfilled;		/* of these: nobody comes */
	const char *text;		/* line by line, for people */
};
/* The published duties of from..to, from today on; done() once, never from
 * inside. */
void zp_roster_mend(struct zp_roster_mend *m, struct zp_date from,
    struct zp_date to);
#endif
