/* src/model/table.c - finding a table, a column. */
#include <string.h>
#include "table_impl.h"

const struct zp_table *zp_table_get(enum zp_table_id id)
{
	ZP_ASSERT(id < ZP_TABLES);
	if (id < ZP_T_CASES)
		return &zp_tables_registry[id];
	if (id < ZP_T_INPUTS)
		return &zp_tables_case[id - ZP_T_CASES];
	if (id < ZP_T_ASSIGNMENTS)
		return &zp_tables_view[id - ZP_T_LINKS];
	return &zp_tables_result[id - ZP_T_ASSIGNMENTS];
}

int zp_table_col(const struct zp_table *t, const char *name)
{
	for (size_t i = 0; i < t->cols; i++)
		if (strcmp(t->col[i].name, name) == 0)
			return (int)i;
	return -1;
}
