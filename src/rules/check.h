/*
 * src/rules/check.h - the checks and terms behind the rows of rule.c.
 * Layer: rules, private.  Pure.
 *
 * By family: qualify.c (Q), conflict.c (C), past.c (R, N, S11), load.c (T,
 * X), score.c (terms).  A check is only asked when its `concerns` said yes
 * for the case.
 */
#ifndef ZHIPAID_RULES_CHECK_H
#define ZHIPAID_RULES_CHECK_H
#include "zhipaid/rule.h"

typedef bool zp_concerns(const struct zp_ctx *x);
typedef bool zp_denies(const struct zp_ctx *x, struct zp_why *why);
typedef int64_t zp_cost(const struct zp_ctx *x);

zp_concerns zp_concerns_q2, zp_concerns_q3, zp_concerns_q4, zp_concerns_q16,
	zp_concerns_q6, zp_concerns_q7, zp_concerns_q8, zp_concerns_q9,
	zp_concerns_q11, zp_concerns_q13;
zp_denies zp_denies_q15, zp_denies_non_lawyer, zp_denies_q16, zp_denies_q17,
	zp_denies_q18, zp_denies_q6, zp_denies_q7, zp_denies_q8, zp_denies_q9,
	zp_denies_q11, zp_denies_q13;

zp_concerns zp_concerns_c1, zp_concerns_c3, zp_concerns_c4, zp_concerns_c5,
	zp_concerns_c6, zp_concerns_c9, zp_concerns_c12, zp_concerns_c13,
	zp_concerns_c14, zp_concerns_c17;
zp_denies zp_denies_c1, zp_denies_c2, zp_denies_c3, zp_denies_c4,
	zp_denies_c5, zp_denies_c6, zp_denies_c7, zp_denies_c8, zp_denies_c9,
	zp_denies_c10, zp_denies_c11, zp_denies_c12, zp_denies_c13,
	zp_denies_c14, zp_denies_c17;

zp_concerns zp_concerns_r1, zp_concerns_r2, zp_concerns_j2;
zp_denies zp_denies_r1, zp_denies_r2, zp_denies_n17, zp_denies_s11,
	zp_denies_t1, zp_denies_x1, zp_denies_j2;

zp_concerns zp_concerns_s1, zp_concerns_s2, zp_concerns_s3, zp_concerns_s6,
	zp_concerns_s7, zp_concerns_s8, zp_concerns_s12, zp_concerns_q12,
	zp_concerns_t6, zp_concerns_q14, zp_concerns_q21, zp_concerns_q22,
	zp_concerns_q23;
zp_cost zp_cost_s1, zp_cost_s2, zp_cost_s3, zp_cost_s6, zp_cost_s7,
	zp_cost_s8, zp_cost_s12, zp_cost_t6, zp_cost_q12, zp_cost_q14,
	zp_cost_q21, zp_cost_q22, zp_cost_q23;

/* Fill *w and say yes: the last line of every check that excludes. */
static inline bool zp_because(struct zp_why *w, struct zp_date until,
    const char *about, int32_t number)
{
	w->until = until;
	w->about = about;
	w->number = number;
	return true;
}
/* n full years since `since`?  If not, the day they are full, or NONE when
 * `since` is not known. */
static inline bool zp_years_lack(struct zp_date since, int n,
    struct zp_date today, struct zp_date *until)
{
	*until = ZP_DATE_NONE;
	if (!zp_date_known(since))
		return true;
	if (today.day - since.day >= 366 * n)	/* plainly enough */
		return false;
	*until = zp_date_add_years(since, n);
	return zp_date_cmp(today, *until) < 0;
}
/* Registry index of the k-th counsel, firm of the other side; -1 unknown. */
int32_t zp_foe(const struct zp_ctx *x, uint32_t k);
int32_t zp_foe_firm(const struct zp_ctx *x, uint32_t k);
/* The county a region lies in (townships and zones: of who serves them). */
int32_t zp_county(const struct zp_registry *reg, int32_t region);
/* Of ctx.near: the firm's bit. */
static inline uint64_t zp_firm_bit(const struct zp_counsel *c)
{
	return UINT64_C(1) << (c->firm & 63);
}
/* Is neither the person nor a colleague in any link? */
static inline bool zp_afar(const struct zp_ctx *x)
{
	return (x->near & zp_firm_bit(x->c)) == 0;
}
/* Is there a link of that kind? */
static inline bool zp_linked(const struct zp_ctx *x, enum zp_link_kind k)
{
	return (x->links & 1U << k) != 0;
}
#endif
