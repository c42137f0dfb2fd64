/*
 * include/zhipaid/migrate.h - the schema's versions, forward only.
 * Layer: db.
 *
 * Migrations are the files sql/migrations/NNNN_what.sql, compiled in.  Each
 * runs in a transaction of its own, in the order of its number, and is
 * recorded in zp.migrations with the SHA-256 of its text.  A released file
 * never changes: a record with another digest, or one that this program
 * does not know (a newer program was here), stops everything.  One program
 * migrates at a time (advisory lock); the others wait and find it done.
 */
#ifndef ZHIPAID_MIGRATE_H
#define ZHIPAID_MIGRATE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/arena.h"
#include "zhipaid/buf.h"
#include "zhipaid/db.h"
#include "zhipaid/digest.h"

enum zp_migration_state {
	ZP_MIGRATION_APPLIED,
	ZP_MIGRATION_PENDING,
	ZP_MIGRATION_CHANGED,	/* applied, but the text was another one */
	ZP_MIGRATION_UNKNOWN,	/* applied by a newer program */
};
struct zp_migration {
	const char *name;		/* "0001_schema" */
	const struct zp_sql *sql;	/* NULL: unknown */
	enum zp_migration_state state;
	char digest[ZP_DIGEST_TEXT];	/* of our text; of theirs if unknown */
	const char *applied_at;		/* ISO, +08:00; "" when pending */
};
/* What there is, by name: the union of ours and the database's. */
struct zp_migrations {
	struct zp_arena *arena;		/* owned */
	struct zp_migration *at; uint32_t n;
	uint32_t count[4];		/* by state */
};

/* Other files than those compiled in, for tests: named
 * "migrations/NNNN_what", ascending. */
struct zp_migrate_files { const struct zp_sql *at; size_t n; };
struct zp_migrate_ops {
	void (*done)(void *arg, const char *name);	/* one is applied */
	void *arg;
};

/* In all of these f = NULL: the files compiled in. */

/* Look; changes nothing.  false: *why says why, nothing to release. */
bool zp_migrate_status(struct zp_dbs *s, const struct zp_migrate_files *f,
    struct zp_migrations *m, char why[512]) ZP_MUST_CHECK;
void zp_migrations_fini(struct zp_migrations *m);
/* One line for each, and a last one that sums up. */
void zp_migrate_print(const struct zp_migrations *m, enum zp_lang lang,
    struct zp_buf *out);
/* Is the schema exactly the one of this program?  false: *why says what is
 * not. */
bool zp_migrate_verify(struct zp_dbs *s, const struct zp_migrate_files *f,
    char why[512]) ZP_MUST_CHECK;
/* Apply what is pending.  ops may be NULL.  false: *why names the migration
 * and the error; those before it stand. */
bool zp_migrate_run(struct zp_dbs *s, const struct zp_migrate_files *f,
    const struct zp_migrate_ops *ops, char why[512]) ZP_MUST_CHECK;
/* Make the roles and set their rights (sql/roles.sql), after each run; it
 * takes a superuser, or an owner that may create roles. */
bool zp_migrate_roles(struct zp_dbs *s, char why[512]) ZP_MUST_CHECK;
/* The last migration of this program: the daemon refuses another answer to
 * the query `schema`. */
const char *zp_migrate_latest(void);
#endif
