/*
 * src/zhipactl/cmd_db.c - the schema, its version, and its cities.
 */
#include <string.h>
#include "database.h"
#include "zhipaid/migrate.h"

static int failed(const char *why)
{
	fputs("zhipactl: ", stderr);
	zp_ctl_put(stderr, why, true);
	fputc('\n', stderr);
	return ZP_EXIT_FAILED;
}

static void applied(void *arg, const char *name)
{
	(void)arg;
	printf("%s\n", name);
}

static int migrate(struct zp_dbs *db)
{
	const struct zp_migrate_ops ops = { applied, NULL };
	char why[512];

	if (!zp_migrate_run(db, NULL, &ops, why) ||
	    !zp_migrate_roles(db, why))
		return failed(why);
	return ZP_EXIT_OK;
}

static int status(const struct zp_ctl_env *env, struct zp_dbs *db,
    struct zp_arena *a)
{
	static const char *const state[] = {
		[ZP_MIGRATION_APPLIED] = "applied",
		[ZP_MIGRATION_PENDING] = "pending",
		[ZP_MIGRATION_CHANGED] = "changed",
		[ZP_MIGRATION_UNKNOWN] = "unknown",
	};
	const char *column[] = { "migration", "state", "applied_at",
		"checksum" };
	struct zp_ctl_table t = { .column = column,
		.columns = ZP_COUNT(column) };
	struct zp_migrations m;
	char why[512];

	if (!zp_migrate_status(db, NULL, &m, why))
		return failed(why);
	for (uint32_t i = 0; i < m.n; i++) {
		const struct zp_migration *x = &m.at[i];
		char digest[17];

		snprintf(digest, sizeof(digest), "%.16s", x->digest);
		zp_ctl_table_row(&t, a, (const char *[]){ x->name,
		    state[x->state], x->applied_at, digest });
	}
	zp_migrations_fini(&m);
	zp_ctl_table_show(env, &t);
	return ZP_EXIT_OK;
}

static int verify(struct zp_dbs *db)
{
	char why[512];

	return zp_migrate_verify(db, NULL, why) ? ZP_EXIT_OK : failed(why);
}

/* db city CODE NAME [--replay] */
static int city(struct zp_dbs *db, const struct zp_ctl_request *rq)
{
	const char *param[] = { rq->arg[0], rq->arg[1],
		zp_ctl_option(rq, "replay") != NULL ? "t" : "f" };
	struct zp_db_error err;

	if (zp_dbs_query(db, zp_sql_get("setup_city")->text, param, 3,
	    &err) == NULL)
		return zp_ctl_db_error(&err, "db city");
	return ZP_EXIT_OK;
}

/* db staff LOGIN NAME [--centre CODE] [--role ROLE] */
static int staff(struct zp_dbs *db, const char *city,
    const struct zp_ctl_request *rq)
{
	const char *centre = zp_ctl_option(rq, "centre");
	const char *role = zp_ctl_option(rq, "role");
	const char *param[] = { city, rq->arg[0], rq->arg[1],
		centre == NULL ? "" : centre, role == NULL ? "clerk" : role };
	struct zp_db_error err;

	if (zp_dbs_query(db, zp_sql_get("staff_set")->text, param,
	    ZP_COUNT(param), &err) == NULL)
		return zp_ctl_db_error(&err, "db staff");
	return ZP_EXIT_OK;
}

int zp_ctl_db(const struct zp_ctl_env *env, const struct zp_ctl_request *rq,
    struct zp_arena *a)
{
	const char *what = rq->cmd + strlen("db ");
	struct zp_ctl_target t;
	struct zp_dbs *db;
	int rc = zp_ctl_target(env, rq, a, strcmp(what, "staff") == 0, &t);

	if (rc != ZP_EXIT_OK)
		return rc;
	db = zp_ctl_open(env, &t);
	if (db == NULL)
		return ZP_EXIT_FAILED;
	if (strcmp(what, "migrate") == 0)
		rc = migrate(db);
	else if (strcmp(what, "status") == 0)
		rc = status(env, db, a);
	else if (strcmp(what, "verify") == 0)
		rc = verify(db);
	else if (strcmp(what, "staff") == 0)
		rc = staff(db, t.city, rq);
	else
		rc = city(db, rq);
	zp_dbs_close(db);
	return rc;
}
