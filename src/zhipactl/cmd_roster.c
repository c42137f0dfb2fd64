/*
 * src/zhipactl/cmd_roster.c - the duty rosters of a period, CSV to CSV.
 *
 * The plan the daemon would make, without a database: reads DIR, writes
 * roster.csv, tells what is open, who has nothing and why.
 */
#include <stdlib.h>
#include <string.h>
#include "offline.h"
#include "roster_files.h"
#include "zhipaid/clock.h"
#include "zhipaid/roster_out.h"

struct plan {
	struct zp_offline files;
	struct zp_roster_input in;
	struct zp_roster *out;
	struct zp_roster_files more;	/* besides roster.csv */
	bool publish;
};

enum { LABOUR = 2000, SHOWN = 10 };

__attribute__((format_arg(2), format_arg(3)))
static const char *word(const struct plan *p, const char *zh, const char *en)
{
	return zp_ctl_word(p->files.env, zh, en);
}

static void show_reason(const struct plan *p,
    const struct zp_roster_reason *why)
{
	if (why->rule < 0)
		printf(word(p, "%d 人受班次、休息限制\n",
		    "%d at the limits of shifts and rest\n"), why->n);
	else
		printf("%d × %s (%s)\n", why->n,
		    zp_rule_row((enum zp_rule)why->rule)->name[
		    p->files.env->lang],
		    zp_rule_row((enum zp_rule)why->rule)->id);
}

static void show_gaps(const struct plan *p)
{
	const struct zp_roster *r = p->out;
	char day[ZP_DATE_TEXT];

	for (uint32_t i = 0; i < r->gaps && i < SHOWN; i++) {
		const struct zp_duty *d = &r->duty[r->gap[i].duty];

		printf(word(p, "  无人：%s %s ", "  open: %s %s "),
		    p->in.reg->station[d->station].name,
		    zp_date_print(d->date, day));
		show_reason(p, &r->gap[i].why[0]);
	}
	if (r->gaps > SHOWN)
		printf(word(p, "  ……还有 %u 个\n", "  ... and %u more\n"),
		    r->gaps - SHOWN);
	for (uint32_t i = 0; i < r->bares && i < SHOWN; i++)
		printf(word(p, "  %s 有看守所联系不到值班律师（N15）\n",
		    "  on %s a detention centre reaches nobody (N15)\n"),
		    zp_date_print(r->bare[i], day));
	for (uint32_t i = 0; i < r->easeds; i++)
		printf(word(p, "  %s 自 %s 起的月份人手紧，未留间隔日（N17）\n",
		    "  %s: the month from %s was planned without rest between "
		    "duties (N17)\n"),
		    p->in.reg->centre[r->eased[i].centre].name,
		    zp_date_print(r->eased[i].from, day));
}

/* Lawyers without any duty, by the rule that keeps them from most. */
static void show_idle(const struct plan *p)
{
	const struct zp_roster *r = p->out;
	int32_t n[ZP_RULES + 1] = { 0 };

	for (uint32_t i = 0; i < r->idles; i++)
		n[r->idle[i].why.rule + 1]++;
	if (r->idles > 0)
		printf(word(p, "没有值班的律师 %u 人：\n",
		    "lawyers without a duty: %u\n"), r->idles);
	for (int k = 0; k <= ZP_RULES; k++) {
		if (n[k] == 0)
			continue;
		fputs("  ", stdout);
		if (k == 0)
			printf(word(p, "%d 人：轮不到\n",
			    "%d: others came first\n"), n[k]);
		else
			show_reason(p, &(struct zp_roster_reason){ k - 1,
			    n[k] });
	}
}

static void show(const struct plan *p)
{
	const struct zp_roster *r = p->out;
	int64_t beyond = r->cost - r->bound;

	printf(word(p, "值班 %u 班，已排 %u，无人 %u\n",
	    "duties %u, filled %u, open %u\n"), r->duties,
	    r->duties - r->gaps, r->gaps);
	show_gaps(p);
	show_idle(p);
	if (r->left_open == 0)
		printf(word(p, "总分 %.3f，下界 %.3f，相差 %.2f%%\n",
		    "score %.3f, bound %.3f, gap %.2f%%\n"),
		    (double)r->cost / 1000, (double)r->bound / 1000,
		    r->cost > 0 ? 100 * (double)beyond / (double)r->cost : 0);
}

static bool write_roster(const struct plan *p)
{
	const struct zp_table *t = zp_table_get(ZP_T_ROSTER);
	struct zp_buf b = { 0 };
	bool good;

	zp_row_header(t, &b);
	for (uint32_t i = 0; i < p->out->duties; i++)
		if (p->out->duty[i].counsel >= 0)
			zp_row_print(t, &p->out->duty[i], &b);
	good = zp_offline_write(&p->files, "roster.csv", &b);
	zp_buf_fini(&b);
	return good;
}

/* What --format asks for besides. */
static bool write_more(struct plan *p, struct zp_arena *a)
{
	struct zp_roster_input in = p->in;
	struct zp_handout h = { 0 };

	if (p->more.formats == 0)
		return true;
	in.duty = p->out->duty;
	in.duties = p->out->duties;
	in.standby = p->out->standby;
	in.standbys = p->out->standbys;
	zp_roster_out(&in, true, p->files.env->lang, a, &h);
	p->more.h = &h;
	p->more.dir = p->files.export;
	return zp_roster_files_write(&p->more) == ZP_EXIT_OK;
}

static int run(struct plan *p, struct zp_arena *a)
{
	struct zp_dataset *set = p->files.set;

	p->in.reg = set->reg;
	p->in.p = &p->files.conf->policy;
	p->in.today = p->in.from;
	p->in.centre = -1;
	p->in.duty = set->duty;
	p->in.duties = set->duties;
	p->in.day = set->day;
	p->in.days = set->days;
	p->in.wish = set->wish;
	p->in.wishes = set->wishes;
	p->in.loan = set->loan;
	p->in.loans = set->loans;
	p->in.labour = LABOUR;
	p->out = zp_roster_make(&p->in, a);
	if (!p->out->announced && p->publish) {
		fputs(word(p, "zhipactl: 这段时间的放假安排还没有公布，"
		    "不能发布班表；只起草请去掉 --publish（H3）\n",
		    "zhipactl: the days off of this period are not announced "
		    "yet: nothing is published; without --publish it is a "
		    "draft (H3)\n"), stderr);
		return ZP_EXIT_FAILED;
	}
	if (!p->out->announced)
		fputs(word(p, "zhipactl: 注意：放假安排还没有公布，"
		    "按周一至周五起草（H3）\n",
		    "zhipactl: warning: the days off are not announced yet; "
		    "this draft knows Monday to Friday only (H3)\n"), stderr);
	for (uint32_t i = 0; p->publish && i < p->out->duties; i++)
		p->out->duty[i].state = ZP_DUTY_PUBLISHED;
	if (!write_roster(p) || !write_more(p, a))
		return ZP_EXIT_FAILED;
	show(p);
	return zp_offline_left_out(&p->files) ? ZP_EXIT_USAGE : ZP_EXIT_OK;
}

int zp_ctl_roster_plan(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a)
{
	static const char *const bad[ZP_LANGS] = {
		"时间应为月份，如 2026-03 或 2026-03..2026-05",
		"the period is in months, like 2026-03 or 2026-03..2026-05" };
	struct plan p = { .publish = zp_ctl_option(rq, "publish") != NULL };
	int rc;

	if (!zp_months_parse(rq->arg[0], &p.in.from, &p.in.to)) {
		zp_ctl_complain(env, bad);
		return ZP_EXIT_USAGE;
	}
	if (!zp_roster_files_options(env, rq, 0, &p.more))
		return ZP_EXIT_USAGE;
	rc = zp_offline_load(&p.files, env, rq);
	if (rc == ZP_EXIT_OK)
		rc = run(&p, a);
	zp_offline_fini(&p.files);
	return rc;
}
