/*
 * tests/conf/test_golden.c - golden/NN_what.conf gives golden/NN_what.out:
 * every message in both languages, then, when the file is good, each value
 * that is not the default with where it comes from, and the calendar.
 * ZP_GOLDEN_UPDATE=1 writes the .out files anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support_conf.h"

#define DIR_OF "tests/conf/golden"

static int is_golden(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot != NULL && strcmp(dot, ".conf") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void values(const struct zp_conf *c, struct zp_buf *out)
{
	struct zp_buf all = { 0 };

	for (size_t i = 0; i < zp_conf_keys(); i++) {
		struct zp_buf value = { 0 }, from = { 0 };

		zp_conf_value(c, i, &value, &from);
		if (strcmp(zp_buf_str(&from), "default") != 0)
			zp_buf_printf(out, "%s = %s (%s)\n",
			    zp_conf_key_at(i)->name, zp_buf_str(&value),
			    zp_buf_str(&from));
		zp_buf_fini(&value);
		zp_buf_fini(&from);
	}
	zp_conf_rule_set(c, &all);
	zp_buf_puts(out, strstr(zp_buf_str(&all), "calendar: {"));
	zp_buf_fini(&all);
}

static void outcome(const char *file, struct zp_buf *out)
{
	struct zp_report rep = { 0 };
	struct zp_conf *c = zp_conf_load(file, &rep);

	zp_report_print(&rep, ZP_ZH, out);
	zp_report_print(&rep, ZP_EN, out);
	assert_true((c == NULL) == (rep.errors > 0));
	if (c != NULL)
		values(c, out);
	zp_conf_unref(c);
	zp_report_fini(&rep);
}

static void each_file_gives_its_outcome(void **state)
{
	struct dirent **d;
	int n = scandir(DIR_OF, &d, is_golden, by_name);
	char file[512], want_file[512], *want;

	(void)state;
	assert_true(n >= 20);
	for (int i = 0; i < n; i++) {
		struct zp_buf got = { 0 };

		snprintf(file, sizeof(file), DIR_OF "/%s", d[i]->d_name);
		snprintf(want_file, sizeof(want_file), DIR_OF "/%.*s.out",
		    (int)(strlen(d[i]->d_name) - 5), d[i]->d_name);
		outcome(file, &got);
		if (golden_update())
			write_file(want_file, zp_buf_str(&got), got.n, 0644);
		want = read_file(want_file);
		if (strcmp(zp_buf_str(&got), want) != 0)
			print_message("%s differs\n", file);
		assert_string_equal(zp_buf_str(&got), want);
		free(want);
		zp_buf_fini(&got);
		free(d[i]);
	}
	free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_file_gives_its_outcome),
	};
	return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
