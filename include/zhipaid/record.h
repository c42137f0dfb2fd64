/*
 * include/zhipaid/record.h - one CSV record after the other.
 * Layer: base.  Pure.  RFC 4180; lines end in LF or CRLF; bytes as they are.
 */
#ifndef ZHIPAID_RECORD_H
#define ZHIPAID_RECORD_H
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/arena.h"

struct zp_field { const char *at; size_t n; };	/* not NUL-terminated */

/* A reader: set at, end and line (1), zero the rest; released by
 * zp_record_fini().  at moves on; the bytes must outlive the fields. */
struct zp_reader {
	const char *at, *end;
	long line;			/* of at */
	long start;			/* first line of the record just read */
	struct zp_field *field;		/* owned; valid until the next read */
	uint32_t n, cap;
};
enum zp_record {
	ZP_RECORD,		/* n fields */
	ZP_RECORD_END,		/* nothing is left */
	ZP_RECORD_STRAY,	/* a quote where none may be in field n - 1:
				 * that line is skipped */
	ZP_RECORD_OPEN,		/* the quote of field n - 1 is never closed */
};

/* Read one record.  Empty lines, and lines of nothing but commas (as
 * spreadsheets write them), are skipped.  Fields with doubled quotes are
 * rewritten in arena a. */
enum zp_record zp_record_read(struct zp_reader *r, struct zp_arena *a)
    ZP_MUST_CHECK;
void zp_record_fini(struct zp_reader *r);
#endif
