/* tests/engine/test_audit.c - zp_audit(): fair years, rigged years. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_county.h"
#include "support_random.h"
#include "zhipaid/audit.h"

enum { PEOPLE = 12, CASES = 240, KINDS = 3, YEARS = 120 };

static const char *const kind[KINDS] = { "labour", "family", "criminal" };

/* A centre of twelve, four of each specialty; every third has half a cap. */
struct office {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_arena *a;
	struct zp_audit_case cs[CASES];
	struct zp_audit_input in;
	uint64_t seed;
};

static void *rows(struct office *o, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *t = zp_table_get(id);
	char *at = zp_arena_calloc(o->reg->arena, n, t->size);

	for (uint32_t i = 0; i < n; i++)
		zp_row_clear(t, at + i * t->size);
	zp_registry_set(o->reg, id, at, n);
	return at;
}

static void people(struct office *o)
{
	struct zp_counsel *c = rows(o, ZP_T_COUNSEL, PEOPLE);

	for (uint32_t k = 0; k < PEOPLE; k++) {
		char no[8];

		snprintf(no, sizeof(no), "L%02u", k);
		c[k].licence_no = c[k].name = zp_arena_strdup(o->reg->arena,
		    no);
		c[k].centre_code = "CA";
		c[k].region_code = "R";
		c[k].firm_code = "F";
		c[k].annual_cap = k % 3 == 0 ? 45 : -1;
		c[k].specialties = (struct zp_list){
			(const char **)&kind[k % KINDS], 1 };
	}
}

static struct office *office_new(uint64_t seed)
{
	struct office *o = zp_xcalloc(1, sizeof(*o));
	struct zp_report rep = { 0 };
	struct zp_region *r;
	struct zp_centre *c;
	struct zp_firm *f;

	o->seed = zp_hash_mix(seed + 5);
	o->reg = zp_registry_new();
	o->a = zp_arena_new();
	r = rows(o, ZP_T_REGIONS, 1);
	r->code = r->name = "R";
	r->level = ZP_COUNTY;
	c = rows(o, ZP_T_CENTRES, 1);
	c->code = "CA";
	c->name = "怀宁县法律援助中心";
	c->region_code = "R";
	f = rows(o, ZP_T_FIRMS, 1);
	f->code = f->name = "F";
	f->region_code = "R";
	people(o);
	assert_true(zp_registry_link(o->reg, &rep));
	zp_report_fini(&rep);
	zp_policy_init(&o->p);
	o->p.seed = seed;
	o->in = (struct zp_audit_input){ .reg = o->reg, .p = &o->p,
		.from = zp_date_of(2026, 1, 1), .to = zp_date_of(2026, 12, 31),
		.cs = o->cs, .cases = CASES };
	return o;
}

static void office_free(struct office *o)
{
	zp_registry_free(o->reg);
	zp_arena_free(o->a);
	free(o);
}

/* About two thirds of the people are admitted for each case; criminal ones
 * are for the first eight alone. */
static void admit(struct office *o, struct zp_audit_case *cs, uint32_t i)
{
	int32_t *who = zp_arena_calloc(o->a, PEOPLE, sizeof(*who));

	cs->kind = kind[i % KINDS];
	cs->who = who;
	for (uint32_t k = 0; k < (i % KINDS == 2 ? 8 : PEOPLE); k++)
		if (zt_roll(&o->seed, 3) > 0)
			who[cs->n++] = (int32_t)k;
	if (cs->n == 0)
		who[cs->n++] = 0;
}

static bool fits(const struct office *o, int32_t who, const char *k)
{
	return zp_list_has(&o->reg->counsel[who].specialties, k);
}

/* One of those admitted by chance, by capacity; fit: of those who have the
 * specialty, if any. */
static int32_t by_chance(struct office *o, const struct zp_audit_case *cs,
    bool fit)
{
	int32_t at[2 * PEOPLE];
	uint32_t n = 0;

	for (uint32_t k = 0; k < cs->n; k++) {
		if (fit && !fits(o, cs->who[k], cs->kind))
			continue;
		at[n++] = cs->who[k];
		if (cs->who[k] % 3 != 0)
			at[n++] = cs->who[k];
	}
	return n > 0 ? at[zt_roll(&o->seed, n)] : by_chance(o, cs, false);
}

static void fair_year(struct office *o, bool fit)
{
	for (uint32_t i = 0; i < CASES; i++) {
		admit(o, &o->cs[i], i);
		o->cs[i].lead = by_chance(o, &o->cs[i], fit);
	}
}

static const struct zp_audit_centre *audit(struct office *o)
{
	const struct zp_audit *au = zp_audit(&o->in, o->a);

	assert_int_equal(1, au->n);
	assert_int_equal(999, au->trials);
	assert_int_equal(CASES, au->at[0].cases);
	return &au->at[0];
}

/* Ranks of fair years are spread evenly over 1..1000. */
static void chance_explains_a_fair_year(void **state)
{
	uint32_t low = 0, tenth = 0, half = 0, kinds = 0, fit = 0;

	(void)state;
	for (uint64_t seed = 0; seed < YEARS; seed++) {
		struct office *o = office_new(seed);
		const struct zp_audit_centre *c;

		fair_year(o, false);
		c = audit(o);
		low += c->rank.more <= 10;
		tenth += c->rank.more <= 100;
		half += c->rank.more <= 500;
		office_free(o);
		o = office_new(seed + YEARS);
		fair_year(o, true);	/* specialty first is no favour */
		c = audit(o);
		fit += c->fit.more <= 100;
		for (uint32_t k = 0; k < c->kinds; k++)
			kinds += c->kind[k].rank.more <= 10;
		office_free(o);
	}
	/* binomial, 120 draws: four standard deviations and more */
	assert_in_range(low, 0, 6);
	assert_in_range(tenth, 1, 26);
	assert_in_range(half, 38, 82);
	assert_in_range(fit, 1, 26);
	assert_in_range(kinds, 0, 12);
}

static const struct zp_audit_kind *labour(const struct zp_audit_centre *c)
{
	assert_int_equal(KINDS, c->kinds);
	assert_string_equal("labour", c->kind[2].kind);
	return &c->kind[2];
}

/* One lawyer gets every labour case he is admitted for. */
static void chance_does_not_explain_a_rigged_year(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct office *o = office_new(seed);
		const struct zp_audit_centre *c;
		int32_t mine = 0;

		fair_year(o, false);
		for (uint32_t i = 0; i < CASES; i += KINDS)
			for (uint32_t k = 0; k < o->cs[i].n; k++)
				if (o->cs[i].who[k] == 4) {
					o->cs[i].lead = 4;
					mine++;
				}
		c = audit(o);
		assert_int_equal(1, c->rank.more);
		assert_int_equal(1, c->fit.more);
		assert_int_equal(1, c->at[4].rank.more);
		assert_int_equal(1, c->at[4].fit.more);
		assert_int_equal(4, c->top);
		assert_int_equal(1, labour(c)->rank.more);
		assert_int_equal(4, labour(c)->top);
		assert_int_equal(mine, labour(c)->got);
		office_free(o);
	}
}

/* Expectations and distances by another way: plain sums in floating
 * point. */
static void expectations_add_up(void **state)
{
	struct office *o = office_new(3);
	const struct zp_audit_centre *c;
	double want[PEOPLE] = { 0 }, apart = 0, got = 0, hhi = 0;

	(void)state;
	fair_year(o, false);
	c = audit(o);
	for (uint32_t i = 0; i < CASES; i++) {
		double all = 0;

		for (uint32_t k = 0; k < o->cs[i].n; k++)
			all += o->cs[i].who[k] % 3 == 0 ? 45 : 90;
		for (uint32_t k = 0; k < o->cs[i].n; k++)
			want[o->cs[i].who[k]] += (o->cs[i].who[k] % 3 == 0 ?
			    45 : 90) / all;
	}
	assert_int_equal(PEOPLE, c->n);
	for (uint32_t k = 0; k < PEOPLE; k++) {
		double d = c->at[k].got - want[k];

		assert_in_range(c->at[k].expected, want[k] * 1000 - 2,
		    want[k] * 1000 + 2);
		/* cap x days over all: eight full ones, four halves */
		assert_int_equal(k % 3 == 0 ? 12000 : 24000,
		    c->at[k].target);
		apart += d < 0 ? -d : d;
		got += c->at[k].got;
		hhi += (double)c->at[k].got * c->at[k].got;
	}
	assert_int_equal(CASES, (int)got);
	assert_in_range(c->apart, apart * 500 - 20, apart * 500 + 20);
	assert_int_equal((int)(hhi * 10000 / CASES / CASES), c->hhi);
	office_free(o);
}

/* Counts in proportion to capacity: Gini 0, and nearer to the targets than
 * chance comes. */
static void who_has_his_share_is_at_gini_0(void **state)
{
	struct office *o = office_new(1);
	const struct zp_audit_centre *c;
	struct zp_buf b = { 0 };
	int32_t next = 0;

	(void)state;
	for (uint32_t i = 0; i < CASES; i++) {
		int32_t *who = zp_arena_calloc(o->a, PEOPLE, sizeof(*who));

		o->cs[i] = (struct zp_audit_case){ 0, 0, "labour", who,
			PEOPLE };
		for (int32_t k = 0; k < PEOPLE; k++)
			who[k] = k;
		/* 1 and 2 twice as often as 0, and so on */
		o->cs[i].lead = next / 5 * 3 + (next % 5 + 1) / 2;
		next = (next + 1) % 20;
	}
	c = audit(o);
	assert_int_equal(0, c->gini);
	assert_int_equal(0, c->off_target);
	assert_int_equal(1, c->near.less);
	assert_int_equal(1000, c->rank.more);
	zp_audit_text(zp_audit(&o->in, o->a), ZP_EN, &b);
	assert_non_null(strstr(zp_buf_str(&b), "nearer to the targets than "
	    "by chance"));
	zp_buf_fini(&b);
	office_free(o);
}

static void nobody_stored_means_the_pool(void **state)
{
	struct office *o = office_new(1);
	const struct zp_audit_centre *c;

	(void)state;
	for (uint32_t i = 0; i < CASES; i++)
		o->cs[i] = (struct zp_audit_case){ 0, 5, "", NULL, 0 };
	c = audit(o);
	assert_int_equal(CASES, c->at[5].got);
	assert_in_range(c->at[5].expected, 23999, 24001);
	assert_in_range(c->at[3].expected, 11999, 12001);
	assert_int_equal(10000, c->hhi);
	assert_int_equal(1, c->rank.more);
	office_free(o);
}

/* --- golden --- */

static void golden_year(struct office *o)
{
	static const struct zp_audit_excluded out[] = {
		{ 0, 11, ZP_N17, 30 }, { 0, 11, ZP_Q2, 80 },
		{ 0, 11, ZP_C7, 2 }, { 0, 11, ZP_T1, 1 },
		{ 0, 11, ZP_Q23, 40 },
	};
	static const struct zp_audit_hand hand[] = {
		{ 0, "王科长", 5, 2, "C7|R1" }, { 0, "zhang", 1, 0, "" },
	};
	static const struct zp_audit_junior junior[] = {
		{ 0, 8, 3 }, { 0, 2, 1 },
	};
	static const struct zp_audit_decline decline[] = {
		{ 0, 2, 1, 3 }, { 0, 7, 0, 1 },
	};

	fair_year(o, true);
	for (uint32_t i = 0; i < CASES; i++) {
		if (i % KINDS == 0 && i % 2 == 0)
			o->cs[i].lead = 6;
		while (o->cs[i].lead == 11)
			o->cs[i].lead = by_chance(o, &o->cs[i], false);
	}
	o->in.out = out;
	o->in.outs = ZP_COUNT(out);
	o->in.hand = hand;
	o->in.hands = ZP_COUNT(hand);
	o->in.junior = junior;
	o->in.juniors = ZP_COUNT(junior);
	o->in.decline = decline;
	o->in.declines = ZP_COUNT(decline);
}

static void same_as_golden(const char *text)
{
	const char *name = ZP_SOURCE_DIR "/tests/engine/audit.golden";
	FILE *f = fopen(name, getenv("ZP_GOLDEN_UPDATE") != NULL ? "w" : "r");
	static char was[1 << 16];
	size_t n;

	assert_non_null(f);
	if (getenv("ZP_GOLDEN_UPDATE") != NULL) {
		assert_true(fputs(text, f) >= 0);
	} else {
		n = fread(was, 1, sizeof(was) - 1, f);
		was[n] = '\0';
		assert_string_equal(was, text);
	}
	fclose(f);
}

static void texts_are_as_agreed(void **state)
{
	struct office *o = office_new(7);
	struct zp_buf b = { 0 };
	const struct zp_audit *au;

	(void)state;
	golden_year(o);
	au = zp_audit(&o->in, o->a);
	zp_audit_text(au, ZP_ZH, &b);
	zp_audit_text(au, ZP_EN, &b);
	zp_audit_json(au, &b);
	zp_buf_putc(&b, '\n');
	o->in.cases = 0;
	au = zp_audit(&o->in, o->a);
	zp_audit_text(au, ZP_ZH, &b);
	zp_audit_text(au, ZP_EN, &b);
	same_as_golden(zp_buf_str(&b));
	zp_buf_fini(&b);
	office_free(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chance_explains_a_fair_year),
		cmocka_unit_test(chance_does_not_explain_a_rigged_year),
		cmocka_unit_test(expectations_add_up),
		cmocka_unit_test(who_has_his_share_is_at_gini_0),
		cmocka_unit_test(nobody_stored_means_the_pool),
		cmocka_unit_test(texts_are_as_agreed),
	};
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
