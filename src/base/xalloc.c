/* src/base/xalloc.c - memory that must be there. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/base.h"

static ZP_NORETURN void out_of_memory(size_t n, size_t size)
{
	fprintf(stderr, "out of memory: %zu * %zu bytes\n", n, size);
	abort();
}

/* malloc(0) may be NULL: always ask for at least one byte. */
static size_t product(size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		out_of_memory(n, size);
	return n * size > 0 ? n * size : 1;
}

void *zp_xcalloc(size_t n, size_t size)
{
	void *p = calloc(1, product(n, size));

	if (p == NULL)
		out_of_memory(n, size);
	return p;
}

void *zp_xrealloc(void *p, size_t n, size_t size)
{
	p = realloc(p, product(n, size));
	if (p == NULL)
		out_of_memory(n, size);
	return p;
}

char *zp_xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(zp_xrealloc(NULL, n, 1), s, n);
}
