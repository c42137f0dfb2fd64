/*
 * include/zhipaid/policy.h - a city's scheme as values.
 * Layer: model.  Pure, plain data.  One row per key with name, type, unit,
 * range, default and documentation stands in src/conf/keys.c; the numbers
 * behind each field come from rules.h's rule ids given here.
 */
#ifndef ZHIPAID_POLICY_H
#define ZHIPAID_POLICY_H
#include <stdbool.h>
#include <stdint.h>
#include "zhipaid/calendar.h"
#include "zhipaid/case.h"
#include "zhipaid/registry.h"

#define ZP_POLICY_RULES 128	/* room for rule ids (rule.h) */

enum zp_dispatch { ZP_BALANCED, ZP_PICK, ZP_MANUAL_ONLY, ZP_ROTATE_PERSON,
	ZP_ROTATE_FIRM, ZP_RANDOM, ZP_HALL_DUTY_FIRST };	/* S3-S5, S8 */
enum zp_day_unit { ZP_CALENDAR_DAYS, ZP_WORKING_DAYS_UNIT };
enum zp_rollover { ZP_ROLL_NONE, ZP_ROLL_NEXT_WORKDAY };
enum zp_promise { ZP_PROMISE_NONE, ZP_PROMISE_SAME_DAY,
	ZP_PROMISE_NEXT_WORKDAY };
enum zp_first_at_intermediate { ZP_FIRST_CITY, ZP_FIRST_COUNTY,
	ZP_FIRST_ASK };

enum zp_publish_mode { ZP_PUBLISH_BY_HAND, ZP_PUBLISH_AUTO };
enum zp_repair_mode { ZP_REPAIR_AUTO, ZP_REPAIR_ASK };

/* Duty rosters.  By bucket: working day, day off, festival, remote. */
struct zp_roster_policy {
	int32_t years;			/* Q20: of practice; 0: none */
	int32_t training_years;		/* N8: training lapses; 0: never */
	int32_t day, week, month;	/* N17: most shifts; 0: no limit */
	int32_t rest;			/* N17: free days between duties */
	int32_t fair[4];		/* weight of evenness, by bucket */
	int32_t avoid, far;		/* milli-points: a day not wished for;
					 * a station outside the own county */
	int32_t standby;		/* people a centre and day */
	struct zp_hours hours[3];	/* N14: by zp_shift */
	int32_t draft_day;		/* of the month: next month's draft */
	int32_t review_days;		/* for people to look at a draft */
	enum zp_publish_mode publish;	/* when the review is over */
	enum zp_repair_mode repair;	/* what leave and illness tear open */
	int32_t help_days;		/* D20: working days to name a lawyer */
	int32_t pay[4];			/* N11: yuan a duty; 0: not set */
	int32_t pay_least, pay_most;	/* M6 */
};

/* One chessboard (T5, X1-X3): what a plan of the city may do. */
struct zp_rebalance_policy {
	int32_t most_out, most_in;	/* of a centre in one plan, percent of
					 * its annual target, rounded up */
	int32_t begun_days;		/* decided longer ago: work has begun */
	int32_t hearing_days;		/* a hearing so near: the case stays */
	int32_t expires_hours;		/* for a plan to be approved */
	int32_t undo_hours;		/* after which nothing is undone */
	enum zp_day_unit elapsed;	/* T5: what the year is counted in */
	int32_t schedule;		/* day of the month; 0: by hand */
};
/* What a case is paid, in yuan, least and most; 0: no band is set. */
struct zp_pay_policy {
	int32_t criminal[2], civil[2];	/* M1; M2: all but criminal ones */
	int32_t death[2];		/* M3: second instance */
	int32_t local;			/* M7: the county's own share a case */
};

struct zp_policy {
	const char *name;		/* "anqing" */
	const char *title;		/* for people, Chinese */
	uint64_t seed;			/* of every tie-break */
	/* jurisdiction */
	bool tiered;			/* J3, J4 */
	uint32_t level_tags;		/* J3: zp_tag bits */
	enum zp_first_at_intermediate first_at_intermediate;
	/* qualification */
	int32_t death_years;		/* Q6, Q7: years of criminal defence */
	int32_t litigation_years;	/* Q8: years of practice; 0 = off */
	/* pair of a senior and a junior (Q9) */
	bool pair;
	int32_t pair_share;		/* percent of litigation leads */
	int32_t junior_years;		/* a junior has less than this */
	/* load */
	int32_t annual_cap;		/* T1: cases a year and person */
	int32_t warn_at;		/* T1: early warning */
	int32_t lead_load, junior_load;	/* T8: weight, 1/1000 case */
	int32_t complex_load, major_load; /* added for difficulty, 1/1000 */
	int32_t kind_load[4];		/* added by category, 1/1000 */
	int32_t litigation_load;	/* added for litigation, 1/1000 */
	int32_t grave_load;		/* added for life or death, 1/1000 */
	int32_t duty_load;		/* T8: of a duty shift, 1/1000 */
	int32_t decline_load;		/* R1: percent of its weight that a
					 * case declined without cause keeps */
	int32_t carry;			/* percent of the last year's balance
					 * taken into the new one */
	/* deadlines */
	int32_t assign_days;		/* D2, D3 */
	enum zp_day_unit assign_unit;	/* D5 */
	enum zp_rollover rollover;	/* D5 */
	enum zp_promise promise;	/* D16 */
	int32_t adjourned_days;		/* D14: of the 15, for assigning */
	/* conflicts */
	int32_t former_post_years;	/* C11 */
	int32_t client_days;		/* C9: after the relation ended */
	int32_t most_changes;		/* R3: per procedure */
	/* across centres */
	bool borrow_for_gang;		/* X1: without its word */
	/* dispatch mode by category (zp_category) */
	enum zp_dispatch dispatch[4];
	int32_t notified;		/* J12: mandatory notices; 0: as the
					 * category, else 1 + zp_dispatch */
	int32_t wheel_next;		/* S4: the wheel chooses among them */
	/* hold and settle */
	int32_t hold[4];		/* by category: percent of the promise
					 * (or the limit) a case may be held */
	int32_t settle;			/* minutes a decision stays movable */
	/* looking ahead */
	int32_t futures;		/* sampled; 0: off */
	int32_t w_even;			/* milli-points for a load of once the
					 * pool's rate, beyond w_load */
	/* steering (T6): lines in percent of closed cases; 0: off */
	int32_t social_line;		/* T4 */
	int32_t litigation_line;	/* T3 */
	int32_t w_steer;		/* of a person who does not raise it */
	/* weights: milli-points, >= 0; a candidate pays when it lacks */
	int32_t w_load;			/* S9: per case of normalised load */
	int32_t w_specialty;		/* S1, Q23 */
	int32_t w_language;		/* Q21 */
	int32_t w_expert;		/* Q22 */
	int32_t w_woman;		/* Q12 */
	int32_t w_continuity;		/* S6, S7 */
	int32_t w_wish;			/* S8: full when not wished; a third
					 * less for each place on the list */
	int32_t w_rural;		/* Q14 */
	int32_t w_distance;		/* S2, S3: seat elsewhere */
	int32_t w_quality;		/* S12: per 100 points missing */
	int32_t w_experience;		/* S1: major case, under ten years */
	struct zp_roster_policy roster;
	struct zp_rebalance_policy rebalance;
	struct zp_pay_policy pay;
	bool off[ZP_POLICY_RULES];	/* rules switched off, by zp_rule */
	/* borrowed: printed with the policy, part of its hash */
	const struct zp_calendar *cal;
	/* SHA-256 of the canonical text, 16 hex digits of it are the name of
	 * the rule set in assignments.csv; filled by conf */
	char rule_set[65];
};

/* Every field at its default, as keys.c documents it.  name "default". */
void zp_policy_init(struct zp_policy *p);
/* Is there a class of cases dispatched so? */
bool zp_policy_uses(const struct zp_policy *p, enum zp_dispatch mode);
/* How a case of that category and source is dispatched (S4). */
enum zp_dispatch zp_policy_dispatch(const struct zp_policy *p,
    enum zp_category kind, enum zp_source from);
#endif
