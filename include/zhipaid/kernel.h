/*
 * include/zhipaid/kernel.h - minimum-cost assignment with convex loads.
 * Layer: engine.  Pure: no I/O, clock, log, randomness or file-scope state.
 *
 * Cases are inserted one at a time; after each insertion the assignment is
 * a minimum-cost one of all cases inserted.  Shortest augmenting paths over
 * counsel nodes only: a case is one unit, a person's k-th case costs
 * base + k * slope (convex), and a case that waits pays `wait`.  Cases of
 * one group are never given to the same counsel (C1, C2): the (group,
 * counsel) node of capacity 1 is folded into the search.
 *
 * Ahuja, Magnanti & Orlin, "Network Flows" (1993), sec. 9.7 and 12.4;
 * Edmonds & Karp, J. ACM 19(2), 1972, doi:10.1145/321694.321699; convex
 * arcs: sec. 14.3.  Cost per insertion: O(A' + M log M), A' the arcs of the
 * cases held by the counsel reached.  Deterministic.
 *
 * All sums stay under 2^62: costs at most 2^44, cases and counsel at most
 * 2^17 (the proof stands in kernel.c).
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

/* A problem with m counsel, no room and no cases, in arena a. */
struct zp_kernel *zp_kernel_new(struct zp_arena *a, int32_t m)
    ZP_MUST_CHECK;
/* The k-th (0-based) case of counsel c costs base + k * slope (both
 * >= 0, <= MAX_COST); at most room cases.  Before the first insertion. */
void zp_kernel_counsel(struct zp_kernel *k, int32_t c, int32_t room,
    int64_t base, int64_t slope);
/* Insert a case with n arcs (distinct counsel; copied into the arena).
 * group: -1 none, else cases of one group (small numbers from 0 on) never
 * share counsel.  wait: cost
 * of leaving it without counsel.  Returns its number, counting up from 0. */
int32_t zp_kernel_insert(struct zp_kernel *k, const struct zp_arc *arc,
    int32_t n, int32_t group, int64_t wait);
/* Counsel of a case, or -1: waits. */
int32_t zp_kernel_of(const struct zp_kernel *k, int32_t cs);
/* Cases held by counsel c. */
int32_t zp_kernel_load(const struct zp_kernel *k, int32_t c);
/* Cost of the whole assignment, waits included. */
int64_t zp_kernel_total(const struct zp_kernel *k);
/* Optimality certificate: true when no residual cycle is negative, by
 * Bellman-Ford over the whole network, O(nodes * arcs); for tests. */
bool zp_kernel_optimal(const struct zp_kernel *k) ZP_MUST_CHECK;
#endif
