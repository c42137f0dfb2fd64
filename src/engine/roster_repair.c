/* engine/roster_repair.c - what does not stand any more; see
 * roster_repair.h. */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"
#include "zhipaid/roster_repair.h"

enum { NEAR = 3 };	/* days around a post in which others may move */

struct mending {
	const struct zp_roster_torn *t;
	struct zp_roster_input in;	/* with what stays marked done */
	struct zp_duty *duty;		/* of in: ours */
	struct zp_duty *serves;		/* from today on, by post */
	uint32_t serving;
	struct zp_duty *post;		/* asked for, by post */
	uint32_t posts;
	int32_t *group;			/* per centre */
	bool *torn;			/* per group */
	int32_t days;			/* of the period */
	bool *planned, *moving;		/* per centre and day: some post of
					 * it; and what else it has */
	struct zp_arena *a;
	struct zp_roster_repair *out;
};

static bool ahead(const struct zp_roster_input *in, struct zp_date d)
{
	return zp_date_cmp(d, in->from) >= 0 &&
	    zp_date_cmp(d, in->to) <= 0 && zp_date_cmp(d, in->today) >= 0;
}

/* Index of a centre and a day of the period. */
static size_t on_day(const struct mending *m, int32_t centre,
    struct zp_date d)
{
	return (size_t)centre * (size_t)m->days +
	    (size_t)(d.day - m->in.from.day);
}

static const struct zp_duty *find(const struct zp_duty *at, uint32_t n,
    const struct zp_duty *post)
{
	return n == 0 ? NULL : bsearch(post, at, n, sizeof(*at),
	    zp_roster_by_post);
}

static bool barred(const struct zp_roster_input *in,
    const struct zp_duty *post, int32_t counsel, const bool *off)
{
	struct zp_duty_ask q = {
		in->reg, in->p, in->loan, in->loans, post->station, counsel,
		post->date, post->shift,
		in->busy == NULL ? NULL : &in->busy[counsel], off
	};

	return zp_duty_bar(&q, NULL) >= 0;
}

/* --- what is on record --- */

static bool serves_ahead(const struct mending *m, const struct zp_duty *d)
{
	return d->station >= 0 && d->counsel >= 0 &&
	    ahead(&m->in, d->date) && zp_duty_serves(d);
}

/* Has a named person put him beside a rule?  *off: into this very duty. */
static bool overridden(const struct zp_roster_torn *t,
    const struct zp_duty *d, const bool **off)
{
	bool any = false;

	*off = NULL;
	for (uint32_t i = 0; i < t->overrides; i++) {
		const struct zp_duty_override *o = &t->override[i];

		if (o->duty.counsel != d->counsel)
			continue;
		any = true;
		if (zp_roster_by_post(&o->duty, d) == 0)
			*off = o->off;
	}
	return any;
}

static bool stays(const struct mending *m, const struct zp_duty *d)
{
	const bool *off;

	(void)overridden(m->t, d, &off);
	return find(m->post, m->posts, d) != NULL &&
	    !barred(&m->in, d, d->counsel, off);
}

/* Everything stays, unless nobody asks for it or a rule bars it now. */
static void gather(struct mending *m)
{
	const struct zp_roster_input *in = m->t->in;

	m->post = zp_roster_demand(&m->in, m->a, &m->posts);
	m->duty = zp_arena_calloc(m->a, in->duties, sizeof(*m->duty));
	m->serves = zp_arena_calloc(m->a, in->duties, sizeof(*m->serves));
	m->in.duty = m->duty;
	for (uint32_t i = 0; i < in->duties; i++) {
		struct zp_duty *d = &m->duty[i];

		*d = in->duty[i];
		if (&in->duty[i] == m->t->absent)
			d->state = ZP_DUTY_ABSENT;
		if (!serves_ahead(m, d))
			continue;
		if (stays(m, d))
			d->state = ZP_DUTY_DONE;
		m->serves[m->serving++] = *d;
	}
	if (m->serving > 1)
		qsort(m->serves, m->serving, sizeof(*m->serves),
		    zp_roster_by_post);
}

/* Whatever the group has on those days may move, but not those who serve
 * beside a rule. */
static void release(struct mending *m, int32_t group)
{
	const bool *off;

	for (uint32_t i = 0; i < m->in.duties; i++) {
		struct zp_duty *d = &m->duty[i];
		int32_t centre;

		if (!serves_ahead(m, d) || overridden(m->t, d, &off) ||
		    m->t->in->duty[i].state != ZP_DUTY_PUBLISHED)
			continue;
		centre = zp_duty_centre(m->in.reg, d->station);
		if (centre >= 0 && m->group[centre] == group &&
		    m->moving[on_day(m, centre, d->date)])
			d->state = ZP_DUTY_PUBLISHED;
	}
}

/* --- which centres --- */

static void tear(struct mending *m, int32_t centre, struct zp_date d)
{
	if (centre < 0)
		return;
	m->torn[m->group[centre]] = true;
	m->planned[on_day(m, centre, d)] = true;
}

/* Of the centres that share people with the post's: could anybody? */
static bool somebody(const struct mending *m, const struct zp_duty *post)
{
	const struct zp_registry *reg = m->in.reg;
	int32_t centre = zp_duty_centre(reg, post->station);

	for (uint32_t k = 0; centre >= 0 && k < reg->counsels; k++)
		if (reg->counsel[k].centre >= 0 &&
		    m->group[reg->counsel[k].centre] == m->group[centre] &&
		    !barred(&m->in, post, (int32_t)k, NULL))
			return true;
	return false;
}

/* Has it just lost its person? */
static bool lost(const struct mending *m, const struct zp_duty *post)
{
	const struct zp_duty *d = find(m->serves, m->serving, post);

	return ahead(&m->in, post->date) && (d != NULL ?
	    d->state != ZP_DUTY_DONE : m->t->absent != NULL &&
	    zp_roster_by_post(m->t->absent, post) == 0);
}

/* Nobody there, or somebody who may not be; and duties nobody asks for. */
static void look_at_duties(struct mending *m)
{
	for (uint32_t i = 0; i < m->posts; i++) {
		const struct zp_duty *post = &m->post[i];

		if (lost(m, post) || (ahead(&m->in, post->date) &&
		    find(m->serves, m->serving, post) == NULL &&
		    somebody(m, post)))
			tear(m, zp_duty_centre(m->in.reg, post->station),
			    post->date);
	}
	for (uint32_t i = 0; i < m->serving; i++)
		if (find(m->post, m->posts, &m->serves[i]) == NULL)
			tear(m, zp_duty_centre(m->in.reg,
			    m->serves[i].station), m->serves[i].date);
}

/* Could he be sent anywhere that day, and has no duty himself? */
static bool stands(const struct mending *m, const struct zp_standby *s)
{
	bool may = false;

	for (uint32_t i = 0; i < m->serving; i++)
		if (m->serves[i].date.day == s->date.day &&
		    m->serves[i].counsel == s->counsel)
			return false;
	for (uint32_t i = 0; i < m->posts && !may; i++)
		may = m->post[i].date.day == s->date.day &&
		    zp_duty_centre(m->in.reg, m->post[i].station) ==
		    s->centre && !barred(&m->in, &m->post[i], s->counsel,
		    NULL);
	return may;
}

static void look_at_standbys(struct mending *m)
{
	for (uint32_t i = 0; i < m->in.standbys; i++) {
		const struct zp_standby *s = &m->in.standby[i];

		if (s->centre >= 0 && s->counsel >= 0 &&
		    ahead(&m->in, s->date) && !stands(m, s)) {
			tear(m, s->centre, s->date);
			m->moving[on_day(m, s->centre, s->date)] = true;
		}
	}
}

/* --- what changes --- */

/* What a difference says of somebody who is on record as absent already, the
 * station knows. */
static void put_change(struct mending *m, const struct zp_duty_change *c)
{
	struct zp_duty post = { .station = c->station, .date = c->date,
	    .shift = c->shift, .post = c->post };
	const struct zp_duty *absent = m->t->absent;
	struct zp_duty_change *to = &m->out->change[m->out->changes];

	*to = *c;
	if (absent != NULL && zp_roster_by_post(absent, &post) == 0)
		to->was = absent->licence_no;
	else if (find(m->serves, m->serving, &post) == NULL)
		to->was = "";
	if (to->was[0] != '\0' || to->now[0] != '\0')
		m->out->changes++;
}

static bool same(const struct zp_standby *a, const struct zp_standby *b)
{
	return a->centre == b->centre && a->date.day == b->date.day &&
	    a->counsel == b->counsel;
}

/* Those of the group in `at` that are not among the others. */
static uint32_t only_in(const struct mending *m, int32_t group,
    const struct zp_standby *const set[2], const uint32_t n[2],
    struct zp_standby *out)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < n[0]; i++) {
		const struct zp_standby *s = &set[0][i];
		bool there = false;

		if (s->centre < 0 || s->counsel < 0 ||
		    m->group[s->centre] != group ||
		    !ahead(&m->in, s->date) ||
		    !m->planned[on_day(m, s->centre, s->date)])
			continue;
		for (uint32_t k = 0; k < n[1] && !there; k++)
			there = same(s, &set[1][k]);
		if (!there)
			out[found++] = *s;
	}
	return found;
}

static void put_standbys(struct mending *m, int32_t group,
    const struct zp_roster *plan)
{
	const struct zp_standby *was = m->in.standby, *is = plan->standby;
	uint32_t olds = m->in.standbys, news = plan->standbys;
	struct zp_roster_repair *out = m->out;

	out->gones += only_in(m, group, (const struct zp_standby *const []){
	    was, is }, (const uint32_t []){ olds, news },
	    out->gone + out->gones);
	out->comes += only_in(m, group, (const struct zp_standby *const []){
	    is, was }, (const uint32_t []){ news, olds },
	    out->come + out->comes);
}

/* Posts that nobody fills, of those that have just lost their person, or of
 * all. */
static uint32_t open_posts(const struct mending *m,
    const struct zp_roster *plan, bool all)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < plan->duties; i++)
		n += plan->duty[i].counsel < 0 &&
		    ahead(&m->in, plan->duty[i].date) &&
		    (all || lost(m, &plan->duty[i]));
	return n;
}

/* The days around one: everything of the group may move. */
static void widen_day(struct mending *m, int32_t group, struct zp_date d)
{
	for (uint32_t c = 0; c < m->in.reg->centres; c++)
		for (int32_t k = -NEAR; k <= NEAR; k++) {
			struct zp_date near = zp_date_add(d, k);

			if (m->group[c] != group || !ahead(&m->in, near))
				continue;
			m->planned[on_day(m, (int32_t)c, near)] = true;
			m->moving[on_day(m, (int32_t)c, near)] = true;
		}
}

static void widen(struct mending *m, int32_t group,
    const struct zp_roster *plan)
{
	for (uint32_t i = 0; i < plan->duties; i++)
		if (plan->duty[i].counsel < 0 && lost(m, &plan->duty[i]))
			widen_day(m, group, plan->duty[i].date);
}

/* Is it worth the moves?  Fewer posts open, or, of as many, fewer days on
 * which a detention centre reaches nobody (N15). */
static bool better(const struct mending *m, const struct zp_roster *a,
    const struct zp_roster *b)
{
	uint32_t x = open_posts(m, a, true), y = open_posts(m, b, true);

	return x < y || (x == y && a->bares < b->bares);
}

/* Who is free first; where that does not do, the fewest moves. */
static struct zp_roster *plan_of(struct mending *m, int32_t group)
{
	size_t all = m->in.reg->centres * (size_t)m->days;
	bool *before = zp_arena_calloc(m->a, all, sizeof(*before));
	struct zp_roster *plan, *wide;

	m->in.centre = group;
	release(m, group);
	plan = zp_roster_make(&m->in, m->a);
	if (open_posts(m, plan, false) == 0)
		return plan;
	memcpy(before, m->planned, all * sizeof(*before));
	widen(m, group, plan);
	release(m, group);
	wide = zp_roster_make(&m->in, m->a);
	if (better(m, wide, plan))
		return wide;
	m->planned = before;
	return plan;
}

static void mend(struct mending *m, int32_t group)
{
	struct zp_roster *plan = plan_of(m, group);
	const struct zp_duty_change *c;
	uint32_t n;

	c = zp_roster_diff(&m->in, plan, m->a, &n);
	for (uint32_t i = 0; i < n; i++)
		put_change(m, &c[i]);
	m->out->open += open_posts(m, plan, true);
	put_standbys(m, group, plan);
	m->out->centres++;
}

static int by_post(const void *pa, const void *pb)
{
	const struct zp_duty_change *a = pa, *b = pb;
	struct zp_duty x = { .date = a->date, .station = a->station,
	    .shift = a->shift, .post = a->post },
	    y = { .date = b->date, .station = b->station, .shift = b->shift,
	    .post = b->post };

	return zp_roster_by_post(&x, &y);
}

struct zp_roster_repair *zp_roster_repair(const struct zp_roster_torn *t,
    struct zp_arena *a)
{
	struct mending m = { .t = t, .in = *t->in, .a = a };
	size_t centres = t->in->reg->centres, days;

	m.days = t->in->to.day - t->in->from.day + 1;
	days = (size_t)m.days;
	m.in.centre = -1;
	m.in.labour = ZP_ROSTER_LABOUR;
	m.group = zp_roster_groups(&m.in, a);
	m.torn = zp_arena_calloc(a, centres, sizeof(*m.torn));
	m.out = zp_arena_calloc(a, 1, sizeof(*m.out));
	m.planned = zp_arena_calloc(a, centres * days, sizeof(*m.planned));
	m.moving = zp_arena_calloc(a, centres * days, sizeof(*m.moving));
	gather(&m);
	look_at_duties(&m);
	look_at_standbys(&m);
	m.out->change = zp_arena_calloc(a, (size_t)m.serving + m.posts +
	    t->in->duties, sizeof(*m.out->change));
	m.out->gone = zp_arena_calloc(a, t->in->standbys,
	    sizeof(*m.out->gone));
	m.out->come = zp_arena_calloc(a, days * centres *
	    (size_t)t->in->p->roster.standby, sizeof(*m.out->come));
	for (size_t g = 0; g < centres; g++)
		if (m.torn[g])
			mend(&m, (int32_t)g);
	if (m.out->changes > 1)
		qsort(m.out->change, m.out->changes, sizeof(*m.out->change),
		    by_post);
	return m.out;
}
