/* tests/model/test_field.c - what a field may hold, and what is said when
 * it may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/case.h"
#include "zhipaid/registry.h"

static const struct zp_col *column(enum zp_table_id id, const char *name)
{
	const struct zp_table *t = zp_table_get(id);
	int i = zp_table_col(t, name);

	assert_true(i >= 0);
	return &t->col[i];
}

struct bad {
	enum zp_table_id id;
	const char *col, *in, *text[ZP_LANGS];
};

static const struct bad words[] = {
	{ ZP_T_REGIONS, "level", "", {
	    "不能为空；请填写：级别",
	    "may not be empty; fill in: level" } },
	{ ZP_T_REGIONS, "level", "countty", {
	    "“countty”不在可用的词中；是不是“county”？"
	    "可用：province city county zone township",
	    "\"countty\" is not one of the words, did you mean \"county\"? "
	    "use one of: province city county zone township" } },
	{ ZP_T_CASES, "stage", "一审", {
	    "“一审”不在可用的词中；可用：investigation prosecution "
	    "first_instance second_instance death_review retrial arbitration "
	    "non_litigation",
	    "\"一审\" is not one of the words; use one of: investigation "
	    "prosecution first_instance second_instance death_review retrial "
	    "arbitration non_litigation" } },
	{ ZP_T_CASES, "tags", "gang|gnag", {
	    "“gnag”不在可用的词中；是不是“gang”？可用：court_notified gang "
	    "gang_organised mass petition demolition medical sexual",
	    "\"gnag\" is not one of the words, did you mean \"gang\"? use one "
	    "of: court_notified gang gang_organised mass petition demolition "
	    "medical sexual" } },
	{ ZP_T_CASES, "tags", "gang|", {
	    "“gang|”中有一项是空的；各项之间只用一个竖线“|”",
	    "\"gang|\" has an empty entry; put one bar between two "
	    "entries" } },
	{ ZP_T_CASES, "urgent", "yes", {
	    "“yes”既不是 t 也不是 f；是写 t，否写 f",
	    "\"yes\" is neither t nor f; write t for yes, f for no" } },
	{ ZP_T_CASES, "urgent", "T", {
	    "“T”既不是 t 也不是 f；是写 t，否写 f",
	    "\"T\" is neither t nor f; write t for yes, f for no" } },
};

static const struct bad numbers[] = {
	{ ZP_T_STATIONS, "posts", "0", {
	    "0 超出范围；请写 1 到 99", "0 is out of range; write 1 to 99" } },
	{ ZP_T_STATIONS, "posts", "two", {
	    "“two”不是整数；请写 1 到 99",
	    "\"two\" is not a whole number; write 1 to 99" } },
	{ ZP_T_STATIONS, "posts", "1.0", {
	    "“1.0”不是整数；请写 1 到 99",
	    "\"1.0\" is not a whole number; write 1 to 99" } },
	{ ZP_T_COUNSEL, "annual_cap", "99999999999999999999", {
	    "99999999999999999999 超出范围；请写 0 到 1000",
	    "99999999999999999999 is out of range; write 0 to 1000" } },
	{ ZP_T_COUNSEL, "annual_cap", "-1", {
	    "-1 超出范围；请写 0 到 1000",
	    "-1 is out of range; write 0 to 1000" } },
	{ ZP_T_COUNSEL, "annual_cap", "-", {
	    "“-”不是整数；请写 0 到 1000",
	    "\"-\" is not a whole number; write 0 to 1000" } },
	{ ZP_T_ASSIGNMENTS, "score", "9223372036854775808", {
	    "9223372036854775808 超出范围；请写 -9223372036854775808 到 "
	    "9223372036854775807",
	    "9223372036854775808 is out of range; write "
	    "-9223372036854775808 to 9223372036854775807" } },
	{ ZP_T_LEAVE, "starts_on", "2026-02-30", {
	    "日历上没有 2026-02-30 这一天；请改正",
	    "there is no day 2026-02-30; correct it" } },
	{ ZP_T_LEAVE, "starts_on", "2026/2/3", {
	    "“2026/2/3”不是日期；请写成 2026-03-01 的样子",
	    "\"2026/2/3\" is not a date; write it like 2026-03-01" } },
	{ ZP_T_CASES, "approved_at", "2026-03-01", {
	    "“2026-03-01”不是时间；请写成 2026-03-01T08:30:00+08:00 的样子",
	    "\"2026-03-01\" is not a time; write it like "
	    "2026-03-01T08:30:00+08:00" } },
	{ ZP_T_CASES, "approved_at", "", {
	    "不能为空；请填写：批准给予援助的时间（D2）",
	    "may not be empty; fill in: when aid was granted (D2)" } },
};

static const struct bad texts[] = {
	{ ZP_T_REGIONS, "name", "a\tb", {
	    "含有控制字符 U+0009（第 2 个字符）；请删去",
	    "holds the control character U+0009 at position 2; remove it" } },
	{ ZP_T_REGIONS, "name", "安庆\n市", {
	    "含有控制字符 U+000A（第 3 个字符）；请删去",
	    "holds the control character U+000A at position 3; remove it" } },
	{ ZP_T_REGIONS, "name", "\x7f", {
	    "含有控制字符 U+007F（第 1 个字符）；请删去",
	    "holds the control character U+007F at position 1; remove it" } },
	{ ZP_T_REGIONS, "name", "x\xc2\x85", {
	    "含有控制字符 U+0085（第 2 个字符）；请删去",
	    "holds the control character U+0085 at position 2; remove it" } },
	{ ZP_T_REGIONS, "name", "ab\xff", {
	    "第 3 字节不是有效的 UTF-8；请把文件存为 UTF-8 或 GB18030",
	    "byte 3 is not valid UTF-8; save the file as UTF-8 or "
	    "GB18030" } },
	{ ZP_T_REGIONS, "code", "3408 00", {
	    "代码“3408 00”里有空格；请删去",
	    "the code \"3408 00\" holds a space; remove it" } },
	{ ZP_T_COUNSEL, "licence_no", "1.34082E+17", {
	    "“1.34082E+17”是表格软件改写过的长数字，后几位已丢失；"
	    "请把这一列设为“文本”格式，重新填写",
	    "\"1.34082E+17\" is a long number that a spreadsheet rounded; "
	    "format the column as text and enter it again" } },
	{ ZP_T_REGIONS, "code", "a|b", {
	    "代码“a|b”里有“|”；代码不能含逗号、引号、竖线",
	    "the code \"a|b\" holds '|'; a code has no comma, quote or "
	    "bar" } },
	{ ZP_T_COUNSEL, "specialties", "labour||land", {
	    "“labour||land”中有一项是空的；各项之间只用一个竖线“|”",
	    "\"labour||land\" has an empty entry; put one bar between two "
	    "entries" } },
	{ ZP_T_COUNSEL, "specialties", "labour,land", {
	    "代码“labour,land”里有“,”；代码不能含逗号、引号、竖线",
	    "the code \"labour,land\" holds ','; a code has no comma, quote "
	    "or bar" } },
};

static void refuse_all(const struct bad *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct zp_arena *a = zp_arena_new();
		struct zp_field_error err = { { NULL } };
		unsigned char was[1024], is[1024];

		memset(was, 0x5a, sizeof(was));
		memset(is, 0x5a, sizeof(is));
		assert_false(zp_field_parse(column(row[i].id, row[i].col),
		    row[i].in, strlen(row[i].in), is, a, &err));
		assert_string_equal(err.text[ZP_ZH], row[i].text[ZP_ZH]);
		assert_string_equal(err.text[ZP_EN], row[i].text[ZP_EN]);
		assert_memory_equal(was, is, sizeof(was));
		zp_arena_free(a);
	}
}

static void bad_words(void **state)
{
	(void)state;
	refuse_all(words, ZP_COUNT(words));
}

static void bad_numbers_and_dates(void **state)
{
	(void)state;
	refuse_all(numbers, ZP_COUNT(numbers));
}

static void bad_texts(void **state)
{
	(void)state;
	refuse_all(texts, ZP_COUNT(texts));
}

static void a_nul_is_a_control_character(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_field_error err;
	struct zp_region r;
	static const char *const col[] = { "name", "code" };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(col); i++) {
		assert_false(zp_field_parse(column(ZP_T_REGIONS, col[i]),
		    "a\0b", 3, &r, a, &err));
		assert_string_equal(err.text[ZP_EN], "holds the control "
		    "character U+0000 at position 2; remove it");
	}
	zp_arena_free(a);
}

/* Length counts characters; the text is data whatever it looks like. */
static void names_are_data(void **state)
{
	static const char *const name[] = { "<script>alert(1)</script>",
		"Robert'); DROP TABLE cases;--", "\"", "'", "a,b", "|", "=1+1",
		"  ", "ᠮᠣᠩᠭᠣᠯ", "\xf0\xa0\x80\x80" };
	const struct zp_col *c = column(ZP_T_CASES, "recipient_name");
	struct zp_arena *a = zp_arena_new();
	struct zp_field_error err;
	struct zp_case row;
	struct zp_buf longest = { 0 };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(name); i++) {
		assert_true(zp_field_parse(c, name[i], strlen(name[i]), &row,
		    a, &err));
		assert_string_equal(row.recipient_name, name[i]);
	}
	for (int i = 0; i < 300; i++)
		zp_buf_puts(&longest, "名");
	assert_true(zp_field_parse(c, longest.at, longest.n, &row, a, &err));
	assert_string_equal(row.recipient_name, longest.at);
	zp_buf_puts(&longest, "x");
	assert_false(zp_field_parse(c, longest.at, longest.n, &row, a, &err));
	assert_string_equal(err.text[ZP_ZH],
	    "太长：有 301 个字符，最多 300 个；请缩短");
	assert_string_equal(err.text[ZP_EN],
	    "too long: 301 characters, at most 300; shorten it");
	zp_buf_fini(&longest);
	zp_arena_free(a);
}

static void a_message_shows_only_the_start_of_a_long_value(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_field_error err;
	struct zp_case row;
	char s[4000];

	(void)state;
	memset(s, 'x', sizeof(s));
	s[0] = '\x1b';
	assert_false(zp_field_parse(column(ZP_T_CASES, "urgent"), s,
	    sizeof(s), &row, a, &err));
	assert_true(strlen(err.text[ZP_EN]) < 200);
	assert_null(strchr(err.text[ZP_EN], '\x1b'));
	zp_arena_free(a);
}

static void empty_is_not_known(void **state)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_field_error err;
	struct zp_case c;
	struct zp_counsel p;

	(void)state;
	memset(&c, 0xff, sizeof(c));
	memset(&p, 0xff, sizeof(p));
#define EMPTY(id, name, row) \
	assert_true(zp_field_parse(column(id, name), "", 0, row, a, &err))
	EMPTY(ZP_T_CASES, "organ_code", &c);
	EMPTY(ZP_T_CASES, "tags", &c);
	EMPTY(ZP_T_CASES, "stage", &c);
	EMPTY(ZP_T_CASES, "recipient_birth", &c);
	EMPTY(ZP_T_CASES, "hearing_at", &c);
	EMPTY(ZP_T_CASES, "wished_counsel", &c);
	EMPTY(ZP_T_CASES, "urgent", &c);
	EMPTY(ZP_T_COUNSEL, "annual_cap", &p);
	EMPTY(ZP_T_COUNSEL, "gender", &p);
	assert_string_equal(c.organ_code, "");
	assert_int_equal(c.tags, 0);
	assert_int_equal(c.stage, ZP_STAGE_UNKNOWN);
	assert_false(zp_date_known(c.recipient_birth));
	assert_false(zp_wall_known(c.hearing_at));
	assert_int_equal(c.wished_counsel.n, 0);
	assert_false(c.urgent);
	assert_int_equal(p.annual_cap, -1);
	assert_int_equal(p.gender, ZP_GENDER_UNKNOWN);
	zp_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_words),
		cmocka_unit_test(bad_numbers_and_dates),
		cmocka_unit_test(bad_texts),
		cmocka_unit_test(a_nul_is_a_control_character),
		cmocka_unit_test(names_are_data),
		cmocka_unit_test(
		    a_message_shows_only_the_start_of_a_long_value),
		cmocka_unit_test(empty_is_not_known),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
