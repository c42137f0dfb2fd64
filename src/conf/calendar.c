/*
 * src/conf/calendar.c - days off and made-up working days (H1-H3).
 *
 *   year = 2026;				the year of the notice
 *   source = "...";				where the text was read
 *   off = ["2026-02-15..2026-02-23 春节"];	first[..last][ name]
 *   work = ["2026-02-14 春节调休"];
 * A file without a year adds days of its own, such as local holidays (H2).
 */
#include <inttypes.h>
#include <string.h>
#include "impl.h"

#define LONGEST_SPAN 31		/* days of one entry */
#define MOST_DAYS 8000		/* a century of notices */

struct span { struct zp_date from, to; const char *name; };

static bool parse_span(struct zp_conf *c, const char *s, struct span *out)
{
	char date[ZP_DATE_TEXT] = "";
	size_t n = strnlen(s, ZP_DATE_TEXT - 1);

	memcpy(date, s, n);
	if (!zp_date_parse(date, &out->from))
		return false;
	s += n;
	out->to = out->from;
	if (s[0] == '.' && s[1] == '.') {
		s += 2;
		n = strnlen(s, ZP_DATE_TEXT - 1);
		memcpy(date, s, n);
		date[n] = '\0';
		if (!zp_date_parse(date, &out->to))
			return false;
		s += n;
	}
	if (*s != '\0' && *s++ != ' ')
		return false;
	out->name = zp_arena_strdup(c->arena, s);
	return zp_date_cmp(out->from, out->to) <= 0 &&
	    out->to.day - out->from.day < LONGEST_SPAN;
}

/* Room for one more element in an arena array that doubles. */
static void *grown(struct zp_arena *a, void *at, uint32_t n, size_t size)
{
	void *more;

	if (n != 0 && (n < 16 || (n & (n - 1)) != 0))
		return at;
	more = zp_arena_calloc(a, n < 16 ? 16 : 2 * (size_t)n, size);
	if (n > 0)
		memcpy(more, at, n * size);
	return more;
}

static void add_day(struct zp_conf_load *l, long line, struct zp_date d,
    enum zp_day_kind kind, const char *name)
{
	struct zp_calendar *cal = &l->c->cal;
	const char *key = kind == ZP_DAY_WORK ? "work" : "off";
	int weekday = zp_date_weekday(d);
	char text[ZP_DATE_TEXT];

	zp_date_print(d, text);
	if (kind == ZP_DAY_WORK && weekday != 0 && weekday != 6)
		zp_conf_wrong(l, line, key, "%s 不是周末，本来就上班",
		    "%s is no weekend day: it is a working day anyway", text);
	for (uint32_t i = 0; i < cal->days; i++)
		if (cal->day[i].on.day == d.day) {
			if (cal->day[i].kind != kind)
				zp_conf_wrong(l, line, key,
				    "%s 既放假又上班",
				    "%s is both a day off and a working day",
				    text);
			return;
		}
	if (cal->days == MOST_DAYS)
		zp_conf_wrong(l, line, key, "日历超过 %d 天",
		    "the calendars hold more than %d days", MOST_DAYS);
	if (cal->days > MOST_DAYS)
		return;
	cal->day = grown(l->c->arena, cal->day, cal->days, sizeof(*cal->day));
	cal->day[cal->days++] = (struct zp_day){ d, kind, name };
}

static void add_span(struct zp_conf_load *l, const config_setting_t *s,
    enum zp_day_kind kind, int32_t year)
{
	const char *key = kind == ZP_DAY_WORK ? "work" : "off", *text = NULL;
	long line = config_setting_source_line(s);
	struct span sp;
	int from, to;

	if (config_setting_type(s) == CONFIG_TYPE_STRING)
		text = config_setting_get_string(s);
	if (text == NULL || zp_utf8_valid(text, strlen(text)) < strlen(text) ||
	    !parse_span(l->c, text, &sp)) {
		zp_conf_wrong(l, line, key,
		    "“%.60s”不是日期或日期段，应如 "
		    "\"2026-02-15..2026-02-23 春节\"，最长 31 天",
		    "\"%.60s\" is not a date or a span of dates such as "
		    "\"2026-02-15..2026-02-23 name\", of at most 31 days",
		    text == NULL ? "" : text);
		return;
	}
	zp_date_split(sp.from, &from, NULL, NULL);
	zp_date_split(sp.to, &to, NULL, NULL);
	if (year != 0 && (from != year || to != year)) {
		zp_conf_wrong(l, line, key, "“%.60s”不在 %" PRId32 " 年",
		    "\"%.60s\" is not in the year %" PRId32, text, year);
		return;
	}
	for (struct zp_date d = sp.from; zp_date_cmp(d, sp.to) <= 0;
	    d = zp_date_add(d, 1))
		add_day(l, line, d, kind, sp.name);
}

static void add_spans(struct zp_conf_load *l, const config_setting_t *s,
    enum zp_day_kind kind, int32_t year)
{
	if (!config_setting_is_array(s) && !config_setting_is_list(s))
		zp_conf_wrong(l, config_setting_source_line(s),
		    config_setting_name(s), "应为方括号中的一组日期",
		    "takes dates in brackets");
	else
		for (int i = 0; i < config_setting_length(s); i++)
			add_span(l, config_setting_get_elem(s, (unsigned)i),
			    kind, year);
}

/* The year, or 0: reported. */
static int32_t add_year(struct zp_conf_load *l, const config_setting_t *s)
{
	struct zp_calendar *cal = &l->c->cal;
	int32_t y = 0;

	if (config_setting_type(s) == CONFIG_TYPE_INT)
		y = config_setting_get_int(s);
	if (y < 1992 || y > 2199) {
		zp_conf_wrong(l, config_setting_source_line(s), "year",
		    "应为 1992..2199 的年份", "takes a year in 1992..2199");
		return 0;
	}
	for (uint32_t i = 0; i < cal->years; i++)
		if (cal->year[i] == y) {
			zp_conf_wrong(l, config_setting_source_line(s),
			    "year", "%" PRId32 " 年已在另一日历中",
			    "the year %" PRId32 " stands in another calendar",
			    y);
			return y;
		}
	cal->year = grown(l->c->arena, cal->year, cal->years,
	    sizeof(*cal->year));
	cal->year[cal->years++] = y;
	return y;
}

static void add_years(struct zp_conf_load *l, const config_setting_t *s)
{
	if (!config_setting_is_array(s))
		zp_conf_wrong(l, config_setting_source_line(s), "years",
		    "应为方括号中的一组年份", "takes years in brackets");
	else
		for (int i = 0; i < config_setting_length(s); i++)
			add_year(l, config_setting_get_elem(s, (unsigned)i));
}

static void unknown(struct zp_conf_load *l, const config_setting_t *s)
{
	zp_conf_wrong(l, config_setting_source_line(s), config_setting_name(s),
	    "日历中没有这个键；可用：year, source, off, work",
	    "no such key in a calendar; keys: year, source, off, work");
}

void zp_conf_calendar(struct zp_conf_load *l, const config_setting_t *top)
{
	const config_setting_t *s = config_setting_get_member(top, "year");
	int32_t year = s == NULL ? 0 : add_year(l, s);

	for (int i = 0; i < config_setting_length(top); i++) {
		const char *name;

		s = config_setting_get_elem(top, (unsigned)i);
		name = config_setting_name(s);
		if (strcmp(name, "off") == 0)
			add_spans(l, s, ZP_DAY_OFF, year);
		else if (strcmp(name, "work") == 0)
			add_spans(l, s, ZP_DAY_WORK, year);
		else if (strcmp(name, "years") == 0)
			add_years(l, s);
		else if (strcmp(name, "year") != 0 &&
		    strcmp(name, "source") != 0)
			unknown(l, s);
	}
}

/* --- printing --- */

/* One past the last day that continues day i: next day, same name. */
static uint32_t run(const struct zp_calendar *cal, uint32_t i)
{
	uint32_t j = i + 1;

	while (j < cal->days && j - i < LONGEST_SPAN &&
	    cal->day[j].kind == cal->day[i].kind &&
	    cal->day[j].on.day == cal->day[j - 1].on.day + 1 &&
	    strcmp(cal->day[j].name, cal->day[i].name) == 0)
		j++;
	return j;
}

static void text_spans(const struct zp_calendar *cal, enum zp_day_kind kind,
    struct zp_buf *out)
{
	struct zp_buf one = { 0 };
	char date[ZP_DATE_TEXT];
	bool more = false;

	zp_buf_puts(out, kind == ZP_DAY_OFF ? "  off = [" : "  work = [");
	for (uint32_t i = 0, j; i < cal->days; i = j) {
		j = run(cal, i);
		if (cal->day[i].kind != kind)
			continue;
		zp_buf_reset(&one);
		zp_buf_puts(&one, zp_date_print(cal->day[i].on, date));
		if (j > i + 1)
			zp_buf_printf(&one, "..%s", zp_date_print(
			    cal->day[j - 1].on, date));
		if (cal->day[i].name[0] != '\0')
			zp_buf_printf(&one, " %s", cal->day[i].name);
		zp_buf_puts(out, more ? ",\n    " : "\n    ");
		zp_conf_quote(zp_buf_str(&one), out);
		more = true;
	}
	zp_buf_puts(out, more ? "\n  ];\n" : " ];\n");
	zp_buf_fini(&one);
}

void zp_conf_calendar_text(const struct zp_calendar *cal, struct zp_buf *out)
{
	zp_buf_puts(out, "calendar: {\n  years = [");
	for (uint32_t i = 0; i < cal->years; i++)
		zp_buf_printf(out, "%s%" PRId32, i == 0 ? " " : ", ",
		    cal->year[i]);
	zp_buf_puts(out, " ];\n");
	text_spans(cal, ZP_DAY_OFF, out);
	text_spans(cal, ZP_DAY_WORK, out);
	zp_buf_puts(out, "};\n");
}
