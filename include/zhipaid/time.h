/*
 * include/zhipaid/time.h - typed time: types and arithmetic, no clock.
 * Layer: base.  Pure.  The clock is zhipaid/clock.h (layer sys), and only it.
 *
 * Civil time is Asia/Shanghai, +08:00 without daylight saving; every date
 * the program computes lies after 1991.  A known date lies in the years 1 to
 * 9999; arithmetic that would leave them gives NONE.
 */
#ifndef ZHIPAID_TIME_H
#define ZHIPAID_TIME_H
#include <stdbool.h>
#include <stdint.h>
#include "zhipaid/base.h"

struct zp_date { int32_t day; };	/* days since 1970-01-01, civil */
struct zp_wall { int64_t us; };		/* microseconds since the epoch, UTC */
struct zp_mono { int64_t us; };		/* microseconds, monotonic clock */
struct zp_dur  { int64_t us; };		/* microseconds */
struct zp_hours { int32_t from, to; };	/* of a day: minutes since midnight */

#define ZP_DATE_NONE ((struct zp_date){ INT32_MIN })	/* not known */
#define ZP_WALL_NONE ((struct zp_wall){ INT64_MIN })	/* not known */
#define ZP_MS(n) ((struct zp_dur){ (int64_t)(n) * 1000 })
#define ZP_SEC(n) ((struct zp_dur){ (int64_t)(n) * 1000000 })
#define ZP_DATE_TEXT 11		/* "2026-03-01" and NUL */
#define ZP_HOURS_TEXT 12	/* "09:00-11:30" and NUL */
#define ZP_WALL_TEXT 33		/* "2026-03-01T08:00:00.000000+08:00", NUL */

static inline bool zp_date_known(struct zp_date d)
{
	return d.day != INT32_MIN;
}
static inline bool zp_wall_known(struct zp_wall w)
{
	return w.us != INT64_MIN;
}
static inline int zp_date_cmp(struct zp_date a, struct zp_date b)
{
	return (a.day > b.day) - (a.day < b.day);
}
static inline int zp_wall_cmp(struct zp_wall a, struct zp_wall b)
{
	return (a.us > b.us) - (a.us < b.us);
}

/* The civil date of y-m-d (1..12, 1..31); NONE when there is no such day. */
struct zp_date zp_date_of(int y, int m, int d);
/* Year, month, day of a known date; any pointer may be NULL. */
void zp_date_split(struct zp_date d, int *y, int *m, int *day);
/* d plus n days; NONE stays NONE. */
struct zp_date zp_date_add(struct zp_date d, int32_t n);
/* The same day n years later; 29 February becomes 1 March. */
struct zp_date zp_date_add_years(struct zp_date d, int n);
/* The last day of the month of a known date. */
struct zp_date zp_date_month_end(struct zp_date d);
/* 0 = Sunday .. 6 = Saturday. */
int zp_date_weekday(struct zp_date d);
/* Full years from a to b as a birthday counts them: the largest n for which
 * zp_date_add_years(a, n) <= b, so negative when b < a. */
int zp_date_years(struct zp_date a, struct zp_date b);
/* The civil date in Shanghai of an instant, and the instant of its start. */
struct zp_date zp_wall_date(struct zp_wall w);
struct zp_wall zp_date_start(struct zp_date d);

/* Strict "YYYY-MM-DD"; false leaves *out untouched. */
bool zp_date_parse(const char *s, struct zp_date *out) ZP_MUST_CHECK;
/* ISO 8601 "YYYY-MM-DDThh:mm[:ss[.ffffff]](Z|+hh[:]mm|+hh)"; a space serves
 * for T; without an offset it is +08:00.  false leaves *out untouched. */
bool zp_wall_parse(const char *s, struct zp_wall *out) ZP_MUST_CHECK;
/* Strict "hh:mm-hh:mm" of one day, from < to <= 24:00. */
bool zp_hours_parse(const char *s, struct zp_hours *out) ZP_MUST_CHECK;
const char *zp_hours_print(struct zp_hours h, char out[ZP_HOURS_TEXT]);
/* Months, "2026-03" or "2026-03..2026-05", of ten years at most: their first
 * and last day.  false leaves both untouched. */
bool zp_months_parse(const char *s, struct zp_date *from,
    struct zp_date *to) ZP_MUST_CHECK;
/* Print; "" for NONE.  Instants in +08:00, the fraction only if not 0. */
const char *zp_date_print(struct zp_date d, char out[ZP_DATE_TEXT]);
const char *zp_wall_print(struct zp_wall w, char out[ZP_WALL_TEXT]);
#endif
