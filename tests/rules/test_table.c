/* tests/rules/test_table.c - every row of the rulebook is whole. */
#include "support_city.h"
#include "zhipaid/rulebook.h"

static bool says_something(const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	return n > 0 && s[n - 1] != '.' && zp_utf8_valid(s, n) == n;
}

static bool figures_known(const char *s)
{
	while ((s = strchr(s, '{')) != NULL) {
		if (s[1] == '\0' || strchr("udaofn", s[1]) == NULL ||
		    s[2] != '}')
			return false;
		s += 3;
	}
	return true;
}

static void every_row_is_complete(void **state)
{
	(void)state;
	for (int i = 0; i < ZP_RULES; i++) {
		const struct zp_rule_row *r = zp_rule_row((enum zp_rule)i);

		assert_non_null(r->id);
		assert_true(says_something(r->source));
		for (int l = 0; l < ZP_LANGS; l++) {
			assert_true(says_something(r->name[l]));
			assert_true(says_something(r->text[l]));
			for (int k = 0; k < 2; k++)
				if (r->why[k][l] != NULL)
					assert_true(figures_known(
					    r->why[k][l]));
		}
		for (int k = 0; k < 2; k++)
			assert_int_equal(r->why[k][ZP_ZH] == NULL,
			    r->why[k][ZP_EN] == NULL);
		assert_int_equal(i, zp_rule_find(r->id));
	}
	assert_int_equal(-1, zp_rule_find("Q99"));
	assert_int_equal(-1, zp_rule_find(""));
}

static void checks_and_terms_stand_where_they_belong(void **state)
{
	(void)state;
	for (int i = 0; i < ZP_RULES; i++) {
		const struct zp_rule_row *r = zp_rule_row((enum zp_rule)i);
		bool term = i >= ZP_S9 && i <= ZP_Q23;

		assert_int_equal(i < ZP_CANDIDATE_RULES, r->denies != NULL);
		if (r->denies != NULL)
			assert_true(r->why[0][0] != NULL ||
			    r->why[1][0] != NULL);
		if (r->cost != NULL)
			assert_true(term && r->concerns != NULL);
		if (term && r->cost == NULL)
			assert_true(i == ZP_S9 || i == ZP_T9 || i == ZP_S5);
	}
}

static void what_is_hard_cannot_be_switched_off(void **state)
{
	(void)state;
	for (int i = 0; i < ZP_RULES; i++) {
		enum zp_rule r = (enum zp_rule)i;

		if (zp_rule_row(r)->kind == ZP_HARD) {
			assert_false(zp_rule_optional(r));
			assert_false(zp_rule_overridable(r));
		}
		assert_true(!zp_rule_overridable(r) ||
		    i < ZP_CANDIDATE_RULES);
	}
	assert_true(zp_rule_optional(ZP_T1));
	assert_true(zp_rule_optional(ZP_C7));
	assert_true(zp_rule_optional(ZP_Q23));
	assert_false(zp_rule_optional(ZP_R2));
	assert_false(zp_rule_optional(ZP_D2));
	assert_true(zp_rule_overridable(ZP_R2));
	assert_true(zp_rule_overridable(ZP_C17));
	assert_false(zp_rule_overridable(ZP_J1));
}

/* Kinds as the rulebook has them, in the table's order. */
static void kinds_are_those_of_the_rulebook(void **state)
{
	static const struct { enum zp_rule_kind k; const char *ids; } row[] = {
		{ ZP_HARD, "Q15 Q2 Q3 Q4 Q16 Q17 Q18 Q6 Q7 Q9 Q13 C1 C2 C3 C4 "
		    "C5 C8 C10 C11 C12 C13 N17 X1 J5 J13 D18 Q10 Q19 Q5 H3 "
		    "N16" },
		{ ZP_HARD_OV, "Q8 Q11 C6 C7 C9 C14 C17 T1 J1 J2 J3 J4 Q20 R3 "
		    "N8 N15 N2" },
		{ ZP_PREF, "J16 S9 S1 S2 S3 S5 S6 S7 S8 S12 T9 T6 Q12 Q14 "
		    "Q21 Q22 Q23 D15 N9" },
		{ ZP_DEADLINE, "J9 D2 D3 D5 D14 D16 D10 D11 D20" },
		{ ZP_REPORT, "S10 T3 T4 N7 N11 N12 M6 N3 N18 T2 T5 "
		    "M1 M2 M3 M7 P5 P7" },
		{ ZP_DATA, "R1 R2 S11 J6 J7 J8 J12 X2 X3 S4 Q1 T8 R4 R5 R6 R7 "
		    "R8 R9 H1 H2 H4 D17 N1 N4 N5 N13 X6 N20" },
	};
	int n = 0;

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++)
		for (const char *s = row[i].ids; *s != '\0';) {
			size_t len = strcspn(s, " ");
			char id[8];
			int r;

			snprintf(id, sizeof(id), "%.*s", (int)len, s);
			r = zp_rule_find(id);
			if (r < 0 || zp_rule_row((enum zp_rule)r)->kind !=
			    row[i].k)
				fail_msg("%s", id);
			n++;
			s += len;
			s += strspn(s, " ");
		}
	assert_int_equal(ZP_RULES, n);
}

static void cell_is(enum zp_rule r, const struct zp_policy *p,
    enum zp_rulebook_col c, enum zp_lang lang, const char *want)
{
	struct zp_buf b = { 0 };

	zp_rulebook_cell(r, p, c, lang, &b);
	assert_string_equal(want, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void the_book_shows_what_the_policy_made_of_it(void **state)
{
	struct zp_policy p;

	(void)state;
	zp_policy_init(&p);
	cell_is(ZP_Q6, &p, ZP_RB_STATE, ZP_ZH, "固定");
	cell_is(ZP_Q7, &p, ZP_RB_STATE, ZP_EN, "off");
	cell_is(ZP_Q8, &p, ZP_RB_STATE, ZP_EN, "off");
	cell_is(ZP_T1, &p, ZP_RB_STATE, ZP_EN, "on");
	cell_is(ZP_J4, &p, ZP_RB_STATE, ZP_EN, "off");
	p.death_years = 5;
	p.litigation_years = 5;
	p.off[ZP_T1] = p.off[ZP_Q6] = true;
	cell_is(ZP_Q7, &p, ZP_RB_STATE, ZP_EN, "fixed");
	cell_is(ZP_Q8, &p, ZP_RB_STATE, ZP_ZH, "启用");
	cell_is(ZP_T1, &p, ZP_RB_STATE, ZP_ZH, "停用");
	cell_is(ZP_Q6, &p, ZP_RB_STATE, ZP_EN, "fixed");
	cell_is(ZP_T1, &p, ZP_RB_VALUE, ZP_EN, "annual_cap=90 warn_at=80");
	cell_is(ZP_T1, &p, ZP_RB_KIND, ZP_ZH, "HARD-OV");
	p.level_tags = ZP_TAG_GANG | ZP_TAG_MASS;
	p.tiered = true;
	cell_is(ZP_J3, &p, ZP_RB_VALUE, ZP_EN,
	    "tiered=on level_tags=gang,mass first_at_intermediate=city");
	for (int r = 0; r < ZP_RULES; r++)
		for (int c = 0; c < ZP_RB_COLS; c++) {
			struct zp_buf b = { 0 };

			zp_rulebook_cell((enum zp_rule)r, &p,
			    (enum zp_rulebook_col)c, ZP_EN, &b);
			assert_true(c == ZP_RB_VALUE || b.n > 0);
			zp_buf_fini(&b);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_complete),
		cmocka_unit_test(checks_and_terms_stand_where_they_belong),
		cmocka_unit_test(what_is_hard_cannot_be_switched_off),
		cmocka_unit_test(kinds_are_those_of_the_rulebook),
		cmocka_unit_test(the_book_shows_what_the_policy_made_of_it),
	};
	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
