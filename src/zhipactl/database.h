/*
 * src/zhipactl/database.h - local commands that need the database.
 */
#ifndef ZHIPACTL_DATABASE_H
#define ZHIPACTL_DATABASE_H
#include "zhipactl.h"
#include "zhipaid/db.h"

struct zp_ctl_target { const char *conninfo, *city; };

/* From --database, --city and --config; returns an exit code. */
int zp_ctl_target(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a, bool city,
    struct zp_ctl_target *t);
/* NULL (reported) when it cannot be reached. */
struct zp_dbs *zp_ctl_open(const struct zp_ctl_env *env,
    const struct zp_ctl_target *t);
/* Report a failed statement: 2 when the data is to blame, else 1. */
int zp_ctl_db_error(const struct zp_db_error *err, const char *what);
#endif
