/*
 * tests/db/test_storm.c - a session under everything at once.
 *
 * Random queries, errors, time-outs, resets, terminations and a network
 * that stops, drips and cuts: each query is answered exactly once, and the
 * session is up in the end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support_pg.h"
#include "support_rig.h"

enum { STEPS = 500, SEED = 20260301 };

static const struct zp_sql sql[] = {
	{ "one", "SELECT 1", 0 },
	{ "echo", "SELECT $1::text", 1 },
	{ "many", "SELECT repeat('x', 1000) FROM generate_series(1, 50), "
	    "(SELECT $1::text) AS p", 1 },
	{ "divide", "SELECT 1 / 0 WHERE $1 <> ''", 1 },
	{ "wrong", "SELECT nothing FROM nowhere", 0 },
	{ NULL, "SELECT pg_notify('bell', 'x')", 0 },
	{ "nap", "SELECT pg_sleep(0.002)", 0 },
	{ "die", "SELECT pg_terminate_backend(pg_backend_pid())", 0 },
	{ "forget", "DEALLOCATE ALL", 0 },
	{ "sleep", "SELECT pg_sleep(60)", 0 },
};
static struct answer all[STEPS];

static uint32_t next(void)
{
	static uint64_t x = SEED;

	x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(x >> 33);
}

/* The dangerous ones seldom, else there is never a session to try them. */
static const struct zp_sql *pick(void)
{
	return &sql[next() % 80 == 0 ? 7 + next() % 3 : next() % 7];
}

static void thaw(void *arg)
{
	proxy_freeze(arg, false);
	proxy_drip(arg, false);
}

static void trouble(struct rig *r, struct proxy *p, struct zp_timer *later)
{
	switch (next() % 200) {
	case 0:
		zp_db_reset(r->db, "by chance");
		return;
	case 1:
		proxy_cut(p);
		return;
	case 2:
		proxy_freeze(p, true);
		break;
	case 3:
		proxy_drip(p, true);
		break;
	default:
		return;
	}
	zp_timer_set(later, ZP_MS(next() % 300));
}

static void a_storm_is_weathered(void **state)
{
	static struct rig r;
	static const char *const param[] = { "some text" };
	struct zp_timer *later;
	struct proxy *p;
	char text[160] = "";
	int answered = 0;

	(void)state;
	rig_init(&r, text);
	p = proxy_new(&r, "127.0.0.1", pg_port());
	snprintf(text, sizeof(text), "host=127.0.0.1 port=%u user=postgres "
	    "dbname=postgres sslmode=disable", proxy_port(p));
	r.o.listen = "bell";
	r.o.heartbeat = ZP_MS(30);
	r.o.connect_timeout = ZP_MS(200);
	later = zp_timer_new(r.l, thaw, p);
	rig_open(&r);
	for (int i = 0; i < STEPS; i++) {
		all[i].rig = &r;
		if (!zp_db_up(r.db) && next() % 10 != 0)
			UNTIL(&r, zp_db_up(r.db) || next() % 50 == 0);
		zp_db_query(r.db, pick(), param, ZP_MS(20 + next() % 200),
		    answer, &all[i]);
		trouble(&r, p, later);
		if (next() % 4 == 0)
			UNTIL(&r, zp_db_in_flight(r.db) <= next() % 16);
	}
	thaw(p);
	UNTIL(&r, zp_db_in_flight(r.db) == 0);
	UNTIL(&r, zp_db_up(r.db));
	for (int i = 0; i < STEPS; i++) {
		assert_int_equal(all[i].calls, 1);
		answered += all[i].class == ZP_DB_OK;
	}
	assert_true(answered > STEPS / 20);
	assert_true(r.ups > 2 && r.downs >= r.ups - 1);
	zp_db_free(r.db);
	r.db = NULL;
	zp_timer_free(later);
	proxy_free(p);
	rig_fini(&r);
}

static int group_setup(void **state)
{
	(void)state;
	pg_start();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_storm_is_weathered),
	};

	return cmocka_run_group_tests_name("storm", tests, group_setup,
	    NULL);
}
