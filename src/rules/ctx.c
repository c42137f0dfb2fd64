/*
 * src/rules/ctx.c - what the checks need, resolved once per case and person.
 */
#include <string.h>
#include "check.h"

/* Which clause makes a criminal matter a lawyer's: agency of victims,
 * private prosecutors and civil plaintiffs (Q3), compulsory treatment (Q4),
 * else defence (Q2).  Told by the code, "CR-VICTIM". */
static int criminal_law(const struct zp_matter *m)
{
	static const char *const agency[] = { "VICTIM", "AGENT", "PRIVATE",
		"INCIDENTAL" };

	if (strstr(m->code, "COMPULSORY") != NULL)
		return ZP_Q4;
	for (size_t i = 0; i < ZP_COUNT(agency); i++)
		if (strstr(m->code, agency[i]) != NULL)
			return ZP_Q3;
	return ZP_Q2;
}

int32_t zp_county(const struct zp_registry *reg, int32_t region)
{
	const struct zp_region *r;

	for (int i = 0; i < 8 && region >= 0; i++) {
		r = &reg->region[region];
		if (r->level != ZP_TOWNSHIP && r->level != ZP_ZONE)
			break;
		region = r->served >= 0 ? r->served : r->parent;
	}
	return region;
}

/* Q13, CivInt 88(2): the places that make a case lie in a worker's area:
 * the region itself; who serves it; else, of a township, its county. */
static void places(struct zp_ctx *x)
{
	const struct zp_region *all = x->v->reg->region;
	int32_t at = x->vc->region;
	size_t n = 0;

	for (size_t i = 0; i < ZP_CTX_NEAR; i++)
		x->place[i] = -1;
	while (at >= 0 && n < ZP_CTX_NEAR) {
		x->place[n++] = at;
		if (all[at].served >= 0)
			at = all[at].served;
		else if (all[at].level == ZP_TOWNSHIP)
			at = all[at].parent;
		else
			break;
		if (at >= 0 && all[at].level <= ZP_CITY)
			break;
	}
}

static int32_t find(const struct zp_ctx *x, enum zp_table_id id,
    const struct zp_list *l, uint32_t k)
{
	return zp_registry_find(x->v->reg, id, l->at[k]);
}

int32_t zp_foe(const struct zp_ctx *x, uint32_t k)
{
	return k < ZP_CTX_NEAR ? x->foe[k] :
	    find(x, ZP_T_COUNSEL, &x->vc->c.opponent_counsel, k);
}

int32_t zp_foe_firm(const struct zp_ctx *x, uint32_t k)
{
	return k < ZP_CTX_NEAR ? x->foe_firm[k] :
	    find(x, ZP_T_FIRMS, &x->vc->c.opponent_firm, k);
}

static void other_side(struct zp_ctx *x)
{
	const struct zp_case *c = &x->vc->c;

	for (uint32_t k = 0; k < ZP_CTX_NEAR; k++) {
		x->foe[k] = k < c->opponent_counsel.n ?
		    find(x, ZP_T_COUNSEL, &c->opponent_counsel, k) : -1;
		x->foe_firm[k] = k < c->opponent_firm.n ?
		    find(x, ZP_T_FIRMS, &c->opponent_firm, k) : -1;
	}
}

/* Q11, Q12: marked as a minor, or under 18 today. */
static bool is_minor(const struct zp_case *c, struct zp_date today)
{
	return zp_list_has(&c->recipient_groups, "minor") ||
	    (zp_date_known(c->recipient_birth) &&
	    zp_date_years(c->recipient_birth, today) < 18);
}

static void live_rules(struct zp_ctx *x)
{
	for (int r = 0; r < ZP_CANDIDATE_RULES; r++) {
		const struct zp_rule_row *row = zp_rule_row((enum zp_rule)r);

		if ((!x->p->off[r] || !zp_rule_optional((enum zp_rule)r)) &&
		    (row->concerns == NULL || row->concerns(x)))
			x->live |= ZP_RULE_BIT(r);
	}
	for (int t = 0; t < ZP_TERMS; t++) {
		const struct zp_rule_row *row =
		    zp_rule_row((enum zp_rule)(ZP_S9 + t));

		if (row->cost != NULL && !x->p->off[ZP_S9 + t] &&
		    row->concerns(x))
			x->terms |= 1U << t;
	}
}

void zp_ctx_near(struct zp_ctx *x, int32_t counsel)
{
	if (counsel >= 0)
		x->near |= zp_firm_bit(&x->v->reg->counsel[counsel]);
}

void zp_ctx_case(struct zp_ctx *x, const struct zp_view *v,
    const struct zp_policy *p, uint32_t i, enum zp_role role)
{
	const struct zp_view_case *vc = &v->at[i];
	const struct zp_registry *reg = v->reg;
	int year;

	*x = (struct zp_ctx){ .v = v, .p = p, .vc = vc, .role = role,
		.counsel = -1, .law = -1, .home = -1,
		.today = zp_wall_date(v->now) };
	zp_date_split(x->today, &year, NULL, NULL);
	x->new_year = zp_date_of(year + 1, 1, 1);
	if (vc->matter >= 0)
		x->matter = &reg->matter[vc->matter];
	if (vc->organ >= 0)
		x->organ = &reg->organ[vc->organ];
	x->criminal = x->matter != NULL &&
	    x->matter->category == ZP_CRIMINAL;
	x->litigation = zp_stage_litigation(vc->c.stage);
	if (x->criminal)
		x->law = criminal_law(x->matter);
	x->grave = x->criminal && (vc->c.stage == ZP_DEATH_REVIEW ||
	    vc->c.possible_sentence == ZP_SENTENCE_LIFE ||
	    vc->c.possible_sentence == ZP_SENTENCE_DEATH);
	x->minor = is_minor(&vc->c, x->today);
	for (uint32_t k = 0; k < vc->links; k++) {
		x->links |= 1U << vc->link[k].kind;
		zp_ctx_near(x, vc->link[k].counsel);
	}
	places(x);
	x->seat = zp_county(reg, vc->region);
	x->organ_seat = x->organ == NULL ? -1 :
	    zp_county(reg, x->organ->region);
	other_side(x);
	live_rules(x);
}

void zp_ctx_person(struct zp_ctx *x, int32_t counsel)
{
	const struct zp_registry *reg = x->v->reg;

	x->counsel = counsel;
	x->c = &reg->counsel[counsel];
	x->st = &x->v->counsel[counsel];
	x->home = zp_county(reg, x->c->region);
}
