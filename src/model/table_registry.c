/*
 * src/model/table_registry.c - columns of who and what there is.
 * The rule ids behind a column stand in its line of documentation.
 */
#include "table_impl.h"
#include "zhipaid/registry.h"

const char *const zp_words_gender[] = { "", "f", "m", NULL };

#define ROW struct zp_region
static const char *const region_level[] = { "province", "city", "county",
	"zone", "township", NULL };
static const struct zp_col region_col[] = {
	CODE(code, KEY, "行政区划代码（GB/T 2260，乡镇九位）",
	    "code of GB/T 2260; nine digits for townships"),
	TEXT(name, NEED, "名称", "name"),
	ENUM(level, NEED, region_level, "级别", "level"),
	CODE(parent_code, 0, "上级区划", "the region it lies in"),
	CODE(served_by, 0, "代办：由哪个区划的中心办理（J5）",
	    "the region whose centre handles its cases (J5)"),
};
#undef ROW

#define ROW struct zp_centre
static const char *const centre_level[] = { "city", "county", NULL };
static const struct zp_col centre_col[] = {
	CODE(code, KEY, "中心代码", "code of the legal-aid centre"),
	TEXT(name, NEED, "名称", "name"),
	ENUM(level, NEED, centre_level, "市级或县级",
	    "of the city or of a county"),
	CODE(region_code, NEED, "所在区划", "its region"),
	INT(annual_target, 0, 0, 10000000, "年度办案任务数（T5）",
	    "cases it should handle in a year (T5)"),
};
#undef ROW

#define ROW struct zp_organ
static const char *const organ_kind[] = { "court", "procuratorate", "police",
	"detention_centre", "other", NULL };
static const char *const organ_level[] = { "basic", "intermediate", "high",
	NULL };
static const struct zp_col organ_col[] = {
	CODE(code, KEY, "办案机关代码", "code of the case-handling organ"),
	TEXT(name, NEED, "名称", "name"),
	ENUM(kind, NEED, organ_kind, "种类", "kind"),
	ENUM(level, NEED, organ_level, "级别：基层、中级、高级（J3）",
	    "level (J3)"),
	CODE(region_code, NEED, "所在区划（J1）", "its region (J1)"),
};
#undef ROW

#define ROW struct zp_firm
static const char *const firm_kind[] = { "law_firm", "grassroots_office",
	"centre", NULL };
static const struct zp_col firm_col[] = {
	CODE(code, KEY, "机构代码", "code of the firm or office"),
	TEXT(name, NEED, "名称", "name"),
	ENUM(kind, NEED, firm_kind, "律师事务所、基层法律服务所、中心本身",
	    "law firm, grass-roots office, or a centre's own staff"),
	CODE(region_code, 0, "所在区划（S2）", "its region (S2)"),
};
#undef ROW

#define ROW struct zp_counsel
static const char *const counsel_kind[] = { "lawyer", "staff_lawyer",
	"grassroots_worker", "volunteer", NULL };
static const char *const counsel_status[] = { "active", "suspended", "left",
	NULL };
static const struct zp_col counsel_col[] = {
	CODE(licence_no, KEY, "执业证号", "number of the practising licence"),
	TEXT(name, NEED, "姓名", "name"),
	ENUM(gender, 0, zp_words_gender, "性别（Q12）", "gender (Q12)"),
	ENUM(kind, NEED, counsel_kind, "人员类别（Q1）", "kind of person (Q1)"),
	CODE(firm_code, 0, "执业机构；志愿者可空（C4、C7）",
	    "the firm; may be empty for a volunteer (C4, C7)"),
	CODE(centre_code, NEED, "列入哪个中心的人员库",
	    "the centre in whose pool the person is"),
	CODE(region_code, 0, "所在区划（S2、Q13）", "seat (S2, Q13)"),
	DATE(practice_since, 0, "开始执业日期（Q8、Q9）",
	    "in practice since (Q8, Q9)"),
	DATE(criminal_since, 0, "开始刑事辩护日期（Q6）",
	    "defending in criminal cases since (Q6)"),
	LIST(specialties, 0, "业务专长（S1、Q23）", "specialties (S1, Q23)"),
	LIST(languages, 0, "语言（Q21）", "languages (Q21)"),
	BOOL(expert, 0, "专家律师库（Q22）", "in the expert pool (Q22)"),
	BOOL(minor_qualified, 0, "熟悉未成年人（Q11）",
	    "familiar with minors (Q11)"),
	DATE(duty_trained_on, 0, "值班岗前培训日期（N8）",
	    "trained for duty on (N8)"),
	BOOL(wants_pairing, 0, "愿意结对办案（Q9）",
	    "willing to work in a pair (Q9)"),
	INT(annual_cap, 0, 0, 1000, "本人年度上限；空为按方案（T1）",
	    "own yearly limit; empty: the policy's (T1)"),
	DATE(joined_on, 0, "入库日期（T9）", "joined the pool on (T9)"),
	ENUM(status, NEED, counsel_status, "执业状态（Q18）",
	    "whether in practice (Q18)"),
	LIST(former_organ, 0, "曾任职机关（C11）",
	    "organs where the person was judge or prosecutor (C11)"),
	DATE(former_left_on, 0, "离任日期（C11）", "left that post on (C11)"),
	LIST(relatives_at, 0, "近亲属任职机关（C12）",
	    "organs where near relatives work (C12)"),
	LIST(relatives, MORE, "近亲属：执业证号或受援人编号（C3、C10）",
	    "near relatives: licence numbers, recipient ids (C3, C10)"),
	LIST(area, MORE, "基层工作者辖区；空为所在区划（Q13）",
	    "a grass-roots worker's area; empty: the seat (Q13)"),
	DATE(pool_from, MORE, "人员库起始日（S11）", "in the pool from (S11)"),
	DATE(pool_to, MORE, "人员库截止日，含当日（S11）",
	    "in the pool to, inclusive (S11)"),
	INT(quality, MORE, 0, 100, "质量评分 0–100（S12）",
	    "grade of past work, 0 to 100 (S12)"),
	DATE(duty_from, MORE, "值班律师库起始日（N7）",
	    "in the pool of duty lawyers from (N7)"),
	DATE(duty_to, MORE, "值班律师库截止日，含当日（N7）",
	    "in the pool of duty lawyers to, inclusive (N7)"),
};
#undef ROW

#define ROW struct zp_leave
static const struct zp_col leave_col[] = {
	CODE(licence_no, KEY, "执业证号", "licence number"),
	DATE(starts_on, KEY, "起始日", "first day"),
	DATE(ends_on, NEED, "截止日，含当日", "last day, inclusive"),
	TEXT(reason, 0, "原因", "reason"),
};
#undef ROW

#define ROW struct zp_matter
static const char *const category[] = { "criminal", "civil",
	"administrative", "other", NULL };
static const struct zp_col matter_col[] = {
	CODE(code, KEY, "案由代码", "code of the matter"),
	TEXT(name, NEED, "名称", "name"),
	ENUM(category, NEED, category, "类别", "category"),
	CODE(specialty, 0, "所需专长（Q23）", "specialty it asks for (Q23)"),
	BOOL(level_jurisdiction, 0, "适用级别管辖（J3）",
	    "follows the level of the court (J3)"),
};
#undef ROW

#define ROW struct zp_station
static const char *const station_mode[] = { "rotation", "fixed", "on_call",
	NULL };
static const char *const station_way[] = { "onsite", "phone", NULL };
static const char *const open_on[] = { "working_days", "days_off",
	"all_days", NULL };
static const char *const shifts[] = { "am", "pm", "day", NULL };
static const struct zp_col station_col[] = {
	CODE(code, KEY, "值班站点代码", "code of the duty station"),
	TEXT(name, NEED, "名称", "name"),
	CODE(organ_code, 0, "所驻机关（N1）", "the organ it stands at (N1)"),
	CODE(region_code, NEED, "所在区划", "its region"),
	ENUM(mode, NEED, station_mode, "轮值、固定、预约（N4）",
	    "rotation, fixed persons, on call (N4)"),
	ENUM(way, NEED, station_way, "现场或电话（N5）",
	    "on site or by telephone (N5)"),
	ENUM(open_on, NEED, open_on, "开放日", "the days it is open"),
	SET(shifts, NEED, shifts, "班次：上午、下午、全天",
	    "shifts: morning, afternoon, whole day"),
	INT(posts, NEED, 1, 99, "每班人数", "persons in a shift"),
	LIST(fixed_counsel, MORE, "固定值班人员的执业证号（N4）",
	    "licence numbers of those who serve it, if fixed (N4)"),
	BOOL(remote, MORE, "偏远，值班单独均衡（N17）",
	    "a remote place, whose duties are evened out apart (N17)"),
};
#undef ROW

const struct zp_table zp_tables_registry[] = {
	[ZP_T_REGIONS] = TABLE("regions", zp_region, region_col),
	[ZP_T_CENTRES] = TABLE("centres", zp_centre, centre_col),
	[ZP_T_ORGANS] = TABLE("organs", zp_organ, organ_col),
	[ZP_T_FIRMS] = TABLE("firms", zp_firm, firm_col),
	[ZP_T_COUNSEL] = TABLE("counsel", zp_counsel, counsel_col),
	[ZP_T_LEAVE] = TABLE("leave", zp_leave, leave_col),
	[ZP_T_MATTERS] = TABLE("matters", zp_matter, matter_col),
	[ZP_T_STATIONS] = TABLE("stations", zp_station, station_col),
};
