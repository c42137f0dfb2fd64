/*
 * include/zhipaid/db.h - asynchronous PostgreSQL sessions.
 * Layer: db; the only user of libpq.
 *
 * A session connects by itself, reconnects with decorrelated jitter
 * (100 ms .. 2 s) and reports each change.  Queries are sent in pipeline
 * mode, one implicit transaction each; replies come in order, each after
 * its transaction has ended, so a success is a commit.  An error concerns
 * its own query only.  Every query has its own deadline: when it passes,
 * the session is dropped and every query in flight fails with LOST.
 * Parameters are text, always bound.
 *
 * Handlers are called by the loop alone, never from inside a call of ours,
 * and may do anything, zp_db_free() too.  No call blocks: host names are
 * looked up in a thread (at most one per session) and given to libpq as
 * hostaddr; only what a name service does inside libpq itself (Kerberos,
 * off unless gssencmode is set; LDAP in a service file, read once) might.
 */
#ifndef ZHIPAID_DB_H
#define ZHIPAID_DB_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/loop.h"

enum zp_db_class {		/* what to do about an error */
	ZP_DB_OK,
	ZP_DB_LOST,		/* 08, 57P, 25006, deadline: outcome unknown */
	ZP_DB_RETRY,		/* 40, 53, 55P03 ...: nothing done, try again */
	ZP_DB_CONFLICT,		/* 23: a constraint forbids it */
	ZP_DB_STALE,		/* ZP001: term or snapshot no longer holds */
	ZP_DB_REFUSED,		/* ZP002..ZP099: the schema's rules say no */
	ZP_DB_BUG,		/* the rest: ours, or another schema version */
};
struct zp_db_error {
	enum zp_db_class class;
	char sqlstate[6];	/* "" when it is not the server's */
	const char *message;	/* primary; never row contents in the log */
	const char *detail;	/* may hold personal data: for the caller only;
				 * "" when there is none */
	const char *constraint;	/* its name, "" when it is not about one */
};
struct zp_db_rows;		/* text results; valid during the callback */
uint32_t zp_rows_count(const struct zp_db_rows *r);
uint32_t zp_rows_cols(const struct zp_db_rows *r);
const char *zp_rows_name(const struct zp_db_rows *r, uint32_t col);
/* The column called so: query and caller are of one version. */
uint32_t zp_rows_find(const struct zp_db_rows *r, const char *name);
/* Text of a cell by the name of its column; "" for NULL. */
const char *zp_rows_text(const struct zp_db_rows *r, uint32_t row,
    const char *name);
/* NULL for SQL NULL; *n (may be NULL) the length. */
const char *zp_rows_get(const struct zp_db_rows *r, uint32_t row,
    uint32_t col, size_t *n);
/* Rows written by INSERT, UPDATE, DELETE, or read by SELECT. */
uint64_t zp_rows_affected(const struct zp_db_rows *r);

/* What the sessions of a process know together about their cluster: an old
 * primary that came back beside its promoted standby must not be used. */
struct zp_db_seen {
	uint64_t system;	/* identifier; 0: none seen yet */
	uint32_t timeline;	/* the highest */
};
struct zp_db;
struct zp_db_options {
	/* Copied; keyword/value or URI, service= too.  Read-write servers
	 * only (target_session_attrs=read-write) unless it says otherwise;
	 * keepalives and tcp_user_timeout get short values unless set. */
	const char *conninfo;
	const char *name;	/* application_name, unless conninfo has it */
	const char *listen;	/* channel to LISTEN on, or NULL */
	/* Beat of the same-session check that the server answers, is still
	 * the right one, and still listens for us; an answer must come
	 * within one beat.  Left out while queries are in flight, which have
	 * their own deadlines.  0: no check. */
	struct zp_dur heartbeat;
	struct zp_dur connect_timeout;	/* of one whole attempt; 0: 10 s */
	struct zp_db_seen *seen; /* shared, outlives the session; NULL: own */
};
struct zp_db_ops {
	/* Up: connected, checked, and a notice to ourselves arrived when
	 * listening; whatever was announced before is to be looked up now.
	 * Down: lost, after all replies; or an attempt failed for another
	 * reason than the last one.  why: one line, no secrets. */
	void (*state)(void *arg, bool up, const char *why);
	/* The doorbell rang (any number of notices collapse). */
	void (*notified)(void *arg);	/* may be NULL */
};
/* Make a session; zp_db_start() connects it.  A session refuses a primary
 * with another system identifier or a lower timeline than seen before
 * (split brain), saying so.  NULL: the conninfo is wrong, *why says why. */
struct zp_db *zp_db_new(struct zp_loop *l, const struct zp_db_options *o,
    const struct zp_db_ops *ops, void *arg, char why[256]) ZP_MUST_CHECK;
/* Queries in flight: no callback.  NULL is fine. */
void zp_db_free(struct zp_db *d);
void zp_db_start(struct zp_db *d);	/* once */
bool zp_db_up(const struct zp_db *d);
/* Drop the session, if it is up, at the end of this iteration, and connect
 * again after the back-off. */
void zp_db_reset(struct zp_db *d, const char *why);

struct zp_sql {			/* generated from sql/queries/<name>.sql */
	const char *name;	/* also the name of the prepared statement;
				 * NULL: not prepared */
	const char *text;
	uint32_t params;
};
/* Reply: rows on success (err NULL), else err. */
typedef void (*zp_db_reply)(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err);
/* Send one statement (prepared on first use in a session); *q outlives the
 * session and is known by its address.  param[i] NULL is SQL NULL; copied.
 * deadline: > 0, from now to the reply.  reply is called exactly once (or
 * never, after zp_db_free()); when not connected with LOST, soon. */
void zp_db_query(struct zp_db *d, const struct zp_sql *q,
    const char *const *param, struct zp_dur deadline, zp_db_reply reply,
    void *arg);
/* Queries without a reply yet. */
uint32_t zp_db_in_flight(const struct zp_db *d);

/* Append text as an element of a text[] literal / finish it: "{...}".  The
 * buffer holds the literal only. */
struct zp_buf;
void zp_array_add(struct zp_buf *b, const char *s);	/* NULL: NULL */
void zp_array_end(struct zp_buf *b);
/* A file of SQL compiled in, by name; aborts when there is none. */
const struct zp_sql *zp_sql_get(const char *name);

/* --- blocking calls for zhipactl (migrate, import, export) --- */
struct zp_dbs;
/* Connect, for at most connect_timeout (10 s unless conninfo has it) per
 * host.  NULL: *why is one line without secrets. */
struct zp_dbs *zp_dbs_open(const char *conninfo, char why[512])
    ZP_MUST_CHECK;
void zp_dbs_close(struct zp_dbs *s);		/* NULL is fine */
/* Run text with n bound text parameters; rows live until the next call.
 * NULL on error: *err filled, valid until the next call. */
const struct zp_db_rows *zp_dbs_query(struct zp_dbs *s, const char *text,
    const char *const *param, uint32_t n, struct zp_db_error *err)
    ZP_MUST_CHECK;
/* Run a script of several statements without parameters (migrations). */
bool zp_dbs_script(struct zp_dbs *s, const char *text,
    struct zp_db_error *err) ZP_MUST_CHECK;
#endif
