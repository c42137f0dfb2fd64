/* src/loop/loop.c - dispatching, and what is put off to its end. */
#include "private.h"
#include <signal.h>
#include <stdlib.h>

/* No cached time: a handler that took long must not make timers fire early.
 * A loop without events waits, as daemons do. */
struct zp_loop *zp_loop_new(void)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base = NULL;
	struct zp_loop *l;

	if (cfg != NULL && event_config_set_flag(cfg,
	    EVENT_BASE_FLAG_NO_CACHE_TIME) == 0)
		base = event_base_new_with_config(cfg);
	if (cfg != NULL)
		event_config_free(cfg);
	if (base == NULL)
		return NULL;
	signal(SIGPIPE, SIG_IGN);
	l = zp_xcalloc(1, sizeof(*l));
	l->magic = ZP_LOOP_MAGIC;
	l->base = base;
	l->last = &l->first;
	return l;
}

/* Run what was deferred until now; new entries stay for the next time. */
static void run_deferred(struct zp_loop *l)
{
	struct zp_deferred *d = l->first, *next;

	l->first = NULL;
	l->last = &l->first;
	for (; d != NULL; d = next) {
		next = d->next;
		d->fn(d->arg);
		free(d);
	}
}

void zp_loop_free(struct zp_loop *l)
{
	if (l == NULL)
		return;
	ZP_CHECK(l, ZP_LOOP_MAGIC);
	while (l->first != NULL)
		run_deferred(l);
	event_base_free(l->base);
	l->magic = 0;
	free(l);
}

void zp_loop_once(struct zp_loop *l, bool wait)
{
	int flags = EVLOOP_ONCE;

	ZP_CHECK(l, ZP_LOOP_MAGIC);
	/* Without ONCE libevent goes on as long as anything is ready. */
	flags |= !wait || l->first != NULL ? EVLOOP_NONBLOCK :
	    EVLOOP_NO_EXIT_ON_EMPTY;
	if (event_base_loop(l->base, flags) == -1)
		l->failed = true;
	run_deferred(l);
}

bool zp_loop_run(struct zp_loop *l)
{
	ZP_CHECK(l, ZP_LOOP_MAGIC);
	while (!l->stop && !l->failed)
		zp_loop_once(l, true);
	l->stop = false;
	return !l->failed;
}

void zp_loop_stop(struct zp_loop *l)
{
	ZP_CHECK(l, ZP_LOOP_MAGIC);
	l->stop = true;
}

void zp_loop_defer(struct zp_loop *l, void (*fn)(void *arg), void *arg)
{
	struct zp_deferred *d = zp_xcalloc(1, sizeof(*d));

	ZP_CHECK(l, ZP_LOOP_MAGIC);
	d->fn = fn;
	d->arg = arg;
	*l->last = d;
	l->last = &d->next;
}

struct event *zp_loop_event(struct zp_loop *l, int fd, short what,
    event_callback_fn fn, void *arg)
{
	struct event *ev;

	ZP_CHECK(l, ZP_LOOP_MAGIC);
	ev = event_new(l->base, fd, what, fn, arg);
	ZP_ASSERT(ev != NULL);
	return ev;
}
