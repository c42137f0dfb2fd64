/*
 * src/sys/notify.c - tell the service manager, sd_notify(3)'s protocol: one
 * datagram to $NOTIFY_SOCKET, a path or, with '@', an abstract name.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "zhipaid/log.h"

void zp_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = path == NULL ? 0 : strlen(path);
	int keep = errno, fd;

	if (n < 2 || n >= sizeof(to.sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, n);
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		if (sendto(fd, state, strlen(state), MSG_NOSIGNAL,
		    (const struct sockaddr *)&to, (socklen_t)
		    (offsetof(struct sockaddr_un, sun_path) + n)) < 0)
			zp_log(ZP_LOG_WARNING, NULL,
			    "could not notify the service manager: %s",
			    strerror(errno));
		close(fd);
	}
	errno = keep;
}

/* A non-negative decimal number from the environment, or -1. */
static long long env_number(const char *name)
{
	const char *s = getenv(name);
	char *end;
	long long v;

	if (s == NULL || *s < '0' || *s > '9')
		return -1;
	errno = 0;
	v = strtoll(s, &end, 10);
	return *end != '\0' || errno != 0 ? -1 : v;
}

long long zp_notify_watchdog_us(void)
{
	int keep = errno;
	long long us = env_number("WATCHDOG_USEC");
	long long pid = env_number("WATCHDOG_PID");

	errno = keep;
	if (us <= 0 || (getenv("WATCHDOG_PID") != NULL && pid != getpid()))
		return 0;
	return us / 2;
}
