/* tests/model/test_duty.c - a duty by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/buf.h"
#include "zhipaid/duty.h"

static void a_name_and_back(void **state)
{
	static const struct { const char *name, *full; } good[] = {
		{ "ST-1/2026-03-05/am/1", "ST-1/2026-03-05/am/1" },
		{ "ST-1/2026-03-05/pm", "ST-1/2026-03-05/pm/1" },
		{ "a/b/2026-03-05/day/99", "a/b/2026-03-05/day/99" },
		{ "am/2026-03-05/am", "am/2026-03-05/am/1" },
	};
	struct zp_arena *a = zp_arena_new();
	struct zp_buf b = { 0 };
	struct zp_duty d;

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(good); i++) {
		assert_true(zp_duty_parse(good[i].name, a, &d));
		zp_buf_reset(&b);
		zp_duty_print(&d, &b);
		assert_string_equal(zp_buf_str(&b), good[i].full);
		assert_string_equal(d.licence_no, "");
		assert_int_equal(d.counsel, -1);
	}
	zp_buf_fini(&b);
	zp_arena_free(a);
}

static void no_name_of_a_duty(void **state)
{
	static const char *const bad[] = { "", "/", "am", "ST-1",
		"ST-1/2026-03-05", "ST-1/2026-03-05/noon", "ST-1/am",
		"/2026-03-05/am", "2026-03-05/am", "ST-1/2026-3-5/am",
		"ST-1/2026-02-30/am", "ST-1/2026-03-05/am/0",
		"ST-1/2026-03-05/am/100", "ST-1/2026-03-05/am/x",
		"ST-1/2026-03-05/am/", "ST-1/2026-03-05//1" };
	struct zp_arena *a = zp_arena_new();
	struct zp_duty d = { .post = 7 };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(bad); i++)
		assert_false(zp_duty_parse(bad[i], a, &d));
	assert_int_equal(d.post, 7);
	zp_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_and_back),
		cmocka_unit_test(no_name_of_a_duty),
	};

	return cmocka_run_group_tests_name("duty", tests, NULL, NULL);
}
