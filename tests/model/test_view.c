/* tests/model/test_view.c - zp_view_print(), zp_view_parse(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "support_town.h"

#define CASES(...) (const char *const[4]){ __VA_ARGS__ }

static struct zp_view *parse(struct town *t, const char *text,
    struct zp_report *rep)
{
	return zp_view_parse(text, strlen(text), t->reg, NULL, t->a, rep);
}

/* Two co-accused, an opposing case, people with work in both pools. */
static struct zp_view *lively(struct town *t)
{
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");
	struct zp_case c = town_case("C", "P3");

	a.joint_case = b.joint_case = "J";
	a.recipient_name = "王, \"小\" 明";
	c.opposes_case = "A";
	c.hearing_at = town_at(9, 1, 9);
	town_add(t, &a);
	town_add(t, &b);
	zp_world_case(t->w, &c, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
	town_assign(t, "C", 4, ZP_LEAD, town_at(3, 1, 9));
	town_assign(t, "C", 5, ZP_JUNIOR, town_at(3, 1, 9));
	town_assign(t, "B", 1, ZP_LEAD, town_at(3, 2, 9));
	zp_world_end(t->w, "B", "", ZP_END_DECLINED, town_at(3, 3, 9), false);
	return town_view(t, town_at(6, 1, 9), CASES("B", "A"));
}

static void assert_same_case(const struct zp_view_case *x,
    const struct zp_view_case *y)
{
	assert_string_equal(x->c.case_no, y->c.case_no);
	assert_string_equal(x->c.recipient_name, y->c.recipient_name);
	assert_int_equal(x->matter, y->matter);
	assert_int_equal(x->region, y->region);
	assert_int_equal(x->organ, y->organ);
	assert_int_equal(x->received, y->received);
	assert_int_equal(x->handling, y->handling);
	assert_int_equal(x->waiting_since.us, y->waiting_since.us);
	assert_int_equal(x->links, y->links);
	for (uint32_t k = 0; k < x->links; k++) {
		assert_int_equal(x->link[k].counsel, y->link[k].counsel);
		assert_int_equal(x->link[k].batch, y->link[k].batch);
	}
}

static void a_view_survives_its_text(void **state)
{
	struct town *t = *state;
	struct zp_report rep = { 0 };
	const struct zp_view *v = lively(t);
	const char *text = town_print(t, v);
	const struct zp_view *back = parse(t, text, &rep);

	assert_non_null(back);
	assert_int_equal(rep.n, 0);
	assert_string_equal(town_print(t, back), text);
	assert_int_equal(back->n, 2);
	for (uint32_t i = 0; i < v->n; i++)
		assert_same_case(&v->at[i], &back->at[i]);
	for (uint32_t k = 0; k < t->reg->counsels; k++) {
		const struct zp_counsel_state *x = &v->counsel[k];
		const struct zp_counsel_state *y = &back->counsel[k];

		assert_string_equal(x->licence_no, y->licence_no);
		assert_int_equal(x->undertaken, y->undertaken);
		assert_int_equal(x->load, y->load);
		assert_int_equal(x->last_assigned.us, y->last_assigned.us);
		assert_int_equal(x->busy.n, y->busy.n);
	}
	assert_int_equal(back->centre[1].leads, v->centre[1].leads);
}

/* Outside the pool only the number of cases stays. */
static void counsel_elsewhere_are_one_number(void **state)
{
	struct town *t = *state;
	struct zp_report rep = { 0 };
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");
	const struct zp_view *back;
	const char *text;

	town_add(t, &a);
	town_add(t, &b);
	town_assign(t, "B", 4, ZP_LEAD, town_at(3, 1, 9));
	town_assign(t, "B", 5, ZP_JUNIOR, town_at(3, 1, 9));
	text = town_print(t, town_view(t, town_at(6, 1, 9), CASES("A")));
	assert_null(strstr(text, "L4,"));
	assert_non_null(strstr(text, "L5,1,500,1,"));
	assert_non_null(strstr(text, "\nundertaken\n0|0|0|0|1\n"));
	back = parse(t, text, &rep);
	assert_non_null(back);
	assert_int_equal(back->counsel[4].undertaken, 1);
	assert_int_equal(back->counsel[4].load, 0);
	assert_int_equal(back->counsel[5].load, 500);
	assert_string_equal(town_print(t, back), text);
}

static void an_empty_view_survives(void **state)
{
	struct town *t = *state;
	struct zp_report rep = { 0 };
	const char *text = town_print(t, town_view(t, town_at(6, 1, 9),
	    CASES(NULL)));
	const struct zp_view *back = parse(t, text, &rep);

	assert_non_null(back);
	assert_string_equal(town_print(t, back), text);
}

/* Any cut and any foreign word is refused with a report, never believed. */
static void broken_text_is_refused(void **state)
{
	static const struct { const char *was, *is; } change[] = {
		{ "\nA,", "\nX,", }, { ",C1,", ",C9," },
		{ "# links\n", "# lines\n" }, { "\nL1,", "\nL99," },
		{ "# now\nnow\n2026", "# now\nnow\nlate" },
	};
	struct town *t = *state;
	const char *text = town_print(t, lively(t));
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++) {
		struct zp_report rep = { 0 };

		assert_null(zp_view_parse(text, i, t->reg, NULL, t->a, &rep));
		assert_true(rep.errors > 0);
		zp_report_fini(&rep);
	}
	for (size_t i = 0; i < ZP_COUNT(change); i++) {
		struct zp_report rep = { 0 };
		struct zp_buf b = { 0 };
		const char *at = strstr(text, change[i].was);

		assert_non_null(at);
		zp_buf_add(&b, text, (size_t)(at - text));
		zp_buf_puts(&b, change[i].is);
		zp_buf_puts(&b, at + strlen(change[i].was));
		assert_null(parse(t, zp_buf_str(&b), &rep));
		assert_true(rep.errors > 0);
		zp_buf_fini(&b);
		zp_report_fini(&rep);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, town_setup, town_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_view_survives_its_text),
		TEST(counsel_elsewhere_are_one_number),
		TEST(an_empty_view_survives),
		TEST(broken_text_is_refused),
	};
	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
