/* src/model/row.c - structs as text, whole tables as stored sections. */
#include <stdlib.h>
#include <string.h>
#include "field_impl.h"
#include "zhipaid/record.h"
#include "zhipaid/time.h"

static void print_list(const struct zp_list *l, struct zp_buf *out)
{
	for (uint32_t i = 0; i < l->n; i++) {
		if (i > 0)
			zp_buf_putc(out, '|');
		zp_buf_puts(out, l->at[i]);
	}
}

static void print_set(const char *const *words, uint32_t bits,
    struct zp_buf *out)
{
	for (uint32_t i = 0; words[i] != NULL; i++) {
		if ((bits >> i & 1) == 0)
			continue;
		if ((bits & ((UINT32_C(1) << i) - 1)) != 0)
			zp_buf_putc(out, '|');
		zp_buf_puts(out, words[i]);
	}
}

static void print_wall(struct zp_wall w, struct zp_buf *out)
{
	char text[ZP_WALL_TEXT];

	zp_buf_puts(out, zp_wall_print(w, text));
}

static void print_date(struct zp_date d, struct zp_buf *out)
{
	char text[ZP_DATE_TEXT];

	zp_buf_puts(out, zp_date_print(d, text));
}

static void print_int(int32_t v, struct zp_buf *out)
{
	if (v >= 0)
		zp_buf_i64(out, v);
}

void zp_field_print(const struct zp_col *c, const void *row,
    struct zp_buf *out)
{
	const void *at = (const char *)row + c->offset;
	uint32_t word;

	switch (c->type) {
	case ZP_COL_CODE:
	case ZP_COL_TEXT:
		zp_buf_puts(out, *(const char *const *)at);
		break;
	case ZP_COL_LIST:
		print_list(at, out);
		break;
	case ZP_COL_BOOL:
		zp_buf_putc(out, *(const bool *)at ? 't' : 'f');
		break;
	case ZP_COL_INT:
		print_int(*(const int32_t *)at, out);
		break;
	case ZP_COL_I64:
		zp_buf_i64(out, *(const int64_t *)at);
		break;
	case ZP_COL_DATE:
		print_date(*(const struct zp_date *)at, out);
		break;
	case ZP_COL_WALL:
		print_wall(*(const struct zp_wall *)at, out);
		break;
	case ZP_COL_ENUM:
		memcpy(&word, at, sizeof(word));
		zp_buf_puts(out, c->words[word]);
		break;
	case ZP_COL_SET:
		print_set(c->words, *(const uint32_t *)at, out);
		break;
	}
}

void zp_csv_field(struct zp_buf *out, const char *s, size_t n)
{
	bool plain = true;

	for (size_t i = 0; plain && i < n; i++)
		plain = s[i] != ',' && s[i] != '"' && s[i] != '\n' &&
		    s[i] != '\r';
	if (plain) {
		zp_buf_add(out, s, n);
		return;
	}
	zp_buf_putc(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			zp_buf_putc(out, '"');
		zp_buf_putc(out, s[i]);
	}
	zp_buf_putc(out, '"');
}

void zp_row_header(const struct zp_table *t, struct zp_buf *out)
{
	for (size_t i = 0; i < t->cols; i++) {
		if (i > 0)
			zp_buf_putc(out, ',');
		zp_buf_puts(out, t->col[i].name);
	}
	zp_buf_putc(out, '\n');
}

void zp_row_print(const struct zp_table *t, const void *row,
    struct zp_buf *out)
{
	for (size_t i = 0; i < t->cols; i++) {
		const struct zp_col *c = &t->col[i];

		if (i > 0)
			zp_buf_putc(out, ',');
		if (c->type == ZP_COL_TEXT) {
			const char *s = *(const char *const *)(const void *)
			    ((const char *)row + c->offset);

			zp_csv_field(out, s, strlen(s));
		} else {	/* no other type can hold , or " */
			zp_field_print(c, row, out);
		}
	}
	zp_buf_putc(out, '\n');
}

void zp_row_clear(const struct zp_table *t, void *row)
{
	memset(row, 0, t->size);
	for (size_t i = 0; i < t->cols; i++) {
		void *at = (char *)row + t->col[i].offset;

		switch (t->col[i].type) {
		case ZP_COL_CODE:
		case ZP_COL_TEXT:
			*(const char **)at = "";
			break;
		case ZP_COL_INT:
			*(int32_t *)at = -1;
			break;
		case ZP_COL_DATE:
			*(struct zp_date *)at = ZP_DATE_NONE;
			break;
		case ZP_COL_WALL:
			*(struct zp_wall *)at = ZP_WALL_NONE;
			break;
		case ZP_COL_LIST: case ZP_COL_BOOL: case ZP_COL_I64:
		case ZP_COL_ENUM: case ZP_COL_SET:
			break;		/* zero is empty */
		}
	}
}

void zp_section_print(const struct zp_table *t, const void *rows, uint32_t n,
    struct zp_buf *out)
{
	zp_buf_puts(out, "# ");
	zp_buf_puts(out, t->name);
	zp_buf_putc(out, '\n');
	zp_row_header(t, out);
	for (uint32_t i = 0; i < n; i++)
		zp_row_print(t, (const char *)rows + i * t->size, out);
}

/* Does s..end begin with the line `line` (which ends in LF)?  Step over. */
static bool step_over(const char **s, const char *end, const char *line,
    size_t n)
{
	if ((size_t)(end - *s) < n || memcmp(*s, line, n) != 0)
		return false;
	*s += n;
	return true;
}

/* Where the section that goes on at s ends: at the next "# " or the end. */
static const char *section_end(const char *s, const char *end)
{
	while (s < end && !(end - s >= 2 && s[0] == '#' && s[1] == ' ')) {
		const char *lf = memchr(s, '\n', (size_t)(end - s));

		s = lf != NULL ? lf + 1 : end;
	}
	return s;
}

static void broken(struct zp_report *rep, const struct zp_table *t,
    long line, const char *column, const char *zh, const char *en)
{
	const char *text[] = { zh, en };

	zp_report_add(rep, ZP_ERROR, t->name, line, column, text);
}

static bool parse_row(const struct zp_table *t, const struct zp_reader *r,
    struct zp_arena *a, void *row, struct zp_report *rep)
{
	struct zp_field_error err;

	zp_row_clear(t, row);
	if (r->n != t->cols) {
		broken(rep, t, r->start, "", "存档的行列数不对",
		    "stored row has the wrong number of fields");
		return false;
	}
	for (size_t i = 0; i < t->cols; i++) {
		if (zp_field_parse(&t->col[i], r->field[i].at, r->field[i].n,
		    row, a, &err))
			continue;
		broken(rep, t, r->start, t->col[i].name, err.text[ZP_ZH],
		    err.text[ZP_EN]);
		return false;
	}
	return true;
}

static bool parse_rows(const struct zp_table *t, struct zp_reader *r,
    struct zp_arena *a, struct zp_rows *rows, struct zp_report *rep)
{
	enum zp_record rc;

	while ((rc = zp_record_read(r, a)) == ZP_RECORD) {
		if (!parse_row(t, r, a, (char *)rows->at + rows->n * t->size,
		    rep))
			return false;
		rows->n++;
	}
	if (rc != ZP_RECORD_END)
		broken(rep, t, r->start, "", "存档中引号不成对",
		    "stored row has a quote out of place");
	return rc == ZP_RECORD_END;
}

bool zp_section_parse(const struct zp_table *t, const char **at,
    const char *end, struct zp_arena *a, struct zp_rows *rows,
    struct zp_report *rep)
{
	struct zp_buf head = { 0 };
	struct zp_reader r = { .at = *at, .line = 3 };
	uint32_t lines = 0;
	bool ok;

	zp_buf_printf(&head, "# %s\n", t->name);
	zp_row_header(t, &head);
	ok = step_over(&r.at, end, zp_buf_str(&head), head.n);
	zp_buf_fini(&head);
	if (!ok) {
		broken(rep, t, 0, "", "存档缺少这一节，或者列不对",
		    "the stored section is missing or has other columns");
		return false;
	}
	r.end = section_end(r.at, end);
	for (const char *s = r.at; s < r.end; s++)
		lines += *s == '\n';
	rows->at = zp_arena_calloc(a, (size_t)lines + 1, t->size);
	rows->n = 0;
	ok = parse_rows(t, &r, a, rows, rep);
	zp_record_fini(&r);
	if (ok)
		*at = r.end;
	return ok;
}
