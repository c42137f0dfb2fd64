/* tests/conf/support_conf.c - files to read and reports to compare. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "support_conf.h"

static char dir[64];
static char report[65536];

bool golden_update(void)
{
	return getenv("ZP_GOLDEN_UPDATE") != NULL;
}

char *read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct zp_buf b = { 0 };
	char some[4096];
	size_t n;

	zp_buf_add(&b, "", 0);
	if (f != NULL) {
		while ((n = fread(some, 1, sizeof(some), f)) > 0)
			zp_buf_add(&b, some, n);
		fclose(f);
	}
	if (b.at == NULL)
		b.at = calloc(1, 1);
	return b.at;
}

void write_file(const char *path, const char *text, size_t n, unsigned mode)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

const char *scratch(void)
{
	char path[128];

	if (dir[0] != '\0')
		return dir;
	strcpy(dir, "/tmp/zhipaid-conf-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/policies", dir);
	assert_int_equal(mkdir(path, 0755), 0);
	snprintf(path, sizeof(path), "%s/calendars", dir);
	assert_int_equal(mkdir(path, 0755), 0);
	return dir;
}

const char *in_scratch(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", scratch(), name);
	return path;
}

void scratch_text(const char *name, const char *text)
{
	write_file(in_scratch(name), text, strlen(text), 0644);
}

static int forget(const char *path, const struct stat *st, int type,
    struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void scratch_done(void)
{
	if (dir[0] != '\0')
		nftw(dir, forget, 16, FTW_DEPTH | FTW_PHYS);
	dir[0] = '\0';
}

struct zp_conf *load_scratch(const char *name)
{
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };
	struct zp_conf *c = zp_conf_load(in_scratch(name), &rep);

	zp_report_print(&rep, ZP_EN, &b);
	snprintf(report, sizeof(report), "%s", zp_buf_str(&b));
	zp_buf_fini(&b);
	zp_report_fini(&rep);
	return c;
}

const char *last_report(void)
{
	return report;
}
