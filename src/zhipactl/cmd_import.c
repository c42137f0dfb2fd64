/*
 * src/zhipactl/cmd_import.c - CSV files into the database.
 * Everything is checked before the first row is sent; all rows go in one
 * transaction, so nothing is ever half loaded.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "database.h"
#include "zhipaid/csv.h"

#define CHUNK 1000	/* rows a statement */

struct part {			/* the rows of one table */
	const char *rows;
	uint32_t n, bad;
	bool present;
	long inserted, updated, ignored;
};
struct input {
	struct zp_dataset *set;		/* owned; NULL when single files */
	const char *city, *name;	/* of the set's city centre; "" */
	struct part part[ZP_T_INPUTS];
	struct zp_report rep;
};

static void take(struct input *in, enum zp_table_id id, const void *rows,
    uint32_t n)
{
	in->part[id] = (struct part){ .rows = rows, .n = n,
		.bad = in->set->bad[id], .present = in->set->present[id] };
}

/* A city's directory: also every reference is checked. */
static bool read_dir(const char *dir, struct input *in)
{
	const struct zp_registry *r;

	in->set = zp_dataset_read(dir, &in->rep);
	if (in->set == NULL)
		return false;
	r = in->set->reg;
	take(in, ZP_T_REGIONS, r->region, r->regions);
	take(in, ZP_T_CENTRES, r->centre, r->centres);
	take(in, ZP_T_ORGANS, r->organ, r->organs);
	take(in, ZP_T_FIRMS, r->firm, r->firms);
	take(in, ZP_T_COUNSEL, r->counsel, r->counsels);
	take(in, ZP_T_LEAVE, r->leave, r->leaves);
	take(in, ZP_T_MATTERS, r->matter, r->matters);
	take(in, ZP_T_STATIONS, r->station, r->stations);
	take(in, ZP_T_CASES, in->set->cs, in->set->cases);
	take(in, ZP_T_EVENTS, in->set->ev, in->set->events);
	take(in, ZP_T_ROSTER, in->set->duty, in->set->duties);
	take(in, ZP_T_HELP, in->set->help, in->set->helps);
	take(in, ZP_T_STATION_DAYS, in->set->day, in->set->days);
	take(in, ZP_T_WISHES, in->set->wish, in->set->wishes);
	take(in, ZP_T_DUTY_LOANS, in->set->loan, in->set->loans);
	if (r->city >= 0 && r->centre[r->city].region >= 0) {
		in->city = r->centre[r->city].region_code;
		in->name = r->region[r->centre[r->city].region].name;
	}
	return true;
}

static void note(struct zp_report *rep, const char *file, const char *zh,
    const char *en)
{
	const char *const text[ZP_LANGS] = { zh, en };

	zp_report_add(rep, ZP_ERROR, file, 0, "", text);
}

static bool slurp(const char *file, struct zp_buf *b)
{
	FILE *f = fopen(file, "re");
	char chunk[65536];
	size_t n;
	bool ok;

	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		zp_buf_add(b, chunk, n);
	ok = ferror(f) == 0;
	fclose(f);
	return ok;
}

/* The table whose file this is by its name, or -1. */
static int table_of(const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *base = slash != NULL ? slash + 1 : file;

	for (int id = 0; id < ZP_T_INPUTS; id++) {
		const char *name = zp_table_get((enum zp_table_id)id)->name;
		size_t n = strlen(name);

		if (strncmp(base, name, n) == 0 &&
		    strcmp(base + n, ".csv") == 0)
			return id;
	}
	return -1;
}

/* A single file: what it refers to is checked by the database. */
static void read_file(const char *file, struct input *in, struct zp_arena *a)
{
	struct zp_rows_out rows = { 0 };
	struct zp_buf bytes = { 0 };
	int id = table_of(file);

	if (id < 0)
		note(&in->rep, file, "文件名要是 cases.csv、counsel.csv 等",
		    "the file must be called cases.csv, counsel.csv ...");
	else if (in->part[id].present)
		note(&in->rep, file, "同名文件给了两次",
		    "a file of this name was given twice");
	else if (!slurp(file, &bytes))
		note(&in->rep, file, strerror(errno), strerror(errno));
	else if (zp_csv_parse(zp_table_get((enum zp_table_id)id),
	    &(struct zp_csv_file){ file, zp_buf_str(&bytes), bytes.n }, a,
	    &rows, &in->rep))
		in->part[id] = (struct part){ .rows = rows.rows,
			.n = rows.n, .bad = rows.bad, .present = true };
	zp_buf_fini(&bytes);
}

static bool read_all(const struct zp_ctl_request *rq, struct input *in,
    struct zp_arena *a)
{
	struct stat st;

	if (rq->args == 1 && stat(rq->arg[0], &st) == 0 &&
	    S_ISDIR(st.st_mode))
		return read_dir(rq->arg[0], in);
	for (uint32_t i = 0; i < rq->args; i++)
		read_file(rq->arg[i], in, a);
	return true;
}

/* Rows [from, to) as a JSON array of objects of canonical text. */
static void rows_json(const struct zp_table *t, const struct part *p,
    uint32_t from, uint32_t to, struct zp_buf *out)
{
	struct zp_buf field = { 0 };

	zp_json_open(out, '[');
	for (uint32_t i = from; i < to; i++) {
		zp_json_open(out, '{');
		for (size_t c = 0; c < t->cols; c++) {
			zp_buf_reset(&field);
			zp_field_print(&t->col[c], p->rows + i * t->size,
			    &field);
			zp_json_key(out, t->col[c].name);
			zp_json_str(out, zp_buf_str(&field));
		}
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
	zp_buf_fini(&field);
}

static long count(const struct zp_db_rows *rows, uint32_t col)
{
	const char *s = zp_rows_get(rows, 0, col, NULL);

	return s != NULL ? strtol(s, NULL, 10) : 0;
}

static int send_part(const struct zp_ctl_env *env, struct zp_dbs *db,
    const char *city, enum zp_table_id id, struct part *p)
{
	const struct zp_table *t = zp_table_get(id);
	struct zp_buf json = { 0 };
	int rc = ZP_EXIT_OK;

	for (uint32_t i = 0; i < p->n && rc == ZP_EXIT_OK; i += CHUNK) {
		uint32_t to = p->n - i > CHUNK ? i + CHUNK : p->n;
		const struct zp_db_rows *rows;
		struct zp_db_error err;

		zp_buf_reset(&json);
		rows_json(t, p, i, to, &json);
		rows = zp_dbs_query(db, zp_sql_get("import_rows")->text,
		    (const char *[]){ city, t->name, zp_buf_str(&json) }, 3,
		    &err);
		if (rows == NULL) {
			rc = zp_ctl_db_error(&err, t->name);
			break;
		}
		p->inserted += count(rows, 0);
		p->updated += count(rows, 1);
		p->ignored += count(rows, 2);
		if (env->progress)
			fprintf(stderr, "\r\033[K%s %u/%u", t->name, to, p->n);
	}
	if (env->progress && p->n > 0)
		fputs("\r\033[K", stderr);
	zp_buf_fini(&json);
	return rc;
}

/* All parts in one transaction, which a dry run takes back. */
static int send_all(const struct zp_ctl_env *env, struct input *in,
    const struct zp_ctl_target *t, bool dry)
{
	struct zp_dbs *db = zp_ctl_open(env, t);
	struct zp_db_error err;
	int rc = ZP_EXIT_OK;

	if (db == NULL)
		return ZP_EXIT_FAILED;
	if (!zp_dbs_script(db, "begin", &err))
		rc = zp_ctl_db_error(&err, "begin");
	for (int id = 0; id < ZP_T_INPUTS && rc == ZP_EXIT_OK; id++)
		if (in->part[id].present)
			rc = send_part(env, db, t->city,
			    (enum zp_table_id)id, &in->part[id]);
	if (rc == ZP_EXIT_OK && !zp_dbs_script(db, dry ? "rollback" :
	    "commit", &err))
		rc = zp_ctl_db_error(&err, "commit");
	zp_dbs_close(db);
	return rc;
}

static void show_counts(const struct zp_ctl_env *env,
    const struct input *in, struct zp_arena *a)
{
	const char *column[] = { "table", "rows", "bad", "inserted",
		"updated", "ignored" };
	struct zp_ctl_table t = { .column = column,
		.columns = ZP_COUNT(column) };
	struct zp_buf b = { 0 };

	for (int id = 0; id < ZP_T_INPUTS; id++) {
		const struct part *p = &in->part[id];
		const long n[] = { p->n, p->bad, p->inserted, p->updated,
			p->ignored };
		char text[ZP_COUNT(n)][24];
		const char *cell[ZP_COUNT(column)];

		if (!p->present)
			continue;
		cell[0] = zp_table_get((enum zp_table_id)id)->name;
		for (size_t i = 0; i < ZP_COUNT(n); i++) {
			snprintf(text[i], sizeof(text[i]), "%ld", n[i]);
			cell[i + 1] = text[i];
		}
		zp_ctl_table_row(&t, a, cell);
	}
	if (env->json) {
		zp_json_open(&b, '{');
		zp_json_key(&b, "city");
		zp_json_str(&b, in->city);
		zp_json_key(&b, "name");
		zp_json_str(&b, in->name);
		zp_json_key(&b, "tables");
		fputs(zp_buf_str(&b), stdout);
		zp_buf_fini(&b);
	}
	zp_ctl_table_show(env, &t);
	if (env->json)
		puts("}");
}

static void show_report(const struct zp_ctl_env *env,
    const struct zp_report *rep)
{
	struct zp_buf b = { 0 };

	zp_report_print(rep, env->lang, &b);
	zp_ctl_put(stderr, zp_buf_str(&b), true);
	zp_buf_fini(&b);
}

static int import(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a, struct input *in)
{
	static const char *const nothing[ZP_LANGS] = {
		"有错，什么都没有导入；改好再来，或用 --keep-good 只收好的行",
		"nothing was loaded: correct the errors, or take the good "
		    "rows with --keep-good" };
	bool dry = zp_ctl_option(rq, "dry-run") != NULL;
	bool keep = zp_ctl_option(rq, "keep-good") != NULL;
	bool usable = read_all(rq, in, a);
	struct zp_ctl_target t;
	int rc = ZP_EXIT_OK;

	show_report(env, &in->rep);
	if (!usable || (in->rep.errors > 0 && !keep && !dry)) {
		zp_ctl_complain(env, nothing);
		return keep ? ZP_EXIT_FAILED : ZP_EXIT_USAGE;
	}
	if (!dry || zp_ctl_option(rq, "config") != NULL ||
	    zp_ctl_option(rq, "database") != NULL) {
		rc = zp_ctl_target(env, rq, a, in->city[0] == '\0', &t);
		if (rc == ZP_EXIT_OK && t.city == NULL)
			t.city = in->city;
		if (rc == ZP_EXIT_OK)
			rc = send_all(env, in, &t, dry);
	}
	if (rc == ZP_EXIT_OK)
		show_counts(env, in, a);
	/* done with the good rows, as simulate does */
	return rc == ZP_EXIT_OK && in->rep.errors > 0 ? ZP_EXIT_USAGE : rc;
}

int zp_ctl_import(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a)
{
	struct input in = { .city = "", .name = "" };
	int rc = import(env, rq, a, &in);

	zp_dataset_free(in.set);
	zp_report_fini(&in.rep);
	return rc;
}
