/* tests/db/test_migrate.c - forward only, each once, nothing half done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <pthread.h>
#include "support_pg.h"
#include "zhipaid/buf.h"
#include "zhipaid/migrate.h"

static const struct zp_sql one = { "migrations/0001_one",
	"create table zp.one (n int); insert into zp.one values (1)", 0 };
static const struct zp_sql two = { "migrations/0002_two",
	"insert into zp.one values (2)", 0 };
static const struct zp_sql two_changed = { "migrations/0002_two",
	"insert into zp.one values (3)", 0 };
static const struct zp_sql three_bad = { "migrations/0003_three",
	"insert into zp.one values (3); select 1 / 0", 0 };
static const struct zp_sql three = { "migrations/0003_three",
	"insert into zp.one values (3)", 0 };

static struct zp_dbs *s;

static void script(const char *text)
{
	struct zp_db_error err;

	if (!zp_dbs_script(s, text, &err))
		fail_msg("%s: %s", text, err.message);
}

static const char *value(const char *text)
{
	struct zp_db_error err;
	const struct zp_db_rows *r = zp_dbs_query(s, text, NULL, 0, &err);

	if (r == NULL)
		fail_msg("%s: %s", text, err.message);
	return zp_rows_get(r, 0, 0, NULL);
}

/* Each test in a fresh database. */
static int setup(void **state)
{
	static int serial;
	char text[64], why[512];
	struct zp_dbs *admin = zp_dbs_open(pg_conninfo(), why);
	struct zp_db_error err;

	(void)state;
	if (admin == NULL)
		return -1;
	snprintf(text, sizeof(text), "create database m%d", ++serial);
	if (!zp_dbs_script(admin, text, &err))
		return -1;
	zp_dbs_close(admin);
	s = zp_dbs_open(pg_conninfo_as("postgres", text + 16), why);
	return s != NULL ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	zp_dbs_close(s);
	return 0;
}

static bool run(const struct zp_sql *const *sql, size_t n, char why[512])
{
	struct zp_sql copy[4];

	for (size_t i = 0; i < n; i++)
		copy[i] = *sql[i];
	return zp_migrate_run(s, &(struct zp_migrate_files){ copy, n }, NULL,
	    why);
}
#define RUN(why, ...) run((const struct zp_sql *const[]){ __VA_ARGS__ }, \
	ZP_COUNT(((const struct zp_sql *const[]){ __VA_ARGS__ })), why)

static void count(void *arg, const char *name)
{
	(void)name;
	++*(int *)arg;
}

static void from_empty_to_latest(void **state)
{
	struct zp_migrations m;
	struct zp_buf text = { 0 };
	char why[512] = "";
	int done = 0;
	const struct zp_migrate_ops ops = { count, &done };

	(void)state;
	assert_false(zp_migrate_verify(s, NULL, why));
	assert_non_null(strstr(why, "pending, the first is 0001_schema"));
	assert_string_equal("t", value("select to_regnamespace('zp') is "
	    "null"));		/* looking changes nothing */
	if (!zp_migrate_run(s, NULL, &ops, why))
		fail_msg("%s", why);
	assert_true(done >= 6);
	assert_true(zp_migrate_verify(s, NULL, why));
	assert_true(zp_migrate_status(s, NULL, &m, why));
	assert_int_equal(m.n, done);
	assert_int_equal(m.count[ZP_MIGRATION_APPLIED], done);
	assert_string_equal(m.at[done - 1].name, zp_migrate_latest());
	zp_migrate_print(&m, ZP_EN, &text);
	assert_non_null(strstr(zp_buf_str(&text), "0001_schema"));
	assert_non_null(strstr(zp_buf_str(&text), "\napplied "));
	zp_buf_fini(&text);
	zp_migrations_fini(&m);
	/* again: nothing to do */
	done = 0;
	assert_true(zp_migrate_run(s, NULL, &ops, why));
	assert_int_equal(done, 0);
	assert_string_equal(zp_migrate_latest(),
	    value(zp_sql_get("schema")->text));
}

static void a_failure_undoes_its_own_only(void **state)
{
	char why[512];

	(void)state;
	assert_false(RUN(why, &one, &two, &three_bad));
	assert_string_equal(why,
	    "0003_three: division by zero, SQLSTATE 22012");
	assert_string_equal("1 2", value("select string_agg(n::text, ' ' "
	    "order by n) from zp.one"));
	assert_true(RUN(why, &one, &two, &three));
	assert_string_equal("1 2 3", value("select string_agg(n::text, ' ' "
	    "order by n) from zp.one"));
	/* the lock is free again */
	assert_string_equal("0", value("select count(*) from pg_locks where "
	    "locktype = 'advisory'"));
}

static void changed_text_is_refused(void **state)
{
	char why[512];

	(void)state;
	assert_true(RUN(why, &one, &two));
	assert_false(RUN(why, &one, &two_changed, &three));
	assert_non_null(strstr(why, "0002_two was applied with another "
	    "text"));
	assert_string_equal("2", value("select count(*) from zp.one"));
}

static void newer_schema_is_refused(void **state)
{
	char why[512];
	const struct zp_migrate_files old = { &one, 1 };

	(void)state;
	assert_true(RUN(why, &one, &two));
	assert_false(zp_migrate_run(s, &old, NULL, why));
	assert_non_null(strstr(why, "0002_two, which this program does not "
	    "know"));
	assert_false(zp_migrate_verify(s, &old, why));
}

static void no_gaps(void **state)
{
	char why[512];

	(void)state;
	assert_true(RUN(why, &one, &three));
	assert_false(RUN(why, &one, &two, &three));
	assert_string_equal(why,
	    "migration 0003_three was applied before an earlier one");
}

static void *migrate_too(void *arg)
{
	char why[512];
	struct zp_dbs *other = arg;

	return zp_migrate_run(other, NULL, NULL, why) ? arg : NULL;
}

/* Two programs at once: one does it, the other finds it done. */
static void two_at_once(void **state)
{
	char why[512], db[64];
	struct zp_dbs *other;
	pthread_t t;
	void *ok;

	(void)state;
	snprintf(db, sizeof(db), "%s", value("select current_database()"));
	other = zp_dbs_open(pg_conninfo_as("postgres", db), why);
	assert_non_null(other);
	assert_int_equal(0, pthread_create(&t, NULL, migrate_too, other));
	assert_true(zp_migrate_run(s, NULL, NULL, why));
	assert_int_equal(0, pthread_join(t, &ok));
	assert_ptr_equal(ok, other);
	assert_true(zp_migrate_verify(s, NULL, why));
	zp_dbs_close(other);
}

/* Roles run again and again, and by an owner that may create roles. */
static void roles_again(void **state)
{
	char why[512], db[64], grant[160];
	struct zp_dbs *super = s;

	(void)state;
	snprintf(db, sizeof(db), "%s", value("select current_database()"));
	script("create role boss login createrole");
	snprintf(grant, sizeof(grant), "alter database %s owner to boss", db);
	script(grant);
	s = zp_dbs_open(pg_conninfo_as("boss", db), why);
	assert_non_null(s);
	for (int i = 0; i < 2; i++) {
		if (!zp_migrate_run(s, NULL, NULL, why) ||
		    !zp_migrate_roles(s, why))
			fail_msg("%s", why);
	}
	assert_string_equal("zp_owner", value("select distinct "
	    "relowner::regrole from pg_class where relnamespace = "
	    "'zp'::regnamespace and relkind in ('r', 'v')"));
	/* a later migration by the same owner still works */
	script("create table zp.later (n int); alter table zp.cases add "
	    "later int");
	zp_dbs_close(s);
	s = super;
	assert_true(zp_migrate_roles(s, why));
	script("create role nobody login");
	super = zp_dbs_open(pg_conninfo_as("nobody", db), why);
	assert_non_null(super);
	assert_false(zp_migrate_roles(super, why));
	assert_non_null(strstr(why, "42501"));
	zp_dbs_close(super);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(from_empty_to_latest),
		T(a_failure_undoes_its_own_only),
		T(changed_text_is_refused),
		T(newer_schema_is_refused),
		T(no_gaps),
		T(two_at_once),
		T(roles_again),
	};

	pg_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
