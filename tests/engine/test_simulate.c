/*
 * tests/engine/test_simulate.c - zp_simulate(): thousands of random years,
 * judged by somebody who never saw the engine.
 */
#include "support_random.h"
#include "support_year.h"
#include "zhipaid/export.h"

enum { YEARS = 2000 };

static void export(const struct zp_sim *s, struct zp_buf *out)
{
	zp_export_world(s->world, out);
	zp_export_pending(s->pending, s->pendings, out);
}

static void no_year_breaks_a_rule_or_loses_anybody(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < YEARS; seed++) {
		struct zt_year *y = zt_year_new(seed, 0);
		struct zp_sim *s = zt_year_run(y);
		struct zt_verdict v;

		zt_judge(y, s, &v);
		if (v.text[0] != '\0')
			fail_msg("year %u: %s", (unsigned)seed, v.text);
		zp_sim_free(s);
		zt_year_free(y);
	}
}

static void the_order_of_rows_does_not_matter(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < YEARS / 4; seed++) {
		struct zp_buf text[2] = { { 0 }, { 0 } };

		for (int k = 0; k < 2; k++) {
			struct zt_year *y = zt_year_new(seed,
			    k == 0 ? 0 : seed + 9);
			struct zp_sim *s = zt_year_run(y);

			export(s, &text[k]);
			zp_sim_free(s);
			zt_year_free(y);
		}
		assert_string_equal(zp_buf_str(&text[0]),
		    zp_buf_str(&text[1]));
		zp_buf_fini(&text[0]);
		zp_buf_fini(&text[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_year_breaks_a_rule_or_loses_anybody),
		cmocka_unit_test(the_order_of_rows_does_not_matter),
	};
	return cmocka_run_group_tests_name("simulate", tests, NULL, NULL);
}
