/*
 * Reports: how far each centre is with its year (T5); of a period, shares of
 * what was closed (T2-T4, P7) and money (P5, M1 to M7), where the queries
 * count and here stand the period and the scheme's bands.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "zhipaid/progress.h"

struct period { char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT]; };

/* Of --from and --to; false: they are not good, and the request is ended. */
static bool period(struct zp_req *r, struct period *out)
{
	struct zp_date from, to;

	if (!zp_req_period(r, &from, &to))
		return false;
	zp_date_print(from, out->from);
	zp_date_print(to, out->to);
	return true;
}

void zp_cmd_report_ratios(struct zp_req *r)
{
	struct period p;

	if (period(r, &p))
		zp_req_query(r, "report_ratios", (const char *[]){
		    zp_or_empty(zp_req_opt(r, "centre")), p.from, p.to }, 3);
}

void zp_cmd_report_allowances(struct zp_req *r)
{
	const struct zp_pay_policy *pay = &r->d->conf->policy.pay;
	const int32_t yuan[] = { pay->criminal[0], pay->criminal[1],
		pay->civil[0], pay->civil[1], pay->death[0], pay->death[1],
		pay->local };
	char text[ZP_COUNT(yuan)][12];
	const char *param[3 + ZP_COUNT(yuan)];
	struct period p;

	if (!period(r, &p))
		return;
	param[0] = zp_or_empty(zp_req_opt(r, "centre"));
	param[1] = p.from;
	param[2] = p.to;
	for (size_t i = 0; i < ZP_COUNT(yuan); i++) {
		snprintf(text[i], sizeof(text[i]), "%" PRId32, yuan[i]);
		param[3 + i] = text[i];
	}
	zp_req_query(r, "report_allowances", param, ZP_COUNT(param));
}

void zp_cmd_funds(struct zp_req *r)
{
	zp_req_act(r, "funds_add", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_arg(r, 1), zp_req_arg(r, 2),
	    zp_or_empty(zp_req_opt(r, "date")), zp_req_opt(r, "reason"),
	    r->by }, 6, "已登记（P5）", "entered (P5)");
}

static const char *const head[] = { "centre", "name", "target", "handled",
	"due_so_far", "progress_pct", "shortfall", "forecast" };

/* "68.4", or "" where nothing is due. */
static const char *percent(int32_t per_mille, char out[16])
{
	out[0] = '\0';
	if (per_mille >= 0)
		snprintf(out, 16, "%" PRId32 ".%" PRId32, per_mille / 10,
		    per_mille % 10);
	return out;
}

static void progress_row(struct zp_req *r, struct zp_ctl_table *t,
    const char *code, const char *name, const struct zp_progress *x,
    int32_t forecast)
{
	char n[5][12], pct[16];
	const int32_t of[] = { x->target, x->handled, x->due, x->shortfall,
		forecast };

	for (size_t i = 0; i < ZP_COUNT(of); i++)
		snprintf(n[i], sizeof(n[i]), "%" PRId32, of[i]);
	zp_ctl_table_row(t, r->a, (const char *[]){ code, name, n[0], n[1],
	    n[2], percent(x->per_mille, pct), n[3], n[4] });
}

static void progress_rows(struct zp_req *r, struct zp_ctl_table *t,
    int32_t only, int year, struct zp_elapsed e)
{
	const struct zp_registry *reg = r->d->reg;
	int32_t *handled = zp_arena_calloc(r->a, reg->centres,
	    sizeof(*handled));
	struct zp_progress x, all = { 0 };

	zp_progress_count(r->d->world, reg, year, handled);
	for (uint32_t k = 0; k < reg->centres; k++) {
		const struct zp_centre *c = &reg->centre[k];

		if (only >= 0 && only != (int32_t)k)
			continue;
		x = zp_progress_of(handled[k], c->annual_target, e);
		all.target += x.target;
		all.handled += x.handled;
		progress_row(r, t, c->code, c->name, &x,
		    zp_progress_forecast(x.handled, e));
	}
	if (only >= 0)
		return;
	x = zp_progress_of(all.handled, all.target, e);
	progress_row(r, t, "total", "", &x,
	    zp_progress_forecast(x.handled, e));
}

void zp_cmd_report_progress(struct zp_req *r)
{
	struct zp_date today = zp_wall_date(zp_daemon_now(r->d));
	struct zp_ctl_table t = { .columns = ZP_COUNT(head) };
	struct zp_buf text = { 0 };
	char day[ZP_DATE_TEXT];
	struct zp_elapsed e;
	int32_t only;
	int year;

	if (!zp_req_centre(r, &only))
		return;
	t.column = zp_arena_calloc(r->a, t.columns, sizeof(*t.column));
	memcpy(t.column, head, sizeof(head));
	zp_date_split(today, &year, NULL, NULL);
	e = zp_elapsed_of(&r->d->conf->cal,
	    r->d->conf->policy.rebalance.elapsed, today);
	progress_rows(r, &t, only, year, e);
	zp_buf_printf(&text, r->lang == ZP_ZH ?
	    "截至 %s，本年已过 %" PRId32 "/%" PRId32 " 天（T5）\n" :
	    "as of %s, %" PRId32 " of %" PRId32 " days of the year (T5)\n",
	    zp_date_print(today, day), e.days, e.of);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .table = &t });
	zp_buf_fini(&text);
}
