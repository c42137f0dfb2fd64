/* engine/progress.c - how far each centre is with its year; see
 * progress.h. */
#include <string.h>

#include "zhipaid/progress.h"

struct zp_elapsed zp_elapsed_of(const struct zp_calendar *cal,
    enum zp_day_unit unit, struct zp_date today)
{
	struct zp_date first, last;
	int year;

	zp_date_split(today, &year, NULL, NULL);
	first = zp_date_of(year, 1, 1);
	last = zp_date_of(year, 12, 31);
	if (unit == ZP_WORKING_DAYS_UNIT)
		return (struct zp_elapsed){
			zp_calendar_count(cal, first, today),
			zp_calendar_count(cal, first, last) };
	return (struct zp_elapsed){ today.day - first.day + 1,
		last.day - first.day + 1 };
}

struct zp_progress zp_progress_of(int32_t handled, int32_t target,
    struct zp_elapsed e)
{
	struct zp_progress g = { .handled = handled, .per_mille = -1 };
	int64_t part;

	if (target <= 0)
		return g;
	g.target = target;
	part = (int64_t)target * e.days;
	if (part == 0)
		return g;
	g.due = (int32_t)((part + e.of - 1) / e.of);
	g.shortfall = g.due > handled ? g.due - handled : 0;
	part = (int64_t)handled * e.of * 1000 / part;
	g.per_mille = part < INT32_MAX ? (int32_t)part : INT32_MAX;
	return g;
}

struct count { const struct zp_registry *reg; int year; int32_t *handled; };

static void count_one(void *arg, const struct zp_assignment *a)
{
	struct count *c = arg;
	int32_t at;
	int year;

	/* Once a case: whoever takes it after a change counts for it. */
	if (a->role != ZP_LEAD || a->end_reason == ZP_END_CHANGED ||
	    !zp_end_counts(a->end_reason))
		return;
	zp_date_split(zp_wall_date(a->decided_at), &year, NULL, NULL);
	at = zp_registry_find(c->reg, ZP_T_CENTRES, a->handling_centre);
	if (year == c->year && at >= 0)
		c->handled[at]++;
}

void zp_progress_count(const struct zp_world *w,
    const struct zp_registry *reg, int year, int32_t *handled)
{
	struct count c = { reg, year, handled };

	memset(handled, 0, reg->centres * sizeof(*handled));
	zp_world_each_assignment(w, count_one, &c);
}

int32_t zp_progress_forecast(int32_t handled, struct zp_elapsed e)
{
	return e.days == 0 ? 0 :
	    (int32_t)((int64_t)handled * e.of / e.days);
}
