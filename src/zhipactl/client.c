/*
 * src/zhipactl/client.c - one request to the daemon, its answer shown.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include "zhipactl.h"

#define ANSWER_TIMEOUT_S 120	/* without a byte from the daemon */

static int failed(const struct zp_ctl_env *env, const char *zh,
    const char *en, const char *what)
{
	fprintf(stderr, "zhipactl: %s: %s: %s\n", env->lang == ZP_EN ? en : zh,
	    what, strerror(errno));
	return ZP_EXIT_FAILED;
}

/* A connected socket, or -1 (reported). */
static int dial(const struct zp_ctl_env *env)
{
	const struct timeval wait = { .tv_sec = ANSWER_TIMEOUT_S };
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = -1;

	if (strlen(env->socket) < sizeof(to.sun_path)) {
		memcpy(to.sun_path, env->socket, strlen(env->socket));
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	} else
		errno = ENAMETOOLONG;
	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait,
	    sizeof(wait)) == 0 &&
	    connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	failed(env, "连不上守护进程", "could not reach the daemon",
	    env->socket);
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool send_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, s, n, MSG_NOSIGNAL);

		if (sent < 0 && errno != EINTR)
			return false;
		if (sent > 0) {
			s += sent;
			n -= (size_t)sent;
		}
	}
	return true;
}

/* A whole line into b; false at the end or on an error (errno). */
static bool read_line(int fd, struct zp_buf *b, struct zp_buf *rest)
{
	char chunk[65536], *end;

	zp_buf_reset(b);
	zp_buf_add(b, zp_buf_str(rest), rest->n);
	zp_buf_reset(rest);
	for (size_t seen = 0; b->n <= ZP_CTL_REPLY_MAX;) {
		ssize_t got;

		end = b->n > seen ? memchr(b->at + seen, '\n', b->n - seen) :
		    NULL;
		if (end != NULL) {
			size_t n = (size_t)(end + 1 - b->at);

			zp_buf_add(rest, b->at + n, b->n - n);
			b->n = n;
			return true;
		}
		seen = b->n;
		got = recv(fd, chunk, sizeof(chunk), 0);
		if (got > 0)
			zp_buf_add(b, chunk, (size_t)got);
		else if (got == 0) {
			errno = ECONNRESET;
			return false;
		} else if (errno != EINTR) {
			errno = errno == EAGAIN ? ETIMEDOUT : errno;
			return false;
		}
	}
	errno = EMSGSIZE;
	return false;
}

static int write_files(const struct zp_ctl_env *env, const char *dir,
    const struct zp_ctl_reply *r, struct zp_arena *a)
{
	uint32_t n;
	const struct zp_ctl_file *f = zp_ctl_files(r, a, &n);

	errno = EPROTO;
	if (f == NULL || n == 0)
		return failed(env, "回答里没有文件", "no files in the answer",
		    dir);
	for (uint32_t i = 0; i < n; i++) {
		if (!zp_ctl_write(dir, f[i].name, f[i].text,
		    strlen(f[i].text)))
			return failed(env, "写不了", "could not write",
			    f[i].name);
		printf("%s/%s\n", dir, f[i].name);
	}
	return ZP_EXIT_OK;
}

static void show_text(const struct zp_ctl_env *env, const char *text)
{
	struct zp_buf b = { 0 };

	if (env->json) {
		zp_json_open(&b, '{');
		zp_json_key(&b, "text");
		zp_json_str(&b, text);
		zp_json_close(&b, '}');
		puts(zp_buf_str(&b));
	} else {
		zp_ctl_put(stdout, text, true);
		if (text[0] != '\0' && text[strlen(text) - 1] != '\n')
			putchar('\n');
	}
	zp_buf_fini(&b);
}

/* The final line.  As JSON one value: data, else the table, else text; as
 * CSV the table. */
static int show(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, const struct zp_ctl_reply *r,
    struct zp_arena *a)
{
	static const char *const no_table[ZP_LANGS] = {
		"此命令没有表格，--csv 用不上",
		"this command has no table for --csv" };
	const char *error[ZP_LANGS] = { r->error, r->error };

	if (strcmp(rq->cmd, "export") == 0 && r->exit == 0)
		return write_files(env, rq->arg[0], r, a);
	if (strcmp(rq->cmd, "roster export") == 0 && r->exit == 0)
		return zp_ctl_roster_export(env, rq, r, a);
	if (env->json && r->data != NULL)
		puts(r->data);
	else {
		if (r->text != NULL && (!(env->json || env->csv) ||
		    r->table == NULL))
			show_text(env, r->text);
		if (r->table != NULL)
			zp_ctl_table_show(env, r->table);
	}
	if (r->error != NULL) {
		fflush(stdout);
		zp_ctl_complain(env, error);
	} else if (env->csv && r->table == NULL) {
		fflush(stdout);
		zp_ctl_complain(env, no_table);
		return ZP_EXIT_USAGE;
	}
	return r->exit;
}

/* Lines of the answer, until the final one. */
static int answer(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, int fd, struct zp_arena *a)
{
	struct zp_buf line = { 0 }, rest = { 0 };
	struct zp_ctl_reply r = { .progress = "" };
	const char *why = "";
	int rc = ZP_EXIT_FAILED;
	bool ok, told = false;

	while ((ok = read_line(fd, &line, &rest)) && (ok =
	    zp_ctl_reply_parse(line.at, line.n, a, &r, &why)) &&
	    r.progress != NULL)
		if (env->progress) {
			fputs("\r\033[K", stderr);
			zp_ctl_put(stderr, r.progress, false);
			told = true;
		}
	if (told)
		fputs("\r\033[K", stderr);
	if (ok)
		rc = show(env, rq, &r, a);
	else if (why[0] != '\0')
		fprintf(stderr, "zhipactl: %s: %s\n", env->socket, why);
	else
		failed(env, "守护进程没有回答", "no answer from the daemon",
		    env->socket);
	zp_buf_fini(&line);
	zp_buf_fini(&rest);
	return rc;
}

int zp_ctl_remote(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a)
{
	struct zp_ctl_opt *opt = zp_arena_calloc(a, (size_t)rq->opts + 1,
	    sizeof(*opt));
	struct zp_ctl_request full = *rq;
	struct zp_buf line = { 0 };
	int fd = dial(env), rc = ZP_EXIT_FAILED;

	if (fd < 0)
		return ZP_EXIT_FAILED;
	for (uint32_t i = 0; i < rq->opts; i++)
		opt[i] = rq->opt[i];
	opt[full.opts++] = (struct zp_ctl_opt){ "lang",
		env->lang == ZP_EN ? "en" : "zh" };
	full.opt = opt;
	zp_ctl_request_print(&full, &line);
	if (send_all(fd, line.at, line.n))
		rc = answer(env, rq, fd, a);
	else
		failed(env, "请求发不出去", "could not send the request",
		    env->socket);
	zp_buf_fini(&line);
	close(fd);
	return rc;
}
