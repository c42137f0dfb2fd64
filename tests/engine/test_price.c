/* tests/engine/test_price.c - S9 and T9: what a person's next case costs. */
#include <string.h>

#include "support_county.h"

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

/* T9: the pool's mean for the days before joining; 2026-03-10 is the 68th
 * day after New Year. */
static void a_newcomer_starts_at_the_mean_of_the_pool(void **state)
{
	struct zt_county *t = zt_county_new();
	const struct zp_decision *d;
	int64_t mean = (3 + 7) * 1000 / 5;	/* V1 never takes cases */

	(void)state;
	zt_county_past(t, "L1", 3);
	zt_county_past(t, "L3", 7);
	who(t, "L2")->joined_on = zp_date_of(2026, 2, 4);	/* day 34 */
	zt_county_case(t, "case_no=N1; recipient_id=P1; "
	    "excluded_counsel=S1");
	d = zt_county_decide(t)->at;
	assert_int_equal(load_cost(t, d, "L2"), mean * 34 / 68);
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
	assert_int_equal(load_cost(t, d, "L2"), 10000 / 5 * 17 / 68);
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
		cmocka_unit_test(a_newcomer_starts_at_the_mean_of_the_pool),
		cmocka_unit_test(leave_is_credited),
		cmocka_unit_test(the_city_lends_to_gangs),
	};
	return cmocka_run_group_tests_name("price", tests, NULL, NULL);
}
