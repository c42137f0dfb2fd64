/*
 * include/zhipaid/allowance.h - what duty lawyers are paid.
 * Layer: engine.  Pure.
 *
 * N11: by the day, half a day half as much (am and pm are half a day each);
 * a rate for each bucket of days, and where none is set nothing is paid: it
 * is said, never guessed.  M6: the rate of a working day lies within the
 * scheme's bounds.  N12: who uses pays, so the organ of the station; a hall
 * of the centre is paid by the centre.  Only what is done is paid;
 * published duties are what is expected.
 */
#ifndef ZHIPAID_ALLOWANCE_H
#define ZHIPAID_ALLOWANCE_H
#include "zhipaid/roster.h"

/* One person at one station in one month. */
struct zp_allowance {
	struct zp_date month;		/* its first day */
	const char *payer;		/* code of the organ or the centre */
	const char *station_code, *licence_no;
	int32_t done[ZP_BUCKETS];	/* half-days, by bucket */
	int32_t due[ZP_BUCKETS];	/* published, not done yet */
	int64_t fen;			/* 1/100 yuan, for what is done and has
					 * a rate */
	int64_t due_fen;
	int32_t unset;			/* half-days (done or due) that have no
					 * rate: not paid until it is set */
	int32_t outside;		/* half-days on working days, the rate
					 * of which is out of bounds (M6) */
	int32_t station, counsel;	/* linked */
};
/* Of the published and done duties: by month, payer, station, licence; *n
 * of them, in arena a. */
struct zp_allowance *zp_allowances(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_duty *duty, uint32_t duties,
    struct zp_arena *a, uint32_t *n) ZP_MUST_CHECK;
/* What hinders paying, as a sentence without a full stop; nothing where all
 * is well: "4 个半天没有补贴标准，定了才能发放（N11）". */
void zp_allowance_note(const struct zp_policy *p,
    const struct zp_allowance *x, enum zp_lang lang, struct zp_buf *out);
#endif
