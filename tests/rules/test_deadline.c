/* tests/rules/test_deadline.c - clocks and the queue (D, H, J9, J16). */
#include "support_city.h"
#include "zhipaid/deadline.h"
#include "zhipaid/help.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* The notices for 2025 and 2026 (国办发明电〔2024〕12号, 2024-11-12; notice of
 * 2025-11-04): days off, then weekend days worked. */
static const char *const off[] = {
	"2025-01-01/2025-01-01", "2025-01-28/2025-02-04",
	"2025-04-04/2025-04-06", "2025-05-01/2025-05-05",
	"2025-05-31/2025-06-02", "2025-10-01/2025-10-08",
	"2026-01-01/2026-01-03", "2026-02-15/2026-02-23",
	"2026-04-04/2026-04-06", "2026-05-01/2026-05-05",
	"2026-06-19/2026-06-21", "2026-09-25/2026-09-27",
	"2026-10-01/2026-10-07" };
static const char *const worked[] = { "2025-01-26", "2025-02-08",
	"2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14",
	"2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10" };

static void calendar(struct zt_city *t)
{
	struct zp_day *day = zp_arena_calloc(t->a, 100, sizeof(*day));
	int32_t *year = zp_arena_calloc(t->a, 2, sizeof(*year));
	uint32_t n = 0;

	for (size_t i = 0; i < ZP_COUNT(off); i++) {
		char from[ZP_DATE_TEXT];
		struct zp_date d, end = zt_date(off[i] + 11);

		snprintf(from, sizeof(from), "%.10s", off[i]);
		for (d = zt_date(from); d.day <= end.day; d.day++)
			day[n++] = (struct zp_day){ d, ZP_DAY_OFF, "" };
	}
	for (size_t i = 0; i < ZP_COUNT(worked); i++)
		day[n++] = (struct zp_day){ zt_date(worked[i]), ZP_DAY_WORK,
			"" };
	year[0] = 2025;
	year[1] = 2026;
	t->cal = (struct zp_calendar){ day, n, year, 2 };
	assert_true(zp_calendar_seal(&t->cal));
}

/* Working days of each month, counted from the notices by hand. */
static void working_days_are_those_of_the_notices(void **state)
{
	static const int want[2][12] = {
		{ 19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23 },
		{ 21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23 } };
	struct zt_city *t = zt_city_new();

	(void)state;
	calendar(t);
	for (int y = 0; y < 2; y++) {
		int sum = 0;

		for (int m = 1; m <= 12; m++) {
			struct zp_date a = zp_date_of(2025 + y, m, 1);
			struct zp_date b = m < 12 ?
			    zp_date_of(2025 + y, m + 1, 1) :
			    zp_date_of(2026 + y, 1, 1);
			int n = zp_calendar_count(&t->cal, a,
			    zp_date_add(b, -1));

			assert_int_equal(want[y][m - 1], n);
			sum += n;
		}
		assert_int_equal(248, sum);
	}
	zt_city_free(t);
}

struct row {
	const char *cs;
	const char *due, *assign_by, *promise, *adjourned;
	enum zp_rule rule;
	enum zp_day_unit unit;
	enum zp_rollover roll;
	enum zp_promise kept;
};

#define AT(s) "approved_at=" s "+08:00"
#define NOTICE "source=mandatory_notice; "

static const struct row row[] = {
	/* the first day is not counted; no roll-over */
	{ AT("2026-03-10T08:00:00"), "2026-03-13", "2026-03-13" },
	{ AT("2026-03-10T23:59:59"), "2026-03-13", "2026-03-13" },
	{ AT("2026-03-11T00:00:00"), "2026-03-14", "2026-03-13" },
	{ AT("2026-04-30T10:00:00"), "2026-05-03", "2026-04-30" },
	/* within the holidays: not before it began */
	{ AT("2026-10-02T10:00:00"), "2026-10-05", "2026-10-02" },
	{ AT("2026-02-12T10:00:00"), "2026-02-15", "2026-02-14" },
	/* options */
	{ AT("2026-04-30T10:00:00"), "2026-05-06", "2026-05-06",
	    .roll = ZP_ROLL_NEXT_WORKDAY },
	{ AT("2026-04-30T10:00:00"), "2026-05-08", "2026-05-08",
	    .unit = ZP_WORKING_DAYS_UNIT },
	{ AT("2026-05-06T10:00:00"), "2026-05-09", "2026-05-09",
	    .unit = ZP_WORKING_DAYS_UNIT },
	/* D3: the notice, where known and earlier */
	{ NOTICE AT("2026-03-10T08:00:00"), "2026-03-13", "2026-03-13",
	    .rule = ZP_D3 },
	{ NOTICE "notified_at=2026-03-09T18:00:00+08:00; "
	    AT("2026-03-10T08:00:00"), "2026-03-12", "2026-03-12",
	    .rule = ZP_D3 },
	{ NOTICE "notified_at=2026-03-11T18:00:00+08:00; "
	    AT("2026-03-10T08:00:00"), "2026-03-13", "2026-03-13",
	    .rule = ZP_D3 },
	{ "notified_at=2026-03-09T18:00:00+08:00; "
	    AT("2026-03-10T08:00:00"), "2026-03-13", "2026-03-13" },
	/* D16 */
	{ AT("2026-03-10T08:00:00"), "2026-03-13", "2026-03-13",
	    "2026-03-10T23:59:59+08:00", .kept = ZP_PROMISE_SAME_DAY },
	{ AT("2026-04-30T08:00:00"), "2026-05-03", "2026-04-30",
	    "2026-05-06T23:59:59+08:00", .kept = ZP_PROMISE_NEXT_WORKDAY },
	/* D14 */
	{ "adjourned_on=2026-03-01; " AT("2026-03-10T08:00:00"),
	    "2026-03-13", "2026-03-13", NULL, "2026-03-04" },
};

static void check_row(const struct row *r, size_t n)
{
	struct zt_city *t = zt_city_new();
	struct zp_clocks k;

	calendar(t);
	t->p.assign_unit = r->unit;
	t->p.rollover = r->roll;
	t->p.promise = r->kept;
	zt_case(t, r->cs);
	k = zp_clocks_of(&t->p, &t->cal, &t->vc.c, NULL);
	if (k.due.day != zt_date(r->due).day ||
	    k.assign_by.day != zt_date(r->assign_by).day ||
	    k.adjourned.day != zt_date(r->adjourned).day ||
	    k.rule != (int)(r->rule == ZP_D3 ? ZP_D3 : ZP_D2) ||
	    k.promise.us != (r->promise == NULL ? ZP_WALL_NONE.us :
	    zt_wall(r->promise).us))
		fail_msg("row %zu: due %d days after", n, k.due.day -
		    zp_wall_date(t->vc.c.approved_at).day);
	zt_city_free(t);
}

static void clocks_run_as_the_law_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++)
		check_row(&row[i], i);
}

static void the_queue_has_its_order(void **state)
{
	static const struct { const char *cs; int rank; } want[] = {
		{ "urgent=t; recipient_groups=military", 0 },
		{ "urgent_reason=preservation", 0 },
		{ "recipient_groups=women|military; procedure=fast_track", 1 },
		{ "procedure=fast_track; source=mandatory_notice", 2 },
		{ "source=mandatory_notice", 3 },
		{ "matter_code=CR-COMPULSORY", 3 },
		{ "source=discretionary_notice", 4 }, { "", 4 } };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(want); i++) {
		struct zt_city *t = zt_city_new();

		zt_case(t, want[i].cs);
		assert_int_equal(want[i].rank, zp_case_rank(&t->vc.c,
		    &t->reg->matter[t->vc.matter]));
		zt_city_free(t);
	}
}

/* A case that may be held, facts that forbid it, and when it is let go. */
static const struct hold_row {
	const char *cs, *since, *until;
	int percent, settle;
	enum zp_promise kept;
	enum zp_dispatch mode;
} hold_row[] = {
	/* by law: until the end of Friday the 13th, 86 h 59 min 59 s */
	{ AT("2026-03-10T09:00:00"), NULL, "2026-03-12T04:29:59+08:00", 50 },
	{ AT("2026-03-10T09:00:00"), NULL, NULL, 0 },
	/* what is left of the day promised */
	{ AT("2026-03-10T09:00:00"), NULL, "2026-03-10T16:29:59+08:00", 50,
	    .kept = ZP_PROMISE_SAME_DAY },
	{ AT("2026-03-10T22:00:00"), NULL, "2026-03-10T22:11:59+08:00", 10,
	    .kept = ZP_PROMISE_SAME_DAY },
	{ AT("2026-03-10T23:59:59"), NULL, NULL, 90,
	    .kept = ZP_PROMISE_SAME_DAY },
	/* a promise longer than the law gives way */
	{ AT("2026-04-30T10:00:00"), NULL, "2026-04-30T16:59:59+08:00", 50,
	    .kept = ZP_PROMISE_NEXT_WORKDAY },
	/* put back: of what is left; nothing when the time is over */
	{ AT("2026-03-10T09:00:00"), "2026-03-13T12:00:00+08:00",
	    "2026-03-13T17:59:59+08:00", 50 },
	{ AT("2026-03-10T09:00:00"), "2026-03-20T12:00:00+08:00", NULL, 90 },
	/* those that never wait */
	{ "urgent=t; " AT("2026-03-10T09:00:00"), NULL, NULL, 50 },
	{ "urgent_reason=limit; " AT("2026-03-10T09:00:00"), NULL, NULL, 50 },
	{ "recipient_groups=military; " AT("2026-03-10T09:00:00"), NULL,
	    NULL, 50 },
	{ "procedure=fast_track; " AT("2026-03-10T09:00:00"), NULL, NULL,
	    50 },
	{ NOTICE AT("2026-03-10T09:00:00"), NULL, NULL, 50 },
	{ "source=discretionary_notice; " AT("2026-03-10T09:00:00"), NULL,
	    NULL, 50 },
	{ "possible_sentence=life; " AT("2026-03-10T09:00:00"), NULL, NULL,
	    50 },
	{ "possible_sentence=death; " AT("2026-03-10T09:00:00"), NULL, NULL,
	    50 },
	{ "adjourned_on=2026-03-09; " AT("2026-03-10T09:00:00"), NULL, NULL,
	    50 },
	{ "hearing_at=2026-05-09T09:00:00+08:00; "
	    AT("2026-03-10T09:00:00"), NULL, NULL, 50 },
	{ AT("2026-03-10T09:00:00"), NULL, NULL, 50,
	    .mode = ZP_ROTATE_PERSON },
	{ AT("2026-03-10T09:00:00"), NULL, NULL, 50, .mode = ZP_MANUAL_ONLY },
};

static void what_may_wait_is_let_go_in_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(hold_row); i++) {
		const struct hold_row *r = &hold_row[i];
		struct zt_city *t = zt_city_new();
		struct zp_wall until;

		calendar(t);
		t->p.promise = r->kept;
		for (int k = 0; k < 4; k++) {
			t->p.hold[k] = r->percent;
			t->p.dispatch[k] = r->mode;
		}
		zt_case(t, r->cs);
		until = zp_hold_until(&t->p, &t->cal, &t->vc.c,
		    &t->reg->matter[t->vc.matter], r->since == NULL ?
		    t->vc.c.approved_at : zt_wall(r->since));
		if (until.us != (r->until == NULL ? ZP_WALL_NONE.us :
		    zt_wall(r->until).us))
			fail_msg("row %zu: %lld", i, (long long)until.us);
		zt_city_free(t);
	}
}

static uint32_t roll(uint32_t *x, uint32_t below)
{
	*x = *x * 1664525 + 1013904223;
	return (*x >> 8) % below;
}

static void shake(struct zt_city *t, uint32_t *x)
{
	struct zp_case *c = &t->vc.c;

	t->p.promise = (enum zp_promise)roll(x, 3);
	t->p.assign_days = 1 + (int32_t)roll(x, 3);
	t->p.assign_unit = (enum zp_day_unit)roll(x, 2);
	t->p.rollover = (enum zp_rollover)roll(x, 2);
	t->p.settle = (int32_t)roll(x, 4321);
	for (int k = 0; k < 4; k++)
		t->p.hold[k] = (int32_t)roll(x, 91);
	c->approved_at.us += (int64_t)roll(x, 400 * 86400) * ZP_SEC(1).us;
	c->urgent = roll(x, 8) == 0;
	c->source = (enum zp_source)(roll(x, 4) == 0 ? roll(x, 3) : 0);
	c->possible_sentence = (enum zp_sentence)(roll(x, 4) == 0 ?
	    roll(x, 4) : 0);
	c->notified_at = roll(x, 2) == 0 ? ZP_WALL_NONE : (struct zp_wall){
	    c->approved_at.us - (int64_t)roll(x, 86400) * ZP_SEC(1).us };
}

/* Random cases and policies: never past the law or the promise, nobody whom
 * others wait for, and always after what it is counted from. */
static void nothing_waits_past_its_clock(void **state)
{
	uint32_t x = 7, held = 0, loose = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct zt_city *t = zt_city_new();
		struct zp_matter *m;
		struct zp_wall since, at[2];
		struct zp_clocks k;

		zt_case(t, "");
		m = &t->reg->matter[t->vc.matter];
		shake(t, &x);
		since = t->vc.c.approved_at;
		since.us += (int64_t)roll(&x, 3) * roll(&x, 200000) *
		    ZP_SEC(1).us;
		k = zp_clocks_of(&t->p, &t->cal, &t->vc.c, m);
		at[0] = zp_hold_until(&t->p, &t->cal, &t->vc.c, m, since);
		at[1] = zp_settle_until(&t->p, &t->cal, &t->vc.c, m, since);
		held += zp_wall_known(at[0]);
		loose += zp_wall_known(at[1]);
		for (int n = 0; n < 2; n++) {
			if (!zp_wall_known(at[n]))
				continue;
			assert_true(zp_wall_cmp(at[n], since) > 0);
			assert_true(zp_date_cmp(zp_wall_date(at[n]),
			    k.assign_by) <= 0);
			assert_false(zp_wall_known(k.promise) &&
			    zp_wall_cmp(at[n], k.promise) > 0);
			assert_false(t->vc.c.urgent);
			assert_int_equal(ZP_APPLICATION, t->vc.c.source);
			assert_true(t->vc.c.possible_sentence <=
			    ZP_SENTENCE_FIXED);
		}
		zt_city_free(t);
	}
	assert_in_range(held, 2000, 18000);
	assert_in_range(loose, 2000, 18000);
}

/* D10, D11, D20: until when a duty lawyer comes. */
static void requests_have_their_clocks(void **state)
{
	static const struct {
		struct zp_request r;
		const char *at, *wanted, *due, *notice_by;
		int rule;
	} ask[] = {
		{ { ZP_DETAINEE }, "2026-02-14T16:30:00+08:00", "",
		    "2026-02-15T16:30:00+08:00", "", ZP_D11 },
		{ { ZP_PASS_ON }, "2026-03-02T09:00:00+08:00", "",
		    "2026-03-03T09:00:00+08:00", "", ZP_D10 },
		/* two working days; 14 February is worked, then a week off */
		{ { ZP_ORGAN_NOTICE }, "2026-03-02T09:00:00+08:00", "",
		    "2026-03-04T23:59:59+08:00", "", ZP_D20 },
		{ { ZP_ORGAN_NOTICE }, "2026-02-13T09:00:00+08:00", "",
		    "2026-02-24T23:59:59+08:00", "", ZP_D20 },
		/* the day asked for, and when its notice was due */
		{ { ZP_ORGAN_NOTICE }, "2026-03-02T09:00:00+08:00",
		    "2026-03-10", "2026-03-10T23:59:59+08:00", "2026-03-05",
		    ZP_D20 },
		{ { ZP_ORGAN_NOTICE }, "2026-02-10T09:00:00+08:00",
		    "2026-02-24", "2026-02-24T23:59:59+08:00", "2026-02-12",
		    ZP_D20 },
		{ { ZP_ORGAN_NOTICE, .fast_track = true },
		    "2026-03-02T09:00:00+08:00", "2026-03-03",
		    "2026-03-03T09:00:00+08:00", "", ZP_D20 },
	};
	struct zt_city *t = zt_city_new();

	(void)state;
	calendar(t);
	for (size_t i = 0; i < ZP_COUNT(ask); i++) {
		struct zp_request r = ask[i].r;
		struct zp_request_clock k;
		char due[ZP_WALL_TEXT], by[ZP_DATE_TEXT];

		r.at = zt_wall(ask[i].at);
		r.wanted_on = zt_date(ask[i].wanted);
		k = zp_request_clock_of(&t->p, &t->cal, &r);
		assert_int_equal(ask[i].rule, k.rule);
		assert_string_equal(ask[i].due, zp_wall_print(k.due, due));
		assert_string_equal(ask[i].notice_by,
		    zp_date_print(k.notice_by, by));
	}
	zt_city_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(working_days_are_those_of_the_notices),
		cmocka_unit_test(clocks_run_as_the_law_says),
		cmocka_unit_test(the_queue_has_its_order),
		cmocka_unit_test(what_may_wait_is_let_go_in_time),
		cmocka_unit_test(nothing_waits_past_its_clock),
		cmocka_unit_test(requests_have_their_clocks),
	};
	return cmocka_run_group_tests_name("deadline", tests, NULL, NULL);
}
