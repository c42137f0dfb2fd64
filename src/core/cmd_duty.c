/*
 * Legal help of duty lawyers: somebody asks for it, somebody is helped (LAA
 * 14, 30; N2, N3, N9, N20), and the log of it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/duty_rule.h"
#include "zhipaid/rule.h"

/* Of two texts (or formats) that of the caller's language. */
__attribute__((format_arg(2), format_arg(3)))
static const char *say(const struct zp_req *r, const char *zh, const char *en)
{
	return r->lang == ZP_ZH ? zh : en;
}

/* Exit 2: an option is not good; always false. */
static bool bad(struct zp_req *r, const char *name, const char *zh,
    const char *en)
{
	struct zp_buf b = { 0 };

	zp_buf_printf(&b, say(r, "--%s：%s", "--%s: %s"), name,
	    say(r, zh, en));
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
	    .error = zp_buf_str(&b) });
	zp_buf_fini(&b);
	return false;
}

/* The time of an option; NONE without it. */
static bool time_of(struct zp_req *r, const char *name, struct zp_wall *out)
{
	const char *s = zp_req_opt(r, name);

	*out = ZP_WALL_NONE;
	return s == NULL || zp_wall_parse(s, out) || bad(r, name,
	    "时间应如 2026-03-05T14:30", "the time is like 2026-03-05T14:30");
}

/* Now, to the second. */
static struct zp_wall now_of(const struct zp_req *r)
{
	struct zp_wall now = zp_daemon_now(r->d);

	now.us -= now.us % ZP_SEC(1).us;
	return now;
}

static bool day_of(struct zp_req *r, const char *name, struct zp_date *out)
{
	const char *s = zp_req_opt(r, name);

	*out = ZP_DATE_NONE;
	return s == NULL || zp_date_parse(s, out) || bad(r, name,
	    "日期应如 2026-03-05", "the date is like 2026-03-05");
}

/* Text of an instant or day for a query: NULL when it is not known. */
static const char *wall_text(struct zp_wall w, char out[ZP_WALL_TEXT])
{
	return zp_wall_known(w) ? zp_wall_print(w, out) : NULL;
}

static const char *day_text(struct zp_date d, char out[ZP_DATE_TEXT])
{
	return zp_date_known(d) ? zp_date_print(d, out) : NULL;
}

/* N2: why help is given though there is a defender; "" when nobody says so. */
static bool override_text(struct zp_req *r, const char **out)
{
	const char *reason = zp_req_opt(r, "reason");

	*out = "";
	if (!zp_req_overrides(r, "N2"))
		return true;
	*out = reason;
	return reason != NULL || bad(r, "reason", "变通须写明理由（N2）",
	    "who overrides says why (N2)");
}

static bool station_of(struct zp_req *r, int32_t *out)
{
	*out = r->d->reg == NULL ? -1 : zp_registry_find(r->d->reg,
	    ZP_T_STATIONS, zp_req_arg(r, 0));
	if (*out >= 0)
		return true;
	if (r->d->reg == NULL)
		zp_req_fail(r, "数据还没有读入，请稍后再试",
		    "the data are not read yet; try again later");
	else
		zp_req_fail(r, "没有这个值班站点", "there is no such station");
	return false;
}

static void ask(struct zp_req *r, struct zp_db *db, const char *sql,
    const char *const *param, zp_db_reply reply, void *arg)
{
	zp_db_query(db, zp_sql_get(sql), param,
	    ZP_MS(r->d->conf->query_timeout_ms), reply, arg);
}

/* Number in the first field, as text of the request; NULL: the request is
 * answered, and gone. */
static const char *number(struct zp_req *r, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	if (err == NULL)
		return zp_arena_strdup(r->a, zp_or_empty(zp_rows_get(rows, 0,
		    0, NULL)));
	zp_req_db_error(r, err);
	return NULL;
}

/* --- duty request --- */

struct request {
	struct zp_req *r;
	struct zp_request what;
	struct zp_request_clock clock;
	struct zp_date day;		/* the first on which one is needed */
	const char *centre;		/* of the station, "": of none */
	const char *persons;		/* as an array */
	const char *notice;		/* its number */
};

static const char *const kind_word[] = { "organ_notice", "detainee",
	"application" };

/* Detainees ask at detention centres, organs elsewhere. */
static bool kind_of(struct zp_req *r, int32_t station,
    enum zp_request_kind *out)
{
	const struct zp_registry *reg = r->d->reg;
	int32_t organ = reg->station[station].organ;
	const char *s = zp_req_opt(r, "kind");

	*out = organ >= 0 && reg->organ[organ].kind == ZP_DETENTION ?
	    ZP_DETAINEE : ZP_ORGAN_NOTICE;
	if (s == NULL)
		return true;
	for (size_t i = 0; i < ZP_COUNT(kind_word); i++)
		if (strcmp(s, kind_word[i]) == 0) {
			*out = (enum zp_request_kind)i;
			return true;
		}
	return bad(r, "kind", "应为 organ_notice、detainee 或 application",
	    "is organ_notice, detainee or application");
}

/* The request with its warnings: a late notice (D20), several persons who
 * may be co-suspects (C14, N20). */
static void tell(const struct request *q, uint32_t persons,
    struct zp_buf *b)
{
	const struct zp_req *r = q->r;
	const char *rule = zp_rule_row((enum zp_rule)q->clock.rule)->id;
	char due[ZP_WALL_TEXT], by[ZP_DATE_TEXT];

	zp_buf_printf(b, say(r, "已登记请求 %s（%" PRIu32 " 人）；须于 %s "
	    "之前办到（%s）\n", "request %s is entered (%" PRIu32
	    " person(s)); due by %s (%s)\n"), q->notice, persons,
	    zp_wall_print(q->clock.due, due), rule);
	if (zp_date_known(q->clock.notice_by) && zp_date_cmp(
	    zp_wall_date(q->what.at), q->clock.notice_by) > 0)
		zp_buf_printf(b, say(r, "通知来得晚：应在 %s 或之前（D20）\n",
		    "the notice is late: it was to be here by %s (D20)\n"),
		    zp_date_print(q->clock.notice_by, by));
	if (persons > 1)
		zp_buf_puts(b, say(r, "如为同案：帮助过其中一人的律师，不得再为"
		    "其他人辩护（C14），最好各有其人\n",
		    "if they are co-suspects: who helps one of them may not "
		    "defend the others (C14); best a lawyer each\n"));
}

static void got_on_duty(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	static const char *head[] = { "action", "date", "shift", "licence_no",
		"name", "warning" };
	struct request *q = arg;
	struct zp_ctl_table t = { .column = head,
		.columns = ZP_COUNT(head) };
	struct zp_buf b = { 0 };

	tell(q, q->r->rq.args - 1, &b);
	for (uint32_t i = 0; err == NULL && i < zp_rows_count(rows); i++) {
		const char *cell[ZP_COUNT(head)];

		for (uint32_t c = 0; c < ZP_COUNT(head); c++)
			cell[c] = zp_rows_get(rows, i, c, NULL);
		zp_ctl_table_row(&t, q->r->a, cell);
	}
	if (t.rows == 0)
		zp_buf_puts(&b, say(q->r, "届时没有值班或备班的律师",
		    "nobody is on duty or stands by until then"));
	zp_req_end(q->r, &(struct zp_ctl_reply){ .text = zp_buf_str(&b),
	    .table = t.rows > 0 ? &t : NULL });
	zp_buf_fini(&b);
}

static void requested(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct request *q = arg;
	struct zp_req *r = q->r;
	const char *notice = number(r, rows, err);
	char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT];

	if (notice == NULL)
		return;		/* q is gone with the request */
	q->notice = notice;
	zp_help_watch(r->d);
	ask(r, r->d->look, "cmd_duty_on", (const char *[]){ r->d->conf->city,
	    zp_req_arg(r, 0), q->persons, q->centre,
	    zp_date_print(q->day, from),
	    zp_date_print(zp_wall_date(q->clock.due), to),
	    zp_or_empty(zp_req_opt(r, "joint")) }, got_on_duty, q);
}

static void send_request(struct request *q, const char *override,
    struct zp_date birth)
{
	struct zp_req *r = q->r;
	char at[ZP_WALL_TEXT], due[ZP_WALL_TEXT], on[ZP_DATE_TEXT],
	    born[ZP_DATE_TEXT];

	ask(r, r->d->db, "duty_request", (const char *[]){ r->d->conf->city,
	    zp_req_arg(r, 0), q->persons, kind_word[q->what.kind],
	    zp_wall_print(q->what.at, at), day_text(q->what.wanted_on, on),
	    q->what.fast_track ? "t" : "f",
	    zp_rule_row((enum zp_rule)q->clock.rule)->id,
	    zp_wall_print(q->clock.due, due),
	    zp_or_empty(zp_req_opt(r, "joint")),
	    zp_or_empty(zp_req_opt(r, "name")), day_text(birth, born),
	    override, r->by }, requested, q);
}

static const char *persons_of(struct zp_req *r)
{
	struct zp_buf b = { 0 };
	const char *s;

	for (uint32_t i = 1; i < r->rq.args; i++)
		zp_array_add(&b, zp_req_arg(r, i));
	zp_array_end(&b);
	s = zp_arena_strdup(r->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return s;
}

void zp_cmd_duty_request(struct zp_req *r)
{
	struct request *q = zp_arena_alloc(r->a, sizeof(*q));
	const struct zp_conf *conf = r->d->conf;
	struct zp_date birth;
	const char *override;
	int32_t station, centre;

	q->r = r;
	q->what.fast_track = zp_req_opt(r, "fast-track") != NULL;
	if (!station_of(r, &station) ||
	    !kind_of(r, station, &q->what.kind) ||
	    !time_of(r, "at", &q->what.at) ||
	    !day_of(r, "on", &q->what.wanted_on) ||
	    !day_of(r, "birth", &birth) || !override_text(r, &override))
		return;
	if (!zp_wall_known(q->what.at))
		q->what.at = now_of(r);
	q->clock = zp_request_clock_of(&conf->policy, &conf->cal, &q->what);
	q->day = zp_date_known(q->what.wanted_on) ? q->what.wanted_on :
	    zp_wall_date(zp_daemon_now(r->d));
	q->persons = persons_of(r);
	/* the registry may be another one when the reply comes */
	centre = zp_duty_centre(r->d->reg, station);
	q->centre = centre < 0 ? "" : zp_arena_strdup(r->a,
	    r->d->reg->centre[centre].code);
	if (r->rq.args > 2 && zp_req_opt(r, "name") != NULL)
		bad(r, "name", "只用于一个人", "is for one person");
	else
		send_request(q, override, birth);
}

/* --- duty help --- */

struct help {
	struct zp_req *r;
	struct zp_help what;
	const char *no;
};

/* "a,b" as a set of services, and as an array. */
static bool services_of(struct zp_req *r, uint32_t *out,
    const char **array)
{
	const struct zp_table *t = zp_table_get(ZP_T_HELP);
	const struct zp_col *col = &t->col[zp_table_col(t, "services")];
	char *s = zp_arena_strdup(r->a, zp_req_opt(r, "service"));
	struct zp_help h = { 0 };
	struct zp_field_error err;
	struct zp_buf b = { 0 };

	for (char *p = s; *p != '\0'; p++)
		if (*p == ',')
			*p = '|';
	if (!zp_field_parse(col, s, strlen(s), &h, r->a, &err))
		return bad(r, "service", err.text[ZP_ZH], err.text[ZP_EN]);
	*out = h.services;
	for (uint32_t i = 0; col->words[i] != NULL; i++)
		if ((h.services & 1U << i) != 0)
			zp_array_add(&b, col->words[i]);
	zp_array_end(&b);
	*array = zp_arena_strdup(r->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return true;
}

static void got_barred(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct help *h = arg;
	struct zp_req *r = h->r;
	const char *cases = err != NULL ? NULL : zp_rows_get(rows, 0, 0, NULL);
	struct zp_wall due = { h->what.received_at.us +
	    ZP_SEC(24 * 3600).us };
	struct zp_buf b = { 0 };
	char text[ZP_WALL_TEXT];

	zp_buf_printf(&b, say(r, "已登记法律帮助 %s\n",
	    "help %s is entered\n"), h->no);
	if ((h->what.services & ZP_SERVICE_FORWARDED) != 0 &&
	    !zp_wall_known(h->what.forwarded_at))
		zp_buf_printf(&b, say(r, "申请须于 %s 之前转交（D10）\n",
		    "the application is to be passed on by %s (D10)\n"),
		    zp_wall_print(due, text));
	if (cases != NULL)
		zp_buf_printf(&b, say(r,
		    "注意：此律师正为同案人辩护：%s（C14）\n",
		    "mind: this lawyer defends a co-suspect: %s (C14)\n"),
		    cases);
	zp_req_text(r, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void helped(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct help *h = arg;
	struct zp_req *r = h->r;
	const char *no = number(r, rows, err);

	if (no == NULL)
		return;		/* h is gone with the request */
	h->no = no;
	zp_help_watch(r->d);
	ask(r, r->d->look, "duty_barred", (const char *[]){ r->d->conf->city,
	    h->no }, got_barred, h);
}

static bool number_of(struct zp_req *r, const char *name, const char *s)
{
	return s == NULL || (s[0] != '\0' && strlen(s) < 18 &&
	    s[strspn(s, "0123456789")] == '\0') || bad(r, name,
	    "应为请求的号码", "is the number of a request");
}

void zp_cmd_duty_help(struct zp_req *r)
{
	struct help *h = zp_arena_alloc(r->a, sizeof(*h));
	char at[ZP_WALL_TEXT], got[ZP_WALL_TEXT], sent[ZP_WALL_TEXT],
	    born[ZP_DATE_TEXT];
	const char *services = NULL, *override;
	struct zp_wall received;
	struct zp_date birth;

	h->r = r;
	if (!services_of(r, &h->what.services, &services) ||
	    !number_of(r, "request", zp_req_opt(r, "request")) ||
	    !time_of(r, "at", &h->what.at) ||
	    !time_of(r, "received", &received) ||
	    !time_of(r, "forwarded", &h->what.forwarded_at) ||
	    !day_of(r, "birth", &birth) || !override_text(r, &override))
		return;
	if (!zp_wall_known(h->what.at))
		h->what.at = now_of(r);
	h->what.received_at = zp_wall_known(received) ? received : h->what.at;
	ask(r, r->d->db, "duty_help", (const char *[]){ r->d->conf->city,
	    zp_req_arg(r, 0), zp_req_arg(r, 1), zp_req_arg(r, 2), services,
	    zp_or_empty(zp_req_opt(r, "joint")), zp_req_opt(r, "request"),
	    zp_wall_print(h->what.at, at), wall_text(received, got),
	    wall_text(h->what.forwarded_at, sent),
	    zp_or_empty(zp_req_opt(r, "name")), day_text(birth, born),
	    override, r->by }, helped, h);
}

/* --- the others --- */

void zp_cmd_duty_withdraw(struct zp_req *r)
{
	if (number_of(r, "request", zp_req_arg(r, 0)))
		zp_req_act(r, "duty_withdraw", (const char *[]){
		    zp_req_arg(r, 0), zp_req_opt(r, "reason"), r->by }, 3,
		    "已撤回请求", "the request is withdrawn");
}

void zp_cmd_duty_log(struct zp_req *r)
{
	const char *limit = zp_req_opt(r, "limit");
	bool sums = zp_req_opt(r, "sums") != NULL;
	char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT], now[ZP_WALL_TEXT];
	struct zp_date first, last;

	if (!zp_req_period(r, &first, &last))
		return;
	zp_req_query(r, sums ? "cmd_duty_sums" : "cmd_duty_log",
	    (const char *[]){ zp_or_empty(zp_req_arg(r, 0)),
	    zp_date_print(first, from), zp_date_print(last, to), sums ?
	    zp_wall_print(zp_daemon_now(r->d), now) :
	    limit == NULL ? "1000" : limit }, 4);
}

void zp_cmd_duty_requests(struct zp_req *r)
{
	char now[ZP_WALL_TEXT];

	zp_req_query(r, "cmd_duty_requests", (const char *[]){
	    zp_or_empty(zp_req_arg(r, 0)),
	    zp_wall_print(zp_daemon_now(r->d), now) }, 2);
}
