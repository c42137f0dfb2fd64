/* engine/roster_standby.c - who is called when somebody does not come.
 *
 * A rota of its own (rota.h), solved when the duties of the month stand:
 * the slots are the standbys of each centre and day, the people those
 * without a duty that day whom no rule bars from every post of it.  Who could
 * not take some of the posts, by rule or by the limits beside the duties he
 * has, pays for them.
 */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"
#include "rota_impl.h"

enum { MISSED = 20000 };	/* milli-points: could take none of the posts */

static int by_centre(const void *pa, const void *pb)
{
	const struct zp_standby *a = pa, *b = pb;

	if (a->centre != b->centre)
		return a->centre < b->centre ? -1 : 1;
	if (a->date.day != b->date.day)
		return a->date.day < b->date.day ? -1 : 1;
	return (a->counsel > b->counsel) - (a->counsel < b->counsel);
}

void zp_roster_sort_standbys(struct zp_roster *r)
{
	if (r->standbys > 1)
		qsort(r->standby, r->standbys, sizeof(*r->standby),
		    by_centre);
}

bool zp_roster_stands_by(const struct zp_roster_input *in, int32_t centre,
    struct zp_date d, int32_t counsel)
{
	for (uint32_t i = 0; i < in->standbys; i++) {
		const struct zp_standby *s = &in->standby[i];

		if (s->centre == centre && s->date.day == d.day &&
		    s->counsel >= 0 && (counsel < 0 || s->counsel == counsel))
			return true;
	}
	return false;
}

/* The standbys of a part: day by day, centre by centre. */
struct calls {
	struct zp_part *t;
	struct zp_rota_slot *slot;
	int32_t *centre;		/* parallel */
	int32_t slots;
	struct zp_rota_person *person;
	bool *on_duty;			/* per person: that day */
	bool *may;			/* per person: by rule, some post */
	int32_t *posts;			/* per person: how many he could take
					 * beside the duties he has */
	struct zp_turns turns;		/* the duties of the month */
};

/* The n-th standby on record there that day; -1. */
static int32_t held(const struct calls *c, int32_t centre, struct zp_date d,
    int32_t n)
{
	const struct zp_roster_input *in = c->t->m->in;

	for (uint32_t i = 0; i < in->standbys; i++) {
		const struct zp_standby *s = &in->standby[i];

		if (s->centre == centre && s->date.day == d.day &&
		    s->counsel >= 0 && c->t->local[s->counsel] >= 0 &&
		    n-- == 0)
			return c->t->local[s->counsel];
	}
	return -1;
}

static void put_calls(struct calls *c, int32_t centre, struct zp_date d,
    int32_t all)
{
	struct zp_part *t = c->t;
	int32_t most = t->m->in->p->roster.standby, arcs = 0;
	struct zp_arc *arc = zp_arena_calloc(t->m->work,
	    (size_t)t->counsels, sizeof(*arc));

	for (int32_t k = 0; k < t->counsels; k++)
		if (c->may[k] && !c->on_duty[k])
			arc[arcs++] = (struct zp_arc){ k,
			    zp_roster_wheel(t, k) + (int64_t)MISSED *
			    (all - c->posts[k]) / all };
	for (int32_t n = 0; n < most; n++) {
		c->centre[c->slots] = centre;
		c->slot[c->slots++] = (struct zp_rota_slot){ .date = d,
		    .half = ZP_ALL_DAY, .place = ZP_NOWHERE, .arc = arc,
		    .bucket = zp_roster_day(t->m->in->p->cal, d),
		    .arcs = arcs, .held = held(c, centre, d, n) };
	}
	t->turn += most;
}

static void look_at(struct calls *c, int32_t s, int32_t person)
{
	c->may[person] = true;
	c->posts[person] += zp_turns_free(&c->turns, s, person);
}

/* The slots [i, end) are those of one day: who has a duty on it, who may
 * take which posts of a centre. */
static void put_day(struct calls *c, int32_t i, int32_t end)
{
	struct zp_part *t = c->t;
	const struct zp_making *m = t->m;

	for (uint32_t p = 0; p < m->in->reg->centres; p++) {
		int32_t all = 0;

		if (m->group[p] != t->group)
			continue;
		memset(c->may, 0, (size_t)t->counsels * sizeof(*c->may));
		memset(c->posts, 0, (size_t)t->counsels * sizeof(*c->posts));
		for (int32_t s = i; s < end; s++) {
			if (m->post[t->post[s]].centre != (int32_t)p)
				continue;
			all++;
			for (int32_t k = 0; k < t->slot[s].arcs; k++)
				look_at(c, s, t->slot[s].arc[k].counsel);
		}
		if (all > 0)
			put_calls(c, (int32_t)p, t->slot[i].date, all);
	}
}

static void mark_day(struct calls *c, int32_t i, int32_t end)
{
	struct zp_part *t = c->t;
	int32_t day = t->slot[i].date.day;

	memset(c->on_duty, 0, (size_t)t->counsels * sizeof(*c->on_duty));
	for (int32_t s = i; s < end; s++) {
		int32_t who = t->m->out->duty[t->post[s]].counsel;

		if (who >= 0)
			c->on_duty[t->local[who]] = true;
	}
	for (int32_t b = 0; b < t->busies; b++)
		if (t->busy[b].date.day == day)
			c->on_duty[t->busy[b].person] = true;
}

static void set_calls(struct calls *c, struct zp_part *t,
    const struct zp_rota *r, const int32_t *who)
{
	struct zp_arena *a = t->m->work;
	size_t n = (size_t)t->counsels;
	size_t room = (size_t)t->posts *
	    (size_t)t->m->in->p->roster.standby;

	*c = (struct calls){ .t = t };
	c->slot = zp_arena_calloc(a, room, sizeof(*c->slot));
	c->centre = zp_arena_calloc(a, room, sizeof(*c->centre));
	c->person = zp_arena_calloc(a, n, sizeof(*c->person));
	c->on_duty = zp_arena_calloc(a, n, sizeof(*c->on_duty));
	c->may = zp_arena_calloc(a, n, sizeof(*c->may));
	c->posts = zp_arena_calloc(a, n, sizeof(*c->posts));
	zp_turns_init(&c->turns, r, a);
	zp_turns_set(&c->turns, who);
	for (size_t k = 0; k < n; k++) {
		c->person[k].capacity = t->person[k].capacity;
		memcpy(c->person[k].done, t->m->stood[t->counsel[k]],
		    sizeof(c->person[k].done));
	}
	for (int32_t i = 0, end; i < t->posts; i = end) {
		for (end = i + 1; end < t->posts && t->slot[end].date.day ==
		    t->slot[i].date.day; end++)
			;
		mark_day(c, i, end);
		put_day(c, i, end);
	}
}

static void take(const struct calls *c, const struct zp_rota_plan *plan)
{
	struct zp_making *m = c->t->m;
	const struct zp_registry *reg = m->in->reg;

	for (int32_t i = 0; i < c->slots; i++) {
		const struct zp_rota_slot *s = &c->slot[i];
		int32_t who = plan->who[i] < 0 ? -1 :
		    c->t->counsel[plan->who[i]];

		if (who < 0) {
			m->out->unmanned++;
			continue;
		}
		m->stood[who][s->bucket]++;
		m->out->standby[m->out->standbys++] = (struct zp_standby){
		    reg->centre[c->centre[i]].code, s->date,
		    reg->counsel[who].licence_no, c->centre[i], who };
	}
}

void zp_roster_stand_by(struct zp_part *t, const struct zp_rota *duties,
    const int32_t *who)
{
	const struct zp_roster_policy *p = &t->m->in->p->roster;
	struct zp_rota_plan plan;
	struct zp_rota r;
	struct calls c;

	if (p->standby == 0)
		return;
	set_calls(&c, t, duties, who);
	r = (struct zp_rota){
		.slot = c.slot, .slots = c.slots,
		.person = c.person, .persons = t->counsels,
		.most = { .day = 1 },
		.fair = { p->fair[0], p->fair[1], p->fair[2], p->fair[3] },
		.disturb = ZP_ROSTER_DISTURB, .labour = t->m->in->labour,
	};
	zp_rota_solve(&r, t->m->work, &plan);
	take(&c, &plan);
}
