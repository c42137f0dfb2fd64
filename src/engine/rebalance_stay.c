/* engine/rebalance_stay.c - which cases may be moved, and to whom.
 *
 * Cases that no rule and no way tells apart are one class: of one centre and
 * place, with the same people in each centre behind who may take them.  A
 * class has at most one set of people in a centre, and classes share sets;
 * so the network is small where the cases are many.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rebalance_impl.h"
#include "zhipaid/jurisdiction.h"

enum { HEAD = 16, NO_CLASS = INT32_MAX };
#define DAY_US (INT64_C(86400) * 1000000)

struct choice {			/* while classes are made */
	struct zp_rb_board *d;
	struct zp_view *v;
	struct zp_strmap sets, classes;	/* by text */
	char *mark;		/* of one set: centre, then 0 or 1 a person */
	struct zp_buf key;
	uint32_t *cls;		/* per case of the view */
};

static int by_text(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

static bool begun(const struct zp_rebalance_input *in,
    const struct zp_rb_case *c)
{
	int64_t most = in->p->rebalance.begun_days * DAY_US;

	return (in->beguns > 0 && bsearch(&c->c->case_no, in->begun,
	    in->beguns, sizeof(*in->begun), by_text) != NULL) ||
	    (c->state == ZP_CS_ASSIGNED &&
	    in->now.us - c->decided_at.us > most);
}

static bool heard_soon(const struct zp_rebalance_input *in,
    const struct zp_case *c)
{
	return zp_wall_known(c->hearing_at) &&
	    zp_wall_date(c->hearing_at).day <= zp_wall_date(in->now).day +
	    in->p->rebalance.hearing_days;
}

/* Has the recipient the counsel he chose, or may he get him yet? */
static bool chosen(const struct zp_rebalance_input *in,
    const struct zp_rb_case *c)
{
	const struct zp_list *wish = &c->c->wished_counsel;

	return wish->n > 0 && (c->was < 0 || zp_list_has(wish,
	    in->reg->counsel[c->was].licence_no));
}

/* S4: cases of this class are given by hand. */
static bool by_hand(const struct zp_rebalance_input *in,
    const struct zp_case *c)
{
	int32_t m = zp_registry_find(in->reg, ZP_T_MATTERS, c->matter_code);

	return zp_policy_dispatch(in->p, m < 0 ? ZP_CAT_OTHER :
	    in->reg->matter[m].category, c->source) == ZP_MANUAL_ONLY;
}

/* Why a case stays, by itself; ZP_STAYS: it may go. */
static enum zp_stay stays(const struct zp_rebalance_input *in,
    const struct zp_rb_case *c)
{
	if (c->c->designated_centre[0] != '\0' || by_hand(in, c->c) ||
	    (c->state == ZP_CS_ASSIGNED && c->mode != ZP_AUTO))
		return ZP_STAY_DECIDED;
	if (zp_route_tiered(in->reg, in->p, c->c))
		return ZP_STAY_LEVEL;
	if (begun(in, c))
		return ZP_STAY_BEGUN;
	if (heard_soon(in, c->c))
		return ZP_STAY_HEARING;
	return chosen(in, c) ? ZP_STAY_CHOSEN : ZP_STAYS;
}

/* Co-accused, both sides, and stages of one case that still run or wait. */
static bool tied(const struct zp_view_case *vc)
{
	for (uint32_t k = 0; k < vc->links; k++) {
		const struct zp_link *l = &vc->link[k];

		if ((l->kind == ZP_LINK_GROUP || l->kind == ZP_LINK_OPPOSES ||
		    l->kind == ZP_LINK_PRIOR) && l->end_reason == ZP_END_NONE)
			return true;
	}
	return false;
}

/* --- hearings --- */

static int by_hearing(const void *pa, const void *pb)
{
	const struct zp_case *a = &(*(struct zp_view_case *const *)pa)->c;
	const struct zp_case *b = &(*(struct zp_view_case *const *)pb)->c;
	int d = zp_wall_cmp(a->hearing_at, b->hearing_at);

	return d != 0 ? d : strcmp(a->case_no, b->case_no);
}

/* C17: of cases heard at one hour only the first may go, so that nobody gets
 * two of them.  A hearing without a known end lasts to the end of its
 * day. */
static void part_hearings(struct choice *k, bool *stay)
{
	struct zp_view_case **at = zp_arena_calloc(k->d->r->work, k->v->n,
	    sizeof(struct zp_view_case *));
	struct zp_wall last = ZP_WALL_NONE;
	uint32_t n = 0;

	for (uint32_t i = 0; i < k->v->n; i++)
		if (!stay[i] && zp_wall_known(k->v->at[i].c.hearing_at))
			at[n++] = &k->v->at[i];
	if (n > 1)
		qsort(at, n, sizeof(*at), by_hearing);
	for (uint32_t i = 0; i < n; i++) {
		const struct zp_case *c = &at[i]->c;
		struct zp_wall end = c->hearing_until;

		if (zp_wall_cmp(c->hearing_at, last) < 0) {
			stay[at[i] - k->v->at] = true;
			continue;
		}
		if (!zp_wall_known(end) ||
		    zp_wall_cmp(end, c->hearing_at) <= 0)
			end = zp_date_start(zp_date_add(
			    zp_wall_date(c->hearing_at), 1));
		last = end;
	}
}

/* --- sets and classes --- */

/* The number of the set in k->mark, of the centre `at` of those behind. */
static int32_t set_number(struct choice *k, int32_t at, int32_t people)
{
	struct zp_rb_board *d = k->d;
	int32_t had = zp_strmap_get(&k->sets, k->mark);
	size_t size = strlen(k->mark), head = size;
	struct zp_rb_set *s;

	if (had >= 0)
		return had;
	head = size - d->r->in->reg->centre[d->centre[at]].pool_n;
	d->set = zp_xrealloc(d->set, d->sets + 1, sizeof(*d->set));
	s = &d->set[d->sets];
	*s = (struct zp_rb_set){ .at = at, .person = zp_arena_calloc(
	    d->r->work, (size_t)people, sizeof(*s->person)) };
	for (size_t c = head; c < size; c++)
		if (k->mark[c] == '1')
			s->person[s->n++] = (int32_t)(c - head);
	zp_strmap_put(&k->sets, zp_arena_strdup(d->r->work, k->mark),
	    (int32_t)d->sets);
	return (int32_t)d->sets++;
}

/* Whom of a centre behind the rules admit if the case were its own. */
static int32_t set_of(struct choice *k, struct zp_ctx *x, int32_t at)
{
	const struct zp_rb_board *d = k->d;
	const struct zp_registry *reg = k->v->reg;
	const struct zp_centre *to = &reg->centre[d->centre[at]];
	int n = snprintf(k->mark, HEAD, "%" PRId32 ":", at);
	int32_t people = 0;

	for (uint32_t c = 0; c < to->pool_n; c++) {
		int32_t who = to->pool[c];
		bool may = zp_rb_room(d->r->in->p, &reg->counsel[who],
		    &d->counsel[who]) > 0;

		zp_ctx_person(x, who);
		may = may && zp_rules_first(x, NULL) < 0;
		people += may;
		k->mark[n++] = may ? '1' : '0';
	}
	k->mark[n] = '\0';
	return people == 0 ? -1 : set_number(k, at, people);
}

static uint32_t class_number(struct choice *k, const struct zp_rb_case *c,
    int32_t place, const int32_t *set)
{
	struct zp_rb_board *d = k->d;
	struct zp_rb_class *to;
	int32_t had;

	zp_buf_reset(&k->key);
	zp_buf_printf(&k->key, "%d %d %d", (int)c->handling, c->counted,
	    (int)place);
	for (int32_t at = 0; at < d->centres; at++) {
		zp_buf_putc(&k->key, ' ');
		zp_buf_i64(&k->key, set[at]);
	}
	had = zp_strmap_get(&k->classes, zp_buf_str(&k->key));
	if (had >= 0)
		return (uint32_t)had;
	d->cls = zp_xrealloc(d->cls, d->classes + 1, sizeof(*d->cls));
	to = &d->cls[d->classes];
	*to = (struct zp_rb_class){ .from = c->handling,
		.counted = c->counted, .place = place,
		.set = zp_arena_calloc(d->r->work,
		    (size_t)d->centres, sizeof(*set)) };
	memcpy(to->set, set, (size_t)d->centres * sizeof(*set));
	zp_strmap_put(&k->classes, zp_arena_strdup(d->r->work,
	    zp_buf_str(&k->key)), (int32_t)d->classes);
	return d->classes++;
}

/* The class of case i; NO_CLASS: nobody may take it. */
static uint32_t class_of(struct choice *k, uint32_t i, int32_t *set)
{
	struct zp_rb_board *d = k->d;
	struct zp_view_case own = k->v->at[i];
	const struct zp_rb_case *c = zp_rb_find(d->r, own.c.case_no);
	struct zp_ctx x;
	bool any = false;

	zp_ctx_case(&x, k->v, d->r->in->p, i, ZP_LEAD);
	x.vc = &own;
	for (int32_t at = 0; at < d->centres; at++) {
		own.handling = d->centre[at];
		set[at] = set_of(k, &x, at);
		any = any || set[at] >= 0;
	}
	return any ? class_number(k, c, zp_rb_place(k->v->reg, &k->v->at[i]),
	    set) : NO_CLASS;
}

/* Who goes first: of those that wait the longest there, of those decided the
 * last. */
static int by_turn(const void *pa, const void *pb)
{
	const struct zp_rb_case *a = *(struct zp_rb_case *const *)pa;
	const struct zp_rb_case *b = *(struct zp_rb_case *const *)pb;
	int d = a->state == ZP_CS_ASSIGNED ?
	    zp_wall_cmp(b->decided_at, a->decided_at) :
	    zp_wall_cmp(a->c->approved_at, b->c->approved_at);

	return d != 0 ? d : strcmp(a->c->case_no, b->c->case_no);
}

static void fill_classes(struct choice *k)
{
	struct zp_rb_board *d = k->d;

	for (uint32_t i = 0; i < k->v->n; i++)
		if (k->cls[i] != NO_CLASS)
			d->cls[k->cls[i]].n++;
	for (uint32_t c = 0; c < d->classes; c++) {
		d->cls[c].cs = zp_arena_calloc(d->r->work, d->cls[c].n,
		    sizeof(*d->cls[c].cs));
		d->cls[c].n = 0;
	}
	for (uint32_t i = 0; i < k->v->n; i++) {
		struct zp_rb_class *c;

		if (k->cls[i] == NO_CLASS)
			continue;
		c = &d->cls[k->cls[i]];
		c->cs[c->n++] = zp_rb_find(d->r, k->v->at[i].c.case_no);
	}
	for (uint32_t c = 0; c < d->classes; c++)
		qsort(d->cls[c].cs, d->cls[c].n, sizeof(*d->cls[c].cs),
		    by_turn);
}

static void make_classes(struct choice *k, const bool *stay)
{
	struct zp_rb_board *d = k->d;
	const struct zp_registry *reg = k->v->reg;
	int32_t *set = zp_arena_calloc(d->r->work, (size_t)d->centres,
	    sizeof(*set));
	uint32_t most = 0;

	for (int32_t at = 0; at < d->centres; at++)
		if (reg->centre[d->centre[at]].pool_n > most)
			most = reg->centre[d->centre[at]].pool_n;
	k->mark = zp_arena_alloc(d->r->work, (size_t)most + HEAD);
	k->cls = zp_arena_calloc(d->r->work, k->v->n, sizeof(*k->cls));
	for (uint32_t i = 0; i < k->v->n; i++) {
		k->cls[i] = stay[i] ? NO_CLASS : class_of(k, i, set);
		if (stay[i])
			d->r->out->stay[ZP_STAY_TIED]++;
		else if (k->cls[i] == NO_CLASS)
			d->r->out->stay[ZP_STAY_NOBODY]++;
		else
			d->r->out->movable++;
	}
	fill_classes(k);
}

void zp_rb_candidates(struct zp_rb_board *d)
{
	struct zp_rb *r = d->r;
	const char **no = zp_arena_calloc(r->work, r->n, sizeof(*no));
	struct choice k = { .d = d };
	uint32_t n = 0;
	bool *stay;

	for (uint32_t i = 0; i < r->n; i++) {
		enum zp_stay why;

		if (d->give[r->cs[i].handling] == 0 || r->cs[i].lent)
			continue;
		why = stays(r->in, &r->cs[i]);
		if (why == ZP_STAYS)
			no[n++] = r->cs[i].c->case_no;
		else
			r->out->stay[why]++;
	}
	k.v = zp_world_view(r->in->w, no, n, r->in->now, r->in->p, r->work);
	if (r->counsel != NULL)
		k.v->counsel = r->counsel;
	d->counsel = k.v->counsel;
	stay = zp_arena_calloc(r->work, n, sizeof(*stay));
	for (uint32_t i = 0; i < n; i++)
		stay[i] = tied(&k.v->at[i]);
	part_hearings(&k, stay);
	make_classes(&k, stay);
	zp_strmap_fini(&k.sets);
	zp_strmap_fini(&k.classes);
	zp_buf_fini(&k.key);
}
