/* tests/engine/support_county.c - see support_county.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_county.h"

static const char *const regions[] = {
	"code=3408; name=安庆市; level=city",
	"code=340822; name=怀宁县; level=county; parent_code=3408", NULL };
static const char *const centres[] = {
	"code=CA; name=安庆市法律援助中心; level=city; region_code=3408",
	"code=CB; name=怀宁县法律援助中心; level=county; "
	    "region_code=340822", NULL };
static const char *const organs[] = {
	"code=CT; name=怀宁县人民法院; kind=court; level=basic; "
	    "region_code=340822", NULL };
static const char *const firms[] = {
	"code=FA; name=皖江律师事务所; kind=law_firm; region_code=340822",
	"code=FB; name=独秀律师事务所; kind=law_firm; region_code=340822",
	"code=FC; name=怀宁县法律援助中心; kind=centre; region_code=340822",
	NULL };
static const char *const matters[] = {
	"code=CR-DEF; name=刑事辩护; category=criminal; specialty=criminal; "
	    "level_jurisdiction=f",
	"code=CV-LABOUR; name=劳动报酬; category=civil; specialty=labour; "
	    "level_jurisdiction=f", NULL };
#define RIPE "practice_since=2010-01-01; criminal_since=2010-01-01; " \
	"languages=zh; status=active; joined_on=2015-01-01; "
#define HERE RIPE "centre_code=CB; region_code=340822; "
static const char *const counsel[] = {
	HERE "licence_no=G1; name=葛红; gender=f; kind=grassroots_worker; "
	    "firm_code=FC; specialties=labour",
	HERE "licence_no=L1; name=李明; gender=m; kind=lawyer; firm_code=FA; "
	    "specialties=criminal; minor_qualified=t",
	HERE "licence_no=L2; name=林静; gender=f; kind=lawyer; firm_code=FA; "
	    "specialties=labour; wants_pairing=t",
	HERE "licence_no=L3; name=卢刚; gender=m; kind=lawyer; firm_code=FB; "
	    "specialties=criminal",
	RIPE "licence_no=L9; name=陆远; gender=m; kind=lawyer; firm_code=FB; "
	    "centre_code=CA; region_code=3408; specialties=criminal",
	HERE "licence_no=S1; name=孙平; gender=f; kind=staff_lawyer; "
	    "firm_code=FC; specialties=labour",
	HERE "licence_no=V1; name=魏欣; gender=f; kind=volunteer; "
	    "firm_code=FC", NULL };

static void set(struct zt_county *t, enum zp_table_id id, void *row,
    const char *facts)
{
	const struct zp_table *tab = zp_table_get(id);

	while (*facts != '\0') {
		size_t n = strcspn(facts, ";"), key = strcspn(facts, "=");
		struct zp_field_error err;
		char name[40];
		int col;

		snprintf(name, sizeof(name), "%.*s", (int)key, facts);
		col = zp_table_col(tab, name);
		if (col < 0)
			fail_msg("no column %s in %s", name, tab->name);
		if (!zp_field_parse(&tab->col[col], facts + key + 1,
		    n - key - 1, row, t->reg->arena, &err))
			fail_msg("%s: %s", facts, err.text[ZP_EN]);
		facts += n;
		facts += strspn(facts, "; ");
	}
}

static void load(struct zt_county *t, enum zp_table_id id,
    const char *const *facts)
{
	const struct zp_table *tab = zp_table_get(id);
	uint32_t n = 0;
	char *rows;

	while (facts[n] != NULL)
		n++;
	rows = zp_arena_calloc(t->reg->arena, n, tab->size);
	for (uint32_t i = 0; i < n; i++) {
		zp_row_clear(tab, rows + i * tab->size);
		set(t, id, rows + i * tab->size, facts[i]);
	}
	zp_registry_set(t->reg, id, rows, n);
}

struct zt_county *zt_county_new(void)
{
	struct zt_county *t = zp_xcalloc(1, sizeof(*t));
	struct zp_report rep = { 0 };

	t->reg = zp_registry_new();
	t->a = zp_arena_new();
	load(t, ZP_T_REGIONS, regions);
	load(t, ZP_T_CENTRES, centres);
	load(t, ZP_T_ORGANS, organs);
	load(t, ZP_T_FIRMS, firms);
	load(t, ZP_T_MATTERS, matters);
	load(t, ZP_T_COUNSEL, counsel);
	assert_true(zp_registry_link(t->reg, &rep));
	zp_report_fini(&rep);
	zp_policy_init(&t->p);
	t->p.cal = &t->cal;
	t->p.w_load = 1000;
	t->p.w_specialty = 6000;
	t->p.w_distance = 2000;
	t->p.w_quality = t->p.w_experience = 0;
	snprintf(t->p.rule_set, sizeof(t->p.rule_set), "0123456789abcdef%s",
	    "rest");
	t->w = zp_world_new(t->reg);
	return t;
}

void zt_county_free(struct zt_county *t)
{
	zp_world_free(t->w);
	zp_registry_free(t->reg);
	zp_arena_free(t->a);
	free(t);
}

void zt_county_case(struct zt_county *t, const char *facts)
{
	struct zp_case c;

	zp_row_clear(zp_table_get(ZP_T_CASES), &c);
	set(t, ZP_T_CASES, &c, "approved_at=2026-03-10T08:00:00+08:00; "
	    "received_centre=CB; organ_code=CT; region_code=340822; "
	    "matter_code=CR-DEF; source=application; stage=first_instance; "
	    "language=zh");
	set(t, ZP_T_CASES, &c, facts);
	zp_world_case(t->w, &c, ZP_CS_APPROVED,
	    zp_registry_find(t->reg, ZP_T_CENTRES, "CB"), ZP_WALL_NONE);
	t->no[t->n++] = c.case_no;
}

void zt_county_past(struct zt_county *t, const char *licence, int cases)
{
	for (int k = 0; k < cases; k++) {
		struct zp_assignment a;
		struct zp_case c;
		char no[24];

		zp_row_clear(zp_table_get(ZP_T_CASES), &c);
		zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &a);
		snprintf(no, sizeof(no), "%s-%03d", licence, k);
		c.case_no = a.case_no = no;
		c.matter_code = "CV-LABOUR";
		a.licence_no = licence;
		a.handling_centre = "CB";
		a.decided_at = zp_date_start(zp_date_of(2026, 2, 1));
		a.ended_at = zp_date_start(zp_date_of(2026, 2, 20));
		a.end_reason = ZP_END_CLOSED;
		zp_world_case(t->w, &c, ZP_CS_CLOSED, 1, ZP_WALL_NONE);
		zp_world_assign(t->w, &a, &t->p);
	}
}

struct zp_plan *zt_county_decide(struct zt_county *t)
{
	struct zp_wall now;

	assert_true(zp_wall_parse("2026-03-10T09:00:00+08:00", &now));
	t->v = zp_world_view(t->w, t->no, t->n, now, &t->p, t->a);
	return zp_decide(t->v, &t->p, t->a);
}

int32_t zt_county_person(const struct zt_county *t, const char *licence)
{
	return zp_registry_find(t->reg, ZP_T_COUNSEL, licence);
}
