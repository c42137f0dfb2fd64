/*
 * include/zhipaid/dictionary.h - columns and words as people read them.
 * Layer: wire.  Pure; all strings are static or the caller's.
 */
#ifndef ZHIPAID_DICTIONARY_H
#define ZHIPAID_DICTIONARY_H
#include <stdbool.h>
#include "zhipaid/base.h"

/* The heading of a column; the name itself when it is not listed. */
const char *zp_say_heading(enum zp_lang lang, const char *name);
/* Is it a number: right-aligned, and a number in JSON? */
bool zp_say_is_number(const char *name);
/* A word of column `name` in that language; the cell itself when it is no
 * word of ours. */
const char *zp_say_word(enum zp_lang lang, const char *name,
    const char *cell);
#endif
