/*
 * src/wire/dictionary.c - names of columns and words of the data, as people
 * read them.
 */
#include <string.h>
#include "zhipaid/dictionary.h"

/* Headings, by name.  A number is right-aligned, and a number in JSON. */
static const struct {
	const char *name;
	const char *say[ZP_LANGS];
	bool number;
} columns[] = {
	{ "acknowledged_at", { "确认时间", "acknowledged" }, false },
	{ "action", { "处理", "action" }, false },
	{ "adjourned_on", { "延期审理日", "adjourned on" }, false },
	{ "annual_cap", { "年度上限", "cap" }, true },
	{ "annual_target", { "年度任务", "target" }, true },
	{ "applied_at", { "应用时间", "applied" }, false },
	{ "approved", { "待处理", "approved" }, true },
	{ "approved_at", { "批准时间", "approved" }, false },
	{ "assign_by", { "应指派于", "assign by" }, false },
	{ "assigned", { "已指派", "assigned" }, true },
	{ "at", { "时间", "at" }, false },
	{ "bad", { "有错", "bad" }, true },
	{ "balance", { "差额", "balance" }, true },
	{ "by", { "经办", "by" }, false },
	{ "by_whom", { "经办", "by" }, false },
	{ "cap", { "上限", "cap" }, true },
	{ "capacity", { "应承担系数", "capacity" }, true },
	{ "case_no", { "案号", "case" }, false },
	{ "cases", { "案件", "cases" }, true },
	{ "centre", { "中心", "centre" }, false },
	{ "centre_code", { "中心", "centre" }, false },
	{ "centre_name", { "中心名称", "centre name" }, false },
	{ "checksum", { "校验和", "checksum" }, false },
	{ "city", { "城市", "city" }, false },
	{ "clock", { "时钟", "clock" }, false },
	{ "closed", { "已结案", "closed" }, true },
	{ "closed_pct", { "结案率%", "closed %" }, true },
	{ "code", { "代码", "code" }, false },
	{ "column", { "列", "column" }, false },
	{ "conflict_consent", { "利益冲突同意", "conflict consent" }, false },
	{ "counsel", { "承办人员", "counsel" }, false },
	{ "counsel_changes", { "已更换次数", "changes" }, true },
	{ "credits", { "贷记", "credits" }, true },
	{ "days", { "余日", "days left" }, true },
	{ "debits", { "借记", "debits" }, true },
	{ "decided_at", { "指派时间", "decided" }, false },
	{ "decision_no", { "决定号", "decision" }, true },
	{ "declined", { "不接受", "declined" }, true },
	{ "default", { "默认", "default" }, false },
	{ "designated_centre", { "指定中心", "designated" }, false },
	{ "difficulty", { "难度", "difficulty" }, false },
	{ "dirty", { "待核", "dirty" }, false },
	{ "doc", { "说明", "doc" }, false },
	{ "due_on", { "期限", "due" }, false },
	{ "duties", { "值班", "duties" }, true },
	{ "end_reason", { "结束原因", "ended by" }, false },
	{ "ended_at", { "结束时间", "ended" }, false },
	{ "entry", { "事由", "entry" }, false },
	{ "event", { "事项", "event" }, false },
	{ "excluded_counsel", { "不要的人员", "excluded" }, false },
	{ "file", { "文件中", "in the file" }, false },
	{ "firm", { "机构", "firm" }, false },
	{ "firm_code", { "机构", "firm" }, false },
	{ "handling_centre", { "承办中心", "centre" }, false },
	{ "hearing_at", { "开庭", "hearing" }, false },
	{ "hearing_until", { "闭庭", "until" }, false },
	{ "id", { "编号", "id" }, false },
	{ "ignored", { "未用", "ignored" }, true },
	{ "in_time", { "按期指派", "in time" }, true },
	{ "inserted", { "新增", "inserted" }, true },
	{ "is", { "新值", "is" }, false },
	{ "item", { "项目", "item" }, false },
	{ "joint_case", { "同案", "joint case" }, false },
	{ "junior", { "青年律师", "junior" }, false },
	{ "juniors", { "其中协办", "as junior" }, true },
	{ "kept", { "守诺", "promise kept" }, true },
	{ "key", { "配置项", "key" }, false },
	{ "kind", { "类别", "kind" }, false },
	{ "language", { "语言", "language" }, false },
	{ "last_assigned", { "最近指派", "last assigned" }, false },
	{ "late", { "逾期指派", "late" }, true },
	{ "lead", { "承办人", "lead" }, false },
	{ "level", { "折算负荷", "level" }, true },
	{ "licence_no", { "执业证号", "licence" }, false },
	{ "line", { "行", "line" }, true },
	{ "litigation_pct", { "诉讼占比%", "litigation %" }, true },
	{ "load", { "负担", "load" }, true },
	{ "matter", { "案由", "matter" }, false },
	{ "matter_code", { "案由", "matter" }, false },
	{ "migration", { "迁移", "migration" }, false },
	{ "missed", { "未守诺", "promise missed" }, true },
	{ "mode", { "方式", "mode" }, false },
	{ "n", { "件数", "cases" }, true },
	{ "name", { "名称", "name" }, false },
	{ "new", { "新值", "new" }, false },
	{ "notified_at", { "收到通知", "notified" }, false },
	{ "old", { "原值", "old" }, false },
	{ "open", { "在办", "open" }, true },
	{ "opponent_counsel", { "对方代理人", "opposing counsel" }, false },
	{ "opponent_firm", { "对方机构", "opposing firm" }, false },
	{ "opponent_ids", { "对方当事人", "opponents" }, false },
	{ "opposes_case", { "对方案件", "opposes" }, false },
	{ "organ", { "办案机关", "organ" }, false },
	{ "organ_code", { "办案机关", "organ" }, false },
	{ "origin", { "出处", "origin" }, false },
	{ "outcome", { "结果", "outcome" }, false },
	{ "overdue", { "逾期", "overdue" }, true },
	{ "overrides", { "变通规则", "overrides" }, false },
	{ "passed", { "上次跳过", "passed" }, false },
	{ "pending_rule", { "阻碍规则", "blocked by" }, false },
	{ "pending_text", { "原因", "why it waits" }, false },
	{ "place", { "次序", "place" }, true },
	{ "points", { "件数", "points" }, true },
	{ "possible_sentence", { "可能刑罚", "possible sentence" }, false },
	{ "prior_case", { "前一程序", "prior case" }, false },
	{ "procedure", { "程序", "procedure" }, false },
	{ "range", { "范围", "range" }, false },
	{ "reason", { "理由", "reason" }, false },
	{ "received_centre", { "受理中心", "received by" }, false },
	{ "recipient_birth", { "出生日期", "birth" }, false },
	{ "recipient_gender", { "性别", "gender" }, false },
	{ "recipient_groups", { "人群", "groups" }, false },
	{ "recipient_id", { "受援人号", "recipient" }, false },
	{ "recipient_name", { "受援人", "recipient name" }, false },
	{ "recused", { "回避", "recused" }, false },
	{ "region_code", { "地区", "region" }, false },
	{ "refused", { "拒收原因", "refused because" }, false },
	{ "related_case", { "关联案件", "related case" }, false },
	{ "reloadable", { "可重载", "reloadable" }, false },
	{ "replied_at", { "已函告", "replied" }, false },
	{ "role", { "角色", "role" }, false },
	{ "room", { "余量", "room" }, true },
	{ "rows", { "行数", "rows" }, true },
	{ "rule", { "规则", "rule" }, false },
	{ "rule_set", { "规则集", "rule set" }, false },
	{ "running", { "生效中", "running" }, false },
	{ "same_firm_consent", { "同所同意", "same-firm consent" }, false },
	{ "score", { "得分", "score" }, true },
	{ "seen_at", { "读到时间", "seen" }, false },
	{ "sentence", { "内容", "what it says" }, false },
	{ "setting", { "设定", "setting" }, false },
	{ "share", { "应承担", "share" }, true },
	{ "since", { "起始", "since" }, false },
	{ "social_pct", { "社会律师占比%", "firm lawyers %" }, true },
	{ "source", { "来源", "source" }, false },
	{ "stage", { "阶段", "stage" }, false },
	{ "state", { "状态", "state" }, false },
	{ "status", { "状态", "status" }, false },
	{ "step", { "依据步骤", "step" }, false },
	{ "sum", { "累计", "sum" }, true },
	{ "table", { "表", "table" }, false },
	{ "tags", { "标签", "tags" }, false },
	{ "target", { "任务", "target" }, true },
	{ "terminated", { "已终止", "terminated" }, true },
	{ "text", { "说明", "text" }, false },
	{ "told", { "按期函告", "told in time" }, true },
	{ "told_late", { "逾期函告", "told late" }, true },
	{ "turn", { "最近轮到", "last turn" }, false },
	{ "turns", { "次数", "turns" }, true },
	{ "type", { "类型", "type" }, false },
	{ "undertaken", { "本年承办", "this year" }, true },
	{ "unit", { "单位", "unit" }, false },
	{ "untold", { "未函告", "not told" }, true },
	{ "updated", { "更新", "updated" }, true },
	{ "urgent", { "紧急", "urgent" }, false },
	{ "urgent_reason", { "紧急原因", "urgent for" }, false },
	{ "value", { "值", "value" }, false },
	{ "version", { "版本", "version" }, true },
	{ "waiting", { "待指派", "waiting" }, true },
	{ "waiting_since", { "待指派起", "waiting since" }, false },
	{ "wake_on", { "再看日期", "look again" }, false },
	{ "warning", { "提醒", "warning" }, false },
	{ "was", { "原值", "was" }, false },
	{ "what", { "内容", "what" }, false },
	{ "wished_counsel", { "希望的人员", "wished" }, false },
	{ "year", { "年度", "year" }, true },
};

static const struct {		/* of a column: NULL: of any below */
	const char *column, *word, *zh;
} words[] = {
	{ NULL, "applied", "已应用" },
	{ NULL, "approved", "待处理" },
	{ NULL, "assigned", "已指派" },
	{ NULL, "changed", "被改动" },
	{ NULL, "closed", "结案" },
	{ NULL, "pending", "未应用" },
	{ NULL, "scheduled", "未到时间" },
	{ NULL, "terminated", "终止" },
	{ NULL, "unknown", "不认识" },
	{ NULL, "waiting", "待指派" },
	{ NULL, "active", "执业" },
	{ NULL, "suspended", "停业" },
	{ NULL, "left", "离任" },
	{ "step", "only", "仅此一人" },
	{ "step", "cost", "最合适" },
	{ "step", "joint", "同批最优" },
	{ "step", "oldest", "最久未派" },
	{ "step", "hash", "散列" },
	{ "step", "wish", "点援" },
	{ "step", "manual", "人工" },
	{ "step", "wheel", "轮候" },
	{ "step", "lot", "随机" },
	{ "step", "hall", "大厅值班" },
	{ "step", "together", "同案合办" },
	{ "status", "next", "下一位" },
	{ "status", "on leave", "请假" },
	{ "status", "at the cap", "已满" },
	{ NULL, "lead", "承办人" },
	{ NULL, "junior", "青年律师" },
	{ NULL, "auto", "自动" },
	{ NULL, "manual", "人工" },
	{ NULL, "rebalance", "调配" },
	{ NULL, "counsel_changed", "更换" },
	{ NULL, "declined", "不接受" },
	{ NULL, "withdrawn", "随同退出" },
	{ NULL, "lawyer", "律师" },
	{ NULL, "staff_lawyer", "机构律师" },
	{ NULL, "grassroots_worker", "基层工作者" },
	{ NULL, "volunteer", "志愿者" },
	{ NULL, "application", "申请" },
	{ NULL, "mandatory_notice", "应当通知" },
	{ NULL, "discretionary_notice", "可以通知" },
	{ NULL, "investigation", "侦查" },
	{ NULL, "prosecution", "审查起诉" },
	{ NULL, "first_instance", "一审" },
	{ NULL, "second_instance", "二审" },
	{ NULL, "death_review", "死刑复核" },
	{ NULL, "retrial", "再审" },
	{ NULL, "arbitration", "仲裁" },
	{ NULL, "non_litigation", "非诉讼" },
	{ NULL, "ordinary", "普通" },
	{ NULL, "complex", "复杂" },
	{ NULL, "major", "重大" },
	{ "possible_sentence", "fixed", "有期" },
	{ "possible_sentence", "life", "无期" },
	{ "possible_sentence", "death", "死刑" },
	{ "recipient_gender", "f", "女" },
	{ "recipient_gender", "m", "男" },
	{ "action", "assign", "指派" },
	{ "action", "tell the organ", "函告办案机关" },
	{ "action", "reassign", "改派（已停业或离任）" },
	{ "action", "hearings overlap", "庭审时间冲突" },
	{ "entry", "carry", "上年结转" },
	{ "entry", "lead", "主办" },
	{ "entry", "junior", "协办" },
	{ "entry", "declined", "拒绝" },
	{ "entry", "duty", "值班" },
	{ "entry", "make_good", "弥补差错" },
	{ "entry", "correction", "更正" },
	{ "warning", "near the cap", "接近上限" },
	{ "warning", "at the cap", "已满" },
	{ "warning", "over the cap", "超过上限" },
	{ "language", "zh", "汉语" },
	{ "language", "mn", "蒙古语" },
	{ "urgent", "t", "是" },
	{ "recipient_groups", "migrant_worker", "农民工" },
	{ "recipient_groups", "disabled", "残疾人" },
	{ "recipient_groups", "women", "妇女" },
	{ "recipient_groups", "minor", "未成年人" },
	{ "recipient_groups", "elderly", "老年人" },
	{ "recipient_groups", "veteran", "退役军人" },
	{ "recipient_groups", "military", "军人军属" },
	{ "tags", "court_notified", "法院通知辩护" },
	{ "tags", "gang", "团伙" },
	{ "tags", "gang_organised", "涉黑涉恶" },
	{ "tags", "mass", "群体性" },
	{ "tags", "petition", "涉法信访" },
	{ "tags", "demolition", "征地拆迁" },
	{ "tags", "medical", "医疗纠纷" },
	{ "tags", "sexual", "性侵害" },
	{ NULL, "acknowledged", "已确认" },
	{ NULL, "replied", "已函告" },
	{ NULL, "designated", "指定管辖" },
};
/* Columns whose words are translated; of the second list, t and f. */
static const char *const worded[] = { "difficulty", "end_reason", "event",
	"kind", "mode", "outcome", "procedure", "role", "source", "stage",
	"state", "status" };
static const char *const boolean[] = { "conflict_consent", "dirty",
	"reloadable", "same_firm_consent", "urgent" };

static int find(const char *name)
{
	for (size_t i = 0; i < ZP_COUNT(columns); i++)
		if (strcmp(columns[i].name, name) == 0)
			return (int)i;
	return -1;
}

const char *zp_say_heading(enum zp_lang lang, const char *name)
{
	int i = find(name);

	return i < 0 ? name : columns[i].say[lang];
}

bool zp_say_is_number(const char *name)
{
	int i = find(name);

	return i >= 0 && columns[i].number;
}

static bool listed(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

const char *zp_say_word(enum zp_lang lang, const char *name,
    const char *cell)
{
	bool any = listed(worded, ZP_COUNT(worded), name);

	if (listed(boolean, ZP_COUNT(boolean), name) &&
	    (strcmp(cell, "t") == 0 || strcmp(cell, "f") == 0))
		return lang == ZP_EN ? cell[0] == 't' ? "yes" : "" :
		    cell[0] == 't' ? "是" : "";
	for (size_t i = 0; i < ZP_COUNT(words) && lang == ZP_ZH; i++)
		if (strcmp(words[i].word, cell) == 0 &&
		    (words[i].column == NULL ? any :
		    strcmp(words[i].column, name) == 0))
			return words[i].zh;
	return cell;
}
