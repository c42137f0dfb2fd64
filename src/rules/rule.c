/*
 * src/rules/rule.c - the rulebook: one row per rule, and walking over it.
 */
#include <string.h>
#include "check.h"
#include "source.h"

static const struct zp_rule_row rows[ZP_RULES] = {
#include "qualify.def"
#include "conflict.def"
#include "case.def"
#include "choose.def"
#include "after.def"
#include "duty.def"
};

const struct zp_rule_row *zp_rule_row(enum zp_rule r)
{
	ZP_ASSERT((unsigned)r < ZP_RULES);
	return &rows[r];
}

int zp_rule_find(const char *id)
{
	for (int r = 0; r < ZP_RULES; r++)
		if (strcmp(rows[r].id, id) == 0)
			return r;
	return -1;
}

bool zp_rule_optional(enum zp_rule r)
{
	const struct zp_rule_row *row = zp_rule_row(r);

	return (row->denies != NULL && row->kind == ZP_HARD_OV) ||
	    row->cost != NULL;
}

bool zp_rule_overridable(enum zp_rule r)
{
	const struct zp_rule_row *row = zp_rule_row(r);

	return row->denies != NULL && row->kind != ZP_HARD;
}

uint64_t zp_rules_deny(const struct zp_ctx *x,
    struct zp_why why[ZP_CANDIDATE_RULES])
{
	uint64_t denied = 0;
	struct zp_why scratch;

	for (uint64_t left = x->live; left != 0; left &= left - 1) {
		int r = __builtin_ctzll(left);

		if (rows[r].denies(x, why != NULL ? &why[r] : &scratch))
			denied |= ZP_RULE_BIT(r);
	}
	return denied;
}

int zp_rules_first(const struct zp_ctx *x, struct zp_why *why)
{
	struct zp_why scratch;

	if (why == NULL)
		why = &scratch;
	for (uint64_t left = x->live; left != 0; left &= left - 1) {
		int r = __builtin_ctzll(left);

		if (rows[r].denies(x, why))
			return r;
	}
	return -1;
}

int64_t zp_rules_cost(const struct zp_ctx *x, int64_t term[ZP_TERMS])
{
	int64_t total = 0;

	if (term != NULL)
		memset(term, 0, ZP_TERMS * sizeof(term[0]));
	for (uint32_t left = x->terms; left != 0; left &= left - 1) {
		int t = __builtin_ctz(left);
		int64_t cost = rows[ZP_S9 + t].cost(x);

		if (term != NULL)
			term[t] = cost;
		total += cost;
	}
	return total;
}
