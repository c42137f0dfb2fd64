/* src/model/export.c - assignments.csv and pending.csv. */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/export.h"

static int by_time(const void *a, const void *b)
{
	const struct zp_assignment *x = a, *y = b;
	int d = zp_wall_cmp(x->decided_at, y->decided_at);

	if (d == 0)
		d = strcmp(x->case_no, y->case_no);
	if (d == 0)
		d = (int)x->role - (int)y->role;
	return d != 0 ? d : strcmp(x->licence_no, y->licence_no);
}

static int by_case(const void *a, const void *b)
{
	const struct zp_pending *x = a, *y = b;

	return strcmp(x->case_no, y->case_no);
}

void zp_export_assignments(struct zp_assignment *at, uint32_t n,
    struct zp_buf *out)
{
	const struct zp_table *t = zp_table_get(ZP_T_ASSIGNMENTS);

	if (n > 0)
		qsort(at, n, sizeof(*at), by_time);
	zp_row_header(t, out);
	for (uint32_t i = 0; i < n; i++)
		zp_row_print(t, &at[i], out);
}

static void print_row(void *arg, const struct zp_assignment *a)
{
	zp_row_print(zp_table_get(ZP_T_ASSIGNMENTS), a, arg);
}

void zp_export_world(const struct zp_world *w, struct zp_buf *out)
{
	zp_row_header(zp_table_get(ZP_T_ASSIGNMENTS), out);
	zp_world_each_assignment(w, print_row, out);
}

void zp_export_pending(struct zp_pending *at, uint32_t n,
    struct zp_buf *out)
{
	const struct zp_table *t = zp_table_get(ZP_T_PENDING);

	if (n > 0)
		qsort(at, n, sizeof(*at), by_case);
	zp_row_header(t, out);
	for (uint32_t i = 0; i < n; i++)
		zp_row_print(t, &at[i], out);
}
