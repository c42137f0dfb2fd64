/*
 * include/zhipaid/table.h - one description of every kind of row.
 * Layer: model.  Pure.
 *
 * A row of text fields <-> a struct, described once: CSV files, rows from
 * PostgreSQL, the stored inputs of a decision and the documents all use the
 * same columns.  Text in a struct is NUL-terminated UTF-8 owned by an arena,
 * never NULL; "" = not known.  Lists are joined by '|'.
 */
#ifndef ZHIPAID_TABLE_H
#define ZHIPAID_TABLE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/arena.h"
#include "zhipaid/buf.h"
#include "zhipaid/report.h"

struct zp_list { const char **at; uint32_t n; };

enum zp_col_type {
	ZP_COL_CODE,	/* const char *: no controls, space, ',' '|' '"' */
	ZP_COL_TEXT,	/* const char *: any UTF-8 without controls */
	ZP_COL_LIST,	/* struct zp_list of codes */
	ZP_COL_BOOL,	/* bool: "t" or "f"; empty = false */
	ZP_COL_INT,	/* int32_t: min..max; empty = -1 */
	ZP_COL_I64,	/* int64_t: min..max of int64; empty = 0 */
	ZP_COL_DATE,	/* struct zp_date; empty = ZP_DATE_NONE */
	ZP_COL_WALL,	/* struct zp_wall; empty = ZP_WALL_NONE */
	ZP_COL_ENUM,	/* 4 bytes: index in words; empty = 0 */
	ZP_COL_SET,	/* uint32_t: bit i for words[i] */
};
enum {			/* zp_col.flags */
	ZP_COL_NEED = 1,	/* the field may not be empty */
	ZP_COL_KEY = 2,		/* part of the natural key */
	ZP_COL_MORE = 4,	/* ours, not the contract's: the column may be
				 * missing from a file */
};
struct zp_col {
	const char *name;
	enum zp_col_type type;
	unsigned flags;
	size_t offset;
	const char *const *words;	/* ENUM, SET; NULL-terminated */
	int32_t min, max;		/* INT: range; CODE, TEXT and each entry
					 * of a LIST: max characters */
	const char *doc[ZP_LANGS];	/* what it is, one line */
};

/* Every kind of row, in the order in which an import must load them. */
enum zp_table_id {
	ZP_T_REGIONS, ZP_T_CENTRES, ZP_T_ORGANS, ZP_T_FIRMS, ZP_T_COUNSEL,
	ZP_T_LEAVE, ZP_T_MATTERS, ZP_T_STATIONS, ZP_T_CASES, ZP_T_EVENTS,
	ZP_T_ROSTER, ZP_T_HELP, ZP_T_STATION_DAYS, ZP_T_WISHES,
	ZP_T_DUTY_LOANS,
	ZP_T_INPUTS,			/* up to here: files of an import */
	ZP_T_LINKS = ZP_T_INPUTS,	/* view.h */
	ZP_T_COUNSEL_STATE, ZP_T_CENTRE_STATE,
	ZP_T_ASSIGNMENTS, ZP_T_PENDING,	/* results */
	ZP_T_LEDGER,
	ZP_TABLES
};
struct zp_table {
	const char *name;		/* "cases": file name without .csv */
	const struct zp_col *col;
	size_t cols;
	size_t size;			/* of the struct */
};
const struct zp_table *zp_table_get(enum zp_table_id id);
/* Index of the column called name, or -1. */
int zp_table_col(const struct zp_table *t, const char *name);

/* What is wrong with one field. */
struct zp_field_error {
	const char *text[ZP_LANGS];	/* in the arena */
};
/* Parse one field s[0..n) into the struct at row.  false: *err says what,
 * why and what to do (arena); the row's field is untouched. */
bool zp_field_parse(const struct zp_col *c, const char *s, size_t n,
    void *row, struct zp_arena *a, struct zp_field_error *err) ZP_MUST_CHECK;
/* Append the canonical text of one field; parsing it gives the value back. */
void zp_field_print(const struct zp_col *c, const void *row,
    struct zp_buf *out);

/* Make every field of a row empty: "", -1, NONE; all other bytes zero. */
void zp_row_clear(const struct zp_table *t, void *row);

/* CSV in canonical form (RFC 4180, LF, quotes only where needed): the header
 * line of t, one row.  Deterministic: equal rows give equal bytes. */
void zp_row_header(const struct zp_table *t, struct zp_buf *out);
void zp_row_print(const struct zp_table *t, const void *row,
    struct zp_buf *out);
/* A table as it is stored: the line "# name", the header, the rows. */
void zp_section_print(const struct zp_table *t, const void *rows, uint32_t n,
    struct zp_buf *out);
/* The inverse: *at, in text that ends at end, moves behind the section;
 * rows in arena a.  false: not such a section, rep says why. */
struct zp_rows { void *at; uint32_t n; };
bool zp_section_parse(const struct zp_table *t, const char **at,
    const char *end, struct zp_arena *a, struct zp_rows *rows,
    struct zp_report *rep) ZP_MUST_CHECK;
/* Append one CSV field, quoted where needed. */
void zp_csv_field(struct zp_buf *out, const char *s, size_t n);
#endif
