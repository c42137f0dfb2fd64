/*
 * include/zhipaid/duty_rule.h - who may be on duty, where and when.
 * Layer: rules.  Pure.
 *
 * N4, N7, N8, N16, N17, Q5, Q18, Q20, C17, X6, in the order of zp_duty_bar:
 * what bars a person for ever first.  Limits between the duties of one
 * person (a day, a week, rest, travel) are the solver's (rota.h).
 */
#ifndef ZHIPAID_DUTY_RULE_H
#define ZHIPAID_DUTY_RULE_H
#include "zhipaid/duty.h"
#include "zhipaid/rule.h"

/* What is asked: may that person serve that shift there? */
struct zp_duty_ask {
	const struct zp_registry *reg;
	const struct zp_policy *p;
	const struct zp_duty_loan *loan; uint32_t loans;
	int32_t station, counsel;
	struct zp_date date;
	enum zp_shift shift;
	const struct zp_list *busy;	/* his hearings, as in a view; NULL */
	const bool *off;		/* by zp_rule: set aside by a named
					 * person, unless HARD; NULL: none */
};
/* The first zp_rule that excludes, *why (may be NULL) filled for
 * zp_rule_sentence(); or -1. */
int zp_duty_bar(const struct zp_duty_ask *q, struct zp_why *why);
/* Q5: those who may be on duty at all. */
bool zp_duty_lawyer(const struct zp_counsel *c);
/* N8: the first day on which his training is too old; NONE: none. */
struct zp_date zp_duty_lapses(const struct zp_policy *p,
    const struct zp_counsel *c);
/* The centre whose people serve a station; -1: none. */
int32_t zp_duty_centre(const struct zp_registry *reg, int32_t station);
/* Do the two shifts of one day overlap? */
bool zp_shift_overlap(enum zp_shift a, enum zp_shift b);
#endif
