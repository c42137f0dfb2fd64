/*
 * include/zhipaid/roster_may.h - one duty, one person: may he, who could,
 * and what changed.
 * Layer: engine.  Pure.
 *
 * The same rules as a plan has (duty_rule.h), and the same limits (rota.h),
 * beside what is on record: drafts, published and done duties.  A change, a
 * swap and "why not me" ask here, so that nobody decides twice.
 * Cost: O(duties on record) a person.
 */
#ifndef ZHIPAID_ROSTER_MAY_H
#define ZHIPAID_ROSTER_MAY_H
#include "zhipaid/roster.h"

/* What stands between a person and a duty. */
struct zp_roster_why {
	int rule;			/* zp_rule that bars; -1: none */
	struct zp_why why;		/* its figures */
	enum zp_rota_why limit;		/* where no rule bars; FREE: none */
	const struct zp_duty *beside;	/* TWICE, TRAVEL, REST: on record, with
					 * which it does not go; else NULL */
};
/* May the person take the duty (station, date, shift, post of it count) when
 * he hands over `gives`, one of those on record (NULL: nothing)?  Duties on
 * record for the very post are no hindrance: they are what he takes over.
 * false: *why says what bars.  in->from and in->to do not matter. */
bool zp_roster_may(const struct zp_roster_input *in,
    const struct zp_duty *post, int32_t counsel, const struct zp_duty *gives,
    struct zp_roster_why *why) ZP_MUST_CHECK;
/* May a named person decide otherwise, with a reason?  Not what is HARD, not
 * two places at once, not without the city's word (X6).  Who does names the
 * rule in in->off (N17: the limits of a day, a week, a month, and rest). */
bool zp_roster_overridable(const struct zp_roster_why *why);
/* Why not, as a sentence without a full stop: "本周已值满 3 班（N17）". */
void zp_roster_why_print(const struct zp_roster_input *in,
    const struct zp_roster_why *why, enum zp_lang lang, struct zp_buf *out);

/* One who is looked at for a duty. */
struct zp_roster_candidate {
	int32_t counsel;
	bool may;
	struct zp_roster_why why;	/* where he may not */
	bool stands_by;			/* that day, at that centre */
	int32_t had[ZP_BUCKETS];	/* duties this year, by bucket */
	int64_t even, wish;		/* milli-points: evenness; a day not
					 * wished for, and the way there */
	int64_t cost;			/* both, and that another stands by */
};
/* The lawyers of the centre of the duty, and those lent to it, best first:
 * who may by cost, then who may not by the order of the rules; ties by
 * licence.  *n of them, in arena a. */
struct zp_roster_candidate *zp_roster_rank(const struct zp_roster_input *in,
    const struct zp_duty *post, struct zp_arena *a, uint32_t *n)
    ZP_MUST_CHECK;

struct zp_duty_change {
	const char *station_code;
	struct zp_date date;
	enum zp_shift shift;
	int32_t post;
	const char *was, *now;		/* licences; "": nobody, or no such
					 * post any more */
	enum zp_duty_cause cause;
	int32_t station;
};
/* What a roster made of a published period (or of some centres of it) is
 * other than what is published: from today on, by date, station, shift and
 * post; *n of them, in arena a.  Cause: the post is not asked for any more,
 * or was not before (EXCEPTION); who has it said he would not come (ABSENT);
 * else REPAIR.  A post whose person will not come and that
 * stays open is named each time: leave out what the station was told. */
struct zp_duty_change *zp_roster_diff(const struct zp_roster_input *in,
    const struct zp_roster *now, struct zp_arena *a, uint32_t *n)
    ZP_MUST_CHECK;
#endif
