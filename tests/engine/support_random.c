/* tests/engine/support_random.c - see support_random.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_random.h"
#include "zhipaid/hash.h"
#include "zhipaid/jurisdiction.h"

enum { CENTRES = 3, FIRMS = 5 };

uint32_t zt_roll(uint64_t *seed, uint32_t below)
{
	return (uint32_t)(zp_hash_mix((*seed)++) % below);
}

static void *rows(struct zt_random *t, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *table = zp_table_get(id);
	char *at = zp_arena_calloc(t->reg->arena, n, table->size);

	for (uint32_t i = 0; i < n; i++)
		zp_row_clear(table, at + i * table->size);
	return at;
}

static const char *name(struct zt_random *t, char letter, uint32_t k)
{
	char s[16];

	snprintf(s, sizeof(s), "%c%02u", letter, k);
	return zp_arena_strdup(t->reg->arena, s);
}

/* Swap rows about; the registry must not care. */
static void shuffle(void *at, uint32_t n, size_t size, uint64_t seed)
{
	char *p = at, tmp[1024];

	assert_true(size <= sizeof(tmp));
	for (uint32_t i = n; seed != 0 && i > 1; i--) {
		uint32_t k = zt_roll(&seed, i);

		memcpy(tmp, p + (i - 1) * size, size);
		memcpy(p + (i - 1) * size, p + k * size, size);
		memcpy(p + k * size, tmp, size);
	}
}

static void set(struct zt_random *t, enum zp_table_id id, void *at,
    uint32_t n, uint64_t order)
{
	shuffle(at, n, zp_table_get(id)->size, order);
	zp_registry_set(t->reg, id, at, n);
}

static void places(struct zt_random *t, uint64_t order)
{
	struct zp_region *r = rows(t, ZP_T_REGIONS, CENTRES);
	struct zp_centre *c = rows(t, ZP_T_CENTRES, CENTRES);
	struct zp_organ *o = rows(t, ZP_T_ORGANS, CENTRES);
	struct zp_firm *f = rows(t, ZP_T_FIRMS, FIRMS);
	struct zp_matter *m = rows(t, ZP_T_MATTERS, 2);

	for (uint32_t k = 0; k < CENTRES; k++) {
		r[k].code = r[k].name = name(t, 'R', k);
		r[k].level = k == 0 ? ZP_CITY : ZP_COUNTY;
		r[k].parent_code = k == 0 ? "" : "R00";
		c[k].code = c[k].name = name(t, 'C', k);
		c[k].level = k == 0 ? ZP_CENTRE_CITY : ZP_CENTRE_COUNTY;
		c[k].region_code = r[k].code;
		o[k].code = o[k].name = name(t, 'O', k);
		o[k].kind = ZP_COURT;
		o[k].region_code = r[k].code;
	}
	for (uint32_t k = 0; k < FIRMS; k++) {
		f[k].code = f[k].name = name(t, 'F', k);
		f[k].kind = k == 0 ? ZP_FIRM_CENTRE : ZP_LAW_FIRM;
		f[k].region_code = "R00";
	}
	m[0].code = m[0].name = "CR-DEF";
	m[0].category = ZP_CRIMINAL;
	m[0].specialty = "criminal";
	m[1].code = m[1].name = "CV-LABOUR";
	m[1].category = ZP_CIVIL;
	m[1].specialty = "labour";
	set(t, ZP_T_REGIONS, r, CENTRES, order);
	set(t, ZP_T_CENTRES, c, CENTRES, order);
	set(t, ZP_T_ORGANS, o, CENTRES, order);
	set(t, ZP_T_FIRMS, f, FIRMS, order);
	set(t, ZP_T_MATTERS, m, 2, order);
}

static struct zp_list list_of(struct zt_random *t, const char *a,
    const char *b)
{
	const char **at = zp_arena_calloc(t->reg->arena, 2, sizeof(*at));

	at[0] = a;
	at[1] = b;
	return (struct zp_list){ at, b != NULL ? 2 : a != NULL };
}

static void person(struct zt_random *t, struct zp_counsel *c, uint32_t k)
{
	static const char *const field[] = { "criminal", "labour", NULL };
	uint64_t *s = &t->seed;
	uint32_t firm = zt_roll(s, FIRMS);

	c->licence_no = c->name = name(t, 'L', k);
	c->gender = zt_roll(s, 2) ? ZP_MALE : ZP_FEMALE;
	c->kind = firm == 0 ? ZP_STAFF_LAWYER :
	    zt_roll(s, 8) ? ZP_LAWYER : ZP_VOLUNTEER;
	c->firm_code = name(t, 'F', firm);
	c->centre_code = name(t, 'C', zt_roll(s, 3) ? 1 :
	    zt_roll(s, CENTRES));
	c->region_code = name(t, 'R', zt_roll(s, CENTRES));
	c->practice_since = zp_date_of(2000 + (int)zt_roll(s, 26), 1, 1);
	c->criminal_since = c->practice_since;
	c->specialties = list_of(t, field[zt_roll(s, 3)], NULL);
	c->expert = zt_roll(s, 4) == 0;
	c->minor_qualified = zt_roll(s, 2);
	c->wants_pairing = zt_roll(s, 2);
	c->annual_cap = zt_roll(s, 3) ? -1 : (int32_t)zt_roll(s, 6);
	c->joined_on = zp_date_of(2020, 1, 1);
	c->status = zt_roll(s, 12) ? ZP_ACTIVE : ZP_SUSPENDED;
}

static void people(struct zt_random *t, uint32_t most, uint64_t order)
{
	uint32_t n = 1 + zt_roll(&t->seed, most);
	struct zp_counsel *c = rows(t, ZP_T_COUNSEL, n);

	for (uint32_t k = 0; k < n; k++)
		person(t, &c[k], k);
	set(t, ZP_T_COUNSEL, c, n, order);
}

/* Facts that tie cases k and earlier ones together. */
static void link_up(struct zt_random *t, struct zp_case *c, uint32_t k,
    uint32_t first)
{
	uint64_t *s = &t->seed;

	if (c->matter_code[1] == 'R' && zt_roll(s, 2))
		c->joint_case = zt_roll(s, 3) ? "J1" : "J2";
	if (k > first && zt_roll(s, 4) == 0)
		c->related_case = name(t, 'N', zt_roll(s, k));
	if (k > first && zt_roll(s, 5) == 0)
		c->prior_case = name(t, 'N', zt_roll(s, k));
	if (k > first && zt_roll(s, 3) == 0)
		c->opposes_case = name(t, 'N', zt_roll(s, k));
	c->same_firm_consent = zt_roll(s, 3) == 0;
}

static struct zp_case a_case(struct zt_random *t, uint32_t k,
    const struct zt_shape *shape, uint32_t first)
{
	uint64_t *s = &t->seed;
	struct zp_case c;
	uint32_t at = shape->one_centre ? 1 : zt_roll(s, CENTRES);

	zp_row_clear(zp_table_get(ZP_T_CASES), &c);
	c.case_no = name(t, 'N', k);
	c.approved_at = (struct zp_wall){ t->now.us -
	    (int64_t)zt_roll(s, 3) * 1000000 };
	c.received_centre = name(t, 'C', at);
	c.region_code = name(t, 'R', at);
	c.organ_code = name(t, 'O', at);
	c.matter_code = zt_roll(s, 3) ? "CR-DEF" : "CV-LABOUR";
	c.stage = ZP_FIRST_INSTANCE;
	c.source = zt_roll(s, 2) ? ZP_APPLICATION : ZP_MANDATORY_NOTICE;
	c.urgent = zt_roll(s, 6) == 0;
	if (shape->even) {
		c.source = ZP_APPLICATION;
		c.urgent = false;
	}
	c.difficulty = (enum zp_difficulty)zt_roll(s, 3);
	c.recipient_id = c.recipient_name = name(t, 'P',
	    zt_roll(s, 4) ? k : zt_roll(s, k + 1));
	c.language = "zh";
	c.wished_counsel = list_of(t, name(t, 'L', zt_roll(s, 8)),
	    name(t, 'L', zt_roll(s, 8)));
	if (zt_roll(s, 3))
		c.wished_counsel.n = 0;
	if (shape->feuds && zt_roll(s, 4) == 0)
		c.opponent_ids = list_of(t, name(t, 'P', zt_roll(s, k + 1)),
		    NULL);
	if (shape->hearings && zt_roll(s, 2)) {
		c.hearing_at.us = t->now.us + 86400000000 +
		    (int64_t)zt_roll(s, 5) * 3600000000;
		c.hearing_until.us = c.hearing_at.us +
		    (int64_t)(1 + zt_roll(s, 3)) * 3600000000;
	}
	if (shape->linked || zt_roll(s, 4) == 0)
		link_up(t, &c, k, first);
	return c;
}

/* A case decided this year, running or ended. */
static void decided(struct zt_random *t, const struct zp_case *c)
{
	uint64_t *s = &t->seed;
	struct zp_assignment a;

	zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &a);
	zp_world_case(t->w, c, ZP_CS_ASSIGNED, 1, ZP_WALL_NONE);
	a.case_no = c->case_no;
	a.licence_no = name(t, 'L', zt_roll(s, t->reg->counsels));
	a.handling_centre = "C01";
	a.decided_at = (struct zp_wall){ t->now.us -
	    (int64_t)(1 + zt_roll(s, 4)) * 86400000000 };
	a.ended_at = ZP_WALL_NONE;
	if (zt_roll(s, 2)) {
		a.ended_at = t->now;
		a.end_reason = ZP_END_CLOSED;
	}
	zp_world_assign(t->w, &a, &t->p);
}

static void cases(struct zt_random *t, const struct zt_shape *shape)
{
	uint32_t past = zt_roll(&t->seed, shape->past + 1);
	uint32_t n = 1 + zt_roll(&t->seed, shape->cases);
	struct zp_case *c = zp_arena_calloc(t->reg->arena, n, sizeof(*c));

	assert_true(n <= ZT_MOST);
	for (uint32_t k = 0; k < past; k++) {
		struct zp_case old = a_case(t, k, shape, 0);

		decided(t, &old);
	}
	for (uint32_t k = 0; k < n; k++)
		c[k] = a_case(t, past + k, shape, past);
	shuffle(c, n, sizeof(*c), shape->shuffle);
	for (uint32_t k = 0; k < n; k++) {
		struct zp_route to = zp_route_case(t->reg, &t->p, &c[k]);

		zp_world_case(t->w, &c[k], ZP_CS_APPROVED, to.centre,
		    ZP_WALL_NONE);
		t->no[t->n++] = c[k].case_no;
	}
}

struct zt_random *zt_random_new(uint64_t seed, const struct zt_shape *shape)
{
	struct zt_random *t = zp_xcalloc(1, sizeof(*t));
	struct zp_report rep = { 0 };

	t->seed = zp_hash_mix(seed + 1);
	t->reg = zp_registry_new();
	t->a = zp_arena_new();
	zp_policy_init(&t->p);
	t->p.cal = &t->cal;
	t->p.seed = seed;
	t->p.w_load = (int32_t)zt_roll(&t->seed, 3) * 2000;
	t->p.annual_cap = 1 + (int32_t)zt_roll(&t->seed, 8);
	t->now = zp_date_start(zp_date_of(2026, 3, 9));
	places(t, shape->shuffle);
	people(t, shape->people, shape->shuffle);
	assert_true(zp_registry_link(t->reg, &rep));
	zp_report_fini(&rep);
	t->w = zp_world_new(t->reg);
	cases(t, shape);
	return t;
}

void zt_random_free(struct zt_random *t)
{
	zp_world_free(t->w);
	zp_registry_free(t->reg);
	zp_arena_free(t->a);
	free(t);
}

struct zp_view *zt_random_view(struct zt_random *t)
{
	return zp_world_view(t->w, t->no, t->n, t->now, &t->p, t->a);
}
