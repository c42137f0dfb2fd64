/* src/db/dbs.c - blocking calls for programs that have nothing else to do. */
#include "session.h"
#include <stdlib.h>

struct zp_dbs {
	uint32_t magic;
	PGconn *pg;
	struct zp_db_rows rows;	/* of the last call */
};

static void ignore(void *arg, const PGresult *r)
{
	(void)arg;
	(void)r;
}

struct zp_dbs *zp_dbs_open(const char *conninfo, char why[512])
{
	struct zp_conninfo ci;
	struct zp_dbs *s;
	PGconn *pg;

	if (!zp_conninfo_init(&ci, conninfo, why, 512))
		return NULL;
	pg = zp_conninfo_wait(&ci);
	zp_conninfo_fini(&ci);
	if (PQstatus(pg) != CONNECTION_OK) {
		zp_one_line(why, 512, PQerrorMessage(pg));
		PQfinish(pg);
		return NULL;
	}
	PQsetNoticeReceiver(pg, ignore, NULL);
	s = zp_xcalloc(1, sizeof(*s));
	s->magic = ZP_DBS_MAGIC;
	s->pg = pg;
	return s;
}

void zp_dbs_close(struct zp_dbs *s)
{
	if (s == NULL)
		return;
	ZP_CHECK(s, ZP_DBS_MAGIC);
	PQclear(s->rows.r);
	PQfinish(s->pg);
	s->magic = 0;
	free(s);
}

/* Keep r, NULL when there is no connection any more; is it a success? */
static bool keep(struct zp_dbs *s, PGresult *r, struct zp_db_error *err)
{
	ExecStatusType status = PQresultStatus(r);

	PQclear(s->rows.r);
	s->rows.r = r;
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    status == PGRES_EMPTY_QUERY)
		return true;
	if (zp_error_get(r, err) && err->sqlstate[0] == '\0') {
		err->message = PQerrorMessage(s->pg);
		if (PQstatus(s->pg) == CONNECTION_OK)
			err->class = ZP_DB_BUG;	/* COPY and the like */
	}
	return false;
}

const struct zp_db_rows *zp_dbs_query(struct zp_dbs *s, const char *text,
    const char *const *param, uint32_t n, struct zp_db_error *err)
{
	ZP_CHECK(s, ZP_DBS_MAGIC);
	if (!keep(s, PQexecParams(s->pg, text, (int)n, NULL, param, NULL,
	    NULL, 0), err))
		return NULL;
	return &s->rows;
}

bool zp_dbs_script(struct zp_dbs *s, const char *text,
    struct zp_db_error *err)
{
	ZP_CHECK(s, ZP_DBS_MAGIC);
	return keep(s, PQexec(s->pg, text), err);
}
