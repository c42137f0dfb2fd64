/*
 * include/zhipaid/rule.h - the rulebook as a table.
 * Layer: rules.  Pure.
 *
 * One row per rule: id, kind, source with date, what it does here, a
 * sentence in both languages, and its check or its term of the score.
 * HARD rows cannot be switched off.  The rows stand by family in
 * src/rules/{qualify,conflict,case,choose,after}.def, the checks and terms
 * in {qualify,conflict,past,load,score}.c beside them.
 */
#ifndef ZHIPAID_RULE_H
#define ZHIPAID_RULE_H
#include "zhipaid/policy.h"
#include "zhipaid/view.h"

enum zp_rule_kind { ZP_HARD, ZP_HARD_OV, ZP_PREF, ZP_DEADLINE, ZP_REPORT,
	ZP_DATA };
/* What a row does in the program. */
enum zp_rule_role {
	ZP_ROLE_CANDIDATE,	/* admits or excludes a person for a case */
	ZP_ROLE_TEAM,		/* between cases of one batch (engine) */
	ZP_ROLE_TERM,		/* a term of the score */
	ZP_ROLE_ROUTE,		/* which centre (jurisdiction.h) */
	ZP_ROLE_CLOCK,		/* a deadline (deadline.h) */
	ZP_ROLE_DUTY,		/* admits or excludes a person for a duty */
	ZP_ROLE_RECORD,		/* kept, shown, counted */
};

/* In the order in which the first excluding rule is named: what bars a
 * person for ever first, what passes with time or by a decision last.
 * Candidate rules come first and number at most 64, so that a verdict is a
 * bit mask.  TEAM rules C1, C2, C5, C7 are candidate rules against decided
 * cases and constraints inside a batch. */
enum zp_rule {
	/* candidate */
	ZP_Q15, ZP_Q2, ZP_Q3, ZP_Q4, ZP_Q16, ZP_Q17, ZP_Q18,
	ZP_Q6, ZP_Q7, ZP_Q8, ZP_Q9, ZP_Q11, ZP_Q13,
	ZP_C1, ZP_C2, ZP_C3, ZP_C4, ZP_C5, ZP_C6, ZP_C7, ZP_C8, ZP_C9,
	ZP_C10, ZP_C11, ZP_C12, ZP_C13, ZP_C14, ZP_C17,
	ZP_R1, ZP_R2, ZP_N17, ZP_S11, ZP_T1, ZP_X1, ZP_J2,
	ZP_CANDIDATE_RULES,
	/* about the case */
	ZP_J1 = ZP_CANDIDATE_RULES, ZP_J3, ZP_J4, ZP_J5, ZP_J6, ZP_J7, ZP_J8,
	ZP_J9, ZP_J12, ZP_J13, ZP_J16, ZP_D18, ZP_X2, ZP_X3, ZP_S4, ZP_Q10,
	ZP_Q19, ZP_Q1, ZP_Q5, ZP_Q20, ZP_R3, ZP_T8, ZP_S10,
	/* terms of the score */
	ZP_S9, ZP_S1, ZP_S2, ZP_S3, ZP_S5, ZP_S6, ZP_S7, ZP_S8, ZP_S12, ZP_T9,
	ZP_T6, ZP_Q12, ZP_Q14, ZP_Q21, ZP_Q22, ZP_Q23,
	/* clocks */
	ZP_D2, ZP_D3, ZP_D5, ZP_D14, ZP_D15, ZP_D16, ZP_D17,
	/* after the decision, calendar */
	ZP_R4, ZP_R5, ZP_R6, ZP_R7, ZP_R8, ZP_R9, ZP_T3, ZP_T4,
	ZP_H1, ZP_H2, ZP_H3, ZP_H4,
	/* duty rosters, legal help of duty lawyers */
	ZP_N1, ZP_N4, ZP_N5, ZP_N7, ZP_N8, ZP_N11, ZP_N12, ZP_N13, ZP_N15,
	ZP_N16, ZP_M6, ZP_X6,
	ZP_N2, ZP_N3, ZP_N9, ZP_N18, ZP_N20, ZP_D10, ZP_D11, ZP_D20,
	/* reports and money */
	ZP_T2, ZP_T5, ZP_M1, ZP_M2, ZP_M3, ZP_M7, ZP_P5, ZP_P7,
	ZP_RULES
};
_Static_assert(ZP_CANDIDATE_RULES <= 64, "a verdict is a bit mask");
_Static_assert(ZP_RULES <= ZP_POLICY_RULES, "policy has room");

#define ZP_RULE_BIT(r) (UINT64_C(1) << (r))
#define ZP_CTX_NEAR 4

/* One person looked at for one case.  What a check needs of the case is
 * resolved once, by zp_ctx_case(); what it needs of the person, by
 * zp_ctx_person(). */
struct zp_ctx {
	const struct zp_view *v;
	const struct zp_policy *p;
	const struct zp_view_case *vc;
	const struct zp_matter *matter;		/* NULL: unknown */
	const struct zp_organ *organ;		/* NULL: none */
	const struct zp_counsel *c;
	const struct zp_counsel_state *st;
	int32_t counsel;			/* index of c */
	enum zp_role role;
	bool criminal, litigation;		/* of the case */
	struct zp_date today, new_year;
	/* of the case */
	uint64_t live;		/* candidate rules that can matter here */
	uint32_t terms;		/* terms that can cost here, by bit */
	int law;		/* criminal: ZP_Q2, ZP_Q3 or ZP_Q4; else -1 */
	bool grave;		/* criminal; life, death, death review (Q6) */
	bool minor;		/* marked so, or under 18 today */
	unsigned links;		/* bit 1 << zp_link_kind: there are such */
	uint64_t near;		/* firms that act in linked cases, one of 64
				 * bits each: most people meet nobody there */
	int32_t place[ZP_CTX_NEAR];	/* Q13: regions that count as here */
	int32_t seat, organ_seat;	/* S2, S3: their county; -1 */
	/* other side: counsel and firms of the lists; -1 unknown.  Only the
	 * first NEAR of each, the rest is looked up when asked for. */
	int32_t foe[ZP_CTX_NEAR], foe_firm[ZP_CTX_NEAR];
	/* of the person */
	int32_t home;		/* S2, S3: county of the seat; -1 */
};
/* Why not, in figures: when it ends by itself, and what it is about. */
struct zp_why {
	struct zp_date until;	/* first day on which the verdict may change
				 * by time alone; NONE: not by time */
	const char *about;	/* borrowed: a code (case, firm, organ) or "" */
	int32_t number;		/* years, cases: as the sentence says; or 0 */
};

struct zp_rule_row {
	const char *id;			/* "Q6" */
	enum zp_rule_kind kind;
	enum zp_rule_role role;
	const char *source;		/* article and date */
	const char *name[ZP_LANGS];	/* short: "三年刑辩经历" */
	const char *text[ZP_LANGS];	/* the sentence, no full stop */
	/* CANDIDATE, TEAM: why not, when it ends by itself [0] and when it
	 * does not [1]; {u} until, {d} the day before, {a} about, {o} the
	 * organ, {f} the firm, {n} number.  NULL: the sentence serves. */
	const char *why[2][ZP_LANGS];
	/* Can it matter for this case, role and policy?  NULL: always.
	 * denies and cost may rely on it. */
	bool (*concerns)(const struct zp_ctx *x);
	/* CANDIDATE, TEAM: true = excluded, *why filled. */
	bool (*denies)(const struct zp_ctx *x, struct zp_why *why);
	/* TERM: milli-points >= 0 this person pays; NULL: the engine's. */
	int64_t (*cost)(const struct zp_ctx *x);
};
const struct zp_rule_row *zp_rule_row(enum zp_rule r);
/* The rule called id, or -1. */
int zp_rule_find(const char *id);
/* May configuration switch it off?  Checks of kind HARD_OV and terms; what
 * is HARD never.  Other rows are steered by their own keys, if any. */
bool zp_rule_optional(enum zp_rule r);
/* May a named person override it for one case, with a reason?  Every check
 * that is not HARD: those of kind HARD_OV, and R1, R2, S11. */
bool zp_rule_overridable(enum zp_rule r);

/* Fill x for case i of the view and a role; the person is set by
 * zp_ctx_person().  Pointers are borrowed from the view. */
void zp_ctx_case(struct zp_ctx *x, const struct zp_view *v,
    const struct zp_policy *p, uint32_t i, enum zp_role role);
void zp_ctx_person(struct zp_ctx *x, int32_t counsel);
/* A person was written into a link of the case since zp_ctx_case(). */
void zp_ctx_near(struct zp_ctx *x, int32_t counsel);

/* All candidate rules (switched-off ones left out): the mask of those that
 * exclude.  why[r] (may be NULL) is filled for each bit set. */
uint64_t zp_rules_deny(const struct zp_ctx *x,
    struct zp_why why[ZP_CANDIDATE_RULES]);
/* Same, but stops at the first: its index, or -1 when admitted. */
int zp_rules_first(const struct zp_ctx *x, struct zp_why *why);
/* Terms of the score without S9 (load, the engine's): total; term[] (may
 * be NULL) is indexed by zp_rule minus ZP_S9. */
#define ZP_TERMS (ZP_Q23 - ZP_S9 + 1)
int64_t zp_rules_cost(const struct zp_ctx *x, int64_t term[ZP_TERMS]);
/* T6: is the share of r (ZP_T3 litigation, ZP_T4 firm lawyers) among the
 * cases the centre closed this year below its line?  Not while nothing is
 * closed, and never where steering is off. */
bool zp_rules_steer(const struct zp_view *v, const struct zp_policy *p,
    enum zp_rule r, int32_t centre);
/* The sentence "why not" of one verdict, with its figures, in a language:
 * "2026-03-09 才满 3 年刑事辩护经历"; appended without a full stop.  x serves
 * to name organs and firms and may be NULL: then their codes stand. */
void zp_rule_sentence(enum zp_rule r, const struct zp_ctx *x,
    const struct zp_why *why, enum zp_lang lang, struct zp_buf *out);
#endif
