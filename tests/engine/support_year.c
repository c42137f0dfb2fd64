/* tests/engine/support_year.c - see support_year.h: the city. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_random.h"
#include "support_year.h"

enum { CENTRES = 3, REGIONS = 4, FIRMS = 5, DAYS = 70 };

static uint32_t roll(struct zt_year *y, uint32_t below)
{
	return zt_roll(&y->seed, below);
}

static bool one_in(struct zt_year *y, uint32_t n)
{
	return roll(y, n) == 0;
}

static void *rows(struct zt_year *y, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *table = zp_table_get(id);
	char *at = zp_arena_calloc(y->reg->arena, n, table->size);

	for (uint32_t i = 0; i < n; i++)
		zp_row_clear(table, at + i * table->size);
	return at;
}

static const char *name(struct zt_year *y, char letter, uint32_t k)
{
	char s[16];

	snprintf(s, sizeof(s), "%c%02u", letter, k);
	return zp_arena_strdup(y->reg->arena, s);
}

static struct zp_list list(struct zt_year *y, const char *a)
{
	const char **at = zp_arena_calloc(y->reg->arena, 1, sizeof(*at));

	at[0] = a;
	return (struct zp_list){ at, a != NULL };
}

static void shuffle(void *at, uint32_t n, size_t size, uint64_t seed)
{
	char *p = at, tmp[1024];

	ZP_ASSERT(size <= sizeof(tmp));
	for (uint32_t i = n; seed != 0 && i > 1; i--) {
		uint32_t k = zt_roll(&seed, i);

		memcpy(tmp, p + (i - 1) * size, size);
		memmove(p + (i - 1) * size, p + k * size, size);
		memcpy(p + k * size, tmp, size);
	}
}

static void set(struct zt_year *y, enum zp_table_id id, void *at,
    uint32_t n, uint64_t order)
{
	shuffle(at, n, zp_table_get(id)->size, order);
	zp_registry_set(y->reg, id, at, n);
}

/* R00 the city, R01 and R02 counties, R03 a zone that R01 serves. */
static void places(struct zt_year *y, uint64_t order)
{
	struct zp_region *r = rows(y, ZP_T_REGIONS, REGIONS);
	struct zp_centre *c = rows(y, ZP_T_CENTRES, CENTRES);
	struct zp_organ *o = rows(y, ZP_T_ORGANS, CENTRES);

	for (uint32_t k = 0; k < REGIONS; k++) {
		r[k].code = r[k].name = name(y, 'R', k);
		r[k].level = k == 0 ? ZP_CITY : k == 3 ? ZP_ZONE : ZP_COUNTY;
		r[k].parent_code = k == 0 ? "" : "R00";
		r[k].served_by = k == 3 ? "R01" : "";
	}
	for (uint32_t k = 0; k < CENTRES; k++) {
		c[k].code = c[k].name = name(y, 'C', k);
		c[k].level = k == 0 ? ZP_CENTRE_CITY : ZP_CENTRE_COUNTY;
		c[k].region_code = r[k].code;
		o[k].code = o[k].name = name(y, 'O', k);
		o[k].kind = ZP_COURT;
		o[k].level = k == 0 ? ZP_INTERMEDIATE : ZP_BASIC;
		o[k].region_code = r[k].code;
	}
	set(y, ZP_T_REGIONS, r, REGIONS, order);
	set(y, ZP_T_CENTRES, c, CENTRES, order);
	set(y, ZP_T_ORGANS, o, CENTRES, order);
}

static void firms(struct zt_year *y, uint64_t order)
{
	struct zp_firm *f = rows(y, ZP_T_FIRMS, FIRMS);
	struct zp_matter *m = rows(y, ZP_T_MATTERS, 2);

	for (uint32_t k = 0; k < FIRMS; k++) {
		f[k].code = f[k].name = name(y, 'F', k);
		f[k].kind = k == 0 ? ZP_FIRM_CENTRE : ZP_LAW_FIRM;
		f[k].region_code = "R00";
	}
	m[0].code = m[0].name = "CR-DEF";
	m[0].category = ZP_CRIMINAL;
	m[0].specialty = "criminal";
	m[1].code = m[1].name = "CV-LAND";
	m[1].category = ZP_CIVIL;
	m[1].specialty = "land";
	m[1].level_jurisdiction = true;
	set(y, ZP_T_FIRMS, f, FIRMS, order);
	set(y, ZP_T_MATTERS, m, 2, order);
}

/* A day around the year's start, less `years` of them: rules that count
 * years turn within the time played. */
static struct zp_date around(struct zt_year *y, int years)
{
	return zp_date_add(zp_date_of(2026 - years, 3, 1),
	    (int32_t)roll(y, 2 * DAYS) - DAYS / 2);
}

static void person(struct zt_year *y, struct zp_counsel *c, uint32_t k)
{
	static const enum zp_counsel_kind kind[] = { ZP_LAWYER, ZP_LAWYER,
		ZP_LAWYER, ZP_GRASSROOTS, ZP_VOLUNTEER };
	uint32_t firm = roll(y, FIRMS);

	c->licence_no = c->name = name(y, 'L', k);
	c->kind = firm == 0 ? ZP_STAFF_LAWYER : kind[roll(y, 5)];
	c->firm_code = name(y, 'F', firm);
	c->centre_code = name(y, 'C', roll(y, CENTRES));
	c->region_code = name(y, 'R', roll(y, REGIONS));
	c->practice_since = around(y, one_in(y, 2) ? 5 : (int)roll(y, 20));
	c->criminal_since = one_in(y, 3) ? ZP_DATE_NONE :
	    around(y, 3 * (int)roll(y, 3));
	c->specialties = list(y, one_in(y, 2) ? "criminal" : "land");
	c->minor_qualified = !one_in(y, 3);
	c->wants_pairing = one_in(y, 2);
	c->annual_cap = one_in(y, 3) ? (int32_t)roll(y, 4) : -1;
	c->joined_on = one_in(y, 6) ? around(y, 0) : zp_date_of(2020, 1, 1);
	c->status = one_in(y, 10) ? ZP_SUSPENDED : ZP_ACTIVE;
	if (one_in(y, 6)) {
		c->former_organ = list(y, name(y, 'O', roll(y, CENTRES)));
		c->former_left_on = around(y, 2);
	}
	if (one_in(y, 6))
		c->relatives_at = list(y, name(y, 'O', roll(y, CENTRES)));
}

static void people(struct zt_year *y, uint64_t order)
{
	uint32_t n = 1 + roll(y, 14), leaves = 0;
	struct zp_counsel *c = rows(y, ZP_T_COUNSEL, n);
	struct zp_leave *l = rows(y, ZP_T_LEAVE, n);

	for (uint32_t k = 0; k < n; k++) {
		person(y, &c[k], k);
		if (!one_in(y, 3))
			continue;
		l[leaves].licence_no = c[k].licence_no;
		l[leaves].starts_on = around(y, 0);
		l[leaves].ends_on = zp_date_add(l[leaves].starts_on,
		    (int32_t)roll(y, 20));
		leaves++;
	}
	set(y, ZP_T_COUNSEL, c, n, order);
	set(y, ZP_T_LEAVE, l, leaves, order);
}

static struct zp_wall moment(struct zt_year *y)
{
	struct zp_wall w = zp_date_start(zp_date_add(zp_date_of(2026, 3, 1),
	    (int32_t)roll(y, DAYS)));

	w.us += (int64_t)(8 + roll(y, 10)) * 3600000000;
	return w;
}

static void ties(struct zt_year *y, struct zp_case *c, uint32_t k)
{
	if (one_in(y, 2)) {
		c->joint_case = name(y, 'J', roll(y, 3));
		c->tags = one_in(y, 2) ? ZP_TAG_GANG : 0;
	}
	if (one_in(y, 4))
		c->related_case = name(y, 'N', roll(y, k + 3));
	if (k > 0 && one_in(y, 3)) {
		const struct zp_case *old = &y->cs[roll(y, k)];

		c->prior_case = old->case_no;
		c->recipient_id = old->recipient_id;
	}
	if (one_in(y, 3))
		c->opposes_case = name(y, 'N', roll(y, k + 3));
	if (one_in(y, 5))
		c->opponent_counsel = list(y, name(y, 'L', roll(y, 14)));
	if (one_in(y, 5))
		c->opponent_firm = list(y, name(y, 'F', roll(y, FIRMS)));
}

static void special(struct zt_year *y, struct zp_case *c)
{
	c->possible_sentence = one_in(y, 5) ? ZP_SENTENCE_DEATH :
	    ZP_SENTENCE_FIXED;
	if (one_in(y, 5))
		c->recipient_groups = list(y, "minor");
	if (one_in(y, 5))
		c->wished_counsel = list(y, name(y, 'L', roll(y, 14)));
	if (one_in(y, 6))
		c->excluded_counsel = list(y, name(y, 'L', roll(y, 14)));
	if (one_in(y, 4)) {
		c->hearing_at = moment(y);
		c->hearing_until.us = c->hearing_at.us + 4 * 3600000000LL;
	}
}

static void a_case(struct zt_year *y, uint32_t k)
{
	struct zp_case *c = &y->cs[k];
	uint32_t at = roll(y, REGIONS);

	c->case_no = name(y, 'N', k);
	c->recipient_id = c->recipient_name = name(y, 'P',
	    one_in(y, 5) ? roll(y, k + 1) : k);
	c->approved_at = moment(y);
	c->region_code = name(y, 'R', at);
	c->received_centre = name(y, 'C', roll(y, CENTRES));
	c->organ_code = one_in(y, 4) ? "" : name(y, 'O', roll(y, CENTRES));
	c->matter_code = one_in(y, 3) ? "CV-LAND" : "CR-DEF";
	c->stage = (enum zp_stage)(ZP_INVESTIGATION + roll(y, 4));
	if (one_in(y, 5))
		c->stage = one_in(y, 2) ? ZP_ARBITRATION : ZP_NON_LITIGATION;
	c->source = (enum zp_source)roll(y, 3);
	c->difficulty = (enum zp_difficulty)roll(y, 3);
	c->urgent = one_in(y, 8);
	c->language = "zh";
	c->same_firm_consent = one_in(y, 3);
	if (one_in(y, 2))
		ties(y, c, k);
	special(y, c);
	if (k > 0 && one_in(y, 3))	/* a gang comes together */
		c->approved_at = y->cs[k - 1].approved_at;
}

static int by_approval(const void *a, const void *b)
{
	const struct zp_case *x = a, *z = b;
	int d = zp_wall_cmp(x->approved_at, z->approved_at);

	return d != 0 ? d : strcmp(x->case_no, z->case_no);
}

static int by_at(const void *a, const void *b)
{
	const struct zp_event *x = a, *z = b;
	int d = zp_wall_cmp(x->at, z->at);

	if (d == 0)
		d = strcmp(x->case_no, z->case_no);
	if (d == 0)
		d = (int)x->event - (int)z->event;
	return d != 0 ? d : strcmp(x->licence_no, z->licence_no);
}

static void history(struct zt_year *y)
{
	y->cases = 1 + roll(y, 30);
	y->cs = rows(y, ZP_T_CASES, y->cases);
	for (uint32_t k = 0; k < y->cases; k++)
		a_case(y, k);
	y->events = roll(y, 20);
	y->ev = rows(y, ZP_T_EVENTS, y->events);
	for (uint32_t k = 0; k < y->events; k++)
		y->ev[k] = (struct zp_event){
			.at = moment(y), .case_no = name(y, 'N',
			    roll(y, y->cases + 1)),
			.event = (enum zp_event_kind)roll(y, 4),
			.licence_no = one_in(y, 3) ? name(y, 'L',
			    roll(y, 14)) : "",
			.reason = "",
		};
	qsort(y->cs, y->cases, sizeof(*y->cs), by_approval);
	if (y->events > 0)
		qsort(y->ev, y->events, sizeof(*y->ev), by_at);
}

/* Helps of duty lawyers; who knows the key of the joint case says it. */
static void duty(struct zt_year *y)
{
	y->helps = roll(y, 8);
	y->help = rows(y, ZP_T_HELP, y->helps);
	for (uint32_t k = 0; k < y->helps; k++)
		y->help[k] = (struct zp_help){
			.at = moment(y), .station_code = "",
			.licence_no = name(y, 'L', roll(y, 14)),
			.person_id = name(y, 'P', roll(y, y->cases)),
			.joint_case = one_in(y, 2) ? "" :
			    name(y, 'J', roll(y, 3)),
		};
}

static void scheme(struct zt_year *y)
{
	zp_policy_init(&y->p);
	y->p.cal = &y->cal;
	y->p.seed = roll(y, 1000);
	y->p.tiered = one_in(y, 2);
	y->p.litigation_years = one_in(y, 2) ? 5 : 0;
	y->p.pair = one_in(y, 2);
	y->p.pair_share = (int32_t)roll(y, 101);
	y->p.annual_cap = 1 + (int32_t)roll(y, one_in(y, 2) ? 3 : 30);
	y->p.borrow_for_gang = one_in(y, 4);
	memset(y->p.rule_set, 'a', sizeof(y->p.rule_set) - 1);
}

struct zt_year *zt_year_new(uint64_t seed, uint64_t order)
{
	struct zt_year *y = zp_xcalloc(1, sizeof(*y));
	struct zp_report rep = { 0 };

	y->seed = zp_hash_mix(seed + 77);
	y->reg = zp_registry_new();
	scheme(y);
	places(y, order);
	firms(y, order);
	people(y, order);
	history(y);
	duty(y);
	ZP_ASSERT(zp_registry_link(y->reg, &rep));
	zp_report_fini(&rep);
	return y;
}

void zt_year_free(struct zt_year *y)
{
	zp_registry_free(y->reg);
	free(y);
}

struct zp_sim *zt_year_run(const struct zt_year *y)
{
	struct zp_sim_input in = {
		.reg = y->reg, .p = &y->p, .cs = y->cs, .cases = y->cases,
		.ev = y->ev, .events = y->events,
		.help = y->help, .helps = y->helps,
	};

	return zp_simulate(&in);
}
