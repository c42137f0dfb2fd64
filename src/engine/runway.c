/* engine/runway.c - what comes until the year's end, and for whom. */
#include <stdlib.h>
#include <string.h>

#include "runway_impl.h"
#include "zhipaid/hash.h"
#include "zhipaid/ledger.h"

enum { YOUNG = 20 };		/* fewer cases than that tell no rate */

/* What the world holds as of a moment. */
struct known {
	const struct zp_case *c;
	enum zp_case_state state;
	int32_t handling;
	bool any, running, ended;	/* assigned at all; then; over */
};
struct past {
	const struct zp_registry *reg;
	struct zp_wall now;
	int32_t year;
	struct known *at; uint32_t n;
	struct zp_strmap by_no;
	int32_t *taken;			/* T1, by counsel */
};

static int32_t year_of(struct zp_wall w)
{
	int y;

	zp_date_split(zp_wall_date(w), &y, NULL, NULL);
	return y;
}

static void note_case(void *arg, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall since)
{
	struct past *p = arg;

	(void)since;
	if (s == ZP_CS_SCHEDULED || zp_wall_cmp(c->approved_at, p->now) > 0)
		return;
	p->at = zp_xrealloc(p->at, p->n + 1, sizeof(*p->at));
	p->at[p->n] = (struct known){ .c = c, .state = s,
		.handling = handling };
	zp_strmap_put(&p->by_no, c->case_no, (int32_t)p->n++);
}

static void note_row(void *arg, const struct zp_assignment *a)
{
	struct past *p = arg;
	int32_t who = zp_registry_find(p->reg, ZP_T_COUNSEL, a->licence_no);
	int32_t at = zp_strmap_get(&p->by_no, a->case_no);
	bool over = zp_wall_known(a->ended_at) &&
	    zp_wall_cmp(a->ended_at, p->now) <= 0;

	if (at >= 0)
		p->at[at].any = true;
	if (zp_wall_cmp(a->decided_at, p->now) > 0)
		return;
	if (who >= 0 && year_of(a->decided_at) == p->year)
		p->taken[who] += !over || zp_end_counts(a->end_reason);
	if (at < 0)
		return;
	p->at[at].running |= !over;
	p->at[at].ended |= over && (a->end_reason == ZP_END_CLOSED ||
	    a->end_reason == ZP_END_TERMINATED);
}

static bool waits(const struct known *k)
{
	return !k->running && !k->ended && (k->any ||
	    k->state == ZP_CS_APPROVED || k->state == ZP_CS_WAITING);
}

void zp_rw_ctx(struct zp_rw *r, uint32_t i, struct zp_date day,
    struct zp_ctx *x)
{
	static const enum zp_rule asked[] = { ZP_Q15, ZP_Q2, ZP_Q3, ZP_Q4,
		ZP_Q16, ZP_Q17, ZP_Q18, ZP_Q6, ZP_Q7, ZP_Q8, ZP_Q11, ZP_Q13,
		ZP_N17, ZP_S11 };
	struct zp_case *c = &r->v->at[i].c;
	uint64_t mask = 0;

	r->v->now = zp_date_start(day);
	if (zp_date_known(r->birth[i]))
		c->recipient_birth = zp_date_add(r->birth[i], day.day -
		    zp_wall_date(c->approved_at).day);
	zp_ctx_case(x, r->v, r->p, i, ZP_LEAD);
	for (size_t k = 0; k < ZP_COUNT(asked); k++)
		mask |= ZP_RULE_BIT(asked[k]);
	x->live &= mask;
	x->terms &= 1U << (ZP_Q23 - ZP_S9) | 1U << (ZP_Q21 - ZP_S9);
}

/* --- classes --- */

static struct zp_runway_class class_of(const struct zp_ctx *x)
{
	struct zp_runway_class c = { .specialty = "", .language = "",
		.none = ZP_DATE_NONE, .back = ZP_DATE_NONE,
		.no_fit = ZP_DATE_NONE };
	const uint64_t of[] = {
		ZP_RULE_BIT(ZP_Q2) | ZP_RULE_BIT(ZP_Q3) | ZP_RULE_BIT(ZP_Q4),
		ZP_RULE_BIT(ZP_Q6) | ZP_RULE_BIT(ZP_Q7),
		ZP_RULE_BIT(ZP_Q11), ZP_RULE_BIT(ZP_Q8) };

	for (size_t k = 0; k < ZP_COUNT(of); k++)
		if ((x->live & of[k]) != 0)
			c.level |= 1U << k;
	if (x->matter != NULL)
		c.specialty = x->matter->specialty;
	if (strcmp(x->vc->c.language, "zh") != 0)
		c.language = x->vc->c.language;
	return c;
}

static int by_class(const void *pa, const void *pb)
{
	const struct zp_runway_class *a = pa, *b = pb;
	int d = (a->level > b->level) - (a->level < b->level);

	if (d == 0)
		d = strcmp(a->specialty, b->specialty);
	return d != 0 ? d : strcmp(a->language, b->language);
}

static uint32_t find_class(const struct zp_rw *r, const struct zp_ctx *x)
{
	struct zp_runway_class key = class_of(x);
	const struct zp_runway_class *c = bsearch(&key, r->out->cls,
	    r->out->n, sizeof(key), by_class);

	return (uint32_t)(c - r->out->cls);
}

static void make_classes(struct zp_rw *r)
{
	struct zp_runway_class *c = zp_arena_calloc(r->a, r->v->n,
	    sizeof(*c));
	struct zp_ctx x;
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->v->n; i++) {
		zp_rw_ctx(r, i, r->today, &x);
		c[i] = class_of(&x);
	}
	if (r->v->n > 1)
		qsort(c, r->v->n, sizeof(*c), by_class);
	for (uint32_t i = 0; i < r->v->n; i++)
		if (n == 0 || by_class(&c[n - 1], &c[i]) != 0)
			c[n++] = c[i];
	r->out->cls = c;
	r->out->n = n;
}

/* --- kinds and epochs --- */

static const struct zp_leave *leave_on(const struct zp_rw *r,
    int32_t counsel, struct zp_date day)
{
	return zp_counsel_leave(&r->reg->counsel[counsel], day);
}

/* The earlier of two days; NONE is none. */
static void sooner(struct zp_date *next, struct zp_date d,
    struct zp_date today)
{
	if (zp_date_known(d) && d.day > today.day && (!zp_date_known(*next) ||
	    d.day < next->day))
		*next = d;
}

/* Whom the law admits for case i on a day, in r->scratch; *next: when that
 * may change. */
static struct zp_rw_arcs admit(struct zp_rw *r, uint32_t i,
    struct zp_date day, struct zp_date *next)
{
	struct zp_rw_arcs to = { r->scratch, 0 };
	struct zp_why why[ZP_CANDIDATE_RULES];
	struct zp_ctx x;

	zp_rw_ctx(r, i, day, &x);
	for (uint32_t k = 0; k < r->m; k++) {
		uint64_t denied, away = ZP_RULE_BIT(ZP_N17);

		zp_ctx_person(&x, r->pool[k]);
		denied = zp_rules_deny(&x, why);
		for (uint64_t left = denied; left != 0; left &= left - 1)
			sooner(next, why[__builtin_ctzll(left)].until, day);
		if ((denied & ~away) == 0)
			to.at[to.n++] = (struct zp_rw_arc){ (int32_t)k,
			    zp_rules_cost(&x, NULL) > 0, denied == 0 ? NULL :
			    leave_on(r, r->pool[k], day) };
	}
	return to;
}

static struct zp_rw_arcs keep(const struct zp_rw *r, struct zp_rw_arcs x)
{
	struct zp_rw_arcs to = { zp_arena_calloc(r->a, x.n, sizeof(*x.at)),
		x.n };

	if (x.n > 0)
		memcpy(to.at, x.at, x.n * sizeof(*x.at));
	return to;
}

static bool same_arcs(const struct zp_rw_arcs *a, const struct zp_rw_arcs *b)
{
	bool same = a->n == b->n;

	for (uint32_t k = 0; same && k < a->n; k++)
		same = a->at[k].person == b->at[k].person &&
		    a->at[k].unfit == b->at[k].unfit;
	return same;
}

/* The first epoch, and with it the kinds: a class and its people. */
static struct zp_date make_kinds(struct zp_rw *r)
{
	struct zp_rw_arcs *of = zp_arena_calloc(r->a, r->v->n, sizeof(*of));
	struct zp_date next = ZP_DATE_NONE;

	r->kind = zp_arena_calloc(r->a, r->v->n, sizeof(*r->kind));
	r->kind_of = zp_arena_calloc(r->a, r->v->n, sizeof(*r->kind_of));
	for (uint32_t i = 0; i < r->v->n; i++) {
		struct zp_rw_arcs arcs = admit(r, i, r->today, &next);
		struct zp_ctx x;
		uint32_t cls, k = 0;

		zp_rw_ctx(r, i, r->today, &x);
		cls = find_class(r, &x);
		while (k < r->kinds && (r->kind[k].cls != cls ||
		    !same_arcs(&of[k], &arcs)))
			k++;
		if (k == r->kinds) {
			r->kind[r->kinds++] = (struct zp_rw_kind){ cls, i };
			of[k] = keep(r, arcs);
		}
		r->kind_of[i] = k;
	}
	r->epoch[r->epochs++] = (struct zp_rw_epoch){ r->today, of };
	return next;
}

/* The next day on which somebody's leave or time in the pool turns. */
static void turns(const struct zp_rw *r, struct zp_date day,
    struct zp_date *next)
{
	for (uint32_t k = 0; k < r->m; k++) {
		const struct zp_counsel *c = &r->reg->counsel[r->pool[k]];

		sooner(next, zp_date_add(c->pool_to, 1), day);
		for (uint32_t i = 0; i < c->leave_n; i++) {
			sooner(next, c->leave[i].starts_on, day);
			sooner(next, zp_date_add(c->leave[i].ends_on, 1),
			    day);
		}
	}
}

static void make_epochs(struct zp_rw *r)
{
	uint32_t most = (uint32_t)(r->end.day - r->today.day) + 1;
	struct zp_date next;

	r->scratch = zp_arena_calloc(r->a, r->m, sizeof(*r->scratch));
	r->epoch = zp_arena_calloc(r->a, most, sizeof(*r->epoch));
	next = make_kinds(r);
	turns(r, r->today, &next);
	while (zp_date_known(next) && next.day <= r->end.day) {
		struct zp_rw_epoch *e = &r->epoch[r->epochs++];

		*e = (struct zp_rw_epoch){ next, zp_arena_calloc(r->a,
		    r->kinds, sizeof(*e->of)) };
		next = ZP_DATE_NONE;
		for (uint32_t k = 0; k < r->kinds; k++)
			e->of[k] = keep(r, admit(r, r->kind[k].view, e->from,
			    &next));
		turns(r, e->from, &next);
	}
}

/* --- expected cases --- */

static struct zp_date one_year_before(struct zp_date d)
{
	return zp_date_add_years(d, -1);
}

/* How many times the cases of the sample come until the year's end. */
struct rate { int64_t num, den; struct zp_date from, to; };

/* Cases of a centre in [from, to]. */
static int64_t count(const struct past *p, int32_t centre,
    struct zp_date from, struct zp_date to)
{
	int64_t n = 0;

	for (uint32_t i = 0; i < p->n; i++) {
		struct zp_date d = zp_wall_date(p->at[i].c->approved_at);

		n += p->at[i].handling == centre && d.day >= from.day &&
		    d.day <= to.day;
	}
	return n;
}

/* This year's cases over the days gone; by last year's season where it is
 * known; last year's own where this one is young. */
static struct rate rate_of(const struct past *p, struct zp_rw *r)
{
	struct zp_date first = zp_date_of(p->year, 1, 1);
	struct zp_date day = one_year_before(r->today);
	struct rate rate = { r->end.day - r->today.day,
		r->today.day - first.day + 1, first, r->today };
	int32_t centre = r->out->centre;
	int64_t before = count(p, centre, one_year_before(first), day);
	int64_t rest = count(p, centre, zp_date_add(day, 1),
	    zp_date_add(first, -1));

	if (before >= YOUNG && rest > 0) {
		r->out->season = true;
		rate.num = rest;
		rate.den = before;
	}
	if (count(p, centre, first, r->today) < YOUNG &&
	    before + rest >= YOUNG) {
		r->out->young = r->out->season = true;
		rate = (struct rate){ rest, before + rest,
			one_year_before(first), zp_date_add(first, -1) };
	}
	return rate;
}

static bool in_sample(const struct zp_rw *r, uint32_t i, struct rate rate)
{
	struct zp_date d = zp_wall_date(r->v->at[i].c.approved_at);

	return d.day >= rate.from.day && d.day <= rate.to.day;
}

/* Cases of the view by class, then as they came. */
struct came { uint32_t cls, i; int64_t at; };

static int by_came(const void *pa, const void *pb)
{
	const struct came *a = pa, *b = pb;

	if (a->cls != b->cls)
		return a->cls < b->cls ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

static int by_day(const void *pa, const void *pb)
{
	const struct zp_rw_item *a = pa, *b = pb;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->cls != b->cls)
		return a->cls < b->cls ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

/* A case like the i-th of the view comes on a day. */
static void add_item(struct zp_rw *r, int32_t day, uint32_t i)
{
	uint32_t kind = r->kind_of[i], cls = r->kind[kind].cls;

	r->item = zp_xrealloc(r->item, r->items + 1, sizeof(*r->item));
	r->item[r->items++] = (struct zp_rw_item){ day, cls, kind };
	r->out->cls[cls].expected++;
}

/* n cases of one class come again, evenly: the j-th at (j - 1/2) / x of the
 * days left, x = n * num / den. */
static void expect(struct zp_rw *r, const struct came *c, uint32_t n,
    struct rate rate)
{
	int64_t left = r->end.day - r->today.day;

	r->out->cls[c->cls].seen = (int32_t)n;
	for (int64_t j = 1; rate.num > 0; j++) {
		int64_t day = (2 * j - 1) * left * rate.den /
		    (2 * n * rate.num);

		if (day >= left)
			break;
		add_item(r, r->today.day + 1 + (int32_t)day,
		    c[(j - 1) % n].i);
	}
}

static void make_items(struct zp_rw *r, const struct past *p,
    struct rate rate)
{
	struct came *c = zp_arena_calloc(r->a, r->v->n, sizeof(*c));
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->v->n; i++) {
		const struct zp_case *cs = &r->v->at[i].c;

		if (in_sample(r, i, rate))
			c[n++] = (struct came){ r->kind[r->kind_of[i]].cls,
			    i, cs->approved_at.us };
		if (waits(&p->at[zp_strmap_get(&p->by_no, cs->case_no)]))
			add_item(r, r->today.day, i);
	}
	if (n > 1)
		qsort(c, n, sizeof(*c), by_came);
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && c[k].cls == c[i].cls;)
			k++;
		expect(r, &c[i], k - i, rate);
	}
	if (r->items > 1)
		qsort(r->item, r->items, sizeof(*r->item), by_day);
}

/* --- one centre --- */

static void make_view(struct zp_rw *r, const struct zp_world *w,
    const struct past *p, struct rate rate)
{
	const char **no = zp_arena_calloc(r->a, p->n, sizeof(*no));
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->n; i++) {
		struct zp_date d = zp_wall_date(p->at[i].c->approved_at);

		if (p->at[i].handling == r->out->centre &&
		    (waits(&p->at[i]) || (d.day >= rate.from.day &&
		    d.day <= rate.to.day)))
			no[n++] = p->at[i].c->case_no;
	}
	r->v = zp_world_view(w, no, n, p->now, r->p, r->a);
	r->birth = zp_arena_calloc(r->a, n, sizeof(*r->birth));
	for (uint32_t i = 0; i < n; i++)
		r->birth[i] = r->v->at[i].c.recipient_birth;
}

static void make_rooms(struct zp_rw *r, const struct past *p)
{
	const struct zp_centre *at = &r->reg->centre[r->out->centre];

	r->pool = at->pool;
	r->m = at->pool_n;
	r->room = zp_arena_calloc(r->a, r->m, sizeof(*r->room));
	r->taken = zp_arena_calloc(r->a, r->m, sizeof(*r->taken));
	for (uint32_t k = 0; k < r->m; k++) {
		r->taken[k] = p->taken[r->pool[k]];
		r->room[k] = zp_ledger_cap(r->p,
		    &r->reg->counsel[r->pool[k]]) - r->taken[k];
		if (r->p->off[ZP_T1])
			r->room[k] = ZP_KERNEL_MAX_CASES;
	}
}

/* Who has room: of the centre, and of each class today. */
static void count_people(struct zp_rw *r)
{
	bool *of = zp_arena_calloc(r->a, ((size_t)r->out->n + 1) * r->m + 1,
	    sizeof(*of));

	for (uint32_t k = 0; k < r->kinds; k++) {
		struct zp_runway_class *c = &r->out->cls[r->kind[k].cls];
		const struct zp_rw_arcs *arcs = &r->epoch[0].of[k];

		for (uint32_t i = 0; i < arcs->n; i++) {
			const struct zp_rw_arc *x = &arcs->at[i];
			uint32_t who = (uint32_t)x->person;
			bool *mine = &of[r->kind[k].cls * r->m + who];
			bool *any = &of[r->out->n * r->m + who];

			if (r->room[who] <= 0 || x->away != NULL)
				continue;
			c->people += !*mine;
			c->fit += !*mine && !x->unfit;
			r->out->people += !*any;
			r->out->room += *any ? 0 : r->room[who];
			*mine = *any = true;
		}
	}
}

static void take_fates(struct zp_rw *r)
{
	const struct zp_rw_change none = { .who = UINT32_MAX };
	struct zp_rw_fate *fate = zp_arena_calloc(r->a, r->out->n,
	    sizeof(*fate));

	r->full = zp_rw_play(r, &none, NULL, r->end, fate, r->a);
	for (uint32_t k = 0; k < r->out->n; k++) {
		struct zp_runway_class *c = &r->out->cls[k];

		c->none = fate[k].none;
		c->back = fate[k].back;
		c->no_fit = fate[k].no_fit;
		c->unserved = fate[k].unserved;
		c->unfit = fate[k].unfit;
		r->out->seen += c->seen;
		r->out->expected += c->expected;
	}
}

static void one_centre(struct zp_rw *r, const struct zp_world *w,
    const struct past *p)
{
	struct rate rate = rate_of(p, r);

	make_rooms(r, p);
	make_view(r, w, p, rate);
	make_classes(r);
	make_epochs(r);
	make_items(r, p, rate);
	count_people(r);
	take_fates(r);
	zp_rw_shortages(r);
}

struct zp_runway *zp_runway(const struct zp_world *w,
    const struct zp_registry *reg, const struct zp_policy *p,
    struct zp_wall now, struct zp_arena *a)
{
	struct zp_runway *out = zp_arena_alloc(a, sizeof(*out));
	struct past past = { .reg = reg, .now = now, .year = year_of(now) };
	struct zp_rw *all = zp_arena_calloc(a, reg->centres, sizeof(*all));

	*out = (struct zp_runway){ zp_wall_date(now),
		zp_date_of(past.year, 12, 31), zp_arena_calloc(a,
		reg->centres, sizeof(*out->at)), reg->centres };
	past.taken = zp_arena_calloc(a, reg->counsels, sizeof(*past.taken));
	zp_world_each_case(w, note_case, &past);
	zp_world_each_assignment(w, note_row, &past);
	for (uint32_t k = 0; k < reg->centres; k++) {
		out->at[k].centre = (int32_t)k;
		all[k] = (struct zp_rw){ .reg = reg, .p = p, .a = a,
			.today = out->today, .end = out->end,
			.out = &out->at[k] };
		one_centre(&all[k], w, &past);
	}
	for (uint32_t k = 0; k < reg->centres; k++)
		zp_rw_relieve(&all[k], all, reg->centres);
	for (uint32_t k = 0; k < reg->centres; k++)
		free(all[k].item);
	zp_strmap_fini(&past.by_no);
	free(past.at);
	return out;
}
