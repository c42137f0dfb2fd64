/*
 * include/zhipaid/wheel.h - whose turn it is.
 * Layer: engine.  Pure.
 *
 * S4 (Zhejiang: 轮候 by person or by firm).  The list of a centre and
 * category is its pool in the order of the last turn: who never had one
 * first, then the longest ago.  Turns of one moment (a batch) are
 * simultaneous: fewer of them first, then who had fewer in all, then a hash
 * of seed and licence or firm; so a batch larger than the list goes round it
 * evenly, and of those always admissible nobody is two turns ahead.  Nothing
 * else moves anybody: who is passed over has had no turn and stays where he
 * is (Tex. Code Crim. Proc. art. 26.04(a): "shall remain next in order on
 * the list"); a newcomer stands first, once, and then behind everybody.
 *
 * A firm's last turn is that of its people in this pool; a centre's staff
 * are one firm, who has none stands for himself.
 */
#ifndef ZHIPAID_WHEEL_H
#define ZHIPAID_WHEEL_H
#include "zhipaid/decide.h"

struct zp_wheel_place {
	int32_t firm;		/* -1: one person */
	struct zp_wall turn;	/* the last; NONE: never */
	int32_t turns, had;	/* at that very moment; ever */
	const uint32_t *member; uint32_t n;	/* positions in the pool */
};
struct zp_wheel { struct zp_wheel_place *at; uint32_t n; };

/* The list of a centre for cases of a category, next one first, in a. */
struct zp_wheel zp_wheel_of(const struct zp_view *v,
    const struct zp_policy *p, int32_t centre, enum zp_category kind,
    bool by_firm, struct zp_arena *a);
#endif
