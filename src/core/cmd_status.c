/* The daemon and the city at a glance. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/clock.h"

/* The city at a glance, while it is asked for. */
struct glance {
	struct zp_req *r;
	int64_t requests, overdue;	/* for a duty lawyer (D10, D11, D20) */
	const char *draft, *review, *published;	/* months of rosters (N7) */
};

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

/* One line per centre: cases by state. */
struct line { const char *centre; int64_t n[ZP_CS_TERMINATED + 1], overdue; };

static const char *const state_column[] = { "scheduled", "approved",
	"waiting", "assigned", "closed", "terminated" };
_Static_assert(ZP_COUNT(state_column) == ZP_CS_TERMINATED + 1, "each state");

static struct line *line_of(struct line *at, uint32_t *n,
    const char *centre)
{
	uint32_t i = 0;

	while (i < *n && strcmp(at[i].centre, centre) != 0)
		i++;
	if (i == *n)
		at[(*n)++].centre = centre;
	return &at[i];
}

/* The query's rows are (state, centre, n, overdue). */
static struct line *by_centre(struct zp_req *r,
    const struct zp_db_rows *rows, uint32_t *n)
{
	struct line *at = zp_arena_calloc(r->a, zp_rows_count(rows) + 1,
	    sizeof(*at));

	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		struct line *l = line_of(at, n,
		    zp_or_empty(zp_rows_get(rows, i, 1, NULL)));
		const char *state = zp_or_empty(zp_rows_get(rows, i, 0, NULL));

		for (size_t s = 0; s < ZP_COUNT(state_column); s++)
			if (strcmp(state, state_column[s]) == 0)
				l->n[s] = strtoll(zp_or_empty(zp_rows_get(rows,
				    i, 2, NULL)), NULL, 10);
		l->overdue += strtoll(zp_or_empty(zp_rows_get(rows, i, 3,
		    NULL)), NULL, 10);
	}
	return at;
}

static int by_code(const void *x, const void *y)
{
	const struct line *a = x, *b = y;

	return strcmp(a->centre, b->centre);
}

static void status_table(struct zp_req *r, const struct zp_db_rows *rows,
    struct zp_ctl_table *t)
{
	static const char *names[] = { "centre", "approved", "waiting",
		"overdue", "assigned", "closed", "terminated" };
	static const int show[] = { 0, ZP_CS_APPROVED, ZP_CS_WAITING, -1,
		ZP_CS_ASSIGNED, ZP_CS_CLOSED, ZP_CS_TERMINATED };
	uint32_t n = 0;
	struct line *at = by_centre(r, rows, &n);

	t->column = names;
	t->columns = ZP_COUNT(names);
	qsort(at, n, sizeof(*at), by_code);
	for (uint32_t i = 0; i < n; i++) {
		char text[ZP_COUNT(names)][24];
		const char *cell[ZP_COUNT(names)] = { at[i].centre };

		for (size_t c = 1; c < ZP_COUNT(names); c++) {
			snprintf(text[c], sizeof(text[c]), "%" PRId64,
			    show[c] < 0 ? at[i].overdue : at[i].n[show[c]]);
			cell[c] = text[c];
		}
		zp_ctl_table_row(t, r->a, cell);
	}
}

static void status_json(const struct zp_db_rows *rows, struct zp_buf *data)
{
	zp_json_key(data, "centres");
	zp_json_open(data, '[');
	for (uint32_t i = 0; rows != NULL && i < zp_rows_count(rows); i++) {
		zp_json_open(data, '{');
		for (uint32_t c = 0; c < zp_rows_cols(rows); c++) {
			zp_json_key(data, zp_rows_name(rows, c));
			zp_json_str(data, zp_or_empty(zp_rows_get(rows, i, c,
			    NULL)));
		}
		zp_json_close(data, '}');
	}
	zp_json_close(data, ']');
	zp_json_close(data, '}');
}

static void duty_rows(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct glance *g = arg;

	if (err != NULL || zp_rows_count(rows) == 0)
		return;
	g->draft = zp_arena_strdup(g->r->a, zp_rows_text(rows, 0, "draft"));
	g->review = zp_arena_strdup(g->r->a, zp_rows_text(rows, 0,
	    "review"));
	g->published = zp_arena_strdup(g->r->a, zp_rows_text(rows, 0,
	    "published"));
	g->requests = strtoll(zp_rows_text(rows, 0, "open"), NULL, 10);
	g->overdue = strtoll(zp_rows_text(rows, 0, "overdue"), NULL, 10);
}

/* Who waits for a duty lawyer. */
static void show_help(const struct glance *g, struct zp_buf *text,
    struct zp_buf *data)
{
	if (g->requests > 0)
		zp_buf_printf(text, g->r->lang == ZP_ZH ?
		    "未办的法律帮助请求 %" PRId64 " 个，其中逾期 %" PRId64
		    " 个\n" : "%" PRId64 " requests for a duty lawyer are "
		    "open, %" PRId64 " of them late\n", g->requests,
		    g->overdue);
	zp_json_key(data, "help_requests");
	zp_json_i64(data, g->requests);
	zp_json_key(data, "help_overdue");
	zp_json_i64(data, g->overdue);
}

/* "rosters: in review 2026-12; published 2026-11" */
static void show_rosters(const struct glance *g, struct zp_buf *text,
    struct zp_buf *data)
{
	const struct { const char *key, *months, *say[ZP_LANGS]; } part[] = {
		{ "draft", g->draft, { "草案", "draft" } },
		{ "review", g->review, { "征求意见", "in review" } },
		{ "published", g->published, { "已公布", "published" } },
	};
	const char *sep = g->r->lang == ZP_ZH ? "班表：" : "rosters: ";

	zp_json_key(data, "rosters");
	zp_json_open(data, '{');
	for (size_t i = 0; i < ZP_COUNT(part); i++) {
		zp_json_key(data, part[i].key);
		zp_json_str(data, zp_or_empty(part[i].months));
		if (zp_or_empty(part[i].months)[0] == '\0')
			continue;
		zp_buf_printf(text, "%s%s %s", sep,
		    part[i].say[g->r->lang], part[i].months);
		sep = g->r->lang == ZP_ZH ? "；" : "; ";
	}
	zp_json_close(data, '}');
	if (sep[0] == ';' || strcmp(sep, "；") == 0)
		zp_buf_putc(text, '\n');
}

static void status_rows(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	const struct glance *g = arg;
	struct zp_req *r = g->r;
	struct zp_buf text = { 0 }, data = { 0 };
	struct zp_ctl_table t = { 0 };

	status_text(r->d, r->lang, &text);
	daemon_json(r->d, &data);
	show_help(g, &text, &data);
	show_rosters(g, &text, &data);
	status_json(rows, &data);
	if (err == NULL)
		status_table(r, rows, &t);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .table = err == NULL ? &t : NULL, .data = zp_buf_str(&data),
	    .exit = err != NULL, .error = err == NULL ? NULL :
	    r->lang == ZP_ZH ? "数据库现在连不上，看不到案件" :
	    "the database is not reached now: no cases to show" });
	zp_buf_fini(&text);
	zp_buf_fini(&data);
}

void zp_cmd_status(struct zp_req *r)
{
	struct glance *g = zp_arena_calloc(r->a, 1, sizeof(*g));
	const struct zp_conf *conf = r->d->conf;
	char now[ZP_WALL_TEXT];

	g->r = r;
	zp_db_query(r->d->look, zp_sql_get("cmd_status_duty"),
	    (const char *[]){ conf->city,
	    zp_wall_print(zp_daemon_now(r->d), now) },
	    ZP_MS(conf->query_timeout_ms), duty_rows, g);
	zp_db_query(r->d->look, zp_sql_get("cmd_status"),
	    (const char *[]){ conf->city },
	    ZP_MS(conf->query_timeout_ms), status_rows, g);
}
