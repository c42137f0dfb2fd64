/* tests/sample/gen_registry.c - the invented city's places and people. */
#include "gen.h"

void gen_city(struct gen *g)
{
	static const struct county four[] = {
		{ "990102", "青溪区", 34, 11, 2, 1 },
		{ "990121", "平岗县", 28, 8, 2, 3 },
		{ "990122", "石桥县", 18, 5, 1, 2 },
		{ "990123", "白鹭县", 20, 6, 2, 2 },
	};

	g->city = (struct county){ CITY, "云川市", 0, 9, 3, 0 };
	g->county = four;
	g->counties = ZP_COUNT(four);
}

void gen_counties(struct gen *g, uint32_t n, uint32_t people)
{
	struct county *c = zp_arena_calloc(g->a, n, sizeof(*c));

	for (uint32_t i = 0; i < n; i++)
		c[i] = (struct county){ gen_text(g, "9902%02u", i + 1),
		    gen_text(g, "第%02u县", i + 1), 1 + i % 3,
		    people * (4 + i % 3) / 6, people / 18,
		    people / 8 };
	g->city = (struct county){ CITY, "云川市", 0, people, people / 15,
	    0 };
	g->county = c;
	g->counties = n;
}

/* A city's instances and appeals come from all its counties. */
void gen_province(struct gen *g)
{
	gen_counties(g, 99, 90);
	g->city.lawyers = 940;
	g->city.staff = 60;
}

static const char *join(struct gen *g, const char *prefix, const char *code)
{
	return gen_text(g, "%s%s", prefix, code);
}

static void region(struct gen *g, const char *code, const char *name,
    enum zp_region_level level, const char *parent)
{
	struct zp_region *r = gen_row(g, ZP_T_REGIONS);

	r->code = code;
	r->name = name;
	r->level = level;
	r->parent_code = parent;
	if (level == ZP_ZONE)				/* J5 */
		r->served_by = g->county[0].code;
	else if (level == ZP_TOWNSHIP)
		r->served_by = parent;
}

static void regions(struct gen *g)
{
	region(g, "990000", "澜江省", ZP_PROVINCE, "");
	region(g, CITY, "云川市", ZP_CITY, "990000");
	for (uint32_t i = 0; i < g->counties; i++)
		region(g, g->county[i].code, g->county[i].name, ZP_COUNTY,
		    CITY);
	region(g, ZONE, "云川高新区", ZP_ZONE, CITY);
	region(g, TOWNSHIP, "平岗县柳湾镇", ZP_TOWNSHIP, g->county[1].code);
}

static void centre(struct gen *g, const char *code, const char *name,
    enum zp_centre_level level, int32_t target)
{
	struct zp_centre *c = gen_row(g, ZP_T_CENTRES);
	struct zp_firm *f = gen_row(g, ZP_T_FIRMS);

	c->code = join(g, "C", code);
	c->name = f->name = gen_text(g, "%s法律援助中心", name);
	c->level = level;
	c->region_code = f->region_code = code;
	c->annual_target = target;
	f->code = join(g, "S", code);
	f->kind = ZP_FIRM_CENTRE;
}

static void organs(struct gen *g, const char *code, const char *name,
    enum zp_organ_level level)
{
	static const struct { const char *prefix, *suffix;
		enum zp_organ_kind kind; } row[] = {
		{ "COURT", "人民法院", ZP_COURT },
		{ "PROC", "人民检察院", ZP_PROCURATORATE },
		{ "POL", "公安局", ZP_POLICE },
		{ "DET", "看守所", ZP_DETENTION },
		{ "ARB", "劳动人事争议仲裁委员会", ZP_ORGAN_OTHER },
	};

	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_organ *o = gen_row(g, ZP_T_ORGANS);

		o->code = join(g, row[i].prefix, code);
		o->name = gen_text(g, "%s%s%s", name, row[i].kind == ZP_COURT &&
		    level == ZP_INTERMEDIATE ? "中级" : "", row[i].suffix);
		o->kind = row[i].kind;
		o->level = level;
		o->region_code = code;
	}
}

static void firm(struct gen *g, const char *region_code, uint32_t i)
{
	static const char *const name[] = { "衡正", "若水", "知白", "守望",
		"同舟", "明德", "远帆", "秉公", "长青", "正言", "九章",
		"惠民" };
	struct zp_firm *f = gen_row(g, ZP_T_FIRMS);

	f->code = gen_text(g, "F%s%02u", region_code, i);
	f->name = gen_text(g, "云川%s律师事务所%s",
	    name[g->table[ZP_T_FIRMS].n % ZP_COUNT(name)],
	    i > 0 ? "分所" : "");
	f->kind = ZP_LAW_FIRM;
	f->region_code = region_code;
}

static void office(struct gen *g, const struct county *c)
{
	struct zp_firm *f = gen_row(g, ZP_T_FIRMS);

	f->code = join(g, "G", c->code);
	f->name = gen_text(g, "%s基层法律服务所", c->name);
	f->kind = ZP_GRASSROOTS_OFFICE;
	f->region_code = c->code;
}

static void matters(struct gen *g)
{
	static const struct { const char *code, *name, *specialty;
		enum zp_category category; bool level; } row[] = {
		{ "CR-DEF", "刑事辩护", "criminal", ZP_CRIMINAL, false },
		{ "CR-VICTIM", "被害人代理", "criminal", ZP_CRIMINAL, false },
		{ "CR-COMPULSORY", "强制医疗代理", "criminal", ZP_CRIMINAL,
		    false },
		{ "CV-LABOUR", "劳动报酬", "labour", ZP_CIVIL, false },
		{ "CV-SUPPORT", "赡养抚养扶养", "family", ZP_CIVIL, false },
		{ "CV-ABUSE", "家庭暴力", "family", ZP_CIVIL, false },
		{ "CV-INJURY", "工伤交通事故", "injury", ZP_CIVIL, false },
		{ "CV-MEDICAL", "医疗纠纷", "injury", ZP_CIVIL, true },
		{ "CV-LAND", "土地承包", "land", ZP_CIVIL, true },
		{ "CV-ENV", "环境污染", "environment", ZP_CIVIL, true },
		{ "CV-SOCIAL", "社会保险", "labour", ZP_CIVIL, false },
		{ "AD-COMP", "国家赔偿", "administrative", ZP_ADMINISTRATIVE,
		    true },
		{ "AD-DEMOLITION", "征地拆迁", "administrative",
		    ZP_ADMINISTRATIVE, true },
	};

	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct zp_matter *m = gen_row(g, ZP_T_MATTERS);

		m->code = row[i].code;
		m->name = row[i].name;
		m->category = row[i].category;
		m->specialty = row[i].specialty;
		m->level_jurisdiction = row[i].level;
	}
}

static void station(struct gen *g, const char *region_code, const char *name,
    const char *organ, bool phone)
{
	struct zp_station *s = gen_row(g, ZP_T_STATIONS);

	s->organ_code = join(g, organ, region_code);
	s->code = gen_text(g, "ST-%s%s", phone ? "CALL" : organ, region_code);
	s->name = gen_text(g, "%s%s工作站", name, phone ? "节假日电话值班" :
	    organ[0] == 'D' ? "看守所" : organ[0] == 'P' ? "检察院" : "法院");
	s->region_code = region_code;
	s->mode = ZP_ROTATION;
	s->way = phone ? ZP_PHONE : ZP_ONSITE;
	s->open_on = phone ? ZP_DAYS_OFF : ZP_WORKING_DAYS;
	s->shifts = organ[0] == 'D' && !phone ? 3 : 4;
	s->posts = 1;
}

static void stations(struct gen *g, const char *code, const char *name)
{
	station(g, code, name, "COURT", false);
	station(g, code, name, "DET", false);
	station(g, code, name, "DET", true);
	if (g->counties > 4)		/* people enough */
		station(g, code, name, "PROC", false);
}

/* Years of practice, specialties, languages: what makes people differ. */
static void experience(struct gen *g, struct zp_counsel *c)
{
	static const char *const specialty[] = { "criminal", "labour",
		"family", "injury", "land", "administrative", "environment" };
	uint32_t years = 1 + gen_below(g, 24), n = 1 + gen_below(g, 3);
	uint32_t at = gen_below(g, ZP_COUNT(specialty));

	c->practice_since = gen_date(g, zp_date_of(2025 - (int)years, 1, 1),
	    365);
	if (c->kind != ZP_GRASSROOTS && !gen_once_in(g, 6)) {
		c->criminal_since = gen_date(g, c->practice_since, 700);
		gen_list_add(g, &c->specialties, "criminal");
		at = 1 + at % (ZP_COUNT(specialty) - 1);
		n--;
	}
	for (uint32_t i = 0; i < n; i++)
		gen_list_add(g, &c->specialties, specialty[1 + (at + i) %
		    (ZP_COUNT(specialty) - 1)]);
	gen_list_add(g, &c->languages, "zh");
	if (gen_once_in(g, 12))
		gen_list_add(g, &c->languages, "sgn");
	c->expert = years > 12 && gen_once_in(g, 3);
	c->minor_qualified = gen_once_in(g, 3);
	c->wants_pairing = gen_once_in(g, years < 6 ? 2 : 5);
	c->quality = (int32_t)(62 + gen_below(g, 37));
}

static struct zp_counsel *counsel(struct gen *g, const char *region_code,
    enum zp_counsel_kind kind, const char *firm_code)
{
	struct zp_counsel *c = gen_row(g, ZP_T_COUNSEL);
	int year;

	c->gender = gen_once_in(g, 2) ? ZP_FEMALE : ZP_MALE;
	c->name = gen_person(g, c->gender == ZP_FEMALE);
	c->kind = kind;
	c->firm_code = firm_code;
	c->centre_code = join(g, "C", region_code);
	c->region_code = region_code;
	experience(g, c);
	zp_date_split(c->practice_since, &year, NULL, NULL);
	c->licence_no = gen_text(g, "1%s%04d%07u", region_code, year,
	    g->table[ZP_T_COUNSEL].n);
	c->duty_trained_on = gen_once_in(g, 8) ? ZP_DATE_NONE :
	    zp_date_of(2025, 12, 1);
	c->annual_cap = gen_once_in(g, 4) ? 20 + 10 * (int32_t)
	    gen_below(g, 4) : -1;
	c->joined_on = zp_date_of(2024, 1, 1);
	if (kind == ZP_GRASSROOTS)
		gen_list_add(g, &c->area, region_code);
	return c;
}

static void people(struct gen *g, const struct county *c)
{
	uint32_t firms = c->lawyers > 40 ? c->lawyers / 10 :
	    c->lawyers > 5 ? 4 : 3;

	for (uint32_t i = 0; i < firms; i++)
		firm(g, c->code, i);
	for (uint32_t i = 0; i < c->lawyers; i++)
		counsel(g, c->code, ZP_LAWYER, gen_text(g, "F%s%02u",
		    c->code, i % firms));
	for (uint32_t i = 0; i < c->staff; i++)
		counsel(g, c->code, ZP_STAFF_LAWYER, join(g, "S", c->code));
	office(g, c);
	for (uint32_t i = 0; i < c->workers; i++)
		counsel(g, c->code, ZP_GRASSROOTS, join(g, "G", c->code));
}

/* The few who stand for a rule each, by position in counsel.csv. */
static void exceptions(struct gen *g)
{
	struct zp_counsel *c = g->table[ZP_T_COUNSEL].at;

	c[3].status = ZP_SUSPENDED;				/* Q18 */
	c[14].status = ZP_LEFT;
	gen_list_add(g, &c[5].former_organ, "COURT990102");	/* C11 */
	c[5].former_left_on = zp_date_of(2024, 9, 30);
	gen_list_add(g, &c[17].former_organ, "PROC990121");
	c[17].former_left_on = zp_date_of(2015, 3, 1);
	gen_list_add(g, &c[8].relatives_at, "COURT990102");	/* C12 */
	gen_list_add(g, &c[20].relatives_at, "COURT990121");
	gen_list_add(g, &c[9].relatives, c[21].licence_no);	/* C10 */
	c[11].joined_on = zp_date_of(2026, 6, 1);		/* T9 */
	c[11].pool_from = c[11].joined_on;			/* S11 */
	c[24].pool_to = zp_date_of(2026, 8, 31);
	c[12].annual_cap = 5;					/* T1 */
	gen_list_add(g, &c[26].area, TOWNSHIP);			/* Q13 */
}

static void leaves(struct gen *g)
{
	static const char *const why[] = { "年假", "病假", "事假", "出差",
		"培训" };
	const struct zp_counsel *c = g->table[ZP_T_COUNSEL].at;

	for (uint32_t i = 0; i < g->table[ZP_T_COUNSEL].n; i++) {
		struct zp_leave *l;

		if (!gen_once_in(g, 2))
			continue;
		l = gen_row(g, ZP_T_LEAVE);
		l->licence_no = c[i].licence_no;
		l->starts_on = gen_date(g, zp_date_of(2026, 1, 5), 330);
		l->ends_on = gen_date(g, l->starts_on, 45);
		l->reason = why[gen_below(g, ZP_COUNT(why))];
	}
}

void gen_registry(struct gen *g)
{
	struct zp_counsel *volunteer;

	regions(g);
	centre(g, CITY, "云川市", ZP_CENTRE_CITY, 30);
	organs(g, CITY, "云川市", ZP_INTERMEDIATE);
	stations(g, CITY, "云川市");
	for (uint32_t i = 0; i < g->counties; i++) {
		const struct county *c = &g->county[i];

		centre(g, c->code, c->name, ZP_CENTRE_COUNTY,
		    (int32_t)c->weight * 4);
		organs(g, c->code, c->name, ZP_BASIC);
		stations(g, c->code, c->name);
	}
	people(g, &g->city);
	for (uint32_t i = 0; i < g->counties; i++)
		people(g, &g->county[i]);
	volunteer = counsel(g, CITY, ZP_VOLUNTEER, "");		/* Q15 */
	volunteer->criminal_since = ZP_DATE_NONE;
	exceptions(g);
	leaves(g);
	matters(g);
}
