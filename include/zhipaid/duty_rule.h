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

/* X6: the city lends a person to a centre's stations, both days included. */
struct zp_duty_loan {
	const char *licence_no, *centre_code;
	struct zp_date from, to;
	const char *by, *reason;
	int32_t counsel, centre;	/* linked; -1 */
};
/* What is asked: may that person serve that shift there? */
struct zp_duty_ask {
	const struct zp_registry *reg;
	const struct zp_policy *p;
	const struct zp_duty_loan *loan; uint32_t loans;
	int32_t station, counsel;
	struct zp_date date;
	enum zp_shift shift;
	const struct zp_list *busy;	/* his hearings, as in a view; NULL */
};
/* The first zp_rule that excludes, or -1. */
int zp_duty_bar(const struct zp_duty_ask *q);
/* Q5: those who may be on duty at all. */
bool zp_duty_lawyer(const struct zp_counsel *c);
/* The centre whose people serve a station; -1: none. */
int32_t zp_duty_centre(const struct zp_registry *reg, int32_t station);
/* Do the two shifts of one day overlap? */
bool zp_shift_overlap(enum zp_shift a, enum zp_shift b);
#endif
