/* tests/rules/support_city.c - see support_city.h. */
#include "support_city.h"

static const char *const regions[] = {
	"code=34; name=省; level=province",
	"code=3408; name=市; level=city; parent_code=34",
	"code=340800100; name=直属镇; level=township; parent_code=3408",
	"code=340801; name=甲县; level=county; parent_code=3408",
	"code=340801100; name=甲镇; level=township; parent_code=340801",
	"code=340802; name=乙县; level=county; parent_code=3408",
	"code=340803; name=丙县; level=county; parent_code=3408",
	"code=340871001; name=开发区; level=zone; parent_code=3408; "
	    "served_by=340801", NULL };
static const char *const centres[] = {
	"code=C0; name=市中心; level=city; region_code=3408",
	"code=CA; name=甲中心; level=county; region_code=340801",
	"code=CB; name=乙中心; level=county; region_code=340802", NULL };
static const char *const organs[] = {
	"code=CTA; name=甲县人民法院; kind=court; level=basic; "
	    "region_code=340801",
	"code=CTB; name=乙县人民法院; kind=court; level=basic; "
	    "region_code=340802",
	"code=CTH; name=高级人民法院; kind=court; level=high; region_code=34",
	"code=CTI; name=中级人民法院; kind=court; level=intermediate; "
	    "region_code=3408",
	"code=PRI; name=市检察院; kind=procuratorate; level=intermediate; "
	    "region_code=3408", NULL };
static const char *const firms[] = {
	"code=FA; name=甲律师所; kind=law_firm; region_code=340801",
	"code=FB; name=乙律师所; kind=law_firm; region_code=340801",
	"code=FC; name=丙律师所; kind=law_firm; region_code=340802",
	"code=GA; name=甲法律服务所; kind=grassroots_office; "
	    "region_code=340801",
	"code=GB; name=乙法律服务所; kind=grassroots_office; "
	    "region_code=340802",
	"code=SA; name=甲中心; kind=centre; region_code=340801",
	"code=SB; name=乙中心; kind=centre; region_code=340802", NULL };
static const char *const matters[] = {
	"code=AD-LEVEL; name=征地; category=administrative; "
	    "specialty=administrative; level_jurisdiction=t",
	"code=AD-OTHER; name=行政; category=administrative; "
	    "specialty=administrative; level_jurisdiction=f",
	"code=CR-COMPULSORY; name=强制医疗; category=criminal; "
	    "specialty=criminal; level_jurisdiction=f",
	"code=CR-DEF; name=辩护; category=criminal; specialty=criminal; "
	    "level_jurisdiction=f",
	"code=CR-SEXUAL; name=性侵害; category=criminal; "
	    "specialty=criminal; level_jurisdiction=f",
	"code=CR-VICTIM; name=被害人; category=criminal; "
	    "specialty=criminal; level_jurisdiction=f",
	"code=CV-LABOUR; name=劳动; category=civil; specialty=labour; "
	    "level_jurisdiction=f",
	"code=CV-LAND; name=土地; category=civil; specialty=land; "
	    "level_jurisdiction=t", NULL };
#define RIPE "gender=m; practice_since=2010-01-01; " \
	"criminal_since=2010-01-01; languages=zh; status=active; "
static const char *const counsel[ZT_COUNSEL + 1] = {
	RIPE "licence_no=G1; name=工; kind=grassroots_worker; firm_code=GA; "
	    "centre_code=CA; region_code=340801",
	RIPE "licence_no=G2; name=作; kind=grassroots_worker; firm_code=GA; "
	    "centre_code=CA; region_code=340801",
	RIPE "licence_no=L1; name=甲; kind=lawyer; firm_code=FA; "
	    "centre_code=CA; region_code=340801",
	RIPE "licence_no=L2; name=乙; kind=lawyer; firm_code=FA; "
	    "centre_code=CA; region_code=340801",
	RIPE "licence_no=L3; name=丙; kind=lawyer; firm_code=FB; "
	    "centre_code=CA; region_code=340801",
	RIPE "licence_no=L4; name=丁; kind=lawyer; firm_code=FC; "
	    "centre_code=CB; region_code=340802",
	RIPE "licence_no=L5; name=戊; kind=lawyer; firm_code=FC; "
	    "centre_code=CB; region_code=340802",
	RIPE "licence_no=S1; name=己; kind=staff_lawyer; firm_code=SA; "
	    "centre_code=CA; region_code=340801",
	RIPE "licence_no=S2; name=庚; kind=staff_lawyer; firm_code=SA; "
	    "centre_code=CA; region_code=340801",
	RIPE "licence_no=V1; name=辛; kind=volunteer; firm_code=FA; "
	    "centre_code=CA; region_code=340801", NULL };

struct zp_date zt_date(const char *s)
{
	struct zp_date d;

	if (s == NULL || s[0] == '\0')
		return ZP_DATE_NONE;
	assert_true(zp_date_parse(s, &d));
	return d;
}

struct zp_wall zt_wall(const char *s)
{
	struct zp_wall w;

	assert_true(zp_wall_parse(s, &w));
	return w;
}

static void set_column(struct zt_city *t, const struct zp_col *c, void *row,
    const char *s, size_t n)
{
	struct zp_field_error err;

	if (!zp_field_parse(c, s, n, row, t->a, &err))
		fail_msg("%s=%.*s: %s", c->name, (int)n, s, err.text[ZP_EN]);
}

/* A row with every column empty, as far as it may be. */
static void set_empty(struct zt_city *t, const struct zp_table *tab,
    void *row)
{
	struct zp_field_error err;

	memset(row, 0, tab->size);
	for (size_t i = 0; i < tab->cols; i++)
		if (!zp_field_parse(&tab->col[i], "", 0, row, t->a, &err) &&
		    tab->col[i].type <= ZP_COL_TEXT)
			*(const char **)(void *)((char *)row +
			    tab->col[i].offset) = "";
}

void zt_set(struct zt_city *t, enum zp_table_id id, void *row,
    const char *facts)
{
	const struct zp_table *tab = zp_table_get(id);

	while (*facts != '\0') {
		const char *eq = strchr(facts, '=');
		size_t n = strcspn(facts, ";");
		char name[40];
		int col;

		assert_non_null(eq);
		snprintf(name, sizeof(name), "%.*s", (int)(eq - facts),
		    facts);
		col = zp_table_col(tab, name);
		if (col < 0)
			fail_msg("no column %s in %s", name, tab->name);
		set_column(t, &tab->col[col], row, eq + 1,
		    (size_t)(facts + n - eq) - 1);
		facts += n;
		facts += strspn(facts, "; ");
	}
}

static void load(struct zt_city *t, enum zp_table_id id,
    const char *const *facts)
{
	const struct zp_table *tab = zp_table_get(id);
	uint32_t n = 0;
	char *rows;

	while (facts[n] != NULL)
		n++;
	rows = zp_arena_calloc(t->a, n, tab->size);
	for (uint32_t i = 0; i < n; i++) {
		set_empty(t, tab, rows + i * tab->size);
		zt_set(t, id, rows + i * tab->size, facts[i]);
	}
	zp_registry_set(t->reg, id, rows, n);
}

struct zt_city *zt_city_new(void)
{
	struct zp_registry *reg = zp_registry_new();
	struct zt_city *t = zp_arena_calloc(reg->arena, 1, sizeof(*t));
	struct zp_report rep = { 0 };

	t->a = reg->arena;
	t->reg = reg;
	load(t, ZP_T_REGIONS, regions);
	load(t, ZP_T_CENTRES, centres);
	load(t, ZP_T_ORGANS, organs);
	load(t, ZP_T_FIRMS, firms);
	load(t, ZP_T_MATTERS, matters);
	load(t, ZP_T_COUNSEL, counsel);
	assert_true(zp_registry_link(reg, &rep));
	zp_report_fini(&rep);
	zp_policy_init(&t->p);
	t->p.cal = &t->cal;
	t->v = (struct zp_view){ .reg = reg, .cal = &t->cal,
		.now = zt_wall("2026-03-10T09:00:00+08:00"), .at = &t->vc,
		.n = 1, .counsel = t->st };
	t->vc.link = t->link;
	for (int i = 0; i < ZT_COUNSEL; i++)
		set_empty(t, zp_table_get(ZP_T_COUNSEL_STATE), &t->st[i]);
	for (int i = 0; i < ZT_COUNSEL; i++)
		t->st[i].undertaken = 0;
	set_empty(t, zp_table_get(ZP_T_CASES), &t->vc.c);
	zt_case(t, "case_no=N1; approved_at=2026-03-10T08:00:00+08:00; "
	    "received_centre=CA; organ_code=CTA; region_code=340801; "
	    "matter_code=CV-LABOUR; source=application; "
	    "stage=first_instance; recipient_id=P1; language=zh");
	return t;
}

void zt_city_free(struct zt_city *t)
{
	zp_registry_free(t->reg);
}

void zt_case(struct zt_city *t, const char *facts)
{
	struct zp_case *c = &t->vc.c;

	zt_set(t, ZP_T_CASES, c, facts);
	t->vc.organ = zp_registry_find(t->reg, ZP_T_ORGANS, c->organ_code);
	t->vc.region = zp_registry_find(t->reg, ZP_T_REGIONS,
	    c->region_code);
	t->vc.matter = zp_registry_find(t->reg, ZP_T_MATTERS,
	    c->matter_code);
	t->vc.received = zp_registry_find(t->reg, ZP_T_CENTRES,
	    c->received_centre);
	t->vc.handling = zp_registry_find(t->reg, ZP_T_CENTRES, "CA");
}

int32_t zt_index(const struct zt_city *t, const char *licence)
{
	int32_t i = zp_registry_find(t->reg, ZP_T_COUNSEL, licence);

	assert_true(i >= 0);
	return i;
}

struct zp_counsel *zt_counsel(struct zt_city *t, const char *licence,
    const char *facts)
{
	struct zp_counsel *c = &t->reg->counsel[zt_index(t, licence)];

	zt_set(t, ZP_T_COUNSEL, c, facts);
	c->region = zp_registry_find(t->reg, ZP_T_REGIONS, c->region_code);
	c->firm = zp_registry_find(t->reg, ZP_T_FIRMS, c->firm_code);
	c->centre = zp_registry_find(t->reg, ZP_T_CENTRES, c->centre_code);
	return c;
}

void zt_link(struct zt_city *t, const char *facts)
{
	struct zp_link *l = &t->link[t->vc.links++];

	assert_true(t->vc.links <= ZT_LINKS);
	set_empty(t, zp_table_get(ZP_T_LINKS), l);
	zt_set(t, ZP_T_LINKS, l, facts);
	l->case_no = t->vc.c.case_no;
	l->counsel = zp_registry_find(t->reg, ZP_T_COUNSEL, l->licence_no);
	l->batch = -1;
}

void zt_leave(struct zt_city *t, const char *licence, const char *spans)
{
	struct zp_counsel *c = &t->reg->counsel[zt_index(t, licence)];
	struct zp_leave *l = zp_arena_calloc(t->a, 8, sizeof(*l));

	c->leave = l;
	while (*spans != '\0') {
		char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT];

		assert_int_equal(2, sscanf(spans, "%10[0-9-]/%10[0-9-]", from,
		    to));
		*l++ = (struct zp_leave){ licence, zt_date(from),
			zt_date(to), "", zt_index(t, licence) };
		c->leave_n++;
		spans += strcspn(spans, " ");
		spans += strspn(spans, " ");
	}
}

void zt_today(struct zt_city *t, struct zp_date d)
{
	t->v.now = zp_date_start(d);
	t->v.now.us += ZP_SEC(9 * 3600).us;
}
