/*
 * src/zhipactl/table.c - tables for people (aligned, also in Chinese) and
 * for programs (JSON).
 */
#include <string.h>
#include "zhipactl.h"
#include "zhipaid/dictionary.h"
#include "zhipaid/table.h"

#define WIDE 16		/* columns; a single row of more is shown upright */

void zp_ctl_put(FILE *to, const char *s, bool lines)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == 0xc2 && ((unsigned char)s[1] & 0xe0) == 0x80) {
			fputc('?', to);		/* U+0080..U+009F */
			s++;
		} else if ((c < 0x20 && !(lines && (c == '\n' ||
		    c == '\t'))) || c == 0x7f)
			fputc('?', to);
		else
			fputc(c, to);
	}
}

static void blanks(FILE *to, size_t n)
{
	while (n-- > 0)
		fputc(' ', to);
}

void zp_ctl_put_padded(FILE *to, const char *s, size_t width)
{
	size_t n = zp_utf8_width(s);

	zp_ctl_put(to, s, false);
	blanks(to, n < width ? width - n : 0);
}

/* The colour of a cell, by what it says. */
static const char *colour(const char *name, const char *cell)
{
	static const struct { const char *cell, *code; } say[] = {
		{ "waiting", "\033[33m" }, { "assigned", "\033[32m" },
		{ "offline", "\033[31m" }, { "terminated", "\033[2m" },
		{ "closed", "\033[2m" }, { "ended", "\033[2m" },
	};

	if (strcmp(name, "state") == 0 || strcmp(name, "status") == 0)
		for (size_t i = 0; i < ZP_COUNT(say); i++)
			if (strcmp(say[i].cell, cell) == 0)
				return say[i].code;
	return NULL;
}

/* One cell, padded unless it is the last of its line. */
static void put_cell(const char *s, size_t width, bool number, bool last,
    const char *paint)
{
	size_t n = zp_utf8_width(s), pad = n < width ? width - n : 0;

	if (number)
		blanks(stdout, pad);
	if (paint != NULL)
		fputs(paint, stdout);
	zp_ctl_put(stdout, s, false);
	if (paint != NULL)
		fputs("\033[0m", stdout);
	if (!number && !last)
		blanks(stdout, pad);
	fputs(last ? "\n" : "  ", stdout);
}

static size_t width_of(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t, uint32_t c)
{
	size_t most = zp_utf8_width(zp_say_heading(env->lang, t->column[c]));

	for (uint32_t r = 0; r < t->rows; r++) {
		size_t n = zp_utf8_width(zp_say_word(env->lang, t->column[c],
		    t->cell[(size_t)r * t->columns + c]));

		most = n > most ? n : most;
	}
	return most;
}

static void show_text(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t, size_t *width)
{
	const char **cell = t->cell;

	for (uint32_t c = 0; c < t->columns; c++)
		width[c] = width_of(env, t, c);
	for (uint32_t c = 0; c < t->columns; c++)
		put_cell(zp_say_heading(env->lang, t->column[c]), width[c],
		    zp_say_is_number(t->column[c]), c + 1 == t->columns,
		    env->colour ? "\033[1m" : NULL);
	for (uint32_t i = 0; i < t->rows * t->columns; i++, cell++) {
		const char *name = t->column[i % t->columns];

		put_cell(zp_say_word(env->lang, name, *cell),
		    width[i % t->columns], zp_say_is_number(name),
		    (i + 1) % t->columns == 0,
		    env->colour ? colour(name, *cell) : NULL);
	}
}

/* A single row of many columns: one line for each that says something. */
static void show_row(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t)
{
	size_t most = 0;

	for (uint32_t c = 0; c < t->columns; c++) {
		size_t n = zp_utf8_width(zp_say_heading(env->lang,
		    t->column[c]));

		most = n > most ? n : most;
	}
	for (uint32_t c = 0; c < t->columns; c++) {
		const char *s = zp_say_word(env->lang, t->column[c],
		    t->cell[c]);

		if (s[0] == '\0')
			continue;
		zp_ctl_put_padded(stdout, zp_say_heading(env->lang,
		    t->column[c]), most + 2);
		put_cell(s, 0, false, true,
		    env->colour ? colour(t->column[c], t->cell[c]) : NULL);
	}
}

/* A cell that JSON takes as a number as it stands. */
static bool number(const char *s)
{
	static const char digits[] = "0123456789";
	size_t n;

	s += s[0] == '-';
	n = strspn(s, digits);
	if (n == 0 || n > 15 || (s[0] == '0' && n > 1))
		return false;
	if (s[n] == '.') {
		s += n + 1;
		n = strspn(s, digits);
	}
	return n > 0 && s[n] == '\0';
}

static void show_json(const struct zp_ctl_table *t)
{
	const char **cell = t->cell;
	struct zp_buf b = { 0 };

	zp_json_open(&b, '[');
	for (uint32_t r = 0; r < t->rows; r++) {
		zp_json_open(&b, '{');
		for (uint32_t c = 0; c < t->columns; c++, cell++) {
			zp_json_key(&b, t->column[c]);
			if (zp_say_is_number(t->column[c]) && number(*cell))
				zp_buf_puts(&b, *cell);
			else
				zp_json_str(&b, *cell);
		}
		zp_json_close(&b, '}');
	}
	zp_json_close(&b, ']');
	puts(zp_buf_str(&b));
	zp_buf_fini(&b);
}

/* A spreadsheet takes a cell that begins so for a formula. */
static bool formula(const char *name, const char *cell)
{
	return cell[0] != '\0' && strchr("=+-@\t\r", cell[0]) != NULL &&
	    !(zp_say_is_number(name) && number(cell));
}

static void show_csv(const struct zp_ctl_table *t)
{
	struct zp_buf b = { 0 }, cell = { 0 };

	for (uint32_t c = 0; c < t->columns; c++)
		zp_buf_printf(&b, c == 0 ? "%s" : ",%s", t->column[c]);
	zp_buf_putc(&b, '\n');
	for (uint32_t i = 0; i < t->rows * t->columns; i++) {
		const char *name = t->column[i % t->columns];

		zp_buf_reset(&cell);
		if (formula(name, t->cell[i]))
			zp_buf_putc(&cell, '\'');
		zp_buf_puts(&cell, t->cell[i]);
		zp_csv_field(&b, zp_buf_str(&cell), cell.n);
		zp_buf_putc(&b, (i + 1) % t->columns == 0 ? '\n' : ',');
	}
	fputs(zp_buf_str(&b), stdout);
	zp_buf_fini(&b);
	zp_buf_fini(&cell);
}

void zp_ctl_table_show(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t)
{
	struct zp_arena *a;

	if (env->csv) {
		show_csv(t);
		return;
	}
	if (env->json) {
		show_json(t);
		return;
	}
	if (t->rows == 0) {
		puts(env->lang == ZP_EN ? "(none)" : "（无）");
		return;
	}
	if (t->rows == 1 && t->columns > WIDE) {
		show_row(env, t);
		return;
	}
	a = zp_arena_new();
	show_text(env, t, zp_arena_calloc(a, t->columns, sizeof(size_t)));
	zp_arena_free(a);
}
