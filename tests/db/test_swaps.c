/* tests/db/test_swaps.c - offers, swaps, repairs and sign-ins in the schema. */
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

/* 5 March 2026; A and B are on duty on the 5th at S, A and B on the 9th at
 * S and T, in the morning; C stands by on the 9th. */
static const char *town(void)
{
	const char *city = city_new(true);

	sql(root, "insert into zp.stations (city, code, name, region_code, "
	    "shifts, posts) select '%s', c, 's', '1', '{am}', 2 from "
	    "unnest('{S,T}'::text[]) c", city);
	sql(root, "update zp.cities set clock = '2026-03-05T10:00+08' where "
	    "city = '%s'", city);
	sql(root, "insert into zp.roster select '%s', s, d, 'am', p, who, "
	    "'published', 250 from (values ('S', date '2026-03-05', 1, 'A'), "
	    "('S', '2026-03-05', 2, 'B'), ('S', '2026-03-09', 1, 'A'), "
	    "('T', '2026-03-09', 1, 'B')) v (s, d, p, who)", city);
	sql(root, "insert into zp.standby values ('%s', 'K', '2026-03-09', "
	    "'C')", city);
	return city;
}

#define KEY(station, day) "{\"station_code\":\"" station \
	"\",\"date\":\"2026-03-" day "\",\"shift\":\"am\",\"post\":1"
#define ROW(station, day, was, became, now, cause) KEY(station, day) \
	",\"was\":\"" was "\",\"became\":\"" became "\",\"now\":\"" now \
	"\",\"state\":\"published\",\"cause\":\"" cause "\"}"

static const char *offer(const char *city, const char *duty,
    const char *wanted)
{
	static char text[512];

	snprintf(text, sizeof(text), "select zp.duty_offer('%s', '%s', %s, "
	    "'clerk', 'a wedding')", city, duty, wanted);
	return text;
}

/* The leader "me", term 1, with the versions of now. */
static const char *leader(const char *what, const char *city,
    const char *rest)
{
	static char text[2048];

	snprintf(text, sizeof(text), "select zp.%s('%s', 1, 'me', %s, %s, "
	    "'clerk', 'why', 250, %s)", what, city,
	    sql(root, "select roster_version from zp.cities where city = "
	    "'%s'", city), sql(root, "select registry_version from zp.cities "
	    "where city = '%s'", city), rest);
	return text;
}

static const char *states(const char *city)
{
	return sql(root, "select string_agg(state || coalesce(' ' || "
	    "taken_by, ''), ', ' order by offer_no) from zp.duty_offers "
	    "where city = '%s'", city);
}

static const char *duties(const char *city, const char *day)
{
	return sql(root, "select string_agg(concat_ws(' ', station_code, "
	    "licence_no, state), ', ' order by station_code, post, "
	    "licence_no) from zp.roster where city = '%s' and date = "
	    "'2026-03-%s'", city, day);
}

static void a_duty_is_offered_once(void **state)
{
	const char *city = town();

	(void)state;
	sql(daemon_, "%s", offer(city, KEY("S", "09") "}", "null"));
	REFUSED("23505", daemon_, "%s", offer(city, KEY("S", "09") "}",
	    "null"));
	REFUSED("ZP003", daemon_, "%s", offer(city, KEY("S", "10") "}",
	    "null"));
	REFUSED("ZP003", daemon_, "%s", offer(city, KEY("S", "05") "}",
	    "'" KEY("S", "09") "}'"));		/* both of A */
	sql(daemon_, "select zp.offer_withdraw(city, offer_no) from "
	    "zp.duty_offers where city = '%s'", city);
	REFUSED("ZP003", daemon_, "select zp.offer_withdraw(city, offer_no) "
	    "from zp.duty_offers where city = '%s'", city);
	sql(daemon_, "%s", offer(city, KEY("S", "09") "}", "null"));
	assert_string_equal(states(city), "withdrawn, open");
}

/* Both duties change hands, or none; the offer is taken once. */
static void a_swap_is_whole(void **state)
{
	const char *city = town();
	char rest[1024];

	(void)state;
	sql(daemon_, "%s", offer(city, KEY("S", "09") "}",
	    "'" KEY("T", "09") "}'"));
	IS("T/2026-03-09/am/1", root, "select wanted from zp.duty_offers "
	    "where city = '%s'", city);
	sql(root, "update zp.roster set weight = 250 where city = '%s'",
	    city);
	snprintf(rest, sizeof(rest), "'[%s,%s]', %s, 'B'",
	    ROW("S", "09", "A", "swapped", "B", "swap"),
	    ROW("T", "09", "B", "swapped", "A", "swap"),
	    sql(root, "select offer_no from zp.duty_offers where city = "
	    "'%s'", city));
	sql(daemon_, "%s", leader("roster_swap", city, rest));
	assert_string_equal(states(city), "taken B");
	assert_string_equal(duties(city, "09"), "S A swapped, S B published, "
	    "T A published, T B swapped");
	IS("250", root, "select string_agg(distinct weight::text, ',') from "
	    "zp.roster where city = '%s'", city);
	/* the other clerk: nothing of it happens */
	REFUSED("ZP003", daemon_, "%s", leader("roster_swap", city, rest));
	IS("1 1", root, "select string_agg(notice_no::text, ' ') from "
	    "zp.roster_notices where city = '%s' and cause = 'swap'", city);
}

/* Who stood by steps in; somebody else stands by. */
static void the_standby_steps_in(void **state)
{
	const char *city = town();

	(void)state;
	sql(daemon_, "%s", leader("roster_repair", city, "'["
	    ROW("S", "09", "A", "absent", "C", "absent") "]', '[]', "
	    "'[{\"centre_code\":\"K\",\"date\":\"2026-03-09\","
	    "\"licence_no\":\"D\"}]'"));
	assert_string_equal(duties(city, "09"), "S A absent, S C published, "
	    "T B published");
	IS("D", root, "select string_agg(licence_no, ',') from zp.standby "
	    "where city = '%s'", city);
	/* nobody for T: told, and to be seen */
	sql(daemon_, "%s", leader("roster_repair", city, "'["
	    ROW("T", "09", "B", "swapped", "", "repair") "]', '[]', '[]'"));
	IS("T 2026-03-09 B", root, "select concat_ws(' ', station_code, "
	    "date, was) from zp.v_roster_open where city = '%s'", city);
	IS("K", root, "select zp.station_centre('%s', 'T')", city);
}

/* N18: signed in counts, once; found absent, it is taken back. */
static void a_sign_in_counts_once(void **state)
{
	static const char sum[] = "select sum(points) from zp.ledger where "
	    "city = '%s'";
	const char *city = town();

	(void)state;
	IS("2", daemon_, "select zp.duty_end('%s', 1, 'me', 'clerk', 250, "
	    "'S', '2026-03-05', null, null, 'done')", city);
	IS("500", root, sum, city);
	REFUSED("ZP003", daemon_, "select zp.duty_end('%s', 1, 'me', "
	    "'clerk', 250, 'S', '2026-03-05', null, null, 'done')", city);
	sql(daemon_, "select zp.duty_end('%s', 1, 'me', 'clerk', 250, 'S', "
	    "'2026-03-05', 'am', 1, 'done')", city);
	IS("500", root, sum, city);
	sql(daemon_, "select zp.duty_end('%s', 1, 'me', 'clerk', 250, 'S', "
	    "'2026-03-05', 'am', 1, 'absent')", city);
	IS("250", root, sum, city);
	REFUSED("ZP004", daemon_, "select zp.duty_end('%s', 1, 'me', "
	    "'clerk', 250, 'T', '2026-03-09', 'am', 1, 'done')", city);
	REFUSED("ZP001", daemon_, "select zp.duty_end('%s', 2, 'me', "
	    "'clerk', 250, 'S', '2026-03-05', 'am', 2, 'absent')", city);
}

static void others_may_not(void **state)
{
	const char *city = town();

	(void)state;
	REFUSED("42501", intake, "%s", offer(city, KEY("S", "09") "}",
	    "null"));
	REFUSED("42501", intake, "select zp.roster_ack('%s', 'S', null, "
	    "'x')", city);
	REFUSED("42501", intake, "select zp.duty_end('%s', 1, 'me', 'x', "
	    "250, 'S', '2026-03-05', 'am', 1, 'done')", city);
	REFUSED("42501", daemon_, "update zp.duty_offers set state = 'open'");
	REFUSED("ZP003", daemon_, "select zp.roster_ack('%s', 'S', null, "
	    "'x')", city);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_duty_is_offered_once),
		cmocka_unit_test(a_swap_is_whole),
		cmocka_unit_test(the_standby_steps_in),
		cmocka_unit_test(a_sign_in_counts_once),
		cmocka_unit_test(others_may_not),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
