/*
 * src/zhipactl/cmd_roster_export.c - what the daemon hands out, as files.
 */
#include <string.h>
#include "roster_files.h"

static int broken(const struct zp_ctl_env *env, const struct zp_report *rep)
{
	static const char *const say[ZP_LANGS] = { "回答里没有班表",
		"no roster in the answer" };
	struct zp_buf b = { 0 };

	zp_ctl_complain(env, say);
	zp_report_print(rep, env->lang, &b);
	zp_ctl_put(stderr, zp_buf_str(&b), true);
	zp_buf_fini(&b);
	return ZP_EXIT_FAILED;
}

int zp_ctl_roster_export(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, const struct zp_ctl_reply *reply,
    struct zp_arena *a)
{
	struct zp_report rep = { 0 };
	struct zp_registry *reg = NULL;
	struct zp_roster_files out;
	struct zp_handout h;
	const struct zp_ctl_file *f;
	uint32_t n;
	int rc;

	if (!zp_roster_files_options(env, rq, ZP_OUT_ALL, &out))
		return ZP_EXIT_USAGE;
	f = zp_ctl_files(reply, a, &n);
	if (f != NULL && n == 1)
		reg = zp_handout_parse(f->text, strlen(f->text), a, &h, &rep);
	if (reg == NULL) {
		rc = broken(env, &rep);
	} else {
		out.h = &h;
		out.dir = rq->arg[0];
		out.whole_people = zp_ctl_option(rq, "station") == NULL;
		out.whole_stations = zp_ctl_option(rq, "for") == NULL;
		rc = zp_roster_files_write(&out);
	}
	zp_registry_free(reg);
	zp_report_fini(&rep);
	return rc;
}
