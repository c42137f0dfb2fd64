/* tests/engine/test_price.c - S9 and T9: what a person's next case costs. */
#include <string.h>

#include "support_county.h"
#include "zhipaid/ledger.h"

static struct zp_counsel *who(struct zt_county *t, const char *licence)
{
	return &t->reg->counsel[zt_county_person(t, licence)];
}

/* Load cost of a candidate who did not become the lead. */
static int64_t load_cost(const struct zt_county *t,
    const struct zp_decision *d, const char *licence)
{
	for (uint32_t c = 0; c < d->cands; c++)
		if (d->cand[c].counsel == zt_county_person(t, licence))
			return d->cand[c].load_cost;
	fail_msg("%s is no candidate", licence);
	return -1;
}

static void load_weighs_by_the_personal_cap(void **state)
{
	struct zt_county *t = zt_county_new();
	const struct zp_decision *d;

	(void)state;
	t->p.w_load = 1500;
	who(t, "L2")->annual_cap = 30;	/* a third of the policy's 90 */
	zt_county_past(t, "L1", 4);
	zt_county_past(t, "L2", 4);
	zt_county_case(t, "case_no=N1; recipient_id=P1");
	d = zt_county_decide(t)->at;
	assert_int_equal(d->lead, zt_county_person(t, "L3"));
	assert_int_equal(load_cost(t, d, "L1"), 6000);
	assert_int_equal(load_cost(t, d, "L2"), 18000);
	assert_int_equal(load_cost(t, d, "L3"), 0);
	zt_county_free(t);
}

static void cases_of_the_batch_count_at_once(void **state)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	(void)state;
	zt_county_case(t, "case_no=N1; recipient_id=P1; "
	    "excluded_counsel=L2|L3|S1");
	zt_county_case(t, "case_no=N2; recipient_id=P2; "
	    "excluded_counsel=L2|L3|S1");
	pl = zt_county_decide(t);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pl->at[i].lead, zt_county_person(t, "L1"));
		assert_int_equal(pl->at[i].score, 1000);
	}
	assert_int_equal(pl->total, 1000);	/* the first cost nothing */
	assert_int_equal(pl->bound, 1000);
	zt_county_free(t);
}

/* What people of full cap who were always here carry: points of the pool
 * over persons; L2 was away `away` of 68 days, V1 never takes cases. */
static int64_t rate(int64_t points, int away)
{
	return points * 68 / (4 * 68 + 68 - away);
}

/* T9: the pool's rate for the days before joining; 2026-03-10 is the 68th
 * day after New Year. */
static void a_newcomer_starts_at_the_rate_of_the_pool(void **state)
{
	struct zt_county *t = zt_county_new();
	const struct zp_decision *d;

	(void)state;
	zt_county_past(t, "L1", 3);
	zt_county_past(t, "L3", 7);
	who(t, "L2")->joined_on = zp_date_of(2026, 2, 4);	/* day 34 */
	zt_county_case(t, "case_no=N1; recipient_id=P1; "
	    "excluded_counsel=S1");
	d = zt_county_decide(t)->at;
	assert_int_equal(load_cost(t, d, "L2"), rate(10000, 34) * 34 / 68);
	assert_int_equal(load_cost(t, d, "L3"), 7000);
	zt_county_free(t);
}

static void leave_is_credited(void **state)
{
	struct zt_county *t = zt_county_new();
	struct zp_leave leave = { .starts_on = zp_date_of(2026, 1, 1),
		.ends_on = zp_date_of(2026, 1, 17) };
	const struct zp_decision *d;

	(void)state;
	zt_county_past(t, "L1", 10);
	who(t, "L2")->leave = &leave;
	who(t, "L2")->leave_n = 1;
	zt_county_case(t, "case_no=N1; recipient_id=P1");
	d = zt_county_decide(t)->at;
	assert_int_equal(load_cost(t, d, "L2"), rate(10000, 17) * 17 / 68);
	zt_county_free(t);
}

static void entry(struct zt_county *t, const char *licence, int64_t points)
{
	zp_world_ledger(t->w, &(struct zp_entry){
	    .licence_no = licence, .at = zp_date_start(zp_date_of(2026, 2, 2)),
	    .kind = ZP_ENTRY_MAKE_GOOD, .points = points, .case_no = "",
	    .by = "clerk", .reason = "left out by mistake" });
}

/* A mistake of the centre is made good: who was left out comes first, also
 * before those who have nothing. */
static void a_credit_gives_the_next_case(void **state)
{
	struct zt_county *t = zt_county_new();
	const struct zp_decision *d;

	(void)state;
	t->p.w_specialty = 0;
	zt_county_past(t, "L1", 2);
	zt_county_past(t, "L3", 1);
	entry(t, "L1", -3000);
	zt_county_case(t, "case_no=N1; recipient_id=P1");
	d = zt_county_decide(t)->at;
	assert_int_equal(d->lead, zt_county_person(t, "L1"));
	assert_int_equal(d->score, 0);
	/* 1 below nothing is 0, so that nothing is 1 and 1 is 2 */
	assert_int_equal(load_cost(t, d, "L2"), 1000);
	assert_int_equal(load_cost(t, d, "L3"), 2000);
	zt_county_free(t);
}

/* T9: half of what one carried too much last year stands in this one. */
static void the_balance_of_last_year_moves_the_next_case(void **state)
{
	(void)state;
	for (int32_t carry = 0; carry <= 50; carry += 50) {
		struct zt_county *t = zt_county_new();
		const struct zp_decision *d;

		t->p.carry = carry;
		zp_world_ledger(t->w, &(struct zp_entry){
		    .licence_no = "L3", .points = 5000, .case_no = "",
		    .at = zp_date_start(zp_date_of(2025, 6, 1)),
		    .kind = ZP_ENTRY_CORRECTION, .by = "", .reason = "" });
		zt_county_past(t, "L1", 1);
		zt_county_case(t, "case_no=N1; recipient_id=P1");
		d = zt_county_decide(t)->at;
		/* of 5000 among five L3 had 4000 too many, L1 1000 too few */
		assert_int_equal(d->lead, zt_county_person(t,
		    carry == 0 ? "L3" : "L1"));
		assert_int_equal(load_cost(t, d, carry == 0 ? "L1" : "L3"),
		    carry == 0 ? 1000 : 2000 + 500);
		zt_county_free(t);
	}
}

/* w_even: once the pool's rate pays it once; below a case, a case does. */
static void evenness_is_paid_by_the_rate(void **state)
{
	(void)state;
	for (int few = 0; few < 2; few++) {
		struct zt_county *t = zt_county_new();
		const struct zp_decision *d;

		t->p.w_even = 500;
		zt_county_past(t, "L1", few ? 1 : 6);
		zt_county_past(t, "L3", few ? 2 : 4);
		zt_county_case(t, "case_no=N1; recipient_id=P1; "
		    "excluded_counsel=S1");
		d = zt_county_decide(t)->at;	/* rates 3 / 5 and 10 / 5 */
		assert_int_equal(load_cost(t, d, "L1"), few ? 1500 :
		    6000 + 500 * 6 / 2);
		assert_int_equal(load_cost(t, d, "L3"), few ? 3000 :
		    4000 + 500 * 4 / 2);
		assert_int_equal(load_cost(t, d, "L2"), 0);
		zt_county_free(t);
	}
}

/* What the price uses and what the ledger shows are the same numbers. */
static void the_price_is_the_level_of_the_ledger(void **state)
{
	static const char *const all[] = { "G1", "L1", "L2", "L3", "S1" };
	struct zt_county *t = zt_county_new();
	const struct zp_account *acc;
	const struct zp_decision *d;
	int64_t sum = 0;

	(void)state;
	who(t, "L1")->annual_cap = 70;
	who(t, "L2")->joined_on = zp_date_of(2026, 2, 4);
	zt_county_past(t, "L1", 5);
	zt_county_past(t, "L3", 7);
	zt_county_past(t, "S1", 2);
	entry(t, "S1", 250);
	zt_county_case(t, "case_no=N1; recipient_id=P1; matter_code=CV-LABOUR;"
	    " excluded_counsel=S1");
	acc = zp_ledger_centre(t->w, &t->p, 1, 2026,
	    zp_date_of(2026, 3, 10), t->a);
	d = zt_county_decide(t)->at;
	for (size_t i = 0; i < ZP_COUNT(all); i++) {
		int32_t c = zt_county_person(t, all[i]);

		for (uint32_t k = 0; k < t->reg->centre[1].pool_n; k++) {
			if (t->reg->centre[1].pool[k] != c)
				continue;
			sum += acc[k].share.balance;
			if (strcmp(all[i], "S1") != 0)
				assert_int_equal(acc[k].share.level,
				    load_cost(t, d, all[i]));
		}
	}
	assert_true(sum >= -2 && sum <= 2);
	zt_county_free(t);
}

/* X1: lent only to gangs, only where the policy says so. */
static void the_city_lends_to_gangs(void **state)
{
	(void)state;
	for (int gang = 0; gang < 2; gang++)
		for (int borrow = 0; borrow < 2; borrow++) {
			struct zt_county *t = zt_county_new();
			const struct zp_decision *d;

			t->p.borrow_for_gang = borrow != 0;
			zt_county_case(t, gang ? "case_no=N1; tags=gang; "
			    "recipient_id=P1; excluded_counsel=L1|L2|L3|S1" :
			    "case_no=N1; recipient_id=P1; "
			    "excluded_counsel=L1|L2|L3|S1");
			d = zt_county_decide(t)->at;
			assert_int_equal(d->lead, gang && borrow ?
			    zt_county_person(t, "L9") : -1);
			if (d->lead < 0)
				assert_int_equal(d->extra[0],
				    gang ? ZP_X1 : ZP_X3);
			zt_county_free(t);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(load_weighs_by_the_personal_cap),
		cmocka_unit_test(cases_of_the_batch_count_at_once),
		cmocka_unit_test(a_newcomer_starts_at_the_rate_of_the_pool),
		cmocka_unit_test(leave_is_credited),
		cmocka_unit_test(a_credit_gives_the_next_case),
		cmocka_unit_test(
		    the_balance_of_last_year_moves_the_next_case),
		cmocka_unit_test(evenness_is_paid_by_the_rate),
		cmocka_unit_test(the_price_is_the_level_of_the_ledger),
		cmocka_unit_test(the_city_lends_to_gangs),
	};
	return cmocka_run_group_tests_name("price", tests, NULL, NULL);
}
