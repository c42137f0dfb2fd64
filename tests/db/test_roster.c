/* tests/db/test_roster.c - what a roster may become, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"

static struct zp_dbs *daemon_, *intake;

static int setup(void **state)
{
	city_setup(state);
	daemon_ = session("daemon");
	intake = session("intake");
	return 0;
}

static int teardown(void **state)
{
	zp_dbs_close(daemon_);
	zp_dbs_close(intake);
	return city_teardown(state);
}

/* A city with stations S0 and S1, in a replay whose clock stands on 5 March
 * 2026; live cities have a clock of their own. */
static const char *town(void)
{
	const char *city = city_new(true);

	for (int k = 0; k < 2; k++)
		sql(root, "insert into zp.stations (city, code, name, "
		    "region_code, shifts, posts) values ('%s', 'S%d', 's', "
		    "'1', '{am,pm}', 2)", city, k);
	sql(root, "update zp.cities set clock = '2026-03-05T10:00+08' where "
	    "city = '%s'", city);
	return city;
}

static const char *versions(const char *city)
{
	static char text[64];

	snprintf(text, sizeof(text), "%s, %s",
	    sql(root, "select roster_version from zp.cities where city = "
	    "'%s'", city), sql(root, "select registry_version from zp.cities "
	    "where city = '%s'", city));
	return text;
}

#define DUTY(station, date, shift, who) \
	"{\"station_code\":\"" station "\",\"date\":\"" date \
	"\",\"shift\":\"" shift "\",\"post\":1,\"licence_no\":\"" who "\"}"
#define CHANGE(station, date, shift, was, became, now, state) \
	"{\"station_code\":\"" station "\",\"date\":\"" date \
	"\",\"shift\":\"" shift "\",\"post\":1,\"was\":\"" was \
	"\",\"became\":\"" became "\",\"now\":\"" now "\",\"state\":\"" \
	state "\",\"cause\":\"change\"}"
#define END(station, date, shift, who, state) \
	"{\"station_code\":\"" station "\",\"date\":\"" date \
	"\",\"shift\":\"" shift "\",\"post\":1,\"licence_no\":\"" who \
	"\",\"state\":\"" state "\"}"

/* The statements of the leader "me", term 1. */
static const char *make(const char *city, const char *rows,
    const char *standby)
{
	static char text[2048];

	snprintf(text, sizeof(text), "select zp.roster_make('%s', 1, 'me', "
	    "%s, '2026-03-01', 'me', '[%s]', '[%s]', 0, 5, 4)", city,
	    versions(city), rows, standby);
	return text;
}

static const char *publish(const char *city, bool now)
{
	static char text[512];

	snprintf(text, sizeof(text), "select zp.roster_publish('%s', 1, "
	    "'me', %s, '2026-03-01', 'me', '', 250, %s)", city,
	    versions(city), now ? "true" : "false");
	return text;
}

static const char *change(const char *city, const char *rows)
{
	static char text[2048];

	snprintf(text, sizeof(text), "select zp.roster_change('%s', 1, 'me', "
	    "%s, 'me', 'why', 250, '[%s]')", city, versions(city), rows);
	return text;
}

static const char *end(const char *city, const char *rows)
{
	static char text[2048];

	snprintf(text, sizeof(text), "select zp.roster_end('%s', 1, 'me', "
	    "'me', 250, '[%s]')", city, rows);
	return text;
}

static const char *roster(const char *city)
{
	return sql(root, "select string_agg(concat_ws(' ', station_code, "
	    "right(date::text, 2), shift, licence_no, state), ', ' order by "
	    "date, station_code, shift, licence_no) from zp.roster where "
	    "city = '%s'", city);
}

static const char *notices(const char *city)
{
	return sql(root, "select string_agg(concat_ws(' ', station_code, "
	    "notice_no, coalesce(was, '-'), coalesce(now, '-'), cause), ', ' "
	    "order by station_code, notice_no) from zp.roster_notices where "
	    "city = '%s'", city);
}

static void a_draft_is_made_anew_and_published(void **state)
{
	const char *city = town();

	(void)state;
	IS("2", daemon_, "%s", make(city, DUTY("S0", "2026-03-09", "am", "A")
	    "," DUTY("S0", "2026-03-09", "pm", "B"), "{\"centre_code\":\"K\","
	    "\"date\":\"2026-03-09\",\"licence_no\":\"C\"}"));
	IS("1", daemon_, "%s", make(city,
	    DUTY("S0", "2026-03-09", "am", "B"), ""));
	assert_string_equal(roster(city), "S0 09 am B draft");
	IS("0", root, "select count(*) from zp.standby where city = '%s'",
	    city);
	IS("1", daemon_, "%s", publish(city, false));
	assert_string_equal(roster(city), "S0 09 am B published");
	IS("250", root, "select weight from zp.roster where city = '%s'",
	    city);
	/* what is out stays, and whoever comes besides is a numbered change */
	IS("1", daemon_, "%s", make(city,
	    DUTY("S1", "2026-03-09", "am", "A"), ""));
	assert_string_equal(notices(city), "");
	IS("1", daemon_, "%s", publish(city, false));
	assert_string_equal(notices(city), "S1 1 - A change");
}

static void nobody_publishes_while_people_look(void **state)
{
	const char *city = town();

	(void)state;
	REFUSED("ZP003", daemon_, "%s", publish(city, true));
	sql(daemon_, "%s", make(city, DUTY("S0", "2026-03-09", "am", "A"),
	    ""));
	sql(daemon_, "select zp.roster_review('%s', 1, 'me', %s, "
	    "'2026-03-01', 'me', '2026-03-06')", city, versions(city));
	REFUSED("ZP003", daemon_, "%s", publish(city, false));
	REFUSED("ZP002", daemon_, "select zp.roster_reply('%s', 'B', "
	    "'2026-03-01', 'me', null, '')", city);
	sql(daemon_, "select zp.roster_reply('%s', 'A', '2026-03-01', 'me', "
	    "null, '')", city);
	REFUSED("ZP004", root, "update zp.roster_replies set reason = 'x'");
	IS("1", daemon_, "%s", publish(city, true));
	REFUSED("ZP003", daemon_, "select zp.roster_reply('%s', 'A', "
	    "'2026-03-01', 'me', null, '')", city);
	REFUSED("ZP003", daemon_, "select zp.roster_review('%s', 1, 'me', "
	    "%s, '2026-03-01', 'me', '2026-03-06')", city, versions(city));
}

/* Who declines a draft gives it to another, in one step. */
static void a_draft_is_declined(void **state)
{
	const char *city = town();

	(void)state;
	sql(daemon_, "%s", make(city, DUTY("S0", "2026-03-09", "am", "A"),
	    ""));
	sql(daemon_, "select zp.roster_refuse('%s', 1, 'me', %s, 'me', "
	    "'ill', '2026-03-01', 'A', '{\"station_code\":\"S0\","
	    "\"date\":\"2026-03-09\",\"shift\":\"am\",\"post\":1}', '["
	    CHANGE("S0", "2026-03-09", "am", "A", "", "B", "draft") "]')",
	    city, versions(city));
	assert_string_equal(roster(city), "S0 09 am B draft");
	assert_string_equal(notices(city), "");
	IS("decline A ill", root, "select concat_ws(' ', reply, licence_no, "
	    "reason) from zp.roster_replies where city = '%s'", city);
}

static void a_stale_plan_and_an_old_term_are_refused(void **state)
{
	const char *city = town();
	char text[2048];

	(void)state;
	snprintf(text, sizeof(text), "%s", make(city,
	    DUTY("S0", "2026-03-09", "am", "A"), ""));
	sql(daemon_, "select zp.wish_add('%s', 'A', '2026-03-09', "
	    "'2026-03-09')", city);
	REFUSED("ZP001", daemon_, "%s", text);
	snprintf(text, sizeof(text), "%s", make(city,
	    DUTY("S0", "2026-03-09", "am", "A"), ""));
	sql(root, "insert into zp.leave (city, licence_no, starts_on, "
	    "ends_on) values ('%s', 'A', '2026-03-09', '2026-03-09')", city);
	REFUSED("ZP001", daemon_, "%s", text);
	snprintf(text, sizeof(text), "%s", make(city,
	    DUTY("S0", "2026-03-09", "am", "B"), ""));
	sql(root, "update zp.leases set term = 2 where city = '%s'", city);
	REFUSED("ZP001", daemon_, "%s", text);
	assert_string_equal(roster(city), "");
}

static void a_post_changes_hands_by_number(void **state)
{
	const char *city = town();

	(void)state;
	sql(daemon_, "%s", make(city, DUTY("S0", "2026-03-09", "am", "A")
	    "," DUTY("S1", "2026-03-09", "am", "B"), "{\"centre_code\":\"K\","
	    "\"date\":\"2026-03-09\",\"licence_no\":\"C\"}"));
	sql(daemon_, "%s", publish(city, false));
	/* both at once: nobody is at two places in between */
	sql(daemon_, "%s", change(city, CHANGE("S0", "2026-03-09", "am", "A",
	    "swapped", "B", "published") "," CHANGE("S1", "2026-03-09", "am",
	    "B", "swapped", "A", "published")));
	assert_string_equal(roster(city), "S0 09 am A swapped, S0 09 am B "
	    "published, S1 09 am A published, S1 09 am B swapped");
	assert_string_equal(notices(city), "S0 1 A B change, S1 1 B A "
	    "change");
	/* and back: the same rows stand again */
	sql(daemon_, "%s", change(city, CHANGE("S0", "2026-03-09", "am", "B",
	    "swapped", "A", "published") "," CHANGE("S1", "2026-03-09", "am",
	    "A", "absent", "C", "published")));
	assert_string_equal(roster(city), "S0 09 am A published, S0 09 am B "
	    "swapped, S1 09 am A absent, S1 09 am B swapped, S1 09 am C "
	    "published");
	IS("0", root, "select count(*) from zp.standby where city = '%s'",
	    city);
	REFUSED("ZP003", daemon_, "%s", change(city, CHANGE("S0",
	    "2026-03-09", "am", "B", "swapped", "C", "published")));
	REFUSED("23P01", daemon_, "%s", change(city, CHANGE("S0",
	    "2026-03-09", "day", "", "", "B", "published")));
	IS("S0 2, S1 2", root, "select string_agg(station_code || ' ' || n, "
	    "', ' order by station_code) from (select station_code, "
	    "max(notice_no) as n from zp.roster_notices where city = '%s' "
	    "group by 1) x", city);
}

static void the_past_never_changes(void **state)
{
	const char *city = town();

	(void)state;
	sql(root, "insert into zp.roster values "
	    "('%s', 'S0', '2026-03-04', 'am', 1, 'A', 'published'), "
	    "('%s', 'S0', '2026-03-04', 'pm', 1, 'B', 'published'), "
	    "('%s', 'S0', '2026-03-04', 'pm', 2, 'C', 'swapped'), "
	    "('%s', 'S1', '2026-03-04', 'pm', 2, 'D', 'draft'), "
	    "('%s', 'S0', '2026-03-05', 'am', 1, 'A', 'published'), "
	    "('%s', 'S0', '2026-03-06', 'am', 1, 'A', 'published')", city,
	    city, city, city, city, city);
	REFUSED("ZP004", daemon_, "%s", change(city, CHANGE("S0",
	    "2026-03-04", "am", "A", "swapped", "E", "published")));
	REFUSED("ZP004", root, "delete from zp.roster where city = '%s'",
	    city);
	REFUSED("ZP004", root, "delete from zp.roster where city = '%s' and "
	    "state = 'draft'", city);
	REFUSED("ZP004", root, "update zp.roster set state = 'swapped' where "
	    "city = '%s' and date = '2026-03-04'", city);
	REFUSED("ZP004", root, "update zp.roster set licence_no = 'E' where "
	    "city = '%s' and date = '2026-03-06'", city);
	REFUSED("ZP004", root, "update zp.roster set state = 'published' "
	    "where city = '%s' and state = 'swapped'", city);
	REFUSED("ZP004", root, "truncate zp.roster cascade");
	/* done or absent, once; tomorrow's is not done yet */
	IS("2", daemon_, "%s", end(city, END("S0", "2026-03-04", "am", "A",
	    "done") "," END("S0", "2026-03-04", "pm", "B", "absent")));
	REFUSED("ZP004", daemon_, "%s", end(city, END("S0", "2026-03-04",
	    "am", "A", "absent")));
	REFUSED("ZP003", daemon_, "%s", end(city, END("S0", "2026-03-04",
	    "pm", "B", "done")));
	REFUSED("ZP004", daemon_, "%s", end(city, END("S0", "2026-03-06",
	    "am", "A", "done")));
	/* today's word may be taken back, and the ledger says both */
	sql(daemon_, "%s", end(city, END("S0", "2026-03-05", "am", "A",
	    "done")));
	sql(daemon_, "%s", end(city, END("S0", "2026-03-05", "am", "A",
	    "absent")));
	IS("duty 250 S0/2026-03-04/am/1, duty 250 S0/2026-03-05/am/1, "
	    "correction -250 S0/2026-03-05/am/1", root, "select string_agg("
	    "concat_ws(' ', kind, points, reason), ', ' order by entry_no) "
	    "from zp.ledger where city = '%s'", city);
}

static void a_day_of_a_replay_ends_its_duties(void **state)
{
	const char *city = town();
	const char *was;

	(void)state;
	sql(root, "insert into zp.roster values "
	    "('%s', 'S0', '2026-03-05', 'am', 1, 'A', 'published', 300), "
	    "('%s', 'S0', '2026-03-06', 'am', 1, 'B', 'done', null), "
	    "('%s', 'S0', '2026-03-07', 'am', 1, 'A', 'published', null), "
	    "('%s', 'S0', '2026-03-06', 'pm', 1, 'C', 'swapped', null)", city,
	    city, city, city);
	city_case(city, "x", "CV", ",\"approved_at\":"
	    "\"2026-03-07T08:00:00+08:00\"");
	was = sql(root, "select roster_version from zp.cities where city = "
	    "'%s'", city);
	IS("2026-03-07T08:00:00+08:00", daemon_, "select zp.as_wall("
	    "zp.replay_advance('%s', 1, 'me', 250))", city);
	assert_string_equal(roster(city), "S0 05 am A done, S0 06 am B done, "
	    "S0 06 pm C swapped, S0 07 am A published");
	IS("A 300 2026-03-05T00:00:00+08:00, B 250 2026-03-06T00:00:00+08:00",
	    root, "select string_agg(concat_ws(' ', licence_no, points, at), "
	    "', ' order by entry_no) from zp.v_ledger where city = '%s'",
	    city);
	/* nobody serves elsewhere for it: no plan is stale */
	IS(was, root, "select roster_version from zp.cities where city = "
	    "'%s'", city);
}

/* Imported as done, and not in the ledger yet: what is said of it before the
 * day ends counts once, or not at all. */
static void imported_duties_count_once(void **state)
{
	const char *city = town();

	(void)state;
	sql(root, "insert into zp.roster values "
	    "('%s', 'S0', '2026-03-05', 'am', 1, 'A', 'done', null), "
	    "('%s', 'S0', '2026-03-05', 'pm', 1, 'B', 'done', null)", city,
	    city);
	sql(daemon_, "%s", end(city, END("S0", "2026-03-05", "am", "A",
	    "absent") "," END("S0", "2026-03-05", "pm", "B", "done")));
	sql(daemon_, "select zp.roster_daily('%s', 1, 'me', '2026-03-06', "
	    "250)", city);
	IS("duty 250 S0/2026-03-05/pm/1", root, "select string_agg("
	    "concat_ws(' ', kind, points, reason), ', ' order by entry_no) "
	    "from zp.ledger where city = '%s'", city);
}

static void who_stands_by_is_not_on_duty(void **state)
{
	const char *city = town();

	(void)state;
	REFUSED("ZP004", daemon_, "%s", make(city, DUTY("S0", "2026-03-09",
	    "am", "A"), "{\"centre_code\":\"K\",\"date\":\"2026-03-09\","
	    "\"licence_no\":\"A\"}"));
	sql(daemon_, "%s", make(city, "", "{\"centre_code\":\"K\","
	    "\"date\":\"2026-03-09\",\"licence_no\":\"A\"}"));
	REFUSED("ZP004", root, "insert into zp.roster values ('%s', 'S0', "
	    "'2026-03-09', 'am', 1, 'A', 'published')", city);
}

/* History comes in by a file; what was told does not change by one. */
static void an_import_rewrites_nothing(void **state)
{
	const char *city = town();

	(void)state;
	sql(daemon_, "%s", make(city, DUTY("S0", "2026-03-09", "am", "A")
	    "," DUTY("S0", "2026-03-09", "pm", "B"), ""));
	IS("(2,1,0)", intake, "select zp.import_rows('%s', 'roster', '["
	    END("S0", "2026-03-02", "am", "A", "done") ","
	    END("S0", "2026-03-09", "am", "A", "published") ","
	    END("S0", "2026-03-09", "pm", "C", "published") "]')", city);
	assert_string_equal(roster(city), "S0 02 am A done, S0 09 am A "
	    "published, S0 09 pm C published");
	IS("(0,0,2)", intake, "select zp.import_rows('%s', 'roster', '["
	    END("S0", "2026-03-02", "am", "A", "absent") ","
	    END("S0", "2026-03-09", "am", "A", "swapped") "]')", city);
	REFUSED("23P01", intake, "select zp.import_rows('%s', 'roster', '["
	    END("S0", "2026-03-09", "am", "B", "published") "]')", city);
	IS("published", root, "select state from zp.roster_months where "
	    "city = '%s'", city);
}

static void a_station_acknowledges_once(void **state)
{
	const char *city = town();

	(void)state;
	sql(root, "insert into zp.roster_notices (city, station_code, "
	    "notice_no, date, shift, post, now, cause, at, by_whom) values "
	    "('%s', 'S0', 1, '2026-03-09', 'am', 1, 'A', 'change', now(), "
	    "'me')", city);
	REFUSED("ZP004", root, "update zp.roster_notices set now = 'B' where "
	    "city = '%s'", city);
	REFUSED("ZP004", root, "delete from zp.roster_notices where city = "
	    "'%s'", city);
	sql(root, "update zp.roster_notices set acked_at = now(), acked_by = "
	    "'me' where city = '%s'", city);
	REFUSED("ZP004", root, "update zp.roster_notices set acked_by = 'you'"
	    " where city = '%s'", city);
}

static void only_the_functions_write(void **state)
{
	static const char *const table[] = { "roster", "roster_months",
		"standby", "roster_notices", "duty_offers", "roster_replies",
		"station_days", "wishes", "duty_loans" };
	struct zp_dbs *other[] = { daemon_, intake };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(table); i++)
		for (size_t k = 0; k < ZP_COUNT(other); k++) {
			REFUSED("42501", other[k], "insert into zp.%s (city) "
			    "values ('1')", table[i]);
			REFUSED("42501", other[k], "delete from zp.%s",
			    table[i]);
		}
	REFUSED("42501", intake, "select zp.roster_day_end('1', "
	    "'2026-01-01', 1)");
	REFUSED("42501", daemon_, "select zp.roster_day_end('1', "
	    "'2026-01-01', 1)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_is_made_anew_and_published),
		cmocka_unit_test(nobody_publishes_while_people_look),
		cmocka_unit_test(a_draft_is_declined),
		cmocka_unit_test(a_stale_plan_and_an_old_term_are_refused),
		cmocka_unit_test(a_post_changes_hands_by_number),
		cmocka_unit_test(the_past_never_changes),
		cmocka_unit_test(a_day_of_a_replay_ends_its_duties),
		cmocka_unit_test(imported_duties_count_once),
		cmocka_unit_test(who_stands_by_is_not_on_duty),
		cmocka_unit_test(an_import_rewrites_nothing),
		cmocka_unit_test(a_station_acknowledges_once),
		cmocka_unit_test(only_the_functions_write),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
