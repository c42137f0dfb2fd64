/*
 * src/core/rebalance.h - plans of moves and loans; private to core.
 *
 * The engine plans on the mirror (rebalance.h of the engine); a plan changes
 * nothing and is written down with what it stands on.  Applied, it goes
 * through zp_decide() like everything else, and is committed by one
 * statement, whole or not at all.
 */
#ifndef ZHIPAID_CORE_REBALANCE_H
#define ZHIPAID_CORE_REBALANCE_H
#include "command.h"
#include "zhipaid/rebalance.h"

/* A plan to be made.  Freed after `made`, which is not called when the
 * request has been answered with a failure already. */
struct zp_rebalance_job {
	struct zp_daemon *d;
	struct zp_req *r;	/* who waits for it; NULL: nobody */
	struct zp_arena *a;
	char plan_no[24];	/* "0": one that nobody asked for before */
	const char *kind;	/* loans, moves, both */
	struct zp_date until;	/* NONE: today */
	void (*made)(struct zp_rebalance_job *j,
	    const struct zp_rebalance_input *in,
	    const struct zp_rebalance *x);
};
/* A job of that kind ("loans", "moves", else both). */
struct zp_rebalance_job *zp_rebalance_job_new(struct zp_daemon *d,
    struct zp_req *r, const char *kind) ZP_MUST_CHECK;
/* Plan, and go on with made(). */
void zp_rebalance_job_run(struct zp_rebalance_job *j);

/* rebalance_put.c: a `made`: write the plan down, and show it to who
 * waits. */
void zp_rebalance_put(struct zp_rebalance_job *j,
    const struct zp_rebalance_input *in, const struct zp_rebalance *x);
/* rebalance_show.c: answer with a plan ("0": the latest); head: a line before
 * it, or NULL. */
void zp_rebalance_show(struct zp_req *r, const char *plan_no,
    const char *head);
#endif
