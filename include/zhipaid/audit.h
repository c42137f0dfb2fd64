/*
 * include/zhipaid/audit.h - was the work spread fairly?
 * Layer: engine.  Pure.
 *
 * Expected: at each decision every person whom the rules admitted then has
 * a chance by his capacity (ledger.h: the cap of his year; who was away was
 * not admitted); his expectation is the sum of his chances.  Where nothing
 * was stored of those admitted, the whole pool stands for them.
 *
 * Test: how many cases would have to change hands to make everybody's count
 * what was expected (half the sum of absolute differences), against as many
 * years drawn by chance alone: each case to one of those admitted, by
 * capacity, independent of the others (which neglects that co-accused never
 * share counsel).  The result is the rank of the real year among them:
 * Barnard's Monte Carlo test, with the real year counted in, so that it is
 * never 0 (Phipson & Smyth 2010, doi:10.2202/1544-6115.1585).  Seeded, and
 * in integers: the same input gives the same result everywhere.
 *
 * Two things move counts from there and are no favour.  Balancing moves them
 * towards the target shares of ledger.h: how near they are is ranked, too.
 * And specialty comes first (Q23): a second draw takes only those who fit as
 * the lead does, with the specialty or without; within one kind of case it
 * is the only one.
 *
 * Gini and Herfindahl-Hirschman are of counts over capacity and of shares.
 */
#ifndef ZHIPAID_AUDIT_H
#define ZHIPAID_AUDIT_H
#include "zhipaid/rule.h"

/* A lead assigned in the period. */
struct zp_audit_case {
	int32_t centre, lead;		/* indices of the registry */
	const char *kind;		/* specialty of the matter; "" */
	const int32_t *who; uint32_t n;	/* whom the rules admitted */
};
/* Who got nothing: how often a rule was the first to exclude him, or a term
 * of the score cost him something where he was admitted. */
struct zp_audit_excluded { int32_t centre, counsel; int rule; int32_t n; };
/* What one clerk did by hand. */
struct zp_audit_hand {
	int32_t centre;
	const char *by;
	int32_t cases, overrides;	/* overrides: rules were overridden */
	const char *rules;		/* "R1|T1" */
};
struct zp_audit_decline { int32_t centre, counsel, with, without; };
/* Cases of a person as the junior of a pair: told, not tested. */
struct zp_audit_junior { int32_t centre, counsel, n; };
struct zp_audit_input {
	const struct zp_registry *reg;
	const struct zp_policy *p;
	struct zp_date from, to;	/* both days included */
	const struct zp_audit_case *cs; uint32_t cases;
	const struct zp_audit_excluded *out; uint32_t outs;
	const struct zp_audit_hand *hand; uint32_t hands;
	const struct zp_audit_decline *decline; uint32_t declines;
	const struct zp_audit_junior *junior; uint32_t juniors;
};

/* So many of 1000 years (or of `trials` + 1) by chance alone, the real one
 * counted in, differ as much; so many as little. */
struct zp_audit_rank { int32_t more, less; };
struct zp_audit_person {
	int32_t counsel;
	bool counts;			/* belongs to the pool (ledger.h) */
	int32_t got, chances;		/* cases; times admitted */
	int32_t juniors;		/* cases as a junior */
	int32_t expected, alike, target;	/* 1/1000 case: of his chances;
					 * of those among who fit alike; by
					 * capacity and days there alone */
	struct zp_audit_rank rank, fit;	/* of his count: as many, as few; in
					 * the first draw, the second */
};
struct zp_audit_kind {
	const char *kind;
	int32_t cases;
	int32_t top, got, expected;	/* who has most beyond expectation
					 * among those who fit alike */
	struct zp_audit_rank rank;	/* of the spread of this kind */
};
struct zp_audit_centre {
	int32_t centre, cases;
	struct zp_audit_person *at; uint32_t n;	/* by counsel */
	struct zp_audit_kind *kind; uint32_t kinds;	/* by name */
	int32_t apart;			/* 1/1000 case to change hands */
	struct zp_audit_rank rank, fit;
	int32_t off_target;		/* the same, for the targets */
	struct zp_audit_rank near;
	int32_t gini;			/* 1/1000 */
	int32_t top;			/* position in at; -1 */
	int32_t hhi, hhi_expected;	/* 0..10000 */
};
struct zp_audit {
	struct zp_audit_input in;	/* borrowed */
	int32_t trials;
	struct zp_audit_centre *at; uint32_t n;
};

/* All centres with cases; in a. */
struct zp_audit *zp_audit(const struct zp_audit_input *in,
    struct zp_arena *a) ZP_MUST_CHECK;
void zp_audit_text(const struct zp_audit *au, enum zp_lang lang,
    struct zp_buf *out);
void zp_audit_json(const struct zp_audit *au, struct zp_buf *out);
#endif
