/* src/base/report.c - a growing list of what is wrong. */
#include <stdlib.h>
#include "zhipaid/report.h"

void zp_report_fini(struct zp_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->at[i].file);
		free(r->at[i].column);
		for (int l = 0; l < ZP_LANGS; l++)
			free(r->at[i].text[l]);
	}
	free(r->at);
	*r = (struct zp_report){ 0 };
}

static char *copy(const char *s)
{
	return zp_xstrdup(s != NULL ? s : "");
}

void zp_report_add(struct zp_report *r, enum zp_level level,
    const char *file, long line, const char *column,
    const char *const text[ZP_LANGS])
{
	struct zp_note *n;

	if (r->n == r->cap) {
		r->cap = r->cap > 0 ? r->cap * 2 : 8;
		r->at = zp_xrealloc(r->at, r->cap, sizeof(*r->at));
	}
	n = &r->at[r->n++];
	n->level = level;
	n->file = copy(file);
	n->line = line;
	n->column = copy(column);
	for (int l = 0; l < ZP_LANGS; l++)
		n->text[l] = copy(text[l]);
	r->errors += level == ZP_ERROR;
}

void zp_report_print(const struct zp_report *r, enum zp_lang lang,
    struct zp_buf *out)
{
	static const char *const level[][ZP_LANGS] = {
		[ZP_ERROR] = { "错误", "error" },
		[ZP_WARNING] = { "警告", "warning" },
	};

	for (size_t i = 0; i < r->n; i++) {
		const struct zp_note *n = &r->at[i];

		if (n->file[0] != '\0' && n->line > 0)
			zp_buf_printf(out, "%s:%ld: ", n->file, n->line);
		else if (n->file[0] != '\0')
			zp_buf_printf(out, "%s: ", n->file);
		if (n->column[0] != '\0')
			zp_buf_printf(out, "%s: ", n->column);
		zp_buf_printf(out, "%s: %s\n", level[n->level][lang],
		    n->text[lang]);
	}
}
