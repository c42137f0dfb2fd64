/*
 * src/base/time.c - civil dates and instants.
 *
 * Days from and to year-month-day: Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms", howardhinnant.github.io/date_algorithms.html:
 * eras of 400 years = 146097 days, years that begin in March.
 */
#include <string.h>
#include "zhipaid/time.h"

#define DAY INT64_C(86400000000)	/* microseconds */
#define OFFSET (INT64_C(8) * 3600 * 1000000)	/* Shanghai */
enum { ERA = 146097, EPOCH = 719468, FIRST_DAY = -719162, LAST_DAY = 2932896 };

static struct zp_date date_within(int64_t day)
{
	if (day < FIRST_DAY || day > LAST_DAY)
		return ZP_DATE_NONE;
	return (struct zp_date){ (int32_t)day };
}

static bool leap(int y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static int days_in_month(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

struct zp_date zp_date_of(int y, int m, int d)
{
	int era, yoe, doy;

	if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 ||
	    d > days_in_month(y, m))
		return ZP_DATE_NONE;
	if (m < 3)
		y--;
	era = y / 400;
	yoe = y % 400;
	doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
	return (struct zp_date){ era * ERA + yoe * 365 + yoe / 4 - yoe / 100 +
	    doy - EPOCH };
}

void zp_date_split(struct zp_date d, int *y, int *m, int *day)
{
	int n, doe, yoe, doy, mp, month;

	ZP_ASSERT(d.day >= FIRST_DAY && d.day <= LAST_DAY);
	n = d.day + EPOCH;
	doe = n % ERA;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / (ERA - 1)) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	month = mp < 10 ? mp + 3 : mp - 9;
	if (y != NULL)
		*y = n / ERA * 400 + yoe + (month < 3);
	if (m != NULL)
		*m = month;
	if (day != NULL)
		*day = doy - (153 * mp + 2) / 5 + 1;
}

struct zp_date zp_date_add(struct zp_date d, int32_t n)
{
	return zp_date_known(d) ? date_within((int64_t)d.day + n) : d;
}

struct zp_date zp_date_add_years(struct zp_date d, int n)
{
	int y, m, day;

	if (!zp_date_known(d))
		return d;
	zp_date_split(d, &y, &m, &day);
	if (n < -9999 || n > 9999)
		return ZP_DATE_NONE;
	if (m == 2 && day == 29 && !leap(y + n))
		return zp_date_of(y + n, 3, 1);
	return zp_date_of(y + n, m, day);
}

struct zp_date zp_date_month_end(struct zp_date d)
{
	int y, m;

	zp_date_split(d, &y, &m, NULL);
	return zp_date_add(m == 12 ? zp_date_of(y + 1, 1, 1) :
	    zp_date_of(y, m + 1, 1), -1);
}

int zp_date_weekday(struct zp_date d)
{
	ZP_ASSERT(zp_date_known(d));
	return (d.day % 7 + 11) % 7;	/* day 0 was a Thursday */
}

int zp_date_years(struct zp_date a, struct zp_date b)
{
	int ya, ma, da, yb, mb, db;

	zp_date_split(a, &ya, &ma, &da);
	zp_date_split(b, &yb, &mb, &db);
	return yb - ya - (mb < ma || (mb == ma && db < da));
}

struct zp_date zp_wall_date(struct zp_wall w)
{
	int64_t local, day;

	if (!zp_wall_known(w))
		return ZP_DATE_NONE;
	local = w.us + OFFSET;
	day = local / DAY - (local % DAY < 0);
	return date_within(day);
}

struct zp_wall zp_date_start(struct zp_date d)
{
	if (!zp_date_known(d))
		return ZP_WALL_NONE;
	return (struct zp_wall){ d.day * DAY - OFFSET };
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* n digits at *s; -1 when there are fewer.  *s moves on. */
static int digits(const char **s, int n)
{
	int v = 0;

	for (; n > 0; n--, (*s)++) {
		if (!digit(**s))
			return -1;
		v = v * 10 + (**s - '0');
	}
	return v;
}

static bool skip(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool parse_date(const char **s, struct zp_date *out)
{
	int y, m, d;

	if ((y = digits(s, 4)) < 0 || !skip(s, '-') ||
	    (m = digits(s, 2)) < 0 || !skip(s, '-') || (d = digits(s, 2)) < 0)
		return false;
	*out = zp_date_of(y, m, d);
	return zp_date_known(*out);
}

/* "hh:mm[:ss[.f]]" as microseconds of the day. */
static bool parse_clock(const char **s, int64_t *us)
{
	int h, m, sec = 0;
	int64_t scale = 100000, fraction = 0;

	if ((h = digits(s, 2)) < 0 || h > 23 || !skip(s, ':') ||
	    (m = digits(s, 2)) < 0 || m > 59)
		return false;
	if (skip(s, ':')) {
		if ((sec = digits(s, 2)) < 0 || sec > 59)
			return false;
		if (skip(s, '.')) {
			if (!digit(**s))
				return false;
			for (; digit(**s) && scale > 0; (*s)++, scale /= 10)
				fraction += (**s - '0') * scale;
		}
	}
	*us = (h * 3600 + m * 60 + sec) * INT64_C(1000000) + fraction;
	return true;
}

/* "Z", "+hh", "+hhmm", "+hh:mm" or nothing (Shanghai). */
static bool parse_offset(const char **s, int64_t *us)
{
	int sign, h, m = 0;

	*us = OFFSET;
	if (**s == '\0')
		return true;
	*us = 0;
	if (skip(s, 'Z'))
		return true;
	sign = **s == '-' ? -1 : 1;
	if (!skip(s, '+') && !skip(s, '-'))
		return false;
	if ((h = digits(s, 2)) < 0 || h > 15)
		return false;
	if (**s != '\0') {
		skip(s, ':');
		if ((m = digits(s, 2)) < 0 || m > 59)
			return false;
	}
	*us = sign * (h * 3600 + m * 60) * INT64_C(1000000);
	return true;
}

bool zp_date_parse(const char *s, struct zp_date *out)
{
	struct zp_date d;

	if (!parse_date(&s, &d) || *s != '\0')
		return false;
	*out = d;
	return true;
}

bool zp_wall_parse(const char *s, struct zp_wall *out)
{
	struct zp_date d;
	struct zp_wall w;
	int64_t clock, offset;

	if (!parse_date(&s, &d) || (!skip(&s, 'T') && !skip(&s, ' ')) ||
	    !parse_clock(&s, &clock) || !parse_offset(&s, &offset) ||
	    *s != '\0')
		return false;
	w.us = d.day * DAY + clock - offset;
	if (!zp_date_known(zp_wall_date(w)))
		return false;
	*out = w;
	return true;
}

/* "hh:mm" up to 24:00, in minutes; -1: it is not. */
static int32_t minute(const char **s)
{
	int h, m;

	if ((h = digits(s, 2)) < 0 || !skip(s, ':') ||
	    (m = digits(s, 2)) < 0 || m > 59 || h * 60 + m > 24 * 60)
		return -1;
	return h * 60 + m;
}

bool zp_hours_parse(const char *s, struct zp_hours *out)
{
	struct zp_hours h;

	if ((h.from = minute(&s)) < 0 || !skip(&s, '-') ||
	    (h.to = minute(&s)) < 0 || *s != '\0' || h.from >= h.to)
		return false;
	*out = h;
	return true;
}

/* v as n decimal digits. */
static char *put(char *p, int64_t v, int n)
{
	for (int i = n; i-- > 0; v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + n;
}

static char *put_date(char *p, struct zp_date d)
{
	int y, m, day;

	zp_date_split(d, &y, &m, &day);
	p = put(p, y, 4);
	*p++ = '-';
	p = put(p, m, 2);
	*p++ = '-';
	return put(p, day, 2);
}

const char *zp_date_print(struct zp_date d, char out[ZP_DATE_TEXT])
{
	*(zp_date_known(d) ? put_date(out, d) : out) = '\0';
	return out;
}

const char *zp_wall_print(struct zp_wall w, char out[ZP_WALL_TEXT])
{
	struct zp_date d = zp_wall_date(w);
	int64_t us = zp_date_known(d) ? w.us - zp_date_start(d).us : 0;
	char *p = out;

	*out = '\0';
	if (!zp_date_known(d))
		return out;
	p = put_date(p, d);
	*p++ = 'T';
	p = put(p, us / 3600000000, 2);
	*p++ = ':';
	p = put(p, us / 60000000 % 60, 2);
	*p++ = ':';
	p = put(p, us / 1000000 % 60, 2);
	if (us % 1000000 != 0) {
		*p++ = '.';
		p = put(p, us % 1000000, 6);
	}
	memcpy(p, "+08:00", 7);
	return out;
}

const char *zp_hours_print(struct zp_hours h, char out[ZP_HOURS_TEXT])
{
	char *p = put(out, h.from / 60, 2);

	*p++ = ':';
	p = put(p, h.from % 60, 2);
	*p++ = '-';
	p = put(p, h.to / 60, 2);
	*p++ = ':';
	*put(p, h.to % 60, 2) = '\0';
	return out;
}

/* "2026-03": its first day. */
static bool month_parse(const char *s, size_t n, struct zp_date *out)
{
	char text[ZP_DATE_TEXT];

	if (n != strlen("2026-03"))
		return false;
	memcpy(text, s, n);
	memcpy(text + n, "-01", sizeof("-01"));
	return zp_date_parse(text, out);
}

bool zp_months_parse(const char *s, struct zp_date *from, struct zp_date *to)
{
	enum { MOST_DAYS = 10 * 365 };
	const char *dots = strstr(s, "..");
	const char *end = dots == NULL ? s : dots + 2;
	struct zp_date a, b;

	if (!month_parse(s, dots == NULL ? strlen(s) : (size_t)(dots - s),
	    &a) || !month_parse(end, strlen(end), &b) ||
	    zp_date_cmp(a, b) > 0 || b.day - a.day > MOST_DAYS)
		return false;
	*from = a;
	*to = zp_date_month_end(b);
	return true;
}
