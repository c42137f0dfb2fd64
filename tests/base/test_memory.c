/* tests/base/test_memory.c - the arena, the map, the report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/arena.h"
#include "zhipaid/hash.h"
#include "zhipaid/report.h"

/* Sizes of every kind: each piece is aligned, zeroed, and its own. */
static void pieces_do_not_touch(void **state)
{
	enum { PIECES = 3000 };
	struct zp_arena *a = zp_arena_new();
	static unsigned char *at[PIECES];
	static size_t size[PIECES];
	size_t sum = 0;

	(void)state;
	for (size_t i = 0; i < PIECES; i++) {
		size[i] = zp_hash_mix(i) % (i % 100 == 0 ? 300000 : 200);
		at[i] = zp_arena_alloc(a, size[i]);
		assert_non_null(at[i]);
		assert_int_equal((uintptr_t)at[i] % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < size[i]; k++)
			if (at[i][k] != 0)
				fail_msg("not zeroed");
		memset(at[i], (int)(i & 0xff), size[i]);
		sum += size[i];
		if (i % 3 == 0) {
			assert_string_equal(zp_arena_strdup(a, "odd"), "odd");
			sum += 4;
		}
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t k = 0; k < size[i]; k++)
			if (at[i][k] != (i & 0xff))
				fail_msg("overwritten");
	assert_int_equal(zp_arena_used(a), sum);
	zp_arena_free(a);
}

static void a_reset_arena_is_like_new(void **state)
{
	struct zp_arena *a = zp_arena_new();
	unsigned char *first = zp_arena_alloc(a, 100);

	(void)state;
	memset(first, 0xff, 100);
	assert_non_null(zp_arena_alloc(a, 1000000));
	zp_arena_reset(a);
	assert_int_equal(zp_arena_used(a), 0);
	assert_ptr_equal(zp_arena_alloc(a, 100), first);
	assert_int_equal(first[99], 0);
	zp_arena_free(a);
	zp_arena_free(NULL);
}

static void strings_are_copied(void **state)
{
	struct zp_arena *a = zp_arena_new();
	char text[] = "指派律师";
	const char *whole = zp_arena_strdup(a, text);
	const char *part = zp_arena_strndup(a, text, 6);

	(void)state;
	memset(text, 'x', 4);
	assert_string_equal(whole, "指派律师");
	assert_string_equal(part, "指派");
	assert_string_equal(zp_arena_strndup(a, "y", 0), "");
	assert_non_null(zp_arena_calloc(a, 0, 8));
	zp_arena_free(a);
}

static void a_map_remembers(void **state)
{
	enum { KEYS = 5000 };
	static char key[KEYS][16];
	struct zp_strmap m = { 0 };

	(void)state;
	assert_int_equal(zp_strmap_get(&m, "x"), -1);
	for (int i = 0; i < KEYS; i++) {
		snprintf(key[i], sizeof(key[i]), "k%d", i);
		zp_strmap_put(&m, key[i], i);
	}
	assert_int_equal(m.n, KEYS);
	zp_strmap_put(&m, "k7", 70);		/* again: replaced */
	assert_int_equal(m.n, KEYS);
	for (int i = 0; i < KEYS; i++)
		assert_int_equal(zp_strmap_get(&m, key[i]), i == 7 ? 70 : i);
	assert_int_equal(zp_strmap_get(&m, "k5000"), -1);
	assert_int_equal(zp_strmap_get(&m, ""), -1);
	zp_strmap_fini(&m);
	assert_int_equal(zp_strmap_get(&m, "k1"), -1);
}

/* Values published with the algorithms. */
static void hashes_are_the_published_ones(void **state)
{
	(void)state;
	assert_true(zp_hash_str(ZP_HASH_INIT, "") ==
	    UINT64_C(0xcbf29ce484222325));
	assert_true(zp_hash_str(ZP_HASH_INIT, "a") ==
	    UINT64_C(0xaf63dc4c8601ec8c));
	assert_true(zp_hash_str(ZP_HASH_INIT, "foobar") ==
	    UINT64_C(0x85944171f73967e8));
	/* first output of SplitMix64 seeded with 0 */
	assert_true(zp_hash_mix(UINT64_C(0x9e3779b97f4a7c15)) ==
	    UINT64_C(0xe220a8397b1dcdaf));
}

static void a_report_prints_both_languages(void **state)
{
	static const char *const bad[] = { "不对", "wrong" };
	static const char *const odd[] = { "奇怪", "odd" };
	struct zp_report r = { 0 };
	struct zp_buf b = { 0 };

	(void)state;
	zp_report_add(&r, ZP_ERROR, "cases.csv", 12, "urgent", bad);
	zp_report_add(&r, ZP_WARNING, "a.conf", 0, NULL, odd);
	zp_report_add(&r, ZP_ERROR, NULL, 0, "key", bad);
	for (int i = 0; i < 20; i++)
		zp_report_add(&r, ZP_WARNING, "", 0, "", odd);
	assert_int_equal(r.n, 23);
	assert_int_equal(r.errors, 2);
	r.n = 3;
	zp_report_print(&r, ZP_ZH, &b);
	zp_report_print(&r, ZP_EN, &b);
	r.n = 23;
	assert_string_equal(zp_buf_str(&b),
	    "cases.csv:12: urgent: 错误: 不对\n"
	    "a.conf: 警告: 奇怪\n"
	    "key: 错误: 不对\n"
	    "cases.csv:12: urgent: error: wrong\n"
	    "a.conf: warning: odd\n"
	    "key: error: wrong\n");
	zp_buf_fini(&b);
	zp_report_fini(&r);
	assert_int_equal(r.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_do_not_touch),
		cmocka_unit_test(a_reset_arena_is_like_new),
		cmocka_unit_test(strings_are_copied),
		cmocka_unit_test(a_map_remembers),
		cmocka_unit_test(hashes_are_the_published_ones),
		cmocka_unit_test(a_report_prints_both_languages),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
