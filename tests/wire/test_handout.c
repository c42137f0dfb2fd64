/*
 * tests/wire/test_handout.c - a small roster: there and back as text, its
 * feeds, its page, its CSV.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/sheet.h"

/* One station, am and pm, two lawyers; 2 March changed hands twice, the
 * morning of 4 March was dropped, the afternoon of 5 March is open. */
static const char text[] =
    "# handout\nfrom,to,am,pm,day\n"
    "2026-03-01,2026-03-31,09:00-11:30,14:30-17:30,09:00-17:30\n"
    "# days\non,kind,name\n2026-03-07,work,调休\n2026-03-09,off,节日\n"
    "# roster\nstation_code,date,shift,post,licence_no,state\n"
    "S/1,2026-03-02,am,1,L1,published\n"
    "S/1,2026-03-02,am,1,L2,swapped\n"
    "S/1,2026-03-03,pm,1,L2,absent\n"
    "S/1,2026-03-04,am,1,L1,cancelled\n"
    "S/1,2026-03-05,pm,1,,draft\n"
    "S/1,2026-03-06,am,1,L2,done\n"
    "# notices\nstation_code,notice_no,date,shift,post,was,now,cause,at,"
    "acked_at\n"
    "S/1,1,2026-03-02,am,1,L1,L2,change,2026-02-21T09:00:00+08:00,\n"
    "S/1,2,2026-03-02,am,1,L2,L1,swap,2026-02-22T09:00:00+08:00,\n"
    "S/1,4,2026-03-03,pm,1,L2,,absent,2026-03-03T15:00:00+08:00,\n"
    "S/1,3,2026-03-04,am,1,L1,,exception,2026-02-23T09:00:00+08:00,\n"
    "# standby\ncentre_code,date,licence_no\nC,2026-03-06,L1\n"
    "# places\nstation_code,centre_code\nS/1,C\n"
    "# months\nmonth,published_at\n2026-03-01,2026-02-20T10:00:00+08:00\n"
    "# allowances\nmonth,payer,station_code,licence_no,workday,day_off,"
    "festival,remote,due,fen,due_fen,note\n"
    "2026-03-01,O,S/1,L2,1,0,0,0,3,12550,30000,=1+1\n"
    "# regions\ncode,name,level,parent_code,served_by\n340800,市,city,,\n"
    "# centres\ncode,name,level,region_code,annual_target\n"
    "C,市中心,city,340800,\n"
    "# organs\ncode,name,kind,level,region_code\n"
    "O,市<看守所>,detention_centre,intermediate,340800\n"
    "# firms\ncode,name,kind,region_code\nF,\"甲,乙\"\"所\",law_firm,340800\n";

struct fixture {
	struct zp_arena *a;
	struct zp_registry *reg;
	struct zp_handout h;
	struct zp_buf b;
};

static void section(struct zp_buf *b, enum zp_table_id id, const char *rows)
{
	zp_section_print(zp_table_get(id), NULL, 0, b);
	zp_buf_puts(b, rows);
}

/* A row of a table: what the columns named say, the others empty. */
static void person(struct zp_buf *b, const char *licence_no,
    const char *name)
{
	const struct zp_table *t = zp_table_get(ZP_T_COUNSEL);
	struct zp_counsel c;

	zp_row_clear(t, &c);
	c.licence_no = licence_no;
	c.name = name;
	c.firm_code = "F";
	c.centre_code = "C";
	zp_row_print(t, &c, b);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct zp_report rep = { 0 };
	struct zp_buf all = { 0 };

	assert_non_null(f);
	f->a = zp_arena_new();
	zp_buf_puts(&all, text);
	zp_section_print(zp_table_get(ZP_T_COUNSEL), NULL, 0, &all);
	person(&all, "L1", "张&三");
	person(&all, "L2", "李四");
	section(&all, ZP_T_LEAVE, "");
	section(&all, ZP_T_MATTERS, "");
	section(&all, ZP_T_STATIONS, "S/1,\"一站, 东\",O,340800,rotation,"
	    "onsite,working_days,am|pm,1,,f\n");
	f->reg = zp_handout_parse(zp_buf_str(&all), all.n, f->a, &f->h, &rep);
	zp_report_print(&rep, ZP_EN, &f->b);
	assert_string_equal(zp_buf_str(&f->b), "");
	assert_non_null(f->reg);
	zp_report_fini(&rep);
	zp_buf_fini(&all);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	zp_buf_fini(&f->b);
	zp_registry_free(f->reg);
	zp_arena_free(f->a);
	free(f);
	return 0;
}

static const char *has(const struct fixture *f, const char *s)
{
	const char *at = strstr(zp_buf_str(&f->b), s);

	if (at == NULL)
		print_error("no \"%s\" in:\n%s\n", s, zp_buf_str(&f->b));
	assert_non_null(at);
	return at;
}

static void has_not(const struct fixture *f, const char *s)
{
	assert_null(strstr(zp_buf_str(&f->b), s));
}

static void there_and_back(void **state)
{
	struct fixture *f = *state;
	struct zp_report rep = { 0 };
	struct zp_buf again = { 0 };
	struct zp_handout h;
	struct zp_registry *reg;

	zp_handout_print(&f->h, &f->b);
	reg = zp_handout_parse(f->b.at, f->b.n, f->a, &h, &rep);
	assert_non_null(reg);
	zp_handout_print(&h, &again);
	assert_string_equal(zp_buf_str(&again), zp_buf_str(&f->b));
	zp_registry_free(reg);
	zp_buf_fini(&again);
	/* cut anywhere it is an error, never a crash */
	for (size_t n = 0; n < f->b.n; n += 7) {
		reg = zp_handout_parse(f->b.at, n, f->a, &h, &rep);
		zp_registry_free(reg);
		zp_report_fini(&rep);
		rep = (struct zp_report){ 0 };
	}
}

static void only_what_others_may_know(void **state)
{
	struct fixture *f = *state;
	struct zp_registry *reg = f->reg;

	reg->counsel[0].relatives_at = (struct zp_list){
	    (const char *[]){ "SECRET" }, 1 };
	reg->counsel[0].practice_since = zp_date_of(2001, 1, 1);
	zp_handout_print(&f->h, &f->b);
	has_not(f, "SECRET");
	has_not(f, "2001-01-01");
	has(f, "L1,张&三,");
	reg->counsel[0].relatives_at.n = 0;
	/* nobody who has no duty */
	zp_buf_reset(&f->b);
	f->h.duties = f->h.notices = f->h.standbys = 0;
	zp_handout_print(&f->h, &f->b);
	has_not(f, "张&三");
}

static void revisions_are_counted(void **state)
{
	struct fixture *f = *state;
	const struct zp_duty *d = &f->h.duty[0];
	struct zp_revision r = zp_handout_revision(&f->h, d, NULL);
	char at[ZP_WALL_TEXT];

	assert_string_equal(d->licence_no, "L1");
	assert_int_equal(r.n, 2);
	assert_int_equal(r.last->notice_no, 2);
	assert_string_equal(zp_wall_print(r.at, at),
	    "2026-02-22T09:00:00+08:00");
	r = zp_handout_revision(&f->h, d, "L1");
	assert_int_equal(r.n, 2);
	r = zp_handout_revision(&f->h, d, "L3");
	assert_int_equal(r.n, 0);
	assert_string_equal(zp_wall_print(r.at, at),
	    "2026-02-20T10:00:00+08:00");
}

static void the_feed_of_a_person(void **state)
{
	struct fixture *f = *state;

	assert_true(zp_feed_counsel(&f->h, 0, ZP_ZH, &f->b));
	has(f, "NAME:张&三值班表\r\n");
	has(f, "UID:S/1/2026-03-02/am/1/L1@340800.zhipaid\r\n"
	    "DTSTAMP:20260222T010000Z\r\n"
	    "DTSTART;TZID=Asia/Shanghai:20260302T090000\r\n"
	    "DTEND;TZID=Asia/Shanghai:20260302T113000\r\n"
	    "SUMMARY:值班：一站\\, 东\r\n"
	    "LOCATION:市<看守所>\r\n");
	has(f, "通知号：2\\n变更原因：换班\r\nSEQUENCE:2\r\n"
	    "STATUS:CONFIRMED\r\nLAST-MODIFIED:20260222T010000Z\r\n");
	has(f, "UID:S/1/2026-03-04/am/1/L1@340800.zhipaid\r\n");
	has(f, "SUMMARY:【取消】值班：一站\\, 东\r\n");
	has(f, "SEQUENCE:1\r\nSTATUS:CANCELLED\r\n");
	has_not(f, "2026-03-06");
	zp_buf_reset(&f->b);
	assert_true(zp_feed_counsel(&f->h, 1, ZP_EN, &f->b));
	has(f, "SUMMARY:Duty: 一站\\, 东\r\n");
	has(f, "SUMMARY:Cancelled: Duty: 一站\\, 东\r\n");
	/* done as published: no revision, of the day it was published */
	has(f, "SEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"
	    "LAST-MODIFIED:20260220T020000Z\r\n");
}

static void the_feed_of_a_station(void **state)
{
	struct fixture *f = *state;
	const char *at;

	assert_true(zp_feed_station(&f->h, 0, ZP_ZH, &f->b));
	at = has(f, "UID:S/1/2026-03-02/am/1@340800.zhipaid\r\n");
	assert_null(strstr(at + 8, "S/1/2026-03-02"));	/* once a post */
	has(f, "SUMMARY:值班：张&三\r\n");
	has(f, "SUMMARY:【取消】值班：李四\r\n");	/* absent */
	has_not(f, "2026-03-05");	/* never anybody */
	f->h.duties = 0;
	zp_buf_reset(&f->b);
	assert_false(zp_feed_station(&f->h, 0, ZP_ZH, &f->b));
	assert_false(zp_feed_counsel(&f->h, 0, ZP_ZH, &f->b));
}

static void the_page(void **state)
{
	struct fixture *f = *state;

	assert_true(zp_sheet_print(&f->h, 0, f->h.from, ZP_ZH, &f->b));
	has(f, "2026 年 3 月律师值班表</small>");
	has(f, "第 4 号变更后");
	has(f, "签发：2026年3月3日");
	has(f, "<tr><td class=\"d\">2</td><td class=\"w\">一</td>"
	    "<td>张&amp;三<sup>2</sup></td><td class=\"none\"></td>");
	has(f, "<td class=\"gap\">缺勤<sup>4</sup></td>");
	has(f, "<td class=\"none\">停班<sup>3</sup></td>");
	has(f, "<td class=\"gap\">空缺</td>");
	has(f, "<td>李四</td><td class=\"none\"></td>"
	    "<td class=\"b\">张&amp;三</td>");
	has(f, "<tr class=\"makeup\"><td class=\"d\">7</td>");
	has(f, "调休上班");
	has(f, "<tr class=\"fest\"><td class=\"d\">9</td>");
	has(f, "第 1 号：3月2日上午 张&amp;三 → 李四（调整）");
	has(f, "第 3 号：3月4日上午 张&amp;三 → 停班（站点调整）");
	has(f, "甲,乙&quot;所");
	has(f, "签收：市&lt;看守所&gt;");
	has_not(f, "<script");
	has_not(f, "http");
	has_not(f, "草案");
	zp_buf_reset(&f->b);
	assert_true(zp_sheet_print(&f->h, 0, f->h.from, ZP_EN, &f->b));
	has(f, "Duty roster 2026-03</small>");
	has(f, "version: notice 4");
	zp_buf_reset(&f->b);
	assert_false(zp_sheet_print(&f->h, 0, zp_date_of(2026, 4, 1), ZP_ZH,
	    &f->b));
	assert_int_equal(f->b.n, 0);
}

static void the_tables(void **state)
{
	struct fixture *f = *state;

	zp_handout_roster(&f->h, &f->b);
	assert_string_equal(zp_buf_str(&f->b),
	    "station_code,date,shift,post,licence_no,state\n"
	    "S/1,2026-03-02,am,1,L1,published\n"
	    "S/1,2026-03-02,am,1,L2,swapped\n"
	    "S/1,2026-03-03,pm,1,L2,absent\n"
	    "S/1,2026-03-06,am,1,L2,done\n");
	zp_buf_reset(&f->b);
	zp_handout_allowances(&f->h, &f->b);
	assert_string_equal(zp_buf_str(&f->b), "month,payer,payer_name,"
	    "station_code,station_name,licence_no,name,days_workday,"
	    "days_day_off,days_festival,days_remote,yuan,days_due,yuan_due,"
	    "note\n2026-03,O,市<看守所>,S/1,\"一站, 东\",L2,李四,0.5,0,0,0,"
	    "125.50,1.5,300.00,'=1+1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(there_and_back), T(only_what_others_may_know),
		T(revisions_are_counted), T(the_feed_of_a_person),
		T(the_feed_of_a_station), T(the_page), T(the_tables),
	};

	return cmocka_run_group_tests_name("handout", tests, NULL, NULL);
}
