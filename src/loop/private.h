/* src/loop/private.h - the loop as its objects see it; private to loop. */
#ifndef ZHIPAID_LOOP_PRIVATE_H
#define ZHIPAID_LOOP_PRIVATE_H
#include <event2/event.h>
#include <stdint.h>
#include "zhipaid/loop.h"

#define ZP_LOOP_MAGIC UINT32_C(0x5a4c4f4f)
#define ZP_TIMER_MAGIC UINT32_C(0x5a54494d)
#define ZP_IO_MAGIC UINT32_C(0x5a494f5f)
#define ZP_SIGNAL_MAGIC UINT32_C(0x5a534947)
#define ZP_STREAM_MAGIC UINT32_C(0x5a535452)
#define ZP_LISTENER_MAGIC UINT32_C(0x5a4c5354)

struct zp_deferred {
	struct zp_deferred *next;
	void (*fn)(void *arg);
	void *arg;
};
struct zp_loop {
	uint32_t magic;
	struct event_base *base;
	struct zp_deferred *first, **last;	/* in the order of arrival */
	bool stop, failed;
};

/* A libevent event that is sure to exist; release by event_free(). */
struct event *zp_loop_event(struct zp_loop *l, int fd, short what,
    event_callback_fn fn, void *arg) ZP_MUST_CHECK;
#endif
