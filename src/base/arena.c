/*
 * src/base/arena.c - blocks of memory, filled from the front.
 *
 * Blocks double from 4 KiB to 1 MiB; what does not fit into a fresh block
 * gets one of its own size.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/arena.h"

/* Under AddressSanitizer what is not handed out may not be touched, and a
 * gap follows each piece, so that overruns inside a block are found, too. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { GAP = 8 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { FIRST = 4096, LARGEST = 1 << 20 };

struct block {
	struct block *next;	/* the one before it in time */
	size_t size, used;
	_Alignas(max_align_t) unsigned char at[];
};
struct zp_arena {
	struct block *top;	/* the one being filled */
	size_t used;
};

static void push(struct zp_arena *a, size_t size)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof(*b))
		size = SIZE_MAX - sizeof(*b);	/* fails below */
	b = zp_xrealloc(NULL, sizeof(*b) + size, 1);
	b->next = a->top;
	b->size = size;
	b->used = 0;
	a->top = b;
	ASAN_POISON_MEMORY_REGION(b->at, size);
}

static void drop(struct block *b)
{
	ASAN_UNPOISON_MEMORY_REGION(b->at, b->size);
	free(b);
}

struct zp_arena *zp_arena_new(void)
{
	struct zp_arena *a = zp_xcalloc(1, sizeof(*a));

	push(a, FIRST);
	return a;
}

void zp_arena_reset(struct zp_arena *a)
{
	while (a->top->next != NULL) {
		struct block *b = a->top;

		a->top = b->next;
		drop(b);
	}
	a->top->used = 0;
	ASAN_POISON_MEMORY_REGION(a->top->at, a->top->size);
	a->used = 0;
}

void zp_arena_free(struct zp_arena *a)
{
	if (a == NULL)
		return;
	zp_arena_reset(a);
	drop(a->top);
	free(a);
}

/* n bytes at a multiple of align, not yet zeroed. */
static void *take(struct zp_arena *a, size_t n, size_t align)
{
	struct block *b = a->top;
	size_t from = (b->used + align - 1) & ~(align - 1);

	if (from > b->size || n > b->size - from) {
		size_t size = b->size < LARGEST ? b->size * 2 : LARGEST;

		push(a, n > size ? n : size);
		b = a->top;
		from = 0;
	}
	b->used = from + n + GAP;
	a->used += n;
	ASAN_UNPOISON_MEMORY_REGION(b->at + from, n);
	return b->at + from;
}

void *zp_arena_raw(struct zp_arena *a, size_t n)
{
	return take(a, n, _Alignof(max_align_t));
}

void *zp_arena_alloc(struct zp_arena *a, size_t n)
{
	return memset(zp_arena_raw(a, n), 0, n);
}

void *zp_arena_calloc(struct zp_arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		return zp_xcalloc(n, size);	/* reports and aborts */
	return zp_arena_alloc(a, n * size);
}

char *zp_arena_strndup(struct zp_arena *a, const char *s, size_t n)
{
	char *p = take(a, n + 1, 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *zp_arena_strdup(struct zp_arena *a, const char *s)
{
	return zp_arena_strndup(a, s, strlen(s));
}

size_t zp_arena_used(const struct zp_arena *a)
{
	return a->used;
}
