/* Looking: status, cases, pending, case, counsel, export. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/clock.h"
#include "zhipaid/csv.h"
#include "zhipaid/decide.h"

static const char *or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

void zp_cmd_cases(struct zp_req *r)
{
	const char *limit = zp_req_opt(r, "limit");

	zp_req_query(r, "cmd_cases", (const char *[]){
	    or_empty(zp_req_opt(r, "state")),
	    or_empty(zp_req_opt(r, "centre")),
	    limit == NULL ? "1000" : limit }, 3);
}

void zp_cmd_counsel(struct zp_req *r)
{
	char year[12];
	int y;

	zp_date_split(zp_wall_date(zp_daemon_now(r->d)), &y, NULL, NULL);
	snprintf(year, sizeof(year), "%d", y);
	zp_req_query(r, "cmd_counsel", (const char *[]){
	    or_empty(zp_req_opt(r, "centre")), year,
	    or_empty(zp_req_arg(r, 0)) }, 3);
}

void zp_cmd_intake(struct zp_req *r)
{
	zp_req_query(r, "intake_refused", NULL, 0);
}

/* Why a case waits, decided afresh in the reader's language; NULL when it
 * is not in the mirror or would find somebody now. */
static const char *why_now(struct zp_req *r, const char *case_no)
{
	struct zp_daemon *d = r->d;
	struct zp_buf b = { 0 };
	struct zp_view *v;
	struct zp_plan *pl;
	const char *s = NULL;

	if (d->world == NULL ||
	    zp_world_state(d->world, case_no, NULL) != ZP_CS_WAITING)
		return NULL;
	v = zp_world_view(d->world, &case_no, 1, zp_daemon_now(d),
	    &d->conf->policy, r->a);
	pl = zp_decide(v, &d->conf->policy, r->a);
	if (pl->n == 1 && pl->at[0].lead < 0) {
		zp_explain_waiting(v, &d->conf->policy, &pl->at[0], r->lang,
		    &b);
		s = zp_arena_strdup(r->a, zp_buf_str(&b));
	}
	zp_buf_fini(&b);
	return s;
}

/* The stored sentences are Chinese; another language is made on the spot. */
static void pending_rows(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_ctl_table t = { 0 };
	const char **cell;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	t.columns = zp_rows_cols(rows);
	t.column = zp_arena_calloc(r->a, t.columns, sizeof(*t.column));
	cell = zp_arena_calloc(r->a, t.columns, sizeof(*cell));
	for (uint32_t c = 0; c < t.columns; c++)
		t.column[c] = zp_rows_name(rows, c);
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		const char *now = r->lang == ZP_ZH ? NULL :
		    why_now(r, zp_rows_get(rows, i, 0, NULL));

		for (uint32_t c = 0; c < t.columns; c++)
			cell[c] = now != NULL && strcmp(t.column[c],
			    "text") == 0 ? now : zp_rows_get(rows, i, c,
			    NULL);
		zp_ctl_table_row(&t, r->a, cell);
	}
	zp_req_table(r, &t);
}

void zp_cmd_pending(struct zp_req *r)
{
	zp_db_query(r->d->db, zp_sql_get("cmd_pending"), (const char *[]){
	    r->d->conf->city, or_empty(zp_req_opt(r, "centre")) },
	    ZP_MS(r->d->conf->query_timeout_ms), pending_rows, r);
}

/* --- status --- */

static void daemon_json(const struct zp_daemon *d, struct zp_buf *b)
{
	char now[ZP_WALL_TEXT];

	zp_json_open(b, '{');
	zp_json_key(b, "state");
	zp_json_str(b, d->fsm.def->state[d->fsm.state]);
	zp_json_key(b, "city");
	zp_json_str(b, d->conf->city);
	zp_json_key(b, "policy");
	zp_json_str(b, d->conf->policy.name);
	zp_json_key(b, "rule_set");
	zp_json_str(b, d->conf->policy.rule_set);
	zp_json_key(b, "term");
	zp_json_i64(b, d->lease.term);
	zp_json_key(b, "leader");
	zp_json_bool(b, zp_lease_trusted(d));
	zp_json_key(b, "connected");
	zp_json_bool(b, zp_db_up(d->db));
	zp_json_key(b, "listening");
	zp_json_bool(b, zp_db_up(d->bell));
	zp_json_key(b, "replay");
	zp_json_bool(b, d->replay);
	zp_json_key(b, "replay_done");
	zp_json_bool(b, d->replay_done);
	zp_json_key(b, "now");
	zp_json_str(b, zp_wall_print(zp_daemon_now(d), now));
	zp_json_key(b, "assigned");
	zp_json_i64(b, (int64_t)d->n.assigned);
	zp_json_key(b, "waiting");
	zp_json_i64(b, (int64_t)d->n.waiting);
	zp_json_key(b, "to_decide");
	zp_json_i64(b, d->todos - d->todo_at);
	zp_json_key(b, "in_flight");
	zp_json_i64(b, d->in_flight);
	zp_json_key(b, "stale");
	zp_json_i64(b, (int64_t)d->n.stale);
	zp_json_key(b, "stuck");
	zp_json_i64(b, d->stuck.n);
	zp_json_key(b, "uptime_s");
	zp_json_i64(b, (zp_clock_mono().us - d->started.us) / 1000000);
	zp_json_key(b, "last_reload");
	zp_json_str(b, d->last_reload);
}

static void status_text(const struct zp_daemon *d, enum zp_lang lang,
    struct zp_buf *b)
{
	char now[ZP_WALL_TEXT];

	zp_buf_printf(b, lang == ZP_ZH ?
	    "状态 %s；城市 %s；办法 %s（规则集 %.16s）；任期 %" PRId64
	    "；时钟 %s；本次启动已指派 %" PRIu64 " 件\n" :
	    "state %s; city %s; policy %s (rules %.16s); term %" PRId64
	    "; clock %s; %" PRIu64 " assigned since the start\n",
	    d->fsm.def->state[d->fsm.state], d->conf->city,
	    d->conf->policy.name, d->conf->policy.rule_set, d->lease.term,
	    zp_wall_print(zp_daemon_now(d), now), d->n.assigned);
	if (d->stuck.n > 0)
		zp_buf_printf(b, lang == ZP_ZH ?
		    "有 %u 件被数据库拒绝，见日志\n" :
		    "%u cases are refused by the database, see the log\n",
		    d->stuck.n);
}

static void status_rows(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_buf text = { 0 }, data = { 0 };
	struct zp_ctl_table t = { 0 };
	uint32_t n = rows == NULL ? 0 : zp_rows_cols(rows);
	const char *cell[16];

	ZP_ASSERT(n <= ZP_COUNT(cell));
	status_text(r->d, r->lang, &text);
	daemon_json(r->d, &data);
	zp_json_key(&data, "centres");
	zp_json_open(&data, '[');
	t.columns = n;
	t.column = zp_arena_calloc(r->a, n, sizeof(*t.column));
	for (uint32_t c = 0; c < n; c++)
		t.column[c] = zp_rows_name(rows, c);
	for (uint32_t i = 0; n > 0 && i < zp_rows_count(rows); i++) {
		zp_json_open(&data, '{');
		for (uint32_t c = 0; c < n; c++) {
			cell[c] = zp_rows_get(rows, i, c, NULL);
			zp_json_key(&data, t.column[c]);
			zp_json_str(&data, or_empty(cell[c]));
		}
		zp_json_close(&data, '}');
		zp_ctl_table_row(&t, r->a, cell);
	}
	zp_json_close(&data, ']');
	zp_json_close(&data, '}');
	if (err != NULL)
		zp_buf_printf(&text, "%s\n", err->message);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .table = n > 0 ? &t : NULL, .data = zp_buf_str(&data) });
	zp_buf_fini(&text);
	zp_buf_fini(&data);
}

void zp_cmd_status(struct zp_req *r)
{
	zp_db_query(r->d->db, zp_sql_get("cmd_status"),
	    (const char *[]){ r->d->conf->city },
	    ZP_MS(r->d->conf->query_timeout_ms), status_rows, r);
}

/* --- export --- */

struct export { struct zp_req *r; struct zp_buf data; };

static void csv(const struct zp_db_rows *rows, const char *name,
    struct zp_buf *data)
{
	struct zp_buf b = { 0 };

	for (uint32_t c = 0; c < zp_rows_cols(rows); c++)
		zp_buf_printf(&b, "%s%s", c > 0 ? "," : "",
		    zp_rows_name(rows, c));
	zp_buf_putc(&b, '\n');
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		for (uint32_t c = 0; c < zp_rows_cols(rows); c++) {
			size_t n = 0;
			const char *s = zp_rows_get(rows, i, c, &n);

			if (c > 0)
				zp_buf_putc(&b, ',');
			zp_csv_field(&b, s == NULL ? "" : s, n);
		}
		zp_buf_putc(&b, '\n');
	}
	zp_json_key(data, name);
	zp_json_str(data, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void exported_pending(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct export *x = arg;
	struct zp_req *r = x->r;
	const char *data;

	if (err == NULL)
		csv(rows, "pending.csv", &x->data);
	zp_buf_puts(&x->data, "}}");
	data = zp_arena_strdup(r->a, zp_buf_str(&x->data));
	zp_buf_fini(&x->data);
	if (err != NULL)
		zp_req_db_error(r, err);
	else
		zp_req_end(r, &(struct zp_ctl_reply){ .data = data });
}

static void exported_assignments(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct export *x = arg;
	struct zp_req *r = x->r;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	zp_buf_puts(&x->data, "{\"files\":{");
	csv(rows, "assignments.csv", &x->data);
	zp_db_query(r->d->db, zp_sql_get("export_pending"),
	    (const char *[]){ r->d->conf->city }, ZP_SEC(60),
	    exported_pending, x);
}

void zp_cmd_export(struct zp_req *r)
{
	struct export *x = zp_arena_alloc(r->a, sizeof(*x));

	x->r = r;
	zp_db_query(r->d->db, zp_sql_get("export_assignments"),
	    (const char *[]){ r->d->conf->city }, ZP_SEC(60),
	    exported_assignments, x);
}
