/* Commands: which handler, and the short ways to answer. */
#include <stdlib.h>
#include <string.h>

#include "command.h"

static const struct { const char *verb; zp_handler fn; } handler[] = {
	{ "status", zp_cmd_status }, { "cases", zp_cmd_cases },
	{ "pending", zp_cmd_pending }, { "case", zp_cmd_case },
	{ "counsel", zp_cmd_counsel }, { "export", zp_cmd_export },
	{ "roster export", zp_cmd_roster_export },
	{ "explain", zp_cmd_explain }, { "replay", zp_cmd_replay },
	{ "assign", zp_cmd_assign }, { "decline", zp_cmd_decline },
	{ "change", zp_cmd_change }, { "terminate", zp_cmd_terminate },
	{ "close", zp_cmd_close }, { "ack", zp_cmd_ack },
	{ "replied", zp_cmd_replied }, { "designate", zp_cmd_designate },
	{ "release", zp_cmd_release }, { "intake", zp_cmd_intake },
	{ "todo", zp_cmd_todo }, { "clocks", zp_cmd_clocks },
	{ "ledger", zp_cmd_ledger },
	{ "ledger credit", zp_cmd_ledger_credit },
	{ "duty request", zp_cmd_duty_request },
	{ "duty help", zp_cmd_duty_help },
	{ "duty withdraw", zp_cmd_duty_withdraw },
	{ "duty log", zp_cmd_duty_log },
	{ "duty requests", zp_cmd_duty_requests },
	{ "leave add", zp_cmd_leave_add }, { "rules", zp_cmd_rules },
	{ "runway", zp_cmd_runway }, { "wheel", zp_cmd_wheel },
	{ "audit fairness", zp_cmd_audit_fairness },
	{ "report progress", zp_cmd_report_progress },
	{ "report ratios", zp_cmd_report_ratios },
	{ "report allowances", zp_cmd_report_allowances },
	{ "funds", zp_cmd_funds },
	{ "rebalance plan", zp_cmd_rebalance_plan },
	{ "rebalance list", zp_cmd_rebalance_list },
	{ "rebalance show", zp_cmd_rebalance_show },
	{ "rebalance remark", zp_cmd_rebalance_remark },
	{ "rebalance approve", zp_cmd_rebalance_approve },
	{ "rebalance reject", zp_cmd_rebalance_reject },
	{ "rebalance apply", zp_cmd_rebalance_apply },
	{ "rebalance undo", zp_cmd_rebalance_undo },
	{ "rebalance forecast", zp_cmd_rebalance_forecast },
	{ "report loans", zp_cmd_report_loans },
	{ "assist ask", zp_cmd_assist_ask },
	{ "assist done", zp_cmd_assist_done },
	{ "assist list", zp_cmd_assist_list },
	{ "roster make", zp_cmd_roster_make },
	{ "roster show", zp_cmd_roster_show },
	{ "roster review", zp_cmd_roster_review },
	{ "roster publish", zp_cmd_roster_publish },
	{ "roster accept", zp_cmd_roster_accept },
	{ "roster refuse", zp_cmd_roster_refuse },
	{ "roster wish", zp_cmd_roster_wish },
	{ "roster except", zp_cmd_roster_except },
	{ "roster lend", zp_cmd_roster_lend },
	{ "roster change", zp_cmd_roster_change },
	{ "roster offer", zp_cmd_roster_offer },
	{ "roster offers", zp_cmd_roster_offers },
	{ "roster withdraw", zp_cmd_roster_withdraw },
	{ "roster swap", zp_cmd_roster_swap },
	{ "roster absent", zp_cmd_roster_absent },
	{ "roster absences", zp_cmd_roster_absences },
	{ "roster done", zp_cmd_roster_done },
	{ "roster repair", zp_cmd_roster_repair },
	{ "roster notices", zp_cmd_roster_notices },
	{ "roster ack", zp_cmd_roster_ack },
	{ "fsm", zp_cmd_fsm }, { "config show", zp_cmd_config_show },
	{ "config diff", zp_cmd_config_diff }, { "reload", zp_cmd_reload },
};

zp_handler zp_command_find(const char *verb)
{
	for (size_t i = 0; i < ZP_COUNT(handler); i++)
		if (strcmp(handler[i].verb, verb) == 0)
			return handler[i].fn;
	return NULL;
}

void zp_req_text(struct zp_req *r, const char *text)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .text = text });
}

void zp_req_table(struct zp_req *r, const struct zp_ctl_table *t)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .table = t });
}

void zp_req_fail(struct zp_req *r, const char *zh, const char *en)
{
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 1,
	    .error = r->lang == ZP_ZH ? zh : en });
}

/* What the schema refused, in the words of a centre: by words of the message
 * or the name of a constraint in it.  The last ones are only kinds of errors;
 * to them the message is added. */
static const struct { const char *mark, *text[ZP_LANGS]; } refusal[] = {
	{ "leave_overlap", { "与已登记的请假重叠",
	    "it overlaps a leave that is entered" } },
	{ "assignments_co_accused", { "同一人不得为同案二人辩护（C1）",
	    "one person cannot defend two co-accused (C1)" } },
	{ "counsel_years_cap", { "超过全年办案上限（T1）",
	    "it would exceed the yearly cap (T1)" } },
	{ "assignments_running", { "案件已有承办人",
	    "the case has counsel already" } },
	{ "does not act in case", { "此人不在本案承办",
	    "this person does not act in the case" } },
	{ "nobody to acknowledge", { "本案没有这个承办人，无从确认",
	    "nobody acts in the case who could take it on" } },
	{ "no counsel to tell", { "案件尚无承办人，不能函告",
	    "the case has no counsel to tell the organ of" } },
	{ "the offer is not open", { "这张换班单已经了结",
	    "the offer is not open any more" } },
	{ "is not open", { "案件已有承办人或已办结，不能再指定中心",
	    "the case has counsel or is over: no centre is named any more" } },
	{ "is not a draft", { "案件不是待批准的",
	    "the case is not a draft" } },
	{ "is not active (Q18)", { "此人不在执业状态（Q18）",
	    "this person is not in practice (Q18)" } },
	{ "both sides", { "同一人不得代理双方（C3）",
	    "one person cannot act for both sides (C3)" } },
	{ "administrator of the city centre", {
	    "只有市中心的管理员可以这样办理（zhipactl db staff 登记）",
	    "only an administrator of the city centre may do that (zhipactl "
	    "db staff enters them)" } },
	{ "has expired", { "方案已过有效期，请重新拟定",
	    "the plan has expired; make a new one" } },
	{ "makes no step", { "方案目前的状态不能这样办理",
	    "the state of the plan does not allow it" } },
	{ "could be undone until", { "撤回期限已过",
	    "the time to undo it is over" } },
	{ "has begun", { "方案中的案件都已着手办理，不能撤回",
	    "work has begun in all its cases: nothing is undone" } },
	{ "no open letter", { "没有这份未办结的协作函",
	    "there is no such letter that is open" } },
	{ "is not as the plan has it", { "班次与登记不符，没有变动",
	    "a duty is not as the plan has it; nothing was done" } },
	{ "plan ", { "没有这个方案", "there is no such plan" } },
	{ "has a defender in case", {
	    "此人已有辩护人，值班律师不再提供帮助（N2）；"
	    "确有必要的，加 --override N2 并写明理由",
	    "the person has a defender: duty lawyers help who has none (N2); "
	    "add --override N2 and say why" } },
	{ "is no lawyer (Q5)", { "值班的只能是律师（Q5）",
	    "only lawyers are on duty (Q5)" } },
	{ "is met or withdrawn", { "请求已办或已撤回，或者这样不算办到",
	    "the request is met or withdrawn, or not met in this way" } },
	{ "is of another person", { "这个请求是别人的",
	    "the request is of another person" } },
	{ "when it was given", { "时间还没有到",
	    "the time has not come yet" } },
	{ "day wanted is past", { "所要的日期已过",
	    "the day wanted is past" } },
	{ "no number of a person", { "人员编号不对",
	    "that is no number of a person" } },
	{ "request ", { "没有这个请求", "there is no such request" } },
	{ "station ", { "没有这个值班站点", "there is no such station" } },
	{ "has no draft", { "这个月还没有草案", "the month has no draft" } },
	{ "there is no draft of", { "这个月没有草案，或者已经公布",
	    "the month has no draft, or is published" } },
	{ "has no such draft", { "草案里没有此人的这个班次",
	    "the draft has no such duty of this person" } },
	{ "the review is open", { "征求意见还没有结束",
	    "the review is still open" } },
	{ "the past does not", { "已经过去的日子不能再改",
	    "the past does not change" } },
	{ "it cannot change so", { "这个班次的状态不能这样变",
	    "the duty cannot change so" } },
	{ "roster_post", { "这个班次的这个岗位已有人",
	    "somebody has this post already" } },
	{ "roster_place", { "此人这个时段已另有值班",
	    "the person is on duty elsewhere then" } },
	{ "is being read again", { "数据正在更新，请重新操作",
	    "the data are being read again; try again" } },
	{ "duty_offers_open", { "这一班已经在换班单上",
	    "the duty is offered already" } },
	{ "nobody has this duty", { "这一班没有已公布的值班人",
	    "nobody has this duty by a published roster" } },
	{ "both duties are of", { "两个班次是同一人的",
	    "both duties are of one person" } },
	{ "nothing to acknowledge", { "没有待确认的变更",
	    "there is nothing to acknowledge" } },
	/* SQLSTATEs */
	{ "ZP001", { "情况刚有变化，请重新操作",
	    "things have just changed; try again" } },
	{ "ZP002", { "没有这个案件、人员或中心",
	    "there is no such case, person or centre" } },
	{ "ZP003", { "案件目前的状态不能这样办理",
	    "the state of the case does not allow it" } },
	{ "ZP004", { "规则不允许", "a rule forbids it" } },
	{ "ZP005", { "内容不对", "the value is not good" } },
	{ "22", { "日期或数字不对", "a date or a number is not good" } },
	{ "23", { "与已有数据冲突", "it conflicts with what is there" } },
};
enum { KINDS = 4 };		/* at the end of it */

/* The row of an error, or how many there are. */
static size_t refusal_of(const struct zp_db_error *err)
{
	size_t i = 0;

	while (i < ZP_COUNT(refusal) &&
	    strstr(err->message, refusal[i].mark) == NULL &&
	    strncmp(err->sqlstate, refusal[i].mark,
	    strlen(refusal[i].mark)) != 0)
		i++;
	return i;
}

static const char *lost(const struct zp_req *r, const struct zp_db_error *err)
{
	bool zh = r->lang == ZP_ZH;

	if (strcmp(err->message, "not connected") == 0)
		return zh ? "数据库现在连不上，什么也没有做" :
		    "the database is not reached now; nothing was done";
	return zh ? "数据库连接中断，结果未知，请稍后查看" :
	    "the database was lost and the outcome is unknown; look again "
	    "later";
}

void zp_req_db_error(struct zp_req *r, const struct zp_db_error *err)
{
	bool zh = r->lang == ZP_ZH;
	size_t i = refusal_of(err);
	const char *say = zh ? "数据库" : "database";
	struct zp_buf b = { 0 };

	if (i < ZP_COUNT(refusal))
		say = refusal[i].text[r->lang];
	else if (err->class == ZP_DB_LOST)
		say = lost(r, err);
	zp_buf_puts(&b, say);
	/* a known refusal is not told a second time in English */
	if (!zh || i + KINDS >= ZP_COUNT(refusal))
		zp_buf_printf(&b, zh ? "（%s）" : " (%s)", err->message);
	zp_req_fail(r, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
}

const char *zp_req_opt(const struct zp_req *r, const char *name)
{
	return zp_ctl_option(&r->rq, name);
}

bool zp_req_centre(struct zp_req *r, int32_t *out)
{
	const char *code = zp_req_opt(r, "centre");

	*out = -1;
	if (r->d->world == NULL) {
		zp_req_fail(r, "数据还没有读入，请稍后再试",
		    "the data are not read yet; try again later");
		return false;
	}
	if (code != NULL)
		*out = zp_registry_find(r->d->reg, ZP_T_CENTRES, code);
	if (code != NULL && *out < 0)
		zp_req_fail(r, "没有这个中心", "there is no such centre");
	return code == NULL || *out >= 0;
}

bool zp_req_period(struct zp_req *r, struct zp_date *from, struct zp_date *to)
{
	const char *first = zp_req_opt(r, "from"), *last = zp_req_opt(r, "to");
	bool good = true;
	int year;

	*to = zp_wall_date(zp_daemon_now(r->d));
	if (last != NULL)
		good = zp_date_parse(last, to);
	zp_date_split(*to, &year, NULL, NULL);
	*from = zp_date_of(year, 1, 1);
	if (first != NULL)
		good = zp_date_parse(first, from) && good;
	if (good && zp_date_cmp(*from, *to) <= 0)
		return true;
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
	    .error = r->lang == ZP_ZH ?
	    "--from 和 --to 应为 2026-09-30 这样的日期，先后有序" :
	    "--from and --to are dates like 2026-09-30, in order" });
	return false;
}

const char *zp_or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

const char *zp_req_arg(const struct zp_req *r, uint32_t i)
{
	return i < r->rq.args ? r->rq.arg[i] : NULL;
}

/* The rows as a table; everything is text already. */
static void as_table(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_ctl_table t = { 0 };
	uint32_t n = rows == NULL ? 0 : zp_rows_cols(rows);
	const char **cell;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	t.columns = n;
	t.column = zp_arena_calloc(r->a, n, sizeof(*t.column));
	cell = zp_arena_calloc(r->a, n, sizeof(*cell));
	for (uint32_t c = 0; c < n; c++)
		t.column[c] = zp_rows_name(rows, c);
	for (uint32_t i = 0; i < zp_rows_count(rows); i++) {
		for (uint32_t c = 0; c < n; c++)
			cell[c] = zp_rows_get(rows, i, c, NULL);
		zp_ctl_table_row(&t, r->a, cell);
	}
	zp_req_table(r, &t);
}

bool zp_req_overrides(const struct zp_req *r, const char *rule)
{
	const char *p = zp_or_empty(zp_req_opt(r, "override"));

	for (; *p != '\0'; p += strspn(p, ",|")) {
		size_t n = strcspn(p, ",|");

		if (n == strlen(rule) && memcmp(p, rule, n) == 0)
			return true;
		p += n;
	}
	return false;
}

struct query { const char *sql, *const *param; uint32_t n; };

static void query(struct zp_req *r, struct zp_db *db, struct query q,
    zp_db_reply reply, void *arg)
{
	const char *all[16];

	ZP_ASSERT(q.n + 1 <= ZP_COUNT(all));
	all[0] = r->d->conf->city;
	for (uint32_t i = 0; i < q.n; i++)
		all[i + 1] = q.param[i];
	zp_db_query(db, zp_sql_get(q.sql), all,
	    ZP_MS(r->d->conf->query_timeout_ms), reply, arg);
}

void zp_req_query(struct zp_req *r, const char *sql,
    const char *const *param, uint32_t n)
{
	query(r, r->d->look, (struct query){ sql, param, n }, as_table, r);
}

struct act {
	struct zp_req *r;
	const char *zh, *en;
};

static void acted(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct act *x = arg;

	(void)rows;
	if (err != NULL)
		zp_req_db_error(x->r, err);
	else
		zp_req_text(x->r, x->r->lang == ZP_ZH ? x->zh : x->en);
}

void zp_req_act(struct zp_req *r, const char *sql,
    const char *const *param, uint32_t n, const char *zh, const char *en)
{
	struct act *x = zp_arena_alloc(r->a, sizeof(*x));

	*x = (struct act){ r, zh, en };
	query(r, r->d->db, (struct query){ sql, param, n }, acted, x);
}
