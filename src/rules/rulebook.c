/*
 * src/rules/rulebook.c - the rules as a table for people.
 */
#include "zhipaid/rulebook.h"

/* Which values of a policy stand behind a rule. */
enum type { NUMBER, FLAG, CHOICE, TAGS };
struct param {
	enum zp_rule rule;
	const char *name;
	size_t offset;
	enum type type;
	bool zero_is_off;		/* 0 switches the rule off */
	const char *const *words;	/* CHOICE */
};
#define P(rule, field, ...) \
	{ rule, #field, offsetof(struct zp_policy, field), __VA_ARGS__ }
#define D(i, name) { ZP_S4, name, offsetof(struct zp_policy, dispatch) + \
	(i) * sizeof(enum zp_dispatch), CHOICE, false, dispatch_words }
#define K(i, name) { ZP_T8, name, offsetof(struct zp_policy, kind_load) + \
	(i) * sizeof(int32_t), NUMBER, false, NULL }

static const char *const first_words[] = { "city", "county", "ask" };
static const char *const unit_words[] = { "calendar", "working" };
static const char *const roll_words[] = { "none", "next_workday" };
static const char *const promise_words[] = { "none", "same_day",
	"next_workday" };
static const char *const dispatch_words[] = { "balanced", "pick", "manual",
	"rotate_person", "rotate_firm", "random", "hall_duty_first" };
static const char *const notified_words[] = { "category", "balanced", "pick",
	"manual", "rotate_person", "rotate_firm", "random",
	"hall_duty_first" };
static const char *const tag_words[] = { "court_notified", "gang",
	"gang_organised", "mass", "petition", "demolition", "medical",
	"sexual" };

static const struct param params[] = {
	P(ZP_Q7, death_years, NUMBER, false, NULL),
	P(ZP_Q8, litigation_years, NUMBER, true, NULL),
	P(ZP_Q9, pair, FLAG, true, NULL),
	P(ZP_Q9, pair_share, NUMBER, true, NULL),
	P(ZP_Q9, junior_years, NUMBER, false, NULL),
	P(ZP_C9, client_days, NUMBER, false, NULL),
	P(ZP_C11, former_post_years, NUMBER, false, NULL),
	P(ZP_T1, annual_cap, NUMBER, false, NULL),
	P(ZP_T1, warn_at, NUMBER, false, NULL),
	P(ZP_T3, litigation_line, NUMBER, true, NULL),
	P(ZP_T4, social_line, NUMBER, true, NULL),
	P(ZP_T6, w_steer, NUMBER, true, NULL),
	P(ZP_X1, borrow_for_gang, FLAG, false, NULL),
	P(ZP_X2, rebalance.most_out, NUMBER, true, NULL),
	P(ZP_X2, rebalance.most_in, NUMBER, true, NULL),
	P(ZP_X2, rebalance.begun_days, NUMBER, false, NULL),
	P(ZP_X2, rebalance.hearing_days, NUMBER, false, NULL),
	P(ZP_X2, rebalance.schedule, NUMBER, false, NULL),
	P(ZP_J3, tiered, FLAG, true, NULL),
	P(ZP_J3, level_tags, TAGS, false, NULL),
	P(ZP_J3, first_at_intermediate, CHOICE, false, first_words),
	P(ZP_J4, tiered, FLAG, true, NULL),
	P(ZP_R1, decline_load, NUMBER, false, NULL),
	P(ZP_R3, most_changes, NUMBER, true, NULL),
	P(ZP_T8, lead_load, NUMBER, false, NULL),
	P(ZP_T8, junior_load, NUMBER, false, NULL),
	P(ZP_T8, complex_load, NUMBER, false, NULL),
	P(ZP_T8, major_load, NUMBER, false, NULL),
	K(ZP_CRIMINAL, "criminal_load"),
	K(ZP_CIVIL, "civil_load"),
	K(ZP_ADMINISTRATIVE, "administrative_load"),
	K(ZP_CAT_OTHER, "other_load"),
	P(ZP_T8, litigation_load, NUMBER, false, NULL),
	P(ZP_T8, grave_load, NUMBER, false, NULL),
	P(ZP_T8, duty_load, NUMBER, false, NULL),
	D(0, "criminal"),
	D(1, "civil"),
	D(2, "administrative"),
	D(3, "other"),
	P(ZP_S4, notified, CHOICE, false, notified_words),
	P(ZP_S4, wheel_next, NUMBER, false, NULL),
	P(ZP_S9, w_load, NUMBER, true, NULL),
	P(ZP_S9, w_even, NUMBER, false, NULL),
	P(ZP_S1, futures, NUMBER, false, NULL),
	P(ZP_S1, w_experience, NUMBER, true, NULL),
	P(ZP_S2, w_distance, NUMBER, true, NULL),
	P(ZP_S3, w_distance, NUMBER, true, NULL),
	P(ZP_S6, w_continuity, NUMBER, true, NULL),
	P(ZP_S7, w_continuity, NUMBER, true, NULL),
	P(ZP_S8, w_wish, NUMBER, true, NULL),
	P(ZP_S12, w_quality, NUMBER, true, NULL),
	P(ZP_T9, w_load, NUMBER, true, NULL),
	P(ZP_T9, carry, NUMBER, false, NULL),
	P(ZP_Q12, w_woman, NUMBER, true, NULL),
	P(ZP_Q14, w_rural, NUMBER, true, NULL),
	P(ZP_Q21, w_language, NUMBER, true, NULL),
	P(ZP_Q22, w_expert, NUMBER, true, NULL),
	P(ZP_Q23, w_specialty, NUMBER, true, NULL),
	P(ZP_Q20, roster.years, NUMBER, true, NULL),
	P(ZP_N8, roster.training_years, NUMBER, false, NULL),
	P(ZP_M6, roster.pay_least, NUMBER, false, NULL),
	P(ZP_M6, roster.pay_most, NUMBER, false, NULL),
	P(ZP_D2, assign_days, NUMBER, false, NULL),
	P(ZP_D3, assign_days, NUMBER, false, NULL),
	P(ZP_D5, assign_unit, CHOICE, false, unit_words),
	P(ZP_D5, rollover, CHOICE, false, roll_words),
	P(ZP_D14, adjourned_days, NUMBER, false, NULL),
	P(ZP_D16, promise, CHOICE, true, promise_words),
};
#undef D
#undef P

static int32_t value_of(const struct param *m, const struct zp_policy *p)
{
	const char *at = (const char *)p + m->offset;

	if (m->type == FLAG)
		return *(const bool *)at;
	return *(const int32_t *)(const void *)at;
}

static void put_value(const struct param *m, int32_t v, struct zp_buf *out)
{
	const char *comma = "";

	zp_buf_printf(out, "%s=", m->name);
	switch (m->type) {
	case NUMBER:
		zp_buf_i64(out, v);
		break;
	case FLAG:
		zp_buf_puts(out, v != 0 ? "on" : "off");
		break;
	case CHOICE:
		zp_buf_puts(out, m->words[v]);
		break;
	case TAGS:
		for (size_t i = 0; i < ZP_COUNT(tag_words); i++) {
			if ((v & 1 << i) == 0)
				continue;
			zp_buf_printf(out, "%s%s", comma, tag_words[i]);
			comma = ",";
		}
	}
}

static void put_values(enum zp_rule r, const struct zp_policy *p,
    struct zp_buf *out)
{
	const char *gap = "";

	for (size_t i = 0; i < ZP_COUNT(params); i++) {
		if (params[i].rule != r)
			continue;
		zp_buf_puts(out, gap);
		put_value(&params[i], value_of(&params[i], p), out);
		gap = " ";
	}
}

enum zp_rule_state zp_rulebook_state(enum zp_rule r,
    const struct zp_policy *p)
{
	bool steered = zp_rule_optional(r);

	if (steered && p->off[r])
		return ZP_RULE_OFF;
	if (r == ZP_Q7 && p->death_years <= 3)	/* no stricter than Q6 */
		return ZP_RULE_OFF;
	for (size_t i = 0; i < ZP_COUNT(params); i++) {
		if (params[i].rule != r || !params[i].zero_is_off)
			continue;
		if (value_of(&params[i], p) == 0)
			return ZP_RULE_OFF;
		steered = true;
	}
	return steered ? ZP_RULE_ON : ZP_RULE_FIXED;
}

const char *zp_rule_kind_name(enum zp_rule_kind k)
{
	static const char *const name[] = { "HARD", "HARD-OV", "PREF",
		"DEADLINE", "REPORT", "DATA" };

	ZP_ASSERT((size_t)k < ZP_COUNT(name));
	return name[k];
}

const char *zp_rulebook_column(enum zp_rulebook_col c)
{
	static const char *const name[ZP_RB_COLS] = { "id", "kind", "role",
		"state", "name", "value", "source", "text" };

	return name[c];
}

const char *zp_rulebook_heading(enum zp_rulebook_col c, enum zp_lang lang)
{
	static const char *const name[ZP_RB_COLS][ZP_LANGS] = {
		{ "规则", "rule" }, { "类别", "kind" }, { "作用", "role" },
		{ "状态", "state" }, { "名称", "name" }, { "参数", "value" },
		{ "依据", "source" }, { "内容", "text" } };

	return name[c][lang];
}

static const char *role_name(enum zp_rule_role r, enum zp_lang lang)
{
	static const char *const name[][ZP_LANGS] = { { "候选", "candidate" },
		{ "组合", "team" }, { "评分", "term" }, { "管辖", "route" },
		{ "期限", "clock" }, { "值班", "duty" }, { "记录", "record" } };

	return name[r][lang];
}

static const char *state_name(enum zp_rule_state s, enum zp_lang lang)
{
	static const char *const name[][ZP_LANGS] = {
		{ "固定", "fixed" }, { "启用", "on" }, { "停用", "off" } };

	return name[s][lang];
}

void zp_rulebook_cell(enum zp_rule r, const struct zp_policy *p,
    enum zp_rulebook_col c, enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_rule_row *row = zp_rule_row(r);
	const char *text = NULL;

	switch (c) {
	case ZP_RB_ID:
		text = row->id;
		break;
	case ZP_RB_KIND:
		text = zp_rule_kind_name(row->kind);
		break;
	case ZP_RB_ROLE:
		text = role_name(row->role, lang);
		break;
	case ZP_RB_STATE:
		text = state_name(zp_rulebook_state(r, p), lang);
		break;
	case ZP_RB_NAME:
		text = row->name[lang];
		break;
	case ZP_RB_SOURCE:
		text = row->source;
		break;
	case ZP_RB_TEXT:
		text = row->text[lang];
		break;
	case ZP_RB_VALUE:
	case ZP_RB_COLS:
		put_values(r, p, out);
	}
	if (text != NULL)
		zp_buf_puts(out, text);
}
