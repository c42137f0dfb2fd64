/*
 * engine/kernel_impl.h - the inside of the assignment kernel.
 * Layer: engine; only kernel.c changes it, kernel_check.c judges it.
 */
#ifndef ZHIPAID_KERNEL_IMPL_H
#define ZHIPAID_KERNEL_IMPL_H
#include "zhipaid/kernel.h"

#define NOBODY (-1)

struct node {
	int64_t price;
	int64_t g;		/* cost of the way here from the new case */
	int32_t from;		/* the node before; NOBODY: the new case */
	int32_t by, arc;	/* the case that comes here, by which arc */
	int32_t holder;		/* a slot's case; NOBODY: this is a counsel */
	uint32_t seen;		/* the search in which the above is valid */
	int32_t pos;		/* in the heap; -1: not queued */
};
struct person {
	int64_t base, slope;
	int32_t room, load;
	int32_t first;		/* head of the list of cases held */
	int32_t mate;		/* while a case is expanded: its group's here */
};
struct item {			/* a case */
	const struct zp_arc *arc;
	int64_t wait, cost;	/* cost: of the arc in use */
	int32_t n, group, at;	/* at: counsel; NOBODY: waits */
	int32_t next, prev;	/* in the list of its counsel */
	int32_t slot;		/* node; NOBODY when not grouped */
	int32_t mate;		/* next case of the group */
};
struct entry { int64_t key; int32_t node; };
struct zp_kernel {
	struct zp_arena *arena;
	struct person *person; int32_t m;
	struct item *item; int32_t items, item_cap;
	struct node *node; int32_t nodes, node_cap;
	int32_t *group; int32_t groups;		/* first case of each */
	struct entry *heap; int32_t queued;
	int32_t *settled; int32_t settleds;
	uint32_t search;
	int64_t best;		/* cheapest whole way found in this search */
	int32_t end, last;	/* its last node; the case that then waits */
	int64_t total;
};
#endif
