/*
 * include/zhipaid/jurisdiction.h - which centre handles a case (J).
 * Layer: rules.  Pure.
 *
 * J1 (LAA 38): the place of the case-handling organ; J3, J4 (Anqing 三(三)2):
 * level-jurisdiction cases at second instance go to the city; J5: zones
 * without a bureau are served by another; J7: the superior may designate;
 * D18: the Supreme Court's death reviews are not a city's.
 *
 * In this order: the designated centre; a death review without an organ or
 * at a high one: nobody; a level-jurisdiction case at second instance: the
 * city's centre; one at first instance at an intermediate court: as the
 * policy says; a case with an organ: the centre of the organ's region, but
 * a basic organ leaves the cases of a region served by another to who
 * serves it; without an organ: the centre of the case's region, of who
 * serves it, or of the nearest region above.
 */
#ifndef ZHIPAID_JURISDICTION_H
#define ZHIPAID_JURISDICTION_H
#include "zhipaid/policy.h"

struct zp_route {
	int32_t centre;		/* handling centre, or -1: nobody (J1) */
	int rule;		/* zp_rule that decided */
	bool mismatch;		/* received elsewhere than competent (J6) */
	bool ask;		/* J3: a person must decide */
};
/* As above.  Unknown region, organ or designated centre: centre -1. */
struct zp_route zp_route_case(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_case *c);
/* Is the case under level jurisdiction (J3)? */
bool zp_route_tiered(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_case *c);
/* Follow served_by, then parents, to the nearest region with a centre. */
int32_t zp_route_region(const struct zp_registry *reg, int32_t region);
#endif
