/* src/loop/stream.c - lines in, bytes out, over a connected socket. */
#include "private.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "zhipaid/buf.h"

#define LINGER ZP_SEC(5)	/* for a peer that takes nothing at the end */
#define READ_MAX 16384		/* bytes at a time: others want a turn */

struct zp_stream {
	uint32_t magic;
	int fd;
	bool closing, freed;
	struct zp_loop *loop;
	struct zp_io *io;
	struct zp_timer *linger;	/* while closing */
	const struct zp_stream_ops *ops;
	void *arg;
	size_t max_line;
	struct zp_buf in;		/* less than a line */
	struct zp_buf out;
	size_t sent;			/* of out */
};

static void end(struct zp_stream *s, const char *why)
{
	zp_io_want(s->io, 0);
	zp_timer_stop(s->linger);
	s->closing = true;
	s->ops->closed(s->arg, why);
}

static void gave_up(void *arg)
{
	end(arg, "peer takes no more output");
}

/* Hand out the whole lines of the input; false when one is too long.  The
 * handler may close or free the stream. */
static bool split(struct zp_stream *s)
{
	size_t at = 0;

	for (;;) {
		const char *line = s->in.at + at;
		size_t rest = s->in.n - at;
		const char *nl = memchr(line, '\n', rest);
		size_t n = nl != NULL ? (size_t)(nl - line) : rest;

		if (n > s->max_line)
			return false;
		if (nl == NULL)
			break;
		s->ops->line(s->arg, line, n);
		if (s->closing || s->freed)
			return true;
		at += n + 1;
	}
	memmove(s->in.at, s->in.at + at, s->in.n - at);
	s->in.n -= at;
	return true;
}

static void receive(struct zp_stream *s)
{
	char chunk[READ_MAX];
	ssize_t n = recv(s->fd, chunk, sizeof(chunk), 0);

	if (n > 0) {
		zp_buf_add(&s->in, chunk, (size_t)n);
		if (!split(s))
			end(s, "line is too long");
	} else if (n == 0) {
		end(s, "peer closed the connection");
	} else if (errno != EAGAIN && errno != EINTR) {
		end(s, strerror(errno));
	}
}

static void transmit(struct zp_stream *s)
{
	size_t left = s->out.n - s->sent;
	ssize_t n = left == 0 ? 0 :
	    send(s->fd, s->out.at + s->sent, left, MSG_NOSIGNAL);

	if (n < 0) {
		if (errno != EAGAIN && errno != EINTR)
			end(s, strerror(errno));
		return;
	}
	s->sent += (size_t)n;
	if (s->sent < s->out.n) {
		if (s->closing)
			zp_timer_set(s->linger, LINGER);
		return;
	}
	zp_buf_reset(&s->out);
	s->sent = 0;
	if (s->closing) {
		end(s, "closed");
		return;
	}
	zp_io_want(s->io, ZP_IO_READ);
	if (s->ops->drained != NULL)
		s->ops->drained(s->arg);
}

static void ready(void *arg, unsigned what)
{
	struct zp_stream *s = arg;

	ZP_CHECK(s, ZP_STREAM_MAGIC);
	if ((what & ZP_IO_WRITE) != 0)
		transmit(s);
	if ((what & ZP_IO_READ) != 0 && !s->closing && !s->freed)
		receive(s);
}

struct zp_stream *zp_stream_new(struct zp_loop *l, int fd, size_t max_line,
    const struct zp_stream_ops *ops, void *arg)
{
	struct zp_stream *s = zp_xcalloc(1, sizeof(*s));

	s->magic = ZP_STREAM_MAGIC;
	s->loop = l;
	s->fd = fd;
	s->max_line = max_line;
	s->ops = ops;
	s->arg = arg;
	ZP_ASSERT(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
	s->linger = zp_timer_new(l, gave_up, s);
	s->io = zp_io_new(l, fd, ready, s);
	zp_io_want(s->io, ZP_IO_READ);
	return s;
}

void zp_stream_write(struct zp_stream *s, const void *p, size_t n)
{
	ZP_CHECK(s, ZP_STREAM_MAGIC);
	if (n == 0 || s->closing)
		return;
	zp_buf_add(&s->out, p, n);
	zp_io_want(s->io, ZP_IO_READ | ZP_IO_WRITE);
}

size_t zp_stream_pending(const struct zp_stream *s)
{
	ZP_CHECK(s, ZP_STREAM_MAGIC);
	return s->out.n - s->sent;
}

void zp_stream_flush(struct zp_stream *s)
{
	ssize_t n;

	ZP_CHECK(s, ZP_STREAM_MAGIC);
	if (s->sent == s->out.n)
		return;
	n = send(s->fd, s->out.at + s->sent, s->out.n - s->sent,
	    MSG_NOSIGNAL);
	if (n > 0)
		s->sent += (size_t)n;
}

void zp_stream_close(struct zp_stream *s)
{
	ZP_CHECK(s, ZP_STREAM_MAGIC);
	if (s->closing)
		return;
	s->closing = true;
	zp_io_want(s->io, ZP_IO_WRITE);
	zp_timer_set(s->linger, LINGER);
}

bool zp_stream_peer(const struct zp_stream *s, struct zp_peer *out)
{
	struct ucred cred;
	socklen_t n = sizeof(cred);

	ZP_CHECK(s, ZP_STREAM_MAGIC);
	if (getsockopt(s->fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) != 0 ||
	    n != sizeof(cred) || cred.pid <= 0)
		return false;
	out->uid = cred.uid;
	out->gid = cred.gid;
	out->pid = cred.pid;
	return true;
}

static void release(void *arg)
{
	struct zp_stream *s = arg;

	zp_buf_fini(&s->in);
	zp_buf_fini(&s->out);
	s->magic = 0;
	free(s);
}

/* The input may be in use by a caller of ours: memory goes later. */
void zp_stream_free(struct zp_stream *s)
{
	if (s == NULL)
		return;
	ZP_CHECK(s, ZP_STREAM_MAGIC);
	ZP_ASSERT(!s->freed);
	s->freed = true;
	zp_io_free(s->io);
	zp_timer_free(s->linger);
	close(s->fd);
	zp_loop_defer(s->loop, release, s);
}
