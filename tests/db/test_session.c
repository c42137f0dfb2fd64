/* tests/db/test_session.c - queries of a session that stays connected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support_pg.h"
#include "support_rig.h"
#include "zhipaid/buf.h"

static const char *conn;	/* as superuser */

static const struct zp_sql one = { "one", "SELECT 1", 0 };
static const struct zp_sql echo = { "echo", "SELECT $1::text", 1 };
static const struct zp_sql divide = { "divide", "SELECT 1 / $1::int", 1 };
static const struct zp_sql raise_it = { "raise_it", "SELECT raise($1)", 1 };
static const struct zp_sql how_many = { NULL,
	"SELECT count(*) FROM pg_prepared_statements", 0 };

static int setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	rig_init(r, conn);
	rig_open(r);
	UNTIL(r, r->ups == 1);
	*state = r;
	return 0;
}

static int teardown(void **state)
{
	rig_fini(*state);
	free(*state);
	return 0;
}

static void up_is_told_once_with_place_and_timeline(void **state)
{
	struct rig *r = *state;

	assert_int_equal(r->downs, 0);
	assert_non_null(strstr(r->why, "connected to "));
	assert_non_null(strstr(r->why, "timeline 1"));
	assert_true(zp_db_up(r->db));
}

static void replies_come_in_order(void **state)
{
	struct rig *r = *state;
	static struct answer a[1000];
	char text[16];
	const char *param[] = { text };

	memset(a, 0, sizeof(a));
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		ask(r, i % 3 == 0 ? &echo : &divide, i % 3 == 1 ?
		    (const char *const[]){ "0" } : param, &a[i]);
	}
	assert_int_equal(zp_db_in_flight(r->db), 1000);
	UNTIL(r, a[999].calls == 1);
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		assert_int_equal(a[i].calls, 1);
		assert_int_equal(a[i].serial, a[0].serial + i);
		if (i % 3 == 0)
			assert_string_equal(a[i].text, text);
		else if (i % 3 == 1)
			assert_string_equal(a[i].sqlstate, "22012");
		else
			assert_int_equal(a[i].class, ZP_DB_OK);
	}
	assert_int_equal(zp_db_in_flight(r->db), 0);
	assert_int_equal(r->downs, 0);
}

static void an_error_ends_only_its_query(void **state)
{
	static const struct zp_sql add = { "add",
		"INSERT INTO t(n) VALUES ($1::int)", 1 };
	static const struct zp_sql count = { NULL, "SELECT count(*) FROM t",
		0 };
	static const char *const n[] = { "1", "x", "2", "1", "3" };
	struct rig *r = *state;
	struct answer a[5] = { 0 }, c = { 0 };

	admin(conn, "TRUNCATE t");
	for (int i = 0; i < 5; i++)
		ask(r, &add, &n[i], &a[i]);
	ask_now(r, &count, NULL, &c);
	assert_string_equal(c.text, "3");
	assert_int_equal(a[0].affected, 1);
	assert_string_equal(a[1].sqlstate, "22P02");
	assert_int_equal(a[1].class, ZP_DB_BUG);
	assert_int_equal(a[3].class, ZP_DB_CONFLICT);
	assert_string_equal(a[3].constraint, "t_n_key");
	assert_int_equal(a[4].class, ZP_DB_OK);
}

/* The rows of the RETURNING come before the commit fails. */
static void success_is_told_only_after_the_commit(void **state)
{
	static const struct zp_sql late = { "late",
		"INSERT INTO later(n) VALUES (1), (1) RETURNING n", 0 };
	struct rig *r = *state;
	struct answer a = { 0 }, b = { 0 };

	ask(r, &late, NULL, &a);
	ask_now(r, &one, NULL, &b);
	assert_int_equal(a.calls, 1);
	assert_int_equal(a.class, ZP_DB_CONFLICT);
	assert_string_equal(a.constraint, "later_n_key");
	assert_int_equal(r->downs, 0);
}

static void each_sqlstate_has_its_class(void **state)
{
	static const struct {
		const char *state;
		enum zp_db_class class;
	} row[] = {
		{ "ZP001", ZP_DB_STALE }, { "ZP002", ZP_DB_REFUSED },
		{ "ZP099", ZP_DB_REFUSED }, { "23505", ZP_DB_CONFLICT },
		{ "40001", ZP_DB_RETRY }, { "40P01", ZP_DB_RETRY },
		{ "55P03", ZP_DB_RETRY }, { "53300", ZP_DB_RETRY },
		{ "57014", ZP_DB_RETRY }, { "25P02", ZP_DB_RETRY },
		{ "42P01", ZP_DB_BUG },
		{ "P0001", ZP_DB_BUG }, { "XX000", ZP_DB_BUG },
	};
	struct rig *r = *state;

	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		struct answer a = { 0 };

		ask(r, &raise_it, &row[i].state, &a);
		UNTIL(r, a.calls == 1);
		assert_string_equal(a.sqlstate, row[i].state);
		assert_int_equal(a.class, row[i].class);
	}
	assert_int_equal(r->downs, 0);
}

static void a_session_error_drops_the_session(void **state)
{
	static const char *const st[] = { "25006", "57P03", "08006", "26000" };
	struct rig *r = *state;

	for (size_t i = 0; i < ZP_COUNT(st); i++) {
		struct answer a = { 0 }, b = { 0 };

		ask(r, &raise_it, &st[i], &a);
		ask(r, &one, NULL, &b);
		UNTIL(r, a.calls + b.calls == 2);
		assert_string_equal(a.sqlstate, st[i]);
		assert_int_equal(a.class, i < 3 ? ZP_DB_LOST : ZP_DB_RETRY);
		assert_int_equal(b.class, ZP_DB_LOST);
		UNTIL(r, r->ups == (int)i + 2);
		assert_int_equal(r->downs, (int)i + 1);
	}
}

static void statements_are_prepared_once_a_session(void **state)
{
	struct rig *r = *state;
	struct answer a = { 0 }, rest = { 0 };

	for (int i = 0; i < 20; i++) {
		ask(r, &one, NULL, &rest);
		ask(r, &echo, (const char *const[]){ "x" }, &rest);
	}
	ask_now(r, &how_many, NULL, &a);
	assert_string_equal(a.text, "3");	/* and the driver's own */
	zp_db_reset(r->db, "test");
	UNTIL(r, r->ups == 2);
	ask_now(r, &one, NULL, &a);
	ask_now(r, &how_many, NULL, &a);
	assert_string_equal(a.text, "2");
}

static void a_failed_prepare_is_tried_anew(void **state)
{
	static const struct zp_sql q = { "newer", "SELECT n FROM newer", 0 };
	struct rig *r = *state;
	struct answer a = { 0 }, b = { 0 }, c = { 0 };

	admin(conn, "DROP TABLE IF EXISTS newer");
	ask(r, &q, NULL, &a);
	ask(r, &q, NULL, &b);
	UNTIL(r, b.calls == 1);
	assert_string_equal(a.sqlstate, "42P01");
	assert_string_equal(b.sqlstate, "42P01");
	admin(conn, "CREATE TABLE newer(n int)");
	ask_now(r, &q, NULL, &c);
	assert_int_equal(r->downs, 0);
}

/* A migration under a running session: try again, and it works. */
static void a_changed_result_type_asks_to_try_again(void **state)
{
	static const struct zp_sql q = { "star", "SELECT * FROM star", 0 };
	struct rig *r = *state;
	struct answer a = { 0 };

	admin(conn, "DROP TABLE IF EXISTS star");
	admin(conn, "CREATE TABLE star AS SELECT 1 AS n");
	ask_now(r, &q, NULL, &a);
	admin(conn, "ALTER TABLE star ALTER n TYPE text");
	ask(r, &q, NULL, &a);
	UNTIL(r, a.calls == 2);
	assert_int_equal(a.class, ZP_DB_RETRY);
	UNTIL(r, r->ups == 2);
	ask_now(r, &q, NULL, &a);
}

static void text_and_null_pass_unchanged(void **state)
{
	static const char *const text[] = { "", "安庆市 \"';--\\ \n\t", "%s",
		"{\"a\",NULL}" };
	struct rig *r = *state;
	struct answer a = { 0 };

	for (size_t i = 0; i < ZP_COUNT(text); i++) {
		ask_now(r, &echo, &text[i], &a);
		assert_string_equal(a.text, text[i]);
		assert_false(a.null);
	}
	ask_now(r, &echo, (const char *const[]){ NULL }, &a);
	assert_true(a.null);
	assert_int_equal(a.rows, 1);
}

static void array_literals_arrive_as_they_were(void **state)
{
	static const struct zp_sql q = { NULL,
		"SELECT $1::text[] = ARRAY['a', '', 'b,\"\\ {}', '中', 'NULL', "
		"NULL] AND $2::text[] = '{}'", 2 };
	struct rig *r = *state;
	struct zp_buf full = { 0 }, none = { 0 };
	struct answer a = { 0 };

	zp_array_add(&full, "a");
	zp_array_add(&full, "");
	zp_array_add(&full, "b,\"\\ {}");
	zp_array_add(&full, "中");
	zp_array_add(&full, "NULL");
	zp_array_add(&full, NULL);
	zp_array_end(&full);
	zp_array_end(&none);
	ask_now(r, &q, (const char *const[]){ zp_buf_str(&full),
	    zp_buf_str(&none) }, &a);
	assert_string_equal(a.text, "t");
	zp_buf_fini(&full);
	zp_buf_fini(&none);
}

static void ten_megabytes_go_both_ways(void **state)
{
	static const struct zp_sql rows = { NULL, "SELECT repeat('y', 1000) "
		"FROM generate_series(1, 10000)", 0 };
	struct rig *r = *state;
	size_t n = 10 << 20;
	char *big = malloc(n + 1);
	struct answer a[8] = { 0 }, b = { 0 };

	assert_non_null(big);
	memset(big, 'x', n);
	big[n] = '\0';
	/* Both directions are full at once: nobody may wait for the other. */
	for (int i = 0; i < 8; i++)
		ask(r, &echo, (const char *const[]){ big }, &a[i]);
	ask(r, &rows, NULL, &b);
	UNTIL(r, b.calls == 1);
	for (int i = 0; i < 8; i++)
		assert_int_equal(a[i].length, n);
	assert_int_equal(b.rows, 10000);
	assert_int_equal(r->downs, 0);
	free(big);
}

static void a_flood_of_notices_is_harmless(void **state)
{
	static const struct zp_sql flood = { NULL, "DO $$ BEGIN FOR i IN "
		"1..100000 LOOP RAISE NOTICE 'some text about %', i; END LOOP; "
		"END $$", 0 };
	struct rig *r = *state;
	struct answer a = { 0 };

	ask_now(r, &flood, NULL, &a);
	assert_int_equal(r->downs, 0);
}

static void empty_and_explicit_transactions_work(void **state)
{
	static const struct zp_sql none = { NULL, "", 0 };
	static const struct zp_sql begin = { "b", "BEGIN READ ONLY", 0 };
	static const struct zp_sql in = { NULL,
		"SELECT current_setting('transaction_read_only')", 0 };
	static const struct zp_sql commit = { "c", "COMMIT", 0 };
	struct rig *r = *state;
	struct answer a = { 0 }, rest = { 0 };

	ask_now(r, &none, NULL, &a);
	assert_int_equal(a.rows, 0);
	ask(r, &begin, NULL, &rest);
	ask_now(r, &in, NULL, &a);
	assert_string_equal(a.text, "on");
	ask(r, &commit, NULL, &rest);
	ask_now(r, &in, NULL, &a);
	assert_string_equal(a.text, "off");
}

static void copy_is_refused_without_hanging(void **state)
{
	static const struct zp_sql copy = { NULL, "COPY t FROM STDIN", 0 };
	struct rig *r = *state;
	struct answer a = { 0 };

	ask(r, &copy, NULL, &a);
	UNTIL(r, a.calls == 1 && r->ups == 2);
	assert_int_not_equal(a.class, ZP_DB_OK);
}

static void a_reply_may_ask_again(void **state)
{
	struct rig *r = *state;
	struct answer b = { 0 }, a = { .again = &b };

	ask(r, &one, NULL, &a);
	UNTIL(r, b.calls == 1);
	assert_string_equal(b.text, "again");
}

static void a_reply_may_reset(void **state)
{
	struct rig *r = *state;
	struct answer b = { 0 }, a = { .reset_here = true };

	ask_now(r, &one, NULL, &b);
	ask(r, &one, NULL, &a);
	ask(r, &one, NULL, &b);
	UNTIL(r, b.calls == 2);
	assert_int_equal(a.class, ZP_DB_OK);
	assert_int_equal(b.class, ZP_DB_LOST);
	assert_string_equal(b.message, "reset by the test");
	UNTIL(r, r->ups == 2);
}

/* Neither the freed session's other queries nor its state are told. */
static void a_reply_may_free_the_session(void **state)
{
	struct rig *r = *state;
	struct answer b = { 0 }, a = { .free_here = true };

	ask(r, &one, NULL, &a);
	for (int i = 0; i < 300; i++)
		ask(r, &one, NULL, &b);
	UNTIL(r, a.calls == 1);
	zp_loop_once(r->l, false);
	assert_int_equal(b.calls, 0);
	assert_int_equal(r->downs, 0);
}

static void a_lost_reply_may_free_the_session(void **state)
{
	struct rig *r = *state;
	struct answer b = { 0 }, a = { .free_here = true };

	ask(r, &one, NULL, &a);
	ask(r, &one, NULL, &b);
	zp_db_reset(r->db, "test");
	UNTIL(r, a.calls == 1);
	zp_loop_once(r->l, false);
	assert_int_equal(a.class, ZP_DB_LOST);
	assert_int_equal(b.calls, 0);
	assert_int_equal(r->downs, 0);
}

static int descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

static void ten_thousand_queries_and_resets_leak_nothing(void **state)
{
	struct rig *r = *state;
	struct answer a = { 0 };
	size_t before = 0, after;
	int fds = descriptors();

	for (int round = 0; round < 11; round++) {
		for (int i = 0; i < 1000; i++)
			ask(r, &echo, (const char *const[]){ "some text" },
			    &a);
		UNTIL(r, a.calls == (round + 1) * 1000);
		if (round == 0)
			before = mallinfo2().uordblks;
	}
	after = mallinfo2().uordblks;
	/* 16 bytes a query would be more; libpq's buffers may have grown. */
	assert_true(after <= before + 131072);
	for (int i = 0; i < 15; i++) {
		zp_db_reset(r->db, "test");
		UNTIL(r, r->ups == i + 2);
	}
	assert_int_equal(descriptors(), fds);
}

static int group_setup(void **state)
{
	(void)state;
	pg_start();
	conn = pg_conninfo();
	admin(conn, "CREATE TABLE t(n int UNIQUE)");
	admin(conn, "CREATE TABLE later(n int UNIQUE DEFERRABLE "
	    "INITIALLY DEFERRED)");
	admin(conn, "CREATE FUNCTION raise(state text) RETURNS text LANGUAGE "
	    "plpgsql AS $$ BEGIN RAISE EXCEPTION 'as asked' USING "
	    "ERRCODE = state; END $$");
	return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(up_is_told_once_with_place_and_timeline),
		T(replies_come_in_order),
		T(an_error_ends_only_its_query),
		T(success_is_told_only_after_the_commit),
		T(each_sqlstate_has_its_class),
		T(a_session_error_drops_the_session),
		T(statements_are_prepared_once_a_session),
		T(a_failed_prepare_is_tried_anew),
		T(a_changed_result_type_asks_to_try_again),
		T(text_and_null_pass_unchanged),
		T(array_literals_arrive_as_they_were),
		T(ten_megabytes_go_both_ways),
		T(a_flood_of_notices_is_harmless),
		T(empty_and_explicit_transactions_work),
		T(copy_is_refused_without_hanging),
		T(a_reply_may_ask_again),
		T(a_reply_may_reset),
		T(a_reply_may_free_the_session),
		T(a_lost_reply_may_free_the_session),
		T(ten_thousand_queries_and_resets_leak_nothing),
	};

	return cmocka_run_group_tests_name("session", tests, group_setup,
	    NULL);
}
