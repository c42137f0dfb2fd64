/*
 * include/zhipaid/fsm.h - state machines as tables.
 * Layer: core.  zp_fsm_step() is the only writer of a state.
 *
 * A machine is a const table of rows {from, event, guard, action, to, why}.
 * The first row that matches state and event, and whose guard is NULL or
 * true, is taken: the state changes, then the action runs (it may step the
 * machine again: that step is queued).  Every pair of state and event must
 * end in a row without a guard, so nothing is ever unexpected.
 */
#ifndef ZHIPAID_FSM_H
#define ZHIPAID_FSM_H
#include <stdbool.h>
#include <stddef.h>
#include "zhipaid/buf.h"

struct zp_fsm_row {
	int from, event;
	bool (*guard)(const void *arg);	/* NULL: always */
	void (*action)(void *arg);	/* NULL: none */
	int to;
	const char *why;		/* for people, a few words */
};
struct zp_fsm_def {
	const char *name;
	const struct zp_fsm_row *row; size_t rows;
	const char *const *state; int states;
	const char *const *event; int events;
};
struct zp_fsm {
	const struct zp_fsm_def *def;
	void *arg;
	int state;
	/* after each change; may be NULL */
	void (*moved)(void *arg, int from, int to, int event,
	    const char *why);
	int queue[16]; int queued; bool stepping;
	unsigned long steps;
};

/* Start in state 0. */
void zp_fsm_init(struct zp_fsm *f, const struct zp_fsm_def *d, void *arg);
/* Handle an event; aborts when no row fits (zp_fsm_check finds that). */
void zp_fsm_step(struct zp_fsm *f, int event);
/* Is every (state, event) handled and every state reachable from 0?  The
 * first fault as text in why, or true. */
bool zp_fsm_check(const struct zp_fsm_def *d, char why[128]) ZP_MUST_CHECK;
/* The table as a Mermaid state diagram. */
void zp_fsm_mermaid(const struct zp_fsm_def *d, struct zp_buf *out);
#endif
