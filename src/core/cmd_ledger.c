/*
 * The ledger: who carried how much, entry by entry, and what is fair; and
 * credits that make a mistake good.  All sums are the mirror's, the very
 * numbers that price the next case (ledger.h).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/ledger.h"

#define POINTS_TEXT 32

/* Points as cases: "1.300", "-0.500". */
static const char *points(int64_t p, char out[POINTS_TEXT])
{
	int64_t a = p < 0 ? -p : p;

	snprintf(out, POINTS_TEXT, "%s%" PRId64 ".%03" PRId64,
	    p < 0 ? "-" : "", a / 1000, a % 1000);
	return out;
}

/* a / b with three decimals, cut. */
static const char *ratio(int64_t a, int64_t b, char out[POINTS_TEXT])
{
	return points(b > 0 ? a * 1000 / b : 0, out);
}

static void bad(struct zp_req *r, const char *zh, const char *en)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
	    .error = r->lang == ZP_ZH ? zh : en });
}

static const char *centre_name(const struct zp_daemon *d, int32_t centre)
{
	return d->reg->centre[centre].name;
}

/* --- a centre, one line a person --- */

static const char *const head[] = { "licence_no", "name", "centre",
	"capacity", "share", "debits", "credits", "load", "balance", "level",
	"cases", "juniors", "duties", "declined" };

static void person_row(struct zp_req *r, const struct zp_account *x,
    const struct zp_counsel *who, struct zp_ctl_table *t)
{
	const struct zp_policy *p = &r->d->conf->policy;
	const struct zp_share *s = &x->share;
	char cell[ZP_COUNT(head)][POINTS_TEXT];
	const char *at[ZP_COUNT(head)] = { who->licence_no, who->name,
		who->centre_code };

	ratio(s->counts ? (int64_t)s->cap * s->here : 0,
	    (int64_t)p->annual_cap * x->pool.days, cell[3]);
	points(s->target, cell[4]);
	points(x->debits, cell[5]);
	points(x->credits, cell[6]);
	points(s->load, cell[7]);
	points(s->balance, cell[8]);
	points(s->level, cell[9]);
	snprintf(cell[10], POINTS_TEXT, "%" PRId32, x->cases);
	snprintf(cell[11], POINTS_TEXT, "%" PRId32, x->juniors);
	snprintf(cell[12], POINTS_TEXT, "%" PRId32, x->duties);
	snprintf(cell[13], POINTS_TEXT, "%" PRId32, x->declines);
	for (size_t i = 3; i < ZP_COUNT(head); i++)
		at[i] = cell[i];
	zp_ctl_table_row(t, r->a, at);
}

/* "怀宁县法律援助中心 2026-01-01 至 2026-03-09：负荷 16.000，……" */
static void pool_line(const struct zp_req *r, const struct zp_account *x,
    struct zp_buf *out)
{
	const struct zp_pool *pool = &x->pool;
	char from[ZP_DATE_TEXT], until[ZP_DATE_TEXT], load[POINTS_TEXT];
	char people[POINTS_TEXT], rate[POINTS_TEXT];

	zp_buf_printf(out, r->lang == ZP_ZH ?
	    "%s，%s 起，%s 前：负荷 %s 件，满额在岗 %s 人，人均 %s 件\n" :
	    "%s, from %s until %s: load %s, persons of full cap always here "
	    "%s, each %s\n", centre_name(r->d, x->centre),
	    zp_date_print(x->span.from, from),
	    zp_date_print(x->span.until, until), points(pool->load, load),
	    ratio(pool->capacity, (int64_t)r->d->conf->policy.annual_cap *
	    pool->days, people), points(pool->rate, rate));
}

static void add_centre(struct zp_req *r, int32_t centre, int32_t year,
    struct zp_ctl_table *t, struct zp_buf *text)
{
	const struct zp_daemon *d = r->d;
	const struct zp_centre *at = &d->reg->centre[centre];
	const struct zp_account *x = zp_ledger_centre(d->world,
	    &d->conf->policy, centre, year, zp_wall_date(zp_daemon_now(d)),
	    r->a);

	if (at->pool_n == 0)
		return;
	pool_line(r, x, text);
	for (uint32_t k = 0; k < at->pool_n; k++)
		person_row(r, &x[k], &d->reg->counsel[at->pool[k]], t);
}

/* one: -1 for all centres. */
static void show_centres(struct zp_req *r, int32_t one, int32_t year)
{
	const struct zp_registry *reg = r->d->reg;
	struct zp_ctl_table t = { .columns = ZP_COUNT(head) };
	struct zp_buf text = { 0 };

	t.column = zp_arena_calloc(r->a, t.columns, sizeof(*t.column));
	memcpy(t.column, head, sizeof(head));
	for (uint32_t c = 0; c < reg->centres; c++)
		if (one < 0 || one == (int32_t)c)
			add_centre(r, (int32_t)c, year, &t, &text);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .table = &t });
	zp_buf_fini(&text);
}

/* --- a person, one line an entry --- */

struct entries {
	struct zp_req *r;
	struct zp_ctl_table t;
	struct zp_buf json;
	int64_t sum;
};

static const char *const entry_head[] = { "at", "entry", "case_no", "points",
	"sum", "reason", "by" };

static const char *reason_of(const struct zp_req *r,
    const struct zp_entry *e)
{
	if (e->kind == ZP_ENTRY_DECLINED && e->reason[0] != '\0')
		return r->lang == ZP_ZH ? "有正当理由（R1）" :
		    "with good cause (R1)";
	if (e->kind == ZP_ENTRY_DECLINED)
		return r->lang == ZP_ZH ? "无正当理由（R1）" :
		    "without good cause (R1)";
	if (e->kind == ZP_ENTRY_CARRY)
		return r->lang == ZP_ZH ? "上年差额的规定比例（T9）" :
		    "the set part of last year's balance (T9)";
	return e->reason;
}

static void add_entry(void *arg, const struct zp_entry *e)
{
	const struct zp_table *row = zp_table_get(ZP_T_LEDGER);
	struct entries *x = arg;
	char p[POINTS_TEXT], sum[POINTS_TEXT], at[ZP_WALL_TEXT];
	struct zp_buf kind = { 0 };
	const char *cell[ZP_COUNT(entry_head)];

	x->sum += e->points;
	zp_field_print(&row->col[zp_table_col(row, "kind")], e, &kind);
	memcpy(cell, (const char *[]){ zp_wall_print(e->at, at),
	    zp_buf_str(&kind), e->case_no, points(e->points, p),
	    points(x->sum, sum), reason_of(x->r, e), e->by }, sizeof(cell));
	zp_ctl_table_row(&x->t, x->r->a, cell);
	zp_json_open(&x->json, '{');
	for (size_t i = 0; i < ZP_COUNT(entry_head); i++) {
		zp_json_key(&x->json, entry_head[i]);
		if (cell[i] == p || cell[i] == sum)
			zp_json_i64(&x->json, cell[i] == p ? e->points :
			    x->sum);
		else
			zp_json_str(&x->json, cell[i]);
	}
	zp_json_close(&x->json, '}');
	zp_buf_fini(&kind);
}

/* The sums, so that anybody can do them again by hand. */
static void put_sums(const struct zp_req *r, const struct zp_account *x,
    struct zp_buf *out)
{
	const struct zp_share *s = &x->share;
	int32_t full = r->d->conf->policy.annual_cap;
	char debits[POINTS_TEXT], credits[POINTS_TEXT], load[POINTS_TEXT];
	char target[POINTS_TEXT], all[POINTS_TEXT], balance[POINTS_TEXT];
	char level[POINTS_TEXT], rate[POINTS_TEXT];
	bool zh = r->lang == ZP_ZH;

	points(s->load, load);
	points(s->target, target);
	zp_buf_printf(out, zh ? "负荷 %s = 借记 %s - 贷记 %s\n" :
	    "load %s = debits %s - credits %s\n", load,
	    points(x->debits, debits), points(x->credits, credits));
	if (!s->counts) {
		zp_buf_puts(out, zh ? "不计入本中心应承担数（停业、离任、"
		    "志愿者或上限为 0）\n" : "no part of the pool (not "
		    "active, a volunteer, or a cap of 0)\n");
		return;
	}
	zp_buf_printf(out, zh ?
	    "应承担 %s = 本中心 %s × %" PRId64 " ÷ %" PRId64
	    "（年上限 %" PRId32 " × 在岗 %" PRId32 " 天，与全中心之和）\n" :
	    "share %s = %s of the pool x %" PRId64 " / %" PRId64
	    " (cap %" PRId32 " x %" PRId32 " days here, and the pool's)\n",
	    target, points(x->pool.load, all), (int64_t)s->cap * s->here,
	    x->pool.capacity, s->cap, s->here);
	zp_buf_printf(out, zh ? "差额 %s = %s - %s\n" :
	    "balance %s = %s - %s\n", points(s->balance, balance), load,
	    target);
	zp_buf_printf(out, zh ?
	    "折算 %s = %s × %" PRId32 " ÷ %" PRId32 " + 人均 %s × %" PRId32
	    " ÷ %" PRId32 "（不在岗天数）；下一件按此计价（S9 T9）\n" :
	    "level %s = %s x %" PRId32 " / %" PRId32 " + rate %s x %" PRId32
	    " / %" PRId32 " (days away); it prices the next case (S9 T9)\n",
	    points(s->level, level), load, full, s->cap,
	    points(x->pool.rate, rate), x->pool.days - s->here,
	    x->pool.days);
}

/* The same for programs; loads in 1/1000 case, so that they are exact. */
static void put_json(const struct zp_account *x,
    const struct zp_counsel *who, struct zp_buf *entries, struct zp_buf *out)
{
	const struct { const char *key; int64_t n; } whole[] = {
		{ "year", x->year }, { "cap", x->share.cap },
		{ "days", x->pool.days }, { "here", x->share.here },
		{ "cases", x->cases }, { "juniors", x->juniors },
		{ "duties", x->duties }, { "declined", x->declines },
		{ "debits", x->debits }, { "credits", x->credits },
		{ "load", x->share.load }, { "share", x->share.target },
		{ "balance", x->share.balance }, { "level", x->share.level },
		{ "pool_load", x->pool.load },
		{ "pool_capacity", x->pool.capacity },
		{ "rate", x->pool.rate },
	};

	zp_json_open(out, '{');
	zp_json_key(out, "licence_no");
	zp_json_str(out, who->licence_no);
	zp_json_key(out, "centre");
	zp_json_str(out, who->centre_code);
	zp_json_key(out, "counts");
	zp_json_bool(out, x->share.counts);
	for (size_t i = 0; i < ZP_COUNT(whole); i++) {
		zp_json_key(out, whole[i].key);
		zp_json_i64(out, whole[i].n);
	}
	zp_json_key(out, "entries");
	zp_json_open(out, '[');
	zp_buf_puts(out, zp_buf_str(entries));
	zp_json_close(out, ']');
	zp_json_close(out, '}');
}

static void show_account(struct zp_req *r, const struct zp_account *acc,
    int32_t k, struct entries *x)
{
	const struct zp_counsel *who = &r->d->reg->counsel[k];
	struct zp_buf text = { 0 }, data = { 0 };

	zp_buf_printf(&text, r->lang == ZP_ZH ? "%s（%s）\n" : "%s (%s)\n",
	    who->name, who->licence_no);
	pool_line(r, acc, &text);
	put_sums(r, acc, &text);
	put_json(acc, who, &x->json, &data);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .table = &x->t, .data = zp_buf_str(&data) });
	zp_buf_fini(&text);
	zp_buf_fini(&data);
	zp_buf_fini(&x->json);
}

static void show_person(struct zp_req *r, const char *licence, int32_t year)
{
	const struct zp_daemon *d = r->d;
	int32_t k = zp_registry_find(d->reg, ZP_T_COUNSEL, licence);
	struct entries x = { .r = r, .t.columns = ZP_COUNT(entry_head) };
	const struct zp_centre *at;
	const struct zp_account *all;
	uint32_t i = 0;

	if (k < 0) {
		zp_req_fail(r, "没有这个人员", "there is no such person");
		return;
	}
	at = &d->reg->centre[d->reg->counsel[k].centre];
	all = zp_ledger_centre(d->world, &d->conf->policy,
	    d->reg->counsel[k].centre, year,
	    zp_wall_date(zp_daemon_now(d)), r->a);
	while (at->pool[i] != k)
		i++;
	x.t.column = zp_arena_calloc(r->a, x.t.columns,
	    sizeof(*x.t.column));
	memcpy(x.t.column, entry_head, sizeof(entry_head));
	zp_ledger_each(d->world, &d->conf->policy, k, year, add_entry, &x);
	show_account(r, &all[i], k, &x);
}

/* The year asked for, or this one; 0: not a year. */
static int32_t year_of(const struct zp_req *r)
{
	const char *s = zp_req_opt(r, "year");
	int year;

	if (s == NULL) {
		zp_date_split(zp_wall_date(zp_daemon_now(r->d)), &year, NULL,
		    NULL);
		return year;
	}
	if (strlen(s) != 4 || s[strspn(s, "0123456789")] != '\0')
		return 0;
	year = (int)strtol(s, NULL, 10);
	return year > 1991 && year < 9999 ? year : 0;
}

void zp_cmd_ledger(struct zp_req *r)
{
	const char *licence = zp_req_arg(r, 0);
	int32_t year = year_of(r), one;

	if (year == 0)
		bad(r, "--year 应为年份，如 2026",
		    "--year is a year, like 2026");
	else if (!zp_req_centre(r, &one))
		return;
	else if (licence != NULL)
		show_person(r, licence, year);
	else
		show_centres(r, one, year);
}

/* --- making good --- */

/* "1.5", "-0.25": cases, at most 999 and to 1/1000; 0: not such a number
 * (nothing to credit either). */
static int32_t points_parse(const char *s)
{
	bool minus = s[0] == '-';
	int32_t n = 0, digits = 0, after = -1;

	for (s += minus; *s != '\0'; s++) {
		if (*s == '.' && after < 0 && digits > 0) {
			after = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || after == 3 ||
		    (after < 0 && digits == 3))
			return 0;
		n = 10 * n + (*s - '0');
		digits++;
		after += after >= 0;
	}
	if (after == 0)
		return 0;
	for (after = after < 0 ? 0 : after; after < 3; after++)
		n *= 10;
	return minus ? -n : n;
}

/* No decision without it: the mirror is read anew. */
static void credited(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;

	(void)rows;
	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	zp_timer_set(r->d->retry, ZP_MS(0));
	zp_req_text(r, r->lang == ZP_ZH ? "已记入（T9）" : "entered (T9)");
}

void zp_cmd_ledger_credit(struct zp_req *r)
{
	int32_t n = points_parse(zp_req_arg(r, 1));
	char text[16];

	if (n == 0) {
		bad(r, "件数应为非零数，最多三位小数，如 1.5 或 -0.5",
		    "the cases are a number, not 0, with three decimals at "
		    "most, like 1.5 or -0.5");
		return;
	}
	snprintf(text, sizeof(text), "%" PRId32, -n);
	zp_db_query(r->d->db, zp_sql_get("ledger_add"), (const char *[]){
	    r->d->conf->city, zp_req_arg(r, 0),
	    n > 0 ? "make_good" : "correction", text, "",
	    zp_req_opt(r, "reason"), r->by, NULL },
	    ZP_MS(r->d->conf->query_timeout_ms), credited, r);
}
