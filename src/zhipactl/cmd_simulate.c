/*
 * src/zhipactl/cmd_simulate.c - a city's year from CSV to CSV.
 *
 * The same decisions as the daemon's, without a database: reads DIR, lets
 * the virtual clock run, writes assignments.csv and pending.csv.
 */
#include <stdlib.h>
#include "offline.h"
#include "zhipaid/clock.h"
#include "zhipaid/export.h"
#include "zhipaid/simulate.h"

struct simulate {
	struct zp_offline files;
	struct zp_sim *sim;
	struct zp_mono began, told;
};

/* Of two texts (or formats) that of the caller's language. */
__attribute__((format_arg(2), format_arg(3)))
static const char *word(const struct simulate *s, const char *zh,
    const char *en)
{
	return zp_ctl_word(s->files.env, zh, en);
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

static bool write_results(const struct simulate *s)
{
	struct zp_buf a = { 0 }, p = { 0 };
	bool good;

	zp_export_world(s->sim->world, &a);
	zp_export_pending(s->sim->pending, s->sim->pendings, &p);
	good = zp_offline_write(&s->files, "assignments.csv", &a) &&
	    zp_offline_write(&s->files, "pending.csv", &p);
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
	const struct zp_registry *reg = s->files.set->reg;
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

static int run(struct simulate *s)
{
	const struct zp_dataset *set = s->files.set;
	struct zp_sim_input in = {
		.reg = set->reg, .p = &s->files.conf->policy,
		.cs = set->cs, .cases = set->cases,
		.ev = set->ev, .events = set->events,
		.duty = set->duty, .duties = set->duties,
		.help = set->help, .helps = set->helps,
		.lang = ZP_ZH, .progress = progress, .arg = s,
	};

	s->sim = zp_simulate(&in);
	if (!write_results(s))
		return ZP_EXIT_FAILED;
	show_summary(s);
	return zp_offline_left_out(&s->files) ? ZP_EXIT_USAGE : ZP_EXIT_OK;
}

int zp_ctl_simulate(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq)
{
	struct simulate s = { .began = zp_clock_mono() };
	int rc = zp_offline_load(&s.files, env, rq);

	s.told = s.began;
	if (rc == ZP_EXIT_OK)
		rc = run(&s);
	zp_sim_free(s.sim);
	zp_offline_fini(&s.files);
	return rc;
}
