/* engine/relax.c - why a case waits, and the smallest thing that helps.
 *
 * Every person of the pool is judged once more, now with the leads of the
 * batch in place: who lost out to a co-accused is barred by C1 or C7, who
 * got his last case of the year by T1.
 */
#include "decide_impl.h"
#include "zhipaid/jurisdiction.h"

static bool single(uint64_t mask)
{
	return mask != 0 && (mask & (mask - 1)) == 0;
}

static void add_extra(struct zp_decision *d, int rule)
{
	for (uint32_t k = 0; k < d->extras; k++)
		if (d->extra[k] == rule)
			return;
	if (d->extras < ZP_COUNT(d->extra))
		d->extra[d->extras++] = rule;
}

static int lowest(uint64_t mask)
{
	return __builtin_ctzll(mask);
}

/* The first day on which nothing of the mask stands any more by time alone;
 * NONE: never. */
static struct zp_date lifted(uint64_t mask, const struct zp_why *why)
{
	struct zp_date last = ZP_DATE_NONE;

	for (; mask != 0; mask &= mask - 1) {
		struct zp_date until = why[lowest(mask)].until;

		if (!zp_date_known(until))
			return ZP_DATE_NONE;
		if (zp_date_cmp(until, last) > 0)
			last = until;
	}
	return last;
}

/* All rules against a person, those included by which he would exclude the
 * lead of another case of the batch. */
static uint64_t judge(struct zp_batch *b, uint32_t i, int32_t counsel,
    struct zp_why *why)
{
	struct zp_ctx *x = &b->seat[i].ctx;
	uint64_t own, all;

	zp_team_refresh(b, i, ZP_LEAD);
	zp_ctx_person(x, counsel);
	own = zp_rules_deny(x, why);
	if (!zp_team_tied(b, i))
		return own;
	all = own | zp_team_denied(b, i, counsel);
	for (uint64_t more = all & ~own; more != 0; more &= more - 1)
		why[lowest(more)] = (struct zp_why){ ZP_DATE_NONE, "", 0 };
	return all;
}

/* Judge the pool anew; the rules that stand alone against somebody, or else
 * the first rule of each, and J2, which stands against everybody. */
static void judge_pool(struct zp_batch *b, uint32_t i)
{
	struct zp_decision *d = &b->plan->at[i];
	struct zp_date today = zp_wall_date(b->v->now);
	uint64_t alone = 0, first = 0;

	for (uint32_t c = 0; c < d->cands; c++) {
		struct zp_why why[ZP_CANDIDATE_RULES];
		struct zp_candidate *to = &d->cand[c];
		struct zp_date day;

		to->denied = judge(b, i, to->counsel, why);
		to->cost = 0;
		if (to->denied == 0)
			continue;
		first |= ZP_RULE_BIT(lowest(to->denied)) |
		    (to->denied & ZP_RULE_BIT(ZP_J2));
		if (single(to->denied))
			alone |= to->denied;
		day = lifted(to->denied, why);
		if (zp_date_cmp(day, today) > 0 &&
		    (!zp_date_known(d->wake) ||
		    zp_date_cmp(day, d->wake) < 0))
			d->wake = day;
	}
	d->blocking = alone != 0 ? alone : first;
}

/* People of other centres whom nothing but X1 bars; their hearings (C17)
 * are not known here.  J2 bars everybody. */
static int32_t elsewhere(struct zp_batch *b, uint32_t i)
{
	struct zp_ctx x = b->seat[i].ctx;
	int32_t n = 0;

	if ((x.live & ZP_RULE_BIT(ZP_J2)) != 0)
		return 0;
	zp_batch_meet_all(b);
	x.live &= ~(ZP_RULE_BIT(ZP_X1) | ZP_RULE_BIT(ZP_C17));
	for (uint32_t c = 0; c < b->v->reg->counsels; c++) {
		if (b->v->reg->counsel[c].centre == b->v->at[i].handling)
			continue;
		zp_ctx_person(&x, (int32_t)c);
		n += zp_rules_first(&x, NULL) < 0;
	}
	return n;
}

static void relaxations(struct zp_batch *b, uint32_t i)
{
	struct zp_decision *d = &b->plan->at[i];
	int32_t admits[ZP_CANDIDATE_RULES] = { 0 };
	uint32_t n = 0;

	for (uint32_t c = 0; c < d->cands; c++)
		if (single(d->cand[c].denied)) {
			int r = lowest(d->cand[c].denied);

			admits[r] += zp_rule_row((enum zp_rule)r)->kind ==
			    ZP_HARD_OV;
		}
	admits[ZP_X1] = elsewhere(b, i);
	d->relax = zp_arena_calloc(b->a, ZP_CANDIDATE_RULES,
	    sizeof(*d->relax));
	for (int r = 0; r < ZP_CANDIDATE_RULES; r++) {
		uint32_t at = n;

		if (admits[r] == 0)
			continue;
		for (; at > 0 && d->relax[at - 1].admits < admits[r]; at--)
			d->relax[at] = d->relax[at - 1];
		d->relax[at] = (struct zp_relaxation){ r, admits[r] };
		n++;
	}
	d->relaxes = n;
}

void zp_relax(struct zp_batch *b, uint32_t i)
{
	struct zp_decision *d = &b->plan->at[i];
	const struct zp_view_case *vc = &b->v->at[i];
	bool local = false;

	if (vc->handling < 0) {
		struct zp_route to = zp_route_case(b->v->reg, b->p, &vc->c);

		if (to.ask)
			add_extra(d, ZP_S4);
		add_extra(d, to.centre < 0 ? to.rule : ZP_J1);
		return;
	}
	if (b->seat[i].mode == ZP_MANUAL_ONLY) {
		add_extra(d, ZP_S4);
		return;
	}
	judge_pool(b, i);
	relaxations(b, i);
	if ((d->blocking & ZP_RULE_BIT(ZP_J2)) != 0)
		return;		/* people from elsewhere are no help */
	for (uint32_t k = 0; k < d->relaxes; k++)
		local |= d->relax[k].rule != ZP_X1;
	if (b->seat[i].gang || d->cands == 0)
		add_extra(d, ZP_X1);
	if (!b->seat[i].gang && !local)
		add_extra(d, ZP_X3);
}
