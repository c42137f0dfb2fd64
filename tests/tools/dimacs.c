/* tests/tools/dimacs.c - the reader; see dimacs.h. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dimacs.h"
#include "zhipaid/base.h"
#include "zhipaid/flow.h"

#define BLOCK 262144		/* large enough to go back to the system */
#define LONGEST 50		/* bytes of five packed numbers */
struct dimacs_block {
	struct dimacs_block *next;
	size_t n;
	uint8_t at[BLOCK];
};
struct text { const char *at, *end; };

static bool wrong(struct dimacs *d, const char *format, ...) ZP_PRINTF(2, 3);

static bool wrong(struct dimacs *d, const char *format, ...)
{
	va_list args;
	int n = snprintf(d->error, sizeof(d->error), "line %" PRId64 ": ",
	    d->line);

	va_start(args, format);
	vsnprintf(d->error + n, sizeof(d->error) - (size_t)n, format, args);
	va_end(args);
	return false;
}

/* --- the arcs, packed --- */

/* Seven bits a byte, the low ones first (LEB128, DWARF 5, 7.6). */
static void put(struct dimacs_block *b, uint64_t x)
{
	for (; x > 127; x >>= 7)
		b->at[b->n++] = (uint8_t)(x | 128);
	b->at[b->n++] = (uint8_t)x;
}

static uint64_t get(const struct dimacs_block *b, size_t *at)
{
	uint64_t x = 0;
	unsigned shift = 0;

	for (; b->at[*at] > 127; shift += 7)
		x |= (uint64_t)(b->at[(*at)++] & 127) << shift;
	return x | (uint64_t)b->at[(*at)++] << shift;
}

static uint64_t fold(int64_t x)
{
	return (uint64_t)x << 1 ^ (x < 0 ? UINT64_MAX : 0);
}

static int64_t unfold(uint64_t x)
{
	return (int64_t)(x >> 1) ^ -(int64_t)(x & 1);
}

static void put_arc(struct dimacs *d, const struct dimacs_arc *a)
{
	struct dimacs_block *b = d->last;

	if (b == NULL || b->n + LONGEST > BLOCK) {
		b = malloc(sizeof(*b));
		if (b == NULL)
			abort();
		b->next = NULL;
		b->n = 0;
		*(d->last != NULL ? &d->last->next : &d->first) = b;
		d->last = b;
	}
	put(b, fold((int64_t)a->from - d->prev.from));
	put(b, fold((int64_t)a->to - d->prev.to));
	put(b, (uint64_t)a->lower);
	put(b, (uint64_t)(a->upper - a->lower));
	put(b, fold(a->cost));
	d->prev = *a;
	d->read++;
}

bool dimacs_next(struct dimacs_walk *w, struct dimacs_arc *a)
{
	if (w->read == w->d->read)
		return false;
	if (w->read++ == 0) {
		w->block = w->d->first;
		*a = (struct dimacs_arc){ 0 };
	}
	if (w->at == w->block->n) {
		struct dimacs_block *next = w->block->next;

		if (w->drop) {
			free(w->block);
			w->d->first = next;
		}
		w->block = next;
		w->at = 0;
	}
	a->from += (int32_t)unfold(get(w->block, &w->at));
	a->to += (int32_t)unfold(get(w->block, &w->at));
	a->lower = (int64_t)get(w->block, &w->at);
	a->upper = a->lower + (int64_t)get(w->block, &w->at);
	a->cost = unfold(get(w->block, &w->at));
	return true;
}

void dimacs_free(struct dimacs *d)
{
	for (struct dimacs_block *b = d->first, *next; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(d->supply);
	free(d->told);
	*d = (struct dimacs){ 0 };
}

/* --- fields --- */

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip(struct text *t)
{
	while (t->at < t->end && blank(*t->at))
		t->at++;
}

/* A field as it may be shown: short, and nothing but ASCII. */
struct shown { char at[24]; };
static struct shown show(struct text t)
{
	struct shown s = { "" };
	size_t n = 0;

	for (; t.at < t.end && !blank(*t.at) && n < 20; t.at++)
		s.at[n++] = *t.at > ' ' && *t.at < 127 ? *t.at : '?';
	if (t.at < t.end && !blank(*t.at))
		memcpy(s.at + n, "...", 3);
	return s;
}

/* The next field, a number from lo to hi; `what` names it. */
static bool number(struct dimacs *d, struct text *t, const char *what,
    int64_t lo, int64_t hi, int64_t *x)
{
	struct text field;
	bool minus;
	int64_t v = 0;
	const char *digits;

	skip(t);
	field = *t;
	minus = t->at < t->end && *t->at == '-';
	digits = t->at += minus;
	while (t->at < t->end && *t->at >= '0' && *t->at <= '9') {
		if (v < INT64_C(1) << 58)	/* else beyond any limit */
			v = v * 10 + (*t->at - '0');
		t->at++;
	}
	if (field.at == field.end)
		return wrong(d, "the %s is missing", what);
	if (t->at == digits || (t->at < t->end && !blank(*t->at)))
		return wrong(d, "the %s, \"%s\", is not a whole number", what,
		    show(field).at);
	*x = minus ? -v : v;
	if (*x < lo || *x > hi)
		return wrong(d, "the %s, %s, is not from %" PRId64 " to %"
		    PRId64, what, show(field).at, lo, hi);
	return true;
}

/* Nothing may follow. */
static bool done(struct dimacs *d, struct text *t, const char *form)
{
	skip(t);
	if (t->at < t->end)
		return wrong(d, "\"%s\" is too much: write %s",
		    show(*t).at, form);
	return true;
}

/* --- lines --- */

static bool problem(struct dimacs *d, struct text *t)
{
	int64_t nodes, arcs;

	if (d->opened)
		return wrong(d, "a second p line: one problem a file");
	skip(t);
	if (t->end - t->at < 3 || memcmp(t->at, "min", 3) != 0 ||
	    (t->end - t->at > 3 && !blank(t->at[3])))
		return wrong(d, "a problem \"%s\": only min is solved here",
		    show(*t).at);
	t->at += 3;
	if (!number(d, t, "number of nodes", 0, DIMACS_MAX_NODES, &nodes) ||
	    !number(d, t, "number of arcs", 0, DIMACS_MAX_ARCS, &arcs) ||
	    !done(d, t, "p min NODES ARCS"))
		return false;
	d->opened = true;
	d->nodes = (int32_t)nodes;
	d->arcs = (int32_t)arcs;
	d->supply = zp_xcalloc((size_t)nodes + 1, sizeof(*d->supply));
	d->told = zp_xcalloc((size_t)nodes + 1, sizeof(*d->told));
	return true;
}

static bool supply(struct dimacs *d, struct text *t)
{
	const int64_t most = ZP_FLOW_MAX_FLOW;
	int64_t v, x;

	if (!number(d, t, "node", 1, d->nodes, &v) ||
	    !number(d, t, "supply", -most, most, &x) ||
	    !done(d, t, "n NODE SUPPLY"))
		return false;
	if (d->told[v - 1])
		return wrong(d, "node %" PRId64 " had its n line before: add "
		    "the supplies up", v);
	d->told[v - 1] = 1;
	d->supply[v - 1] = x;
	return true;
}

static bool arc(struct dimacs *d, struct text *t)
{
	const int64_t cost = ZP_FLOW_MAX_COST, most = ZP_FLOW_MAX_FLOW;
	struct dimacs_arc a;
	int64_t from, to;

	if (d->read == d->arcs)
		return wrong(d, "one arc more than the %" PRId32
		    " of the p line", d->arcs);
	if (!number(d, t, "first node", 1, d->nodes, &from) ||
	    !number(d, t, "second node", 1, d->nodes, &to) ||
	    !number(d, t, "lower bound", 0, most, &a.lower) ||
	    !number(d, t, "capacity", 0, most, &a.upper) ||
	    !number(d, t, "cost", -cost, cost, &a.cost) ||
	    !done(d, t, "a FROM TO LOWER CAPACITY COST"))
		return false;
	if (a.lower > a.upper)
		return wrong(d, "the lower bound, %" PRId64 ", is above the "
		    "capacity, %" PRId64, a.lower, a.upper);
	a.from = (int32_t)from - 1;
	a.to = (int32_t)to - 1;
	put_arc(d, &a);
	return true;
}

static bool line(struct dimacs *d, struct text t)
{
	char kind;

	d->line++;
	if (t.end > t.at && t.end[-1] == '\r')
		t.end--;
	skip(&t);
	if (t.at == t.end)
		return true;
	if (memchr(t.at, '\0', (size_t)(t.end - t.at)) != NULL)
		return wrong(d, "a NUL byte: this is not a text");
	kind = *t.at++;
	if (kind == 'c')
		return true;
	if (strchr("pna", kind) == NULL || (t.at < t.end && !blank(*t.at)))
		return wrong(d, "a line \"%s\": write c, p, n or a first",
		    show((struct text){ t.at - 1, t.end }).at);
	if (kind == 'p')
		return problem(d, &t);
	if (!d->opened)
		return wrong(d, "no p line before this one: write p min "
		    "NODES ARCS first");
	return kind == 'n' ? supply(d, &t) : arc(d, &t);
}

size_t dimacs_take(struct dimacs *d, const char *s, size_t n, bool end)
{
	const char *at = s, *stop = s + n;

	while (at < stop) {
		const char *nl = memchr(at, '\n', (size_t)(stop - at));
		size_t length = (size_t)((nl != NULL ? nl : stop) - at);

		if (length > DIMACS_MAX_LINE) {
			d->line++;
			wrong(d, "longer than %d bytes", DIMACS_MAX_LINE);
			return 0;
		}
		if (nl == NULL && !end)
			break;
		if (!line(d, (struct text){ at, at + length }))
			return 0;
		at += length + (nl != NULL);
	}
	return (size_t)(at - s);
}

bool dimacs_whole(struct dimacs *d)
{
	d->line++;
	if (!d->opened)
		return wrong(d, "the file ends without a p line: write p min "
		    "NODES ARCS first");
	if (d->read < d->arcs)
		return wrong(d, "the file ends after %" PRId32 " arcs of the %"
		    PRId32 " of the p line", d->read, d->arcs);
	return true;
}
