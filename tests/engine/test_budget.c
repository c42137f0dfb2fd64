/*
 * tests/engine/test_budget.c - what a full batch may take of memory and
 * storage: bytes, not seconds, so that it holds on any machine.
 */
#include <stdio.h>
#include <string.h>
#include "support_county.h"
#include "zhipaid/explain.h"

enum { CENTRES = 11, PEOPLE = 440, CASES = 500 };

struct city {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_world *w;
	struct zp_arena *a;
	const char *no[CASES];
};

/* Letter and k in so many digits. */
static const char *name(struct city *t, char letter, int digits, uint32_t k)
{
	char s[32];

	snprintf(s, sizeof(s), "%c%0*u", letter, digits, (unsigned)k);
	return zp_arena_strdup(t->reg->arena, s);
}

static void *rows(struct city *t, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *tab = zp_table_get(id);
	char *at = zp_arena_calloc(t->reg->arena, n, tab->size);

	for (uint32_t i = 0; i < n; i++)
		zp_row_clear(tab, at + i * tab->size);
	zp_registry_set(t->reg, id, at, n);
	return at;
}

static void places(struct city *t)
{
	struct zp_region *r = rows(t, ZP_T_REGIONS, CENTRES);
	struct zp_centre *c = rows(t, ZP_T_CENTRES, CENTRES);
	struct zp_organ *o = rows(t, ZP_T_ORGANS, CENTRES);
	struct zp_firm *f = rows(t, ZP_T_FIRMS, CENTRES);
	struct zp_matter *m = rows(t, ZP_T_MATTERS, 1);

	for (uint32_t k = 0; k < CENTRES; k++) {
		r[k].code = r[k].name = name(t, 'R', 2, k);
		r[k].level = k == 0 ? ZP_CITY : ZP_COUNTY;
		r[k].parent_code = k == 0 ? "" : "R00";
		c[k].code = c[k].name = name(t, 'C', 2, k);
		c[k].level = k == 0 ? ZP_CENTRE_CITY : ZP_CENTRE_COUNTY;
		c[k].region_code = r[k].code;
		o[k].code = o[k].name = name(t, 'O', 2, k);
		o[k].kind = ZP_COURT;
		o[k].level = ZP_BASIC;
		o[k].region_code = r[k].code;
		f[k].code = f[k].name = name(t, 'F', 2, k);
		f[k].kind = ZP_LAW_FIRM;
		f[k].region_code = r[k].code;
	}
	m->code = m->name = "CR-DEF";
	m->category = ZP_CRIMINAL;
	m->specialty = "criminal";
}

static void people(struct city *t)
{
	struct zp_counsel *k = rows(t, ZP_T_COUNSEL, PEOPLE);

	for (uint32_t i = 0; i < PEOPLE; i++) {
		k[i].licence_no = name(t, '1', 16, i);
		k[i].name = "律师";
		k[i].kind = ZP_LAWYER;
		k[i].firm_code = name(t, 'F', 2, i % CENTRES);
		k[i].centre_code = name(t, 'C', 2, i % CENTRES);
		k[i].region_code = name(t, 'R', 2, i % CENTRES);
		k[i].practice_since = k[i].criminal_since =
		    k[i].joined_on = zp_date_of(2010, 1, 1);
		k[i].status = ZP_ACTIVE;
	}
}

static void cases(struct city *t)
{
	for (uint32_t i = 0; i < CASES; i++) {
		struct zp_case c;

		zp_row_clear(zp_table_get(ZP_T_CASES), &c);
		c.case_no = t->no[i] = name(t, 'A', 9, i);
		assert_true(zp_wall_parse("2026-03-10T08:00:00+08:00",
		    &c.approved_at));
		c.received_centre = name(t, 'C', 2, i % CENTRES);
		c.organ_code = name(t, 'O', 2, i % CENTRES);
		c.region_code = name(t, 'R', 2, i % CENTRES);
		c.matter_code = "CR-DEF";
		c.stage = ZP_FIRST_INSTANCE;
		c.recipient_id = name(t, 'P', 6, i);
		zp_world_case(t->w, &c, ZP_CS_APPROVED,
		    (int32_t)(i % CENTRES), ZP_WALL_NONE);
	}
}

static void open_city(struct city *t)
{
	struct zp_report rep = { 0 };

	*t = (struct city){ .reg = zp_registry_new() };
	t->a = zp_arena_new();
	places(t);
	people(t);
	assert_true(zp_registry_link(t->reg, &rep));
	zp_report_fini(&rep);
	zp_policy_init(&t->p);
	t->p.cal = &t->cal;
	t->w = zp_world_new(t->reg);
	cases(t);
}

static void close_city(struct city *t)
{
	zp_world_free(t->w);
	zp_registry_free(t->reg);
	zp_arena_free(t->a);
}

static struct zp_view *view(struct city *t, uint32_t n)
{
	struct zp_wall now;

	assert_true(zp_wall_parse("2026-03-10T09:00:00+08:00", &now));
	return zp_world_view(t->w, t->no, n, now, &t->p, t->a);
}

static void a_batch_fits_in_its_budget(void **state)
{
	struct zp_buf text = { 0 }, record = { 0 };
	struct city t;
	struct zp_view *v;
	const struct zp_plan *pl;

	(void)state;
	open_city(&t);
	v = view(&t, CASES);
	pl = zp_decide(v, &t.p, t.a);
	assert_int_equal(CASES, pl->n);
	zp_view_print(v, &text);
	for (uint32_t i = 0; i < pl->n; i++) {
		assert_true(pl->at[i].lead >= 0);
		zp_explain_record(v, &t.p, &pl->at[i], &record);
	}
	assert_in_range(zp_arena_used(t.a), 1, 3 << 19);
	assert_in_range(text.n, 1, 128 << 10);
	assert_in_range(record.n, 1, CASES * (5 << 9));
	zp_buf_fini(&text);
	zp_buf_fini(&record);
	close_city(&t);
}

/* Five times the cases take no more than five times the memory. */
static void memory_is_linear_in_cases(void **state)
{
	size_t used[2];
	struct city t;

	(void)state;
	open_city(&t);
	for (int k = 0; k < 2; k++) {
		struct zp_view *v;

		zp_arena_reset(t.a);
		v = view(&t, k == 0 ? CASES / 5 : CASES);
		assert_non_null(zp_decide(v, &t.p, t.a));
		used[k] = zp_arena_used(t.a);
	}
	assert_in_range(used[1], used[0], 5 * used[0] + 4096);
	close_city(&t);
}

/* A single case: only its own pool is stored with it. */
static void one_case_of_a_city_is_small(void **state)
{
	struct zp_buf text = { 0 };
	struct city t;

	(void)state;
	open_city(&t);
	zp_view_print(view(&t, 1), &text);
	assert_in_range(text.n, 1, 2 << 10);
	assert_in_range(zp_arena_used(t.a), 1, 96 << 10);
	zp_buf_fini(&text);
	close_city(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_fits_in_its_budget),
		cmocka_unit_test(memory_is_linear_in_cases),
		cmocka_unit_test(one_case_of_a_city_is_small),
	};

	return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
