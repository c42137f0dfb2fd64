/*
 * src/model/policy.c - a scheme before any file has spoken: what the law
 * says, and where it leaves a choice, what we do by default
 * (zhipaid.conf(5) gives the reason of each).
 */
#include "zhipaid/policy.h"

static void set_weights(struct zp_policy *p)
{
	p->w_load = 1000;
	p->w_specialty = 7500;
	p->w_language = 24000;
	p->w_expert = 12000;
	p->w_woman = 60000;
	p->w_continuity = 30000;
	p->w_wish = 24000;
	p->w_rural = 1500;
	p->w_distance = 2000;
	p->w_quality = 2000;
	p->w_experience = 3000;
}

void zp_policy_init(struct zp_policy *p)
{
	*p = (struct zp_policy){
		.name = "default", .title = "默认方案", .seed = 1,
		/* J3: only where a scheme says so; the tags Anqing lists */
		.tiered = false,
		.level_tags = ZP_TAG_COURT_NOTIFIED | ZP_TAG_GANG_ORGANISED |
		    ZP_TAG_MASS | ZP_TAG_PETITION | ZP_TAG_DEMOLITION |
		    ZP_TAG_MEDICAL,
		.first_at_intermediate = ZP_FIRST_CITY,
		.death_years = 3,		/* Q6: LAA 26 */
		.litigation_years = 0,		/* Q8: Chifeng 5 */
		.pair = false, .pair_share = 100, .junior_years = 5,
		.annual_cap = 90, .warn_at = 80,	/* T1 */
		.lead_load = 1000, .junior_load = 500,	/* T8 */
		.complex_load = 300, .major_load = 1000,
		.assign_days = 3,		/* D2, D3: LAA 36, 43 */
		.assign_unit = ZP_CALENDAR_DAYS, .rollover = ZP_ROLL_NONE,
		.promise = ZP_PROMISE_NONE,
		.adjourned_days = 3,		/* D14 */
		.former_post_years = 2,		/* C11: LL 41 */
		.client_days = 365,		/* C9: COND 52 */
		.most_changes = 2,		/* R3: SPC 311 */
		.borrow_for_gang = false,	/* X1 */
		.dispatch = { ZP_BALANCED, ZP_BALANCED, ZP_BALANCED,
		    ZP_BALANCED },
		.duty_load = 250,		/* T8: four days a case */
		.wheel_next = 5,		/* S4 */
		.roster = {
			.day = 1, .week = 3, .month = 12, .rest = 1,
			.fair = { 1000, 1000, 1500, 1500 },
			.avoid = 400, .far = 300,
			/* N14: 9:00-11:30, 14:30-17:30 */
			.hours = { { 540, 690 }, { 870, 1050 },
			    { 540, 1050 } },
			.standby = 1, .draft_day = 20, .review_days = 3,
			.help_days = 2,
			.pay_least = 200, .pay_most = 500,	/* M6 */
		},
		.rebalance = {
			.most_out = 10, .most_in = 10,
			.begun_days = 7, .hearing_days = 15,
			.expires_hours = 72, .undo_hours = 24,
			.elapsed = ZP_CALENDAR_DAYS,
		},
	};
	set_weights(p);
}

bool zp_policy_uses(const struct zp_policy *p, enum zp_dispatch mode)
{
	for (size_t k = 0; k < ZP_COUNT(p->dispatch); k++)
		if (p->dispatch[k] == mode)
			return true;
	return p->notified == 1 + (int32_t)mode;
}

enum zp_dispatch zp_policy_dispatch(const struct zp_policy *p,
    enum zp_category kind, enum zp_source from)
{
	if (from == ZP_MANDATORY_NOTICE && p->notified > 0)
		return (enum zp_dispatch)(p->notified - 1);
	return p->dispatch[kind];
}
