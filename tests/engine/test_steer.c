/* tests/engine/test_steer.c - steering towards shares (T3, T4, T6). */
#include <stdlib.h>
#include <string.h>

#include "support_county.h"
#include "support_year.h"
#include "zhipaid/explain.h"
#include "zhipaid/export.h"

enum { YEARS = 600 };

static int64_t t6_of(const struct zt_county *t, const char *licence)
{
	int64_t term[ZP_TERMS];
	struct zp_ctx x;

	zp_ctx_case(&x, t->v, &t->p, 0, ZP_LEAD);
	zp_ctx_person(&x, zt_county_person(t, licence));
	(void)zp_rules_cost(&x, term);
	return term[ZP_T6 - ZP_S9];
}

/* Two of five closed by firm lawyers: 40 per cent. */
static struct zt_county *two_of_five(void)
{
	struct zt_county *t = zt_county_new();

	zt_county_past(t, "L1", 2);
	zt_county_past(t, "S1", 2);
	zt_county_past(t, "G1", 1);
	zt_county_case(t, "case_no=A; recipient_id=P1; "
	    "matter_code=CV-LABOUR");
	t->p.w_steer = 5000;
	return t;
}

static void who_does_not_raise_the_share_pays(void **state)
{
	struct zt_county *t = two_of_five();
	const struct zp_centre_state *st;

	(void)state;
	t->p.social_line = 41;
	(void)zt_county_decide(t);
	st = &t->v->centre[t->v->at[0].handling];
	assert_int_equal(5, st->closed);
	assert_int_equal(2, st->closed_social);
	assert_int_equal(0, t6_of(t, "L1"));
	assert_int_equal(5000, t6_of(t, "S1"));
	assert_int_equal(5000, t6_of(t, "G1"));
	t->p.social_line = 40;		/* it is reached */
	assert_int_equal(0, t6_of(t, "S1"));
	t->p.social_line = 100;
	t->p.off[ZP_T6] = true;
	assert_int_equal(0, t6_of(t, "S1"));
	zt_county_free(t);
}

static void nothing_closed_steers_nothing(void **state)
{
	struct zt_county *t = zt_county_new();

	(void)state;
	zt_county_case(t, "case_no=A; recipient_id=P1");
	t->p.w_steer = 5000;
	t->p.social_line = t->p.litigation_line = 100;
	(void)zt_county_decide(t);
	assert_int_equal(0, t6_of(t, "S1"));
	assert_false(zp_rules_steer(t->v, &t->p, ZP_T3,
	    t->v->at[0].handling));
	zt_county_free(t);
}

/* One place is left, and the one in arbitration wishes for it. */
static struct zt_county *one_place(void)
{
	struct zt_county *t = zt_county_new();

	t->p.annual_cap = 2;
	t->p.w_wish = 1000;
	t->p.w_rural = 0;
	zt_county_past(t, "L1", 2);
	zt_county_past(t, "L2", 2);
	zt_county_past(t, "L3", 1);
	zt_county_past(t, "S1", 2);
	zt_county_past(t, "G1", 2);
	zt_county_case(t, "case_no=A; recipient_id=P1; stage=arbitration; "
	    "matter_code=CV-LABOUR; organ_code=; wished_counsel=L3");
	zt_county_case(t, "case_no=B; recipient_id=P2; "
	    "matter_code=CV-LABOUR; wished_counsel=L1");
	return t;
}

static void litigation_is_served_first_below_its_line(void **state)
{
	struct zt_county *t = one_place();
	struct zp_buf b = { 0 };
	const struct zp_plan *pl = zt_county_decide(t);

	(void)state;
	assert_true(pl->at[0].lead >= 0 && pl->at[1].lead < 0);
	t->p.litigation_line = 70;
	pl = zt_county_decide(t);
	assert_true(pl->at[0].lead < 0 && pl->at[1].lead >= 0);
	zp_explain_text(t->v, &t->p, &pl->at[1], -1, ZP_EN, &b);
	assert_non_null(strstr(zp_buf_str(&b), "steering: share of "
	    "litigation (T3) 0 of 9, below the line of 70%: litigation is "
	    "served first\n"));
	zp_explain_text(t->v, &t->p, &pl->at[0], -1, ZP_ZH, &b);
	assert_non_null(strstr(zp_buf_str(&b), "低于目标线 70%，"
	    "先派同样紧急的诉讼案件\n"));
	zp_buf_fini(&b);
	zt_county_free(t);
}

static void urgent_goes_before_litigation(void **state)
{
	struct zt_county *t = one_place();
	const struct zp_plan *pl;

	(void)state;
	t->p.litigation_line = 70;
	zt_county_case(t, "case_no=C; recipient_id=P3; stage=arbitration; "
	    "matter_code=CV-LABOUR; organ_code=; urgent=t");
	pl = zt_county_decide(t);
	assert_true(pl->at[0].lead < 0 && pl->at[1].lead < 0 &&
	    pl->at[2].lead >= 0);
	zt_county_free(t);
}

/* --- random years --- */

struct tally {
	const struct zt_year *y;
	int64_t all, social;		/* leads assigned */
	struct zp_centre_state st[3];	/* closed, counted by hand */
};

static void count(void *arg, const struct zp_assignment *a)
{
	struct tally *t = arg;
	int32_t k = zp_registry_find(t->y->reg, ZP_T_COUNSEL, a->licence_no);
	struct zp_centre_state *st = &t->st[zp_registry_find(t->y->reg,
	    ZP_T_CENTRES, a->handling_centre)];
	bool social = t->y->reg->counsel[k].kind == ZP_LAWYER;

	if (a->role != ZP_LEAD)
		return;
	t->all++;
	t->social += social;
	if (a->end_reason != ZP_END_CLOSED)
		return;
	st->closed++;
	st->closed_social += social;
	for (uint32_t i = 0; i < t->y->cases; i++)
		if (strcmp(t->y->cs[i].case_no, a->case_no) == 0)
			st->closed_litigation +=
			    zp_stage_litigation(t->y->cs[i].stage);
}

/* What the world counted is what the rows say. */
static void counts_agree(const struct zp_sim *s, const struct tally *t)
{
	struct zp_arena *a = zp_arena_new();
	const struct zp_view *v = zp_world_view(s->world, NULL, 0,
	    zp_date_start(zp_date_of(2026, 12, 1)), &t->y->p, a);

	for (uint32_t c = 0; c < t->y->reg->centres; c++) {
		assert_int_equal(t->st[c].closed, v->centre[c].closed);
		assert_int_equal(t->st[c].closed_social,
		    v->centre[c].closed_social);
		assert_int_equal(t->st[c].closed_litigation,
		    v->centre[c].closed_litigation);
	}
	zp_arena_free(a);
}

static void play(const struct zt_year *y, struct tally *t)
{
	struct zp_sim *s = zt_year_run(y);
	struct zt_verdict v;

	zt_judge(y, s, &v);
	assert_string_equal("", v.text);
	t->y = y;
	memset(t->st, 0, sizeof(t->st));
	zp_world_each_assignment(s->world, count, t);
	counts_agree(s, t);
	zp_sim_free(s);
}

static void shares_rise_and_no_rule_breaks(void **state)
{
	struct tally off = { 0 }, on = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < YEARS; seed++) {
		struct zt_year *y = zt_year_new(seed, 0);

		y->p.annual_cap = 30;
		play(y, &off);
		y->p.social_line = y->p.litigation_line = 100;
		y->p.w_steer = 20000;
		play(y, &on);
		zt_year_free(y);
	}
	/* about as many are served, and more of them by firm lawyers */
	assert_true(labs(on.all - off.all) * 50 < off.all);
	assert_true(on.social * off.all > off.social * on.all);
	print_message("firm lawyers: %ld of %ld, steered %ld of %ld\n",
	    (long)off.social, (long)off.all, (long)on.social, (long)on.all);
}

static void text_of(const struct zt_year *y, struct zp_buf *out)
{
	struct zp_sim *s = zt_year_run(y);

	zp_export_world(s->world, out);
	zp_export_pending(s->pending, s->pendings, out);
	zp_sim_free(s);
}

/* Neither a weight without a line nor a line of T4 without a weight. */
static void off_changes_nothing(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 100; seed++) {
		struct zt_year *y = zt_year_new(seed, 0);
		struct zp_buf b[3] = { { 0 }, { 0 }, { 0 } };

		text_of(y, &b[0]);
		y->p.w_steer = 20000;
		text_of(y, &b[1]);
		y->p.w_steer = 0;
		y->p.social_line = 100;
		text_of(y, &b[2]);
		for (int k = 1; k < 3; k++)
			assert_string_equal(zp_buf_str(&b[0]),
			    zp_buf_str(&b[k]));
		for (int k = 0; k < 3; k++)
			zp_buf_fini(&b[k]);
		zt_year_free(y);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_does_not_raise_the_share_pays),
		cmocka_unit_test(nothing_closed_steers_nothing),
		cmocka_unit_test(litigation_is_served_first_below_its_line),
		cmocka_unit_test(urgent_goes_before_litigation),
		cmocka_unit_test(shares_rise_and_no_rule_breaks),
		cmocka_unit_test(off_changes_nothing),
	};
	return cmocka_run_group_tests_name("steer", tests, NULL, NULL);
}
