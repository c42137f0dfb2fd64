/*
 * src/zhipactl/table.c - tables for people (aligned, also in Chinese) and
 * for programs (JSON).
 */
#include <string.h>
#include "zhipactl.h"

/* Headings.  A number is right-aligned, and a number in JSON. */
static const struct {
	const char *name;
	const char *say[ZP_LANGS];
	bool number;
} columns[] = {
	{ "action", { "处理", "action" }, false },
	{ "annual_cap", { "年度上限", "cap" }, true },
	{ "annual_target", { "年度任务", "target" }, true },
	{ "applied_at", { "应用时间", "applied" }, false },
	{ "approved_at", { "批准时间", "approved" }, false },
	{ "approved", { "待处理", "approved" }, true },
	{ "assigned", { "已指派", "assigned" }, true },
	{ "at", { "时间", "at" }, false },
	{ "bad", { "有错", "bad" }, true },
	{ "by", { "经办", "by" }, false },
	{ "cap", { "上限", "cap" }, true },
	{ "case_no", { "案号", "case" }, false },
	{ "cases", { "案件", "cases" }, true },
	{ "centre", { "中心", "centre" }, false },
	{ "centre_code", { "中心", "centre" }, false },
	{ "checksum", { "校验和", "checksum" }, false },
	{ "clock", { "时钟", "clock" }, false },
	{ "closed", { "已结案", "closed" }, true },
	{ "code", { "代码", "code" }, false },
	{ "column", { "列", "column" }, false },
	{ "counsel", { "承办人员", "counsel" }, false },
	{ "decided_at", { "指派时间", "decided" }, false },
	{ "default", { "默认", "default" }, false },
	{ "difficulty", { "难度", "difficulty" }, false },
	{ "due_on", { "期限", "due" }, false },
	{ "end_reason", { "结束原因", "ended by" }, false },
	{ "ended_at", { "结束时间", "ended" }, false },
	{ "event", { "事项", "event" }, false },
	{ "firm_code", { "机构", "firm" }, false },
	{ "handling_centre", { "承办中心", "centre" }, false },
	{ "id", { "编号", "id" }, false },
	{ "ignored", { "未用", "ignored" }, true },
	{ "inserted", { "新增", "inserted" }, true },
	{ "is", { "新值", "is" }, false },
	{ "item", { "项目", "item" }, false },
	{ "junior", { "青年律师", "junior" }, false },
	{ "key", { "配置项", "key" }, false },
	{ "kind", { "类别", "kind" }, false },
	{ "lead", { "承办人", "lead" }, false },
	{ "licence_no", { "执业证号", "licence" }, false },
	{ "line", { "行", "line" }, true },
	{ "load", { "负担", "load" }, true },
	{ "matter_code", { "案由", "matter" }, false },
	{ "migration", { "迁移", "migration" }, false },
	{ "mode", { "方式", "mode" }, false },
	{ "name", { "名称", "name" }, false },
	{ "new", { "新值", "new" }, false },
	{ "old", { "原值", "old" }, false },
	{ "open", { "在办", "open" }, true },
	{ "n", { "件数", "cases" }, true },
	{ "organ_code", { "办案机关", "organ" }, false },
	{ "origin", { "出处", "origin" }, false },
	{ "outcome", { "结果", "outcome" }, false },
	{ "overdue", { "逾期", "overdue" }, true },
	{ "range", { "范围", "range" }, false },
	{ "reason", { "理由", "reason" }, false },
	{ "region_code", { "地区", "region" }, false },
	{ "reloadable", { "可重载", "reloadable" }, false },
	{ "role", { "角色", "role" }, false },
	{ "room", { "余量", "room" }, true },
	{ "rows", { "行数", "rows" }, true },
	{ "rule", { "规则", "rule" }, false },
	{ "rule_set", { "规则集", "rule set" }, false },
	{ "score", { "得分", "score" }, true },
	{ "sentence", { "内容", "what it says" }, false },
	{ "setting", { "设定", "setting" }, false },
	{ "since", { "起始", "since" }, false },
	{ "source", { "依据", "source" }, false },
	{ "stage", { "阶段", "stage" }, false },
	{ "state", { "状态", "state" }, false },
	{ "status", { "状态", "status" }, false },
	{ "table", { "表", "table" }, false },
	{ "target", { "任务", "target" }, true },
	{ "terminated", { "已终止", "terminated" }, true },
	{ "text", { "说明", "text" }, false },
	{ "type", { "类型", "type" }, false },
	{ "undertaken", { "本年承办", "this year" }, true },
	{ "unit", { "单位", "unit" }, false },
	{ "updated", { "更新", "updated" }, true },
	{ "urgent", { "紧急", "urgent" }, false },
	{ "value", { "值", "value" }, false },
	{ "version", { "版本", "version" }, true },
	{ "waiting", { "待指派", "waiting" }, true },
	{ "waiting_since", { "待指派起", "waiting since" }, false },
	{ "was", { "原值", "was" }, false },
	{ "what", { "内容", "what" }, false },
	{ "year", { "年度", "year" }, true },
};

/* Words of the data that people read in Chinese. */
static const char *const words[][2] = {
	{ "applied", "已应用" }, { "approved", "待处理" },
	{ "assigned", "已指派" }, { "changed", "被改动" },
	{ "auto", "自动" }, { "closed", "结案" },
	{ "counsel_changed", "更换" }, { "declined", "不接受" },
	{ "junior", "青年律师" }, { "lead", "承办人" },
	{ "manual", "人工" }, { "pending", "未应用" },
	{ "rebalance", "调配" },
	{ "scheduled", "未到时间" }, { "terminated", "终止" },
	{ "unknown", "不认识" }, { "waiting", "待指派" },
	{ "withdrawn", "随同退出" },
};

/* Position of a name in the dictionary, or -1. */
static int column(const char *name)
{
	for (size_t i = 0; i < ZP_COUNT(columns); i++)
		if (strcmp(columns[i].name, name) == 0)
			return (int)i;
	return -1;
}

static const char *heading(const struct zp_ctl_env *env, const char *name)
{
	int i = column(name);

	return i < 0 ? name : columns[i].say[env->lang];
}

/* What a person reads in a cell. */
static const char *shown(const struct zp_ctl_env *env, const char *name,
    const char *cell)
{
	static const char *const of[] = { "state", "role", "mode",
		"end_reason", "event" };

	for (size_t i = 0; i < ZP_COUNT(of) && env->lang == ZP_ZH; i++)
		if (strcmp(of[i], name) == 0)
			for (size_t w = 0; w < ZP_COUNT(words); w++)
				if (strcmp(words[w][0], cell) == 0)
					return words[w][1];
	return cell;
}

static bool is_number(const char *name)
{
	int i = column(name);

	return i >= 0 && columns[i].number;
}

void zp_ctl_put(FILE *to, const char *s, bool lines)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == 0xc2 && ((unsigned char)s[1] & 0xe0) == 0x80) {
			fputc('?', to);		/* U+0080..U+009F */
			s++;
		} else if ((c < 0x20 && !(lines && (c == '\n' ||
		    c == '\t'))) || c == 0x7f)
			fputc('?', to);
		else
			fputc(c, to);
	}
}

static void blanks(FILE *to, size_t n)
{
	while (n-- > 0)
		fputc(' ', to);
}

void zp_ctl_put_padded(FILE *to, const char *s, size_t width)
{
	size_t n = zp_utf8_width(s);

	zp_ctl_put(to, s, false);
	blanks(to, n < width ? width - n : 0);
}

/* The colour of a cell, by what it says. */
static const char *colour(const char *name, const char *cell)
{
	static const struct { const char *cell, *code; } say[] = {
		{ "waiting", "\033[33m" }, { "assigned", "\033[32m" },
		{ "offline", "\033[31m" }, { "terminated", "\033[2m" },
		{ "closed", "\033[2m" }, { "ended", "\033[2m" },
	};

	if (strcmp(name, "state") == 0 || strcmp(name, "status") == 0)
		for (size_t i = 0; i < ZP_COUNT(say); i++)
			if (strcmp(say[i].cell, cell) == 0)
				return say[i].code;
	return NULL;
}

/* One cell, padded unless it is the last of its line. */
static void put_cell(const char *s, size_t width, bool number, bool last,
    const char *paint)
{
	size_t n = zp_utf8_width(s), pad = n < width ? width - n : 0;

	if (number)
		blanks(stdout, pad);
	if (paint != NULL)
		fputs(paint, stdout);
	zp_ctl_put(stdout, s, false);
	if (paint != NULL)
		fputs("\033[0m", stdout);
	if (!number && !last)
		blanks(stdout, pad);
	fputs(last ? "\n" : "  ", stdout);
}

static size_t width_of(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t, uint32_t c)
{
	size_t most = zp_utf8_width(heading(env, t->column[c]));

	for (uint32_t r = 0; r < t->rows; r++) {
		size_t n = zp_utf8_width(shown(env, t->column[c],
		    t->cell[(size_t)r * t->columns + c]));

		most = n > most ? n : most;
	}
	return most;
}

static void show_text(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t, size_t *width)
{
	const char **cell = t->cell;

	for (uint32_t c = 0; c < t->columns; c++)
		width[c] = width_of(env, t, c);
	for (uint32_t c = 0; c < t->columns; c++)
		put_cell(heading(env, t->column[c]), width[c],
		    is_number(t->column[c]), c + 1 == t->columns,
		    env->colour ? "\033[1m" : NULL);
	for (uint32_t r = 0; r < t->rows; r++)
		for (uint32_t c = 0; c < t->columns; c++, cell++)
			put_cell(shown(env, t->column[c], *cell), width[c],
			    is_number(t->column[c]), c + 1 == t->columns,
			    env->colour ? colour(t->column[c], *cell) : NULL);
}

/* A cell that JSON takes as an integer as it stands. */
static bool integer(const char *s)
{
	size_t n = strlen(s), sign = s[0] == '-';

	return n > sign && n - sign <= 15 &&
	    strspn(s + sign, "0123456789") == n - sign &&
	    (s[sign] != '0' || n == 1);
}

static void show_json(const struct zp_ctl_table *t)
{
	const char **cell = t->cell;
	struct zp_buf b = { 0 };

	zp_json_open(&b, '[');
	for (uint32_t r = 0; r < t->rows; r++) {
		zp_json_open(&b, '{');
		for (uint32_t c = 0; c < t->columns; c++, cell++) {
			zp_json_key(&b, t->column[c]);
			if (is_number(t->column[c]) && integer(*cell))
				zp_buf_puts(&b, *cell);
			else
				zp_json_str(&b, *cell);
		}
		zp_json_close(&b, '}');
	}
	zp_json_close(&b, ']');
	puts(zp_buf_str(&b));
	zp_buf_fini(&b);
}

void zp_ctl_table_show(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t)
{
	struct zp_arena *a;

	if (env->json) {
		show_json(t);
		return;
	}
	a = zp_arena_new();
	show_text(env, t, zp_arena_calloc(a, t->columns, sizeof(size_t)));
	zp_arena_free(a);
}
