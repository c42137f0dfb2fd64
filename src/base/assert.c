/* src/base/assert.c - the end of the road: bugs of ours. */
#include <stdio.h>
#include <stdlib.h>
#include "zhipaid/base.h"

void zp_assert_failed(const char *expr, const char *file, int line)
{
	fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, expr);
	abort();
}
