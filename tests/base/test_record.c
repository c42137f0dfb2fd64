/* tests/base/test_record.c - CSV records, and the distance of words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/buf.h"
#include "zhipaid/hash.h"
#include "zhipaid/record.h"
#include "zhipaid/word.h"

/* Everything that is read, as "line:[field][field]" per record. */
static void read_all(const char *text, size_t n, struct zp_buf *out)
{
	static const char *const name[] = { "", "end", "stray", "open" };
	struct zp_reader r = { .at = text, .end = text + n, .line = 1 };
	struct zp_arena *a = zp_arena_new();
	enum zp_record rc;

	while ((rc = zp_record_read(&r, a)) != ZP_RECORD_END) {
		zp_buf_printf(out, "%ld:%s", r.start, name[rc]);
		for (uint32_t i = 0; rc == ZP_RECORD && i < r.n; i++) {
			zp_buf_putc(out, '[');
			zp_buf_add(out, r.field[i].at, r.field[i].n);
			zp_buf_putc(out, ']');
		}
		zp_buf_putc(out, ' ');
		if (rc == ZP_RECORD_OPEN)
			break;
	}
	zp_record_fini(&r);
	zp_arena_free(a);
}

static void records(void **state)
{
	static const struct { const char *in, *out; } row[] = {
		{ "", "" }, { "\n\r\n,,\n", "" },
		{ "a,b\nc,d\n", "1:[a][b] 2:[c][d] " },
		{ "a,b\r\nc,d\r\n", "1:[a][b] 2:[c][d] " },
		{ "a,b", "1:[a][b] " }, { "a,b\r", "1:[a][b] " },
		{ "a,\n,b\n", "1:[a][] 2:[][b] " },
		{ "\n\na,b\n\nc\n", "3:[a][b] 5:[c] " },
		{ "\"a\",\"b,c\"\n", "1:[a][b,c] " },
		{ "\"a\"\"b\"\"\",c\n", "1:[a\"b\"][c] " },
		{ "\"\",\"\"\"\"\n", "1:[][\"] " },
		{ "\"x\ny\",z\nw\n", "1:[x\ny][z] 3:[w] " },
		{ "\"x\r\ny\"\r\nw\r\n", "1:[x\r\ny] 3:[w] " },
		{ "\"x\"\r", "1:[x] " },
		{ "a\"b,c\nd\n", "1:stray 2:[d] " },
		{ "\"a\"b,c\nd\n", "1:stray 2:[d] " },
		{ "a, \"b\"\nd\n", "1:stray 2:[d] " },
		{ "x\n\"a,b\nc\n", "1:[x] 2:open " },
		{ "\"a\"\"", "1:open " }, { "\"", "1:open " },
		{ "a\rb,c\n", "1:[a\rb][c] " },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_buf b = { 0 };

		read_all(row[i].in, strlen(row[i].in), &b);
		assert_string_equal(zp_buf_str(&b), row[i].out);
		zp_buf_fini(&b);
	}
}

/* Write random fields by the rules of RFC 4180 and read them again. */
static void what_is_quoted_comes_back(void **state)
{
	static const char alphabet[] = "ab,\"\n\r \xe5\xae\x89";
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct zp_buf in = { 0 }, want = { 0 }, got = { 0 };
		uint64_t fields = 1 + zp_hash_mix(++seed) % 5;

		zp_buf_puts(&want, "1:");
		for (uint64_t f = 0; f < fields; f++) {
			uint64_t len = zp_hash_mix(++seed) % 6 + (f == 0);

			zp_buf_puts(&in, f > 0 ? ",\"" : "\"");
			zp_buf_putc(&want, '[');
			for (; len > 0; len--) {
				char c = alphabet[zp_hash_mix(++seed) %
				    (sizeof(alphabet) - 1)];

				zp_buf_putc(&in, c);
				if (c == '"')
					zp_buf_putc(&in, c);
				zp_buf_putc(&want, c);
			}
			zp_buf_putc(&in, '"');
			zp_buf_putc(&want, ']');
		}
		zp_buf_puts(&want, " ");
		zp_buf_puts(&in, round % 2 == 0 ? "\n" : "");
		read_all(in.at, in.n, &got);
		assert_string_equal(zp_buf_str(&got), zp_buf_str(&want));
		zp_buf_fini(&in);
		zp_buf_fini(&want);
		zp_buf_fini(&got);
	}
}

static unsigned distance(const char *a, const char *b)
{
	return zp_word_distance(a, strlen(a), b, strlen(b));
}

static void words_near_and_far(void **state)
{
	char longer[100];

	(void)state;
	assert_int_equal(distance("", ""), 0);
	assert_int_equal(distance("abc", ""), 3);
	assert_int_equal(distance("kitten", "sitting"), 3);
	assert_int_equal(distance("case_no", "case_on"), 1);
	assert_int_equal(distance("ca", "abc"), 3);	/* aligned strings */
	assert_int_equal(distance("regoin_code", "region_code"), 1);
	memset(longer, 'x', sizeof(longer));
	assert_int_equal(zp_word_distance(longer, 100, "", 0), 64);
	assert_true(zp_word_close(1, 2));
	assert_true(zp_word_close(2, 6));
	assert_false(zp_word_close(3, 6));
}

static void distance_is_a_symmetric_count(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		char a[12], b[12];
		size_t an = zp_hash_mix(++seed) % 12;
		size_t bn = zp_hash_mix(++seed) % 12;
		unsigned d;

		for (size_t k = 0; k < an; k++)
			a[k] = (char)('a' + zp_hash_mix(++seed) % 3);
		for (size_t k = 0; k < bn; k++)
			b[k] = (char)('a' + zp_hash_mix(++seed) % 3);
		d = zp_word_distance(a, an, b, bn);
		assert_int_equal(d, zp_word_distance(b, bn, a, an));
		assert_true(d <= (an > bn ? an : bn));
		assert_true(d >= (an > bn ? an - bn : bn - an));
		assert_true((d == 0) == (an == bn && memcmp(a, b, an) == 0));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(what_is_quoted_comes_back),
		cmocka_unit_test(words_near_and_far),
		cmocka_unit_test(distance_is_a_symmetric_count),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
