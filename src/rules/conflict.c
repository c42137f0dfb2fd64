/*
 * src/rules/conflict.c - conflicts of interest (C), lawyer and firm.
 */
#include <string.h>
#include "check.h"

#define FORMER_YEARS 2		/* LL 41 */

static const struct zp_counsel *counsel_of(const struct zp_ctx *x, int32_t i)
{
	return &x->v->reg->counsel[i];
}

/* A centre's own staff are not a firm: our reading of C7. */
static bool firm_counts(const struct zp_ctx *x)
{
	return x->c->firm >= 0 &&
	    x->v->reg->firm[x->c->firm].kind != ZP_FIRM_CENTRE;
}

/* Is `other` somebody else of the person's firm? */
static bool colleague(const struct zp_ctx *x, int32_t other)
{
	return other >= 0 && other != x->counsel &&
	    counsel_of(x, other)->firm == x->c->firm && firm_counts(x);
}

/* Is `other` a near relative, by the declaration of either? */
static bool kin(const struct zp_ctx *x, int32_t other)
{
	return other >= 0 && other != x->counsel &&
	    (zp_list_has(&x->c->relatives, counsel_of(x, other)->licence_no) ||
	    zp_list_has(&counsel_of(x, other)->relatives, x->c->licence_no));
}

/* An element of a that is in b too, or NULL. */
static const char *common(const struct zp_list *a, const struct zp_list *b)
{
	for (uint32_t i = 0; i < a->n; i++)
		if (zp_list_has(b, a->at[i]))
			return a->at[i];
	return NULL;
}

bool zp_concerns_c1(const struct zp_ctx *x)
{
	return x->criminal &&
	    (zp_linked(x, ZP_LINK_GROUP) || zp_linked(x, ZP_LINK_PRIOR));
}

/* Does the link lead to another accused person of the group, defended by
 * somebody we know? */
static bool co_accused(const struct zp_ctx *x, const struct zp_link *l)
{
	return (l->kind == ZP_LINK_GROUP || l->kind == ZP_LINK_PRIOR) &&
	    l->counsel >= 0 && l->criminal &&
	    strcmp(l->recipient_id, x->vc->c.recipient_id) != 0;
}

/* One case (C1), or cases handled apart whose facts are related (C2)? */
static bool same_case(const struct zp_ctx *x, const struct zp_link *l)
{
	const struct zp_case *c = &x->vc->c;

	return c->joint_case[0] != '\0' &&
	    strcmp(l->other_no, c->related_case) != 0 &&
	    strcmp(l->other_no, c->prior_case) != 0;
}

static bool defends_two(const struct zp_ctx *x, bool joint,
    struct zp_why *why)
{
	const struct zp_link *l = x->vc->link;

	if (zp_afar(x))
		return false;
	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (l->counsel == x->counsel && co_accused(x, l) &&
		    same_case(x, l) == joint)
			return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
	return false;
}

/* C1, SPC 43(2); SIX 4; MPS 43(2): nobody defends two co-accused, over all
 * stages and time: what has ended counts. */
bool zp_denies_c1(const struct zp_ctx *x, struct zp_why *why)
{
	return defends_two(x, true, why);
}

/* C2, the same articles: nor in separate cases with related facts. */
bool zp_denies_c2(const struct zp_ctx *x, struct zp_why *why)
{
	return defends_two(x, false, why);
}

/* C7, CRIM17 13: colleagues for co-accused only when both agree. */
bool zp_denies_c7(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_link *l = x->vc->link;

	if (zp_afar(x))
		return false;
	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (colleague(x, l->counsel) && co_accused(x, l) &&
		    !(x->vc->c.same_firm_consent && l->consent))
			return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
	return false;
}

bool zp_concerns_c3(const struct zp_ctx *x)
{
	const struct zp_case *c = &x->vc->c;

	return c->opponent_counsel.n > 0 || c->opponent_ids.n > 0 ||
	    zp_linked(x, ZP_LINK_OPPOSES);
}

/* C3, LL 39: not both sides, nor against oneself or a near relative. */
bool zp_denies_c3(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_case *c = &x->vc->c;
	const struct zp_link *l = x->vc->link;
	const char *own;

	for (uint32_t k = 0; k < c->opponent_counsel.n; k++)
		if (zp_foe(x, k) == x->counsel)
			return zp_because(why, ZP_DATE_NONE, c->case_no, 0);
	if (zp_list_has(&c->opponent_ids, x->c->licence_no))
		return zp_because(why, ZP_DATE_NONE, x->c->licence_no, 0);
	own = common(&x->c->relatives, &c->opponent_ids);
	if (own != NULL)
		return zp_because(why, ZP_DATE_NONE, own, 0);
	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (l->kind == ZP_LINK_OPPOSES &&
		    ((l->counsel == x->counsel && l->end_reason ==
		    ZP_END_NONE) ||
		    zp_list_has(&x->c->relatives, l->recipient_id)))
			return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
	return false;
}

static bool other_side_known(const struct zp_ctx *x)
{
	return x->vc->c.opponent_counsel.n > 0 || x->vc->c.opponent_firm.n > 0;
}

/* Is the person's firm on the other side by the lists of the case? */
static bool firm_opposes(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_case *c = &x->vc->c;

	for (uint32_t k = 0; k < c->opponent_firm.n; k++)
		if (x->c->firm >= 0 && zp_foe_firm(x, k) == x->c->firm)
			return zp_because(why, ZP_DATE_NONE,
			    c->opponent_firm.at[k], 0);
	for (uint32_t k = 0; k < c->opponent_counsel.n; k++)
		if (colleague(x, zp_foe(x, k)))
			return zp_because(why, ZP_DATE_NONE, x->c->firm_code,
			    0);
	return false;
}

bool zp_concerns_c4(const struct zp_ctx *x)
{
	return !x->criminal && other_side_known(x);
}

/* C4, COND 51(5): one firm on both sides, lawyers hired privately too. */
bool zp_denies_c4(const struct zp_ctx *x, struct zp_why *why)
{
	return firm_opposes(x, why);
}

bool zp_concerns_c6(const struct zp_ctx *x)
{
	return x->criminal && other_side_known(x);
}

static bool only_firm_in_county(const struct zp_ctx *x)
{
	const struct zp_registry *reg = x->v->reg;
	int32_t county = zp_county(reg, reg->firm[x->c->firm].region);
	uint32_t n = 0;

	for (uint32_t i = 0; i < reg->firms; i++)
		n += reg->firm[i].kind == ZP_LAW_FIRM &&
		    zp_county(reg, reg->firm[i].region) == county;
	return n <= 1;
}

/* C6, COND 51(4): one firm for victim and accused; free only where the
 * county has no other firm and the parties have agreed beforehand. */
bool zp_denies_c6(const struct zp_ctx *x, struct zp_why *why)
{
	return firm_opposes(x, why) &&
	    !(x->vc->c.conflict_consent && only_firm_in_county(x));
}

bool zp_concerns_c5(const struct zp_ctx *x)
{
	return zp_linked(x, ZP_LINK_OPPOSES);
}

/* C5, HZ 32: both sides aided, so from different firms. */
bool zp_denies_c5(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_link *l = x->vc->link;

	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (l->kind == ZP_LINK_OPPOSES && colleague(x, l->counsel) &&
		    l->end_reason == ZP_END_NONE)
			return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
	return false;
}

/* C8, COND 51(7): who acted for one side, he or his firm, never takes the
 * other in the same dispute, though it has ended. */
bool zp_denies_c8(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_link *l = x->vc->link;

	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (l->kind == ZP_LINK_OPPOSES &&
		    l->end_reason != ZP_END_NONE &&
		    (l->counsel == x->counsel || colleague(x, l->counsel)))
			return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
	return false;
}

bool zp_concerns_c9(const struct zp_ctx *x)
{
	return x->vc->c.opponent_ids.n > 0 && !x->vc->c.conflict_consent;
}

/* The opponent is or was a client in a linked case: of the person, until
 * client_days after its end; of the firm, while it lasts.  The latest end
 * counts. */
static bool client_opposes(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_link *l = x->vc->link;
	bool found = false;

	for (const struct zp_link *e = l + x->vc->links; l < e; l++) {
		bool me = l->counsel >= 0 && l->counsel == x->counsel;
		struct zp_date until;

		if ((!me && !colleague(x, l->counsel)) ||
		    l->kind == ZP_LINK_SELF || l->kind == ZP_LINK_OPPOSES ||
		    l->kind == ZP_LINK_HELPED ||
		    !zp_list_has(&x->vc->c.opponent_ids, l->recipient_id))
			continue;
		if (l->end_reason == ZP_END_NONE)
			return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
		if (!me || !zp_wall_known(l->ended_at))
			continue;
		until = zp_date_add(zp_wall_date(l->ended_at),
		    x->p->client_days);
		if (zp_date_cmp(x->today, until) < 0 &&
		    (!found || zp_date_cmp(why->until, until) < 0))
			found = zp_because(why, until, l->other_no, 0);
	}
	return found;
}

/* C9, COND 52: without written consent not against a client of the firm, a
 * client of less than a year ago, a near relative of a colleague. */
bool zp_denies_c9(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_registry *reg = x->v->reg;

	if (firm_counts(x))
		for (uint32_t i = 0; i < reg->counsels; i++)
			if (reg->counsel[i].relatives.n > 0 &&
			    colleague(x, (int32_t)i) &&
			    common(&reg->counsel[i].relatives,
			    &x->vc->c.opponent_ids) != NULL)
				return zp_because(why, ZP_DATE_NONE,
				    reg->counsel[i].licence_no, 0);
	return client_opposes(x, why);
}

/* Is the person's firm, or one of its people, itself the other party? */
static bool firm_is_party(const struct zp_ctx *x)
{
	const struct zp_list *ids = &x->vc->c.opponent_ids;

	for (uint32_t k = 0; k < ids->n; k++)
		if (colleague(x, zp_registry_find(x->v->reg, ZP_T_COUNSEL,
		    ids->at[k])))
			return true;
	return firm_counts(x) && zp_list_has(ids, x->c->firm_code);
}

/* C10, COND 51(2), (5): a near relative acts for the other side; the firm
 * or one of its people is the other side. */
bool zp_denies_c10(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_case *c = &x->vc->c;
	const struct zp_link *l = x->vc->link;
	const char *who = common(&x->c->relatives, &c->opponent_counsel);

	if (who != NULL)
		return zp_because(why, ZP_DATE_NONE, who, 0);
	for (uint32_t k = 0; k < c->opponent_counsel.n; k++)
		if (kin(x, zp_foe(x, k)))
			return zp_because(why, ZP_DATE_NONE,
			    c->opponent_counsel.at[k], 0);
	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (l->kind == ZP_LINK_OPPOSES && kin(x, l->counsel))
			return zp_because(why, ZP_DATE_NONE, l->licence_no, 0);
	return firm_is_party(x) &&
	    zp_because(why, ZP_DATE_NONE, x->c->firm_code, 0);
}

/* C11, LL 41; SPC 41: former officials: two years nowhere, never before
 * their old organ.  An unknown day of leaving lets nothing pass. */
bool zp_denies_c11(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_list *old = &x->c->former_organ;
	int32_t years = x->p->former_post_years;
	struct zp_date until;

	if (old->n == 0)
		return false;
	if (x->organ != NULL && zp_list_has(old, x->organ->code))
		return zp_because(why, ZP_DATE_NONE, x->organ->code, 0);
	if (years < FORMER_YEARS)
		years = FORMER_YEARS;
	return zp_years_lack(x->c->former_left_on, years, x->today, &until) &&
	    zp_because(why, until, old->at[0], years);
}

bool zp_concerns_c12(const struct zp_ctx *x)
{
	return x->organ != NULL;
}

/* C12, SPC 41(3): spouse, child or parent of somebody at that organ. */
bool zp_denies_c12(const struct zp_ctx *x, struct zp_why *why)
{
	return x->c->relatives_at.n > 0 &&
	    zp_list_has(&x->c->relatives_at, x->organ->code) &&
	    zp_because(why, ZP_DATE_NONE, x->organ->code, 0);
}

bool zp_concerns_c13(const struct zp_ctx *x)
{
	return x->vc->c.recused.n > 0;
}

/* C13, COND 51(3): handled the matter before in office. */
bool zp_denies_c13(const struct zp_ctx *x, struct zp_why *why)
{
	return zp_list_has(&x->vc->c.recused, x->c->licence_no) &&
	    zp_because(why, ZP_DATE_NONE, x->vc->c.case_no, 0);
}

bool zp_concerns_c14(const struct zp_ctx *x)
{
	return x->law == ZP_Q2 && zp_linked(x, ZP_LINK_HELPED);
}

/* C14, JS20 4: who helped another co-suspect on duty defends none of the
 * joint case; who helped only this one may (N9). */
bool zp_denies_c14(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_link *l = x->vc->link;

	if (zp_afar(x))
		return false;
	for (const struct zp_link *e = l + x->vc->links; l < e; l++)
		if (l->kind == ZP_LINK_HELPED && l->counsel == x->counsel)
			return zp_because(why, ZP_DATE_NONE, l->other_no, 0);
	return false;
}

/* A hearing without a known end lasts to the end of its day. */
static struct zp_wall hearing_end(struct zp_wall from, struct zp_wall until)
{
	if (zp_wall_known(until) && zp_wall_cmp(from, until) < 0)
		return until;
	return zp_date_start(zp_date_add(zp_wall_date(from), 1));
}

/* The first day on which the case's hearing is over. */
static struct zp_date hearing_over(const struct zp_case *c)
{
	struct zp_wall end = hearing_end(c->hearing_at, c->hearing_until);

	end.us--;
	return zp_date_add(zp_wall_date(end), 1);
}

bool zp_concerns_c17(const struct zp_ctx *x)
{
	return zp_wall_known(x->vc->c.hearing_at) &&
	    zp_date_cmp(x->today, hearing_over(&x->vc->c)) < 0;
}

/* "from/until" as the state of a person lists his hearings. */
static bool overlaps(const char *span, struct zp_wall from,
    struct zp_wall until)
{
	const char *slash = strchr(span, '/');
	char text[ZP_WALL_TEXT];
	struct zp_wall a, b;

	if (slash == NULL || (size_t)(slash - span) >= sizeof(text))
		return false;
	memcpy(text, span, (size_t)(slash - span));
	text[slash - span] = '\0';
	if (!zp_wall_parse(text, &a))
		return false;
	if (!zp_wall_parse(slash + 1, &b))
		b = ZP_WALL_NONE;
	b = hearing_end(a, b);
	return zp_wall_cmp(a, until) < 0 && zp_wall_cmp(from, b) < 0;
}

/* C17: nobody is at two hearings at the same time. */
bool zp_denies_c17(const struct zp_ctx *x, struct zp_why *why)
{
	const struct zp_case *c = &x->vc->c;
	struct zp_wall end = hearing_end(c->hearing_at, c->hearing_until);

	for (uint32_t i = 0; i < x->st->busy.n; i++)
		if (overlaps(x->st->busy.at[i], c->hearing_at, end))
			return zp_because(why, hearing_over(c),
			    x->st->busy.at[i], 0);
	return false;
}
