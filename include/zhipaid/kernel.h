/*
 * include/zhipaid/kernel.h - minimum-cost assignment with convex loads.
 * Layer: engine.  Pure: no I/O, clock, log, randomness or file-scope state.
 *
 * Cases come, go, and change their price; after each call the assignment is
 * a minimum-cost one of all cases there.  Shortest augmenting paths over
 * counsel nodes only: a case is one unit, a person's k-th case costs
 * base + k * slope (convex), and a case that waits pays `wait`.  Cases of
 * one group are never given to the same counsel (C1, C2): the (group,
 * counsel) node of capacity 1 is folded into the search.
 *
 * Ahuja, Magnanti & Orlin, "Network Flows" (1993), sec. 9.7 and 12.4;
 * Edmonds & Karp, J. ACM 19(2), 1972, doi:10.1145/321694.321699; convex
 * arcs: sec. 14.3.  Cost per insertion: O(A' + M log M), A' the arcs of the
 * cases held by the counsel reached; of a withdrawal the same with the arcs
 * that lead to them, or O(M^2 + A') where there are up to 256 counsel and no
 * groups.  Deterministic: the assignment follows from the calls.  Many cases
 * at once go in fastest when those with like arcs follow each other (ordered
 * by the counsel of the middle arc, say): caches stay warm.
 *
 * No sum overflows: costs at most 2^44, cases and counsel at most 2^17 (the
 * proof stands in kernel.c).
 */
#ifndef ZHIPAID_KERNEL_H
#define ZHIPAID_KERNEL_H
#include <stdbool.h>
#include <stdint.h>
#include "zhipaid/arena.h"

#define ZP_KERNEL_MAX_COST (INT64_C(1) << 44)
#define ZP_KERNEL_MAX_CASES (INT32_C(1) << 17)
struct zp_kernel;	/* opaque; lives in its arena */
struct zp_arc { int32_t counsel; int64_t cost; };	/* cost >= 0 */

/* An arc in one word, for those who keep arcs themselves. */
#define ZP_ARC_BITS 19
typedef uint64_t zp_packed_arc;
static inline zp_packed_arc zp_arc_pack(int32_t counsel, int64_t cost)
{
	return (uint64_t)cost << ZP_ARC_BITS | (uint64_t)counsel;
}

/* A problem with m counsel, no room and no cases, in arena a. */
struct zp_kernel *zp_kernel_new(struct zp_arena *a, int32_t m)
    ZP_MUST_CHECK;
/* Make room for that many cases at once; before the first. */
void zp_kernel_reserve(struct zp_kernel *k, int32_t cases);
/* The k-th (0-based) case of counsel c costs base + k * slope (both
 * >= 0, <= MAX_COST); at most room cases.  At any time: the assignment is
 * optimal again afterwards; cases beyond the room go elsewhere or wait.
 * So a person is added (m counts those to come, with room 0) and removed. */
void zp_kernel_counsel(struct zp_kernel *k, int32_t c, int32_t room,
    int64_t base, int64_t slope);
/* Insert a case with n arcs (distinct counsel; copied).  group: -1 none,
 * else cases of one group (small numbers from 0 on) never share counsel.
 * wait: cost of leaving it without counsel.  Returns its number: the one
 * withdrawn last, or the next of 0, 1, ... */
int32_t zp_kernel_insert(struct zp_kernel *k, const struct zp_arc *arc,
    int32_t n, int32_t group, int64_t wait);
/* The same with arcs that stay the caller's, unchanged until the case is
 * withdrawn; several problems may share them. */
int32_t zp_kernel_lend(struct zp_kernel *k, const zp_packed_arc *arc,
    int32_t n, int32_t group, int64_t wait);
/* Take a case out; its number is free again. */
void zp_kernel_withdraw(struct zp_kernel *k, int32_t cs);
/* Another cost for the arc of a case to counsel c (it must have one). */
void zp_kernel_reprice(struct zp_kernel *k, int32_t cs, int32_t c,
    int64_t cost);

/* What an insertion would do if it were the next call. */
struct zp_change {
	int64_t cost;		/* by which the total would grow */
	int32_t counsel;	/* who would get the new case; -1: waits */
	int32_t moves;		/* cases already there that would change
				 * hands, or wait */
	const struct zp_move { int32_t cs, from, to; } *move; /* each takes
				 * the place of the one before; to -1: waits;
				 * valid until the next call */
};
struct zp_change zp_kernel_try(struct zp_kernel *k, const struct zp_arc *arc,
    int32_t n, int32_t group, int64_t wait);
/* By how much the total would grow with one more (ungrouped) case at
 * counsel c and no other way for it: c's dual price, unique whatever
 * optimum stands; INT64_MAX: no room can be made.  Asking again before the
 * next change is O(1). */
int64_t zp_kernel_marginal(struct zp_kernel *k, int32_t c);
/* The potential of counsel c: at most his marginal, O(1).  Who looks for
 * the least marginal need not ask where this is too much already. */
int64_t zp_kernel_price(const struct zp_kernel *k, int32_t c);

/* Counsel of a case, or -1: waits. */
int32_t zp_kernel_of(const struct zp_kernel *k, int32_t cs);
/* Cases held by counsel c. */
int32_t zp_kernel_load(const struct zp_kernel *k, int32_t c);
/* Cost of the whole assignment, waits included. */
int64_t zp_kernel_total(const struct zp_kernel *k);
/* Optimality certificate: true when the potentials kept leave no reduced
 * cost negative, O(arcs) (complementary slackness). */
bool zp_kernel_certified(const struct zp_kernel *k) ZP_MUST_CHECK;
/* The same without the potentials: no residual cycle is negative, by
 * Bellman-Ford over the whole network, O(nodes * arcs); for tests. */
bool zp_kernel_optimal(const struct zp_kernel *k) ZP_MUST_CHECK;
#endif
