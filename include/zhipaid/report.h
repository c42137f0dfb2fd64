/*
 * include/zhipaid/report.h - everything that is wrong with an input, at once.
 * Layer: base.  Pure.  Out of memory aborts.
 *
 * A zeroed struct is an empty report.  Each entry says where (file, line,
 * column), and in both languages what is wrong, why, and what to do.
 */
#ifndef ZHIPAID_REPORT_H
#define ZHIPAID_REPORT_H
#include <stdbool.h>
#include <stddef.h>
#include "zhipaid/base.h"
#include "zhipaid/buf.h"

enum zp_level { ZP_ERROR, ZP_WARNING };

struct zp_note {
	enum zp_level level;
	char *file;		/* "" when there is none */
	long line;		/* 1-based; 0 when there is none */
	char *column;		/* name of the column or key; "" if none */
	char *text[ZP_LANGS];	/* the sentence, without a full stop */
};
struct zp_report {
	struct zp_note *at;	/* owned */
	size_t n, cap;
	size_t errors;		/* entries of level ERROR */
};

void zp_report_fini(struct zp_report *r);
/* Add an entry; all strings are copied, NULL counts as "".  The two texts
 * are made by the caller (zp_buf_printf). */
void zp_report_add(struct zp_report *r, enum zp_level level,
    const char *file, long line, const char *column,
    const char *const text[ZP_LANGS]);
/* Append "file:line: column: error: text\n" for every entry. */
void zp_report_print(const struct zp_report *r, enum zp_lang lang,
    struct zp_buf *out);
#endif
