/* src/zhipactl/offline.c - files in, files out; see offline.h. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "offline.h"

const char *zp_ctl_word(const struct zp_ctl_env *env, const char *zh,
    const char *en)
{
	return env->lang == ZP_ZH ? zh : en;
}

static void show_report(const struct zp_ctl_env *env,
    const struct zp_report *rep)
{
	struct zp_buf b = { 0 };

	zp_report_print(rep, env->lang, &b);
	fputs(zp_buf_str(&b), stderr);
	zp_buf_fini(&b);
}

int zp_offline_load(struct zp_offline *o, const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq)
{
	struct zp_report rep = { 0 };

	*o = (struct zp_offline){ .env = env,
	    .export = zp_ctl_option(rq, "export") };
	o->conf = zp_conf_load_policy(zp_ctl_option(rq, "config"), &rep);
	if (o->conf != NULL)
		o->set = zp_dataset_read(zp_ctl_option(rq, "data"), &rep);
	show_report(env, &rep);
	zp_report_fini(&rep);
	return o->set != NULL ? ZP_EXIT_OK : ZP_EXIT_USAGE;
}

void zp_offline_fini(struct zp_offline *o)
{
	zp_dataset_free(o->set);
	zp_conf_unref(o->conf);
}

static bool write_all(FILE *f, const struct zp_buf *b)
{
	bool good = fwrite(zp_buf_str(b), 1, b->n, f) == b->n &&
	    fflush(f) == 0 && fsync(fileno(f)) == 0;

	return fclose(f) == 0 && good;
}

bool zp_offline_write(const struct zp_offline *o, const char *name,
    const struct zp_buf *b)
{
	struct zp_buf to = { 0 }, tmp = { 0 };
	FILE *f = NULL;
	bool good;

	zp_buf_printf(&to, "%s/%s", o->export, name);
	zp_buf_printf(&tmp, "%s.new", zp_buf_str(&to));
	if (mkdir(o->export, 0777) == 0 || errno == EEXIST)
		f = fopen(zp_buf_str(&tmp), "w");
	good = f != NULL && write_all(f, b) &&
	    rename(zp_buf_str(&tmp), zp_buf_str(&to)) == 0;
	if (!good)
		fprintf(stderr, zp_ctl_word(o->env, "zhipactl: %s 写不了：%s\n",
		    "zhipactl: could not write %s: %s\n"), zp_buf_str(&to),
		    strerror(errno));
	zp_buf_fini(&to);
	zp_buf_fini(&tmp);
	return good;
}

bool zp_offline_left_out(const struct zp_offline *o)
{
	uint32_t n = 0;

	for (size_t i = 0; i < ZP_T_INPUTS; i++)
		n += o->set->bad[i];
	if (n > 0)
		fprintf(stderr, zp_ctl_word(o->env,
		    "zhipactl: 有错的 %u 行未计入\n",
		    "zhipactl: %u bad rows were left out\n"), n);
	return n > 0;
}
