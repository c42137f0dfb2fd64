/*
 * src/wire/ctl.c - control protocol: lines of JSON <-> structs.
 * The only writer and reader of that format; jansson does the parsing.
 */
#include <jansson.h>
#include <string.h>
#include "zhipaid/ctl.h"

void zp_ctl_request_print(const struct zp_ctl_request *rq, struct zp_buf *out)
{
	zp_json_open(out, '{');
	zp_json_key(out, "v");
	zp_json_i64(out, ZP_CTL_VERSION);
	zp_json_key(out, "cmd");
	zp_json_str(out, rq->cmd);
	zp_json_key(out, "args");
	zp_json_open(out, '[');
	for (uint32_t i = 0; i < rq->args; i++)
		zp_json_str(out, rq->arg[i]);
	zp_json_close(out, ']');
	zp_json_key(out, "opts");
	zp_json_open(out, '{');
	for (uint32_t i = 0; i < rq->opts; i++) {
		zp_json_key(out, rq->opt[i].name);
		if (rq->opt[i].value[0] != '\0')
			zp_json_str(out, rq->opt[i].value);
		else
			zp_json_bool(out, true);
	}
	zp_json_close(out, '}');
	zp_json_close(out, '}');
	zp_buf_putc(out, '\n');
}

static void table_print(const struct zp_ctl_table *t, struct zp_buf *out)
{
	const char **cell = t->cell;

	zp_json_key(out, "table");
	zp_json_open(out, '{');
	zp_json_key(out, "columns");
	zp_json_open(out, '[');
	for (uint32_t c = 0; c < t->columns; c++)
		zp_json_str(out, t->column[c]);
	zp_json_close(out, ']');
	zp_json_key(out, "rows");
	zp_json_open(out, '[');
	for (uint32_t r = 0; r < t->rows; r++) {
		zp_json_open(out, '[');
		for (uint32_t c = 0; c < t->columns; c++)
			zp_json_str(out, *cell++);
		zp_json_close(out, ']');
	}
	zp_json_close(out, ']');
	zp_json_close(out, '}');
}

void zp_ctl_reply_print(const struct zp_ctl_reply *r, struct zp_buf *out)
{
	zp_json_open(out, '{');
	if (r->progress != NULL) {
		zp_json_key(out, "progress");
		zp_json_str(out, r->progress);
	} else {
		zp_json_key(out, "exit");
		zp_json_i64(out, r->exit);
		if (r->error != NULL) {
			zp_json_key(out, "error");
			zp_json_str(out, r->error);
		}
		if (r->text != NULL) {
			zp_json_key(out, "text");
			zp_json_str(out, r->text);
		}
		if (r->table != NULL)
			table_print(r->table, out);
		if (r->data != NULL) {
			zp_json_key(out, "data");
			zp_buf_puts(out, r->data);
		}
	}
	zp_json_close(out, '}');
	zp_buf_putc(out, '\n');
}

/* One line as a JSON object, or NULL. */
static json_t *object(const char *s, size_t n, size_t max, const char **why)
{
	json_error_t err;
	json_t *j;

	if (n > 0 && s[n - 1] == '\n')
		n--;
	if (n > max) {
		*why = "the line is too long";
		return NULL;
	}
	j = json_loadb(s, n, JSON_REJECT_DUPLICATES, &err);
	if (j == NULL)
		*why = "not one JSON object, or a key stands twice";
	else if (!json_is_object(j)) {
		*why = "not a JSON object";
		json_decref(j);
		j = NULL;
	}
	return j;
}

/* Only keys of the list may stand in the object. */
static bool known_keys(json_t *j, const char *const *keys, const char **why)
{
	const char *key;
	json_t *value;

	json_object_foreach(j, key, value) {
		const char *const *k = keys;

		while (*k != NULL && strcmp(*k, key) != 0)
			k++;
		if (*k == NULL) {
			*why = "unknown key";
			return false;
		}
	}
	return true;
}

static bool request_args(json_t *j, struct zp_arena *a,
    struct zp_ctl_request *rq, const char **why)
{
	size_t i, n = json_array_size(j);
	json_t *v;

	if (j == NULL)
		return true;
	*why = "args must be an array of at most 64 strings";
	if (!json_is_array(j) || n > ZP_CTL_ARGS_MAX)
		return false;
	rq->arg = zp_arena_calloc(a, n, sizeof(*rq->arg));
	json_array_foreach(j, i, v) {
		if (!json_is_string(v))
			return false;
		rq->arg[i] = zp_arena_strdup(a, json_string_value(v));
	}
	rq->args = (uint32_t)n;
	return true;
}

static bool request_opts(json_t *j, struct zp_arena *a,
    struct zp_ctl_request *rq, const char **why)
{
	const char *key;
	json_t *v;

	if (j == NULL)
		return true;
	*why = "opts must be an object of at most 32 strings or true";
	if (!json_is_object(j) || json_object_size(j) > ZP_CTL_OPTS_MAX)
		return false;
	rq->opt = zp_arena_calloc(a, json_object_size(j), sizeof(*rq->opt));
	json_object_foreach(j, key, v) {
		struct zp_ctl_opt *o = &rq->opt[rq->opts++];

		if (!json_is_string(v) && !json_is_true(v))
			return false;
		o->name = zp_arena_strdup(a, key);
		o->value = json_is_true(v) ? "" :
		    zp_arena_strdup(a, json_string_value(v));
	}
	return true;
}

bool zp_ctl_request_parse(const char *s, size_t n, struct zp_arena *a,
    struct zp_ctl_request *out, const char **why)
{
	static const char *const keys[] = { "v", "cmd", "args", "opts", NULL };
	struct zp_ctl_request rq = { 0 };
	json_t *j = object(s, n, ZP_CTL_REQUEST_MAX, why);
	json_t *v = json_object_get(j, "v");
	const char *cmd = json_string_value(json_object_get(j, "cmd"));
	bool ok = false;

	if (j == NULL || !known_keys(j, keys, why))
		goto out;
	*why = "another version of the protocol";
	if (!json_is_integer(v) || json_integer_value(v) != ZP_CTL_VERSION)
		goto out;
	*why = "cmd must be the name of a command";
	if (cmd == NULL || cmd[0] == '\0')
		goto out;
	rq.cmd = zp_arena_strdup(a, cmd);
	ok = request_args(json_object_get(j, "args"), a, &rq, why) &&
	    request_opts(json_object_get(j, "opts"), a, &rq, why);
	if (ok)
		*out = rq;
out:
	json_decref(j);
	return ok;
}

const char *zp_ctl_option(const struct zp_ctl_request *rq, const char *name)
{
	for (uint32_t i = 0; i < rq->opts; i++)
		if (strcmp(rq->opt[i].name, name) == 0)
			return rq->opt[i].value;
	return NULL;
}

enum zp_lang zp_ctl_lang(const struct zp_ctl_request *rq)
{
	const char *lang = zp_ctl_option(rq, "lang");

	return lang != NULL && strcmp(lang, "en") == 0 ? ZP_EN : ZP_ZH;
}

static bool table_cells(json_t *row, struct zp_arena *a,
    struct zp_ctl_table *t, const char **cell)
{
	size_t c;
	json_t *v;

	if (!json_is_array(row) || json_array_size(row) != t->columns)
		return false;
	json_array_foreach(row, c, v) {
		if (!json_is_string(v) && !json_is_null(v))
			return false;
		cell[c] = json_is_null(v) ? "" :
		    zp_arena_strdup(a, json_string_value(v));
	}
	return true;
}

/* The table of a reply; NULL when it is not one. */
static struct zp_ctl_table *table_parse(json_t *j, struct zp_arena *a)
{
	static const char *const keys[] = { "columns", "rows", NULL };
	struct zp_ctl_table *t = zp_arena_calloc(a, 1, sizeof(*t));
	json_t *columns = json_object_get(j, "columns");
	json_t *rows = json_object_get(j, "rows"), *v;
	const char *why;
	size_t i;

	if (!json_is_object(j) || !known_keys(j, keys, &why) ||
	    !json_is_array(columns) || !json_is_array(rows))
		return NULL;
	t->columns = (uint32_t)json_array_size(columns);
	t->rows = (uint32_t)json_array_size(rows);
	t->column = zp_arena_calloc(a, t->columns, sizeof(*t->column));
	t->cell = zp_arena_calloc(a, (size_t)t->rows * t->columns,
	    sizeof(*t->cell));
	json_array_foreach(columns, i, v) {
		if (!json_is_string(v))
			return NULL;
		t->column[i] = zp_arena_strdup(a, json_string_value(v));
	}
	json_array_foreach(rows, i, v)
		if (!table_cells(v, a, t, t->cell + i * t->columns))
			return NULL;
	return t;
}

/* An optional member that must be a string: false when it is not. */
static bool string_member(json_t *j, const char *key, struct zp_arena *a,
    const char **out)
{
	json_t *v = json_object_get(j, key);

	if (v == NULL)
		return true;
	if (!json_is_string(v))
		return false;
	*out = zp_arena_strdup(a, json_string_value(v));
	return true;
}

/* The members of a final line. */
static bool final_parse(json_t *j, struct zp_arena *a,
    struct zp_ctl_reply *r, const char **why)
{
	json_t *code = json_object_get(j, "exit");
	json_t *table = json_object_get(j, "table");
	json_t *data = json_object_get(j, "data");

	*why = "exit must be 0, 1 or 2";
	if (!json_is_integer(code) || json_integer_value(code) < 0 ||
	    json_integer_value(code) > 2)
		return false;
	r->exit = (int)json_integer_value(code);
	*why = "error and text must be strings";
	if (!string_member(j, "error", a, &r->error) ||
	    !string_member(j, "text", a, &r->text))
		return false;
	*why = "table must have columns and rows of strings";
	if (table != NULL && (r->table = table_parse(table, a)) == NULL)
		return false;
	*why = "data must be an object";
	if (data != NULL && !json_is_object(data))
		return false;
	if (data != NULL) {
		char *s = json_dumps(data, JSON_COMPACT);

		if (s == NULL)
			return false;
		r->data = zp_arena_strdup(a, s);
		free(s);
	}
	return true;
}

bool zp_ctl_reply_parse(const char *s, size_t n, struct zp_arena *a,
    struct zp_ctl_reply *out, const char **why)
{
	static const char *const progress_keys[] = { "progress", NULL };
	static const char *const final_keys[] = { "exit", "error", "text",
		"table", "data", NULL };
	struct zp_ctl_reply r = { 0 };
	json_t *j = object(s, n, ZP_CTL_REPLY_MAX, why);
	bool progress = json_object_get(j, "progress") != NULL;
	bool ok = false;

	if (j == NULL ||
	    !known_keys(j, progress ? progress_keys : final_keys, why))
		goto out;
	*why = "progress must be a string";
	ok = progress ? string_member(j, "progress", a, &r.progress) :
	    final_parse(j, a, &r, why);
	if (ok)
		*out = r;
out:
	json_decref(j);
	return ok;
}

const struct zp_ctl_file *zp_ctl_files(const struct zp_ctl_reply *r,
    struct zp_arena *a, uint32_t *n)
{
	json_t *j = r->data == NULL ? NULL :
	    json_loads(r->data, JSON_REJECT_DUPLICATES, NULL);
	json_t *files = json_object_get(j, "files"), *v;
	struct zp_ctl_file *f = zp_arena_calloc(a, json_object_size(files),
	    sizeof(*f));
	const char *name;

	*n = 0;
	json_object_foreach(files, name, v) {
		if (name[0] == '\0' || name[0] == '.' ||
		    strchr(name, '/') != NULL || !json_is_string(v)) {
			f = NULL;
			break;
		}
		f[*n].name = zp_arena_strdup(a, name);
		f[(*n)++].text = zp_arena_strdup(a, json_string_value(v));
	}
	json_decref(j);
	return f;
}

void zp_ctl_table_row(struct zp_ctl_table *t, struct zp_arena *a,
    const char *const *cell)
{
	size_t at = (size_t)t->rows * t->columns;

	if ((t->rows & (t->rows - 1)) == 0) {	/* 0 or a power of two: full */
		size_t rows = t->rows == 0 ? 1 : (size_t)t->rows * 2;
		const char **grown = zp_arena_calloc(a, rows * t->columns,
		    sizeof(*grown));

		if (at > 0)
			memcpy(grown, t->cell, at * sizeof(*grown));
		t->cell = grown;
	}
	for (uint32_t c = 0; c < t->columns; c++)
		t->cell[at + c] = cell[c] == NULL ? "" :
		    zp_arena_strdup(a, cell[c]);
	t->rows++;
}
