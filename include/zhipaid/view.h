/*
 * include/zhipaid/view.h - everything one decision looks at.
 * Layer: model.  Pure.
 *
 * A view is a batch of cases to decide together at one moment, with all
 * that rules and engine may know: the registry, what became of linked
 * cases, and the state of counsel and centres.  World (world.h) makes it
 * from live state; a stored decision parses it back (replay).  Arrays are
 * sorted by their keys; nothing in a view depends on the order of input.
 */
#ifndef ZHIPAID_VIEW_H
#define ZHIPAID_VIEW_H
#include "zhipaid/calendar.h"
#include "zhipaid/case.h"
#include "zhipaid/registry.h"

/* Why another case matters to a case of the batch. */
enum zp_link_kind {
	ZP_LINK_GROUP,		/* joint case, related facts, stages (C1) */
	ZP_LINK_OPPOSES,	/* the other side of a dispute (C3, C5) */
	ZP_LINK_PRIOR,		/* earlier stage of the same case (S6) */
	ZP_LINK_SELF,		/* this very case, earlier (R1, R2) */
	ZP_LINK_SAME,		/* the same matter, filed before elsewhere
				 * and still open (J2) */
	ZP_LINK_LENT,		/* no other case: this person of another
				 * centre, other_no, is lent for it (X1) */
	ZP_LINK_HELPED,		/* a duty lawyer helped another person of the
				 * group; other_no: the joint case's key, or
				 * the person's case (C14) */
};
/* One person who acts or acted in a linked case.  licence_no is "" when
 * the other case is undecided, in this batch or waiting; for SAME always:
 * one link a case. */
struct zp_link {
	const char *case_no;		/* case of the batch */
	enum zp_link_kind kind;
	const char *other_no;
	const char *recipient_id;	/* of the other case */
	bool criminal;			/* the other case is */
	bool consent;			/* its same_firm_consent */
	const char *licence_no;
	enum zp_role role;
	enum zp_end end_reason;		/* NONE: still acting */
	struct zp_wall ended_at;
	int32_t counsel;		/* linked; -1 */
	int32_t batch;			/* position of the other case, or -1 */
};
/* A person's state at the moment of the view; the year is that of `now`. */
struct zp_counsel_state {
	const char *licence_no;
	int32_t undertaken;		/* cases that count for T1 */
	int64_t load;			/* weighted, in 1/1000 case */
	int32_t open;			/* cases in hand */
	struct zp_wall last_assigned;	/* as lead or junior; NONE: never */
	struct zp_list busy;		/* "from/until" of hearings (C17) */
	struct zp_wall turn[4];		/* by category: when the person last
					 * had a turn of the wheel (S4) */
	int32_t turns[4], had[4];	/* how many at that very moment; ever */
	bool hall;			/* on duty in the hall today (S5) */
	/* looking ahead: what a case now costs the cases expected, in
	 * milli-points, and of what kind and how many they are */
	int64_t ahead;
	const char *ahead_kind;		/* a specialty or rule id; "" */
	int32_t ahead_n;
};
struct zp_centre_state {
	const char *code;
	int32_t leads;			/* litigation leads of the year */
	int32_t pairs;			/* of them with a junior (Q9) */
	int32_t closed;			/* cases closed this year (T2) */
	int32_t closed_litigation;	/* of them litigation (T3) */
	int32_t closed_social;		/* of them by firm lawyers (T4) */
};
struct zp_view_case {
	struct zp_case c;
	int32_t organ, region, matter, received;	/* linked; -1 */
	int32_t handling;		/* centre; -1: none (J) */
	int32_t present;		/* counsel who has it, when it is only
					 * asked whether it moves; -1 */
	const struct zp_link *link; uint32_t links;	/* never NULL */
	struct zp_wall waiting_since;	/* approval, or put back */
};
struct zp_view {
	const struct zp_registry *reg;		/* borrowed */
	const struct zp_calendar *cal;		/* borrowed */
	struct zp_wall now;
	struct zp_view_case *at; uint32_t n;	/* sorted by case_no */
	struct zp_counsel_state *counsel;	/* parallel to reg->counsel */
	struct zp_centre_state *centre;		/* parallel to reg->centre */
};

/* The state of a person of whom nothing is known. */
struct zp_counsel_state zp_counsel_state_none(const char *licence_no);

/* Lend a person of another centre for case i (X1, X3): from now on he is one
 * of its candidates.  The links of the case are copied into a. */
void zp_view_lend(struct zp_view *v, uint32_t i, int32_t counsel,
    struct zp_arena *a);
/* Is the person lent for the case? */
bool zp_view_lent(const struct zp_view_case *vc, int32_t counsel);

/* Print what is not in the registry as canonical text (sections "# now",
 * "# cases", "# links", "# counsel_state", "# centre_state"; counsel of
 * the pools concerned only), and parse it back into arena a.  parse: NULL
 * and a report when the text is not such a view.  waiting_since travels as
 * column of "# batch". */
void zp_view_print(const struct zp_view *v, struct zp_buf *out);
struct zp_view *zp_view_parse(const char *text, size_t n,
    const struct zp_registry *reg, const struct zp_calendar *cal,
    struct zp_arena *a, struct zp_report *rep) ZP_MUST_CHECK;
#endif
