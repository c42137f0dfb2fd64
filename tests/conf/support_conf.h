/* tests/conf/support_conf.h - files to read and reports to compare. */
#ifndef ZHIPAID_TEST_CONF_H
#define ZHIPAID_TEST_CONF_H
#include <stdbool.h>
#include "zhipaid/conf.h"

/* Set by ZP_GOLDEN_UPDATE=1: write what would be compared. */
bool golden_update(void);
/* The whole file, "" when it is not there; released by free(). */
char *read_file(const char *path);
void write_file(const char *path, const char *text, size_t n, unsigned mode);
/* A new directory, and a path in it (one buffer, overwritten). */
const char *scratch(void);
const char *in_scratch(const char *name);
void scratch_text(const char *name, const char *text);
/* Remove everything under the directory. */
void scratch_done(void);
/* Load a scratch file; the report in English stands in last_report(). */
struct zp_conf *load_scratch(const char *name);
const char *last_report(void);
#endif
