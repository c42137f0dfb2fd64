/*
 * Rosters by hand: drafts, review, publication; what people say to a draft
 * and wish for; what stations want on a day; whom the city lends.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "roster.h"
#include "zhipaid/roster_may.h"

static void bad(struct zp_req *r, const char *zh, const char *en)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
	    .error = r->lang == ZP_ZH ? zh : en });
}

static bool ready(struct zp_req *r)
{
	if (r->d->world != NULL)
		return true;
	zp_req_fail(r, "数据还没有读入，请稍后再试",
	    "the data are not read yet; try again later");
	return false;
}

/* --- whole months --- */

static void stepped(struct zp_roster_step *s, const struct zp_db_error *err)
{
	struct zp_req *r = s->arg;
	struct zp_buf data = { 0 };

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	zp_buf_printf(&data, "{\"months\":[%s]}", zp_or_empty(s->data));
	zp_req_end(r, &(struct zp_ctl_reply){ .text = s->text,
	    .data = s->data == NULL ? NULL : zp_buf_str(&data),
	    .exit = s->refused != NULL, .error = s->refused });
	zp_buf_fini(&data);
}

/* The step of the months in argument 0; NULL: answered. */
static struct zp_roster_step *step_of(struct zp_req *r)
{
	struct zp_roster_step *s = zp_arena_calloc(r->a, 1, sizeof(*s));

	if (!zp_months_parse(zp_req_arg(r, 0), &s->month, &s->last)) {
		bad(r, "时间应为月份，如 2026-03 或 2026-03..2026-05",
		    "the period is in months, like 2026-03 or "
		    "2026-03..2026-05");
		return NULL;
	}
	if (!ready(r))
		return NULL;
	s->d = r->d;
	s->a = r->a;
	s->by = r->by;
	s->reason = zp_or_empty(zp_req_opt(r, "reason"));
	s->lang = r->lang;
	s->done = stepped;
	s->arg = r;
	return s;
}

void zp_cmd_roster_make(struct zp_req *r)
{
	struct zp_roster_step *s = step_of(r);

	if (s == NULL)
		return;
	s->what = ZP_STEP_MAKE;
	zp_roster_step(s);
}

void zp_cmd_roster_review(struct zp_req *r)
{
	const char *days = zp_req_opt(r, "days");
	struct zp_roster_step *s;

	if (days != NULL && (days[0] == '\0' || strlen(days) > 2 ||
	    days[strspn(days, "0123456789")] != '\0')) {
		bad(r, "--days 应为天数，如 3", "--days is a number of days, "
		    "like 3");
		return;
	}
	s = step_of(r);
	if (s == NULL)
		return;
	s->what = ZP_STEP_REVIEW;
	s->days = days == NULL ? r->d->conf->policy.roster.review_days :
	    (int32_t)strtol(days, NULL, 10);
	zp_roster_step(s);
}

void zp_cmd_roster_publish(struct zp_req *r)
{
	bool now = zp_req_opt(r, "now") != NULL;
	struct zp_roster_step *s;

	if (now && zp_req_opt(r, "reason") == NULL) {
		bad(r, "用 --now 提前公布，要用 --reason 写明理由",
		    "--now wants a --reason");
		return;
	}
	s = step_of(r);
	if (s == NULL)
		return;
	s->what = ZP_STEP_PUBLISH;
	s->now = now;
	zp_roster_step(s);
}

/* --- what people say --- */

void zp_cmd_roster_accept(struct zp_req *r)
{
	struct zp_date from, to;
	char month[ZP_DATE_TEXT];

	if (!zp_months_parse(zp_req_arg(r, 1), &from, &to)) {
		bad(r, "月份应如 2026-03", "the month is like 2026-03");
		return;
	}
	zp_req_act(r, "roster_reply", (const char *[]){ zp_req_arg(r, 0),
	    zp_date_print(from, month), r->by, NULL, "" }, 5,
	    "已登记：同意当月草案", "entered: the draft of the month is "
	    "accepted");
}

struct refusal {
	struct zp_req *r;
	struct zp_duty duty;
	const char *now;		/* who has it then; "": nobody */
	const char *name;
};

/* Who has the post in the draft; NULL: nobody. */
static const struct zp_duty *drafted(const struct zp_roster_input *in,
    const struct zp_duty *d)
{
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *on = &in->duty[i];

		if (on->state == ZP_DUTY_DRAFT && on->counsel >= 0 &&
		    zp_date_cmp(on->date, d->date) == 0 &&
		    on->shift == d->shift && on->post == d->post &&
		    strcmp(on->station_code, d->station_code) == 0)
			return on;
	}
	return NULL;
}

static void put_duty(struct zp_buf *b, const struct zp_duty *d)
{
	char day[ZP_DATE_TEXT];

	zp_json_key(b, "station_code");
	zp_json_str(b, d->station_code);
	zp_json_key(b, "date");
	zp_json_str(b, zp_date_print(d->date, day));
	zp_json_key(b, "shift");
	zp_json_str(b, zp_shift_word(d->shift));
	zp_json_key(b, "post");
	zp_json_i64(b, d->post);
}

/* Has the person declined the post, now or before? */
static bool declined(const struct zp_roster_input *in,
    const struct zp_duty *d, int32_t counsel)
{
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *on = &in->duty[i];

		if (on->counsel == counsel && on->station == d->station &&
		    zp_date_cmp(on->date, d->date) == 0 &&
		    on->shift == d->shift && on->post == d->post)
			return true;
	}
	return false;
}

/* The best of those who may and have not declined it. */
static int32_t another(const struct zp_roster_job *j,
    const struct zp_duty *d)
{
	uint32_t n;
	struct zp_roster_candidate *c = zp_roster_rank(&j->s->in, d, j->s->a,
	    &n);

	for (uint32_t i = 0; i < n; i++)
		if (c[i].may && !declined(&j->s->in, d, c[i].counsel))
			return c[i].counsel;
	return -1;
}

static void replan(struct zp_roster_job *j)
{
	struct refusal *x = j->arg;
	const struct zp_duty *on = drafted(&j->s->in, &x->duty);
	struct zp_buf duty = { 0 }, rows = { 0 };
	char month[ZP_DATE_TEXT];
	int32_t who;

	if (on == NULL) {
		zp_roster_quit(j);
		zp_req_fail(x->r, "草案里没有这个班次；已公布的用 roster "
		    "offer 或 roster absent", "no draft has this duty; of "
		    "one that is published: roster offer, roster absent");
		return;
	}
	who = another(j, on);
	x->now = who < 0 ? "" : zp_arena_strdup(x->r->a,
	    j->s->in.reg->counsel[who].licence_no);
	x->name = who < 0 ? "" : zp_arena_strdup(x->r->a,
	    j->s->in.reg->counsel[who].name);
	zp_json_open(&duty, '{');
	put_duty(&duty, on);
	zp_json_close(&duty, '}');
	zp_json_open(&rows, '[');
	zp_json_open(&rows, '{');
	put_duty(&rows, on);
	zp_json_key(&rows, "was");
	zp_json_str(&rows, on->licence_no);
	zp_json_key(&rows, "now");
	zp_json_str(&rows, x->now);
	zp_json_key(&rows, "state");
	zp_json_str(&rows, "draft");
	zp_json_close(&rows, '}');
	zp_json_close(&rows, ']');
	zp_date_print(on->date, month);
	memcpy(month + 8, "01", 2);
	zp_roster_write(j, "roster_refuse", (const char *[]){ x->r->by,
	    zp_req_opt(x->r, "reason"), month, on->licence_no,
	    zp_buf_str(&duty), zp_buf_str(&rows) }, 6);
	zp_buf_fini(&duty);
	zp_buf_fini(&rows);
}

static void refused(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct refusal *x = arg;
	struct zp_buf b = { 0 };
	bool zh = x->r->lang == ZP_ZH;

	(void)rows;
	if (err != NULL) {
		zp_req_db_error(x->r, err);
		return;
	}
	if (x->now[0] == '\0')
		zp_buf_puts(&b, zh ? "已登记；这个班次暂无人可排" :
		    "entered; nobody else can have this duty now");
	else
		zp_buf_printf(&b, zh ? "已登记；改由 %s（%s）值班" :
		    "entered; the duty is for %s (%s) now", x->name, x->now);
	zp_req_text(x->r, zp_buf_str(&b));
	zp_buf_fini(&b);
}

void zp_cmd_roster_refuse(struct zp_req *r)
{
	struct refusal *x = zp_arena_calloc(r->a, 1, sizeof(*x));
	struct zp_date end;

	x->r = r;
	if (!zp_duty_parse(zp_req_arg(r, 0), r->a, &x->duty)) {
		bad(r, "班次应如 ST-1/2026-03-05/am/1",
		    "a duty is like ST-1/2026-03-05/am/1");
		return;
	}
	if (!ready(r))
		return;
	end = zp_date_month_end(x->duty.date);
	zp_roster_run(r->d, x->duty.date, end, replan, refused, x);
}

/* Both dates of arguments i and i + 1, in order; false: answered. */
static bool span(struct zp_req *r, uint32_t i)
{
	struct zp_date from, to;

	if (zp_date_parse(zp_req_arg(r, i), &from) &&
	    zp_date_parse(zp_req_arg(r, i + 1), &to) &&
	    zp_date_cmp(from, to) <= 0)
		return true;
	bad(r, "日期应如 2026-03-05，末日不早于首日",
	    "dates are like 2026-03-05, the last not before the first");
	return false;
}

void zp_cmd_roster_wish(struct zp_req *r)
{
	if (span(r, 1))
		zp_req_act(r, "wish_add", (const char *[]){ zp_req_arg(r, 0),
		    zp_req_arg(r, 1), zp_req_arg(r, 2) }, 3,
		    "已登记：这些日子尽量不排值班",
		    "entered: rather no duty on these days");
}

void zp_cmd_roster_lend(struct zp_req *r)
{
	if (span(r, 2))
		zp_req_act(r, "duty_lend", (const char *[]){
		    zp_req_arg(r, 0), zp_req_arg(r, 1), zp_req_arg(r, 2),
		    zp_req_arg(r, 3), r->by, zp_req_opt(r, "reason") }, 6,
		    "已登记：可到该中心的站点值班（X6）",
		    "entered: may be on duty for that centre (X6)");
}

/* --- what stations want --- */

/* "am,pm" as an array of PostgreSQL; false: it is none. */
static bool shifts_of(const char *s, struct zp_buf *out)
{
	zp_buf_putc(out, '{');
	while (*s != '\0') {
		size_t n = strcspn(s, ",");

		if ((n == 2 && (memcmp(s, "am", n) == 0 ||
		    memcmp(s, "pm", n) == 0)) ||
		    (n == 3 && memcmp(s, "day", n) == 0))
			zp_buf_add(out, s, n);
		else
			return false;
		s += n;
		if (*s == ',' && *++s != '\0')
			zp_buf_putc(out, ',');
	}
	zp_buf_putc(out, '}');
	return out->n > 2;
}

void zp_cmd_roster_except(struct zp_req *r)
{
	const char *posts = zp_req_arg(r, 3);
	struct zp_buf shifts = { 0 };
	struct zp_date day;

	if (!zp_date_parse(zp_req_arg(r, 1), &day) ||
	    !shifts_of(zp_req_arg(r, 2), &shifts) || posts[0] == '\0' ||
	    strlen(posts) > 2 || posts[strspn(posts, "0123456789")] != '\0')
		bad(r, "应为：站点 日期 班次（am,pm 或 day）岗位数（0 为停班）",
		    "STATION DATE SHIFTS (am,pm or day) POSTS (0: closed)");
	else
		zp_req_act(r, "station_day_set", (const char *[]){
		    zp_req_arg(r, 0), zp_req_arg(r, 1), zp_buf_str(&shifts),
		    posts, zp_req_opt(r, "reason") }, 5,
		    "已登记；草案用 roster make 重排，已公布的用 roster repair",
		    "entered; drafts follow by roster make, what is published "
		    "by roster repair");
	zp_buf_fini(&shifts);
}
