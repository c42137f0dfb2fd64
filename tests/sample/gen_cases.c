/*
 * tests/sample/gen_cases.c - a year of cases in the invented city.
 *
 * A story is what brings cases in: one accused, a gang, a labour dispute,
 * two sides of a quarrel.  Stories follow each other through the year.
 */
#include <string.h>
#include "gen.h"

enum { MINUTE = 60000000 };

/* A story: where it happens and when the next case of it is approved. */
struct story {
	const struct county *at;
	struct zp_wall when;
};

static struct zp_wall later(struct zp_wall w, uint32_t minutes)
{
	return (struct zp_wall){ w.us + (int64_t)minutes * MINUTE };
}

static const struct county *some_county(struct gen *g)
{
	const struct county *at = g->county;
	uint32_t all = 0, k;

	for (uint32_t i = 0; i < g->counties; i++)
		all += at[i].weight;
	for (k = gen_below(g, all); k >= at->weight; at++)
		k -= at->weight;
	return at;
}

static const char *some_counsel(struct gen *g, const char *region_code)
{
	const struct zp_counsel *c = g->table[ZP_T_COUNSEL].at;
	uint32_t n = g->table[ZP_T_COUNSEL].n, i = gen_below(g, n);

	while (strcmp(c[i].region_code, region_code) != 0)
		i = (i + 1) % n;
	return c[i].licence_no;
}

static void recipient(struct gen *g, struct zp_case *c)
{
	static const char *const group[] = { "migrant_worker", "women",
		"elderly", "disabled", "military", "veteran" };
	uint32_t kind = gen_below(g, 10);
	int born = 1960 + (int)gen_below(g, 46);

	c->recipient_gender = gen_once_in(g, 2) ? ZP_R_FEMALE : ZP_R_MALE;
	c->recipient_id = gen_text(g, "P%07u", ++g->persons);
	c->recipient_name = gen_person(g, c->recipient_gender == ZP_R_FEMALE);
	c->language = "zh";
	if (kind < ZP_COUNT(group) && (kind != 1 ||
	    c->recipient_gender == ZP_R_FEMALE))
		gen_list_add(g, &c->recipient_groups, group[kind]);
	if (kind == 2)
		born = 1938 + (int)gen_below(g, 24);
	if (kind == 3 && gen_once_in(g, 3))
		c->language = "sgn";			/* Q21 */
	if (kind == 9) {				/* Q11 */
		born = 2010 + (int)gen_below(g, 5);
		gen_list_add(g, &c->recipient_groups, "minor");
	}
	c->recipient_birth = gen_date(g, zp_date_of(born, 1, 1), 365);
}

/* Wishes, exclusions, the other side: what any case may carry. */
static void wishes(struct gen *g, struct zp_case *c, const char *at)
{
	if (gen_once_in(g, 18))				/* S8 */
		for (uint32_t n = 1 + gen_below(g, 3); n > 0; n--)
			gen_list_add(g, &c->wished_counsel,
			    some_counsel(g, at));
	if (gen_once_in(g, 60))				/* R2 */
		gen_list_add(g, &c->excluded_counsel, some_counsel(g, at));
	if (gen_once_in(g, 70))				/* C13 */
		gen_list_add(g, &c->recused, some_counsel(g, at));
	if (gen_once_in(g, 80)) {			/* J9 */
		c->urgent = true;
		c->urgent_reason = (enum zp_urgent_reason)
		    (1 + gen_below(g, 3));
	}
	c->difficulty = gen_once_in(g, 20) ? ZP_MAJOR : gen_once_in(g, 8) ?
	    ZP_COMPLEX : ZP_ORDINARY;
}

static struct zp_case *new_case(struct gen *g, struct story *s)
{
	struct zp_case *c = gen_row(g, ZP_T_CASES);

	c->case_no = gen_text(g, "2026-%s-%06u", s->at->code,
	    g->table[ZP_T_CASES].n);
	c->approved_at = s->when;
	s->when = later(s->when, 3 + gen_below(g, 20));
	c->region_code = s->at == &g->county[0] && gen_once_in(g, 7) ? ZONE :
	    s->at == &g->county[1] && gen_once_in(g, 9) ? TOWNSHIP :
	    s->at->code;
	c->received_centre = gen_text(g, "C%s", gen_once_in(g, 12) ?
	    some_county(g)->code : s->at->code);	/* J6 */
	recipient(g, c);
	wishes(g, c, s->at->code);
	return c;
}

static void hearing(struct gen *g, struct zp_case *c)
{
	uint32_t minute;

	if (!gen_once_in(g, 8))				/* C17 */
		return;
	minute = 540 + 30 * gen_below(g, 12);
	c->hearing_at = later(zp_date_start(zp_date_add(
	    zp_wall_date(c->approved_at), 20 + (int32_t)gen_below(g, 30))),
	    minute);
	c->hearing_until = later(c->hearing_at, 180);
}

static void notice(struct gen *g, struct zp_case *c)
{
	bool minor = c->recipient_groups.n > 0 &&
	    strcmp(c->recipient_groups.at[0], "minor") == 0;

	c->source = minor || c->possible_sentence >= ZP_SENTENCE_LIFE ?
	    ZP_MANDATORY_NOTICE : (enum zp_source)gen_below(g, 3);
	if (c->source == ZP_APPLICATION)
		return;
	c->notified_at = (struct zp_wall){ c->approved_at.us -
	    (int64_t)gen_below(g, 1400) * MINUTE };	/* D3 */
	if (strncmp(c->organ_code, "COURT", 5) == 0)
		c->tags |= ZP_TAG_COURT_NOTIFIED;	/* J3 */
}

/* One accused; also each one of a gang. */
static struct zp_case *accused(struct gen *g, struct story *s)
{
	static const char *const organ[] = { "POL", "PROC", "COURT" };
	struct zp_case *c = new_case(g, s);
	uint32_t stage = gen_below(g, 8);
	bool grave = gen_once_in(g, 25);

	stage = stage > 2 || grave ? 2 : stage;
	c->matter_code = "CR-DEF";
	c->stage = (enum zp_stage)(ZP_INVESTIGATION + stage);
	c->possible_sentence = ZP_SENTENCE_FIXED;
	if (grave)					/* Q6 */
		c->possible_sentence = gen_once_in(g, 4) ?
		    ZP_SENTENCE_DEATH : ZP_SENTENCE_LIFE;
	else if (stage == 2 && gen_once_in(g, 5))
		c->procedure = ZP_FAST_TRACK;		/* D15 */
	c->organ_code = gen_text(g, "%s%s", organ[stage], grave ? CITY :
	    s->at->code);
	notice(g, c);
	hearing(g, c);
	return c;
}

static void gang_of(struct gen *g, struct story *s, uint32_t size,
    bool consent)
{
	const char *joint = NULL;
	bool organised = gen_once_in(g, 5);

	for (uint32_t i = 0; i < size; i++) {		/* C1, C7, X1 */
		struct zp_case *c = accused(g, s);

		if (joint == NULL)
			joint = gen_text(g, "J%s", c->case_no);
		c->joint_case = joint;
		c->same_firm_consent = consent;
		c->organ_code = gen_text(g, "COURT%s", s->at->code);
		c->stage = ZP_FIRST_INSTANCE;
		c->possible_sentence = ZP_SENTENCE_FIXED;
		c->tags |= size > 2 ? ZP_TAG_GANG : 0;
		c->tags |= organised ? ZP_TAG_GANG_ORGANISED : 0;
	}
}

static void gang(struct gen *g, struct story *s)
{
	uint32_t size = gen_once_in(g, 4) ? 9 : 2 + gen_below(g, 4);

	gang_of(g, s, size, gen_once_in(g, 2));
}

/* A girl as victim: a woman is preferred (Q11, Q12). */
static void victim(struct gen *g, struct story *s)
{
	struct zp_case *c = new_case(g, s);

	c->matter_code = "CR-VICTIM";
	c->organ_code = gen_text(g, "COURT%s", s->at->code);
	c->stage = ZP_FIRST_INSTANCE;
	c->tags = ZP_TAG_SEXUAL;
	c->recipient_gender = ZP_R_FEMALE;
	c->recipient_birth = gen_date(g, zp_date_of(2010, 1, 1), 1500);
	c->recipient_groups = (struct zp_list){ 0 };
	gen_list_add(g, &c->recipient_groups, "minor");
	gen_list_add(g, &c->opponent_ids, gen_text(g, "P%07u",
	    gen_below(g, g->persons) + 1));		/* C3 */
}

static void compulsory(struct gen *g, struct story *s)
{
	struct zp_case *c = new_case(g, s);		/* J13, Q4 */

	c->matter_code = "CR-COMPULSORY";
	c->organ_code = gen_text(g, "COURT%s", s->at->code);
	c->stage = ZP_FIRST_INSTANCE;
	c->source = ZP_MANDATORY_NOTICE;
	c->tags = ZP_TAG_COURT_NOTIFIED;
}

static struct zp_case *dispute(struct gen *g, struct story *s)
{
	static const struct { const char *matter; uint32_t tags; } row[] = {
		{ "CV-LABOUR", 0 }, { "CV-LABOUR", ZP_TAG_MASS },
		{ "CV-SUPPORT", 0 }, { "CV-ABUSE", 0 }, { "CV-INJURY", 0 },
		{ "CV-MEDICAL", ZP_TAG_MEDICAL }, { "CV-LAND", 0 },
		{ "CV-ENV", 0 }, { "CV-SOCIAL", 0 },
		{ "AD-COMP", ZP_TAG_PETITION },
		{ "AD-DEMOLITION", ZP_TAG_DEMOLITION },
	};
	static const enum zp_stage stage[] = { ZP_FIRST_INSTANCE,
		ZP_FIRST_INSTANCE, ZP_FIRST_INSTANCE, ZP_SECOND_INSTANCE,
		ZP_ARBITRATION, ZP_NON_LITIGATION };
	struct zp_case *c = new_case(g, s);
	size_t i = gen_below(g, ZP_COUNT(row));

	i = gen_once_in(g, 3) ? 0 : i;
	c->matter_code = row[i].matter;
	c->tags = row[i].tags;
	c->stage = stage[gen_below(g, ZP_COUNT(stage))];
	if (c->stage == ZP_ARBITRATION)
		c->organ_code = gen_text(g, "ARB%s", s->at->code);
	else if (c->stage == ZP_SECOND_INSTANCE)
		c->organ_code = "COURT" CITY;		/* J4 */
	else if (c->stage == ZP_FIRST_INSTANCE)
		c->organ_code = gen_text(g, "COURT%s", s->at->code);
	if (gen_once_in(g, 20)) {			/* C3, C4, C9 */
		gen_list_add(g, &c->opponent_counsel,
		    some_counsel(g, s->at->code));
		gen_list_add(g, &c->opponent_firm, gen_text(g, "F%s%02u",
		    s->at->code, gen_below(g, 3)));
		c->conflict_consent = gen_once_in(g, 2);
	}
	hearing(g, c);
	return c;
}

/* Both sides are aided (C3, C5). */
static void quarrel(struct gen *g, struct story *s)
{
	uint32_t first = g->table[ZP_T_CASES].n;
	struct zp_case *c;

	dispute(g, s);
	dispute(g, s);
	c = (struct zp_case *)g->table[ZP_T_CASES].at + first;
	c[1].matter_code = c[0].matter_code;
	c[1].tags = c[0].tags;
	c[1].stage = c[0].stage;
	c[1].organ_code = c[0].organ_code;
	c[1].opposes_case = c[0].case_no;
	c[0].opposes_case = c[1].case_no;
}

/* The next instance of a case of the past months (S6). */
static void appeal(struct gen *g, struct story *s)
{
	uint32_t n = g->table[ZP_T_CASES].n, at = gen_below(g, n);
	struct zp_case *c, *prior;

	c = new_case(g, s);
	prior = (struct zp_case *)g->table[ZP_T_CASES].at + at;
	c->matter_code = prior->matter_code;
	c->tags = prior->tags & ~(uint32_t)ZP_TAG_COURT_NOTIFIED;
	c->stage = ZP_SECOND_INSTANCE;
	c->organ_code = "COURT" CITY;
	c->prior_case = prior->case_no;
	c->recipient_id = prior->recipient_id;
	c->recipient_name = prior->recipient_name;
	c->recipient_gender = prior->recipient_gender;
	c->recipient_birth = prior->recipient_birth;
	c->recipient_groups = prior->recipient_groups;
	c->possible_sentence = prior->possible_sentence;
}

/* Accused in separate cases whose facts belong together (C2). */
static void related(struct gen *g, struct story *s)
{
	const char *first = accused(g, s)->case_no;

	accused(g, s)->related_case = first;
}

/* What comes once in a year: one rule each. */
static void rare(struct gen *g, struct story *s)
{
	struct zp_case *c = accused(g, s);

	switch (gen_below(g, 3)) {
	case 0:				/* J7: settled as J1 has it */
		c->designated_centre = gen_text(g, "C%s", c->organ_code +
		    strcspn(c->organ_code, "0123456789"));
		break;
	case 1:						/* D14 */
		c->adjourned_on = zp_date_add(zp_wall_date(c->approved_at),
		    -1);
		break;
	default:					/* R3 */
		c->counsel_changes = 2;
		break;
	}
}

static void tell(struct gen *g, struct story *s)
{
	static void (*const often[])(struct gen *, struct story *) = {
		victim, compulsory, quarrel, appeal, related, gang, gang,
		rare };

	if (g->table[ZP_T_CASES].n > 8 && gen_once_in(g, 6))
		often[gen_below(g, ZP_COUNT(often))](g, s);
	else if (gen_below(g, 100) < 42)
		(void)accused(g, s);
	else
		(void)dispute(g, s);
}

void gen_cases(struct gen *g, uint32_t n)
{
	struct zp_date first = zp_date_of(2026, 1, 5);

	bool large = n < 50;	/* the gang no county can defend alone (X1) */

	while (g->table[ZP_T_CASES].n < n) {
		struct story s = { .at = some_county(g) };
		uint32_t done = g->table[ZP_T_CASES].n;

		s.when = later(zp_date_start(zp_date_add(first,
		    (int32_t)((uint64_t)done * 330 / n))),
		    500 + gen_below(g, 500));
		if (!large && done > n / 2) {
			s.at = &g->county[2];
			gang_of(g, &s, 9, false);
			large = true;
		} else {
			tell(g, &s);
		}
	}
}

static void event(struct gen *g, const struct zp_case *c, uint32_t days,
    enum zp_event_kind kind, const char *reason)
{
	struct zp_date last = zp_date_of(2026, 12, 31);
	struct zp_wall at = later(c->approved_at, days * 1440 +
	    gen_below(g, 300));
	struct zp_event *e;

	if (zp_date_cmp(zp_wall_date(at), last) > 0)
		return;
	e = gen_row(g, ZP_T_EVENTS);
	e->at = at;
	e->case_no = c->case_no;
	e->event = kind;
	e->reason = reason;
}

void gen_events(struct gen *g)
{
	for (uint32_t i = 0; i < g->table[ZP_T_CASES].n; i++) {
		const struct zp_case *c =
		    (struct zp_case *)g->table[ZP_T_CASES].at + i;
		uint32_t fate = gen_below(g, 40);

		if (fate == 0)				/* R1 */
			event(g, c, 1, ZP_EV_DECLINED, gen_once_in(g, 2) ?
			    "with_cause: 与当事人有利害关系" : "案件太多");
		else if (fate == 1)			/* R2 */
			event(g, c, 9 + gen_below(g, 20), ZP_EV_CHANGED,
			    "受援人申请更换");
		if (fate == 2)				/* R5, R6 */
			event(g, c, 10 + gen_below(g, 40), ZP_EV_TERMINATED,
			    "受援人自行委托");
		else
			event(g, c, 35 + gen_below(g, 110), ZP_EV_CLOSED, "");
	}
}
