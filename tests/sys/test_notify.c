/* tests/sys/test_notify.c - the service manager's socket and watchdog. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "zhipaid/clock.h"
#include "zhipaid/digest.h"
#include "zhipaid/log.h"

/* A bound datagram socket; name as NOTIFY_SOCKET has it. */
static int manager(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t n = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	memcpy(a.sun_path, name, n);
	if (name[0] == '@')
		a.sun_path[0] = '\0';
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, (socklen_t)
	    (offsetof(struct sockaddr_un, sun_path) + n)), 0);
	return fd;
}

static void hears(const char *name)
{
	char got[64] = "";
	int fd = manager(name);

	setenv("NOTIFY_SOCKET", name, 1);
	zp_notify("READY=1\nSTATUS=good");
	assert_int_equal(recv(fd, got, sizeof(got) - 1, 0), 19);
	assert_string_equal(got, "READY=1\nSTATUS=good");
	close(fd);
}

static void state_reaches_path_and_abstract_sockets(void **state)
{
	char name[64];

	(void)state;
	snprintf(name, sizeof(name), "@zhipaid-test-%d", (int)getpid());
	hears(name);
	snprintf(name, sizeof(name), "/tmp/zhipaid-test-%d", (int)getpid());
	hears(name);
	unlink(name);
}

static void without_a_manager_nothing_happens(void **state)
{
	(void)state;
	unsetenv("NOTIFY_SOCKET");
	zp_notify("READY=1");
	setenv("NOTIFY_SOCKET", "relative", 1);
	zp_notify("READY=1");
}

static void watchdog_is_half_and_only_ours(void **state)
{
	char pid[32];

	(void)state;
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	assert_int_equal(zp_notify_watchdog_us(), 0);
	setenv("WATCHDOG_USEC", "30000000", 1);
	assert_int_equal(zp_notify_watchdog_us(), 15000000);
	setenv("WATCHDOG_PID", "1", 1);
	assert_int_equal(zp_notify_watchdog_us(), 0);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	assert_int_equal(zp_notify_watchdog_us(), 15000000);
	setenv("WATCHDOG_USEC", "30s", 1);
	assert_int_equal(zp_notify_watchdog_us(), 0);
}

/* Vectors: FIPS 180-2, appendix B, and the empty message. */
static void digest_is_sha256(void **state)
{
	char d[ZP_DIGEST_TEXT];

	(void)state;
	zp_digest("abc", 3, d);
	assert_string_equal(d, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	zp_digest(NULL, 0, d);
	assert_string_equal(d, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	zp_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    56, d);
	assert_string_equal(d, "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1");
}

static void clocks_run(void **state)
{
	struct zp_mono a = zp_clock_mono(), b = zp_clock_mono();

	(void)state;
	assert_true(b.us >= a.us);
	assert_true(zp_clock_wall().us > INT64_C(1700000000000000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(state_reaches_path_and_abstract_sockets),
		cmocka_unit_test(without_a_manager_nothing_happens),
		cmocka_unit_test(watchdog_is_half_and_only_ours),
		cmocka_unit_test(digest_is_sha256),
		cmocka_unit_test(clocks_run),
	};
	return cmocka_run_group_tests_name("sys", tests, NULL, NULL);
}
