/*
 * include/zhipaid/case.h - a case, its events, its assignments.
 * Layer: model.  Pure, plain data; columns in table.h.
 */
#ifndef ZHIPAID_CASE_H
#define ZHIPAID_CASE_H
#include <stdbool.h>
#include <stdint.h>
#include "zhipaid/table.h"
#include "zhipaid/time.h"

enum zp_tag { ZP_TAG_COURT_NOTIFIED = 1, ZP_TAG_GANG = 2,
	ZP_TAG_GANG_ORGANISED = 4, ZP_TAG_MASS = 8, ZP_TAG_PETITION = 16,
	ZP_TAG_DEMOLITION = 32, ZP_TAG_MEDICAL = 64, ZP_TAG_SEXUAL = 128 };
enum zp_source { ZP_APPLICATION, ZP_MANDATORY_NOTICE, ZP_DISCRETIONARY };
enum zp_stage { ZP_STAGE_UNKNOWN, ZP_INVESTIGATION, ZP_PROSECUTION,
	ZP_FIRST_INSTANCE, ZP_SECOND_INSTANCE, ZP_DEATH_REVIEW, ZP_RETRIAL,
	ZP_ARBITRATION, ZP_NON_LITIGATION };
enum zp_difficulty { ZP_ORDINARY, ZP_COMPLEX, ZP_MAJOR };
enum zp_sentence { ZP_SENTENCE_NONE, ZP_SENTENCE_FIXED, ZP_SENTENCE_LIFE,
	ZP_SENTENCE_DEATH };
enum zp_procedure { ZP_ORDINARY_PROCEDURE, ZP_SUMMARY, ZP_FAST_TRACK };
enum zp_urgent_reason { ZP_URGENT_NONE, ZP_URGENT_LIMIT,
	ZP_URGENT_PRESERVATION, ZP_URGENT_ADVANCE };	/* LAA 44 */

struct zp_case {
	const char *case_no;
	struct zp_wall approved_at;
	const char *received_centre, *organ_code, *region_code, *matter_code;
	uint32_t tags;
	enum zp_source source;
	enum zp_stage stage;
	const char *joint_case, *related_case, *prior_case, *opposes_case;
	bool urgent;
	enum zp_difficulty difficulty;
	enum zp_sentence possible_sentence;
	const char *recipient_id, *recipient_name;
	enum { ZP_R_UNKNOWN, ZP_R_FEMALE, ZP_R_MALE } recipient_gender;
	struct zp_date recipient_birth;
	struct zp_list recipient_groups;
	const char *language;
	struct zp_list opponent_counsel, opponent_firm;
	struct zp_list wished_counsel, excluded_counsel;
	bool same_firm_consent;
	/* ours, may be missing from a file */
	struct zp_list opponent_ids;	/* persons on the other side (C3) */
	struct zp_list recused;		/* licence numbers (C13) */
	bool conflict_consent;		/* written consent on file (C6, C9) */
	struct zp_wall hearing_at, hearing_until;	/* C17, R9 */
	struct zp_wall notified_at;	/* organ's notice received (D3) */
	struct zp_date adjourned_on;	/* new defender wanted (D14) */
	enum zp_procedure procedure;	/* D15 */
	enum zp_urgent_reason urgent_reason;
	const char *designated_centre;	/* J7: by the common superior */
	int32_t counsel_changes;	/* R3: in this procedure; -1 = 0 */
};

enum zp_event_kind { ZP_EV_CLOSED, ZP_EV_TERMINATED, ZP_EV_DECLINED,
	ZP_EV_CHANGED };
struct zp_event {
	struct zp_wall at;
	const char *case_no;
	enum zp_event_kind event;
	const char *licence_no, *reason;
};

enum zp_role { ZP_LEAD, ZP_JUNIOR };
enum zp_end { ZP_END_NONE, ZP_END_CLOSED, ZP_END_TERMINATED, ZP_END_DECLINED,
	ZP_END_CHANGED, ZP_END_WITHDRAWN };
enum zp_mode { ZP_AUTO, ZP_MANUAL, ZP_REBALANCE };
struct zp_assignment {		/* a row of assignments.csv */
	const char *case_no;
	enum zp_role role;
	const char *licence_no, *handling_centre;
	struct zp_wall decided_at, ended_at;
	enum zp_end end_reason;
	enum zp_mode mode;
	const char *rule_set;
	int64_t score;
	/* ours, fixed by the rules in force at the decision (ledger.h) */
	int32_t weight;		/* T8: 1/1000 case; -1: as of the role */
	int32_t decline_load;	/* R1: percent of it kept when declined */
	bool with_cause;	/* R1: declined with good cause */
};
/* An entry of the ledger.  CARRY and the cases are computed, the others are
 * kept on record (zp.ledger). */
enum zp_entry_kind { ZP_ENTRY_CARRY, ZP_ENTRY_LEAD, ZP_ENTRY_JUNIOR,
	ZP_ENTRY_DECLINED, ZP_ENTRY_DUTY, ZP_ENTRY_MAKE_GOOD,
	ZP_ENTRY_CORRECTION };
struct zp_entry {
	const char *licence_no;
	struct zp_wall at;
	enum zp_entry_kind kind;
	int64_t points;		/* 1/1000 case: a debit +, a credit - */
	const char *case_no, *by, *reason;
};
struct zp_pending {		/* a row of pending.csv */
	const char *case_no, *handling_centre;
	struct zp_wall since;
	const char *rule, *text;
};

/* The known hearing of a case as a person's state lists it (C17):
 * "from/until", until "" when its end is not known. */
#define ZP_HEARING_TEXT (2 * ZP_WALL_TEXT)
const char *zp_hearing_print(const struct zp_case *c,
    char out[ZP_HEARING_TEXT]);
/* Litigation, as Chifeng counts it (Q8): investigation,
 * prosecution, every instance, death review, retrial. */
bool zp_stage_litigation(enum zp_stage s);
/* T1: does an assignment that ended so count for the year? */
bool zp_end_counts(enum zp_end e);
#endif
