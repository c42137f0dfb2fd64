/* Everything about one case: facts, counsel, decisions, events. */
#include <string.h>

#include "command.h"
#include "zhipaid/deadline.h"
#include "zhipaid/dictionary.h"

/* Facts shown to people, in this order; the rest is in the JSON.  The name
 * of a minor is masked (P2). */
static const struct { const char *column, *label[ZP_LANGS]; } fact[] = {
	{ "state", { "状态", "state" } },
	{ "approved_at", { "批准时间", "approved" } },
	{ "received_centre", { "受理中心（J6）", "received by (J6)" } },
	{ "centre_name", { "承办中心", "handled by" } },
	{ "matter", { "案由", "matter" } },
	{ "stage", { "阶段", "stage" } },
	{ "organ", { "办案机关", "organ" } },
	{ "source", { "来源", "source" } },
	{ "tags", { "标记", "tags" } },
	{ "difficulty", { "难度", "difficulty" } },
	{ "possible_sentence", { "可能判处", "possible sentence" } },
	{ "recipient_name", { "受援人", "recipient" } },
	{ "recipient_groups", { "受援人类别", "groups" } },
	{ "language", { "语言", "language" } },
	{ "joint_case", { "同案", "joint case" } },
	{ "prior_case", { "前案", "prior case" } },
	{ "opposes_case", { "对方案件", "opposes" } },
	{ "urgent", { "紧急", "urgent" } },
	{ "due_on", { "指派期限（D2/D3）", "due (D2/D3)" } },
	{ "assign_by", { "宜于（D5）", "assign by (D5)" } },
	{ "notified_at", { "收到通知（D3）", "notified (D3)" } },
	{ "replied_at", { "函告机关（D3）", "organ told (D3)" } },
	{ "hold_until", { "为便于一并指派，等候至",
	    "held, so that cases are decided together, until" } },
	{ "settle_until", { "未告知前可调整至", "may still move until" } },
	{ "filed_before", { "先受理的相同案件（J2）", "filed before (J2)" } },
	{ "pending_rule", { "等待规则", "waits by" } },
	{ "pending_text", { "等待原因", "because" } },
};

struct about {
	struct zp_req *r;
	struct zp_buf text, data;
	bool unknown;		/* no such case */
	char *error;		/* the first; the last reply tells it */
};

static bool minor(const struct zp_db_rows *rows)
{
	return strstr(zp_rows_text(rows, 0, "recipient_groups"), "minor") !=
	    NULL;
}

static void object(struct zp_buf *b, const struct zp_db_rows *rows,
    uint32_t i, const char *hide)
{
	zp_json_open(b, '{');
	for (uint32_t c = 0; c < zp_rows_cols(rows); c++) {
		const char *name = zp_rows_name(rows, c);

		zp_json_key(b, name);
		zp_json_str(b, strcmp(name, hide) == 0 ? "***" :
		    zp_rows_text(rows, i, name));
	}
	zp_json_close(b, '}');
}

/* Keep the first error: the answer is given with the last reply. */
static bool bad(struct about *x, const struct zp_db_error *err)
{
	if (err != NULL && x->error == NULL)
		x->error = zp_arena_strdup(x->r->a, err->message);
	return x->error != NULL || x->unknown;
}

/* A value, or a list joined by '|', in the words of a language. */
static void put_words(struct zp_buf *b, enum zp_lang lang, const char *name,
    const char *s, struct zp_arena *a)
{
	char *copy = zp_arena_strdup(a, s), *save = NULL;
	const char *gap = "";

	for (char *w = strtok_r(copy, "|", &save); w != NULL;
	    w = strtok_r(NULL, "|", &save)) {
		zp_buf_puts(b, gap);
		zp_buf_puts(b, zp_say_word(lang, name, w));
		gap = lang == ZP_ZH ? "、" : ", ";
	}
}

/* The clocks that no column keeps: the promise (D16), and until when to
 * assign after an adjournment (D14). */
static void clocks(struct about *x, const struct zp_db_rows *rows)
{
	const struct zp_conf *conf = x->r->d->conf;
	struct zp_case c = { .source = ZP_APPLICATION };
	struct zp_clocks k;
	char promise[ZP_WALL_TEXT] = "", adjourned[ZP_DATE_TEXT] = "";
	bool zh = x->r->lang == ZP_ZH;

	if (!zp_wall_parse(zp_rows_text(rows, 0, "approved_at"),
	    &c.approved_at))
		return;
	if (!zp_date_parse(zp_rows_text(rows, 0, "adjourned_on"),
	    &c.adjourned_on))
		c.adjourned_on = ZP_DATE_NONE;
	c.notified_at = ZP_WALL_NONE;
	k = zp_clocks_of(&conf->policy, &conf->cal, &c, NULL);
	if (zp_wall_known(k.promise))
		zp_buf_printf(&x->text, zh ? "  服务承诺（D16）：%s\n" :
		    "  promised by (D16): %s\n",
		    zp_wall_print(k.promise, promise));
	if (zp_date_known(k.adjourned))
		zp_buf_printf(&x->text, zh ? "  休庭后宜于（D14）：%s\n" :
		    "  after the adjournment, assign by (D14): %s\n",
		    zp_date_print(k.adjourned, adjourned));
	zp_json_key(&x->data, "clocks");
	zp_json_open(&x->data, '{');
	zp_json_key(&x->data, "promise");
	zp_json_str(&x->data, promise);
	zp_json_key(&x->data, "adjourned");
	zp_json_str(&x->data, adjourned);
	zp_json_close(&x->data, '}');
}

/* Until when a decision might have moved tells nobody anything. */
static bool over(const struct about *x, const char *column, const char *s)
{
	struct zp_wall t;

	return strcmp(column, "settle_until") == 0 && zp_wall_parse(s, &t) &&
	    zp_wall_cmp(t, zp_daemon_now(x->r->d)) <= 0;
}

static void facts(struct about *x, const struct zp_db_rows *rows)
{
	enum zp_lang lang = x->r->lang;

	zp_buf_printf(&x->text, lang == ZP_ZH ? "案件 %s\n" : "case %s\n",
	    zp_req_arg(x->r, 0));
	for (size_t i = 0; i < ZP_COUNT(fact); i++) {
		const char *s = zp_rows_text(rows, 0, fact[i].column);

		if (strcmp(fact[i].column, "recipient_name") == 0 &&
		    minor(rows))
			s = lang == ZP_ZH ? "（未成年人）" : "(a minor)";
		if (s[0] == '\0' || strcmp(s, "none") == 0 ||
		    strcmp(s, "f") == 0 || over(x, fact[i].column, s))
			continue;
		zp_buf_printf(&x->text, lang == ZP_ZH ? "  %s：" : "  %s: ",
		    fact[i].label[lang]);
		if (strncmp(fact[i].column, "pending_", 8) == 0)
			zp_buf_puts(&x->text, s);
		else
			put_words(&x->text, lang, fact[i].column, s,
			    x->r->a);
		zp_buf_putc(&x->text, '\n');
	}
	zp_json_key(&x->data, "case");
	object(&x->data, rows, 0, minor(rows) ? "recipient_name" : "");
}

static void list(struct about *x, const struct zp_db_rows *rows,
    const char *key, const char *const head[ZP_LANGS])
{
	if (zp_rows_count(rows) > 0)
		zp_buf_printf(&x->text, "%s\n", head[x->r->lang]);
	zp_json_key(&x->data, key);
	zp_json_open(&x->data, '[');
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		zp_buf_puts(&x->text, " ");
		for (uint32_t c = 0; c < zp_rows_cols(rows); c++) {
			const char *name = zp_rows_name(rows, c);
			const char *s = zp_rows_get(rows, i, c, NULL);

			if (s != NULL && s[0] != '\0' &&
			    strcmp(name, "rule_set") != 0)
				zp_buf_printf(&x->text, " %s",
				    zp_say_word(x->r->lang, name, s));
		}
		zp_buf_putc(&x->text, '\n');
		object(&x->data, rows, i, "");
	}
	zp_json_close(&x->data, ']');
}

static void got_case(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct about *x = arg;

	if (bad(x, err))
		return;
	x->unknown = zp_rows_count(rows) == 0;
	if (x->unknown)
		return;
	zp_json_open(&x->data, '{');
	facts(x, rows);
	clocks(x, rows);
}

static void got_assignments(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	if (!bad(arg, err))
		list(arg, rows, "assignments",
		    (const char *const []){ "承办：", "counsel:" });
}

static void got_decisions(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	if (!bad(arg, err))
		list(arg, rows, "decisions",
		    (const char *const []){ "决定：", "decisions:" });
}

static void answer(struct about *x)
{
	struct zp_req *r = x->r;
	const char *text = zp_arena_strdup(r->a, zp_buf_str(&x->text));
	const char *data = zp_arena_strdup(r->a, zp_buf_str(&x->data));

	zp_buf_fini(&x->text);
	zp_buf_fini(&x->data);
	if (x->error != NULL)
		zp_req_fail(r, x->error, x->error);
	else if (x->unknown)
		zp_req_fail(r, "没有这个案件", "there is no such case");
	else
		zp_req_end(r, &(struct zp_ctl_reply){ .text = text,
		    .data = data });
}

static void got_events(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct about *x = arg;

	if (!bad(x, err)) {
		list(x, rows, "events",
		    (const char *const []){ "经过：", "events:" });
		zp_json_close(&x->data, '}');
	}
	answer(x);
}

void zp_cmd_case(struct zp_req *r)
{
	static const struct { const char *sql; zp_db_reply reply; } ask[] = {
		{ "cmd_case", got_case },
		{ "cmd_case_assignments", got_assignments },
		{ "decisions_of_case", got_decisions },
		{ "cmd_case_events", got_events },
	};
	struct about *x = zp_arena_alloc(r->a, sizeof(*x));

	x->r = r;
	for (size_t i = 0; i < ZP_COUNT(ask); i++)
		zp_db_query(r->d->look, zp_sql_get(ask[i].sql),
		    (const char *[]){ r->d->conf->city, zp_req_arg(r, 0) },
		    ZP_MS(r->d->conf->query_timeout_ms), ask[i].reply, x);
}
