/*
 * include/zhipaid/world.h - the live state of a city, in memory.
 * Layer: model.  Pure.  PostgreSQL holds the truth; this is a mirror that
 * is refreshed by key and thrown away on doubt.
 */
#ifndef ZHIPAID_WORLD_H
#define ZHIPAID_WORLD_H
#include "zhipaid/plan.h"
#include "zhipaid/policy.h"
#include "zhipaid/duty.h"
#include "zhipaid/help.h"
#include "zhipaid/view.h"

enum zp_case_state {
	ZP_CS_SCHEDULED,	/* replay: approved later than the clock */
	ZP_CS_APPROVED,		/* wants counsel, not looked at yet */
	ZP_CS_WAITING,		/* looked at, nobody fits */
	ZP_CS_ASSIGNED, ZP_CS_CLOSED, ZP_CS_TERMINATED,
};
struct zp_world;

/* Make a world over a registry (borrowed; must outlive it). */
struct zp_world *zp_world_new(const struct zp_registry *reg) ZP_MUST_CHECK;
void zp_world_free(struct zp_world *w);
/* Add or replace a case (strings are copied).  handling: centre index or
 * -1.  waiting_since: NONE = approved_at. */
void zp_world_case(struct zp_world *w, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall waiting_since);
/* Forget all assignments of a case, before its rows are added anew. */
void zp_world_clear(struct zp_world *w, const char *case_no);
/* Add an assignment row (copied); year counters, loads and links follow. */
void zp_world_assign(struct zp_world *w, const struct zp_assignment *a,
    const struct zp_policy *p);
/* End running assignments of a case; load, conflicts and state follow.
 * CLOSED, TERMINATED: everybody's, and the case ends (TERMINATED also one
 * that wants counsel).  DECLINED, CHANGED: the person's; the lead's when
 * licence_no is "" or names him, and then the junior is WITHDRAWN and the
 * case put back (approved, waiting since `at`).  with_cause: the person
 * declined with good cause (R1).  Returns how many ended. */
uint32_t zp_world_end(struct zp_world *w, const char *case_no,
    const char *licence_no, enum zp_end why, struct zp_wall at,
    bool with_cause);
/* Take a case off its counsel for a moment, to see what a plan of the city's
 * would make of it (rebalance.h): its running assignments end WITHDRAWN at
 * `at` and it wants counsel; and have everything as it was.  Nothing happens
 * where nobody acts, or nothing was withdrawn. */
void zp_world_withdraw(struct zp_world *w, const char *case_no,
    struct zp_wall at);
void zp_world_restore(struct zp_world *w, const char *case_no);
/* Add an entry of the ledger that is kept on record (copied): the person's
 * load of its year follows.  Not for CARRY and cases. */
void zp_world_ledger(struct zp_world *w, const struct zp_entry *e);
/* Add a row of the roster: who is on duty in a hall that day (S5); forget
 * them all, before they are added anew. */
void zp_world_duty(struct zp_world *w, const struct zp_duty *d);
void zp_world_no_duty(struct zp_world *w);
/* Add an entry of the log of legal help: from its moment on it stands in
 * views of cases of other persons of the group (C14). */
void zp_world_help(struct zp_world *w, const struct zp_help *h);
/* The view of n different cases at `now`, in arena a; strings, and the
 * state of counsel and centres, are borrowed from the world and stay valid
 * until its next change: make records and sentences before. */
struct zp_view *zp_world_view(const struct zp_world *w,
    const char *const *case_no, uint32_t n, struct zp_wall now,
    const struct zp_policy *p, struct zp_arena *a) ZP_MUST_CHECK;
/* Take a plan made from view v into the world: assignments of mode `mode`
 * and waiting cases.  The policy's rule set is recorded. */
void zp_world_apply(struct zp_world *w, const struct zp_view *v,
    const struct zp_plan *pl, const struct zp_policy *p, enum zp_mode mode);

/* Who acts in a case: counsel by role (zp_role), -1: nobody. */
void zp_world_acting(const struct zp_world *w, const char *case_no,
    int32_t who[2]);
/* SCHEDULED also for a case never seen. */
enum zp_case_state zp_world_state(const struct zp_world *w,
    const char *case_no, int32_t *handling);	/* handling may be NULL */
/* The known hearings of everybody, parallel to the registry's counsel, in a;
 * the lists are the world's until its next change. */
struct zp_list *zp_world_busy(const struct zp_world *w, struct zp_arena *a)
    ZP_MUST_CHECK;
/* Call fn for each case / assignment in the order of key
 * (case_no; decided_at, case_no, role). */
void zp_world_each_case(const struct zp_world *w,
    void (*fn)(void *arg, const struct zp_case *c, enum zp_case_state s,
    int32_t handling, struct zp_wall since), void *arg);
void zp_world_each_assignment(const struct zp_world *w,
    void (*fn)(void *arg, const struct zp_assignment *a), void *arg);
#endif
