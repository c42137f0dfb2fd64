/* tests/engine/support_board.c - see support_board.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_board.h"
#include "support_random.h"
#include "zhipaid/hash.h"

enum { FIRMS = 4 };
#define DAY (INT64_C(86400) * 1000000)

static void *rows(struct zt_board *b, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *table = zp_table_get(id);
	char *at = zp_arena_calloc(b->reg->arena, n, table->size);

	for (uint32_t i = 0; i < n; i++)
		zp_row_clear(table, at + i * table->size);
	return at;
}

static const char *name(struct zt_board *b, char letter, uint32_t k)
{
	char s[16];

	snprintf(s, sizeof(s), "%c%02u", letter, k);
	return zp_arena_strdup(b->reg->arena, s);
}

static void set(struct zt_board *b, enum zp_table_id id, void *at, uint32_t n,
    uint64_t order)
{
	size_t size = zp_table_get(id)->size;
	char *p = at, tmp[1024];

	assert_true(size <= sizeof(tmp));
	for (uint32_t i = n; order != 0 && i > 1; i--) {
		uint32_t k = zt_roll(&order, i);

		memcpy(tmp, p + (i - 1) * size, size);
		memcpy(p + (i - 1) * size, p + k * size, size);
		memcpy(p + k * size, tmp, size);
	}
	zp_registry_set(b->reg, id, at, n);
}

/* Region n is a zone that county 1 serves. */
static void places(struct zt_board *b, uint32_t n,
    const struct zt_board_shape *s)
{
	struct zp_region *r = rows(b, ZP_T_REGIONS, n + 1);
	struct zp_centre *c = rows(b, ZP_T_CENTRES, n);
	struct zp_organ *o = rows(b, ZP_T_ORGANS, n + 1);

	for (uint32_t k = 0; k <= n; k++) {
		r[k].code = r[k].name = name(b, 'R', k);
		r[k].level = k == 0 ? ZP_CITY : k < n ? ZP_COUNTY : ZP_ZONE;
		r[k].parent_code = k == 0 ? "" : "R00";
		r[k].served_by = k < n ? "" : "R01";
		o[k].code = o[k].name = name(b, 'O', k);
		o[k].kind = ZP_COURT;
		o[k].region_code = r[k].code;
		if (k == n)
			break;
		c[k].code = c[k].name = name(b, 'C', k);
		c[k].level = k == 0 ? ZP_CENTRE_CITY : ZP_CENTRE_COUNTY;
		c[k].region_code = r[k].code;
		c[k].annual_target = (int32_t)zt_roll(&b->seed,
		    s->target + 1);
		if (k > 1 && zt_roll(&b->seed, s->plain ? 2 : 3) == 0)
			c[k].annual_target = c[k - 1].annual_target;
	}
	set(b, ZP_T_REGIONS, r, n + 1, s->shuffle);
	set(b, ZP_T_CENTRES, c, n, s->shuffle);
	set(b, ZP_T_ORGANS, o, n + 1, s->shuffle);
}

static void kinds(struct zt_board *b, uint64_t order)
{
	struct zp_firm *f = rows(b, ZP_T_FIRMS, FIRMS);
	struct zp_matter *m = rows(b, ZP_T_MATTERS, 3);

	for (uint32_t k = 0; k < FIRMS; k++) {
		f[k].code = f[k].name = name(b, 'F', k);
		f[k].kind = k == 0 ? ZP_FIRM_CENTRE : ZP_LAW_FIRM;
		f[k].region_code = "R00";
	}
	m[0].code = m[0].name = "CR-DEF";
	m[0].category = ZP_CRIMINAL;
	m[1].code = m[1].name = "CV-LABOUR";
	m[1].category = ZP_CIVIL;
	m[2].code = m[2].name = "CV-LAND";
	m[2].category = ZP_CIVIL;
	m[2].level_jurisdiction = true;
	for (uint32_t k = 0; k < 3; k++)
		m[k].specialty = "";
	set(b, ZP_T_FIRMS, f, FIRMS, order);
	set(b, ZP_T_MATTERS, m, 3, order);
}

/* The last person of each centre has left; he took on what is past. */
static void people(struct zt_board *b, uint32_t centres,
    const struct zt_board_shape *s)
{
	uint32_t most = centres * (s->people + 1), n = 0;
	struct zp_counsel *c = rows(b, ZP_T_COUNSEL, most);

	for (uint32_t at = 0; at < centres; at++) {
		uint32_t here = zt_roll(&b->seed, s->people + 1);

		for (uint32_t k = 0; k <= here; k++, n++) {
			uint32_t firm = zt_roll(&b->seed, FIRMS);

			c[n].licence_no = c[n].name = k == here ?
			    name(b, 'Z', at) : name(b, 'L', n);
			c[n].kind = firm == 0 ? ZP_STAFF_LAWYER :
			    zt_roll(&b->seed, 5) ? ZP_LAWYER : ZP_GRASSROOTS;
			c[n].firm_code = name(b, 'F', firm);
			c[n].centre_code = name(b, 'C', at);
			c[n].region_code = zt_roll(&b->seed, 3) ?
			    name(b, 'R', at) : name(b, 'R',
			    zt_roll(&b->seed, centres + 1));
			c[n].practice_since = c[n].criminal_since =
			    zp_date_of(2010, 1, 1);
			c[n].minor_qualified = zt_roll(&b->seed, 2);
			c[n].annual_cap = 1 + (int32_t)zt_roll(&b->seed, 3);
			c[n].joined_on = zp_date_of(2020, 1, 1);
			c[n].status = k == here ? ZP_LEFT : ZP_ACTIVE;
		}
	}
	set(b, ZP_T_COUNSEL, c, n, s->shuffle);
}

static void past(struct zt_board *b, uint32_t at, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++) {
		struct zp_assignment a;
		struct zp_case c;
		char no[32];

		snprintf(no, sizeof(no), "P%02u-%03u", at, k);
		zp_row_clear(zp_table_get(ZP_T_CASES), &c);
		zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &a);
		c.case_no = a.case_no = no;
		c.approved_at = zp_date_start(zp_date_of(2026, 1, 1));
		c.matter_code = "CV-LABOUR";
		c.recipient_id = no;
		zp_world_case(b->w, &c, ZP_CS_CLOSED, (int32_t)at,
		    ZP_WALL_NONE);
		a.licence_no = name(b, 'Z', at);
		a.handling_centre = name(b, 'C', at);
		a.decided_at = a.ended_at = c.approved_at;
		a.end_reason = ZP_END_CLOSED;
		zp_world_assign(b->w, &a, &b->p);
	}
}

static struct zp_list one(struct zt_board *b, const char *s)
{
	const char **at = zp_arena_calloc(b->reg->arena, 1, sizeof(*at));

	at[0] = s;
	return (struct zp_list){ at, 1 };
}

static void link_up(struct zt_board *b, struct zp_case *c, uint32_t k)
{
	uint64_t *s = &b->seed;

	if (c->matter_code[1] == 'R' && zt_roll(s, 3))
		c->joint_case = zt_roll(s, 3) ? "J1" : "J2";
	if (k > 0 && zt_roll(s, 5) == 0)
		c->opposes_case = name(b, 'N', zt_roll(s, k));
	if (k > 0 && zt_roll(s, 6) == 0)
		c->related_case = name(b, 'N', zt_roll(s, k));
	c->same_firm_consent = zt_roll(s, 4) == 0;
}

static void timing(struct zt_board *b, struct zp_case *c)
{
	uint64_t *s = &b->seed;

	if (zt_roll(s, 4) != 0)
		return;
	c->hearing_at.us = b->now.us + (zt_roll(s, 3) ? 16 :
	    (int64_t)zt_roll(s, 40)) * DAY +
	    (int64_t)zt_roll(s, 3) * 3600000000;
	if (zt_roll(s, 2))
		c->hearing_until.us = c->hearing_at.us + 5400000000;
}

static struct zp_case a_case(struct zt_board *b, uint32_t k, uint32_t at,
    const struct zt_board_shape *shape)
{
	uint64_t *s = &b->seed;
	struct zp_case c;

	zp_row_clear(zp_table_get(ZP_T_CASES), &c);
	c.case_no = name(b, 'N', k);
	c.approved_at = (struct zp_wall){ b->now.us -
	    (int64_t)(1 + zt_roll(s, 9)) * DAY };
	c.received_centre = name(b, 'C', at);
	c.region_code = c.organ_code = "";
	if (zt_roll(s, 4))
		c.region_code = name(b, 'R', zt_roll(s, 2) ? at :
		    zt_roll(s, b->reg->regions));
	if (zt_roll(s, 3) == 0)
		c.organ_code = name(b, 'O', zt_roll(s, 3) ? at :
		    zt_roll(s, b->reg->organs));
	c.matter_code = zt_roll(s, 2) ? "CR-DEF" : zt_roll(s, 5) ?
	    "CV-LABOUR" : "CV-LAND";
	c.stage = zt_roll(s, 2) ? ZP_FIRST_INSTANCE : ZP_NON_LITIGATION;
	c.source = zt_roll(s, 3) ? ZP_APPLICATION : ZP_MANDATORY_NOTICE;
	c.urgent = zt_roll(s, 6) == 0;
	c.recipient_id = c.recipient_name = name(b, 'P', k);
	c.language = "zh";
	if (zt_roll(s, 4) == 0)
		c.recipient_groups = one(b, "minor");
	if (zt_roll(s, shape->plain ? 3 : 5) == 0)
		c.excluded_counsel = one(b, b->reg->counsel[zt_roll(s,
		    b->reg->counsels)].licence_no);
	timing(b, &c);
	if (shape->plain && zt_roll(s, 8))
		return c;
	if (!shape->waiting && zt_roll(s, 6) == 0)
		c.wished_counsel = one(b, b->reg->counsel[zt_roll(s,
		    b->reg->counsels)].licence_no);
	if (!shape->waiting && zt_roll(s, 10) == 0)
		c.designated_centre = name(b, 'C', at);
	if (shape->linked || zt_roll(s, 6) == 0)
		link_up(b, &c, k);
	return c;
}

/* A lead of the centre's, decided some days ago. */
static void decided(struct zt_board *b, const char *no, uint32_t at,
    bool plain)
{
	uint64_t *s = &b->seed;
	const struct zp_centre *c = &b->reg->centre[at];
	struct zp_assignment a;

	zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &a);
	a.case_no = no;
	a.licence_no = b->reg->counsel[c->pool[zt_roll(s, c->pool_n)]]
	    .licence_no;
	a.handling_centre = c->code;
	a.decided_at = (struct zp_wall){ b->now.us -
	    (int64_t)zt_roll(s, plain ? 7 : 9) * DAY - 1 };
	a.ended_at = ZP_WALL_NONE;
	a.mode = zt_roll(s, 9) == 0 ? ZP_MANUAL : ZP_AUTO;
	zp_world_assign(b->w, &a, &b->p);
	if (b->beguns < ZP_COUNT(b->begun) && zt_roll(s, 9) == 0)
		b->begun[b->beguns++] = no;
}

/* A centre, ahead if there are such. */
static uint32_t somewhere(struct zt_board *b)
{
	uint32_t at;

	do
		at = zt_roll(&b->seed, b->reg->centres);
	while (b->ahead != 0 && (b->ahead >> at & 1) == 0);
	return at;
}

static void cases(struct zt_board *b, const struct zt_board_shape *shape)
{
	uint64_t *s = &b->seed;
	uint32_t n = 1 + zt_roll(s, shape->cases);

	b->no = zp_arena_calloc(b->reg->arena, n, sizeof(*b->no));
	b->cs = zp_arena_calloc(b->reg->arena, n, sizeof(*b->cs));
	for (uint32_t k = 0; k < n; k++) {
		uint32_t at = somewhere(b);
		struct zp_case c = a_case(b, k, at, shape);
		bool waits = shape->waiting || zt_roll(s, 4) == 0;
		bool given = !waits && zt_roll(s, 4);

		zp_world_case(b->w, &c, given ? ZP_CS_ASSIGNED : waits ?
		    ZP_CS_WAITING : ZP_CS_APPROVED, (int32_t)at,
		    ZP_WALL_NONE);
		b->cs[b->n] = c;
		b->no[b->n++] = c.case_no;
		if (given)
			decided(b, c.case_no, at, shape->plain);
	}
}

struct zt_board *zt_board_new(uint64_t seed, const struct zt_board_shape *s)
{
	struct zt_board *b = zp_xcalloc(1, sizeof(*b));
	struct zp_report rep = { 0 };
	uint32_t centres;
	int month;

	b->seed = zp_hash_mix(seed + 1);
	b->reg = zp_registry_new();
	b->a = zp_arena_new();
	zp_policy_init(&b->p);
	b->p.cal = &b->cal;
	b->p.tiered = zt_roll(&b->seed, 2);
	b->p.rebalance.most_in = 20 + (int32_t)zt_roll(&b->seed, 81);
	b->p.rebalance.most_out = 20 + (int32_t)zt_roll(&b->seed, 81);
	if (s->plain)
		b->p.rebalance.most_in = b->p.rebalance.most_out = 100;
	month = 1 + (int)zt_roll(&b->seed, 12);
	if (s->plain && month % 4 != 0)
		month = month % 4 == 1 ? 1 : 12;
	b->now = zp_date_start(zp_date_of(2026, month, month == 1 ? 5 : 20));
	centres = 2 + zt_roll(&b->seed, s->centres - 1);
	places(b, centres, s);
	kinds(b, s->shuffle);
	people(b, centres, s);
	assert_true(zp_registry_link(b->reg, &rep));
	zp_report_fini(&rep);
	b->w = zp_world_new(b->reg);
	for (uint32_t k = 0; k < centres; k++) {
		uint32_t n = zt_roll(&b->seed, s->past + 1);

		if (s->plain && zt_roll(&b->seed, 2)) {
			b->ahead |= 1U << k;
			n = (uint32_t)b->reg->centre[k].annual_target +
			    zt_roll(&b->seed, 5);
		} else if (s->plain)
			n = zt_roll(&b->seed, 3);
		past(b, k, n);
	}
	cases(b, s);
	return b;
}

void zt_board_free(struct zt_board *b)
{
	zp_world_free(b->w);
	zp_registry_free(b->reg);
	zp_arena_free(b->a);
	free(b);
}

struct zp_rebalance_input zt_board_input(const struct zt_board *b)
{
	return (struct zp_rebalance_input){ .w = b->w, .reg = b->reg,
		.p = &b->p, .now = b->now, .until = ZP_DATE_NONE,
		.begun = b->begun, .beguns = b->beguns, .loans = true,
		.moves = true };
}

uint64_t zt_board_deny(struct zt_board *b, const char *case_no,
    int32_t centre, int32_t counsel)
{
	struct zp_view *v = zp_world_view(b->w, &case_no, 1, b->now, &b->p,
	    b->a);
	struct zp_ctx x;

	v->at[0].handling = centre;
	zp_ctx_case(&x, v, &b->p, 0, ZP_LEAD);
	zp_ctx_person(&x, counsel);
	return zp_rules_deny(&x, NULL);
}
