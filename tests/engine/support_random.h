/*
 * tests/engine/support_random.h - tiny random cities with open cases.
 *
 * One seed, one city: two county centres and the city's, a few firms that
 * reach over both counties, people of every kind, cases decided earlier,
 * and a batch of open ones: gangs, related cases, both sides of disputes.
 */
#ifndef ZT_RANDOM_H
#define ZT_RANDOM_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "zhipaid/decide.h"
#include "zhipaid/world.h"

#define ZT_MOST 80		/* open cases */

struct zt_random {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_world *w;
	struct zp_arena *a;		/* of views and plans */
	const char *no[ZT_MOST];
	uint32_t n;			/* open cases */
	struct zp_wall now;
	uint64_t seed;			/* of the numbers still to come */
};
/* What a city looks like. */
struct zt_shape {
	uint32_t people, cases, past;	/* at most */
	bool one_centre;		/* all open cases are centre 1's */
	bool linked;			/* many links */
	bool even;			/* all cases equally urgent */
	bool feuds;			/* opponents known by id (C9) */
	bool hearings;			/* days known (C17) */
	uint64_t shuffle;		/* another order of the same rows */
};

struct zt_random *zt_random_new(uint64_t seed, const struct zt_shape *s);
void zt_random_free(struct zt_random *t);
/* The view of all open cases, in t->a. */
struct zp_view *zt_random_view(struct zt_random *t);
/* The next number below `below`. */
uint32_t zt_roll(uint64_t *seed, uint32_t below);
#endif
