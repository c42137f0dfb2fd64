/*
 * engine/solve_impl.h - a set of cases while its least cost is sought.
 * Layer: engine, private to decide_fold.c and decide_solve.c.
 */
#ifndef ZHIPAID_SOLVE_IMPL_H
#define ZHIPAID_SOLVE_IMPL_H
#include "decide_impl.h"
#include "zhipaid/kernel.h"

enum { ZP_SOLVE_DEPTH = 32 };

struct zp_job {			/* a case of the set */
	uint32_t i;		/* of the view */
	struct zp_arc *arc; int32_t n;	/* folded; by number in the kernel */
	int64_t wait;		/* folded */
};
struct zp_forbid { uint32_t i; int32_t counsel, firm; }; /* -1: not by it */
struct zp_search {
	struct zp_batch *b;
	struct zp_job *job; uint32_t n;	/* urgent first */
	int32_t *person, persons;	/* counsel by number in the kernel */
	int shift;
	int32_t *load;			/* per person: cases of this trial */
	int32_t *lead;			/* per job: person of this trial; -1 */
	struct zp_arc *arc;		/* scratch: arcs of one case */
	struct zp_forbid forbid[ZP_SOLVE_DEPTH]; int depth;
	uint32_t labour;		/* insertions so far */
	bool cut;			/* a search ended without proof */
};

/* Set up the search for set[0..n), which is sorted by urgency here. */
void zp_fold_init(struct zp_search *s, struct zp_batch *b, uint32_t *set,
    uint32_t n);
/* Folded cost of one more case for a person, after `load` of this trial. */
int64_t zp_fold_price(const struct zp_search *s, int32_t person,
    int32_t load);
#endif
