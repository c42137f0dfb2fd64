/* tests/wire/test_csv.c - one file: encodings, headers, rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/csv.h"

struct result {
	struct zp_arena *a;
	struct zp_rows_out out;
	struct zp_buf why[ZP_LANGS];
	bool ok;
};

static struct result parse(enum zp_table_id id, const char *s, size_t n)
{
	struct result r = { .a = zp_arena_new() };
	struct zp_csv_file file = { "x.csv", s, n };
	struct zp_report rep = { 0 };

	r.ok = zp_csv_parse(zp_table_get(id), &file, r.a, &r.out, &rep);
	for (int l = 0; l < ZP_LANGS; l++)
		zp_report_print(&rep, (enum zp_lang)l, &r.why[l]);
	zp_report_fini(&rep);
	return r;
}

static void done(struct result *r)
{
	zp_arena_free(r->a);
	for (int l = 0; l < ZP_LANGS; l++)
		zp_buf_fini(&r->why[l]);
}

#define HEAD "code,name,kind,region_code\n"

static void good_files(void **state)
{
	static const struct { const char *s; size_t n; const char *name; }
	    row[] = {
#define ROW(s, name) { s, sizeof(s) - 1, name }
		ROW(HEAD "F1,衡正所,law_firm,11\n", "衡正所"),
		ROW("\xef\xbb\xbf" HEAD "F1,衡正所,law_firm,11\n", "衡正所"),
		ROW("code,name,kind,region_code\r\nF1,衡正所,law_firm,11\r\n",
		    "衡正所"),
		ROW(HEAD "\n\nF1,\"a \"\"b\"\", c\",law_firm,11", "a \"b\", c"),
		ROW("region_code,kind,name,code\n11,law_firm,衡正所,F1\n",
		    "衡正所"),
		ROW("\"code\",\"name\",kind,region_code\nF1,x,law_firm,\n"
		    ",,,\n", "x"),
		/* GB18030: two bytes a character, and four for a rare one */
		ROW(HEAD "F1,\xba\xe2\xd5\xfd\xcb\xf9,law_firm,11\n",
		    "衡正所"),
		ROW(HEAD "F1,\x95\x32\x82\x36\xd5\xfd,law_firm,11\n",
		    "\xf0\xa0\x80\x80正"),
		ROW(HEAD "F1,<script>alert('x')</script>,law_firm,11\n",
		    "<script>alert('x')</script>"),
		ROW(HEAD "F1,x'); DROP TABLE zp.cases;--,law_firm,11\n",
		    "x'); DROP TABLE zp.cases;--"),
#undef ROW
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct result r = parse(ZP_T_FIRMS, row[i].s, row[i].n);
		struct zp_firm *f = r.out.rows;

		assert_string_equal(zp_buf_str(&r.why[ZP_EN]), "");
		assert_true(r.ok);
		assert_int_equal(r.out.n, 1);
		assert_string_equal(f->code, "F1");
		assert_string_equal(f->name, row[i].name);
		assert_int_equal(f->kind, ZP_LAW_FIRM);
		done(&r);
	}
}

static void columns_of_ours_may_come_or_not(void **state)
{
	static const char *const text =
	    "licence_no,quality,name,gender,kind,firm_code,centre_code,"
	    "region_code,practice_since,criminal_since,specialties,languages,"
	    "expert,minor_qualified,duty_trained_on,wants_pairing,annual_cap,"
	    "joined_on,status,former_organ,former_left_on,relatives_at\n"
	    "L1,77,宁立,,lawyer,F1,C1,,,,,,,,,,,,active,,,\n";
	struct result r = parse(ZP_T_COUNSEL, text, strlen(text));
	struct zp_counsel *c = r.out.rows;

	(void)state;
	assert_true(r.ok);
	assert_string_equal(zp_buf_str(&r.why[ZP_EN]), "");
	assert_int_equal(c->quality, 77);
	assert_false(zp_date_known(c->pool_to));
	assert_int_equal(c->area.n, 0);
	done(&r);
}

struct bad { const char *s; size_t n; const char *why[ZP_LANGS]; };
#define BAD(s, zh, en) { s, sizeof(s) - 1, { zh, en } }

static void refuse(const struct bad *row, size_t n, bool useless)
{
	for (size_t i = 0; i < n; i++) {
		struct result r = parse(ZP_T_FIRMS, row[i].s, row[i].n);

		assert_string_equal(zp_buf_str(&r.why[ZP_ZH]),
		    row[i].why[ZP_ZH]);
		assert_string_equal(zp_buf_str(&r.why[ZP_EN]),
		    row[i].why[ZP_EN]);
		assert_int_equal(r.ok, !useless);
		assert_int_equal(r.out.n, useless ? 0 : 1);
		assert_int_equal(r.out.bad, useless ? 0 : 1);
		done(&r);
	}
}

static void files_that_are_useless(void **state)
{
	static const struct bad row[] = {
		BAD("", "x.csv:1: 错误: 文件是空的；第一行应当是标题行\n",
		    "x.csv:1: error: the file is empty; the first line is the "
		    "header\n"),
		BAD("code,nmae,kind,region_code\nF1,x,law_firm,\n",
		    "x.csv:1: 错误: 没有“nmae”这一列；是不是“name”\n"
		    "x.csv:1: 错误: 缺少列：name；请在标题行补上"
		    "（内容可以空着）\n",
		    "x.csv:1: error: there is no column \"nmae\"; did you mean "
		    "\"name\"\n"
		    "x.csv:1: error: missing columns: name; add them to the "
		    "header line (fields may be empty)\n"),
		BAD("code,name,kind,region_code,telephone\n",
		    "x.csv:1: 错误: 没有“telephone”这一列；请删去，或改成："
		    "code name kind region_code\n",
		    "x.csv:1: error: there is no column \"telephone\"; remove "
		    "it, or use one of: code name kind region_code\n"),
		BAD("code,name,kind,region_code,code\n",
		    "x.csv:1: code: 错误: 这一列出现了两次；请删去一个\n",
		    "x.csv:1: code: error: this column stands there twice; "
		    "remove one\n"),
		BAD(HEAD "F1,x,law_firm,\nF2,\"y,law_firm,\n",
		    "x.csv:3: name: 错误: 从这里开始的引号没有结束；请补上，"
		    "整个文件没有读入\n",
		    "x.csv:3: name: error: a quote begins here and is never "
		    "closed; close it, nothing of the file was read\n"),
		BAD(HEAD "F1,x,law_firm,\nF2,衡正\xff所的律师,law_firm,\n",
		    "x.csv:3: 错误: 这一行有损坏的 UTF-8 文字；"
		    "请改正后存为 UTF-8\n",
		    "x.csv:3: error: this line holds damaged UTF-8 text; "
		    "correct it and save the file as UTF-8\n"),
		BAD(HEAD "F1,x,law_firm,\nF2,\xff\xfe\xff,law_firm,\n",
		    "x.csv:3: 错误: 文件既不是 UTF-8 也不是 GB18030；"
		    "请把文件存为 UTF-8\n",
		    "x.csv:3: error: neither UTF-8 nor GB18030; save the file "
		    "as UTF-8\n"),
		BAD("PK\x03\x04zzz",
		    "x.csv: 错误: 这是 Excel 工作簿，不是 CSV；"
		    "请另存为“CSV UTF-8（逗号分隔）”\n",
		    "x.csv: error: this is an Excel workbook, not CSV; save it "
		    "as \"CSV UTF-8\"\n"),
		BAD("\xff\xfe" "c\0o\0", "x.csv: 错误: 文件是 UTF-16；"
		    "请存为 UTF-8\n",
		    "x.csv: error: this is UTF-16; save the file as UTF-8\n"),
	};

	(void)state;
	refuse(row, ZP_COUNT(row), true);
}

static void rows_that_are_left_out(void **state)
{
	static const struct bad row[] = {
		BAD(HEAD "F1,x,law_firm,\nF1,y,law_firm,11\n",
		    "x.csv:3: code: 错误: “F1”与第 2 行重复；请只保留一行\n",
		    "x.csv:3: code: error: \"F1\" is the same as on line 2; "
		    "keep only one\n"),
		BAD(HEAD "F1,x,law_firm\nF2,y,law_firm,11\n",
		    "x.csv:2: 错误: 这一行有 3 项，标题行有 4 项；"
		    "请检查多余或缺少的逗号\n",
		    "x.csv:2: error: this line has 3 fields, the header has 4; "
		    "look for a comma too many or too few\n"),
		BAD(HEAD "F1,a\"b\",law_firm,\n\nF2,y,law_firm,11\n",
		    "x.csv:2: name: 错误: 引号的位置不对；含引号的内容要整个"
		    "用引号括起，里面的每个引号写两遍\n",
		    "x.csv:2: name: error: a quote is out of place; put the "
		    "whole field in quotes and write each quote inside "
		    "twice\n"),
		BAD(HEAD "F1,\"a\nb\",law_firm,\nF2,y,law_firm,11\n",
		    "x.csv:2: name: 错误: 含有控制字符 U+000A（第 2 个字符）；"
		    "请删去\n",
		    "x.csv:2: name: error: holds the control character U+000A "
		    "at position 2; remove it\n"),
		BAD(HEAD "F2,y,law_firm,11\n,,lawfirm,1 1\n",
		    "x.csv:3: code: 错误: 不能为空；请填写：机构代码\n"
		    "x.csv:3: name: 错误: 不能为空；请填写：名称\n"
		    "x.csv:3: kind: 错误: “lawfirm”不在可用的词中；"
		    "是不是“law_firm”？可用：law_firm grassroots_office "
		    "centre\n"
		    "x.csv:3: region_code: 错误: 代码“1 1”里有空格；请删去\n",
		    "x.csv:3: code: error: may not be empty; fill in: code of "
		    "the firm or office\n"
		    "x.csv:3: name: error: may not be empty; fill in: name\n"
		    "x.csv:3: kind: error: \"lawfirm\" is not one of the "
		    "words, did you mean \"law_firm\"? use one of: law_firm "
		    "grassroots_office centre\n"
		    "x.csv:3: region_code: error: the code \"1 1\" holds a "
		    "space; remove it\n"),
	};

	(void)state;
	refuse(row, ZP_COUNT(row), false);
}

/* A second file of the same table goes on where the first ended. */
static void files_add_up(void **state)
{
	static const char *const one = HEAD "F1,x,law_firm,\nF2,y,law_firm,\n";
	static const char *const two = HEAD "F3,z,law_firm,\nF1,x,law_firm,\n";
	struct result r = parse(ZP_T_FIRMS, one, strlen(one));
	struct zp_csv_file file = { "y.csv", two, strlen(two) };
	struct zp_report rep = { 0 };
	struct zp_firm *f;

	(void)state;
	assert_true(zp_csv_parse(zp_table_get(ZP_T_FIRMS), &file, r.a,
	    &r.out, &rep));
	f = r.out.rows;
	assert_int_equal(r.out.n, 3);
	assert_int_equal(r.out.bad, 1);
	assert_string_equal(f[0].code, "F1");
	assert_string_equal(f[2].code, "F3");
	assert_int_equal(r.out.lines[2], 2);
	zp_report_fini(&rep);
	done(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_files),
		cmocka_unit_test(columns_of_ours_may_come_or_not),
		cmocka_unit_test(files_that_are_useless),
		cmocka_unit_test(rows_that_are_left_out),
		cmocka_unit_test(files_add_up),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
