/* src/loop/listener.c - accepting connections on an AF_UNIX path. */
#include "private.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "zhipaid/log.h"

#define REST ZP_MS(500)		/* after an error of accept() */
#define ACCEPT_MAX 16		/* in one go: others want a turn */

struct zp_listener {
	uint32_t magic;
	int fd;
	bool freed, resting;
	struct zp_loop *loop;
	struct zp_io *io;
	struct zp_timer *rest;
	void (*accepted)(void *arg, int fd);
	void *arg;
	struct sockaddr_un at;
	dev_t dev;		/* the socket we made there */
	ino_t ino;
};

static void rested(void *arg)
{
	struct zp_listener *ls = arg;

	zp_io_want(ls->io, ZP_IO_READ);
}

/* Out of descriptors or memory the backlog stays readable: without a rest
 * the loop would spin.  Logged once, until something was accepted. */
static void take_rest(struct zp_listener *ls, int err)
{
	if (!ls->resting)
		zp_log(ZP_LOG_WARNING, NULL, "could not accept on \"%s\": %s",
		    ls->at.sun_path, strerror(err));
	ls->resting = true;
	zp_io_want(ls->io, 0);
	zp_timer_set(ls->rest, REST);
}

static void ready(void *arg, unsigned what)
{
	struct zp_listener *ls = arg;

	(void)what;
	ZP_CHECK(ls, ZP_LISTENER_MAGIC);
	for (int i = 0; i < ACCEPT_MAX && !ls->freed; i++) {
		int fd = accept4(ls->fd, NULL, NULL,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			ls->resting = false;
			ls->accepted(ls->arg, fd);
		} else if (errno != EINTR && errno != ECONNABORTED) {
			if (errno != EAGAIN)
				take_rest(ls, errno);
			return;
		}
	}
}

/* Remove an old socket of the same name unless somebody answers on it. */
static bool clear_path(const struct sockaddr_un *at, char why[256])
{
	struct stat st;
	bool busy;
	int fd;

	if (lstat(at->sun_path, &st) != 0)
		return true;	/* bind() knows better what is wrong */
	if (!S_ISSOCK(st.st_mode)) {
		snprintf(why, 256, "\"%s\" exists and is not a socket",
		    at->sun_path);
		return false;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	busy = fd < 0 || connect(fd, (const struct sockaddr *)at,
	    sizeof(*at)) == 0 || errno != ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	if (busy)
		snprintf(why, 256, "\"%s\" is in use by another process",
		    at->sun_path);
	else
		unlink(at->sun_path);
	return !busy;
}

/* Nobody can connect before listen(): the mode is right by then. */
static bool open_path(struct zp_listener *ls, unsigned mode)
{
	struct stat st;

	ls->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0);
	if (ls->fd < 0 || bind(ls->fd, (const struct sockaddr *)&ls->at,
	    sizeof(ls->at)) != 0)
		return false;
	if (lstat(ls->at.sun_path, &st) == 0) {
		ls->dev = st.st_dev;
		ls->ino = st.st_ino;
	}
	return chmod(ls->at.sun_path, mode) == 0 &&
	    listen(ls->fd, SOMAXCONN) == 0;
}

struct zp_listener *zp_listener_new(struct zp_loop *l, const char *path,
    unsigned mode, void (*accepted)(void *arg, int fd), void *arg,
    char why[256])
{
	struct zp_listener *ls;

	if (strlen(path) >= sizeof(ls->at.sun_path)) {
		snprintf(why, 256, "\"%.120s\": a socket's path has at most "
		    "%zu bytes", path, sizeof(ls->at.sun_path) - 1);
		return NULL;
	}
	ls = zp_xcalloc(1, sizeof(*ls));
	ls->magic = ZP_LISTENER_MAGIC;
	ls->fd = -1;
	ls->loop = l;
	ls->accepted = accepted;
	ls->arg = arg;
	ls->at.sun_family = AF_UNIX;
	memcpy(ls->at.sun_path, path, strlen(path));
	if (!clear_path(&ls->at, why)) {
		zp_listener_free(ls);
		return NULL;
	}
	if (!open_path(ls, mode)) {
		snprintf(why, 256, "could not listen on \"%s\": %s", path,
		    strerror(errno));
		zp_listener_free(ls);
		return NULL;
	}
	ls->rest = zp_timer_new(l, rested, ls);
	ls->io = zp_io_new(l, ls->fd, ready, ls);
	zp_io_want(ls->io, ZP_IO_READ);
	return ls;
}

static void release(void *arg)
{
	struct zp_listener *ls = arg;

	ls->magic = 0;
	free(ls);
}

/* Another process may have taken the path over: compare before unlink. */
void zp_listener_free(struct zp_listener *ls)
{
	struct stat st;

	if (ls == NULL)
		return;
	ZP_CHECK(ls, ZP_LISTENER_MAGIC);
	ZP_ASSERT(!ls->freed);
	ls->freed = true;
	zp_io_free(ls->io);
	zp_timer_free(ls->rest);
	if (ls->ino != 0 && lstat(ls->at.sun_path, &st) == 0 &&
	    st.st_dev == ls->dev && st.st_ino == ls->ino)
		unlink(ls->at.sun_path);
	if (ls->fd >= 0)
		close(ls->fd);
	zp_loop_defer(ls->loop, release, ls);
}
