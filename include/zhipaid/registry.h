/*
 * include/zhipaid/registry.h - who and what there is in a city.
 * Layer: model.  Pure.  Immutable once linked.
 *
 * Rows are sorted by their natural key, so that the same rows in another
 * order make the same registry.  Indices are positions in these arrays; -1 =
 * none.  Everything lives in the registry's arena.
 */
#ifndef ZHIPAID_REGISTRY_H
#define ZHIPAID_REGISTRY_H
#include <stdbool.h>
#include <stdint.h>
#include "zhipaid/report.h"
#include "zhipaid/hash.h"
#include "zhipaid/table.h"
#include "zhipaid/time.h"

enum zp_region_level { ZP_PROVINCE, ZP_CITY, ZP_COUNTY, ZP_ZONE, ZP_TOWNSHIP };
enum zp_centre_level { ZP_CENTRE_CITY, ZP_CENTRE_COUNTY };
enum zp_organ_kind { ZP_COURT, ZP_PROCURATORATE, ZP_POLICE, ZP_DETENTION,
	ZP_ORGAN_OTHER };
enum zp_organ_level { ZP_BASIC, ZP_INTERMEDIATE, ZP_HIGH };
enum zp_firm_kind { ZP_LAW_FIRM, ZP_GRASSROOTS_OFFICE, ZP_FIRM_CENTRE };
enum zp_counsel_kind { ZP_LAWYER, ZP_STAFF_LAWYER, ZP_GRASSROOTS,
	ZP_VOLUNTEER };
enum zp_status { ZP_ACTIVE, ZP_SUSPENDED, ZP_LEFT };
enum zp_category { ZP_CRIMINAL, ZP_CIVIL, ZP_ADMINISTRATIVE, ZP_CAT_OTHER };

struct zp_region {
	const char *code, *name;
	enum zp_region_level level;
	const char *parent_code, *served_by;
	int32_t parent, served;		/* linked */
	int32_t centre;			/* of this very region, or -1 */
};
struct zp_centre {
	const char *code, *name;
	enum zp_centre_level level;
	const char *region_code;
	int32_t annual_target;
	int32_t region;			/* linked */
	int32_t *pool; uint32_t pool_n;	/* counsel whose pool this is */
};
struct zp_organ {
	const char *code, *name;
	enum zp_organ_kind kind;
	enum zp_organ_level level;
	const char *region_code;
	int32_t region;
};
struct zp_firm {
	const char *code, *name;
	enum zp_firm_kind kind;
	const char *region_code;
	int32_t region;
};
struct zp_leave {
	const char *licence_no;
	struct zp_date starts_on, ends_on;	/* inclusive */
	const char *reason;
	int32_t counsel;
};
struct zp_counsel {
	const char *licence_no, *name;
	enum { ZP_GENDER_UNKNOWN, ZP_FEMALE, ZP_MALE } gender;
	enum zp_counsel_kind kind;
	const char *firm_code, *centre_code, *region_code;
	struct zp_date practice_since, criminal_since;
	struct zp_list specialties, languages;
	bool expert, minor_qualified;
	struct zp_date duty_trained_on;
	bool wants_pairing;
	int32_t annual_cap;		/* personal; -1: the policy's */
	struct zp_date joined_on; enum zp_status status;
	struct zp_list former_organ; struct zp_date former_left_on;
	struct zp_list relatives_at;	/* organ codes (C12) */
	/* ours, may be missing from a file */
	struct zp_list relatives;	/* licence numbers, recipients (C10) */
	struct zp_list area;		/* regions (Q13); empty: region_code */
	/* S11, N7 (the pool of duty lawyers); NONE: no limit */
	struct zp_date pool_from, pool_to, duty_from, duty_to;
	int32_t quality;		/* S12: 0..100; -1 not known */
	/* linked */
	int32_t firm, centre, region;
	const struct zp_leave *leave; uint32_t leave_n;	/* by starts_on */
};
struct zp_matter {
	const char *code, *name;
	enum zp_category category;
	const char *specialty;
	bool level_jurisdiction;
};
struct zp_station {
	const char *code, *name, *organ_code, *region_code;
	enum { ZP_ROTATION, ZP_FIXED, ZP_ON_CALL } mode;
	enum { ZP_ONSITE, ZP_PHONE } way;
	enum { ZP_WORKING_DAYS, ZP_DAYS_OFF, ZP_ALL_DAYS } open_on;
	uint32_t shifts;		/* set: am pm day */
	int32_t posts;
	/* ours: who serves it, if fixed (N4); its duties count as remote */
	struct zp_list fixed_counsel; bool remote;
	int32_t organ, region;
};

struct zp_registry {
	struct zp_arena *arena;		/* owned */
	struct zp_region *region; uint32_t regions;
	struct zp_centre *centre; uint32_t centres;
	struct zp_organ *organ; uint32_t organs;
	struct zp_firm *firm; uint32_t firms;
	struct zp_counsel *counsel; uint32_t counsels;
	struct zp_leave *leave; uint32_t leaves;
	struct zp_matter *matter; uint32_t matters;
	struct zp_station *station; uint32_t stations;
	struct zp_strmap by_code[ZP_T_STATIONS + 1];	/* not LEAVE */
	int32_t city;			/* the city centre, or -1 */
};

/* A column that names rows of another table.  soft: the other row may be
 * missing (a person or organ elsewhere, a case not yet here). */
struct zp_ref {
	enum zp_table_id from;
	const char *column;		/* a CODE or a LIST of `from` */
	enum zp_table_id to;
	size_t index;			/* offset of the linked int32_t in the
					 * row of `from`; SIZE_MAX: none */
	bool soft;
};
/* All of them, also those of cases and events; *n (never NULL) how many. */
const struct zp_ref *zp_registry_refs(size_t *n);

/* Start an empty registry; released by zp_registry_free() (NULL is fine). */
struct zp_registry *zp_registry_new(void) ZP_MUST_CHECK;
void zp_registry_free(struct zp_registry *r);
/* Take n parsed rows of one table (ZP_T_REGIONS..ZP_T_STATIONS); the array
 * and its strings must live in r->arena. */
void zp_registry_set(struct zp_registry *r, enum zp_table_id id, void *rows,
    uint32_t n);
/* Sort, index and resolve every reference.  Reference errors (unknown code,
 * duplicate key, a cycle of parents) go to rep with `file` = the table's
 * file name and line 0; the offending reference becomes -1.
 * Returns false when there was any error. */
bool zp_registry_link(struct zp_registry *r, struct zp_report *rep)
    ZP_MUST_CHECK;
/* The rows of one table (ZP_T_REGIONS..ZP_T_STATIONS), *n of them. */
const void *zp_registry_rows(const struct zp_registry *r,
    enum zp_table_id id, uint32_t *n);
/* Position of the row with that key (licence_no for counsel), or -1. */
int32_t zp_registry_find(const struct zp_registry *r, enum zp_table_id id,
    const char *code);
/* The leave that covers day d, or NULL. */
const struct zp_leave *zp_counsel_leave(const struct zp_counsel *c,
    struct zp_date d);
/* Days of [from, to) on which c is on leave or had not joined. */
int32_t zp_counsel_away(const struct zp_counsel *c, struct zp_date from,
    struct zp_date to);
/* True when the list holds s. */
bool zp_list_has(const struct zp_list *l, const char *s);
/* All tables (REGIONS..STATIONS) as canonical CSV, each preceded by a line
 * "# name": the stored snapshot; equal registries give equal bytes. */
void zp_registry_print(const struct zp_registry *r, struct zp_buf *out);
/* The inverse; NULL and a report when the text is not such a snapshot. */
struct zp_registry *zp_registry_parse(const char *text, size_t n,
    struct zp_report *rep) ZP_MUST_CHECK;
#endif
