/*
 * src/rules/score.c - terms of the score: a person pays for what he lacks
 * (S, Q12, Q14, Q21-Q23).  Milli-points >= 0; 0 = has what is wanted.
 */
#include <string.h>
#include "check.h"

#define RIPE_YEARS 10		/* S1: experience for major cases */
#define QUALITY_GOOD 80	/* S12: from here on nothing is missing */

bool zp_concerns_q23(const struct zp_ctx *x)
{
	return x->p->w_specialty > 0 && x->matter != NULL &&
	    x->matter->specialty[0] != '\0';
}

/* Q23, BT 二(二): matters to those who know them. */
int64_t zp_cost_q23(const struct zp_ctx *x)
{
	return zp_list_has(&x->c->specialties, x->matter->specialty) ?
	    0 : x->p->w_specialty;
}

bool zp_concerns_s1(const struct zp_ctx *x)
{
	return x->p->w_experience > 0 &&
	    x->vc->c.difficulty != ZP_ORDINARY;
}

/* S1, D148 25(1): practice of ten years for a major case; half as much
 * weight for a complex one. */
int64_t zp_cost_s1(const struct zp_ctx *x)
{
	struct zp_date until;

	if (!zp_years_lack(x->c->practice_since, RIPE_YEARS, x->today, &until))
		return 0;
	return x->vc->c.difficulty == ZP_MAJOR ?
	    x->p->w_experience : x->p->w_experience / 2;
}

bool zp_concerns_q22(const struct zp_ctx *x)
{
	return x->p->w_expert > 0 && x->vc->c.difficulty == ZP_MAJOR;
}

/* Q22, BT 二(二): the expert pool for major cases. */
int64_t zp_cost_q22(const struct zp_ctx *x)
{
	return x->c->expert ? 0 : x->p->w_expert;
}

bool zp_concerns_q21(const struct zp_ctx *x)
{
	const char *lang = x->vc->c.language;

	return x->p->w_language > 0 && lang[0] != '\0' &&
	    strcmp(lang, "zh") != 0;
}

/* Q21, CPL 9: somebody who speaks the recipient's language; Chinese is
 * taken for known. */
int64_t zp_cost_q21(const struct zp_ctx *x)
{
	return zp_list_has(&x->c->languages, x->vc->c.language) ?
	    0 : x->p->w_language;
}

bool zp_concerns_q12(const struct zp_ctx *x)
{
	const struct zp_case *c = &x->vc->c;

	return x->p->w_woman > 0 && x->minor &&
	    c->recipient_gender == ZP_R_FEMALE &&
	    ((c->tags & ZP_TAG_SEXUAL) != 0 || (x->matter != NULL &&
	    strstr(x->matter->code, "SEXUAL") != NULL));
}

/* Q12, MIN 2020: a woman for a girl in a sexual-assault case. */
int64_t zp_cost_q12(const struct zp_ctx *x)
{
	return x->c->gender == ZP_FEMALE ? 0 : x->p->w_woman;
}

/* Did the person act in an earlier stage, and was not sent away? */
static bool acted_before(const struct zp_link *l, int32_t counsel)
{
	return l->kind == ZP_LINK_PRIOR && l->counsel >= 0 &&
	    (counsel < 0 || l->counsel == counsel) &&
	    l->end_reason != ZP_END_DECLINED &&
	    l->end_reason != ZP_END_CHANGED;
}

/* counsel -1: did anybody? */
static bool continues(const struct zp_ctx *x, int32_t counsel)
{
	for (uint32_t k = 0; k < x->vc->links; k++)
		if (acted_before(&x->vc->link[k], counsel))
			return true;
	return false;
}

bool zp_concerns_s7(const struct zp_ctx *x)
{
	return x->p->w_continuity > 0 && x->criminal &&
	    x->vc->c.stage == ZP_SECOND_INSTANCE &&
	    x->vc->c.possible_sentence == ZP_SENTENCE_DEATH;
}

/* S7, IM 二(二): second instance of a death sentence: counsel of the first,
 * or of the place (the case's region stands for that of detention). */
int64_t zp_cost_s7(const struct zp_ctx *x)
{
	return continues(x, x->counsel) ||
	    (x->home >= 0 && x->home == x->seat) ? 0 : x->p->w_continuity;
}

bool zp_concerns_s6(const struct zp_ctx *x)
{
	return x->p->w_continuity > 0 && zp_linked(x, ZP_LINK_PRIOR) &&
	    !zp_concerns_s7(x) && continues(x, -1);
}

/* S6, LS24 二(一)3; MIN 2024: the same counsel through all stages. */
int64_t zp_cost_s6(const struct zp_ctx *x)
{
	return continues(x, x->counsel) ? 0 : x->p->w_continuity;
}

bool zp_concerns_s8(const struct zp_ctx *x)
{
	return x->p->w_wish > 0 && x->vc->c.wished_counsel.n > 0;
}

/* S8: the recipient's list: the first pays nothing, each place further down
 * a third more. */
int64_t zp_cost_s8(const struct zp_ctx *x)
{
	const struct zp_list *l = &x->vc->c.wished_counsel;
	uint32_t i;

	for (i = 0; i < l->n && i < 3; i++)
		if (strcmp(l->at[i], x->c->licence_no) == 0)
			break;
	return i == l->n ? x->p->w_wish : (int64_t)x->p->w_wish * i / 3;
}

bool zp_rules_steer(const struct zp_view *v, const struct zp_policy *p,
    enum zp_rule r, int32_t centre)
{
	int32_t line = r == ZP_T3 ? p->litigation_line : p->social_line;
	const struct zp_centre_state *st;

	if (line <= 0 || centre < 0 || p->off[ZP_T6])
		return false;
	st = &v->centre[centre];
	return INT64_C(100) * (r == ZP_T3 ? st->closed_litigation :
	    st->closed_social) < (int64_t)line * st->closed;
}

bool zp_concerns_t6(const struct zp_ctx *x)
{
	return x->p->w_steer > 0 &&
	    zp_rules_steer(x->v, x->p, ZP_T4, x->vc->handling);
}

/* T6, AQ 六(二): below the line of T4, firm lawyers first. */
int64_t zp_cost_t6(const struct zp_ctx *x)
{
	return x->c->kind == ZP_LAWYER ? 0 : x->p->w_steer;
}

bool zp_concerns_q14(const struct zp_ctx *x)
{
	const struct zp_region *r;

	if (x->p->w_rural <= 0 || x->litigation || x->vc->region < 0 ||
	    x->matter == NULL || x->matter->category != ZP_CIVIL)
		return false;
	r = &x->v->reg->region[x->vc->region];
	return r->level == ZP_COUNTY || r->level == ZP_TOWNSHIP;
}

/* Q14, IM 三(二): grass-roots workers for civil matters of the country. */
int64_t zp_cost_q14(const struct zp_ctx *x)
{
	return x->c->kind == ZP_GRASSROOTS ? 0 : x->p->w_rural;
}

bool zp_concerns_s2(const struct zp_ctx *x)
{
	return x->p->w_distance > 0 && x->seat >= 0;
}

/* S2, SF/T 0058: near the recipient: half the weight of distance. */
int64_t zp_cost_s2(const struct zp_ctx *x)
{
	return x->home == x->seat ? 0 : x->p->w_distance / 2;
}

bool zp_concerns_s3(const struct zp_ctx *x)
{
	return x->p->w_distance > 0 && x->organ_seat >= 0;
}

/* S3, ZJ24 一(二): near the organ: the other half. */
int64_t zp_cost_s3(const struct zp_ctx *x)
{
	return x->home == x->organ_seat ? 0 :
	    x->p->w_distance - x->p->w_distance / 2;
}

bool zp_concerns_s12(const struct zp_ctx *x)
{
	return x->p->w_quality > 0;
}

/* S12, LAA 59: the grade of past work; nobody pays for having none. */
int64_t zp_cost_s12(const struct zp_ctx *x)
{
	int32_t grade = x->c->quality;

	if (grade < 0 || grade >= QUALITY_GOOD)
		return 0;
	return (int64_t)x->p->w_quality * (QUALITY_GOOD - grade) /
	    QUALITY_GOOD;
}
