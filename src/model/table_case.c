/*
 * src/model/table_case.c - columns of cases and their events, of what one
 * decision looks at, of results.
 */
#include "table_impl.h"
#include "zhipaid/case.h"
#include "zhipaid/duty.h"
#include "zhipaid/help.h"
#include "zhipaid/view.h"

const char *const zp_words_role[] = { "lead", "junior", NULL };
const char *const zp_words_end[] = { "", "closed", "terminated", "declined",
	"counsel_changed", "withdrawn", NULL };

#define ROW struct zp_case
static const char *const tags[] = { "court_notified", "gang",
	"gang_organised", "mass", "petition", "demolition", "medical",
	"sexual", NULL };
static const char *const source[] = { "application", "mandatory_notice",
	"discretionary_notice", NULL };
static const char *const stage[] = { "", "investigation", "prosecution",
	"first_instance", "second_instance", "death_review", "retrial",
	"arbitration", "non_litigation", NULL };
static const char *const difficulty[] = { "ordinary", "complex", "major",
	NULL };
static const char *const sentence[] = { "none", "fixed", "life", "death",
	NULL };
static const char *const procedure[] = { "ordinary", "summary",
	"fast_track", NULL };
static const char *const urgent_reason[] = { "", "limit", "preservation",
	"advance", NULL };
static const struct zp_col case_col[] = {
	CODE(case_no, KEY, "案号", "number of the case"),
	WALL(approved_at, NEED, "批准给予援助的时间（D2）",
	    "when aid was granted (D2)"),
	CODE(received_centre, 0, "受理中心（J2、J6）",
	    "the centre that received it (J2, J6)"),
	CODE(organ_code, 0, "办案机关（J1）", "case-handling organ (J1)"),
	CODE(region_code, 0, "案件所在区划（J1、J5）",
	    "where the case belongs (J1, J5)"),
	CODE(matter_code, NEED, "案由", "matter"),
	SET(tags, 0, tags, "标签（J3、X1、Q12）", "tags (J3, X1, Q12)"),
	ENUM(source, 0, source, "来源：申请、应当通知、可以通知（J12）",
	    "application, mandatory or discretionary notice (J12)"),
	ENUM(stage, 0, stage, "阶段（J4、Q8）", "stage (J4, Q8)"),
	CODE(joint_case, 0, "同案编号，同案人共用（C1）",
	    "shared by all co-accused of one case (C1)"),
	CODE(related_case, 0, "事实关联的案号（C2）",
	    "case whose facts are related (C2)"),
	CODE(prior_case, 0, "前一阶段的案号（S6）",
	    "the same case's earlier stage (S6)"),
	CODE(opposes_case, 0, "对方受援的案号（C3、C5）",
	    "the aided other side's case (C3, C5)"),
	BOOL(urgent, 0, "先行援助、紧急（J9）", "urgent (J9)"),
	ENUM(difficulty, 0, difficulty, "难易（Q22）", "difficulty (Q22)"),
	ENUM(possible_sentence, 0, sentence, "可能判处的刑罚（Q6）",
	    "the gravest sentence to expect (Q6)"),
	CODE(recipient_id, NEED, "受援人编号（C1）",
	    "number of the aided person (C1)"),
	TEXT(recipient_name, 0, "受援人姓名", "name of the aided person"),
	ENUM(recipient_gender, 0, zp_words_gender, "受援人性别（Q12）",
	    "gender of the aided person (Q12)"),
	DATE(recipient_birth, 0, "受援人出生日期（Q11）",
	    "birth date of the aided person (Q11)"),
	LIST(recipient_groups, 0, "重点人群（J16、J17）",
	    "key groups the person belongs to (J16, J17)"),
	CODE(language, 0, "受援人语言（Q21）", "language of the person (Q21)"),
	LIST(opponent_counsel, 0, "对方代理人执业证号（C3、C4）",
	    "licence numbers of the other side's counsel (C3, C4)"),
	LIST(opponent_firm, 0, "对方代理机构（C4）",
	    "firms of the other side (C4)"),
	LIST(wished_counsel, 0, "点援：希望的人员，按顺序（S8）",
	    "whom the person wishes for, in order (S8)"),
	LIST(excluded_counsel, 0, "不得再指派的人员（R2）",
	    "who may not be assigned again (R2)"),
	BOOL(same_firm_consent, 0, "同意同所不同律师辩护（C7）",
	    "agrees to counsel of one firm for co-accused (C7)"),
	LIST(opponent_ids, MORE, "对方当事人编号（C3）",
	    "persons on the other side (C3)"),
	LIST(recused, MORE, "应当回避的执业证号（C13）",
	    "licence numbers of who must withdraw (C13)"),
	BOOL(conflict_consent, MORE, "书面知情同意书在卷（C6、C9）",
	    "written consent to a relative conflict on file (C6, C9)"),
	WALL(hearing_at, MORE, "开庭时间（C17）", "the hearing starts (C17)"),
	WALL(hearing_until, MORE, "庭审预计结束时间（C17）",
	    "the hearing ends (C17)"),
	WALL(notified_at, MORE, "收到通知的时间（D3）",
	    "the organ's notice was received (D3)"),
	DATE(adjourned_on, MORE, "延期审理之日（D14）",
	    "adjourned for a new defender on (D14)"),
	ENUM(procedure, MORE, procedure, "普通、简易、速裁（D15）",
	    "ordinary, summary or fast-track procedure (D15)"),
	ENUM(urgent_reason, MORE, urgent_reason,
	    "紧急原因：时效将满、保全、先予执行（J9）",
	    "why urgent: time limit, preservation, advance (J9)"),
	CODE(designated_centre, MORE, "共同上级指定的中心（J7）",
	    "the centre named by the common superior (J7)"),
	INT(counsel_changes, MORE, 0, 99, "本程序已更换次数（R3）",
	    "changes of counsel in this procedure so far (R3)"),
};
#undef ROW

#define ROW struct zp_event
static const char *const event[] = { "closed", "terminated", "declined",
	"counsel_changed", NULL };
static const struct zp_col event_col[] = {
	WALL(at, KEY, "发生时间", "when it happened"),
	CODE(case_no, KEY, "案号", "number of the case"),
	ENUM(event, KEY, event, "结案、终止、拒绝、更换（R1–R6）",
	    "what happened (R1 to R6)"),
	CODE(licence_no, KEY_PART, "涉及的人员；空为主办人或全部",
	    "who; empty: the lead, or everybody on the case"),
	TEXT(reason, 0, "原因", "reason"),
};
#undef ROW

#define ROW struct zp_duty
static const char *const shift[] = { "am", "pm", "day", NULL };
static const char *const duty_state[] = { "draft", "published", "done",
	"absent", "swapped", "cancelled", NULL };
static const struct zp_col duty_col[] = {
	CODE(station_code, KEY, "值班站点", "the duty station"),
	DATE(date, KEY, "日期", "the day"),
	ENUM(shift, KEY, shift, "班次：上午、下午、全天",
	    "morning, afternoon, whole day"),
	INT(post, KEY, 1, 99, "岗位序号", "number of the post"),
	CODE(licence_no, KEY, "值班人员执业证号", "who is on duty"),
	ENUM(state, NEED, duty_state,
	    "草案、已公布、已值、缺勤、已换出、已取消；"
	    "缺勤、换出的岗位可另有人",
	    "draft, published, done, absent, given away, dropped; of "
	    "absent and given away another person may have the post"),
};
#undef ROW

#define ROW struct zp_help
static const char *const services[] = { "consultation", "procedure",
	"measure", "opinion", "forwarded_application", "signing", NULL };
static const struct zp_col help_col[] = {
	WALL(at, KEY, "提供帮助的时间", "when help was given"),
	CODE(station_code, KEY, "值班站点", "the duty station"),
	CODE(licence_no, KEY, "值班律师执业证号", "the duty lawyer"),
	CODE(person_id, KEY, "受帮助人编号，与 recipient_id 同号（C14）",
	    "who was helped, as in recipient_id (C14)"),
	CODE(joint_case, MORE, "同案编号；空为此人案件的同案编号（C14）",
	    "key of the joint case; empty: as the person's cases say (C14)"),
	SET(services, NEED, services,
	    "服务：咨询、程序选择、强制措施、意见、转交申请、见证签署（N3）",
	    "consultation, choice of procedure, compulsory measure, opinion, "
	    "application passed on, signing of the plea (N3)"),
	WALL(received_at, MORE, "收到法律援助申请的时间（D10）",
	    "the lawyer got the application for aid (D10)"),
	WALL(forwarded_at, MORE, "转交法律援助机构的时间（D10）",
	    "the institution got it (D10)"),
};
#undef ROW

/* A day whose column is not called as its field. */
#define DATE_AS(name, f, flags, zh, en) \
	{ #name, ZP_COL_DATE, flags, offsetof(ROW, f), NULL, 0, 0, { zh, en } }
#define ROW struct zp_station_day
static const struct zp_col station_day_col[] = {
	CODE(station_code, KEY, "值班站点", "the duty station"),
	DATE(date, KEY, "日期", "the day"),
	SET(shifts, 0, shift, "当天的班次；空为停班（N6）",
	    "shifts of that day; empty: closed (N6)"),
	INT(posts, NEED, 0, 99, "当天的岗位数", "posts of a shift that day"),
	TEXT(reason, 0, "理由", "reason"),
};
#undef ROW

#define ROW struct zp_duty_wish
static const struct zp_col wish_col[] = {
	CODE(licence_no, KEY, "执业证号", "licence number"),
	DATE_AS(starts_on, from, KEY, "首日", "first day"),
	DATE_AS(ends_on, to, NEED, "末日（含）", "last day, included"),
};
#undef ROW

#define ROW struct zp_duty_loan
static const struct zp_col duty_loan_col[] = {
	CODE(licence_no, KEY, "借出的人员", "who is lent"),
	CODE(centre_code, KEY, "借入中心（X6）",
	    "to the stations of this centre (X6)"),
	DATE_AS(starts_on, from, KEY, "首日", "first day"),
	DATE_AS(ends_on, to, NEED, "末日（含）", "last day, included"),
	TEXT(by_whom, 0, "批准人", "by whose word"),
	TEXT(reason, 0, "理由", "reason"),
};
#undef ROW

const struct zp_table zp_tables_case[] = {
	TABLE("cases", zp_case, case_col),
	TABLE("events", zp_event, event_col),
	TABLE("roster", zp_duty, duty_col),
	TABLE("help", zp_help, help_col),
	TABLE("station_days", zp_station_day, station_day_col),
	TABLE("wishes", zp_duty_wish, wish_col),
	TABLE("duty_loans", zp_duty_loan, duty_loan_col),
};

#define ROW struct zp_link
static const char *const link_kind[] = { "group", "opposes", "prior",
	"self", "same", "lent", "helped", NULL };
static const struct zp_col link_col[] = {
	CODE(case_no, KEY, "本批案号", "case of the batch"),
	ENUM(kind, NEED, link_kind, "关系", "why the other one matters"),
	CODE(other_no, NEED, "另一案号", "the other case"),
	CODE(recipient_id, 0, "另一案受援人", "its aided person"),
	BOOL(criminal, 0, "另一案是刑事案件", "it is a criminal case"),
	BOOL(consent, 0, "另一案同意同所", "its consent to one firm"),
	CODE(licence_no, 0, "承办人；未定为空", "who acts; empty: nobody yet"),
	ENUM(role, 0, zp_words_role, "主办或协办", "lead or junior"),
	ENUM(end_reason, 0, zp_words_end, "如何结束", "how it ended"),
	WALL(ended_at, 0, "结束时间", "when it ended"),
};
#undef ROW

#define ROW struct zp_counsel_state
/* A column of turn[], by category. */
#define TURN(word, i, zh) { "turn_" #word, ZP_COL_WALL, 0, \
	offsetof(ROW, turn) + (i) * sizeof(struct zp_wall), NULL, 0, 0, \
	{ zh "案件最近一次轮到（S4）", "last turn of the wheel (S4), " #word } }
#define TURNS(word, i, zh) { "turns_" #word, ZP_COL_INT, 0, \
	offsetof(ROW, turns) + (i) * sizeof(int32_t), NULL, 0, INT32_MAX, \
	{ zh "案件当时轮到的次数", "turns at that moment, " #word } }
#define HAD(word, i, zh) { "had_" #word, ZP_COL_INT, 0, \
	offsetof(ROW, had) + (i) * sizeof(int32_t), NULL, 0, INT32_MAX, \
	{ zh "案件轮到的总次数", "turns in all, " #word } }
static const struct zp_col counsel_state_col[] = {
	CODE(licence_no, KEY, "执业证号", "licence number"),
	INT(undertaken, 0, 0, INT32_MAX, "本年承办数（T1）",
	    "cases that count for the year (T1)"),
	I64(load, 0, "加权负担，千分之一件", "weighted load, 1/1000 case"),
	INT(open, 0, 0, INT32_MAX, "在办数", "cases in hand"),
	WALL(last_assigned, 0, "最近一次指派", "last assigned"),
	LIST(busy, 0, "已知庭期（C17）", "known hearings, from/until (C17)"),
	TURN(criminal, ZP_CRIMINAL, "刑事"),
	TURN(civil, ZP_CIVIL, "民事"),
	TURN(administrative, ZP_ADMINISTRATIVE, "行政"),
	TURN(other, ZP_CAT_OTHER, "其他"),
	TURNS(criminal, ZP_CRIMINAL, "刑事"),
	TURNS(civil, ZP_CIVIL, "民事"),
	TURNS(administrative, ZP_ADMINISTRATIVE, "行政"),
	TURNS(other, ZP_CAT_OTHER, "其他"),
	HAD(criminal, ZP_CRIMINAL, "刑事"),
	HAD(civil, ZP_CIVIL, "民事"),
	HAD(administrative, ZP_ADMINISTRATIVE, "行政"),
	HAD(other, ZP_CAT_OTHER, "其他"),
	BOOL(hall, 0, "今日大厅值班（S5）", "on duty in the hall today (S5)"),
	I64(ahead, 0, "为预期案件留人的分值", "price of the cases expected"),
	CODE(ahead_kind, 0, "预期案件的类别", "kind of the cases expected"),
	INT(ahead_n, 0, 0, INT32_MAX, "预期案件数", "cases expected"),
};
#undef ROW

#define ROW struct zp_centre_state
static const struct zp_col centre_state_col[] = {
	CODE(code, KEY, "中心代码", "code of the centre"),
	INT(leads, 0, 0, INT32_MAX, "本年诉讼主办数",
	    "litigation leads assigned this year"),
	INT(pairs, 0, 0, INT32_MAX, "其中结对数（Q9）",
	    "of them in pairs (Q9)"),
	INT(closed, 0, 0, INT32_MAX, "本年结案数（T2）",
	    "cases closed this year (T2)"),
	INT(closed_litigation, 0, 0, INT32_MAX, "其中诉讼案件（T3）",
	    "of them litigation (T3)"),
	INT(closed_social, 0, 0, INT32_MAX, "其中社会律师承办（T4）",
	    "of them by firm lawyers (T4)"),
};
#undef ROW

const struct zp_table zp_tables_view[] = {
	TABLE("links", zp_link, link_col),
	TABLE("counsel_state", zp_counsel_state, counsel_state_col),
	TABLE("centre_state", zp_centre_state, centre_state_col),
};

#define ROW struct zp_assignment
static const char *const mode[] = { "auto", "manual", "rebalance", NULL };
static const struct zp_col assignment_col[] = {
	CODE(case_no, KEY, "案号", "number of the case"),
	ENUM(role, KEY, zp_words_role, "主办或协办", "lead or junior"),
	CODE(licence_no, KEY, "执业证号", "licence number"),
	CODE(handling_centre, NEED, "办理中心", "the centre that handles it"),
	WALL(decided_at, KEY, "指派时间", "when it was decided"),
	WALL(ended_at, 0, "结束时间", "when it ended"),
	ENUM(end_reason, 0, zp_words_end, "如何结束", "how it ended"),
	ENUM(mode, NEED, mode, "自动、人工、调剂", "by whom it was decided"),
	TEXT(rule_set, 0, "当时规则的摘要", "hash of the rules in force"),
	I64(score, 0, "总分，千分之一分", "sum of the score, milli-points"),
	INT(weight, MORE, 0, INT32_MAX, "负荷，千分之一件（T8）",
	    "load, 1/1000 case (T8)"),
	INT(decline_load, MORE, 0, 100, "无正当理由拒绝仍计的百分比（R1）",
	    "percent of the load kept when declined (R1)"),
	BOOL(with_cause, MORE, "有正当理由拒绝（R1）",
	    "declined with good cause (R1)"),
};
#undef ROW

#define ROW struct zp_pending
static const struct zp_col pending_col[] = {
	CODE(case_no, KEY, "案号", "number of the case"),
	CODE(handling_centre, 0, "办理中心", "the centre that handles it"),
	WALL(since, 0, "等待起始时间", "waiting since"),
	TEXT(rule, 0, "阻止指派的规则", "ids of the rules that block it"),
	SENTENCE(text, 0, "说明", "a sentence for a person"),
};
#undef ROW

#define ROW struct zp_entry
static const char *const entry_kind[] = { "carry", "lead", "junior",
	"declined", "duty", "make_good", "correction", NULL };
static const struct zp_col ledger_col[] = {
	CODE(licence_no, KEY, "执业证号", "licence number"),
	WALL(at, KEY, "时间", "when"),
	ENUM(kind, NEED, entry_kind,
	    "上年结转、主办、协办、拒绝、值班、弥补、更正",
	    "carried over, case, decline, duty, made good, correction"),
	I64(points, 0, "千分之一件；贷记为负",
	    "1/1000 case; a credit is negative"),
	CODE(case_no, 0, "案号", "number of the case"),
	TEXT(by, 0, "经办", "by whom"),
	TEXT(reason, 0, "理由", "reason"),
};
#undef ROW

const struct zp_table zp_tables_result[] = {
	TABLE("assignments", zp_assignment, assignment_col),
	TABLE("pending", zp_pending, pending_col),
	TABLE("ledger", zp_entry, ledger_col),
};
