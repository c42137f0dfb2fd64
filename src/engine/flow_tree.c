/*
 * engine/flow_tree.c - the basis made to fit bounds and supplies; see
 * flow.h.  At first every node hangs on the root by a made-up arc; after a
 * change the last tree is kept as far as it carries the new flow.
 */
#include "flow_impl.h"

/* In node.up, for now: what each node has to send to its parent for itself,
 * given the flow of the arcs outside the tree. */
static void excess(struct zp_flow *f)
{
	struct node *node = f->node;

	for (int32_t v = 0; v <= f->nodes; v++)
		node[v].up = f->supply[v];
	for (int32_t e = 0; e < f->places; e++) {
		int64_t x = f->lower[e];

		if (f->turned[e])
			x += f->span[e];
		node[arc_from(f, e)].up -= x;
		node[arc_to(f, e)].up += x;
	}
	for (int32_t v = 0; v < f->nodes; v++) {
		int32_t e = node[v].pred;

		if (e >= 0 && f->turned[e]) {
			node[arc_from(f, e)].up += f->span[e];
			node[arc_to(f, e)].up -= f->span[e];
		}
	}
}

/* Node v has x units for its parent.  Its arc takes them when that leaves
 * room for more upwards; else the arc leaves the tree at the bound that is
 * nearest, and v hangs on the root by a made-up arc. */
static void carry(struct zp_flow *f, int32_t v)
{
	struct node *n = &f->node[v];
	int32_t e = n->pred;
	int64_t x = n->up;

	if (e >= 0) {
		bool forth = arc_from(f, e) == v;
		int64_t span = f->span[e], y = forth ? x : -x;

		if (forth ? y >= 0 && y < span : y > 0 && y <= span) {
			n->up = forth ? span - y : y;
			n->down = span - n->up;
			f->node[n->parent].up += x;
			return;
		}
		if (f->turned[e] != (y > 0))
			arc_turn(f, e);
		y = y <= 0 ? 0 : forth ? span : -span;
		f->node[n->parent].up += y;
		x -= y;
	}
	n->parent = f->nodes;
	n->pred = x >= 0 ? MADE_UP : MADE_DOWN;
	n->up = x >= 0 ? ENDLESS : -x;
	n->down = x >= 0 ? x : ENDLESS;
}

/* v's block of the preorder goes to the front of its parent's. */
static void link_block(struct zp_flow *f, int32_t v)
{
	int32_t p = f->node[v].parent;

	f->node[p].size += f->node[v].size;
	if (f->last[p] == p)
		f->last[p] = f->last[v];
	else
		f->thread[f->last[v]] = f->thread[p];
	f->thread[p] = v;
}

void zp_flow_settle(struct zp_flow *f)
{
	struct node *node = f->node;
	int32_t root = f->nodes, before;

	excess(f);
	for (int32_t v = 0; v <= root; v++) {
		node[v].size = 1;
		f->last[v] = v;
	}
	for (int32_t v = node[root].back; v != root; v = before) {
		before = node[v].back;
		carry(f, v);
		link_block(f, v);
	}
	f->thread[f->last[root]] = root;
	for (int32_t v = root, n = root; n >= 0; v = f->thread[v], n--)
		node[f->thread[v]].back = v;
}

void zp_flow_reprice(struct zp_flow *f)
{
	int32_t root = f->nodes;

	f->price[root] = 0;
	for (int32_t v = f->thread[root]; v != root; v = f->thread[v]) {
		int32_t e = f->node[v].pred;
		int64_t up = f->price[f->node[v].parent];

		if (e < 0)
			f->price[v] = e == MADE_UP ? 0 : f->penalty;
		else if (f->arc[e].tail == v)
			f->price[v] = up - f->arc[e].cost;
		else
			f->price[v] = up + f->arc[e].cost;
	}
}
