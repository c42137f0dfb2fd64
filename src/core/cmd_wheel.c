/* The list of a centre: whose turn it is, and who was passed over last. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/ledger.h"
#include "zhipaid/wheel.h"

struct wheel {
	struct zp_req *r;
	int32_t centre;
	enum zp_category kind;
	enum zp_dispatch mode;
	const struct zp_db_rows *last;	/* of cmd_wheel */
	const struct zp_view *v;
	struct zp_ctl_table t;
};
static const char *const kinds[] = { "criminal", "civil", "administrative",
	"other" };
static const char *const head[] = { "place", "code", "name", "firm", "turn",
	"turns", "status", "passed" };

/* Why a person takes nothing today, whatever the case; "": he may. */
static const char *absent(const struct wheel *x, int32_t counsel)
{
	const struct zp_counsel *c = &x->v->reg->counsel[counsel];
	const struct zp_policy *p = &x->r->d->conf->policy;
	struct zp_date today = zp_wall_date(x->v->now);

	if (c->status != ZP_ACTIVE)
		return c->status == ZP_LEFT ? "left" : "suspended";
	if ((zp_date_known(c->pool_from) &&
	    zp_date_cmp(today, c->pool_from) < 0) ||
	    (zp_date_known(c->pool_to) && zp_date_cmp(today, c->pool_to) > 0))
		return "left";
	if (zp_counsel_leave(c, today) != NULL)
		return "on leave";
	return x->v->counsel[counsel].undertaken >= zp_ledger_cap(p, c) &&
	    !p->off[ZP_T1] ? "at the cap" : "";
}

/* Is the order of the list what decides? */
static bool in_turn(enum zp_dispatch mode)
{
	return mode == ZP_ROTATE_PERSON || mode == ZP_ROTATE_FIRM ||
	    mode == ZP_HALL_DUTY_FIRST;
}

/* That of the person, or "" when anybody of the firm may. */
static const char *status(const struct wheel *x,
    const struct zp_wheel_place *w)
{
	const int32_t *pool = x->v->reg->centre[x->centre].pool;
	const char *s = "";

	for (uint32_t k = 0; k < w->n; k++) {
		s = absent(x, pool[w->member[k]]);
		if (s[0] == '\0')
			break;
	}
	return s;
}

static const char *cell(const struct wheel *x, uint32_t i, uint32_t col)
{
	const char *s = zp_rows_get(x->last, i, col, NULL);

	return s == NULL ? "" : s;
}

/* The reasons for which a place was passed over in the last decision. */
static const char *passed(const struct wheel *x, const char *code)
{
	struct zp_buf b = { 0 };
	const char *out;

	for (uint32_t i = 0; i < zp_rows_count(x->last); i++) {
		long worse = strtol(cell(x, i, 4), NULL, 10);

		if (strcmp(cell(x, i, 2), code) != 0)
			continue;
		if (b.n > 0)
			zp_buf_puts(&b, "; ");
		zp_buf_printf(&b, "%s %s", cell(x, i, 0), cell(x, i, 3));
		if (cell(x, i, 3)[0] == '\0')
			zp_buf_printf(&b, x->r->lang == ZP_ZH ?
			    "合适程度差 %ld.%03ld" :
			    "fits worse by %ld.%03ld", worse / 1000,
			    labs(worse) % 1000);
	}
	out = zp_arena_strdup(x->r->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return out;
}

static void add_place(struct wheel *x, const struct zp_wheel_place *w,
    uint32_t place, int32_t *next)
{
	const struct zp_registry *reg = x->v->reg;
	const struct zp_counsel *c =
	    &reg->counsel[reg->centre[x->centre].pool[w->member[0]]];
	char n[16], turns[16], at[ZP_WALL_TEXT];
	const char *now = status(x, w);

	if (now[0] == '\0' && *next > 0) {
		now = "next";
		(*next)--;
	}
	snprintf(n, sizeof(n), "%" PRIu32, place);
	snprintf(turns, sizeof(turns), "%" PRId32, w->had);
	zp_wall_print(w->turn, at);
	if (w->firm >= 0)
		zp_ctl_table_row(&x->t, x->r->a, (const char *[]){ n,
		    reg->firm[w->firm].code, reg->firm[w->firm].name, "", at,
		    turns, now, passed(x, reg->firm[w->firm].code) });
	else
		zp_ctl_table_row(&x->t, x->r->a, (const char *[]){ n,
		    c->licence_no, c->name, c->firm_code, at, turns, now,
		    passed(x, c->licence_no) });
}

/* "怀宁县法律援助中心，刑事案件：按人轮候，在可以承办的后 5 位中选" */
static void put_head(const struct wheel *x, struct zp_buf *out)
{
	static const char *const zh[] = { "刑事", "民事", "行政", "其他" };
	static const char *const how[][ZP_LANGS] = {
		[ZP_BALANCED] = { "均衡指派", "balanced" },
		[ZP_PICK] = { "点援优先", "the recipient's pick" },
		[ZP_MANUAL_ONLY] = { "人工指派", "by hand" },
		[ZP_ROTATE_PERSON] = { "按人轮候", "rotation by person" },
		[ZP_ROTATE_FIRM] = { "按机构轮候", "rotation by firm" },
		[ZP_RANDOM] = { "随机", "by lot" },
		[ZP_HALL_DUTY_FIRST] = { "大厅值班优先，其次按人轮候",
		    "hall duty first, then rotation by person" },
	};
	const char *name = x->v->reg->centre[x->centre].name;
	int32_t n = x->r->d->conf->policy.wheel_next;
	bool say_zh = x->r->lang == ZP_ZH;

	if (say_zh)
		zp_buf_printf(out, "%s，%s案件：%s", name, zh[x->kind],
		    how[x->mode][ZP_ZH]);
	else
		zp_buf_printf(out, "%s, %s cases: %s", name, kinds[x->kind],
		    how[x->mode][ZP_EN]);
	if (in_turn(x->mode))
		zp_buf_printf(out, say_zh ? "，在可以承办的后 %d 位中选（S4）" :
		    ", chosen among the next %d who may take it (S4)", n);
	zp_buf_putc(out, '\n');
	for (uint32_t i = 0; i < zp_rows_count(x->last); i++)
		if (i == 0 || strcmp(cell(x, i, 0), cell(x, i - 1, 0)) != 0)
			zp_buf_printf(out, say_zh ?
			    "上次轮到：案件 %s，承办 %s\n" :
			    "last turn: case %s, lead %s\n", cell(x, i, 0),
			    cell(x, i, 1));
}

static void show(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct wheel *x = arg;
	struct zp_req *r = x->r;
	struct zp_daemon *d = r->d;
	int32_t next = in_turn(x->mode) ? d->conf->policy.wheel_next : 0;
	struct zp_buf text = { 0 };
	struct zp_wheel w;

	if (err != NULL || d->world == NULL) {
		if (err != NULL)
			zp_req_db_error(r, err);
		else
			zp_req_fail(r, "数据还没有读入，请稍后再试",
			    "the data are not read yet; try again later");
		return;
	}
	x->last = rows;
	x->centre = zp_registry_find(d->reg, ZP_T_CENTRES, zp_req_arg(r, 0));
	if (x->centre < 0) {
		zp_req_fail(r, "没有这个中心", "there is no such centre");
		return;
	}
	x->v = zp_world_view(d->world, NULL, 0, zp_daemon_now(d),
	    &d->conf->policy, r->a);
	w = zp_wheel_of(x->v, &d->conf->policy, x->centre, x->kind,
	    x->mode == ZP_ROTATE_FIRM, r->a);
	x->t.columns = ZP_COUNT(head);
	x->t.column = zp_arena_calloc(r->a, ZP_COUNT(head),
	    sizeof(*x->t.column));
	memcpy(x->t.column, head, sizeof(head));
	for (uint32_t k = 0; k < w.n; k++)
		add_place(x, &w.at[k], k + 1, &next);
	put_head(x, &text);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .table = &x->t });
	zp_buf_fini(&text);
}

static int kind_of(const char *s)
{
	for (size_t k = 0; k < ZP_COUNT(kinds); k++)
		if (strcmp(kinds[k], s) == 0)
			return (int)k;
	return -1;
}

void zp_cmd_wheel(struct zp_req *r)
{
	const char *word = zp_req_arg(r, 1);
	struct wheel *x = zp_arena_alloc(r->a, sizeof(*x));
	int kind = word == NULL ? ZP_CRIMINAL : kind_of(word);

	*x = (struct wheel){ .r = r };
	if (kind < 0) {
		zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
		    .error = r->lang == ZP_ZH ?
		    "类别应为 criminal、civil、administrative 或 other" :
		    "the category is one of criminal, civil, administrative, "
		    "other" });
		return;
	}
	x->kind = (enum zp_category)kind;
	x->mode = zp_policy_dispatch(&r->d->conf->policy, x->kind,
	    ZP_APPLICATION);
	zp_db_query(r->d->look, zp_sql_get("cmd_wheel"), (const char *[]){
	    r->d->conf->city, zp_req_arg(r, 0), kinds[kind] },
	    ZP_MS(r->d->conf->query_timeout_ms), show, x);
}
