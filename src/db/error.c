/*
 * src/db/error.c - what an SQLSTATE means.
 * PostgreSQL 15 manual, appendix A; the ZP codes are the schema's own.
 */
#include "session.h"
#include <string.h>

static const struct meaning {
	const char *prefix;		/* the first row that fits counts */
	enum zp_db_class class;
	bool drop;			/* the session is of no use any more */
} meanings[] = {
	{ "ZP001", ZP_DB_STALE, false },
	{ "ZP", ZP_DB_REFUSED, false },
	{ "08", ZP_DB_LOST, true },	/* connection exception */
	{ "57P", ZP_DB_LOST, true },	/* shutdown, crash, idle time-out */
	{ "25006", ZP_DB_LOST, true },	/* read only: not the primary now */
	{ "25P03", ZP_DB_LOST, true },	/* idle in transaction time-out */
	{ "25P02", ZP_DB_RETRY, false },	/* an earlier query of the
						 * transaction failed */
	{ "23", ZP_DB_CONFLICT, false },
	{ "40003", ZP_DB_LOST, true },	/* statement completion unknown */
	{ "40", ZP_DB_RETRY, false },	/* serialization, deadlock */
	{ "53", ZP_DB_RETRY, false },	/* out of something */
	{ "55P03", ZP_DB_RETRY, false },	/* lock not available */
	{ "57014", ZP_DB_RETRY, false },	/* cancelled, time-out */
	{ "58", ZP_DB_RETRY, false },	/* the server's system: disk ... */
	/* A prepared statement that is gone, or no longer fits its tables
	 * (cached plan must not change result type): a new session helps. */
	{ "26000", ZP_DB_RETRY, true },
	{ "42P05", ZP_DB_RETRY, true },
	{ "0A000", ZP_DB_RETRY, true },
	{ "", ZP_DB_BUG, false },
};

static const char *field(const PGresult *r, int code)
{
	const char *s = PQresultErrorField(r, code);

	return s != NULL ? s : "";
}

bool zp_error_get(const PGresult *r, struct zp_db_error *err)
{
	const struct meaning *m = meanings;
	const char *state = field(r, PG_DIAG_SQLSTATE);

	*err = (struct zp_db_error){ 0 };
	if (state[0] == '\0') {		/* libpq's own: the connection */
		zp_error_lost(err, PQresultErrorMessage(r));
		return true;
	}
	while (strncmp(state, m->prefix, strlen(m->prefix)) != 0)
		m++;
	err->class = m->class;
	memcpy(err->sqlstate, state, strnlen(state, 5));
	err->message = field(r, PG_DIAG_MESSAGE_PRIMARY);
	err->detail = field(r, PG_DIAG_MESSAGE_DETAIL);
	err->constraint = field(r, PG_DIAG_CONSTRAINT_NAME);
	return m->drop;
}

void zp_error_lost(struct zp_db_error *err, const char *why)
{
	*err = (struct zp_db_error){ .class = ZP_DB_LOST, .message = why,
		.detail = "", .constraint = "" };
}
