/* src/base/json.c - writing JSON (RFC 8259) into a buffer. */
#include <stdio.h>
#include <string.h>
#include "zhipaid/buf.h"

static void separate(struct zp_buf *b)
{
	if (b->n == 0)
		return;
	switch (b->at[b->n - 1]) {
	case '[': case '{': case ':': case ',': case '\n':
		break;
	default:
		zp_buf_putc(b, ',');
	}
}

void zp_json_open(struct zp_buf *b, char bracket)
{
	separate(b);
	zp_buf_putc(b, bracket);
}

void zp_json_close(struct zp_buf *b, char bracket)
{
	zp_buf_putc(b, bracket);
}

static void escape(struct zp_buf *b, unsigned char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
	const char *p = c != '\0' ? strchr(plain, c) : NULL;

	if (p != NULL) {
		zp_buf_putc(b, '\\');
		zp_buf_putc(b, letter[p - plain]);
	} else {
		zp_buf_printf(b, "\\u%04x", c);
	}
}

/* Length of the prefix of s[0..n) that needs no escape. */
static size_t harmless(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (unsigned char)s[i] >= ' ' && s[i] != '"' &&
	    s[i] != '\\')
		i++;
	return i;
}

/* Codes, numbers, words: most strings are ASCII and need no escape. */
static bool plain(struct zp_buf *b, const char *s)
{
	size_t n = 0;
	char *to;

	while ((unsigned char)s[n] >= ' ' && (unsigned char)s[n] < 0x80 &&
	    s[n] != '"' && s[n] != '\\')
		n++;
	if (s[n] != '\0')
		return false;
	to = zp_buf_room(b, n + 2);
	*to++ = '"';
	memcpy(to, s, n);
	to += n;
	*to++ = '"';
	zp_buf_end(b, to);
	return true;
}

static void quoted(struct zp_buf *b, const char *s)
{
	size_t n;

	if (plain(b, s))
		return;
	n = strlen(s);
	zp_buf_putc(b, '"');
	while (n > 0) {
		size_t valid = zp_utf8_valid(s, n);

		for (size_t i = 0; i < valid; i++) {
			size_t k = harmless(s + i, valid - i);

			zp_buf_add(b, s + i, k);
			i += k;
			if (i < valid)
				escape(b, (unsigned char)s[i]);
		}
		s += valid;
		n -= valid;
		if (n > 0) {
			zp_buf_puts(b, "\xef\xbf\xbd");
			s++;
			n--;
		}
	}
	zp_buf_putc(b, '"');
}

void zp_json_key(struct zp_buf *b, const char *key)
{
	separate(b);
	quoted(b, key);
	zp_buf_putc(b, ':');
}

void zp_json_str(struct zp_buf *b, const char *s)
{
	separate(b);
	quoted(b, s);
}

void zp_json_i64(struct zp_buf *b, int64_t v)
{
	separate(b);
	zp_buf_i64(b, v);
}

void zp_json_bool(struct zp_buf *b, bool v)
{
	separate(b);
	zp_buf_puts(b, v ? "true" : "false");
}

void zp_json_null(struct zp_buf *b)
{
	separate(b);
	zp_buf_puts(b, "null");
}
