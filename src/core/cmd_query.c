/* Looking: cases, counsel, pending, what was refused, export. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/clock.h"
#include "zhipaid/csv.h"
#include "zhipaid/decide.h"
#include "zhipaid/settle.h"

/* Exit 2: the caller's mistake, seen before the database is asked. */
static void bad_option(struct zp_req *r, const char *zh, const char *en)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
	    .error = r->lang == ZP_ZH ? zh : en });
}

void zp_cmd_cases(struct zp_req *r)
{
	static const char states[] = "|approved|waiting|assigned|closed|"
	    "terminated|";
	const char *limit = zp_req_opt(r, "limit");
	const char *state = zp_req_opt(r, "state");
	struct zp_buf b = { 0 };
	bool known;

	zp_buf_printf(&b, "|%s|", zp_or_empty(state));
	known = state == NULL || (strchr(state, '|') == NULL &&
	    strstr(states, zp_buf_str(&b)) != NULL);
	zp_buf_fini(&b);
	if (!known)
		bad_option(r, "--state 应为 approved、waiting、assigned、"
		    "closed 或 terminated", "--state is one of approved, "
		    "waiting, assigned, closed, terminated");
	else if (limit != NULL && (strlen(limit) > 9 ||
	    limit[strspn(limit, "0123456789")] != '\0'))
		bad_option(r, "--limit 应为 0 到 999999999 的整数",
		    "--limit is a number from 0 to 999999999");
	else
		zp_req_query(r, "cmd_cases", (const char *[]){
		    zp_or_empty(state), zp_or_empty(zp_req_opt(r, "centre")),
		    limit == NULL ? "1000" : limit }, 3);
}

void zp_cmd_counsel(struct zp_req *r)
{
	char year[12], warn[12];
	int y;

	zp_date_split(zp_wall_date(zp_daemon_now(r->d)), &y, NULL, NULL);
	snprintf(year, sizeof(year), "%d", y);
	snprintf(warn, sizeof(warn), "%" PRId32,
	    r->d->conf->policy.warn_at);
	zp_req_query(r, "cmd_counsel", (const char *[]){
	    zp_or_empty(zp_req_opt(r, "centre")), year,
	    zp_or_empty(zp_req_arg(r, 0)), warn }, 4);
}

void zp_cmd_intake(struct zp_req *r)
{
	zp_req_query(r, "intake_refused", NULL, 0);
}

/* A held case, for who reads no Chinese; NULL when it is not held. */
static const char *held(struct zp_req *r, const char *case_no)
{
	struct zp_world *w = r->d->world;
	char until[ZP_WALL_TEXT];
	struct zp_buf b = { 0 };
	const char *s;

	if (w == NULL || !zp_wall_known(zp_world_until(w, case_no)) ||
	    zp_world_state(w, case_no, NULL) != ZP_CS_APPROVED)
		return NULL;
	zp_buf_printf(&b, "held until %s, so that cases are decided together",
	    zp_wall_print(zp_world_until(w, case_no), until));
	s = zp_arena_strdup(r->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return s;
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
		return held(r, case_no);
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
	zp_db_query(r->d->look, zp_sql_get("cmd_pending"), (const char *[]){
	    r->d->conf->city, zp_or_empty(zp_req_opt(r, "centre")) },
	    ZP_MS(r->d->conf->query_timeout_ms), pending_rows, r);
}

/* --- export --- */

static const struct { const char *name, *sql; } files[] = {
	{ "assignments.csv", "export_assignments" },
	{ "pending.csv", "export_pending" },
	{ "roster.csv", "export_roster" },
	{ "moves.csv", "export_moves" },
};
struct export { struct zp_req *r; size_t file; struct zp_buf data; };

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

static void export_next(struct export *x);

static void exported(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct export *x = arg;

	if (err != NULL) {
		zp_buf_fini(&x->data);
		zp_req_db_error(x->r, err);
		return;
	}
	csv(rows, files[x->file++].name, &x->data);
	export_next(x);
}

static void export_next(struct export *x)
{
	struct zp_req *r = x->r;
	const char *data;

	if (x->file < ZP_COUNT(files)) {
		zp_db_query(r->d->look, zp_sql_get(files[x->file].sql),
		    (const char *[]){ r->d->conf->city }, ZP_SEC(60),
		    exported, x);
		return;
	}
	zp_buf_puts(&x->data, "}}");
	data = zp_arena_strdup(r->a, zp_buf_str(&x->data));
	zp_buf_fini(&x->data);
	zp_req_end(r, &(struct zp_ctl_reply){ .data = data });
}

void zp_cmd_export(struct zp_req *r)
{
	struct export *x = zp_arena_alloc(r->a, sizeof(*x));

	x->r = r;
	zp_buf_puts(&x->data, "{\"files\":{");
	export_next(x);
}
