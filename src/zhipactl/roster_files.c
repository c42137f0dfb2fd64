/* src/zhipactl/roster_files.c - see roster_files.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "roster_files.h"
#include "zhipaid/sheet.h"

struct writer {
	const struct zp_roster_files *o;
	const struct zp_handout *h;
	struct zp_buf name, text;	/* of the file in hand */
	bool failed;
	uint32_t n;			/* files of the kind in hand */
};

/* --- files --- */

static bool make_dirs(char *path)
{
	for (char *p = strchr(path + 1, '/'); p != NULL;
	    p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			return false;
		*p = '/';
	}
	return true;
}

bool zp_ctl_write(const char *dir, const char *name, const char *s, size_t n)
{
	struct zp_buf path = { 0 }, tmp = { 0 };
	FILE *f = NULL;
	bool ok = false;

	zp_buf_printf(&path, "%s/%s", dir, name);
	zp_buf_printf(&tmp, "%s.new", path.at);
	if (make_dirs(tmp.at))
		f = fopen(tmp.at, "we");
	if (f != NULL) {
		ok = fwrite(s, 1, n, f) == n;
		ok = fclose(f) == 0 && ok && rename(tmp.at, path.at) == 0;
	}
	zp_buf_fini(&path);
	zp_buf_fini(&tmp);
	return ok;
}

static void fail(struct writer *w)
{
	fprintf(stderr, w->o->env->lang == ZP_EN ?
	    "zhipactl: could not write %s/%s: %s\n" :
	    "zhipactl: %s/%s 写不了：%s\n", w->o->dir,
	    zp_buf_str(&w->name), strerror(errno));
	w->failed = true;
}

/* Write the file in hand, once there is no need to complain. */
static void flush(struct writer *w)
{
	if (w->failed)
		return;
	if (zp_ctl_write(w->o->dir, zp_buf_str(&w->name),
	    zp_buf_str(&w->text), w->text.n))
		w->n++;
	else
		fail(w);
}

/* A code as part of a file's name: what no file system takes, and a first
 * dot, become %XX. */
static void put_code(struct zp_buf *b, const char *code)
{
	for (const char *s = code; *s != '\0'; s++)
		if (strchr("/\\:*?<>%", *s) != NULL ||
		    (*s == '.' && s == code))
			zp_buf_printf(b, "%%%02X", (unsigned)*s);
		else
			zp_buf_putc(b, *s);
}

static void name(struct writer *w, const char *dir, const char *code,
    const char *end)
{
	zp_buf_reset(&w->name);
	zp_buf_reset(&w->text);
	zp_buf_puts(&w->name, dir);
	put_code(&w->name, code);
	zp_buf_puts(&w->name, end);
}

/* Tell what was written: one file, or how many of a kind. */
static void told(struct writer *w, const char *what, bool many)
{
	if (w->n > 0 && many)
		printf("%s/%s (%u)\n", w->o->dir, what, w->n);
	else if (w->n > 0)
		printf("%s/%s\n", w->o->dir, what);
	w->n = 0;
}

/* --- kinds --- */

static void csv(struct writer *w, const char *file,
    void (*put)(const struct zp_handout *h, struct zp_buf *out))
{
	name(w, "", file, "");
	if (w->o->bom)
		zp_buf_puts(&w->text, "\xef\xbb\xbf");
	put(w->h, &w->text);
	flush(w);
	told(w, file, false);
}

static void xlsx(struct writer *w)
{
	struct zp_buf path = { 0 }, tmp = { 0 };

	name(w, "", "roster.xlsx", "");
	zp_buf_printf(&path, "%s/roster.xlsx", w->o->dir);
	zp_buf_printf(&tmp, "%s.new", path.at);
	if (!w->failed && (!make_dirs(tmp.at) ||
	    !zp_xlsx_write(w->h, w->o->env->lang, tmp.at) ||
	    rename(tmp.at, path.at) != 0))
		fail(w);
	w->n = !w->failed;
	told(w, "roster.xlsx", false);
	zp_buf_fini(&path);
	zp_buf_fini(&tmp);
}

static void feeds(struct writer *w)
{
	const struct zp_registry *reg = w->h->reg;
	enum zp_lang lang = w->o->env->lang;

	for (uint32_t i = 0; w->o->whole_people && i < reg->counsels; i++) {
		name(w, "lawyers/", reg->counsel[i].licence_no, ".ics");
		if (zp_feed_counsel(w->h, (int32_t)i, lang, &w->text))
			flush(w);
	}
	told(w, "lawyers/*.ics", true);
	for (uint32_t i = 0; w->o->whole_stations && i < reg->stations; i++) {
		name(w, "stations/", reg->station[i].code, ".ics");
		if (zp_feed_station(w->h, (int32_t)i, lang, &w->text))
			flush(w);
	}
	told(w, "stations/*.ics", true);
}

static void sheets(struct writer *w)
{
	const struct zp_registry *reg = w->h->reg;
	char month[ZP_DATE_TEXT], end[32];

	for (uint32_t i = 0; w->o->whole_stations && i < reg->stations; i++)
		for (struct zp_date d = w->h->from;
		    zp_date_cmp(d, w->h->to) <= 0;
		    d = zp_date_add(zp_date_month_end(d), 1)) {
			snprintf(end, sizeof(end), "-%.7s.html",
			    zp_date_print(d, month));
			name(w, "sheets/", reg->station[i].code, end);
			if (zp_sheet_print(w->h, (int32_t)i, d,
			    w->o->env->lang, &w->text))
				flush(w);
		}
	told(w, "sheets/*.html", true);
}

int zp_roster_files_write(const struct zp_roster_files *o)
{
	struct writer w = { .o = o, .h = o->h };

	if ((o->formats & ZP_OUT_CSV) != 0) {
		csv(&w, "roster.csv", zp_handout_roster);
		csv(&w, "allowances.csv", zp_handout_allowances);
	}
	if ((o->formats & ZP_OUT_XLSX) != 0)
		xlsx(&w);
	if ((o->formats & ZP_OUT_ICS) != 0)
		feeds(&w);
	if ((o->formats & ZP_OUT_HTML) != 0)
		sheets(&w);
	zp_buf_fini(&w.name);
	zp_buf_fini(&w.text);
	return w.failed ? ZP_EXIT_FAILED : ZP_EXIT_OK;
}

bool zp_roster_files_options(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, unsigned usual,
    struct zp_roster_files *out)
{
	static const struct { const char *name; unsigned set; } word[] = {
		{ "csv", ZP_OUT_CSV }, { "xlsx", ZP_OUT_XLSX },
		{ "ics", ZP_OUT_ICS }, { "html", ZP_OUT_HTML },
		{ "all", ZP_OUT_ALL } };
	static const char *const bad[ZP_LANGS] = {
		"--format 应为 csv、xlsx、ics、html 或 all",
		"--format is csv, xlsx, ics, html or all" };
	const char *format = zp_ctl_option(rq, "format");
	unsigned set = format == NULL ? usual : 0;

	for (size_t i = 0; format != NULL && i < ZP_COUNT(word); i++)
		if (strcmp(format, word[i].name) == 0)
			set = word[i].set;
	*out = (struct zp_roster_files){ .env = env, .formats = set,
	    .bom = zp_ctl_option(rq, "bom") != NULL, .whole_people = true,
	    .whole_stations = true };
	if (set == 0 && format != NULL)
		zp_ctl_complain(env, bad);
	return set != 0 || format == NULL;
}
