/*
 * What wants a person's hand: rows of the database, and what is wrong with
 * the duty rosters of the days ahead.
 */
#include <inttypes.h>
#include <stdio.h>

#include "command.h"
#include "roster.h"
#include "zhipaid/roster_warn.h"

static const char *const head[] = { "rule", "action", "case_no", "centre",
	"licence_no", "due_on", "days" };

struct todo {
	struct zp_req *r;
	int32_t centre;
	struct zp_ctl_table t;		/* of the warnings */
};

static void got_rows(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct todo *x = arg;
	struct zp_ctl_table t = { .column = x->t.column,
	    .columns = x->t.columns };
	const char *cell[ZP_COUNT(head)];

	if (err != NULL) {
		zp_req_db_error(x->r, err);
		return;
	}
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		for (size_t c = 0; c < ZP_COUNT(head); c++)
			cell[c] = zp_rows_text(rows, i, head[c]);
		zp_ctl_table_row(&t, x->r->a, cell);
	}
	for (uint32_t i = 0; i < x->t.rows; i++)
		zp_ctl_table_row(&t, x->r->a,
		    &x->t.cell[(size_t)i * x->t.columns]);
	zp_req_table(x->r, &t);
}

static void ask_rows(struct todo *x)
{
	struct zp_req *r = x->r;
	const char *limit = zp_req_opt(r, "limit");
	char now[ZP_WALL_TEXT];

	zp_db_query(r->d->look, zp_sql_get("cmd_todo"), (const char *[]){
	    r->d->conf->city, zp_or_empty(zp_req_opt(r, "centre")),
	    zp_wall_print(zp_daemon_now(r->d), now),
	    limit == NULL ? "1000" : limit,
	    r->d->conf->policy.off[ZP_C14] ? "f" : "t" },
	    ZP_MS(r->d->conf->query_timeout_ms), got_rows, x);
}

static void put_warning(struct todo *x, const struct zp_roster_input *in,
    const struct zp_roster_warning *w)
{
	const struct zp_registry *reg = in->reg;
	struct zp_buf say = { 0 };
	char due[ZP_DATE_TEXT], days[16];

	zp_roster_warning_print(in, w, x->r->lang, &say);
	snprintf(days, sizeof(days), "%" PRId32,
	    w->from.day - in->today.day);
	zp_ctl_table_row(&x->t, x->r->a, (const char *[]){
	    zp_rule_row((enum zp_rule)w->rule)->id, zp_buf_str(&say),
	    w->station < 0 ? "" : reg->station[w->station].code,
	    w->centre < 0 ? "" : reg->centre[w->centre].code,
	    w->counsel < 0 ? "" : reg->counsel[w->counsel].licence_no,
	    zp_date_print(w->from, due), days });
	zp_buf_fini(&say);
}

static void warnings(struct zp_roster_job *j)
{
	struct todo *x = j->arg;
	struct zp_roster_input in = j->s->in;
	uint32_t n;
	struct zp_roster_warning *w = zp_roster_warn(&in, j->s->a, &n);

	for (uint32_t i = 0; i < n; i++)
		if (x->centre < 0 || w[i].centre == x->centre)
			put_warning(x, &in, &w[i]);
	zp_roster_quit(j);
	ask_rows(x);
}

/* Then without them: the rest is worth seeing. */
static void not_read(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)rows;
	(void)err;
	ask_rows(arg);
}

void zp_cmd_todo(struct zp_req *r)
{
	struct todo *x = zp_arena_calloc(r->a, 1, sizeof(*x));
	const struct zp_daemon *d = r->d;

	*x = (struct todo){ .r = r, .centre = -1,
	    .t = { .columns = ZP_COUNT(head) } };
	x->t.column = zp_arena_calloc(r->a, x->t.columns,
	    sizeof(*x->t.column));
	for (size_t i = 0; i < ZP_COUNT(head); i++)
		x->t.column[i] = head[i];
	if (d->world == NULL || d->replay || d->reg->stations == 0)
		ask_rows(x);
	else if (zp_req_centre(r, &x->centre))
		zp_roster_run(r->d, zp_wall_date(zp_daemon_now(d)),
		    zp_roster_horizon(d), warnings, not_read, x);
}
