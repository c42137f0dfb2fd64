/*
 * tests/engine/support_county.h - a county whose people are known by name.
 *
 * Rows are facts as text, "column=value; column=value", by table.h.
 */
#ifndef ZT_COUNTY_H
#define ZT_COUNTY_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "zhipaid/decide.h"
#include "zhipaid/world.h"

struct zt_county {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;		/* empty: Monday to Friday */
	struct zp_world *w;
	struct zp_arena *a;
	const char *no[8]; uint32_t n;	/* open cases */
	struct zp_view *v;		/* of the last decision */
};
/* Centre CB (怀宁县) of the city CA with lawyers L1, L2 (firm FA), L3 (FB),
 * staff S1, grass-roots worker G1, volunteer V1; L9 belongs to CA. */
struct zt_county *zt_county_new(void);
void zt_county_free(struct zt_county *t);
/* An open case of centre CB; criminal, first instance, unless it says
 * otherwise. */
void zt_county_case(struct zt_county *t, const char *facts);
/* What a person took on this year, long ended. */
void zt_county_past(struct zt_county *t, const char *licence, int cases);
/* Decide all open cases on 2026-03-10 at 09:00. */
struct zp_plan *zt_county_decide(struct zt_county *t);
int32_t zt_county_person(const struct zt_county *t, const char *licence);
#endif
