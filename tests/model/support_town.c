/* tests/model/support_town.c - see support_town.h. */
#include <stdio.h>
#include <stdlib.h>
#include "support_town.h"
#include "zhipaid/ledger.h"

static void *rows(struct town *t, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *table = zp_table_get(id);
	char *at = zp_arena_calloc(t->reg->arena, n, table->size);

	for (uint32_t i = 0; i < n; i++)
		zp_row_clear(table, at + i * table->size);
	return at;
}

static const char *name(struct town *t, char letter, uint32_t k)
{
	char s[16];

	snprintf(s, sizeof(s), "%c%u", letter, k);
	return zp_arena_strdup(t->reg->arena, s);
}

static void places(struct town *t)
{
	struct zp_region *r = rows(t, ZP_T_REGIONS, 2);
	struct zp_centre *c = rows(t, ZP_T_CENTRES, 2);
	struct zp_firm *f = rows(t, ZP_T_FIRMS, 3);

	for (uint32_t k = 0; k < 2; k++) {
		r[k].code = name(t, 'R', k);
		r[k].name = r[k].code;
		r[k].level = k == 0 ? ZP_CITY : ZP_COUNTY;
		r[k].parent_code = k == 0 ? "" : "R0";
		c[k].code = name(t, 'C', k);
		c[k].name = c[k].code;
		c[k].level = k == 0 ? ZP_CENTRE_CITY : ZP_CENTRE_COUNTY;
		c[k].region_code = r[k].code;
	}
	for (uint32_t k = 0; k < 3; k++) {
		f[k].code = name(t, 'F', k);
		f[k].name = f[k].code;
		f[k].region_code = "R0";
	}
	zp_registry_set(t->reg, ZP_T_REGIONS, r, 2);
	zp_registry_set(t->reg, ZP_T_CENTRES, c, 2);
	zp_registry_set(t->reg, ZP_T_FIRMS, f, 3);
}

static void people(struct town *t)
{
	struct zp_counsel *c = rows(t, ZP_T_COUNSEL, TOWN_COUNSEL);
	struct zp_matter *m = rows(t, ZP_T_MATTERS, 2);

	for (uint32_t k = 0; k < TOWN_COUNSEL; k++) {
		c[k].licence_no = name(t, 'L', k);
		c[k].name = c[k].licence_no;
		c[k].firm_code = name(t, 'F', k % 3);
		c[k].centre_code = name(t, 'C', k % 2);
		c[k].region_code = name(t, 'R', k % 2);
		c[k].practice_since = zp_date_of(2010, 1, 1);
		c[k].joined_on = zp_date_of(2020, 1, 1);
	}
	m[0].code = m[0].name = "CR";
	m[0].category = ZP_CRIMINAL;
	m[1].code = m[1].name = "CV";
	m[1].category = ZP_CIVIL;
	zp_registry_set(t->reg, ZP_T_COUNSEL, c, TOWN_COUNSEL);
	zp_registry_set(t->reg, ZP_T_MATTERS, m, 2);
}

int town_setup(void **state)
{
	struct town *t = zp_xcalloc(1, sizeof(*t));
	struct zp_report rep = { 0 };
	bool good;

	t->a = zp_arena_new();
	t->reg = zp_registry_new();
	places(t);
	people(t);
	good = zp_registry_link(t->reg, &rep);
	zp_report_fini(&rep);
	zp_policy_init(&t->p);
	t->w = zp_world_new(t->reg);
	*state = t;
	return good ? 0 : -1;
}

int town_teardown(void **state)
{
	struct town *t = *state;

	zp_world_free(t->w);
	zp_registry_free(t->reg);
	zp_arena_free(t->a);
	free(t);
	return 0;
}

struct zp_wall town_at(int month, int day, int hour)
{
	struct zp_wall w = town_in(2026, month, day);

	w.us += hour * INT64_C(3600000000);
	return w;
}

struct zp_wall town_in(int year, int month, int day)
{
	return zp_date_start(zp_date_of(year, month, day));
}

struct zp_case town_case(const char *no, const char *recipient)
{
	struct zp_case c;

	zp_row_clear(zp_table_get(ZP_T_CASES), &c);
	c.case_no = no;
	c.recipient_id = recipient;
	c.matter_code = "CR";
	c.region_code = "R1";
	c.received_centre = "C1";
	c.approved_at = town_at(1, 5, 9);
	c.stage = ZP_FIRST_INSTANCE;
	return c;
}

void town_add(struct town *t, const struct zp_case *c)
{
	zp_world_case(t->w, c, ZP_CS_APPROVED, 1, ZP_WALL_NONE);
}

/* By the policy of the moment; of a case nobody knows yet, the role's. */
static int32_t weight_of(struct town *t, const char *no, enum zp_role role)
{
	const struct zp_view_case *vc;

	if (zp_world_state(t->w, no, NULL) == ZP_CS_SCHEDULED)
		return -1;
	vc = &town_view(t, town_at(1, 1, 0),
	    (const char *const[4]){ no })->at[0];
	return zp_ledger_weight(&t->p, &vc->c, vc->matter < 0 ? NULL :
	    &t->reg->matter[vc->matter], role);
}

void town_assign(struct town *t, const char *no, int k, enum zp_role role,
    struct zp_wall at)
{
	char licence[16];
	struct zp_assignment a = {
		.case_no = no, .role = role, .licence_no = licence,
		.handling_centre = "C1", .decided_at = at,
		.ended_at = ZP_WALL_NONE, .rule_set = "",
		.weight = weight_of(t, no, role),
		.decline_load = t->p.decline_load,
	};

	snprintf(licence, sizeof(licence), "L%d", k);
	zp_world_assign(t->w, &a, &t->p);
}

struct zp_view *town_view(struct town *t, struct zp_wall now,
    const char *const no[4])
{
	uint32_t n = 0;

	while (n < 4 && no[n] != NULL)
		n++;
	return zp_world_view(t->w, no, n, now, &t->p, t->a);
}

const char *town_print(struct town *t, const struct zp_view *v)
{
	struct zp_buf b = { 0 };
	const char *s;

	zp_view_print(v, &b);
	s = zp_arena_strdup(t->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return s;
}
