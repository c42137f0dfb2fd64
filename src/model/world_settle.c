/*
 * src/model/world_settle.c - cases held, and decisions that may move.
 *
 * w->loose lists every node that has an `until`, once, in no order; what
 * the list gives is sorted by whoever makes a view of it.
 */
#include <stdlib.h>
#include <string.h>
#include "world_impl.h"
#include "zhipaid/settle.h"

void zp_world_loosen(struct zp_world *w, const char *case_no,
    struct zp_wall until, int64_t version)
{
	int32_t node = zp_wnode_find(w, case_no);
	struct zp_wnode *n;

	ZP_ASSERT(node >= 0 && w->node[node].c != NULL);
	n = &w->node[node];
	n->until = until;
	n->version = version;
	if (n->listed || !zp_wall_known(until))
		return;
	n->listed = true;
	w->loose = zp_xrealloc(w->loose, w->looses + 1, sizeof(*w->loose));
	w->loose[w->looses++] = (uint32_t)node;
}

struct zp_wall zp_world_until(const struct zp_world *w, const char *case_no)
{
	int32_t node = zp_wnode_find(w, case_no);

	return node < 0 ? ZP_WALL_NONE : w->node[node].until;
}

/* Drop from the list what is not loose any more at `now`. */
static void tighten(struct zp_world *w, struct zp_wall now)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < w->looses; i++) {
		struct zp_wnode *n = &w->node[w->loose[i]];

		if (n->state == ZP_CS_ASSIGNED &&
		    zp_wall_cmp(n->until, now) <= 0)
			n->until = ZP_WALL_NONE;
		n->listed = zp_wall_known(n->until);
		if (n->listed)
			w->loose[k++] = w->loose[i];
	}
	w->looses = k;
}

static bool held(const struct zp_wnode *n)
{
	return n->state == ZP_CS_APPROVED && zp_wall_known(n->until) &&
	    n->handling >= 0;
}

struct zp_wall zp_world_due(const struct zp_world *w)
{
	struct zp_wall t = ZP_WALL_NONE;

	for (uint32_t i = 0; i < w->looses; i++) {
		const struct zp_wnode *n = &w->node[w->loose[i]];

		if (held(n) && (!zp_wall_known(t) ||
		    zp_wall_cmp(n->until, t) < 0))
			t = n->until;
	}
	return t;
}

/* Centres that decide something of no[]. */
static bool *open_centres(const struct zp_world *w, const char *const *no,
    uint32_t n, struct zp_arena *a)
{
	bool *open = zp_arena_calloc(a, w->reg->centres, sizeof(*open));

	for (uint32_t i = 0; i < n; i++) {
		int32_t at = zp_wnode_find(w, no[i]);

		if (at >= 0 && w->node[at].handling >= 0)
			open[w->node[at].handling] = true;
	}
	return open;
}

static void put(struct zp_loose *to, const struct zp_wnode *n)
{
	*to = (struct zp_loose){ n->c, n->handling, n->until, n->version };
}

uint32_t zp_world_release(const struct zp_world *w, const char *const *no,
    uint32_t n, struct zp_wall now, struct zp_arena *a,
    struct zp_loose **out)
{
	bool *open = open_centres(w, no, n, a);
	uint32_t k = 0;

	*out = zp_arena_calloc(a, w->looses, sizeof(**out));
	for (uint32_t i = 0; i < w->looses; i++) {
		const struct zp_wnode *m = &w->node[w->loose[i]];

		if (held(m) && zp_wall_cmp(m->until, now) <= 0)
			open[m->handling] = true;
	}
	for (uint32_t i = 0; i < w->looses; i++) {
		const struct zp_wnode *m = &w->node[w->loose[i]];

		if (held(m) && open[m->handling])
			put(&(*out)[k++], m);
	}
	return k;
}

/* One running row, the lead's, and nothing tied to the case. */
static bool alone(const struct zp_wnode *n)
{
	uint32_t running = 0;

	for (uint32_t i = 0; i < n->rows; i++) {
		const struct zp_wrow *r = n->row[i];

		if (r->a->end_reason != ZP_END_NONE)
			continue;
		running++;
		if (r->a->role != ZP_LEAD || r->a->mode != ZP_AUTO ||
		    r->counsel < 0)
			return false;
	}
	return running == 1 && n->near.n == 0 && n->against.n == 0;
}

uint32_t zp_world_movable(struct zp_world *w, const char *const *no,
    uint32_t n, struct zp_wall now, struct zp_arena *a,
    struct zp_loose **out)
{
	const bool *open;
	uint32_t k = 0;

	tighten(w, now);
	*out = zp_arena_calloc(a, w->looses, sizeof(**out));
	if (w->looses == 0)
		return 0;
	open = open_centres(w, no, n, a);
	for (uint32_t i = 0; i < w->looses; i++) {
		const struct zp_wnode *m = &w->node[w->loose[i]];

		if (m->state == ZP_CS_ASSIGNED && m->handling >= 0 &&
		    open[m->handling] && alone(m))
			put(&(*out)[k++], m);
	}
	return k;
}

void zp_world_lift(struct zp_world *w, const char *case_no)
{
	int32_t node = zp_wnode_find(w, case_no);
	struct zp_wnode *n;

	ZP_ASSERT(node >= 0);
	n = &w->node[node];
	ZP_ASSERT(n->lifted == NULL && n->state == ZP_CS_ASSIGNED);
	for (uint32_t i = 0; i < n->rows; i++)
		if (n->row[i]->a->end_reason == ZP_END_NONE)
			n->lifted = n->row[i];
	ZP_ASSERT(n->lifted != NULL);
	zp_wrow_unhang(w, n->lifted);
}

bool zp_wnode_settle(struct zp_world *w, uint32_t node, int32_t lead,
    struct zp_wall at)
{
	struct zp_wrow *r = w->node[node].lifted;
	bool stays = r != NULL && r->counsel == lead;

	if (r == NULL)
		return false;
	w->node[node].lifted = NULL;
	if (!stays) {
		r->a->end_reason = ZP_END_WITHDRAWN;
		r->a->ended_at = at;
	}
	zp_wrow_hang(w, r);
	return stays;
}
