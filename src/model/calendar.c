/* src/model/calendar.c - rules H1 to H4: which days are working days. */
#include <stdlib.h>
#include "zhipaid/calendar.h"

static int by_date(const void *a, const void *b)
{
	const struct zp_day *x = a, *y = b;
	int order = zp_date_cmp(x->on, y->on);

	return order != 0 ? order : (x->kind > y->kind) - (x->kind < y->kind);
}

static int by_year(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

bool zp_calendar_seal(struct zp_calendar *c)
{
	uint32_t days = 0, years = 0;
	bool ok = true;

	if (c->days > 1)
		qsort(c->day, c->days, sizeof(*c->day), by_date);
	if (c->years > 1)
		qsort(c->year, c->years, sizeof(*c->year), by_year);
	for (uint32_t i = 0; i < c->days; i++) {
		bool again = days > 0 &&
		    zp_date_cmp(c->day[days - 1].on, c->day[i].on) == 0;

		if (again && c->day[days - 1].kind != c->day[i].kind)
			ok = false;
		if (!again)
			c->day[days++] = c->day[i];
	}
	for (uint32_t i = 0; i < c->years; i++)
		if (years == 0 || c->year[years - 1] != c->year[i])
			c->year[years++] = c->year[i];
	c->days = days;
	c->years = years;
	return ok;
}

bool zp_calendar_works(const struct zp_calendar *c, struct zp_date d)
{
	uint32_t low = 0, n = c->days;
	int weekday;

	while (n > 0) {
		uint32_t half = n / 2;
		const struct zp_day *day = &c->day[low + half];

		if (zp_date_cmp(day->on, d) == 0)
			return day->kind == ZP_DAY_WORK;
		if (zp_date_cmp(day->on, d) < 0) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	weekday = zp_date_weekday(d);
	return weekday >= 1 && weekday <= 5;
}

bool zp_calendar_announced(const struct zp_calendar *c, struct zp_date d)
{
	int32_t y;

	zp_date_split(d, &y, NULL, NULL);
	return c->years > 0 && bsearch(&y, c->year, c->years,
	    sizeof(*c->year), by_year) != NULL;
}

int32_t zp_calendar_count(const struct zp_calendar *c, struct zp_date from,
    struct zp_date to)
{
	int32_t n = 0;

	for (; from.day <= to.day; from.day++)
		n += zp_calendar_works(c, from);
	return n;
}

/* The first working day from d on in steps of +1 or -1; NONE when the
 * calendar of the known years has none. */
static struct zp_date seek(const struct zp_calendar *c, struct zp_date d,
    int step)
{
	while (zp_date_known(d) && !zp_calendar_works(c, d))
		d = zp_date_add(d, step);
	return d;
}

struct zp_date zp_calendar_after(const struct zp_calendar *c,
    struct zp_date d, int32_t n)
{
	for (; n > 0 && zp_date_known(d); n--)
		d = seek(c, zp_date_add(d, 1), 1);
	return d;
}

struct zp_date zp_calendar_before_or_on(const struct zp_calendar *c,
    struct zp_date d)
{
	return seek(c, d, -1);
}

struct zp_date zp_calendar_on_or_after(const struct zp_calendar *c,
    struct zp_date d)
{
	return seek(c, d, 1);
}
