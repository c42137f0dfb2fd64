/*
 * src/db/session.h - a session as its parts see it; private to db.
 *
 * Who does what: conninfo.c parameters; lookup.c names to addresses; conn.c
 * states, attempts, loss; query.c the pipeline; listen.c the check of the
 * server and the doorbell; error.c what an SQLSTATE means.
 */
#ifndef ZHIPAID_DB_SESSION_H
#define ZHIPAID_DB_SESSION_H
#include <libpq-fe.h>
#include "zhipaid/db.h"

#define ZP_DB_MAGIC UINT32_C(0x5a444253)
#define ZP_DBS_MAGIC UINT32_C(0x5a444242)
#define ZP_WHY 512			/* bytes of a reason */

/* --- conninfo.c, lookup.c --- */
struct zp_host { char *name, *addr, *port; };	/* "" when not given */
struct zp_hosts { struct zp_host *at; size_t n; };
void zp_hosts_add(struct zp_hosts *hs, const char *name, const char *addr,
    const char *port);			/* copied */
void zp_hosts_fini(struct zp_hosts *hs);
/* Is there a name that only a name service can resolve? */
bool zp_hosts_named(const struct zp_hosts *hs);

struct zp_conninfo {
	PQconninfoOption *opt;	/* all in effect: text, service, environment */
	char *gssencmode;	/* "disable" unless the text has it */
	struct zp_hosts hosts;
};
bool zp_conninfo_init(struct zp_conninfo *ci, const char *text, char *why,
    size_t n) ZP_MUST_CHECK;
void zp_conninfo_fini(struct zp_conninfo *ci);
/* Begin to connect to these hosts, number `first` first, or connect and
 * wait.  Never NULL; to be released by PQfinish(). */
PGconn *zp_conninfo_start(const struct zp_conninfo *ci,
    const struct zp_hosts *hs, size_t first, const char *name) ZP_MUST_CHECK;
PGconn *zp_conninfo_wait(const struct zp_conninfo *ci) ZP_MUST_CHECK;
/* Copy a message as one line of at most n - 1 bytes, whole characters. */
void zp_one_line(char *to, size_t n, const char *from);

struct zp_lookup;
/* Look the names up in a thread; fn is called from the loop.  NULL: no
 * thread or descriptor to be had. */
struct zp_lookup *zp_lookup_new(struct zp_loop *l, const struct zp_hosts *hs,
    void (*fn)(void *arg), void *arg) ZP_MUST_CHECK;
/* Once fn was called: the hosts with all their addresses, those without
 * left out.  false: none is left, *why says why. */
bool zp_lookup_get(struct zp_lookup *lu, struct zp_hosts *out, char *why,
    size_t n) ZP_MUST_CHECK;
void zp_lookup_free(struct zp_lookup *lu);	/* at any time; NULL is fine */

/* --- error.c, rows.c --- */
/* Fill *err from a failed result (borrowed); true: the session is of no
 * use any more. */
bool zp_error_get(const PGresult *r, struct zp_db_error *err) ZP_MUST_CHECK;
void zp_error_lost(struct zp_db_error *err, const char *why);
struct zp_db_rows { PGresult *r; };

/* --- the session --- */
enum zp_db_state {
	ZP_DB_IDLE,		/* not started */
	ZP_DB_PAUSE,		/* before the next attempt */
	ZP_DB_LOOKUP,		/* names */
	ZP_DB_CONNECT,		/* PQconnectPoll() */
	ZP_DB_CHECK,		/* is it the server we want, do notices come */
	ZP_DB_UP
};
struct zp_query;
struct zp_queue { struct zp_query *first, **last; };
struct zp_stmt {		/* prepared in this session */
	const struct zp_sql *sql;
	bool ready;		/* the server has said so */
};
struct zp_db {
	uint32_t magic;
	enum zp_db_state state;
	bool freed;
	struct zp_loop *loop;
	struct zp_db_ops ops;
	void *arg;
	/* connecting: conn.c */
	struct zp_conninfo ci;
	char *name;
	struct zp_dur connect_timeout, heartbeat;
	size_t host;			/* the one to begin with */
	struct zp_lookup *lookup;
	PGconn *pg;
	struct zp_io *io;
	struct zp_timer *timer;		/* of the state */
	struct zp_dur pause;		/* the last one */
	uint64_t random;
	struct zp_mono since;		/* up */
	bool doomed, told_up;
	char why[ZP_WHY], told[ZP_WHY], last_words[ZP_WHY];
	/* queries: query.c */
	struct zp_queue queries, refused, lost;
	struct zp_query *unsent;	/* first of queries not sent yet */
	uint32_t wired, in_flight;
	bool clogged;			/* the socket takes no more */
	bool refusing;
	struct zp_timer *overdue;
	struct zp_mono soonest;		/* deadline that overdue is set for */
	struct zp_stmt *stmt;
	size_t stmts;
	/* listening: listen.c */
	char *channel, *listen_text;	/* NULL: none */
	struct zp_sql listen_sql;
	char ping[32];
	bool checked, heard, rung;
	struct zp_db_seen *seen, own;
};

/* conn.c: the session cannot go on; it is dropped at the end of the
 * iteration.  The first reason counts. */
void zp_db_doom(struct zp_db *d, const char *why);
void zp_db_hung_up(struct zp_db *d, const char *why);
void zp_db_last_words(struct zp_db *d, const PGresult *r);
void zp_db_now_up(struct zp_db *d);	/* all checks passed */
uint64_t zp_db_random(struct zp_db *d);
/* query.c */
void zp_queue_init(struct zp_queue *q);
void zp_db_submit(struct zp_db *d, const struct zp_sql *q,
    const char *const *param, struct zp_dur deadline, zp_db_reply reply,
    void *arg);				/* in any state with a connection */
void zp_db_io(void *arg, unsigned what);
void zp_db_overdue(void *arg);
void zp_db_lose_all(struct zp_db *d);	/* reply LOST to all in flight */
void zp_db_forget_all(struct zp_db *d);	/* no replies, no memory */
/* listen.c */
void zp_db_listen_to(struct zp_db *d, const char *channel);
void zp_db_greet(struct zp_db *d);	/* connected: check, listen, ping */
void zp_db_check(struct zp_db *d);	/* one heartbeat */
void zp_db_drain(struct zp_db *d);	/* take all notices */
void zp_db_ring(struct zp_db *d);	/* tell about them */
#endif
