/*
 * tests/engine/test_lend.c - people lent for a case (X1, X3) and cases at
 * other centres (X2): all other rules hold, nobody comes unasked, the stored
 * view gives the same record, and what was tried leaves no trace.
 */
#include <stdlib.h>
#include <string.h>

#include "support_random.h"
#include "zhipaid/explain.h"

#define MOST 3			/* people lent for a case */

struct board {
	struct zt_random *t;
	int32_t to[ZT_MOST];		/* centre; -1: its own */
	int32_t lent[ZT_MOST][MOST];	/* counsel; -1 */
};

static void draw(struct board *b, struct zt_random *t)
{
	b->t = t;
	for (uint32_t i = 0; i < t->n; i++) {
		b->to[i] = zt_roll(&t->seed, 4) > 0 ? -1 :
		    (int32_t)zt_roll(&t->seed, t->reg->centres);
		for (int k = 0; k < MOST; k++)
			b->lent[i][k] = zt_roll(&t->seed, 3) > 0 ? -1 :
			    (int32_t)zt_roll(&t->seed, t->reg->counsels);
	}
}

static struct zp_view *view_of(const struct board *b)
{
	struct zp_view *v = zt_random_view(b->t);

	for (uint32_t i = 0; i < v->n; i++) {
		if (b->to[i] >= 0) {
			v->at[i].handling = b->to[i];
			v->at[i].c.designated_centre =
			    v->reg->centre[b->to[i]].code;
		}
		for (int k = 0; k < MOST; k++) {
			int32_t who = b->lent[i][k];

			if (who >= 0 && v->at[i].handling >= 0 &&
			    v->reg->counsel[who].centre != v->at[i].handling
			    && !zp_view_lent(&v->at[i], who))
				zp_view_lend(v, i, who, b->t->a);
		}
	}
	return v;
}

static struct zt_random *a_city(uint64_t seed)
{
	struct zt_shape shape = { .people = 18, .cases = 14, .past = 10,
		.linked = seed % 2 == 0, .hearings = seed % 3 == 0 };
	struct zt_random *t = zt_random_new(seed, &shape);

	t->p.pair = seed % 5 == 0;
	t->p.pair_share = 60;
	t->p.junior_years = 8;
	for (uint64_t k = 0; k < 4 && seed % 4 == 1; k++)
		t->p.dispatch[k] = (enum zp_dispatch)((seed + k) % 7);
	return t;
}

static void check_person(const struct board *b, const struct zp_view *after,
    const struct zp_decision *d, enum zp_role role)
{
	uint64_t past = ZP_RULE_BIT(ZP_T1) | ZP_RULE_BIT(ZP_C17);
	int32_t who = role == ZP_LEAD ? d->lead : d->junior;
	struct zp_ctx x;

	if (who < 0)
		return;
	zp_ctx_case(&x, after, &b->t->p, d->i, role);
	zp_ctx_person(&x, who);
	assert_int_equal(zp_rules_deny(&x, NULL) & ~past, 0);
	assert_true(after->counsel[who].undertaken <= b->t->p.annual_cap);
	assert_true(after->reg->counsel[who].centre ==
	    after->at[d->i].handling || (role == ZP_LEAD &&
	    zp_view_lent(&after->at[d->i], who)));
}

static bool at_one_hour(const struct zp_case *a, const struct zp_case *b)
{
	return zp_wall_known(a->hearing_at) && zp_wall_known(b->hearing_at) &&
	    a->hearing_at.us < b->hearing_until.us &&
	    b->hearing_at.us < a->hearing_until.us;
}

static void nobody_comes_against_a_rule_or_unasked(void **state)
{
	uint32_t came = 0, moved = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 2000; seed++) {
		struct board b;
		const struct zp_view *v, *after;
		const struct zp_plan *pl;

		draw(&b, a_city(seed));
		v = view_of(&b);
		pl = zp_decide(v, &b.t->p, b.t->a);
		assert_true(pl->bound <= pl->total);
		zp_world_apply(b.t->w, v, pl, &b.t->p, ZP_REBALANCE);
		after = view_of(&b);
		for (uint32_t i = 0; i < pl->n; i++) {
			const struct zp_decision *d = &pl->at[i];

			came += d->lead >= 0 &&
			    zp_view_lent(&v->at[d->i], d->lead);
			moved += d->lead >= 0 && b.to[d->i] >= 0;
			check_person(&b, after, d, ZP_LEAD);
			check_person(&b, after, d, ZP_JUNIOR);
			for (uint32_t k = 0; k < i; k++)
				assert_true(d->lead < 0 ||
				    d->lead != pl->at[k].lead ||
				    !at_one_hour(&v->at[d->i].c,
				    &v->at[pl->at[k].i].c));
		}
		zt_random_free(b.t);
	}
	assert_true(came > 500 && moved > 500);
}

/* Who waits waits although everybody lent for him was looked at. */
static void whoever_is_lent_is_looked_at(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		struct board b;
		const struct zp_view *v;
		const struct zp_plan *pl;

		draw(&b, a_city(seed));
		v = view_of(&b);
		pl = zp_decide(v, &b.t->p, b.t->a);
		for (uint32_t i = 0; i < pl->n; i++) {
			const struct zp_view_case *vc = &v->at[pl->at[i].i];

			for (uint32_t k = 0; k < vc->links; k++) {
				uint32_t c = 0;

				if (vc->link[k].kind != ZP_LINK_LENT)
					continue;
				while (c < pl->at[i].cands && pl->at[i].
				    cand[c].counsel != vc->link[k].counsel)
					c++;
				assert_true(c < pl->at[i].cands);
			}
		}
		zt_random_free(b.t);
	}
}

static void record_all(const struct zp_view *v, const struct zp_policy *p,
    struct zp_arena *a, struct zp_buf *out)
{
	const struct zp_plan *pl = zp_decide(v, p, a);

	for (uint32_t i = 0; i < pl->n; i++) {
		zp_explain_record(v, p, &pl->at[i], out);
		if (pl->at[i].lead >= 0)
			zp_explain_text(v, p, &pl->at[i], -1, ZP_EN, out);
		zp_buf_putc(out, '\n');
	}
}

static void a_stored_view_lends_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		struct board b;
		struct zp_buf text[2] = { { 0 }, { 0 } };
		struct zp_buf said[2] = { { 0 }, { 0 } };
		struct zp_report rep = { 0 };
		const struct zp_view *v, *back;

		draw(&b, a_city(seed));
		v = view_of(&b);
		zp_view_print(v, &text[0]);
		record_all(v, &b.t->p, b.t->a, &said[0]);
		back = zp_view_parse(zp_buf_str(&text[0]), text[0].n,
		    b.t->reg, &b.t->cal, b.t->a, &rep);
		assert_non_null(back);
		zp_view_print(back, &text[1]);
		record_all(back, &b.t->p, b.t->a, &said[1]);
		assert_string_equal(zp_buf_str(&text[0]),
		    zp_buf_str(&text[1]));
		assert_string_equal(zp_buf_str(&said[0]),
		    zp_buf_str(&said[1]));
		for (int k = 0; k < 2; k++) {
			zp_buf_fini(&text[k]);
			zp_buf_fini(&said[k]);
		}
		zt_random_free(b.t);
	}
}

/* --- taken off counsel for a moment --- */

static void print_world(struct zt_random *t, struct zp_buf *out)
{
	const struct zp_view *v = zt_random_view(t);

	zp_view_print(v, out);
	for (uint32_t k = 0; k < t->reg->counsels; k++)
		zp_buf_printf(out, "%d %d %d\n", (int)v->counsel[k].load,
		    v->counsel[k].open, v->counsel[k].undertaken);
}

static void what_was_tried_leaves_no_trace(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 500; seed++) {
		struct zt_random *t = a_city(seed);
		struct zp_buf was[2] = { { 0 }, { 0 } };
		const struct zp_view *v = zt_random_view(t);
		const struct zp_plan *pl = zp_decide(v, &t->p, t->a);

		zp_world_apply(t->w, v, pl, &t->p, ZP_AUTO);
		print_world(t, &was[0]);
		for (uint32_t i = 0; i < t->n; i++)
			zp_world_withdraw(t->w, t->no[i], t->now);
		v = zt_random_view(t);
		for (uint32_t i = 0; i < pl->n; i++)
			assert_true(pl->at[i].lead < 0 ||
			    zp_world_state(t->w, v->at[pl->at[i].i].c.case_no,
			    NULL) == ZP_CS_APPROVED);
		for (uint32_t i = 0; i < t->n; i++)
			zp_world_restore(t->w, t->no[i]);
		print_world(t, &was[1]);
		assert_string_equal(zp_buf_str(&was[0]),
		    zp_buf_str(&was[1]));
		zp_buf_fini(&was[0]);
		zp_buf_fini(&was[1]);
		zt_random_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_comes_against_a_rule_or_unasked),
		cmocka_unit_test(whoever_is_lent_is_looked_at),
		cmocka_unit_test(a_stored_view_lends_the_same),
		cmocka_unit_test(what_was_tried_leaves_no_trace),
	};

	return cmocka_run_group_tests_name("lend", tests, NULL, NULL);
}
