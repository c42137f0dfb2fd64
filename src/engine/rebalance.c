/* engine/rebalance.c - one chessboard: the plan put together; see
 * rebalance.h. */
#include <stdlib.h>
#include <string.h>

#include "rebalance_impl.h"
#include "zhipaid/ledger.h"

enum { DEEPEST = 16 };		/* regions below each other */

/* A region hangs below who serves it, else below its parent. */
static int32_t above(const struct zp_registry *reg, int32_t region)
{
	const struct zp_region *r = &reg->region[region];

	return r->served >= 0 ? r->served : r->parent;
}

int32_t zp_region_distance(const struct zp_registry *reg, int32_t a, int32_t b)
{
	int32_t up = 0;

	for (; a >= 0 && up < DEEPEST; a = above(reg, a), up++) {
		int32_t down = 0;

		for (int32_t c = b; c >= 0 && down < DEEPEST;
		    c = above(reg, c), down++)
			if (c == a)
				return up + down;
	}
	return -1;
}

int32_t zp_rb_steps(const struct zp_registry *reg, int32_t a, int32_t b)
{
	int32_t n = zp_region_distance(reg, a, b);

	return n < 0 || n > ZP_RB_FAR ? ZP_RB_FAR : n;
}

int32_t zp_rb_place(const struct zp_registry *reg,
    const struct zp_view_case *vc)
{
	if (vc->organ >= 0 && reg->organ[vc->organ].region >= 0)
		return reg->organ[vc->organ].region;
	if (vc->region >= 0 || vc->handling < 0)
		return vc->region;
	return reg->centre[vc->handling].region;
}

int32_t zp_rb_home(const struct zp_registry *reg, int32_t counsel)
{
	const struct zp_counsel *c = &reg->counsel[counsel];

	if (c->region >= 0)
		return c->region;
	if (c->firm >= 0 && reg->firm[c->firm].region >= 0)
		return reg->firm[c->firm].region;
	return c->centre < 0 ? -1 : reg->centre[c->centre].region;
}

int32_t zp_rb_room(const struct zp_policy *p, const struct zp_counsel *c,
    const struct zp_counsel_state *st)
{
	int32_t cap = zp_ledger_cap(p, c);

	if (p->off[ZP_T1])
		return ZP_KERNEL_MAX_CASES;
	return cap > st->undertaken ? cap - st->undertaken : 0;
}

uint32_t zp_rb_bars(struct zp_arena *a, const int32_t n[ZP_CANDIDATE_RULES],
    struct zp_bar **out)
{
	struct zp_bar *bar = zp_arena_calloc(a, ZP_CANDIDATE_RULES,
	    sizeof(*bar));
	uint32_t bars = 0;

	for (int r = 0; r < ZP_CANDIDATE_RULES; r++) {
		uint32_t at = bars;

		if (n[r] == 0)
			continue;
		for (; at > 0 && bar[at - 1].n < n[r]; at--)
			bar[at] = bar[at - 1];
		bar[at] = (struct zp_bar){ r, n[r] };
		bars++;
	}
	*out = bar;
	return bars;
}

/* --- the open cases of the city --- */

static int by_no(const void *key, const void *at)
{
	return strcmp(key, ((const struct zp_rb_case *)at)->c->case_no);
}

struct zp_rb_case *zp_rb_find(const struct zp_rb *r, const char *case_no)
{
	return bsearch(case_no, r->cs, r->n, sizeof(*r->cs), by_no);
}

static bool open_state(enum zp_case_state s)
{
	return s == ZP_CS_APPROVED || s == ZP_CS_WAITING ||
	    s == ZP_CS_ASSIGNED;
}

static void count_case(void *arg, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall since)
{
	struct zp_rb *r = arg;

	(void)c;
	(void)since;
	r->n += open_state(s) && handling >= 0;
}

static void add_case(void *arg, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall since)
{
	struct zp_rb *r = arg;

	(void)since;
	if (open_state(s) && handling >= 0)
		r->cs[r->n++] = (struct zp_rb_case){ .c = c, .state = s,
		    .handling = handling, .was = -1 };
}

static void add_lead(void *arg, const struct zp_assignment *a)
{
	struct zp_rb *r = arg;
	struct zp_rb_case *c;
	int year;

	if (a->end_reason != ZP_END_NONE || a->role != ZP_LEAD)
		return;
	c = zp_rb_find(r, a->case_no);
	if (c == NULL)
		return;
	c->was = zp_registry_find(r->in->reg, ZP_T_COUNSEL, a->licence_no);
	c->decided_at = a->decided_at;
	c->mode = a->mode;
	zp_date_split(zp_wall_date(a->decided_at), &year, NULL, NULL);
	c->counted = year == r->year;
}

static void gather(struct zp_rb *r)
{
	const struct zp_rebalance_input *in = r->in;

	zp_date_split(zp_wall_date(in->now), &r->year, NULL, NULL);
	zp_world_each_case(in->w, count_case, r);
	r->cs = zp_arena_calloc(r->work, r->n, sizeof(*r->cs));
	r->n = 0;
	zp_world_each_case(in->w, add_case, r);
	zp_world_each_assignment(in->w, add_lead, r);
	r->handled = zp_arena_calloc(r->work, in->reg->centres,
	    sizeof(*r->handled));
	r->gain = zp_arena_calloc(r->work, in->reg->centres,
	    sizeof(*r->gain));
	zp_progress_count(in->w, in->reg, r->year, r->handled);
}

/* --- the plan --- */

static void set_effects(struct zp_rb *r)
{
	struct zp_rebalance *out = r->out;
	const struct zp_policy *p = r->in->p;
	struct zp_elapsed now = zp_elapsed_of(p->cal, p->rebalance.elapsed,
	    zp_wall_date(r->in->now));

	for (uint32_t c = 0; c < r->in->reg->centres; c++) {
		struct zp_effect *e = &out->effect[c];
		int32_t target = r->in->reg->centre[c].annual_target;
		int32_t had = r->handled[c], has = had + r->gain[c];

		e->before = zp_progress_of(had, target, out->elapsed);
		e->after = zp_progress_of(has, target, out->elapsed);
		/* what is moved now does not come again every day */
		e->year_end[0] = zp_progress_forecast(had, now);
		e->year_end[1] = e->year_end[0] + r->gain[c];
	}
}

static void sum_travel(struct zp_rebalance *out)
{
	for (uint32_t i = 0; i < out->loans; i++)
		out->travel += out->loan[i].distance;
	for (uint32_t i = 0; i < out->moves; i++)
		out->travel += out->move[i].distance;
}

struct zp_rebalance *zp_rebalance_plan(const struct zp_rebalance_input *in,
    struct zp_arena *a)
{
	struct zp_rb r = { .in = in, .a = a, .work = zp_arena_new() };
	struct zp_rebalance *out = zp_arena_alloc(a, sizeof(*out));

	r.out = out;
	out->proven = true;
	out->effect = zp_arena_calloc(a, in->reg->centres,
	    sizeof(*out->effect));
	out->elapsed = zp_elapsed_of(in->p->cal, in->p->rebalance.elapsed,
	    zp_date_known(in->until) ? in->until : zp_wall_date(in->now));
	gather(&r);
	if (in->loans)
		zp_rb_loans(&r);
	if (in->moves)
		zp_rb_moves(&r);
	set_effects(&r);
	sum_travel(out);
	zp_arena_free(r.work);
	return out;
}
