/* tests/wire/test_dataset.c - a directory of files into one city. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "support_files.h"

static void a_sound_city(void **state)
{
	struct zp_buf why = { 0 };
	struct zp_dataset *d = files_read(*state, ZP_EN, &why);

	assert_string_equal(zp_buf_str(&why), "");
	assert_non_null(d);
	assert_int_equal(d->reg->regions, 4);
	assert_int_equal(d->reg->counsels, 3);
	assert_int_equal(d->cases, 4);
	assert_string_equal(d->cs[0].case_no, "K3");	/* by approval, */
	assert_string_equal(d->cs[1].case_no, "K1");	/* then number */
	assert_string_equal(d->cs[2].case_no, "K2");
	assert_string_equal(d->cs[0].recipient_name, "闻\"x\", 听雪");
	assert_int_equal(d->cs[0].wished_counsel.n, 2);
	assert_string_equal(d->ev[0].case_no, "K2");	/* by time, then */
	assert_string_equal(d->ev[1].case_no, "K1");	/* as in the file */
	assert_string_equal(d->ev[2].case_no, "K3");
	assert_int_equal(d->rows[ZP_T_CASES], 4);
	assert_int_equal(d->bad[ZP_T_CASES], 0);
	assert_true(d->present[ZP_T_LEAVE]);
	assert_false(d->present[ZP_T_STATIONS]);
	zp_buf_fini(&why);
	zp_dataset_free(d);
	zp_dataset_free(NULL);
}

struct bad {
	const char *file, *from, *to, *why[ZP_LANGS];
	enum zp_table_id id;		/* where rows are left out */
	uint32_t bad;
};

#define UNKNOWN(where, what, file) { \
	where "错误: 没有“" what "”：" file " 里没有这一行，" \
	    "或者那一行有错误\n", \
	where "error: there is no \"" what "\": not in " file \
	    ", or its row was refused\n" }

static const struct bad references[] = {
	{ "centres.csv", "county,11,", "county,19,",
	    { "centres.csv:3: region_code: 错误: 没有“19”："
	    "regions.csv 里没有这一行，或者那一行有错误\n"
	    "counsel.csv:2: centre_code: 错误: 没有“C11”："
	    "centres.csv 里没有这一行，或者那一行有错误\n"
	    "counsel.csv:3: centre_code: 错误: 没有“C11”："
	    "centres.csv 里没有这一行，或者那一行有错误\n"
	    "leave.csv:2: licence_no: 错误: 没有“L1”："
	    "counsel.csv 里没有这一行，或者那一行有错误\n"
	    "leave.csv:3: licence_no: 错误: 没有“L2”："
	    "counsel.csv 里没有这一行，或者那一行有错误\n"
	    "cases.csv:2: received_centre: 错误: 没有“C11”："
	    "centres.csv 里没有这一行，或者那一行有错误\n"
	    "cases.csv:3: received_centre: 错误: 没有“C11”："
	    "centres.csv 里没有这一行，或者那一行有错误\n"
	    "cases.csv:4: wished_counsel: 警告: counsel.csv 里没有“L1”；"
	    "这一项不起作用\n"
	    "cases.csv:4: excluded_counsel: 警告: counsel.csv 里没有“L2”；"
	    "这一项不起作用\n"
	    "events.csv:2: case_no: 错误: 没有“K1”："
	    "cases.csv 里没有这一行，或者那一行有错误\n"
	    "events.csv:3: case_no: 错误: 没有“K2”："
	    "cases.csv 里没有这一行，或者那一行有错误\n"
	    "events.csv:3: licence_no: 错误: 没有“L1”："
	    "counsel.csv 里没有这一行，或者那一行有错误\n", NULL },
	    ZP_T_COUNSEL, 2 },
	{ "cases.csv", ",COURT11,11,", ",COURT99,11,",
	    { NULL, "cases.csv:2: organ_code: error: there is no \"COURT99\": "
	    "not in organs.csv, or its row was refused\n"
	    "events.csv:3: case_no: error: there is no \"K2\": not in "
	    "cases.csv, or its row was refused\n" }, ZP_T_CASES, 1 },
	{ "cases.csv", "C12,,13,CV", "C12,,19,CX",
	    { NULL, "cases.csv:4: region_code: error: there is no \"19\": not "
	    "in regions.csv, or its row was refused\n"
	    "cases.csv:4: matter_code: error: there is no \"CX\": not in "
	    "matters.csv, or its row was refused\n"
	    "events.csv:4: case_no: error: there is no \"K3\": not in "
	    "cases.csv, or its row was refused\n" }, ZP_T_CASES, 1 },
	{ "counsel.csv", "f,lawyer,F1", "f,lawyer,F9",
	    { NULL, "counsel.csv:3: firm_code: error: there is no \"F9\": not "
	    "in firms.csv, or its row was refused\n"
	    "leave.csv:3: licence_no: error: there is no \"L2\": not in "
	    "counsel.csv, or its row was refused\n"
	    "cases.csv:4: excluded_counsel: warning: \"L2\" is not in "
	    "counsel.csv; the entry has no effect\n" }, ZP_T_COUNSEL, 1 },
	{ "leave.csv", "L2,2026", "L9,2026",
	    UNKNOWN("leave.csv:3: licence_no: ", "L9", "counsel.csv"),
	    ZP_T_LEAVE, 1 },
	{ "events.csv", ",K3,closed,", ",K3,closed,L9",
	    UNKNOWN("events.csv:4: licence_no: ", "L9", "counsel.csv"),
	    ZP_T_EVENTS, 1 },
};

static const struct bad rules[] = {
	{ "regions.csv", "10,云川市,city,,", "10,云川市,city,12,",
	    { "regions.csv:2: parent_code: 错误: 上级区划绕了一圈又回到自己；"
	    "请改正\n"
	    "regions.csv:4: parent_code: 错误: 上级区划绕了一圈又回到自己；"
	    "请改正\n", NULL }, ZP_T_REGIONS, 4 },
	{ "regions.csv", "12,平岗县,county,10,", "12,平岗县,county,10,13",
	    { NULL, "regions.csv:4: served_by: error: the regions that serve "
	    "it lead in a circle back to it; correct it\n"
	    "regions.csv:5: served_by: error: the regions that serve it lead "
	    "in a circle back to it; correct it\n" }, ZP_T_REGIONS, 2 },
	{ "centres.csv", "C12,县中心,county,12", "C12,县中心,county,11",
	    { "centres.csv:4: region_code: 错误: 这个区划在第 3 行已有中心"
	    "“C11”；一个区划只能有一个\n",
	    "centres.csv:4: region_code: error: the region has the centre "
	    "\"C11\" on line 3; it can have only one\n" }, ZP_T_CENTRES, 1 },
	{ "centres.csv", "C12,县中心,county,12", "C12,县中心,city,12",
	    { "centres.csv:4: level: 错误: 第 2 行的“C10”已是市级中心；"
	    "全市只能有一个\n",
	    "centres.csv:4: level: error: \"C10\" on line 2 is the city's "
	    "centre; there can be only one\n" }, ZP_T_CENTRES, 1 },
	{ "counsel.csv", "f,lawyer,F1", "f,lawyer,",
	    { "counsel.csv:3: firm_code: 错误: 不能为空：没有执业机构就无法"
	    "审查利益冲突；只有志愿者可空\n",
	    "counsel.csv:3: firm_code: error: may not be empty: without the "
	    "firm conflicts of interest cannot be seen; only a volunteer may "
	    "have none\n" }, ZP_T_COUNSEL, 1 },
	{ "leave.csv", "2026-05-01,2026-05-02", "2026-05-03,2026-05-02",
	    { "leave.csv:3: ends_on: 错误: 截止日早于起始日；请改正\n",
	    "leave.csv:3: ends_on: error: the last day lies before the first; "
	    "correct it\n" }, ZP_T_LEAVE, 1 },
	{ "cases.csv", ",K9,K8,K7,", ",K4,K4,K4,",
	    { NULL, "cases.csv:5: related_case: error: a case cannot name "
	    "itself; correct it\n"
	    "cases.csv:5: prior_case: error: a case cannot name itself; "
	    "correct it\n"
	    "cases.csv:5: opposes_case: error: a case cannot name itself; "
	    "correct it\n" }, ZP_T_CASES, 1 },
	{ "cases.csv", "same_firm_consent\n", "same_firm_consent\n"
	    "K1,2026-01-05T09:00:00+08:00,,,,CR,,,,,,,,,,,P9,,,,,,,,,,\n",
	    { "cases.csv:4: case_no: 错误: “K1”与第 2 行重复；请只保留一行\n",
	    "cases.csv:4: case_no: error: \"K1\" is the same as on line 2; "
	    "keep only one\n" }, ZP_T_CASES, 1 },
};

/* The report must begin with what is said; what follows from it follows. */
static void refuse_all(const struct files *f, const struct bad *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		files_change(f, row[i].file, row[i].from, row[i].to);
		for (int l = 0; l < ZP_LANGS; l++) {
			const char *want = row[i].why[l];
			struct zp_buf why = { 0 };
			struct zp_dataset *d = files_read(f,
			    (enum zp_lang)l, &why);

			assert_non_null(d);
			if (want != NULL && strncmp(zp_buf_str(&why), want,
			    strlen(want)) != 0)
				assert_string_equal(zp_buf_str(&why), want);
			assert_int_equal(d->bad[row[i].id], row[i].bad);
			zp_dataset_free(d);
			zp_buf_fini(&why);
		}
		files_change(f, row[i].file, "", "");
	}
}

static void unknown_references(void **state)
{
	refuse_all(*state, references, ZP_COUNT(references));
}

static void rows_against_each_other(void **state)
{
	refuse_all(*state, rules, ZP_COUNT(rules));
}

static void warnings_leave_the_row(void **state)
{
	struct zp_buf why = { 0 };
	struct zp_dataset *d;

	files_change(*state, "cases.csv", "L3|L1,L2", "L3|L8,L9");
	d = files_read(*state, ZP_EN, &why);
	assert_string_equal(zp_buf_str(&why),
	    "cases.csv:4: wished_counsel: warning: \"L8\" is not in "
	    "counsel.csv; the entry has no effect\n"
	    "cases.csv:4: excluded_counsel: warning: \"L9\" is not in "
	    "counsel.csv; the entry has no effect\n");
	assert_int_equal(d->cases, 4);
	zp_dataset_free(d);
	zp_buf_fini(&why);
}

static void overlapping_leaves_become_one(void **state)
{
	struct zp_buf why = { 0 };
	struct zp_dataset *d;
	char text[ZP_DATE_TEXT];

	files_change(*state, "leave.csv", "reason\n", "reason\n"
	    "L1,2026-02-20,2026-02-25,c\nL1,2026-02-08,2026-02-12,b\n"
	    "L1,2026-02-11,2026-02-12,d\n");
	d = files_read(*state, ZP_ZH, &why);
	assert_string_equal(zp_buf_str(&why),
	    "leave.csv:3: starts_on: 警告: 与第 5 行的请假重叠；合并为一段\n"
	    "leave.csv:4: starts_on: 警告: 与第 5 行的请假重叠；合并为一段\n");
	assert_int_equal(d->rows[ZP_T_LEAVE], 5);
	assert_int_equal(d->reg->leaves, 3);
	assert_string_equal(zp_date_print(d->reg->leave[0].starts_on, text),
	    "2026-02-01");
	assert_string_equal(zp_date_print(d->reg->leave[0].ends_on, text),
	    "2026-02-12");
	assert_string_equal(zp_date_print(d->reg->leave[1].starts_on, text),
	    "2026-02-20");
	zp_dataset_free(d);
	zp_buf_fini(&why);
}

#define STATIONS "code,name,organ_code,region_code,mode,way,open_on,shifts," \
	"posts\nHALL,大厅,,11,rotation,onsite,working_days,am|pm,2\n" \
	"GATE,窗口,,12,rotation,onsite,working_days,day,1\n"
#define ROSTER "station_code,date,shift,post,licence_no,state\n" \
	"HALL,2026-03-02,am,1,L1,published\n" \
	"HALL,2026-03-02,am,1,L2,published\n" \
	"GATE,2026-03-02,day,1,L1,draft\n" \
	"HALL,2026-03-02,pm,1,L1,done\n" \
	"HALL,2026-03-02,pm,2,L3,absent\n" \
	"HALL,2026-03-02,pm,2,L2,published\n" \
	"HALL,2026-03-02,pm,2,L9,draft\n"

static void one_post_one_person_one_place(void **state)
{
	struct zp_buf why = { 0 };
	struct zp_dataset *d;

	files_write(*state, "stations.csv", STATIONS, strlen(STATIONS));
	files_write(*state, "roster.csv", ROSTER, strlen(ROSTER));
	d = files_read(*state, ZP_EN, &why);
	assert_string_equal(zp_buf_str(&why),
	    "roster.csv:3: post: error: the post of this shift is taken by a "
	    "row above; correct it, or mark that row absent or swapped\n"
	    "roster.csv:4: licence_no: error: the person is on duty elsewhere "
	    "at this time, in a row above; correct it\n"
	    "roster.csv:8: post: error: the post of this shift is taken by a "
	    "row above; correct it, or mark that row absent or swapped\n"
	    "roster.csv:8: licence_no: error: there is no \"L9\": not in "
	    "counsel.csv, or its row was refused\n");
	assert_int_equal(d->duties, 4);
	assert_int_equal(d->bad[ZP_T_ROSTER], 3);
	zp_dataset_free(d);
	zp_buf_fini(&why);
	files_write(*state, "stations.csv", NULL, 0);
	files_write(*state, "roster.csv", NULL, 0);
}

static void files_that_may_be_missing(void **state)
{
	struct zp_buf why = { 0 };
	struct zp_dataset *d;

	files_write(*state, "leave.csv", NULL, 0);
	files_write(*state, "events.csv", NULL, 0);
	d = files_read(*state, ZP_EN, &why);
	assert_string_equal(zp_buf_str(&why), "");
	assert_int_equal(d->events, 0);
	assert_false(d->present[ZP_T_LEAVE]);
	zp_dataset_free(d);
	zp_buf_fini(&why);
}

static void files_that_must_be_there(void **state)
{
	struct zp_buf why = { 0 };

	files_write(*state, "firms.csv", NULL, 0);
	files_change(*state, "matters.csv", "code,name", "code,nam");
	assert_null(files_read(*state, ZP_EN, &why));
	assert_string_equal(zp_buf_str(&why),
	    "firms.csv: error: the file is missing\n"
	    "matters.csv:1: error: there is no column \"nam\"; did you mean "
	    "\"name\"\n"
	    "matters.csv:1: error: missing columns: name; add them to the "
	    "header line (fields may be empty)\n");
	zp_buf_fini(&why);
}

static void a_directory_that_is_none(void **state)
{
	struct files nowhere = { "/tmp/zhipai-files-nowhere" };
	struct zp_buf why = { 0 };

	(void)state;
	assert_null(files_read(&nowhere, ZP_EN, &why));
	assert_string_equal(zp_buf_str(&why), "/tmp/zhipai-files-nowhere: "
	    "error: could not open the directory: No such file or "
	    "directory\n");
	zp_buf_fini(&why);
}

static void a_city_without_its_centre(void **state)
{
	struct zp_buf why = { 0 };
	struct zp_dataset *d;

	files_change(*state, "centres.csv", "C10,市中心,city,10,30\n", "");
	d = files_read(*state, ZP_EN, &why);
	assert_string_equal(zp_buf_str(&why), "centres.csv: level: warning: "
	    "there is no centre of the city: level jurisdiction (J4) and "
	    "help across the city (X1) cannot work\n");
	assert_int_equal(d->reg->city, -1);
	zp_dataset_free(d);
	zp_buf_fini(&why);
}

/* What is read can be stored: the registry's text parses to itself. */
static void what_is_read_can_be_stored(void **state)
{
	struct zp_buf why = { 0 }, one = { 0 }, two = { 0 };
	struct zp_dataset *d = files_read(*state, ZP_EN, &why);
	struct zp_report rep = { 0 };
	struct zp_registry *r;

	zp_registry_print(d->reg, &one);
	r = zp_registry_parse(one.at, one.n, &rep);
	assert_non_null(r);
	zp_registry_print(r, &two);
	assert_string_equal(zp_buf_str(&one), zp_buf_str(&two));
	zp_registry_free(r);
	zp_dataset_free(d);
	zp_report_fini(&rep);
	zp_buf_fini(&one);
	zp_buf_fini(&two);
	zp_buf_fini(&why);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, files_setup, files_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_sound_city),
		TEST(unknown_references),
		TEST(rows_against_each_other),
		TEST(warnings_leave_the_row),
		TEST(overlapping_leaves_become_one),
		TEST(one_post_one_person_one_place),
		TEST(files_that_may_be_missing),
		TEST(files_that_must_be_there),
		TEST(a_directory_that_is_none),
		TEST(a_city_without_its_centre),
		TEST(what_is_read_can_be_stored),
	};

	return cmocka_run_group_tests_name("dataset", tests, NULL, NULL);
}
