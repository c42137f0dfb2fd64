/*
 * The two control sockets: one for everything, one for looking.  Who the
 * peer is comes from the kernel (SO_PEERCRED); what it may do stands in
 * the command's row of grammar.h and is checked here, before any handler.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "command.h"

#define CONN_MAGIC UINT32_C(0x5a48434e)
#define MOST_PEERS 64
#define MOST_LOOKING 48		/* of them; the rest is for administrators */
#define MOST_OPEN 64		/* requests: they share the daemon's session */
#define MOST_LOOKS 32		/* of them for who may only look */
#define MOST_UNREAD ((size_t)64 << 20)	/* bytes a peer has not taken */

struct zp_conn {
	uint32_t magic;
	struct zp_daemon *d;
	struct zp_stream *stream;
	bool full;
	char by[64];
	struct zp_conn *next;
};
struct zp_control {
	struct zp_listener *full, *readonly;
	struct zp_conn *conns;
	struct zp_req *reqs;
	uint32_t peers, looking;	/* all; not full */
	uint32_t open;			/* reqs, counted */
};

void zp_req_end(struct zp_req *r, const struct zp_ctl_reply *reply)
{
	struct zp_buf b = { 0 };
	struct zp_req **at = &r->d->control->reqs;

	ZP_CHECK(r, ZP_REQ_MAGIC);
	if (r->conn != NULL) {
		zp_ctl_reply_print(reply, &b);
		zp_stream_write(r->conn->stream, b.at, b.n);
		zp_buf_fini(&b);
	}
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	r->d->control->open--;
	r->magic = 0;
	zp_arena_free(r->a);
	free(r);
}

static void forget(struct zp_conn *c)
{
	struct zp_control *ct = c->d->control;
	struct zp_conn **at = &ct->conns;

	for (struct zp_req *r = ct->reqs; r != NULL; r = r->next)
		if (r->conn == c)
			r->conn = NULL;
	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	ct->peers--;
	ct->looking -= !c->full;
	zp_stream_free(c->stream);
	c->magic = 0;
	free(c);
}

static void closed(void *arg, const char *why)
{
	(void)why;
	forget(arg);
}

/* One request: parse, check, hand over. */
static void line(void *arg, const char *s, size_t n)
{
	struct zp_conn *c = arg;
	struct zp_req *r = calloc(1, sizeof(*r));
	const char *fault = NULL, *why[ZP_LANGS] = { NULL, NULL };
	const struct zp_verb *v = NULL;

	ZP_CHECK(c, CONN_MAGIC);
	ZP_ASSERT(r != NULL);
	c->d->control->open++;
	*r = (struct zp_req){ .magic = ZP_REQ_MAGIC, .d = c->d, .conn = c,
		.a = zp_arena_new(), .next = c->d->control->reqs };
	c->d->control->reqs = r;
	memcpy(r->by, c->by, sizeof(r->by));
	if (zp_stream_pending(c->stream) > MOST_UNREAD)
		forget(c);	/* the answer goes nowhere */
	if (!zp_ctl_request_parse(s, n, r->a, &r->rq, &fault)) {
		zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
		    .error = fault });
		return;
	}
	r->lang = zp_ctl_lang(&r->rq);
	if (r->conn == NULL || c->d->control->open >
	    (c->full ? MOST_OPEN : MOST_LOOKS)) {
		zp_req_fail(r, "请求太多，先等回答",
		    "too many requests: wait for the answers");
		return;
	}
	v = zp_verb_check(&r->rq, c->full, r->a, why);
	if (v == NULL) {
		zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
		    .error = why[r->lang] });
		return;
	}
	ZP_ASSERT(zp_command_find(v->name) != NULL);
	if (v->role == ZP_ROLE_FULL)
		zp_log(ZP_LOG_INFO, (const char *[]){ "ZHIPAID_BY", r->by,
		    NULL }, "command %s", v->name);
	zp_command_find(v->name)(r);
}

static bool admitted(const struct zp_daemon *d, uid_t uid, const char *name)
{
	return uid == 0 || uid == geteuid() ||
	    (name != NULL && zp_list_has(&d->conf->admins, name));
}

static void accepted(struct zp_daemon *d, int fd, bool full)
{
	static const struct zp_stream_ops ops = { line, closed, NULL };
	struct ucred cred = { .uid = (uid_t)-1 };
	socklen_t n = sizeof(cred);
	struct zp_control *ct = d->control;
	struct passwd *pw;
	struct zp_conn *c;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) != 0) {
		close(fd);
		return;
	}
	pw = getpwuid(cred.uid);
	if (full && !admitted(d, cred.uid, pw ? pw->pw_name : NULL)) {
		zp_log(ZP_LOG_WARNING, NULL,
		    "uid %u is not an administrator here", cred.uid);
		full = false;	/* it may still look */
	}
	if (ct->peers >= MOST_PEERS || (!full &&
	    ct->looking >= MOST_LOOKING)) {
		close(fd);
		return;
	}
	c = calloc(1, sizeof(*c));
	ZP_ASSERT(c != NULL);
	c->magic = CONN_MAGIC;
	c->d = d;
	c->full = full;
	if (pw != NULL)
		snprintf(c->by, sizeof(c->by), "%s", pw->pw_name);
	else
		snprintf(c->by, sizeof(c->by), "uid %u", cred.uid);
	c->next = ct->conns;
	ct->conns = c;
	ct->peers++;
	ct->looking += !full;
	c->stream = zp_stream_new(d->loop, fd, ZP_CTL_REQUEST_MAX, &ops, c);
}

static void accepted_full(void *arg, int fd)
{
	accepted(arg, fd, true);
}

static void accepted_readonly(void *arg, int fd)
{
	accepted(arg, fd, false);
}

bool zp_control_open(struct zp_daemon *d, char why[256])
{
	struct zp_control *ct = calloc(1, sizeof(*ct));

	ZP_ASSERT(ct != NULL);
	d->control = ct;
	ct->full = zp_listener_new(d->loop, d->conf->socket, 0660,
	    accepted_full, d, why);
	if (ct->full == NULL)
		return false;
	ct->readonly = zp_listener_new(d->loop, d->conf->socket_readonly,
	    0666, accepted_readonly, d, why);
	return ct->readonly != NULL;
}

void zp_control_close(struct zp_daemon *d)
{
	struct zp_control *ct = d->control;

	if (ct == NULL)
		return;
	zp_listener_free(ct->full);
	zp_listener_free(ct->readonly);
	while (ct->reqs != NULL)
		zp_req_fail(ct->reqs, "服务正在停止", "the daemon is stopping");
	while (ct->conns != NULL) {
		zp_stream_flush(ct->conns->stream);
		forget(ct->conns);
	}
	free(ct);
	d->control = NULL;
}
