/* src/loop/signal.c - signals as events of the loop. */
#include "private.h"
#include <stdlib.h>

struct zp_signal {
	uint32_t magic;
	struct event *ev;
	void (*fn)(void *arg, int signo);
	void *arg;
};

static void caught(evutil_socket_t signo, short what, void *arg)
{
	struct zp_signal *s = arg;

	(void)what;
	ZP_CHECK(s, ZP_SIGNAL_MAGIC);
	s->fn(s->arg, signo);
}

struct zp_signal *zp_signal_new(struct zp_loop *l, int signo,
    void (*fn)(void *arg, int signo), void *arg)
{
	struct zp_signal *s = zp_xcalloc(1, sizeof(*s));

	s->magic = ZP_SIGNAL_MAGIC;
	s->fn = fn;
	s->arg = arg;
	s->ev = zp_loop_event(l, signo, EV_SIGNAL | EV_PERSIST, caught, s);
	ZP_ASSERT(event_add(s->ev, NULL) == 0);
	return s;
}

void zp_signal_free(struct zp_signal *s)
{
	if (s == NULL)
		return;
	ZP_CHECK(s, ZP_SIGNAL_MAGIC);
	event_free(s->ev);
	s->magic = 0;
	free(s);
}
