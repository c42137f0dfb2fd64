/*
 * engine/kernel_impl.h - the inside of the assignment kernel.
 * Layer: engine, private to kernel*.c; kernel_check.c only reads.
 *
 * Nodes: the counsel 0..m-1; m, with whom cases wait at no further cost;
 * m + 1 + y, the slot of a grouped case y: the saturated arc (group,
 * counsel) that it fills.  kernel_store.c keeps who holds what,
 * kernel_near.c what passing one case on costs at least, kernel_way.c
 * searches.
 */
#ifndef ZHIPAID_KERNEL_IMPL_H
#define ZHIPAID_KERNEL_IMPL_H
#include "zhipaid/kernel.h"

#define NOBODY (-1)
#define VACANT (-2)	/* group of a number that is free */
#define NEVER (INT64_C(1) << 62)	/* there is no room */
#define TOO_DEAR (4 * ZP_KERNEL_MAX_COST)	/* more than any way */

struct label {			/* of a node: all that is read per arc */
	int64_t price;		/* potential */
	int64_t next;		/* cost of one more; NEVER; slots: NEVER */
};
struct node {			/* of a way: how the search came here */
	int64_t g;
	zp_packed_arc use;	/* of case `by`, between this and `from` */
	uint64_t seen;		/* the search in which all this is valid */
	int32_t from;		/* the node before; NOBODY: the first */
	int32_t by;		/* NOBODY: between a counsel and a slot */
	int32_t pos;		/* in the heap; -1: not queued */
};
struct list { uint64_t *at; int32_t n, cap; };	/* of packed arcs or cases */
struct person {
	int64_t base, slope;
	uint64_t exact;		/* search that found the price exact */
	struct list held;	/* cases */
	struct list in;		/* all arcs to here: case instead of counsel */
	int32_t room;
	int32_t mate;		/* while a case is spread: its group's here */
};
struct place {			/* of a case: what searches read */
	zp_packed_arc use;	/* arc in use, its node instead of counsel */
	zp_packed_arc first;	/* the cheapest elsewhere, when last seen */
	int64_t alt;		/* lower bound of arc + price of all others;
				 * GROUPED: never used */
};
#define GROUPED INT64_MIN
struct item {			/* of a case: the rest */
	union {
		const zp_packed_arc *arc;
		zp_packed_arc *own;	/* unless lent */
	};
	int64_t wait;
	int32_t n, group;
	int32_t at, pos;	/* counsel (m: waits), index in his list;
				 * NOBODY: not placed */
	int32_t mate;		/* next case of the group; next free number */
	bool lent;
};
struct entry { int64_t key; int32_t node; };
enum { CLASSES = 128, NEAR_MOST = 256 };
struct zp_kernel {
	struct zp_arena *arena;
	uint64_t *free[CLASSES];	/* blocks given back, by size */
	int32_t m;
	struct person *person;		/* the last, m: who waits */
	struct label *label;
	struct node *node;
	struct entry *heap; int32_t queued;
	int32_t *settled; int32_t settleds;
	int32_t nodes;			/* room in the four above */
	struct item *item;
	struct place *place;
	int32_t items, item_cap;	/* numbers given out; room */
	int32_t vacant;			/* first number free again */
	int32_t cases;			/* there */
	int32_t *group; int32_t groups;	/* first case of each */
	struct zp_move *move; int32_t moves;	/* of the last try; room */
	zp_packed_arc *packed; int32_t packed_cap; /* arcs of a try */
	int64_t *near;			/* from, to: packed; or NULL */
	bool indexed;			/* person.in is kept */
	uint64_t search, changed;	/* the last one; at the last change */
	int64_t best;		/* cheapest whole way found in this search */
	int32_t end;		/* its last node; NOBODY: none */
	int32_t hole;		/* backward: the counsel that lost a case */
	int64_t total;
};

static inline int32_t arc_node(zp_packed_arc e)
{
	return (int32_t)(e & ((1 << ZP_ARC_BITS) - 1));
}

static inline int64_t arc_cost(zp_packed_arc e)
{
	return (int64_t)(e >> ZP_ARC_BITS);
}

/* An entry of near: how much dearer the case is there, and the case; loose
 * ones sort behind. */
#define NEAR_BITS 18
#define NEAR_LOOSE ((1 << NEAR_BITS) - 1)	/* no case: a lower bound */
#define NOT_NEAR INT64_MAX

static inline int64_t near_pack(int64_t more, int32_t y)
{
	return more * (1 << NEAR_BITS) + y;
}

static inline int32_t near_case(int64_t e)
{
	return (int32_t)(e & ((1 << NEAR_BITS) - 1));
}

static inline int64_t near_more(int64_t e)
{
	return e >> NEAR_BITS;	/* arithmetic */
}

static inline int64_t *zp_near_row(const struct zp_kernel *k, int32_t v)
{
	return &k->near[(size_t)v * ((size_t)k->m + 1)];
}

static inline int32_t slot_of(const struct zp_kernel *k, int32_t y)
{
	return k->m + 1 + y;
}

/* What a person's case costs that finds `load` there. */
static inline int64_t load_cost(const struct person *p, int32_t load)
{
	return p->base + load * p->slope;
}

/* kernel_store.c */
void *zp_store_grow(struct zp_kernel *k, const void *old, int32_t *cap,
    int32_t need, size_t size);
uint64_t *zp_store_take(struct zp_kernel *k, int32_t words);
void zp_store_give(struct zp_kernel *k, uint64_t *block, int32_t words);
/* Room for the case with the next number, and its nodes. */
int32_t zp_store_room(struct zp_kernel *k, int32_t group);
void zp_store_next(struct zp_kernel *k, int32_t c);
/* Case y goes where arc e leads; price: of its slot when grouped. */
void zp_store_enter(struct zp_kernel *k, int32_t y, zp_packed_arc e,
    int64_t price);
void zp_store_leave(struct zp_kernel *k, int32_t y);
/* Begin to keep what searches backward need: person.in, or near.  Put a
 * case's arcs there, take them out. */
void zp_store_index(struct zp_kernel *k);
void zp_store_list(struct zp_kernel *k, int32_t y);
void zp_store_unlist(struct zp_kernel *k, int32_t y);

/* kernel_near.c: begin to keep k->near, end it; a case came to counsel c,
 * one left; make the entry from v to w exact, which was below the limit: is
 * it still? */
void zp_near_start(struct zp_kernel *k);
void zp_near_stop(struct zp_kernel *k);
void zp_near_enter(struct zp_kernel *k, int32_t y);
void zp_near_leave(struct zp_kernel *k, int32_t y);
bool zp_near_exact(struct zp_kernel *k, int32_t v, int32_t w, int64_t limit);

/* kernel_way.c: the cheapest way on for case y, not placed yet; for a case
 * at counsel c; only its cost, with prices known to be exact. */
void zp_way_of(struct zp_kernel *k, int32_t y);
void zp_way_from(struct zp_kernel *k, int32_t c);
void zp_way_cost(struct zp_kernel *k, int32_t c);
/* After one of these: set the prices; carry the way out. */
void zp_way_price(struct zp_kernel *k);
void zp_way_go(struct zp_kernel *k);
/* A case has left node v of counsel c (v = c, or its slot): bring in who
 * gains most.  Prices are set; false: nobody came. */
bool zp_way_fill(struct zp_kernel *k, int32_t v, int32_t c);
#endif
