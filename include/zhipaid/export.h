/*
 * include/zhipaid/export.h - the result files of a city.
 * Layer: model.  Pure.
 *
 * Exactly the columns of the formats document, in one order, so that the
 * same results give the same bytes wherever they come from: simulate, the
 * daemon's database, another run.
 */
#ifndef ZHIPAID_EXPORT_H
#define ZHIPAID_EXPORT_H
#include "zhipaid/world.h"

/* Append assignments.csv: n rows, sorted in place by decided_at, case_no,
 * role, licence_no. */
void zp_export_assignments(struct zp_assignment *at, uint32_t n,
    struct zp_buf *out);
/* The same of everything in a world. */
void zp_export_world(const struct zp_world *w, struct zp_buf *out);
/* Append pending.csv: n rows, sorted in place by case_no. */
void zp_export_pending(struct zp_pending *at, uint32_t n,
    struct zp_buf *out);
#endif
