/*
 * src/zhipactl/cmd_simulate.c - a city's year from CSV to CSV.
 *
 * The same decisions as the daemon's, without a database: reads DIR, lets
 * the virtual clock run, writes assignments.csv and pending.csv.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "zhipactl.h"
#include "zhipaid/clock.h"
#include "zhipaid/conf.h"
#include "zhipaid/csv.h"
#include "zhipaid/export.h"
#include "zhipaid/simulate.h"

struct simulate {
	const char *config, *data, *export;
	enum zp_lang lang;
	struct zp_conf *conf;
	struct zp_dataset *set;
	struct zp_sim *sim;
	struct zp_mono began, told;
};

/* Of two texts (or formats) that of the caller's language. */
__attribute__((format_arg(2), format_arg(3)))
static const char *word(const struct simulate *s, const char *zh,
    const char *en)
{
	return s->lang == ZP_ZH ? zh : en;
}

static bool take_option(struct simulate *s, const char *name,
    const char *value)
{
	if (strcmp(name, "--config") == 0)
		s->config = value;
	else if (strcmp(name, "--data") == 0)
		s->data = value;
	else if (strcmp(name, "--export") == 0)
		s->export = value;
	else if (strcmp(name, "--lang") == 0)
		s->lang = strcmp(value, "en") == 0 ? ZP_EN : ZP_ZH;
	else
		return false;
	return true;
}

static bool take_options(struct simulate *s, int argc, char **argv)
{
	for (int i = 1; i < argc; i += 2)
		if (i + 1 == argc || !take_option(s, argv[i], argv[i + 1]))
			return false;
	return s->config != NULL && s->data != NULL && s->export != NULL;
}

static void show_report(const struct simulate *s,
    const struct zp_report *rep)
{
	struct zp_buf b = { 0 };

	zp_report_print(rep, s->lang, &b);
	fputs(zp_buf_str(&b), stderr);
	zp_buf_fini(&b);
}

/* Configuration and files; what is wrong is on standard error. */
static int load(struct simulate *s)
{
	struct zp_report rep = { 0 };

	s->conf = zp_conf_load_policy(s->config, &rep);
	if (s->conf != NULL)
		s->set = zp_dataset_read(s->data, &rep);
	show_report(s, &rep);
	zp_report_fini(&rep);
	return s->set != NULL ? ZP_EXIT_OK : ZP_EXIT_USAGE;
}

static void progress(void *arg, uint32_t done, uint32_t all)
{
	struct simulate *s = arg;
	struct zp_mono now;

	if (done % 64 != 0)
		return;
	now = zp_clock_mono();
	if (now.us - s->told.us < 1000000)
		return;
	s->told = now;
	fprintf(stderr, word(s, "模拟：%u / %u\n", "simulating: %u of %u\n"),
	    done, all);
}

static bool write_all(FILE *f, const struct zp_buf *b)
{
	bool good = fwrite(zp_buf_str(b), 1, b->n, f) == b->n &&
	    fflush(f) == 0 && fsync(fileno(f)) == 0;

	return fclose(f) == 0 && good;
}

/* Write DIR/NAME whole: under another name first. */
static bool write_file(const struct simulate *s, const char *name,
    const struct zp_buf *b)
{
	struct zp_buf to = { 0 }, tmp = { 0 };
	FILE *f;
	bool good;

	zp_buf_printf(&to, "%s/%s", s->export, name);
	zp_buf_printf(&tmp, "%s.new", zp_buf_str(&to));
	f = fopen(zp_buf_str(&tmp), "w");
	good = f != NULL && write_all(f, b) &&
	    rename(zp_buf_str(&tmp), zp_buf_str(&to)) == 0;
	if (!good)
		fprintf(stderr, word(s, "zhipactl: %s 写不了：%s\n",
		    "zhipactl: could not write %s: %s\n"), zp_buf_str(&to),
		    strerror(errno));
	zp_buf_fini(&to);
	zp_buf_fini(&tmp);
	return good;
}

static bool make_folder(const struct simulate *s)
{
	if (mkdir(s->export, 0777) == 0 || errno == EEXIST)
		return true;
	fprintf(stderr, word(s, "zhipactl: %s 建不了：%s\n",
	    "zhipactl: could not make %s: %s\n"), s->export,
	    strerror(errno));
	return false;
}

static bool write_results(const struct simulate *s)
{
	struct zp_buf a = { 0 }, p = { 0 };
	bool good;

	zp_export_world(s->sim->world, &a);
	zp_export_pending(s->sim->pending, s->sim->pendings, &p);
	good = make_folder(s) && write_file(s, "assignments.csv", &a) &&
	    write_file(s, "pending.csv", &p);
	zp_buf_fini(&a);
	zp_buf_fini(&p);
	return good;
}

/* --- the summary --- */

struct tally {
	const struct zp_registry *reg;
	uint32_t *person;	/* assignments that count, per counsel */
	uint32_t *leads, *juniors;	/* per handling centre */
	uint32_t all, pairs;
};

static void count(void *arg, const struct zp_assignment *a)
{
	struct tally *t = arg;
	int32_t who = zp_registry_find(t->reg, ZP_T_COUNSEL, a->licence_no);
	int32_t at = zp_registry_find(t->reg, ZP_T_CENTRES,
	    a->handling_centre);

	if (!zp_end_counts(a->end_reason))
		return;
	t->all += a->role == ZP_LEAD;
	t->pairs += a->role == ZP_JUNIOR;
	if (who >= 0)
		t->person[who]++;
	if (at >= 0)
		(a->role == ZP_LEAD ? t->leads : t->juniors)[at]++;
}

/* One line per centre: people in service, cases, least, mean, most. */
static void show_centre(const struct tally *t, uint32_t k)
{
	const struct zp_centre *c = &t->reg->centre[k];
	uint32_t n = 0, sum = 0, least = UINT32_MAX, most = 0;

	for (uint32_t i = 0; i < c->pool_n; i++) {
		const struct zp_counsel *p = &t->reg->counsel[c->pool[i]];
		uint32_t has = t->person[c->pool[i]];

		if (p->status != ZP_ACTIVE || p->kind == ZP_VOLUNTEER)
			continue;
		n++;
		sum += has;
		least = has < least ? has : least;
		most = has > most ? has : most;
	}
	fputs("  ", stdout);
	zp_ctl_put_padded(stdout, c->name, 28);
	printf("%6u %6u %6u   %3u %6.1f %4u\n", n, t->leads[k],
	    t->juniors[k], n > 0 ? least : 0,
	    n > 0 ? (double)sum / (double)n : 0.0, most);
}

static void show_loads(const struct simulate *s)
{
	const struct zp_registry *reg = s->set->reg;
	struct tally t = { .reg = reg };

	t.person = zp_xcalloc(reg->counsels, sizeof(*t.person));
	t.leads = zp_xcalloc(reg->centres, sizeof(*t.leads));
	t.juniors = zp_xcalloc(reg->centres, sizeof(*t.juniors));
	zp_world_each_assignment(s->sim->world, count, &t);
	printf(word(s, "已指派 %u 件（协办 %u 人次）\n",
	    "assigned %u (with a junior: %u)\n"), t.all, t.pairs);
	fputs("  ", stdout);
	zp_ctl_put_padded(stdout, word(s, "中心", "centre"), 28);
	puts(word(s, "  人员   主办   协办  最少   平均 最多",
	    "people  leads junior   min   mean  max"));
	for (uint32_t k = 0; k < reg->centres; k++)
		show_centre(&t, k);
	free(t.person);
	free(t.leads);
	free(t.juniors);
}

/* What waits, by the rules that block it, most frequent first. */
static void show_waiting(const struct simulate *s)
{
	const struct zp_sim *sim = s->sim;
	struct { const char *rule; uint32_t n; } *by;
	struct zp_strmap at = { 0 };
	uint32_t n = 0;

	by = zp_xcalloc(sim->pendings, sizeof(*by));
	printf(word(s, "等待 %u 件\n", "waiting %u\n"), sim->pendings);
	for (uint32_t i = 0; i < sim->pendings; i++) {
		const char *rule = sim->pending[i].rule;
		int32_t k = zp_strmap_get(&at, rule);

		if (k < 0) {
			k = (int32_t)n++;
			by[k].rule = rule;
			zp_strmap_put(&at, rule, k);
		}
		by[k].n++;
	}
	for (uint32_t left = n; left > 0; left--) {
		uint32_t best = 0;

		for (uint32_t k = 1; k < n; k++)
			if (by[k].n > by[best].n)
				best = k;
		printf("  %-24s %u\n", by[best].rule, by[best].n);
		by[best].n = 0;
	}
	zp_strmap_fini(&at);
	free(by);
}

/* What it cost, in points, and how far that may be from the least. */
static void show_gap(const struct simulate *s)
{
	int64_t total = s->sim->total, beyond = total - s->sim->bound;

	printf(word(s, "总分 %.3f，下界 %.3f，相差 %.2f%%\n",
	    "score %.3f, bound %.3f, gap %.2f%%\n"), (double)total / 1000,
	    (double)s->sim->bound / 1000,
	    total > 0 ? 100 * (double)beyond / (double)total : 0.0);
}

static void show_summary(const struct simulate *s)
{
	struct zp_mono now = zp_clock_mono();

	show_loads(s);
	show_waiting(s);
	show_gap(s);
	if (s->sim->ignored > 0)
		printf(word(s, "不适用的事件 %u 个\n",
		    "events that fitted no case: %u\n"), s->sim->ignored);
	printf(word(s, "用时 %.2f 秒\n", "%.2f seconds\n"),
	    (double)(now.us - s->began.us) / 1e6);
}

static bool rows_left_out(const struct simulate *s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < ZP_T_INPUTS; i++)
		n += s->set->bad[i];
	if (n > 0)
		fprintf(stderr, word(s, "zhipactl: 有错的 %u 行未计入\n",
		    "zhipactl: %u bad rows were left out\n"), n);
	return n > 0;
}

static int run(struct simulate *s)
{
	const struct zp_dataset *set = s->set;
	struct zp_sim_input in = {
		.reg = set->reg, .p = &s->conf->policy,
		.cs = set->cs, .cases = set->cases,
		.ev = set->ev, .events = set->events,
		.duty = set->duty, .duties = set->duties,
		.lang = ZP_ZH, .progress = progress, .arg = s,
	};

	s->sim = zp_simulate(&in);
	if (!write_results(s))
		return ZP_EXIT_FAILED;
	show_summary(s);
	return rows_left_out(s) ? ZP_EXIT_USAGE : ZP_EXIT_OK;
}

int zp_ctl_simulate(int argc, char **argv)
{
	struct simulate s = { .began = zp_clock_mono() };
	int rc = ZP_EXIT_USAGE;

	s.told = s.began;
	if (!take_options(&s, argc, argv))
		fputs(word(&s, "用法：zhipactl simulate --config 文件 "
		    "--data 目录 --export 目录\n", "usage: zhipactl simulate "
		    "--config FILE --data DIR --export DIR\n"), stderr);
	else
		rc = load(&s);
	if (rc == ZP_EXIT_OK)
		rc = run(&s);
	zp_sim_free(s.sim);
	zp_dataset_free(s.set);
	zp_conf_unref(s.conf);
	return rc;
}
