/* tests/model/test_ledger.c - zp_ledger_*(): weights, entries, shares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "support_town.h"
#include "zhipaid/hash.h"
#include "zhipaid/ledger.h"

#define POOL 4		/* C1: L1, L3, L5, L7 */

static int64_t load_in(struct town *t, int k, int year)
{
	struct zp_wall now = zp_date_start(zp_date_of(year, 7, 1));

	return town_view(t, now, (const char *const[4]){ NULL })->
	    counsel[k].load;
}

static struct zp_account *accounts(struct town *t, int32_t centre, int year)
{
	return zp_ledger_centre(t->w, &t->p, centre, year,
	    zp_date_of(year, 7, 1), t->a);
}

static void entry(struct town *t, const char *licence,
    enum zp_entry_kind kind, struct zp_wall at, int64_t points)
{
	zp_world_ledger(t->w, &(struct zp_entry){ .licence_no = licence,
	    .at = at, .kind = kind, .points = points, .case_no = "",
	    .by = "clerk", .reason = "why" });
}

/* --- weights --- */

static void a_weight_is_a_sum_of_what_the_case_is(void **state)
{
	static const struct zp_matter civil = { .category = ZP_CIVIL };
	struct zp_policy p;
	struct zp_case c = town_case("A", "P");

	(void)state;
	zp_policy_init(&p);
	/* by default as before there were kinds */
	assert_int_equal(zp_ledger_weight(&p, &c, &civil, ZP_LEAD), 1000);
	assert_int_equal(zp_ledger_weight(&p, &c, NULL, ZP_JUNIOR), 500);
	p.kind_load[ZP_CIVIL] = 1;
	p.kind_load[ZP_CAT_OTHER] = 2;
	p.litigation_load = 10;
	p.grave_load = 100;
	assert_int_equal(zp_ledger_weight(&p, &c, &civil, ZP_LEAD), 1011);
	assert_int_equal(zp_ledger_weight(&p, &c, NULL, ZP_LEAD), 1012);
	c.possible_sentence = ZP_SENTENCE_FIXED;
	assert_int_equal(zp_ledger_weight(&p, &c, NULL, ZP_LEAD), 1012);
	c.possible_sentence = ZP_SENTENCE_LIFE;
	c.difficulty = ZP_COMPLEX;
	assert_int_equal(zp_ledger_weight(&p, &c, NULL, ZP_LEAD),
	    1112 + p.complex_load);
	c.difficulty = ZP_MAJOR;
	c.stage = ZP_NON_LITIGATION;
	assert_int_equal(zp_ledger_weight(&p, &c, NULL, ZP_JUNIOR),
	    602 + p.major_load);
}

static void a_duty_done_is_an_entry(void **state)
{
	struct town *t = *state;
	struct zp_duty d = { .station_code = "S", .licence_no = "L1",
		.date = zp_date_of(2026, 3, 2), .state = ZP_DUTY_DONE };
	struct zp_entry e = zp_ledger_duty(&t->p, &d);

	assert_int_equal(e.points, 250);
	zp_world_ledger(t->w, &e);
	assert_int_equal(load_in(t, 1, 2026), 250);
	assert_int_equal(accounts(t, 1, 2026)[0].duties, 1);
	d.state = ZP_DUTY_ABSENT;
	assert_int_equal(zp_ledger_duty(&t->p, &d).points, 0);
}

/* R1: a turn is a turn, as the rules of its day said. */
static void a_decline_without_cause_is_a_debit(void **state)
{
	static const struct { bool cause; int64_t lead, junior; } want[] = {
		{ false, 400, 0 }, { true, 0, 0 },
	};
	struct town *t = *state;

	t->p.decline_load = 40;
	for (size_t i = 0; i < ZP_COUNT(want); i++) {
		struct zp_case a = town_case(i == 0 ? "A" : "B", "P");
		int lead = 1 + 4 * (int)i;
		const struct zp_account *x;

		zp_world_case(t->w, &a, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
		t->p.decline_load = 40;
		town_assign(t, a.case_no, lead, ZP_LEAD, town_at(3, 1, 9));
		town_assign(t, a.case_no, lead + 2, ZP_JUNIOR,
		    town_at(3, 1, 9));
		t->p.decline_load = 90;
		zp_world_end(t->w, a.case_no, "", ZP_END_DECLINED,
		    town_at(3, 2, 9), want[i].cause);
		assert_int_equal(load_in(t, lead, 2026), want[i].lead);
		assert_int_equal(load_in(t, lead + 2, 2026), want[i].junior);
		x = &accounts(t, 1, 2026)[lead / 2];
		assert_int_equal(x->declines, 1);
		assert_int_equal(x->cases, 0);	/* T1 does not count it */
	}
}

static void no_cause(void *arg, const struct zp_assignment *a)
{
	(void)arg;
	assert_false(a->with_cause);
}

/* It is said of who declined, not of a case that was closed, nor of the
 * junior who goes with the lead. */
static void a_good_cause_is_of_a_decline_alone(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P");

	zp_world_case(t->w, &a, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
	town_assign(t, "A", 1, ZP_LEAD, town_at(3, 1, 9));
	zp_world_end(t->w, "A", "", ZP_END_CLOSED, town_at(3, 2, 9), true);
	zp_world_each_assignment(t->w, no_cause, NULL);
	town_assign(t, "A", 3, ZP_JUNIOR, town_at(3, 3, 9));
	town_assign(t, "A", 5, ZP_LEAD, town_at(3, 3, 9));
	zp_world_end(t->w, "A", "", ZP_END_CHANGED, town_at(3, 4, 9), true);
	zp_world_each_assignment(t->w, no_cause, NULL);
}

/* --- shares --- */

static void targets_go_by_cap_and_days(void **state)
{
	struct town *t = *state;
	const struct zp_account *x;
	int64_t sum = 0;

	t->reg->counsel[1].annual_cap = 45;		/* half of 90 */
	t->reg->counsel[3].joined_on = zp_date_of(2026, 4, 1); /* 90 away */
	entry(t, "L1", ZP_ENTRY_CORRECTION, town_at(2, 1, 9), 1000);
	entry(t, "L5", ZP_ENTRY_CORRECTION, town_at(2, 1, 9), 5000);
	x = accounts(t, 1, 2026);
	assert_int_equal(x[0].pool.days, 181);
	assert_int_equal(x[0].pool.load, 6000);
	assert_int_equal(x[0].pool.capacity,
	    45 * 181 + 90 * (181 - 90) + 2 * 90 * 181);
	for (int k = 0; k < POOL; k++) {
		const struct zp_share *s = &x[k].share;
		double target = 6000.0 * s->cap * s->here /
		    (double)x[k].pool.capacity;

		assert_int_equal(s->target, (int64_t)(target + 0.5));
		assert_int_equal(s->balance, s->load - s->target);
		/* level = rate + balance / own part of the cap */
		assert_true(llabs(s->level - x[k].pool.rate -
		    s->balance * 90 / s->cap) <= 2);
		sum += s->balance;
	}
	assert_true(llabs(sum) <= POOL);
	assert_int_equal(x[0].share.cap, 45);
	assert_int_equal(x[1].share.here, 181 - 90);
}

/* Who joins stands at the rate of the pool, whatever the others carry. */
static void a_newcomer_stands_at_the_rate(void **state)
{
	struct town *t = *state;
	const struct zp_account *x;

	t->reg->counsel[3].joined_on = zp_date_of(2026, 7, 1);
	entry(t, "L1", ZP_ENTRY_CORRECTION, town_at(2, 1, 9), 9000);
	entry(t, "L5", ZP_ENTRY_CORRECTION, town_at(2, 1, 9), 3000);
	x = accounts(t, 1, 2026);
	assert_int_equal(x[0].pool.rate, 12000 / 3);
	assert_int_equal(x[1].share.level, 12000 / 3);
	assert_int_equal(x[1].share.target, 0);
}

static void who_takes_no_cases_has_no_share(void **state)
{
	struct town *t = *state;
	const struct zp_account *x;

	t->reg->counsel[1].status = ZP_SUSPENDED;
	t->reg->counsel[3].kind = ZP_VOLUNTEER;
	t->reg->counsel[5].annual_cap = 0;
	for (int k = 1; k < 8; k += 2)
		entry(t, t->reg->counsel[k].licence_no, ZP_ENTRY_CORRECTION,
		    town_at(2, 1, 9), 1000);
	x = accounts(t, 1, 2026);
	for (int k = 0; k < 3; k++) {
		assert_false(x[k].share.counts);
		assert_int_equal(x[k].share.target, 0);
	}
	assert_int_equal(x[3].share.target, 1000);
	assert_int_equal(x[3].pool.load, 1000);
}

static void the_largest_numbers_stay_in_bounds(void **state)
{
	struct town *t = *state;
	const struct zp_account *x;

	t->p.annual_cap = 1000;
	t->reg->counsel[1].annual_cap = 1;
	t->reg->counsel[3].joined_on = zp_date_of(2026, 6, 30);
	for (int k = 0; k < 8; k++)
		entry(t, k < 4 ? "L1" : "L5", ZP_ENTRY_CORRECTION,
		    town_at(2, 1, 9), k < 4 ? INT64_C(1) << 50 :
		    -(INT64_C(1) << 40));
	x = accounts(t, 1, 2026);
	for (int k = 0; k < POOL; k++) {
		assert_true(x[k].share.level <= ZP_LEDGER_MOST);
		assert_true(x[k].share.level >= -ZP_LEDGER_MOST);
	}
	assert_int_equal(x[0].share.level, ZP_LEDGER_MOST);
}

/* --- carried over --- */

/* Of 4000 points L1 had all: 3000 too many, the others 1000 too few. */
static void the_balance_of_last_year_is_carried_over(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P");

	town_add(t, &a);
	entry(t, "L1", ZP_ENTRY_CORRECTION, town_in(2025, 9, 1), 4000);
	assert_int_equal(load_in(t, 1, 2026), 0);
	t->p.carry = 50;
	/* before and after the world knows the policy, or has the year */
	for (int i = 0; i < 3; i++) {
		assert_int_equal(load_in(t, 1, 2026), 1500);
		assert_int_equal(load_in(t, 3, 2026), -500);
		/* another pool: nothing, then L0's 1000 among five */
		assert_int_equal(load_in(t, 2, 2026), i == 0 ? 0 : -100);
		assert_int_equal(load_in(t, 1, 2025), 4000);
		if (i == 0)
			town_assign(t, "A", 0, ZP_LEAD, town_in(2025, 2, 1));
		else
			town_assign(t, "A", 0, ZP_LEAD, town_at(2, 1, 9));
	}
	/* what is put right in last year counts, and what follows it */
	entry(t, "L1", ZP_ENTRY_CORRECTION, town_in(2025, 12, 31), -2000);
	assert_int_equal(load_in(t, 1, 2026), 750);
	assert_int_equal(load_in(t, 1, 2027), 750 / 2);
	/* an earlier year comes to be known */
	entry(t, "L1", ZP_ENTRY_CORRECTION, town_in(2024, 5, 1), 8000);
	assert_int_equal(load_in(t, 1, 2026), (1500 + 3000) / 2);
	assert_int_equal(load_in(t, 1, 2025), 2000 + 3000);
	/* asked for by another policy, then the world lives by it */
	t->p.carry = 100;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(load_in(t, 1, 2026), 1500 + 6000);
		town_assign(t, "A", 0, ZP_LEAD, town_at(2, 1, 9));
	}
	t->p.carry = 0;
	assert_int_equal(load_in(t, 1, 2026), 0);
}

/* --- whatever happened --- */

static uint32_t dice(uint64_t *seed, uint32_t n)
{
	*seed = zp_hash_mix(*seed + 1);
	return (uint32_t)(*seed % n);
}

static struct zp_wall when(uint64_t *seed)
{
	return town_in(2024 + (int)dice(seed, 3), 1 + (int)dice(seed, 12),
	    1 + (int)dice(seed, 28));
}

static void random_step(struct town *t, uint64_t *seed)
{
	char no[4] = "K0", who[4] = "L0";
	struct zp_case c = town_case(no, "P");

	no[1] = (char)('0' + dice(seed, 8));
	who[1] = (char)('0' + dice(seed, TOWN_COUNSEL));
	switch (dice(seed, 6)) {
	case 0:
		c.difficulty = (enum zp_difficulty)dice(seed, 3);
		c.matter_code = dice(seed, 2) == 0 ? "CV" : "CR";
		town_add(t, &c);
		break;
	case 1: case 2: case 3:
		t->p.lead_load = (int32_t)dice(seed, 3000);
		t->p.kind_load[ZP_CIVIL] = (int32_t)dice(seed, 500);
		t->p.decline_load = (int32_t)dice(seed, 101);
		if (zp_world_state(t->w, no, NULL) != ZP_CS_SCHEDULED)
			town_assign(t, no, who[1] - '0',
			    (enum zp_role)dice(seed, 2), when(seed));
		break;
	case 4:
		zp_world_end(t->w, no, dice(seed, 2) == 0 ? who : "",
		    (enum zp_end)(1 + dice(seed, 4)), when(seed),
		    dice(seed, 2) == 0);
		break;
	default:
		entry(t, who, ZP_ENTRY_DUTY + dice(seed, 3), when(seed),
		    (int64_t)dice(seed, 4000) - 2000);
	}
}

struct sum { int64_t points; struct zp_wall last; };

static void add_up(void *arg, const struct zp_entry *e)
{
	struct sum *s = arg;

	assert_true(zp_wall_cmp(s->last, e->at) <= 0);
	s->last = e->at;
	s->points += e->points;
}

/* Entries, load and account of everybody in every year are one. */
static void check(struct town *t)
{
	for (int year = 2023; year < 2028; year++)
		for (int32_t c = 0; c < 2; c++) {
			const struct zp_account *x = accounts(t, c, year);
			const struct zp_centre *at = &t->reg->centre[c];
			int64_t off = 0;

			for (uint32_t k = 0; k < at->pool_n; k++) {
				int32_t p = at->pool[k];
				struct sum s = { 0, ZP_WALL_NONE };

				zp_ledger_each(t->w, &t->p, p, year, add_up,
				    &s);
				assert_int_equal(s.points,
				    load_in(t, p, year));
				assert_int_equal(s.points, x[k].share.load);
				assert_int_equal(s.points,
				    x[k].debits - x[k].credits);
				off += x[k].share.balance;
			}
			assert_true(llabs(off) <= at->pool_n);
		}
}

struct copy { struct zp_world *to; const struct zp_policy *p; };

static void copy_assignment(void *arg, const struct zp_assignment *a)
{
	const struct copy *c = arg;

	zp_world_assign(c->to, a, c->p);
}

static void copy_entry(void *arg, const struct zp_entry *e)
{
	const struct copy *c = arg;

	if (e->kind >= ZP_ENTRY_DUTY)
		zp_world_ledger(c->to, e);
}

/* The same rows in another order: first the entries, then the cases. */
static void rebuilt(struct town *t)
{
	struct copy c = { zp_world_new(t->reg), &t->p };
	struct zp_world *was = t->w;
	int64_t load[5][TOWN_COUNSEL];

	for (int y = 0; y < 5; y++)
		for (int k = 0; k < TOWN_COUNSEL; k++) {
			load[y][k] = load_in(t, k, 2023 + y);
			zp_ledger_each(was, &t->p, k, 2023 + y, copy_entry,
			    &c);
		}
	zp_world_each_assignment(was, copy_assignment, &c);
	t->w = c.to;
	for (int y = 0; y < 5; y++)
		for (int k = 0; k < TOWN_COUNSEL; k++)
			assert_int_equal(load[y][k], load_in(t, k, 2023 + y));
	t->w = was;
	zp_world_free(c.to);
}

static void entries_loads_and_accounts_are_one(void **state)
{
	static const int32_t carry[] = { 0, 50, 100 };
	struct town *t = *state;

	t->reg->counsel[1].annual_cap = 45;
	t->reg->counsel[3].joined_on = zp_date_of(2025, 4, 1);
	for (uint64_t round = 0; round < 60; round++) {
		uint64_t seed = round * 1000;

		zp_world_free(t->w);
		t->w = zp_world_new(t->reg);
		t->p.carry = carry[round % 3];
		for (int k = 0; k < 60; k++) {
			random_step(t, &seed);
			if (k % 10 == 9)
				check(t);
		}
		/* another policy changes no entry */
		t->p.lead_load = t->p.junior_load = 7;
		t->p.decline_load = 100;
		check(t);
		rebuilt(t);
		zp_arena_reset(t->a);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, town_setup, town_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_weight_is_a_sum_of_what_the_case_is),
		TEST(a_duty_done_is_an_entry),
		TEST(a_decline_without_cause_is_a_debit),
		TEST(a_good_cause_is_of_a_decline_alone),
		TEST(targets_go_by_cap_and_days),
		TEST(a_newcomer_stands_at_the_rate),
		TEST(who_takes_no_cases_has_no_share),
		TEST(the_largest_numbers_stay_in_bounds),
		TEST(the_balance_of_last_year_is_carried_over),
		TEST(entries_loads_and_accounts_are_one),
	};
	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
