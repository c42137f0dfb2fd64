/*
 * tests/engine/test_runway.c - zp_runway() against a plain reading of it.
 *
 * Little centres at the end of October.  The other way: every set of cases
 * is tried on every split of the rooms that are left (dynamic programming
 * over the rooms), and whom the law admits is written down anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_random.h"
#include "zhipaid/runway.h"

enum { MOST = 4, CAP = 3, CASES = 12, ITEMS = 40, STATES = 256,
	NEVER = 1000, CENTRES = 2, INSTANCES = 1000 };

/* Civil, criminal, a minor's. */
enum class { CIVIL, CRIMINAL, MINORS, CLASSES };

struct office {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_world *w;
	struct zp_arena *a;
	struct zp_wall now;
	struct zp_leave *leave; uint32_t leaves;
	uint32_t people, seen[CLASSES], waiting[CLASSES];
	int32_t room[MOST];
	uint64_t seed;
};

static uint32_t roll(struct office *o, uint32_t n)
{
	return zt_roll(&o->seed, n);
}

static void *rows(struct office *o, enum zp_table_id id, uint32_t n)
{
	const struct zp_table *t = zp_table_get(id);
	char *at = zp_arena_calloc(o->reg->arena, n, t->size);

	for (uint32_t i = 0; i < n; i++)
		zp_row_clear(t, at + i * t->size);
	zp_registry_set(o->reg, id, at, n);
	return at;
}

static const char *name(struct office *o, char letter, uint32_t k)
{
	char s[16];

	snprintf(s, sizeof(s), "%c%02u", letter, k);
	return zp_arena_strdup(o->reg->arena, s);
}

static void places(struct office *o)
{
	struct zp_region *r = rows(o, ZP_T_REGIONS, CENTRES);
	struct zp_centre *c = rows(o, ZP_T_CENTRES, CENTRES);
	struct zp_firm *f = rows(o, ZP_T_FIRMS, 1);
	struct zp_matter *m = rows(o, ZP_T_MATTERS, 2);

	for (uint32_t k = 0; k < CENTRES; k++) {
		r[k].code = r[k].name = name(o, 'R', k);
		r[k].level = ZP_COUNTY;
		c[k].code = name(o, 'C', k);
		c[k].level = ZP_CENTRE_COUNTY;
		c[k].name = k == 0 ? "云和县" : "龙泉市";
		c[k].region_code = r[k].code;
	}
	f->code = f->name = "F";
	f->region_code = "R00";
	m[0].code = m[0].name = "CR-DEF";
	m[0].category = ZP_CRIMINAL;
	m[0].specialty = "criminal";
	m[1].code = m[1].name = "CV-LABOUR";
	m[1].category = ZP_CIVIL;
	m[1].specialty = "labour";
}

/* One more person, of the other centre, is last. */
static void people(struct office *o)
{
	static const char *const special[] = { "criminal", "labour" };
	struct zp_counsel *c = rows(o, ZP_T_COUNSEL, o->people + 1);
	struct zp_leave *l = rows(o, ZP_T_LEAVE, o->people);

	for (uint32_t k = 0; k <= o->people; k++) {
		c[k].licence_no = c[k].name = name(o, 'L', k);
		c[k].centre_code = k < o->people ? "C00" : "C01";
		c[k].region_code = "R00";
		c[k].firm_code = "F";
		c[k].kind = roll(o, 3) == 0 ? ZP_GRASSROOTS : ZP_LAWYER;
		c[k].minor_qualified = roll(o, 2) == 0;
		c[k].annual_cap = (int32_t)roll(o, CAP + 1);
		c[k].specialties = (struct zp_list){
			(const char **)&special[roll(o, 2)], 1 };
		if (k == o->people || roll(o, 2) == 0)
			continue;
		l[o->leaves].licence_no = c[k].licence_no;
		l[o->leaves].starts_on = zp_date_of(2026, 10,
		    20 + (int)roll(o, 10));
		l[o->leaves].ends_on = zp_date_add(l[o->leaves].starts_on,
		    (int32_t)roll(o, 40));
		o->leaves++;
	}
	zp_registry_set(o->reg, ZP_T_LEAVE, l, o->leaves);
}

static void add_case(struct office *o, uint32_t k, enum class of, bool waits)
{
	static const char *const minor[] = { "minor" };
	struct zp_case c;

	zp_row_clear(zp_table_get(ZP_T_CASES), &c);
	c.case_no = c.recipient_id = name(o, 'N', k);
	c.approved_at = zp_date_start(zp_date_of(2026, 1 + (int)k / 2, 3));
	c.region_code = "R00";
	c.received_centre = "C00";
	c.language = "zh";
	c.matter_code = of == CIVIL ? "CV-LABOUR" : "CR-DEF";
	c.stage = of == CIVIL ? ZP_NON_LITIGATION : ZP_FIRST_INSTANCE;
	if (of == MINORS)
		c.recipient_groups = (struct zp_list){
			(const char **)minor, 1 };
	zp_world_case(o->w, &c, waits ? ZP_CS_WAITING : ZP_CS_CLOSED, 0,
	    ZP_WALL_NONE);
	o->seen[of]++;
	o->waiting[of] += waits;
}

/* Sometimes the person took it; else somebody not here any more. */
static void add_row(struct office *o, uint32_t k)
{
	uint32_t who = roll(o, 3 * o->people);
	struct zp_assignment a;

	zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &a);
	a.case_no = name(o, 'N', k);
	a.licence_no = name(o, 'L', who < o->people ? who : 99);
	a.handling_centre = "C00";
	a.decided_at = zp_date_start(zp_date_of(2026, 1 + (int)k / 2, 4));
	a.ended_at = zp_date_start(zp_date_of(2026, 10, 9));
	a.end_reason = roll(o, 3) == 0 ? ZP_END_CHANGED : ZP_END_CLOSED;
	zp_world_assign(o->w, &a, &o->p);
	if (who < o->people)
		o->room[who]--;
	if (a.end_reason == ZP_END_CHANGED) {	/* then somebody finished it */
		a.licence_no = "L99";
		a.decided_at = a.ended_at;
		a.end_reason = ZP_END_CLOSED;
		zp_world_assign(o->w, &a, &o->p);
	}
}

static struct office *office_new(uint64_t seed)
{
	struct office *o = zp_xcalloc(1, sizeof(*o));
	struct zp_report rep = { 0 };
	uint32_t n;

	o->seed = zp_hash_mix(seed + 11);
	o->reg = zp_registry_new();
	o->a = zp_arena_new();
	o->now = zp_date_start(zp_date_of(2026, 10, 25));
	zp_policy_init(&o->p);
	o->p.cal = &o->cal;
	o->p.annual_cap = CAP;
	o->p.w_specialty = 5000;
	o->people = 1 + roll(o, MOST);
	places(o);
	people(o);
	assert_true(zp_registry_link(o->reg, &rep));
	zp_report_fini(&rep);
	o->w = zp_world_new(o->reg);
	for (uint32_t k = 0; k < o->people; k++)
		o->room[k] = o->reg->counsel[k].annual_cap;
	n = roll(o, CASES);
	for (uint32_t k = 0; k < n; k++) {
		bool waits = roll(o, 6) == 0;

		add_case(o, k, (enum class)roll(o, CLASSES), waits);
		if (!waits)
			add_row(o, k);
	}
	for (uint32_t k = 0; k < o->people; k++)
		if (o->room[k] < 0)
			o->room[k] = 0;
	return o;
}

static void office_free(struct office *o)
{
	zp_world_free(o->w);
	zp_registry_free(o->reg);
	zp_arena_free(o->a);
	free(o);
}

/* --- the plain way --- */

struct item { int32_t day; enum class of; };
struct plain {
	const struct office *o;
	struct item item[ITEMS]; uint32_t n;
	struct item served[ITEMS + 1]; uint32_t serves;
	bool scarce;
	struct { int32_t none, back, no_fit, unserved, unfit; } of[CLASSES];
};

static bool away(const struct office *o, uint32_t who, int32_t day)
{
	const struct zp_counsel *c = &o->reg->counsel[who];

	for (uint32_t k = 0; k < c->leave_n; k++)
		if (c->leave[k].starts_on.day <= day &&
		    day <= c->leave[k].ends_on.day)
			return true;
	return false;
}

/* 0 fits, 1 does not, NEVER may not. */
static int cost(const struct office *o, uint32_t who, const struct item *it)
{
	const struct zp_counsel *c = &o->reg->counsel[who];

	if (away(o, who, it->day) ||
	    (it->of != CIVIL && c->kind != ZP_LAWYER) ||
	    (it->of == MINORS && !c->minor_qualified))
		return NEVER;
	return strcmp(c->specialties.at[0], it->of == CIVIL ? "labour" :
	    "criminal") != 0;
}

/* Least number of misfits when all of `it` are served; NEVER. */
static int least(const struct office *o, const struct item *it, uint32_t n)
{
	int best[STATES], next[STATES], min = NEVER;

	for (int s = 0; s < STATES; s++)
		best[s] = s == 0 ? 0 : NEVER;
	for (uint32_t i = 0; i < n; i++) {
		for (int s = 0; s < STATES; s++)
			next[s] = NEVER;
		for (int s = 0; s < STATES; s++)
			for (uint32_t k = 0; k < o->people; k++) {
				int used = s >> 2 * k & 3;
				int to = s + (1 << 2 * k);
				int sum = best[s] + cost(o, k, &it[i]);

				if (used < o->room[k] && sum < next[to])
					next[to] = sum;
			}
		memcpy(best, next, sizeof(best));
	}
	for (int s = 0; s < STATES; s++)
		min = best[s] < min ? best[s] : min;
	return min;
}

/* Misfits that one case more makes; NEVER: it finds nobody. */
static int with(struct plain *p, enum class of, int32_t day)
{
	int before = least(p->o, p->served, p->serves), after;

	p->served[p->serves] = (struct item){ day, of };
	after = least(p->o, p->served, p->serves + 1);
	return after >= NEVER ? NEVER : after - before;
}

static void look(struct plain *p, int32_t day)
{
	for (enum class k = CIVIL; k < CLASSES; k++) {
		int more;

		if (p->o->seen[k] == 0 || p->of[k].back != 0)
			continue;
		more = with(p, k, day);
		if (more > 0 && p->of[k].no_fit == 0)
			p->of[k].no_fit = day;
		if (more == NEVER && p->of[k].none == 0)
			p->of[k].none = day;
		else if (more < NEVER && p->of[k].none != 0)
			p->of[k].back = day;
	}
}

static void arrive(struct plain *p, const struct item *it)
{
	int more = with(p, it->of, it->day);

	if (more < NEVER)
		p->serves++;
	p->scarce |= more > 0;
	p->of[it->of].unserved += more == NEVER;
	p->of[it->of].unfit += more > 0 && more < NEVER;
	if (more == NEVER && p->of[it->of].none == 0)
		p->of[it->of].none = it->day;
	if (more > 0 && p->of[it->of].no_fit == 0)
		p->of[it->of].no_fit = it->day;
}

static int by_day(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;

	return a->day != b->day ? a->day - b->day : (int)a->of - (int)b->of;
}

/* Half-steps of n cases in 298 days over the 67 that are left. */
static void expect(struct plain *p, int32_t today)
{
	for (enum class k = CIVIL; k < CLASSES; k++) {
		for (uint32_t i = 0; i < p->o->waiting[k]; i++)
			p->item[p->n++] = (struct item){ today, k };
		for (int j = 1; j < ITEMS; j++) {
			double x = (j - 0.5) * 298 / p->o->seen[k];

			if (p->o->seen[k] == 0 || x >= 67)
				break;
			p->item[p->n++] = (struct item){ today + 1 +
				(int32_t)x, k };
		}
	}
	qsort(p->item, p->n, sizeof(*p->item), by_day);
}

static void plainly(struct plain *p, const struct office *o)
{
	int32_t today = zp_wall_date(o->now).day;
	uint32_t i = 0;

	*p = (struct plain){ .o = o };
	expect(p, today);
	for (int32_t day = today; day <= zp_date_of(2026, 12, 31).day; day++) {
		p->scarce = false;
		look(p, day);
		for (; i < p->n && p->item[i].day == day; i++)
			arrive(p, &p->item[i]);
		if (p->scarce)
			look(p, day);
	}
}

/* --- both --- */

static enum class class_of(const struct zp_runway_class *c)
{
	return (c->level & ZP_ASKS_MINOR) != 0 ? MINORS :
	    (c->level & ZP_ASKS_CRIMINAL) != 0 ? CRIMINAL : CIVIL;
}

static void is_day(int32_t want, struct zp_date d)
{
	assert_int_equal(want, zp_date_known(d) ? d.day : 0);
}

static void agrees_with_the_plain_way(void **state)
{
	uint32_t out = 0, unfit = 0, back = 0;

	(void)state;
	for (uint64_t seed = 0; seed < INSTANCES; seed++) {
		struct office *o = office_new(seed);
		const struct zp_runway_centre *c = zp_runway(o->w, o->reg,
		    &o->p, o->now, o->a)->at;
		struct plain p;
		int32_t n = 0;

		plainly(&p, o);
		for (uint32_t k = 0; k < c->n; k++) {
			enum class of = class_of(&c->cls[k]);

			is_day(p.of[of].none, c->cls[k].none);
			is_day(p.of[of].back, c->cls[k].back);
			is_day(p.of[of].no_fit, c->cls[k].no_fit);
			assert_int_equal(p.of[of].unserved,
			    c->cls[k].unserved);
			assert_int_equal(p.of[of].unfit, c->cls[k].unfit);
			assert_int_equal(o->seen[of], c->cls[k].seen);
			n += c->cls[k].expected;
			out += p.of[of].none != 0;
			back += p.of[of].back != 0;
			unfit += p.of[of].no_fit != 0;
		}
		assert_int_equal(p.n, n);
		office_free(o);
	}
	/* the test is worth something */
	assert_true(out > 600 && unfit > out && back > 60);
}

/* The day of a shortage in a world that is changed in earnest. */
static struct zp_date day_of(const struct office *o,
    const struct zp_runway_centre *was, const struct zp_shortage *s)
{
	const struct zp_runway_centre *c = zp_runway(o->w, o->reg, &o->p,
	    o->now, o->a)->at;
	struct zp_date on = ZP_DATE_NONE;
	int32_t missing = 0;

	assert_int_equal(was->n, c->n);
	for (uint32_t k = 0; k < s->n; k++) {
		const struct zp_runway_class *x = &c->cls[s->cls[k]];
		struct zp_date d = s->fit ? x->no_fit : x->none;

		missing += s->fit ? x->unfit : x->unserved;
		if (zp_date_known(d) && (!zp_date_known(on) ||
		    d.day < on.day))
			on = d;
	}
	return s->missing > 0 && missing == 0 ? ZP_DATE_NONE : on;
}

static bool not_later(struct zp_date a, struct zp_date b)
{
	return !zp_date_known(b) || (zp_date_known(a) && a.day <= b.day);
}

/* A cap raised, or a leave not taken, does what was said; no other cap
 * does more. */
static void what_would_help_does(void **state)
{
	uint32_t caps = 0, leaves = 0;

	(void)state;
	for (uint64_t seed = 0; seed < INSTANCES / 2; seed++) {
		struct office *o = office_new(seed);
		const struct zp_runway_centre *c = zp_runway(o->w, o->reg,
		    &o->p, o->now, o->a)->at;

		o->p.annual_cap++;	/* the city's is no limit */
		for (uint32_t k = 0; k < c->shortages; k++) {
			const struct zp_shortage *s = &c->shortage[k];

			for (uint32_t i = 0; i < s->reliefs; i++) {
				const struct zp_relief *x = &s->relief[i];
				struct zp_counsel *who =
				    &o->reg->counsel[x->counsel];
				struct zp_date d;

				assert_true(not_later(s->on, x->until));
				if (x->kind == ZP_RELIEF_CAP) {
					who->annual_cap++;
					is_day(zp_date_known(x->until) ?
					    x->until.day : 0,
					    day_of(o, c, s));
					who->annual_cap--;
					caps++;
				} else if (x->kind == ZP_RELIEF_LEAVE) {
					uint32_t n = who->leave_n;

					who->leave_n = 0;
					d = day_of(o, c, s);
					who->leave_n = n;
					is_day(zp_date_known(x->until) ?
					    x->until.day : 0, d);
					leaves++;
				}
			}
		}
		office_free(o);
	}
	assert_true(caps > 50 && leaves > 20);
}

/* --- the season, and a young year --- */

/* n cases in a month of a year, taken by nobody here. */
static void month(struct office *o, int y, int m, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++) {
		struct zp_assignment a;
		struct zp_case c;
		char no[32];

		zp_row_clear(zp_table_get(ZP_T_CASES), &c);
		zp_row_clear(zp_table_get(ZP_T_ASSIGNMENTS), &a);
		snprintf(no, sizeof(no), "%d-%02d-%u", y, m, k);
		c.case_no = a.case_no = no;
		c.recipient_id = no;
		c.approved_at = a.decided_at =
		    zp_date_start(zp_date_of(y, m, 2));
		c.region_code = "R00";
		c.language = "zh";
		c.matter_code = "CV-LABOUR";
		c.stage = ZP_NON_LITIGATION;
		a.licence_no = "L99";
		a.handling_centre = "C00";
		zp_world_case(o->w, &c, ZP_CS_ASSIGNED, 0, ZP_WALL_NONE);
		zp_world_assign(o->w, &a, &o->p);
	}
}

static struct office *empty_office(void)
{
	uint64_t seed = 0;
	struct office *o = office_new(seed);

	while (o->seen[CIVIL] + o->seen[CRIMINAL] + o->seen[MINORS] > 0) {
		office_free(o);
		o = office_new(++seed);
	}
	return o;
}

static void the_season_of_last_year_counts(void **state)
{
	struct office *o = empty_office();
	const struct zp_runway_centre *c;

	(void)state;
	month(o, 2025, 3, 30);
	month(o, 2025, 12, 60);
	month(o, 2026, 3, 40);
	c = zp_runway(o->w, o->reg, &o->p, o->now, o->a)->at;
	assert_true(c->season && !c->young);
	assert_int_equal(40, c->seen);
	assert_int_equal(80, c->expected);	/* twice as many */
	/* as of 10 February this year had none: as last year */
	c = zp_runway(o->w, o->reg, &o->p,
	    zp_date_start(zp_date_of(2026, 2, 10)), o->a)->at;
	assert_true(c->young);
	assert_int_equal(90, c->expected);
	office_free(o);
}

static void nothing_seen_nothing_expected(void **state)
{
	struct office *o = empty_office();
	const struct zp_runway *r = zp_runway(o->w, o->reg, &o->p, o->now,
	    o->a);
	struct zp_buf b = { 0 };

	(void)state;
	assert_int_equal(CENTRES, r->n);
	assert_int_equal(0, r->at[0].n);
	assert_int_equal(0, r->at[0].shortages);
	zp_runway_json(r, o->reg, 1, &b);
	assert_non_null(strstr(zp_buf_str(&b), "\"classes\":[]"));
	zp_buf_fini(&b);
	office_free(o);
}

/* --- golden --- */

static void same_as_golden(const char *text)
{
	const char *file = ZP_SOURCE_DIR "/tests/engine/runway.golden";
	FILE *f = fopen(file, getenv("ZP_GOLDEN_UPDATE") != NULL ? "w" : "r");
	static char was[1 << 16];

	assert_non_null(f);
	if (getenv("ZP_GOLDEN_UPDATE") != NULL) {
		assert_true(fputs(text, f) >= 0);
	} else {
		was[fread(was, 1, sizeof(was) - 1, f)] = '\0';
		assert_string_equal(was, text);
	}
	fclose(f);
}

static void texts_are_as_agreed(void **state)
{
	struct zp_buf b = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 8; seed++) {
		struct office *o = office_new(seed);
		const struct zp_runway *r = zp_runway(o->w, o->reg, &o->p,
		    o->now, o->a);

		zp_runway_text(r, o->reg, 0, ZP_ZH, &b);
		zp_runway_text(r, o->reg, 0, ZP_EN, &b);
		zp_runway_json(r, o->reg, 0, &b);
		zp_buf_putc(&b, '\n');
		office_free(o);
	}
	same_as_golden(zp_buf_str(&b));
	zp_buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_plain_way),
		cmocka_unit_test(what_would_help_does),
		cmocka_unit_test(the_season_of_last_year_counts),
		cmocka_unit_test(nothing_seen_nothing_expected),
		cmocka_unit_test(texts_are_as_agreed),
	};
	return cmocka_run_group_tests_name("runway", tests, NULL, NULL);
}
