/*
 * tests/fuzz/fuzz_conf.c - bytes as a configuration: no crash, no silence
 * about what is refused, and what is taken prints and parses to the same.
 */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool x)
{
	if (!x)
		abort();
}

/* NULL exactly when there is an error, and every error says something. */
static struct zp_conf *parse(const char *s, size_t n)
{
	struct zp_report rep = { 0 };
	struct zp_conf *c = zp_conf_parse_rule_set(s, n, &rep);

	must((c == NULL) == (rep.errors > 0));
	for (size_t i = 0; i < rep.n; i++)
		for (int l = 0; l < ZP_LANGS; l++)
			must(rep.at[i].text[l][0] != '\0');
	zp_report_fini(&rep);
	return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct zp_conf *c = parse((const char *)data, n), *d;
	struct zp_buf once = { 0 }, twice = { 0 };

	if (c == NULL)
		return 0;
	zp_conf_print(c, &once);
	d = parse(once.at, once.n);
	if (d == NULL) {	/* a city or database that was never given */
		must(c->city[0] == '\0' || c->database[0] == '\0');
		zp_buf_reset(&once);
		zp_conf_rule_set(c, &once);
		d = parse(once.at, once.n);
		must(d != NULL);
		zp_conf_rule_set(d, &twice);
	} else {
		zp_conf_print(d, &twice);
	}
	must(once.n == twice.n && memcmp(once.at, twice.at, once.n) == 0);
	zp_buf_fini(&once);
	zp_buf_fini(&twice);
	zp_conf_unref(c);
	zp_conf_unref(d);
	return 0;
}
