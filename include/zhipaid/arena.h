/*
 * include/zhipaid/arena.h - memory that lives and dies together.
 * Layer: base.  Pure.  Out of memory aborts: a centre's city is a few
 * megabytes, and half a snapshot is worth nothing.
 */
#ifndef ZHIPAID_ARENA_H
#define ZHIPAID_ARENA_H
#include <stddef.h>
#include "zhipaid/base.h"

struct zp_arena;	/* opaque; one owner, one thread */

/* Make an empty arena; the caller releases it by zp_arena_free(). */
struct zp_arena *zp_arena_new(void) ZP_MUST_CHECK;
/* Release all memory taken from it.  a may be NULL. */
void zp_arena_free(struct zp_arena *a);
/* Forget everything taken from it but keep the first block for reuse. */
void zp_arena_reset(struct zp_arena *a);
/* n zeroed bytes aligned for any type; n = 0 gives a valid pointer. */
void *zp_arena_alloc(struct zp_arena *a, size_t n) ZP_MUST_CHECK;
/* The same, not zeroed: for large arrays of which little is used. */
void *zp_arena_raw(struct zp_arena *a, size_t n) ZP_MUST_CHECK;
/* n * size zeroed bytes; aborts when the product overflows. */
void *zp_arena_calloc(struct zp_arena *a, size_t n, size_t size)
    ZP_MUST_CHECK;
/* A NUL-terminated copy of s, of the n bytes at s. */
char *zp_arena_strdup(struct zp_arena *a, const char *s) ZP_MUST_CHECK;
char *zp_arena_strndup(struct zp_arena *a, const char *s, size_t n)
    ZP_MUST_CHECK;
/* Bytes handed out since new or reset. */
size_t zp_arena_used(const struct zp_arena *a);
#endif
