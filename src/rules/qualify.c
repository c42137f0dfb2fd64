/*
 * src/rules/qualify.c - who may be assigned to what (Q).
 */
#include "check.h"

#define NATIONAL_YEARS 3	/* LAA 26; D148 26(1) */

/* Q15, LAA 17(2): volunteers advise and draft.  Volunteers who hold a
 * practising certificate are entered as lawyers (17(1)). */
bool zp_denies_q15(const struct zp_ctx *x, struct zp_why *why)
{
	return x->c->kind == ZP_VOLUNTEER &&
	    zp_because(why, ZP_DATE_NONE, "", 0);
}

bool zp_concerns_q2(const struct zp_ctx *x)
{
	return x->law == ZP_Q2;
}

bool zp_concerns_q3(const struct zp_ctx *x)
{
	return x->law == ZP_Q3;
}

bool zp_concerns_q4(const struct zp_ctx *x)
{
	return x->law == ZP_Q4;
}

/* Q2-Q4, CPL 33, 46, 304; LAA 25, 28: criminal matters are a lawyer's. */
bool zp_denies_non_lawyer(const struct zp_ctx *x, struct zp_why *why)
{
	return x->c->kind != ZP_LAWYER && x->c->kind != ZP_STAFF_LAWYER &&
	    zp_because(why, ZP_DATE_NONE, "", 0);
}

bool zp_concerns_q16(const struct zp_ctx *x)
{
	return x->criminal;
}

/* Q16, LAA 13: staff need a practising certificate for criminal matters. */
bool zp_denies_q16(const struct zp_ctx *x, struct zp_why *why)
{
	struct zp_date until;

	return x->c->kind == ZP_STAFF_LAWYER &&
	    zp_years_lack(x->c->practice_since, 0, x->today, &until) &&
	    zp_because(why, until, "", 0);
}

/* Q17, LL 10: one firm at a time, so none before joining this one. */
bool zp_denies_q17(const struct zp_ctx *x, struct zp_why *why)
{
	return zp_date_known(x->c->joined_on) &&
	    zp_date_cmp(x->c->joined_on, x->today) > 0 &&
	    zp_because(why, x->c->joined_on, "", 0);
}

/* Q18, SPC 40; LL 47-49. */
bool zp_denies_q18(const struct zp_ctx *x, struct zp_why *why)
{
	return x->c->status != ZP_ACTIVE &&
	    zp_because(why, ZP_DATE_NONE, "", 0);
}

static bool lacks_defence(const struct zp_ctx *x, int32_t years,
    struct zp_why *why)
{
	struct zp_date until;

	return zp_years_lack(x->c->criminal_since, years, x->today, &until) &&
	    zp_because(why, until, "", years);
}

bool zp_concerns_q6(const struct zp_ctx *x)
{
	return x->role == ZP_LEAD && x->grave;
}

/* Q6, LAA 26; D148 26(1): three years of criminal defence. */
bool zp_denies_q6(const struct zp_ctx *x, struct zp_why *why)
{
	return lacks_defence(x, NATIONAL_YEARS, why);
}

bool zp_concerns_q7(const struct zp_ctx *x)
{
	return zp_concerns_q6(x) && x->p->death_years > NATIONAL_YEARS;
}

/* Q7, HZ 31(2): a stricter place may ask for more. */
bool zp_denies_q7(const struct zp_ctx *x, struct zp_why *why)
{
	return lacks_defence(x, x->p->death_years, why);
}

bool zp_concerns_q8(const struct zp_ctx *x)
{
	return x->role == ZP_LEAD && x->litigation &&
	    x->p->litigation_years > 0;
}

/* Q8, CF: years of practice for litigation of any kind. */
bool zp_denies_q8(const struct zp_ctx *x, struct zp_why *why)
{
	struct zp_date until;

	return zp_years_lack(x->c->practice_since, x->p->litigation_years,
	    x->today, &until) &&
	    zp_because(why, until, "", x->p->litigation_years);
}

bool zp_concerns_q9(const struct zp_ctx *x)
{
	return x->role == ZP_JUNIOR;
}

/* Q9, CF: one old, one young: the young one wants it and is young. */
bool zp_denies_q9(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_counsel *c = x->c;

	if (!x->p->pair || !x->litigation || !c->wants_pairing ||
	    !zp_date_known(c->practice_since) ||
	    zp_date_years(c->practice_since, x->today) >= x->p->junior_years)
		return zp_because(why, ZP_DATE_NONE, "", x->p->junior_years);
	return zp_date_cmp(c->practice_since, x->today) > 0 &&
	    zp_because(why, c->practice_since, "", x->p->junior_years);
}

bool zp_concerns_q11(const struct zp_ctx *x)
{
	return x->role == ZP_LEAD && x->criminal && x->minor;
}

/* Q11, D148 26(2); SPC 564; MPL 104: somebody who knows minors.  A birthday
 * ends it, a mark in the recipient's groups does not. */
bool zp_denies_q11(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_case *c = &x->vc->c;

	if (x->c->minor_qualified)
		return false;
	return zp_because(why, zp_list_has(&c->recipient_groups, "minor") ?
	    ZP_DATE_NONE : zp_date_add_years(c->recipient_birth, 18), "", 0);
}

bool zp_concerns_q13(const struct zp_ctx *x)
{
	return x->litigation;
}

static bool serves(const struct zp_ctx *x, int32_t place)
{
	const struct zp_list *area = &x->c->area;

	if (place < 0)
		return false;
	return area->n == 0 ? x->c->region == place :
	    zp_list_has(area, x->v->reg->region[place].code);
}

/* Q13, CivPL 61; CivInt 88(2): in litigation a grass-roots worker stays in
 * his own area. */
bool zp_denies_q13(const struct zp_ctx *x, struct zp_why *why)
{
	if (x->c->kind != ZP_GRASSROOTS)
		return false;
	for (size_t i = 0; i < ZP_CTX_NEAR; i++)
		if (serves(x, x->place[i]))
			return false;
	return zp_because(why, ZP_DATE_NONE, x->vc->c.region_code, 0);
}
