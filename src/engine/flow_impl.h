/*
 * engine/flow_impl.h - the inside of the network simplex.
 * Layer: engine; flow.c owns it, flow_tree.c and flow_pivot.c change the
 * basis.
 */
#ifndef ZHIPAID_FLOW_IMPL_H
#define ZHIPAID_FLOW_IMPL_H
#include "zhipaid/flow.h"

#define MOST (INT32_C(1) << 26)
#define NO_ARC (-1)
#define LIST 32
/* In `pred`: no arc of the network but one to or from the root, made up so
 * that there always is a tree. */
#define MADE_UP (-1)		/* node to root */
#define MADE_DOWN (-2)		/* root to node */
#define ENDLESS (INT64_C(1) << 61)

/* An arc as the pricing sees it: in the direction in which its flow may
 * still change.  What is at its upper bound stands turned round, with the
 * cost negated, so that an arc improves the flow just when its reduced cost
 * is negative; that of a tree arc is 0 in either direction. */
struct arc {
	int32_t tail, head, cost;
};
struct node {
	int64_t up, down;	/* by how much the flow to the parent, and
				 * from it, may still grow */
	int32_t parent, size;	/* size: of the subtree, itself included */
	int32_t pred;		/* the arc to the parent */
	int32_t back;		/* the node before in preorder */
};
struct zp_flow {
	struct arc *arc; int32_t arcs, room;
	int32_t rows, columns, places;	/* in which they stand */
	uint32_t *span;		/* upper - lower of each arc */
	uint32_t *lower;
	uint32_t *flow;		/* above lower; tree arcs: after a solve */
	uint8_t *turned;	/* stands in the other direction in arc[] */
	struct node *node;	/* [nodes]: the root */
	int32_t *thread;	/* the next node in preorder */
	int32_t *last;		/* while a tree is built: of each subtree */
	int64_t *price;		/* potential */
	int64_t *supply;
	int32_t nodes;
	int64_t penalty;	/* cost of a made-up arc */
	int64_t most;		/* largest |cost| there was */
	int32_t next;		/* where pricing goes on */
	int32_t list[LIST];	/* arcs that were the best of a block */
	int32_t put;		/* where in the list the last one came */
	int64_t work;		/* nodes that changed sides in a pivot, the
				 * mean of the last ones or so, times: */
#define MEAN_OF 512
};

/* Make the arcs and the tree agree with bounds and supplies: a strongly
 * feasible basis, arcs that cannot stay in it replaced by made-up ones. */
void zp_flow_settle(struct zp_flow *f);
/* Set the price of every node by the costs of the tree. */
void zp_flow_reprice(struct zp_flow *f);
/* Pivot until no arc improves the flow. */
void zp_flow_pivots(struct zp_flow *f);

static inline int32_t arc_from(const struct zp_flow *f, int32_t e)
{
	return f->turned[e] ? f->arc[e].head : f->arc[e].tail;
}
static inline int32_t arc_to(const struct zp_flow *f, int32_t e)
{
	return f->turned[e] ? f->arc[e].tail : f->arc[e].head;
}
static inline void arc_turn(struct zp_flow *f, int32_t e)
{
	struct arc *a = &f->arc[e];
	int32_t tail = a->tail;

	a->tail = a->head;
	a->head = tail;
	a->cost = -a->cost;
	f->turned[e] ^= 1;
}
#endif
