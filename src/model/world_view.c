/*
 * src/model/world_view.c - a batch with its links, and a plan taken in.
 *
 * Cost: O(batch * log batch + links); the state of counsel and centres is
 * borrowed, except in a year nothing was assigned in yet or for a policy that
 * carries over otherwise: then it is summed up anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "world_impl.h"
#include "zhipaid/ledger.h"

/* Links of one case while they are gathered. */
struct gather {
	const struct zp_view *v;
	const struct zp_wnode *me;
	struct zp_link *at;
	uint32_t n;
};
struct relatives {		/* a case's relatives of one kind */
	enum zp_link_kind kind;
	uint32_t *node;
	uint32_t n;
};

static int by_no(const void *a, const void *b)
{
	const struct zp_view_case *x = a, *y = b;

	return strcmp(x->c.case_no, y->c.case_no);
}

static int by_kind(const void *a, const void *b)
{
	const struct zp_link *x = a, *y = b;
	int d = (int)x->kind - (int)y->kind;

	if (d == 0)
		d = strcmp(x->other_no, y->other_no);
	if (d == 0)
		d = strcmp(x->licence_no, y->licence_no);
	if (d == 0)
		d = zp_wall_cmp(x->ended_at, y->ended_at);
	if (d == 0)
		d = (int)x->role - (int)y->role;
	return d != 0 ? d : strcmp(x->recipient_id, y->recipient_id);
}

static int32_t batch_position(const struct zp_view *v, const char *case_no)
{
	struct zp_view_case key = { .c.case_no = case_no };
	const struct zp_view_case *at = bsearch(&key, v->at, v->n,
	    sizeof(key), by_no);

	return at != NULL ? (int32_t)(at - v->at) : -1;
}

static struct zp_link *add(struct gather *g, enum zp_link_kind kind,
    const struct zp_wnode *other)
{
	struct zp_link *l = &g->at[g->n++];

	*l = (struct zp_link){
		.case_no = g->me->key, .kind = kind, .other_no = other->key,
		.recipient_id = other->c->recipient_id,
		.criminal = other->criminal,
		.consent = other->c->same_firm_consent,
		.licence_no = "", .ended_at = ZP_WALL_NONE, .counsel = -1,
		.batch = batch_position(g->v, other->key),
	};
	return l;
}

/* Of several assignments of one person to one case the running one speaks,
 * else the last. */
static bool speaks(const struct zp_wnode *n, uint32_t i)
{
	const struct zp_assignment *a = n->row[i]->a;

	for (uint32_t k = 0; k < n->rows; k++) {
		const struct zp_assignment *b = n->row[k]->a;
		int d;

		if (k == i || strcmp(a->licence_no, b->licence_no) != 0)
			continue;
		d = (b->end_reason == ZP_END_NONE) -
		    (a->end_reason == ZP_END_NONE);
		if (d == 0)
			d = zp_wall_cmp(b->decided_at, a->decided_at);
		if (d > 0 || (d == 0 && k > i))
			return false;
	}
	return true;
}

/* Everybody who acts or acted in the other case, and "" when it wants
 * counsel.  Of the case itself all of it: who declined once is out (R1).  Of
 * the same matter only that it is open (J2). */
static void add_case(struct gather *g, enum zp_link_kind kind,
    const struct zp_wnode *other)
{
	if (kind == ZP_LINK_SAME) {
		add(g, kind, other);
		return;
	}
	for (uint32_t i = 0; i < other->rows; i++) {
		const struct zp_wrow *r = other->row[i];
		struct zp_link *l;

		if (other != g->me && !speaks(other, i))
			continue;
		l = add(g, kind, other);
		l->licence_no = r->a->licence_no;
		l->role = r->a->role;
		l->end_reason = r->a->end_reason;
		l->ended_at = r->a->ended_at;
		l->counsel = r->counsel;
	}
	if (other != g->me && (other->state == ZP_CS_APPROVED ||
	    other->state == ZP_CS_WAITING))
		add(g, kind, other);
}

/* Copy the nodes of the walk just made. */
static struct relatives keep(const struct zp_world *w,
    enum zp_link_kind kind, uint32_t n, struct zp_arena *a)
{
	struct relatives r = {
		kind, zp_arena_calloc(a, n, sizeof(uint32_t)), n
	};

	if (n > 0)
		memcpy(r.node, w->scratch->list, n * sizeof(uint32_t));
	return r;
}

/* All links of one case of the view, sorted. */
static void link_case(const struct zp_world *w, const struct zp_view *v,
    struct zp_view_case *vc, uint32_t node, struct zp_arena *a)
{
	const struct zp_wnode *me = &w->node[node];
	struct relatives all[] = {
		keep(w, ZP_LINK_GROUP,
		    me->criminal ? zp_wgraph_group(w, node) : 0, a),
		keep(w, ZP_LINK_OPPOSES, zp_wgraph_against(w, node), a),
		keep(w, ZP_LINK_PRIOR, zp_wgraph_prior(w, node), a),
		keep(w, ZP_LINK_SAME, zp_wgraph_same(w, node), a),
	};
	struct gather g = { .v = v, .me = me };
	uint32_t most = me->rows + zp_whelp_links(w, node, v->now, NULL);

	for (size_t i = 0; i < ZP_COUNT(all); i++)
		for (uint32_t k = 0; k < all[i].n; k++)
			most += w->node[all[i].node[k]].rows + 1;
	g.at = zp_arena_calloc(a, most, sizeof(*g.at));
	for (size_t i = 0; i < ZP_COUNT(all); i++)
		for (uint32_t k = 0; k < all[i].n; k++) {
			const struct zp_wnode *o = &w->node[all[i].node[k]];

			if (all[i].kind != ZP_LINK_GROUP || o->criminal)
				add_case(&g, all[i].kind, o);
		}
	add_case(&g, ZP_LINK_SELF, me);
	g.n += zp_whelp_links(w, node, v->now, g.at + g.n);
	if (g.n > 1)
		qsort(g.at, g.n, sizeof(*g.at), by_kind);
	vc->link = g.at;
	vc->links = g.n;
}

static void set_state(const struct zp_world *w, struct zp_view *v,
    const struct zp_policy *p, struct zp_arena *a)
{
	const struct zp_registry *reg = w->reg;
	struct zp_wyear *y;
	int year;

	zp_date_split(zp_wall_date(v->now), &year, NULL, NULL);
	y = zp_wyear_find(w, year);
	if (y != NULL) {
		v->counsel = y->counsel;
		v->centre = y->centre;
	} else {
		v->centre = zp_arena_calloc(a, reg->centres,
		    sizeof(*v->centre));
		for (uint32_t k = 0; k < reg->centres; k++)
			v->centre[k].code = reg->centre[k].code;
	}
	if (y != NULL && zp_wcarry_equal(w->carry, zp_wcarry_of(p))) {
		zp_wcarry_update(w, y, p);
		return;
	}
	v->counsel = zp_arena_calloc(a, reg->counsels, sizeof(*v->counsel));
	for (uint32_t k = 0; k < reg->counsels; k++)
		zp_wperson_sum(w, k, year, &v->counsel[k]);
	zp_wcarry_add(w, year, p, v->counsel);
}

struct zp_view *zp_world_view(const struct zp_world *w,
    const char *const *case_no, uint32_t n, struct zp_wall now,
    const struct zp_policy *p, struct zp_arena *a)
{
	struct zp_view *v = zp_arena_alloc(a, sizeof(*v));

	v->reg = w->reg;
	v->cal = p->cal;
	v->now = now;
	v->n = n;
	v->at = zp_arena_calloc(a, n, sizeof(*v->at));
	for (uint32_t i = 0; i < n; i++) {
		int32_t node = zp_wnode_find(w, case_no[i]);
		const struct zp_wnode *m;

		ZP_ASSERT(node >= 0 && w->node[node].c != NULL);
		m = &w->node[node];
		v->at[i] = (struct zp_view_case){
			.c = *m->c, .organ = m->organ, .region = m->region,
			.matter = m->matter, .received = m->received,
			.handling = m->handling, .waiting_since = m->since,
			.present = m->lifted != NULL ? m->lifted->counsel :
			    -1,
		};
	}
	qsort(v->at, n, sizeof(*v->at), by_no);
	for (uint32_t i = 0; i < n; i++)
		link_case(w, v, &v->at[i],
		    (uint32_t)zp_wnode_find(w, v->at[i].c.case_no), a);
	set_state(w, v, p, a);
	zp_whall_mark(w, v, p, a);
	return v;
}

static void apply_one(struct zp_world *w, const struct zp_view *v,
    const struct zp_decision *d, const struct zp_policy *p,
    enum zp_mode mode)
{
	const struct zp_view_case *vc = &v->at[d->i];
	const int32_t who[] = { d->lead, d->junior };
	char name[17];

	snprintf(name, sizeof(name), "%.16s", p->rule_set);
	for (size_t k = 0; k < ZP_COUNT(who); k++) {
		struct zp_assignment a = {
			.case_no = vc->c.case_no,
			.role = k == 0 ? ZP_LEAD : ZP_JUNIOR,
			.handling_centre = vc->handling < 0 ? "" :
			    w->reg->centre[vc->handling].code,
			.decided_at = v->now, .ended_at = ZP_WALL_NONE,
			.mode = mode, .rule_set = name, .score = d->score,
			.decline_load = p->decline_load,
		};

		if (who[k] < 0)
			continue;
		a.licence_no = w->reg->counsel[who[k]].licence_no;
		a.weight = zp_ledger_weight(p, &vc->c, vc->matter < 0 ? NULL :
		    &w->reg->matter[vc->matter], a.role);
		zp_world_assign(w, &a, p);
	}
}

void zp_world_apply(struct zp_world *w, const struct zp_view *v,
    const struct zp_plan *pl, const struct zp_policy *p, enum zp_mode mode)
{
	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_decision *d = &pl->at[i];
		const char *no = v->at[d->i].c.case_no;
		int32_t node = zp_wnode_find(w, no);

		ZP_ASSERT(node >= 0);
		if (zp_wnode_settle(w, (uint32_t)node, d->lead, v->now))
			continue;
		w->node[node].until = ZP_WALL_NONE;
		w->node[node].state = d->lead >= 0 ? ZP_CS_ASSIGNED :
		    ZP_CS_WAITING;
		apply_one(w, v, d, p, mode);
	}
}

static int case_order(const void *a, const void *b)
{
	const struct zp_wnode *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

void zp_world_each_case(const struct zp_world *w,
    void (*fn)(void *arg, const struct zp_case *c, enum zp_case_state s,
    int32_t handling, struct zp_wall since), void *arg)
{
	const struct zp_wnode **at = zp_xcalloc(w->nodes, sizeof(*at));
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->nodes; i++)
		if (w->node[i].c != NULL)
			at[n++] = &w->node[i];
	qsort(at, n, sizeof(*at), case_order);
	for (uint32_t i = 0; i < n; i++)
		fn(arg, at[i]->c, at[i]->state, at[i]->handling,
		    at[i]->since);
	free(at);
}

static int row_order(const void *a, const void *b)
{
	const struct zp_assignment *x = *(struct zp_assignment *const *)a;
	const struct zp_assignment *y = *(struct zp_assignment *const *)b;
	int d = zp_wall_cmp(x->decided_at, y->decided_at);

	if (d == 0)
		d = strcmp(x->case_no, y->case_no);
	if (d == 0)
		d = (int)x->role - (int)y->role;
	return d != 0 ? d : strcmp(x->licence_no, y->licence_no);
}

void zp_world_each_assignment(const struct zp_world *w,
    void (*fn)(void *arg, const struct zp_assignment *a), void *arg)
{
	struct zp_assignment **at;
	uint32_t all = 0, n = 0;

	for (uint32_t i = 0; i < w->nodes; i++)
		all += w->node[i].rows;
	at = zp_xcalloc(all, sizeof(*at));
	for (uint32_t i = 0; i < w->nodes; i++)
		for (uint32_t k = 0; k < w->node[i].rows; k++)
			at[n++] = w->node[i].row[k]->a;
	qsort(at, n, sizeof(*at), row_order);
	for (uint32_t i = 0; i < n; i++)
		fn(arg, at[i]);
	free(at);
}
