/* tests/engine/test_explain.c - zp_explain_*(), against explain.golden. */
#include <stdio.h>
#include <string.h>

#include "support_county.h"
#include "zhipaid/explain.h"

static void title(struct zp_buf *out, const char *s)
{
	zp_buf_printf(out, "== %s\n", s);
}

static void add_text(struct zp_buf *out, const struct zt_county *t,
    const struct zp_decision *d, const char *licence)
{
	for (int lang = 0; lang < ZP_LANGS; lang++)
		zp_explain_text(t->v, &t->p, d, licence == NULL ? -1 :
		    zt_county_person(t, licence), (enum zp_lang)lang, out);
}

static void add_decision(struct zp_buf *out, const struct zt_county *t,
    const struct zp_decision *d)
{
	title(out, t->v->at[d->i].c.case_no);
	zp_explain_record(t->v, &t->p, d, out);
	zp_buf_putc(out, '\n');
	if (d->lead < 0) {
		zp_explain_rules(d, out);
		zp_buf_putc(out, '\n');
	}
	add_text(out, t, d, NULL);
}

static void assigned(struct zp_buf *out)
{
	static const char *const who[] = { "L1", "L2", "L3", "L9", "V1" };
	struct zt_county *t = zt_county_new();
	const struct zp_decision *d;

	zt_county_past(t, "L1", 2);
	zt_county_past(t, "S1", 1);
	zt_county_case(t, "case_no=ordinary; recipient_id=P1; "
	    "excluded_counsel=L3");
	d = zt_county_decide(t)->at;
	add_decision(out, t, d);
	for (size_t i = 0; i < ZP_COUNT(who); i++)
		add_text(out, t, d, who[i]);
	zt_county_free(t);
}

/* The cheapest person goes to the other case of the batch. */
static void joint(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	t->p.annual_cap = 1;
	zt_county_past(t, "L3", 1);
	zt_county_case(t, "case_no=joint-1; recipient_id=P1");
	zt_county_case(t, "case_no=joint-2; recipient_id=P2; "
	    "excluded_counsel=L2|S1");
	pl = zt_county_decide(t);
	add_decision(out, t, &pl->at[0]);
	add_text(out, t, &pl->at[0], "L1");
	zt_county_free(t);
}

static void pair_and_wish(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	t->p.pair = true;
	t->p.junior_years = 20;
	t->p.dispatch[ZP_CRIMINAL] = ZP_PICK;
	zt_county_past(t, "L3", 1);
	zt_county_case(t, "case_no=wish; recipient_id=P1; "
	    "wished_counsel=L9|L3|L1");
	pl = zt_county_decide(t);
	add_decision(out, t, &pl->at[0]);
	add_text(out, t, &pl->at[0], "L2");
	add_text(out, t, &pl->at[0], "L1");
	zt_county_free(t);
}

/* Nobody of the recipient's list may take it. */
static void wish_denied(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	t->p.dispatch[ZP_CRIMINAL] = ZP_PICK;
	zt_county_case(t, "case_no=denied; recipient_id=P1; "
	    "wished_counsel=L9|G1|L404");
	pl = zt_county_decide(t);
	add_decision(out, t, &pl->at[0]);
	zt_county_free(t);
}

static void tie(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	zt_county_case(t, "case_no=tie; recipient_id=P1");
	pl = zt_county_decide(t);
	add_decision(out, t, &pl->at[0]);
	add_text(out, t, &pl->at[0], pl->at[0].lead ==
	    zt_county_person(t, "L1") ? "L3" : "L1");
	zt_county_free(t);
}

/* Level with another, and longer without an assignment. */
static void oldest(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	t->p.w_load = 0;
	zt_county_past(t, "L3", 1);
	zt_county_case(t, "case_no=oldest; recipient_id=P1");
	pl = zt_county_decide(t);
	add_decision(out, t, &pl->at[0]);
	add_text(out, t, &pl->at[0], "L3");
	zt_county_free(t);
}

static void gang(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	t->p.annual_cap = 3;
	zt_county_past(t, "S1", 3);
	zt_county_case(t, "case_no=gang-1; recipient_id=P1; joint_case=J1");
	zt_county_case(t, "case_no=gang-2; recipient_id=P2; joint_case=J1");
	zt_county_case(t, "case_no=gang-3; recipient_id=P3; joint_case=J1");
	pl = zt_county_decide(t);
	for (uint32_t i = 0; i < pl->n; i++)
		add_decision(out, t, &pl->at[i]);
	add_text(out, t, &pl->at[0], "L1");
	zt_county_free(t);
}

static void waiting(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	t->p.dispatch[ZP_CIVIL] = ZP_MANUAL_ONLY;
	zt_county_case(t, "case_no=by-hand; recipient_id=P1; "
	    "matter_code=CV-LABOUR");
	zt_county_case(t, "case_no=minor; recipient_id=P2; "
	    "recipient_groups=minor; excluded_counsel=L1");
	pl = zt_county_decide(t);
	add_decision(out, t, &pl->at[0]);
	add_decision(out, t, &pl->at[1]);
	t->v->at[0].handling = t->v->at[1].handling = -1;
	t->v->at[1].c.stage = ZP_DEATH_REVIEW;
	t->v->at[1].c.organ_code = "";
	pl = zp_decide(t->v, &t->p, t->a);
	add_decision(out, t, &pl->at[0]);
	add_decision(out, t, &pl->at[1]);
	zt_county_free(t);
}

/* Filed before at the city's centre (J2); one is a gang case, one has
 * nobody either way. */
static void filed_twice(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	const struct zp_plan *pl;

	zt_county_case(t, "case_no=first; recipient_id=P1; "
	    "received_centre=CA");
	zt_county_case(t, "case_no=second; recipient_id=P1; joint_case=J1");
	zt_county_case(t, "case_no=third; recipient_id=P1; "
	    "recipient_groups=minor; excluded_counsel=L1");
	pl = zt_county_decide(t);
	assert_true(pl->at[0].lead >= 0);
	add_decision(out, t, &pl->at[1]);
	add_text(out, t, &pl->at[1], "L2");
	add_decision(out, t, &pl->at[2]);
	zt_county_free(t);
}

static void by_hand(struct zp_buf *out)
{
	struct zt_county *t = zt_county_new();
	struct zp_manual m = { .i = 0, .junior = -1 };
	const struct zp_plan *pl;

	zt_county_case(t, "case_no=manual; recipient_id=P1; "
	    "recipient_groups=minor");
	m.lead = zt_county_person(t, "L3");
	m.overridden = ZP_RULE_BIT(ZP_Q11);
	(void)zt_county_decide(t);
	pl = zp_decide_manual(t->v, &t->p, &m, t->a);
	add_decision(out, t, &pl->at[0]);
	zt_county_free(t);
}

static void read_file(const char *path, struct zp_buf *out)
{
	FILE *f = fopen(path, "rb");
	char part[4096];
	size_t n;

	if (f == NULL)
		fail_msg("cannot read %s", path);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		zp_buf_add(out, part, n);
	fclose(f);
}

static void texts_are_as_in_the_golden_file(void **state)
{
	static const char actual[] = ZP_BINARY_DIR "/explain.actual";
	struct zp_buf got = { 0 }, want = { 0 };
	FILE *f;

	(void)state;
	assigned(&got);
	joint(&got);
	pair_and_wish(&got);
	wish_denied(&got);
	tie(&got);
	oldest(&got);
	gang(&got);
	waiting(&got);
	filed_twice(&got);
	by_hand(&got);
	f = fopen(actual, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(got.at, 1, got.n, f), got.n);
	fclose(f);
	read_file(ZP_SOURCE_DIR "/tests/engine/explain.golden", &want);
	if (strcmp(zp_buf_str(&got), zp_buf_str(&want)) != 0)
		fail_msg("tests/engine/explain.golden differs from %s",
		    actual);
	zp_buf_fini(&got);
	zp_buf_fini(&want);
}

/* A recipient's name stands nowhere. */
static void names_of_recipients_never_appear(void **state)
{
	struct zt_county *t = zt_county_new();
	struct zp_buf b = { 0 };
	const struct zp_plan *pl;

	(void)state;
	zt_county_case(t, "case_no=a; recipient_id=ID-7; recipient_name=某甲");
	zt_county_case(t, "case_no=b; recipient_id=ID-8; recipient_name=某乙; "
	    "opposes_case=a; excluded_counsel=L1|L2|L3|S1");
	pl = zt_county_decide(t);
	for (uint32_t i = 0; i < 2; i++) {
		add_decision(&b, t, &pl->at[i]);
		add_text(&b, t, &pl->at[i], "L1");
	}
	assert_null(strstr(zp_buf_str(&b), "某甲"));
	assert_null(strstr(zp_buf_str(&b), "某乙"));
	assert_null(strstr(zp_buf_str(&b), "ID-"));
	zp_buf_fini(&b);
	zt_county_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_as_in_the_golden_file),
		cmocka_unit_test(names_of_recipients_never_appear),
	};
	return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
