/*
 * engine/runway_impl.h - one centre's problem; private to runway*.c.
 *
 * A kind is one case seen, standing for all that want the same people; an
 * epoch is a span of days in which verdicts do not change.
 */
#ifndef ZHIPAID_RUNWAY_IMPL_H
#define ZHIPAID_RUNWAY_IMPL_H
#include "zhipaid/kernel.h"
#include "zhipaid/runway.h"

/* Somebody the law admits for a kind in an epoch. */
struct zp_rw_arc {
	int32_t person;			/* position in the pool */
	bool unfit;			/* lacks specialty or language */
	const struct zp_leave *away;	/* admitted but for this leave */
};
struct zp_rw_arcs { struct zp_rw_arc *at; uint32_t n; };
struct zp_rw_kind {
	uint32_t cls, view;		/* class; the case of the view */
};
struct zp_rw_epoch { struct zp_date from; struct zp_rw_arcs *of; };
struct zp_rw_item { int32_t day; uint32_t cls, kind; };	/* a case to come */

struct zp_rw {
	const struct zp_registry *reg;
	const struct zp_policy *p;
	struct zp_arena *a;
	struct zp_view *v;		/* of the cases seen, and who waits */
	struct zp_date *birth;		/* of the recipients, parallel */
	uint32_t *kind_of;		/* parallel, too */
	struct zp_rw_arc *scratch;
	struct zp_date today, end;
	struct zp_runway_centre *out;
	const int32_t *pool; uint32_t m;
	int32_t *room;			/* by pool; < 0: over the cap */
	int32_t *taken;			/* cases of the year, parallel too */
	struct zp_rw_kind *kind; uint32_t kinds;
	struct zp_rw_epoch *epoch; uint32_t epochs;
	struct zp_rw_item *item; uint32_t items;
	struct zp_kernel *full;		/* as it stands at the year's end */
};

/* runway.c: look at case i of the view as if it came on that day; only what
 * the law asks of the person, and what would fit him, is left in x. */
void zp_rw_ctx(struct zp_rw *r, uint32_t i, struct zp_date day,
    struct zp_ctx *x);

/* What is different from how things are; zero: nothing. */
struct zp_rw_change {
	int32_t plus;			/* cases more for person `who` */
	uint32_t who;			/* a position; m: somebody new */
	const struct zp_shortage *serves;	/* whose classes he may take */
	const struct zp_leave *ended;	/* a leave that does not happen */
	bool all_back;			/* no leave does */
};
/* What came out, by class. */
struct zp_rw_fate {
	struct zp_date none, back, no_fit;
	int32_t unserved, unfit;
};
/* runway_solve.c: play until the end of `last`; only the classes of
 * `watch` are asked after (NULL: all).  The kernel lives in a. */
struct zp_kernel *zp_rw_play(const struct zp_rw *r,
    const struct zp_rw_change *c, const struct zp_shortage *watch,
    struct zp_date last, struct zp_rw_fate *fate, struct zp_arena *a);
/* Whom a kind may go to on a day, as arcs of the kernel. */
int32_t zp_rw_arcs(const struct zp_rw *r, const struct zp_rw_change *c,
    uint32_t kind, int32_t day, struct zp_arc *to);
/* Cost of waiting of the i-th item; i = items: less than any. */
int64_t zp_rw_wait(const struct zp_rw *r, uint32_t i);

/* runway_relief.c: the shortages of the classes, and what would move them;
 * all: every centre's problem, played. */
void zp_rw_shortages(struct zp_rw *r);
void zp_rw_relieve(struct zp_rw *r, struct zp_rw *all, uint32_t n);
#endif
