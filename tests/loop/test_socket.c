/* tests/loop/test_socket.c - zp_stream_*(), zp_listener_*(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "zhipaid/clock.h"
#include "zhipaid/loop.h"

#define MAX_LINE 10

struct fix {
	struct zp_loop *l;
	struct zp_stream *s;
	struct zp_listener *ls;
	int peer, accepted, drained;
	size_t free_at;			/* line number; 0: never */
	bool close_at_line;
	size_t lines;
	char log[256], why[256];
	char dir[64], path[80];
};

static void line(void *arg, const char *s, size_t n)
{
	struct fix *f = arg;

	snprintf(f->log + strlen(f->log), sizeof(f->log) - strlen(f->log),
	    "[%.*s]", (int)n, s);
	if (++f->lines == f->free_at) {
		zp_stream_free(f->s);
		f->s = NULL;
	} else if (f->close_at_line) {
		zp_stream_write(f->s, "bye\n", 4);
		zp_stream_close(f->s);
	}
}

static void closed(void *arg, const char *why)
{
	struct fix *f = arg;

	snprintf(f->why, sizeof(f->why), "%s", why);
	zp_stream_free(f->s);
	f->s = NULL;
}

static void drained(void *arg)
{
	((struct fix *)arg)->drained++;
}

static const struct zp_stream_ops ops = { line, closed, drained };

static int setup(void **state)
{
	static struct fix f;
	int fd[2];

	memset(&f, 0, sizeof(f));
	f.l = zp_loop_new();
	if (f.l == NULL || socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
		return -1;
	f.s = zp_stream_new(f.l, fd[0], MAX_LINE, &ops, &f);
	f.peer = fd[1];
	strcpy(f.dir, "/tmp/zhipaid-test-XXXXXX");
	if (mkdtemp(f.dir) == NULL)
		return -1;
	snprintf(f.path, sizeof(f.path), "%s/s", f.dir);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fix *f = *state;

	zp_stream_free(f->s);
	zp_listener_free(f->ls);
	zp_loop_free(f->l);
	if (f->peer >= 0)
		close(f->peer);
	unlink(f->path);
	return rmdir(f->dir);
}

static void say(struct fix *f, const char *s)
{
	assert_int_equal(write(f->peer, s, strlen(s)), strlen(s));
	zp_loop_once(f->l, true);
}

static void lines_come_whole_however_they_are_cut(void **state)
{
	struct fix *f = *state;

	say(f, "ab");
	assert_string_equal(f->log, "");
	say(f, "c\nde\n\n12");
	assert_string_equal(f->log, "[abc][de][]");
	say(f, "34567890\n");
	assert_string_equal(f->log, "[abc][de][][1234567890]");
}

static void too_long_a_line_ends_the_stream(void **state)
{
	struct fix *f = *state;

	say(f, "a\n12345678901");
	assert_string_equal(f->log, "[a]");
	assert_string_equal(f->why, "line is too long");
}

static void too_long_a_line_with_its_end_too(void **state)
{
	struct fix *f = *state;

	say(f, "12345678901\nb\n");
	assert_string_equal(f->log, "");
	assert_string_equal(f->why, "line is too long");
}

static void end_of_peer_is_told(void **state)
{
	struct fix *f = *state;

	say(f, "a\nrest");
	close(f->peer);
	f->peer = -1;
	zp_loop_once(f->l, true);
	assert_string_equal(f->log, "[a]");
	assert_string_equal(f->why, "peer closed the connection");
}

static void stream_may_be_freed_at_a_line(void **state)
{
	struct fix *f = *state;

	f->free_at = 2;
	say(f, "a\nb\nc\n");
	assert_string_equal(f->log, "[a][b]");
	assert_string_equal(f->why, "");
}

static void close_sends_what_is_queued_first(void **state)
{
	struct fix *f = *state;
	char in[8] = "";

	f->close_at_line = true;
	say(f, "a\nb\n");
	assert_string_equal(f->log, "[a]");
	while (f->s != NULL)
		zp_loop_once(f->l, true);
	assert_string_equal(f->why, "closed");
	assert_int_equal(read(f->peer, in, sizeof(in)), 4);
	assert_string_equal(in, "bye\n");
	assert_int_equal(read(f->peer, in, sizeof(in)), 0);
}

/* More than a socket buffer goes out while the peer reads. */
static void big_output_is_sent_and_drains(void **state)
{
	struct fix *f = *state;
	size_t n = 3000000, got = 0;
	char *big = malloc(n), in[65536];

	assert_non_null(big);
	memset(big, 'x', n);
	zp_stream_write(f->s, big, n);
	assert_int_equal(zp_stream_pending(f->s), n);
	while (got < n) {
		ssize_t k;

		zp_loop_once(f->l, false);
		k = recv(f->peer, in, sizeof(in), MSG_DONTWAIT);
		assert_true(k > 0 || errno == EAGAIN);
		got += k > 0 ? (size_t)k : 0;
	}
	zp_loop_once(f->l, false);
	assert_int_equal(zp_stream_pending(f->s), 0);
	assert_int_equal(f->drained, 1);
	free(big);
}

static void peer_that_vanishes_while_we_write_is_told(void **state)
{
	struct fix *f = *state;

	close(f->peer);
	f->peer = -1;
	zp_stream_write(f->s, "x", 1);
	zp_loop_once(f->l, true);
	assert_null(f->s);
	assert_string_not_equal(f->why, "");
}

static void stream_knows_its_peer(void **state)
{
	struct fix *f = *state;
	struct zp_peer p;

	assert_true(zp_stream_peer(f->s, &p));
	assert_int_equal(p.uid, geteuid());
	assert_int_equal(p.gid, getegid());
	assert_int_equal(p.pid, getpid());
}

static void accepted(void *arg, int fd)
{
	struct fix *f = arg;

	assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	assert_true((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
	close(fd);
	f->accepted++;
}

static void accepted_and_freed(void *arg, int fd)
{
	struct fix *f = arg;

	accepted(arg, fd);
	zp_listener_free(f->ls);
	f->ls = NULL;
}

static int dial(const struct fix *f)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(at.sun_path, f->path, strlen(f->path));
	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0)
		return fd;
	close(fd);
	return -1;
}

static void listener_accepts_with_its_mode_and_unlinks(void **state)
{
	struct fix *f = *state;
	struct stat st;
	int a, b;

	f->ls = zp_listener_new(f->l, f->path, 0660, accepted, f, f->why);
	assert_non_null(f->ls);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	a = dial(f);
	b = dial(f);
	zp_loop_once(f->l, true);
	assert_int_equal(f->accepted, 2);
	close(a);
	close(b);
	zp_listener_free(f->ls);
	f->ls = NULL;
	assert_int_equal(stat(f->path, &st), -1);
}

static void listener_may_be_freed_at_a_connection(void **state)
{
	struct fix *f = *state;
	int a, b;

	f->ls = zp_listener_new(f->l, f->path, 0660, accepted_and_freed, f,
	    f->why);
	a = dial(f);
	b = dial(f);
	zp_loop_once(f->l, true);
	assert_int_equal(f->accepted, 1);
	close(a);
	close(b);
}

static void dead_socket_is_replaced_a_live_one_is_not(void **state)
{
	struct fix *f = *state;
	struct zp_listener *second;
	char moved[80];

	snprintf(moved, sizeof(moved), "%s/moved", f->dir);
	f->ls = zp_listener_new(f->l, f->path, 0660, accepted, f, f->why);
	second = zp_listener_new(f->l, f->path, 0660, accepted, f, f->why);
	assert_null(second);
	assert_non_null(strstr(f->why, "in use"));
	zp_listener_free(f->ls);

	f->ls = zp_listener_new(f->l, f->path, 0660, accepted, f, f->why);
	assert_int_equal(rename(f->path, moved), 0);
	zp_listener_free(f->ls);	/* not ours any more: left alone */
	assert_int_equal(rename(moved, f->path), 0);
	f->ls = zp_listener_new(f->l, f->path, 0660, accepted, f, f->why);
	assert_non_null(f->ls);
}

static void listener_leaves_other_files_alone(void **state)
{
	struct fix *f = *state;
	char longer[200];
	int fd = open(f->path, O_CREAT | O_WRONLY, 0600);

	close(fd);
	f->ls = zp_listener_new(f->l, f->path, 0660, accepted, f, f->why);
	assert_null(f->ls);
	assert_non_null(strstr(f->why, "not a socket"));
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	f->ls = zp_listener_new(f->l, longer, 0660, accepted, f, f->why);
	assert_null(f->ls);
	assert_non_null(strstr(f->why, "at most 107 bytes"));
	f->ls = zp_listener_new(f->l, "/nowhere/x", 0660, accepted, f, f->why);
	assert_null(f->ls);
	assert_non_null(strstr(f->why, "No such file"));
}

static void listener_rests_when_out_of_descriptors(void **state)
{
	struct fix *f = *state;
	struct rlimit old, none;
	int64_t start;
	int turns = 0, a;

	f->ls = zp_listener_new(f->l, f->path, 0660, accepted, f, f->why);
	a = dial(f);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	none = old;
	none.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	start = zp_clock_mono().us;
	zp_loop_once(f->l, true);
	assert_int_equal(f->accepted, 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	while (f->accepted == 0 && turns++ < 10)
		zp_loop_once(f->l, true);
	assert_int_equal(f->accepted, 1);
	assert_true(zp_clock_mono().us - start >= 500000);
	close(a);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(lines_come_whole_however_they_are_cut),
		T(too_long_a_line_ends_the_stream),
		T(too_long_a_line_with_its_end_too),
		T(end_of_peer_is_told),
		T(stream_may_be_freed_at_a_line),
		T(close_sends_what_is_queued_first),
		T(big_output_is_sent_and_drains),
		T(peer_that_vanishes_while_we_write_is_told),
		T(stream_knows_its_peer),
		T(listener_accepts_with_its_mode_and_unlinks),
		T(listener_may_be_freed_at_a_connection),
		T(dead_socket_is_replaced_a_live_one_is_not),
		T(listener_leaves_other_files_alone),
		T(listener_rests_when_out_of_descriptors),
	};

	return cmocka_run_group_tests_name("socket", tests, NULL, NULL);
}
