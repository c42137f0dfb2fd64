/*
 * src/conf/keys.c - every key of the configuration, one row each.
 *
 * From this table come the parser, the printer, `zhipactl config show` and
 * the list in zhipaid.conf(5).  Rule ids are those of zhipaid/rule.h; the
 * reason for each default stands in the documentation of its row.
 *
 * Rule sets on record are read again for replay: a key of the policy is
 * never removed or renamed, and the default of a new one is what was done
 * before there was a choice.
 */
#include <string.h>
#include "impl.h"
#include "zhipaid/duty.h"

#define AT(f) offsetof(struct zp_conf, f)
/* name, field, unit, least, most, default, rules, reloadable, doc */
#define INT(n, f, u, lo, hi, d, r, re, zh, en) { { n, "integer", u, \
	#lo ".." #hi, #d, r, re, false, { zh, en } }, ZP_CONF_INT, \
	AT(f), lo, hi }
#define BOOL(n, f, d, r, re, zh, en) { { n, "boolean", "", "true | false", \
	#d, r, re, false, { zh, en } }, ZP_CONF_BOOL, AT(f), 0, 0 }
/* name, field, words, default, number of the first word, rules, doc */
#define WORD(n, f, w, d, first, r, zh, en) { { n, "word", "", w, \
	"\"" d "\"", r, true, false, { zh, en } }, ZP_CONF_WORD, \
	AT(f), first, 0 }
/* name, field, kind, type, range, default, reloadable, doc */
#define ELSE(n, f, k, t, range, d, r, re, zh, en) { { n, t, "", range, d, \
	r, re, false, { zh, en } }, k, AT(f), 0, 0 }
#define POLICY(n, f, u, lo, hi, d, r, zh, en) \
	INT("policy." n, policy.f, u, lo, hi, d, r, true, zh, en)
#define WEIGHT(n, f, d, r, zh, en) \
	POLICY("weights." n, f, "1/1000", 0, 10000000, d, r, zh, en)
#define ROSTER(n, f, u, lo, hi, d, r, zh, en) \
	POLICY("roster." n, roster.f, u, lo, hi, d, r, zh, en)
#define BOARD(n, f, u, lo, hi, d, r, zh, en) \
	POLICY("rebalance." n, rebalance.f, u, lo, hi, d, r, zh, en)
#define PAY(n, f, i, r, zh, en) \
	POLICY("pay." n, pay.f[i], "yuan", 0, 1000000, 0, r, zh, en)
#define HOURS(n, shift, d, zh, en) \
	ELSE("policy.roster." n, policy.roster.hours[shift], ZP_CONF_HOURS, \
	"hours", "hh:mm-hh:mm", "\"" d "\"", "N13", true, zh, en)
#define DISPATCH(n, i, zh, en) \
	WORD("policy.dispatch." n, policy.dispatch[i], \
	"balanced | pick | manual | rotate_person | rotate_firm | random | " \
	"hall_duty_first", "balanced", 0, "S4 S5", zh, en)

const struct zp_conf_row zp_conf_row[] = {
/* --- the daemon's own --- */
ELSE("city", city, ZP_CONF_CODE, "code", "six digits", "", "", false,
    "本市行政区划代码（GB/T 2260），如 340800；必填",
    "code of the city's region (GB/T 2260), such as 340800; required"),
{ { "database", "text", "", "conninfo", "", "", false, true,
    { "PostgreSQL 连接串，可列多台主机；口令放口令文件；必填",
    "PostgreSQL connection string, several hosts allowed; passwords belong "
    "in a password file; required" } },
    ZP_CONF_TEXT, AT(database), 0, 0 },
ELSE("socket", socket, ZP_CONF_PATH, "path", "absolute path",
    "\"/run/zhipaid/control.sock\"", "", false,
    "控制套接字（全部命令）", "control socket, all commands"),
ELSE("socket_readonly", socket_readonly, ZP_CONF_PATH, "path",
    "absolute path", "\"/run/zhipaid/readonly.sock\"", "", false,
    "只读控制套接字（只可查询）",
    "read-only control socket: questions only"),
ELSE("admins", admins, ZP_CONF_LIST, "list", "user names", "[ ]", "", true,
    "除 root 和本服务用户外，可改动数据的系统用户",
    "system users who may change things, besides root and the daemon's"),
ELSE("intake_view", intake_view, ZP_CONF_TEXT, "text", "schema.view",
    "\"\"", "", true,
    "上游系统的案件视图，按它取新案；空为不用",
    "view of the upstream system to pull new cases from; empty: none"),
ELSE("policy", policy_name, ZP_CONF_FILE, "file", "name or absolute path",
    "\"default\"", "", true,
    "办案方案：policies/ 下的文件名，或绝对路径",
    "the city's scheme: a name in policies/, or an absolute path"),
ELSE("calendars", cal, ZP_CONF_CALENDARS, "files", "names or absolute paths",
    "all", "H1 H2 H3", true,
    "节假日历：calendars/ 下的文件名；不写则全部读取",
    "calendars of days off: names in calendars/; without it, all there"),
ELSE("lang", lang, ZP_CONF_LANG, "word", "zh | en", "\"zh\"", "", true,
    "说明文字的语言", "language of texts for people"),
WORD("log_level", log_level, "error | warning | notice | info | debug",
    "info", 3, "",
    "日志详细程度", "how much is logged"),
INT("lease_ms", lease_ms, "ms", 1000, 600000, 6000, "", false,
    "主用租约时长；到期未续，备机接管",
    "length of the leader's lease; a standby takes over after it"),
INT("trust_ms", trust_ms, "ms", 500, 600000, 4000, "", false,
    "续租后可写入的时长，须短于租约",
    "how long after a renewal the leader may write; less than the lease"),
INT("renew_ms", renew_ms, "ms", 100, 600000, 1500, "", false,
    "续租间隔，须短于可写入时长",
    "pause between renewals; less than trust_ms"),
INT("heartbeat_ms", heartbeat_ms, "ms", 100, 600000, 5000, "", false,
    "监听连接的心跳间隔", "heartbeat of the listening session"),
INT("connect_timeout_ms", connect_timeout_ms, "ms", 100, 600000, 5000, "",
    false, "一次连接数据库的时限",
    "limit for one attempt to connect to the database"),
INT("query_timeout_ms", query_timeout_ms, "ms", 100, 600000, 10000, "",
    true, "一条语句的时限，超时重连",
    "limit for one statement; then the session is dropped"),
INT("catch_up_s", catch_up_s, "s", 1, 86400, 30, "", true,
    "无通知时定时查看的间隔",
    "slow timer: look for work though no notice came"),
INT("settle_ms", settle_ms, "ms", 0, 60000, 0, "", true,
    "收到通知后稍等，把一阵来案一起办；0 为不等",
    "wait after a notice to gather a burst; 0: do not wait"),
INT("batch_max", batch_max, "cases", 1, 100000, 500, "", true,
    "一批最多同办的案件数", "most cases decided together"),
BOOL("replay", replay, false, "", false,
    "回放：时钟随数据走", "replay: the clock follows the data"),
/* --- the city's scheme --- */
ELSE("policy.extends", extends, ZP_CONF_FILE, "file",
    "name or absolute path", "\"\"", "", true,
    "在哪个方案之上修改；只用于方案文件",
    "the scheme this one builds on; in policy files only"),
ELSE("policy.name", policy.name, ZP_CONF_TEXT, "text", "",
    "\"default\"", "", true,
    "方案的短名；不写则取文件名",
    "short name of the scheme; without it, the file's"),
ELSE("policy.title", policy.title, ZP_CONF_TEXT, "text", "",
    "\"默认方案\"", "", true, "方案名称和文号",
    "title of the scheme, for people"),
{ { "policy.seed", "integer", "", "0..9223372036854775807", "1", "S10",
    true, false, { "分值相同时排序所用的种子",
    "seed of the order among equals" } },
    ZP_CONF_SEED, AT(policy.seed), 0, 0 },
BOOL("policy.jurisdiction.tiered", policy.tiered, false, "J3 J4", true,
    "是否分级管辖：所列案件二审归市中心",
    "level jurisdiction: listed cases at second instance go to the city"),
ELSE("policy.jurisdiction.level_tags", policy.level_tags, ZP_CONF_SET,
    "words", "court_notified | gang | gang_organised | mass | petition | "
    "demolition | medical | sexual", "[\"court_notified\", "
    "\"gang_organised\", \"mass\", \"petition\", \"demolition\", "
    "\"medical\"]", "J3", true,
    "按标记分级管辖的案件，另加按事项的",
    "tags under level jurisdiction, besides the matters marked so"),
WORD("policy.jurisdiction.first_at_intermediate",
    policy.first_at_intermediate, "city | county | ask", "city", 0, "J4",
    "分级管辖案件由中级法院一审时归谁：随法院归市",
    "first instance at an intermediate court: by default the level "
    "follows the court"),
POLICY("qualification.death_years", death_years, "years", 3, 50, 3,
    "Q6 Q7", "可能判无期、死刑案件的刑辩年限；法定不少于三年",
    "years of criminal defence for life or death; the law says three"),
POLICY("qualification.litigation_years", litigation_years, "years", 0, 50,
    0, "Q8", "诉讼案件承办人的执业年限；0 为不限",
    "years of practice to lead litigation; 0: no limit"),
BOOL("policy.pair.enabled", policy.pair, false, "Q9", true,
    "一老一新：诉讼案件可配一名新律师",
    "pair a senior with a junior in litigation"),
POLICY("pair.share", pair_share, "percent", 0, 100, 100, "Q9",
    "配对案件占诉讼案件的比例",
    "share of litigation cases that get a junior"),
POLICY("pair.junior_years", junior_years, "years", 1, 50, 5, "Q9",
    "执业不满几年算新律师", "a junior has practised less than this"),
POLICY("load.annual_cap", annual_cap, "cases", 1, 1000, 90, "T1",
    "每人每年承办上限", "most cases a year and person"),
POLICY("load.warn_at", warn_at, "cases", 0, 1000, 80, "T1",
    "办到多少件时提醒", "early warning before the cap"),
POLICY("load.lead", lead_load, "1/1000 case", 0, 10000, 1000, "T8",
    "主办一件的负荷", "load of leading a case"),
POLICY("load.junior", junior_load, "1/1000 case", 0, 10000, 500, "T8",
    "协办一件的负荷", "load of being the junior of a case"),
POLICY("load.complex", complex_load, "1/1000 case", 0, 10000, 300, "T8",
    "复杂案件另加的负荷", "added for a complex case"),
POLICY("load.major", major_load, "1/1000 case", 0, 10000, 1000, "T8",
    "重大案件另加的负荷", "added for a major case"),
POLICY("load.criminal", kind_load[ZP_CRIMINAL], "1/1000 case", 0, 10000, 0,
    "T8", "刑事案件另加的负荷", "added for a criminal case"),
POLICY("load.civil", kind_load[ZP_CIVIL], "1/1000 case", 0, 10000, 0,
    "T8", "民事案件另加的负荷", "added for a civil case"),
POLICY("load.administrative", kind_load[ZP_ADMINISTRATIVE], "1/1000 case",
    0, 10000, 0, "T8", "行政案件另加的负荷",
    "added for an administrative case"),
POLICY("load.other", kind_load[ZP_CAT_OTHER], "1/1000 case", 0, 10000, 0,
    "T8", "其他案件另加的负荷", "added for another case"),
POLICY("load.litigation", litigation_load, "1/1000 case", 0, 10000, 0, "T8",
    "诉讼案件另加的负荷", "added for litigation"),
POLICY("load.grave", grave_load, "1/1000 case", 0, 10000, 0, "T8",
    "可能判无期、死刑案件另加的负荷", "added for possible life or death"),
POLICY("load.duty", duty_load, "1/1000 case", 0, 10000, 250, "T8",
    "值班一班的负荷，登记出勤后计入；四班折一件",
    "load of a duty shift, once attendance is kept: four make a case"),
POLICY("load.declined", decline_load, "percent", 0, 100, 0, "R1",
    "无正当理由拒绝的，案件负荷仍计的比例",
    "of the weight of a case declined without cause, what still counts"),
POLICY("load.carry", carry, "percent", 0, 100, 0, "T9",
    "上年多办少办的差额结转本年的比例",
    "of the last year's balance, what is taken into the new year"),
POLICY("deadlines.assign_days", assign_days, "days", 1, 3, 3, "D2 D3",
    "指派期限；法定三日，可以更短",
    "days to assign; the law says three, fewer are allowed"),
WORD("policy.deadlines.unit", policy.assign_unit, "calendar | workday",
    "calendar", 0, "D5",
    "期限按自然日还是工作日；法条写“日”",
    "calendar or working days; the law's word is plain days"),
WORD("policy.deadlines.rollover", policy.rollover, "none | next_workday",
    "none", 0, "D5",
    "期满遇假日是否顺延；对指派期限法无明文",
    "does a last day off roll over; no text says so for assigning"),
WORD("policy.deadlines.promise", policy.promise,
    "none | same_day | next_workday", "none", 0, "D16 D17",
    "本市的服务承诺，与法定期限分开计算",
    "the centre's own promise, kept apart from the law's limit"),
POLICY("deadlines.adjourned_days", adjourned_days, "days", 1, 15, 3, "D14",
    "庭上更换辩护人后十五日内，留给指派的天数",
    "of the 15 days after an adjournment, those for assigning"),
POLICY("conflicts.former_post_years", former_post_years, "years", 2, 50, 2,
    "C11", "法官、检察官离任后不得代理的年限；法定二年",
    "years a former judge or prosecutor is barred; the law says two"),
POLICY("conflicts.client_days", client_days, "days", 0, 3650, 365, "C9",
    "委托结束后对原当事人的冲突期",
    "days after a relation ended in which the client still counts"),
POLICY("conflicts.most_changes", most_changes, "changes", 0, 10, 2, "R3",
    "同一审判程序内最多更换辩护人次数；0 为不限",
    "most changes of defender in one trial procedure; 0: no limit"),
BOOL("policy.centres.borrow_for_gang", policy.borrow_for_gang, false, "X1",
    true, "团伙案件人手不足时自动从外县借人；默认由市中心决定",
    "borrow for gang cases by itself; by default the city decides"),
DISPATCH("criminal", ZP_CRIMINAL,
    "刑事案件的指派方式", "how criminal cases are dispatched"),
DISPATCH("civil", ZP_CIVIL,
    "民事案件的指派方式", "how civil cases are dispatched"),
DISPATCH("administrative", ZP_ADMINISTRATIVE,
    "行政案件的指派方式", "how administrative cases are dispatched"),
DISPATCH("other", ZP_CAT_OTHER,
    "其他案件的指派方式", "how other cases are dispatched"),
WORD("policy.dispatch.notified", policy.notified,
    "category | balanced | pick | manual | rotate_person | rotate_firm | "
    "random | hall_duty_first", "category", 0, "S4 J12",
    "应当通知的案件的指派方式；category 为随案件类别",
    "how mandatory notices are dispatched; category: as others of theirs"),
POLICY("dispatch.next", wheel_next, "counsel", 1, 100, 5, "S4",
    "轮候时在后面几位中选最合适的；1 为严格按次序",
    "rotation chooses among the next so many; 1: strictly in order"),
POLICY("hold.criminal", hold[ZP_CRIMINAL], "percent", 0, 90, 0, "D2 D16",
    "刑事案件可等候合办的时间，占承诺或期限的比例；0 为不等",
    "part of the promise or limit a criminal case may be held; 0: none"),
POLICY("hold.civil", hold[ZP_CIVIL], "percent", 0, 90, 0, "D2 D16",
    "民事案件可等候合办的时间比例",
    "part of the promise or limit a civil case may be held"),
POLICY("hold.administrative", hold[ZP_ADMINISTRATIVE], "percent", 0, 90, 0,
    "D2 D16", "行政案件可等候合办的时间比例",
    "part of the promise or limit an administrative case may be held"),
POLICY("hold.other", hold[ZP_CAT_OTHER], "percent", 0, 90, 0, "D2 D16",
    "其他案件可等候合办的时间比例",
    "part of the promise or limit another case may be held"),
POLICY("settle", settle, "minutes", 0, 4320, 0, "D2",
    "通知发出前，指派仍可调整的分钟数；0 为不调整",
    "minutes in which a decision may still move; 0: none"),
POLICY("ahead.futures", futures, "futures", 0, 32, 0, "S1",
    "预见：按往年案件推演几种未来，为稀缺案件留人；0 为不推演",
    "look ahead over so many sampled futures; 0: do not"),
POLICY("steer.social_line", social_line, "percent", 0, 100, 0, "T4 T6",
    "社会律师结案占比的目标线；低于此线时优先社会律师；0 为不用",
    "line of the share closed by firm lawyers; below it they come first; "
    "0: off"),
POLICY("steer.litigation_line", litigation_line, "percent", 0, 100, 0,
    "T3 T6", "诉讼案件结案占比的目标线；低于此线时诉讼案件先得人；0 为不用",
    "line of the share of litigation; below it litigation is served first; "
    "0: off"),
WEIGHT("load", w_load, 1000, "S9 T9",
    "负荷每多一件的分值：均衡指派", "each case of load: the balance"),
WEIGHT("even", w_even, 0, "S9",
    "负荷每达本中心人均一倍另加的分值：逐月均衡",
    "a load of once the pool's mean: even from month to month"),
WEIGHT("steer", w_steer, 0, "T6",
    "占比低于目标线而不能提高占比的", "does not raise a share below its line"),
WEIGHT("specialty", w_specialty, 7500, "S1 Q23",
    "不具备该专长", "does not have the case's specialty"),
WEIGHT("language", w_language, 24000, "Q21",
    "不通受援人的语言", "does not speak the recipient's language"),
WEIGHT("expert", w_expert, 12000, "Q22",
    "重大案件而非专家库律师",
    "not of the expert pool, for a major case"),
WEIGHT("woman", w_woman, 60000, "Q12",
    "性侵女童案件而非女律师",
    "not a woman, for a girl in a sexual-assault case"),
WEIGHT("continuity", w_continuity, 30000, "S6 S7",
    "前一阶段由他人承办", "somebody else had the earlier stage"),
WEIGHT("wish", w_wish, 24000, "S8",
    "不在受援人点援名单上；名次每后一位加三分之一",
    "not wished for by the recipient; a third for each place down"),
WEIGHT("rural", w_rural, 1500, "Q14",
    "农牧区民事非诉事项而非基层法律服务工作者",
    "not a grass-roots worker, for a rural civil matter out of court"),
WEIGHT("distance", w_distance, 2000, "S2 S3",
    "执业地不在案件所在县", "seat in another county"),
WEIGHT("quality", w_quality, 2000, "S12",
    "质量评分为零；八十分起不付", "a grade of 0; nothing from 80 on"),
WEIGHT("experience", w_experience, 3000, "S1",
    "重大案件而执业不满十年；复杂案件减半",
    "less than ten years of practice, for a major case; half as much for "
    "a complex one"),
/* one chessboard */
BOARD("most_out", most_out, "percent", 0, 100, 10, "X2",
    "一次方案最多从一个中心调出的案件，按其年度任务的百分比",
    "most cases a plan moves out of a centre, of its annual target"),
BOARD("most_in", most_in, "percent", 0, 100, 10, "X2",
    "一次方案最多向一个中心调入的案件，按其年度任务的百分比",
    "most cases a plan moves into a centre, of its annual target"),
BOARD("begun_days", begun_days, "days", 0, 366, 7, "X2",
    "指派满几天即视为已开始办理，不再调出；承办人员确认的随时算已开始",
    "days after a decision from which on work has begun and the case stays, "
    "as it does once counsel has acknowledged it"),
BOARD("hearing_days", hearing_days, "days", 0, 366, 15, "X2",
    "开庭在几天之内的案件不调出",
    "a case with a hearing within so many days stays"),
BOARD("expires_hours", expires_hours, "hours", 1, 2400, 72, "X2",
    "方案提出后待批准的时限，逾期作废",
    "time for a plan to be approved and applied; then it has expired"),
BOARD("undo_hours", undo_hours, "hours", 0, 2400, 24, "X2",
    "方案实施后可撤回的时限", "time in which an applied plan may be undone"),
WORD("policy.rebalance.elapsed", policy.rebalance.elapsed,
    "calendar | workday", "calendar", 0, "T5",
    "序时进度按日历日还是工作日计",
    "what the elapsed part of the year is counted in"),
BOARD("schedule", schedule, "day of the month", 0, 28, 0, "X2",
    "每月几日自动提出方案，仍须市中心批准；0 为不自动",
    "day on which a plan is proposed by itself; the city still has to "
    "approve it; 0: by hand only"),
/* duty rosters */
ROSTER("years", years, "years", 0, 50, 0, "Q20",
    "值班律师的执业年限；0 为不限", "years of practice for duty; 0: no limit"),
ROSTER("training_years", training_years, "years", 0, 50, 0, "N8",
    "岗前培训的有效年数；0 为长期有效",
    "years after which training lapses; 0: never"),
ROSTER("day", day, "shifts", 0, 4, 1, "N17",
    "每人每天最多几班；0 为不限", "most shifts a person and day; 0: no limit"),
ROSTER("week", week, "shifts", 0, 28, 3, "N17",
    "每人每周最多几班；0 为不限", "most shifts a person and week"),
ROSTER("month", month, "shifts", 0, 62, 12, "N17",
    "每人每月最多几班；0 为不限", "most shifts a person and month"),
ROSTER("rest", rest, "days", 0, 30, 1, "N17",
    "两次值班之间至少隔几天；否则有岗无人时不隔",
    "free days between two duties, unless a post would stay open"),
ROSTER("fair_workday", fair[0], "1/1000", 1, 100000, 1000, "N17",
    "工作日值班均衡的权重", "weight of evenness on working days"),
ROSTER("fair_day_off", fair[1], "1/1000", 1, 100000, 1000, "N17",
    "休息日值班均衡的权重", "weight of evenness on days off"),
ROSTER("fair_festival", fair[2], "1/1000", 1, 100000, 1500, "N17",
    "节日值班均衡的权重", "weight of evenness on festivals"),
ROSTER("fair_remote", fair[3], "1/1000", 1, 100000, 1500, "N17",
    "偏远站点值班均衡的权重", "weight of evenness at remote stations"),
ROSTER("avoid", avoid, "1/1000", 0, 100000, 400, "N17",
    "排在本人不便的日子", "a day the person would rather not"),
ROSTER("far", far, "1/1000", 0, 100000, 300, "N17",
    "站点不在本人所在县", "a station outside the person's own county"),
ROSTER("standby", standby, "people", 0, 3, 1, "N17",
    "每个中心每个值班日的备班人数；0 为不备班",
    "people who stand by for each centre and day with duties; 0: nobody"),
ROSTER("draft_day", draft_day, "day of the month", 0, 28, 20, "N7",
    "每月几日自动起草下月班表；0 为不自动",
    "day on which next month's draft is made; 0: by hand only"),
ROSTER("review_days", review_days, "days", 0, 30, 3, "N7",
    "班表草案征求意见的天数", "days in which a draft may be looked at"),
WORD("policy.roster.publish", policy.roster.publish, "hand | auto", "hand", 0,
    "N7",
    "征求意见结束后如何公布：人工或自动",
    "who publishes a draft when its review is over"),
WORD("policy.roster.repair", policy.roster.repair, "auto | ask", "auto", 0,
    "N17", "已发布的班次无人到岗（请假、离库等）：auto 自动补班，ask 只提示",
    "a published duty whose person falls out: auto, filled at once; ask, "
    "only told"),
ROSTER("help_days", help_days, "working days", 1, 10, 2, "D20",
    "收到机关的法律帮助通知后，几个工作日内派出值班律师",
    "working days to name a duty lawyer after an organ's notice"),
HOURS("am_hours", ZP_SHIFT_AM, "09:00-11:30",
    "上午班的起止时间", "hours of a morning shift"),
HOURS("pm_hours", ZP_SHIFT_PM, "14:30-17:30",
    "下午班的起止时间", "hours of an afternoon shift"),
HOURS("day_hours", ZP_SHIFT_DAY, "09:00-17:30",
    "全天班的起止时间", "hours of a shift of a whole day"),
ROSTER("pay_workday", pay[0], "yuan", 0, 100000, 0, "N11",
    "工作日值班一天的补贴；0 为未定",
    "for a duty on a working day; 0: not set"),
ROSTER("pay_day_off", pay[1], "yuan", 0, 100000, 0, "N11",
    "休息日值班一天的补贴", "for a duty on a day off"),
ROSTER("pay_festival", pay[2], "yuan", 0, 100000, 0, "N11",
    "节日值班一天的补贴", "for a duty on a festival"),
ROSTER("pay_remote", pay[3], "yuan", 0, 100000, 0, "N11",
    "偏远站点值班一天的补贴", "for a duty at a remote station"),
ROSTER("pay_least", pay_least, "yuan", 0, 100000, 200, "M6",
    "值班补贴的下限", "lower bound of the allowance"),
ROSTER("pay_most", pay_most, "yuan", 0, 100000, 500, "M6",
    "值班补贴的上限", "upper bound of the allowance"),
/* what a case is paid */
PAY("criminal_least", criminal, 0, "M1",
    "刑事案件补贴的下限；0 为未定",
    "for a criminal case, at least; 0: not set"),
PAY("criminal_most", criminal, 1, "M1",
    "刑事案件补贴的上限", "for a criminal case, at most"),
PAY("civil_least", civil, 0, "M2",
    "民事、行政案件补贴的下限", "for a civil or administrative case, at least"),
PAY("civil_most", civil, 1, "M2",
    "民事、行政案件补贴的上限", "for a civil or administrative case, at most"),
PAY("death_least", death, 0, "M3",
    "死刑二审案件补贴的下限；未定的按刑事案件",
    "for a death sentence at second instance, at least; without it as a "
    "criminal case"),
PAY("death_most", death, 1, "M3",
    "死刑二审案件补贴的上限",
    "for a death sentence at second instance, at most"),
POLICY("pay.local", pay.local, "yuan", 0, 1000000, 0, "M7",
    "本级财政按目标任务数每件配套",
    "the county's own share per case of its target"),
ELSE("policy.rules.off", policy.off, ZP_CONF_RULES, "rules", "rule ids",
    "[ ]", "", true,
    "停用的规则；强制性规则不得停用",
    "rules switched off; those of kind HARD cannot be"),
};
const size_t zp_conf_rows = ZP_COUNT(zp_conf_row);

size_t zp_conf_keys(void)
{
	return zp_conf_rows;
}

const struct zp_conf_key *zp_conf_key_at(size_t i)
{
	ZP_ASSERT(i < zp_conf_rows);
	return &zp_conf_row[i].key;
}

int zp_conf_find(const char *name, size_t n)
{
	for (size_t i = 0; i < zp_conf_rows; i++)
		if (strncmp(zp_conf_row[i].key.name, name, n) == 0 &&
		    zp_conf_row[i].key.name[n] == '\0')
			return (int)i;
	return -1;
}
