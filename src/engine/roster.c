/* engine/roster.c - a roster made; see roster.h.
 *
 * The cost of a wish: what the policy asks for a day not wished for and for
 * a station outside the own county, and the place on a wheel under TIES.
 * All of it together should stay below one step of evenness (2 * fair), so
 * that wishes choose among fair plans only.
 *
 * A longer period is made month by month, each with the ones before it as
 * history: people look at a month, and a year at once is no evener.
 */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"
#include "zhipaid/hash.h"
#include "zhipaid/jurisdiction.h"

enum { TIES = 256, AROUND = 31, WHOLE = 1000, LEAST_CAPACITY = 50 };

static bool wishes_not(const struct zp_roster_input *in, int32_t counsel,
    struct zp_date d)
{
	for (uint32_t i = 0; i < in->wishes; i++)
		if (in->wish[i].counsel == counsel &&
		    zp_date_cmp(in->wish[i].from, d) <= 0 &&
		    zp_date_cmp(d, in->wish[i].to) <= 0)
			return true;
	return false;
}

/* Equals take turns: the wheel stands at person `turn` for this post, and
 * who comes later on it pays a little.  So the kernel's optimum is spread
 * over the days already, and few limits are left to mend. */
int64_t zp_roster_wheel(const struct zp_part *t, int32_t k)
{
	int32_t n = t->ranks, behind = (t->rank[k] - t->turn) % n;

	return (int64_t)(behind < 0 ? behind + n : behind) * TIES / n;
}

int64_t zp_roster_wish(const struct zp_roster_input *in, int32_t counsel,
    const struct zp_duty *d)
{
	const struct zp_counsel *c = &in->reg->counsel[counsel];
	int32_t home = c->region < 0 ? c->centre :
	    zp_route_region(in->reg, c->region);
	int64_t cost = 0;

	if (wishes_not(in, counsel, d->date))
		cost += in->p->roster.avoid;
	if (home != zp_duty_centre(in->reg, d->station))
		cost += in->p->roster.far;
	return cost;
}

int zp_roster_bar(const struct zp_making *m, uint32_t post, int32_t counsel)
{
	const struct zp_roster_input *in = m->in;
	const struct zp_duty *d = &m->out->duty[post];
	struct zp_duty_ask q = {
		in->reg, in->p, in->loan, in->loans, d->station, counsel,
		d->date, d->shift,
		in->busy == NULL ? NULL : &in->busy[counsel], NULL
	};

	for (int32_t i = m->post[post].absent; i >= 0; i = m->absent_too[i])
		if (in->duty[i].counsel == counsel)
			return ZP_N17;
	return zp_duty_bar(&q, NULL);
}

int32_t zp_roster_capacity(const struct zp_roster_input *in, int32_t counsel)
{
	const struct zp_counsel *c = &in->reg->counsel[counsel];
	struct zp_date first, end = zp_date_add(in->to, 1);
	int32_t days, away;
	int year;

	zp_date_split(in->from, &year, NULL, NULL);
	first = zp_date_of(year, 1, 1);
	days = end.day - first.day;
	away = zp_counsel_away(c, first, end);
	if (zp_date_known(c->duty_from) &&
	    c->duty_from.day - first.day > away)
		away = c->duty_from.day - first.day;
	days = days > away ? (int32_t)((int64_t)(days - away) * WHOLE /
	    days) : 0;
	return days > LEAST_CAPACITY ? days : LEAST_CAPACITY;
}

static void add_person(struct zp_part *t, int32_t counsel)
{
	struct zp_rota_person *p = &t->person[t->counsels];

	t->local[counsel] = t->counsels;
	t->counsel[t->counsels++] = counsel;
	memcpy(p->done, t->m->done[counsel], sizeof(p->done));
	p->capacity = zp_roster_capacity(t->m->in, counsel);
}

enum zp_half zp_roster_half(const struct zp_duty *d)
{
	static const enum zp_half half[] = { ZP_AM, ZP_PM, ZP_ALL_DAY };

	return half[d->shift];
}

/* The centre stands for the county: no travel inside it, none by phone. */
int32_t zp_roster_place(const struct zp_registry *reg,
    const struct zp_duty *d)
{
	return reg->station[d->station].way == ZP_PHONE ? ZP_NOWHERE :
	    zp_duty_centre(reg, d->station);
}

/* N15: the first post of a shift at a detention centre. */
static bool is_dear(const struct zp_registry *reg, const struct zp_duty *d)
{
	int32_t organ = reg->station[d->station].organ;

	return d->post == 1 && organ >= 0 &&
	    reg->organ[organ].kind == ZP_DETENTION;
}

static void add_slot(struct zp_part *t, uint32_t post)
{
	const struct zp_making *m = t->m;
	const struct zp_duty *d = &m->out->duty[post];
	const struct zp_seat_on *on = &m->post[post];
	struct zp_rota_slot *s = &t->slot[t->posts];
	struct zp_arc *arc = zp_arena_calloc(m->work,
	    (size_t)t->counsels + 1, sizeof(*arc));

	t->arc[t->posts] = arc;
	t->post[t->posts++] = post;
	*s = (struct zp_rota_slot){ .date = d->date,
	    .half = zp_roster_half(d), .bucket = on->bucket, .arc = arc,
	    .held = -1, .place = zp_roster_place(m->in->reg, d),
	    .dear = is_dear(m->in->reg, d) ? ZP_ROSTER_DEAR : 0 };
	if (on->held >= 0 && t->local[on->held] >= 0)
		s->held = t->local[on->held];
	for (int32_t k = 0; k < t->counsels; k++)
		if (zp_roster_bar(m, post, t->counsel[k]) < 0)
			arc[s->arcs++] = (struct zp_arc){ k, 0 };
}

static void put_busy(struct zp_part *t, const struct zp_duty *d)
{
	if (d->counsel < 0 || d->station < 0 || t->local[d->counsel] < 0 ||
	    d->date.day < t->from.day - AROUND ||
	    d->date.day > t->to.day + AROUND)
		return;
	t->busy[t->busies++] = (struct zp_rota_busy){
	    t->local[d->counsel], d->date, zp_roster_half(d),
	    zp_roster_place(t->m->in->reg, d) };
}

/* Is a duty of the period made anew, not taken from the record? */
static bool made(const struct zp_making *m, uint32_t post)
{
	return !m->post[post].kept;
}

/* Duties around the month count for the limits, and past ones of it: those
 * made already, and those on record that are not made anew before it. */
static void add_busy(struct zp_part *t)
{
	const struct zp_roster_input *in = t->m->in;
	const struct zp_roster *out = t->m->out;

	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *d = &in->duty[i];

		if (zp_duty_serves(d) && (d->date.day < in->from.day ||
		    d->date.day < in->today.day || d->date.day > t->to.day ||
		    d->state == ZP_DUTY_DONE || in->keep))
			put_busy(t, d);
	}
	for (uint32_t i = 0; i < out->duties &&
	    out->duty[i].date.day < t->from.day; i++)
		if (made(t->m, i))
			put_busy(t, &out->duty[i]);
}

struct on_wheel { uint64_t hash; int32_t k; };

static int by_hash(const void *pa, const void *pb)
{
	const struct on_wheel *a = pa, *b = pb;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->k > b->k) - (a->k < b->k);
}

/* The order of those who stand in any arc, by a hash of seed and licence;
 * the wheel goes on where the duties of the year so far left it. */
static void set_wheel(struct zp_part *t)
{
	const struct zp_making *m = t->m;
	size_t all = (size_t)t->counsels;
	struct on_wheel *w = zp_arena_calloc(m->work, all, sizeof(*w));
	bool *may = zp_arena_calloc(m->work, all, sizeof(*may));
	int32_t n = 0;

	t->rank = zp_arena_calloc(m->work, all, sizeof(*t->rank));
	for (int32_t i = 0; i < t->posts; i++)
		for (int32_t k = 0; k < t->slot[i].arcs; k++)
			may[t->slot[i].arc[k].counsel] = true;
	for (int32_t k = 0; k < t->counsels; k++) {
		if (!may[k])
			continue;
		w[n++] = (struct on_wheel){ zp_hash_str(zp_hash_mix(
		    m->in->p->seed), m->in->reg->counsel[t->counsel[k]]
		    .licence_no), k };
		for (int b = 0; b < ZP_BUCKETS; b++)
			t->turn += t->person[k].done[b];
	}
	if (n > 1)
		qsort(w, (size_t)n, sizeof(*w), by_hash);
	for (int32_t i = 0; i < n; i++)
		t->rank[w[i].k] = i;
	t->ranks = n;
}

/* Has somebody left this post after it was published? */
static bool left(const struct zp_part *t, int32_t i)
{
	const struct zp_seat_on *on = &t->m->post[t->post[i]];
	const struct zp_rota_slot *s = &t->slot[i];

	for (int32_t k = 0; k < s->arcs; k++)
		if (s->arc[k].counsel == s->held)
			return false;
	return on->absent >= 0 || on->held >= 0;
}

static void price_arcs(struct zp_part *t)
{
	const struct zp_roster_input *in = t->m->in;

	set_wheel(t);
	for (int32_t i = 0; i < t->posts; i++, t->turn++) {
		const struct zp_duty *d = &t->m->out->duty[t->post[i]];
		int32_t centre = t->m->post[t->post[i]].centre;
		bool call = left(t, i) && zp_roster_stands_by(in, centre,
		    d->date, -1);

		for (int32_t k = 0; k < t->slot[i].arcs; k++) {
			struct zp_arc *x = &t->arc[i][k];
			int32_t who = t->counsel[x->counsel];

			x->cost = zp_roster_wish(in, who, d) +
			    zp_roster_wheel(t, x->counsel);
			if (call && !zp_roster_stands_by(in, centre, d->date,
			    who))
				x->cost += ZP_ROSTER_NOT_CALLED;
		}
	}
}

static bool of_group(const struct zp_part *t, int32_t centre)
{
	return centre >= 0 && t->m->group[centre] == t->group;
}

static void gather(struct zp_part *t)
{
	const struct zp_making *m = t->m;
	const struct zp_registry *reg = m->in->reg;

	for (uint32_t k = 0; k < reg->counsels; k++)
		if (of_group(t, reg->counsel[k].centre) &&
		    zp_duty_lawyer(&reg->counsel[k]))
			add_person(t, (int32_t)k);
	for (uint32_t i = 0; i < m->out->duties; i++) {
		struct zp_date d = m->out->duty[i].date;

		if (of_group(t, m->post[i].centre) &&
		    zp_date_cmp(d, t->from) >= 0 &&
		    zp_date_cmp(d, t->to) <= 0 && made(m, i) &&
		    zp_date_cmp(d, m->in->today) >= 0)
			add_slot(t, i);
	}
	add_busy(t);
	price_arcs(t);
}

static void take(struct zp_part *t, const struct zp_rota_plan *plan)
{
	struct zp_making *m = t->m;
	struct zp_roster *out = m->out;

	for (int32_t i = 0; i < t->posts; i++) {
		struct zp_duty *d = &out->duty[t->post[i]];
		int32_t who = plan->who[i];

		if (who < 0)
			continue;
		d->counsel = t->counsel[who];
		d->licence_no = m->in->reg->counsel[d->counsel].licence_no;
		if (t->slot[i].held == who)
			d->state = ZP_DUTY_PUBLISHED;
		m->done[d->counsel][m->post[t->post[i]].bucket]++;
	}
	out->changes += plan->changes;
	out->cost += plan->cost;
	out->left_open += plan->open - plan->least_open;
	out->bound += plan->cost;
	if (plan->open == plan->least_open)
		out->bound -= plan->total - plan->bound;
	out->proven = out->proven && plan->proven;
}

/* What a plan disturbs, and leaves open that it should not (N15). */
static int64_t harm(const struct zp_rota_plan *plan)
{
	return plan->changes * ZP_ROSTER_DISTURB + plan->dear;
}

/* Posts are open that somebody could fill, or published duties change
 * hands: without rest, if that helps. */
static void ease(struct zp_part *t, struct zp_rota *r,
    struct zp_rota_plan *plan)
{
	struct zp_roster *out = t->m->out;
	struct zp_rota_plan other;

	if (r->most.rest == 0 ||
	    (plan->open == plan->least_open && harm(plan) == 0))
		return;
	r->most.rest = 0;
	zp_rota_solve(r, t->m->work, &other);
	if (other.open > plan->open || (other.open == plan->open &&
	    harm(&other) >= harm(plan)))
		return;
	*plan = other;
	out->eased[out->easeds++] = (struct zp_roster_eased){ t->group,
	    t->from };
}

static void set_part(struct zp_part *t)
{
	const struct zp_making *m = t->m;
	size_t counsels = m->in->reg->counsels;

	t->post = zp_arena_calloc(m->work, m->out->duties, sizeof(*t->post));
	t->slot = zp_arena_calloc(m->work, m->out->duties, sizeof(*t->slot));
	t->arc = zp_arena_calloc(m->work, m->out->duties, sizeof(*t->arc));
	t->counsel = zp_arena_calloc(m->work, counsels, sizeof(*t->counsel));
	t->person = zp_arena_calloc(m->work, counsels, sizeof(*t->person));
	t->local = zp_arena_calloc(m->work, counsels, sizeof(*t->local));
	t->busy = zp_arena_calloc(m->work, m->in->duties + m->out->duties,
	    sizeof(*t->busy));
	memset(t->local, 0xff, counsels * sizeof(*t->local));
	gather(t);
}

/* Of one month. */
static int32_t labour(const struct zp_roster_input *in)
{
	return in->labour / (1 + (in->to.day - in->from.day) / 31);
}

static void make_part(struct zp_making *m, int32_t group,
    struct zp_date from, struct zp_date to)
{
	const struct zp_roster_policy *p = &m->in->p->roster;
	struct zp_part t = { .m = m, .group = group, .from = from, .to = to };
	struct zp_rota_plan plan;
	struct zp_rota r;

	set_part(&t);
	r = (struct zp_rota){
		.slot = t.slot, .slots = t.posts,
		.person = t.person, .persons = t.counsels,
		.busy = t.busy, .busies = t.busies,
		.most = { p->day, p->week, p->month, p->rest },
		.fair = { p->fair[0], p->fair[1], p->fair[2], p->fair[3] },
		.disturb = ZP_ROSTER_DISTURB, .labour = labour(m->in),
	};
	if (t.posts == 0)
		return;
	zp_rota_solve(&r, m->work, &plan);
	ease(&t, &r, &plan);
	take(&t, &plan);
	r.most.rest = p->rest;
	zp_roster_stand_by(&t, &r, plan.who);
}

static bool announced(const struct zp_roster_input *in)
{
	for (struct zp_date d = in->from; zp_date_cmp(d, in->to) <= 0;
	    d = zp_date_add(d, 1))
		if (!zp_calendar_announced(in->p->cal, d))
			return false;
	return true;
}

/* Month by month, the centres of each. */
static void make_parts(struct zp_making *m)
{
	const struct zp_roster_input *in = m->in;

	for (struct zp_date d = in->from, end; zp_date_cmp(d, in->to) <= 0;
	    d = zp_date_add(end, 1)) {
		end = zp_date_month_end(d);
		if (zp_date_cmp(end, in->to) > 0)
			end = in->to;
		for (uint32_t c = 0; c < in->reg->centres; c++)
			if (m->group[c] == (int32_t)c &&
			    zp_roster_asked(in, m->group, (int32_t)c))
				make_part(m, (int32_t)c, d, end);
	}
}

struct zp_roster *zp_roster_make(const struct zp_roster_input *in,
    struct zp_arena *a)
{
	struct zp_making m = { .in = in, .a = a, .work = zp_arena_new() };

	m.out = zp_arena_alloc(a, sizeof(*m.out));
	m.out->proven = true;
	m.out->announced = announced(in);
	m.out->eased = zp_arena_calloc(a, in->reg->centres *
	    (size_t)((in->to.day - in->from.day) / 28 + 2),
	    sizeof(*m.out->eased));
	zp_roster_set_up(&m);
	make_parts(&m);
	zp_roster_sort_standbys(m.out);
	zp_roster_reasons(&m);
	zp_arena_free(m.work);
	return m.out;
}
