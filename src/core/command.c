/* Commands: which handler, and the short ways to answer. */
#include <stdlib.h>
#include <string.h>

#include "command.h"

static const struct { const char *verb; zp_handler fn; } handler[] = {
	{ "status", zp_cmd_status }, { "cases", zp_cmd_cases },
	{ "pending", zp_cmd_pending }, { "case", zp_cmd_case },
	{ "counsel", zp_cmd_counsel }, { "export", zp_cmd_export },
	{ "explain", zp_cmd_explain }, { "replay", zp_cmd_replay },
	{ "assign", zp_cmd_assign }, { "decline", zp_cmd_decline },
	{ "change", zp_cmd_change }, { "terminate", zp_cmd_terminate },
	{ "close", zp_cmd_close }, { "ack", zp_cmd_ack },
	{ "replied", zp_cmd_replied }, { "designate", zp_cmd_designate },
	{ "release", zp_cmd_release },
	{ "leave add", zp_cmd_leave_add }, { "rules", zp_cmd_rules },
	{ "fsm", zp_cmd_fsm }, { "config show", zp_cmd_config_show },
	{ "config diff", zp_cmd_config_diff }, { "reload", zp_cmd_reload },
};

zp_handler zp_command_find(const char *verb)
{
	for (size_t i = 0; i < ZP_COUNT(handler); i++)
		if (strcmp(handler[i].verb, verb) == 0)
			return handler[i].fn;
	return NULL;
}

void zp_req_text(struct zp_req *r, const char *text)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .text = text });
}

void zp_req_table(struct zp_req *r, const struct zp_ctl_table *t)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .table = t });
}

void zp_req_fail(struct zp_req *r, const char *zh, const char *en)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 1,
	    .error = r->lang == ZP_ZH ? zh : en });
}

void zp_req_db_error(struct zp_req *r, const struct zp_db_error *err)
{
	struct zp_buf b = { 0 };

	switch (err->class) {
	case ZP_DB_LOST:
		zp_buf_puts(&b, r->lang == ZP_ZH ?
		    "数据库暂时连不上，结果未知，请稍后查看：" :
		    "the database was lost, the outcome is unknown: ");
		break;
	case ZP_DB_REFUSED:
	case ZP_DB_CONFLICT:
		break;		/* the schema's sentence says it */
	default:
		zp_buf_puts(&b, r->lang == ZP_ZH ? "数据库：" : "database: ");
		break;
	}
	zp_buf_puts(&b, err->message);
	zp_req_fail(r, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
}

const char *zp_req_opt(const struct zp_req *r, const char *name)
{
	return zp_ctl_option(&r->rq, name);
}

const char *zp_req_arg(const struct zp_req *r, uint32_t i)
{
	return i < r->rq.args ? r->rq.arg[i] : NULL;
}

/* The rows as a table; everything is text already. */
static void as_table(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_ctl_table t = { 0 };
	uint32_t n = rows == NULL ? 0 : zp_rows_cols(rows);
	const char **cell;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	t.columns = n;
	t.column = zp_arena_calloc(r->a, n, sizeof(*t.column));
	cell = zp_arena_calloc(r->a, n, sizeof(*cell));
	for (uint32_t c = 0; c < n; c++)
		t.column[c] = zp_rows_name(rows, c);
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		for (uint32_t c = 0; c < n; c++)
			cell[c] = zp_rows_get(rows, i, c, NULL);
		zp_ctl_table_row(&t, r->a, cell);
	}
	zp_req_table(r, &t);
}

static void query(struct zp_req *r, const char *sql,
    const char *const *param, uint32_t n, zp_db_reply reply, void *arg)
{
	const char *all[16];

	ZP_ASSERT(n + 1 <= ZP_COUNT(all));
	all[0] = r->d->conf->city;
	for (uint32_t i = 0; i < n; i++)
		all[i + 1] = param[i];
	zp_db_query(r->d->db, zp_sql_get(sql), all,
	    ZP_MS(r->d->conf->query_timeout_ms), reply, arg);
}

void zp_req_query(struct zp_req *r, const char *sql,
    const char *const *param, uint32_t n)
{
	query(r, sql, param, n, as_table, r);
}

struct act {
	struct zp_req *r;
	const char *zh, *en;
};

static void acted(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct act *x = arg;

	(void)rows;
	if (err != NULL)
		zp_req_db_error(x->r, err);
	else
		zp_req_text(x->r, x->r->lang == ZP_ZH ? x->zh : x->en);
}

void zp_req_act(struct zp_req *r, const char *sql,
    const char *const *param, uint32_t n, const char *zh, const char *en)
{
	struct act *x = zp_arena_alloc(r->a, sizeof(*x));

	*x = (struct act){ r, zh, en };
	query(r, sql, param, n, acted, x);
}
