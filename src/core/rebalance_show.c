/* A plan for people, before and after: rows of PostgreSQL, whoever made it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rebalance.h"
#include "zhipaid/dictionary.h"

struct show {
	struct zp_req *r;
	const char *head;
	struct zp_buf text, data;
	bool unknown;
	char *error;		/* the first; the last reply tells it */
};

static bool bad(struct show *x, const struct zp_db_error *err)
{
	if (err != NULL && x->error == NULL)
		x->error = zp_arena_strdup(x->r->a, err->message);
	return x->error != NULL || x->unknown;
}

static bool zh(const struct show *x)
{
	return x->r->lang == ZP_ZH;
}

static void put(struct show *x, const char *chinese, const char *english)
{
	zp_buf_puts(&x->text, zh(x) ? chinese : english);
}

/* The cell of a column in the reader's language: "reason" or "reason_en". */
static const char *said(const struct show *x, const struct zp_db_rows *rows,
    uint32_t i, const char *column)
{
	char name[32];

	snprintf(name, sizeof(name), "%s%s", column, zh(x) ? "" : "_en");
	return zp_rows_text(rows, i, name);
}

static void object(struct zp_buf *b, const struct zp_db_rows *rows,
    uint32_t i)
{
	zp_json_open(b, '{');
	for (uint32_t c = 0; c < zp_rows_cols(rows); c++) {
		const char *name = zp_rows_name(rows, c);
		const char *s = zp_rows_text(rows, i, name);

		zp_json_key(b, name);
		if (zp_say_is_number(name) && s[0] != '\0')
			zp_json_i64(b, strtoll(s, NULL, 10));
		else
			zp_json_str(b, s);
	}
	zp_json_close(b, '}');
}

static void list(struct show *x, const char *key,
    const struct zp_db_rows *rows)
{
	zp_json_key(&x->data, key);
	zp_json_open(&x->data, '[');
	for (uint32_t i = 0; i < zp_rows_count(rows); i++)
		object(&x->data, rows, i);
	zp_json_close(&x->data, ']');
}

/* --- the plan itself --- */

static void when(struct show *x, const struct zp_db_rows *rows,
    const char *column, const char *chinese, const char *english)
{
	const char *s = zp_rows_text(rows, 0, column);

	if (s[0] == '\0')
		return;
	put(x, chinese, english);
	zp_buf_printf(&x->text, "%.16s", s);
}

static void by(struct show *x, const struct zp_db_rows *rows,
    const char *column)
{
	const char *s = zp_rows_text(rows, 0, column);

	if (s[0] != '\0')
		zp_buf_printf(&x->text, zh(x) ? "（%s）" : " (%s)", s);
}

/* "12|0|340|...": how many cases stay, by zp_stay. */
static void put_stay(struct show *x, const struct zp_db_rows *rows)
{
	const char *s = zp_rows_text(rows, 0, "stay");
	bool some = false;

	if (s[0] == '\0')
		return;
	zp_buf_printf(&x->text, zh(x) ?
	    "  可调出的案件 %s 件，路程合计 %s；留在原处的：" :
	    "  %s cases could be moved; %s steps of travel; those that stay: ",
	    zp_rows_text(rows, 0, "movable"),
	    zp_rows_text(rows, 0, "travel"));
	for (int k = 0; k < ZP_STAYS; k++) {
		char *end;
		long n = strtol(s, &end, 10);

		s = *end == '|' ? end + 1 : end;
		if (n == 0)
			continue;
		zp_buf_printf(&x->text, "%s%s %ld", some ? zh(x) ? "，" :
		    ", " : "", zp_rebalance_stay_name((enum zp_stay)k,
		    x->r->lang), n);
		some = true;
	}
	zp_buf_puts(&x->text, some ? "\n" : zh(x) ? "无\n" : "none\n");
}

static void got_plan(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct show *x = arg;

	if (bad(x, err))
		return;
	x->unknown = zp_rows_count(rows) == 0;
	if (x->unknown)
		return;
	zp_json_open(&x->data, '{');
	zp_json_key(&x->data, "plan");
	object(&x->data, rows, 0);
	if (x->head != NULL)
		zp_buf_printf(&x->text, "%s\n", x->head);
	zp_buf_printf(&x->text, zh(x) ? "调配方案 %s：%s" :
	    "plan %s: %s", zp_rows_text(rows, 0, "plan_no"),
	    zp_say_word(x->r->lang, "plan_state", zp_rows_text(rows, 0,
	    "state")));
	when(x, rows, "made_at", "，拟于 ", ", made ");
	by(x, rows, "asked_by");
	zp_buf_putc(&x->text, '\n');
	when(x, rows, "expires_at", "  有效至 ", "  valid until ");
	when(x, rows, "approved_at", "，批准于 ", ", approved ");
	by(x, rows, "approved_name");
	when(x, rows, "applied_at", "，实施于 ", ", applied ");
	when(x, rows, "undo_until", "，可撤回至 ", ", may be undone until ");
	when(x, rows, "ended_at", "，终于 ", ", ended ");
	by(x, rows, "reason");
	zp_buf_putc(&x->text, '\n');
	put_stay(x, rows);
}

/* --- each county --- */

static void permille(struct show *x, const char *s)
{
	long n = strtol(s, NULL, 10);

	if (n >= 0)
		zp_buf_printf(&x->text, " %ld.%ld%%", n / 10, n % 10);
	else
		zp_buf_puts(&x->text, " -");
}

static void flow(struct show *x, const char *n, const char *chinese,
    const char *english)
{
	if (strcmp(n, "0") != 0)
		zp_buf_printf(&x->text, "%s%s", zh(x) ? chinese : english, n);
}

static void got_effects(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct show *x = arg;

	if (bad(x, err))
		return;
	list(x, "centres", rows);
	if (zp_rows_count(rows) > 0)
		put(x, "各中心（任务，应完成；已办和序时进度，前 → 后）：\n",
		    "centres (target, due; handled and progress, "
		    "before -> after):\n");
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		zp_buf_printf(&x->text, "  %s  %s, %s; %s",
		    zp_rows_text(rows, i, "name"),
		    zp_rows_text(rows, i, "target"),
		    zp_rows_text(rows, i, "due"),
		    zp_rows_text(rows, i, "handled"));
		permille(x, zp_rows_text(rows, i, "progress"));
		zp_buf_printf(&x->text, " %s %s", zh(x) ? "→" : "->",
		    zp_rows_text(rows, i, "handled_after"));
		permille(x, zp_rows_text(rows, i, "progress_after"));
		flow(x, zp_rows_text(rows, i, "moved_out"), "；调出 ",
		    "; out ");
		flow(x, zp_rows_text(rows, i, "moved_in"), "；调入 ",
		    "; in ");
		flow(x, zp_rows_text(rows, i, "lent"), "；借出 ", "; lends ");
		flow(x, zp_rows_text(rows, i, "borrowed"), "；借入 ",
		    "; borrows ");
		zp_buf_putc(&x->text, '\n');
	}
}

/* --- items --- */

/* A word of zp.rebalance_items.why as a sentence. */
static void say_why(const char *why, enum zp_lang lang, struct zp_buf *out)
{
	static const struct { const char *word, *text[ZP_LANGS]; } say[] = {
		{ "changed", { "案件已另有变化", "the case has changed" } },
		{ "begun", { "已着手办理或开庭在即",
		    "work has begun, or a hearing is near" } },
		{ "unneeded", { "本中心已有人可以承办",
		    "the centre has somebody of its own now" } },
		{ "person", { "原承办人已不在岗或已满额：",
		    "who had it before is away or at the cap: " } },
		{ "nobody", { "现已无人可以承办：",
		    "nobody may take it now: " } },
	};
	size_t n = strcspn(why, " ");

	for (size_t i = 0; i < ZP_COUNT(say); i++)
		if (strlen(say[i].word) == n &&
		    memcmp(say[i].word, why, n) == 0) {
			zp_buf_puts(out, say[i].text[lang]);
			if (why[n] != '\0')
				zp_buf_puts(out, why + n + 1);
			return;
		}
	zp_buf_puts(out, why);
}

/* The reason names the case, both centres and who is lent. */
static void put_item(struct show *x, const struct zp_db_rows *rows,
    uint32_t i)
{
	const char *why = zp_rows_text(rows, i, "why");

	zp_buf_printf(&x->text, zh(x) ? "  %s：%s" : "  %s: %s",
	    zp_say_word(x->r->lang, "item_state", zp_rows_text(rows, i,
	    "state")), said(x, rows, i, "reason"));
	if (strcmp(zp_rows_text(rows, i, "kind"), "move") == 0 &&
	    zp_rows_text(rows, i, "licence_no")[0] != '\0')
		zp_buf_printf(&x->text, zh(x) ? "；由%s（%s）承办" :
		    "; now %s (%s)", zp_rows_text(rows, i, "name"),
		    zp_rows_text(rows, i, "licence_no"));
	if (why[0] != '\0') {
		put(x, "；", "; ");
		say_why(why, x->r->lang, &x->text);
	}
	zp_buf_putc(&x->text, '\n');
}

static void got_items(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	static const struct { const char *kind, *title[ZP_LANGS]; } part[] = {
		{ "loan", { "借调（X1、X3）：\n", "loans (X1, X3):\n" } },
		{ "move", { "调案（X2）：\n", "moves (X2):\n" } },
	};
	struct show *x = arg;

	if (bad(x, err))
		return;
	list(x, "items", rows);
	for (size_t k = 0; k < ZP_COUNT(part); k++) {
		bool some = false;

		for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
			if (strcmp(zp_rows_text(rows, i, "kind"),
			    part[k].kind) != 0)
				continue;
			if (!some)
				zp_buf_puts(&x->text,
				    part[k].title[x->r->lang]);
			some = true;
			put_item(x, rows, i);
		}
	}
}

/* --- who is short, and remarks --- */

static void got_shortages(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct show *x = arg;

	if (bad(x, err))
		return;
	list(x, "shortages", rows);
	if (zp_rows_count(rows) > 0)
		put(x, "缺人的案件：\n", "cases short of people:\n");
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		zp_buf_printf(&x->text, "  %s\n", said(x, rows, i, "text"));
		if (said(x, rows, i, "proof")[0] != '\0')
			zp_buf_printf(&x->text, zh(x) ?
			    "    全市也不能解决：%s\n" :
			    "    the whole city cannot help: %s\n",
			    said(x, rows, i, "proof"));
	}
}

static void end(struct show *x)
{
	struct zp_req *r = x->r;
	const char *text = zp_arena_strdup(r->a, zp_buf_str(&x->text));
	const char *data = zp_arena_strdup(r->a, zp_buf_str(&x->data));

	zp_buf_fini(&x->text);
	zp_buf_fini(&x->data);
	if (x->error != NULL)
		zp_req_fail(r, x->error, x->error);
	else if (x->unknown)
		zp_req_fail(r, "没有这个方案", "there is no such plan");
	else
		zp_req_end(r, &(struct zp_ctl_reply){ .text = text,
		    .data = data });
}

static void got_remarks(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct show *x = arg;

	if (!bad(x, err)) {
		list(x, "remarks", rows);
		zp_json_close(&x->data, '}');
		if (zp_rows_count(rows) > 0)
			put(x, "各县意见：\n", "what the counties say:\n");
		for (uint32_t i = 0; i < zp_rows_count(rows); i++)
			zp_buf_printf(&x->text, zh(x) ?
			    "  %s（%s，%.16s）：%s\n" :
			    "  %s (%s, %.16s): %s\n",
			    zp_rows_text(rows, i, "name"),
			    zp_rows_text(rows, i, "by"),
			    zp_rows_text(rows, i, "at"),
			    zp_rows_text(rows, i, "reason"));
	}
	end(x);
}

void zp_rebalance_show(struct zp_req *r, const char *plan_no,
    const char *head)
{
	static const struct { const char *sql; zp_db_reply reply; } ask[] = {
		{ "rebalance_plan", got_plan },
		{ "rebalance_effects", got_effects },
		{ "rebalance_shortages", got_shortages },
		{ "rebalance_moves", got_items },
		{ "rebalance_remarks", got_remarks },
	};
	struct show *x = zp_arena_calloc(r->a, 1, sizeof(*x));

	if (strlen(plan_no) > 18 ||
	    plan_no[strspn(plan_no, "0123456789")] != '\0') {
		zp_req_fail(r, "没有这个方案", "there is no such plan");
		return;
	}
	x->r = r;
	x->head = head == NULL ? NULL : zp_arena_strdup(r->a, head);
	plan_no = zp_arena_strdup(r->a, plan_no);
	for (size_t i = 0; i < ZP_COUNT(ask); i++)
		zp_db_query(r->d->look, zp_sql_get(ask[i].sql),
		    (const char *[]){ r->d->conf->city, plan_no },
		    ZP_MS(r->d->conf->query_timeout_ms), ask[i].reply, x);
}
