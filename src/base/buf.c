/* src/base/buf.c - a growing byte string. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/buf.h"

static void grow(struct zp_buf *b, size_t n)
{
	size_t cap = b->cap > 0 ? b->cap : 64;

	ZP_ASSERT(n < SIZE_MAX / 2 - b->n);
	while (cap - b->n <= n)
		cap *= 2;
	b->at = zp_xrealloc(b->at, cap, 1);
	b->cap = cap;
}

/* Room for n more bytes and the NUL. */
static inline void reserve(struct zp_buf *b, size_t n)
{
	if (n >= b->cap - b->n)
		grow(b, n);
}

void zp_buf_fini(struct zp_buf *b)
{
	free(b->at);
	*b = (struct zp_buf){ 0 };
}

void zp_buf_reset(struct zp_buf *b)
{
	b->n = 0;
	if (b->at != NULL)
		b->at[0] = '\0';
}

const char *zp_buf_str(const struct zp_buf *b)
{
	return b->at != NULL ? b->at : "";
}

void zp_buf_add(struct zp_buf *b, const char *s, size_t n)
{
	reserve(b, n);
	if (n > 0)
		memcpy(b->at + b->n, s, n);
	b->n += n;
	b->at[b->n] = '\0';
}

char *zp_buf_room(struct zp_buf *b, size_t n)
{
	reserve(b, n);
	return b->at + b->n;
}

void zp_buf_end(struct zp_buf *b, char *end)
{
	b->n = (size_t)(end - b->at);
	*end = '\0';
}

void zp_buf_puts(struct zp_buf *b, const char *s)
{
	zp_buf_add(b, s, strlen(s));
}

void zp_buf_putc(struct zp_buf *b, char c)
{
	reserve(b, 1);
	b->at[b->n++] = c;
	b->at[b->n] = '\0';
}

/* What the room left can hold, printed; needs more when the result is not
 * less than the room. */
static int ZP_PRINTF(2, 0) print(struct zp_buf *b, const char *fmt,
    va_list ap)
{
	return vsnprintf(b->at != NULL ? b->at + b->n : NULL, b->cap - b->n,
	    fmt, ap);
}

void zp_buf_printf(struct zp_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = print(b, fmt, ap);
	va_end(ap);
	ZP_ASSERT(n >= 0);
	if ((size_t)n >= b->cap - b->n) {
		reserve(b, (size_t)n);
		va_start(ap, fmt);
		(void)print(b, fmt, ap);
		va_end(ap);
	}
	b->n += (size_t)n;
}

void zp_buf_i64(struct zp_buf *b, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char text[20];
	size_t at = sizeof(text);

	do {
		text[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	if (v < 0)
		text[--at] = '-';
	zp_buf_add(b, text + at, sizeof(text) - at);
}
