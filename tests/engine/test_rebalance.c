/* Moves against every way to move, and what holds for any plan. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_board.h"
#include "support_random.h"
#include "zhipaid/jurisdiction.h"

enum { CASES = 64, CENTRES = 6, PEOPLE = 48 };
#define DAY (INT64_C(86400) * 1000000)

/* What is open, as the world tells it. */
struct open {
	const struct zp_case *c;
	enum zp_case_state s;
	int32_t from;
	const struct zp_assignment *lead;
};
struct all {			/* every way to move the cases */
	struct zt_board *b;
	struct zp_rebalance_input in;
	uint32_t n, m, centres;
	struct open open[64]; uint32_t opens;
	const struct open *cs[CASES];		/* that may be moved */
	bool may[CASES][CENTRES][PEOPLE];
	int32_t far[CASES][CENTRES];
	int32_t handled[CENTRES], target[CENTRES], room[PEOPLE];
	struct zp_elapsed e;
	int32_t to[CASES];
	int64_t best[CENTRES + 2];
};

static void add_open(void *arg, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall since)
{
	struct all *a = arg;

	(void)since;
	if (s == ZP_CS_CLOSED)
		return;
	assert_true(a->opens < ZP_COUNT(a->open));
	a->open[a->opens++] = (struct open){ c, s, handling, NULL };
}

static bool this_year(const struct zp_assignment *x)
{
	int year;

	zp_date_split(zp_wall_date(x->decided_at), &year, NULL, NULL);
	return year == 2026;
}

static void add_lead(void *arg, const struct zp_assignment *x)
{
	struct all *a = arg;
	int32_t at = zp_registry_find(a->b->reg, ZP_T_CENTRES,
	    x->handling_centre);

	a->handled[at] += this_year(x);
	for (uint32_t i = 0; i < a->opens; i++)
		if (strcmp(a->open[i].c->case_no, x->case_no) == 0)
			a->open[i].lead = x;
}

static bool early(const struct all *a, int32_t at)
{
	return (int64_t)a->handled[at] * a->e.of <
	    (int64_t)a->target[at] * a->e.days;
}

static bool wished(const struct open *o)
{
	return o->c->wished_counsel.n > 0 && (o->lead == NULL ||
	    zp_list_has(&o->c->wished_counsel, o->lead->licence_no));
}

/* The rules about what stays, one after the other. */
static bool stays(const struct all *a, const struct open *o)
{
	const struct zp_case *c = o->c;
	struct zp_view *v = zp_world_view(a->b->w, &c->case_no, 1,
	    a->b->now, &a->b->p, a->b->a);
	int32_t m = zp_registry_find(a->b->reg, ZP_T_MATTERS, c->matter_code);
	bool tied = false, begun = false;

	for (uint32_t k = 0; k < v->at[0].links; k++)
		tied |= v->at[0].link[k].kind != ZP_LINK_SELF &&
		    v->at[0].link[k].kind != ZP_LINK_SAME &&
		    v->at[0].link[k].end_reason == ZP_END_NONE;
	for (uint32_t k = 0; k < a->b->beguns; k++)
		begun |= strcmp(a->b->begun[k], c->case_no) == 0;
	if (o->lead != NULL)
		begun |= a->b->now.us - o->lead->decided_at.us > 7 * DAY;
	return tied || begun || wished(o) || c->designated_centre[0] ||
	    (o->lead != NULL && o->lead->mode != ZP_AUTO) ||
	    (a->b->p.tiered && a->b->reg->matter[m].level_jurisdiction) ||
	    (zp_wall_known(c->hearing_at) && zp_wall_date(c->hearing_at).day
	    - zp_wall_date(a->b->now).day <= 15);
}

static void end_of(const struct zp_case *c, struct zp_wall *end)
{
	*end = c->hearing_until;
	if (!zp_wall_known(*end))
		*end = zp_date_start(zp_date_add(
		    zp_wall_date(c->hearing_at), 1));
}

static int by_hearing(const void *pa, const void *pb)
{
	const struct zp_case *a = (*(const struct open *const *)pa)->c;
	const struct zp_case *b = (*(const struct open *const *)pb)->c;
	int d = zp_wall_cmp(a->hearing_at, b->hearing_at);

	return d != 0 ? d : strcmp(a->case_no, b->case_no);
}

/* Of hearings at one hour only the first counts. */
static void drop_hearings(struct all *a)
{
	struct zp_wall last = ZP_WALL_NONE;
	uint32_t n = 0;

	qsort(a->cs, a->n, sizeof(a->cs[0]), by_hearing);
	for (uint32_t i = 0; i < a->n; i++) {
		if (zp_wall_known(a->cs[i]->c->hearing_at)) {
			if (zp_wall_cmp(a->cs[i]->c->hearing_at, last) < 0)
				continue;
			end_of(a->cs[i]->c, &last);
		}
		a->cs[n++] = a->cs[i];
	}
	a->n = n;
}

static void know(struct all *a)
{
	const struct zp_registry *reg = a->b->reg;
	struct zp_view *v = zp_world_view(a->b->w, NULL, 0, a->b->now,
	    &a->b->p, a->b->a);

	a->centres = reg->centres;
	a->m = reg->counsels;
	assert_true(a->centres <= CENTRES && a->m <= PEOPLE);
	zp_world_each_case(a->b->w, add_open, a);
	zp_world_each_assignment(a->b->w, add_lead, a);
	a->e = zp_elapsed_of(&a->b->cal, ZP_CALENDAR_DAYS,
	    zp_wall_date(a->b->now));
	for (uint32_t c = 0; c < a->centres; c++)
		a->target[c] = reg->centre[c].annual_target;
	for (uint32_t p = 0; p < a->m; p++)
		a->room[p] = reg->counsel[p].annual_cap -
		    v->counsel[p].undertaken;
	for (uint32_t i = 0; i < a->opens; i++)
		if (!early(a, a->open[i].from) &&
		    a->target[a->open[i].from] > 0 && !stays(a, &a->open[i]))
			a->cs[a->n++] = &a->open[i];
	drop_hearings(a);
}

static void know_people(struct all *a)
{
	const struct zp_registry *reg = a->b->reg;

	for (uint32_t i = 0; i < a->n; i++) {
		struct zp_view *v = zp_world_view(a->b->w,
		    &a->cs[i]->c->case_no, 1, a->b->now, &a->b->p, a->b->a);
		int32_t at = v->at[0].organ >= 0 ?
		    reg->organ[v->at[0].organ].region : v->at[0].region;

		if (at < 0)
			at = reg->centre[a->cs[i]->from].region;
		for (uint32_t c = 0; c < a->centres; c++) {
			a->far[i][c] = zp_region_distance(reg,
			    reg->centre[c].region, at);
			for (uint32_t p = 0; p < a->m; p++)
				a->may[i][c][p] = reg->counsel[p].centre ==
				    (int32_t)c && zt_board_deny(a->b,
				    a->cs[i]->c->case_no, (int32_t)c,
				    (int32_t)p) == 0;
		}
	}
}

/* Can the cases from i on that are moved all have somebody? */
static bool staffed(const struct all *a, uint32_t i, int32_t *had)
{
	bool good = false;

	while (i < a->n && a->to[i] < 0)
		i++;
	if (i == a->n)
		return true;
	for (uint32_t p = 0; !good && p < a->m; p++) {
		if (!a->may[i][a->to[i]][p] || had[p] == a->room[p])
			continue;
		had[p]++;
		good = staffed(a, i + 1, had);
		had[p]--;
	}
	return good;
}

static int32_t share(int32_t target, int32_t percent)
{
	return (target * percent + 99) / 100;
}

static int largest_first(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return *a > *b ? -1 : *a < *b;
}

/* Shortfalls over targets, largest first, then moves, then travel; false:
 * against the limits. */
static bool worth(const struct all *a, int64_t out[CENTRES + 2])
{
	int32_t in[CENTRES] = { 0 }, left[CENTRES] = { 0 };
	int32_t count[CENTRES] = { 0 };
	const struct zp_rebalance_policy *p = &a->b->p.rebalance;

	memset(out, 0, (CENTRES + 2) * sizeof(*out));
	for (uint32_t i = 0; i < a->n; i++) {
		if (a->to[i] < 0)
			continue;
		in[a->to[i]]++;
		left[a->cs[i]->from]++;
		count[a->cs[i]->from] += a->cs[i]->lead != NULL &&
		    this_year(a->cs[i]->lead);
		out[CENTRES]++;
		out[CENTRES + 1] += a->far[i][a->to[i]];
	}
	for (uint32_t c = 0; c < a->centres; c++) {
		int64_t has = a->handled[c] + in[c] - count[c];
		int64_t lacks = (int64_t)a->target[c] * a->e.days -
		    has * a->e.of;

		if (left[c] > share(a->target[c], p->most_out) ||
		    in[c] > share(a->target[c], p->most_in) ||
		    (count[c] > 0 && lacks > 0))
			return false;
		if (in[c] > 0 && (has - 1) * a->e.of >=
		    (int64_t)a->target[c] * a->e.days)
			return false;
		/* targets are small: 720720 = lcm(1..16) */
		if (lacks > 0)
			out[c] = lacks * (720720 / a->target[c]);
	}
	qsort(out, CENTRES, sizeof(*out), largest_first);
	return true;
}

static int compare(const int64_t *x, const int64_t *y)
{
	for (uint32_t k = 0; k < CENTRES + 2; k++)
		if (x[k] != y[k])
			return x[k] < y[k] ? -1 : 1;
	return 0;
}

static void try_all(struct all *a, uint32_t i)
{
	int64_t now[CENTRES + 2];
	int32_t had[PEOPLE] = { 0 };

	if (i == a->n) {
		if (worth(a, now) && compare(now, a->best) < 0 &&
		    staffed(a, 0, had))
			memcpy(a->best, now, sizeof(now));
		return;
	}
	a->to[i] = -1;
	try_all(a, i + 1);
	for (uint32_t c = 0; c < a->centres; c++)
		if (early(a, (int32_t)c)) {
			a->to[i] = (int32_t)c;
			try_all(a, i + 1);
		}
	a->to[i] = -1;
}

static void take(struct all *a, const struct zp_rebalance *r)
{
	memset(a->to, 0xff, sizeof(a->to));
	for (uint32_t k = 0; k < r->moves; k++) {
		const struct zp_transfer *x = &r->move[k];
		uint32_t i = 0;

		while (i < a->n && strcmp(a->cs[i]->c->case_no,
		    x->case_no) != 0)
			i++;
		assert_true(i < a->n && a->to[i] < 0);
		assert_int_equal(x->from, a->cs[i]->from);
		assert_int_equal(x->distance, a->far[i][x->to]);
		assert_true(a->may[i][x->to][x->counsel]);
		assert_true(a->room[x->counsel]-- > 0);
		assert_int_equal(x->was >= 0, a->cs[i]->lead != NULL);
		a->to[i] = x->to;
	}
	for (uint32_t k = 0; k < r->moves; k++)
		a->room[r->move[k].counsel]++;
}

static uint32_t try_seed(uint64_t seed, const struct zt_board_shape *shape)
{
	struct zt_board *b = zt_board_new(seed, shape);
	struct all *a = zp_arena_alloc(b->a, sizeof(*a));
	struct zp_rebalance *r;
	int64_t got[CENTRES + 2];
	uint32_t moves;

	*a = (struct all){ .b = b, .in = zt_board_input(b) };
	a->in.loans = false;
	know(a);
	know_people(a);
	r = zp_rebalance_plan(&a->in, b->a);
	take(a, r);
	assert_true(worth(a, got));
	memset(a->to, 0xff, sizeof(a->to));
	assert_true(worth(a, a->best));
	try_all(a, 0);
	for (uint32_t k = 0; k < CENTRES + 2; k++)
		if (got[k] != a->best[k])
			fail_msg("seed %llu: at level %u %lld, best %lld",
			    (unsigned long long)seed, k, (long long)got[k],
			    (long long)a->best[k]);
	moves = r->moves;
	zt_board_free(b);
	return moves;
}

/* Equal at every level of the order to the best of all ways. */
static void as_good_as_every_way(void **state)
{
	struct zt_board_shape shape = { .centres = 5, .people = 2,
		.cases = 7, .past = 6, .target = 8 };
	uint32_t moves = 0, cities = 0, many = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 6000; seed++) {
		uint32_t n;

		shape.plain = seed % 4 != 0;
		n = try_seed(seed, &shape);
		moves += n;
		cities += n > 0;
		many += n > 2;
	}
	printf("%u moves in %u cities, more than two in %u\n", moves, cities,
	    many);
	assert_true(moves > 3000 && many > 300);
}

/* --- any plan --- */

static const struct open *open_of(const struct all *a, const char *no)
{
	for (uint32_t i = 0; i < a->opens; i++)
		if (strcmp(a->open[i].c->case_no, no) == 0)
			return &a->open[i];
	fail_msg("no case %s", no);
	return NULL;
}

/* Let the person have the case; no rule is against it. */
static void assign(struct all *a, const char *no, int32_t centre,
    int32_t counsel)
{
	struct zt_board *b = a->b;
	struct zp_view *v;
	struct zp_ctx x;
	struct zp_assignment row;

	v = zp_world_view(b->w, &no, 1, b->now, &b->p, b->a);
	assert_int_equal(v->at[0].handling, centre);
	if (b->reg->counsel[counsel].centre != centre)
		zp_view_lend(v, 0, counsel, b->a);
	zp_ctx_case(&x, v, &b->p, 0, ZP_LEAD);
	zp_ctx_person(&x, counsel);
	assert_int_equal(zp_rules_deny(&x, NULL), 0);
	zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &row);
	row.case_no = no;
	row.licence_no = b->reg->counsel[counsel].licence_no;
	row.handling_centre = b->reg->centre[centre].code;
	row.decided_at = b->now;
	row.ended_at = ZP_WALL_NONE;
	row.mode = ZP_REBALANCE;
	zp_world_assign(b->w, &row, &b->p);
}

/* Strings of the world go away when a case is put anew. */
static void move(struct all *a, const struct zp_transfer *m)
{
	struct zp_case c;
	uint32_t i = 0;

	while (strcmp(a->b->no[i], m->case_no) != 0)
		i++;
	c = a->b->cs[i];
	c.designated_centre = a->b->reg->centre[m->to].code;
	zp_world_withdraw(a->b->w, c.case_no, a->b->now);
	zp_world_case(a->b->w, &c, ZP_CS_APPROVED, m->to, ZP_WALL_NONE);
	assign(a, c.case_no, m->to, m->counsel);
}

/* Has x less of its target than y? */
static bool less(const struct zp_progress *x, const struct zp_progress *y)
{
	return (int64_t)x->handled * y->target < (int64_t)y->handled *
	    x->target;
}

static void check_effects(const struct all *a, const struct zp_rebalance *r)
{
	const struct zp_progress *was = NULL, *is = NULL;
	const struct zp_rebalance_policy *p = &a->b->p.rebalance;

	for (uint32_t c = 0; c < a->centres; c++) {
		const struct zp_effect *e = &r->effect[c];

		assert_int_equal(e->before.handled, a->handled[c]);
		assert_true(e->in <= share(a->target[c], p->most_in));
		assert_true(e->out <= share(a->target[c], p->most_out));
		assert_true(e->in == 0 || e->out == 0);
		if (e->out > 0)
			assert_int_equal(e->after.shortfall, 0);
		assert_true(e->after.shortfall <= e->before.shortfall);
		if (a->target[c] == 0)
			continue;
		if (was == NULL || less(&e->before, was))
			was = &e->before;
		if (is == NULL || less(&e->after, is))
			is = &e->after;
	}
	/* those ahead may give, but nobody comes to stand below */
	if (was != NULL && was->shortfall > 0)
		assert_false(less(is, was));
}

static void try_plan(uint64_t seed, const struct zt_board_shape *shape,
    uint32_t n[2])
{
	struct zt_board *b = zt_board_new(seed, shape);
	struct all *a = zp_arena_alloc(b->a, sizeof(*a));
	struct zp_rebalance *r;
	int32_t after[CENTRES];

	*a = (struct all){ .b = b, .in = zt_board_input(b) };
	know(a);
	r = zp_rebalance_plan(&a->in, b->a);
	check_effects(a, r);
	for (uint32_t k = 0; k < r->moves; k++) {
		const struct open *o = open_of(a, r->move[k].case_no);

		assert_false(stays(a, o));
		assert_int_equal(r->move[k].from, o->from);
		assert_true(early(a, r->move[k].to));
	}
	for (uint32_t k = 0; k < r->loans; k++)
		assign(a, r->loan[k].case_no, r->loan[k].borrower,
		    r->loan[k].counsel);
	for (uint32_t k = 0; k < r->moves; k++)
		move(a, &r->move[k]);
	zp_progress_count(b->w, b->reg, 2026, after);
	for (uint32_t c = 0; c < a->centres; c++)
		assert_int_equal(after[c], r->effect[c].after.handled);
	n[0] += r->loans;
	n[1] += r->moves;
	zt_board_free(b);
}

/* Every rule holds when the plan is carried out person by person; limits
 * are kept, nobody is moved who must stay, the smallest progress never
 * falls, and the effects are what comes. */
static void plans_can_be_carried_out(void **state)
{
	struct zt_board_shape shape = { .centres = 6, .people = 6,
		.cases = 40, .past = 30, .target = 30 };
	uint32_t n[2] = { 0, 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 600; seed++) {
		shape.plain = seed % 2;
		shape.linked = seed % 3 == 0;
		try_plan(seed, &shape, n);
	}
	printf("%u loans, %u moves\n", n[0], n[1]);
	assert_true(n[0] > 500 && n[1] > 500);
}

static void print(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, struct zp_buf *out)
{
	for (int l = 0; l < ZP_LANGS; l++) {
		for (uint32_t k = 0; k < r->loans; k++)
			zp_rebalance_loan_text(in, r, k, (enum zp_lang)l, out);
		for (uint32_t k = 0; k < r->moves; k++)
			zp_rebalance_move_text(in, r, k, (enum zp_lang)l, out);
		for (uint32_t k = 0; k < r->lacks; k++)
			zp_rebalance_lack_text(in, r, k, (enum zp_lang)l, out);
		for (uint32_t k = 0; k < r->proofs; k++)
			zp_rebalance_proof_text(in, r, k, (enum zp_lang)l,
			    out);
	}
	for (uint32_t k = 0; k < r->moves; k++)
		zp_buf_printf(out, "%s", in->reg->counsel[r->move[k].counsel]
		    .licence_no);
}

/* The same city in another order of its rows has the same plan. */
static void order_does_not_matter(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 200; seed++) {
		struct zp_buf text[2] = { { 0 }, { 0 } };

		for (uint64_t k = 0; k < 2; k++) {
			struct zt_board_shape shape = { .centres = 6,
				.people = 5, .cases = 30, .past = 20,
				.target = 20, .shuffle = k * 77,
				.plain = seed % 2 };
			struct zt_board *b = zt_board_new(seed, &shape);
			struct zp_rebalance_input in = zt_board_input(b);

			print(&in, zp_rebalance_plan(&in, b->a), &text[k]);
			zt_board_free(b);
		}
		assert_string_equal(zp_buf_str(&text[0]),
		    zp_buf_str(&text[1]));
		zp_buf_fini(&text[0]);
		zp_buf_fini(&text[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_good_as_every_way),
		cmocka_unit_test(plans_can_be_carried_out),
		cmocka_unit_test(order_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
