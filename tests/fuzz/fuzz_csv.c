/*
 * tests/fuzz/fuzz_csv.c - bytes as a CSV file (the first byte chooses the
 * table) or, at one past the tables, as a stored registry.  No crash; what
 * is refused is explained in both languages; what is taken prints and
 * parses to the same.
 */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool x)
{
	if (!x)
		abort();
}

static void explained(struct zp_report *rep, bool refused)
{
	must(!refused || rep->errors > 0);
	for (size_t i = 0; i < rep->n; i++)
		for (int l = 0; l < ZP_LANGS; l++) {
			const char *s = rep->at[i].text[l];

			must(s[0] != '\0' &&
			    zp_utf8_valid(s, strlen(s)) == strlen(s));
		}
	zp_report_fini(rep);
}

static struct zp_rows_out parse(const struct zp_table *t, const char *s,
    size_t n, struct zp_arena *a)
{
	struct zp_csv_file file = { "x.csv", s, n };
	struct zp_rows_out out = { 0 };
	struct zp_report rep = { 0 };
	bool ok = zp_csv_parse(t, &file, a, &out, &rep);

	explained(&rep, !ok || out.bad > 0);
	must(ok || out.n == 0);
	return out;
}

static void print(const struct zp_table *t, const struct zp_rows_out *r,
    struct zp_buf *out)
{
	zp_row_header(t, out);
	for (uint32_t i = 0; i < r->n; i++)
		zp_row_print(t, (char *)r->rows + i * t->size, out);
}

static void fuzz_file(const struct zp_table *t, const char *s, size_t n)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_buf once = { 0 }, twice = { 0 };
	struct zp_rows_out out = parse(t, s, n, a);

	print(t, &out, &once);
	out = parse(t, once.at, once.n, a);
	must(out.bad == 0);
	print(t, &out, &twice);
	must(once.n == twice.n && memcmp(once.at, twice.at, once.n) == 0);
	zp_buf_fini(&once);
	zp_buf_fini(&twice);
	zp_arena_free(a);
}

static struct zp_registry *registry(const char *s, size_t n)
{
	struct zp_report rep = { 0 };
	struct zp_registry *r = zp_registry_parse(s, n, &rep);

	explained(&rep, r == NULL);
	return r;
}

static void fuzz_registry(const char *s, size_t n)
{
	struct zp_registry *r = registry(s, n), *again;
	struct zp_buf once = { 0 }, twice = { 0 };

	if (r == NULL)
		return;
	zp_registry_print(r, &once);
	again = registry(once.at, once.n);
	must(again != NULL);
	zp_registry_print(again, &twice);
	must(once.n == twice.n && memcmp(once.at, twice.at, once.n) == 0);
	zp_buf_fini(&once);
	zp_buf_fini(&twice);
	zp_registry_free(again);
	zp_registry_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *s = (const char *)data + 1;

	if (n == 0)
		return 0;
	if (data[0] % (ZP_T_INPUTS + 1) == ZP_T_INPUTS)
		fuzz_registry(s, n - 1);
	else
		fuzz_file(zp_table_get((enum zp_table_id)
		    (data[0] % (ZP_T_INPUTS + 1))), s, n - 1);
	return 0;
}
