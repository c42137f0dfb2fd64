/* tests/engine/test_same.c - one matter filed with two centres (J2). */
#include "support_county.h"

/* J2: the same matter, filed before elsewhere, waits for a word or for the
 * end of the first. */
static void the_same_matter_waits_for_a_word(void **state)
{
	struct zt_county *t = zt_county_new();
	struct zp_manual m = { .i = 1, .junior = -1 };
	struct zp_plan *pl;

	(void)state;
	zt_county_case(t, "case_no=A; recipient_id=P1; received_centre=CA");
	zt_county_case(t, "case_no=B; recipient_id=P1");
	pl = zt_county_decide(t);
	assert_true(pl->at[0].lead >= 0 && pl->at[1].lead < 0);
	assert_int_equal(pl->at[1].blocking, ZP_RULE_BIT(ZP_J2));
	assert_int_equal(pl->at[1].extras, 0);
	assert_int_equal(pl->at[1].relaxes, 1);
	assert_int_equal(pl->at[1].relax[0].rule, ZP_J2);
	assert_int_equal(pl->at[1].relax[0].admits, 4);
	m.lead = zt_county_person(t, "L1");
	assert_null(zp_decide_manual(t->v, &t->p, &m, t->a));
	assert_int_equal(m.denied_lead, ZP_RULE_BIT(ZP_J2));
	m.overridden = ZP_RULE_BIT(ZP_J2);
	assert_non_null(zp_decide_manual(t->v, &t->p, &m, t->a));
	t->p.off[ZP_J2] = true;
	assert_true(zt_county_decide(t)->at[1].lead >= 0);
	t->p.off[ZP_J2] = false;
	zp_world_end(t->w, "A", "", ZP_END_TERMINATED, t->v->now, false);
	t->no[0] = "B";
	t->n = 1;
	assert_true(zt_county_decide(t)->at[0].lead >= 0);
	zt_county_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_matter_waits_for_a_word),
	};
	return cmocka_run_group_tests_name("same", tests, NULL, NULL);
}
