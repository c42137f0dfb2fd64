/* tests/sys/test_log.c - what a log line and a journal datagram look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "zhipaid/log.h"

static const char *const fields[] = { "ZHIPAID_CASE", "2026-0001",
	"ZHIPAID_RULE", "Q6", "CODE_LINE", "7", NULL };

static void a_line_has_time_level_message_and_fields(void **state)
{
	struct zp_buf b = { 0 };
	struct zp_wall t = { INT64_C(1772323200007000) };

	(void)state;
	zp_log_line(ZP_LOG_NOTICE, fields, "案件 waits", t, &b);
	assert_string_equal(zp_buf_str(&b),
	    "2026-03-01T08:00:00.007+08:00 notice: 案件 waits"
	    " case=2026-0001 rule=Q6 code_line=7\n");
	zp_buf_fini(&b);
}

static void a_line_cannot_be_forged(void **state)
{
	static const char *const evil[] = { "ZHIPAID_CASE", "1\nerror: x",
		NULL };
	struct zp_buf b = { 0 };

	(void)state;
	zp_log_line(ZP_LOG_ERR, evil, "a\r\nb\x1b[31m", (struct zp_wall){ 0 },
	    &b);
	assert_string_equal(zp_buf_str(&b),
	    "1970-01-01T08:00:00.000+08:00 error: a??b?[31m"
	    " case=1?error: x\n");
	zp_buf_fini(&b);
}

static void a_datagram_follows_the_native_protocol(void **state)
{
	static const char want[] = "PRIORITY=4\nSYSLOG_IDENTIFIER=zhipaid\n"
	    "MESSAGE\n\3\0\0\0\0\0\0\0a\nb\nZHIPAID_CASE=2026-0001\n"
	    "ZHIPAID_RULE=Q6\nCODE_LINE=7\n";
	struct zp_buf b = { 0 };

	(void)state;
	zp_log_datagram(ZP_LOG_WARNING, "zhipaid", fields, "a\nb", &b);
	assert_int_equal(b.n, sizeof(want) - 1);
	assert_memory_equal(b.at, want, sizeof(want) - 1);
	zp_buf_fini(&b);
}

static void a_datagram_leaves_bad_keys_out(void **state)
{
	static const char *const bad[] = { "_PID", "1", "low", "1", "", "1",
		"A=B", "1", "9A", "1", "GOOD", "1", NULL };
	struct zp_buf b = { 0 };

	(void)state;
	zp_log_datagram(ZP_LOG_INFO, "t", bad, "m", &b);
	assert_string_equal(zp_buf_str(&b),
	    "PRIORITY=6\nSYSLOG_IDENTIFIER=t\nMESSAGE=m\nGOOD=1\n");
	zp_buf_fini(&b);
}

/* Run zp_log() with stderr going to a file; give the file's text. */
static void logged(const char *stream, char *text, size_t size)
{
	FILE *f = tmpfile();
	int err = dup(STDERR_FILENO);
	char env[64];
	struct stat st;
	size_t n;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	snprintf(env, sizeof(env), "%llu:%llu", (unsigned long long)st.st_dev,
	    (unsigned long long)st.st_ino);
	setenv("JOURNAL_STREAM", stream == NULL ? env : stream, 1);
	fflush(stderr);
	assert_true(dup2(fileno(f), STDERR_FILENO) >= 0);
	zp_log_open("zhipaid-test", ZP_LOG_INFO);
	errno = ENOENT;
	zp_log(ZP_LOG_DEBUG, NULL, "dropped");
	zp_log(ZP_LOG_INFO, fields, "n=%d", 3);
	assert_int_equal(errno, ENOENT);
	assert_true(dup2(err, STDERR_FILENO) >= 0);
	close(err);
	rewind(f);
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	fclose(f);
}

static void stderr_gets_a_time_unless_the_journal_reads_it(void **state)
{
	char text[512];

	(void)state;
	logged("1:2", text, sizeof(text));
	assert_non_null(strstr(text, "+08:00 info: n=3 case=2026-0001"));
	assert_null(strstr(text, "dropped"));
	if (access("/run/systemd/journal/socket", F_OK) == 0)
		return;		/* it would be delivered */
	logged(NULL, text, sizeof(text));
	assert_string_equal(text,
	    "<6>n=3 case=2026-0001 rule=Q6 code_line=7\n");
}

static void a_long_message_is_cut_between_characters(void **state)
{
	char text[8192], message[4096];

	(void)state;
	memset(message, 0, sizeof(message));
	for (size_t i = 0; i + 3 < sizeof(message); i += 3)
		memcpy(message + i, "援", 3);
	FILE *f = tmpfile();
	int err = dup(STDERR_FILENO);

	assert_non_null(f);
	unsetenv("JOURNAL_STREAM");
	assert_true(dup2(fileno(f), STDERR_FILENO) >= 0);
	zp_log_open("t", ZP_LOG_INFO);
	zp_log(ZP_LOG_INFO, NULL, "%s", message);
	assert_true(dup2(err, STDERR_FILENO) >= 0);
	close(err);
	rewind(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	assert_int_equal(zp_utf8_valid(text, strlen(text)), strlen(text));
	assert_in_range(strlen(text), 2000, 2200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_time_level_message_and_fields),
		cmocka_unit_test(a_line_cannot_be_forged),
		cmocka_unit_test(a_datagram_follows_the_native_protocol),
		cmocka_unit_test(a_datagram_leaves_bad_keys_out),
		cmocka_unit_test(
		    stderr_gets_a_time_unless_the_journal_reads_it),
		cmocka_unit_test(a_long_message_is_cut_between_characters),
	};
	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
