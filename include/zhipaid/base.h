/*
 * include/zhipaid/base.h - what every file may rely on.
 * Layer: base.  Pure.
 */
#ifndef ZHIPAID_BASE_H
#define ZHIPAID_BASE_H
#include <stddef.h>

/* The caller must look at the result. */
#define ZP_MUST_CHECK __attribute__((warn_unused_result))
#define ZP_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define ZP_NORETURN __attribute__((noreturn))

/* Number of elements of a true array. */
#define ZP_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* An invariant of ours; stays on in release.  Never for input, SQL data or
 * the peer: those are reported, not asserted. */
#define ZP_ASSERT(x) \
	((x) ? (void)0 : zp_assert_failed(#x, __FILE__, __LINE__))

/* Print the failed expression to standard error and abort(). */
void zp_assert_failed(const char *expr, const char *file, int line)
    ZP_NORETURN;

/* Objects that cross a callback start with `uint32_t magic`; ZP_CHECK()
 * aborts when p is NULL or not (any longer) of that kind. */
#define ZP_CHECK(p, m) ZP_ASSERT((p) != NULL && (p)->magic == (m))

/* Memory that must be there: n * size bytes, zeroed (calloc) or with the old
 * content kept (realloc, p may be NULL), and a copy of s.  They abort with a
 * message when memory runs out or the product overflows; the caller frees. */
void *zp_xcalloc(size_t n, size_t size) ZP_MUST_CHECK;
void *zp_xrealloc(void *p, size_t n, size_t size) ZP_MUST_CHECK;
char *zp_xstrdup(const char *s) ZP_MUST_CHECK;

/* The languages everything for a centre's staff exists in. */
enum zp_lang { ZP_ZH, ZP_EN, ZP_LANGS };
#endif
