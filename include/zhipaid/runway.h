/*
 * include/zhipaid/runway.h - until when a centre has people for what comes.
 * Layer: engine.  Pure.
 *
 * The cases expected until the end of the year come as those of this year
 * came, class by class and evenly; the year before, where it is on record,
 * says how much more or less the rest of a year brings.  Whom the law admits
 * for a case on its day is asked of the rulebook itself (Q, N17, S11), with
 * leave as entered and the room that is left under each cap (T1).
 *
 * Expected cases are inserted in order of time into an assignment that
 * stays optimal (kernel.h): as many served as possible, the earlier before
 * the later, then as few as possible by somebody without the specialty or
 * the language (Q23, Q21).  So classes that share their people are judged
 * together, and a date is the latest to which any dispatch can hold out.
 * Not foreseen: conflicts, wishes, and the second places of pairs (Q9).
 */
#ifndef ZHIPAID_RUNWAY_H
#define ZHIPAID_RUNWAY_H
#include "zhipaid/rule.h"
#include "zhipaid/world.h"

/* What the law asks of the person, by the rules that are live. */
enum zp_asks { ZP_ASKS_CRIMINAL = 1,	/* Q2-Q4 */
	ZP_ASKS_GRAVE = 2,		/* Q6, Q7 */
	ZP_ASKS_MINOR = 4,		/* Q11 */
	ZP_ASKS_LITIGATION = 8 };	/* Q8 */
struct zp_runway_class {
	unsigned level;
	const char *specialty;		/* of the matter; "" */
	const char *language;		/* "" for Chinese */
	int32_t seen, expected;		/* this year; until its end, with
					 * those that wait today */
	int32_t people, fit;		/* with room: whom the law admits
					 * today; of them, who fit */
	int32_t unserved;		/* expected ones that find nobody */
	int32_t unfit;			/* that find only who does not fit:
					 * lacks specialty or language */
	struct zp_date none;		/* first day nobody is left; NONE */
	struct zp_date back;		/* first day somebody is again; NONE */
	struct zp_date no_fit;		/* first day nobody fit is left; NONE */
};
enum zp_relief_kind { ZP_RELIEF_CAP, ZP_RELIEF_PERSON, ZP_RELIEF_BORROW,
	ZP_RELIEF_LEAVE };
/* What would move a date. */
struct zp_relief {
	enum zp_relief_kind kind;
	int32_t counsel;		/* CAP, LEAVE: whose */
	int32_t others;			/* CAP: as good for so many more */
	int32_t centre;			/* BORROW: from where */
	int32_t cases;			/* PERSON, BORROW: room it brings */
	const struct zp_leave *leave;	/* LEAVE: if it ended now */
	struct zp_date until;		/* the date then; NONE: not this year */
};
/* Classes that run out of people on one day; fit: of people who have the
 * specialty and the language. */
struct zp_shortage {
	bool fit;
	struct zp_date on;
	int32_t people;			/* with room today, of the class that
					 * has most */
	uint32_t *cls; uint32_t n;	/* positions in the centre's classes */
	int32_t expected, missing;	/* cases; of them unserved or unfit */
	struct zp_relief *relief; uint32_t reliefs;
};
struct zp_runway_centre {
	int32_t centre;
	int32_t seen, expected;		/* cases */
	int32_t people, room;		/* of the pool: with room; the room */
	bool season, young;		/* last year's season was used; this
					 * year is too young to count */
	struct zp_runway_class *cls; uint32_t n;	/* level, specialty */
	struct zp_shortage *shortage; uint32_t shortages; /* none, by day;
					 * then fit, by day */
};
struct zp_runway {
	struct zp_date today, end;	/* end: last day of the year */
	struct zp_runway_centre *at; uint32_t n;
};

/* The runway as of a moment: what the world holds of it then.  All in a. */
struct zp_runway *zp_runway(const struct zp_world *w,
    const struct zp_registry *reg, const struct zp_policy *p,
    struct zp_wall now, struct zp_arena *a) ZP_MUST_CHECK;
/* For people, and as JSON; only: a centre, or -1 for all. */
void zp_runway_text(const struct zp_runway *r, const struct zp_registry *reg,
    int32_t only, enum zp_lang lang, struct zp_buf *out);
void zp_runway_json(const struct zp_runway *r, const struct zp_registry *reg,
    int32_t only, struct zp_buf *out);
#endif
