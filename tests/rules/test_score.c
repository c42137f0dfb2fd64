/* tests/rules/test_score.c - what a person pays for what he lacks. */
#include "support_city.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

struct row {
	enum zp_rule term;
	int64_t cost;
	const char *who, *cs, *me, *link;
};

/* Weights differ, so that no term passes for another. */
static void weights(struct zp_policy *p)
{
	p->w_specialty = 600;
	p->w_language = 700;
	p->w_expert = 800;
	p->w_woman = 900;
	p->w_continuity = 1000;
	p->w_wish = 1200;
	p->w_rural = 1300;
	p->w_distance = 1401;
	p->w_quality = 1500;
	p->w_experience = 1601;
}

#define GIRL "tags=sexual; recipient_gender=f; recipient_groups=minor"
#define PRIOR "kind=prior; other_no=N0; recipient_id=P1; criminal=t; "
#define SECOND_DEATH "matter_code=CR-DEF; stage=second_instance; " \
	"possible_sentence=death; "

static const struct row row[] = {
	{ ZP_Q23, 600, "L1" },
	{ ZP_Q23, 600, "L1", "matter_code=AD-LEVEL", "specialties=labour" },
	{ ZP_Q23, 0, "L1", "", "specialties=land|labour" },
	{ ZP_Q21, 700, "L1", "language=mn" },
	{ ZP_Q21, 0, "L1", "language=mn", "languages=zh|mn" },
	{ ZP_Q21, 0, "L1", "language=zh", "languages=" },
	{ ZP_Q21, 0, "L1", "language=" },
	{ ZP_Q22, 800, "L1", "difficulty=major" },
	{ ZP_Q22, 0, "L1", "difficulty=major", "expert=t" },
	{ ZP_Q22, 0, "L1", "difficulty=complex" },
	{ ZP_S1, 1601, "L1", "difficulty=major", "practice_since=2016-03-11" },
	{ ZP_S1, 800, "L1", "difficulty=complex", "practice_since=" },
	{ ZP_S1, 0, "L1", "difficulty=major", "practice_since=2016-03-10" },
	{ ZP_S1, 0, "L1", "", "practice_since=" },
	{ ZP_Q12, 900, "L1", GIRL },
	{ ZP_Q12, 900, "L1", "matter_code=CR-SEXUAL; recipient_gender=f; "
	    "recipient_groups=minor" },
	{ ZP_Q12, 0, "L1", GIRL, "gender=f" },
	{ ZP_Q12, 0, "L1", "tags=sexual; recipient_gender=f" },
	{ ZP_Q12, 0, "L1", "recipient_gender=f; recipient_groups=minor" },
	{ ZP_Q12, 0, "L1", GIRL "; recipient_gender=m" },
	{ ZP_S6, 1000, "L1", "prior_case=N0", "", PRIOR "licence_no=L2" },
	{ ZP_S6, 1000, "G1", "prior_case=N0", "", PRIOR "licence_no=L2" },
	{ ZP_S6, 0, "L2", "prior_case=N0", "", PRIOR "licence_no=L2" },
	{ ZP_S6, 0, "L1", "prior_case=N0", "",
	    PRIOR "licence_no=L2; end_reason=counsel_changed" },
	{ ZP_S6, 0, "L1", "prior_case=N0", "", PRIOR },
	{ ZP_S6, 0, "L1", SECOND_DEATH, "", PRIOR "licence_no=L2" },
	{ ZP_S7, 0, "L1", SECOND_DEATH },
	{ ZP_S7, 1000, "L4", SECOND_DEATH },
	{ ZP_S7, 0, "L4", SECOND_DEATH, "", PRIOR "licence_no=L4" },
	{ ZP_S7, 0, "L4", "matter_code=CR-DEF; possible_sentence=death" },
	{ ZP_S8, 0, "L1", "wished_counsel=L1|L2|L3" },
	{ ZP_S8, 400, "L2", "wished_counsel=L1|L2|L3" },
	{ ZP_S8, 800, "L3", "wished_counsel=L1|L2|L3" },
	{ ZP_S8, 1200, "L4", "wished_counsel=L1|L2|L3|L4" },
	{ ZP_S8, 1200, "S1", "wished_counsel=L1" },
	{ ZP_S8, 0, "L1" },
	{ ZP_Q14, 1300, "L1", "stage=non_litigation" },
	{ ZP_Q14, 0, "G1", "stage=non_litigation" },
	{ ZP_Q14, 1300, "L1", "stage=arbitration; region_code=340801100" },
	{ ZP_Q14, 0, "L1", "stage=non_litigation; region_code=3408" },
	{ ZP_Q14, 0, "L1", "stage=non_litigation; matter_code=AD-OTHER" },
	{ ZP_Q14, 0, "L1" },
	{ ZP_S2, 700, "L4" },
	{ ZP_S2, 0, "L1" },
	{ ZP_S2, 0, "L1", "region_code=340801100" },
	{ ZP_S2, 0, "L1", "region_code=340871001" },
	{ ZP_S2, 0, "L1", "", "region_code=340801100" },
	{ ZP_S2, 700, "L1", "", "region_code=" },
	{ ZP_S3, 701, "L1", "organ_code=CTB" },
	{ ZP_S3, 0, "L4", "organ_code=CTB" },
	{ ZP_S3, 0, "L4", "organ_code=" },
	{ ZP_S12, 0, "L1" },
	{ ZP_S12, 0, "L1", "", "quality=80" },
	{ ZP_S12, 18, "L1", "", "quality=79" },
	{ ZP_S12, 750, "L1", "", "quality=40" },
	{ ZP_S12, 1500, "L1", "", "quality=0" },
};

static void check_row(const struct row *r, size_t n)
{
	struct zt_city *t = zt_city_new();
	int64_t term[ZP_TERMS], total, sum = 0;
	struct zp_ctx x;

	weights(&t->p);
	if (r->cs != NULL)
		zt_case(t, r->cs);
	if (r->me != NULL)
		zt_counsel(t, r->who, r->me);
	if (r->link != NULL)
		zt_link(t, r->link);
	zp_ctx_case(&x, &t->v, &t->p, 0, ZP_LEAD);
	zp_ctx_person(&x, zt_index(t, r->who));
	total = zp_rules_cost(&x, term);
	for (int i = 0; i < ZP_TERMS; i++) {
		assert_true(term[i] >= 0);
		sum += term[i];
	}
	assert_int_equal(total, sum);
	assert_int_equal(total, zp_rules_cost(&x, NULL));
	if (term[r->term - ZP_S9] != r->cost)
		fail_msg("%s, row %zu: %ld", zp_rule_row(r->term)->id, n,
		    (long)term[r->term - ZP_S9]);
	t->p.off[r->term] = true;
	zp_ctx_case(&x, &t->v, &t->p, 0, ZP_LEAD);
	zp_ctx_person(&x, zt_index(t, r->who));
	assert_int_equal(total - r->cost, zp_rules_cost(&x, NULL));
	zt_city_free(t);
}

static void each_term_has_its_price(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++)
		check_row(&row[i], i);
}

static void nobody_pays_without_weights(void **state)
{
	struct zt_city *t = zt_city_new();
	struct zp_ctx x;

	(void)state;
	t->p.w_specialty = t->p.w_quality = t->p.w_distance = 0;
	zp_ctx_case(&x, &t->v, &t->p, 0, ZP_LEAD);
	zp_ctx_person(&x, zt_index(t, "L4"));
	assert_int_equal(0, zp_rules_cost(&x, NULL));
	assert_int_equal(0, x.terms);
	zt_city_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_term_has_its_price),
		cmocka_unit_test(nobody_pays_without_weights),
	};
	return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
