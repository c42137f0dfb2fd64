/* tests/rules/test_jurisdiction.c - which centre handles a case (J). */
#include "support_city.h"
#include "zhipaid/jurisdiction.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

struct row {
	const char *centre;	/* NULL: nobody */
	enum zp_rule rule;
	const char *cs;
	bool tiered;
	enum zp_first_at_intermediate first;
	bool ask, mismatch;
};

static const struct row row[] = {
	/* J1: the organ's place, whatever the case's own region */
	{ "CA", ZP_J1, "" },
	{ "CB", ZP_J1, "organ_code=CTB", .mismatch = true },
	{ "CB", ZP_J1, "organ_code=CTB; received_centre=CB" },
	{ "CB", ZP_J1, "organ_code=CTB; received_centre=" },
	{ "C0", ZP_J1, "organ_code=CTI", .mismatch = true },
	{ "CA", ZP_J1, "received_centre=C0", .mismatch = true },
	/* no organ: the case's region, up to who has a centre */
	{ "CB", ZP_J1, "organ_code=; region_code=340802", .mismatch = true },
	{ "CA", ZP_J1, "organ_code=; region_code=340801100" },
	{ "C0", ZP_J1, "organ_code=; region_code=340803", .mismatch = true },
	{ "CA", ZP_J5, "organ_code=; region_code=340871001" },
	/* J5: a basic organ leaves the zone to who serves it */
	{ "CA", ZP_J5, "organ_code=CTB; region_code=340871001" },
	{ "C0", ZP_J1, "organ_code=CTI; region_code=340871001",
	    .mismatch = true },
	/* J4: second instance of a listed matter or tag goes to the city */
	{ "C0", ZP_J4, "matter_code=CV-LAND; stage=second_instance",
	    .tiered = true, .mismatch = true },
	{ "C0", ZP_J4, "matter_code=AD-LEVEL; stage=second_instance",
	    .tiered = true, .mismatch = true },
	{ "C0", ZP_J4, "tags=mass; stage=second_instance", .tiered = true,
	    .mismatch = true },
	{ "C0", ZP_J4, "tags=mass; stage=second_instance; organ_code=",
	    .tiered = true, .mismatch = true },
	{ "CA", ZP_J1, "tags=gang; stage=second_instance", .tiered = true },
	{ "CA", ZP_J1, "matter_code=CV-LAND; stage=second_instance" },
	{ "CA", ZP_J1, "matter_code=CV-LAND", .tiered = true },
	/* J3: first instance at the intermediate court */
	{ "C0", ZP_J3, "matter_code=CV-LAND; organ_code=CTI",
	    .tiered = true, .mismatch = true },
	{ "CA", ZP_J3, "matter_code=CV-LAND; organ_code=CTI",
	    .tiered = true, .first = ZP_FIRST_COUNTY },
	{ NULL, ZP_J3, "matter_code=CV-LAND; organ_code=CTI",
	    .tiered = true, .first = ZP_FIRST_ASK, .ask = true },
	{ "C0", ZP_J1, "organ_code=CTI", .tiered = true,
	    .first = ZP_FIRST_ASK, .mismatch = true },
	{ "C0", ZP_J1, "matter_code=CV-LAND; organ_code=PRI",
	    .tiered = true, .first = ZP_FIRST_ASK, .mismatch = true },
	/* J7: the superior's word */
	{ "CB", ZP_J7, "designated_centre=CB; organ_code=CTA",
	    .mismatch = true },
	{ "CA", ZP_J7, "designated_centre=CA; matter_code=CV-LAND; "
	    "organ_code=CTI", .tiered = true, .first = ZP_FIRST_ASK },
	{ "CA", ZP_J7, "designated_centre=CA; stage=death_review; "
	    "organ_code=CTH" },
	{ NULL, ZP_J7, "designated_centre=NONE" },
	/* D18: not ours */
	{ NULL, ZP_D18, "stage=death_review; organ_code=CTH" },
	{ NULL, ZP_D18, "stage=death_review; organ_code=" },
	{ "C0", ZP_J1, "stage=death_review; organ_code=CTI",
	    .mismatch = true },
	{ "CA", ZP_J1, "stage=death_review; organ_code=CTA" },
	/* nobody */
	{ NULL, ZP_J1, "organ_code=NONE" },
	{ NULL, ZP_J1, "organ_code=CTH" },
	{ NULL, ZP_J1, "organ_code=; region_code=NONE" },
	{ NULL, ZP_J1, "organ_code=; region_code=" },
	{ NULL, ZP_J1, "organ_code=; region_code=34" },
};

static void check_row(const struct row *r, size_t n)
{
	struct zt_city *t = zt_city_new();
	struct zp_route got;
	int32_t want = -1;

	t->p.tiered = r->tiered;
	t->p.first_at_intermediate = r->first;
	zt_case(t, r->cs);
	if (r->centre != NULL)
		want = zp_registry_find(t->reg, ZP_T_CENTRES, r->centre);
	got = zp_route_case(t->reg, &t->p, &t->vc.c);
	if (got.centre != want || got.rule != (int)r->rule ||
	    got.ask != r->ask || got.mismatch != r->mismatch)
		fail_msg("row %zu: centre %d by %s, ask %d, mismatch %d", n,
		    got.centre, zp_rule_row((enum zp_rule)got.rule)->id,
		    got.ask, got.mismatch);
	zt_city_free(t);
}

static void a_case_has_its_centre(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZP_COUNT(row); i++)
		check_row(&row[i], i);
}

static void a_circle_of_servers_ends(void **state)
{
	struct zt_city *t = zt_city_new();
	int32_t a = zp_registry_find(t->reg, ZP_T_REGIONS, "340871001");
	int32_t b = zp_registry_find(t->reg, ZP_T_REGIONS, "340802");

	(void)state;
	t->reg->region[a].served = b;
	t->reg->region[b].served = a;
	assert_int_equal(-1, zp_route_region(t->reg, a));
	assert_int_equal(-1, zp_route_region(t->reg, -1));
	zt_city_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_has_its_centre),
		cmocka_unit_test(a_circle_of_servers_ends),
	};
	return cmocka_run_group_tests_name("jurisdiction", tests, NULL, NULL);
}
