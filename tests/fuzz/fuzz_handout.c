/*
 * tests/fuzz/fuzz_handout.c - bytes as a roster that is handed out: no
 * crash; what parses is printed and parses again to the same bytes, and
 * every feed and page of it can be written.
 */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool x)
{
	if (!x)
		abort();
}

static void write_all(const struct zp_handout *h)
{
	struct zp_buf b = { 0 };

	for (uint32_t k = 0; k < h->reg->counsels; k++)
		(void)zp_feed_counsel(h, (int32_t)k, ZP_ZH, &b);
	for (uint32_t s = 0; s < h->reg->stations; s++) {
		(void)zp_feed_station(h, (int32_t)s, ZP_EN, &b);
		if (zp_date_known(h->from) && !zp_sheet_print(h, (int32_t)s,
		    h->from, ZP_ZH, &b))
			zp_buf_reset(&b);
	}
	zp_handout_roster(h, &b);
	zp_handout_allowances(h, &b);
	zp_buf_fini(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_report rep = { 0 };
	struct zp_buf once = { 0 }, twice = { 0 };
	struct zp_handout h;
	struct zp_registry *reg = zp_handout_parse((const char *)data, n, a,
	    &h, &rep);

	if (reg != NULL) {
		zp_handout_print(&h, &once);
		write_all(&h);
		zp_registry_free(reg);
		reg = zp_handout_parse(once.at, once.n, a, &h, &rep);
		must(reg != NULL);
		zp_handout_print(&h, &twice);
		must(once.n == twice.n &&
		    memcmp(once.at, twice.at, once.n) == 0);
	}
	zp_registry_free(reg);
	zp_report_fini(&rep);
	zp_buf_fini(&once);
	zp_buf_fini(&twice);
	zp_arena_free(a);
	return 0;
}
