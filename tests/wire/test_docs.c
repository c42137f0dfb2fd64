/*
 * tests/wire/test_docs.c - the columns in zhipai-import(5) are the table's.
 * ZP_GOLDEN_UPDATE=1 writes them anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/table.h"

#define PAGE ZP_SOURCE_DIR "/src/zhipactl/zhipai-import.5"
#define BEGIN ".\\\" columns begin: written from the table of columns\n"
#define END ".\\\" columns end\n"

static void read_page(struct zp_buf *b)
{
	FILE *f = fopen(PAGE, "r");
	char chunk[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		zp_buf_add(b, chunk, n);
	fclose(f);
}

static void add_words(const struct zp_col *c, struct zp_buf *out)
{
	bool first = true;

	for (size_t i = 0; c->words[i] != NULL; i++) {
		if (c->words[i][0] == '\0')
			continue;
		zp_buf_printf(out, "%s%s", first ? " " : ", ", c->words[i]);
		first = false;
	}
}

static void add_type(const struct zp_col *c, struct zp_buf *out)
{
	static const char *const type[] = {
		[ZP_COL_CODE] = "code", [ZP_COL_TEXT] = "text",
		[ZP_COL_LIST] = "list", [ZP_COL_BOOL] = "yes or no",
		[ZP_COL_INT] = "number", [ZP_COL_I64] = "number",
		[ZP_COL_DATE] = "date", [ZP_COL_WALL] = "time",
		[ZP_COL_ENUM] = "one of", [ZP_COL_SET] = "any of",
	};

	zp_buf_puts(out, type[c->type]);
	if (c->type == ZP_COL_INT)
		zp_buf_printf(out, " %d to %d", c->min, c->max);
	if (c->words != NULL)
		add_words(c, out);
	if (c->type == ZP_COL_ENUM && (c->flags & ZP_COL_NEED) == 0 &&
	    c->words[0][0] != '\0')
		zp_buf_printf(out, "; empty is %s", c->words[0]);
	if ((c->flags & ZP_COL_KEY) != 0)
		zp_buf_puts(out, "; key");
	if ((c->flags & ZP_COL_NEED) != 0)
		zp_buf_puts(out, "; needed");
	if ((c->flags & ZP_COL_MORE) != 0)
		zp_buf_puts(out, "; optional");
}

static void add_table(const struct zp_table *t, struct zp_buf *out)
{
	zp_buf_printf(out, ".Ss %s.csv\n.Bl -tag -width Ds\n", t->name);
	for (size_t i = 0; i < t->cols; i++) {
		const struct zp_col *c = &t->col[i];
		char first = c->doc[ZP_EN][0];

		zp_buf_printf(out, ".It Va %s\n", c->name);
		add_type(c, out);
		if (first >= 'a' && first <= 'z')
			first = (char)(first - 'a' + 'A');
		zp_buf_printf(out, "\n.br\n%c%s.\n.br\n%s。\n", first,
		    c->doc[ZP_EN] + 1, c->doc[ZP_ZH]);
	}
	zp_buf_puts(out, ".El\n");
}

static void all_tables(struct zp_buf *out)
{
	for (int id = 0; id < ZP_T_INPUTS; id++)
		add_table(zp_table_get((enum zp_table_id)id), out);
	add_table(zp_table_get(ZP_T_ASSIGNMENTS), out);
	add_table(zp_table_get(ZP_T_PENDING), out);
}

static void the_manual_lists_the_columns(void **state)
{
	struct zp_buf page = { 0 }, want = { 0 };
	char *from, *to;

	(void)state;
	read_page(&page);
	all_tables(&want);
	from = strstr(page.at, BEGIN);
	assert_non_null(from);
	from += strlen(BEGIN);
	to = strstr(from, END);
	assert_non_null(to);
	if (getenv("ZP_GOLDEN_UPDATE") != NULL) {
		FILE *f = fopen(PAGE, "w");

		assert_non_null(f);
		fprintf(f, "%.*s%s%s", (int)(from - page.at), page.at,
		    zp_buf_str(&want), to);
		assert_int_equal(fclose(f), 0);
	} else {
		*to = '\0';
		assert_string_equal(from, zp_buf_str(&want));
	}
	zp_buf_fini(&page);
	zp_buf_fini(&want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_manual_lists_the_columns),
	};

	return cmocka_run_group_tests_name("docs", tests, NULL, NULL);
}
