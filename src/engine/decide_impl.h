/*
 * engine/decide_impl.h - a batch while it is being decided.
 * Layer: engine, private to decide*.c, ahead.c, pair.c, relax.c.
 *
 * `now` is the view with what the batch has decided so far written into it,
 * so that the rules themselves judge co-accused, both sides and caps inside
 * the batch; of a province's people only those whom the batch met are in it.
 * All costs are milli-points unless they are called folded.
 */
#ifndef ZHIPAID_DECIDE_IMPL_H
#define ZHIPAID_DECIDE_IMPL_H
#include "zhipaid/arena.h"
#include "zhipaid/decide.h"

/* A case of the batch. */
struct zp_seat {
	struct zp_ctx ctx;	/* as lead, over `now` */
	struct zp_ctx *aide;	/* as junior, where a pair is asked for */
	struct zp_link *link;	/* own copy when others of the batch matter
				 * to it, else NULL */
	int32_t *tie;		/* parallel to cand: place among equals */
	enum zp_category kind;
	enum zp_dispatch mode;
	int32_t rank;		/* urgency, smaller first */
	uint64_t waive;		/* rules that do not count for this case */
	bool gang;		/* co-accused or gang: the city may lend (X1) */
	int32_t group;		/* the kernel's; -1: none (C1, C2) */
	uint32_t cluster;	/* smallest case it hangs together with */
	struct zp_mate *hour;	/* cases of the centre heard at its hour */
	struct zp_mate *named;	/* cases whose links name this one */
};
struct zp_mate { uint32_t i; struct zp_mate *next; };
/* What a person's next case costs, S9 and T9. */
struct zp_price { int64_t base, slope; int32_t room; };
#define ZP_PRICE_MOST (INT64_C(1) << 25)	/* bound of each of them */

struct zp_batch {
	const struct zp_view *v;
	const struct zp_policy *p;
	struct zp_arena *a;	/* the plan's */
	struct zp_arena *work;	/* the batch's, dropped at the end */
	struct zp_arena *tmp;	/* one search's */
	struct zp_view now;	/* its counsel: only who is met */
	bool *met;		/* per counsel */
	struct zp_plan *plan;
	struct zp_seat *seat;	/* parallel to plan->at */
	struct zp_price *price;	/* per counsel of the registry */
	bool *priced;		/* per centre */
	int32_t *local;		/* per counsel: number in a kernel; -1 */
	int64_t gap;		/* between plan and bound */
	bool lends;		/* one person may serve several centres */
};

/* decide.c: decide every case of the view; stays[i]: who has case i keeps
 * it.  The plan lives in a. */
struct zp_plan *zp_batch_decide(const struct zp_view *v,
    const struct zp_policy *p, const bool *stays, struct zp_arena *a)
    ZP_MUST_CHECK;
/* Case i gets counsel (admissible now) as lead; loads, room and
 * `now` follow. */
void zp_batch_commit(struct zp_batch *b, uint32_t i, int32_t counsel);
/* A person's hearings and one more: that of case i, as busy lists it. */
struct zp_list zp_batch_busy(struct zp_arena *a, const struct zp_list *busy,
    const struct zp_case *c);
/* Sort cases by urgency, then approval, then number. */
void zp_batch_sort(const struct zp_batch *b, uint32_t *set, uint32_t n);

/* decide_cand.c: start a batch with seats, `now` and an empty plan; lends: the
 * people of the whole city may serve. */
void zp_batch_init(struct zp_batch *b, const struct zp_view *v,
    const struct zp_policy *p, bool lends, struct zp_arena *a);
void zp_batch_fini(struct zp_batch *b);
/* The person's state stands in `now` from here on; before a rule is asked
 * about him.  Or everybody's. */
void zp_batch_meet(struct zp_batch *b, int32_t counsel);
void zp_batch_meet_all(struct zp_batch *b);
/* The n persons (by index) as candidates of case i: verdicts, terms, ties.
 * `waive`: rules that do not count. */
void zp_cand_fill(struct zp_batch *b, uint32_t i, const int32_t *counsel,
    uint32_t n, uint64_t waive);
/* Is somebody of another centre lent for case i (X1)? */
bool zp_batch_lent(const struct zp_batch *b, uint32_t i);
/* The same for the pool of the handling centre and who is lent. */
void zp_cand_pool(struct zp_batch *b, uint32_t i);
/* Position of a person in the candidates of d, or -1. */
int32_t zp_cand_find(const struct zp_decision *d, int32_t counsel);
/* The admissible candidate who is cheapest now and clashes with nobody of
 * the batch, or -1. */
int32_t zp_cand_cheapest(struct zp_batch *b, uint32_t i);
/* Costs as decided on, order and step, when all leads stand. */
void zp_cand_finish(struct zp_batch *b, uint32_t i);

/* decide_mode.c: the leads of cases by the wheel, the draw, the hall; all
 * cases, urgent first. */
void zp_mode_turns(struct zp_batch *b, const uint32_t *all);
/* Does the optimiser look for the lead of case i? */
bool zp_mode_solved(const struct zp_batch *b, uint32_t i);

/* decide_price.c: S9 of a centre's people, out[] by counsel of the
 * registry; make the prices of a centre's pool known. */
void zp_price_people(const struct zp_view *v, const struct zp_policy *p,
    int32_t centre, struct zp_arena *a, struct zp_price *out);
void zp_price_pool(struct zp_batch *b, int32_t centre);

/* decide_team.c: find the groups and clusters of the batch. */
void zp_team_init(struct zp_batch *b);
/* Do other cases of the batch matter to case i? */
bool zp_team_tied(const struct zp_batch *b, uint32_t i);
/* Rules by which who stands in the plan in a role clashes over case i with
 * who stands so in other cases, seen from i; *with: one of these cases. */
uint64_t zp_team_clash(struct zp_batch *b, uint32_t i, enum zp_role role,
    uint32_t *with);
/* All rules against a person who has not yet the role in case i, and those
 * by which he would exclude somebody of another case. */
uint64_t zp_team_denied_as(struct zp_batch *b, uint32_t i, enum zp_role role,
    int32_t counsel);
uint64_t zp_team_denied(struct zp_batch *b, uint32_t i, int32_t counsel);
/* Write the persons of a role that stand in the plan into the links of i. */
void zp_team_refresh(struct zp_batch *b, uint32_t i, enum zp_role role);

/* decide_solve.c: decide the cases set[0..n) together and commit them. */
void zp_solve(struct zp_batch *b, uint32_t *set, uint32_t n);

/* pair.c: give juniors to the leads of the plan (Q8, Q9). */
void zp_pair_all(struct zp_batch *b);

/* decide_settle.c: who has a case that stays keeps it. */
void zp_settle_stay(struct zp_batch *b, const bool *stays);

/* relax.c: why case i waits, and what would help. */
void zp_relax(struct zp_batch *b, uint32_t i);
#endif
