/*
 * Draft, review, publication of whole months: see zp_roster_step in
 * roster.h.  One job a month, so that each month counts the ones before it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "roster.h"
#include "zhipaid/roster_tell.h"

static void next_month(struct zp_roster_step *s);

/* a + b, in the arena of the step. */
static const char *join(struct zp_roster_step *s, const char *a,
    const char *b)
{
	size_t n = a == NULL ? 0 : strlen(a), m = strlen(b);
	char *out = zp_arena_alloc(s->a, n + m + 1);

	if (n > 0)
		memcpy(out, a, n);
	memcpy(out + n, b, m + 1);
	return out;
}

static void say(struct zp_roster_step *s, struct zp_buf *b)
{
	s->text = join(s, s->text, zp_buf_str(b));
	zp_buf_fini(b);
}

/* "2026-03" */
static const char *month_text(struct zp_date d, char out[ZP_DATE_TEXT])
{
	zp_date_print(d, out);
	out[7] = '\0';
	return out;
}

static void refuse(struct zp_roster_job *j, const char *zh, const char *en)
{
	struct zp_roster_step *s = j->arg;
	char month[ZP_DATE_TEXT];
	struct zp_buf b = { 0 };

	zp_buf_printf(&b, "%s%s%s", month_text(s->month, month),
	    s->lang == ZP_ZH ? "：" : ": ", s->lang == ZP_ZH ? zh : en);
	s->refused = join(s, NULL, zp_buf_str(&b));
	zp_buf_fini(&b);
	zp_roster_quit(j);
	s->done(s, NULL);
}

/* --- make --- */

/* A post of the plan that somebody has by what is out already.  The duties
 * on record are in order of date. */
static bool held(const struct zp_roster_input *in, const struct zp_duty *d)
{
	uint32_t lo = 0, hi = in->duties;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (zp_date_cmp(in->duty[mid].date, d->date) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < in->duties &&
	    zp_date_cmp(in->duty[lo].date, d->date) == 0; lo++) {
		const struct zp_duty *on = &in->duty[lo];

		if (on->station == d->station && on->post == d->post &&
		    zp_duty_serves(on) &&
		    zp_shift_overlap(on->shift, d->shift))
			return true;
	}
	return false;
}

static void put_drafts(const struct zp_roster_input *in,
    const struct zp_roster *r, struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	zp_json_open(out, '[');
	for (uint32_t i = 0; i < r->duties; i++) {
		const struct zp_duty *d = &r->duty[i];

		if (d->counsel < 0 || zp_date_cmp(d->date, in->today) < 0 ||
		    held(in, d))
			continue;
		zp_json_open(out, '{');
		zp_json_key(out, "station_code");
		zp_json_str(out, d->station_code);
		zp_json_key(out, "date");
		zp_json_str(out, zp_date_print(d->date, day));
		zp_json_key(out, "shift");
		zp_json_str(out, zp_shift_word(d->shift));
		zp_json_key(out, "post");
		zp_json_i64(out, d->post);
		zp_json_key(out, "licence_no");
		zp_json_str(out, d->licence_no);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

/* Has the person a duty that day in the plan? */
static bool serves(const struct zp_roster *r, const struct zp_standby *x)
{
	for (uint32_t i = 0; i < r->duties; i++)
		if (r->duty[i].counsel == x->counsel &&
		    zp_date_cmp(r->duty[i].date, x->date) == 0)
			return true;
	return false;
}

/* Who was told to stand by goes on, unless he has a duty now; the plan says
 * who does on the other days.  Both are in order of centre and date. */
static void join_standbys(const struct zp_roster_job *j,
    struct zp_roster *r)
{
	const struct zp_roster_input *in = &j->s->in;
	struct zp_standby *out = zp_arena_calloc(j->s->a,
	    (size_t)r->standbys + in->standbys, sizeof(*out));
	uint32_t n = 0, told, at = 0;

	for (uint32_t i = 0; i < in->standbys; i++)
		if (zp_date_cmp(in->standby[i].date, j->from) >= 0 &&
		    zp_date_cmp(in->standby[i].date, j->to) <= 0 &&
		    in->standby[i].counsel >= 0 &&
		    !serves(r, &in->standby[i]))
			out[n++] = in->standby[i];
	told = n;
	for (uint32_t i = 0; i < r->standbys; i++) {
		const struct zp_standby *x = &r->standby[i];

		while (at < told && (out[at].centre < x->centre ||
		    (out[at].centre == x->centre &&
		    zp_date_cmp(out[at].date, x->date) < 0)))
			at++;
		if (at == told || out[at].centre != x->centre ||
		    zp_date_cmp(out[at].date, x->date) != 0)
			out[n++] = *x;
	}
	r->standby = out;
	r->standbys = n;
}

static void put_standby(const struct zp_roster_input *in,
    const struct zp_standby *x, uint32_t n, struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	zp_json_open(out, '[');
	for (; n > 0; n--, x++) {
		if (zp_date_cmp(x->date, in->today) < 0)
			continue;
		zp_json_open(out, '{');
		zp_json_key(out, "centre_code");
		zp_json_str(out, x->centre_code);
		zp_json_key(out, "date");
		zp_json_str(out, zp_date_print(x->date, day));
		zp_json_key(out, "licence_no");
		zp_json_str(out, x->licence_no);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

static void tell_plan(struct zp_roster_step *s,
    const struct zp_roster_input *in, const struct zp_roster *r)
{
	const struct { const char *key; int64_t n; } figure[] = {
		{ "duties", r->duties }, { "open", r->gaps },
		{ "standby", r->standbys }, { "unmanned", r->unmanned },
		{ "idle", r->idles }, { "days_bare", r->bares },
		{ "total", r->cost }, { "bound", r->bound },
	};
	struct zp_buf text = { 0 }, data = { 0 };
	char month[ZP_DATE_TEXT];

	s->text = s->text_before;	/* it may be told once more */
	s->data = s->data_before;
	zp_buf_printf(&text, s->lang == ZP_ZH ? "%s 草案：" : "%s, draft: ",
	    month_text(s->month, month));
	zp_roster_tell(in, r, s->lang, &text);
	if (!r->announced)
		zp_buf_puts(&text, s->lang == ZP_ZH ?
		    "  注意：放假安排还没有公布，按周一至周五起草（H3）\n" :
		    "  warning: the days off are not announced yet; this "
		    "draft knows Monday to Friday only (H3)\n");
	say(s, &text);
	zp_json_open(&data, '{');
	zp_json_key(&data, "month");
	zp_json_str(&data, month);
	for (size_t i = 0; i < ZP_COUNT(figure); i++) {
		zp_json_key(&data, figure[i].key);
		zp_json_i64(&data, figure[i].n);
	}
	zp_json_key(&data, "announced");
	zp_json_bool(&data, r->announced);
	zp_json_close(&data, '}');
	s->data = join(s, s->data == NULL ? "" : join(s, s->data, ","),
	    zp_buf_str(&data));
	zp_buf_fini(&data);
}

static void make(struct zp_roster_job *j)
{
	struct zp_roster_step *s = j->arg;
	struct zp_roster_input *in = &j->s->in;
	struct zp_buf rows = { 0 }, standby = { 0 };
	char month[ZP_DATE_TEXT], open[16], total[24], bound[24];
	struct zp_roster *r;

	if (zp_date_cmp(in->to, in->today) < 0) {
		refuse(j, "已经过去，不能再排", "is past");
		return;
	}
	in->keep = true;
	r = zp_roster_make(in, j->s->a);
	join_standbys(j, r);
	put_drafts(in, r, &rows);
	put_standby(in, r->standby, r->standbys, &standby);
	snprintf(open, sizeof(open), "%" PRIu32, r->gaps);
	snprintf(total, sizeof(total), "%" PRId64, r->cost);
	snprintf(bound, sizeof(bound), "%" PRId64, r->bound);
	tell_plan(s, in, r);
	zp_roster_write(j, "roster_make", (const char *[]){
	    zp_date_print(s->month, month), s->by, zp_buf_str(&rows),
	    zp_buf_str(&standby), open, total, bound }, 7);
	zp_buf_fini(&rows);
	zp_buf_fini(&standby);
}

/* --- review --- */

static void review(struct zp_roster_job *j)
{
	struct zp_roster_step *s = j->arg;
	const struct zp_roster_month *m = zp_roster_month(j->s, s->month);
	struct zp_date end = zp_date_add(j->s->in.today, s->days);
	char month[ZP_DATE_TEXT], until[ZP_DATE_TEXT];

	if (m == NULL || m->state == ZP_MONTH_PUBLISHED) {
		refuse(j, m == NULL ? "还没有草案" : "已经公布",
		    m == NULL ? "has no draft" : "is published already");
		return;
	}
	zp_roster_write(j, "roster_review", (const char *[]){
	    zp_date_print(s->month, month), s->by,
	    zp_date_print(end, until) }, 3);
}

static void reviewed(struct zp_roster_step *s)
{
	struct zp_buf b = { 0 };
	char month[ZP_DATE_TEXT], until[ZP_DATE_TEXT];
	struct zp_date end = zp_date_add(zp_wall_date(zp_daemon_now(s->d)),
	    s->days);

	zp_buf_printf(&b, s->lang == ZP_ZH ? "%s 草案征求意见至 %s\n" :
	    "the draft of %s may be looked at until %s\n",
	    month_text(s->month, month), zp_date_print(end, until));
	say(s, &b);
}

/* --- publish --- */

static bool announced(const struct zp_roster_step *s)
{
	const struct zp_calendar *cal = &s->d->conf->cal;

	return zp_calendar_announced(cal, s->month) &&
	    zp_calendar_announced(cal, zp_date_month_end(s->month));
}

static void publish(struct zp_roster_job *j)
{
	struct zp_roster_step *s = j->arg;
	const struct zp_roster_month *m = zp_roster_month(j->s, s->month);
	const struct zp_policy *p = &s->d->conf->policy;
	char month[ZP_DATE_TEXT], load[16];

	if (!announced(s))
		refuse(j, "当年的放假安排还没有公布，不能公布班表（H3）",
		    "the days off of its year are not announced yet: it is "
		    "not published (H3)");
	else if (m == NULL)
		refuse(j, "还没有草案", "has no draft");
	else if (m->state == ZP_MONTH_DRAFT && p->roster.review_days > 0 &&
	    !s->now)
		refuse(j, "还没有征求意见：先 roster review，"
		    "或写明理由用 --now", "has not been reviewed: roster "
		    "review first, or --now with a reason");
	else if (m->state == ZP_MONTH_REVIEW && !s->now &&
	    zp_date_cmp(m->review_until, j->s->in.today) >= 0)
		refuse(j, "征求意见还没有结束；要提前，写明理由用 --now",
		    "its review is still open; --now with a reason does not "
		    "wait");
	else {
		snprintf(load, sizeof(load), "%" PRId32, p->duty_load);
		zp_roster_write(j, "roster_publish", (const char *[]){
		    zp_date_print(s->month, month), s->by, s->reason, load,
		    s->now ? "t" : "f" }, 5);
	}
}

static void published(struct zp_roster_step *s, const char *n)
{
	struct zp_buf b = { 0 };
	char month[ZP_DATE_TEXT];

	zp_buf_printf(&b, s->lang == ZP_ZH ? "%s 已公布，%s 班\n" :
	    "%s is published: %s duties\n", month_text(s->month, month), n);
	say(s, &b);
	zp_log(ZP_LOG_NOTICE, (const char *[]){ "ZHIPAID_RULE", "N7",
	    "ZHIPAID_BY", s->by, NULL }, "the roster of %s is published",
	    month);
}

/* --- month after month --- */

static void written(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_step *s = arg;

	if (err != NULL) {
		s->done(s, err);
		return;
	}
	if (s->what == ZP_STEP_REVIEW)
		reviewed(s);
	else if (s->what == ZP_STEP_PUBLISH)
		published(s, zp_rows_text(rows, 0, "n"));
	s->month = zp_date_add(zp_date_month_end(s->month), 1);
	next_month(s);
}

static void next_month(struct zp_roster_step *s)
{
	static void (*const work[])(struct zp_roster_job *) = {
		[ZP_STEP_MAKE] = make, [ZP_STEP_REVIEW] = review,
		[ZP_STEP_PUBLISH] = publish };

	s->text_before = s->text;
	s->data_before = s->data;
	if (zp_date_cmp(s->month, s->last) > 0)
		s->done(s, NULL);
	else
		zp_roster_run(s->d, s->month, zp_date_month_end(s->month),
		    work[s->what], written, s);
}

void zp_roster_step(struct zp_roster_step *s)
{
	next_month(s);
}
