/* src/wire/ics.c - see ics.h. */
#include <inttypes.h>
#include <string.h>
#include "zhipaid/ics.h"

enum { LINE = 75 };	/* octets of a line without its CRLF: RFC 5545 3.1 */

/* Append a content line, folded where a character begins. */
static void fold(struct zp_buf *out, const char *s, size_t n)
{
	size_t room = LINE;

	while (n > room) {
		size_t k = room;

		while (k > 0 && ((unsigned char)s[k] & 0xc0) == 0x80)
			k--;
		zp_buf_add(out, s, k);
		zp_buf_puts(out, "\r\n ");
		s += k;
		n -= k;
		room = LINE - 1;	/* the blank counts */
	}
	zp_buf_add(out, s, n);
	zp_buf_puts(out, "\r\n");
}

/* One character of a TEXT (3.3.11), n bytes. */
static void escape(struct zp_buf *out, const char *s, size_t n)
{
	if (*s == '\n')
		zp_buf_puts(out, "\\n");
	else if (n > 1 || ((unsigned char)*s >= 0x20 && *s != 0x7f)) {
		if (strchr("\\;,", *s) != NULL)
			zp_buf_putc(out, '\\');
		zp_buf_add(out, s, n);
	}
}

/* "NAME:text", unless there is nothing but blanks. */
static void text(struct zp_buf *out, const char *name, const char *s)
{
	struct zp_buf line = { 0 };
	size_t head;

	zp_buf_puts(&line, name);
	zp_buf_putc(&line, ':');
	head = line.n;
	for (const char *end = s + strlen(s); s < end;) {
		size_t good = zp_utf8_valid(s, (size_t)(end - s)), n;

		if (good == 0) {
			zp_buf_puts(&line, "\xef\xbf\xbd");
			s++;
			continue;
		}
		for (; good > 0; s += n, good -= n) {
			for (n = 1; n < good &&
			    ((unsigned char)s[n] & 0xc0) == 0x80;)
				n++;
			escape(&line, s, n);
		}
	}
	if (line.at[head + strspn(line.at + head, " ")] != '\0')
		fold(out, line.at, line.n);
	zp_buf_fini(&line);
}

/* A minute of a day as local time: "20260305T090000". */
static void local(struct zp_buf *out, const char *name, struct zp_date d,
    int32_t minute)
{
	int y, m, day;

	zp_date_split(zp_date_add(d, minute / (24 * 60)), &y, &m, &day);
	zp_buf_printf(out, "%s;TZID=Asia/Shanghai:%04d%02d%02dT%02d%02d00\r\n",
	    name, y, m, day, minute / 60 % 24, minute % 60);
}

/* An instant as UTC: "20260305T010000Z". */
static void utc(struct zp_buf *out, const char *name, struct zp_wall w)
{
	const struct zp_wall z = { w.us - INT64_C(8) * 3600 * 1000000 };
	struct zp_date d = zp_wall_date(z);
	int s = (int)((z.us - zp_date_start(d).us) / 1000000), y, m, day;

	zp_date_split(d, &y, &m, &day);
	zp_buf_printf(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, y, m,
	    day, s / 3600, s / 60 % 60, s % 60);
}

void zp_ics_begin(struct zp_buf *out, const char *name)
{
	zp_buf_puts(out, "BEGIN:VCALENDAR\r\n"
	    "VERSION:2.0\r\n"
	    "PRODID:-//zhipaid//ZH\r\n"
	    "CALSCALE:GREGORIAN\r\n");
	text(out, "NAME", name);
	text(out, "X-WR-CALNAME", name);
	/* No daylight saving since 1991-09-15. */
	zp_buf_puts(out, "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"
	    "X-PUBLISHED-TTL:PT6H\r\n"
	    "BEGIN:VTIMEZONE\r\n"
	    "TZID:Asia/Shanghai\r\n"
	    "BEGIN:STANDARD\r\n"
	    "DTSTART:19910915T020000\r\n"
	    "TZOFFSETFROM:+0900\r\n"
	    "TZOFFSETTO:+0800\r\n"
	    "TZNAME:CST\r\n"
	    "END:STANDARD\r\n"
	    "END:VTIMEZONE\r\n");
}

void zp_ics_event(struct zp_buf *out, const struct zp_ics_event *e)
{
	static const char *const status[] = { "CONFIRMED", "TENTATIVE",
	    "CANCELLED" };
	bool known = zp_wall_known(e->revised);

	zp_buf_puts(out, "BEGIN:VEVENT\r\n");
	text(out, "UID", e->uid);
	utc(out, "DTSTAMP", known ? e->revised : (struct zp_wall){ 0 });
	local(out, "DTSTART", e->date, e->hours.from);
	local(out, "DTEND", e->date, e->hours.to);
	text(out, "SUMMARY", e->summary);
	text(out, "LOCATION", e->location);
	text(out, "DESCRIPTION", e->description);
	zp_buf_printf(out, "SEQUENCE:%" PRId32 "\r\nSTATUS:%s\r\n",
	    e->sequence, status[e->status]);
	if (known)
		utc(out, "LAST-MODIFIED", e->revised);
	zp_buf_puts(out, "END:VEVENT\r\n");
}

void zp_ics_end(struct zp_buf *out)
{
	zp_buf_puts(out, "END:VCALENDAR\r\n");
}
