/*
 * engine/solve_impl.h - a set of cases while its least cost is sought.
 * Layer: engine, private to decide_fold.c, decide_solve.c, decide_team.c
 * and pair.c.
 *
 * The same search finds the leads of a set of cases and, when these stand,
 * the juniors.  The caller fills jobs, persons and arcs in milli-points;
 * zp_search_fold() makes folded costs of them.
 */
#ifndef ZHIPAID_SOLVE_IMPL_H
#define ZHIPAID_SOLVE_IMPL_H
#include "decide_impl.h"
#include "zhipaid/kernel.h"

enum { ZP_SOLVE_DEPTH = 64 };

struct zp_job {			/* a case of the set */
	uint32_t i;		/* of the view */
	struct zp_arc *arc; int32_t n;	/* by number in the kernel */
	const int32_t *tie;	/* parallel: place among equals */
	int64_t wait;		/* folded */
};
struct zp_forbid { uint32_t j; int32_t counsel, firm; }; /* -1: not by it */
struct zp_search {
	struct zp_batch *b;
	enum zp_role role;
	struct zp_job *job; uint32_t n;
	int32_t *person, persons;	/* counsel by number in the kernel;
					 * -1: nobody, who costs nothing */
	struct zp_price *price;		/* by number */
	int shift;
	int32_t *who;			/* per job: person; -1: none */
	int32_t *load;			/* per person: cases of this trial */
	struct zp_arc *arc;		/* scratch: arcs of one case */
	struct zp_kernel *k;		/* of the part being solved */
	struct zp_forbid forbid[ZP_SOLVE_DEPTH]; int depth;
	uint32_t labour;		/* insertions so far */
	bool cut;			/* a search ended without proof */
	bool more;			/* second choices are left */
};

/* decide_fold.c: a search over n cases with room for `most` persons. */
void zp_search_init(struct zp_search *s, struct zp_batch *b,
    enum zp_role role, uint32_t n, uint32_t most);
/* The number of a new person. */
int32_t zp_search_person(struct zp_search *s, int32_t counsel,
    struct zp_price price);
/* Fold the places into the arcs and set what waiting costs. */
void zp_search_fold(struct zp_search *s);
/* Set up the search for the leads of set[0..n), which is sorted by urgency
 * here. */
void zp_fold_leads(struct zp_search *s, struct zp_batch *b, uint32_t *set,
    uint32_t n);
/* Folded cost of one more case for a person, after `load` of this trial. */
int64_t zp_fold_price(const struct zp_search *s, int32_t person,
    int32_t load);

/* decide_solve.c: the cheapest who[] in which nobody clashes; nothing of
 * the role stands in the plan before or afterwards.  Returns how much more,
 * in milli-points, it may cost than the least for the cases it serves. */
int64_t zp_search_run(struct zp_search *s);
#endif
