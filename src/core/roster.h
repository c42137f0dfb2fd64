/*
 * src/core/roster.h - rosters out of the database and back; private to core.
 *
 * Every change of a roster is a job: read one snapshot, plan on it (pure),
 * write the result with the versions it was made from.  When somebody was
 * faster the job reads and plans again, a few times.
 */
#ifndef ZHIPAID_CORE_ROSTER_H
#define ZHIPAID_CORE_ROSTER_H
#include "daemon.h"
#include "zhipaid/roster.h"
#include "zhipaid/roster_repair.h"

enum zp_month_state { ZP_MONTH_DRAFT, ZP_MONTH_REVIEW, ZP_MONTH_PUBLISHED };
struct zp_roster_month {
	struct zp_date month;		/* its first day */
	enum zp_month_state state;
	struct zp_date review_until;	/* NONE: no review */
	const char *made_at, *published_at, *by, *reason;
	int32_t open;			/* posts nobody fills; -1: not known */
	int64_t total, bound;		/* milli-points; 0: not known */
};
struct zp_roster_state {
	struct zp_arena *a;
	/* Ready for the engine.  Duties: of the year of `from` and a month
	 * around the period, dropped ones left out; drafts before the period
	 * count as published; who declined a draft counts as absent from it.
	 * Standby: of published months. */
	struct zp_roster_input in;
	struct zp_standby *standby; uint32_t standbys;	/* also of drafts */
	struct zp_roster_month *month; uint32_t months;
	struct zp_duty_override *override; uint32_t overrides;
	bool *declined;			/* by duty: no row, said of a draft */
};

struct zp_roster_job {
	struct zp_daemon *d;
	struct zp_roster_state *s;
	void *arg;
	/* private */
	struct zp_date from, to;
	void (*work)(struct zp_roster_job *j);
	zp_db_reply done;
	char registry[24], version[24], why[256];
	unsigned waiting, tries;
	bool old;			/* what it reads by is gone */
	struct zp_timer *again;
	struct zp_roster_job *next;
};
/* Read the roster of from..to and call work(), which ends with one of the
 * two below; again when what it wrote was stale.  done: the reply of the
 * write, or why the roster could not be read. */
void zp_roster_run(struct zp_daemon *d, struct zp_date from,
    struct zp_date to, void (*work)(struct zp_roster_job *j),
    zp_db_reply done, void *arg);
/* Run a query whose $1..$5 are city, term, holder, roster and registry
 * version, the rest from param. */
void zp_roster_write(struct zp_roster_job *j, const char *sql,
    const char *const *param, uint32_t n);
/* There is nothing to write: done() is not called. */
void zp_roster_quit(struct zp_roster_job *j);
/* The registry or the rules go: what jobs have read so far is read again. */
void zp_roster_outdate(struct zp_daemon *d);
/* All jobs, at the end of the daemon. */
void zp_roster_fini(struct zp_daemon *d);

/* roster_daily.c: a new day of the leader, live.  How far ahead it warns. */
void zp_roster_daily(struct zp_daemon *d);
void zp_roster_daily_fini(struct zp_daemon *d);
struct zp_date zp_roster_horizon(const struct zp_daemon *d);

/* A step of the life of rosters, month after month. */
enum { ZP_STEP_MAKE, ZP_STEP_REVIEW, ZP_STEP_PUBLISH };
struct zp_roster_step {
	struct zp_daemon *d;
	struct zp_arena *a;		/* text and data live here */
	int what;			/* ZP_STEP_... */
	struct zp_date month, last;	/* first day of the next one; last day
					 * of all */
	const char *by, *reason;	/* reason: PUBLISH; "" */
	int32_t days;			/* REVIEW: the window */
	bool now;			/* PUBLISH: without waiting for it */
	enum zp_lang lang;
	void (*done)(struct zp_roster_step *s, const struct zp_db_error *err);
	void *arg;
	/* so far */
	const char *text, *data;	/* for people; JSON objects, commas */
	const char *text_before, *data_before;	/* of this month */
	const char *refused;		/* why a month could not be; NULL */
};
/* Go from s->month to s->last; done() at the end, or at the first month that
 * is refused (s->refused) or failed (err). */
void zp_roster_step(struct zp_roster_step *s);
/* The month of that day in the snapshot, or NULL. */
const struct zp_roster_month *zp_roster_month(const struct zp_roster_state *s,
    struct zp_date day);
#endif
