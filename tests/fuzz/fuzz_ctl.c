/*
 * tests/fuzz/fuzz_ctl.c - bytes as a request and as a reply: no crash, and
 * what parses is printed and parses again to the same bytes.
 */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool x)
{
	if (!x)
		abort();
}

static void same(const struct zp_buf *a, const struct zp_buf *b)
{
	must(a->n == b->n && memcmp(a->at, b->at, a->n) == 0);
}

static void request(const char *s, size_t n, struct zp_arena *a)
{
	const char *why, *say[ZP_LANGS] = { NULL, NULL };
	struct zp_buf once = { 0 }, twice = { 0 };
	struct zp_ctl_request rq;

	if (!zp_ctl_request_parse(s, n, a, &rq, &why))
		return;
	must(zp_verb_check(&rq, true, a, say) != NULL || say[ZP_ZH] != NULL);
	zp_ctl_request_print(&rq, &once);
	must(zp_ctl_request_parse(once.at, once.n, a, &rq, &why));
	zp_ctl_request_print(&rq, &twice);
	same(&once, &twice);
	zp_buf_fini(&once);
	zp_buf_fini(&twice);
}

static void reply(const char *s, size_t n, struct zp_arena *a)
{
	struct zp_buf once = { 0 }, twice = { 0 };
	struct zp_ctl_reply r;
	const char *why;
	uint32_t files;

	if (!zp_ctl_reply_parse(s, n, a, &r, &why))
		return;
	if (zp_ctl_files(&r, a, &files) == NULL)
		files = 0;
	zp_ctl_reply_print(&r, &once);
	must(zp_ctl_reply_parse(once.at, once.n, a, &r, &why));
	zp_ctl_reply_print(&r, &twice);
	same(&once, &twice);
	zp_buf_fini(&once);
	zp_buf_fini(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct zp_arena *a = zp_arena_new();

	request((const char *)data, n, a);
	reply((const char *)data, n, a);
	zp_arena_free(a);
	return 0;
}
