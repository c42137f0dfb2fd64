/*
 * src/model/world_help.c - whom duty lawyers have helped (C14).
 *
 * A help in a joint case hangs on the node of its key; one without a key on
 * its person's, and counts wherever a case of that person belongs to the
 * group.  Cost of a case: its group and the helps that hang there.
 */
#include "world_impl.h"

void zp_world_help(struct zp_world *w, const struct zp_help *h)
{
	int32_t who = zp_registry_find(w->reg, ZP_T_COUNSEL, h->licence_no);
	uint32_t person, node;
	struct zp_wnode *n;

	if (who < 0)
		return;			/* nobody who could be assigned */
	person = node = zp_wnode_make(w, &w->by_recipient, h->person_id);
	if (h->joint_case[0] != '\0')
		node = zp_wnode_make(w, &w->by_joint, h->joint_case);
	n = &w->node[node];
	n->help = zp_xrealloc(n->help, n->helps + 1, sizeof(*n->help));
	n->help[n->helps++] = (struct zp_whelp){ h->at, who, person };
	w->helped = true;
}

/* Helps that hang on `held`, as links to `at`; NULL: count them. */
static uint32_t add(const struct zp_world *w, const struct zp_wnode *me,
    const struct zp_wnode *at, const struct zp_wnode *held,
    struct zp_wall now, struct zp_link *out)
{
	int32_t self = zp_strmap_get(&w->by_recipient, me->c->recipient_id);
	uint32_t n = 0;

	for (uint32_t i = 0; i < held->helps; i++) {
		const struct zp_whelp *h = &held->help[i];

		if ((int32_t)h->person == self || zp_wall_cmp(h->at, now) > 0)
			continue;
		if (out != NULL)
			out[n] = (struct zp_link){
				.case_no = me->key, .kind = ZP_LINK_HELPED,
				.other_no = at->key, .criminal = true,
				.recipient_id = w->node[h->person].key,
				.licence_no =
				    w->reg->counsel[h->counsel].licence_no,
				.ended_at = ZP_WALL_NONE,
				.counsel = h->counsel, .batch = -1,
			};
		n++;
	}
	return n;
}

uint32_t zp_whelp_links(const struct zp_world *w, uint32_t node,
    struct zp_wall now, struct zp_link *out)
{
	const struct zp_wnode *me = &w->node[node];
	const struct zp_wscratch *s = w->scratch;
	uint32_t n = 0;

	if (!w->helped || !me->criminal)
		return 0;
	zp_wgraph_reach(w, node);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct zp_wnode *at = &w->node[s->list[i]], *held = at;
		int32_t person;

		if (zp_wnode_known(at)) {
			person = zp_strmap_get(&w->by_recipient,
			    at->c->recipient_id);
			if (!at->criminal || person < 0)
				continue;
			held = &w->node[person];
		}
		n += add(w, me, at, held, now, out != NULL ? out + n : NULL);
	}
	return n;
}
