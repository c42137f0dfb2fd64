/*
 * src/rules/jurisdiction.c - which centre handles a case (J).
 */
#include "zhipaid/jurisdiction.h"
#include "zhipaid/rule.h"

int32_t zp_route_region(const struct zp_registry *reg, int32_t region)
{
	/* Each step leaves a region for good, so this many are enough; a
	 * circle in the data ends here too. */
	for (uint32_t i = 0; i <= reg->regions && region >= 0; i++) {
		const struct zp_region *r = &reg->region[region];

		if (r->served >= 0)
			region = r->served;
		else if (r->centre >= 0)
			return r->centre;
		else
			region = r->parent;
	}
	return -1;
}

static struct zp_route found(const struct zp_registry *reg,
    const struct zp_case *c, int32_t centre, int rule)
{
	int32_t got = zp_registry_find(reg, ZP_T_CENTRES, c->received_centre);

	return (struct zp_route){ .centre = centre, .rule = rule,
		.mismatch = centre >= 0 && got >= 0 && got != centre };
}

/* J3, AQ 三(三)2: the list of matters and tags. */
bool zp_route_tiered(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_case *c)
{
	int32_t m = zp_registry_find(reg, ZP_T_MATTERS, c->matter_code);

	return p->tiered && ((c->tags & p->level_tags) != 0 ||
	    (m >= 0 && reg->matter[m].level_jurisdiction));
}

/* First instance of a level-jurisdiction case at an intermediate court: the
 * level follows the court (its region's centre) by default, or the county
 * of the case takes it, or a person decides, by J7. */
static struct zp_route at_intermediate(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_case *c, int32_t court,
    int32_t region)
{
	struct zp_route ask = found(reg, c, -1, ZP_J3);

	if (p->first_at_intermediate == ZP_FIRST_CITY)
		return found(reg, c, zp_route_region(reg, court), ZP_J3);
	if (p->first_at_intermediate == ZP_FIRST_COUNTY)
		return found(reg, c, zp_route_region(reg, region), ZP_J3);
	ask.ask = true;
	return ask;
}

/* J1, LAA 38; J5: a zone's case before a basic organ is its server's. */
static struct zp_route by_organ(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_case *c, bool tiered)
{
	int32_t o = zp_registry_find(reg, ZP_T_ORGANS, c->organ_code);
	int32_t r = zp_registry_find(reg, ZP_T_REGIONS, c->region_code);
	const struct zp_organ *organ;

	if (o < 0)
		return found(reg, c, -1, ZP_J1);
	organ = &reg->organ[o];
	if (tiered && c->stage == ZP_FIRST_INSTANCE &&
	    organ->kind == ZP_COURT && organ->level == ZP_INTERMEDIATE)
		return at_intermediate(reg, p, c, organ->region, r);
	if (organ->level == ZP_BASIC && r >= 0 && reg->region[r].served >= 0)
		return found(reg, c, zp_route_region(reg, r), ZP_J5);
	return found(reg, c, zp_route_region(reg, organ->region), ZP_J1);
}

struct zp_route zp_route_case(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_case *c)
{
	int32_t o = zp_registry_find(reg, ZP_T_ORGANS, c->organ_code);
	bool tiered = zp_route_tiered(reg, p, c);
	int32_t r;

	if (c->designated_centre[0] != '\0')
		return found(reg, c, zp_registry_find(reg, ZP_T_CENTRES,
		    c->designated_centre), ZP_J7);
	if (c->stage == ZP_DEATH_REVIEW &&
	    (o < 0 || reg->organ[o].level == ZP_HIGH))
		return found(reg, c, -1, ZP_D18);
	if (tiered && c->stage == ZP_SECOND_INSTANCE)
		return found(reg, c, reg->city, ZP_J4);
	if (c->organ_code[0] != '\0')
		return by_organ(reg, p, c, tiered);
	r = zp_registry_find(reg, ZP_T_REGIONS, c->region_code);
	return found(reg, c, zp_route_region(reg, r),
	    r >= 0 && reg->region[r].served >= 0 ? ZP_J5 : ZP_J1);
}
