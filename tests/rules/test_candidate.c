/*
 * tests/rules/test_candidate.c - each candidate rule: who is admitted, who
 * is not, and on which day that changes by itself.
 */
#include "support_city.h"

/* A row says what is special about it; the rest is NULL. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define CRIME "matter_code=CR-DEF; "
#define DEATH CRIME "possible_sentence=death; "

struct row {
	enum zp_rule rule;
	bool deny;
	const char *until;	/* when denied; NULL: not by time */
	const char *who;
	const char *cs;		/* facts of the case */
	const char *me;		/* facts of that person */
	const char *link[2];
	const char *leave, *st, *other;	/* leave; state; facts of L2 */
	void (*policy)(struct zp_policy *p);
	enum zp_role role;
};

static void five_years(struct zp_policy *p)
{
	p->death_years = 5;
	p->litigation_years = 5;
}

static void two_years(struct zp_policy *p)
{
	p->death_years = 2;
	p->former_post_years = 0;
}

static void pairs(struct zp_policy *p)
{
	p->pair = true;
}

static void looser(struct zp_policy *p)
{
	p->annual_cap = 100;
	p->former_post_years = 5;
}

static const struct row qualify[] = {
	{ ZP_Q15, true, NULL, "V1" },
	{ ZP_Q15, false, NULL, "L1" },
	{ ZP_Q15, false, NULL, "G1" },
	/* criminal matters: lawyers only, whatever the clause */
	{ ZP_Q2, true, NULL, "G1", CRIME },
	{ ZP_Q2, true, NULL, "V1", CRIME },
	{ ZP_Q2, false, NULL, "S1", CRIME },
	{ ZP_Q2, false, NULL, "G1", "" },
	{ ZP_Q2, false, NULL, "G1", "matter_code=CR-VICTIM" },
	{ ZP_Q2, true, NULL, "G1", CRIME, .role = ZP_JUNIOR },
	{ ZP_Q3, true, NULL, "G1", "matter_code=CR-VICTIM" },
	{ ZP_Q3, false, NULL, "L1", "matter_code=CR-VICTIM" },
	{ ZP_Q3, false, NULL, "G1", CRIME },
	{ ZP_Q4, true, NULL, "G1", "matter_code=CR-COMPULSORY" },
	{ ZP_Q4, false, NULL, "S1", "matter_code=CR-COMPULSORY" },
	{ ZP_Q16, true, NULL, "S1", CRIME, "practice_since=" },
	{ ZP_Q16, true, "2026-03-11", "S1", CRIME,
	    "practice_since=2026-03-11" },
	{ ZP_Q16, false, NULL, "S1", CRIME, "practice_since=2026-03-10" },
	{ ZP_Q16, false, NULL, "S1", "", "practice_since=" },
	{ ZP_Q16, false, NULL, "L1", CRIME, "practice_since=" },
	{ ZP_Q17, true, "2026-03-11", "L1", "", "joined_on=2026-03-11" },
	{ ZP_Q17, false, NULL, "L1", "", "joined_on=2026-03-10" },
	{ ZP_Q18, true, NULL, "L1", "", "status=suspended" },
	{ ZP_Q18, true, NULL, "L1", "", "status=left" },
	{ ZP_Q18, false, NULL, "L1" },
	/* three years to the day, civil years */
	{ ZP_Q6, true, "2026-03-11", "L1", DEATH, "criminal_since=2023-03-11" },
	{ ZP_Q6, false, NULL, "L1", DEATH, "criminal_since=2023-03-10" },
	{ ZP_Q6, true, NULL, "L1", DEATH, "criminal_since=" },
	{ ZP_Q6, true, "2027-03-01", "L1", DEATH, "criminal_since=2024-02-29" },
	{ ZP_Q6, true, NULL, "L1", CRIME "possible_sentence=life",
	    "criminal_since=" },
	{ ZP_Q6, true, NULL, "L1", CRIME "stage=death_review",
	    "criminal_since=" },
	{ ZP_Q6, false, NULL, "L1", CRIME "possible_sentence=fixed",
	    "criminal_since=" },
	{ ZP_Q6, false, NULL, "L1", DEATH, "criminal_since=",
	    .role = ZP_JUNIOR },
	{ ZP_Q6, true, NULL, "L1", DEATH, "criminal_since=",
	    .policy = two_years },	/* no city is below the Law */
	{ ZP_Q7, true, "2026-03-11", "L1", DEATH, "criminal_since=2021-03-11",
	    .policy = five_years },
	{ ZP_Q7, false, NULL, "L1", DEATH, "criminal_since=2021-03-10",
	    .policy = five_years },
	{ ZP_Q7, false, NULL, "L1", DEATH, "criminal_since=" },
	{ ZP_Q8, true, "2026-03-11", "L1", "", "practice_since=2021-03-11",
	    .policy = five_years },
	{ ZP_Q8, false, NULL, "L1", "", "practice_since=2021-03-10",
	    .policy = five_years },
	{ ZP_Q8, true, NULL, "L1", "stage=investigation", "practice_since=",
	    .policy = five_years },
	{ ZP_Q8, false, NULL, "L1", "stage=arbitration", "practice_since=",
	    .policy = five_years },
	{ ZP_Q8, false, NULL, "L1", "stage=non_litigation",
	    "practice_since=", .policy = five_years },
	{ ZP_Q8, false, NULL, "L1", "", "practice_since=" },
	{ ZP_Q8, false, NULL, "L1", "", "practice_since=",
	    .policy = five_years, .role = ZP_JUNIOR },
	{ ZP_Q9, false, NULL, "L1", "",
	    "wants_pairing=t; practice_since=2021-03-11", .policy = pairs,
	    .role = ZP_JUNIOR },
	{ ZP_Q9, true, NULL, "L1", "",
	    "wants_pairing=t; practice_since=2021-03-10", .policy = pairs,
	    .role = ZP_JUNIOR },
	{ ZP_Q9, false, NULL, "L1", "",
	    "wants_pairing=t; practice_since=2026-03-10", .policy = pairs,
	    .role = ZP_JUNIOR },
	{ ZP_Q9, true, NULL, "L1", "", "practice_since=2024-03-11",
	    .policy = pairs, .role = ZP_JUNIOR },
	{ ZP_Q9, true, NULL, "L1", "", "wants_pairing=t; practice_since=",
	    .policy = pairs, .role = ZP_JUNIOR },
	{ ZP_Q9, true, "2026-03-20", "L1", "",
	    "wants_pairing=t; practice_since=2026-03-20", .policy = pairs,
	    .role = ZP_JUNIOR },
	{ ZP_Q9, true, NULL, "L1", "",
	    "wants_pairing=t; practice_since=2024-03-11", .role = ZP_JUNIOR },
	{ ZP_Q9, true, NULL, "L1", "stage=arbitration",
	    "wants_pairing=t; practice_since=2024-03-11", .policy = pairs,
	    .role = ZP_JUNIOR },
	{ ZP_Q9, false, NULL, "L1", "", "practice_since=2010-01-01",
	    .policy = pairs },
	{ ZP_Q11, true, NULL, "L1", CRIME "recipient_groups=women|minor" },
	{ ZP_Q11, true, "2026-03-11", "L1",
	    CRIME "recipient_birth=2008-03-11" },
	{ ZP_Q11, true, NULL, "L1",
	    CRIME "recipient_groups=minor; recipient_birth=2008-03-11" },
	{ ZP_Q11, false, NULL, "L1", CRIME "recipient_birth=2008-03-10" },
	{ ZP_Q11, false, NULL, "L1", CRIME "recipient_groups=minor",
	    "minor_qualified=t" },
	{ ZP_Q11, false, NULL, "L1", "recipient_groups=minor" },
	{ ZP_Q11, false, NULL, "L1", CRIME "recipient_groups=minor",
	    .role = ZP_JUNIOR },
	{ ZP_Q13, false, NULL, "G1" },
	{ ZP_Q13, true, NULL, "G1", "region_code=340802" },
	{ ZP_Q13, false, NULL, "G1", "region_code=340802; stage=arbitration" },
	{ ZP_Q13, false, NULL, "G1", "region_code=340871001" },
	{ ZP_Q13, false, NULL, "G1", "region_code=340801100" },
	{ ZP_Q13, true, NULL, "G1", "", "region_code=340801100" },
	{ ZP_Q13, true, NULL, "G1", "", "region_code=3408" },
	{ ZP_Q13, true, NULL, "G1", "", "region_code=" },
	{ ZP_Q13, true, NULL, "G1", "", "area=340802|340803" },
	{ ZP_Q13, false, NULL, "G1", "region_code=340803",
	    "area=340802|340803" },
	{ ZP_Q13, false, NULL, "L1", "region_code=340802" },
	{ ZP_Q13, true, NULL, "G1", "region_code=" },
	{ ZP_Q13, true, NULL, "G1", "region_code=340800100",
	    "region_code=3408" },
};

#define L2_IN "licence_no=L2; kind=group; other_no=N2; recipient_id=P2; "
#define ME_IN "licence_no=L1; kind=group; other_no=N2; recipient_id=P2; "
#define L1_HELPED "licence_no=L1; kind=helped; other_no=J1; " \
	"recipient_id=P2; criminal=t"
#define ACROSS "kind=opposes; other_no=N2; recipient_id=P2; "

static const struct row conflict[] = {
	/* the same counsel for another of the group, ended or not */
	{ ZP_C1, true, NULL, "L1", CRIME "joint_case=J1",
	    .link = { ME_IN "criminal=t" } },
	{ ZP_C1, true, NULL, "L1", CRIME "joint_case=J1",
	    .link = { ME_IN "criminal=t; end_reason=closed" } },
	{ ZP_C1, false, NULL, "L2", CRIME "joint_case=J1",
	    .link = { ME_IN "criminal=t" } },
	{ ZP_C1, false, NULL, "L1", CRIME "joint_case=J1; recipient_id=P2",
	    .link = { ME_IN "criminal=t" } },
	{ ZP_C1, false, NULL, "L1", CRIME "joint_case=J1",
	    .link = { ME_IN } },		/* theirs is no criminal case */
	{ ZP_C1, false, NULL, "L1", "joint_case=J1",
	    .link = { ME_IN "criminal=t" } },
	{ ZP_C1, false, NULL, "L1", CRIME "joint_case=J1; related_case=N2",
	    .link = { ME_IN "criminal=t" } },	/* C2's */
	{ ZP_C2, true, NULL, "L1", CRIME "joint_case=J1; related_case=N2",
	    .link = { ME_IN "criminal=t" } },
	{ ZP_C2, true, NULL, "L1", CRIME, .link = { ME_IN "criminal=t" } },
	{ ZP_C2, false, NULL, "L1", CRIME "joint_case=J1",
	    .link = { ME_IN "criminal=t" } },
	{ ZP_C2, true, NULL, "L1", CRIME "prior_case=N2",
	    .link = { "licence_no=L1; kind=prior; other_no=N2; "
	    "recipient_id=P2; criminal=t" } },
	{ ZP_C2, false, NULL, "L1", CRIME "prior_case=N2",
	    .link = { "licence_no=L1; kind=prior; other_no=N2; "
	    "recipient_id=P1; criminal=t" } },
	/* colleagues */
	{ ZP_C7, true, NULL, "L1", CRIME "joint_case=J1",
	    .link = { L2_IN "criminal=t" } },
	{ ZP_C7, true, NULL, "L1", CRIME "same_firm_consent=t",
	    .link = { L2_IN "criminal=t" } },
	{ ZP_C7, true, NULL, "L1", CRIME,
	    .link = { L2_IN "criminal=t; consent=t" } },
	{ ZP_C7, false, NULL, "L1", CRIME "same_firm_consent=t",
	    .link = { L2_IN "criminal=t; consent=t" } },
	{ ZP_C7, false, NULL, "L3", CRIME, .link = { L2_IN "criminal=t" } },
	{ ZP_C7, false, NULL, "L1", CRIME "recipient_id=P2",
	    .link = { L2_IN "criminal=t" } },
	{ ZP_C7, false, NULL, "S1", CRIME,	/* staff are no firm */
	    .link = { "licence_no=S2; kind=group; other_no=N2; "
	    "recipient_id=P2; criminal=t" } },
	{ ZP_C7, false, NULL, "L1", CRIME,	/* undecided yet */
	    .link = { "kind=group; other_no=N2; recipient_id=P2; "
	    "criminal=t" } },
	{ ZP_C3, true, NULL, "L1", "opponent_counsel=X9|L1" },
	{ ZP_C3, true, NULL, "L1", "opponent_counsel=A|B|C|D|E|L1" },
	{ ZP_C3, false, NULL, "L2", "opponent_counsel=X9|L1" },
	{ ZP_C3, true, NULL, "L1", .link = { ACROSS "licence_no=L1" } },
	{ ZP_C3, false, NULL, "L1", .link = { ACROSS "licence_no=L2" } },
	{ ZP_C3, true, NULL, "L1", "opponent_ids=P7|L1" },
	{ ZP_C3, true, NULL, "L1", "opponent_ids=P7", "relatives=L9|P7" },
	{ ZP_C3, true, NULL, "L1", "", "relatives=P2",
	    .link = { ACROSS "licence_no=L4" } },
	{ ZP_C3, false, NULL, "L1", "opponent_ids=P7", "relatives=P8" },
	{ ZP_C4, true, NULL, "L1", "opponent_firm=FA" },
	{ ZP_C4, true, NULL, "L1", "opponent_firm=X1|X2|X3|X4|FA" },
	{ ZP_C4, true, NULL, "S1", "opponent_firm=SA" },
	{ ZP_C4, true, NULL, "L1", "opponent_counsel=L2" },
	{ ZP_C4, true, NULL, "G1", "opponent_counsel=G2" },
	{ ZP_C4, true, NULL, "L1", "opponent_counsel=L2; stage=arbitration" },
	{ ZP_C4, false, NULL, "L3", "opponent_counsel=L2" },
	{ ZP_C4, false, NULL, "S1", "opponent_counsel=S2" },
	{ ZP_C4, false, NULL, "L1", "opponent_firm=UNKNOWN" },
	{ ZP_C4, false, NULL, "L1", "opponent_firm=UNKNOWN", "firm_code=" },
	{ ZP_C4, false, NULL, "L1", CRIME "opponent_firm=FA" },	/* C6's */
	{ ZP_C5, true, NULL, "L1", .link = { ACROSS "licence_no=L2" } },
	{ ZP_C5, false, NULL, "L3", .link = { ACROSS "licence_no=L2" } },
	{ ZP_C5, false, NULL, "S1", .link = { ACROSS "licence_no=S2" } },
	{ ZP_C5, false, NULL, "L1",		/* C8's */
	    .link = { ACROSS "licence_no=L2; end_reason=closed" } },
	{ ZP_C6, true, NULL, "L1", CRIME "opponent_firm=FA" },
	{ ZP_C6, true, NULL, "L1", CRIME "opponent_counsel=L2" },
	{ ZP_C6, true, NULL, "L1",		/* two firms in county A */
	    CRIME "opponent_firm=FA; conflict_consent=t" },
	{ ZP_C6, true, NULL, "L4", CRIME "opponent_firm=FC" },
	{ ZP_C6, false, NULL, "L4",		/* the only one, agreed */
	    CRIME "opponent_firm=FC; conflict_consent=t" },
	{ ZP_C6, false, NULL, "L1", "opponent_firm=FA" },
	{ ZP_C8, true, NULL, "L1",
	    .link = { ACROSS "licence_no=L1; end_reason=closed" } },
	{ ZP_C8, true, NULL, "L1",
	    .link = { ACROSS "licence_no=L2; end_reason=declined" } },
	{ ZP_C8, false, NULL, "L3",
	    .link = { ACROSS "licence_no=L2; end_reason=closed" } },
	{ ZP_C8, false, NULL, "L1", .link = { ACROSS "licence_no=L1" } },
	/* the former client, one year */
	{ ZP_C9, true, "2026-03-11", "L1", "opponent_ids=P2",
	    .link = { ME_IN "end_reason=closed; "
	    "ended_at=2025-03-11T23:59:00+08:00" } },
	{ ZP_C9, false, NULL, "L1", "opponent_ids=P2",
	    .link = { ME_IN "end_reason=closed; "
	    "ended_at=2025-03-10T23:59:00+08:00" } },
	{ ZP_C9, true, "2026-09-01", "L1", "opponent_ids=P2",
	    .link = { ME_IN "end_reason=closed; "
	    "ended_at=2025-09-01T10:00:00+08:00",
	    ME_IN "end_reason=closed; ended_at=2025-06-01T10:00:00+08:00" } },
	{ ZP_C9, true, NULL, "L1", "opponent_ids=P2", .link = { ME_IN } },
	{ ZP_C9, true, NULL, "L1", "opponent_ids=P2", .link = { L2_IN } },
	{ ZP_C9, false, NULL, "L1", "opponent_ids=P2",
	    .link = { L2_IN "end_reason=closed; "
	    "ended_at=2026-03-01T10:00:00+08:00" } },
	{ ZP_C9, false, NULL, "L1", "opponent_ids=P2; conflict_consent=t",
	    .link = { ME_IN } },
	{ ZP_C9, false, NULL, "L1", "opponent_ids=P3", .link = { ME_IN } },
	{ ZP_C9, false, NULL, "L3", "opponent_ids=P2", .link = { ME_IN } },
	{ ZP_C9, false, NULL, "L1", "opponent_ids=P2",	/* C3's */
	    .link = { ACROSS "licence_no=L1" } },
	{ ZP_C9, false, NULL, "L1", "opponent_ids=P1",
	    .link = { "kind=self; other_no=N1; recipient_id=P1; "
	    "licence_no=L1" } },
	{ ZP_C9, true, NULL, "L1", "opponent_ids=P2",
	    .other = "relatives=P2" },
	{ ZP_C9, false, NULL, "L3", "opponent_ids=P2",
	    .other = "relatives=P2" },
	{ ZP_C10, true, NULL, "L1", "opponent_counsel=L3", "relatives=L3" },
	{ ZP_C10, true, NULL, "L1", "opponent_counsel=X9", "relatives=X9" },
	{ ZP_C10, true, NULL, "L3", "opponent_counsel=L2",
	    .other = "relatives=L3" },
	{ ZP_C10, true, NULL, "L1", "", "relatives=L4",
	    .link = { ACROSS "licence_no=L4" } },
	{ ZP_C10, false, NULL, "L1", "opponent_counsel=X9", "relatives=L4",
	    .link = { "kind=group; other_no=N2; recipient_id=P2; "
	    "licence_no=L4" } },
	{ ZP_C10, true, NULL, "L1", "opponent_ids=FA" },
	{ ZP_C10, true, NULL, "L1", "opponent_ids=L2" },
	{ ZP_C10, false, NULL, "S1", "opponent_ids=S2|SA" },
	{ ZP_C10, false, NULL, "L3", "opponent_counsel=L2|L4; opponent_ids=FC",
	    "relatives=L5" },
};

static const struct row person[] = {
	{ ZP_C11, true, "2026-03-11", "L1", "",
	    "former_organ=CTB; former_left_on=2024-03-11" },
	{ ZP_C11, false, NULL, "L1", "",
	    "former_organ=CTB; former_left_on=2024-03-10" },
	{ ZP_C11, true, NULL, "L1", "",
	    "former_organ=CTB|CTA; former_left_on=2001-01-01" },
	{ ZP_C11, true, NULL, "L1", "", "former_organ=CTB" },
	{ ZP_C11, false, NULL, "L1", "organ_code=", "former_organ=CTA; "
	    "former_left_on=2001-01-01" },
	{ ZP_C11, true, "2026-03-11", "L1", "",
	    "former_organ=CTB; former_left_on=2024-03-11",
	    .policy = two_years },	/* never below two years */
	{ ZP_C11, true, "2029-03-10", "L1", "",
	    "former_organ=CTB; former_left_on=2024-03-10", .policy = looser },
	{ ZP_C11, false, NULL, "L1", "", "former_left_on=2026-01-01" },
	{ ZP_C12, true, NULL, "L1", "", "relatives_at=CTB|CTA" },
	{ ZP_C12, false, NULL, "L1", "", "relatives_at=CTB" },
	{ ZP_C12, false, NULL, "L1", "organ_code=", "relatives_at=CTA" },
	{ ZP_C13, true, NULL, "L1", "recused=L9|L1" },
	{ ZP_C13, false, NULL, "L2", "recused=L9|L1" },
#define HEARING "hearing_at=2026-03-20T09:00:00+08:00; " \
	"hearing_until=2026-03-20T11:00:00+08:00"
	/* on duty: whoever helped another co-suspect, himself alone */
	{ ZP_C14, true, NULL, "L1", CRIME, .link = { L1_HELPED } },
	{ ZP_C14, true, NULL, "L1", CRIME, .link = { L1_HELPED },
	    .role = ZP_JUNIOR },
	{ ZP_C14, false, NULL, "L2", CRIME, .link = { L1_HELPED } },
	{ ZP_C14, false, NULL, "L1", CRIME, .link = { ME_IN "criminal=t" } },
	{ ZP_C14, false, NULL, "L1", "matter_code=CR-VICTIM",
	    .link = { L1_HELPED } },	/* defends nobody */
	{ ZP_C1, false, NULL, "L1", CRIME, .link = { L1_HELPED } },
	{ ZP_C7, false, NULL, "L2", CRIME, .link = { L1_HELPED } },
	{ ZP_C9, false, NULL, "L2", CRIME "opponent_ids=P2",
	    .link = { L1_HELPED } },	/* no client */
	{ ZP_C17, true, "2026-03-21", "L1", HEARING, .st = "busy="
	    "2026-03-20T10:59:00+08:00/2026-03-20T12:00:00+08:00" },
	{ ZP_C17, false, NULL, "L1", HEARING, .st = "busy="
	    "2026-03-20T11:00:00+08:00/2026-03-20T12:00:00+08:00" },
	{ ZP_C17, false, NULL, "L1", HEARING, .st = "busy="
	    "2026-03-20T08:00:00+08:00/2026-03-20T09:00:00+08:00" },
	{ ZP_C17, true, "2026-03-21", "L1", HEARING,
	    .st = "busy=2026-03-20T08:00:00+08:00/" },
	{ ZP_C17, false, NULL, "L1", HEARING,
	    .st = "busy=2026-03-20T11:00:00+08:00/" },
	{ ZP_C17, true, "2026-03-21", "L1",
	    "hearing_at=2026-03-20T09:00:00+08:00", .st = "busy="
	    "2026-03-20T17:00:00+08:00/2026-03-20T18:00:00+08:00" },
	{ ZP_C17, false, NULL, "L1", "hearing_at=2026-03-09T09:00:00+08:00",
	    .st = "busy=2026-03-09T08:00:00+08:00/" },	/* it is over */
	{ ZP_C17, true, "2026-03-21", "L1",	/* ends before it begins */
	    "hearing_at=2026-03-20T09:00:00+08:00; "
	    "hearing_until=2026-03-20T08:00:00+08:00",
	    .st = "busy=2026-03-20T17:00:00+08:00/" },
	{ ZP_C17, false, NULL, "L1", HEARING, .st = "busy=nonsense" },
	{ ZP_C17, false, NULL, "L1", HEARING, .st = "busy=non/sense" },
	{ ZP_C17, false, NULL, "L1", HEARING },
	{ ZP_C17, false, NULL, "L1", "", .st = "busy="
	    "2026-03-20T10:59:00+08:00/2026-03-20T12:00:00+08:00" },
#define SELF "kind=self; other_no=N1; recipient_id=P1; "
	{ ZP_R1, true, NULL, "L1",
	    .link = { SELF "licence_no=L1; end_reason=declined" } },
	{ ZP_R1, false, NULL, "L2",
	    .link = { SELF "licence_no=L1; end_reason=declined" } },
	{ ZP_R1, false, NULL, "L1",
	    .link = { SELF "licence_no=L1; end_reason=withdrawn" } },
	{ ZP_R2, true, NULL, "L1", "excluded_counsel=L9|L1" },
	{ ZP_R2, true, NULL, "L1",
	    .link = { SELF "licence_no=L1; end_reason=counsel_changed" } },
	{ ZP_R2, false, NULL, "L1",
	    .link = { SELF "licence_no=L1; end_reason=declined" } },
	{ ZP_R2, false, NULL, "L2", "excluded_counsel=L9|L1" },
	{ ZP_N17, true, "2026-03-11", "L1",
	    .leave = "2026-03-10/2026-03-10" },
	{ ZP_N17, false, NULL, "L1", .leave = "2026-03-01/2026-03-09" },
	{ ZP_N17, false, NULL, "L1", .leave = "2026-03-11/2026-03-12" },
	{ ZP_N17, true, "2026-03-16", "L1", .leave = "2026-03-01/2026-03-02 "
	    "2026-03-08/2026-03-11 2026-03-12/2026-03-13 "
	    "2026-03-13/2026-03-15 2026-03-17/2026-03-20" },
	{ ZP_S11, true, "2026-03-11", "L1", "", "pool_from=2026-03-11" },
	{ ZP_S11, false, NULL, "L1", "", "pool_from=2026-03-10" },
	{ ZP_S11, true, NULL, "L1", "", "pool_to=2026-03-09" },
	{ ZP_S11, false, NULL, "L1", "", "pool_to=2026-03-10" },
	{ ZP_S11, true, NULL, "L1", "",
	    "pool_from=2026-05-01; pool_to=2026-04-01" },
	{ ZP_S11, true, "2026-05-01", "L1", "",
	    "pool_from=2026-05-01; pool_to=2026-05-01" },
	{ ZP_T1, true, "2027-01-01", "L1", .st = "undertaken=90" },
	{ ZP_T1, false, NULL, "L1", .st = "undertaken=89" },
	{ ZP_T1, true, "2027-01-01", "L1", "", "annual_cap=40",
	    .st = "undertaken=40" },
	{ ZP_T1, true, "2027-01-01", "L1", "", "annual_cap=99",
	    .st = "undertaken=90" },
	{ ZP_T1, false, NULL, "L1", "", "annual_cap=99",
	    .st = "undertaken=90", .policy = looser },
	{ ZP_T1, true, NULL, "L1", "", "annual_cap=0" },
	{ ZP_X1, true, NULL, "L4" },
	{ ZP_X1, false, NULL, "L1" },
	{ ZP_J2, true, NULL, "L1",
	    .link = { "kind=same; other_no=N0; recipient_id=P1" } },
	{ ZP_J2, true, NULL, "L1", .role = ZP_JUNIOR, .link = {
	    SELF "licence_no=L2", "kind=same; other_no=N0" } },
	{ ZP_J2, false, NULL, "L1",
	    .link = { "kind=prior; other_no=N0; recipient_id=P1" } },
};

static void prepare(struct zt_city *t, const struct row *r)
{
	if (r->policy != NULL)
		r->policy(&t->p);
	if (r->cs != NULL)
		zt_case(t, r->cs);
	if (r->me != NULL)
		zt_counsel(t, r->who, r->me);
	if (r->other != NULL)
		zt_counsel(t, "L2", r->other);
	for (int i = 0; i < 2; i++)
		if (r->link[i] != NULL)
			zt_link(t, r->link[i]);
	if (r->leave != NULL)
		zt_leave(t, r->who, r->leave);
	if (r->st != NULL)
		zt_set(t, ZP_T_COUNSEL_STATE, &t->st[zt_index(t, r->who)],
		    r->st);
}

/* Both sentences name the day the verdict ends, or its eve. */
static void sentences(const struct zp_ctx *x, enum zp_rule rule,
    const struct zp_why *why)
{
	for (int lang = 0; lang < ZP_LANGS; lang++) {
		struct zp_buf b = { 0 };
		char day[2][ZP_DATE_TEXT];

		zp_rule_sentence(rule, x, why, (enum zp_lang)lang, &b);
		assert_true(b.n > 0 && zp_utf8_valid(b.at, b.n) == b.n);
		assert_null(strchr(b.at, '{'));
		zp_date_print(why->until, day[0]);
		zp_date_print(zp_date_add(why->until, -1), day[1]);
		if (zp_date_known(why->until) && rule != ZP_C17)
			assert_true(strstr(b.at, day[0]) != NULL ||
			    strstr(b.at, day[1]) != NULL);
		zp_buf_fini(&b);
	}
}

static void check_row(const struct row *r, size_t n)
{
	struct zt_city *t = zt_city_new();
	struct zp_why why[ZP_CANDIDATE_RULES];
	struct zp_ctx x;
	uint64_t denied;
	bool got;

	prepare(t, r);
	zp_ctx_case(&x, &t->v, &t->p, 0, r->role);
	zp_ctx_person(&x, zt_index(t, r->who));
	denied = zp_rules_deny(&x, why);
	got = (denied & ZP_RULE_BIT(r->rule)) != 0;
	if (got != r->deny)
		fail_msg("%s, row %zu: denied %d", zp_rule_row(r->rule)->id,
		    n, got);
	if (got && why[r->rule].until.day != zt_date(r->until).day)
		fail_msg("%s, row %zu: until %d", zp_rule_row(r->rule)->id, n,
		    why[r->rule].until.day - x.today.day);
	if (got)
		sentences(&x, r->rule, &why[r->rule]);
	zt_city_free(t);
}

static void who_is_qualified(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(qualify); i++)
		check_row(&qualify[i], i);
}

static void who_is_in_conflict(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(conflict); i++)
		check_row(&conflict[i], i);
}

static void who_is_away_or_full(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(person); i++)
		check_row(&person[i], i);
}

/* Every candidate rule has a row that admits and one that excludes. */
static void every_rule_is_tried_both_ways(void **state)
{
	static const struct { const struct row *r; size_t n; } all[] = {
		{ qualify, ZP_COUNT(qualify) },
		{ conflict, ZP_COUNT(conflict) },
		{ person, ZP_COUNT(person) },
	};
	unsigned seen[ZP_CANDIDATE_RULES] = { 0 };

	(void)state;
	for (size_t k = 0; k < ZP_COUNT(all); k++)
		for (size_t i = 0; i < all[k].n; i++)
			seen[all[k].r[i].rule] |= 1U << all[k].r[i].deny;
	for (int r = 0; r < ZP_CANDIDATE_RULES; r++)
		if (seen[r] != 3)
			fail_msg("%s: %u", zp_rule_row((enum zp_rule)r)->id,
			    seen[r]);
}

static void an_ordinary_person_is_admitted(void **state)
{
	struct zt_city *t = zt_city_new();
	struct zp_ctx x;

	(void)state;
	zp_ctx_case(&x, &t->v, &t->p, 0, ZP_LEAD);
	zp_ctx_person(&x, zt_index(t, "L1"));
	assert_int_equal(0, zp_rules_deny(&x, NULL));
	assert_int_equal(-1, zp_rules_first(&x, NULL));
	zt_city_free(t);
}

static void only_what_is_optional_can_be_off(void **state)
{
	struct zt_city *t = zt_city_new();
	struct zp_ctx x;

	(void)state;
	zt_counsel(t, "L1", "status=left; annual_cap=0");
	for (int r = 0; r < ZP_RULES; r++)
		t->p.off[r] = true;
	zp_ctx_case(&x, &t->v, &t->p, 0, ZP_LEAD);
	zp_ctx_person(&x, zt_index(t, "L1"));
	assert_int_equal(ZP_RULE_BIT(ZP_Q18), zp_rules_deny(&x, NULL));
	assert_int_equal(0, zp_rules_cost(&x, NULL));
	zt_city_free(t);
}

static void sentence_is(const struct zp_ctx *x, enum zp_rule r,
    const struct zp_why *why, const char *zh, const char *en)
{
	struct zp_buf b = { 0 };

	zp_rule_sentence(r, x, why, ZP_ZH, &b);
	assert_string_equal(zh, b.at);
	zp_buf_reset(&b);
	zp_rule_sentence(r, x, why, ZP_EN, &b);
	assert_string_equal(en, b.at);
	zp_buf_fini(&b);
}

static void sentences_carry_their_figures(void **state)
{
	struct zt_city *t = zt_city_new();
	struct zp_why why = { zt_date("2026-03-11"), "CTA", 3 };
	struct zp_ctx x;

	(void)state;
	zp_ctx_case(&x, &t->v, &t->p, 0, ZP_LEAD);
	sentence_is(&x, ZP_Q6, &why, "2026-03-11 才满 3 年刑事辩护经历",
	    "has 3 years of criminal defence only from 2026-03-11");
	sentence_is(&x, ZP_C11, &why,
	    "离任甲县人民法院（CTA）未满 3 年，至 2026-03-10 止",
	    "left 甲县人民法院 (CTA) less than 3 years ago; this lasts to "
	    "2026-03-10");
	why.until = ZP_DATE_NONE;
	sentence_is(NULL, ZP_C12, &why, "有近亲属在CTA任职",
	    "has a relative at CTA");
	zt_city_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_qualified),
		cmocka_unit_test(who_is_in_conflict),
		cmocka_unit_test(who_is_away_or_full),
		cmocka_unit_test(every_rule_is_tried_both_ways),
		cmocka_unit_test(an_ordinary_person_is_admitted),
		cmocka_unit_test(only_what_is_optional_can_be_off),
		cmocka_unit_test(sentences_carry_their_figures),
	};
	return cmocka_run_group_tests_name("candidate", tests, NULL, NULL);
}
