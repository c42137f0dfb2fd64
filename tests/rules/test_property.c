/*
 * tests/rules/test_property.c - what holds for any case and any person:
 * the first excluding rule is the lowest of all, and no verdict changes
 * by time alone before the day it names.
 */
#include "support_city.h"

#define ROUNDS 1500

/* SplitMix64: the same cases on every machine. */
static uint64_t draw(uint64_t *s, uint64_t below)
{
	*s += UINT64_C(0x9e3779b97f4a7c15);
	return zp_hash_mix(*s) % below;
}

static struct zp_date some_day(uint64_t *s, int around)
{
	if (draw(s, 6) == 0)
		return ZP_DATE_NONE;
	return zp_date_add(zp_date_of(2026, 3, 10),
	    (int32_t)draw(s, (uint64_t)around) - around * 3 / 4);
}

static const char *pick(uint64_t *s, const char *const *from)
{
	uint64_t n = 0;

	while (from[n] != NULL)
		n++;
	return from[draw(s, n)];
}

static void some_case(struct zt_city *t, uint64_t *s)
{
	static const char *const facts[] = { "matter_code=CR-DEF",
		"matter_code=CR-DEF; possible_sentence=death",
		"matter_code=CR-VICTIM", "matter_code=CR-COMPULSORY",
		"stage=arbitration", "stage=death_review", "organ_code=",
		"organ_code=CTI", "region_code=340871001",
		"region_code=340802",
		"region_code=340801100; matter_code=CR-DEF",
		"recipient_groups=minor; matter_code=CR-DEF",
		"joint_case=J1; matter_code=CR-DEF",
		"same_firm_consent=t", "opponent_counsel=L1|L2|L3|G1|S1|L4",
		"opponent_firm=FA", "opponent_ids=P2|L2|FC",
		"conflict_consent=t; opponent_ids=P2", "recused=L1|L4",
		"excluded_counsel=L2", "stage=non_litigation",
		"hearing_at=2026-03-12T09:00:00+08:00",
		"hearing_at=2026-03-10T09:00:00+08:00; "
		    "hearing_until=2026-03-10T11:00:00+08:00", NULL };

	for (uint64_t n = draw(s, 5); n > 0; n--)
		zt_case(t, pick(s, facts));
	if (draw(s, 3) == 0)
		t->vc.c.recipient_birth = zp_date_add(
		    zp_date_of(2008, 3, 10), (int32_t)draw(s, 60) - 30);
}

static void some_links(struct zt_city *t, uint64_t *s)
{
	static const char *const who[] = { "licence_no=L1", "licence_no=L2",
		"licence_no=L3", "licence_no=S1", "licence_no=G1",
		"licence_no=L4", "licence_no=", NULL };
	static const char *const kind[] = { "kind=group; other_no=N2",
		"kind=opposes; other_no=N3", "kind=prior; other_no=N4",
		"kind=self; other_no=N1", "kind=same; other_no=N0",
		"kind=helped; other_no=J1", NULL };
	static const char *const end[] = { "end_reason=", "end_reason=closed",
		"end_reason=declined", "end_reason=counsel_changed", NULL };

	for (uint64_t n = draw(s, 4); n > 0; n--) {
		char facts[200];

		snprintf(facts, sizeof(facts), "%s; %s; %s; recipient_id=P%d; "
		    "criminal=%c; consent=%c", pick(s, who), pick(s, kind),
		    pick(s, end), (int)draw(s, 2) + 1, "tf"[draw(s, 2)],
		    "tf"[draw(s, 2)]);
		zt_link(t, facts);
		t->link[t->vc.links - 1].ended_at = zp_date_start(
		    zp_date_add(zp_date_of(2025, 3, 10),
		    (int32_t)draw(s, 60) - 20));
	}
}

static void some_people(struct zt_city *t, uint64_t *s)
{
	static const char *const facts[] = { "status=left",
		"minor_qualified=t", "wants_pairing=t", "annual_cap=3",
		"former_organ=CTA", "former_organ=CTB", "relatives_at=CTA",
		"relatives=P2|L3", "area=340801|340802", "centre_code=CB",
		"firm_code=FB", "quality=40", NULL };

	for (uint32_t i = 0; i < t->reg->counsels; i++) {
		struct zp_counsel *c = &t->reg->counsel[i];

		for (uint64_t n = draw(s, 3); n > 0; n--)
			zt_counsel(t, c->licence_no, pick(s, facts));
		c->practice_since = some_day(s, 2200);
		c->criminal_since = some_day(s, 1500);
		c->former_left_on = some_day(s, 900);
		if (draw(s, 4) == 0)
			c->joined_on = some_day(s, 40);
		if (draw(s, 4) == 0)
			c->pool_from = some_day(s, 40);
		if (draw(s, 4) == 0)
			c->pool_to = some_day(s, 40);
		t->st[i].undertaken = (int32_t)draw(s, 5);
		if (draw(s, 3) == 0)
			zt_leave(t, c->licence_no, "2026-03-01/2026-03-08 "
			    "2026-03-09/2026-03-12 2026-03-13/2026-03-13 "
			    "2026-04-01/2026-04-02");
		if (draw(s, 3) == 0)
			zt_set(t, ZP_T_COUNSEL_STATE, &t->st[i], "busy="
			    "2026-03-12T10:00:00+08:00/"
			    "2026-03-12T11:00:00+08:00|"
			    "2026-03-10T08:00:00+08:00/");
	}
}

static struct zt_city *some_city(uint64_t *s)
{
	struct zt_city *t = zt_city_new();

	some_case(t, s);
	some_links(t, s);
	some_people(t, s);
	t->p.litigation_years = (int32_t)draw(s, 2) * 5;
	t->p.death_years = 3 + (int32_t)draw(s, 3);
	t->p.annual_cap = 4;
	t->p.pair = draw(s, 2) == 0;
	zt_today(t, zp_date_add(zp_date_of(2026, 3, 10),
	    (int32_t)draw(s, 8) - 4));
	return t;
}

static uint64_t verdict(struct zt_city *t, int32_t i, enum zp_role role,
    struct zp_why *why)
{
	struct zp_ctx x;

	zp_ctx_case(&x, &t->v, &t->p, 0, role);
	zp_ctx_person(&x, i);
	return zp_rules_deny(&x, why);
}

static void the_first_is_the_lowest(void **state)
{
	uint64_t s = 1;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct zt_city *t = some_city(&s);
		enum zp_role role = (enum zp_role)draw(&s, 2);
		struct zp_ctx x;

		zp_ctx_case(&x, &t->v, &t->p, 0, role);
		for (int32_t i = 0; i < ZT_COUNSEL; i++) {
			struct zp_why all[ZP_CANDIDATE_RULES], one;
			uint64_t mask;
			int first;

			zp_ctx_person(&x, i);
			mask = zp_rules_deny(&x, all);
			assert_int_equal(mask, zp_rules_deny(&x, NULL));
			first = zp_rules_first(&x, &one);
			assert_int_equal(first, zp_rules_first(&x, NULL));
			assert_int_equal(first, mask == 0 ? -1 :
			    __builtin_ctzll(mask));
			if (first >= 0)
				assert_memory_equal(&one.until,
				    &all[first].until, sizeof(one.until));
			assert_true(zp_rules_cost(&x, NULL) >= 0);
		}
		zt_city_free(t);
	}
}

/* Every day up to the one named; where none is named, some days of the
 * next twenty years. */
static void holds_until(struct zt_city *t, int32_t i, enum zp_role role,
    int rule, struct zp_date until)
{
	struct zp_date from = zp_wall_date(t->v.now);
	struct zp_date end = zp_date_known(until) ? until :
	    zp_date_add(from, 7300);
	int32_t step = zp_date_known(until) ? 1 + (end.day - from.day) / 50 :
	    97;

	assert_true(zp_date_cmp(from, end) < 0);
	for (struct zp_date d = from; d.day < end.day; d.day += step) {
		zt_today(t, d);
		if ((verdict(t, i, role, NULL) & ZP_RULE_BIT(rule)) == 0)
			fail_msg("%s: %d days early",
			    zp_rule_row((enum zp_rule)rule)->id,
			    end.day - d.day);
	}
	zt_today(t, zp_date_add(end, -1));
	assert_true((verdict(t, i, role, NULL) & ZP_RULE_BIT(rule)) != 0);
	zt_today(t, from);
}

static void no_verdict_changes_before_its_day(void **state)
{
	uint64_t s = 2;
	unsigned tried[2][ZP_CANDIDATE_RULES] = { { 0 } };

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct zt_city *t = some_city(&s);
		enum zp_role role = (enum zp_role)draw(&s, 2);

		for (int32_t i = 0; i < ZT_COUNSEL; i++) {
			struct zp_why why[ZP_CANDIDATE_RULES];
			uint64_t mask = verdict(t, i, role, why);

			for (; mask != 0; mask &= mask - 1) {
				int r = __builtin_ctzll(mask);

				tried[zp_date_known(why[r].until)][r]++;
				holds_until(t, i, role, r, why[r].until);
			}
		}
		zt_city_free(t);
	}
	for (int r = 0; r < ZP_CANDIDATE_RULES; r++)
		if (tried[0][r] + tried[1][r] == 0)
			fail_msg("%s was never met",
			    zp_rule_row((enum zp_rule)r)->id);
	assert_true(tried[1][ZP_Q6] > 0 && tried[1][ZP_C9] > 0 &&
	    tried[1][ZP_C11] > 0 && tried[1][ZP_N17] > 0 &&
	    tried[1][ZP_Q11] > 0 && tried[1][ZP_C17] > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_is_the_lowest),
		cmocka_unit_test(no_verdict_changes_before_its_day),
	};
	return cmocka_run_group_tests_name("property", tests, NULL, NULL);
}
