/* src/wire/dataset_impl.h - a city while it is read. */
#ifndef ZHIPAID_DATASET_IMPL_H
#define ZHIPAID_DATASET_IMPL_H
#include "csv_impl.h"

struct zp_load {
	struct zp_dataset *d;
	struct zp_arena *a;			/* of the registry */
	struct zp_report *rep;
	const char *file[ZP_T_INPUTS];		/* "cases.csv" */
	struct zp_rows_out out[ZP_T_INPUTS];
	struct zp_strmap known[ZP_T_INPUTS];	/* code -> row, good ones */
};

/* Leave out, and report, every row that does not fit the others.  Fills
 * rows and bad of the dataset. */
void zp_load_check(struct zp_load *k);
#endif
