/* engine/decide_settle.c - decisions made anew together with new cases.
 *
 * The plan with everybody left where he is stands, unless the one that is
 * free to move them serves more, or the more urgent, or costs less.  Of its
 * moves those that gain nothing are taken back one after the other: whoever
 * is left moves for a gain.  Nobody who has counsel loses it for another.
 */
#include "decide_impl.h"
#include "zhipaid/deadline.h"

/* A case stays with the person even if no rule would give it to him now:
 * that is for people to say (R7), not a matter of cost. */
static void pin(struct zp_batch *b, uint32_t i, int32_t counsel)
{
	struct zp_price *pr = &b->price[counsel];

	zp_batch_meet(b, counsel);
	b->plan->at[i].lead = counsel;
	b->plan->at[i].step = ZP_STEP_ONLY;
	pr->base += pr->slope;
	pr->room--;
	b->now.counsel[counsel].undertaken++;
	b->now.counsel[counsel].load += b->p->lead_load;
}

void zp_settle_stay(struct zp_batch *b, const bool *stays)
{
	for (uint32_t i = 0; i < b->v->n; i++) {
		const struct zp_decision *d = &b->plan->at[i];
		int32_t who = b->v->at[i].present;
		int32_t at = who < 0 ? -1 : zp_cand_find(d, who);

		if (who < 0)
			continue;
		if (at < 0 || d->cand[at].denied != 0 ||
		    b->price[who].room <= 0)
			pin(b, i, who);
		else if (stays[i])
			zp_batch_commit(b, i, who);
	}
}

/* What a plan is worth: who waits first, then what it costs. */
struct worth { int64_t waits, patience, total; };

static struct worth worth_of(const struct zp_view *v,
    const struct zp_plan *pl)
{
	struct worth w = { .total = pl->total };

	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_view_case *vc = &v->at[pl->at[i].i];

		if (pl->at[i].lead >= 0)
			continue;
		w.waits++;
		w.patience += zp_case_rank(&vc->c, vc->matter < 0 ? NULL :
		    &v->reg->matter[vc->matter]);
	}
	return w;
}

static bool better(const struct zp_view *v, const struct zp_plan *a,
    const struct zp_plan *b)
{
	struct worth x = worth_of(v, a), y = worth_of(v, b);

	if (x.waits != y.waits)
		return x.waits < y.waits;
	if (x.patience != y.patience)
		return x.patience > y.patience;
	return x.total < y.total;
}

/* Does the plan leave somebody without counsel who had it? */
static bool robs(const struct zp_view *v, const struct zp_plan *pl)
{
	for (uint32_t i = 0; i < pl->n; i++)
		if (v->at[pl->at[i].i].present >= 0 && pl->at[i].lead < 0)
			return true;
	return false;
}

/* How many cases plan pl moves, marked as not staying. */
static uint32_t moved(const struct zp_view *v, const struct zp_plan *pl,
    bool *stays)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < pl->n; i++) {
		stays[pl->at[i].i] = !zp_plan_moves(v, &pl->at[i]);
		n += zp_plan_moves(v, &pl->at[i]);
	}
	return n;
}

/* Take back every move without which the plan is as good. */
static struct zp_plan *sparing(const struct zp_view *v,
    const struct zp_policy *p, struct zp_plan *pl, bool *stays,
    struct zp_arena *a)
{
	for (uint32_t i = 0; i < v->n; i++) {
		struct zp_plan *other;

		if (stays[i])
			continue;
		stays[i] = true;
		other = zp_batch_decide(v, p, stays, a);
		if (!robs(v, other) && !better(v, pl, other))
			pl = other;
		else
			stays[i] = false;
	}
	return pl;
}

static void note_gain(const struct zp_view *v, const struct zp_plan *before,
    struct zp_plan *pl)
{
	struct worth was = worth_of(v, before), is = worth_of(v, pl);

	for (uint32_t i = 0; i < pl->n; i++) {
		struct zp_decision *d = &pl->at[i];

		if (!zp_plan_moves(v, d))
			continue;
		d->gain = was.total - is.total;
		d->serves = (int32_t)(was.waits - is.waits);
	}
}

struct zp_plan *zp_decide(const struct zp_view *v, const struct zp_policy *p,
    struct zp_arena *a)
{
	bool *stays = zp_arena_calloc(a, v->n, sizeof(*stays));
	struct zp_plan *stay, *move;
	uint32_t loose = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		stays[i] = true;
		loose += v->at[i].present >= 0;
	}
	stay = zp_batch_decide(v, p, stays, a);
	if (loose == 0)
		return stay;
	for (uint32_t i = 0; i < v->n; i++)
		stays[i] = false;
	move = zp_batch_decide(v, p, stays, a);
	if (robs(v, move) || !better(v, move, stay))
		return stay;
	if (moved(v, move, stays) > 1)
		move = sparing(v, p, move, stays, a);
	note_gain(v, stay, move);
	return move;
}
