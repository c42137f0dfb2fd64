/*
 * src/db/conn.c - connecting, losing and connecting again.
 *
 *   IDLE -> LOOKUP -> CONNECT -> CHECK -> UP      what goes wrong anywhere
 *             ^----------- PAUSE <-----------'    dooms the session: PAUSE
 *
 * One timer serves the state: the end of a pause, the limit of an attempt,
 * the next heartbeat.
 */
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "zhipaid/clock.h"

#define PAUSE_MIN 100000	/* microseconds */
#define PAUSE_MAX 2000000

static void ready(void *arg, unsigned what);

static void enter(struct zp_db *d, enum zp_db_state s, struct zp_dur limit)
{
	d->state = s;
	zp_timer_set(d->timer, limit);
}

/* xorshift64: Marsaglia, "Xorshift RNGs", J. Stat. Softw. 8(14), 2003. */
uint64_t zp_db_random(struct zp_db *d)
{
	d->random ^= d->random << 13;
	d->random ^= d->random >> 7;
	d->random ^= d->random << 17;
	return d->random;
}

/* Decorrelated jitter: M. Brooker, "Exponential Backoff and Jitter", AWS
 * Architecture Blog, 2015.  Between the least pause and three times the
 * last one; from the start again after a session that lasted. */
static struct zp_dur next_pause(struct zp_db *d, bool lasted)
{
	int64_t last = lasted || d->pause.us == 0 ? PAUSE_MIN : d->pause.us;
	uint64_t span = (uint64_t)(last * 3 - PAUSE_MIN) + 1;

	d->pause.us = PAUSE_MIN + (int64_t)(zp_db_random(d) % span);
	if (d->pause.us > PAUSE_MAX)
		d->pause.us = PAUSE_MAX;
	return d->pause;
}

/* Each loss, and each new reason why no attempt succeeds, is told once. */
static void tell(struct zp_db *d, bool up, const char *why)
{
	if (!up && !d->told_up && strcmp(d->told, why) == 0)
		return;
	d->told_up = up;
	snprintf(d->told, sizeof(d->told), "%s", why);
	d->ops.state(d->arg, up, d->told);
}

static void disconnect(struct zp_db *d)
{
	zp_io_free(d->io);
	d->io = NULL;
	zp_lookup_free(d->lookup);
	d->lookup = NULL;
	PQfinish(d->pg);
	d->pg = NULL;
}

/* The end of a session or an attempt: replies first, then the state.  Where
 * a server was the wrong one, or hangs, libpq would choose it again: the next
 * attempt begins with the next host. */
static void drop(void *arg)
{
	struct zp_db *d = arg;
	bool lasted;

	if (d->freed)
		return;
	lasted = d->state == ZP_DB_UP &&
	    zp_clock_mono().us - d->since.us > PAUSE_MAX;
	if (d->state == ZP_DB_CHECK)
		d->host++;
	disconnect(d);
	d->doomed = false;
	enter(d, ZP_DB_PAUSE, next_pause(d, lasted));
	zp_db_lose_all(d);
	if (!d->freed)
		tell(d, false, d->why);
}

void zp_db_doom(struct zp_db *d, const char *why)
{
	if (d->doomed || d->state == ZP_DB_IDLE || d->state == ZP_DB_PAUSE)
		return;
	d->doomed = true;
	if (d->io != NULL)
		zp_io_want(d->io, 0);
	zp_one_line(d->why, sizeof(d->why),
	    why[0] != '\0' ? why : "connection lost");
	zp_loop_defer(d->loop, drop, d);
}

/* A server that ends the session says why, as an answer or a notice.
 * Other notices are for nobody: they may hold rows. */
void zp_db_last_words(struct zp_db *d, const PGresult *r)
{
	const char *s = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *m = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

	if (s != NULL && m != NULL &&
	    (strcmp(s, "FATAL") == 0 || strcmp(s, "PANIC") == 0))
		zp_one_line(d->last_words, sizeof(d->last_words), m);
}

/* The server has ended the connection: its own words explain it best. */
void zp_db_hung_up(struct zp_db *d, const char *why)
{
	zp_db_doom(d, d->last_words[0] != '\0' ? d->last_words : why);
}

static void noticed(void *arg, const PGresult *r)
{
	zp_db_last_words(arg, r);
}

static void watch(struct zp_db *d, unsigned what)
{
	d->io = zp_io_new(d->loop, PQsocket(d->pg), ready, d);
	zp_io_want(d->io, what);
}

/* The limit is for the whole attempt, and libpq goes on to the next host
 * by itself when one refuses. */
static void connect_to(struct zp_db *d, const struct zp_hosts *hs)
{
	enter(d, ZP_DB_CONNECT, d->connect_timeout);
	d->last_words[0] = '\0';
	d->pg = zp_conninfo_start(&d->ci, hs, d->host, d->name);
	PQsetNoticeReceiver(d->pg, noticed, d);
	if (PQstatus(d->pg) == CONNECTION_BAD)
		zp_db_doom(d, PQerrorMessage(d->pg));
	else
		watch(d, ZP_IO_WRITE);
}

/* The socket may be another one after each step: watch it anew. */
static void connect_step(struct zp_db *d)
{
	zp_io_free(d->io);
	d->io = NULL;
	switch (PQconnectPoll(d->pg)) {
	case PGRES_POLLING_READING:
		watch(d, ZP_IO_READ);
		break;
	case PGRES_POLLING_WRITING:
		watch(d, ZP_IO_WRITE);
		break;
	case PGRES_POLLING_OK:
		d->state = ZP_DB_CHECK;
		watch(d, ZP_IO_READ);
		zp_db_greet(d);
		break;
	default:
		zp_db_doom(d, PQerrorMessage(d->pg));
		break;
	}
}

static void ready(void *arg, unsigned what)
{
	struct zp_db *d = arg;

	ZP_CHECK(d, ZP_DB_MAGIC);
	if (d->state == ZP_DB_CONNECT)
		connect_step(d);
	else
		zp_db_io(d, what);
}

static void looked_up(void *arg)
{
	struct zp_db *d = arg;
	struct zp_hosts hs = { 0 };
	char why[ZP_WHY] = "no host has an address";

	if (zp_lookup_get(d->lookup, &hs, why, sizeof(why)))
		connect_to(d, &hs);
	else
		zp_db_doom(d, why);
	zp_hosts_fini(&hs);
	zp_lookup_free(d->lookup);
	d->lookup = NULL;
}

static void attempt(struct zp_db *d)
{
	if (!zp_hosts_named(&d->ci.hosts)) {
		connect_to(d, &d->ci.hosts);
		return;
	}
	enter(d, ZP_DB_LOOKUP, d->connect_timeout);
	d->lookup = zp_lookup_new(d->loop, &d->ci.hosts, looked_up, d);
	if (d->lookup == NULL)
		zp_db_doom(d, "could not start a thread to resolve host names");
}

/* A look-up cannot be called off: it is told that it takes long, and waited
 * for, so that threads do not pile up. */
static void timed_out(void *arg)
{
	struct zp_db *d = arg;

	ZP_CHECK(d, ZP_DB_MAGIC);
	switch (d->state) {
	case ZP_DB_IDLE:
	case ZP_DB_PAUSE:
		attempt(d);
		break;
	case ZP_DB_LOOKUP:
		zp_timer_set(d->timer, d->connect_timeout);
		tell(d, false, "host names are not resolved in time");
		break;
	case ZP_DB_CONNECT:
		d->host++;
		zp_db_doom(d, "could not connect in time");
		break;
	case ZP_DB_CHECK:
		zp_db_doom(d, d->checked ? "notifications do not arrive: is a "
		    "pooler in between?" : "server does not answer in time");
		break;
	case ZP_DB_UP:
		zp_db_check(d);
		break;
	}
}

void zp_db_now_up(struct zp_db *d)
{
	char why[ZP_WHY];

	d->since = zp_clock_mono();
	d->state = ZP_DB_UP;
	d->rung = false;	/* the caller looks at everything now anyway */
	if (d->heartbeat.us > 0)
		zp_timer_set(d->timer, d->heartbeat);
	else
		zp_timer_stop(d->timer);
	snprintf(why, sizeof(why), "connected to %s port %s, timeline %u",
	    PQhost(d->pg), PQport(d->pg), d->seen->timeline);
	tell(d, true, why);
}

struct zp_db *zp_db_new(struct zp_loop *l, const struct zp_db_options *o,
    const struct zp_db_ops *ops, void *arg, char why[256])
{
	struct zp_db *d = zp_xcalloc(1, sizeof(*d));

	if (!zp_conninfo_init(&d->ci, o->conninfo, why, 256)) {
		free(d);
		return NULL;
	}
	d->magic = ZP_DB_MAGIC;
	d->loop = l;
	d->ops = *ops;
	d->arg = arg;
	d->name = zp_xstrdup(o->name != NULL ? o->name : "zhipaid");
	if (o->listen != NULL)
		zp_db_listen_to(d, o->listen);
	d->heartbeat = o->heartbeat;
	d->connect_timeout = o->connect_timeout.us > 0 ?
	    o->connect_timeout : ZP_SEC(10);
	d->seen = o->seen != NULL ? o->seen : &d->own;
	if (getrandom(&d->random, sizeof(d->random), 0) !=
	    sizeof(d->random) || d->random == 0)
		d->random = (uint64_t)zp_clock_mono().us | 1;
	zp_queue_init(&d->queries);
	zp_queue_init(&d->refused);
	zp_queue_init(&d->lost);
	d->timer = zp_timer_new(l, timed_out, d);
	d->overdue = zp_timer_new(l, zp_db_overdue, d);
	return d;
}

void zp_db_start(struct zp_db *d)
{
	ZP_CHECK(d, ZP_DB_MAGIC);
	ZP_ASSERT(d->state == ZP_DB_IDLE);
	zp_timer_set(d->timer, ZP_MS(0));
}

bool zp_db_up(const struct zp_db *d)
{
	ZP_CHECK(d, ZP_DB_MAGIC);
	return d->state == ZP_DB_UP && !d->doomed;
}

void zp_db_reset(struct zp_db *d, const char *why)
{
	if (zp_db_up(d))
		zp_db_doom(d, why);
}

static void release(void *arg)
{
	struct zp_db *d = arg;

	d->magic = 0;
	free(d);
}

void zp_db_free(struct zp_db *d)
{
	if (d == NULL)
		return;
	ZP_CHECK(d, ZP_DB_MAGIC);
	ZP_ASSERT(!d->freed);
	d->freed = true;
	disconnect(d);
	zp_timer_free(d->timer);
	zp_timer_free(d->overdue);
	zp_db_forget_all(d);
	zp_conninfo_fini(&d->ci);
	free(d->name);
	free(d->channel);
	free(d->listen_text);
	free(d->stmt);
	zp_loop_defer(d->loop, release, d);
}
