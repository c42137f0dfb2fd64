/*
 * include/zhipaid/buf.h - a growing byte string, and writing JSON into it.
 * Layer: base.  Pure.  Out of memory aborts.
 *
 * A zeroed struct is an empty buffer; zp_buf_fini() releases it.  The text
 * is always NUL-terminated once anything was added.
 */
#ifndef ZHIPAID_BUF_H
#define ZHIPAID_BUF_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/base.h"

struct zp_buf {
	char *at;	/* owned; NULL while empty */
	size_t n;	/* bytes used, without the NUL */
	size_t cap;
};

void zp_buf_fini(struct zp_buf *b);		/* release; b is empty after */
void zp_buf_reset(struct zp_buf *b);		/* empty, memory kept */
const char *zp_buf_str(const struct zp_buf *b);	/* borrowed; "" when empty */
void zp_buf_add(struct zp_buf *b, const char *s, size_t n);
void zp_buf_puts(struct zp_buf *b, const char *s);
void zp_buf_putc(struct zp_buf *b, char c);
/* For writers of many single bytes: a place for n more of them; what was
 * written there ends at `end`. */
char *zp_buf_room(struct zp_buf *b, size_t n) ZP_MUST_CHECK;
void zp_buf_end(struct zp_buf *b, char *end);
void zp_buf_printf(struct zp_buf *b, const char *fmt, ...) ZP_PRINTF(2, 3);
/* Decimal digits of v, without the cost of printf. */
void zp_buf_i64(struct zp_buf *b, int64_t v);

/* JSON.  A writer puts its own brackets with zp_buf_putc(); zp_json_*()
 * put the comma before a value when the last byte is not one of "[{:,\n"
 * (a line feed starts the next document).  Bytes that are not UTF-8 become
 * U+FFFD, so that the text is always valid JSON (RFC 8259). */
void zp_json_open(struct zp_buf *b, char bracket);	/* '[' or '{' */
void zp_json_close(struct zp_buf *b, char bracket);	/* ']' or '}' */
void zp_json_key(struct zp_buf *b, const char *key);
void zp_json_str(struct zp_buf *b, const char *s);	/* quoted, escaped */
void zp_json_i64(struct zp_buf *b, int64_t v);
void zp_json_bool(struct zp_buf *b, bool v);
void zp_json_null(struct zp_buf *b);

/* UTF-8.  Length in bytes of the valid prefix of s[0..n). */
size_t zp_utf8_valid(const char *s, size_t n);
/* Terminal columns of a valid UTF-8 string: 2 for East Asian wide and
 * fullwidth, 0 for combining marks, 1 otherwise.  Locale-free. */
size_t zp_utf8_width(const char *s);
#endif
