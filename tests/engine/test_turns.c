/*
 * tests/engine/test_turns.c - the wheel over batches and firms, and that it
 * is fair at any time.
 */
#include <stdio.h>
#include <string.h>

#include "support_list.h"
#include "support_random.h"

/* A name on the list: a person, or a firm.  Turns of one batch count as
 * simultaneous: fewer of them first, then fewer in all, then the first list. */
struct unit { int32_t batch, turns, had, id; };
struct ledger { struct unit at[ZT_PEOPLE]; uint32_t n; bool firms; };

static bool goes_before(const struct unit *a, const struct unit *b)
{
	if (a->batch != b->batch)
		return a->batch < b->batch;
	if (a->turns != b->turns)
		return a->turns < b->turns;
	return a->had < b->had;
}

/* Stable: equals stay as the first list had them. */
static void in_order(const struct ledger *l, struct unit *out)
{
	for (uint32_t k = 0; k < l->n; k++) {
		uint32_t at = k;

		for (; at > 0 && goes_before(&l->at[k], &out[at - 1]); at--)
			out[at] = out[at - 1];
		out[at] = l->at[k];
	}
}

static int32_t unit_of(const struct zt_list *t, const struct ledger *l,
    int32_t counsel)
{
	return l->firms ? t->reg->counsel[counsel].firm : counsel;
}

/* Has the unit anybody whom the rules admit, with so many cases taken? */
static bool has_somebody(const struct zt_list *t, const struct ledger *l,
    const struct zp_decision *d, const int32_t *taken, int32_t id)
{
	for (uint32_t c = 0; c < d->cands; c++) {
		int32_t who = d->cand[c].counsel, cap;

		cap = t->reg->counsel[who].annual_cap;
		if (unit_of(t, l, who) == id && d->cand[c].denied == 0 &&
		    (cap < 0 || taken[who] < cap))
			return true;
	}
	return false;
}

static void check_turn(const struct zt_list *t, const struct ledger *l,
    const struct zp_decision *d, const int32_t *taken)
{
	struct unit list[ZT_PEOPLE];
	int32_t next = 0, id = d->lead < 0 ? -1 : unit_of(t, l, d->lead);
	uint32_t k = 0;

	in_order(l, list);
	for (; k < l->n && list[k].id != id; k++) {
		bool some = has_somebody(t, l, d, taken, list[k].id);

		if (id < 0) {
			assert_false(some);
			continue;
		}
		assert_true(k < d->passes);
		assert_int_equal(l->firms ? d->passed[k].firm :
		    d->passed[k].counsel, list[k].id);
		assert_true(some == (d->passed[k].denied == 0));
		assert_true(!some || d->passed[k].worse > 0);
		next += some;
	}
	if (id < 0)
		return;
	assert_int_equal(d->passes, k);
	assert_true(next < t->p.wheel_next);
	assert_true(has_somebody(t, l, d, taken, id));
}

static void had_a_turn(struct ledger *l, int32_t id, int32_t batch)
{
	uint32_t k = 0;

	while (l->at[k].id != id)
		k++;
	l->at[k].turns = l->at[k].batch == batch ? l->at[k].turns + 1 : 1;
	l->at[k].batch = batch;
	l->at[k].had++;
}

static void first_ledger(struct zt_list *t, struct ledger *l)
{
	struct zp_arena *a = zp_arena_new();
	const struct zp_view *v = zp_world_view(t->w, NULL, 0, t->now, &t->p,
	    a);
	struct zp_wheel w = zp_wheel_of(v, &t->p, 0, ZP_CRIMINAL, l->firms,
	    a);

	l->n = w.n;
	for (uint32_t k = 0; k < w.n; k++)
		l->at[k] = (struct unit){ .id = l->firms ? w.at[k].firm :
		    t->reg->centre[0].pool[w.at[k].member[0]] };
	zp_arena_free(a);
}

static void one_run_of_batches(uint64_t seed)
{
	struct zt_list *t = zt_list_new(1 + zt_roll(&seed, 12),
	    zt_roll(&seed, 5), zt_list_mixed, &seed);
	struct ledger l = { .firms = zt_roll(&seed, 2) == 0 };
	int32_t taken[ZT_PEOPLE] = { 0 };

	t->p.dispatch[ZP_CRIMINAL] = l.firms ? ZP_ROTATE_FIRM :
	    ZP_ROTATE_PERSON;
	t->p.wheel_next = 1 + (int32_t)zt_roll(&seed, 6);
	t->p.seed = seed;
	first_ledger(t, &l);
	for (int32_t batch = 1; batch <= 12; batch++) {
		uint32_t n = 1 + zt_roll(&seed, 9);
		const struct zp_plan *pl;

		for (uint32_t k = 0; k < n; k++)
			zt_list_case(t, "CR", NULL);
		pl = zt_list_decide(t, n);
		for (uint32_t k = 0; k < n; k++) {	/* by case number */
			const struct zp_decision *d = &pl->at[k];

			check_turn(t, &l, d, taken);
			if (d->lead < 0)
				continue;
			taken[d->lead]++;
			had_a_turn(&l, unit_of(t, &l, d->lead), batch);
		}
	}
	zt_list_free(t);
}

static void batches_and_firms_take_turns_too(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 3000; seed++)
		one_run_of_batches(seed);
}

/* --- fairness --- */

static void spread(const int32_t *n, uint32_t many, int32_t most)
{
	int32_t lo = n[0], hi = n[0];

	for (uint32_t k = 1; k < many; k++) {
		lo = n[k] < lo ? n[k] : lo;
		hi = n[k] > hi ? n[k] : hi;
	}
	assert_true(hi - lo <= most);
}

/* N = 1, batches of any size: after each, nobody is two turns ahead. */
static void strict_order_is_even_at_any_time(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 60; seed++) {
		bool firms = seed % 2 == 0;
		uint64_t s = seed;
		struct zt_list *t = zt_list_new(3 + zt_roll(&s, 9),
		    firms ? 3 : 0, NULL, NULL);
		int32_t got[ZT_PEOPLE] = { 0 };

		t->p.dispatch[ZP_CRIMINAL] = firms ? ZP_ROTATE_FIRM :
		    ZP_ROTATE_PERSON;
		t->p.wheel_next = 1;
		t->p.off[ZP_T1] = true;
		t->p.seed = seed;
		for (uint32_t done = 0; done < 250;) {
			uint32_t n = 1 + zt_roll(&s, zt_roll(&s, 2) == 0 ?
			    3 : 30);
			const struct zp_plan *pl;

			for (uint32_t k = 0; k < n; k++)
				zt_list_case(t, "CR", NULL);
			pl = zt_list_decide(t, n);
			for (uint32_t k = 0; k < n; k++)
				got[firms ? t->reg->counsel[
				    pl->at[k].lead].firm :
				    pl->at[k].lead]++;
			spread(got, firms ? 3 : t->reg->counsels, 1);
			done += n;
		}
		zt_list_free(t);
	}
}

static void a_newcomer_has_one_turn_and_no_flood(void **state)
{
	struct zt_list *t = zt_list_new(6, 0, NULL, NULL);
	struct zp_assignment a;
	int32_t got[ZT_PEOPLE] = { 0 };

	(void)state;
	t->p.dispatch[ZP_CRIMINAL] = ZP_ROTATE_PERSON;
	t->p.wheel_next = 1;
	zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &a);
	for (uint32_t k = 1; k < 6; k++) {	/* L00 is new */
		char no[8];
		struct zp_case c;

		snprintf(no, sizeof(no), "P%u", k);
		zp_row_clear(zp_table_get(ZP_T_CASES), &c);
		c.case_no = a.case_no = no;
		c.matter_code = "CR";
		a.licence_no = t->reg->counsel[k].licence_no;
		a.handling_centre = "CB";
		a.decided_at = zp_date_start(zp_date_of(2025, 12, (int)k));
		zp_world_case(t->w, &c, ZP_CS_CLOSED, 0, ZP_WALL_NONE);
		zp_world_assign(t->w, &a, &t->p);
	}
	for (int k = 0; k < 6; k++) {
		zt_list_case(t, "CR", NULL);
		got[zt_list_decide(t, 1)->at[0].lead]++;
		assert_int_equal(got[k], 1);	/* L00 first, then as was */
	}
	zt_list_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(batches_and_firms_take_turns_too),
		cmocka_unit_test(strict_order_is_even_at_any_time),
		cmocka_unit_test(a_newcomer_has_one_turn_and_no_flood),
	};

	return cmocka_run_group_tests_name("turns", tests, NULL, NULL);
}
