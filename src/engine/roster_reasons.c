/* engine/roster_reasons.c - open posts, people without a duty, days on
 * which a detention centre reaches nobody (N15). */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"

/* Where a bar is counted; 0: none, the limits or others came first. */
static int slot_of(int rule)
{
	return rule + 1;
}

static void most_first(const int32_t count[ZP_RULES + 1],
    struct zp_roster_reason why[ZP_ROSTER_REASONS])
{
	for (int k = 0; k < ZP_ROSTER_REASONS; k++)
		why[k] = (struct zp_roster_reason){ -1, 0 };
	for (int r = 0; r <= ZP_RULES; r++) {
		struct zp_roster_reason x = { r - 1, count[r] };

		for (int k = 0; k < ZP_ROSTER_REASONS; k++)
			if (x.n > why[k].n) {
				struct zp_roster_reason old = why[k];

				why[k] = x;
				x = old;
			}
	}
}

static void explain_gap(struct zp_making *m, uint32_t post)
{
	const struct zp_registry *reg = m->in->reg;
	int32_t count[ZP_RULES + 1] = { 0 };
	struct zp_roster_gap *g = &m->out->gap[m->out->gaps++];

	g->duty = post;
	for (uint32_t k = 0; k < reg->counsels; k++)
		if (zp_duty_lawyer(&reg->counsel[k]) &&
		    reg->counsel[k].centre == m->post[post].centre)
			count[slot_of(zp_roster_bar(m, post, (int32_t)k))]++;
	most_first(count, g->why);
}

/* What bars a person from most posts of his centre. */
static void explain_idle(struct zp_making *m, int32_t counsel)
{
	int32_t count[ZP_RULES + 1] = { 0 };
	struct zp_roster_reason why[ZP_ROSTER_REASONS];
	struct zp_roster_idle *x = &m->out->idle[m->out->idles++];

	for (uint32_t i = 0; i < m->out->duties; i++)
		if (m->post[i].centre == m->in->reg->counsel[counsel].centre)
			count[slot_of(zp_roster_bar(m, i, counsel))]++;
	most_first(count, why);
	*x = (struct zp_roster_idle){ counsel, why[0] };
}

static bool has_any(const struct zp_making *m, uint32_t counsel)
{
	for (int b = 0; b < ZP_BUCKETS; b++)
		if (m->done[counsel][b] > 0)
			return true;
	return false;
}

/* Is the organ a detention centre that has a station of the centres asked
 * for? */
static bool is_due(const struct zp_making *m, uint32_t organ)
{
	const struct zp_registry *reg = m->in->reg;

	if (reg->organ[organ].kind != ZP_DETENTION)
		return false;
	for (uint32_t s = 0; s < reg->stations; s++)
		if (reg->station[s].organ == (int32_t)organ &&
		    zp_roster_asked(m->in, m->group,
		    zp_duty_centre(reg, (int32_t)s)))
			return true;
	return false;
}

/* N15: of the duties [i, end) of one day, is there one at each organ that is
 * due? */
static bool covered(const struct zp_making *m, const bool *due, uint32_t i,
    uint32_t end)
{
	const struct zp_registry *reg = m->in->reg;
	bool *there = zp_arena_calloc(m->work, reg->organs, sizeof(*there));

	for (; i < end; i++) {
		const struct zp_duty *d = &m->out->duty[i];
		int32_t organ = reg->station[d->station].organ;

		if (d->counsel >= 0 && organ >= 0)
			there[organ] = true;
	}
	for (uint32_t o = 0; o < reg->organs; o++)
		if (due[o] && !there[o])
			return false;
	return true;
}

static void find_bare_days(struct zp_making *m)
{
	const struct zp_roster_input *in = m->in;
	struct zp_roster *out = m->out;
	bool *due = zp_arena_calloc(m->work, in->reg->organs, sizeof(*due));
	uint32_t i = 0, end;

	out->bare = zp_arena_calloc(m->a,
	    (size_t)(in->to.day - in->from.day + 1), sizeof(*out->bare));
	for (uint32_t o = 0; o < in->reg->organs; o++)
		due[o] = is_due(m, o);
	for (struct zp_date d = in->from; zp_date_cmp(d, in->to) <= 0;
	    d = zp_date_add(d, 1), i = end) {
		for (end = i; end < out->duties &&
		    out->duty[end].date.day == d.day; end++)
			;
		if (!covered(m, due, i, end))
			out->bare[out->bares++] = d;
	}
}

void zp_roster_reasons(struct zp_making *m)
{
	const struct zp_roster_input *in = m->in;
	struct zp_roster *out = m->out;

	out->gap = zp_arena_calloc(m->a, out->duties, sizeof(*out->gap));
	out->idle = zp_arena_calloc(m->a, in->reg->counsels,
	    sizeof(*out->idle));
	for (uint32_t i = 0; i < out->duties; i++)
		if (out->duty[i].counsel < 0)
			explain_gap(m, i);
	for (uint32_t k = 0; k < in->reg->counsels; k++)
		if (zp_duty_lawyer(&in->reg->counsel[k]) &&
		    in->reg->counsel[k].centre >= 0 && zp_roster_asked(in,
		    m->group, in->reg->counsel[k].centre) && !has_any(m, k))
			explain_idle(m, (int32_t)k);
	find_bare_days(m);
}
