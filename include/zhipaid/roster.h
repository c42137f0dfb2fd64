/*
 * include/zhipaid/roster.h - a duty roster: what is asked, who is given.
 * Layer: engine.  Pure: registry, calendar, policy and what is on record in,
 * duties out.
 *
 * Demand: every station on every day it is open (working days, days off,
 * all days, by the calendar: H3, N13), every shift, every post; a date may
 * ask for something else (an exception, a booking of an on-call station).
 * People: those of the pool of the station's centre, and those the city
 * lends to it (X6), whom no rule bars (duty_rule.h).  The plan: rota.h, one
 * problem for each centre, or for centres that share people.
 *
 * Where rest between two duties would leave a post open, or move a published
 * duty, the month of that centre is planned again without rest, and `eased`
 * says so: nobody to turn to is worse for a detainee than a lawyer two days
 * in a row.  Where posts stay open they are those of detention centres last
 * (N15).
 *
 * Standby: so many people for each centre and day with duties as the policy
 * asks (policy.roster.standby), who have no duty that day and may serve
 * where one is asked; spread evenly, by days as duties are.  A post that
 * somebody leaves after publication goes to the standby of the day first.
 *
 * A repair is a roster too: of the centres concerned (`centre`), from today
 * to the end of what is published; what is on record outside of that is
 * history and counts for the limits.
 *
 * Cost: O(slots * people of the centre); the plan as in rota.h.
 */
#ifndef ZHIPAID_ROSTER_H
#define ZHIPAID_ROSTER_H
#include "zhipaid/duty_rule.h"
#include "zhipaid/rota.h"

/* Who is called when somebody of the centre does not come. */
struct zp_standby {
	const char *centre_code;
	struct zp_date date;
	const char *licence_no;
	int32_t centre, counsel;	/* linked; -1 */
};
struct zp_roster_input {
	const struct zp_registry *reg;
	const struct zp_policy *p;
	struct zp_date from, to;	/* both included */
	int32_t centre;			/* -1: all; else only this centre and
					 * those that share people with it */
	struct zp_date today;		/* what is before it stays */
	bool keep;			/* and so does all that is published,
					 * whatever bars it by now */
	/* on record, of the year of `from` and around the period: published
	 * and done ones are history, or stay where they can; drafts of the
	 * period are made anew */
	const struct zp_duty *duty; uint32_t duties;
	const struct zp_station_day *day; uint32_t days;
	const struct zp_duty_wish *wish; uint32_t wishes;
	const struct zp_duty_loan *loan; uint32_t loans;
	/* on record, of the same time: before the period history, in it kept
	 * where they can be (leave out those of drafts) */
	const struct zp_standby *standby; uint32_t standbys;
	const struct zp_list *busy;	/* hearings, parallel to the counsel
					 * of the registry; NULL: none known */
	int32_t labour;			/* ZP_ROSTER_LABOUR: what the period of
					 * some centres may take to get better
					 * and for a proof (rota.h) */
	const bool *off;		/* roster_may.h: rules that a named
					 * person sets aside; NULL: none */
};
enum { ZP_ROSTER_LABOUR = 1200 };	/* a city: a month in a tenth of a
					 * second, a year in seconds */
/* Why a post is open, or a person without a duty. */
struct zp_roster_reason {
	int rule;		/* zp_rule that bars; -1: the limits of the
				 * policy, or others came first */
	int32_t n;		/* how many people; how many posts */
};
enum { ZP_ROSTER_REASONS = 4 };
struct zp_roster_gap {
	uint32_t duty;		/* in duty[] */
	struct zp_roster_reason why[ZP_ROSTER_REASONS];	/* most first */
};
struct zp_roster_idle {		/* a lawyer of a pool without any duty this
				 * year, the plan included */
	int32_t counsel;
	struct zp_roster_reason why;
};
struct zp_roster {
	struct zp_duty *duty; uint32_t duties;	/* by date, station, shift,
				 * post; open ones with licence_no "" */
	struct zp_standby *standby; uint32_t standbys;	/* by centre, date */
	uint32_t unmanned;		/* standbys asked for that nobody can
					 * be */
	struct zp_roster_gap *gap; uint32_t gaps;
	struct zp_roster_idle *idle; uint32_t idles;
	struct zp_date *bare; uint32_t bares;	/* N15: days on which some
				 * detention centre reaches nobody */
	bool announced;		/* H3: the calendar knows the whole period */
	int32_t changes;	/* published duties that change hands */
	struct zp_roster_eased { int32_t centre; struct zp_date from; } *eased;
	uint32_t easeds;	/* months in which a centre (or those that
				 * share people with it) had posts open with
				 * rest between duties, and was planned
				 * without it */
	int32_t left_open;	/* posts open beyond those for which there is
				 * nobody even without any limit */
	int64_t cost, bound;	/* of all plans, milli-points: where nothing
				 * is left open, no plan costs less */
	bool proven;
};

/* The bucket of a duty. */
enum zp_bucket zp_roster_bucket(const struct zp_registry *reg,
    const struct zp_calendar *cal, int32_t station, struct zp_date d);
/* The posts of a period (of the centres asked for) as duties without people,
 * by date, station, shift and post, in arena a. */
struct zp_duty *zp_roster_demand(const struct zp_roster_input *in,
    struct zp_arena *a, uint32_t *n) ZP_MUST_CHECK;
/* Make the roster of the period (of the centres asked for); everything lives
 * in a. */
struct zp_roster *zp_roster_make(const struct zp_roster_input *in,
    struct zp_arena *a) ZP_MUST_CHECK;
#endif
