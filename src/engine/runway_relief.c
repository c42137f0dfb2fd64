/* engine/runway_relief.c - what would move a date, tried one by one. */
#include <stdlib.h>

#include "runway_impl.h"

/* --- shortages --- */

static struct zp_date day_of(const struct zp_runway_class *c, bool fit)
{
	return fit ? c->no_fit : c->none;
}

/* Does the class run out of people (fit: of fit ones, before that)? */
static bool runs_out(const struct zp_runway_class *c, bool fit)
{
	if (!fit)
		return zp_date_known(c->none);
	return zp_date_known(c->no_fit) && (!zp_date_known(c->none) ||
	    c->no_fit.day < c->none.day);
}

static void gather(struct zp_rw *r, uint32_t first, bool fit, bool *done)
{
	struct zp_runway_centre *o = r->out;
	struct zp_shortage *s = &o->shortage[o->shortages++];

	*s = (struct zp_shortage){ .fit = fit,
		.on = day_of(&o->cls[first], fit),
		.cls = zp_arena_calloc(r->a, o->n, sizeof(*s->cls)) };
	for (uint32_t k = first; k < o->n; k++) {
		const struct zp_runway_class *c = &o->cls[k];
		int32_t people = fit ? c->fit : c->people;

		if (done[k] || !runs_out(c, fit) ||
		    zp_date_cmp(day_of(c, fit), s->on) != 0)
			continue;
		done[k] = true;
		s->cls[s->n++] = k;
		s->expected += c->expected;
		s->missing += fit ? c->unfit : c->unserved;
		if (people > s->people)
			s->people = people;
	}
}

static int by_day(const void *pa, const void *pb)
{
	const struct zp_shortage *a = pa, *b = pb;

	if (a->fit != b->fit)
		return a->fit - b->fit;
	if (a->on.day != b->on.day)
		return a->on.day < b->on.day ? -1 : 1;
	return a->cls[0] < b->cls[0] ? -1 : 1;
}

void zp_rw_shortages(struct zp_rw *r)
{
	struct zp_runway_centre *o = r->out;

	o->shortage = zp_arena_calloc(r->a, 2 * (size_t)o->n,
	    sizeof(*o->shortage));
	for (int fit = 0; fit < 2; fit++) {
		bool *done = zp_arena_calloc(r->a, o->n, sizeof(*done));

		for (uint32_t k = 0; k < o->n; k++)
			if (!done[k] && runs_out(&o->cls[k], fit == 1))
				gather(r, k, fit == 1, done);
	}
	if (o->shortages > 1)
		qsort(o->shortage, o->shortages, sizeof(*o->shortage),
		    by_day);
}

/* --- what would help --- */

static bool later(struct zp_date a, struct zp_date b)
{
	return zp_date_known(b) && (!zp_date_known(a) || a.day > b.day);
}

static const struct zp_rw_change no_change = { .who = UINT32_MAX };

/* The day of a shortage if things were so; NONE: not this year, or not for
 * any case expected. */
static struct zp_date day_with(const struct zp_rw *r,
    const struct zp_rw_change *c, const struct zp_shortage *s)
{
	struct zp_arena *tmp = zp_arena_new();
	struct zp_rw_fate *fate = zp_arena_calloc(tmp, r->out->n,
	    sizeof(*fate));
	struct zp_date on = ZP_DATE_NONE;
	int32_t missing = 0;

	(void)zp_rw_play(r, c, s, r->end, fate, tmp);
	for (uint32_t k = 0; k < s->n; k++) {
		const struct zp_rw_fate *f = &fate[s->cls[k]];

		missing += s->fit ? f->unfit : f->unserved;
		if (later(on, s->fit ? f->no_fit : f->none))
			on = s->fit ? f->no_fit : f->none;
	}
	zp_arena_free(tmp);
	return s->missing > 0 && missing == 0 ? ZP_DATE_NONE : on;
}

static void add(struct zp_shortage *s, const struct zp_relief *x)
{
	if (later(x->until, s->on))
		s->relief[s->reliefs++] = *x;
}

/* Does some case of the shortage find nobody (fit) as the kernel stands? */
static bool stuck(const struct zp_rw *r, struct zp_kernel *k,
    const struct zp_shortage *s, struct zp_arc *arc)
{
	for (uint32_t i = 0; i < r->kinds; i++) {
		struct zp_change way;
		bool mine = false;

		for (uint32_t c = 0; c < s->n; c++)
			mine |= s->cls[c] == r->kind[i].cls;
		if (!mine)
			continue;
		way = zp_kernel_try(k, arc, zp_rw_arcs(r, &no_change, i,
		    s->on.day, arc), -1, zp_rw_wait(r, r->items));
		if (s->fit ? way.cost > 0 : way.counsel < 0)
			return true;
	}
	return false;
}

/* Would one more case for a person help on the very day? */
static bool helps(const struct zp_rw *r, struct zp_kernel *k, uint32_t who,
    const struct zp_shortage *s, struct zp_arc *arc)
{
	int64_t before = zp_kernel_total(k);
	bool yes;

	if (r->room[who] < 0)
		return false;
	zp_kernel_counsel(k, (int32_t)who, r->room[who] + 1, 0, 0);
	yes = zp_kernel_total(k) < before || !stuck(r, k, s, arc);
	zp_kernel_counsel(k, (int32_t)who, r->room[who], 0, 0);
	return yes;
}

/* One more case for whoever took the fewest this year. */
static void relieve_cap(const struct zp_rw *r, struct zp_shortage *s)
{
	struct zp_arena *tmp = zp_arena_new();
	struct zp_rw_fate *fate = zp_arena_calloc(tmp, r->out->n,
	    sizeof(*fate));
	struct zp_arc *arc = zp_arena_calloc(tmp, r->m + 1, sizeof(*arc));
	struct zp_kernel *k = zp_rw_play(r, &no_change, s, s->on, fate, tmp);
	struct zp_relief x = { .kind = ZP_RELIEF_CAP, .counsel = -1 };
	uint32_t best = 0, n = 0;

	for (uint32_t who = 0; who < r->m; who++) {
		if (!helps(r, k, who, s, arc))
			continue;
		if (n == 0 || r->taken[who] < r->taken[best])
			best = who;
		n++;
	}
	zp_arena_free(tmp);
	if (n == 0)
		return;
	x.counsel = r->pool[best];
	x.others = (int32_t)n - 1;
	x.until = day_with(r, &(struct zp_rw_change){ .plus = 1,
	    .who = best }, s);
	add(s, &x);
}

/* Somebody new of that kind, with the part of the cap that is left. */
static void relieve_person(const struct zp_rw *r, struct zp_shortage *s)
{
	int32_t left = r->end.day - r->today.day + 1;
	struct zp_relief x = { .kind = ZP_RELIEF_PERSON, .counsel = -1,
		.cases = (int32_t)(((int64_t)r->p->annual_cap * left + 364) /
		    365) };

	x.until = day_with(r, &(struct zp_rw_change){ .plus = x.cases,
	    .who = r->m, .serves = s }, s);
	add(s, &x);
}

/* Arcs of a kind of r to the people of another centre. */
static int32_t arcs_there(struct zp_rw *r, const struct zp_rw *there,
    uint32_t kind, struct zp_date day, struct zp_arc *to)
{
	struct zp_ctx x;
	int32_t n = 0;

	zp_rw_ctx(r, r->kind[kind].view, day, &x);
	for (uint32_t k = 0; k < there->m; k++) {
		zp_ctx_person(&x, there->pool[k]);
		if (zp_rules_first(&x, NULL) < 0)
			to[n++] = (struct zp_arc){ (int32_t)k, 0 };
	}
	return n;
}

/* How many cases of the shortage another centre could still take when its
 * own year is served; at most `want`. */
static int32_t spare(struct zp_rw *r, const struct zp_rw *there,
    const struct zp_shortage *s, int32_t want)
{
	struct zp_arc *arc = zp_xcalloc(there->m, sizeof(*arc));
	int32_t *cs = zp_xcalloc((size_t)want, sizeof(*cs));
	int32_t n = 0;

	for (uint32_t i = 0; i < r->items && n < want; i++) {
		const struct zp_rw_item *it = &r->item[i];
		bool mine = false;

		for (uint32_t c = 0; c < s->n; c++)
			mine |= s->cls[c] == r->kind[it->kind].cls;
		if (!mine || it->day < s->on.day)
			continue;
		cs[n] = zp_kernel_insert(there->full, arc, arcs_there(r,
		    there, it->kind, s->on, arc), -1, 1);
		if (zp_kernel_of(there->full, cs[n]) < 0)
			zp_kernel_withdraw(there->full, cs[n]);
		else
			n++;
	}
	for (int32_t k = 0; k < n; k++)
		zp_kernel_withdraw(there->full, cs[k]);
	free(arc);
	free(cs);
	return n;
}

/* The neighbour with the most to spare (X1). */
static void relieve_borrow(struct zp_rw *r, struct zp_shortage *s,
    struct zp_rw *all, uint32_t n)
{
	struct zp_relief x = { .kind = ZP_RELIEF_BORROW, .counsel = -1 };

	for (uint32_t k = 0; k < n && s->missing > 0; k++) {
		int32_t cases;

		if (all[k].out->centre == r->out->centre)
			continue;
		cases = spare(r, &all[k], s, s->missing);
		if (cases > x.cases) {
			x.cases = cases;
			x.centre = all[k].out->centre;
		}
	}
	if (x.cases == 0)
		return;
	x.until = day_with(r, &(struct zp_rw_change){ .plus = x.cases,
	    .who = r->m, .serves = s }, s);
	add(s, &x);
}

/* The leave whose end moves it the most. */
static void relieve_leave(const struct zp_rw *r, struct zp_shortage *s)
{
	struct zp_relief best = { .kind = ZP_RELIEF_LEAVE, .until = s->on };
	struct zp_rw_change nobody_away = { .who = UINT32_MAX,
		.all_back = true };

	if (!later(day_with(r, &nobody_away, s), s->on))
		return;

	for (uint32_t k = 0; k < r->m; k++) {
		const struct zp_counsel *c = &r->reg->counsel[r->pool[k]];

		for (uint32_t i = 0; i < c->leave_n; i++) {
			const struct zp_leave *l = &c->leave[i];
			struct zp_date on;

			if (r->room[k] <= 0 ||
			    zp_date_cmp(l->ends_on, r->today) < 0 ||
			    zp_date_cmp(l->starts_on, r->end) > 0)
				continue;
			on = day_with(r, &(struct zp_rw_change){
			    .who = UINT32_MAX, .ended = l }, s);
			if (!later(on, best.until))
				continue;
			best.until = on;
			best.leave = l;
			best.counsel = r->pool[k];
		}
	}
	add(s, &best);
}

void zp_rw_relieve(struct zp_rw *r, struct zp_rw *all, uint32_t n)
{
	for (uint32_t k = 0; k < r->out->shortages; k++) {
		struct zp_shortage *s = &r->out->shortage[k];

		s->relief = zp_arena_calloc(r->a, ZP_RELIEF_LEAVE + 1,
		    sizeof(*s->relief));
		relieve_cap(r, s);
		relieve_person(r, s);
		if (!s->fit)
			relieve_borrow(r, s, all, n);
		relieve_leave(r, s);
	}
}
