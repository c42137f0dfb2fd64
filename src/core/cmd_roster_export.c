/* Rosters for those outside: what zhipactl makes files of (handout.h). */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "roster.h"
#include "zhipaid/roster_out.h"

struct export {
	struct zp_req *r;
	struct zp_date from, to;
	const char *station, *licence;	/* "": all */
	const char *version;		/* of the rows below */
	struct zp_handout h;
	struct zp_duty *duty; uint32_t duties;
};

/* When each month went out. */
static void take_months(struct export *x, const struct zp_roster_state *s)
{
	struct zp_handout *h = &x->h;

	h->month = zp_arena_calloc(x->r->a, s->months, sizeof(*h->month));
	for (uint32_t i = 0; i < s->months; i++) {
		struct zp_wall at;

		if (zp_wall_parse(s->month[i].published_at, &at))
			h->month[h->months++] = (struct zp_handout_month){
			    s->month[i].month, at };
	}
}

/* The columns of row i as a row of t. */
static bool take_row(struct export *x, const struct zp_table *t,
    const struct zp_db_rows *rows, uint32_t i, void *out)
{
	struct zp_field_error e;

	for (size_t c = 0; c < t->cols; c++) {
		const char *s = zp_rows_text(rows, i, t->col[c].name);

		if (!zp_field_parse(&t->col[c], s, strlen(s), out, x->r->a,
		    &e))
			return false;
	}
	return true;
}

static bool take_rows(struct export *x, const struct zp_db_rows *rows)
{
	const struct zp_table *notice = zp_handout_notices();
	uint32_t n = zp_rows_count(rows);
	bool ok = true;

	x->duty = zp_arena_calloc(x->r->a, n, sizeof(*x->duty));
	x->h.notice = zp_arena_calloc(x->r->a, n, sizeof(*x->h.notice));
	for (uint32_t i = 0; ok && i < n; i++)
		switch (zp_rows_text(rows, i, "what")[0]) {
		case 'd':
			ok = take_row(x, zp_table_get(ZP_T_ROSTER), rows, i,
			    &x->duty[x->duties++]);
			break;
		case 'n':
			ok = take_row(x, notice, rows, i,
			    &x->h.notice[x->h.notices++]);
			break;
		}
	x->version = zp_arena_strdup(x->r->a, zp_rows_text(rows, 0,
	    "roster_version"));
	return ok;
}

static void answer(struct export *x, const struct zp_roster_state *s)
{
	struct zp_req *r = x->r;
	const struct zp_roster_how how = {
		.drafts = zp_req_opt(r, "drafts") != NULL,
		.open = x->licence[0] == '\0', .lang = r->lang,
		.station = zp_registry_find(s->in.reg, ZP_T_STATIONS,
		    x->station),
	};
	struct zp_roster_input in = s->in;
	struct zp_buf text = { 0 }, data = { 0 };

	zp_duties_link(in.reg, x->duty, x->duties);
	in.duty = x->duty;
	in.duties = x->duties;
	if (how.drafts) {
		in.standby = s->standby;
		in.standbys = s->standbys;
	}
	take_months(x, s);
	zp_roster_out(&in, &how, r->a, &x->h);
	zp_handout_print(&x->h, &text);
	zp_buf_puts(&data, "{\"files\":{");
	zp_json_key(&data, "handout");
	zp_json_str(&data, zp_buf_str(&text));
	zp_buf_puts(&data, "}}");
	zp_req_end(r, &(struct zp_ctl_reply){ .data = zp_buf_str(&data) });
	zp_buf_fini(&text);
	zp_buf_fini(&data);
}

static void start(struct export *x);

/* What a plan looks at is here, too: of the same version? */
static void work(struct zp_roster_job *j)
{
	struct export *x = j->arg;

	if (strcmp(j->version, x->version) == 0)
		answer(x, j->s);
	else
		start(x);
	zp_roster_quit(j);
}

static void failed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct export *x = arg;

	(void)rows;
	zp_req_db_error(x->r, err);
}

static void got(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct export *x = arg;

	if (err != NULL)
		zp_req_db_error(x->r, err);
	else if (!take_rows(x, rows))
		zp_req_fail(x->r, "班表读不出来", "the roster cannot be read");
	else
		zp_roster_run(x->r->d, x->from, x->to, work, failed, x);
}

static void start(struct export *x)
{
	char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT];

	memset(&x->h, 0, sizeof(x->h));
	x->duties = 0;
	zp_db_query(x->r->d->look, zp_sql_get("cmd_roster_export"),
	    (const char *[]){ x->r->d->conf->city,
	    zp_date_print(x->from, from), zp_date_print(x->to, to),
	    x->station, x->licence }, ZP_SEC(60), got, x);
}

/* Is the option absent, or known to the registry? */
static bool known(struct zp_req *r, const char *option, enum zp_table_id id)
{
	const char *code = zp_req_opt(r, option);

	return code == NULL || zp_registry_find(r->d->reg, id, code) >= 0;
}

void zp_cmd_roster_export(struct zp_req *r)
{
	struct export *x = zp_arena_calloc(r->a, 1, sizeof(*x));
	const char *months = zp_req_arg(r, 1);
	int y, m;

	zp_date_split(zp_wall_date(zp_daemon_now(r->d)), &y, &m, NULL);
	x->r = r;
	x->from = zp_date_of(y, m, 1);
	x->to = zp_date_month_end(zp_date_add(zp_date_month_end(x->from), 1));
	x->station = zp_or_empty(zp_req_opt(r, "station"));
	x->licence = zp_or_empty(zp_req_opt(r, "for"));
	if (months != NULL && !zp_months_parse(months, &x->from, &x->to))
		zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
		    .error = r->lang == ZP_ZH ? "时间应为月份，如 2026-03 "
		    "或 2026-03..2026-05" : "the period is in months, like "
		    "2026-03 or 2026-03..2026-05" });
	else if (r->d->world == NULL)
		zp_req_fail(r, "数据还没有读入，请稍后再试",
		    "the data are not read yet; try again later");
	else if (!known(r, "station", ZP_T_STATIONS))
		zp_req_fail(r, "没有这个值班站点", "there is no such station");
	else if (!known(r, "for", ZP_T_COUNSEL))
		zp_req_fail(r, "没有这个人员", "there is no such person");
	else
		start(x);
}
