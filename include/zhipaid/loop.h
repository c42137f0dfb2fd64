/*
 * include/zhipaid/loop.h - the event loop; the only user of libevent.
 * Layer: loop.  One thread.  Handlers return quickly and never block.
 *
 * Every object may be freed in any handler, its own too; after that no
 * handler of it is called any more.  Nothing calls back from inside a call
 * of ours: handlers are called by the loop alone.  Timers run on the
 * monotonic clock.  Out of memory aborts.
 */
#ifndef ZHIPAID_LOOP_H
#define ZHIPAID_LOOP_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "zhipaid/time.h"

struct zp_loop;
/* Make a loop; SIGPIPE is ignored from then on.  NULL: no resources. */
struct zp_loop *zp_loop_new(void) ZP_MUST_CHECK;
/* Run what is deferred, then release it.  Free its objects before. */
void zp_loop_free(struct zp_loop *l);
/* Dispatch until zp_loop_stop(), which may also have been called before;
 * false on an error of the poll. */
bool zp_loop_run(struct zp_loop *l) ZP_MUST_CHECK;
void zp_loop_stop(struct zp_loop *l);	/* after this iteration */
/* One iteration: block for an event (wait) or only what is ready. */
void zp_loop_once(struct zp_loop *l, bool wait);
/* Run fn once at the end of this iteration, after all handlers; what fn
 * defers waits for the end of the next one, which then does not block. */
void zp_loop_defer(struct zp_loop *l, void (*fn)(void *arg), void *arg);

struct zp_timer;
struct zp_timer *zp_timer_new(struct zp_loop *l, void (*fn)(void *arg),
    void *arg) ZP_MUST_CHECK;
/* (Re)arm once; never early, late by some milliseconds.  after <= 0: in
 * the next iteration. */
void zp_timer_set(struct zp_timer *t, struct zp_dur after);
void zp_timer_stop(struct zp_timer *t);
bool zp_timer_armed(const struct zp_timer *t);
void zp_timer_free(struct zp_timer *t);		/* NULL is fine */

enum { ZP_IO_READ = 1, ZP_IO_WRITE = 2 };
struct zp_io;
/* Watch fd (borrowed), level-triggered; at first nothing is wanted.
 * what: bits that are ready.  Free it before fd is closed. */
struct zp_io *zp_io_new(struct zp_loop *l, int fd,
    void (*fn)(void *arg, unsigned what), void *arg) ZP_MUST_CHECK;
void zp_io_want(struct zp_io *io, unsigned what);	/* 0: pause */
void zp_io_free(struct zp_io *io);		/* NULL is fine */

struct zp_signal;
/* Call fn from the loop when signo came. */
struct zp_signal *zp_signal_new(struct zp_loop *l, int signo,
    void (*fn)(void *arg, int signo), void *arg) ZP_MUST_CHECK;
void zp_signal_free(struct zp_signal *s);	/* NULL is fine */

/* A byte stream over a connected socket: whole lines in, bytes out. */
struct zp_stream;
struct zp_stream_ops {
	/* A line without its newline; borrowed for the call.  NUL and any
	 * other byte may be in it. */
	void (*line)(void *arg, const char *s, size_t n);
	/* The end, once: the peer is gone, a line is longer than max_line,
	 * or zp_stream_close() is done.  Free the stream here. */
	void (*closed)(void *arg, const char *why);
	void (*drained)(void *arg);	/* output is sent; may be NULL */
};
/* fd is taken, also made non-blocking.  max_line: bytes. */
struct zp_stream *zp_stream_new(struct zp_loop *l, int fd, size_t max_line,
    const struct zp_stream_ops *ops, void *arg) ZP_MUST_CHECK;
/* Queue bytes; sent by the loop.  Watch zp_stream_pending(): no limit. */
void zp_stream_write(struct zp_stream *s, const void *p, size_t n);
size_t zp_stream_pending(const struct zp_stream *s);	/* bytes to send */
/* Send at once what the peer takes without waiting: the last words, when
 * the loop does not run any more. */
void zp_stream_flush(struct zp_stream *s);
/* Take no more lines, send what is queued, then closed().  A peer that
 * takes nothing for 5 s is given up. */
void zp_stream_close(struct zp_stream *s);
void zp_stream_free(struct zp_stream *s);	/* NULL is fine */
/* Who is at the other end of an AF_UNIX stream, as of its connect(). */
struct zp_peer { uid_t uid; gid_t gid; pid_t pid; };
bool zp_stream_peer(const struct zp_stream *s, struct zp_peer *out)
    ZP_MUST_CHECK;

/* Listen on an AF_UNIX path with these permissions (0660).  An old socket
 * there is replaced when nobody answers on it; another kind of file is
 * left alone.  accepted: fd is the callee's, non-blocking and close-on-exec.
 * Out of descriptors it rests for half a second.  NULL: *why says why. */
struct zp_listener;
struct zp_listener *zp_listener_new(struct zp_loop *l, const char *path,
    unsigned mode, void (*accepted)(void *arg, int fd), void *arg,
    char why[256]) ZP_MUST_CHECK;
/* Stop, and unlink the path if it is still ours.  NULL is fine. */
void zp_listener_free(struct zp_listener *ls);
#endif
