/* tests/wire/support_files.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "support_files.h"

static const struct { const char *name, *text; } sound[] = {
	{ "regions.csv", "code,name,level,parent_code,served_by\n"
	    "10,云川市,city,,\n11,青溪区,county,10,\n12,平岗县,county,10,\n"
	    "13,高新区,zone,10,12\n" },
	{ "centres.csv", "code,name,level,region_code,annual_target\n"
	    "C10,市中心,city,10,30\nC11,区中心,county,11,\n"
	    "C12,县中心,county,12,40\n" },
	{ "organs.csv", "code,name,kind,level,region_code\n"
	    "COURT10,中院,court,intermediate,10\n"
	    "COURT11,法院,court,basic,11\n" },
	{ "firms.csv", "code,name,kind,region_code\n"
	    "F1,衡正所,law_firm,11\nF2,若水所,law_firm,12\n" },
	{ "counsel.csv", "licence_no,name,gender,kind,firm_code,centre_code,"
	    "region_code,practice_since,criminal_since,specialties,languages,"
	    "expert,minor_qualified,duty_trained_on,wants_pairing,annual_cap,"
	    "joined_on,status,former_organ,former_left_on,relatives_at\n"
	    "L1,宁立,m,lawyer,F1,C11,11,2010-01-01,2012-01-01,criminal,zh,f,"
	    "f,,f,,2024-01-01,active,,,\n"
	    "L2,沐蕙,f,lawyer,F1,C11,11,2015-01-01,,labour,zh,f,f,,f,,"
	    "2024-01-01,active,,,\n"
	    "L3,池砚,m,lawyer,F2,C12,12,2015-01-01,,labour|land,zh,f,f,,f,20,"
	    "2024-01-01,active,,,COURT11\n" },
	{ "leave.csv", "licence_no,starts_on,ends_on,reason\n"
	    "L1,2026-02-01,2026-02-10,年假\nL2,2026-05-01,2026-05-02,\n" },
	{ "matters.csv", "code,name,category,specialty,level_jurisdiction\n"
	    "CR,刑事辩护,criminal,criminal,f\nCV,劳动,civil,labour,f\n" },
	{ "cases.csv", "case_no,approved_at,received_centre,organ_code,"
	    "region_code,matter_code,tags,source,stage,joint_case,"
	    "related_case,prior_case,opposes_case,urgent,difficulty,"
	    "possible_sentence,recipient_id,recipient_name,recipient_gender,"
	    "recipient_birth,recipient_groups,language,opponent_counsel,"
	    "opponent_firm,wished_counsel,excluded_counsel,"
	    "same_firm_consent\n"
	    "K2,2026-01-05T09:00:00+08:00,C11,COURT11,11,CR,,,first_instance,"
	    "J1,,,,f,,fixed,P2,言立,m,1990-01-01,,zh,,,,,f\n"
	    "K1,2026-01-05T09:00:00+08:00,C11,COURT11,11,CR,,,first_instance,"
	    "J1,,,,f,,fixed,P1,柏石,m,1990-01-01,,zh,,,,,f\n"
	    "K3,2026-01-04T09:00:00+08:00,C12,,13,CV,,,non_litigation,,,,,f,,"
	    "none,P3,\"闻\"\"x\"\", 听雪\",f,1990-01-01,,zh,,,L3|L1,L2,f\n"
	    "K4,2026-01-06T09:00:00+08:00,C12,,12,CV,,,arbitration,,K9,K8,"
	    "K7,t,,none,P4,卓广,m,1990-01-01,,zh,X1,X2,,,f\n" },
	{ "events.csv", "at,case_no,event,licence_no,reason\n"
	    "2026-03-01T16:00:00+08:00,K1,closed,,\n"
	    "2026-01-07T16:00:00+08:00,K2,declined,L1,病\n"
	    "2026-03-01T16:00:00+08:00,K3,closed,,\n" },
};

void files_write(const struct files *f, const char *name, const char *text,
    size_t n)
{
	char path[160];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	if (text == NULL) {
		unlink(path);
		return;
	}
	out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, n, out), n);
	assert_int_equal(fclose(out), 0);
}

void files_change(const struct files *f, const char *name, const char *from,
    const char *to)
{
	for (size_t i = 0; i < ZP_COUNT(sound); i++) {
		struct zp_buf b = { 0 };
		const char *text = sound[i].text, *at;

		if (strcmp(sound[i].name, name) != 0)
			continue;
		at = strstr(text, from);
		assert_non_null(at);
		zp_buf_add(&b, text, (size_t)(at - text));
		zp_buf_puts(&b, to);
		zp_buf_puts(&b, at + strlen(from));
		files_write(f, name, b.at, b.n);
		zp_buf_fini(&b);
	}
}

struct zp_dataset *files_read(const struct files *f, enum zp_lang lang,
    struct zp_buf *why)
{
	struct zp_report rep = { 0 };
	struct zp_dataset *d = zp_dataset_read(f->dir, &rep);

	zp_report_print(&rep, lang, why);
	zp_report_fini(&rep);
	return d;
}

int files_setup(void **state)
{
	static struct files f;

	snprintf(f.dir, sizeof(f.dir), "/tmp/zhipai-files-XXXXXX");
	if (mkdtemp(f.dir) == NULL)
		return -1;
	for (size_t i = 0; i < ZP_COUNT(sound); i++)
		files_write(&f, sound[i].name, sound[i].text,
		    strlen(sound[i].text));
	*state = &f;
	return 0;
}

int files_teardown(void **state)
{
	struct files *f = *state;

	for (size_t i = 0; i < ZP_COUNT(sound); i++)
		files_write(f, sound[i].name, NULL, 0);
	files_write(f, "stations.csv", NULL, 0);
	return rmdir(f->dir);
}
