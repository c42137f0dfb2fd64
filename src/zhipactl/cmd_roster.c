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
#include "zhipaid/roster_tell.h"

struct plan {
	struct zp_offline files;
	struct zp_roster_input in;
	struct zp_roster *out;
	struct zp_roster_files more;	/* besides roster.csv */
	bool publish;
};

__attribute__((format_arg(2), format_arg(3)))
static const char *word(const struct plan *p, const char *zh, const char *en)
{
	return zp_ctl_word(p->files.env, zh, en);
}

static void show(const struct plan *p)
{
	struct zp_buf b = { 0 };

	zp_roster_tell(&p->in, p->out, p->files.env->lang, &b);
	fputs(zp_buf_str(&b), stdout);
	zp_buf_fini(&b);
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
	zp_roster_out(&in, &(struct zp_roster_how){ .drafts = true,
	    .open = true, .station = -1, .lang = p->files.env->lang }, a, &h);
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
	p->in.labour = ZP_ROSTER_LABOUR;
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
