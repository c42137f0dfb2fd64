/*
 * tests/engine/support_board.h - tiny random cities ahead and behind.
 *
 * One seed, one city: centres with targets and what they have handled,
 * regions with a zone, people with little room, and open cases that wait,
 * are new or just decided: gangs, disputes, hearings, wishes.
 */
#ifndef ZT_BOARD_H
#define ZT_BOARD_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "zhipaid/rebalance.h"

struct zt_board {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_world *w;
	struct zp_arena *a;
	struct zp_wall now;
	const char **no; uint32_t n;	/* open cases, */
	struct zp_case *cs;		/* ... as they came */
	const char *begun[4]; uint32_t beguns;
	uint32_t ahead;			/* set: centres ahead */
	uint64_t seed;
};
struct zt_board_shape {
	uint32_t centres, people, cases;	/* most; people of a centre */
	uint32_t past;		/* most cases handled by a centre */
	uint32_t target;	/* most */
	bool waiting;		/* all open cases wait */
	bool linked;		/* many gangs and disputes */
	bool plain;		/* little that keeps a case where it is, and
				 * centres far apart */
	uint64_t shuffle;	/* another order of the same rows */
};
struct zt_board *zt_board_new(uint64_t seed, const struct zt_board_shape *s);
void zt_board_free(struct zt_board *b);
struct zp_rebalance_input zt_board_input(const struct zt_board *b);
/* Whom the rules bar, as if the case were a centre's own, with X1 or not. */
uint64_t zt_board_deny(struct zt_board *b, const char *case_no,
    int32_t centre, int32_t counsel);
#endif
