/*
 * src/model/table_impl.h - how a column is written down.
 * A file of columns defines ROW as the struct before each table.
 */
#ifndef ZHIPAID_TABLE_IMPL_H
#define ZHIPAID_TABLE_IMPL_H
#include <stddef.h>
#include "zhipaid/table.h"

enum {
	NEED = ZP_COL_NEED, MORE = ZP_COL_MORE,
	KEY = ZP_COL_KEY | ZP_COL_NEED, KEY_PART = ZP_COL_KEY,
	CODE_MAX = 64, TEXT_MAX = 300, SENTENCE_MAX = 4000,
};

#define COLUMN(kind, f, flags, words, min, max, zh, en) \
	{ #f, kind, flags, offsetof(ROW, f), words, min, max, { zh, en } }
#define CODE(f, flags, zh, en) \
	COLUMN(ZP_COL_CODE, f, flags, NULL, 0, CODE_MAX, zh, en)
#define TEXT(f, flags, zh, en) \
	COLUMN(ZP_COL_TEXT, f, flags, NULL, 0, TEXT_MAX, zh, en)
#define SENTENCE(f, flags, zh, en) \
	COLUMN(ZP_COL_TEXT, f, flags, NULL, 0, SENTENCE_MAX, zh, en)
#define LIST(f, flags, zh, en) \
	COLUMN(ZP_COL_LIST, f, flags, NULL, 0, CODE_MAX, zh, en)
#define BOOL(f, flags, zh, en) \
	COLUMN(ZP_COL_BOOL, f, flags, NULL, 0, 0, zh, en)
#define INT(f, flags, min, max, zh, en) \
	COLUMN(ZP_COL_INT, f, flags, NULL, min, max, zh, en)
#define I64(f, flags, zh, en) \
	COLUMN(ZP_COL_I64, f, flags, NULL, 0, 0, zh, en)
#define DATE(f, flags, zh, en) \
	COLUMN(ZP_COL_DATE, f, flags, NULL, 0, 0, zh, en)
#define WALL(f, flags, zh, en) \
	COLUMN(ZP_COL_WALL, f, flags, NULL, 0, 0, zh, en)
#define ENUM(f, flags, words, zh, en) \
	COLUMN(ZP_COL_ENUM, f, flags, words, 0, 0, zh, en)
#define SET(f, flags, words, zh, en) \
	COLUMN(ZP_COL_SET, f, flags, words, 0, 0, zh, en)

#define TABLE(word, row, columns) \
	{ word, columns, ZP_COUNT(columns), sizeof(struct row) }

/* Rows of the registry, of cases and their results, of a stored view. */
extern const struct zp_table zp_tables_registry[];
extern const struct zp_table zp_tables_case[];
extern const struct zp_table zp_tables_view[];
extern const struct zp_table zp_tables_result[];
/* The words of columns that stand in several tables. */
extern const char *const zp_words_role[];
extern const char *const zp_words_end[];
extern const char *const zp_words_gender[];
#endif
