/*
 * src/db/lookup.c - host names to addresses in a thread of its own.
 *
 * libpq would look names up inside PQconnectStart() and block the loop.
 * getaddrinfo() cannot be called off, so the job has two owners, the loop
 * and the thread; the last one releases it.
 */
#include "session.h"
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ADDRESSES_MAX 64	/* in all: more is a mistake of the zone */

struct job {
	atomic_int owners;
	int done;		/* a byte comes here at the end */
	struct zp_hosts hosts;
	struct addrinfo **found;	/* parallel to hosts */
	int *rc;			/* of getaddrinfo() */
};
struct zp_lookup {
	struct job *job;
	int fd;
	struct zp_io *io;
	void (*fn)(void *arg);
	void *arg;
};

static void disown(struct job *j)
{
	if (atomic_fetch_sub(&j->owners, 1) != 1)
		return;
	for (size_t i = 0; i < j->hosts.n; i++)
		if (j->found[i] != NULL)
			freeaddrinfo(j->found[i]);
	zp_hosts_fini(&j->hosts);
	free(j->found);
	free(j->rc);
	free(j);
}

static void *work(void *arg)
{
	struct job *j = arg;
	struct addrinfo hint = { .ai_socktype = SOCK_STREAM };

	for (size_t i = 0; i < j->hosts.n; i++) {
		const struct zp_host *h = &j->hosts.at[i];

		if (h->addr[0] == '\0' && strchr("/@", h->name[0]) == NULL)
			j->rc[i] = getaddrinfo(h->name, NULL, &hint,
			    &j->found[i]);
	}
	if (write(j->done, "", 1) != 1) {
		/* nobody waits any more */
	}
	close(j->done);
	disown(j);
	return NULL;
}

/* A detached thread that takes no signals; false: there is none. */
static bool spawn(struct job *j)
{
	sigset_t all, old;
	pthread_attr_t attr;
	pthread_t t;
	bool ok;

	sigfillset(&all);
	if (pthread_attr_init(&attr) != 0)
		return false;
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	ok = pthread_create(&t, &attr, work, j) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attr);
	return ok;
}

static void finished(void *arg, unsigned what)
{
	struct zp_lookup *lu = arg;

	(void)what;
	zp_io_want(lu->io, 0);
	lu->fn(lu->arg);
}

struct zp_lookup *zp_lookup_new(struct zp_loop *l, const struct zp_hosts *hs,
    void (*fn)(void *arg), void *arg)
{
	struct zp_lookup *lu;
	struct job *j;
	int fd[2];

	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK) != 0)
		return NULL;
	j = zp_xcalloc(1, sizeof(*j));
	atomic_init(&j->owners, 2);
	j->done = fd[1];
	for (size_t i = 0; i < hs->n; i++)
		zp_hosts_add(&j->hosts, hs->at[i].name, hs->at[i].addr,
		    hs->at[i].port);
	j->found = zp_xcalloc(hs->n, sizeof(struct addrinfo *));
	j->rc = zp_xcalloc(hs->n, sizeof(int));
	lu = zp_xcalloc(1, sizeof(*lu));
	lu->job = j;
	lu->fd = fd[0];
	lu->fn = fn;
	lu->arg = arg;
	lu->io = zp_io_new(l, fd[0], finished, lu);
	zp_io_want(lu->io, ZP_IO_READ);
	if (!spawn(j)) {
		close(fd[1]);
		disown(j);
		zp_lookup_free(lu);
		return NULL;
	}
	return lu;
}

/* One entry for each address; host names stay for TLS and passwords. */
static void expand(const struct zp_host *h, const struct addrinfo *ai,
    struct zp_hosts *out)
{
	char addr[NI_MAXHOST];

	for (; ai != NULL && out->n < ADDRESSES_MAX; ai = ai->ai_next)
		if (getnameinfo(ai->ai_addr, ai->ai_addrlen, addr,
		    sizeof(addr), NULL, 0, NI_NUMERICHOST) == 0)
			zp_hosts_add(out, h->name, addr, h->port);
}

bool zp_lookup_get(struct zp_lookup *lu, struct zp_hosts *out, char *why,
    size_t n)
{
	const struct job *j = lu->job;

	for (size_t i = 0; i < j->hosts.n; i++) {
		const struct zp_host *h = &j->hosts.at[i];

		if (j->rc[i] != 0)
			snprintf(why, n, "could not resolve host \"%.100s\": "
			    "%s", h->name, gai_strerror(j->rc[i]));
		else if (j->found[i] == NULL)
			zp_hosts_add(out, h->name, h->addr, h->port);
		else
			expand(h, j->found[i], out);
	}
	return out->n > 0;
}

void zp_lookup_free(struct zp_lookup *lu)
{
	if (lu == NULL)
		return;
	zp_io_free(lu->io);
	close(lu->fd);
	disown(lu->job);
	free(lu);
}
