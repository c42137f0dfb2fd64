/* tests/engine/test_ahead.c - zp_ahead_mark(), and what it does. */
#include <stdio.h>
#include <string.h>

#include "support_county.h"
#include "zhipaid/ahead.h"
#include "zhipaid/explain.h"

/* The year before: criminal cases, and one of labour in so many. */
static void last_year(struct zt_county *t, int cases, int labour)
{
	for (int k = 0; k < cases; k++) {
		char facts[160];

		snprintf(facts, sizeof(facts), "case_no=before-%03d; "
		    "recipient_id=B%d; approved_at=2025-%02d-%02dT09:00:00"
		    "+08:00; matter_code=%s", k, k, 1 + k % 12,
		    1 + k * 7 % 28, k % labour == 0 ? "CV-LABOUR" : "CR-DEF");
		zt_county_case(t, facts);
		t->n = 0;		/* long decided */
	}
}

static struct zp_view *view(struct zt_county *t, struct zp_ahead *h,
    const char *now)
{
	struct zp_wall at;
	struct zp_view *v;

	assert_true(zp_wall_parse(now, &at));
	v = zp_world_view(t->w, t->no, t->n, at, &t->p, t->a);
	zp_ahead_mark(h, t->w, v, &t->p, t->a);
	return v;
}

static struct zt_county *county(int before, int labour)
{
	struct zt_county *t = zt_county_new();

	t->p.futures = 8;
	t->p.annual_cap = 12;
	t->p.w_specialty = 2000;
	last_year(t, before, labour);
	zt_county_case(t, "case_no=now; recipient_id=P1; "
	    "matter_code=CV-LABOUR");
	return t;
}

static const struct zp_counsel_state *state(const struct zt_county *t,
    const struct zp_view *v, const char *licence)
{
	return &v->counsel[zt_county_person(t, licence)];
}

static void without_history_nothing_is_dearer(void **unused)
{
	struct zt_county *t = county(0, 1);
	struct zp_ahead *h = zp_ahead_new();
	struct zp_view *v = view(t, h, "2026-03-10T09:00:00+08:00");

	(void)unused;
	for (uint32_t c = 0; c < t->reg->counsels; c++)
		assert_int_equal(v->counsel[c].ahead, 0);
	zp_ahead_free(h);
	zt_county_free(t);
}

static void it_is_off_by_default(void **unused)
{
	struct zt_county *t = county(60, 2);
	struct zp_ahead *h = zp_ahead_new();
	struct zp_policy p;
	struct zp_view *v;

	(void)unused;
	zp_policy_init(&p);
	assert_int_equal(p.futures, 0);
	t->p.futures = 0;
	v = view(t, h, "2026-03-10T09:00:00+08:00");
	for (uint32_t c = 0; c < t->reg->counsels; c++)
		assert_int_equal(v->counsel[c].ahead, 0);
	zp_ahead_free(h);
	zt_county_free(t);
}

/* 60 cases for five people with room for 12 each, criminal ones for the
 * lawyers alone: they are dear for labour, and G1 is not. */
static void the_scarce_are_dear(void **unused)
{
	struct zt_county *t = county(60, 2);
	struct zp_ahead *h = zp_ahead_new();
	struct zp_view *v = view(t, h, "2026-01-05T09:00:00+08:00");
	const struct zp_counsel_state *l3 = state(t, v, "L3"),
	    *g1 = state(t, v, "G1");

	(void)unused;
	assert_true(l3->ahead > g1->ahead);
	assert_string_equal(l3->ahead_kind, "criminal");
	assert_in_range(l3->ahead_n, 28, 33);
	assert_int_equal(state(t, v, "V1")->ahead, 0);
	v = view(t, h, "2026-12-31T09:00:00+08:00");
	assert_true(state(t, v, "L3")->ahead < l3->ahead);
	zp_ahead_free(h);
	zt_county_free(t);
}

static void take(struct zt_county *t, struct zp_view *v)
{
	zp_world_apply(t->w, v, zp_decide(v, &t->p, t->a), &t->p, ZP_AUTO);
}

/* A daemon that was started anew comes to the prices of one that ran all
 * the year. */
static void a_restart_changes_no_price(void **unused)
{
	struct zt_county *t = county(60, 2);
	struct zp_ahead *h = zp_ahead_new();
	int dear = 0;

	(void)unused;
	for (int k = 0; k < 30; k++) {
		struct zp_ahead *fresh = zp_ahead_new();
		char facts[120], now[40];
		struct zp_view *v, *w;

		snprintf(now, sizeof(now), "2026-%02d-%02dT09:00:00+08:00",
		    1 + k * 4 / 10, 1 + k * 7 % 28);
		snprintf(facts, sizeof(facts), "case_no=now-%02d; "
		    "recipient_id=P%d; approved_at=%s; matter_code=%s", k, k,
		    now, k % 3 == 0 ? "CR-DEF" : "CV-LABOUR");
		t->n = 0;
		zt_county_case(t, facts);
		v = view(t, h, now);
		w = view(t, fresh, now);
		for (uint32_t c = 0; c < t->reg->counsels; c++) {
			const struct zp_counsel_state *x = &v->counsel[c],
			    *y = &w->counsel[c];

			assert_int_equal(x->ahead, y->ahead);
			assert_int_equal(x->ahead_n, y->ahead_n);
			assert_string_equal(x->ahead_kind, y->ahead_kind);
			dear += x->ahead > 0;
		}
		take(t, v);
		zp_ahead_free(fresh);
	}
	assert_true(dear > 0);
	zp_ahead_free(h);
	zt_county_free(t);
}

/* L1 would come first today; what is expected of him turns it. */
static void the_sentence_says_for_whom(void **unused)
{
	struct zt_county *t = county(48, 8);
	struct zp_ahead *h = zp_ahead_new();
	struct zp_buf out = { 0 };
	struct zp_report rep = { 0 };
	struct zp_view *v, *again;
	struct zp_plan *pl;

	(void)unused;
	t->p.w_specialty = 0;
	zt_county_past(t, "G1", 1);
	v = view(t, h, "2026-03-10T09:00:00+08:00");
	zp_view_print(v, &out);
	again = zp_view_parse(out.at, out.n, t->reg, &t->cal, t->a, &rep);
	assert_non_null(again);
	zp_buf_reset(&out);
	pl = zp_decide(again, &t->p, t->a);
	assert_int_equal(pl->at[0].lead, zt_county_person(t, "G1"));
	zp_explain_text(again, &t->p, &pl->at[0], -1, ZP_EN, &out);
	assert_non_null(strstr(zp_buf_str(&out),
	    "kept free for criminal cases: "));
	assert_non_null(strstr(zp_buf_str(&out), "expected by December"));
	zp_buf_reset(&out);
	zp_explain_text(again, &t->p, &pl->at[0],
	    zt_county_person(t, "L1"), ZP_ZH, &out);
	assert_non_null(strstr(zp_buf_str(&out), "为 criminal 类案件留出"));
	zp_buf_fini(&out);
	zp_report_fini(&rep);
	zp_ahead_free(h);
	zt_county_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_history_nothing_is_dearer),
		cmocka_unit_test(it_is_off_by_default),
		cmocka_unit_test(the_scarce_are_dear),
		cmocka_unit_test(a_restart_changes_no_price),
		cmocka_unit_test(the_sentence_says_for_whom),
	};
	return cmocka_run_group_tests_name("ahead", tests, NULL, NULL);
}
