/*
 * tests/engine/test_settle.c - decisions that move, and cases that are held.
 *
 * A random county decides some cases; more arrive, and all are looked at
 * together.  Whatever comes of it must cost as little as deciding all of
 * them from scratch, with no move that the gain does not need.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support_random.h"
#include "support_year.h"
#include "zhipaid/deadline.h"
#include "zhipaid/explain.h"
#include "zhipaid/settle.h"

/* src/engine/decide_impl.h */
struct zp_plan *zp_batch_decide(const struct zp_view *v,
    const struct zp_policy *p, const bool *stays, struct zp_arena *a);

enum { BATCHES = 10000, YEARS = 1500 };

static const struct zt_shape shape = { .people = 8, .cases = 9, .past = 12,
	.one_centre = true, .even = true };

struct tally { uint32_t batches, moves, several, serves; };

static int64_t waiting(const struct zp_plan *pl)
{
	int64_t n = 0;

	for (uint32_t i = 0; i < pl->n; i++)
		n += pl->at[i].lead < 0;
	return n;
}

/* Cases that had counsel and have none. */
static uint32_t robbed(const struct zp_view *v, const struct zp_plan *pl)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < pl->n; i++)
		n += v->at[i].present >= 0 && pl->at[i].lead < 0;
	return n;
}

/* The first cases are decided and left loose, and lifted for the others.
 * Returns the view of all. */
static struct zp_view *two_batches(struct zt_random *t)
{
	uint32_t first = t->n / 2, n;
	struct zp_view *v = zp_world_view(t->w, t->no, first, t->now, &t->p,
	    t->a);
	struct zp_plan *pl = zp_decide(v, &t->p, t->a);
	struct zp_loose *loose;
	const char *no[ZT_MOST];
	uint32_t k = 0;

	zp_world_apply(t->w, v, pl, &t->p, ZP_AUTO);
	t->now.us += ZP_SEC(60).us;
	for (uint32_t i = 0; i < first; i++)
		if (zp_world_state(t->w, t->no[i], NULL) == ZP_CS_ASSIGNED)
			zp_world_loosen(t->w, t->no[i], (struct zp_wall){
			    t->now.us + 1 }, 0);
	for (uint32_t i = first; i < t->n; i++)
		no[k++] = t->no[i];
	n = zp_world_movable(t->w, no, k, t->now, t->a, &loose);
	for (uint32_t i = 0; i < n; i++) {
		no[k++] = loose[i].c->case_no;
		zp_world_lift(t->w, loose[i].c->case_no);
	}
	return zp_world_view(t->w, no, k, t->now, &t->p, t->a);
}

/* The plan is the cheapest there is, and every move is needed for it. */
static void check_plan(struct zt_random *t, const struct zp_view *v,
    const struct zp_plan *pl, struct tally *sum)
{
	bool *stays = zp_arena_calloc(t->a, v->n, sizeof(*stays));
	struct zp_plan *stay, *free_;
	uint32_t moves = 0;

	for (uint32_t i = 0; i < v->n; i++)
		stays[i] = true;
	stay = zp_batch_decide(v, &t->p, stays, t->a);
	memset(stays, 0, v->n * sizeof(*stays));
	free_ = zp_batch_decide(v, &t->p, stays, t->a);
	for (uint32_t i = 0; i < v->n; i++) {
		stays[i] = !zp_plan_moves(v, &pl->at[i]);
		moves += !stays[i];
		assert_true(v->at[i].present < 0 || pl->at[i].lead >= 0);
		if (!stays[i]) {
			assert_int_equal(pl->at[i].gain, stay->total -
			    pl->total);
			assert_int_equal(pl->at[i].serves, waiting(stay) -
			    waiting(pl));
		}
	}
	if (moves == 0)
		assert_int_equal(pl->total, stay->total);
	if (waiting(free_) == 0 && free_->bound == free_->total) {
		assert_int_equal(waiting(pl), 0);
		assert_int_equal(pl->total, free_->total);
	}
	for (uint32_t i = 0; moves > 0 && i < v->n; i++) {
		struct zp_plan *less;

		if (stays[i])
			continue;
		stays[i] = true;
		less = zp_batch_decide(v, &t->p, stays, t->a);
		assert_true(robbed(v, less) > 0 ||
		    waiting(less) > waiting(pl) ||
		    less->total > pl->total);
		stays[i] = false;
	}
	sum->moves += moves;
	sum->several += moves > 1;
	sum->serves += waiting(stay) > waiting(pl);
}

/* The stored text makes the same plan and records again. */
static void check_record(struct zt_random *t, const struct zp_view *v,
    const struct zp_plan *pl)
{
	struct zp_buf text = { 0 }, is = { 0 }, was = { 0 };
	struct zp_report rep = { 0 };
	struct zp_plan *again;
	struct zp_view *w;

	zp_view_print(v, &text);
	w = zp_view_parse(text.at, text.n, t->reg, &t->cal, t->a, &rep);
	assert_non_null(w);
	again = zp_decide(w, &t->p, t->a);
	for (uint32_t i = 0; i < pl->n; i++) {
		zp_explain_record(v, &t->p, &pl->at[i], &was);
		zp_explain_record(w, &t->p, &again->at[i], &is);
	}
	assert_string_equal(zp_buf_str(&was), zp_buf_str(&is));
	zp_buf_fini(&text);
	zp_buf_fini(&was);
	zp_buf_fini(&is);
	zp_report_fini(&rep);
}

struct copy { struct zt_random *t; struct zp_world *w; };

static void copy_case(void *arg, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall since)
{
	zp_world_case(((struct copy *)arg)->w, c, s, handling, since);
}

static void copy_row(void *arg, const struct zp_assignment *a)
{
	struct copy *x = arg;

	zp_world_assign(x->w, a, &x->t->p);
}

/* The world after it is the world read anew from its rows; of each case one
 * lead runs, and who lost it did so now. */
static void check_world(struct zt_random *t, const struct zp_view *v,
    const struct zp_plan *pl)
{
	struct copy x = { t, zp_world_new(t->reg) };
	struct zp_buf is = { 0 }, was = { 0 };

	zp_world_apply(t->w, v, pl, &t->p, ZP_AUTO);
	zp_world_each_case(t->w, copy_case, &x);
	zp_world_each_assignment(t->w, copy_row, &x);
	zp_view_print(zp_world_view(t->w, t->no, t->n, t->now, &t->p, t->a),
	    &is);
	zp_view_print(zp_world_view(x.w, t->no, t->n, t->now, &t->p, t->a),
	    &was);
	assert_string_equal(zp_buf_str(&was), zp_buf_str(&is));
	for (uint32_t i = 0; i < pl->n; i++) {
		int32_t who[2];

		zp_world_acting(t->w, v->at[pl->at[i].i].c.case_no, who);
		assert_int_equal(who[ZP_LEAD], pl->at[i].lead);
	}
	zp_buf_fini(&is);
	zp_buf_fini(&was);
	zp_world_free(x.w);
}

static void a_move_is_needed_for_the_least_cost(void **state)
{
	struct tally sum = { 0 };

	(void)state;
	for (uint64_t seed = 1; seed <= BATCHES; seed++) {
		struct zt_random *t = zt_random_new(seed, &shape);
		struct zp_view *v = two_batches(t);
		struct zp_plan *pl = zp_decide(v, &t->p, t->a);

		check_plan(t, v, pl, &sum);
		if (seed % 10 == 0)
			check_record(t, v, pl);
		check_world(t, v, pl);
		zt_random_free(t);
		sum.batches++;
	}
	print_message("%u batches, %u moves, %u with several, %u serve "
	    "more\n", sum.batches, sum.moves, sum.several, sum.serves);
	assert_in_range(sum.moves, 100, BATCHES * 9);
	assert_in_range(sum.serves, 1, BATCHES);
}

/* --- whole years --- */

struct seen {
	const struct zt_year *y;
	const struct zp_sim *s;
	uint32_t moved, rows;
};

static const struct zp_case *find(const struct zt_year *y, const char *no)
{
	for (uint32_t i = 0; i < y->cases; i++)
		if (strcmp(y->cs[i].case_no, no) == 0)
			return &y->cs[i];
	fail();
	return NULL;
}

static void look(void *arg, const struct zp_assignment *a)
{
	struct seen *x = arg;
	const struct zp_case *c = find(x->y, a->case_no);
	int32_t m = zp_registry_find(x->y->reg, ZP_T_MATTERS, c->matter_code);
	struct zp_wall until;

	x->rows++;
	if (a->role != ZP_LEAD || a->end_reason != ZP_END_WITHDRAWN)
		return;
	x->moved++;
	until = zp_settle_until(&x->y->p, &x->y->cal, c,
	    &x->y->reg->matter[m], a->decided_at);
	assert_true(zp_wall_known(until));
	assert_true(zp_wall_cmp(a->ended_at, until) < 0);
}

static void let_wait(struct zt_year *y, bool hold)
{
	for (int k = 0; hold && k < 4; k++)
		y->p.hold[k] = (int32_t)zt_roll(&y->seed, 91);
	y->p.settle = 4320;
}

/* The judge of test_simulate finds nothing wrong with years in which cases
 * move.  He knows of no holding, and would find who was free meanwhile. */
static void years_with_hold_and_settle_are_lawful(void **state)
{
	uint32_t moved = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= YEARS; seed++) {
		struct zt_year *y = zt_year_new(seed, 0);
		struct zt_verdict bad;
		struct seen x = { .y = y };
		struct zp_sim *s;

		let_wait(y, seed % 2 == 0);
		x.s = s = zt_year_run(y);
		zp_world_each_assignment(s->world, look, &x);
		zt_judge(y, s, &bad);
		if (seed % 2 == 1 && bad.text[0] != '\0')
			fail_msg("year %llu: %s", (unsigned long long)seed,
			    bad.text);
		moved += x.moved;
		zp_sim_free(s);
		zt_year_free(y);
	}
	print_message("%d years, %u moves\n", YEARS, moved);
	assert_in_range(moved, 1, 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_move_is_needed_for_the_least_cost),
		cmocka_unit_test(years_with_hold_and_settle_are_lawful),
	};
	return cmocka_run_group_tests_name("settle", tests, NULL, NULL);
}
