/*
 * One chessboard: plan, show, remark, approve, reject, apply, undo,
 * forecast, list.  Who approves is who the kernel says stands behind the
 * socket; whether he may, the schema says (zp.staff).
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rebalance.h"

/* The day of --until in *out, NONE without it; false: it is no day of this
 * year, and the request is answered. */
static bool until(struct zp_req *r, struct zp_date *out)
{
	struct zp_date today = zp_wall_date(zp_daemon_now(r->d));
	const char *s = zp_req_opt(r, "until");
	int year, this;

	*out = ZP_DATE_NONE;
	if (s == NULL)
		return true;
	zp_date_split(today, &this, NULL, NULL);
	if (zp_date_parse(s, out) && zp_date_cmp(*out, today) >= 0) {
		zp_date_split(*out, &year, NULL, NULL);
		if (year == this)
			return true;
	}
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2, .error =
	    r->lang == ZP_ZH ? "--until 应为本年今天起的一天，如 2026-12-31" :
	    "--until is a day of this year from today on, like 2026-12-31" });
	return false;
}

/* Who plans writes with the lease, and for a mirror that is read. */
static bool leads(struct zp_req *r)
{
	if (r->d->world == NULL || !zp_lease_trusted(r->d)) {
		zp_req_fail(r, "本机现不是主用，请在主用机上操作",
		    "this daemon does not lead now; ask the one that does");
		return false;
	}
	return true;
}

void zp_cmd_rebalance_plan(struct zp_req *r)
{
	bool loans = zp_req_opt(r, "loans") != NULL;
	bool moves = zp_req_opt(r, "moves") != NULL;
	struct zp_rebalance_job *j;
	struct zp_date day;

	if (!leads(r) || !until(r, &day))
		return;
	j = zp_rebalance_job_new(r->d, r, loans == moves ? "both" :
	    loans ? "loans" : "moves");
	j->until = day;
	j->made = zp_rebalance_put;
	zp_rebalance_job_run(j);
}

void zp_cmd_rebalance_list(struct zp_req *r)
{
	zp_req_query(r, "rebalance_list", NULL, 0);
}

void zp_cmd_rebalance_show(struct zp_req *r)
{
	const char *plan = zp_req_arg(r, 0);

	zp_rebalance_show(r, plan == NULL ? "0" : plan, NULL);
}

void zp_cmd_rebalance_remark(struct zp_req *r)
{
	zp_req_act(r, "rebalance_remark", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_arg(r, 1), zp_req_opt(r, "reason"), r->by }, 4,
	    "意见已登记", "the remark is entered");
}

void zp_cmd_rebalance_approve(struct zp_req *r)
{
	zp_req_act(r, "rebalance_approve", (const char *[]){
	    zp_req_arg(r, 0), r->by }, 2, "方案已批准，可以实施",
	    "approved; it may be applied");
}

void zp_cmd_rebalance_reject(struct zp_req *r)
{
	zp_req_act(r, "rebalance_reject", (const char *[]){ zp_req_arg(r, 0),
	    r->by, zp_req_opt(r, "reason") }, 3, "方案已否决", "rejected");
}

void zp_cmd_report_loans(struct zp_req *r)
{
	char first[ZP_DATE_TEXT], last[ZP_DATE_TEXT];
	struct zp_date from, to;

	if (zp_req_period(r, &from, &to))
		zp_req_query(r, "report_loans", (const char *[]){
		    zp_or_empty(zp_req_opt(r, "centre")),
		    zp_date_print(from, first), zp_date_print(to, last) }, 3);
}

/* --- undo --- */

static void undone(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_daemon *d = r->d;
	struct zp_buf b = { 0 };

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	zp_buf_printf(&b, r->lang == ZP_ZH ?
	    "已撤回 %s 项，已着手或有变化的 %s 项照旧" :
	    "undone: %s items; %s stay, where work has begun or the case "
	    "has changed", zp_rows_text(rows, 0, "undone"),
	    zp_rows_text(rows, 0, "kept"));
	zp_rebalance_show(r, zp_req_arg(r, 0), zp_buf_str(&b));
	zp_buf_fini(&b);
	zp_daemon_event(d, ZP_EV_STALE);
}

void zp_cmd_rebalance_undo(struct zp_req *r)
{
	zp_db_query(r->d->db, zp_sql_get("rebalance_undo"), (const char *[]){
	    r->d->conf->city, zp_req_arg(r, 0), r->by,
	    zp_req_opt(r, "reason") }, ZP_MS(r->d->conf->query_timeout_ms),
	    undone, r);
}

/* --- forecast --- */

static const char *const head[] = { "centre", "name", "target", "handled",
	"due", "year_end", "missing", "year_end_after" };

static void forecast_row(struct zp_req *r, struct zp_ctl_table *t,
    const struct zp_centre *c, const struct zp_effect *e)
{
	int32_t short_of = e->before.target - e->year_end[0];
	const int32_t of[] = { e->before.target, e->before.handled,
		e->before.due, e->year_end[0], short_of > 0 ? short_of : 0,
		e->year_end[1] };
	char n[ZP_COUNT(of)][12];

	for (size_t i = 0; i < ZP_COUNT(of); i++)
		snprintf(n[i], sizeof(n[i]), "%" PRId32, of[i]);
	zp_ctl_table_row(t, r->a, (const char *[]){ c->code, c->name, n[0],
	    n[1], n[2], n[3], n[4], n[5] });
}

static void forecast(struct zp_rebalance_job *j,
    const struct zp_rebalance_input *in, const struct zp_rebalance *x)
{
	struct zp_req *r = j->r;
	struct zp_ctl_table t = { .columns = ZP_COUNT(head) };
	struct zp_buf text = { 0 };
	uint32_t miss = 0, after = 0;

	t.column = zp_arena_calloc(r->a, t.columns, sizeof(*t.column));
	memcpy(t.column, head, sizeof(head));
	for (uint32_t c = 0; c < in->reg->centres; c++) {
		const struct zp_effect *e = &x->effect[c];

		miss += e->year_end[0] < e->before.target;
		after += e->year_end[1] < e->before.target;
		forecast_row(r, &t, &in->reg->centre[c], e);
	}
	zp_buf_printf(&text, r->lang == ZP_ZH ?
	    "本年已过 %" PRId32 "/%" PRId32 " 天；照此速度 %" PRIu32
	    " 个中心完不成任务，现在调配后 %" PRIu32 " 个（调案 %" PRIu32
	    " 件，借调 %" PRIu32 " 人次）\n" :
	    "%" PRId32 " of %" PRId32 " days of the year are over; at this "
	    "rate %" PRIu32 " centres miss the target, after a plan now %"
	    PRIu32 " (%" PRIu32 " moves, %" PRIu32 " loans)\n",
	    x->elapsed.days, x->elapsed.of, miss, after, x->moves, x->loans);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .table = &t });
	zp_buf_fini(&text);
}

void zp_cmd_rebalance_forecast(struct zp_req *r)
{
	struct zp_rebalance_job *j;

	if (r->d->world == NULL) {
		zp_req_fail(r, "数据还没有读入，请稍后再试",
		    "the data are not read yet; try again later");
		return;
	}
	j = zp_rebalance_job_new(r->d, r, "both");
	j->made = forecast;
	zp_rebalance_job_run(j);
}
