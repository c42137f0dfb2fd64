/* src/model/refs.c - which column names rows of which table. */
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/case.h"
#include "zhipaid/registry.h"

#define LINKED(from, row, column, to, index) \
	{ from, #column, to, offsetof(struct row, index), false }
#define HARD(from, column, to) { from, column, to, SIZE_MAX, false }
#define SOFT(from, column, to) { from, column, to, SIZE_MAX, true }

static const struct zp_ref refs[] = {
	LINKED(ZP_T_REGIONS, zp_region, parent_code, ZP_T_REGIONS, parent),
	LINKED(ZP_T_REGIONS, zp_region, served_by, ZP_T_REGIONS, served),
	LINKED(ZP_T_CENTRES, zp_centre, region_code, ZP_T_REGIONS, region),
	LINKED(ZP_T_ORGANS, zp_organ, region_code, ZP_T_REGIONS, region),
	LINKED(ZP_T_FIRMS, zp_firm, region_code, ZP_T_REGIONS, region),
	LINKED(ZP_T_COUNSEL, zp_counsel, firm_code, ZP_T_FIRMS, firm),
	LINKED(ZP_T_COUNSEL, zp_counsel, centre_code, ZP_T_CENTRES, centre),
	LINKED(ZP_T_COUNSEL, zp_counsel, region_code, ZP_T_REGIONS, region),
	LINKED(ZP_T_LEAVE, zp_leave, licence_no, ZP_T_COUNSEL, counsel),
	LINKED(ZP_T_STATIONS, zp_station, organ_code, ZP_T_ORGANS, organ),
	LINKED(ZP_T_STATIONS, zp_station, region_code, ZP_T_REGIONS, region),
	HARD(ZP_T_CASES, "received_centre", ZP_T_CENTRES),
	HARD(ZP_T_CASES, "organ_code", ZP_T_ORGANS),
	HARD(ZP_T_CASES, "region_code", ZP_T_REGIONS),
	HARD(ZP_T_CASES, "matter_code", ZP_T_MATTERS),
	HARD(ZP_T_CASES, "designated_centre", ZP_T_CENTRES),
	HARD(ZP_T_EVENTS, "case_no", ZP_T_CASES),
	HARD(ZP_T_EVENTS, "licence_no", ZP_T_COUNSEL),
	HARD(ZP_T_ROSTER, "station_code", ZP_T_STATIONS),
	HARD(ZP_T_ROSTER, "licence_no", ZP_T_COUNSEL),
	HARD(ZP_T_HELP, "station_code", ZP_T_STATIONS),
	HARD(ZP_T_HELP, "licence_no", ZP_T_COUNSEL),
	HARD(ZP_T_STATION_DAYS, "station_code", ZP_T_STATIONS),
	HARD(ZP_T_WISHES, "licence_no", ZP_T_COUNSEL),
	HARD(ZP_T_DUTY_LOANS, "licence_no", ZP_T_COUNSEL),
	HARD(ZP_T_DUTY_LOANS, "centre_code", ZP_T_CENTRES),
	SOFT(ZP_T_COUNSEL, "area", ZP_T_REGIONS),
	SOFT(ZP_T_STATIONS, "fixed_counsel", ZP_T_COUNSEL),
	SOFT(ZP_T_CASES, "wished_counsel", ZP_T_COUNSEL),
	SOFT(ZP_T_CASES, "excluded_counsel", ZP_T_COUNSEL),
	SOFT(ZP_T_CASES, "recused", ZP_T_COUNSEL),
};

const struct zp_ref *zp_registry_refs(size_t *n)
{
	*n = ZP_COUNT(refs);
	return refs;
}
