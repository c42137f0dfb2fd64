/* src/base/record.c - cutting CSV (RFC 4180) into fields. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/record.h"

void zp_record_fini(struct zp_reader *r)
{
	free(r->field);
	r->field = NULL;
	r->n = r->cap = 0;
}

static struct zp_field *push(struct zp_reader *r)
{
	if (r->n == r->cap) {
		r->cap = r->cap > 0 ? r->cap * 2 : 32;
		r->field = zp_xrealloc(r->field, r->cap, sizeof(*r->field));
	}
	r->field[r->n] = (struct zp_field){ r->at, 0 };
	return &r->field[r->n++];
}

/* At the end of a line: step over it. */
static bool newline(struct zp_reader *r)
{
	if (r->at < r->end && *r->at == '\r' &&
	    (r->at + 1 == r->end || r->at[1] == '\n'))
		r->at++;
	if (r->at < r->end && *r->at != '\n')
		return false;
	if (r->at < r->end) {
		r->at++;
		r->line++;
	}
	return true;
}

static void skip_line(struct zp_reader *r)
{
	while (!newline(r))
		r->at++;
}

/* The n bytes at s with each doubled quote made one. */
static void undouble(struct zp_field *f, struct zp_arena *a)
{
	char *copy = zp_arena_strndup(a, f->at, f->n), *to = copy;

	for (const char *s = copy, *end = copy + f->n; s < end; s++) {
		*to++ = *s;
		if (*s == '"')
			s++;
	}
	f->at = copy;
	f->n = (size_t)(to - copy);
}

/* A field that begins with a quote; at stands behind the closing one. */
static bool quoted(struct zp_reader *r, struct zp_field *f, struct zp_arena *a)
{
	bool doubled = false;

	f->at = ++r->at;
	for (;; r->at++) {
		if (r->at == r->end)
			return false;
		if (*r->at == '\n')
			r->line++;
		if (*r->at != '"')
			continue;
		if (r->at + 1 == r->end || r->at[1] != '"')
			break;
		doubled = true;
		r->at++;
	}
	f->n = (size_t)(r->at++ - f->at);
	if (doubled)
		undouble(f, a);
	return true;
}

/* False: a quote where none may be. */
static bool plain(struct zp_reader *r, struct zp_field *f)
{
	const char *s = r->at;

	while (s < r->end && *s != ',' && *s != '\n' && *s != '"')
		s++;
	if (s < r->end && *s == '"')
		return false;
	if (s > r->at && s[-1] == '\r' && (s == r->end || *s == '\n'))
		s--;
	f->n = (size_t)(s - r->at);
	r->at = s;
	return true;
}

static enum zp_record record(struct zp_reader *r, struct zp_arena *a)
{
	r->n = 0;
	r->start = r->line;
	for (;;) {
		struct zp_field *f = push(r);

		if (r->at < r->end && *r->at == '"') {
			if (!quoted(r, f, a))
				return ZP_RECORD_OPEN;
		} else if (!plain(r, f)) {
			skip_line(r);
			return ZP_RECORD_STRAY;
		}
		if (newline(r))
			return ZP_RECORD;
		if (*r->at != ',') {
			skip_line(r);
			return ZP_RECORD_STRAY;
		}
		r->at++;
	}
}

static bool blank(const struct zp_reader *r)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (r->field[i].n > 0)
			return false;
	return true;
}

enum zp_record zp_record_read(struct zp_reader *r, struct zp_arena *a)
{
	while (r->at < r->end) {
		enum zp_record rc = record(r, a);

		if (rc != ZP_RECORD || !blank(r))
			return rc;
	}
	return ZP_RECORD_END;
}
