/* tests/wire/support_files.h - a directory of CSV files to try things on. */
#ifndef SUPPORT_FILES_H
#define SUPPORT_FILES_H
#include "zhipaid/csv.h"

/* A small sound city: regions 10 (city), 11, 12 and zone 13 served by 12;
 * counsel L1, L2 (firm F1), L3 (F2); cases K1..K4; leaves; events. */
struct files { char dir[64]; };
int files_setup(void **state);
int files_teardown(void **state);
/* Replace a file's text; NULL removes it. */
void files_write(const struct files *f, const char *name, const char *text,
    size_t n);
/* Replace the first `from` in a file by `to`. */
void files_change(const struct files *f, const char *name, const char *from,
    const char *to);
/* Read the directory; what is reported, in a language, into why. */
struct zp_dataset *files_read(const struct files *f, enum zp_lang lang,
    struct zp_buf *why);
#endif
