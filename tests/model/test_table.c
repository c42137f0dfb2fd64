/* tests/model/test_table.c - columns, fields, rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/case.h"
#include "zhipaid/hash.h"
#include "zhipaid/view.h"

/* The columns that outside users rely on, in their order; ours follow. */
static const struct { enum zp_table_id id; const char *name, *columns; }
    contract[] = {
	{ ZP_T_REGIONS, "regions", "code,name,level,parent_code,served_by" },
	{ ZP_T_CENTRES, "centres",
	    "code,name,level,region_code,annual_target" },
	{ ZP_T_ORGANS, "organs", "code,name,kind,level,region_code" },
	{ ZP_T_FIRMS, "firms", "code,name,kind,region_code" },
	{ ZP_T_COUNSEL, "counsel", "licence_no,name,gender,kind,firm_code,"
	    "centre_code,region_code,practice_since,criminal_since,"
	    "specialties,languages,expert,minor_qualified,duty_trained_on,"
	    "wants_pairing,annual_cap,joined_on,status,former_organ,"
	    "former_left_on,relatives_at" },
	{ ZP_T_LEAVE, "leave", "licence_no,starts_on,ends_on,reason" },
	{ ZP_T_MATTERS, "matters",
	    "code,name,category,specialty,level_jurisdiction" },
	{ ZP_T_STATIONS, "stations", "code,name,organ_code,region_code,mode,"
	    "way,open_on,shifts,posts" },
	{ ZP_T_CASES, "cases", "case_no,approved_at,received_centre,"
	    "organ_code,region_code,matter_code,tags,source,stage,joint_case,"
	    "related_case,prior_case,opposes_case,urgent,difficulty,"
	    "possible_sentence,recipient_id,recipient_name,recipient_gender,"
	    "recipient_birth,recipient_groups,language,opponent_counsel,"
	    "opponent_firm,wished_counsel,excluded_counsel,"
	    "same_firm_consent" },
	{ ZP_T_EVENTS, "events", "at,case_no,event,licence_no,reason" },
	{ ZP_T_ROSTER, "roster", "station_code,date,shift,post,licence_no,"
	    "state" },
	{ ZP_T_ASSIGNMENTS, "assignments", "case_no,role,licence_no,"
	    "handling_centre,decided_at,ended_at,end_reason,mode,rule_set,"
	    "score" },
	{ ZP_T_PENDING, "pending", "case_no,handling_centre,since,rule,text" },
};

static void columns_of_the_contract_come_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(contract); i++) {
		const struct zp_table *t = zp_table_get(contract[i].id);
		struct zp_buf b = { 0 };
		bool more = false;

		assert_string_equal(t->name, contract[i].name);
		for (size_t c = 0; c < t->cols; c++) {
			assert_false(more &&
			    (t->col[c].flags & ZP_COL_MORE) == 0);
			more = (t->col[c].flags & ZP_COL_MORE) != 0;
			if (more)
				continue;
			if (c > 0)
				zp_buf_putc(&b, ',');
			zp_buf_puts(&b, t->col[c].name);
		}
		assert_string_equal(zp_buf_str(&b), contract[i].columns);
		zp_buf_fini(&b);
	}
}

static void every_column_is_described(void **state)
{
	(void)state;
	for (int id = 0; id < ZP_TABLES; id++) {
		const struct zp_table *t = zp_table_get((enum zp_table_id)id);

		for (size_t c = 0; c < t->cols; c++) {
			const struct zp_col *col = &t->col[c];

			assert_true(strlen(col->doc[ZP_ZH]) > 0);
			assert_true(strlen(col->doc[ZP_EN]) > 0);
			assert_true(col->offset < t->size);
			assert_int_equal(zp_table_col(t, col->name), c);
			assert_true((col->words != NULL) ==
			    (col->type == ZP_COL_ENUM ||
			    col->type == ZP_COL_SET));
		}
		assert_int_equal(zp_table_col(t, "nothing"), -1);
	}
}

/* Words stand in the order of their enums. */
static void words_match_the_enums(void **state)
{
	static const struct { enum zp_table_id id; const char *col; int value;
		const char *word; } row[] = {
		{ ZP_T_REGIONS, "level", ZP_TOWNSHIP, "township" },
		{ ZP_T_CENTRES, "level", ZP_CENTRE_COUNTY, "county" },
		{ ZP_T_ORGANS, "kind", ZP_ORGAN_OTHER, "other" },
		{ ZP_T_ORGANS, "level", ZP_HIGH, "high" },
		{ ZP_T_FIRMS, "kind", ZP_FIRM_CENTRE, "centre" },
		{ ZP_T_COUNSEL, "gender", ZP_FEMALE, "f" },
		{ ZP_T_COUNSEL, "kind", ZP_GRASSROOTS, "grassroots_worker" },
		{ ZP_T_COUNSEL, "status", ZP_LEFT, "left" },
		{ ZP_T_MATTERS, "category", ZP_CAT_OTHER, "other" },
		{ ZP_T_STATIONS, "open_on", ZP_ALL_DAYS, "all_days" },
		{ ZP_T_CASES, "source", ZP_DISCRETIONARY,
		    "discretionary_notice" },
		{ ZP_T_CASES, "stage", ZP_FIRST_INSTANCE, "first_instance" },
		{ ZP_T_CASES, "stage", ZP_NON_LITIGATION, "non_litigation" },
		{ ZP_T_CASES, "difficulty", ZP_MAJOR, "major" },
		{ ZP_T_CASES, "possible_sentence", ZP_SENTENCE_DEATH,
		    "death" },
		{ ZP_T_CASES, "recipient_gender", ZP_R_MALE, "m" },
		{ ZP_T_CASES, "procedure", ZP_FAST_TRACK, "fast_track" },
		{ ZP_T_CASES, "urgent_reason", ZP_URGENT_ADVANCE, "advance" },
		{ ZP_T_EVENTS, "event", ZP_EV_CHANGED, "counsel_changed" },
		{ ZP_T_ASSIGNMENTS, "role", ZP_JUNIOR, "junior" },
		{ ZP_T_ASSIGNMENTS, "end_reason", ZP_END_WITHDRAWN,
		    "withdrawn" },
		{ ZP_T_ASSIGNMENTS, "mode", ZP_REBALANCE, "rebalance" },
		{ ZP_T_LINKS, "kind", ZP_LINK_SELF, "self" },
		{ ZP_T_LINKS, "kind", ZP_LINK_SAME, "same" },
	};
	static const struct { uint32_t bit; const char *word; } tag[] = {
		{ ZP_TAG_COURT_NOTIFIED, "court_notified" },
		{ ZP_TAG_GANG, "gang" },
		{ ZP_TAG_GANG_ORGANISED, "gang_organised" },
		{ ZP_TAG_MASS, "mass" }, { ZP_TAG_PETITION, "petition" },
		{ ZP_TAG_DEMOLITION, "demolition" },
		{ ZP_TAG_MEDICAL, "medical" }, { ZP_TAG_SEXUAL, "sexual" },
	};
	const struct zp_table *cases = zp_table_get(ZP_T_CASES);
	const struct zp_col *tags = &cases->col[zp_table_col(cases, "tags")];

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		const struct zp_table *t = zp_table_get(row[i].id);
		int c = zp_table_col(t, row[i].col);

		assert_true(c >= 0);
		assert_string_equal(t->col[c].words[row[i].value],
		    row[i].word);
	}
	for (size_t i = 0; i < ZP_COUNT(tag); i++) {
		struct zp_case c = { .tags = tag[i].bit };
		struct zp_buf b = { 0 };

		zp_field_print(tags, &c, &b);
		assert_string_equal(zp_buf_str(&b), tag[i].word);
		zp_buf_fini(&b);
	}
}

/* A value of every type, at random; sometimes empty. */
static void random_field(const struct zp_col *c, uint64_t r, char *out,
    size_t room)
{
	static const char *const text[] = { "安庆市", "a, \"b\"", "<script>",
		"Robert'); DROP TABLE cases;--", "=1+1", " padded ", "#" };
	unsigned n = (unsigned)(r >> 8);
	unsigned words = 0;

	while (c->words != NULL && c->words[words] != NULL)
		words++;
	if (r % 5 == 0 && (c->flags & ZP_COL_NEED) == 0) {
		out[0] = '\0';
		return;
	}
	switch (c->type) {
	case ZP_COL_CODE:
		snprintf(out, room, "C-%u", n % 100000);
		break;
	case ZP_COL_TEXT:
		snprintf(out, room, "%s", text[n % ZP_COUNT(text)]);
		break;
	case ZP_COL_LIST:
		snprintf(out, room, "x%u|安|y%u", n % 10, n % 7);
		break;
	case ZP_COL_BOOL:
		snprintf(out, room, "%c", n % 2 == 0 ? 't' : 'f');
		break;
	case ZP_COL_INT:
		snprintf(out, room, "%d", (int)((unsigned)c->min + n %
		    ((unsigned)(c->max - c->min))));
		break;
	case ZP_COL_I64:
		snprintf(out, room, "-%u%u", 1 + n % 9, n);
		break;
	case ZP_COL_DATE:
		snprintf(out, room, "%04u-%02u-%02u", 1900 + n % 200,
		    1 + n % 12, 1 + n % 28);
		break;
	case ZP_COL_WALL:
		snprintf(out, room, "2026-%02u-%02uT%02u:30:00+08:00",
		    1 + n % 12, 1 + n % 28, n % 24);
		break;
	case ZP_COL_ENUM:
		snprintf(out, room, "%s", c->words[n % words]);
		break;
	case ZP_COL_SET:
		snprintf(out, room, "%s|%s", c->words[n % words],
		    c->words[(n + 1) % words]);
		break;
	}
}

/* Parse random rows, print, parse the section: the same bytes again. */
static void rows_survive_print_and_parse(void **state)
{
	static _Alignas(max_align_t) char row[4][4096];
	uint64_t seed = 1;

	(void)state;
	for (int id = 0; id < ZP_TABLES; id++) {
		const struct zp_table *t = zp_table_get((enum zp_table_id)id);
		struct zp_arena *a = zp_arena_new();
		struct zp_buf one = { 0 }, two = { 0 };
		struct zp_report rep = { 0 };
		struct zp_rows rows;
		const char *at;

		assert_true(t->size <= sizeof(row[0]));
		for (int i = 0; i < 4; i++) {
			struct zp_field_error err;

			zp_row_clear(t, row[i]);
			for (size_t c = 0; c < t->cols; c++) {
				char s[128];

				random_field(&t->col[c], zp_hash_mix(++seed),
				    s, sizeof(s));
				if (t->col[c].words != NULL &&
				    (t->col[c].flags & ZP_COL_NEED) != 0 &&
				    s[0] == '\0')
					continue;
				if (!zp_field_parse(&t->col[c], s, strlen(s),
				    row[i], a, &err))
					fail_msg("%s.%s: %s", t->name,
					    t->col[c].name, err.text[ZP_EN]);
			}
		}
		zp_section_print(t, row[0], 0, &one);
		zp_buf_reset(&one);
		zp_buf_printf(&one, "# %s\n", t->name);
		zp_row_header(t, &one);
		for (int i = 0; i < 4; i++)
			zp_row_print(t, row[i], &one);
		at = one.at;
		if (!zp_section_parse(t, &at, one.at + one.n, a, &rows, &rep)) {
			zp_report_print(&rep, ZP_EN, &two);
			fail_msg("%s", zp_buf_str(&two));
		}
		assert_int_equal(rows.n, 4);
		assert_ptr_equal(at, one.at + one.n);
		zp_section_print(t, rows.at, rows.n, &two);
		assert_string_equal(zp_buf_str(&one), zp_buf_str(&two));
		zp_report_fini(&rep);
		zp_buf_fini(&one);
		zp_buf_fini(&two);
		zp_arena_free(a);
	}
}

static void an_empty_row_prints_empty_fields(void **state)
{
	const struct zp_table *t = zp_table_get(ZP_T_COUNSEL);
	struct zp_counsel c;
	struct zp_buf b = { 0 };

	(void)state;
	zp_row_clear(t, &c);
	zp_row_print(t, &c, &b);
	assert_string_equal(zp_buf_str(&b),
	    ",,,lawyer,,,,,,,,f,f,,f,,,active,,,,,,,,,,\n");
	zp_buf_fini(&b);
}

static void broken_sections_are_refused(void **state)
{
	static const struct { const char *text, *why; } row[] = {
		{ "", "leave: error: the stored section is missing or has "
		    "other columns\n" },
		{ "# leave\nlicence_no\n", "leave: error: the stored section "
		    "is missing or has other columns\n" },
		{ "# leave\nlicence_no,starts_on,ends_on,reason\nL1,x,,\n",
		    "leave:3: starts_on: error: \"x\" is not a date; write it "
		    "like 2026-03-01\n" },
		{ "# leave\nlicence_no,starts_on,ends_on,reason\nL1\n",
		    "leave:3: error: stored row has the wrong number of "
		    "fields\n" },
		{ "# leave\nlicence_no,starts_on,ends_on,reason\nL1,\"\n",
		    "leave:3: error: stored row has a quote out of place\n" },
	};

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_arena *a = zp_arena_new();
		struct zp_report rep = { 0 };
		struct zp_buf b = { 0 };
		struct zp_rows rows;
		const char *at = row[i].text;

		assert_false(zp_section_parse(zp_table_get(ZP_T_LEAVE), &at,
		    at + strlen(at), a, &rows, &rep));
		assert_ptr_equal(at, row[i].text);
		zp_report_print(&rep, ZP_EN, &b);
		assert_string_equal(zp_buf_str(&b), row[i].why);
		zp_buf_fini(&b);
		zp_report_fini(&rep);
		zp_arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_of_the_contract_come_first),
		cmocka_unit_test(every_column_is_described),
		cmocka_unit_test(words_match_the_enums),
		cmocka_unit_test(rows_survive_print_and_parse),
		cmocka_unit_test(an_empty_row_prints_empty_fields),
		cmocka_unit_test(broken_sections_are_refused),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
