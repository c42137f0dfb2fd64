/* engine/decide_manual.c - a person's wish under the same rules; decide.h.
 *
 * Q19, LAA 61(2): the check runs here, not at the caller's.
 */
#include <string.h>

#include "decide_impl.h"

/* Nothing HARD stands against it, and what does was overridden. */
static bool may(uint64_t denied, uint64_t overridden)
{
	for (int r = 0; r < ZP_CANDIDATE_RULES; r++)
		if ((denied >> r & 1) != 0 &&
		    (!zp_rule_overridable((enum zp_rule)r) ||
		    (overridden >> r & 1) == 0))
			return false;
	return true;
}

/* The person at the candidates of case i; added, by index, when not of the
 * pool. */
static struct zp_candidate *admit(struct zp_batch *b, uint32_t i,
    int32_t counsel)
{
	struct zp_decision *d = &b->plan->at[i];
	int32_t *all = zp_arena_calloc(b->work, d->cands + 1, sizeof(*all));
	uint32_t n = 0;

	if (zp_cand_find(d, counsel) < 0) {
		for (uint32_t c = 0; c < d->cands; c++) {
			if (c == n && d->cand[c].counsel > counsel)
				all[n++] = counsel;
			all[n++] = d->cand[c].counsel;
		}
		if (n == d->cands)
			all[n++] = counsel;
		if (b->v->reg->counsel[counsel].centre >= 0)
			zp_price_pool(b, b->v->reg->counsel[counsel].centre);
		zp_cand_fill(b, i, all, n, 0);
	}
	return &d->cand[zp_cand_find(d, counsel)];
}

/* What the rules say about a junior, himself and beside the lead. */
static uint64_t junior_denied(struct zp_batch *b, uint32_t i, int32_t lead,
    int32_t junior)
{
	struct zp_ctx x;

	if (junior == lead)
		return ZP_RULE_BIT(ZP_Q9);
	zp_ctx_case(&x, &b->now, b->p, i, ZP_JUNIOR);
	zp_batch_meet(b, junior);
	zp_ctx_person(&x, junior);
	return zp_rules_deny(&x, NULL);
}

/* The plan of that one decision.  What was overridden stays on record: the
 * verdict of the lead keeps its rules beside his cost. */
static struct zp_plan *only(struct zp_batch *b, const struct zp_manual *m,
    struct zp_candidate *who)
{
	struct zp_decision *d = &b->plan->at[m->i];

	if (who->denied != 0) {
		zp_ctx_person(&b->seat[m->i].ctx, m->lead);
		who->load_cost = b->price[m->lead].base;
		who->cost = who->load_cost +
		    zp_rules_cost(&b->seat[m->i].ctx, NULL);
	}
	d->lead = m->lead;
	d->junior = m->junior;
	d->score = who->cost;
	d->step = ZP_STEP_MANUAL;
	b->plan->at = d;
	b->plan->n = 1;
	b->plan->total = b->plan->bound = d->score;
	return b->plan;
}

struct zp_plan *zp_decide_manual(const struct zp_view *v,
    const struct zp_policy *p, struct zp_manual *m, struct zp_arena *a)
{
	int32_t counsels = (int32_t)v->reg->counsels;
	struct zp_batch b;
	struct zp_plan *plan = NULL;
	struct zp_candidate *who;

	ZP_ASSERT(m->i < v->n && m->lead >= 0 && m->lead < counsels &&
	    m->junior < counsels);
	zp_batch_init(&b, v, p, false, a);
	zp_cand_pool(&b, m->i);
	who = admit(&b, m->i, m->lead);
	m->denied_lead = who->denied;
	m->denied_junior = m->junior < 0 ? 0 :
	    junior_denied(&b, m->i, m->lead, m->junior);
	if (may(m->denied_lead, m->overridden) &&
	    may(m->denied_junior, m->overridden)) {
		zp_cand_finish(&b, m->i);
		plan = only(&b, m, who);
	}
	zp_batch_fini(&b);
	return plan;
}
