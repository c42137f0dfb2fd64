/*
 * engine/roster_impl.h - a roster while it is being made.
 * Layer: engine, private to roster*.c.
 */
#ifndef ZHIPAID_ROSTER_IMPL_H
#define ZHIPAID_ROSTER_IMPL_H
#include "zhipaid/roster.h"
#include "zhipaid/rule.h"

/* A post of the period. */
struct zp_seat_on {
	int32_t centre;
	enum zp_bucket bucket;
	int32_t held;			/* published: by whom; -1 */
	int32_t absent;			/* duties on record of people who said
					 * they would not come: the last; -1 */
	bool kept;			/* past: stays as it is on record */
};
struct zp_making {
	const struct zp_roster_input *in;
	struct zp_roster *out;
	struct zp_seat_on *post;	/* parallel to out->duty */
	int32_t *absent_too;		/* parallel to in->duty: the one before
					 * of the same post; -1 */
	int32_t *group;			/* per centre: the smallest of those
					 * that share people */
	int32_t (*done)[ZP_BUCKETS];	/* per counsel: history */
	int32_t (*stood)[ZP_BUCKETS];	/* the same of standbys */
	struct zp_arena *a, *work;
};
/* One problem: the posts of a month and the people of centres that share
 * people. */
struct zp_part {
	struct zp_making *m;
	int32_t group;
	struct zp_date from, to;		/* the month, or a part of it */
	uint32_t *post; int32_t posts;		/* of the roster */
	int32_t *counsel, counsels;		/* of the registry */
	int32_t *rank, ranks;			/* parallel: on the wheel */
	int32_t turn;				/* where the wheel stands */
	struct zp_rota_slot *slot;
	struct zp_arc **arc;			/* of each slot, to be priced */
	struct zp_rota_person *person;
	struct zp_rota_busy *busy; int32_t busies;
	int32_t *local;				/* per counsel; -1 */
};

/* roster_demand.c.  Per centre the smallest of those that share people with
 * it in the period. */
int32_t *zp_roster_groups(const struct zp_roster_input *in,
    struct zp_arena *a) ZP_MUST_CHECK;
/* Is that centre one of those the input asks for? */
bool zp_roster_asked(const struct zp_roster_input *in, const int32_t *group,
    int32_t centre);
/* The bucket of a day, wherever. */
enum zp_bucket zp_roster_day(const struct zp_calendar *cal, struct zp_date d);
/* Compare two zp_duty by date, station, shift and post. */
int zp_roster_by_post(const void *a, const void *b);
/* The posts, and what is on record for them and for the people. */
void zp_roster_set_up(struct zp_making *m);

/* roster.c.  What it costs that somebody else than the standby goes. */
#define ZP_ROSTER_NOT_CALLED (INT64_C(1) << 19)
#define ZP_ROSTER_DISTURB (INT64_C(1) << 28)
/* N15: rather so many changes than nobody for a detention centre. */
#define ZP_ROSTER_DEAR (4 * ZP_ROSTER_DISTURB)
enum zp_half zp_roster_half(const struct zp_duty *d);
/* The county of a duty, or ZP_NOWHERE. */
int32_t zp_roster_place(const struct zp_registry *reg,
    const struct zp_duty *d);
/* Part of the year so far and of the period that a person is there. */
int32_t zp_roster_capacity(const struct zp_roster_input *in,
    int32_t counsel);
/* What the policy asks for a day not wished for, and a station outside the
 * own county. */
int64_t zp_roster_wish(const struct zp_roster_input *in, int32_t counsel,
    const struct zp_duty *d);
/* Who may take a post: the rule that bars, or -1. */
int zp_roster_bar(const struct zp_making *m, uint32_t post, int32_t counsel);
/* How far behind the turn person k stands on the wheel. */
int64_t zp_roster_wheel(const struct zp_part *t, int32_t k);

/* roster_standby.c: who stands by, when the duties of the part stand: who[]
 * of a rota. */
void zp_roster_stand_by(struct zp_part *t, const struct zp_rota *duties,
    const int32_t *who);
void zp_roster_sort_standbys(struct zp_roster *r);
/* Does anybody, or that person, stand by there that day? */
bool zp_roster_stands_by(const struct zp_roster_input *in, int32_t centre,
    struct zp_date d, int32_t counsel);
/* roster_reasons.c: open posts and idle people, when all plans stand. */
void zp_roster_reasons(struct zp_making *m);
#endif
