/* Rows of a result as structs of a table. */
#include <stdio.h>

#include "daemon.h"

void *zp_load_table(enum zp_table_id id, const struct zp_db_rows *rows,
    struct zp_arena *a, char why[256])
{
	const struct zp_table *t = zp_table_get(id);
	uint32_t n = zp_rows_count(rows), cols = zp_rows_cols(rows);
	char *out = zp_arena_calloc(a, n + 1, t->size);

	for (uint32_t c = 0; c < cols; c++) {
		int at = zp_table_col(t, zp_rows_name(rows, c));

		for (uint32_t i = 0; at >= 0 && i < n; i++) {
			struct zp_field_error e;
			size_t len = 0;
			const char *s = zp_rows_get(rows, i, c, &len);

			if (!zp_field_parse(&t->col[at], s == NULL ? "" : s,
			    len, out + i * t->size, a, &e)) {
				snprintf(why, 256, "table %s, column %s: %s",
				    t->name, t->col[at].name, e.text[ZP_EN]);
				return NULL;
			}
		}
	}
	return out;
}
