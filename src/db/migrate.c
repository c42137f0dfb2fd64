/* src/db/migrate.c - see zhipaid/migrate.h. */
#include "zhipaid/migrate.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "migrations/"
#define PREFIX_LEN (sizeof(PREFIX) - 1)

/* Made from the files in sql/ by sql/embed.sh. */
extern const struct zp_sql zp_sql_table[];
extern const size_t zp_sql_count;

static const char table_sql[] =
    "create schema if not exists zp;"
    "create table if not exists zp.migrations ("
    "	name		text collate \"C\" primary key,"
    "	sha256		text not null,"
    "	applied_at	timestamptz not null default now(),"
    "	by_whom		text not null default session_user);"
    "comment on table zp.migrations is"
    "	'Versions of this schema; written by zhipactl db migrate.'";
static const char exists_sql[] =
    "select to_regclass('zp.migrations') is not null";
static const char list_sql[] =
    "select name, sha256, to_char(applied_at at time zone interval "
    "'8 hours', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+08:00\"') "
    "from zp.migrations order by name";
static const char lock_sql[] = "select pg_advisory_lock(7261, 1)";
static const char unlock_sql[] = "select pg_advisory_unlock(7261, 1)";

static bool is_migration(const struct zp_sql *q)
{
	return strncmp(q->name, PREFIX, PREFIX_LEN) == 0;
}

/* What went wrong in WHAT, on one line. */
static bool fail(char why[512], const char *what,
    const struct zp_db_error *err)
{
	snprintf(why, 512, "%s: %s%s%s", what, err->message,
	    err->sqlstate[0] != '\0' ? ", SQLSTATE " : "", err->sqlstate);
	return false;
}

static const struct zp_db_rows *ask(struct zp_dbs *s, const char *text,
    const char *what, char why[512])
{
	struct zp_db_error err;
	const struct zp_db_rows *r = zp_dbs_query(s, text, NULL, 0, &err);

	if (r == NULL)
		fail(why, what, &err);
	return r;
}

static struct zp_migrate_files all(void)
{
	return (struct zp_migrate_files){ zp_sql_table, zp_sql_count };
}

const char *zp_migrate_latest(void)
{
	const char *last = "";

	for (size_t i = 0; i < zp_sql_count; i++)
		if (is_migration(&zp_sql_table[i]) &&
		    strcmp(zp_sql_table[i].name + PREFIX_LEN, last) > 0)
			last = zp_sql_table[i].name + PREFIX_LEN;
	return last;
}

static int by_name(const void *a, const void *b)
{
	const struct zp_migration *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void put_ours(struct zp_migrations *m, struct zp_migrate_files f)
{
	for (size_t i = 0; i < f.n; i++) {
		struct zp_migration *to = &m->at[m->n];

		if (!is_migration(&f.at[i]))
			continue;
		to->name = f.at[i].name + PREFIX_LEN;
		to->sql = &f.at[i];
		to->state = ZP_MIGRATION_PENDING;
		to->applied_at = "";
		zp_digest(f.at[i].text, strlen(f.at[i].text), to->digest);
		m->n++;
	}
}

/* A row of the database beside ours, or one more. */
static void put_theirs(struct zp_migrations *m, const char *name,
    const char *digest, const char *at)
{
	struct zp_migration *to = NULL;

	for (uint32_t i = 0; i < m->n && to == NULL; i++)
		if (strcmp(m->at[i].name, name) == 0)
			to = &m->at[i];
	if (to == NULL) {
		to = &m->at[m->n++];
		to->name = zp_arena_strdup(m->arena, name);
		to->state = ZP_MIGRATION_UNKNOWN;
		snprintf(to->digest, sizeof(to->digest), "%s", digest);
	} else {
		to->state = strcmp(to->digest, digest) == 0 ?
		    ZP_MIGRATION_APPLIED : ZP_MIGRATION_CHANGED;
	}
	to->applied_at = zp_arena_strdup(m->arena, at);
}

bool zp_migrate_status(struct zp_dbs *s, const struct zp_migrate_files *f,
    struct zp_migrations *m, char why[512])
{
	const struct zp_migrate_files ours = f != NULL ? *f : all();
	const struct zp_db_rows *r = ask(s, exists_sql, "schema", why);
	uint32_t rows = 0;

	if (r == NULL)
		return false;
	if (strcmp(zp_rows_get(r, 0, 0, NULL), "t") == 0) {
		r = ask(s, list_sql, "schema", why);
		if (r == NULL)
			return false;
		rows = zp_rows_count(r);
	}
	memset(m, 0, sizeof(*m));
	m->arena = zp_arena_new();
	m->at = zp_arena_calloc(m->arena, ours.n + rows, sizeof(*m->at));
	put_ours(m, ours);
	for (uint32_t i = 0; i < rows; i++)
		put_theirs(m, zp_rows_get(r, i, 0, NULL),
		    zp_rows_get(r, i, 1, NULL), zp_rows_get(r, i, 2, NULL));
	qsort(m->at, m->n, sizeof(*m->at), by_name);
	for (uint32_t i = 0; i < m->n; i++)
		m->count[m->at[i].state]++;
	return true;
}

void zp_migrations_fini(struct zp_migrations *m)
{
	zp_arena_free(m->arena);
	memset(m, 0, sizeof(*m));
}

void zp_migrate_print(const struct zp_migrations *m, enum zp_lang lang,
    struct zp_buf *out)
{
	static const char *const word[][ZP_LANGS] = {
		[ZP_MIGRATION_APPLIED] = { "已执行", "applied" },
		[ZP_MIGRATION_PENDING] = { "未执行", "pending" },
		[ZP_MIGRATION_CHANGED] = { "内容已变", "changed" },
		[ZP_MIGRATION_UNKNOWN] = { "本程序不认识", "unknown" },
	};

	for (uint32_t i = 0; i < m->n; i++) {
		const struct zp_migration *g = &m->at[i];

		zp_buf_printf(out, "%-24s %.12s  %s%s%s\n", g->name,
		    g->digest, word[g->state][lang],
		    g->applied_at[0] != '\0' ? "  " : "", g->applied_at);
	}
	for (size_t i = 0; i < ZP_COUNT(m->count); i++)
		if (m->count[i] > 0)
			zp_buf_printf(out, "%s%s %u", i > 0 &&
			    zp_buf_str(out)[out->n - 1] != '\n' ? ", " : "",
			    word[i][lang], m->count[i]);
	zp_buf_putc(out, '\n');
}

/* The first migration in this state. */
static const struct zp_migration *first(const struct zp_migrations *m,
    enum zp_migration_state state)
{
	for (uint32_t i = 0; i < m->n; i++)
		if (m->at[i].state == state)
			return &m->at[i];
	return NULL;
}

/* What must not be: records that do not fit this program. */
static bool fits(const struct zp_migrations *m, char why[512])
{
	const struct zp_migration *g;
	bool pending = false;

	if ((g = first(m, ZP_MIGRATION_UNKNOWN)) != NULL) {
		snprintf(why, 512, "the database has migration %s, which "
		    "this program does not know: use the newer program",
		    g->name);
		return false;
	}
	if ((g = first(m, ZP_MIGRATION_CHANGED)) != NULL) {
		snprintf(why, 512, "migration %s was applied with another "
		    "text: its digest here is %.12s", g->name, g->digest);
		return false;
	}
	for (uint32_t i = 0; i < m->n; i++) {
		if (pending && m->at[i].state == ZP_MIGRATION_APPLIED) {
			snprintf(why, 512, "migration %s was applied before "
			    "an earlier one", m->at[i].name);
			return false;
		}
		pending |= m->at[i].state == ZP_MIGRATION_PENDING;
	}
	return true;
}

bool zp_migrate_verify(struct zp_dbs *s, const struct zp_migrate_files *f,
    char why[512])
{
	struct zp_migrations m;
	bool ok;

	if (!zp_migrate_status(s, f, &m, why))
		return false;
	ok = fits(&m, why);
	if (ok && m.count[ZP_MIGRATION_PENDING] > 0) {
		snprintf(why, 512, "%u of %u migrations are pending, the "
		    "first is %s", m.count[ZP_MIGRATION_PENDING], m.n,
		    first(&m, ZP_MIGRATION_PENDING)->name);
		ok = false;
	}
	zp_migrations_fini(&m);
	return ok;
}

/* End a transaction that failed; the error was reported. */
static void roll_back(struct zp_dbs *s)
{
	struct zp_db_error err;

	if (!zp_dbs_script(s, "rollback", &err))
		return;		/* the connection is gone: so is it */
}

/* One migration and its record in one transaction. */
static bool apply(struct zp_dbs *s, const struct zp_migration *g,
    char why[512])
{
	static const char record_sql[] =
	    "insert into zp.migrations (name, sha256) values ($1, $2)";
	const char *const param[] = { g->name, g->digest };
	struct zp_db_error err;

	if (zp_dbs_script(s, "begin", &err) &&
	    zp_dbs_script(s, g->sql->text, &err) &&
	    zp_dbs_query(s, record_sql, param, 2, &err) != NULL &&
	    zp_dbs_script(s, "commit", &err))
		return true;
	fail(why, g->name, &err);
	roll_back(s);
	return false;
}

static bool run_locked(struct zp_dbs *s, const struct zp_migrate_files *f,
    const struct zp_migrate_ops *ops, char why[512])
{
	struct zp_migrations m;
	struct zp_db_error err;
	bool ok;

	if (!zp_dbs_script(s, table_sql, &err))
		return fail(why, "zp.migrations", &err);
	if (!zp_migrate_status(s, f, &m, why))
		return false;
	ok = fits(&m, why);
	for (uint32_t i = 0; i < m.n && ok; i++) {
		if (m.at[i].state != ZP_MIGRATION_PENDING)
			continue;
		ok = apply(s, &m.at[i], why);
		if (ok && ops != NULL)
			ops->done(ops->arg, m.at[i].name);
	}
	zp_migrations_fini(&m);
	return ok;
}

bool zp_migrate_run(struct zp_dbs *s, const struct zp_migrate_files *f,
    const struct zp_migrate_ops *ops, char why[512])
{
	bool ok;

	if (ask(s, lock_sql, "advisory lock", why) == NULL)
		return false;
	ok = run_locked(s, f, ops, why);
	if (!ok) {
		char other[512];	/* the first error is the one to tell */

		return ask(s, unlock_sql, "unlock", other) != NULL && ok;
	}
	return ask(s, unlock_sql, "advisory lock", why) != NULL;
}

bool zp_migrate_roles(struct zp_dbs *s, char why[512])
{
	struct zp_db_error err;

	if (zp_dbs_script(s, "begin", &err) &&
	    zp_dbs_script(s, zp_sql_get("roles")->text, &err) &&
	    zp_dbs_script(s, "commit", &err))
		return true;
	fail(why, "roles", &err);
	roll_back(s);
	return false;
}
