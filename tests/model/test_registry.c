/* tests/model/test_registry.c - rows tied together, and what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/hash.h"
#include "zhipaid/registry.h"

static const char *const town =
	"# regions\ncode,name,level,parent_code,served_by\n"
	"1,P,province,,\n10,City,city,1,\n11,A,county,10,\n12,B,county,10,\n"
	"13,Zone,zone,10,12\n"
	"# centres\ncode,name,level,region_code,annual_target\n"
	"C0,City,city,10,100\nC1,A,county,11,\nC2,B,county,12,7\n"
	"# organs\ncode,name,kind,level,region_code\n"
	"COURT1,court,court,basic,11\n"
	"# firms\ncode,name,kind,region_code\nF1,firm,law_firm,11\n"
	"# counsel\nlicence_no,name,gender,kind,firm_code,centre_code,"
	"region_code,practice_since,criminal_since,specialties,languages,"
	"expert,minor_qualified,duty_trained_on,wants_pairing,annual_cap,"
	"joined_on,status,former_organ,former_left_on,relatives_at,relatives,"
	"area,pool_from,pool_to,quality,duty_from,duty_to\n"
	"L1,\"X, \"\"Y\"\"\",f,lawyer,F1,C1,11,2010-01-01,,,zh,f,f,,f,,"
	"2026-01-11,active,,,,,,,,,,\n"
	"L2,Z,m,lawyer,F1,C1,,2010-01-01,,,zh|mn,t,f,,f,5,,left,,,,,,,,80,,\n"
	"L3,V,,volunteer,,C2,,,,,,f,f,,f,,,active,,,,,,,,,,\n"
	"# leave\nlicence_no,starts_on,ends_on,reason\n"
	"L1,2026-02-01,2026-02-10,\nL1,2026-02-08,2026-02-12,\n"
	"L1,2026-03-05,2026-03-05,\nL3,2026-01-01,2026-01-02,x\n"
	"# matters\ncode,name,category,specialty,level_jurisdiction\n"
	"M1,m,criminal,criminal,f\n"
	"# stations\ncode,name,organ_code,region_code,mode,way,open_on,"
	"shifts,posts,fixed_counsel,remote\n"
	"ST1,s,COURT1,11,rotation,onsite,working_days,am|pm,1,,f\n";

static struct zp_registry *parse(const char *text, struct zp_buf *why)
{
	struct zp_report rep = { 0 };
	struct zp_registry *r = zp_registry_parse(text, strlen(text), &rep);

	if (why != NULL)
		zp_report_print(&rep, ZP_EN, why);
	else
		assert_int_equal(rep.n, 0);
	zp_report_fini(&rep);
	return r;
}

static void rows_know_each_other(void **state)
{
	struct zp_registry *r = parse(town, NULL);

	(void)state;
	assert_non_null(r);
	assert_int_equal(r->regions, 5);
	assert_int_equal(r->city, zp_registry_find(r, ZP_T_CENTRES, "C0"));
	assert_int_equal(r->region[3].parent, 1);
	assert_int_equal(r->region[0].parent, -1);
	assert_int_equal(r->region[4].served,
	    zp_registry_find(r, ZP_T_REGIONS, "12"));
	assert_int_equal(r->region[2].centre, 1);
	assert_int_equal(r->region[4].centre, -1);
	assert_int_equal(r->centre[0].annual_target, 100);
	assert_int_equal(r->centre[1].annual_target, -1);
	assert_int_equal(r->centre[0].pool_n, 0);
	assert_int_equal(r->centre[1].pool_n, 2);
	assert_int_equal(r->centre[1].pool[1], 1);
	assert_int_equal(r->counsel[0].leave_n, 3);
	assert_int_equal(r->counsel[1].leave_n, 0);
	assert_int_equal(r->counsel[2].leave_n, 1);
	assert_int_equal(r->counsel[2].firm, -1);
	assert_int_equal(r->counsel[1].region, -1);
	assert_string_equal(r->counsel[0].name, "X, \"Y\"");
	assert_true(zp_list_has(&r->counsel[1].languages, "mn"));
	assert_false(zp_list_has(&r->counsel[0].languages, "m"));
	assert_int_equal(zp_registry_find(r, ZP_T_COUNSEL, "L9"), -1);
	assert_int_equal(zp_registry_find(r, ZP_T_LEAVE, "L1"), -1);
	assert_int_equal(r->station[0].organ, 0);
	assert_int_equal(r->station[0].shifts, 3);
	zp_registry_free(r);
	zp_registry_free(NULL);
}

static void a_registry_prints_as_it_was_parsed(void **state)
{
	struct zp_registry *r = parse(town, NULL);
	struct zp_buf b = { 0 };

	(void)state;
	zp_registry_print(r, &b);
	assert_string_equal(zp_buf_str(&b), town);
	zp_buf_fini(&b);
	zp_registry_free(r);
}

/* Rows of each section in another order make the same registry. */
static void order_does_not_matter(void **state)
{
	uint64_t seed = 3;

	(void)state;
	for (int round = 0; round < 50; round++) {
		struct zp_buf mixed = { 0 }, out = { 0 };
		struct zp_registry *r;
		const char *s = town;

		while (*s != '\0') {
			const char *line[16] = { NULL };
			size_t n = 0;

			for (; *s == '#' ? n == 0 : *s != '\0'; n++) {
				line[n] = s;
				s = strchr(s, '\n') + 1;
			}
			line[n] = s;
			zp_buf_add(&mixed, line[0],
			    (size_t)(line[2] - line[0]));
			for (size_t left = n - 2; left > 0; left--) {
				size_t k = 2 + zp_hash_mix(++seed) % left;

				zp_buf_add(&mixed, line[k], (size_t)
				    (strchr(line[k], '\n') + 1 - line[k]));
				line[k] = line[1 + left];
			}
		}
		assert_int_equal(mixed.n, strlen(town));
		r = parse(mixed.at, NULL);
		zp_registry_print(r, &out);
		assert_string_equal(zp_buf_str(&out), town);
		zp_registry_free(r);
		zp_buf_fini(&mixed);
		zp_buf_fini(&out);
	}
}

/* The town with one piece of its text replaced. */
static char *changed(const char *from, const char *to, struct zp_buf *b)
{
	const char *p = strstr(town, from);

	assert_non_null(p);
	zp_buf_add(b, town, (size_t)(p - town));
	zp_buf_puts(b, to);
	zp_buf_puts(b, p + strlen(from));
	return b->at;
}

static void what_does_not_fit_is_named(void **state)
{
	static const struct { const char *from, *to, *why; } row[] = {
		{ "11,A,county,10,", "11,A,county,99,",
		    "regions.csv: parent_code: error: \"99\" of \"11\" is not "
		    "in regions.csv\n" },
		{ "1,P,province,,", "1,P,province,11,",
		    "regions.csv: parent_code: error: region \"1\" leads in a "
		    "circle back to itself\n" },
		{ "12,B,county,10,", "12,B,county,10,13",
		    "regions.csv: served_by: error: region \"12\" leads in a "
		    "circle back to itself\n" },
		{ "C2,B,county,12,7", "C2,B,city,12,7",
		    "centres.csv: level: error: there are two city centres, "
		    "\"C0\" and \"C2\"\n" },
		{ "C2,B,county,12,7", "C2,B,county,11,7",
		    "centres.csv: region_code: error: region \"11\" has two "
		    "centres, \"C1\" and \"C2\"\n" },
		{ "COURT1,court,court,basic,11",
		    "COURT1,c,court,basic,11\nCOURT1,d,court,basic,11",
		    "organs.csv: code: error: \"COURT1\" stands there more "
		    "than once\n" },
		{ "lawyer,F1,C1,,", "lawyer,F7,C9,,",
		    "counsel.csv: firm_code: error: \"F7\" of \"L2\" is not "
		    "in firms.csv\n"
		    "counsel.csv: centre_code: error: \"C9\" of \"L2\" is not "
		    "in centres.csv\n" },
		{ "L3,2026-01-01", "L8,2026-01-01",
		    "leave.csv: licence_no: error: \"L8\" of \"L8\" is not in "
		    "counsel.csv\n" },
		{ "L1,2026-02-08", "L1,2026-02-01",
		    "leave.csv: licence_no: error: \"L1\" stands there more "
		    "than once\n" },
		{ "# firms\n", "# firm\n",
		    "firms: error: the stored section is missing or has other "
		    "columns\n" },
		{ "am|pm,1,,f\n", "am|pm,1,,f\n# more\n",
		    "registry: error: the stored text goes on after its "
		    "end\n" },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_buf text = { 0 }, why = { 0 };

		assert_null(parse(changed(row[i].from, row[i].to, &text),
		    &why));
		assert_string_equal(zp_buf_str(&why), row[i].why);
		zp_buf_fini(&text);
		zp_buf_fini(&why);
	}
}

/* A region that serves another and lies in it is fine once it has a
 * centre: the search ends there. */
static void a_centre_ends_the_search(void **state)
{
	struct zp_buf text = { 0 };
	struct zp_registry *r = parse(changed("10,City,city,1,",
	    "10,City,city,1,12", &text), NULL);

	(void)state;
	assert_non_null(r);
	assert_int_equal(r->region[1].served, 3);
	zp_registry_free(r);
	zp_buf_fini(&text);
}

static void leave_covers_its_last_day(void **state)
{
	struct zp_registry *r = parse(town, NULL);
	const struct zp_counsel *c = &r->counsel[0];

	(void)state;
	assert_null(zp_counsel_leave(c, zp_date_of(2026, 1, 31)));
	assert_non_null(zp_counsel_leave(c, zp_date_of(2026, 2, 1)));
	assert_non_null(zp_counsel_leave(c, zp_date_of(2026, 2, 12)));
	assert_null(zp_counsel_leave(c, zp_date_of(2026, 2, 13)));
	assert_non_null(zp_counsel_leave(c, zp_date_of(2026, 3, 5)));
	zp_registry_free(r);
}

/* Against counting day by day; leaves overlap, L1 joined on 01-11. */
static void away_counts_each_day_once(void **state)
{
	struct zp_registry *r = parse(town, NULL);

	(void)state;
	for (uint32_t k = 0; k < r->counsels; k++) {
		const struct zp_counsel *c = &r->counsel[k];
		struct zp_date from = zp_date_of(2025, 12, 25);

		for (int i = 0; i < 90; i++, from = zp_date_add(from, 1)) {
			int32_t away = 0;

			for (int32_t n = 0; n < 90; n++) {
				struct zp_date d = zp_date_add(from, n);

				assert_int_equal(zp_counsel_away(c, from, d),
				    away);
				away += zp_counsel_leave(c, d) != NULL ||
				    zp_date_cmp(d, c->joined_on) < 0;
			}
		}
		assert_int_equal(zp_counsel_away(c, from,
		    zp_date_add(from, -9)), 0);
	}
	zp_registry_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_know_each_other),
		cmocka_unit_test(a_registry_prints_as_it_was_parsed),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(what_does_not_fit_is_named),
		cmocka_unit_test(a_centre_ends_the_search),
		cmocka_unit_test(leave_covers_its_last_day),
		cmocka_unit_test(away_counts_each_day_once),
	};

	return cmocka_run_group_tests_name("registry", tests, NULL, NULL);
}
