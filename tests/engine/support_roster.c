/* tests/engine/support_roster.c - see support_roster.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support_roster.h"
#include "zhipaid/hash.h"

int32_t roster_roll(uint64_t *seed, uint64_t below)
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
	bool odd = !plain && roster_roll(s, 4) == 0;

	zp_buf_printf(b, "L%02d,n,,%s,%s,C%d,1%d,2010-01-01,,,,f,f,%s,f,,%s,"
	    "%s,%s,,%s,,,,%s,,,%s\n", k,
	    plain ? "lawyer" : kind[roster_roll(s, 6)],
	    "F1", 1 + k % 2, 1 + k % 2,
	    odd && roster_roll(s, 3) == 0 ? "" :
	    odd && roster_roll(s, 3) == 0 ? "2026-03-12" : "2024-01-01",
	    odd && roster_roll(s, 3) == 0 ? "2026-03-10" : "",
	    odd && roster_roll(s, 5) == 0 ? "suspended" : "active",
	    odd && roster_roll(s, 3) == 0 ? "T1" : "",
	    odd && roster_roll(s, 3) == 0 ? "J1" : "",
	    odd && roster_roll(s, 5) == 0 ? "2026-03-20" : "",
	    odd && roster_roll(s, 5) == 0 ? "2026-03-15" : "");
}

static void put_leave(struct zp_buf *b, uint64_t *s, int32_t people)
{
	zp_buf_puts(b, "# leave\nlicence_no,starts_on,ends_on,reason\n");
	for (int32_t k = 0; k < people; k++)
		if (roster_roll(s, 5) == 0) {
			int32_t from = 1 + roster_roll(s, 25);

			zp_buf_printf(b, "L%02d,2026-03-%02d,2026-03-%02d,\n",
			    k, from, from + roster_roll(s, 6));
		}
}

void roster_town_new(struct roster_town *t, uint64_t seed, bool plain)
{
	uint64_t s = zp_hash_mix(seed);
	int32_t least = plain ? 24 : 16;
	int32_t people = least + roster_roll(&s, (uint64_t)(ROSTER_PEOPLE -
	    least));
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
	    .today = zp_date_of(2026, 2, 20), .labour = 100 };
}

void roster_town_free(struct roster_town *t)
{
	zp_arena_free(t->a);
	zp_registry_free(t->reg);
}

static bool may_serve(const struct zp_counsel *c, struct zp_date d)
{
	for (uint32_t i = 0; i < c->leave_n; i++)
		if (c->leave[i].starts_on.day <= d.day &&
		    d.day <= c->leave[i].ends_on.day)
			return false;
	return (c->kind == ZP_LAWYER || c->kind == ZP_STAFF_LAWYER) &&
	    c->status == ZP_ACTIVE && zp_date_known(c->duty_trained_on) &&
	    c->duty_trained_on.day <= d.day &&
	    !(zp_date_known(c->joined_on) && c->joined_on.day > d.day) &&
	    !(zp_date_known(c->pool_to) && d.day > c->pool_to.day) &&
	    !(zp_date_known(c->duty_to) && d.day > c->duty_to.day);
}

bool roster_may_stand(const struct roster_town *t, const struct zp_duty *d,
    int32_t counsel)
{
	const struct zp_counsel *c = &t->reg->counsel[counsel];
	const struct zp_station *s = &t->reg->station[d->station];

	return may_serve(c, d->date) &&
	    strcmp(c->region_code, s->region_code) == 0 &&
	    !zp_list_has(&c->former_organ, s->organ_code) &&
	    !zp_list_has(&c->relatives_at, s->organ_code) &&
	    (s->mode != ZP_FIXED || strcmp(c->licence_no, "L01") == 0 ||
	    strcmp(c->licence_no, "L03") == 0);
}

bool roster_go_together(const struct roster_town *t, const struct zp_duty *a,
    const struct zp_duty *b)
{
	int32_t apart = abs(a->date.day - b->date.day);

	if (apart == 0)
		return a->shift != b->shift && a->shift != ZP_SHIFT_DAY &&
		    b->shift != ZP_SHIFT_DAY && t->p.roster.day != 1;
	return apart > t->p.roster.rest;
}
