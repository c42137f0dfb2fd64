/*
 * tests/db/support_pg.h - a private PostgreSQL cluster for a test program.
 *
 * In a directory of its own under TMPDIR, on a unix socket and a free port
 * of loopback, user and database "postgres", no password.  As root it runs
 * as user postgres.  Where there is no initdb the program exits 77 (skip).
 */
#ifndef ZHIPAID_TESTS_DB_PG_H
#define ZHIPAID_TESTS_DB_PG_H

/* Make and start the cluster; stopped and removed at exit. */
void pg_start(void);
void pg_stop(void);
/* Stop it in mode "fast", "immediate" (a crash) or "smart" and start it. */
void pg_restart(const char *mode);
/* "host=/tmp/... port=... user=postgres dbname=postgres" */
const char *pg_conninfo(void);
/* The same for a role and a database; static storage of its own, four in
 * turn. */
const char *pg_conninfo_as(const char *role, const char *database);
const char *pg_port(void);	/* on 127.0.0.1 */
/* A fresh database with all migrations and roles applied, and a login role
 * for each group: "daemon", "intake", "reader".  Its name. */
const char *pg_database(void);
#endif
