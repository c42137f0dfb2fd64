/*
 * include/zhipaid/csv.h - CSV bytes into a registry and rows of cases.
 * Layer: wire.
 *
 * RFC 4180 with a header row; UTF-8 with or without BOM, or GB18030 (when
 * the bytes are not valid UTF-8); LF or CRLF.  Every error names file, line
 * and column, says why and what to do.  A bad row is left out whole.
 */
#ifndef ZHIPAID_CSV_H
#define ZHIPAID_CSV_H
#include "zhipaid/case.h"
#include "zhipaid/registry.h"
#include "zhipaid/report.h"
#include "zhipaid/duty.h"
#include "zhipaid/help.h"

/* A city's files as read. */
struct zp_dataset {
	struct zp_registry *reg;	/* owned; linked */
	struct zp_case *cs; uint32_t cases;	/* by approved_at, case_no */
	struct zp_event *ev; uint32_t events;	/* by at, position in file */
	struct zp_duty *duty; uint32_t duties;	/* as in the file; linked */
	struct zp_station_day *day; uint32_t days;	/* the same */
	struct zp_duty_wish *wish; uint32_t wishes;
	struct zp_duty_loan *loan; uint32_t loans;
	struct zp_help *help; uint32_t helps;	/* as in the file */
	uint32_t rows[ZP_T_INPUTS];	/* good rows per table */
	uint32_t bad[ZP_T_INPUTS];	/* rows left out */
	bool present[ZP_T_INPUTS];	/* the file was there */
};

/* Parse one file's bytes.  Good rows are appended to *rows (arena a,
 * t->size each), their line numbers to *lines.  Returns false when the
 * file as a whole is useless (no header, missing column, unknown column,
 * not UTF-8 or GB18030, unterminated quote): then nothing is appended. */
struct zp_csv_file { const char *name, *bytes; size_t n; };
struct zp_rows_out { void *rows; long *lines; uint32_t n, bad; };
bool zp_csv_parse(const struct zp_table *t, const struct zp_csv_file *file,
    struct zp_arena *a, struct zp_rows_out *out, struct zp_report *rep)
    ZP_MUST_CHECK;

/* Read all files of DIR (regions..cases must be there; leave, stations,
 * events and what comes after them may be missing).  Rows with a bad field,
 * an unknown reference (with line and column), or a duplicate key are left
 * out and reported; the good ones stand.  NULL only when a file as a whole is
 * useless. */
struct zp_dataset *zp_dataset_read(const char *dir, struct zp_report *rep)
    ZP_MUST_CHECK;
void zp_dataset_free(struct zp_dataset *d);
#endif
