/* tests/db/support_rig.c - see support_rig.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "support_rig.h"

int answer_serial;

static void state(void *arg, bool up, const char *why)
{
	struct rig *r = arg;

	*(up ? &r->ups : &r->downs) += 1;
	snprintf(r->why, sizeof(r->why), "%s", why);
	assert_int_equal(up, zp_db_up(r->db));
	assert_null(strchr(why, '\n'));
	if (r->free_at_state) {
		zp_db_free(r->db);
		r->db = NULL;
	}
}

static void notified(void *arg)
{
	struct rig *r = arg;

	r->bells++;
	if (r->free_at_bell) {
		zp_db_free(r->db);
		r->db = NULL;
	}
}

static void too_late(void *arg)
{
	((struct rig *)arg)->late = true;
}

void rig_init(struct rig *r, const char *conninfo)
{
	memset(r, 0, sizeof(*r));
	r->l = zp_loop_new();
	assert_non_null(r->l);
	r->limit = zp_timer_new(r->l, too_late, r);
	r->o.conninfo = conninfo;
	r->o.name = "test";
	r->o.connect_timeout = ZP_SEC(15);
}

void rig_open(struct rig *r)
{
	static const struct zp_db_ops ops = { state, notified };
	char why[256];

	r->db = zp_db_new(r->l, &r->o, &ops, r, why);
	if (r->db == NULL)
		fail_msg("%s", why);
	zp_db_start(r->db);
}

void rig_fini(struct rig *r)
{
	zp_db_free(r->db);
	zp_timer_free(r->limit);
	zp_loop_free(r->l);
	memset(r, 0, sizeof(*r));
}

void rig_watch(struct rig *r)
{
	r->late = false;
	zp_timer_set(r->limit, ZP_SEC(60));
}

void rig_turn(struct rig *r, const char *cond)
{
	if (r->late)
		fail_msg("not within 60 s: %s (ups %d, downs %d: %s)", cond,
		    r->ups, r->downs, r->why);
	zp_loop_once(r->l, true);
}

static const struct zp_sql again_sql = { NULL, "SELECT 'again'", 0 };

void answer(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct answer *a = arg;
	const char *s = NULL;

	a->calls++;
	a->serial = ++answer_serial;
	assert_true((rows == NULL) != (err == NULL));
	if (err != NULL) {
		a->class = err->class;
		snprintf(a->sqlstate, sizeof(a->sqlstate), "%s",
		    err->sqlstate);
		snprintf(a->message, sizeof(a->message), "%s", err->message);
		snprintf(a->constraint, sizeof(a->constraint), "%s",
		    err->constraint);
	} else {
		a->class = ZP_DB_OK;
		a->rows = zp_rows_count(rows);
		a->affected = zp_rows_affected(rows);
		if (a->rows > 0 && zp_rows_cols(rows) > 0)
			s = zp_rows_get(rows, 0, 0, &a->length);
		a->null = s == NULL;
		snprintf(a->text, sizeof(a->text), "%s", s != NULL ? s : "");
	}
	if (a->again != NULL)
		ask(a->rig, &again_sql, NULL, a->again);
	if (a->reset_here)
		zp_db_reset(a->rig->db, "reset by the test");
	if (a->free_here) {
		zp_db_free(a->rig->db);
		a->rig->db = NULL;
	}
}

void ask(struct rig *r, const struct zp_sql *q, const char *const *param,
    struct answer *a)
{
	a->rig = r;
	zp_db_query(r->db, q, param, ZP_SEC(60), answer, a);
}

void ask_now(struct rig *r, const struct zp_sql *q,
    const char *const *param, struct answer *a)
{
	int calls = a->calls;

	ask(r, q, param, a);
	UNTIL(r, a->calls > calls);
	if (a->class != ZP_DB_OK)
		fail_msg("%s: %s %s", q->text, a->sqlstate, a->message);
}

const char *admin(const char *conninfo, const char *text)
{
	static char out[256];
	char why[512];
	struct zp_dbs *s = zp_dbs_open(conninfo, why);
	const struct zp_db_rows *rows;
	struct zp_db_error err;
	const char *v = "";

	if (s == NULL)
		fail_msg("%s", why);
	rows = zp_dbs_query(s, text, NULL, 0, &err);
	if (rows == NULL)
		fail_msg("%s: %s", text, err.message);
	if (zp_rows_count(rows) > 0)
		v = zp_rows_get(rows, 0, 0, NULL);
	snprintf(out, sizeof(out), "%s", v != NULL ? v : "");
	zp_dbs_close(s);
	return out;
}

enum { PAIRS = 64 };
struct side {
	struct proxy *p;
	int fd;
	struct side *other;
	struct zp_io *io;
};
struct proxy {
	struct rig *r;
	int fd;
	struct sockaddr_in server;
	struct zp_io *io;
	struct side side[2 * PAIRS];
	bool frozen, drip;
};

static void side_close(struct side *s)
{
	zp_io_free(s->io);
	close(s->fd);
	s->io = NULL;
	s->fd = -1;
}

/* What the other side does not take now is left in the socket's buffer and
 * looked at again: enough for tests. */
static void forward(void *arg, unsigned what)
{
	struct side *s = arg;
	char buf[65536];
	ssize_t n = recv(s->fd, buf, s->p->drip ? 1 : sizeof(buf), MSG_PEEK);
	ssize_t sent = n <= 0 ? n : send(s->other->fd, buf, (size_t)n,
	    MSG_NOSIGNAL | MSG_DONTWAIT);

	(void)what;
	if (sent > 0 && recv(s->fd, buf, (size_t)sent, 0) == sent)
		return;
	if (sent < 0 && errno == EAGAIN)
		return;
	side_close(s->other);
	side_close(s);
}

static void side_open(struct proxy *p, struct side *s, struct side *other,
    int fd)
{
	int one = 1;

	assert_true(fd >= 0);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	s->p = p;
	s->fd = fd;
	s->other = other;
	s->io = zp_io_new(p->r->l, fd, forward, s);
	zp_io_want(s->io, p->frozen ? 0 : ZP_IO_READ);
}

static void arrived(void *arg, unsigned what)
{
	struct proxy *p = arg;
	int out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)what;
	if (connect(out, (struct sockaddr *)&p->server, sizeof(p->server))
	    != 0) {
		close(out);
		close(accept(p->fd, NULL, NULL));
		return;
	}
	for (struct side *s = p->side; s < p->side + 2 * PAIRS; s += 2)
		if (s->fd < 0) {
			side_open(p, s, s + 1, out);
			side_open(p, s + 1, s, accept(p->fd, NULL, NULL));
			return;
		}
	fail_msg("the proxy is full");
}

struct proxy *proxy_new(struct rig *r, const char *host, const char *port)
{
	struct proxy *p = calloc(1, sizeof(*p));
	struct sockaddr_in any = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	assert_non_null(p);
	p->r = r;
	p->server = any;
	p->server.sin_port = htons((uint16_t)atoi(port));
	inet_pton(AF_INET, host, &p->server.sin_addr);
	for (int i = 0; i < 2 * PAIRS; i++)
		p->side[i].fd = -1;
	p->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(p->fd, (struct sockaddr *)&any, sizeof(any)),
	    0);
	assert_int_equal(listen(p->fd, 8), 0);
	p->io = zp_io_new(r->l, p->fd, arrived, p);
	zp_io_want(p->io, ZP_IO_READ);
	return p;
}

unsigned proxy_port(const struct proxy *p)
{
	struct sockaddr_in at;
	socklen_t n = sizeof(at);

	assert_int_equal(getsockname(p->fd, (struct sockaddr *)&at, &n), 0);
	return ntohs(at.sin_port);
}

void proxy_freeze(struct proxy *p, bool frozen)
{
	p->frozen = frozen;
	for (int i = 0; i < 2 * PAIRS; i++)
		if (p->side[i].fd >= 0)
			zp_io_want(p->side[i].io, frozen ? 0 : ZP_IO_READ);
}

void proxy_drip(struct proxy *p, bool drip)
{
	p->drip = drip;
}

void proxy_cut(struct proxy *p)
{
	for (int i = 0; i < 2 * PAIRS; i++)
		if (p->side[i].fd >= 0)
			side_close(&p->side[i]);
}

void proxy_free(struct proxy *p)
{
	proxy_cut(p);
	zp_io_free(p->io);
	close(p->fd);
	free(p);
}
