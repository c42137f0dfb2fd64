/*
 * tests/fuzz/fuzz_dimacs.c - bytes as a DIMACS .min problem, whole and in
 * pieces.  No crash; what is refused is refused with a line and a reason;
 * what is taken is within the solver's bounds, and small ones are solved
 * with a good certificate.
 */
#include <stdlib.h>
#include <string.h>
#include "../tools/dimacs.h"
#include "zhipaid/flow.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool x)
{
	if (!x)
		abort();
}

/* Take the text in pieces of at most `piece` bytes. */
static bool take(struct dimacs *d, const char *s, size_t n, size_t piece)
{
	size_t from = 0, to = 0;

	while (d->error[0] == '\0') {
		to = n - to > piece ? to + piece : n;
		from += dimacs_take(d, s + from, to - from, to == n);
		if (to == n)
			break;
	}
	must(d->error[0] != '\0' || from == n);
	if (d->error[0] == '\0')
		(void)dimacs_whole(d);
	must(d->error[0] == '\0' || strncmp(d->error, "line ", 5) == 0);
	return d->error[0] == '\0';
}

static void solve(struct dimacs *d)
{
	struct zp_arena *arena = zp_arena_new();
	struct zp_flow *f = zp_flow_new(arena, d->nodes, d->arcs);
	struct dimacs_walk w = { .d = d, .drop = true };
	struct dimacs_arc a;

	for (int32_t v = 0; v < d->nodes; v++)
		zp_flow_supply(f, v, d->supply[v]);
	while (dimacs_next(&w, &a))
		(void)zp_flow_arc(f, a.from, a.to, a.lower, a.upper, a.cost);
	if (zp_flow_solve(f) == ZP_FLOW_OPTIMAL)
		must(zp_flow_certified(f));
	zp_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct dimacs whole = { 0 }, pieces = { 0 };
	bool good = take(&whole, (const char *)data, n, n + 1);

	must(take(&pieces, (const char *)data, n, 7) == good);
	must(strcmp(whole.error, pieces.error) == 0);
	if (good && whole.nodes <= 1000)
		solve(&whole);
	dimacs_free(&whole);
	dimacs_free(&pieces);
	return 0;
}
