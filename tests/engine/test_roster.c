/* tests/engine/test_roster.c - zp_roster_*(), judged by rules written anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "zhipaid/hash.h"
#include "zhipaid/roster.h"

enum { MANY = 60, MOST_PEOPLE = 40 };

struct town {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_day day[3];
	int32_t year[1];
	struct zp_arena *a;
	struct zp_roster_input in;
};

static int32_t roll(uint64_t *seed, uint64_t below)
{
	return (int32_t)(zp_hash_mix((*seed)++) % below);
}

static const char head[] =
	"# regions\ncode,name,level,parent_code,served_by\n"
	"10,City,city,,\n11,A,county,10,\n12,B,county,10,\n"
	"# centres\ncode,name,level,region_code,annual_target\n"
	"C0,c,city,10,\nC1,a,county,11,\nC2,b,county,12,\n"
	"# organs\ncode,name,kind,level,region_code\n"
	"J1,jail,detention_centre,basic,11\nT1,court,court,basic,11\n"
	"T2,court,court,basic,12\n"
	"# firms\ncode,name,kind,region_code\nF1,firm,law_firm,11\n";
static const char counsel_head[] = "# counsel\n"
	"licence_no,name,gender,kind,firm_code,centre_code,region_code,"
	"practice_since,criminal_since,specialties,languages,expert,"
	"minor_qualified,duty_trained_on,wants_pairing,annual_cap,joined_on,"
	"status,former_organ,former_left_on,relatives_at,relatives,area,"
	"pool_from,pool_to,quality,duty_from,duty_to\n";
static const char tail[] =
	"# matters\ncode,name,category,specialty,level_jurisdiction\n"
	"M1,m,criminal,criminal,f\n"
	"# stations\ncode,name,organ_code,region_code,mode,way,open_on,"
	"shifts,posts,fixed_counsel,remote\n"
	"S1,jail,J1,11,rotation,onsite,working_days,am|pm,1,,f\n"
	"S2,jail by phone,J1,11,rotation,phone,days_off,day,1,,f\n"
	"S3,court,T1,11,rotation,onsite,working_days,day,2,,f\n"
	"S4,court,T2,12,rotation,onsite,all_days,day,1,,t\n"
	"S5,court on call,T2,12,on_call,onsite,all_days,am,1,,f\n"
	"S6,fixed,T2,12,fixed,onsite,working_days,pm,1,L01|L03,f\n";

static void put_person(struct zp_buf *b, uint64_t *s, int32_t k, bool plain)
{
	static const char *const kind[] = { "lawyer", "lawyer", "lawyer",
		"staff_lawyer", "grassroots_worker", "volunteer" };
	bool odd = !plain && roll(s, 4) == 0;

	zp_buf_printf(b, "L%02d,n,,%s,%s,C%d,1%d,2010-01-01,,,,f,f,%s,f,,%s,"
	    "%s,%s,,%s,,,,%s,,,%s\n", k,
	    plain ? "lawyer" : kind[roll(s, 6)],
	    "F1", 1 + k % 2, 1 + k % 2,
	    odd && roll(s, 3) == 0 ? "" :
	    odd && roll(s, 3) == 0 ? "2026-03-12" : "2024-01-01",
	    odd && roll(s, 3) == 0 ? "2026-03-10" : "",
	    odd && roll(s, 5) == 0 ? "suspended" : "active",
	    odd && roll(s, 3) == 0 ? "T1" : "",
	    odd && roll(s, 3) == 0 ? "J1" : "",
	    odd && roll(s, 5) == 0 ? "2026-03-20" : "",
	    odd && roll(s, 5) == 0 ? "2026-03-15" : "");
}

static void put_leave(struct zp_buf *b, uint64_t *s, int32_t people)
{
	zp_buf_puts(b, "# leave\nlicence_no,starts_on,ends_on,reason\n");
	for (int32_t k = 0; k < people; k++)
		if (roll(s, 5) == 0) {
			int32_t from = 1 + roll(s, 25);

			zp_buf_printf(b, "L%02d,2026-03-%02d,2026-03-%02d,\n",
			    k, from, from + roll(s, 6));
		}
}

/* plain: everybody alike, nobody away. */
static void town_new(struct town *t, uint64_t seed, bool plain)
{
	uint64_t s = zp_hash_mix(seed);
	int32_t least = plain ? 24 : 16;
	int32_t people = least + roll(&s, (uint64_t)(MOST_PEOPLE - least));
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };

	memset(t, 0, sizeof(*t));
	zp_buf_puts(&b, head);
	zp_buf_puts(&b, counsel_head);
	for (int32_t k = 0; k < people; k++)
		put_person(&b, &s, k, plain);
	put_leave(&b, &s, plain ? 0 : people);
	zp_buf_puts(&b, tail);
	t->reg = zp_registry_parse(b.at, b.n, &rep);
	if (t->reg == NULL) {
		struct zp_buf why = { 0 };

		zp_report_print(&rep, ZP_EN, &why);
		fail_msg("%s", zp_buf_str(&why));
	}
	zp_buf_fini(&b);
	zp_report_fini(&rep);
	zp_policy_init(&t->p);
	t->p.seed = seed;
	t->day[0] = (struct zp_day){ zp_date_of(2026, 3, 7), ZP_DAY_WORK,
	    "" };
	t->day[1] = (struct zp_day){ zp_date_of(2026, 3, 18), ZP_DAY_OFF,
	    "" };
	t->year[0] = 2026;
	t->cal = (struct zp_calendar){ t->day, 2, t->year, 1 };
	assert_true(zp_calendar_seal(&t->cal));
	t->p.cal = &t->cal;
	t->a = zp_arena_new();
	t->in = (struct zp_roster_input){ .reg = t->reg, .p = &t->p,
	    .centre = -1,
	    .from = zp_date_of(2026, 3, 1), .to = zp_date_of(2026, 3, 31),
	    .today = zp_date_of(2026, 2, 20), .labour = 1000 };
}

static void town_free(struct town *t)
{
	zp_arena_free(t->a);
	zp_registry_free(t->reg);
}

static bool overlap(enum zp_shift a, enum zp_shift b)
{
	return a == b || a == ZP_SHIFT_DAY || b == ZP_SHIFT_DAY;
}

/* May this person stand there that day?  From the words of the rules. */
static void may_stand(const struct town *t, const struct zp_duty *d)
{
	const struct zp_counsel *c = &t->reg->counsel[d->counsel];
	const struct zp_station *s = &t->reg->station[d->station];

	assert_true(c->kind == ZP_LAWYER || c->kind == ZP_STAFF_LAWYER);
	assert_int_equal(c->status, ZP_ACTIVE);
	assert_true(zp_date_known(c->duty_trained_on) &&
	    c->duty_trained_on.day <= d->date.day);
	assert_string_equal(c->region_code, s->region_code);
	assert_false(zp_list_has(&c->former_organ, s->organ_code));
	assert_false(zp_list_has(&c->relatives_at, s->organ_code));
	for (uint32_t i = 0; i < c->leave_n; i++)
		assert_false(c->leave[i].starts_on.day <= d->date.day &&
		    d->date.day <= c->leave[i].ends_on.day);
	if (zp_date_known(c->joined_on))
		assert_true(c->joined_on.day <= d->date.day);
	if (zp_date_known(c->pool_to))
		assert_true(d->date.day <= c->pool_to.day);
	if (zp_date_known(c->duty_to))
		assert_true(d->date.day <= c->duty_to.day);
	if (s->mode == ZP_FIXED)
		assert_true(strcmp(c->licence_no, "L01") == 0 ||
		    strcmp(c->licence_no, "L03") == 0);
}

static bool eased(const struct zp_roster *r, int32_t centre)
{
	for (uint32_t i = 0; i < r->easeds; i++)
		if (r->eased[i].centre == centre)
			return true;
	return false;
}

/* What one person has in the month, duty by duty. */
static void go_together(const struct town *t, const struct zp_roster *r,
    uint32_t i)
{
	const struct zp_duty *d = &r->duty[i];
	int32_t week = 0, month = 0, day = 0;

	for (uint32_t k = 0; k < r->duties; k++) {
		const struct zp_duty *e = &r->duty[k];
		int32_t apart = abs(e->date.day - d->date.day);

		if (e->counsel != d->counsel)
			continue;
		month++;
		week += (e->date.day + 3) / 7 == (d->date.day + 3) / 7;
		day += apart == 0;
		if (k != i && apart == 0)
			assert_false(overlap(d->shift, e->shift));
		if (k != i && apart == 1)
			assert_true(eased(r,
			    t->reg->counsel[d->counsel].centre));
	}
	assert_true(day <= t->p.roster.day);
	assert_true(week <= t->p.roster.week);
	assert_true(month <= t->p.roster.month);
}

/* Posts of the month by hand: 21 plain working days of March 2026, and the
 * 7th is one, the 18th is not. */
static void every_rule_holds(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct zp_roster *r;
		uint32_t open = 0;
		struct town t;

		town_new(&t, seed, false);
		r = zp_roster_make(&t.in, t.a);
		assert_int_equal(r->duties, 22 * 2 + 9 + 22 * 2 + 31 + 22);
		for (uint32_t i = 0; i < r->duties; i++) {
			if (r->duty[i].counsel < 0) {
				open++;
				continue;
			}
			may_stand(&t, &r->duty[i]);
			go_together(&t, r, i);
		}
		assert_int_equal(open, r->gaps);
		assert_true(r->announced && r->bound <= r->cost);
		town_free(&t);
	}
}

/* Shifts of a kind that each person of a centre has; the fixed station and
 * its people aside. */
static void spread(const struct town *t, const struct zp_roster *r,
    int32_t centre, enum zp_bucket b, int32_t *least, int32_t *most)
{
	*least = INT32_MAX;
	*most = 0;
	for (uint32_t k = 0; k < t->reg->counsels; k++) {
		int32_t n = 0;

		if (t->reg->counsel[k].centre != centre)
			continue;
		for (uint32_t i = 0; i < r->duties; i++)
			n += r->duty[i].counsel == (int32_t)k &&
			    zp_roster_bucket(t->reg, &t->cal,
			    r->duty[i].station, r->duty[i].date) == b;
		*least = n < *least ? n : *least;
		*most = n > *most ? n : *most;
	}
}

static void equals_differ_by_one(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY / 4; seed++) {
		int32_t centre, least, most;
		struct zp_roster *r;
		struct town t;

		town_new(&t, seed, true);
		t.in.to = zp_date_of(2026, 12, 31);
		centre = zp_registry_find(t.reg, ZP_T_CENTRES, "C1");
		r = zp_roster_make(&t.in, t.a);
		for (uint32_t i = 0; i < r->gaps; i++)
			assert_string_equal(r->duty[r->gap[i].duty]
			    .station_code, "S6");
		spread(&t, r, centre, ZP_ON_WORKDAY, &least, &most);
		assert_true(most - least <= 1);
		spread(&t, r, centre, ZP_ON_DAY_OFF, &least, &most);
		assert_true(most - least <= 1);
		/* the fixed station has two people, whose limits bind */
		assert_true((r->cost - r->bound) * 20 <= r->cost);
		town_free(&t);
	}
}

static int32_t person(const struct town *t, const struct zp_duty *d)
{
	return zp_registry_find(t->reg, ZP_T_COUNSEL, d->licence_no);
}

/* Can a colleague take duty i beside what he has? */
static bool somebody_free(const struct town *t, const struct zp_roster *r,
    uint32_t i)
{
	const struct zp_duty *d = &r->duty[i];

	for (uint32_t k = 0; k < t->reg->counsels; k++) {
		const struct zp_counsel *c = &t->reg->counsel[k];
		int32_t week = 0, month = 0, near = 0;

		for (uint32_t j = 0; j < r->duties; j++) {
			const struct zp_duty *e = &r->duty[j];

			if (e->counsel != (int32_t)k)
				continue;
			month++;
			week += (e->date.day + 3) / 7 == (d->date.day + 3) / 7;
			near += abs(e->date.day - d->date.day) <= 1;
		}
		if ((int32_t)k != d->counsel && near == 0 && week < 3 &&
		    month < 12 && strcmp(c->region_code,
		    t->reg->station[d->station].region_code) == 0 &&
		    (strcmp(d->station_code, "S6") != 0 ||
		    strcmp(c->licence_no, "L01") == 0 ||
		    strcmp(c->licence_no, "L03") == 0))
			return true;
	}
	return false;
}

/* One person cannot come on one day: that duty changes hands, no other; and
 * what is past stays whoever has it. */
static void a_repair_disturbs_least(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct zp_roster *r, *again;
		struct zp_duty *old;
		uint32_t gone, n = 0;
		struct town t;

		town_new(&t, seed, true);
		r = zp_roster_make(&t.in, t.a);
		old = zp_arena_calloc(t.a, r->duties + 1, sizeof(*old));
		gone = (uint32_t)(zp_hash_mix(seed) % r->duties);
		for (uint32_t i = 0; i < r->duties; i++) {
			old[i] = r->duty[i];
			old[i].state = i == gone ? ZP_DUTY_ABSENT :
			    ZP_DUTY_PUBLISHED;
		}
		t.in.duty = old;
		t.in.duties = r->duties;
		t.in.today = r->duty[gone].date;
		again = zp_roster_make(&t.in, t.a);
		assert_int_equal(again->duties, r->duties);
		for (uint32_t i = 0; i < r->duties; i++)
			if (i != gone && r->duty[i].counsel >= 0 &&
			    again->duty[i].counsel != r->duty[i].counsel) {
				assert_true(again->duty[i].date.day >=
				    t.in.today.day);
				n++;
			}
		assert_int_equal(n, again->changes);
		if (somebody_free(&t, r, gone)) {
			assert_int_equal(n, 0);
			assert_true(again->duty[gone].counsel >= 0);
		}
		if (old[gone].counsel >= 0)
			assert_true(person(&t, &again->duty[gone]) !=
			    old[gone].counsel);
		town_free(&t);
	}
}

static void exceptions_and_bookings(void **state)
{
	struct zp_station_day day[] = {
		{ "S1", zp_date_of(2026, 3, 2), 0, 1, "closed", 0 },
		{ "S5", zp_date_of(2026, 3, 3), ZP_SHIFT_BIT(ZP_SHIFT_PM), 3,
		    "booked", 0 },
	};
	struct town t;
	uint32_t n;

	(void)state;
	town_new(&t, 1, true);
	for (size_t i = 0; i < ZP_COUNT(day); i++)
		day[i].station = zp_registry_find(t.reg, ZP_T_STATIONS,
		    day[i].station_code);
	t.in.day = day;
	t.in.days = ZP_COUNT(day);
	assert_non_null(zp_roster_demand(&t.in, t.a, &n));
	assert_int_equal(n, 22 * 2 + 9 + 22 * 2 + 31 + 22 - 2 + 3);
	t.in.from = t.in.to = zp_date_of(2027, 1, 4);
	assert_false(zp_roster_make(&t.in, t.a)->announced);
	town_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_holds),
		cmocka_unit_test(equals_differ_by_one),
		cmocka_unit_test(a_repair_disturbs_least),
		cmocka_unit_test(exceptions_and_bookings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
