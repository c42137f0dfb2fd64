/*
 * src/zhipactl/main.c - the administrator's command.
 * Reads the command line, then asks the daemon or does the work itself.
 */
#include <string.h>
#include "zhipactl.h"

void zp_ctl_complain(const struct zp_ctl_env *env,
    const char *const say[ZP_LANGS])
{
	size_t n = strlen(say[env->lang]);

	fputs("zhipactl: ", stderr);
	zp_ctl_put(stderr, say[env->lang], true);
	if (n == 0 || say[env->lang][n - 1] != '\n')
		fputc('\n', stderr);
}

/* "help", "help case", "help leave add". */
static int help(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a)
{
	static const char *const unknown[ZP_LANGS] = { "没有此命令",
		"unknown command" };
	const struct zp_verb *v = NULL;
	struct zp_buf name = { 0 };

	for (uint32_t i = 0; i < rq->args; i++)
		zp_buf_printf(&name, i == 0 ? "%s" : " %s", rq->arg[i]);
	if (rq->args > 0) {
		v = zp_verb_find(zp_arena_strdup(a, zp_buf_str(&name)));
		zp_buf_fini(&name);
		if (v == NULL) {
			zp_ctl_complain(env, unknown);
			return ZP_EXIT_USAGE;
		}
	}
	return zp_ctl_help(env, v);
}

static int local(const struct zp_ctl_env *env, const struct zp_verb *v,
    const struct zp_ctl_request *rq, struct zp_arena *a)
{
	if (strcmp(v->name, "help") == 0)
		return help(env, rq, a);
	if (strcmp(v->name, "completion") == 0)
		return zp_ctl_completion(rq->arg[0]);
	if (strcmp(v->name, "simulate") == 0)
		return zp_ctl_simulate(env, rq);
	if (strcmp(v->name, "roster plan") == 0)
		return zp_ctl_roster_plan(env, rq, a);
	if (strcmp(v->name, "import") == 0)
		return zp_ctl_import(env, rq, a);
	return zp_ctl_db(env, rq, a);
}

int main(int argc, char **argv)
{
	static const char *const full[ZP_LANGS] = { "输出写不出去",
		"could not write the output" };
	struct zp_arena *a = zp_arena_new();
	struct zp_ctl_call c;
	int rc = zp_ctl_args(argc, argv, a, &c);

	if (c.verb != NULL)
		rc = c.verb->role == ZP_ROLE_LOCAL ?
		    local(&c.env, c.verb, &c.rq, a) :
		    zp_ctl_remote(&c.env, &c.rq, a);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		zp_ctl_complain(&c.env, full);
		rc = ZP_EXIT_FAILED;
	}
	zp_arena_free(a);
	return rc;
}
