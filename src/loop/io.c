/* src/loop/io.c - readiness of a descriptor. */
#include "private.h"
#include <stdlib.h>

struct zp_io {
	uint32_t magic;
	unsigned want;
	int fd;
	struct zp_loop *loop;
	struct event *ev;	/* exists while something is wanted */
	void (*fn)(void *arg, unsigned what);
	void *arg;
};

static void ready(evutil_socket_t fd, short what, void *arg)
{
	struct zp_io *io = arg;

	(void)fd;
	ZP_CHECK(io, ZP_IO_MAGIC);
	io->fn(io->arg, ((what & EV_READ) != 0 ? ZP_IO_READ : 0u) |
	    ((what & EV_WRITE) != 0 ? ZP_IO_WRITE : 0u));
}

struct zp_io *zp_io_new(struct zp_loop *l, int fd,
    void (*fn)(void *arg, unsigned what), void *arg)
{
	struct zp_io *io = zp_xcalloc(1, sizeof(*io));

	ZP_ASSERT(fd >= 0);
	io->magic = ZP_IO_MAGIC;
	io->loop = l;
	io->fd = fd;
	io->fn = fn;
	io->arg = arg;
	return io;
}

void zp_io_want(struct zp_io *io, unsigned what)
{
	short bits = EV_PERSIST;

	ZP_CHECK(io, ZP_IO_MAGIC);
	if (what == io->want)
		return;
	if (io->ev != NULL)
		event_free(io->ev);
	io->ev = NULL;
	io->want = what;
	if (what == 0)
		return;
	if ((what & ZP_IO_READ) != 0)
		bits |= EV_READ;
	if ((what & ZP_IO_WRITE) != 0)
		bits |= EV_WRITE;
	io->ev = zp_loop_event(io->loop, io->fd, bits, ready, io);
	ZP_ASSERT(event_add(io->ev, NULL) == 0);
}

void zp_io_free(struct zp_io *io)
{
	if (io == NULL)
		return;
	ZP_CHECK(io, ZP_IO_MAGIC);
	if (io->ev != NULL)
		event_free(io->ev);
	io->magic = 0;
	free(io);
}
