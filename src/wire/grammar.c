/*
 * src/wire/grammar.c - the table of commands and the check against it.
 */
#include <string.h>
#include "zhipaid/grammar.h"

#define LOCAL ZP_ROLE_LOCAL
#define READ  ZP_ROLE_READ
#define FULL  ZP_ROLE_FULL

static const struct zp_option options[] = {
	{ "state", "STATE", { "只看此状态的案件",
	    "only cases in this state" } },
	{ "centre", "CODE", { "只看此法律援助中心",
	    "only this legal-aid centre" } },
	{ "limit", "N", { "最多显示几行", "show at most N rows" } },
	{ "date", "DATE", { "以这一天结束时为准，如 2026-09-30",
	    "as of the end of this day, like 2026-09-30" } },
	{ "from", "DATE", { "从这一天起，默认为本年首日",
	    "from this day on; default: the first of the year" } },
	{ "to", "DATE", { "到这一天为止，默认为今天",
	    "until this day; default: today" } },
	{ "for", "LICENCE|DUTY", { "此人：为何没有派给他，或只看他的班；"
	    "换班：换回哪一班", "this person: why not him, or only his "
	    "duties; of a swap, the duty in return" } },
	{ "reason", "TEXT", { "理由，记入案件",
	    "the reason, kept on record" } },
	{ "junior", "LICENCE", { "同时指派的青年律师",
	    "the junior of the pair" } },
	{ "override", "RULES", { "有权变通的规则编号，逗号分隔",
	    "ids of rules overridden, with commas" } },
	{ "joint", "KEY", { "同案编号", "key of the joint case" } },
	{ "kind", "KIND", { "organ_notice、detainee 或 application；"
	    "默认看守所为 detainee，其他为 organ_notice",
	    "organ_notice, detainee or application; by default as the "
	    "station's organ" } },
	{ "on", "DATE", { "哪一天需要", "wanted on this day" } },
	{ "fast-track", NULL, { "速裁案件，从急（D15）",
	    "fast track: urgent (D15)" } },
	{ "name", "NAME", { "此人的姓名", "the person's name" } },
	{ "birth", "DATE", { "此人的出生日期", "the person's birth date" } },
	{ "service", "SERVICES", { "提供的服务，逗号分隔：consultation、"
	    "procedure、measure、opinion、forwarded_application、signing（N3）",
	    "what was done, with commas: consultation, procedure, measure, "
	    "opinion, forwarded_application, signing (N3)" } },
	{ "request", "N", { "办的是哪个请求，默认为此人在该站点未办的",
	    "which request it meets; those of the person there by default" } },
	{ "at", "TIME", { "发生时间，默认为现在，如 2026-03-05T14:30",
	    "when it happened, like 2026-03-05T14:30; now by default" } },
	{ "received", "TIME", { "收到援助申请的时间（D10）",
	    "the application for aid came (D10)" } },
	{ "forwarded", "TIME", { "转交援助申请的时间（D10）",
	    "the application was passed on (D10)" } },
	{ "sums", NULL, { "按站点和月份合计", "sums by station and month" } },
	{ "with-cause", NULL, { "有正当理由，记入案件（R1）",
	    "with good cause; kept on record (R1)" } },
	{ "role", "ROLE", { "角色：viewer、clerk、admin，默认 clerk",
	    "viewer, clerk or admin; clerk by default" } },
	{ "loans", NULL, { "只排借调", "loans only" } },
	{ "moves", NULL, { "只排调案", "moves only" } },
	{ "until", "DATE", { "序时进度算到这一天为止，默认为今天",
	    "progress until the end of this day; default: today" } },
	{ "due", "DATE", { "须在这一天前办妥", "to be done by this day" } },
	{ "incoming", NULL, { "对方来函，而不是去函",
	    "a letter received, not sent" } },
	{ "case", "CASE", { "为哪个案件", "for which case" } },
	{ "year", "YEAR", { "哪一年，不写为今年",
	    "which year; this one by default" } },
	{ "config", "FILE", { "配置文件", "configuration file" } },
	{ "data", "DIR", { "CSV 文件所在目录", "directory of CSV files" } },
	{ "export", "DIR", { "结果文件写入此目录",
	    "write the result files there" } },
	{ "database", "CONNINFO", { "PostgreSQL 连接参数",
	    "PostgreSQL connection string" } },
	{ "city", "CODE", { "城市代码，如 340800",
	    "code of the city, like 340800" } },
	{ "publish", NULL, { "写成已发布的班表，而不是草案",
	    "as published duties, not as a draft" } },
	{ "station", "CODE", { "只看此值班站点", "only this duty station" } },
	{ "format", "FORMAT", { "csv、xlsx、ics、html 或 all",
	    "csv, xlsx, ics, html or all" } },
	{ "drafts", NULL, { "连同未公布的草案",
	    "also what is not published" } },
	{ "bom", NULL, { "CSV 带字节序标记，便于电子表格打开",
	    "CSV with a byte order mark, for spreadsheets" } },
	{ "days", "N", { "征求意见的天数", "days of the review" } },
	{ "now", NULL, { "不等征求意见结束（须写理由）",
	    "without waiting for the review; wants a reason" } },
	{ "dry-run", NULL, { "只检查，不写入", "check only, write nothing" } },
	{ "keep-good", NULL, { "有错的行不收，其余照收",
	    "load the good rows, report the others" } },
	{ "replay", NULL, { "历史重演：时钟跟随数据",
	    "replay: the clock follows the data" } },
};

static const struct zp_verb verbs[] = {
	/* looking */
	{ "status", "", 0, 0, "", READ, { "守护进程和全市概况",
	    "the daemon and the city at a glance" } },
	{ "cases", "", 0, 0, "state centre limit", READ, {
	    "列出案件", "list cases" } },
	{ "pending", "", 0, 0, "centre", READ, {
	    "待指派的案件及原因", "cases that wait, and why" } },
	{ "case", "CASE", 1, 1, "", FULL, {	/* names persons */
	    "一个案件的全部情况", "everything about one case" } },
	{ "counsel", "[LICENCE]", 0, 1, "centre", READ, {
	    "承办人员的负担和余量", "load and room of counsel" } },
	{ "todo", "", 0, 0, "centre limit", READ, {
	    "待办：临期、逾期的指派和函告，须改派的，庭审冲突",
	    "what wants a person's hand, the most urgent first" } },
	{ "clocks", "", 0, 0, "centre", READ, {
	    "本年各中心法定期限、函告和服务承诺的执行情况",
	    "how the year kept the law's limit and the promise" } },
	{ "runway", "", 0, 0, "centre date", READ, {
	    "人手够用到哪一天：按中心、专业和资格要求，以及怎样推迟",
	    "until when there are people for what comes" } },
	{ "wheel", "CENTRE [CATEGORY]", 1, 2, "", READ, {
	    "轮候名单：下一位是谁，上次跳过了谁、为什么",
	    "the list in turn: who is next, who was passed over and why" } },
	{ "ledger", "[LICENCE]", 0, 1, "centre year", READ, {
	    "公平台账：各人应承担、已承担，逐笔可核",
	    "who carried how much, entry by entry, and what is fair" } },
	{ "duty requests", "[STATION]", 0, 1, "", READ, {
	    "未办的法律帮助请求及时限",
	    "requests for a duty lawyer that are open, and their clocks" } },
	{ "duty log", "[STATION|LICENCE]", 0, 1, "from to limit sums", READ, {
	    "值班工作台账，或各站点每月合计",
	    "whom duty lawyers helped, or sums by station and month" } },
	{ "audit fairness", "", 0, 0, "centre from to", READ, {
	    "指派是否公平：与应得的差距能否用偶然解释，集中程度，人工变通",
	    "was the work spread fairly, or does chance not explain it" } },
	{ "report progress", "", 0, 0, "centre", READ, {
	    "各中心办案数与目标任务、序时进度，按目前速度全年能办多少",
	    "handled against target and the part of the year gone by" } },
	{ "report ratios", "", 0, 0, "centre from to", READ, {
	    "结案率、诉讼占比、社会律师占比，按承办人员和类别分列",
	    "shares of what was closed, by who handled it and by kind" } },
	{ "report loans", "", 0, 0, "centre from to", READ, {
	    "借调：谁借给谁、为哪个案件，记入本人台账",
	    "lawyers lent from centre to centre, and for which cases" } },
	{ "report allowances", "", 0, 0, "centre from to", READ, {
	    "经费和补贴：投入、支出、补贴占比，应付补贴的幅度",
	    "money and allowances, and what closed cases may cost" } },
	{ "explain", "CASE", 1, 1, "for", READ, {
	    "为什么这样指派，或为什么待指派",
	    "why this person, or why it waits" } },
	{ "replay", "CASE", 1, 1, "", READ, {
	    "按当时的数据和规则重算，逐字节核对",
	    "decide again as of its moment and compare the bytes" } },
	{ "rules", "[ID]", 0, 1, "", READ, {
	    "规则一览，或一条规则", "the rules, or one of them" } },
	{ "intake", "", 0, 0, "", READ, {
	    "外部系统视图中被拒收的行及原因",
	    "rows of the foreign view that were refused, and why" } },
	{ "fsm", "", 0, 0, "", READ, {
	    "状态机（Mermaid 格式）", "the state machine, as Mermaid" } },
	/* deciding */
	{ "assign", "CASE LICENCE", 2, 2, "reason! junior override", FULL, {
	    "人工指派", "assign by hand" } },
	{ "decline", "CASE [LICENCE]", 1, 2, "reason! with-cause", FULL, {
	    "承办人员不接受指派", "counsel declines the case" } },
	{ "change", "CASE [LICENCE]", 1, 2, "reason! override", FULL, {
	    "更换承办人员", "change counsel" } },
	{ "terminate", "CASE", 1, 1, "reason!", FULL, {
	    "终止法律援助", "end legal aid in the case" } },
	{ "close", "CASE", 1, 1, "", FULL, { "结案", "close the case" } },
	{ "ack", "CASE", 1, 1, "", FULL, {
	    "承办人员已确认", "counsel has acknowledged" } },
	{ "replied", "CASE", 1, 1, "", FULL, {
	    "已函告办案机关", "the organ has been told" } },
	{ "designate", "CASE CENTRE", 2, 2, "reason!", FULL, {
	    "指定管辖", "the superior designates the centre" } },
	{ "release", "LICENCE", 1, 1, "reason!", FULL, {
	    "承办人员离所、停业或死亡：在办案件全部重新指派",
	    "counsel left: all open cases are assigned anew" } },
	{ "ledger credit", "LICENCE CASES", 2, 2, "reason!", FULL, {
	    "弥补中心的差错，贷记若干件；负数为借记",
	    "make a mistake of the centre good; below 0: a debit" } },
	{ "funds", "CENTRE KIND YUAN", 3, 3, "reason! date", FULL, {
	    "登记经费：invested 投入、spent 支出、allowance 其中补贴",
	    "enter money of a centre: invested, spent, allowance" } },
	{ "duty request", "STATION PERSON...", 2, 16, "joint kind on at "
	    "fast-track name birth override reason", FULL, {
	    "登记法律帮助请求：须何时办到，谁在值班",
	    "somebody asks for a duty lawyer: by when, and who is there" } },
	{ "duty help", "STATION LICENCE PERSON", 3, 3, "service! joint request "
	    "at received forwarded name birth override reason", FULL, {
	    "登记一次法律帮助", "a duty lawyer helped somebody" } },
	{ "duty withdraw", "REQUEST", 1, 1, "reason!", FULL, {
	    "请求不必再办", "a request need not be met any more" } },
	{ "leave add", "LICENCE FROM TO", 3, 3, "reason!", FULL, {
	    "登记请假（含首尾两天）", "enter a leave, both days included" } },
	/* one chessboard */
	{ "rebalance plan", "", 0, 0, "loans moves until", FULL, {
	    "拟一个全市调配方案：借调人员、调整案件，只写方案",
	    "plan loans of lawyers and moves of cases; changes nothing" } },
	{ "rebalance list", "", 0, 0, "", READ, {
	    "历次调配方案", "the plans so far" } },
	{ "rebalance show", "[PLAN]", 0, 1, "", READ, {
	    "一个方案：各县前后对比、逐案理由、各县意见；默认最近一个",
	    "a plan: each county before and after, every move and why" } },
	{ "rebalance remark", "PLAN CENTRE", 2, 2, "reason!", FULL, {
	    "登记一个县对方案的意见", "enter a county's word on a plan" } },
	{ "rebalance approve", "PLAN", 1, 1, "", FULL, {
	    "市中心管理员批准方案",
	    "approve a plan, as administrator of the city centre" } },
	{ "rebalance reject", "PLAN", 1, 1, "reason!", FULL, {
	    "市中心管理员否决方案",
	    "reject a plan, as administrator of the city centre" } },
	{ "rebalance apply", "PLAN", 1, 1, "", FULL, {
	    "实施已批准的方案，逐案重新核对",
	    "apply an approved plan, every item checked again" } },
	{ "rebalance undo", "PLAN", 1, 1, "reason!", FULL, {
	    "在时限内撤回已实施的方案，尚未着手的案件恢复原状",
	    "take an applied plan back, where nothing has begun" } },
	{ "rebalance forecast", "", 0, 0, "", READ, {
	    "照目前速度哪些中心完不成任务，现在调配能改变什么",
	    "who will miss the target, and what a plan would change" } },
	{ "assist ask", "CENTRE PARTNER WHAT", 3, 3, "due case incoming",
	    FULL, { "登记异地协作函（X5）",
	    "record a letter of assistance (X5)" } },
	{ "assist done", "LETTER", 1, 1, "reason!", FULL, {
	    "登记协作办妥及结果", "what was asked for is done" } },
	{ "assist list", "", 0, 0, "centre", READ, {
	    "异地协作函及办理情况", "letters of assistance" } },
	/* duty rosters */
	{ "roster show", "[MONTH|DATE|STATION|LICENCE|DUTY]...", 0, 2,
	    "for centre", READ, {
	    "班表：某月、某日、某站点、某人；--for 为什么不是此人",
	    "rosters by month, day, station, person; --for: why not him" } },
	{ "roster make", "MONTHS", 1, 1, "", FULL, {
	    "起草班表，已公布的不动",
	    "make drafts; what is published stays" } },
	{ "roster review", "MONTHS", 1, 1, "days", FULL, {
	    "草案征求意见", "let people look at the drafts" } },
	{ "roster accept", "LICENCE MONTH", 2, 2, "", FULL, {
	    "此人同意当月草案", "a person accepts the draft of a month" } },
	{ "roster refuse", "DUTY", 1, 1, "reason!", FULL, {
	    "草案中的班次不能值，改排他人",
	    "a drafted duty cannot be: it is planned for another" } },
	{ "roster publish", "MONTHS", 1, 1, "now reason", FULL, {
	    "公布班表，此后只以编号通知变更",
	    "publish drafts; from then on changes are numbered" } },
	{ "roster wish", "LICENCE FROM TO", 3, 3, "", FULL, {
	    "登记不便值班的日子（含首尾两天）",
	    "days a person would rather not be on duty" } },
	{ "roster except", "STATION DATE SHIFTS POSTS", 4, 4, "reason!", FULL,
	    { "站点某日的班次和岗位（预约、停班）",
	    "what a station wants on a day: booked, or closed" } },
	{ "roster lend", "LICENCE CENTRE FROM TO", 4, 4, "reason!", FULL, {
	    "全市调配：借到另一中心的站点值班（X6）",
	    "the city lends a person to a centre's stations (X6)" } },
	{ "roster change", "DUTY LICENCE", 2, 2, "reason! override", FULL, {
	    "把一班改由此人值，规则照核，须写理由",
	    "put a person into a duty; the rules are asked" } },
	{ "roster offer", "DUTY", 1, 1, "for reason!", FULL, {
	    "让出已公布的一班，或用 --for 指明要换回的班",
	    "offer a published duty, or for another one with --for" } },
	{ "roster offers", "", 0, 0, "", READ, {
	    "待接的换班单", "offers that wait for somebody" } },
	{ "roster swap", "DUTY LICENCE", 2, 2, "for", FULL, {
	    "此人接下换班，双方都合规才成立，成否一体",
	    "a person takes an offer; legal for both, or nothing" } },
	{ "roster withdraw", "OFFER", 1, 1, "", FULL, {
	    "撤回换班单", "take an offer back" } },
	{ "roster absent", "DUTY", 1, 1, "reason!", FULL, {
	    "值班人不能到岗：备班顶上，不计工作量",
	    "who has the duty does not come: the post is filled at once" } },
	{ "roster absences", "", 0, 0, "centre from to", READ, {
	    "各人未到岗的次数", "how often people did not come" } },
	{ "roster done", "DUTY|STATION [DATE]", 1, 2, "", FULL, {
	    "签到：这一班，或站点当天各班（N18）",
	    "signed in: one duty, or all of a station that day (N18)" } },
	{ "roster repair", "[MONTHS]", 0, 1, "", FULL, {
	    "已公布而不能到岗的班次改由他人值，变动最少",
	    "fill published duties torn open, with the fewest changes" } },
	{ "roster notices", "[STATION]", 0, 1, "limit", READ, {
	    "给站点的编号变更通知，未确认的在前",
	    "numbered changes for stations, unacknowledged first" } },
	{ "roster ack", "STATION [NUMBER]", 1, 2, "", FULL, {
	    "站点确认收到变更（N7）",
	    "a station acknowledges its changes (N7)" } },
	/* running */
	{ "config show", "", 0, 0, "", READ, {
	    "正在生效的配置", "the configuration in force" } },
	{ "config diff", "", 0, 0, "", READ, {
	    "文件与生效配置的差别",
	    "how the file differs from what is in force" } },
	{ "reload", "", 0, 0, "", FULL, {
	    "重新读取配置", "read the configuration again" } },
	{ "export", "DIR", 1, 1, "", READ, {
	    "导出 assignments.csv、pending.csv、roster.csv 和 moves.csv",
	    "write assignments.csv, pending.csv, roster.csv, moves.csv" } },
	{ "roster export", "DIR [MONTHS]", 1, 2,
	    "format station for drafts bom", READ, {
	    "班表出门：日历订阅、打印页、Excel、CSV 和补贴",
	    "rosters to hand out: calendars, pages, a workbook, CSV, pay" } },
	/* without the daemon */
	{ "simulate", "", 0, 0, "config! data! export!", LOCAL, {
	    "不用数据库的模拟", "the same decisions without a database" } },
	{ "roster plan", "MONTHS", 1, 1,
	    "config! data! export! publish format bom", LOCAL, {
	    "按月排值班表，写成 roster.csv",
	    "plan the duty rosters of months, as roster.csv" } },
	{ "import", "DIR|FILE...", 1, 16,
	    "city config database dry-run keep-good", LOCAL, {
	    "检查并导入 CSV", "check CSV files and load them" } },
	{ "db migrate", "", 0, 0, "config database", LOCAL, {
	    "升级数据库结构", "bring the schema up to date" } },
	{ "db status", "", 0, 0, "config database", LOCAL, {
	    "数据库结构的版本", "which migrations are applied" } },
	{ "db verify", "", 0, 0, "config database", LOCAL, {
	    "核对已应用的迁移", "compare the migrations applied" } },
	{ "db city", "CODE NAME", 2, 2, "config database replay", LOCAL, {
	    "登记一个城市", "enter a city" } },
	{ "db staff", "LOGIN NAME", 2, 2, "city config database centre role",
	    LOCAL, { "登记工作人员；不写中心即市中心",
	    "enter a member of staff; no centre: the city's" } },
	{ "completion", "bash|zsh", 1, 1, "", LOCAL, {
	    "输出命令补全脚本", "print a completion script" } },
	{ "help", "[COMMAND]", 0, 2, "", LOCAL, {
	    "全部命令，或一个命令", "all commands, or one" } },
};

size_t zp_verbs(void)
{
	return ZP_COUNT(verbs);
}

const struct zp_verb *zp_verb_at(size_t i)
{
	ZP_ASSERT(i < ZP_COUNT(verbs));
	return &verbs[i];
}

const struct zp_verb *zp_verb_find(const char *name)
{
	for (size_t i = 0; i < ZP_COUNT(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

size_t zp_options(void)
{
	return ZP_COUNT(options);
}

const struct zp_option *zp_option_at(size_t i)
{
	ZP_ASSERT(i < ZP_COUNT(options));
	return &options[i];
}

const struct zp_option *zp_option_find(const char *name)
{
	for (size_t i = 0; i < ZP_COUNT(options); i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

bool zp_verb_takes(const struct zp_verb *v, const char *name, bool *needed)
{
	size_t n = strlen(name);

	for (const char *p = v->opts; *p != '\0'; p += strspn(p, " !")) {
		size_t len = strcspn(p, " !");

		if (len == n && memcmp(p, name, n) == 0) {
			if (needed != NULL)
				*needed = p[len] == '!';
			return true;
		}
		p += len;
	}
	return false;
}

/* Both sentences, each with the name in the place of its %s. */
static void complain(struct zp_arena *a, const char *why[ZP_LANGS],
    const char *zh, const char *en, const char *name)
{
	const char *form[ZP_LANGS] = { zh, en };

	for (int i = 0; i < ZP_LANGS; i++) {
		const char *gap = strstr(form[i], "%s");
		struct zp_buf b = { 0 };

		zp_buf_add(&b, form[i], (size_t)(gap - form[i]));
		zp_buf_puts(&b, name);
		zp_buf_puts(&b, gap + 2);
		why[i] = zp_arena_strdup(a, zp_buf_str(&b));
		zp_buf_fini(&b);
	}
}

static bool option_fits(const struct zp_verb *v, const struct zp_ctl_opt *o,
    struct zp_arena *a, const char *why[ZP_LANGS])
{
	const struct zp_option *known = zp_option_find(o->name);

	if (strcmp(o->name, "lang") == 0)
		return true;
	if (known == NULL || !zp_verb_takes(v, o->name, NULL)) {
		complain(a, why, "此命令没有选项 --%s",
		    "this command has no option --%s", o->name);
		return false;
	}
	if (known->value != NULL && o->value[0] == '\0') {
		complain(a, why, "选项 --%s 后面要有内容",
		    "option --%s needs a value", o->name);
		return false;
	}
	if (known->value == NULL && o->value[0] != '\0') {
		complain(a, why, "选项 --%s 后面不要内容",
		    "option --%s takes no value", o->name);
		return false;
	}
	return true;
}

bool zp_verb_fits(const struct zp_verb *v, const struct zp_ctl_request *rq,
    struct zp_arena *a, const char *why[ZP_LANGS])
{
	bool needed;

	if (rq->args < v->min || rq->args > v->max) {
		if (v->max == 0)
			complain(a, why, "命令“%s”没有参数",
			    "command \"%s\" takes no arguments", v->name);
		else
			complain(a, why, "参数应为：%s",
			    "the arguments are: %s", v->args);
		return false;
	}
	for (uint32_t i = 0; i < rq->opts; i++)
		if (!option_fits(v, &rq->opt[i], a, why))
			return false;
	for (size_t i = 0; i < ZP_COUNT(options); i++)
		if (zp_verb_takes(v, options[i].name, &needed) && needed &&
		    zp_ctl_option(rq, options[i].name) == NULL) {
			complain(a, why, "缺少选项 --%s",
			    "option --%s is missing", options[i].name);
			return false;
		}
	return true;
}

const struct zp_verb *zp_verb_check(const struct zp_ctl_request *rq,
    bool full, struct zp_arena *a, const char *why[ZP_LANGS])
{
	const struct zp_verb *v = zp_verb_find(rq->cmd);

	if (v == NULL || v->role == ZP_ROLE_LOCAL) {
		complain(a, why, "没有命令“%s”", "there is no command \"%s\"",
		    rq->cmd);
		return NULL;
	}
	if (v->role == ZP_ROLE_FULL && !full) {
		complain(a, why, "命令“%s”要用管理套接字",
		    "command \"%s\" needs the full socket", v->name);
		return NULL;
	}
	return zp_verb_fits(v, rq, a, why) ? v : NULL;
}
