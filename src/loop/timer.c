/* src/loop/timer.c - one-shot timers. */
#include "private.h"
#include <stdlib.h>
#include "zhipaid/clock.h"

struct zp_timer {
	uint32_t magic;
	bool armed;
	struct event *ev;
	struct zp_mono due;
	void (*fn)(void *arg);
	void *arg;
};

static void arm(struct zp_timer *t, int64_t us)
{
	struct timeval tv = { 0, 0 };

	if (us > 0) {
		tv.tv_sec = us / 1000000;
		tv.tv_usec = us % 1000000;
	}
	ZP_ASSERT(evtimer_add(t->ev, &tv) == 0);
}

/* libevent's clock is coarse: what comes early goes round once more.  The
 * handler may free the timer, so it comes last. */
static void fired(evutil_socket_t fd, short what, void *arg)
{
	struct zp_timer *t = arg;
	int64_t left;

	(void)fd;
	(void)what;
	ZP_CHECK(t, ZP_TIMER_MAGIC);
	left = t->due.us - zp_clock_mono().us;
	if (left > 0) {
		arm(t, left);
		return;
	}
	t->armed = false;
	t->fn(t->arg);
}

struct zp_timer *zp_timer_new(struct zp_loop *l, void (*fn)(void *arg),
    void *arg)
{
	struct zp_timer *t = zp_xcalloc(1, sizeof(*t));

	t->magic = ZP_TIMER_MAGIC;
	t->fn = fn;
	t->arg = arg;
	t->ev = zp_loop_event(l, -1, 0, fired, t);
	return t;
}

void zp_timer_set(struct zp_timer *t, struct zp_dur after)
{
	ZP_CHECK(t, ZP_TIMER_MAGIC);
	t->due.us = zp_clock_mono().us + (after.us > 0 ? after.us : 0);
	t->armed = true;
	arm(t, after.us);
}

void zp_timer_stop(struct zp_timer *t)
{
	ZP_CHECK(t, ZP_TIMER_MAGIC);
	t->armed = false;
	evtimer_del(t->ev);
}

bool zp_timer_armed(const struct zp_timer *t)
{
	ZP_CHECK(t, ZP_TIMER_MAGIC);
	return t->armed;
}

void zp_timer_free(struct zp_timer *t)
{
	if (t == NULL)
		return;
	ZP_CHECK(t, ZP_TIMER_MAGIC);
	event_free(t->ev);
	t->magic = 0;
	free(t);
}
