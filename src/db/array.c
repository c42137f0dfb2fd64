/*
 * src/db/array.c - literals of type text[].
 * PostgreSQL 15 manual, 8.15.6: every element quoted, '"' and '\' escaped.
 */
#include <string.h>
#include "zhipaid/buf.h"
#include "zhipaid/db.h"

void zp_array_add(struct zp_buf *b, const char *s)
{
	char *to;

	zp_buf_putc(b, b->n == 0 ? '{' : ',');
	if (s == NULL) {
		zp_buf_puts(b, "NULL");
		return;
	}
	to = zp_buf_room(b, 2 * strlen(s) + 2);
	*to++ = '"';
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			*to++ = '\\';
		*to++ = *s;
	}
	*to++ = '"';
	zp_buf_end(b, to);
}

void zp_array_end(struct zp_buf *b)
{
	if (b->n == 0)
		zp_buf_putc(b, '{');
	zp_buf_putc(b, '}');
}
