/*
 * include/zhipaid/rulebook.h - the rules as a table for people.
 * Layer: rules.  Pure.
 *
 * One line per rule, with what a policy made of it.
 */
#ifndef ZHIPAID_RULEBOOK_H
#define ZHIPAID_RULEBOOK_H
#include "zhipaid/rule.h"

enum zp_rulebook_col {
	ZP_RB_ID,	/* "Q6" */
	ZP_RB_KIND,	/* "HARD": the same in both languages */
	ZP_RB_ROLE,	/* what it does: "candidate", "clock" ... */
	ZP_RB_STATE,	/* fixed, on, off */
	ZP_RB_NAME, ZP_RB_VALUE, /* "annual_cap=90 warn_at=80" */
	ZP_RB_SOURCE, ZP_RB_TEXT,
	ZP_RB_COLS
};
enum zp_rule_state {
	ZP_RULE_FIXED,	/* cannot be switched off */
	ZP_RULE_ON, ZP_RULE_OFF,
};
/* What the policy made of it: switched off by name, or by a parameter (no
 * years asked for, weight 0, no pairs ...). */
enum zp_rule_state zp_rulebook_state(enum zp_rule r,
    const struct zp_policy *p);
/* Name of a column, for programs: "id", "kind" ...; for people. */
const char *zp_rulebook_column(enum zp_rulebook_col c);
const char *zp_rulebook_heading(enum zp_rulebook_col c, enum zp_lang lang);
/* Append one cell.  ROLE and STATE for people in `lang`. */
void zp_rulebook_cell(enum zp_rule r, const struct zp_policy *p,
    enum zp_rulebook_col c, enum zp_lang lang, struct zp_buf *out);
/* "HARD-OV" as in the rulebook. */
const char *zp_rule_kind_name(enum zp_rule_kind k);
#endif
