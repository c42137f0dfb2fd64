/*
 * include/zhipaid/loop.h - the event loop; the only user of libevent.
 * Layer: loop.  One thread.  Handlers return quickly and never block.
 *
 * Objects may be freed inside their own handler: memory goes at the end of
 * the iteration.  Timers run on the monotonic clock.
 */
#ifndef ZHIPAID_LOOP_H
#define ZHIPAID_LOOP_H
#include <stdbool.h>
#include <stddef.h>
#include "zhipaid/time.h"

struct zp_loop;
struct zp_loop *zp_loop_new(void) ZP_MUST_CHECK;	/* NULL: no resources */
void zp_loop_free(struct zp_loop *l);
/* Dispatch until zp_loop_stop(); returns false on an error of the poll. */
bool zp_loop_run(struct zp_loop *l) ZP_MUST_CHECK;
void zp_loop_stop(struct zp_loop *l);	/* after this iteration */
/* One iteration: block for an event (wait) or only what is ready. */
void zp_loop_once(struct zp_loop *l, bool wait);
/* Run fn once at the end of this iteration. */
void zp_loop_defer(struct zp_loop *l, void (*fn)(void *arg), void *arg);

struct zp_timer;
struct zp_timer *zp_timer_new(struct zp_loop *l, void (*fn)(void *arg),
    void *arg) ZP_MUST_CHECK;
void zp_timer_set(struct zp_timer *t, struct zp_dur after); /* (re)arm once */
void zp_timer_stop(struct zp_timer *t);
bool zp_timer_armed(const struct zp_timer *t);
void zp_timer_free(struct zp_timer *t);		/* NULL is fine */

enum { ZP_IO_READ = 1, ZP_IO_WRITE = 2 };
struct zp_io;
/* Watch fd (borrowed), level-triggered.  what: bits that are ready. */
struct zp_io *zp_io_new(struct zp_loop *l, int fd,
    void (*fn)(void *arg, unsigned what), void *arg) ZP_MUST_CHECK;
void zp_io_want(struct zp_io *io, unsigned what);	/* 0: pause */
void zp_io_free(struct zp_io *io);

struct zp_signal;
struct zp_signal *zp_signal_new(struct zp_loop *l, int signo,
    void (*fn)(void *arg, int signo), void *arg) ZP_MUST_CHECK;
void zp_signal_free(struct zp_signal *s);

/* A byte stream over a connected socket: whole lines in, bytes out. */
struct zp_stream;
struct zp_stream_ops {
	/* A line without its newline; borrowed for the call. */
	void (*line)(void *arg, const char *s, size_t n);
	/* Peer is gone or a line is longer than max_line; free it here. */
	void (*closed)(void *arg, const char *why);
	void (*drained)(void *arg);	/* output empty; may be NULL */
};
struct zp_stream *zp_stream_new(struct zp_loop *l, int fd /* taken */,
    size_t max_line, const struct zp_stream_ops *ops, void *arg)
    ZP_MUST_CHECK;
void zp_stream_write(struct zp_stream *s, const void *p, size_t n);
size_t zp_stream_pending(const struct zp_stream *s);	/* bytes to send */
void zp_stream_close(struct zp_stream *s);	/* after output is sent */
void zp_stream_free(struct zp_stream *s);

/* Listen on an AF_UNIX path (an old socket there is replaced when nobody
 * answers on it).  accepted: fd is the callee's.  NULL: *why says why. */
struct zp_listener;
struct zp_listener *zp_listener_new(struct zp_loop *l, const char *path,
    unsigned mode, void (*accepted)(void *arg, int fd), void *arg,
    char why[256]) ZP_MUST_CHECK;
void zp_listener_free(struct zp_listener *ls);	/* unlinks the path */
#endif
