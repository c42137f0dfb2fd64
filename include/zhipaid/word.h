/*
 * include/zhipaid/word.h - guessing which word a mistyped one was meant to be.
 * Layer: base.  Pure.
 */
#ifndef ZHIPAID_WORD_H
#define ZHIPAID_WORD_H
#include <stddef.h>
#include "zhipaid/base.h"

/* Bytes to insert, drop, replace or swap with their neighbour to turn one
 * word into the other, each byte touched at most once (optimal string
 * alignment; Damerau, CACM 7(3), 1964, doi:10.1145/363958.363994).  Counted
 * over the first 64 bytes of each; O(64 * 64). */
unsigned zp_word_distance(const char *a, size_t an, const char *b, size_t bn)
    ZP_MUST_CHECK;
/* Is a distance d small enough to offer a word of n bytes as a guess?
 * One slip for each three bytes, at least one. */
int zp_word_close(unsigned d, size_t n) ZP_MUST_CHECK;
#endif
