/* engine/pair.c - the senior and the junior (Q8, Q9; Chifeng: 一老一新).
 *
 * A lead of a litigation case takes a willing junior while the share of
 * pairs among the centre's litigation leads of the year is below the
 * policy's.  First somebody of the lead's firm, the mentor's, then who has
 * the fewest load points, then the longest without an assignment, then a
 * hash.  The rules judge a junior as they judge a lead; two persons are the
 * most a recipient may have (Q10).
 */
#include "decide_impl.h"
#include "zhipaid/hash.h"

struct junior {
	bool stranger;		/* not of the lead's firm */
	int64_t load, last;
	uint64_t hash;
	int32_t counsel;	/* -1: none found yet */
};

static bool better(const struct junior *a, const struct junior *b)
{
	if (b->counsel < 0)
		return true;
	if (a->stranger != b->stranger)
		return !a->stranger;
	if (a->load != b->load)
		return a->load < b->load;
	if (a->last != b->last)
		return a->last < b->last;
	if (a->hash != b->hash)
		return a->hash < b->hash;
	return a->counsel < b->counsel;
}

static struct junior look_at(const struct zp_batch *b, uint32_t i,
    int32_t counsel)
{
	const struct zp_counsel *all = b->v->reg->counsel;
	uint64_t h = zp_hash_str(zp_hash_mix(b->p->seed),
	    b->v->at[i].c.case_no);

	return (struct junior){
		.stranger = all[counsel].firm !=
		    all[b->plan->at[i].lead].firm,
		.load = b->now.counsel[counsel].load,
		.last = b->v->counsel[counsel].last_assigned.us,
		.hash = zp_hash_mix(zp_hash_str(h, all[counsel].licence_no)),
		.counsel = counsel,
	};
}

/* Does a rule stand against the person as junior, with the leads and the
 * juniors of the batch in mind? */
static bool barred(struct zp_batch *b, uint32_t i, struct zp_ctx *x,
    int32_t counsel)
{
	bool no;

	zp_ctx_person(x, counsel);
	zp_team_refresh(b, i, ZP_LEAD);
	no = zp_rules_deny(x, NULL) != 0;
	if (no || !zp_team_tied(b, i))
		return no;
	zp_team_refresh(b, i, ZP_JUNIOR);
	return zp_rules_deny(x, NULL) != 0 ||
	    zp_team_harms(b, i, ZP_JUNIOR, counsel) != 0;
}

static int32_t find_junior(struct zp_batch *b, uint32_t i)
{
	const struct zp_centre *at =
	    &b->v->reg->centre[b->v->at[i].handling];
	struct junior best = { .counsel = -1 };
	struct zp_ctx x;

	zp_ctx_case(&x, &b->now, b->p, i, ZP_JUNIOR);
	x.vc = b->seat[i].ctx.vc;
	for (uint32_t k = 0; k < at->pool_n; k++) {
		int32_t c = at->pool[k];
		struct junior j;

		if (!b->v->reg->counsel[c].wants_pairing ||
		    c == b->plan->at[i].lead)
			continue;
		j = look_at(b, i, c);
		if (better(&j, &best) && !barred(b, i, &x, c))
			best = j;
	}
	return best.counsel;
}

void zp_pair_all(struct zp_batch *b)
{
	int64_t *leads, *pairs;

	if (!b->p->pair)
		return;
	leads = zp_arena_calloc(b->work, b->v->reg->centres, sizeof(*leads));
	pairs = zp_arena_calloc(b->work, b->v->reg->centres, sizeof(*pairs));
	for (uint32_t c = 0; c < b->v->reg->centres; c++) {
		leads[c] = b->v->centre[c].leads;
		pairs[c] = b->v->centre[c].pairs;
	}
	for (uint32_t i = 0; i < b->v->n; i++) {
		struct zp_decision *d = &b->plan->at[i];
		int32_t at = b->v->at[i].handling;

		if (d->lead < 0 || !b->seat[i].ctx.litigation)
			continue;
		leads[at]++;
		if (zp_plan_stays(b->v, d))
			continue;	/* as it was decided: alone */
		if (pairs[at] * 100 >= leads[at] * b->p->pair_share)
			continue;
		d->junior = find_junior(b, i);
		if (d->junior < 0)
			continue;
		pairs[at]++;
		b->now.counsel[d->junior].undertaken++;
		b->now.counsel[d->junior].load += b->p->junior_load;
		b->price[d->junior].room--;
		if (zp_wall_known(b->v->at[i].c.hearing_at))
			b->now.counsel[d->junior].busy = zp_batch_busy(
			    b->work, &b->now.counsel[d->junior].busy,
			    &b->v->at[i].c);
	}
}
