/*
 * src/engine/simulate.c - the clock of a city's year, tick by tick.
 *
 * What wants counsel stands in `open`.  A tick costs what its own cases
 * cost; looking for the next wake day is linear in what waits.
 */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/ahead.h"
#include "zhipaid/deadline.h"
#include "zhipaid/explain.h"
#include "zhipaid/jurisdiction.h"
#include "zhipaid/ledger.h"
#include "zhipaid/settle.h"
#include "zhipaid/simulate.h"

struct entry {			/* beside a case of the input */
	bool open, dirty;	/* wants counsel; is looked at this tick */
	bool gone;		/* R6: ended while it waited */
	int32_t handling;
	struct zp_wall until;	/* held so long; NONE: it is not held */
	struct zp_date wake;
	struct zp_buf rule, text;
};
struct run {
	const struct zp_sim_input *in;
	struct zp_sim *sim;
	struct entry *e;	/* parallel to in->cs */
	struct zp_strmap by_no;
	uint32_t *open, opens;	/* entries that want counsel */
	uint32_t next_case, next_event, next_duty;
	struct zp_duty *duty;	/* of the input, by date */
	struct zp_wall now;
	struct zp_arena *tick;
	struct zp_ahead *ahead;
};

static void earlier(struct zp_wall *t, struct zp_wall other)
{
	if (!zp_wall_known(*t) || zp_wall_cmp(other, *t) < 0)
		*t = other;
}

/* The next instant at which something happens; NONE: nothing any more. */
static struct zp_wall next_tick(const struct run *r)
{
	const struct zp_sim_input *in = r->in;
	struct zp_wall t = ZP_WALL_NONE;

	if (r->next_case < in->cases)
		t = in->cs[r->next_case].approved_at;
	if (r->next_event < in->events)
		earlier(&t, in->ev[r->next_event].at);
	if (zp_wall_known(zp_world_due(r->sim->world)))
		earlier(&t, zp_world_due(r->sim->world));
	if (!zp_wall_known(t))
		return t;
	for (uint32_t i = 0; i < r->opens; i++) {
		struct zp_date wake = r->e[r->open[i]].wake;

		if (zp_date_known(wake) &&
		    zp_wall_cmp(zp_date_start(wake), r->now) > 0)
			earlier(&t, zp_date_start(wake));
	}
	return t;
}

static const struct zp_matter *matter_of(const struct run *r,
    const struct zp_case *c)
{
	int32_t m = zp_registry_find(r->in->reg, ZP_T_MATTERS,
	    c->matter_code);

	return m < 0 ? NULL : &r->in->reg->matter[m];
}

/* A case wants counsel since `at`: now, or when it has been held. */
static void open_case(struct run *r, uint32_t i, struct zp_wall at)
{
	const struct zp_case *c = &r->in->cs[i];
	struct entry *e = &r->e[i];

	e->open = e->dirty = true;
	e->wake = ZP_DATE_NONE;
	e->until = e->handling < 0 ? ZP_WALL_NONE : zp_hold_until(r->in->p,
	    r->in->p->cal, c, matter_of(r, c), at);
	if (zp_wall_known(e->until) && zp_wall_cmp(e->until, r->now) <= 0)
		e->until = ZP_WALL_NONE;
	zp_world_loosen(r->sim->world, c->case_no, e->until, 0);
	r->open[r->opens++] = i;
}

/* Something happened in a centre that may help who waits there. */
static void stir(struct run *r, int32_t centre)
{
	for (uint32_t i = 0; i < r->opens; i++)
		if (r->e[r->open[i]].handling == centre)
			r->e[r->open[i]].dirty = true;
}

/* The same where those who acted are at home: a borrowed person is free
 * there again. */
static void stir_home(struct run *r, const int32_t who[2])
{
	for (int k = 0; k < 2; k++)
		if (who[k] >= 0)
			stir(r, r->in->reg->counsel[who[k]].centre);
}

/* J2: a case ended; the same matter filed elsewhere may go on. */
static void stir_recipient(struct run *r, const char *recipient_id)
{
	for (uint32_t i = 0; i < r->opens; i++)
		if (strcmp(r->in->cs[r->open[i]].recipient_id,
		    recipient_id) == 0)
			r->e[r->open[i]].dirty = true;
}

static enum zp_end end_of(enum zp_event_kind k)
{
	static const enum zp_end end[] = {
		[ZP_EV_CLOSED] = ZP_END_CLOSED,
		[ZP_EV_TERMINATED] = ZP_END_TERMINATED,
		[ZP_EV_DECLINED] = ZP_END_DECLINED,
		[ZP_EV_CHANGED] = ZP_END_CHANGED,
	};

	return end[k];
}

/* R1: a reason that begins so, as zhipactl decline --with-cause writes it,
 * says that the cause is good. */
static bool with_cause(const struct zp_event *ev)
{
	static const char word[] = "with_cause";

	return strncmp(ev->reason, word, sizeof(word) - 1) == 0;
}

/* One event: what fits no case in that state is counted, not applied. */
static void take_event(struct run *r, const struct zp_event *ev)
{
	struct zp_world *w = r->sim->world;
	int32_t i = zp_strmap_get(&r->by_no, ev->case_no);
	struct entry *e = i >= 0 ? &r->e[i] : NULL;
	enum zp_case_state was = zp_world_state(w, ev->case_no, NULL);
	uint32_t ended = 0;
	int32_t who[2];

	zp_world_acting(w, ev->case_no, who);
	if (was == ZP_CS_ASSIGNED || (ev->event == ZP_EV_TERMINATED &&
	    (was == ZP_CS_APPROVED || was == ZP_CS_WAITING)))
		ended = zp_world_end(w, ev->case_no, ev->licence_no,
		    end_of(ev->event), ev->at, with_cause(ev));
	if (e != NULL && e->open && ev->event == ZP_EV_TERMINATED) {
		e->open = e->dirty = false;	/* leaves the list below */
		e->gone = true;
	} else if (ended == 0) {
		r->sim->ignored++;
		return;
	}
	stir(r, e->handling);
	stir_home(r, who);
	if (ev->event == ZP_EV_CLOSED || ev->event == ZP_EV_TERMINATED)
		stir_recipient(r, r->in->cs[i].recipient_id);
	if (zp_world_state(w, ev->case_no, NULL) == ZP_CS_APPROVED)
		open_case(r, (uint32_t)i, ev->at);
}

static void take_events(struct run *r)
{
	const struct zp_sim_input *in = r->in;

	while (r->next_event < in->events &&
	    zp_wall_cmp(in->ev[r->next_event].at, r->now) <= 0)
		take_event(r, &in->ev[r->next_event++]);
}

static void take_approvals(struct run *r)
{
	const struct zp_sim_input *in = r->in;

	while (r->next_case < in->cases && zp_wall_cmp(
	    in->cs[r->next_case].approved_at, r->now) <= 0) {
		uint32_t i = r->next_case++;
		struct zp_route to = zp_route_case(in->reg, in->p,
		    &in->cs[i]);

		r->e[i].handling = to.centre;
		zp_world_case(r->sim->world, &in->cs[i], ZP_CS_APPROVED,
		    to.centre, ZP_WALL_NONE);
		open_case(r, i, in->cs[i].approved_at);
	}
}

/* Rule ids and sentence of a case that waits. */
static void note_waiting(struct run *r, const struct zp_view *v,
    const struct zp_decision *d, struct entry *e)
{
	e->wake = d->wake;
	zp_buf_reset(&e->rule);
	zp_buf_reset(&e->text);
	zp_explain_rules(d, &e->rule);
	zp_explain_waiting(v, r->in->p, d, r->in->lang, &e->text);
}

/* A fresh decision may move for a while; one that moved as long as before,
 * and who had it is free for others.  Has anything moved? */
static bool settle(struct run *r, const struct zp_view *v,
    const struct zp_plan *pl, const struct zp_loose *was, uint32_t n)
{
	bool moved = false;

	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_case *c = &v->at[pl->at[i].i].c;

		if (zp_plan_moves(v, &pl->at[i])) {
			stir(r, v->at[pl->at[i].i].handling);
			moved = true;
		}
		if (pl->at[i].lead >= 0 && v->at[pl->at[i].i].present < 0)
			zp_world_loosen(r->sim->world, c->case_no,
			    zp_settle_until(r->in->p, v->cal, c,
			    matter_of(r, c), v->now), 0);
	}
	for (uint32_t k = 0; k < n; k++)
		zp_world_loosen(r->sim->world, was[k].c->case_no,
		    was[k].until, 0);
	return moved;
}

/* The cases no[0..n) and k loose ones. */
static const char **join(struct run *r, const char *const *no, uint32_t n,
    const struct zp_loose *loose, uint32_t k)
{
	const char **all = zp_arena_calloc(r->tick, (size_t)n + k,
	    sizeof(*all));

	if (n > 0)
		memcpy(all, no, n * sizeof(*all));
	for (uint32_t i = 0; i < k; i++)
		all[n + i] = loose[i].c->case_no;
	return all;
}

static bool decide(struct run *r, const char *const *no, uint32_t n)
{
	struct zp_world *w = r->sim->world;
	struct zp_loose *loose;
	uint32_t k = zp_world_movable(w, no, n, r->now, r->tick, &loose);
	struct zp_view *v;
	const struct zp_plan *pl;

	for (uint32_t i = 0; i < k; i++)
		zp_world_lift(w, loose[i].c->case_no);
	v = zp_world_view(w, join(r, no, n, loose, k), n + k, r->now,
	    r->in->p, r->tick);
	zp_ahead_mark(r->ahead, w, v, r->in->p, r->tick);
	pl = zp_decide(v, r->in->p, r->tick);
	r->sim->total += pl->total;
	r->sim->bound += pl->bound;
	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_decision *d = &pl->at[i];
		int32_t at = zp_strmap_get(&r->by_no, v->at[d->i].c.case_no);

		r->e[at].dirty = false;
		r->e[at].until = ZP_WALL_NONE;
		r->e[at].open = d->lead < 0;
		if (d->lead < 0)
			note_waiting(r, v, d, &r->e[at]);
	}
	zp_world_apply(w, v, pl, r->in->p, ZP_AUTO);
	return settle(r, v, pl, loose, k);
}

/* Drop from the list what does not want counsel any more. */
static void close_list(struct run *r)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->opens; i++)
		if (r->e[r->open[i]].open)
			r->open[n++] = r->open[i];
	r->opens = n;
}

/* One batch; true when it moved something, so that more may fit. */
static bool batch(struct run *r)
{
	struct zp_loose *held;
	const char **no;
	uint32_t n = 0, k;
	bool moved = false;

	no = zp_arena_calloc(r->tick, r->opens, sizeof(*no));
	for (uint32_t i = 0; i < r->opens; i++) {
		struct entry *e = &r->e[r->open[i]];

		if (zp_date_known(e->wake) &&
		    zp_date_cmp(e->wake, zp_wall_date(r->now)) <= 0)
			e->dirty = true;
		if (e->dirty && !zp_wall_known(e->until))
			no[n++] = r->in->cs[r->open[i]].case_no;
	}
	k = zp_world_release(r->sim->world, no, n, r->now, r->tick, &held);
	if (n + k > 0)
		moved = decide(r, join(r, no, n, held, k), n + k);
	close_list(r);
	zp_arena_reset(r->tick);
	return moved;
}

/* What was published for a day that is over was done, and counts (T8). */
static void end_days(struct run *r)
{
	struct zp_date today = zp_wall_date(r->now);

	for (; r->next_duty < r->in->duties && zp_date_cmp(
	    r->duty[r->next_duty].date, today) < 0; r->next_duty++) {
		struct zp_duty *d = &r->duty[r->next_duty];
		struct zp_entry e;

		if (zp_duty_serves(d))
			d->state = ZP_DUTY_DONE;
		e = zp_ledger_duty(r->in->p, d);
		if (e.points != 0)
			zp_world_ledger(r->sim->world, &e);
	}
}

static void tick(struct run *r)
{
	end_days(r);
	take_events(r);
	close_list(r);
	take_approvals(r);
	while (batch(r))
		;
}

/* A case of the world, in order: is it still without counsel? */
static void add_pending(void *arg, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall since)
{
	static const char *const ended[ZP_LANGS] = {
		"等待期间援助终止", "aid was terminated while it waited"
	};
	struct run *r = arg;
	struct zp_sim *sim = r->sim;
	const struct entry *e = &r->e[zp_strmap_get(&r->by_no, c->case_no)];

	if (s != ZP_CS_WAITING && !e->gone)
		return;
	sim->pending[sim->pendings++] = (struct zp_pending){
		.case_no = c->case_no, .since = since,
		.handling_centre = handling < 0 ? "" :
		    r->in->reg->centre[handling].code,
		.rule = e->gone ? "R6" :
		    zp_arena_strdup(sim->arena, zp_buf_str(&e->rule)),
		.text = e->gone ? ended[r->in->lang] :
		    zp_arena_strdup(sim->arena, zp_buf_str(&e->text)),
	};
}

static int by_date(const void *a, const void *b)
{
	const struct zp_duty *x = a, *y = b;

	return zp_date_cmp(x->date, y->date);
}

static void start_duties(struct run *r)
{
	const struct zp_sim_input *in = r->in;

	r->duty = zp_xcalloc(in->duties, sizeof(*r->duty));
	for (uint32_t i = 0; i < in->duties; i++) {
		r->duty[i] = in->duty[i];
		zp_world_duty(r->sim->world, &in->duty[i]);
	}
	qsort(r->duty, in->duties, sizeof(*r->duty), by_date);
}

static void start(struct run *r)
{
	const struct zp_sim_input *in = r->in;

	r->sim = zp_xcalloc(1, sizeof(*r->sim));
	r->sim->arena = zp_arena_new();
	r->sim->world = zp_world_new(in->reg);
	r->sim->pending = zp_arena_calloc(r->sim->arena, in->cases,
	    sizeof(*r->sim->pending));
	r->tick = zp_arena_new();
	r->ahead = zp_ahead_new();
	r->e = zp_xcalloc(in->cases, sizeof(*r->e));
	r->open = zp_xcalloc(in->cases, sizeof(*r->open));
	r->now = ZP_WALL_NONE;
	start_duties(r);
	for (uint32_t i = 0; i < in->helps; i++)
		zp_world_help(r->sim->world, &in->help[i]);
	for (uint32_t i = 0; i < in->cases; i++)
		zp_strmap_put(&r->by_no, in->cs[i].case_no, (int32_t)i);
}

static void finish(struct run *r)
{
	zp_world_each_case(r->sim->world, add_pending, r);
	for (uint32_t i = 0; i < r->in->cases; i++) {
		zp_buf_fini(&r->e[i].rule);
		zp_buf_fini(&r->e[i].text);
	}
	zp_strmap_fini(&r->by_no);
	free(r->e);
	free(r->open);
	free(r->duty);
	zp_arena_free(r->tick);
	zp_ahead_free(r->ahead);
}

struct zp_sim *zp_simulate(const struct zp_sim_input *in)
{
	struct run r = { .in = in };
	struct zp_wall t;

	start(&r);
	for (t = next_tick(&r); zp_wall_known(t); t = next_tick(&r)) {
		r.now = t;
		tick(&r);
		if (in->progress != NULL)
			in->progress(in->arg, r.next_case + r.next_event,
			    in->cases + in->events);
	}
	finish(&r);
	return r.sim;
}

void zp_sim_free(struct zp_sim *s)
{
	if (s == NULL)
		return;
	zp_world_free(s->world);
	zp_arena_free(s->arena);
	free(s);
}
