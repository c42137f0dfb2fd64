/*
 * src/db/query.c - the pipeline: queries out, replies in order.
 *
 * Each query has its own Sync: it is its own transaction, and an error ends
 * only it.  The Sync's answer comes after the commit, so that is when the
 * reply is given: a deferred constraint or a serialization failure at the
 * commit replaces the rows that came before.
 *
 * At most WINDOW queries are on the wire, none while the socket is clogged:
 * libpq moves its whole output buffer at each attempt to send.  The window
 * keeps the server busy while we read; more brings nothing (measured).
 */
#include "session.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/clock.h"

#define WINDOW 512

struct zp_query {
	struct zp_query *next;
	const struct zp_sql *sql;
	zp_db_reply reply;
	void *arg;
	struct zp_mono due;
	bool counted, preparing;	/* in in_flight: not the driver's */
	PGresult *result;		/* so far; the reply waits for Sync */
	const char *param[];		/* the texts are behind it */
};

void zp_queue_init(struct zp_queue *q)
{
	q->first = NULL;
	q->last = &q->first;
}

static void append(struct zp_queue *q, struct zp_query *x)
{
	*q->last = x;
	q->last = &x->next;
}

static struct zp_query *pop(struct zp_queue *q)
{
	struct zp_query *x = q->first;

	if (x != NULL) {
		q->first = x->next;
		if (q->first == NULL)
			q->last = &q->first;
		x->next = NULL;
	}
	return x;
}

/* One allocation holds the query and its parameters. */
static struct zp_query *query_new(const struct zp_sql *sql,
    const char *const *param, struct zp_dur deadline, zp_db_reply reply,
    void *arg)
{
	size_t n = sizeof(struct zp_query) + sql->params * sizeof(char *);
	size_t size = n;
	struct zp_query *q;

	ZP_ASSERT(deadline.us > 0 && reply != NULL);
	for (uint32_t i = 0; i < sql->params; i++)
		size += param[i] != NULL ? strlen(param[i]) + 1 : 0;
	q = zp_xrealloc(NULL, size, 1);
	*q = (struct zp_query){ .sql = sql, .reply = reply, .arg = arg };
	q->due.us = zp_clock_mono().us + deadline.us;
	for (uint32_t i = 0; i < sql->params; i++) {
		size_t len = param[i] != NULL ? strlen(param[i]) + 1 : 0;

		q->param[i] = param[i] == NULL ? NULL :
		    memcpy((char *)q + n, param[i], len);
		n += len;
	}
	return q;
}

static void query_free(struct zp_query *q)
{
	PQclear(q->result);
	free(q);
}

static struct zp_stmt *stmt_find(struct zp_db *d, const struct zp_sql *sql)
{
	for (size_t i = 0; i < d->stmts; i++)
		if (d->stmt[i].sql == sql)
			return &d->stmt[i];
	return NULL;
}

static void stmt_add(struct zp_db *d, const struct zp_sql *sql)
{
	d->stmt = zp_xrealloc(d->stmt, d->stmts + 1, sizeof(*d->stmt));
	d->stmt[d->stmts++] = (struct zp_stmt){ .sql = sql };
}

/* The server's word about a PREPARE. */
static void prepared(struct zp_db *d, struct zp_query *q, bool ok)
{
	struct zp_stmt *s = stmt_find(d, q->sql);

	ZP_ASSERT(s != NULL && !s->ready);
	q->preparing = false;
	if (ok)
		s->ready = true;
	else
		*s = d->stmt[--d->stmts];
}

static bool transmit(struct zp_db *d, struct zp_query *q)
{
	const struct zp_sql *sql = q->sql;
	int n = (int)sql->params;

	if (sql->name == NULL)
		return PQsendQueryParams(d->pg, sql->text, n, NULL, q->param,
		    NULL, NULL, 0) && PQpipelineSync(d->pg);
	if (stmt_find(d, sql) == NULL) {
		stmt_add(d, sql);
		q->preparing = true;
		if (!PQsendPrepare(d->pg, sql->name, sql->text, n, NULL))
			return false;
	}
	return PQsendQueryPrepared(d->pg, sql->name, n, q->param, NULL, NULL,
	    0) && PQpipelineSync(d->pg);
}

/* libpq closes a socket that has ended.  Its number may be another one's a
 * moment later: forget it at once, not when the session is dropped. */
static void unwatch_closed(struct zp_db *d)
{
	if (d->pg != NULL && PQsocket(d->pg) < 0) {
		zp_io_free(d->io);
		d->io = NULL;
	}
}

static void flush(struct zp_db *d)
{
	int rc = PQflush(d->pg);

	unwatch_closed(d);
	if (rc < 0 || d->io == NULL) {
		zp_db_hung_up(d, PQerrorMessage(d->pg));
		return;
	}
	/* For reading as well: the server may be waiting for us to take its
	 * output before it takes ours. */
	d->clogged = rc == 1;
	zp_io_want(d->io, d->clogged ? ZP_IO_READ | ZP_IO_WRITE : ZP_IO_READ);
}

/* A query whose statement another one is just preparing waits for the
 * outcome, and all behind it. */
static bool may_send(struct zp_db *d)
{
	const struct zp_stmt *s;

	if (d->unsent == NULL || d->wired >= WINDOW || d->clogged ||
	    d->doomed)
		return false;
	s = stmt_find(d, d->unsent->sql);
	return s == NULL || s->ready;
}

static void pump(struct zp_db *d)
{
	while (may_send(d)) {
		struct zp_query *q = d->unsent;

		d->unsent = q->next;
		d->wired++;
		if (transmit(d, q))
			flush(d);
		else
			zp_db_doom(d, PQerrorMessage(d->pg));
	}
}

static void push(struct zp_db *d)
{
	if (!d->doomed)
		flush(d);
	pump(d);
}

/* The timer is set for the soonest deadline there was; those that went in
 * time leave it to find nothing to do. */
static void set_overdue(struct zp_db *d, struct zp_mono due)
{
	if (zp_timer_armed(d->overdue) && d->soonest.us <= due.us)
		return;
	d->soonest = due;
	zp_timer_set(d->overdue, (struct zp_dur){ due.us -
	    zp_clock_mono().us });
}

static void enqueue(struct zp_db *d, struct zp_query *q)
{
	append(&d->queries, q);
	if (d->unsent == NULL)
		d->unsent = q;
	set_overdue(d, q->due);
	pump(d);
}

void zp_db_submit(struct zp_db *d, const struct zp_sql *sql,
    const char *const *param, struct zp_dur deadline, zp_db_reply reply,
    void *arg)
{
	enqueue(d, query_new(sql, param, deadline, reply, arg));
}

static void lose(struct zp_db *d, struct zp_queue *from, const char *why)
{
	struct zp_db_error err;
	struct zp_query *q;

	while (!d->freed && (q = pop(from)) != NULL) {
		/* What the server has said about its failure is true. */
		if (PQresultStatus(q->result) != PGRES_FATAL_ERROR ||
		    (zp_error_get(q->result, &err) && err.sqlstate[0] == '\0'))
			zp_error_lost(&err, why);
		d->in_flight -= q->counted;
		q->reply(q->arg, NULL, &err);
		query_free(q);
	}
}

static void refuse(void *arg)
{
	struct zp_db *d = arg;

	d->refusing = false;
	lose(d, &d->refused, "not connected");
}

void zp_db_query(struct zp_db *d, const struct zp_sql *sql,
    const char *const *param, struct zp_dur deadline, zp_db_reply reply,
    void *arg)
{
	struct zp_query *q;

	ZP_CHECK(d, ZP_DB_MAGIC);
	ZP_ASSERT(!d->freed && (param != NULL || sql->params == 0));
	q = query_new(sql, param, deadline, reply, arg);
	q->counted = true;
	d->in_flight++;
	if (zp_db_up(d)) {
		enqueue(d, q);
		return;
	}
	append(&d->refused, q);
	if (!d->refusing)
		zp_loop_defer(d->loop, refuse, d);
	d->refusing = true;
}

uint32_t zp_db_in_flight(const struct zp_db *d)
{
	ZP_CHECK(d, ZP_DB_MAGIC);
	return d->in_flight;
}

/* The transaction of the oldest query has ended. */
static void finish(struct zp_db *d)
{
	struct zp_query *q = pop(&d->queries);
	struct zp_db_rows rows = { q->result };
	struct zp_db_error err;
	bool failed = PQresultStatus(q->result) == PGRES_FATAL_ERROR;

	d->wired--;
	d->in_flight -= q->counted;
	if (failed && zp_error_get(q->result, &err))
		zp_db_doom(d, err.message);
	q->reply(q->arg, failed ? NULL : &rows, failed ? &err : NULL);
	query_free(q);
}

/* One result of the oldest query. */
static void take(struct zp_db *d, PGresult *r)
{
	struct zp_query *q = d->queries.first;
	ExecStatusType status = PQresultStatus(r);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    status == PGRES_EMPTY_QUERY;

	if (status == PGRES_PIPELINE_SYNC) {
		PQclear(r);
		finish(d);
		return;
	}
	if (status == PGRES_PIPELINE_ABORTED || (ok && q->preparing)) {
		if (ok)
			prepared(d, q, true);
		PQclear(r);
		return;
	}
	if (!ok && PQresultErrorField(r, PG_DIAG_SQLSTATE) == NULL) {
		zp_db_hung_up(d, status == PGRES_FATAL_ERROR ?
		    PQresultErrorMessage(r) : "COPY is not for this driver");
		PQclear(r);
		return;
	}
	if (q->preparing)
		prepared(d, q, false);
	if (!ok)
		zp_db_last_words(d, r);
	PQclear(q->result);
	q->result = r;
}

/* Everything that has arrived; handlers may doom or free the session.
 * PQgetResult() never waits here, and a NULL only ends a query's results;
 * more than one in a row means that nothing has arrived yet. */
static void collect(struct zp_db *d)
{
	int nulls = 0;

	zp_db_drain(d);
	while (!d->freed && !d->doomed && d->wired > 0 && nulls < 2 &&
	    !PQisBusy(d->pg)) {
		PGresult *r = PQgetResult(d->pg);

		unwatch_closed(d);
		nulls = r == NULL ? nulls + 1 : 0;
		zp_db_drain(d);
		if (r != NULL)
			take(d, r);
	}
}

/* TLS: a record longer than libpq's buffer stays in part inside OpenSSL,
 * where no poll sees it (servers since 17 send such ones).  libpq has
 * loaded OpenSSL, so that its symbol is there without linking to it. */
static bool tls_pending(PGconn *pg)
{
	int (*pending)(const void *ssl) = NULL;
	const void *ssl = PQsslInUse(pg) ? PQsslStruct(pg, "OpenSSL") : NULL;
	void *symbol = ssl != NULL ? dlsym(RTLD_DEFAULT, "SSL_pending") : NULL;

	if (symbol == NULL)
		return false;
	memcpy(&pending, &symbol, sizeof(pending));
	return pending(ssl) > 0;
}

void zp_db_io(void *arg, unsigned what)
{
	struct zp_db *d = arg;
	bool ok = true;

	if ((what & ZP_IO_READ) != 0)
		do
			ok = PQconsumeInput(d->pg) == 1;
		while (ok && tls_pending(d->pg));
	unwatch_closed(d);
	/* The server shall work while the handlers of replies do. */
	if (ok && d->io != NULL)
		push(d);
	collect(d);		/* also what came before the end */
	if (d->freed)
		return;
	if (!ok || PQstatus(d->pg) == CONNECTION_BAD)
		zp_db_hung_up(d, PQerrorMessage(d->pg));
	push(d);
	zp_db_ring(d);
}

/* After a long stop of our own the answers may be there already: look
 * before giving up. */
void zp_db_overdue(void *arg)
{
	struct zp_db *d = arg;
	struct zp_mono soonest = { INT64_MAX };

	ZP_CHECK(d, ZP_DB_MAGIC);
	if (d->pg == NULL || d->doomed)
		return;
	zp_db_io(d, ZP_IO_READ);
	if (d->freed)
		return;
	for (struct zp_query *q = d->queries.first; q != NULL; q = q->next)
		if (q->due.us < soonest.us)
			soonest = q->due;
	if (soonest.us <= zp_clock_mono().us)
		zp_db_doom(d, "no answer within the deadline");
	else if (soonest.us != INT64_MAX)
		set_overdue(d, soonest);
}

void zp_db_lose_all(struct zp_db *d)
{
	struct zp_query *q;

	while ((q = pop(&d->queries)) != NULL)
		append(&d->lost, q);
	d->unsent = NULL;
	d->wired = 0;
	d->clogged = false;
	d->stmts = 0;
	zp_timer_stop(d->overdue);
	lose(d, &d->lost, d->why);
}

void zp_db_forget_all(struct zp_db *d)
{
	struct zp_queue *const all[] = { &d->queries, &d->refused, &d->lost };
	struct zp_query *q;

	for (size_t i = 0; i < ZP_COUNT(all); i++)
		while ((q = pop(all[i])) != NULL)
			query_free(q);
	d->unsent = NULL;
	d->wired = 0;
}
