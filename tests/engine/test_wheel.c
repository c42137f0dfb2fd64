/*
 * tests/engine/test_wheel.c - the modes of dispatch: the wheel read
 * literally, the draw, the hall.
 *
 * Tex. Code Crim. Proc. art. 26.04(a): "appoint attorneys from among next
 * five names on the appointment list in the order in which the attorneys'
 * names appear on the list, unless the court makes a finding of good cause
 * on the record for appointing an attorney out of order.  An attorney who is
 * not appointed in the order in which the attorney's name appears on the
 * list shall remain next in order on the list."
 */
#include <stdio.h>
#include <string.h>

#include "support_list.h"
#include "support_random.h"
#include "support_year.h"
#include "zhipaid/explain.h"
#include "zhipaid/export.h"

/* --- the statute, with a list on paper --- */

struct paper {			/* names in order; who is taken goes last */
	int32_t at[ZT_PEOPLE];
	uint32_t n;
};

static void to_the_end(struct paper *l, int32_t counsel)
{
	uint32_t k = 0;

	while (l->at[k] != counsel)
		k++;
	memmove(&l->at[k], &l->at[k + 1],
	    (l->n - k - 1) * sizeof(l->at[0]));
	l->at[l->n - 1] = counsel;
}

/* The list before anybody had a turn: the only thing taken from the engine. */
static void first_list(struct zt_list *t, enum zp_category kind,
    struct paper *l)
{
	struct zp_arena *a = zp_arena_new();
	const struct zp_view *v = zp_world_view(t->w, NULL, 0, t->now, &t->p,
	    a);
	struct zp_wheel w = zp_wheel_of(v, &t->p, 0, kind, false, a);

	l->n = w.n;
	for (uint32_t k = 0; k < w.n; k++)
		l->at[k] = t->reg->centre[0].pool[w.at[k].member[0]];
	zp_arena_free(a);
}

static const struct zp_candidate *candidate(const struct zp_decision *d,
    int32_t counsel)
{
	for (uint32_t c = 0; c < d->cands; c++)
		if (d->cand[c].counsel == counsel)
			return &d->cand[c];
	fail();
	return NULL;
}

/* The decision against the list on paper, word by word. */
static void read_literally(const struct zt_list *t, const struct paper *l,
    const struct zp_decision *d)
{
	const struct zp_candidate *won;
	int32_t next = 0;
	uint32_t k = 0;

	if (d->lead < 0) {		/* then nobody is admissible */
		for (; k < l->n; k++)
			assert_true(candidate(d, l->at[k])->denied != 0);
		return;
	}
	won = candidate(d, d->lead);
	for (; l->at[k] != d->lead; k++) {
		const struct zp_candidate *c = candidate(d, l->at[k]);
		const struct zp_pass *x = &d->passed[k];

		assert_true(k < d->passes);	/* each skip on record, */
		assert_int_equal(x->counsel, l->at[k]);	/* in order, */
		assert_true(x->denied == c->denied);	/* with its reason */
		if (c->denied != 0)
			continue;
		next++;
		assert_true(x->worse > 0);
		assert_int_equal(x->worse, c->cost - won->cost);
	}
	assert_int_equal(d->passes, k);
	assert_true(next < t->p.wheel_next);	/* of the next five */
	for (; k < l->n && next < t->p.wheel_next; k++) {
		const struct zp_candidate *c = candidate(d, l->at[k]);

		next += c->denied == 0;
		assert_true(c->denied != 0 || c->cost >= won->cost);
	}
	assert_int_equal(d->step, ZP_STEP_WHEEL);
}

/* One case after the other: every decision as the statute has it. */
static void one_sequence(uint64_t seed)
{
	struct zt_list *t = zt_list_new(1 + zt_roll(&seed, 12),
	    zt_roll(&seed, 5), zt_list_mixed, &seed);
	struct paper list[2];

	t->p.dispatch[ZP_CRIMINAL] = t->p.dispatch[ZP_CIVIL] =
	    ZP_ROTATE_PERSON;
	t->p.wheel_next = 1 + (int32_t)zt_roll(&seed, 6);
	t->p.seed = seed;
	first_list(t, ZP_CRIMINAL, &list[ZP_CRIMINAL]);
	first_list(t, ZP_CIVIL, &list[ZP_CIVIL]);
	for (int k = 0; k < 40; k++) {
		enum zp_category kind = zt_roll(&seed, 3) == 0 ? ZP_CIVIL :
		    ZP_CRIMINAL;
		struct zp_case c;
		const struct zp_plan *pl;
		struct paper before = list[kind];
		bool with_cause = zt_roll(&seed, 2) == 0;

		zp_row_clear(zp_table_get(ZP_T_CASES), &c);
		c.stage = ZP_FIRST_INSTANCE;
		c.difficulty = (enum zp_difficulty)zt_roll(&seed, 3);
		c.possible_sentence = zt_roll(&seed, 4) == 0 ?
		    ZP_SENTENCE_DEATH : ZP_SENTENCE_FIXED;
		zt_list_case(t, kind == ZP_CIVIL ? "CV" : "CR", &c);
		pl = zt_list_decide(t, 1);
		read_literally(t, &list[kind], &pl->at[0]);
		if (pl->at[0].lead >= 0)
			to_the_end(&list[kind], pl->at[0].lead);
		if (zt_roll(&seed, 3) != 0)
			continue;
		(void)zp_world_end(t->w, t->v->at[0].c.case_no, "",
		    ZP_END_DECLINED, t->now, with_cause);
		if (with_cause)		/* R1: else it was a turn */
			list[kind] = before;
	}
	zt_list_free(t);
}

static void the_wheel_reads_as_the_statute(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 3000; seed++)
		one_sequence(seed);
}

/* --- the draw --- */

static void every_lot_is_equally_likely(void **state)
{
	struct zt_list *t = zt_list_new(20, 0, NULL, NULL);
	int32_t got[20] = { 0 };
	double chi = 0;

	(void)state;
	t->p.dispatch[ZP_CRIMINAL] = ZP_RANDOM;
	t->p.off[ZP_T1] = true;
	for (int k = 0; k < 200; k++) {
		const struct zp_plan *pl;

		for (int j = 0; j < 20; j++)
			zt_list_case(t, "CR", NULL);
		pl = zt_list_decide(t, 20);
		for (int j = 0; j < 20; j++) {
			got[pl->at[j].lead]++;
			assert_int_equal(pl->at[j].step, ZP_STEP_LOT);
		}
		assert_memory_equal(&pl->at[3].lead,
		    &zp_decide(t->v, &t->p, t->a)->at[3].lead,
		    sizeof(int32_t));
	}
	for (int k = 0; k < 20; k++)
		chi += (got[k] - 200.0) * (got[k] - 200.0) / 200.0;
	assert_true(chi < 43.8);	/* 19 degrees, one in a thousand */
	zt_list_free(t);
}

/* --- the hall --- */

static void the_hall_comes_before_the_list(void **state)
{
	struct zt_list *t = zt_list_new(6, 0, NULL, NULL);
	const struct zp_plan *pl;

	(void)state;
	t->p.dispatch[ZP_CRIMINAL] = ZP_HALL_DUTY_FIRST;
	zt_list_case(t, "CR", NULL);
	zt_list_case(t, "CR", NULL);
	pl = zt_list_decide(t, 2);
	assert_int_equal(pl->at[0].step, ZP_STEP_WHEEL);
	zt_list_case(t, "CR", NULL);
	t->now.us += ZP_SEC(60).us;
	t->v = zp_world_view(t->w, (const char *[]){ "K000002" }, 1, t->now,
	    &t->p, t->a);
	t->v->counsel[pl->at[0].lead].hall = true;
	t->v->counsel[pl->at[1].lead].hall = true;
	pl = zp_decide(t->v, &t->p, t->a);
	assert_int_equal(pl->at[0].step, ZP_STEP_HALL);
	assert_true(t->v->counsel[pl->at[0].lead].hall);
	zt_list_free(t);
}

/* --- mandatory notices; co-accused --- */

static void notices_may_go_another_way(void **state)
{
	struct zt_list *t = zt_list_new(5, 0, NULL, NULL);
	const struct zp_plan *pl;
	struct zp_case c;

	(void)state;
	t->p.dispatch[ZP_CRIMINAL] = ZP_ROTATE_PERSON;
	t->p.notified = 1 + ZP_RANDOM;
	zp_row_clear(zp_table_get(ZP_T_CASES), &c);
	c.source = ZP_MANDATORY_NOTICE;
	zt_list_case(t, "CR", &c);
	zt_list_case(t, "CR", NULL);
	pl = zt_list_decide(t, 2);
	assert_int_equal(pl->at[0].step, ZP_STEP_LOT);
	assert_int_equal(pl->at[1].step, ZP_STEP_WHEEL);
	zt_list_free(t);
}

static void one_of_long_practice(struct zp_counsel *c, uint32_t k, void *arg)
{
	(void)arg;
	if (k > 0)
		c->criminal_since = zp_date_of(2025, 6, 1);
}

/* The first case may have either; the second (possible death) only L00: the
 * list would give him away. */
static void every_co_accused_is_defended(void **state)
{
	int together = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct zt_list *t = zt_list_new(2, 0, one_of_long_practice,
		    NULL);
		const struct zp_plan *pl;
		struct zp_case c;

		t->p.dispatch[ZP_CRIMINAL] = ZP_ROTATE_PERSON;
		t->p.wheel_next = 1;
		t->p.seed = seed;
		zp_row_clear(zp_table_get(ZP_T_CASES), &c);
		c.joint_case = "G1";
		zt_list_case(t, "CR", &c);
		c.possible_sentence = ZP_SENTENCE_DEATH;
		zt_list_case(t, "CR", &c);
		pl = zt_list_decide(t, 2);
		assert_int_equal(pl->at[0].lead, 1);
		assert_int_equal(pl->at[1].lead, 0);
		together += pl->at[0].step == ZP_STEP_TOGETHER;
		if (pl->at[0].step == ZP_STEP_TOGETHER) {
			assert_int_equal(pl->at[0].passes, 1);
			assert_int_equal(pl->at[0].passed[0].counsel, 0);
		}
		zt_list_free(t);
	}
	assert_in_range(together, 1, 19);
}

/* --- all modes over whole years --- */

static void no_mode_breaks_a_rule(void **state)
{
	static const enum zp_dispatch mode[] = { ZP_ROTATE_PERSON, ZP_RANDOM,
		ZP_BALANCED, ZP_ROTATE_FIRM, ZP_HALL_DUTY_FIRST, ZP_PICK };

	(void)state;
	for (uint64_t seed = 0; seed < 400; seed++) {
		struct zt_year *y = zt_year_new(seed, 0);
		struct zt_year *z = zt_year_new(seed, seed + 1);
		struct zp_buf out[2] = { { 0 }, { 0 } };
		struct zp_sim *s[2];
		struct zt_verdict bad;

		for (int k = 0; k < 4; k++)
			y->p.dispatch[k] = z->p.dispatch[k] =
			    mode[(seed + (uint64_t)k) % ZP_COUNT(mode)];
		y->p.wheel_next = z->p.wheel_next = 1 + (int)(seed % 6);
		s[0] = zt_year_run(y);
		s[1] = zt_year_run(z);
		zt_judge(y, s[0], &bad);
		assert_string_equal(bad.text, "");
		zp_export_world(s[0]->world, &out[0]);
		zp_export_world(s[1]->world, &out[1]);
		assert_string_equal(zp_buf_str(&out[0]), zp_buf_str(&out[1]));
		zp_buf_fini(&out[0]);
		zp_buf_fini(&out[1]);
		zp_sim_free(s[0]);
		zp_sim_free(s[1]);
		zt_year_free(y);
		zt_year_free(z);
	}
}

/* --- in words --- */

static void of_three_kinds(struct zp_counsel *c, uint32_t k, void *arg)
{
	(void)arg;
	if (k % 3 == 0)
		c->status = ZP_SUSPENDED;
	if (k % 3 == 1)
		c->annual_cap = 10;
}

static void say(struct zt_list *t, const struct zp_decision *d, int32_t who,
    enum zp_lang lang, const char *what)
{
	struct zp_buf b = { 0 };

	zp_explain_text(t->v, &t->p, d, who, lang, &b);
	if (strstr(zp_buf_str(&b), what) == NULL)
		fail_msg("no \"%s\" in:\n%s", what, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void each_skip_is_told(void **state)
{
	struct zt_list *t = zt_list_new(9, 0, of_three_kinds, NULL);
	struct zp_buf b = { 0 };
	const struct zp_plan *pl;
	const struct zp_decision *d;
	uint32_t round = 0;

	(void)state;
	t->p.dispatch[ZP_CIVIL] = ZP_ROTATE_PERSON;
	do {		/* until both kinds of reason stand in one record */
		zt_list_case(t, "CV", NULL);
		pl = zt_list_decide(t, 1);
		d = &pl->at[0];
	} while (++round < 60 && (d->passes < 2 ||
	    d->passed[0].denied == 0 || d->passed[d->passes - 1].denied != 0));
	assert_true(round < 60);
	zp_explain_record(t->v, &t->p, d, &b);
	assert_non_null(strstr(zp_buf_str(&b), "\"step\":\"wheel\""));
	assert_non_null(strstr(zp_buf_str(&b), "\"passed\":[[\"L"));
	assert_non_null(strstr(zp_buf_str(&b), ",\"Q18\"],[\"L"));
	say(t, d, -1, ZP_EN, "on the list, chosen among the next 5");
	say(t, d, -1, ZP_EN, "passed over, stays next: ");
	say(t, d, -1, ZP_EN, "fits worse by ");
	say(t, d, -1, ZP_ZH, "跳过，保留次序：");
	say(t, d, d->passed[0].counsel, ZP_EN, "number 1 on the list, passed");
	say(t, d, d->passed[d->passes - 1].counsel, ZP_ZH, "不如承办人合适");
	zp_buf_fini(&b);
	zt_list_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_wheel_reads_as_the_statute),
		cmocka_unit_test(every_lot_is_equally_likely),
		cmocka_unit_test(the_hall_comes_before_the_list),
		cmocka_unit_test(notices_may_go_another_way),
		cmocka_unit_test(every_co_accused_is_defended),
		cmocka_unit_test(no_mode_breaks_a_rule),
		cmocka_unit_test(each_skip_is_told),
	};

	return cmocka_run_group_tests_name("wheel", tests, NULL, NULL);
}
