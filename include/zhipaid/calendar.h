/*
 * include/zhipaid/calendar.h - working days and days off.
 * Layer: model.  Pure.  Rules H1-H4: the yearly notice of the State Council
 * moves days off and makes some weekend days working days; local holidays
 * (H2) are extra days off.  A year without a notice falls back to
 * Monday-Friday and must be warned about (H3).
 */
#ifndef ZHIPAID_CALENDAR_H
#define ZHIPAID_CALENDAR_H
#include <stdbool.h>
#include <stdint.h>
#include "zhipaid/arena.h"
#include "zhipaid/time.h"

enum zp_day_kind { ZP_DAY_OFF, ZP_DAY_WORK };
struct zp_day { struct zp_date on; enum zp_day_kind kind; const char *name; };
struct zp_calendar {
	struct zp_day *day; uint32_t days;	/* exceptions, sorted by date */
	int32_t *year; uint32_t years;		/* announced years, sorted */
};

/* Sort days and years; false when a date stands twice with two kinds. */
bool zp_calendar_seal(struct zp_calendar *c) ZP_MUST_CHECK;
/* Is d a working day?  Exceptions first, else Monday to Friday. */
bool zp_calendar_works(const struct zp_calendar *c, struct zp_date d);
/* Was the notice for the year of d loaded? */
bool zp_calendar_announced(const struct zp_calendar *c, struct zp_date d);
/* Working days in [from, to]. */
int32_t zp_calendar_count(const struct zp_calendar *c, struct zp_date from,
    struct zp_date to);
/* The n-th working day after d (n >= 1; d itself is not counted). */
struct zp_date zp_calendar_after(const struct zp_calendar *c,
    struct zp_date d, int32_t n);
/* The last working day on or before d; the first on or after d. */
struct zp_date zp_calendar_before_or_on(const struct zp_calendar *c,
    struct zp_date d);
struct zp_date zp_calendar_on_or_after(const struct zp_calendar *c,
    struct zp_date d);
#endif
