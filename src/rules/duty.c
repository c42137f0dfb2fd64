/* src/rules/duty.c - who may be on duty; see duty_rule.h. */
#include <stdlib.h>
#include <string.h>
#include "check.h"
#include "zhipaid/duty_rule.h"
#include "zhipaid/jurisdiction.h"

#define NOON 12			/* mornings end, afternoons begin */

bool zp_shift_overlap(enum zp_shift a, enum zp_shift b)
{
	return a == b || a == ZP_SHIFT_DAY || b == ZP_SHIFT_DAY;
}

int32_t zp_duty_centre(const struct zp_registry *reg, int32_t station)
{
	const struct zp_station *s = &reg->station[station];

	return s->region < 0 ? -1 : zp_route_region(reg, s->region);
}

bool zp_duty_lawyer(const struct zp_counsel *c)
{
	return c->kind == ZP_LAWYER || c->kind == ZP_STAFF_LAWYER;
}

struct zp_date zp_duty_lapses(const struct zp_policy *p,
    const struct zp_counsel *c)
{
	int32_t years = p->roster.training_years;

	return years > 0 && zp_date_known(c->duty_trained_on) ?
	    zp_date_add_years(c->duty_trained_on, years) : ZP_DATE_NONE;
}

static bool bars_q5(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	(void)q;
	(void)why;
	return !zp_duty_lawyer(c);
}

static bool bars_q18(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	(void)q;
	(void)why;
	return c->status != ZP_ACTIVE;
}

static bool bars_n4(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	const struct zp_station *s = &q->reg->station[q->station];

	(void)why;
	return s->mode == ZP_FIXED &&
	    !zp_list_has(&s->fixed_counsel, c->licence_no);
}

/* C11, C12 for duties: the organ of the station. */
static bool bars_n16(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	const char *organ = q->reg->station[q->station].organ_code;

	why->about = organ;
	return organ[0] != '\0' && (zp_list_has(&c->former_organ, organ) ||
	    zp_list_has(&c->relatives_at, organ));
}

static bool bars_n8(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	struct zp_date lapses;

	if (!zp_date_known(c->duty_trained_on))
		return true;
	if (zp_date_cmp(c->duty_trained_on, q->date) > 0) {
		why->until = c->duty_trained_on;
		return true;
	}
	lapses = zp_duty_lapses(q->p, c);
	return zp_date_known(lapses) && zp_date_cmp(q->date, lapses) >= 0;
}

static bool bars_q20(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	why->number = q->p->roster.years;
	return why->number > 0 && zp_years_lack(c->practice_since,
	    why->number, q->date, &why->until);
}

/* Is d before `from`, or after `to`?  An end that is NONE is open. */
static bool before(struct zp_date d, struct zp_date from)
{
	return zp_date_known(from) && zp_date_cmp(d, from) < 0;
}

static bool after(struct zp_date d, struct zp_date to)
{
	return zp_date_known(to) && zp_date_cmp(d, to) > 0;
}

static bool bars_n7(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	struct zp_date from[] = { c->duty_from, c->pool_from, c->joined_on };

	if (after(q->date, c->duty_to) || after(q->date, c->pool_to))
		return true;
	for (size_t i = 0; i < ZP_COUNT(from); i++)
		if (before(q->date, from[i]) && (!zp_date_known(why->until) ||
		    zp_date_cmp(from[i], why->until) > 0))
			why->until = from[i];
	return zp_date_known(why->until);
}

/* By the city's word only: a loan to the centre of the station. */
static bool bars_x6(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	int32_t centre = zp_duty_centre(q->reg, q->station);

	(void)why;
	if (centre >= 0 && c->centre == centre)
		return false;
	for (uint32_t i = 0; i < q->loans; i++)
		if (q->loan[i].counsel == q->counsel &&
		    q->loan[i].centre == centre &&
		    !before(q->date, q->loan[i].from) &&
		    !after(q->date, q->loan[i].to))
			return false;
	return true;
}

static bool bars_n17(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	const struct zp_leave *l = zp_counsel_leave(c, q->date);

	if (l != NULL)
		why->until = zp_date_add(l->ends_on, 1);
	return l != NULL;
}

/* The part of the day in which a hearing lies, as a shift. */
static enum zp_shift hearing_shift(struct zp_wall from, struct zp_wall until)
{
	struct zp_date day = zp_wall_date(from);
	int64_t noon = zp_date_start(day).us + ZP_SEC(NOON * 3600).us;

	if (from.us >= noon)
		return ZP_SHIFT_PM;
	return zp_wall_known(until) && until.us <= noon ? ZP_SHIFT_AM :
	    ZP_SHIFT_DAY;
}

static bool bars_c17(const struct zp_duty_ask *q, const struct zp_counsel *c,
    struct zp_why *why)
{
	(void)c;
	for (uint32_t i = 0; q->busy != NULL && i < q->busy->n; i++) {
		const char *slash = strchr(q->busy->at[i], '/');
		char text[ZP_WALL_TEXT] = "";
		struct zp_wall from, until = ZP_WALL_NONE;
		size_t n = slash == NULL ? 0 :
		    (size_t)(slash - q->busy->at[i]);

		if (n == 0 || n >= sizeof(text))
			continue;
		memcpy(text, q->busy->at[i], n);
		if (!zp_wall_parse(text, &from))
			continue;
		if (slash[1] != '\0' && !zp_wall_parse(slash + 1, &until))
			until = ZP_WALL_NONE;
		if (zp_wall_date(from).day == q->date.day &&
		    zp_shift_overlap(hearing_shift(from, until), q->shift)) {
			why->until = zp_date_add(q->date, 1);
			why->about = q->busy->at[i];
			return true;
		}
	}
	return false;
}

int zp_duty_bar(const struct zp_duty_ask *q, struct zp_why *why)
{
	static const struct {
		int rule;
		bool (*bars)(const struct zp_duty_ask *q,
		    const struct zp_counsel *c, struct zp_why *why);
	} check[] = {
		{ ZP_Q5, bars_q5 }, { ZP_N4, bars_n4 }, { ZP_N16, bars_n16 },
		{ ZP_N8, bars_n8 }, { ZP_Q20, bars_q20 }, { ZP_Q18, bars_q18 },
		{ ZP_N7, bars_n7 }, { ZP_X6, bars_x6 }, { ZP_N17, bars_n17 },
		{ ZP_C17, bars_c17 },
	};
	const struct zp_counsel *c = &q->reg->counsel[q->counsel];
	struct zp_why scratch;

	if (why == NULL)
		why = &scratch;
	for (size_t i = 0; i < ZP_COUNT(check); i++) {
		if (q->off != NULL && q->off[check[i].rule] &&
		    zp_rule_row((enum zp_rule)check[i].rule)->kind != ZP_HARD)
			continue;
		*why = (struct zp_why){ ZP_DATE_NONE, "", 0 };
		if (check[i].bars(q, c, why))
			return check[i].rule;
	}
	return -1;
}
