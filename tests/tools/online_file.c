/* tests/tools/online_file.c - read the file, or say what is wrong with it. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "online.h"

struct reader {
	FILE *in;
	char *text, *at;	/* the line, and where in it we are */
	size_t cap;
	long line;
	const char *why;
};

static bool fail(struct reader *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	return false;
}

static bool next_line(struct reader *r)
{
	ssize_t n = getline(&r->text, &r->cap, r->in);

	r->line++;
	r->at = r->text;
	if (n < 0)
		return fail(r, ferror(r->in) ? "cannot be read"
		    : "the file ends too early");
	return strlen(r->text) == (size_t)n || fail(r, "a NUL character");
}

/* The next number of the line, in lo..hi. */
static bool number(struct reader *r, int32_t lo, int32_t hi, int32_t *out)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(r->at, &end, 10);
	if (end == r->at || !(isspace((unsigned char)*end) || *end == '\0'))
		return fail(r, *r->at == '\n' || *r->at == '\0'
		    ? "a number is missing" : "not a whole number");
	if (errno != 0 || v < lo || v > hi)
		return fail(r, "a number is out of range");
	r->at = end;
	*out = (int32_t)v;
	return true;
}

static bool line_ends(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
	return *r->at == '\0' || fail(r, "more than belongs in the line");
}

static bool read_counsel(struct reader *r, const struct online *o,
    struct online_counsel *c)
{
	int32_t prior;

	return next_line(r) && number(r, 0, o->counties - 1, &c->county) &&
	    number(r, 0, ONLINE_MAX_COST, &c->cap) &&
	    number(r, 0, ONLINE_MAX_COST, &prior) && line_ends(r);
}

/* seen: per counsel, the last case that named it. */
static bool read_case(struct reader *r, struct online *o,
    struct online_case *c, int32_t *seen, struct zp_arena *a)
{
	int32_t arrival, i = (int32_t)(c - o->cs) + 1;

	if (!next_line(r) || !number(r, 0, o->counties - 1, &c->county) ||
	    !number(r, 0, ONLINE_MAX_KIND, &c->kind) ||
	    !number(r, 0, INT32_MAX, &arrival) ||
	    !number(r, 0, o->m, &c->n))
		return false;
	c->arc = zp_arena_calloc(a, (size_t)c->n, sizeof(*c->arc));
	for (int32_t k = 0; k < c->n; k++) {
		int32_t who, cost;

		if (!number(r, 0, o->m - 1, &who) ||
		    !number(r, 0, ONLINE_MAX_COST, &cost))
			return false;
		if (seen[who] == i)
			return fail(r, "one counsel twice");
		seen[who] = i;
		c->arc[k] = (struct zp_arc){ who, cost };
		if (cost > o->dearest)
			o->dearest = cost;
	}
	if (c->kind >= o->kinds)
		o->kinds = c->kind + 1;
	return line_ends(r);
}

static bool read_all(struct reader *r, struct online *o, struct zp_arena *a)
{
	int32_t *seen;

	if (!next_line(r) || !number(r, 0, ZP_KERNEL_MAX_CASES, &o->n) ||
	    !number(r, 0, ZP_KERNEL_MAX_CASES, &o->m) ||
	    !number(r, 0, ZP_KERNEL_MAX_CASES, &o->counties) ||
	    !line_ends(r))
		return false;
	o->counsel = zp_arena_calloc(a, (size_t)o->m, sizeof(*o->counsel));
	for (int32_t c = 0; c < o->m; c++)
		if (!read_counsel(r, o, &o->counsel[c]))
			return false;
	o->cs = zp_arena_calloc(a, (size_t)o->n, sizeof(*o->cs));
	seen = zp_arena_calloc(a, (size_t)o->m, sizeof(*seen));
	for (int32_t i = 0; i < o->n; i++)
		if (!read_case(r, o, &o->cs[i], seen, a))
			return false;
	while (getline(&r->text, &r->cap, r->in) >= 0) {
		r->line++;
		r->at = r->text;
		if (!line_ends(r))
			return false;
	}
	return true;
}

bool online_read(FILE *in, struct online *o, struct zp_arena *a, long *line,
    const char **why)
{
	struct reader r = { .in = in };
	bool ok;

	*o = (struct online){ .kinds = 1 };
	ok = read_all(&r, o, a);
	*line = r.line;
	*why = r.why;
	free(r.text);
	return ok;
}
