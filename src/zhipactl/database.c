/*
 * src/zhipactl/database.c - which database and city the local commands
 * work on: --database and --city, or what the configuration says.
 */
#include <string.h>
#include "database.h"
#include "zhipaid/conf.h"

static void print_report(const struct zp_ctl_env *env,
    const struct zp_report *rep)
{
	struct zp_buf b = { 0 };

	zp_report_print(rep, env->lang, &b);
	zp_ctl_put(stderr, zp_buf_str(&b), true);
	zp_buf_fini(&b);
}

static int missing(const struct zp_ctl_env *env, const char *option)
{
	fprintf(stderr, env->lang == ZP_EN ?
	    "zhipactl: say --%s or --config\n" :
	    "zhipactl: 请用 --%s 或 --config 指明\n", option);
	return ZP_EXIT_USAGE;
}

/* Fill what the options left open from the configuration file. */
static int from_config(const struct zp_ctl_env *env, const char *file,
    struct zp_arena *a, struct zp_ctl_target *t)
{
	struct zp_report rep = { 0 };
	struct zp_conf *c = zp_conf_load(file, &rep);
	int rc = c == NULL ? ZP_EXIT_USAGE : ZP_EXIT_OK;

	print_report(env, &rep);
	zp_report_fini(&rep);
	if (c != NULL && t->conninfo == NULL)
		t->conninfo = zp_arena_strdup(a, c->database);
	if (c != NULL && t->city == NULL)
		t->city = zp_arena_strdup(a, c->city);
	zp_conf_unref(c);
	return rc;
}

int zp_ctl_target(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a, bool city,
    struct zp_ctl_target *t)
{
	const char *file = zp_ctl_option(rq, "config");
	int rc = ZP_EXIT_OK;

	*t = (struct zp_ctl_target){ zp_ctl_option(rq, "database"),
		zp_ctl_option(rq, "city") };
	if (file != NULL)
		rc = from_config(env, file, a, t);
	if (rc != ZP_EXIT_OK)
		return rc;
	if (t->conninfo == NULL)
		return missing(env, "database");
	return city && t->city == NULL ? missing(env, "city") : ZP_EXIT_OK;
}

struct zp_dbs *zp_ctl_open(const struct zp_ctl_env *env,
    const struct zp_ctl_target *t)
{
	char why[512];
	struct zp_dbs *db = zp_dbs_open(t->conninfo, why);

	if (db == NULL)
		fprintf(stderr, env->lang == ZP_EN ?
		    "zhipactl: could not open the database: %s\n" :
		    "zhipactl: 连不上数据库：%s\n", why);
	return db;
}

int zp_ctl_db_error(const struct zp_db_error *err, const char *what)
{
	fprintf(stderr, "zhipactl: %s: ", what);
	zp_ctl_put(stderr, err->message, true);
	if (err->detail != NULL && err->detail[0] != '\0') {
		fputs("\n  ", stderr);
		zp_ctl_put(stderr, err->detail, true);
	}
	fprintf(stderr, " (%s)\n", err->sqlstate);
	return err->class == ZP_DB_CONFLICT || err->class == ZP_DB_REFUSED ?
	    ZP_EXIT_USAGE : ZP_EXIT_FAILED;
}
