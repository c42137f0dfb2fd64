/* tests/engine/test_roster_storm.c - leaves, swaps, absences and exceptions
 * on small published rosters, each repair against brute force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support_roster.h"
#include "zhipaid/hash.h"
#include "zhipaid/roster_may.h"

enum { MANY = 1500, EVENTS = 6, POSTS = 9, PEOPLE = 5, ROOM = 64 };

/* A county with a jail (two half-days) and, in some, a court; a few days. */
struct storm {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	int32_t year;
	struct zp_arena *a;
	struct zp_roster_input in;
	struct zp_duty duty[ROOM];
	struct zp_station_day day[EVENTS];
	struct zp_leave leave[EVENTS];
	uint64_t seed;
};

static void put_people(struct zp_buf *b, struct storm *s)
{
	int32_t n = 2 + roster_roll(&s->seed, PEOPLE - 1);

	zp_buf_puts(b, "# counsel\n"
	    "licence_no,name,gender,kind,firm_code,centre_code,region_code,"
	    "practice_since,criminal_since,specialties,languages,expert,"
	    "minor_qualified,duty_trained_on,wants_pairing,annual_cap,"
	    "joined_on,status,former_organ,former_left_on,relatives_at,"
	    "relatives,area,pool_from,pool_to,quality,duty_from,duty_to\n");
	for (int32_t k = 0; k < n; k++)
		zp_buf_printf(b, "L%d,n,,lawyer,F1,C1,11,2010-01-01,,,,f,f,"
		    "2024-01-01,f,,,active,,,%s,,,,,,,\n", k,
		    roster_roll(&s->seed, 5) == 0 ? "J1" : "");
	zp_buf_puts(b, "# leave\nlicence_no,starts_on,ends_on,reason\n");
}

static void storm_new(struct storm *s, uint64_t seed)
{
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };
	bool court;

	memset(s, 0, sizeof(*s));
	s->seed = zp_hash_mix(seed);
	court = roster_roll(&s->seed, 2) > 0;
	zp_buf_puts(&b, "# regions\ncode,name,level,parent_code,served_by\n"
	    "10,City,city,,\n11,A,county,10,\n# centres\n"
	    "code,name,level,region_code,annual_target\nC1,a,county,11,\n"
	    "# organs\ncode,name,kind,level,region_code\n"
	    "J1,jail,detention_centre,basic,11\nT1,court,court,basic,11\n"
	    "# firms\ncode,name,kind,region_code\nF1,firm,law_firm,11\n");
	put_people(&b, s);
	zp_buf_printf(&b, "# matters\n"
	    "code,name,category,specialty,level_jurisdiction\n"
	    "M1,m,criminal,criminal,f\n# stations\ncode,name,organ_code,"
	    "region_code,mode,way,open_on,shifts,posts,fixed_counsel,remote\n"
	    "S1,jail,J1,11,rotation,onsite,all_days,am|pm,1,,f\n%s",
	    court ? "S2,court,T1,11,rotation,onsite,all_days,day,1,,f\n" : "");
	s->reg = zp_registry_parse(b.at, b.n, &rep);
	assert_non_null(s->reg);
	zp_buf_fini(&b);
	zp_report_fini(&rep);
	zp_policy_init(&s->p);
	s->p.seed = seed;
	s->p.roster.day = 1 + roster_roll(&s->seed, 2);
	s->p.roster.week = roster_roll(&s->seed, 4);
	s->p.roster.rest = roster_roll(&s->seed, 2);
	s->year = 2026;
	s->cal = (struct zp_calendar){ NULL, 0, &s->year, 1 };
	s->p.cal = &s->cal;
	s->a = zp_arena_new();
	s->in = (struct zp_roster_input){ .reg = s->reg, .p = &s->p,
	    .centre = -1, .from = zp_date_of(2026, 3, 6),
	    .to = zp_date_of(2026, 3, court ? 7 : 8),
	    .today = zp_date_of(2026, 3, 6), .duty = s->duty,
	    .day = s->day, .labour = ZP_ROSTER_LABOUR };
}

static void storm_free(struct storm *s)
{
	zp_arena_free(s->a);
	zp_registry_free(s->reg);
}

static bool same(const struct zp_duty *a, const struct zp_duty *b)
{
	return a->station == b->station && a->date.day == b->date.day &&
	    a->shift == b->shift && a->post == b->post;
}

/* --- brute force: what every way of filling the posts comes to --- */

struct score { int32_t open, changes; };	/* a change is 1, a jail's post
						 * open 4 (N15) */
struct brute {
	const struct storm *s;
	const struct zp_roster *r;
	int32_t who[ROOM], held[ROOM];
	struct score least;
};

static bool better(struct score a, struct score b)
{
	return a.open != b.open ? a.open < b.open : a.changes < b.changes;
}

static bool overlap(enum zp_shift a, enum zp_shift b)
{
	return a == b || a == ZP_SHIFT_DAY || b == ZP_SHIFT_DAY;
}

static int32_t dear(const struct zp_duty *d)
{
	return d->station == 0 && d->post == 1 ? 4 : 0;
}

/* May k have post i beside the ones before it?  Rest gives way to an open
 * post or a change. */
static bool fits(const struct brute *b, uint32_t i, int32_t k)
{
	const struct storm *s = b->s;
	const struct zp_duty *d = &b->r->duty[i];
	struct zp_duty_ask q = { s->reg, &s->p, NULL, 0, d->station, k,
	    d->date, d->shift, NULL, NULL };
	int32_t day = 0, week = 0;

	for (uint32_t j = 0; j < s->in.duties; j++)
		if (same(&s->duty[j], d) && s->duty[j].counsel == k &&
		    s->duty[j].state == ZP_DUTY_ABSENT)
			return false;
	for (uint32_t j = 0; j < i; j++) {
		const struct zp_duty *e = &b->r->duty[j];

		if (b->who[j] != k)
			continue;
		if (e->date.day == d->date.day && overlap(e->shift, d->shift))
			return false;
		day += e->date.day == d->date.day;
		week += (e->date.day + 3) / 7 == (d->date.day + 3) / 7;
	}
	return day < s->p.roster.day && (s->p.roster.week == 0 ||
	    week < s->p.roster.week) && zp_duty_bar(&q, NULL) < 0;
}

static void fill(struct brute *b, uint32_t i, struct score so_far)
{
	const struct zp_duty *d = &b->r->duty[i];

	if (!better(so_far, b->least))
		return;
	if (i == b->r->duties) {
		b->least = so_far;
		return;
	}
	for (int32_t k = -1; k < (int32_t)b->s->reg->counsels; k++) {
		struct score next = so_far;
		bool past = d->date.day < b->s->in.today.day;

		if (past ? k != b->held[i] : k >= 0 && !fits(b, i, k))
			continue;
		next.open += k < 0;
		next.changes += (b->held[i] >= 0 && k != b->held[i]) +
		    (k < 0 && !past ? dear(d) : 0);
		b->who[i] = k;
		fill(b, i + 1, next);
	}
}

/* Who holds each post of r by what is published. */
static void set_held(struct brute *b)
{
	for (uint32_t i = 0; i < b->r->duties; i++) {
		b->held[i] = -1;
		for (uint32_t j = 0; j < b->s->in.duties; j++)
			if (same(&b->s->duty[j], &b->r->duty[i]) &&
			    zp_duty_serves(&b->s->duty[j]))
				b->held[i] = b->s->duty[j].counsel;
	}
}

static void is_least(const struct storm *s, const struct zp_roster *r)
{
	struct brute b = { .s = s, .r = r, .least = { ROOM, ROOM } };
	struct score got = { (int32_t)r->gaps, 0 };

	int32_t changes = 0;

	set_held(&b);
	for (uint32_t i = 0; i < r->duties; i++) {
		changes += b.held[i] >= 0 &&
		    b.held[i] != r->duty[i].counsel;
		if (r->duty[i].counsel < 0 &&
		    r->duty[i].date.day >= s->in.today.day)
			got.changes += dear(&r->duty[i]);
		if (r->duty[i].date.day < s->in.today.day)
			assert_int_equal(r->duty[i].counsel, b.held[i]);
	}
	got.changes += changes;
	fill(&b, 0, (struct score){ 0, 0 });
	assert_int_equal(got.open, b.least.open);
	assert_int_equal(got.changes, b.least.changes);
	assert_int_equal(r->changes, changes);
}

/* --- what happens --- */

static void go_on_leave(struct storm *s, int event)
{
	struct zp_counsel *c = &s->reg->counsel[roster_roll(&s->seed,
	    s->reg->counsels)];
	struct zp_leave *l = &s->leave[event];

	l->starts_on = zp_date_add(s->in.today, roster_roll(&s->seed, 2));
	l->ends_on = zp_date_add(l->starts_on, roster_roll(&s->seed, 2));
	c->leave = l;			/* in place of an earlier one */
	c->leave_n = 1;
}

static struct zp_duty *some_duty(struct storm *s)
{
	struct zp_duty *d = &s->duty[roster_roll(&s->seed, s->in.duties + 1)];

	return d < s->duty + s->in.duties && zp_duty_serves(d) &&
	    d->date.day >= s->in.today.day ? d : NULL;
}

static void stay_away(struct storm *s)
{
	struct zp_duty *d = some_duty(s);

	if (d != NULL)
		d->state = ZP_DUTY_ABSENT;
}

static void swap(struct storm *s)
{
	struct zp_duty *a = some_duty(s), *b = some_duty(s);
	struct zp_roster_why why;
	const char *licence_no;
	int32_t k;

	if (a == NULL || b == NULL || a->counsel == b->counsel ||
	    !zp_roster_may(&s->in, a, b->counsel, b, &why) ||
	    !zp_roster_may(&s->in, b, a->counsel, a, &why))
		return;
	k = a->counsel;
	licence_no = a->licence_no;
	a->counsel = b->counsel;
	a->licence_no = b->licence_no;
	b->counsel = k;
	b->licence_no = licence_no;
}

static void make_exception(struct storm *s)
{
	static const uint32_t shifts[] = { 0, 1, 2, 3, 4 };
	struct zp_station_day *x = &s->day[s->in.days++];

	*x = (struct zp_station_day){ "S1", zp_date_add(s->in.today,
	    roster_roll(&s->seed, 3)), shifts[roster_roll(&s->seed, 5)],
	    1 + (roster_roll(&s->seed, 4) == 0), "", 0 };
	for (uint32_t i = 0; i + 1 < s->in.days; i++)
		if (s->day[i].date.day == x->date.day) {
			s->in.days--;		/* one a day */
			return;
		}
}

/* What the repair says becomes what is on record; rows stay. */
static void publish(struct storm *s, const struct zp_roster *r)
{
	struct zp_duty old[ROOM];
	uint32_t n = s->in.duties;

	memcpy(old, s->duty, sizeof(old));
	s->in.duties = 0;
	for (uint32_t i = 0; i < n; i++)
		if (old[i].state == ZP_DUTY_ABSENT ||
		    old[i].date.day < s->in.today.day)
			s->duty[s->in.duties++] = old[i];
	for (uint32_t i = 0; i < r->duties; i++) {
		struct zp_duty d = r->duty[i];

		d.state = ZP_DUTY_PUBLISHED;
		assert_true(s->in.duties < ROOM);
		if (d.counsel >= 0 && d.date.day >= s->in.today.day)
			s->duty[s->in.duties++] = d;
	}
}

static void happen(struct storm *s, int event)
{
	switch (roster_roll(&s->seed, 5)) {
	case 0:
		go_on_leave(s, event);
		break;
	case 1:
		stay_away(s);
		break;
	case 2:
		swap(s);
		break;
	case 3:
		make_exception(s);
		break;
	default:
		if (s->in.today.day < s->in.to.day)
			s->in.today.day++;
	}
}

static void every_repair_changes_least(void **state)
{
	int32_t changes = 0, open = 0;

	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct zp_roster *r;
		struct storm s;

		storm_new(&s, seed);
		r = zp_roster_make(&s.in, s.a);
		is_least(&s, r);
		publish(&s, r);
		for (int event = 0; event < EVENTS; event++) {
			happen(&s, event);
			r = zp_roster_make(&s.in, s.a);
			is_least(&s, r);
			changes += r->changes;
			open += (int32_t)r->gaps;
			publish(&s, r);
		}
		storm_free(&s);
	}
	assert_true(changes > MANY / 2 && open > MANY / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_repair_changes_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
