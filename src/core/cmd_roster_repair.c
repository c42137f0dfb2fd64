/*
 * Published duties that nobody serves: repaired; who did not come, who
 * signed in (N18); and the stations' numbered changes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "roster_mend.h"

enum { YEAR = 366 };

static void bad(struct zp_req *r, const char *zh, const char *en)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
	    .error = r->lang == ZP_ZH ? zh : en });
}

/* --- repair --- */

static struct zp_roster_mend *mend_of(struct zp_req *r,
    void (*done)(struct zp_roster_mend *m, const struct zp_db_error *err))
{
	struct zp_roster_mend *m = zp_arena_calloc(r->a, 1, sizeof(*m));

	m->d = r->d;
	m->a = r->a;
	m->by = r->by;
	m->reason = zp_or_empty(zp_req_opt(r, "reason"));
	m->lang = r->lang;
	m->done = done;
	m->arg = r;
	return m;
}

static void mended(struct zp_roster_mend *m, const struct zp_db_error *err)
{
	struct zp_req *r = m->arg;
	struct zp_buf b = { 0 };

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	if (m->refused[0] != NULL) {
		zp_req_fail(r, m->refused[ZP_ZH], m->refused[ZP_EN]);
		return;
	}
	zp_buf_puts(&b, zp_or_empty(m->text));
	if (m->changes == 0)
		zp_buf_puts(&b, r->lang == ZP_ZH ?
		    "能排的班次都有人值，没有变动" :
		    "every published duty that can be is served; nothing "
		    "changed");
	else
		zp_buf_printf(&b, r->lang == ZP_ZH ?
		    "变动 %" PRIu32 " 班，其中无人可排 %" PRIu32
		    " 班；已编号通知站点（roster notices）" :
		    "duties changed: %" PRIu32 ", of these nobody can serve %"
		    PRIu32 "; the stations have numbered notices (roster "
		    "notices)", m->changes, m->unfilled);
	zp_req_text(r, zp_buf_str(&b));
	zp_buf_fini(&b);
}

void zp_cmd_roster_repair(struct zp_req *r)
{
	const char *month = zp_req_arg(r, 0);
	struct zp_date from = zp_wall_date(zp_daemon_now(r->d)),
	    to = zp_date_add(from, YEAR);

	if (month != NULL && !zp_months_parse(month, &from, &to))
		bad(r, "时间应为月份，如 2026-03 或 2026-03..2026-05",
		    "the period is in months, like 2026-03 or "
		    "2026-03..2026-05");
	else if (zp_req_leads(r))
		zp_roster_mend(mend_of(r, mended), from, to);
}

/* --- who was there --- */

struct end {
	struct zp_req *r;
	struct zp_duty post;
	bool all;		/* every duty of the station that day */
	const char *state;
};

static void ended(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct end *x = arg;
	struct zp_buf b = { 0 };

	if (err != NULL) {
		zp_req_db_error(x->r, err);
		return;
	}
	if (strcmp(x->state, "done") == 0)
		zp_buf_printf(&b, x->r->lang == ZP_ZH ? "已签到 %s 班（N18）" :
		    "signed in, duties: %s (N18)", zp_rows_text(rows, 0, "n"));
	else
		zp_buf_puts(&b, x->r->lang == ZP_ZH ?
		    "已登记未到岗，这一班不计工作量（N18）" :
		    "entered as absent; the duty does not count (N18)");
	zp_req_text(x->r, zp_buf_str(&b));
	zp_buf_fini(&b);
}

/* The schema looks who it is. */
static void send_end(struct end *x)
{
	struct zp_daemon *d = x->r->d;
	char day[ZP_DATE_TEXT], post[16], load[16];

	snprintf(post, sizeof(post), "%" PRId32, x->post.post);
	snprintf(load, sizeof(load), "%" PRId32, d->conf->policy.duty_load);
	zp_db_query(d->db, zp_sql_get("duty_end"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder, x->r->by, load,
	    x->post.station_code, zp_date_print(x->post.date, day),
	    x->all ? NULL : zp_shift_word(x->post.shift),
	    x->all ? NULL : post, x->state },
	    ZP_MS(d->conf->query_timeout_ms), ended, x);
}

void zp_cmd_roster_done(struct zp_req *r)
{
	struct end *x = zp_arena_calloc(r->a, 1, sizeof(*x));
	const char *day = zp_req_arg(r, 1);

	x->r = r;
	x->state = "done";
	x->all = day != NULL;
	x->post.station_code = zp_req_arg(r, 0);
	if (x->all && !zp_date_parse(day, &x->post.date))
		bad(r, "日期应如 2026-03-05", "the date is like 2026-03-05");
	else if ((x->all || zp_req_duty(r, zp_req_arg(r, 0), &x->post)) &&
	    zp_req_leads(r))
		send_end(x);
}

/* It was signed in for, or is past: it only ends otherwise. */
static void filled(struct zp_roster_mend *m, const struct zp_db_error *err)
{
	struct zp_req *r = m->arg;
	struct end *x;

	if (err != NULL || m->refused[0] == NULL) {
		mended(m, err);
		return;
	}
	x = zp_arena_calloc(r->a, 1, sizeof(*x));
	*x = (struct end){ .r = r, .post = *m->absent, .state = "absent" };
	send_end(x);
}

void zp_cmd_roster_absent(struct zp_req *r)
{
	struct zp_roster_mend *m = mend_of(r, filled);
	struct zp_duty *d = zp_arena_calloc(r->a, 1, sizeof(*d));

	if (!zp_req_duty(r, zp_req_arg(r, 0), d) || !zp_req_leads(r))
		return;
	m->absent = d;
	if (zp_date_cmp(d->date, zp_wall_date(zp_daemon_now(r->d))) < 0) {
		m->refused[ZP_ZH] = m->refused[ZP_EN] = "past";
		filled(m, NULL);
	} else {
		zp_roster_mend(m, d->date, d->date);
	}
}

void zp_cmd_roster_absences(struct zp_req *r)
{
	char first[ZP_DATE_TEXT], last[ZP_DATE_TEXT];
	struct zp_date from, to;

	if (zp_req_period(r, &from, &to))
		zp_req_query(r, "cmd_roster_absences", (const char *[]){
		    zp_or_empty(zp_req_opt(r, "centre")),
		    zp_date_print(from, first), zp_date_print(to, last) }, 3);
}

/* --- numbered changes --- */

void zp_cmd_roster_notices(struct zp_req *r)
{
	const char *limit = zp_req_opt(r, "limit");

	zp_req_query(r, "cmd_roster_notices", (const char *[]){
	    zp_or_empty(zp_req_arg(r, 0)), limit == NULL ? "1000" : limit },
	    2);
}

void zp_cmd_roster_ack(struct zp_req *r)
{
	const char *no = zp_req_arg(r, 1);

	if (no != NULL && (no[0] == '\0' || strlen(no) > 9 ||
	    no[strspn(no, "0123456789")] != '\0'))
		bad(r, "通知编号应为数字", "the notice is a number");
	else
		zp_req_act(r, "roster_ack", (const char *[]){
		    zp_req_arg(r, 0), no, r->by }, 3,
		    "站点已确认收到变更（N7）",
		    "the station has acknowledged the changes (N7)");
}
