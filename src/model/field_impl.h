/* src/model/field_impl.h - what the messages about a field are made of. */
#ifndef ZHIPAID_FIELD_IMPL_H
#define ZHIPAID_FIELD_IMPL_H
#include "table_impl.h"

/* printf into the arena. */
const char *zp_say(struct zp_arena *a, const char *fmt, ...) ZP_PRINTF(2, 3);
/* The words that are not empty, joined by spaces. */
const char *zp_words_join(struct zp_arena *a, const char *const *words);
/* The word that s[0..n) was perhaps meant to be, or NULL. */
const char *zp_words_nearest(const char *s, size_t n,
    const char *const *words);
#endif
