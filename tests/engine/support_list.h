/*
 * tests/engine/support_list.h - one centre, its people, and cases one after
 * the other.
 */
#ifndef ZT_LIST_H
#define ZT_LIST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "zhipaid/decide.h"
#include "zhipaid/wheel.h"
#include "zhipaid/world.h"

enum { ZT_PEOPLE = 40 };

struct zt_list {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_world *w;
	struct zp_arena *a;		/* of the last view and plan */
	struct zp_wall now;
	struct zp_view *v;
	uint32_t cases;			/* so far */
};
/* people: all of them lawyers who may take anything, firm k % firms (0: a
 * firm for each).  change (may be NULL) sees each row before it is linked. */
struct zt_list *zt_list_new(uint32_t people, uint32_t firms,
    void (*change)(struct zp_counsel *c, uint32_t k, void *arg), void *arg);
/* A change that makes people differ: kinds, caps, practice; arg: a seed. */
void zt_list_mixed(struct zp_counsel *c, uint32_t k, void *arg);
void zt_list_free(struct zt_list *t);
/* A new case of this matter ("CR" or "CV"); facts may be NULL.  Its number
 * is K%06u, counted from 0. */
void zt_list_case(struct zt_list *t, const char *matter,
    const struct zp_case *facts);
/* Decide the last n cases, all in one batch, and take the plan in; the clock
 * goes on by a minute before. */
const struct zp_plan *zt_list_decide(struct zt_list *t, uint32_t n);
#endif
