/* tests/engine/support_list.c - see support_list.h. */
#include <stdio.h>
#include <stdlib.h>

#include "support_list.h"
#include "support_random.h"

static void *rows(struct zt_list *t, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *tab = zp_table_get(id);
	char *at = zp_arena_calloc(t->reg->arena, n, tab->size);

	for (uint32_t k = 0; k < n; k++)
		zp_row_clear(tab, at + k * tab->size);
	return at;
}

static const char *name(struct zt_list *t, const char *form, uint32_t k)
{
	char s[24];

	snprintf(s, sizeof(s), "%s%02u", form, k);
	return zp_arena_strdup(t->reg->arena, s);
}

static void set_place(struct zt_list *t)
{
	struct zp_region *r = rows(t, ZP_T_REGIONS, 1);
	struct zp_centre *c = rows(t, ZP_T_CENTRES, 1);
	struct zp_matter *m = rows(t, ZP_T_MATTERS, 2);

	r->code = r->name = "340822";
	r->level = ZP_COUNTY;
	c->code = c->name = "CB";
	c->level = ZP_CENTRE_CITY;
	c->region_code = "340822";
	m[0].code = m[0].name = "CR";
	m[1].code = m[1].name = "CV";
	m[1].category = ZP_CIVIL;
	zp_registry_set(t->reg, ZP_T_REGIONS, r, 1);
	zp_registry_set(t->reg, ZP_T_CENTRES, c, 1);
	zp_registry_set(t->reg, ZP_T_ORGANS, rows(t, ZP_T_ORGANS, 0), 0);
	zp_registry_set(t->reg, ZP_T_MATTERS, m, 2);
}

static void set_firms(struct zt_list *t, uint32_t n)
{
	struct zp_firm *f = rows(t, ZP_T_FIRMS, n);

	for (uint32_t k = 0; k < n; k++) {
		f[k].code = f[k].name = name(t, "F", k);
		f[k].region_code = "340822";
	}
	zp_registry_set(t->reg, ZP_T_FIRMS, f, n);
}

struct zt_list *zt_list_new(uint32_t people, uint32_t firms,
    void (*change)(struct zp_counsel *c, uint32_t k, void *arg), void *arg)
{
	struct zt_list *t = zp_xcalloc(1, sizeof(*t));
	struct zp_report rep = { 0 };
	struct zp_counsel *c;

	if (firms == 0)
		firms = people;
	t->reg = zp_registry_new();
	t->a = zp_arena_new();
	set_place(t);
	set_firms(t, firms);
	c = rows(t, ZP_T_COUNSEL, people);
	for (uint32_t k = 0; k < people; k++) {
		c[k].licence_no = c[k].name = name(t, "L", k);
		c[k].firm_code = name(t, "F", k % firms);
		c[k].centre_code = "CB";
		c[k].region_code = "340822";
		c[k].practice_since = c[k].criminal_since = c[k].joined_on =
		    zp_date_of(2010, 1, 1);
		if (change != NULL)
			change(&c[k], k, arg);
	}
	zp_registry_set(t->reg, ZP_T_COUNSEL, c, people);
	assert_true(zp_registry_link(t->reg, &rep));
	zp_report_fini(&rep);
	zp_policy_init(&t->p);
	t->p.cal = &t->cal;
	snprintf(t->p.rule_set, sizeof(t->p.rule_set), "0123456789abcdef");
	t->w = zp_world_new(t->reg);
	t->now = zp_date_start(zp_date_of(2026, 1, 5));
	return t;
}

void zt_list_free(struct zt_list *t)
{
	zp_world_free(t->w);
	zp_registry_free(t->reg);
	zp_arena_free(t->a);
	free(t);
}

void zt_list_case(struct zt_list *t, const char *matter,
    const struct zp_case *facts)
{
	struct zp_case c;
	char no[16];

	zp_row_clear(zp_table_get(ZP_T_CASES), &c);
	if (facts != NULL)
		c = *facts;
	snprintf(no, sizeof(no), "K%06u", t->cases++);
	c.case_no = no;
	if (c.recipient_id[0] == '\0')
		c.recipient_id = no;
	c.matter_code = matter;
	c.region_code = "340822";
	c.approved_at = t->now;
	zp_world_case(t->w, &c, ZP_CS_APPROVED, 0, ZP_WALL_NONE);
}

const struct zp_plan *zt_list_decide(struct zt_list *t, uint32_t n)
{
	const char **no;
	struct zp_plan *pl;

	zp_arena_reset(t->a);
	t->now.us += ZP_SEC(60).us;
	no = zp_arena_calloc(t->a, n, sizeof(*no));
	for (uint32_t k = 0; k < n; k++) {
		char text[16];

		snprintf(text, sizeof(text), "K%06u", t->cases - n + k);
		no[k] = zp_arena_strdup(t->a, text);
	}
	t->v = zp_world_view(t->w, no, n, t->now, &t->p, t->a);
	pl = zp_decide(t->v, &t->p, t->a);
	zp_world_apply(t->w, t->v, pl, &t->p, ZP_AUTO);
	return pl;
}

void zt_list_mixed(struct zp_counsel *c, uint32_t k, void *arg)
{
	uint64_t *seed = arg;

	(void)k;
	if (zt_roll(seed, 5) == 0)
		c->kind = ZP_GRASSROOTS;	/* no criminal cases */
	if (zt_roll(seed, 7) == 0)
		c->status = ZP_SUSPENDED;
	if (zt_roll(seed, 3) == 0)
		c->annual_cap = (int32_t)zt_roll(seed, 6);
	if (zt_roll(seed, 6) == 0)
		c->joined_on = zp_date_of(2026, 1, 5);
	if (zt_roll(seed, 4) == 0)
		c->criminal_since = c->practice_since =
		    zp_date_of(2025, 1, 1);
}
