/* tests/db/test_dbs.c - zp_dbs_*(), the blocking calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_pg.h"
#include "zhipaid/db.h"

static int setup(void **state)
{
	char why[512];

	*state = zp_dbs_open(pg_conninfo(), why);
	return *state == NULL;
}

static int teardown(void **state)
{
	zp_dbs_close(*state);
	return 0;
}

static void open_says_why_not(void **state)
{
	char why[512];

	(void)state;
	assert_null(zp_dbs_open("password=my secret", why));
	assert_null(strstr(why, "secret"));
	assert_null(zp_dbs_open("host=/nowhere password=secret", why));
	assert_non_null(strstr(why, "No such file"));
	assert_null(strstr(why, "secret"));
	assert_null(strchr(why, '\n'));
	assert_null(zp_dbs_open(pg_conninfo_as("postgres", "nowhere"), why));
	assert_non_null(strstr(why, "database \"nowhere\" does not exist"));
}

static void query_gives_rows_with_names_and_nulls(void **state)
{
	static const char *const param[] = { "7", NULL };
	const struct zp_db_rows *r;
	struct zp_db_error err;
	size_t n;

	r = zp_dbs_query(*state, "SELECT $1::int + i AS sum, $2::text AS "
	    "nothing FROM generate_series(1, 3) i", param, 2, &err);
	assert_non_null(r);
	assert_int_equal(zp_rows_count(r), 3);
	assert_int_equal(zp_rows_cols(r), 2);
	assert_int_equal(zp_rows_affected(r), 3);
	assert_string_equal(zp_rows_name(r, 0), "sum");
	assert_string_equal(zp_rows_get(r, 2, 0, &n), "10");
	assert_int_equal(n, 2);
	assert_null(zp_rows_get(r, 0, 1, NULL));
}

static void errors_are_classed_and_the_session_goes_on(void **state)
{
	struct zp_db_error err;

	assert_null(zp_dbs_query(*state, "SELECT 1 / 0", NULL, 0, &err));
	assert_int_equal(err.class, ZP_DB_BUG);
	assert_string_equal(err.sqlstate, "22012");
	assert_string_equal(err.message, "division by zero");
	assert_non_null(zp_dbs_query(*state, "SELECT 1", NULL, 0, &err));
	assert_null(zp_dbs_query(*state, "COPY pg_class TO STDOUT", NULL, 0,
	    &err));
	assert_int_equal(err.class, ZP_DB_BUG);
}

static void a_script_is_one_transaction_unless_it_says_otherwise(void **state)
{
	struct zp_db_error err;
	const struct zp_db_rows *r;

	assert_true(zp_dbs_script(*state, "CREATE TABLE a(n int UNIQUE);"
	    "INSERT INTO a VALUES (1);", &err));
	assert_false(zp_dbs_script(*state, "INSERT INTO a VALUES (2);"
	    "INSERT INTO a VALUES (1);", &err));
	assert_int_equal(err.class, ZP_DB_CONFLICT);
	assert_string_equal(err.constraint, "a_n_key");
	r = zp_dbs_query(*state, "SELECT count(*) FROM a", NULL, 0, &err);
	assert_non_null(r);
	assert_string_equal(zp_rows_get(r, 0, 0, NULL), "1");
	assert_true(zp_dbs_script(*state, "", &err));
}

static void a_lost_connection_is_lost(void **state)
{
	struct zp_db_error err;

	assert_null(zp_dbs_query(*state, "SELECT "
	    "pg_terminate_backend(pg_backend_pid())", NULL, 0, &err));
	assert_int_equal(err.class, ZP_DB_LOST);
	assert_null(zp_dbs_query(*state, "SELECT 1", NULL, 0, &err));
	assert_int_equal(err.class, ZP_DB_LOST);
	assert_false(zp_dbs_script(*state, "SELECT 1", &err));
	assert_int_equal(err.class, ZP_DB_LOST);
	assert_string_not_equal(err.message, "");
}

static void sql_is_found_by_name(void **state)
{
	(void)state;
	assert_string_equal(zp_sql_get("lease_take")->name, "lease_take");
	assert_int_equal(zp_sql_get("lease_take")->params, 3);
}

static int group_setup(void **state)
{
	(void)state;
	pg_start();
	return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_says_why_not),
		T(query_gives_rows_with_names_and_nulls),
		T(errors_are_classed_and_the_session_goes_on),
		T(a_script_is_one_transaction_unless_it_says_otherwise),
		T(a_lost_connection_is_lost),
		cmocka_unit_test(sql_is_found_by_name),
	};

	return cmocka_run_group_tests_name("dbs", tests, group_setup, NULL);
}
