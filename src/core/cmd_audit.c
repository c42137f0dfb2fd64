/* Was the work spread fairly?  See audit.h. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/audit.h"

struct audit {
	struct zp_req *r;
	struct zp_date from, to;
	struct zp_audit_case *cs; uint32_t cases;
	struct zp_audit_excluded *out; uint32_t outs;
	struct zp_audit_hand *hand; uint32_t hands;
	struct zp_audit_decline *decline; uint32_t declines;
	struct zp_audit_junior *junior; uint32_t juniors;
};
/* Columns of audit_fairness. */
enum { WHAT, CENTRE, WHO, ABOUT, LIST, A, B };

static const char *cell(const struct zp_db_rows *rows, uint32_t i,
    uint32_t c)
{
	return zp_or_empty(zp_rows_get(rows, i, c, NULL));
}

static int32_t number(const struct zp_db_rows *rows, uint32_t i, uint32_t c)
{
	return (int32_t)strtol(cell(rows, i, c), NULL, 10);
}

/* "a|b|c" as counsel; who is not in the registry any more is left out. */
static void read_list(const struct audit *x, const char *list,
    struct zp_audit_case *to)
{
	char *copy = zp_arena_strdup(x->r->a, list), *save = NULL;
	int32_t *who = zp_arena_calloc(x->r->a, strlen(list) / 2 + 1,
	    sizeof(*who));

	to->who = who;
	for (char *s = strtok_r(copy, "|", &save); s != NULL;
	    s = strtok_r(NULL, "|", &save)) {
		who[to->n] = zp_registry_find(x->r->d->reg, ZP_T_COUNSEL, s);
		to->n += who[to->n] >= 0;
	}
}

static void read_row(struct audit *x, const struct zp_db_rows *rows,
    uint32_t i)
{
	const struct zp_registry *reg = x->r->d->reg;
	const char *what = cell(rows, i, WHAT);
	int32_t centre = zp_registry_find(reg, ZP_T_CENTRES,
	    cell(rows, i, CENTRE));
	int32_t who = zp_registry_find(reg, ZP_T_COUNSEL,
	    cell(rows, i, WHO));
	int32_t a = number(rows, i, A), b = number(rows, i, B);

	if (centre < 0 || (who < 0 && strcmp(what, "hand") != 0))
		return;
	if (strcmp(what, "case") == 0) {
		x->cs[x->cases] = (struct zp_audit_case){ centre, who,
			zp_arena_strdup(x->r->a, cell(rows, i, ABOUT)),
			NULL, 0 };
		read_list(x, cell(rows, i, LIST), &x->cs[x->cases++]);
	} else if (strcmp(what, "hand") == 0) {
		x->hand[x->hands++] = (struct zp_audit_hand){ centre,
			zp_arena_strdup(x->r->a, cell(rows, i, WHO)), a, b,
			zp_arena_strdup(x->r->a, cell(rows, i, LIST)) };
	} else if (strcmp(what, "decline") == 0) {
		x->decline[x->declines++] = (struct zp_audit_decline){
			centre, who, a, b };
	} else if (strcmp(what, "junior") == 0) {
		x->junior[x->juniors++] = (struct zp_audit_junior){ centre,
			who, a };
	} else if (zp_rule_find(cell(rows, i, ABOUT)) >= 0) {
		x->out[x->outs++] = (struct zp_audit_excluded){ centre, who,
			zp_rule_find(cell(rows, i, ABOUT)), a };
	}
}

static void read_rows(struct audit *x, const struct zp_db_rows *rows)
{
	uint32_t n = zp_rows_count(rows);

	x->cs = zp_arena_calloc(x->r->a, n, sizeof(*x->cs));
	x->out = zp_arena_calloc(x->r->a, n, sizeof(*x->out));
	x->hand = zp_arena_calloc(x->r->a, n, sizeof(*x->hand));
	x->decline = zp_arena_calloc(x->r->a, n, sizeof(*x->decline));
	x->junior = zp_arena_calloc(x->r->a, n, sizeof(*x->junior));
	for (uint32_t i = 0; i < n; i++)
		read_row(x, rows, i);
}

static void audited(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct audit *x = arg;
	struct zp_req *r = x->r;
	struct zp_buf text = { 0 }, data = { 0 };
	struct zp_audit *au;
	int32_t only;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	if (!zp_req_centre(r, &only))
		return;
	read_rows(x, rows);
	au = zp_audit(&(struct zp_audit_input){ r->d->reg,
	    &r->d->conf->policy, x->from, x->to, x->cs, x->cases, x->out,
	    x->outs, x->hand, x->hands, x->decline, x->declines, x->junior,
	    x->juniors }, r->a);
	zp_audit_text(au, r->lang, &text);
	zp_audit_json(au, &data);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .data = zp_buf_str(&data) });
	zp_buf_fini(&text);
	zp_buf_fini(&data);
}

void zp_cmd_audit_fairness(struct zp_req *r)
{
	struct audit *x = zp_arena_alloc(r->a, sizeof(*x));
	char day[2][ZP_DATE_TEXT];

	x->r = r;
	if (!zp_req_period(r, &x->from, &x->to))
		return;
	zp_db_query(r->d->look, zp_sql_get("audit_fairness"),
	    (const char *[]){ r->d->conf->city,
	    zp_or_empty(zp_req_opt(r, "centre")),
	    zp_date_print(x->from, day[0]), zp_date_print(x->to, day[1]) },
	    ZP_SEC(60), audited, x);
}
