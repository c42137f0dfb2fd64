/* tests/engine/test_decide.c - zp_decide(), zp_decide_manual(). */
#include <stdlib.h>
#include <string.h>

#include "support_random.h"
#include "zhipaid/deadline.h"
#include "zhipaid/explain.h"

/* --- what holds in every city --- */

/* Two hearings at the same time (C17). */
static bool overlap(const struct zp_case *a, const struct zp_case *b)
{
	return zp_wall_known(a->hearing_at) && zp_wall_known(b->hearing_at) &&
	    a->hearing_at.us < b->hearing_until.us &&
	    b->hearing_at.us < a->hearing_until.us;
}

static const struct zt_shape wide = { .people = 24, .cases = 20, .past = 8,
	.linked = true };

static struct zt_random *a_city(uint64_t seed, uint64_t order)
{
	struct zt_shape shape = wide;
	struct zt_random *t;

	shape.shuffle = order;
	shape.feuds = seed % 4 == 2;
	shape.hearings = seed % 4 != 0;
	t = zt_random_new(seed, &shape);
	for (int k = 0; k < 4; k++)
		t->p.dispatch[k] = seed % 3 == 1 ? ZP_PICK : ZP_BALANCED;
	t->p.pair = seed % 2;
	t->p.pair_share = 60;
	t->p.junior_years = 8;
	t->p.borrow_for_gang = seed % 5 == 2;
	return t;
}

/* No person in both. */
static void check_apart(const struct zp_decision *a,
    const struct zp_decision *b)
{
	if (a->lead < 0 || b->lead < 0)
		return;
	assert_true(a->lead != b->lead && a->lead != b->junior);
	assert_true(a->junior < 0 || (a->junior != b->lead &&
	    a->junior != b->junior));
}

/* Take the plan into the world and let the rules judge each person in the
 * world as it then is. */
static void check_rules(struct zt_random *t, const struct zp_view *v,
    const struct zp_plan *pl, uint64_t seed)
{
	uint64_t past = ZP_RULE_BIT(ZP_T1) | ZP_RULE_BIT(ZP_C17) |
	    (t->p.borrow_for_gang ? ZP_RULE_BIT(ZP_X1) : 0);
	const struct zp_view *after;
	struct zp_ctx x;

	zp_world_apply(t->w, v, pl, &t->p, ZP_AUTO);
	after = zt_random_view(t);
	for (uint32_t i = 0; i < v->n; i++) {
		const struct zp_decision *d = &pl->at[i];
		int32_t who[2] = { d->lead, d->junior };

		if (d->lead >= 0 && v->reg->counsel[d->lead].centre !=
		    v->at[i].handling)
			assert_true(t->p.borrow_for_gang &&
			    v->at[i].c.joint_case[0] != '\0');

		for (int r = ZP_LEAD; r <= ZP_JUNIOR; r++) {
			uint64_t mask;

			if (who[r] < 0)
				continue;
			zp_ctx_case(&x, after, &t->p, i, (enum zp_role)r);
			zp_ctx_person(&x, who[r]);
			mask = zp_rules_deny(&x, NULL) & ~past;
			if (mask != 0)
				fail_msg("seed %d case %d role %d: %llx",
				    (int)seed, (int)i, r,
				    (unsigned long long)mask);
			assert_true(after->counsel[who[r]].undertaken <=
			    t->p.annual_cap);
		}
		assert_true(d->junior < 0 || d->junior != d->lead);
		for (uint32_t k = 0; k < i; k++)
			if (overlap(&v->at[i].c, &v->at[k].c))
				check_apart(d, &pl->at[k]);
	}
}

/* Who waits is stopped by a rule: nobody of the pool is admitted in the
 * world as it then is, or (C9) without harm to another case. */
static void check_waiting(struct zt_random *t, const struct zp_view *v,
    const struct zp_plan *pl, bool feuds)
{
	const struct zp_view *after = zt_random_view(t);
	struct zp_ctx x;

	for (uint32_t i = 0; i < v->n; i++) {
		const struct zp_decision *d = &pl->at[i];

		if (d->lead >= 0)
			continue;
		assert_true(d->blocking != 0 || d->extras > 0);
		zp_ctx_case(&x, after, &t->p, i, ZP_LEAD);
		for (uint32_t c = 0; c < d->cands; c++) {
			zp_ctx_person(&x, d->cand[c].counsel);
			assert_true(d->cand[c].denied != 0);
			assert_true(feuds || zp_rules_deny(&x, NULL) != 0);
		}
	}
}

static void no_plan_breaks_a_rule_or_lets_wait_for_nothing(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 3000; seed++) {
		struct zt_random *t = a_city(seed, 0);
		const struct zp_view *v = zt_random_view(t);
		const struct zp_plan *pl = zp_decide(v, &t->p, t->a);

		assert_true(pl->bound <= pl->total);
		check_rules(t, v, pl, seed);
		if (!t->p.pair)		/* a junior may take the last room */
			check_waiting(t, v, pl, seed % 4 == 2);
		zt_random_free(t);
	}
}

/* More cases than are searched as a whole: cluster by cluster. */
static void a_large_batch_keeps_to_the_rules(void **state)
{
	const struct zt_shape shape = { .people = 60, .cases = 80, .past = 8,
		.linked = true, .hearings = true };
	uint32_t cut = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 300; seed++) {
		struct zt_random *t = zt_random_new(seed, &shape);
		const struct zp_view *v = zt_random_view(t);
		const struct zp_plan *pl = zp_decide(v, &t->p, t->a);

		assert_true(pl->bound <= pl->total);
		cut += pl->bound < pl->total;
		check_rules(t, v, pl, seed);
		check_waiting(t, v, pl, false);
		zt_random_free(t);
	}
	assert_true(cut > 10);
}

static void record_all(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_plan *pl, struct zp_buf *out)
{
	for (uint32_t i = 0; i < pl->n; i++) {
		zp_explain_record(v, p, &pl->at[i], out);
		zp_buf_putc(out, '\n');
	}
}

static void the_order_of_rows_does_not_matter(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 500; seed++) {
		struct zp_buf rec[2] = { 0 };

		for (uint64_t k = 0; k < 2; k++) {
			struct zt_random *t = a_city(seed, k * 77);
			const struct zp_view *v = zt_random_view(t);

			record_all(v, &t->p, zp_decide(v, &t->p, t->a),
			    &rec[k]);
			zt_random_free(t);
		}
		assert_string_equal(zp_buf_str(&rec[0]), zp_buf_str(&rec[1]));
		zp_buf_fini(&rec[0]);
		zp_buf_fini(&rec[1]);
	}
}

/* What the stored view says is enough to come to the same record. */
static void a_stored_view_gives_the_same_record(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 500; seed++) {
		struct zt_random *t = a_city(seed, 0);
		const struct zp_view *v = zt_random_view(t);
		struct zp_buf text = { 0 }, rec[2] = { 0 };
		struct zp_report rep = { 0 };

		record_all(v, &t->p, zp_decide(v, &t->p, t->a), &rec[0]);
		zp_view_print(v, &text);
		v = zp_view_parse(zp_buf_str(&text), text.n, t->reg, &t->cal,
		    t->a, &rep);
		assert_non_null(v);
		record_all(v, &t->p, zp_decide(v, &t->p, t->a), &rec[1]);
		assert_string_equal(zp_buf_str(&rec[0]), zp_buf_str(&rec[1]));
		zp_buf_fini(&text);
		zp_buf_fini(&rec[0]);
		zp_buf_fini(&rec[1]);
		zp_report_fini(&rep);
		zt_random_free(t);
	}
}

static void all_weights_at_their_limit_do_not_overflow(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 300; seed++) {
		struct zt_random *t = a_city(seed, 0);
		struct zp_policy *p = &t->p;
		struct zp_view *v;

		p->w_load = p->w_specialty = p->w_language = p->w_expert =
		    p->w_woman = p->w_continuity = p->w_wish = p->w_rural =
		    p->w_distance = p->w_quality = p->w_experience =
		    INT32_MAX;
		p->lead_load = INT32_MAX / 2;
		v = zt_random_view(t);
		for (uint32_t c = 0; c < v->reg->counsels; c++)
			v->counsel[c].load = INT64_MAX / 4;
		check_rules(t, v, zp_decide(v, p, t->a), seed);
		zt_random_free(t);
	}
}

/* Equals: the longest without an assignment, then a hash of the seed. */
static void the_seed_decides_among_equals(void **state)
{
	const struct zt_shape shape = { .people = 12, .cases = 1,
		.one_centre = true };
	uint32_t moved = 0, hashed = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 300; seed++) {
		struct zt_random *t = zt_random_new(seed, &shape);
		const struct zp_view *v = zt_random_view(t);
		const struct zp_decision *d = zp_decide(v, &t->p, t->a)->at;
		int32_t lead = d->lead;

		if (d->step == ZP_STEP_HASH) {
			hashed++;
			t->p.seed += 1000;
			d = zp_decide(v, &t->p, t->a)->at;
			moved += d->lead != lead;
			assert_int_equal(d->step, ZP_STEP_HASH);
		}
		zt_random_free(t);
	}
	if (hashed < 20 || moved < 5 || moved == hashed)
		fail_msg("%u moved of %u", moved, hashed);
}

/* --- relaxations --- */

static void relaxations_count_who_is_stopped_by_one_rule(void **state)
{
	uint32_t seen = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 500; seed++) {
		struct zt_random *t = a_city(seed, 0);
		const struct zp_view *v = zt_random_view(t);
		const struct zp_plan *pl = zp_decide(v, &t->p, t->a);

		for (uint32_t i = 0; i < pl->n; i++)
			for (uint32_t k = 0; k < pl->at[i].relaxes; k++) {
				const struct zp_decision *d = &pl->at[i];
				int32_t n = 0;

				if (d->relax[k].rule == ZP_X1)
					continue;
				for (uint32_t c = 0; c < d->cands; c++)
					n += d->cand[c].denied ==
					    ZP_RULE_BIT(d->relax[k].rule);
				assert_int_equal(n, d->relax[k].admits);
				assert_int_equal(zp_rule_row((enum zp_rule)
				    d->relax[k].rule)->kind, ZP_HARD_OV);
				assert_true(k == 0 || n <=
				    d->relax[k - 1].admits);
				seen++;
			}
		zt_random_free(t);
	}
	assert_true(seen > 100);
}

/* --- pairs --- */

static void pairs_keep_to_their_share(void **state)
{
	uint32_t pairs = 0;

	(void)state;
	for (uint64_t seed = 1; seed < 1000; seed += 2) {
		struct zt_random *t = a_city(seed, 0);
		const struct zp_view *v = zt_random_view(t);
		const struct zp_plan *pl = zp_decide(v, &t->p, t->a);
		int64_t leads[3] = { 0 }, juniors[3] = { 0 };

		for (uint32_t c = 0; c < 3; c++) {
			leads[c] = v->centre[c].leads;
			juniors[c] = v->centre[c].pairs;
		}
		for (uint32_t i = 0; i < pl->n; i++) {
			const struct zp_decision *d = &pl->at[i];
			int32_t at = v->at[i].handling;

			leads[at] += d->lead >= 0;
			if (d->junior < 0)
				continue;
			assert_true(d->lead >= 0);
			assert_true(v->reg->counsel[d->junior].wants_pairing);
			juniors[at]++;
			pairs++;
		}
		for (uint32_t c = 0; c < 3; c++)
			assert_true(juniors[c] == v->centre[c].pairs ||
			    (juniors[c] - 1) * 100 < leads[c] * 60);
		zt_random_free(t);
	}
	assert_true(pairs > 300);
}

/* --- by hand --- */

static void a_person_decides_within_the_rules(void **state)
{
	uint32_t refused = 0, granted = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		struct zt_random *t = a_city(seed, 0);
		const struct zp_view *v = zt_random_view(t);
		struct zp_manual m = { .i = 0, .junior = -1 };
		const struct zp_plan *pl;
		bool hard = false;

		m.lead = (int32_t)zt_roll(&t->seed, v->reg->counsels);
		pl = zp_decide_manual(v, &t->p, &m, t->a);
		assert_true((pl != NULL) == (m.denied_lead == 0));
		for (int r = 0; r < ZP_CANDIDATE_RULES; r++)
			hard |= (m.denied_lead >> r & 1) != 0 &&
			    zp_rule_row((enum zp_rule)r)->kind != ZP_HARD_OV;
		m.overridden = m.denied_lead;
		pl = zp_decide_manual(v, &t->p, &m, t->a);
		refused += pl == NULL;
		granted += pl != NULL && m.denied_lead != 0;
		if (pl != NULL) {
			assert_int_equal(pl->n, 1);
			assert_int_equal(pl->at[0].lead, m.lead);
			assert_int_equal(pl->at[0].step, ZP_STEP_MANUAL);
		}
		assert_true((pl == NULL) == hard);
		zt_random_free(t);
	}
	assert_true(refused > 100 && granted > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    no_plan_breaks_a_rule_or_lets_wait_for_nothing),
		cmocka_unit_test(a_large_batch_keeps_to_the_rules),
		cmocka_unit_test(the_order_of_rows_does_not_matter),
		cmocka_unit_test(a_stored_view_gives_the_same_record),
		cmocka_unit_test(all_weights_at_their_limit_do_not_overflow),
		cmocka_unit_test(the_seed_decides_among_equals),
		cmocka_unit_test(relaxations_count_who_is_stopped_by_one_rule),
		cmocka_unit_test(pairs_keep_to_their_share),
		cmocka_unit_test(a_person_decides_within_the_rules),
	};
	return cmocka_run_group_tests_name("decide", tests, NULL, NULL);
}
