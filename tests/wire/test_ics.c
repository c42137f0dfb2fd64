/*
 * tests/wire/test_ics.c - calendars: the bytes, the folding, and what
 * libical makes of them (where it is installed).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/ics.h"
#ifdef ZP_LIBICAL
#include <libical/ical.h>
#endif

static const struct zp_ics_event example = {
	.uid = "S1/2026-03-05/am/1@340800.zhipaid",
	.hours = { 540, 690 }, .revised = { INT64_C(1772000000000000) },
	.sequence = 2, .status = ZP_ICS_CONFIRMED,
	.summary = "值班：甲站", .location = "甲法院; 一楼, 东",
	.description = "一\n二\\三",
};

static void the_text_of_an_event(void **state)
{
	struct zp_ics_event e = example;
	struct zp_buf b = { 0 };

	(void)state;
	e.date = zp_date_of(2026, 3, 5);
	zp_ics_event(&b, &e);
	assert_string_equal(zp_buf_str(&b), "BEGIN:VEVENT\r\n"
	    "UID:S1/2026-03-05/am/1@340800.zhipaid\r\n"
	    "DTSTAMP:20260225T061320Z\r\n"
	    "DTSTART;TZID=Asia/Shanghai:20260305T090000\r\n"
	    "DTEND;TZID=Asia/Shanghai:20260305T113000\r\n"
	    "SUMMARY:值班：甲站\r\n"
	    "LOCATION:甲法院\\; 一楼\\, 东\r\n"
	    "DESCRIPTION:一\\n二\\\\三\r\n"
	    "SEQUENCE:2\r\nSTATUS:CONFIRMED\r\n"
	    "LAST-MODIFIED:20260225T061320Z\r\nEND:VEVENT\r\n");
	zp_buf_reset(&b);
	e.revised = ZP_WALL_NONE;
	e.hours = (struct zp_hours){ 1320, 1440 };
	e.status = ZP_ICS_CANCELLED;
	e.summary = e.location = e.description = "";
	zp_ics_event(&b, &e);
	assert_string_equal(zp_buf_str(&b), "BEGIN:VEVENT\r\n"
	    "UID:S1/2026-03-05/am/1@340800.zhipaid\r\n"
	    "DTSTAMP:19700101T000000Z\r\n"
	    "DTSTART;TZID=Asia/Shanghai:20260305T220000\r\n"
	    "DTEND;TZID=Asia/Shanghai:20260306T000000\r\n"
	    "SEQUENCE:2\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n");
	zp_buf_fini(&b);
}

static uint32_t roll(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A text of n pieces: letters of one to four bytes, what wants escapes,
 * controls, and bytes that are no UTF-8. */
static void any_text(uint32_t *seed, struct zp_buf *out)
{
	static const char *const piece[] = { "a", "Z", " ", ",", ";", "\\",
	    "\n", "\t", "\r", "\x01", "\x7f", "é", "安", "庆", "：",
	    "𠀀", "😀", "\xff", "\xe5\xae", "值班律师", "n", ":", "\"" };

	zp_buf_reset(out);
	for (uint32_t n = roll(seed) % 90; n > 0; n--)
		zp_buf_puts(out, piece[roll(seed) % ZP_COUNT(piece)]);
}

/* What a reader gets of it: no controls but LF, U+FFFD for the rest. */
static void expected(const char *s, struct zp_buf *out)
{
	zp_buf_reset(out);
	for (size_t n = strlen(s); n > 0;) {
		size_t good = zp_utf8_valid(s, n);

		for (size_t i = 0; i < good; i++)
			if (((unsigned char)s[i] >= 0x20 && s[i] != 0x7f) ||
			    s[i] == '\n')
				zp_buf_putc(out, s[i]);
		s += good;
		n -= good;
		if (n > 0) {
			zp_buf_puts(out, "\xef\xbf\xbd");
			s++;
			n--;
		}
	}
}

/* Unfold (RFC 5545 3.1), checking each line on the way. */
static void unfold(const char *s, struct zp_buf *out)
{
	zp_buf_reset(out);
	while (*s != '\0') {
		const char *cr = strstr(s, "\r\n");
		size_t n;

		assert_non_null(cr);
		n = (size_t)(cr - s);
		assert_true(n <= 75);
		assert_null(memchr(s, '\n', n));
		assert_int_equal(zp_utf8_valid(s, n), n);
		zp_buf_add(out, s, n);
		s = cr + 2;
		if (*s == ' ')
			s++;
		else
			zp_buf_putc(out, '\n');
	}
}

/* The TEXT of a property, unescaped (3.3.11). */
static void value(const char *lines, const char *name, struct zp_buf *out)
{
	const char *s = strstr(lines, name);

	zp_buf_reset(out);
	if (s == NULL)
		return;
	for (s += strlen(name); *s != '\n'; s++)
		if (*s == '\\' && *++s == 'n')
			zp_buf_putc(out, '\n');
		else
			zp_buf_putc(out, *s);
}

static void any_text_survives(void **state)
{
	struct zp_buf text = { 0 }, want = { 0 }, b = { 0 }, lines = { 0 },
	    got = { 0 };
	struct zp_ics_event e = example;
	uint32_t seed = 5545;

	(void)state;
	e.date = zp_date_of(2026, 3, 5);
	for (int i = 0; i < 5000; i++) {
		any_text(&seed, &text);
		expected(zp_buf_str(&text), &want);
		e.summary = zp_buf_str(&text);
		e.description = "";
		zp_buf_reset(&b);
		zp_ics_event(&b, &e);
		unfold(zp_buf_str(&b), &lines);
		value(zp_buf_str(&lines), "SUMMARY:", &got);
		if (strspn(zp_buf_str(&want), " ") == want.n)
			zp_buf_reset(&want);	/* left out */
		assert_string_equal(zp_buf_str(&got), zp_buf_str(&want));
	}
	zp_buf_fini(&text);
	zp_buf_fini(&want);
	zp_buf_fini(&b);
	zp_buf_fini(&lines);
	zp_buf_fini(&got);
}

#ifdef ZP_LIBICAL
static struct zp_ics_event any_event(uint32_t *seed, struct zp_buf text[3])
{
	struct zp_ics_event e = { .uid = "x@zhipaid",
		.date = zp_date_add(zp_date_of(2025, 1, 1),
		    (int32_t)(roll(seed) % 1000)),
		.sequence = (int32_t)(roll(seed) % 9),
		.revised = { (int64_t)roll(seed) * 100000000 },
		.status = (enum zp_ics_status)(roll(seed) % 3) };

	e.hours.from = (int32_t)(roll(seed) % 1439);
	e.hours.to = e.hours.from + 1 + (int32_t)(roll(seed) %
	    (uint32_t)(1440 - e.hours.from));
	for (int k = 0; k < 3; k++)
		any_text(seed, &text[k]);
	e.summary = zp_buf_str(&text[0]);
	e.location = zp_buf_str(&text[1]);
	e.description = zp_buf_str(&text[2]);
	return e;
}

/* libical drops blanks around a value. */
static void same(const char *got, const char *s)
{
	struct zp_buf want = { 0 };

	expected(s, &want);
	while (want.n > 0 && want.at[want.n - 1] == ' ')
		want.at[--want.n] = '\0';
	s = zp_buf_str(&want);
	assert_string_equal(got == NULL ? "" : got, s + strspn(s, " "));
	zp_buf_fini(&want);
}

static void read_back(const struct zp_ics_event *e, const char *text)
{
	icalcomponent *c = icalparser_parse_string(text), *v;
	struct icaltimetype t;

	assert_non_null(c);
	assert_true(icalrestriction_check(c));
	assert_int_equal(icalcomponent_count_errors(c), 0);
	v = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
	assert_non_null(v);
	same(icalcomponent_get_summary(v), e->summary);
	same(icalcomponent_get_location(v), e->location);
	same(icalcomponent_get_description(v), e->description);
	assert_string_equal(icalcomponent_get_uid(v), e->uid);
	assert_int_equal(icalcomponent_get_sequence(v), e->sequence);
	t = icalcomponent_get_dtstart(v);
	assert_int_equal(zp_date_of(t.year, t.month, t.day).day,
	    e->date.day);
	assert_int_equal(t.hour * 60 + t.minute, e->hours.from);
	assert_int_equal(icaltime_as_timet(icalcomponent_get_dtend(v)) -
	    icaltime_as_timet(t), (e->hours.to - e->hours.from) * 60);
	t = icalcomponent_get_dtstamp(v);
	assert_int_equal(icaltime_as_timet(t), e->revised.us / 1000000);
	icalcomponent_free(c);
}
#endif

static void libical_reads_it(void **state)
{
	(void)state;
#ifdef ZP_LIBICAL
	struct zp_buf text[3] = { { 0 } }, b = { 0 };
	uint32_t seed = 7986;

	for (int i = 0; i < 2000; i++) {
		struct zp_ics_event e = any_event(&seed, text);

		zp_buf_reset(&b);
		zp_ics_begin(&b, i % 2 == 0 ? e.summary : "值班表");
		zp_ics_event(&b, &e);
		zp_ics_end(&b);
		read_back(&e, zp_buf_str(&b));
	}
	for (int k = 0; k < 3; k++)
		zp_buf_fini(&text[k]);
	zp_buf_fini(&b);
	icaltimezone_free_builtin_timezones();
	icalmemory_free_ring();
#else
	skip();
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_of_an_event),
		cmocka_unit_test(any_text_survives),
		cmocka_unit_test(libical_reads_it),
	};

	return cmocka_run_group_tests_name("ics", tests, NULL, NULL);
}
