/*
 * include/zhipaid/help.h - the legal help of duty lawyers, and its clocks.
 * Layer: model, the clocks rules.  Pure, plain data; columns in table.h
 * (help.csv).
 *
 * LAA 14, 30: who has no defender is helped by the lawyer on duty.  Each help
 * stands in a log; a request is a person who waits for it.
 */
#ifndef ZHIPAID_HELP_H
#define ZHIPAID_HELP_H
#include "zhipaid/policy.h"

enum zp_service {		/* N3: LAA 30; CPL 173, 174 */
	ZP_SERVICE_CONSULTATION = 1, ZP_SERVICE_PROCEDURE = 2,
	ZP_SERVICE_MEASURE = 4, ZP_SERVICE_OPINION = 8,
	ZP_SERVICE_FORWARDED = 16, ZP_SERVICE_SIGNING = 32,
};
struct zp_help {		/* a row of help.csv */
	struct zp_wall at;
	const char *station_code, *licence_no;
	const char *person_id;		/* a recipient_id of cases */
	const char *joint_case;		/* "": the person's own say it */
	uint32_t services;		/* zp_service bits */
	/* D10: the lawyer got an application; the institution has it */
	struct zp_wall received_at, forwarded_at;
};

enum zp_request_kind { ZP_ORGAN_NOTICE, ZP_DETAINEE, ZP_PASS_ON };
struct zp_request {		/* somebody wants a duty lawyer */
	enum zp_request_kind kind;
	struct zp_wall at;		/* it was made, or the notice came */
	struct zp_date wanted_on;	/* the day asked for; NONE */
	bool fast_track;		/* D15: urgent, free of D20's days */
};
struct zp_request_clock {
	int rule;			/* zp_rule: D10, D11 or D20 */
	struct zp_wall due;		/* last second of it */
	struct zp_date notice_by;	/* D20: the organ's notice was to be
					 * here by then; NONE: no such day */
};
/* Until when a duty lawyer meets the person: a detainee within 24 hours
 * (D11, MPS 49(2)), an organ's notice on the day asked for or, where none is,
 * within the policy's working days (D20), on the fast track within 24 hours;
 * an application is passed on within 24 hours (D10, LAA 39(2)).  O(1). */
struct zp_request_clock zp_request_clock_of(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_request *r);
#endif
