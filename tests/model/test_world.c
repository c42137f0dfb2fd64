/* tests/model/test_world.c - zp_world_*(): links, counts, what ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "support_town.h"

#define VIEW(t, ...) \
	town_view(t, town_at(6, 1, 9), (const char *const[4]){ __VA_ARGS__ })

/* The links of the view's first case as "kind:other:who ..." */
static const char *links(struct town *t, const struct zp_view *v)
{
	static const char kind[] = "gopsm";
	struct zp_buf b = { 0 };
	const char *s;

	for (uint32_t i = 0; i < v->at[0].links; i++) {
		const struct zp_link *l = &v->at[0].link[i];

		assert_string_equal(l->case_no, v->at[0].c.case_no);
		zp_buf_printf(&b, "%s%c:%s:%s", i > 0 ? " " : "",
		    kind[l->kind], l->other_no, l->licence_no);
	}
	s = zp_arena_strdup(t->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return s;
}

static void groups_join_whatever_the_order(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");
	struct zp_case c = town_case("C", "P3"), d = town_case("D", "P4");

	a.joint_case = b.joint_case = "J";
	c.related_case = "B";
	d.prior_case = "C";		/* C arrives later */
	town_add(t, &a);
	town_add(t, &d);
	assert_string_equal(links(t, VIEW(t, "A")), "");
	town_add(t, &b);
	assert_string_equal(links(t, VIEW(t, "A")), "g:B:");
	town_add(t, &c);
	assert_string_equal(links(t, VIEW(t, "A")), "g:B: g:C: g:D:");
	c.related_case = "";		/* replaced: the tie is gone */
	town_add(t, &c);
	assert_string_equal(links(t, VIEW(t, "A")), "g:B:");
}

static void a_civil_case_ties_but_is_not_in_the_group(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");
	struct zp_case c = town_case("C", "P3");

	a.related_case = "B";
	b.matter_code = "CV";
	c.related_case = "B";
	town_add(t, &a);
	town_add(t, &b);
	town_add(t, &c);
	assert_string_equal(links(t, VIEW(t, "A")), "g:C:");
	assert_string_equal(links(t, VIEW(t, "B")), "");
}

static void what_is_not_approved_yet_is_not_seen(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");

	a.joint_case = b.joint_case = "J";
	b.opposes_case = "A";
	town_add(t, &a);
	zp_world_case(t->w, &b, ZP_CS_SCHEDULED, 1, ZP_WALL_NONE);
	assert_string_equal(links(t, VIEW(t, "A")), "");
	town_add(t, &b);
	assert_string_equal(links(t, VIEW(t, "A")), "g:B: o:B:");
	assert_string_equal(links(t, VIEW(t, "B")), "g:A: o:A:");
}

static void links_name_everybody_who_ever_acted(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");
	const struct zp_view *v;

	a.joint_case = b.joint_case = "J";
	b.same_firm_consent = true;
	town_add(t, &a);
	town_add(t, &b);
	town_assign(t, "B", 1, ZP_LEAD, town_at(1, 6, 9));
	zp_world_case(t->w, &b, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
	assert_string_equal(links(t, VIEW(t, "A")), "g:B:L1");
	zp_world_end(t->w, "B", "", ZP_END_DECLINED, town_at(1, 7, 9), false);
	v = VIEW(t, "A", "B");
	assert_string_equal(links(t, v), "g:B: g:B:L1");
	assert_int_equal(v->at[0].link[1].end_reason, ZP_END_DECLINED);
	assert_int_equal(v->at[0].link[1].counsel, 1);
	assert_int_equal(v->at[0].link[1].batch, 1);
	assert_true(v->at[0].link[1].consent);
	assert_true(v->at[0].link[1].criminal);
	assert_string_equal(v->at[0].link[1].recipient_id, "P2");
	assert_string_equal(links(t, VIEW(t, "B")), "g:A: s:B:L1");
}

static void earlier_stages_are_a_chain(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P"), b = town_case("B", "P");
	struct zp_case c = town_case("C", "P");

	a.matter_code = b.matter_code = c.matter_code = "CV";
	a.prior_case = "C";		/* a circle in the data ends */
	b.prior_case = "A";
	c.prior_case = "B";
	town_add(t, &a);
	town_add(t, &b);
	town_add(t, &c);
	town_assign(t, "A", 2, ZP_LEAD, town_at(1, 6, 9));
	zp_world_case(t->w, &a, ZP_CS_CLOSED, 1, ZP_WALL_NONE);
	assert_string_equal(links(t, VIEW(t, "C")), "p:A:L2 p:B:");
}

static const struct zp_counsel_state *state_of(struct town *t, int k,
    struct zp_wall now)
{
	return &town_view(t, now, (const char *const[4]){ NULL })->counsel[k];
}

/* J2: of two centres the one that received the matter first accepts. */
static void the_same_matter_filed_before_is_seen_while_open(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P1");
	struct zp_case c = town_case("C", "P1");

	b.received_centre = c.received_centre = "C0";
	c.approved_at = town_at(1, 5, 8);
	town_add(t, &b);
	town_add(t, &a);	/* at the same moment: the smaller number */
	assert_string_equal(links(t, VIEW(t, "B")), "m:A:");
	assert_string_equal(links(t, VIEW(t, "A")), "");
	town_add(t, &c);	/* arrives last, was received first */
	assert_string_equal(links(t, VIEW(t, "A", "C")), "m:C:");
	assert_string_equal(links(t, VIEW(t, "B")), "m:A:");
	zp_world_case(t->w, &a, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
	town_assign(t, "A", 1, ZP_LEAD, town_at(2, 1, 9));
	town_assign(t, "A", 3, ZP_JUNIOR, town_at(2, 1, 9));
	assert_string_equal(links(t, VIEW(t, "B")), "m:A:");
	zp_world_end(t->w, "A", "", ZP_END_DECLINED, town_at(2, 2, 9), false);
	assert_string_equal(links(t, VIEW(t, "B")), "m:A:");
	zp_world_end(t->w, "A", "", ZP_END_TERMINATED, town_at(2, 3, 9), false);
	assert_string_equal(links(t, VIEW(t, "B")), "");
}

static void another_matter_or_person_is_not_the_same(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P1");

	b.received_centre = "C0";
	town_add(t, &b);
	for (int k = 0; k < 8; k++) {
		struct zp_case c = a;

		if (k == 1)
			c.recipient_id = "P2";
		if (k == 2)
			c.matter_code = "CV";
		if (k == 3)
			c.organ_code = "O1";
		if (k == 4)
			c.stage = ZP_SECOND_INSTANCE;
		if (k == 5)
			c.received_centre = "C0";
		if (k == 6)
			c.received_centre = "";
		if (k == 7)
			c.approved_at = town_at(1, 6, 9);
		town_add(t, &c);	/* replaced: what it was is gone */
		assert_string_equal(links(t, VIEW(t, "B")),
		    k == 0 ? "m:A:" : "");
	}
	zp_world_case(t->w, &a, ZP_CS_SCHEDULED, 1, ZP_WALL_NONE);
	assert_string_equal(links(t, VIEW(t, "B")), "");
}

static void counts_follow_the_assignments(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");
	const struct zp_counsel_state *s;

	b.difficulty = ZP_MAJOR;
	town_add(t, &a);
	town_add(t, &b);
	town_assign(t, "A", 1, ZP_LEAD, town_in(2025, 12, 30));
	town_assign(t, "B", 1, ZP_LEAD, town_at(3, 1, 10));
	town_assign(t, "B", 3, ZP_JUNIOR, town_at(3, 1, 10));
	s = state_of(t, 1, town_at(4, 1, 0));
	assert_int_equal(s->undertaken, 1);
	assert_int_equal(s->load, 1000 + 1000);
	assert_int_equal(s->open, 2);
	assert_int_equal(s->last_assigned.us, town_at(3, 1, 10).us);
	s = state_of(t, 3, town_at(4, 1, 0));
	assert_int_equal(s->undertaken, 1);
	assert_int_equal(s->load, 500 + 1000);
	s = state_of(t, 1, town_in(2025, 12, 31));
	assert_int_equal(s->undertaken, 1);
	assert_int_equal(s->load, 1000);
	s = state_of(t, 1, town_in(2027, 1, 1));	/* nothing in it yet */
	assert_int_equal(s->undertaken, 0);
	assert_int_equal(s->open, 2);
	zp_world_clear(t->w, "B");
	s = state_of(t, 1, town_at(4, 1, 0));
	assert_int_equal(s->undertaken, 0);
	assert_int_equal(s->last_assigned.us, town_in(2025, 12, 30).us);
}

/* Neither another policy nor another fact of the case rewrites what was
 * entered: the next case weighs by it. */
static void a_weight_is_fixed_when_the_case_is_given(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");

	town_add(t, &a);
	town_assign(t, "A", 1, ZP_LEAD, town_at(3, 1, 10));
	t->p.lead_load = 700;
	assert_int_equal(state_of(t, 1, town_at(4, 1, 0))->load, 1000);
	a.difficulty = b.difficulty = ZP_COMPLEX;
	town_add(t, &a);
	town_add(t, &b);
	assert_int_equal(state_of(t, 1, town_at(4, 1, 0))->load, 1000);
	town_assign(t, "B", 1, ZP_LEAD, town_at(3, 1, 10));
	assert_int_equal(state_of(t, 1, town_at(4, 1, 0))->load, 2000);
}

static void a_decline_of_the_lead_puts_the_case_back(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1");
	const struct zp_view *v;

	zp_world_case(t->w, &a, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
	town_assign(t, "A", 1, ZP_LEAD, town_at(3, 1, 10));
	town_assign(t, "A", 3, ZP_JUNIOR, town_at(3, 1, 10));
	v = VIEW(t, "A");
	assert_int_equal(v->centre[1].leads, 1);
	assert_int_equal(v->centre[1].pairs, 1);
	assert_int_equal(0, zp_world_end(t->w, "A", "L5", ZP_END_DECLINED,
	    town_at(3, 2, 9), false));
	assert_int_equal(1, zp_world_end(t->w, "A", "L3", ZP_END_DECLINED,
	    town_at(3, 2, 9), false));
	assert_int_equal(zp_world_state(t->w, "A", NULL), ZP_CS_ASSIGNED);
	town_assign(t, "A", 5, ZP_JUNIOR, town_at(3, 3, 10));
	assert_int_equal(2, zp_world_end(t->w, "A", "", ZP_END_CHANGED,
	    town_at(3, 4, 9), false));
	assert_int_equal(zp_world_state(t->w, "A", NULL), ZP_CS_APPROVED);
	v = VIEW(t, "A");
	assert_string_equal(links(t, v), "s:A:L1 s:A:L3 s:A:L5");
	assert_int_equal(v->at[0].link[0].end_reason, ZP_END_CHANGED);
	assert_int_equal(v->at[0].link[1].end_reason, ZP_END_DECLINED);
	assert_int_equal(v->at[0].link[2].end_reason, ZP_END_WITHDRAWN);
	assert_int_equal(v->at[0].waiting_since.us, town_at(3, 4, 9).us);
	assert_int_equal(v->counsel[1].undertaken, 1);	/* changed counts */
	assert_int_equal(v->counsel[3].undertaken, 0);
	assert_int_equal(v->counsel[5].undertaken, 0);
	assert_int_equal(v->counsel[1].open, 0);
	assert_int_equal(v->centre[1].leads, 1);
	assert_int_equal(v->centre[1].pairs, 0);
}

static void closing_and_termination_end_the_case(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P1");

	zp_world_case(t->w, &a, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
	zp_world_case(t->w, &b, ZP_CS_WAITING, 1, ZP_WALL_NONE);
	town_assign(t, "A", 1, ZP_LEAD, town_at(3, 1, 10));
	town_assign(t, "A", 3, ZP_JUNIOR, town_at(3, 1, 10));
	assert_int_equal(2, zp_world_end(t->w, "A", "", ZP_END_CLOSED,
	    town_at(5, 1, 9), false));
	assert_int_equal(0, zp_world_end(t->w, "A", "", ZP_END_CLOSED,
	    town_at(5, 2, 9), false));
	assert_int_equal(0, zp_world_end(t->w, "B", "", ZP_END_TERMINATED,
	    town_at(5, 1, 9), false));
	assert_int_equal(0, zp_world_end(t->w, "X", "", ZP_END_CLOSED,
	    town_at(5, 1, 9), false));
	assert_int_equal(zp_world_state(t->w, "A", NULL), ZP_CS_CLOSED);
	assert_int_equal(zp_world_state(t->w, "B", NULL), ZP_CS_TERMINATED);
	assert_int_equal(zp_world_state(t->w, "X", NULL), ZP_CS_SCHEDULED);
	assert_int_equal(state_of(t, 1, town_at(6, 1, 0))->undertaken, 1);
	assert_int_equal(state_of(t, 1, town_at(6, 1, 0))->open, 0);
}

static void hearings_of_open_cases_are_busy(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1"), b = town_case("B", "P2");
	const struct zp_counsel_state *s;

	a.hearing_at = town_at(7, 2, 9);
	b.hearing_at = town_at(7, 1, 9);
	b.hearing_until = town_at(7, 1, 11);
	town_add(t, &a);
	town_add(t, &b);
	town_assign(t, "A", 1, ZP_LEAD, town_at(3, 1, 10));
	town_assign(t, "B", 1, ZP_LEAD, town_at(3, 1, 10));
	s = state_of(t, 1, town_at(6, 1, 0));
	assert_int_equal(s->busy.n, 2);
	assert_string_equal(s->busy.at[0],
	    "2026-07-01T09:00:00+08:00/2026-07-01T11:00:00+08:00");
	assert_string_equal(s->busy.at[1], "2026-07-02T09:00:00+08:00/");
	a.hearing_at = ZP_WALL_NONE;
	town_add(t, &a);
	zp_world_end(t->w, "B", "", ZP_END_CLOSED, town_at(5, 1, 9), false);
	assert_int_equal(state_of(t, 1, town_at(6, 1, 0))->busy.n, 0);
}

/* --- whatever happened, the mirror is what its rows say --- */

static uint32_t dice(uint64_t *seed, uint32_t n)
{
	*seed = zp_hash_mix(*seed + 1);
	return (uint32_t)(*seed % n);
}

static void random_case(struct town *t, uint64_t *seed)
{
	static const char *const no[] = { "", "K0", "K1", "K2", "K3", "K4",
		"K5", "K6", "K7" };
	static const char *const label[] = { "", "", "J0", "J1" };
	struct zp_case c = town_case(no[1 + dice(seed, 8)], "P");
	uint32_t ends = (uint32_t)ZP_CS_TERMINATED + 1;

	c.joint_case = label[dice(seed, 4)];
	c.related_case = no[dice(seed, 3) == 0 ? dice(seed, 9) : 0];
	c.prior_case = no[dice(seed, 3) == 0 ? dice(seed, 9) : 0];
	c.opposes_case = no[dice(seed, 3) == 0 ? dice(seed, 9) : 0];
	c.matter_code = dice(seed, 4) == 0 ? "CV" : "CR";
	c.received_centre = dice(seed, 2) == 0 ? "C0" : "C1";
	c.difficulty = (enum zp_difficulty)dice(seed, 3);
	if (dice(seed, 4) == 0)
		c.hearing_at = town_at(9, 1 + (int)dice(seed, 9), 9);
	zp_world_case(t->w, &c, (enum zp_case_state)dice(seed, ends),
	    (int32_t)dice(seed, 3) - 1, ZP_WALL_NONE);
}

static void random_step(struct town *t, uint64_t *seed)
{
	char no[4] = "K0";
	char who[4] = "L0";
	struct zp_wall at = town_at(1 + (int)dice(seed, 12),
	    1 + (int)dice(seed, 28), (int)dice(seed, 24));

	no[1] = (char)('0' + dice(seed, 8));
	who[1] = (char)('0' + dice(seed, TOWN_COUNSEL));
	switch (dice(seed, 8)) {
	case 0: case 1: case 2:
		random_case(t, seed);
		break;
	case 3: case 4: case 5:
		if (zp_world_state(t->w, no, NULL) != ZP_CS_SCHEDULED)
			town_assign(t, no, who[1] - '0',
			    (enum zp_role)dice(seed, 2), at);
		break;
	case 6:
		zp_world_end(t->w, no, dice(seed, 2) == 0 ? who : "",
		    (enum zp_end)(1 + dice(seed, 4)), at, false);
		break;
	default:
		if (dice(seed, 4) == 0)
			zp_world_clear(t->w, no);
	}
}

static void copy_case(void *arg, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall since)
{
	zp_world_case(arg, c, s, handling, since);
}

struct copy { struct zp_world *to; const struct zp_policy *p; };

static void copy_assignment(void *arg, const struct zp_assignment *a)
{
	const struct copy *c = arg;

	zp_world_assign(c->to, a, c->p);
}

static const char *print_known(struct town *t, const struct zp_world *w)
{
	const char *no[8];
	char name[8][4];
	uint32_t n = 0;

	for (int k = 0; k < 8; k++) {
		snprintf(name[k], sizeof(name[k]), "K%d", k);
		if (zp_world_state(w, name[k], NULL) != ZP_CS_SCHEDULED)
			no[n++] = name[k];
	}
	return town_print(t, zp_world_view(w, no, n, town_at(6, 1, 9),
	    &t->p, t->a));
}

static void a_mirror_rebuilt_from_its_rows_is_the_same(void **state)
{
	struct town *t = *state;

	for (uint64_t round = 0; round < 300; round++) {
		uint64_t seed = round * 1000;
		struct copy c = { zp_world_new(t->reg), &t->p };

		zp_world_free(t->w);
		t->w = zp_world_new(t->reg);
		for (int k = 0; k < 60; k++)
			random_step(t, &seed);
		/* assignments first: their cases are only named */
		zp_world_each_assignment(t->w, copy_assignment, &c);
		zp_world_each_case(t->w, copy_case, c.to);
		assert_string_equal(print_known(t, t->w),
		    print_known(t, c.to));
		zp_world_free(c.to);
		zp_arena_reset(t->a);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, town_setup, town_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(groups_join_whatever_the_order),
		TEST(a_civil_case_ties_but_is_not_in_the_group),
		TEST(what_is_not_approved_yet_is_not_seen),
		TEST(links_name_everybody_who_ever_acted),
		TEST(earlier_stages_are_a_chain),
		TEST(the_same_matter_filed_before_is_seen_while_open),
		TEST(another_matter_or_person_is_not_the_same),
		TEST(counts_follow_the_assignments),
		TEST(a_weight_is_fixed_when_the_case_is_given),
		TEST(a_decline_of_the_lead_puts_the_case_back),
		TEST(closing_and_termination_end_the_case),
		TEST(hearings_of_open_cases_are_busy),
		TEST(a_mirror_rebuilt_from_its_rows_is_the_same),
	};
	return cmocka_run_group_tests_name("world", tests, NULL, NULL);
}
