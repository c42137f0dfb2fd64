/* tests/wire/test_ctl.c - the control protocol and the command table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/grammar.h"

static int setup(void **state)
{
	*state = zp_arena_new();
	return 0;
}

static int teardown(void **state)
{
	zp_arena_free(*state);
	return 0;
}

static void a_request_comes_back_as_it_went(void **state)
{
	const char *arg[] = { "2026-1", "a \"b\" \\ \n 中文" };
	struct zp_ctl_opt opt[] = { { "reason", "换人" },
		{ "with-cause", "" } };
	struct zp_ctl_request rq = { "decline", arg, 2, opt, 2 }, got;
	struct zp_buf b = { 0 };
	const char *why;

	zp_ctl_request_print(&rq, &b);
	assert_ptr_equal(strchr(b.at, '\n'), b.at + b.n - 1);
	assert_true(zp_ctl_request_parse(b.at, b.n, *state, &got, &why));
	assert_string_equal(got.cmd, "decline");
	assert_int_equal(got.args, 2);
	assert_string_equal(got.arg[0], arg[0]);
	assert_string_equal(got.arg[1], arg[1]);
	assert_string_equal(zp_ctl_option(&got, "reason"), "换人");
	assert_string_equal(zp_ctl_option(&got, "with-cause"), "");
	assert_null(zp_ctl_option(&got, "junior"));
	assert_int_equal(zp_ctl_lang(&got), ZP_ZH);
	zp_buf_fini(&b);
}

static void args_and_opts_may_be_missing(void **state)
{
	static const char line[] = "{\"v\":1,\"cmd\":\"status\"}";
	struct zp_ctl_request got;
	const char *why;

	assert_true(zp_ctl_request_parse(line, strlen(line), *state, &got,
	    &why));
	assert_int_equal(got.args + got.opts, 0);
}

static void bad_requests_are_refused(void **state)
{
	static const char *const bad[] = {
		"", "\n", "null", "[]", "1", "{", "{}", "{\"v\":1}",
		"{\"v\":2,\"cmd\":\"status\"}",
		"{\"v\":\"1\",\"cmd\":\"status\"}",
		"{\"v\":1.0,\"cmd\":\"status\"}",
		"{\"v\":1,\"cmd\":\"\"}", "{\"v\":1,\"cmd\":7}",
		"{\"v\":1,\"cmd\":\"status\",\"more\":1}",
		"{\"v\":1,\"v\":1,\"cmd\":\"status\"}",
		"{\"v\":1,\"cmd\":\"status\"} {}",
		"{\"v\":1,\"cmd\":\"status\",\"args\":{}}",
		"{\"v\":1,\"cmd\":\"status\",\"args\":[1]}",
		"{\"v\":1,\"cmd\":\"status\",\"opts\":[]}",
		"{\"v\":1,\"cmd\":\"status\",\"opts\":{\"a\":false}}",
		"{\"v\":1,\"cmd\":\"a\\u0000b\"}",
		"{\"v\":1,\"cmd\":\"\xff\xfe\"}",
		"{\"v\":1,\"cmd\":\"\\ud800\"}",
	};

	for (size_t i = 0; i < ZP_COUNT(bad); i++) {
		struct zp_ctl_request got = { .cmd = "untouched" };
		const char *why = NULL;

		assert_false(zp_ctl_request_parse(bad[i], strlen(bad[i]),
		    *state, &got, &why));
		assert_non_null(why);
		assert_string_equal(got.cmd, "untouched");
	}
}

/* {"v":1,"cmd":"x","<key>":<open>then n times item<close>} */
static bool many(struct zp_arena *a, const char *key, const char *brackets,
    const char *item, int n)
{
	struct zp_ctl_request got;
	struct zp_buf b = { 0 };
	const char *why;
	bool ok;

	zp_buf_printf(&b, "{\"v\":1,\"cmd\":\"x\",\"%s\":%c", key, brackets[0]);
	for (int i = 0; i < n; i++) {
		zp_buf_puts(&b, i == 0 ? "" : ",");
		if (brackets[0] == '{')
			zp_buf_printf(&b, "\"k%d\":", i);
		zp_buf_puts(&b, item);
	}
	zp_buf_printf(&b, "%c}", brackets[1]);
	ok = zp_ctl_request_parse(b.at, b.n, a, &got, &why);
	zp_buf_fini(&b);
	return ok;
}

static void limits_hold(void **state)
{
	size_t n = ZP_CTL_REQUEST_MAX + 1;
	char *s = malloc(n);
	struct zp_ctl_request got;
	const char *why = "";

	assert_non_null(s);
	memset(s, ' ', n);
	memcpy(s, "{\"v\":1,\"cmd\":\"x\"}", 17);
	assert_true(zp_ctl_request_parse(s, n - 1, *state, &got, &why));
	assert_false(zp_ctl_request_parse(s, n, *state, &got, &why));
	assert_string_equal(why, "the line is too long");
	free(s);
	assert_true(many(*state, "args", "[]", "\"a\"", ZP_CTL_ARGS_MAX));
	assert_false(many(*state, "args", "[]", "\"a\"", ZP_CTL_ARGS_MAX + 1));
	assert_true(many(*state, "opts", "{}", "true", ZP_CTL_OPTS_MAX));
	assert_false(many(*state, "opts", "{}", "true", ZP_CTL_OPTS_MAX + 1));
}

static void a_reply_comes_back_as_it_went(void **state)
{
	const char *column[] = { "case_no", "rule" };
	const char *row[] = { "2026-1", "C1|Q3" }, *empty[] = { "", NULL };
	struct zp_ctl_table t = { .column = column, .columns = 2 };
	struct zp_ctl_reply r = { .text = "二行\n", .table = &t,
		.data = "{\"n\":1}" }, got;
	struct zp_buf b = { 0 };
	const char *why;

	for (int i = 0; i < 5; i++)
		zp_ctl_table_row(&t, *state, i == 3 ? empty : row);
	zp_ctl_reply_print(&r, &b);
	assert_true(zp_ctl_reply_parse(b.at, b.n, *state, &got, &why));
	assert_int_equal(got.exit, 0);
	assert_null(got.error);
	assert_null(got.progress);
	assert_string_equal(got.text, "二行\n");
	assert_string_equal(got.data, "{\"n\":1}");
	assert_int_equal(got.table->rows, 5);
	assert_string_equal(got.table->column[1], "rule");
	assert_string_equal(got.table->cell[5], "C1|Q3");
	assert_string_equal(got.table->cell[7], "");
	zp_buf_fini(&b);
}

static void progress_and_errors_are_lines_of_their_own(void **state)
{
	struct zp_ctl_reply r = { .progress = "1/2" }, got;
	struct zp_buf b = { 0 };
	const char *why;

	zp_ctl_reply_print(&r, &b);
	assert_string_equal(b.at, "{\"progress\":\"1/2\"}\n");
	assert_true(zp_ctl_reply_parse(b.at, b.n, *state, &got, &why));
	assert_string_equal(got.progress, "1/2");
	zp_buf_reset(&b);
	r = (struct zp_ctl_reply){ .exit = 1, .error = "no such case" };
	zp_ctl_reply_print(&r, &b);
	assert_string_equal(b.at, "{\"exit\":1,\"error\":\"no such case\"}\n");
	zp_buf_fini(&b);
}

static void bad_replies_are_refused(void **state)
{
	static const char *const bad[] = {
		"", "{}", "{\"exit\":3}", "{\"exit\":-1}", "{\"exit\":true}",
		"{\"progress\":1}", "{\"progress\":\"a\",\"exit\":0}",
		"{\"exit\":0,\"text\":1}", "{\"exit\":0,\"data\":[]}",
		"{\"exit\":0,\"table\":[]}", "{\"exit\":0,\"table\":{}}",
		"{\"exit\":0,\"table\":{\"columns\":[1],\"rows\":[]}}",
		"{\"exit\":0,\"table\":{\"columns\":[\"a\"],\"rows\":[[]]}}",
		"{\"exit\":0,\"table\":{\"columns\":[\"a\"],\"rows\":[[1]]}}",
		"{\"exit\":0,\"table\":{\"columns\":[],\"rows\":[],\"x\":1}}",
	};

	for (size_t i = 0; i < ZP_COUNT(bad); i++) {
		struct zp_ctl_reply got;
		const char *why = NULL;

		assert_false(zp_ctl_reply_parse(bad[i], strlen(bad[i]),
		    *state, &got, &why));
		assert_non_null(why);
	}
}

static void files_have_plain_names(void **state)
{
	static const char *const bad[] = { "../x", "", ".", "a/b", ".ssh" };
	struct zp_ctl_reply r = {
		.data = "{\"files\":{\"b.csv\":\"x\\n\",\"a.csv\":\"\"}}" };
	const struct zp_ctl_file *f;
	char data[64];
	uint32_t n;

	f = zp_ctl_files(&r, *state, &n);
	assert_non_null(f);
	assert_int_equal(n, 2);
	assert_string_equal(f[0].name, "b.csv");
	assert_string_equal(f[0].text, "x\n");
	r.data = NULL;
	assert_non_null(zp_ctl_files(&r, *state, &n));
	assert_int_equal(n, 0);
	r.data = data;
	for (size_t i = 0; i < ZP_COUNT(bad); i++) {
		snprintf(data, sizeof(data), "{\"files\":{\"%s\":\"\"}}",
		    bad[i]);
		assert_null(zp_ctl_files(&r, *state, &n));
	}
}

static void the_command_table_is_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < zp_verbs(); i++) {
		const struct zp_verb *v = zp_verb_at(i);
		char opts[128];

		assert_ptr_equal(zp_verb_find(v->name), v);
		assert_true(v->min <= v->max && v->max <= ZP_CTL_ARGS_MAX);
		assert_int_equal(v->max == 0, v->args[0] == '\0');
		assert_true(v->help[ZP_ZH][0] != '\0');
		assert_true(v->help[ZP_EN][0] != '\0');
		snprintf(opts, sizeof(opts), "%s", v->opts);
		for (char *o = opts, *p; (p = strsep(&o, " !")) != NULL;)
			if (*p != '\0')
				assert_non_null(zp_option_find(p));
	}
}

static const char *check(struct zp_arena *a, const char *line, bool full)
{
	const char *why[ZP_LANGS] = { "", "" }, *fault;
	struct zp_ctl_request rq;

	assert_true(zp_ctl_request_parse(line, strlen(line), a, &rq, &fault));
	return zp_verb_check(&rq, full, a, why) != NULL ? "ok" : why[ZP_EN];
}

static void requests_are_checked_against_the_table(void **state)
{
	static const struct {
		const char *line;
		bool full;
		const char *say;
	} row[] = {
		{ "{\"v\":1,\"cmd\":\"status\"}", false, "ok" },
		{ "{\"v\":1,\"cmd\":\"status\",\"opts\":{\"lang\":\"en\"}}",
		    false, "ok" },
		{ "{\"v\":1,\"cmd\":\"ack\",\"args\":[\"1\"]}", true, "ok" },
		{ "{\"v\":1,\"cmd\":\"ack\",\"args\":[\"1\"]}", false,
		    "command \"ack\" needs the full socket" },
		{ "{\"v\":1,\"cmd\":\"ack\"}", true,
		    "the arguments are: CASE" },
		{ "{\"v\":1,\"cmd\":\"import\",\"args\":[\"d\"]}", true,
		    "there is no command \"import\"" },
		{ "{\"v\":1,\"cmd\":\"%s\"}", true,
		    "there is no command \"%s\"" },
		{ "{\"v\":1,\"cmd\":\"cases\",\"opts\":{\"for\":\"1\"}}", true,
		    "this command has no option --for" },
		{ "{\"v\":1,\"cmd\":\"cases\",\"opts\":{\"limit\":true}}",
		    true, "option --limit needs a value" },
		{ "{\"v\":1,\"cmd\":\"decline\",\"args\":[\"1\"],\"opts\":"
		    "{\"with-cause\":\"x\",\"reason\":\"r\"}}", true,
		    "option --with-cause takes no value" },
		{ "{\"v\":1,\"cmd\":\"decline\",\"args\":[\"1\"]}", true,
		    "option --reason is missing" },
	};

	for (size_t i = 0; i < ZP_COUNT(row); i++)
		assert_string_equal(row[i].say,
		    check(*state, row[i].line, row[i].full));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_request_comes_back_as_it_went),
		T(args_and_opts_may_be_missing),
		T(bad_requests_are_refused),
		T(limits_hold),
		T(a_reply_comes_back_as_it_went),
		T(progress_and_errors_are_lines_of_their_own),
		T(bad_replies_are_refused),
		T(files_have_plain_names),
		T(the_command_table_is_sound),
		T(requests_are_checked_against_the_table),
	};
	return cmocka_run_group_tests_name("ctl", tests, NULL, NULL);
}
