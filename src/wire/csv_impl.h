/* src/wire/csv_impl.h - shared by the readers of files. */
#ifndef ZHIPAID_CSV_IMPL_H
#define ZHIPAID_CSV_IMPL_H
#include "zhipaid/csv.h"

/* Report the two texts and release them. */
void zp_csv_complain(struct zp_report *rep, enum zp_level level,
    const char *file, long line, const char *column, struct zp_buf text[]);
#endif
