/*
 * src/model/world_graph.c - which cases have to do with each other.
 *
 * C1, C2: joint case, related facts and stages of the same case make
 * connected groups; C3, C5: the opposing case of the same dispute; J2: the
 * cases of one recipient.  A group is found by breadth-first search from the
 * case asked for, in the size of the group; edges come and go with the rows.
 */
#include <stdlib.h>
#include <string.h>
#include "world_impl.h"

int32_t zp_wnode_find(const struct zp_world *w, const char *case_no)
{
	return zp_strmap_get(&w->by_no, case_no);
}

bool zp_wnode_known(const struct zp_wnode *n)
{
	return n->c != NULL && n->state != ZP_CS_SCHEDULED;
}

uint32_t zp_wnode_make(struct zp_world *w, struct zp_strmap *by,
    const char *key)
{
	int32_t i = zp_strmap_get(by, key);
	struct zp_wscratch *s = w->scratch;

	if (i >= 0)
		return (uint32_t)i;
	if (w->nodes == w->cap) {
		w->cap = w->cap > 0 ? w->cap * 2 : 64;
		w->node = zp_xrealloc(w->node, w->cap, sizeof(*w->node));
		s->mark = zp_xrealloc(s->mark, w->cap, sizeof(*s->mark));
		s->list = zp_xrealloc(s->list, w->cap, sizeof(*s->list));
	}
	s->mark[w->nodes] = 0;
	w->node[w->nodes] = (struct zp_wnode){
		.key = zp_arena_strdup(w->keys, key), .until = ZP_WALL_NONE
	};
	zp_strmap_put(by, w->node[w->nodes].key, (int32_t)w->nodes);
	return w->nodes++;
}

static void edge_add(struct zp_wedges *e, uint32_t to)
{
	if (e->n == e->cap) {
		e->cap = e->cap > 0 ? e->cap * 2 : 4;
		e->at = zp_xrealloc(e->at, e->cap, sizeof(*e->at));
	}
	e->at[e->n++] = to;
}

/* Take one of the edges to a node away. */
static void edge_drop(struct zp_wedges *e, uint32_t to)
{
	for (uint32_t i = 0; i < e->n; i++)
		if (e->at[i] == to) {
			e->at[i] = e->at[--e->n];
			return;
		}
}

/* The edges a case's own columns lay, one after the other. */
static void each_edge(struct zp_world *w, uint32_t node,
    void (*fn)(struct zp_wedges *e, uint32_t to))
{
	const struct zp_case *c = w->node[node].c;
	const struct {
		const char *key;
		struct zp_strmap *by;
		bool against;
	} end[] = {
		{ c->joint_case, &w->by_joint, false },
		{ c->related_case, &w->by_no, false },
		{ c->prior_case, &w->by_no, false },
		{ c->opposes_case, &w->by_no, true },
	};
	uint32_t who;

	for (size_t i = 0; i < ZP_COUNT(end); i++) {
		uint32_t to;

		if (end[i].key[0] == '\0')
			continue;
		to = zp_wnode_make(w, end[i].by, end[i].key);
		if (end[i].against) {
			fn(&w->node[node].against, to);
			fn(&w->node[to].against, node);
		} else {
			fn(&w->node[node].near, to);
			fn(&w->node[to].near, node);
		}
	}
	who = zp_wnode_make(w, &w->by_recipient, c->recipient_id);
	fn(&w->node[who].near, node);
}

void zp_wgraph_tie(struct zp_world *w, uint32_t node)
{
	if (zp_wnode_known(&w->node[node]))
		each_edge(w, node, edge_add);
	w->node[node].tied = zp_wnode_known(&w->node[node]);
}

void zp_wgraph_untie(struct zp_world *w, uint32_t node)
{
	if (w->node[node].tied)
		each_edge(w, node, edge_drop);
	w->node[node].tied = false;
}

/* Start a walk that has seen only `node`. */
static struct zp_wscratch *walk(const struct zp_world *w, uint32_t node)
{
	struct zp_wscratch *s = w->scratch;

	if (++s->stamp == 0) {		/* every mark is older now */
		memset(s->mark, 0, w->nodes * sizeof(*s->mark));
		s->stamp = 1;
	}
	s->mark[node] = s->stamp;
	s->n = 0;
	return s;
}

/* Put a node on the list, once. */
static void see(struct zp_wscratch *s, uint32_t node)
{
	if (s->mark[node] == s->stamp)
		return;
	s->mark[node] = s->stamp;
	s->list[s->n++] = node;
}

/* Keep only known cases on the list. */
static uint32_t keep_known(const struct zp_world *w)
{
	struct zp_wscratch *s = w->scratch;
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n; i++)
		if (zp_wnode_known(&w->node[s->list[i]]))
			s->list[n++] = s->list[i];
	return s->n = n;
}

void zp_wgraph_reach(const struct zp_world *w, uint32_t node)
{
	struct zp_wscratch *s = walk(w, node);
	const struct zp_wedges *e = &w->node[node].near;

	for (uint32_t i = 0; ; i++) {
		for (uint32_t k = 0; k < e->n; k++)
			see(s, e->at[k]);
		if (i == s->n)
			return;
		e = &w->node[s->list[i]].near;
	}
}

uint32_t zp_wgraph_group(const struct zp_world *w, uint32_t node)
{
	zp_wgraph_reach(w, node);
	return keep_known(w);
}

uint32_t zp_wgraph_against(const struct zp_world *w, uint32_t node)
{
	struct zp_wscratch *s = walk(w, node);
	const struct zp_wedges *e = &w->node[node].against;

	for (uint32_t k = 0; k < e->n; k++)
		see(s, e->at[k]);
	return keep_known(w);
}

uint32_t zp_wgraph_prior(const struct zp_world *w, uint32_t node)
{
	struct zp_wscratch *s = walk(w, node);

	for (;;) {
		const struct zp_wnode *n = &w->node[node];
		int32_t to = zp_wnode_known(n) && n->c->prior_case[0] != '\0' ?
		    zp_wnode_find(w, n->c->prior_case) : -1;

		if (to < 0 || s->mark[to] == s->stamp)
			return keep_known(w);
		see(s, node = (uint32_t)to);
	}
}

/* J2: one person's same matter before the same organ, at the same stage. */
static bool same_matter(const struct zp_case *a, const struct zp_case *b)
{
	return strcmp(a->matter_code, b->matter_code) == 0 &&
	    strcmp(a->organ_code, b->organ_code) == 0 && a->stage == b->stage;
}

/* Who received it first accepts: is b, of another centre, before a?  Where
 * one is not known, nobody can tell. */
static bool filed_before(const struct zp_case *b, const struct zp_case *a)
{
	int d = zp_wall_cmp(b->approved_at, a->approved_at);

	return b->received_centre[0] != '\0' && a->received_centre[0] != '\0' &&
	    strcmp(b->received_centre, a->received_centre) != 0 &&
	    (d < 0 || (d == 0 && strcmp(b->case_no, a->case_no) < 0));
}

uint32_t zp_wgraph_same(const struct zp_world *w, uint32_t node)
{
	struct zp_wscratch *s = walk(w, node);
	const struct zp_case *me = w->node[node].c;
	int32_t who = zp_strmap_get(&w->by_recipient, me->recipient_id);
	const struct zp_wedges *e;

	if (who < 0)
		return 0;
	e = &w->node[who].near;
	for (uint32_t k = 0; k < e->n; k++) {
		const struct zp_wnode *n = &w->node[e->at[k]];
		bool open = n->state == ZP_CS_APPROVED ||
		    n->state == ZP_CS_WAITING || n->state == ZP_CS_ASSIGNED;

		if (open && same_matter(n->c, me) && filed_before(n->c, me))
			see(s, e->at[k]);
	}
	return s->n;
}
