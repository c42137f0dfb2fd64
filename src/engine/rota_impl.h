/*
 * engine/rota_impl.h - a rota while it is being solved.
 * Layer: engine, private to rota*.c.
 */
#ifndef ZHIPAID_ROTA_IMPL_H
#define ZHIPAID_ROTA_IMPL_H
#include "zhipaid/rota.h"

/* A shift of a person, whether of this problem or outside of it. */
struct zp_turn {
	int32_t slot;		/* -1: busy elsewhere */
	int32_t day, week, month;
	enum zp_half half;
	int32_t place;
};
/* Shifts of which a person cannot have all. */
struct zp_clash {
	int32_t person;
	int32_t slot[ZP_ROTA_MOST + 1], n;
};
/* The shifts of every person in order of date. */
struct zp_turns {
	const struct zp_rota *r;
	struct zp_turn *of;	/* per slot, then per busy shift */
	struct zp_turn *at;
	int32_t *first;		/* persons + 1 */
};

/* Limits of one shift beside others of the same person. */
struct zp_tally {
	const struct zp_rota *r;
	const struct zp_turn *me;
	int32_t count[ZP_ROTA_MONTH + 1];	/* so far, by limit */
};
/* One more of the others: does me still go with all of them? */
enum zp_rota_why zp_tally_add(struct zp_tally *t,
    const struct zp_turn *other);
/* Room for the turns of r in arena a. */
void zp_turns_init(struct zp_turns *t, const struct zp_rota *r,
    struct zp_arena *a);
/* Sort the shifts of who[] by person and date. */
void zp_turns_set(struct zp_turns *t, const int32_t *who);
/* Do the limits allow slot s to person q beside those shifts? */
bool zp_turns_free(const struct zp_turns *t, int32_t s, int32_t q);
/* The first clash at or after *person, which is moved there; false: none. */
bool zp_turns_clash(const struct zp_turns *t, int32_t *person,
    struct zp_clash *out);

/* rota_cost.c.  What one cannot hold is cut off here. */
#define ZP_ROTA_STEEP (INT64_C(1) << 38)
/* Evenness: a person's shift of bucket b after n others of this plan. */
int64_t zp_rota_step(const struct zp_rota *r, int32_t p, int b, int32_t n);
/* What it costs that this arc fills slot s, without evenness. */
int64_t zp_rota_arc_cost(const struct zp_rota *r, int32_t s,
    const struct zp_arc *x);
/* What it costs to leave a slot open: `wait` and what is dear in it, and one
 * that is published is disturbed by that, too. */
int64_t zp_rota_wait(const struct zp_rota *r, int32_t s, int64_t wait);
/* Cost of a plan.  O(slots^2). */
int64_t zp_rota_total(const struct zp_rota *r, const int32_t *who,
    int64_t wait);
/* The published plan, without what the limits no longer allow; false: none
 * is published. */
bool zp_rota_held(const struct zp_rota *r, int32_t *who);
/* rota_price.c.  A price for each limit of each person (Lagrangian
 * relaxation): what a plan without limits costs with the prices on its
 * shifts, less what all limits together cost, is a bound; and such a plan
 * hardly breaks limits when the prices are good. */
struct zp_prices {
	const struct zp_rota *r;
	const struct zp_turns *t;
	int32_t day, week, month;		/* the first of each */
	int32_t days, weeks, months, each;	/* so many; for each person */
	int64_t *price, *best;
	int32_t *most, *used;			/* parallel */
	int32_t step, stale;
};
void zp_prices_init(struct zp_prices *q, const struct zp_turns *t,
    struct zp_arena *a);
/* The rota with the prices on its arcs, in arena a; and their sum over all
 * limits. */
void zp_prices_put(const struct zp_prices *q, struct zp_arena *a,
    struct zp_rota *out);
int64_t zp_prices_sum(const struct zp_prices *q);
/* These are the best so far; back to them. */
void zp_prices_keep(struct zp_prices *q);
void zp_prices_back(struct zp_prices *q);
/* Move the prices after a plan without limits, which gave a better bound or
 * not; gap: from its bound to the best plan known.  false: no more use. */
bool zp_prices_move(struct zp_prices *q, const int32_t *who, bool gained,
    int64_t gap);
/* rota_search.c.  Make a plan that keeps the limits better where single
 * moves do. */
void zp_rota_search(const struct zp_rota *r, int32_t *who, int64_t wait);
#endif
