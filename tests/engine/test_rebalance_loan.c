/* Loans against every way to lend people, and every proof against it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_board.h"
#include "support_random.h"

enum { CASES = 6, PEOPLE = 16 };

struct all {			/* every way to serve the cases */
	struct zt_board *b;
	struct zp_view *v;
	uint32_t n, m;		/* cases of the view; people */
	uint32_t set;		/* bits: the cases looked at */
	bool may[CASES][PEOPLE];
	bool clash[CASES][PEOPLE][CASES][PEOPLE];
	int32_t far[CASES][PEOPLE], urgent[CASES];
	int32_t room[PEOPLE], who[CASES], had[PEOPLE];
	int32_t best[3];	/* served, urgency, travel (less is better) */
};

static int32_t region_of(const struct zp_registry *reg, const char *code)
{
	return zp_registry_find(reg, ZP_T_REGIONS, code);
}

static int32_t place(const struct zp_registry *reg,
    const struct zp_view_case *vc)
{
	int32_t o = zp_registry_find(reg, ZP_T_ORGANS, vc->c.organ_code);
	int32_t r = region_of(reg, vc->c.region_code);

	if (o >= 0)
		return region_of(reg, reg->organ[o].region_code);
	return r >= 0 ? r : reg->centre[vc->handling].region;
}

/* Rules of case i against p when q has case k, or nobody (q -1); X1
 * aside. */
static uint64_t deny(struct all *a, uint32_t i, uint32_t p, uint32_t k,
    int32_t q)
{
	struct zp_view v = *a->v;
	struct zp_view_case *at = zp_arena_calloc(a->b->a, v.n, sizeof(*at));
	struct zp_counsel_state *st = zp_arena_calloc(a->b->a,
	    v.reg->counsels, sizeof(*st));
	struct zp_link *l;
	struct zp_ctx x;

	memcpy(at, v.at, v.n * sizeof(*at));
	memcpy(st, v.counsel, v.reg->counsels * sizeof(*st));
	v.at = at;
	v.counsel = st;
	l = zp_arena_calloc(a->b->a, at[i].links, sizeof(*l));
	memcpy(l, at[i].link, at[i].links * sizeof(*l));
	at[i].link = l;
	for (uint32_t y = 0; q >= 0 && y < at[i].links; y++)
		if (l[y].batch == (int32_t)k && l[y].licence_no[0] == '\0') {
			l[y].licence_no = v.reg->counsel[q].licence_no;
			l[y].counsel = q;
		}
	if (q >= 0 && zp_wall_known(at[k].c.hearing_at)) {
		const char **busy = zp_arena_calloc(a->b->a, 1,
		    sizeof(*busy));
		char *text = zp_arena_alloc(a->b->a, ZP_HEARING_TEXT);

		busy[0] = zp_hearing_print(&at[k].c, text);
		st[q].busy = (struct zp_list){ busy, 1 };
	}
	zp_ctx_case(&x, &v, &a->b->p, i, ZP_LEAD);
	zp_ctx_person(&x, (int32_t)p);
	return zp_rules_deny(&x, NULL) & ~ZP_RULE_BIT(ZP_X1);
}

static void know(struct all *a)
{
	const struct zp_registry *reg = a->v->reg;

	for (uint32_t i = 0; i < a->n; i++) {
		const struct zp_case *c = &a->v->at[i].c;

		a->urgent[i] = c->urgent ? 4 :
		    c->source == ZP_MANDATORY_NOTICE ? 1 : 0;
		for (uint32_t p = 0; p < a->m; p++) {
			a->may[i][p] = deny(a, i, p, 0, -1) == 0;
			a->far[i][p] = zp_region_distance(reg,
			    reg->counsel[p].region,
			    place(reg, &a->v->at[i]));
		}
	}
	for (uint32_t p = 0; p < a->m; p++)
		a->room[p] = reg->counsel[p].annual_cap -
		    a->v->counsel[p].undertaken;
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = 0; k < a->n; k++)
			for (uint32_t p = 0; i != k && p < a->m; p++)
				for (uint32_t q = 0; a->may[i][p] && q < a->m;
				    q++)
					a->clash[i][p][k][q] =
					    a->may[k][q] && deny(a, i, p, k,
					    (int32_t)q) != 0;
}

static bool fits(const struct all *a, uint32_t i, int32_t p)
{
	if (!a->may[i][p] || a->had[p] >= a->room[p])
		return false;
	for (uint32_t k = 0; k < i; k++)
		if (a->who[k] >= 0 && (a->clash[i][p][k][a->who[k]] ||
		    a->clash[k][a->who[k]][i][p]))
			return false;
	return true;
}

static bool better(const int32_t x[3], const int32_t y[3])
{
	for (int k = 0; k < 2; k++)
		if (x[k] != y[k])
			return x[k] > y[k];
	return x[2] < y[2];
}

static void try_all(struct all *a, uint32_t i, const int32_t now[3])
{
	if (i == a->n) {
		if (better(now, a->best))
			memcpy(a->best, now, sizeof(a->best));
		return;
	}
	a->who[i] = -1;
	try_all(a, i + 1, now);
	for (int32_t p = 0; (a->set >> i & 1) && p < (int32_t)a->m; p++) {
		int32_t then[3] = { now[0] + 1, now[1] + a->urgent[i],
			now[2] + a->far[i][p] };

		if (!fits(a, i, p))
			continue;
		a->who[i] = p;
		a->had[p]++;
		try_all(a, i + 1, then);
		a->had[p]--;
		a->who[i] = -1;
	}
}

/* The best that can be done for a set of cases. */
static const int32_t *best_of(struct all *a, uint32_t set)
{
	static const int32_t none[3] = { 0, 0, 0 };

	a->set = set;
	memcpy(a->best, none, sizeof(none));
	try_all(a, 0, none);
	return a->best;
}

static uint32_t position(const struct all *a, const char *no)
{
	for (uint32_t i = 0; i < a->n; i++)
		if (strcmp(a->v->at[i].c.case_no, no) == 0)
			return i;
	fail_msg("no case %s", no);
	return 0;
}

/* Take what the plan gives, one after the other, all rules asked. */
static void take(struct all *a, const struct zp_loan *l, uint32_t n,
    int32_t sum[3])
{
	for (uint32_t k = 0; k < n; k++) {
		uint32_t i = position(a, l[k].case_no);

		assert_int_equal(a->who[i], -1);
		assert_int_equal(l[k].borrower, a->v->at[i].handling);
		assert_int_equal(l[k].lender,
		    a->v->reg->counsel[l[k].counsel].centre);
		assert_int_equal(l[k].distance, a->far[i][l[k].counsel]);
		assert_true(a->may[i][l[k].counsel]);
		for (uint32_t y = 0; y < a->n; y++)
			assert_false(a->who[y] >= 0 && (
			    a->clash[i][l[k].counsel][y][a->who[y]] ||
			    a->clash[y][a->who[y]][i][l[k].counsel]));
		a->who[i] = l[k].counsel;
		assert_true(++a->had[l[k].counsel] <=
		    a->room[l[k].counsel]);
		sum[0]++;
		sum[1] += a->urgent[i];
		sum[2] += l[k].distance;
	}
}

static uint32_t set_of(const struct all *a, const char **no, uint32_t n)
{
	uint32_t set = 0;

	for (uint32_t k = 0; k < n; k++)
		set |= 1U << position(a, no[k]);
	return set;
}

struct seen { uint32_t seed,  proofs[4], loans, linked, left, unproven; };

static void check_proofs(struct all *a, const struct zp_rebalance *r,
    uint32_t left, struct seen *seen)
{
	uint32_t covered = 0;

	for (uint32_t k = 0; k < r->proofs; k++) {
		const struct zp_proof *p = &r->proof[k];
		uint32_t set = set_of(a, p->case_no, p->n);

		assert_true(p->n > 0 && p->places < (int32_t)p->n);
		if (best_of(a, set)[0] != p->places)
			fail_msg("seed %u: kind %d, %d of %u served, but %d",
			    seen->seed, p->kind, p->places, p->n,
			    a->best[0]);
		assert_int_equal(p->kind == ZP_PROOF_NOBODY,
		    p->counsels == 0 && p->kind != ZP_PROOF_SEARCH);
		for (uint32_t c = 0; c < a->m; c++) {
			bool any = false, named = false;

			for (uint32_t i = 0; i < a->n; i++)
				any |= (set >> i & 1) && a->may[i][c];
			for (uint32_t y = 0; y < p->counsels; y++)
				named |= p->counsel[y] == (int32_t)c;
			assert_int_equal(any, named);
		}
		covered |= set;
		seen->proofs[p->kind]++;
	}
	assert_int_equal(left & ~covered, 0);
}

static void check_lacks(struct all *a, const struct zp_rebalance *r,
    uint32_t left)
{
	uint32_t all = 0, n = 0;

	for (uint32_t k = 0; k < r->lacks; k++) {
		const struct zp_lack *l = &r->lack[k];
		uint32_t set = set_of(a, l->case_no, l->n), could = 0;

		assert_int_equal(all & set, 0);
		all |= set;
		n += l->lent + l->home;
		assert_int_equal((left & set) != 0, l->proof >= 0);
		for (uint32_t c = 0; c < a->m; c++) {
			bool any = false;

			for (uint32_t i = 0; i < a->n; i++)
				any |= (set >> i & 1) && a->may[i][c];
			could += any && a->v->reg->counsel[c].centre !=
			    l->centre;
		}
		assert_int_equal(could, l->could);
	}
	assert_int_equal(all, (1U << a->n) - 1);
	assert_int_equal(n, r->loans + r->homes);
}

static void try_seed(uint64_t seed, const struct zt_board_shape *shape,
    struct seen *seen)
{
	struct zt_board *b = zt_board_new(seed, shape);
	struct zp_rebalance_input in = zt_board_input(b);
	struct zp_rebalance *r = zp_rebalance_plan(&in, b->a);
	struct all *a = zp_arena_alloc(b->a, sizeof(*a));
	int32_t sum[3] = { 0, 0, 0 };
	uint32_t left = 0;

	seen->seed = (uint32_t)seed;
	*a = (struct all){ .b = b, .n = b->n, .m = b->reg->counsels };
	assert_true(a->n <= CASES && a->m <= PEOPLE);
	a->v = zp_world_view(b->w, b->no, b->n, b->now, &b->p, b->a);
	know(a);
	memset(a->who, 0xff, sizeof(a->who));
	take(a, r->loan, r->loans, sum);
	take(a, r->home, r->homes, sum);
	for (uint32_t i = 0; i < a->n; i++)
		left |= (uint32_t)(a->who[i] < 0) << i;
	memset(a->had, 0, sizeof(a->had));
	(void)best_of(a, (1U << a->n) - 1);
	if (r->proven && memcmp(sum, a->best, sizeof(sum)) != 0)
		fail_msg("seed %llu: %d %d %d, best %d %d %d",
		    (unsigned long long)seed, sum[0], sum[1], sum[2],
		    a->best[0], a->best[1], a->best[2]);
	check_lacks(a, r, left);
	check_proofs(a, r, left, seen);
	seen->loans += r->loans;
	seen->left += left != 0;
	seen->unproven += !r->proven;
	zt_board_free(b);
}

static void as_good_as_every_way(void **state)
{
	struct zt_board_shape shape = { .centres = 3, .people = 2,
		.cases = 5, .past = 4, .target = 9, .waiting = true };
	struct seen seen = { .loans = 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 1500; seed++) {
		shape.linked = seed % 2;
		try_seed(seed, &shape, &seen);
	}
	printf("%u loans; cases left in %u cities; proofs: nobody %u, "
	    "Hall %u, search %u; not proven %u\n", seen.loans, seen.left,
	    seen.proofs[0], seen.proofs[1], seen.proofs[2], seen.unproven);
	assert_true(seen.loans > 500 && seen.proofs[0] > 50 &&
	    seen.proofs[1] > 50 && seen.proofs[2] > 0);
	assert_true(seen.proofs[2] * 5 < seen.proofs[1]);
	assert_int_equal(seen.unproven + seen.proofs[3], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_good_as_every_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
