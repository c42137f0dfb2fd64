/* tests/base/test_text.c - buffers, JSON, UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/buf.h"

static void a_buffer_grows(void **state)
{
	struct zp_buf b = { 0 };

	(void)state;
	assert_string_equal(zp_buf_str(&b), "");
	zp_buf_add(&b, "", 0);
	for (int i = 0; i < 1000; i++) {
		zp_buf_putc(&b, (char)('a' + i % 26));
		zp_buf_printf(&b, "%d", i % 10);
	}
	assert_int_equal(b.n, 2000);
	assert_int_equal(strlen(zp_buf_str(&b)), 2000);
	assert_memory_equal(b.at + 52, "a6b7", 4);
	zp_buf_reset(&b);
	assert_string_equal(zp_buf_str(&b), "");
	zp_buf_puts(&b, "again");
	assert_string_equal(zp_buf_str(&b), "again");
	zp_buf_fini(&b);
	assert_null(b.at);
}

static void numbers_as_printf_has_them(void **state)
{
	static const int64_t row[] = { 0, 1, -1, 9, 10, -10, 12345,
		INT32_MIN, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
	char text[32];

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_buf b = { 0 };

		zp_buf_i64(&b, row[i]);
		snprintf(text, sizeof(text), "%lld", (long long)row[i]);
		assert_string_equal(zp_buf_str(&b), text);
		zp_buf_fini(&b);
	}
}

static void json_puts_commas_where_they_belong(void **state)
{
	struct zp_buf b = { 0 };

	(void)state;
	zp_json_open(&b, '{');
	zp_json_key(&b, "a");
	zp_json_open(&b, '[');
	zp_json_i64(&b, -3);
	zp_json_str(&b, "[");
	zp_json_str(&b, "");
	zp_json_bool(&b, true);
	zp_json_null(&b);
	zp_json_open(&b, '{');
	zp_json_close(&b, '}');
	zp_json_close(&b, ']');
	zp_json_key(&b, "b:");
	zp_json_bool(&b, false);
	zp_json_close(&b, '}');
	zp_buf_putc(&b, '\n');
	zp_json_open(&b, '[');
	zp_json_close(&b, ']');
	assert_string_equal(zp_buf_str(&b),
	    "{\"a\":[-3,\"[\",\"\",true,null,{}],\"b:\":false}\n[]");
	zp_buf_fini(&b);
}

static void json_escapes(void **state)
{
	static const struct { const char *in, *out; } row[] = {
		{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
		{ "指派 <script>'", "\"指派 <script>'\"" },
		{ "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"" },
		{ "a\xff" "b\xc3", "\"a\xef\xbf\xbd" "b\xef\xbf\xbd\"" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xff\"", "\"\xef\xbf\xbd\\\"\"" },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_buf b = { 0 };

		zp_json_str(&b, row[i].in);
		assert_string_equal(zp_buf_str(&b), row[i].out);
		zp_buf_fini(&b);
	}
}

/* Encode a number as UTF-8 would, also where it must not. */
static size_t encode(uint32_t c, unsigned len, char *s)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (unsigned i = len; i-- > 1; c >>= 6)
		s[i] = (char)(0x80 | (c & 0x3f));
	s[0] = (char)(lead[len] | c);
	return len;
}

static void utf8_is_what_the_standard_says(void **state)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const uint32_t room[] = { 0, 0x7f, 0x7ff, 0xffff, 0x1fffff };

	(void)state;
	for (unsigned len = 1; len <= 4; len++)
		for (uint32_t c = 0; c <= room[len]; c++) {
			char s[4];
			size_t n = encode(c, len, s);
			bool good = c >= least[len] && c <= 0x10ffff &&
			    (c < 0xd800 || c > 0xdfff);

			if (zp_utf8_valid(s, n) != (good ? n : 0))
				fail_msg("U+%04X in %u bytes", c, len);
			if (good && len > 1 && zp_utf8_valid(s, n - 1) != 0)
				fail_msg("U+%04X cut short", c);
		}
}

static void utf8_stops_at_the_first_bad_byte(void **state)
{
	static const struct { const char *s; size_t n, valid; } row[] = {
		{ "", 0, 0 }, { "abc", 3, 3 }, { "a\0b", 3, 3 },
		{ "a\x80", 2, 1 }, { "安庆\xff", 7, 6 }, { "\xfe", 1, 0 },
		{ "\xe5\xae", 2, 0 }, { "\xe5\xae\x41", 3, 0 },
		{ "\xf8\x88\x80\x80\x80", 5, 0 }, { "\xc3\xc3\xa9", 3, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++)
		assert_int_equal(zp_utf8_valid(row[i].s, row[i].n),
		    row[i].valid);
}

static void width_on_a_terminal(void **state)
{
	static const struct { const char *s; size_t width; } row[] = {
		{ "", 0 }, { "abc", 3 }, { "安庆市", 6 }, { "a安b", 4 },
		{ "（全角）", 8 }, { "e\xcc\x81", 1 },	/* combining acute */
		{ "\xe2\x80\x8b", 0 },			/* zero width space */
		{ "ᠮᠣᠩᠭᠣᠯ", 6 },			/* Mongolian */
		{ "\xf0\x9f\x98\x80", 2 },		/* an emoji */
		{ "\xf0\xa0\x80\x80", 2 },		/* CJK extension B */
		{ "é", 1 }, { "—…“”", 4 }, { "𝄞", 1 }, { "한국", 4 },
		{ "a\tb\n", 2 },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++)
		if (zp_utf8_width(row[i].s) != row[i].width)
			fail_msg("\"%s\": %zu", row[i].s,
			    zp_utf8_width(row[i].s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buffer_grows),
		cmocka_unit_test(numbers_as_printf_has_them),
		cmocka_unit_test(json_puts_commas_where_they_belong),
		cmocka_unit_test(json_escapes),
		cmocka_unit_test(utf8_is_what_the_standard_says),
		cmocka_unit_test(utf8_stops_at_the_first_bad_byte),
		cmocka_unit_test(width_on_a_terminal),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
