/* src/db/rows.c - reading a result. */
#include "session.h"
#include <stdlib.h>
#include <string.h>

uint32_t zp_rows_count(const struct zp_db_rows *r)
{
	return (uint32_t)PQntuples(r->r);
}

uint32_t zp_rows_cols(const struct zp_db_rows *r)
{
	return (uint32_t)PQnfields(r->r);
}

const char *zp_rows_name(const struct zp_db_rows *r, uint32_t col)
{
	ZP_ASSERT(col < zp_rows_cols(r));
	return PQfname(r->r, (int)col);
}

uint32_t zp_rows_find(const struct zp_db_rows *r, const char *name)
{
	uint32_t c = 0;

	while (c < zp_rows_cols(r) && strcmp(zp_rows_name(r, c), name) != 0)
		c++;
	ZP_ASSERT(c < zp_rows_cols(r));
	return c;
}

const char *zp_rows_text(const struct zp_db_rows *r, uint32_t row,
    const char *name)
{
	const char *s = zp_rows_get(r, row, zp_rows_find(r, name), NULL);

	return s == NULL ? "" : s;
}

const char *zp_rows_get(const struct zp_db_rows *r, uint32_t row,
    uint32_t col, size_t *n)
{
	ZP_ASSERT(row < zp_rows_count(r) && col < zp_rows_cols(r));
	if (n != NULL)
		*n = (size_t)PQgetlength(r->r, (int)row, (int)col);
	if (PQgetisnull(r->r, (int)row, (int)col))
		return NULL;
	return PQgetvalue(r->r, (int)row, (int)col);
}

uint64_t zp_rows_affected(const struct zp_db_rows *r)
{
	return strtoull(PQcmdTuples(r->r), NULL, 10);
}
