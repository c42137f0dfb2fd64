/*
 * src/zhipactl/cmd_db.c - the schema and its cities.
 */
#include <string.h>
#include "database.h"

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

int zp_ctl_db(const struct zp_ctl_env *env, const struct zp_ctl_request *rq,
    struct zp_arena *a)
{
	struct zp_ctl_target t;
	struct zp_dbs *db;
	int rc = zp_ctl_target(env, rq, a, false, &t);

	if (rc != ZP_EXIT_OK)
		return rc;
	db = zp_ctl_open(env, &t);
	if (db == NULL)
		return ZP_EXIT_FAILED;
	if (strcmp(rq->cmd, "db city") == 0)
		rc = city(db, rq);
	else
		rc = ZP_EXIT_FAILED;
	zp_dbs_close(db);
	return rc;
}
