/*
 * include/zhipaid/rota.h - filling shifts fairly: the problem and its solver.
 * Layer: engine.  Pure: no I/O, clock, log, randomness or file-scope state.
 *
 * Every slot (a post of a shift on a day) takes one person of those who may
 * stand there, or stays open.  Shifts are counted by bucket (working day,
 * day off, festival, remote place); a person's k-th shift of a bucket costs
 * fair[bucket] * (2k + 1) / capacity, so that the sum of squares is least and
 * those who may stand at the same posts differ by at most one.  A slot that
 * is published already costs `disturb` when it does not stay.  Order of
 * what matters, by the size of the weights: no post open (`dear` ones last),
 * nothing published disturbed, fairness, wishes.
 *
 * Limits tie the shifts of one person: one place at a time, a way to travel
 * between two sites, most per day, week and month, rest between two days.
 * Without them it is an assignment with convex loads (kernel.h): that
 * optimum is the bound.  Then, for shifts that a person cannot all have, one
 * of them (or its whole day) is taken from him: the cheapest by the kernel's
 * prices, optimal again each time (a dive), and single moves make that better.
 * As far as labour goes: prices on the limits (Lagrangian relaxation: Held &
 * Karp, Operations Research 18(6), 1970, doi:10.1287/opre.18.6.1138) raise
 * the bound, and a dive from each of their optima gives a better plan; then
 * every way of taking shifts is tried (branch and bound: Land & Doig,
 * Econometrica 28(3), 1960, doi:10.2307/1910129).
 * Deterministic; ties by the arcs' costs, which the caller makes distinct.
 */
#ifndef ZHIPAID_ROTA_H
#define ZHIPAID_ROTA_H
#include "zhipaid/kernel.h"
#include "zhipaid/time.h"

enum { ZP_BUCKETS = 4 };
enum zp_bucket { ZP_ON_WORKDAY, ZP_ON_DAY_OFF, ZP_ON_FESTIVAL, ZP_ON_REMOTE };
enum zp_half { ZP_AM = 1, ZP_PM = 2, ZP_ALL_DAY = 3 };
#define ZP_ROTA_MOST 62
#define ZP_NOWHERE (-1)		/* by phone: no travel */

struct zp_rota_slot {
	struct zp_date date;
	enum zp_half half;
	enum zp_bucket bucket;
	int32_t place;		/* sites of one place need no travel */
	const struct zp_arc *arc; int32_t arcs;	/* person, cost of the wish */
	int32_t held;		/* published: by whom; -1 */
	int64_t dear;		/* milli-points: rather another one open */
};
/* A shift outside of this problem that a person has: a limit, no cost. */
struct zp_rota_busy {
	int32_t person; struct zp_date date; enum zp_half half; int32_t place;
};
struct zp_rota_person {
	int32_t done[ZP_BUCKETS];	/* history */
	int32_t capacity;		/* 1/1000; 1000 = the whole period */
};
struct zp_rota_limits {
	int32_t day, week, month;	/* most shifts, up to MOST; 0: no
					 * limit.  Weeks begin on Monday */
	int32_t rest;			/* free days between two duty days */
};
struct zp_rota {
	const struct zp_rota_slot *slot; int32_t slots;	/* by date */
	const struct zp_rota_person *person; int32_t persons;
	const struct zp_rota_busy *busy; int32_t busies;
	struct zp_rota_limits most;
	int32_t fair[ZP_BUCKETS];	/* milli-points, > 0 */
	int64_t disturb;		/* milli-points */
	int32_t labour;			/* insertions that making it better and
					 * a proof may take */
};
/* Limits are at most 2^20 milli-points of weight and wish, 2^28 of disturb,
 * 2^30 of dear, 2^12 shifts a person and bucket; so nothing overflows. */
struct zp_rota_plan {
	int32_t *who;		/* per slot; -1: open */
	int32_t open;		/* slots nobody fills */
	int32_t least_open;	/* so many stay open even without limits */
	int32_t changes;	/* published slots that change hands */
	int64_t dear;		/* of the open slots */
	int64_t cost;		/* of the filled slots, milli-points */
	int64_t total, bound;	/* with open slots; no plan is below bound */
	bool proven;		/* total is the least there is */
};

/* Fill the slots; the plan lives in a. */
void zp_rota_solve(const struct zp_rota *r, struct zp_arena *a,
    struct zp_rota_plan *out);
/* May person q take slot s beside what who[] gives him (without s itself)
 * and his busy shifts?  Limits only, not the arcs. */
enum zp_rota_why { ZP_ROTA_FREE, ZP_ROTA_TWICE, ZP_ROTA_TRAVEL, ZP_ROTA_DAY,
	ZP_ROTA_WEEK, ZP_ROTA_MONTH, ZP_ROTA_REST };
enum zp_rota_why zp_rota_why(const struct zp_rota *r, const int32_t *who,
    int32_t s, int32_t q);
#endif
