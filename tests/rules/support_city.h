/*
 * tests/rules/support_city.h - a small city, one case, and facts as text.
 *
 * Facts are "column=value; column=value" with the columns of table.h, so a
 * row of a test reads like the rule it is about.
 */
#ifndef ZT_CITY_H
#define ZT_CITY_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "zhipaid/rule.h"

#define ZT_COUNSEL 10
#define ZT_LINKS 8

struct zt_city {
	struct zp_arena *a;		/* the registry's */
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;		/* empty: Monday to Friday */
	struct zp_view v;		/* one case */
	struct zp_view_case vc;
	struct zp_link link[ZT_LINKS];
	struct zp_counsel_state st[ZT_COUNSEL];
};
/* At 2026-03-10 09:00: an ordinary civil case of first instance before the
 * court of county A; everybody in the registry is ripe and free. */
struct zt_city *zt_city_new(void);
void zt_city_free(struct zt_city *t);
/* Overwrite columns of a row; fails the test on a bad fact. */
void zt_set(struct zt_city *t, enum zp_table_id id, void *row,
    const char *facts);
/* Facts of the case, links resolved anew. */
void zt_case(struct zt_city *t, const char *facts);
/* Facts of a person. */
struct zp_counsel *zt_counsel(struct zt_city *t, const char *licence,
    const char *facts);
int32_t zt_index(const struct zt_city *t, const char *licence);
/* Add a link from the case. */
void zt_link(struct zt_city *t, const char *facts);
/* "2026-03-01/2026-03-02 2026-03-05/2026-03-09" */
void zt_leave(struct zt_city *t, const char *licence, const char *spans);
void zt_today(struct zt_city *t, struct zp_date d);
struct zp_date zt_date(const char *s);
struct zp_wall zt_wall(const char *s);
#endif
