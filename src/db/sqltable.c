/* src/db/sqltable.c - the SQL that is compiled in, by name. */
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Made from the files in sql/ by sql/embed.sh. */
extern const struct zp_sql zp_sql_table[];
extern const size_t zp_sql_count;

const struct zp_sql *zp_sql_get(const char *name)
{
	for (size_t i = 0; i < zp_sql_count; i++)
		if (strcmp(zp_sql_table[i].name, name) == 0)
			return &zp_sql_table[i];
	fprintf(stderr, "no SQL is called \"%s\"\n", name);
	abort();
}
