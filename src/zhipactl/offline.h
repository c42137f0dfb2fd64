/*
 * src/zhipactl/offline.h - commands that work on files alone: a city's CSV
 * and a policy in, result files out.
 */
#ifndef ZHIPACTL_OFFLINE_H
#define ZHIPACTL_OFFLINE_H
#include "zhipactl.h"
#include "zhipaid/conf.h"
#include "zhipaid/csv.h"

struct zp_offline {
	const struct zp_ctl_env *env;
	const char *export;		/* directory of the result files */
	struct zp_conf *conf;
	struct zp_dataset *set;
};

/* Read --config and --data; what is wrong is on standard error.  Returns an
 * exit code; release by zp_offline_fini() in any case. */
int zp_offline_load(struct zp_offline *o, const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq);
void zp_offline_fini(struct zp_offline *o);
/* Write NAME into the directory of --export, which is made when it is not
 * there; whole, or not at all and a complaint. */
bool zp_offline_write(const struct zp_offline *o, const char *name,
    const struct zp_buf *b);
/* Were rows of the input left out?  Says how many. */
bool zp_offline_left_out(const struct zp_offline *o);
/* Of two texts (or formats) that of the caller's language. */
__attribute__((format_arg(2), format_arg(3)))
const char *zp_ctl_word(const struct zp_ctl_env *env, const char *zh,
    const char *en);
#endif
