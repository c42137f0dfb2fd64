/*
 * tests/tools/online.h - a file of cases in the order of their arrival.
 *
 * "N M C", then for each of M counsel "county cap prior", then for each of
 * N cases "county kind arrival k counsel cost counsel cost ...".
 */
#ifndef ZHIPAI_ONLINE_H
#define ZHIPAI_ONLINE_H
#include <stdio.h>

#include "zhipaid/kernel.h"

#define ONLINE_MAX_COST (INT32_C(1) << 20)
#define ONLINE_MAX_KIND 4096

struct online_counsel { int32_t county, cap; };
struct online_case {
	int32_t county, kind, n;
	struct zp_arc *arc;
};
struct online {
	int32_t n, m, counties, kinds;
	int32_t dearest;		/* the highest cost of an arc, or cap */
	struct online_counsel *counsel;
	struct online_case *cs;
};
/* Read it all into arena a.  False: *line and *why say what is wrong. */
bool online_read(FILE *in, struct online *o, struct zp_arena *a, long *line,
    const char **why);
#endif
