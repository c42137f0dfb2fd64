/*
 * src/zhipactl/roster_files.h - the files of a roster that leaves the house.
 */
#ifndef ZHIPACTL_ROSTER_FILES_H
#define ZHIPACTL_ROSTER_FILES_H
#include "zhipactl.h"
#include "zhipaid/handout.h"

enum { ZP_OUT_CSV = 1, ZP_OUT_XLSX = 2, ZP_OUT_ICS = 4, ZP_OUT_HTML = 8,
	ZP_OUT_ALL = 15 };

struct zp_roster_files {
	const struct zp_ctl_env *env;
	const struct zp_handout *h;
	const char *dir;	/* made when it is not there */
	unsigned formats;	/* set of ZP_OUT_* */
	bool bom;		/* CSV begin with a byte order mark */
	bool whole_stations;	/* all people of a station are in it */
	bool whole_people;	/* all duties of a person are in it */
};
/* From --format and --bom; false: the format is unknown (reported). */
bool zp_roster_files_options(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, unsigned usual,
    struct zp_roster_files *out);
/* Write roster.csv, allowances.csv, roster.xlsx, lawyers/LICENCE.ics,
 * stations/CODE.ics, sheets/CODE-MONTH.html, each whole or not at all, and
 * tell what was written.  Returns an exit code. */
int zp_roster_files_write(const struct zp_roster_files *o);

/* xlsx.c: the workbook at path; false: errno. */
bool zp_xlsx_write(const struct zp_handout *h, enum zp_lang lang,
    const char *path);
#endif
