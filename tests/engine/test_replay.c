/*
 * tests/engine/test_replay.c - what is stored of a decision is enough: the
 * text of a view, parsed again, gives the same plan and the same record.
 */
#include "support_random.h"
#include "zhipaid/explain.h"

static void record_all(const struct zp_view *v, const struct zp_policy *p,
    struct zp_buf *out)
{
	struct zp_arena *a = zp_arena_new();
	const struct zp_plan *pl = zp_decide(v, p, a);

	for (uint32_t i = 0; i < pl->n; i++) {
		zp_explain_record(v, p, &pl->at[i], out);
		zp_explain_rules(&pl->at[i], out);
		if (pl->at[i].lead < 0)
			zp_explain_waiting(v, p, &pl->at[i], ZP_ZH, out);
		zp_buf_putc(out, '\n');
	}
	zp_arena_free(a);
}

static void decide_twice(struct zt_random *t)
{
	struct zp_buf text[2] = { { 0 }, { 0 } }, said[2] = { { 0 }, { 0 } };
	struct zp_report rep = { 0 };
	const struct zp_view *v = zt_random_view(t);
	const struct zp_view *back;

	zp_view_print(v, &text[0]);
	record_all(v, &t->p, &said[0]);
	back = zp_view_parse(zp_buf_str(&text[0]), text[0].n, t->reg,
	    &t->cal, t->a, &rep);
	assert_non_null(back);
	zp_view_print(back, &text[1]);
	record_all(back, &t->p, &said[1]);
	assert_string_equal(zp_buf_str(&text[0]), zp_buf_str(&text[1]));
	assert_string_equal(zp_buf_str(&said[0]), zp_buf_str(&said[1]));
	for (int k = 0; k < 2; k++) {
		zp_buf_fini(&text[k]);
		zp_buf_fini(&said[k]);
	}
}

static void a_stored_view_decides_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 1500; seed++) {
		struct zt_shape shape = { .people = 14, .cases = 8,
			.past = 12, .linked = seed % 3 == 0 };
		struct zt_random *t = zt_random_new(seed, &shape);

		t->p.pair = seed % 2 == 0;
		t->p.borrow_for_gang = seed % 4 == 1;
		t->p.litigation_years = seed % 5 == 0 ? 5 : 0;
		for (uint64_t k = 0; k < 4 && seed % 3 != 0; k++)
			t->p.dispatch[k] = (enum zp_dispatch)((seed + k) % 7);
		decide_twice(t);
		zt_random_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stored_view_decides_the_same),
	};
	return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
