/* tests/loop/test_loop.c - zp_loop_*(), zp_timer_*(), zp_io_*(), signals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "zhipaid/clock.h"
#include "zhipaid/loop.h"

struct fix {
	struct zp_loop *l;
	struct zp_timer *t;
	struct zp_io *io;
	struct zp_signal *s;
	int calls, fd[2];
	char log[32];
};

static int setup(void **state)
{
	static struct fix f;

	memset(&f, 0, sizeof(f));
	f.l = zp_loop_new();
	*state = &f;
	return f.l == NULL || pipe(f.fd) != 0;
}

static int teardown(void **state)
{
	struct fix *f = *state;

	zp_timer_free(f->t);
	zp_io_free(f->io);
	zp_signal_free(f->s);
	zp_loop_free(f->l);
	close(f->fd[0]);
	close(f->fd[1]);
	return 0;
}

static void count(void *arg)
{
	((struct fix *)arg)->calls++;
}

static void stop(void *arg)
{
	struct fix *f = arg;

	f->calls++;
	zp_loop_stop(f->l);
}

static void timer_is_never_early_and_fires_once(void **state)
{
	struct fix *f = *state;

	f->t = zp_timer_new(f->l, stop, f);
	for (int ms = 1; ms < 12; ms++) {
		int64_t start = zp_clock_mono().us;

		zp_timer_set(f->t, ZP_MS(ms));
		assert_true(zp_timer_armed(f->t));
		assert_true(zp_loop_run(f->l));
		assert_true(zp_clock_mono().us - start >= ms * 1000);
		assert_false(zp_timer_armed(f->t));
		assert_int_equal(f->calls, ms);
	}
}

static void timer_set_again_counts_from_the_last(void **state)
{
	struct fix *f = *state;
	int64_t start = zp_clock_mono().us;

	f->t = zp_timer_new(f->l, stop, f);
	zp_timer_set(f->t, ZP_SEC(100));
	zp_timer_set(f->t, ZP_MS(-5));
	assert_true(zp_loop_run(f->l));
	assert_true(zp_clock_mono().us - start < 50000000);
	zp_timer_set(f->t, ZP_MS(0));
	zp_timer_stop(f->t);
	assert_false(zp_timer_armed(f->t));
	zp_loop_once(f->l, false);
	assert_int_equal(f->calls, 1);
}

static void free_in_timer(void *arg)
{
	struct fix *f = arg;

	f->calls++;
	zp_timer_free(f->t);
	f->t = NULL;
	zp_loop_stop(f->l);
}

static void timer_may_free_itself(void **state)
{
	struct fix *f = *state;

	f->t = zp_timer_new(f->l, free_in_timer, f);
	zp_timer_set(f->t, ZP_MS(1));
	assert_true(zp_loop_run(f->l));
	assert_int_equal(f->calls, 1);
}

static void first(void *arg)
{
	strcat(((struct fix *)arg)->log, "1");
}

static void third(void *arg)
{
	strcat(((struct fix *)arg)->log, "3");
}

static void second(void *arg)
{
	struct fix *f = arg;

	strcat(f->log, "2");
	zp_loop_defer(f->l, third, f);
}

static void deferred_run_in_order_and_later_ones_next_time(void **state)
{
	struct fix *f = *state;

	zp_loop_defer(f->l, first, f);
	zp_loop_defer(f->l, second, f);
	assert_string_equal(f->log, "");
	zp_loop_once(f->l, true);	/* does not block: work is there */
	assert_string_equal(f->log, "12");
	zp_loop_once(f->l, true);
	assert_string_equal(f->log, "123");
}

static void loop_free_runs_what_is_deferred(void **state)
{
	struct fix *f = *state;
	struct zp_loop *l = zp_loop_new();

	assert_non_null(l);
	zp_loop_defer(l, count, f);
	zp_loop_free(l);
	assert_int_equal(f->calls, 1);
}

static void stop_before_run_counts(void **state)
{
	struct fix *f = *state;

	zp_loop_stop(f->l);
	assert_true(zp_loop_run(f->l));	/* would block for ever */
}

static void readable(void *arg, unsigned what)
{
	struct fix *f = arg;
	char c;

	assert_int_equal(what, ZP_IO_READ);
	f->calls++;
	if (f->calls == 2)
		assert_int_equal(read(f->fd[0], &c, 1), 1);
}

static void io_is_level_triggered_and_pauses(void **state)
{
	struct fix *f = *state;

	f->io = zp_io_new(f->l, f->fd[0], readable, f);
	assert_int_equal(write(f->fd[1], "x", 1), 1);
	zp_loop_once(f->l, false);
	assert_int_equal(f->calls, 0);
	zp_io_want(f->io, ZP_IO_READ);
	zp_loop_once(f->l, true);
	zp_io_want(f->io, 0);
	zp_loop_once(f->l, false);
	assert_int_equal(f->calls, 1);
	zp_io_want(f->io, ZP_IO_READ);
	zp_loop_once(f->l, true);
	zp_loop_once(f->l, false);
	assert_int_equal(f->calls, 2);
}

/* What is always ready must not keep the iteration from its end. */
static void an_iteration_ends_though_io_stays_ready(void **state)
{
	struct fix *f = *state;

	f->io = zp_io_new(f->l, f->fd[0], readable, f);
	zp_io_want(f->io, ZP_IO_READ);
	assert_int_equal(write(f->fd[1], "xxx", 3), 3);
	zp_loop_defer(f->l, first, f);
	zp_loop_once(f->l, true);
	assert_int_equal(f->calls, 1);
	assert_string_equal(f->log, "1");
	zp_loop_once(f->l, false);
	assert_int_equal(f->calls, 2);
}

static void free_io(void *arg, unsigned what)
{
	struct fix *f = arg;

	assert_int_equal(what, ZP_IO_WRITE);
	f->calls++;
	zp_io_free(f->io);
	f->io = NULL;
}

static void io_may_free_itself(void **state)
{
	struct fix *f = *state;

	f->io = zp_io_new(f->l, f->fd[1], free_io, f);
	zp_io_want(f->io, ZP_IO_WRITE);
	zp_loop_once(f->l, true);
	zp_loop_once(f->l, false);
	assert_int_equal(f->calls, 1);
}

static void free_signal(void *arg, int signo)
{
	struct fix *f = arg;

	assert_int_equal(signo, SIGUSR1);
	f->calls++;
	zp_signal_free(f->s);
	f->s = NULL;
}

static void signal_reaches_the_loop_and_may_free_itself(void **state)
{
	struct fix *f = *state;

	f->s = zp_signal_new(f->l, SIGUSR1, free_signal, f);
	raise(SIGUSR1);
	assert_int_equal(f->calls, 0);
	zp_loop_once(f->l, true);
	zp_loop_once(f->l, false);
	assert_int_equal(f->calls, 1);
}

static void broken_pipe_does_not_kill(void **state)
{
	struct fix *f = *state;

	close(f->fd[0]);
	assert_int_equal(write(f->fd[1], "x", 1), -1);
	f->fd[0] = dup(f->fd[1]);	/* for the teardown */
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(timer_is_never_early_and_fires_once),
		T(timer_set_again_counts_from_the_last),
		T(timer_may_free_itself),
		T(deferred_run_in_order_and_later_ones_next_time),
		T(loop_free_runs_what_is_deferred),
		T(stop_before_run_counts),
		T(io_is_level_triggered_and_pauses),
		T(an_iteration_ends_though_io_stays_ready),
		T(io_may_free_itself),
		T(signal_reaches_the_loop_and_may_free_itself),
		T(broken_pipe_does_not_kill),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
