/*
 * src/wire/csv.c - the bytes of one CSV file into rows of one table.
 */
#include <iconv.h>
#include <string.h>
#include "csv_impl.h"
#include "zhipaid/record.h"
#include "zhipaid/word.h"

void zp_csv_complain(struct zp_report *rep, enum zp_level level,
    const char *file, long line, const char *column, struct zp_buf text[])
{
	const char *const at[] = { zp_buf_str(&text[ZP_ZH]),
		zp_buf_str(&text[ZP_EN]) };

	zp_report_add(rep, level, file, line, column, at);
	zp_buf_fini(&text[ZP_ZH]);
	zp_buf_fini(&text[ZP_EN]);
}

/* One file at work. */
struct csv {
	const struct zp_table *t;
	const char *file;
	struct zp_reader in;
	struct zp_arena *a;
	struct zp_report *rep;
	int *col;		/* column of the table of each field, or -1 */
	uint32_t cols;
	struct zp_strmap seen;	/* natural key -> position in out */
	struct zp_buf key;
	struct zp_rows_out *out;
};

static void complain(struct csv *f, long line, const char *column,
    struct zp_buf text[])
{
	zp_csv_complain(f->rep, ZP_ERROR, f->file, line, column, text);
}

static long line_of(const char *s, const char *at)
{
	long line = 1;

	for (; s < at; s++)
		line += *s == '\n';
	return line;
}

/* Is damaged UTF-8 more likely than another encoding?  In GB18030 text
 * three bytes in a row hardly ever look like a character of UTF-8. */
static bool meant_as_utf8(const char *s, size_t n)
{
	size_t good = 0, bad = 0;

	while (n > 0) {
		size_t k = zp_utf8_valid(s, n);

		for (size_t i = 0; i < k; i++)
			good += (unsigned char)s[i] >= 0xe0;
		bad += k < n;
		k += k < n;
		s += k;
		n -= k;
	}
	return good > 2 * bad;
}

/* The text in UTF-8: borrowed, or in the arena.  NULL: reported. */
static const char *gb18030(struct csv *f, const char *bytes, size_t n,
    size_t *out_n)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	size_t in_left = n, room = n * 2 + 4, out_left = room;
	char *in = (char *)(uintptr_t)bytes, *out, *to;
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	bool ok;

	if (cd == (iconv_t)-1) {
		zp_buf_puts(&text[ZP_ZH], "文件不是 UTF-8，本机又不能转换 "
		    "GB18030；请把文件存为 UTF-8");
		zp_buf_puts(&text[ZP_EN], "not UTF-8, and this machine cannot "
		    "convert GB18030; save the file as UTF-8");
		complain(f, 0, "", text);
		return NULL;
	}
	to = out = zp_arena_alloc(f->a, room);
	ok = iconv(cd, &in, &in_left, &to, &out_left) != (size_t)-1;
	iconv_close(cd);
	*out_n = room - out_left;
	if (ok)
		return out;
	zp_buf_puts(&text[ZP_ZH], "文件既不是 UTF-8 也不是 GB18030；"
	    "请把文件存为 UTF-8");
	zp_buf_puts(&text[ZP_EN], "neither UTF-8 nor GB18030; save the file "
	    "as UTF-8");
	complain(f, line_of(bytes, in), "", text);
	return NULL;
}

/* What people take for CSV: a workbook, the "Unicode text" of old
 * spreadsheets. */
static bool other_format(struct csv *f, const char *bytes, size_t n)
{
	static const struct { const char *magic, *text[ZP_LANGS]; } other[] = {
		{ "PK\x03\x04", { "这是 Excel 工作簿，不是 CSV；"
		    "请另存为“CSV UTF-8（逗号分隔）”",
		    "this is an Excel workbook, not CSV; "
		    "save it as \"CSV UTF-8\"" } },
		{ "\xd0\xcf\x11\xe0", { "这是旧版 Excel 工作簿，不是 CSV；"
		    "请另存为“CSV UTF-8（逗号分隔）”",
		    "this is an old Excel workbook, not CSV; "
		    "save it as \"CSV UTF-8\"" } },
		{ "\xff\xfe", { "文件是 UTF-16；请存为 UTF-8",
		    "this is UTF-16; save the file as UTF-8" } },
		{ "\xfe\xff", { "文件是 UTF-16；请存为 UTF-8",
		    "this is UTF-16; save the file as UTF-8" } },
	};

	for (size_t i = 0; i < ZP_COUNT(other); i++) {
		size_t len = strlen(other[i].magic);

		if (n < len || memcmp(bytes, other[i].magic, len) != 0)
			continue;
		zp_report_add(f->rep, ZP_ERROR, f->file, 0, "", other[i].text);
		return true;
	}
	return false;
}

static const char *as_utf8(struct csv *f, const char *bytes, size_t n,
    size_t *out_n)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	bool bom = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
	size_t valid = zp_utf8_valid(bytes, n);

	if (other_format(f, bytes, n))
		return NULL;
	if (valid == n) {
		*out_n = n - (bom ? 3 : 0);
		return bytes + (bom ? 3 : 0);
	}
	if (!bom && !meant_as_utf8(bytes, n))
		return gb18030(f, bytes, n, out_n);
	zp_buf_puts(&text[ZP_ZH], "这一行有损坏的 UTF-8 文字；"
	    "请改正后存为 UTF-8");
	zp_buf_puts(&text[ZP_EN], "this line holds damaged UTF-8 text; "
	    "correct it and save the file as UTF-8");
	complain(f, line_of(bytes, bytes + valid), "", text);
	return NULL;
}

/* The column that a mistyped heading was perhaps meant to be, or NULL. */
static const char *nearest(const struct zp_table *t, const char *s, size_t n)
{
	const char *best = NULL;
	unsigned least = UINT32_MAX;

	for (size_t i = 0; i < t->cols; i++) {
		const char *name = t->col[i].name;
		size_t len = strlen(name);
		unsigned d = zp_word_distance(s, n, name, len);

		if (d < least && zp_word_close(d, len)) {
			best = name;
			least = d;
		}
	}
	return best;
}

static void unknown_column(struct csv *f, const struct zp_field *h)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	const char *near = nearest(f->t, h->at, h->n);
	size_t n = h->n < 60 ? h->n : zp_utf8_valid(h->at, 60);
	char *name = zp_arena_strndup(f->a, h->at, n);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)name[i] < ' ' || name[i] == 0x7f)
			name[i] = '?';
	zp_buf_printf(&text[ZP_ZH], "没有“%s”这一列", name);
	zp_buf_printf(&text[ZP_EN], "there is no column \"%s\"", name);
	if (near != NULL) {
		zp_buf_printf(&text[ZP_ZH], "；是不是“%s”", near);
		zp_buf_printf(&text[ZP_EN], "; did you mean \"%s\"", near);
	} else {
		zp_buf_puts(&text[ZP_ZH], "；请删去，或改成：");
		zp_buf_puts(&text[ZP_EN], "; remove it, or use one of:");
		for (size_t i = 0; i < f->t->cols; i++) {
			zp_buf_printf(&text[ZP_ZH], "%s%s", i > 0 ? " " : "",
			    f->t->col[i].name);
			zp_buf_printf(&text[ZP_EN], " %s", f->t->col[i].name);
		}
	}
	complain(f, f->in.start, "", text);
}

static bool missing_columns(struct csv *f)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	unsigned missing = 0;

	for (size_t i = 0; i < f->t->cols; i++) {
		bool there = (f->t->col[i].flags & ZP_COL_MORE) != 0;

		for (uint32_t k = 0; k < f->cols && !there; k++)
			there = f->col[k] == (int)i;
		if (there)
			continue;
		zp_buf_puts(&text[ZP_ZH], missing > 0 ? " " : "缺少列：");
		zp_buf_puts(&text[ZP_EN], missing > 0 ? " " :
		    "missing columns: ");
		zp_buf_puts(&text[ZP_ZH], f->t->col[i].name);
		zp_buf_puts(&text[ZP_EN], f->t->col[i].name);
		missing++;
	}
	if (missing == 0)
		return false;
	zp_buf_puts(&text[ZP_ZH], "；请在标题行补上（内容可以空着）");
	zp_buf_puts(&text[ZP_EN], "; add them to the header line "
	    "(fields may be empty)");
	complain(f, f->in.start, "", text);
	return true;
}

/* A quote that is never closed, or stands where none may be. */
static void bad_quote(struct csv *f, enum zp_record rc)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	uint32_t i = f->in.n - 1;
	const char *column = i < f->cols ? f->t->col[f->col[i]].name : "";

	if (rc == ZP_RECORD_OPEN) {
		zp_buf_puts(&text[ZP_ZH], "从这里开始的引号没有结束；"
		    "请补上，整个文件没有读入");
		zp_buf_puts(&text[ZP_EN], "a quote begins here and is never "
		    "closed; close it, nothing of the file was read");
	} else {
		zp_buf_puts(&text[ZP_ZH], "引号的位置不对；含引号的内容要整个"
		    "用引号括起，里面的每个引号写两遍");
		zp_buf_puts(&text[ZP_EN], "a quote is out of place; put the "
		    "whole field in quotes and write each quote inside twice");
	}
	complain(f, f->in.start, column, text);
}

static bool repeated_column(struct csv *f, uint32_t i)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	const char *name = f->t->col[f->col[i]].name;

	for (uint32_t k = 0; k < i; k++) {
		if (f->col[k] != f->col[i])
			continue;
		zp_buf_puts(&text[ZP_ZH], "这一列出现了两次；请删去一个");
		zp_buf_puts(&text[ZP_EN], "this column stands there twice; "
		    "remove one");
		complain(f, f->in.start, name, text);
		return true;
	}
	return false;
}

static bool empty_file(struct csv *f)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };

	zp_buf_puts(&text[ZP_ZH], "文件是空的；第一行应当是标题行");
	zp_buf_puts(&text[ZP_EN], "the file is empty; the first line is the "
	    "header");
	complain(f, 1, "", text);
	return false;
}

/* The header line: which field is which column. */
static bool read_header(struct csv *f)
{
	enum zp_record rc = zp_record_read(&f->in, f->a);
	bool ok = true;

	if (rc == ZP_RECORD_END)
		return empty_file(f);
	if (rc != ZP_RECORD) {
		bad_quote(f, rc);
		return false;
	}
	f->col = zp_arena_calloc(f->a, f->in.n, sizeof(*f->col));
	for (uint32_t i = 0; i < f->in.n; i++) {
		const struct zp_field *h = &f->in.field[i];
		const char *name = zp_arena_strndup(f->a, h->at, h->n);

		f->col[i] = strlen(name) == h->n ?
		    zp_table_col(f->t, name) : -1;
		if (f->col[i] < 0) {
			unknown_column(f, h);
			ok = false;
		} else if (repeated_column(f, i)) {
			ok = false;
		}
	}
	f->cols = f->in.n;
	return !missing_columns(f) && ok;
}

/* Print the natural key of a row into f->key. */
static void make_key(struct csv *f, const void *row)
{
	zp_buf_reset(&f->key);
	for (size_t i = 0; i < f->t->cols; i++)
		if ((f->t->col[i].flags & ZP_COL_KEY) != 0) {
			if (f->key.n > 0)
				zp_buf_putc(&f->key, ' ');
			zp_field_print(&f->t->col[i], row, &f->key);
		}
}

static bool duplicate(struct csv *f, const void *row)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	int32_t first;

	make_key(f, row);	/* stays in f->key for remember() */
	first = zp_strmap_get(&f->seen, zp_buf_str(&f->key));
	if (first < 0)
		return false;
	zp_buf_printf(&text[ZP_ZH], "“%s”与第 %ld 行重复；请只保留一行",
	    zp_buf_str(&f->key), f->out->lines[first]);
	zp_buf_printf(&text[ZP_EN], "\"%s\" is the same as on line %ld; keep "
	    "only one", zp_buf_str(&f->key), f->out->lines[first]);
	complain(f, f->in.start, f->t->col[0].name, text);
	return true;
}

static bool right_width(struct csv *f)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };

	if (f->in.n == f->cols)
		return true;
	zp_buf_printf(&text[ZP_ZH], "这一行有 %u 项，标题行有 %u 项；"
	    "请检查多余或缺少的逗号", f->in.n, f->cols);
	zp_buf_printf(&text[ZP_EN], "this line has %u fields, the header has "
	    "%u; look for a comma too many or too few", f->in.n, f->cols);
	complain(f, f->in.start, "", text);
	return false;
}

static bool read_row(struct csv *f, void *row)
{
	bool ok = true;

	if (!right_width(f))
		return false;
	zp_row_clear(f->t, row);
	for (uint32_t i = 0; i < f->cols; i++) {
		const struct zp_col *c = &f->t->col[f->col[i]];
		struct zp_field_error err;

		if (zp_field_parse(c, f->in.field[i].at, f->in.field[i].n,
		    row, f->a, &err))
			continue;
		zp_report_add(f->rep, ZP_ERROR, f->file, f->in.start,
		    c->name, err.text);
		ok = false;
	}
	return ok && !duplicate(f, row);
}

/* Room for the rows of all lines that are left; a row takes at least a
 * comma or line feed for each field. */
static void make_room(struct csv *f)
{
	size_t lines = 1, was = f->out->n;
	size_t most = (size_t)(f->in.end - f->in.at) / f->cols + 1;
	char *rows;
	long *line;

	for (const char *s = f->in.at; s < f->in.end && lines < most; s++)
		lines += *s == '\n';
	rows = zp_arena_calloc(f->a, was + lines, f->t->size);
	line = zp_arena_calloc(f->a, was + lines, sizeof(*line));
	if (was > 0) {
		memcpy(rows, f->out->rows, was * f->t->size);
		memcpy(line, f->out->lines, was * sizeof(*line));
	}
	f->out->rows = rows;
	f->out->lines = line;
}

/* Row i has the key that was made last. */
static void remember(struct csv *f, uint32_t i)
{
	zp_strmap_put(&f->seen, zp_arena_strdup(f->a, zp_buf_str(&f->key)),
	    (int32_t)i);
}

static bool read_rows(struct csv *f)
{
	struct zp_rows_out was = *f->out;
	enum zp_record rc;

	make_room(f);
	for (uint32_t i = 0; i < f->out->n; i++) {
		make_key(f, (char *)f->out->rows + i * f->t->size);
		remember(f, i);
	}
	while ((rc = zp_record_read(&f->in, f->a)) != ZP_RECORD_END) {
		char *row = (char *)f->out->rows + f->out->n * f->t->size;

		if (rc != ZP_RECORD)
			bad_quote(f, rc);
		if (rc == ZP_RECORD_OPEN) {
			*f->out = was;
			return false;
		}
		if (rc != ZP_RECORD || !read_row(f, row)) {
			f->out->bad++;
			continue;
		}
		f->out->lines[f->out->n] = f->in.start;
		remember(f, f->out->n++);
	}
	return true;
}

bool zp_csv_parse(const struct zp_table *t, const struct zp_csv_file *file,
    struct zp_arena *a, struct zp_rows_out *out, struct zp_report *rep)
{
	struct csv f = { .t = t, .file = file->name, .a = a, .rep = rep,
		.out = out };
	size_t n;
	const char *text = as_utf8(&f, file->bytes, file->n, &n);
	bool ok = false;

	if (text != NULL) {
		f.in = (struct zp_reader){ .at = text, .end = text + n,
			.line = 1 };
		ok = read_header(&f) && read_rows(&f);
	}
	zp_record_fini(&f.in);
	zp_strmap_fini(&f.seen);
	zp_buf_fini(&f.key);
	return ok;
}
