/*
 * Reports: how far each centre is with its year (T5); of a period, shares of
 * what was closed (T2-T4, P7) and money (P5, M1 to M7), where the queries
 * count and here stand the period and the scheme's bands.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "zhipaid/allowance.h"
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

/* --- allowances: duties are counted here, for what the rates say --- */

struct duty_pay { int64_t half_days, fen, due_fen, unset; };
struct allowances {
	struct zp_req *r;
	struct period p;
	struct duty_pay *at;		/* by centre */
};

static void count_duties(struct allowances *x, struct zp_duty *duty,
    uint32_t duties)
{
	const struct zp_registry *reg = x->r->d->reg;
	struct zp_allowance *row;
	uint32_t n;

	zp_duties_link(reg, duty, duties);
	row = zp_allowances(reg, &x->r->d->conf->policy, duty, duties,
	    x->r->a, &n);
	for (uint32_t i = 0; i < n; i++) {
		int32_t c = zp_duty_centre(reg, row[i].station);

		if (c < 0)
			continue;
		for (int k = 0; k < ZP_BUCKETS; k++)
			x->at[c].half_days += row[i].done[k];
		x->at[c].fen += row[i].fen;
		x->at[c].due_fen += row[i].due_fen;
		x->at[c].unset += row[i].unset;
	}
}

/* $12 to $16: code of the centre, and its duties, column by column. */
static void duty_params(const struct allowances *x, struct zp_buf out[5])
{
	const struct zp_registry *reg = x->r->d->reg;
	char text[24];

	for (uint32_t c = 0; c < reg->centres; c++) {
		const struct duty_pay *y = &x->at[c];
		const int64_t n[] = { y->half_days, y->fen, y->due_fen,
			y->unset };

		zp_array_add(&out[0], reg->centre[c].code);
		for (size_t i = 0; i < ZP_COUNT(n); i++) {
			snprintf(text, sizeof(text), "%" PRId64, n[i]);
			zp_array_add(&out[1 + i], text);
		}
	}
	for (int i = 0; i < 5; i++)
		zp_array_end(&out[i]);
}

static void ask(const struct allowances *x)
{
	struct zp_req *r = x->r;
	const struct zp_pay_policy *pay = &r->d->conf->policy.pay;
	const int32_t yuan[] = { pay->criminal[0], pay->criminal[1],
		pay->civil[0], pay->civil[1], pay->death[0], pay->death[1],
		pay->local };
	char text[ZP_COUNT(yuan)][12];
	const char *param[3 + ZP_COUNT(yuan) + 5] = {
		zp_or_empty(zp_req_opt(r, "centre")), x->p.from, x->p.to };
	struct zp_buf duty[5] = { { 0 } };

	for (size_t i = 0; i < ZP_COUNT(yuan); i++) {
		snprintf(text[i], sizeof(text[i]), "%" PRId32, yuan[i]);
		param[3 + i] = text[i];
	}
	duty_params(x, duty);
	for (size_t i = 0; i < 5; i++)
		param[3 + ZP_COUNT(yuan) + i] = zp_buf_str(&duty[i]);
	zp_req_query(r, "report_allowances", param, ZP_COUNT(param));
	for (size_t i = 0; i < 5; i++)
		zp_buf_fini(&duty[i]);
}

static void got_duties(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct allowances *x = arg;
	struct zp_req *r = x->r;
	struct zp_duty *duty;
	char why[256] = "";
	int32_t only;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	if (!zp_req_centre(r, &only))
		return;
	duty = zp_load_table(ZP_T_ROSTER, rows, r->a, why);
	if (duty == NULL) {
		zp_req_fail(r, why, why);
		return;
	}
	x->at = zp_arena_calloc(r->a, r->d->reg->centres, sizeof(*x->at));
	count_duties(x, duty, zp_rows_count(rows));
	ask(x);
}

void zp_cmd_report_allowances(struct zp_req *r)
{
	struct allowances *x = zp_arena_calloc(r->a, 1, sizeof(*x));

	x->r = r;
	if (period(r, &x->p))
		zp_db_query(r->d->look, zp_sql_get("report_duties"),
		    (const char *[]){ r->d->conf->city, x->p.from, x->p.to },
		    ZP_MS(r->d->conf->query_timeout_ms), got_duties, x);
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
