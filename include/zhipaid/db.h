/*
 * include/zhipaid/db.h - asynchronous PostgreSQL sessions.
 * Layer: db; the only user of libpq.
 *
 * A session connects by itself, reconnects with decorrelated jitter
 * (100 ms .. 2 s) and reports each change.  Queries are sent in pipeline
 * mode, one implicit transaction each; replies come in order.  Every query
 * has its own deadline: when it passes, the session is dropped and every
 * query in flight fails with LOST.  Parameters are text, always bound.
 */
#ifndef ZHIPAID_DB_H
#define ZHIPAID_DB_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/loop.h"

enum zp_db_class {		/* what to do about an error */
	ZP_DB_OK,
	ZP_DB_LOST,		/* 08xxx, 57Pxx, 25006, deadline: outcome unknown */
	ZP_DB_RETRY,		/* 40001, 40P01, 55P03, 53300: the same again */
	ZP_DB_CONFLICT,		/* 23xxx: a constraint forbids it */
	ZP_DB_STALE,		/* ZP001: term or snapshot no longer holds */
	ZP_DB_REFUSED,		/* ZP002..ZP099: the schema's rules say no */
	ZP_DB_BUG,		/* the rest: ours, or another schema version */
};
struct zp_db_error {
	enum zp_db_class class;
	char sqlstate[6];
	const char *message;	/* primary; never row contents in the log */
	const char *detail;	/* may hold personal data: for the caller only */
};
struct zp_db_rows;		/* text results; valid during the callback */
uint32_t zp_rows_count(const struct zp_db_rows *r);
uint32_t zp_rows_cols(const struct zp_db_rows *r);
const char *zp_rows_name(const struct zp_db_rows *r, uint32_t col);
/* NULL for SQL NULL; *n (may be NULL) the length. */
const char *zp_rows_get(const struct zp_db_rows *r, uint32_t row,
    uint32_t col, size_t *n);
uint64_t zp_rows_affected(const struct zp_db_rows *r);

struct zp_db;
struct zp_db_options {
	const char *conninfo;	/* copied */
	const char *name;	/* application_name */
	const char *listen;	/* channel to LISTEN on, or NULL */
	struct zp_dur heartbeat; /* of a listening session: same-session
				 * SELECT 1, pg_listening_channels() check */
	struct zp_dur connect_timeout;	/* of one whole attempt */
};
struct zp_db_ops {
	/* Connected (and listening), or lost; why: one line, no secrets. */
	void (*state)(void *arg, bool up, const char *why);
	/* The doorbell rang (any number of notices collapse). */
	void (*notified)(void *arg);	/* may be NULL */
};
/* A session remembers the system identifier and the highest timeline it
 * has seen and refuses a primary with another or a lower one (split
 * brain), saying so.  NULL: the conninfo cannot be parsed, *why says why. */
struct zp_db *zp_db_new(struct zp_loop *l, const struct zp_db_options *o,
    const struct zp_db_ops *ops, void *arg, char why[256]) ZP_MUST_CHECK;
void zp_db_free(struct zp_db *d);	/* queries in flight: no callback */
void zp_db_start(struct zp_db *d);
bool zp_db_up(const struct zp_db *d);
/* Drop the session now and connect again after the back-off. */
void zp_db_reset(struct zp_db *d, const char *why);

struct zp_sql {			/* generated from sql/queries/<name>.sql */
	const char *name;	/* also the name of the prepared statement */
	const char *text;
	uint32_t params;
};
/* Reply: rows on success (err NULL), else err. */
typedef void (*zp_db_reply)(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err);
/* Send one statement (prepared on first use in a session).  param[i] NULL
 * is SQL NULL; copied.  Fails at once through reply when not connected. */
void zp_db_query(struct zp_db *d, const struct zp_sql *q,
    const char *const *param, struct zp_dur deadline, zp_db_reply reply,
    void *arg);
uint32_t zp_db_in_flight(const struct zp_db *d);

/* Append text as an element of a text[] literal / finish it: "{...}". */
struct zp_buf;
void zp_array_add(struct zp_buf *b, const char *s);	/* NULL: NULL */
void zp_array_end(struct zp_buf *b);
/* A file of SQL compiled in, by name; aborts when there is none. */
const struct zp_sql *zp_sql_get(const char *name);

/* --- blocking calls for zhipactl (migrate, import, export) --- */
struct zp_dbs;
struct zp_dbs *zp_dbs_open(const char *conninfo, char why[512])
    ZP_MUST_CHECK;
void zp_dbs_close(struct zp_dbs *s);
/* Run text with n bound text parameters; rows live until the next call.
 * NULL on error: *err filled, valid until the next call. */
const struct zp_db_rows *zp_dbs_query(struct zp_dbs *s, const char *text,
    const char *const *param, uint32_t n, struct zp_db_error *err)
    ZP_MUST_CHECK;
/* Run a script of several statements without parameters (migrations). */
bool zp_dbs_script(struct zp_dbs *s, const char *text,
    struct zp_db_error *err) ZP_MUST_CHECK;
#endif
