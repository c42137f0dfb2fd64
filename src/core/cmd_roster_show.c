/*
 * What stands in the rosters, for people: a line for each station and day,
 * what is open and why, what is wrong with the days ahead, and why a person
 * has not got a duty.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "roster_show.h"

enum { SHIFTS = ZP_SHIFT_DAY + 1 };

static bool zh(const struct zp_roster_show *x)
{
	return x->r->lang == ZP_ZH;
}

/* --- which duties --- */

static bool wanted(const struct zp_roster_show *x, const struct zp_duty *d)
{
	const struct zp_registry *reg = x->s->in.reg;

	return d->station >= 0 && zp_date_cmp(d->date, x->from) >= 0 &&
	    zp_date_cmp(d->date, x->to) <= 0 &&
	    (x->station < 0 || d->station == x->station) &&
	    (x->counsel < 0 || d->counsel == x->counsel) &&
	    (x->centre < 0 || zp_duty_centre(reg, d->station) == x->centre) &&
	    (x->one == NULL || (d->shift == x->one->shift &&
	    d->post == x->one->post));
}

static int by_post(const void *pa, const void *pb)
{
	const struct zp_duty *a = pa, *b = pb;

	if (a->station != b->station)
		return a->station < b->station ? -1 : 1;
	if (a->date.day != b->date.day)
		return a->date.day < b->date.day ? -1 : 1;
	if (a->shift != b->shift)
		return a->shift < b->shift ? -1 : 1;
	if (a->post != b->post)
		return a->post < b->post ? -1 : 1;
	if (zp_duty_stands(a) != zp_duty_stands(b))
		return zp_duty_stands(a) ? -1 : 1;
	return strcmp(a->licence_no, b->licence_no);
}

static int by_day(const void *pa, const void *pb)
{
	const struct zp_duty *a = pa, *b = pb;

	if (a->date.day != b->date.day)
		return a->date.day < b->date.day ? -1 : 1;
	return by_post(pa, pb);
}

/* Does anybody stand at the post?  The first n rows are in order of post. */
static bool manned(const struct zp_roster_show *x, const struct zp_duty *post)
{
	uint32_t lo = 0, hi = x->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (by_post(&x->at[mid], post) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo > 0 && x->at[lo - 1].station == post->station &&
	    zp_date_cmp(x->at[lo - 1].date, post->date) == 0)
		lo--;
	for (; lo < x->n && x->at[lo].station == post->station &&
	    zp_date_cmp(x->at[lo].date, post->date) == 0; lo++)
		if (x->at[lo].post == post->post &&
		    zp_duty_stands(&x->at[lo]) &&
		    zp_shift_overlap(x->at[lo].shift, post->shift))
			return true;
	return false;
}

/* Who declined a draft is not absent from what was published. */
static bool is_over(const struct zp_roster_show *x, uint32_t i)
{
	const struct zp_roster_month *m = zp_roster_month(x->s,
	    x->s->in.duty[i].date);

	return x->s->declined[i] && m != NULL &&
	    m->state == ZP_MONTH_PUBLISHED;
}

static void gather(struct zp_roster_show *x)
{
	const struct zp_roster_input *in = &x->s->in;
	uint32_t asked, n;
	struct zp_duty *post = zp_roster_demand(in, x->s->a, &asked);

	x->at = zp_arena_calloc(x->s->a, (size_t)in->duties + asked,
	    sizeof(*x->at));
	for (uint32_t i = 0; i < in->duties; i++)
		if (in->duty[i].counsel >= 0 && wanted(x, &in->duty[i]) &&
		    !is_over(x, i))
			x->at[x->n++] = in->duty[i];
	if (x->n > 1)
		qsort(x->at, x->n, sizeof(*x->at), by_post);
	n = x->n;
	for (uint32_t i = 0; i < asked; i++)
		if (wanted(x, &post[i]) && !manned(x, &post[i]) &&
		    zp_roster_month(x->s, post[i].date) != NULL)
			x->at[n++] = post[i];
	x->n = n;
	if (n > 1)
		qsort(x->at, n, sizeof(*x->at), x->counsel >= 0 ||
		    zp_date_cmp(x->from, x->to) == 0 ? by_day : by_post);
}

/* --- words --- */

static const char *month_word(const struct zp_roster_show *x,
    enum zp_month_state s)
{
	static const char *const word[][ZP_LANGS] = {
		[ZP_MONTH_DRAFT] = { "草案", "draft" },
		[ZP_MONTH_REVIEW] = { "征求意见", "in review" },
		[ZP_MONTH_PUBLISHED] = { "已公布", "published" },
	};

	return word[s][x->r->lang];
}

/* The state of a row; who declined a draft is absent from it. */
static const char *state_of(const struct zp_roster_show *x,
    const struct zp_duty *d)
{
	static const char *const word[] = { "draft", "published", "done",
		"absent", "swapped" };
	const struct zp_roster_month *m = zp_roster_month(x->s, d->date);

	if (d->counsel < 0)
		return "open";
	return d->state == ZP_DUTY_ABSENT && m != NULL &&
	    m->state != ZP_MONTH_PUBLISHED ? "declined" : word[d->state];
}

static const char *state_word(const struct zp_roster_show *x,
    const char *state)
{
	static const struct { const char *state, *say[ZP_LANGS]; } word[] = {
		{ "absent", { "缺勤", "absent" } },
		{ "swapped", { "已换出", "given away" } },
		{ "declined", { "不能值", "declined" } },
	};

	for (size_t i = 0; i < ZP_COUNT(word); i++)
		if (strcmp(state, word[i].state) == 0)
			return word[i].say[x->r->lang];
	return NULL;
}

static void put_month(struct zp_roster_show *x, const struct zp_roster_month *m)
{
	char until[ZP_DATE_TEXT], day[ZP_DATE_TEXT];
	int64_t beyond = m->total - m->bound;

	zp_buf_printf(&x->text, "%.7s%s%s", zp_date_print(m->month, day),
	    zh(x) ? "：" : ": ", month_word(x, m->state));
	if (m->state == ZP_MONTH_REVIEW)
		zp_buf_printf(&x->text, zh(x) ? "至 %s" : " until %s",
		    zp_date_print(m->review_until, until));
	zp_buf_printf(&x->text, zh(x) ? "，%s %.10s" : ", by %s %.10s",
	    m->by, m->state == ZP_MONTH_PUBLISHED ? m->published_at :
	    m->made_at);
	if (m->open >= 0)
		zp_buf_printf(&x->text, zh(x) ? "；起草时无人 %d" :
		    "; open when drafted: %d", m->open);
	if (m->total > 0)
		zp_buf_printf(&x->text, zh(x) ?
		    "；总分 %.3f，下界 %.3f，相差 %.2f%%" :
		    "; score %.3f, bound %.3f, gap %.2f%%",
		    (double)m->total / 1000, (double)m->bound / 1000,
		    100 * (double)beyond / (double)m->total);
	zp_buf_putc(&x->text, '\n');
}

static void put_months(struct zp_roster_show *x)
{
	for (struct zp_date d = x->from; zp_date_cmp(d, x->to) <= 0;
	    d = zp_date_add(zp_date_month_end(d), 1)) {
		const struct zp_roster_month *m = zp_roster_month(x->s, d);
		char day[ZP_DATE_TEXT];

		if (m != NULL)
			put_month(x, m);
		else
			zp_buf_printf(&x->text, zh(x) ?
			    "%.7s：还没有班表\n" : "%.7s: no roster yet\n",
			    zp_date_print(d, day));
	}
}

/* --- the table: a line for each station and day --- */

static const char *weekday(const struct zp_roster_show *x, struct zp_date d)
{
	static const char *const word[][ZP_LANGS] = { { "周日", "Sun" },
		{ "周一", "Mon" }, { "周二", "Tue" }, { "周三", "Wed" },
		{ "周四", "Thu" }, { "周五", "Fri" }, { "周六", "Sat" } };

	return word[zp_date_weekday(d)][x->r->lang];
}

static void put_name(const struct zp_roster_show *x, const struct zp_duty *d,
    struct zp_buf *out)
{
	const char *state = state_word(x, state_of(x, d));

	if (out->n > 0)
		zp_buf_puts(out, zh(x) ? "、" : ", ");
	if (d->counsel < 0)
		zp_buf_puts(out, zh(x) ? "（无人）" : "(open)");
	else
		zp_buf_puts(out, x->s->in.reg->counsel[d->counsel].name);
	if (state != NULL)
		zp_buf_printf(out, zh(x) ? "（%s）" : " (%s)", state);
}

static uint32_t put_line(const struct zp_roster_show *x, uint32_t i,
    struct zp_ctl_table *t)
{
	const struct zp_duty *d = &x->at[i];
	struct zp_buf name[SHIFTS] = { { 0 } };
	char day[ZP_DATE_TEXT];
	const char *state = "";

	for (; i < x->n && x->at[i].station == d->station &&
	    zp_date_cmp(x->at[i].date, d->date) == 0; i++) {
		put_name(x, &x->at[i], &name[x->at[i].shift]);
		if (state[0] == '\0' || x->at[i].counsel < 0)
			state = state_of(x, &x->at[i]);
	}
	zp_ctl_table_row(t, x->r->a, (const char *[]){
	    x->s->in.reg->station[d->station].name, d->station_code,
	    zp_date_print(d->date, day), weekday(x, d->date),
	    zp_buf_str(&name[ZP_SHIFT_AM]), zp_buf_str(&name[ZP_SHIFT_PM]),
	    zp_buf_str(&name[ZP_SHIFT_DAY]), state });
	for (int s = 0; s < SHIFTS; s++)
		zp_buf_fini(&name[s]);
	return i;
}

static void put_table(const struct zp_roster_show *x, struct zp_ctl_table *t)
{
	static const char *const head[] = { "station", "station_code",
		"date", "weekday", "am", "pm", "day", "state" };

	t->columns = ZP_COUNT(head);
	t->column = zp_arena_calloc(x->r->a, t->columns, sizeof(*t->column));
	memcpy(t->column, head, sizeof(head));
	for (uint32_t i = 0; i < x->n; )
		i = put_line(x, i, t);
}

static bool stands_by(const struct zp_roster_show *x,
    const struct zp_standby *b)
{
	return b->counsel >= 0 && b->centre >= 0 &&
	    zp_date_cmp(b->date, x->from) >= 0 &&
	    zp_date_cmp(b->date, x->to) <= 0 &&
	    (x->centre < 0 || b->centre == x->centre) &&
	    (x->station < 0 || b->centre == zp_duty_centre(x->s->in.reg,
	    x->station)) && (x->counsel < 0 || b->counsel == x->counsel);
}

/* Who stands by, as lines of the centre. */
static void put_standby(const struct zp_roster_show *x, struct zp_ctl_table *t)
{
	const struct zp_registry *reg = x->s->in.reg;
	char day[ZP_DATE_TEXT];

	for (uint32_t i = 0; i < x->s->standbys; i++) {
		const struct zp_standby *b = &x->s->standby[i];

		if (stands_by(x, b))
			zp_ctl_table_row(t, x->r->a, (const char *[]){
			    reg->centre[b->centre].name, b->centre_code,
			    zp_date_print(b->date, day), weekday(x, b->date),
			    "", "", reg->counsel[b->counsel].name,
			    "standby" });
	}
}

/* --- for programs --- */

static void json_duty(const struct zp_roster_show *x, const struct zp_duty *d,
    struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];
	const char *pair[][2] = {
		{ "station_code", d->station_code },
		{ "date", zp_date_print(d->date, day) },
		{ "shift", zp_shift_word(d->shift) },
		{ "licence_no", d->licence_no },
		{ "name", d->counsel < 0 ? "" :
		    x->s->in.reg->counsel[d->counsel].name },
		{ "state", state_of(x, d) },
	};

	zp_json_open(out, '{');
	for (size_t i = 0; i < ZP_COUNT(pair); i++) {
		zp_json_key(out, pair[i][0]);
		zp_json_str(out, pair[i][1]);
	}
	zp_json_key(out, "post");
	zp_json_i64(out, d->post);
	zp_json_close(out, '}');
}

static void json_months(const struct zp_roster_show *x, struct zp_buf *out)
{
	static const char *const word[] = { "draft", "review", "published" };
	char day[ZP_DATE_TEXT];

	zp_json_key(out, "months");
	zp_json_open(out, '[');
	for (uint32_t i = 0; i < x->s->months; i++) {
		const struct zp_roster_month *m = &x->s->month[i];

		if (zp_date_cmp(zp_date_month_end(m->month), x->from) < 0 ||
		    zp_date_cmp(m->month, x->to) > 0)
			continue;
		zp_json_open(out, '{');
		zp_json_key(out, "month");
		zp_json_str(out, zp_date_print(m->month, day));
		zp_json_key(out, "state");
		zp_json_str(out, word[m->state]);
		zp_json_key(out, "review_until");
		zp_json_str(out, zp_date_print(m->review_until, day));
		zp_json_key(out, "published_at");
		zp_json_str(out, m->published_at);
		zp_json_key(out, "total");
		zp_json_i64(out, m->total);
		zp_json_key(out, "bound");
		zp_json_i64(out, m->bound);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

static void json_standby(const struct zp_roster_show *x, struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	zp_json_key(out, "standby");
	zp_json_open(out, '[');
	for (uint32_t i = 0; i < x->s->standbys; i++) {
		const struct zp_standby *b = &x->s->standby[i];

		if (!stands_by(x, b))
			continue;
		zp_json_open(out, '{');
		zp_json_key(out, "centre_code");
		zp_json_str(out, b->centre_code);
		zp_json_key(out, "date");
		zp_json_str(out, zp_date_print(b->date, day));
		zp_json_key(out, "licence_no");
		zp_json_str(out, b->licence_no);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

static void put_json(const struct zp_roster_show *x, struct zp_buf *out)
{
	zp_json_open(out, '{');
	json_months(x, out);
	zp_json_key(out, "duties");
	zp_json_open(out, '[');
	for (uint32_t i = 0; i < x->n; i++)
		json_duty(x, &x->at[i], out);
	zp_json_close(out, ']');
	json_standby(x, out);
	zp_json_key(out, "text");
	zp_json_str(out, zp_buf_str(&x->text));
	zp_json_close(out, '}');
}

static void show(struct zp_roster_job *j)
{
	struct zp_roster_show *x = j->arg;
	struct zp_ctl_table t = { 0 };
	struct zp_buf text, data = { 0 };

	x->s = j->s;
	gather(x);
	put_months(x);
	if (x->asks >= 0) {
		zp_roster_show_why_not(x);
	} else {
		zp_roster_show_open(x);
		if (x->counsel >= 0 && x->n == 0)
			zp_roster_show_idle(x);
		if (x->station < 0 && x->counsel < 0)
			zp_roster_show_warnings(x);
	}
	put_table(x, &t);
	put_standby(x, &t);
	put_json(x, &data);
	text = x->text;		/* x goes with the request */
	zp_req_end(x->r, &(struct zp_ctl_reply){
	    .text = zp_buf_str(&text), .data = zp_buf_str(&data),
	    .table = x->one == NULL && x->asks < 0 ? &t : NULL });
	zp_buf_fini(&text);
	zp_buf_fini(&data);
	zp_roster_quit(j);
}

static void not_read(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_show *x = arg;

	(void)rows;
	zp_req_db_error(x->r, err);
}

/* --- the arguments --- */

static bool is_duty(struct zp_roster_show *x, const char *s)
{
	struct zp_duty *d = zp_arena_calloc(x->r->a, 1, sizeof(*d));

	if (!zp_duty_parse(s, x->r->a, d))
		return false;
	x->one = d;
	x->from = x->to = d->date;
	x->station = zp_registry_find(x->r->d->reg, ZP_T_STATIONS,
	    d->station_code);
	return x->station >= 0;
}

/* A month, day, station, person or duty; false: none of them. */
static bool take(struct zp_roster_show *x, const char *s)
{
	const struct zp_registry *reg = x->r->d->reg;
	struct zp_date day;
	int32_t at;

	if (zp_date_parse(s, &day)) {
		x->from = x->to = day;
		return true;
	}
	if (zp_months_parse(s, &x->from, &x->to))
		return true;
	at = zp_registry_find(reg, ZP_T_STATIONS, s);
	if (at >= 0) {
		x->station = at;
		return true;
	}
	at = zp_registry_find(reg, ZP_T_COUNSEL, s);
	if (at >= 0) {
		x->counsel = at;
		return true;
	}
	return is_duty(x, s);
}

void zp_cmd_roster_show(struct zp_req *r)
{
	struct zp_roster_show *x = zp_arena_calloc(r->a, 1, sizeof(*x));
	const char *who = zp_req_opt(r, "for");

	*x = (struct zp_roster_show){ .r = r, .station = -1, .counsel = -1,
	    .asks = -1 };
	if (!zp_req_centre(r, &x->centre))
		return;
	x->to = zp_date_month_end(zp_wall_date(zp_daemon_now(r->d)));
	x->from = zp_date_add(x->to, -27);
	while (zp_date_cmp(zp_date_month_end(zp_date_add(x->from, -1)),
	    x->to) == 0)
		x->from = zp_date_add(x->from, -1);
	for (uint32_t i = 0; i < r->rq.args; i++)
		if (!take(x, zp_req_arg(r, i))) {
			zp_req_fail(r, "应为月份、日期、站点、执业证号或班次"
			    "（ST-1/2026-03-05/am）", "a month, a day, a "
			    "station, a licence number or a duty "
			    "(ST-1/2026-03-05/am)");
			return;
		}
	if (who != NULL)
		x->asks = zp_registry_find(r->d->reg, ZP_T_COUNSEL, who);
	if (who != NULL && x->asks < 0)
		zp_req_fail(r, "没有这个人员", "there is no such person");
	else
		zp_roster_run(r->d, x->from, x->to, show, not_read, x);
}
