/*
 * include/zhipaid/flow.h - minimum-cost flow in any network.
 * Layer: engine.  Pure: no I/O, clock, log, randomness or file-scope state.
 *
 * Primal network simplex on a strongly feasible spanning tree, with block
 * search and a short candidate list; warm start after any change.  Rosters and
 * rebalancing use it; what has the shape of an assignment is faster in
 * kernel.h.
 *
 * Ahuja, Magnanti & Orlin, "Network Flows" (1993), ch. 11; Cunningham,
 * Math. Programming 11, 1976, doi:10.1007/BF01580379 (strong feasibility);
 * Grigoriadis, Math. Programming Study 26, 1986, doi:10.1007/BFb0121090;
 * Kiraly & Kovacs, Acta Univ. Sapientiae Informatica 4(1), 2012,
 * arXiv:1207.6381.
 *
 * Bounds: |cost| <= MAX_COST, 0 <= lower <= upper <= MAX_FLOW, |supply| <=
 * MAX_FLOW, nodes and arcs at most 2^26; no sum overflows (the proof stands
 * in flow.c).  Deterministic.
 */
#ifndef ZHIPAID_FLOW_H
#define ZHIPAID_FLOW_H
#include <stdbool.h>
#include <stdint.h>
#include "zhipaid/arena.h"

#define ZP_FLOW_MAX_COST ((INT64_C(1) << 31) - 1)
#define ZP_FLOW_MAX_FLOW (INT64_C(1) << 31)
struct zp_flow;		/* opaque; lives in its arena */
enum zp_flow_state { ZP_FLOW_OPTIMAL, ZP_FLOW_INFEASIBLE };

/* A network of `nodes` nodes (0-based) without arcs; room for `arcs`. */
struct zp_flow *zp_flow_new(struct zp_arena *a, int32_t nodes, int32_t arcs)
    ZP_MUST_CHECK;
/* Add an arc; returns its number, counting up from 0. */
int32_t zp_flow_arc(struct zp_flow *f, int32_t from, int32_t to,
    int64_t lower, int64_t upper, int64_t cost);
/* What flows out of a node more than in (0 at first).  The sum over all
 * nodes must be 0, else INFEASIBLE. */
void zp_flow_supply(struct zp_flow *f, int32_t node, int64_t supply);
/* Change an arc; the next solve starts from the last basis. */
void zp_flow_cost(struct zp_flow *f, int32_t arc, int64_t cost);
void zp_flow_bounds(struct zp_flow *f, int32_t arc, int64_t lower,
    int64_t upper);
/* Find a minimum-cost flow; call it again after changes. */
enum zp_flow_state zp_flow_solve(struct zp_flow *f) ZP_MUST_CHECK;
/* Of the last solve, when OPTIMAL. */
int64_t zp_flow_of(const struct zp_flow *f, int32_t arc);
int64_t zp_flow_potential(const struct zp_flow *f, int32_t node);
/* The cost of the flow: below 2^88, so in two halves: high * 2^64 + low. */
struct zp_flow_total { int64_t high; uint64_t low; };
struct zp_flow_total zp_flow_total(const struct zp_flow *f);
/* Certificate of the last solve: flows within bounds and balanced, no
 * reduced cost against its bound.  O(nodes + arcs). */
bool zp_flow_certified(const struct zp_flow *f) ZP_MUST_CHECK;
#endif
