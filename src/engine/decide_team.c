/* engine/decide_team.c - cases of one batch that matter to each other.
 *
 * A link to an undecided case of the batch names nobody yet.  Once its lead
 * stands in the plan it is written into the link, and the candidate rules
 * (C1-C3, C5, C7-C10) judge it as they judge decided cases.  Cases of one
 * centre whose hearings overlap are tied too: one person cannot take both
 * (C17).
 */
#include <stdlib.h>
#include <string.h>

#include "decide_impl.h"

/* Rules about who acts in linked cases. */
#define TEAM (ZP_RULE_BIT(ZP_C1) | ZP_RULE_BIT(ZP_C2) | ZP_RULE_BIT(ZP_C3) | \
    ZP_RULE_BIT(ZP_C5) | ZP_RULE_BIT(ZP_C7) | ZP_RULE_BIT(ZP_C8) | \
    ZP_RULE_BIT(ZP_C9) | ZP_RULE_BIT(ZP_C10))

/* The case of the batch that link k of case i waits for, or -1. */
static int32_t mate(const struct zp_batch *b, uint32_t i, uint32_t k)
{
	const struct zp_link *l = &b->v->at[i].link[k];

	return l->licence_no[0] == '\0' && l->kind != ZP_LINK_SELF &&
	    l->kind != ZP_LINK_SAME && l->batch != (int32_t)i ? l->batch : -1;
}

static int32_t *slot(struct zp_decision *d, enum zp_role role)
{
	return role == ZP_LEAD ? &d->lead : &d->junior;
}

static int32_t standing(const struct zp_batch *b, uint32_t i,
    enum zp_role role)
{
	return *slot(&b->plan->at[i], role);
}

static void write_link(struct zp_batch *b, uint32_t i, uint32_t k,
    int32_t counsel, enum zp_role role)
{
	struct zp_seat *s = &b->seat[i];
	struct zp_link *l = &s->link[k];

	zp_ctx_near(&s->ctx, counsel);
	if (s->aide != NULL)
		zp_ctx_near(s->aide, counsel);
	l->counsel = counsel;
	l->role = role;
	l->licence_no = counsel < 0 ? "" :
	    b->v->reg->counsel[counsel].licence_no;
}

void zp_team_refresh(struct zp_batch *b, uint32_t i, enum zp_role role)
{
	if (b->seat[i].link == NULL)
		return;
	for (uint32_t k = 0; k < b->v->at[i].links; k++) {
		int32_t y = mate(b, i, k);

		if (y >= 0)
			write_link(b, i, k, standing(b, (uint32_t)y, role),
			    role);
	}
}

static uint64_t judge(struct zp_batch *b, uint32_t i, enum zp_role role,
    int32_t counsel)
{
	struct zp_seat *s = &b->seat[i];
	struct zp_ctx *x = role == ZP_LEAD ? &s->ctx : s->aide;

	zp_ctx_person(x, counsel);
	return zp_rules_deny(x, NULL) & ~s->waive;
}

bool zp_team_tied(const struct zp_batch *b, uint32_t i)
{
	const struct zp_seat *s = &b->seat[i];

	return s->link != NULL || s->hour != NULL || s->named != NULL;
}

/* A case heard at the hour of case i in which that person has the role, or
 * -1. */
static int32_t heard(const struct zp_batch *b, uint32_t i, enum zp_role role,
    int32_t counsel)
{
	for (const struct zp_mate *h = b->seat[i].hour; h; h = h->next)
		if (standing(b, h->i, role) == counsel)
			return (int32_t)h->i;
	return -1;
}

/* The link through which who stands in case i is excluded: its case; the
 * links name one person of the others at a time. */
static uint64_t clash_by_link(struct zp_batch *b, uint32_t i,
    enum zp_role role, uint32_t *with)
{
	uint32_t n = b->v->at[i].links;

	for (uint32_t k = 0; k < n; k++)
		if (mate(b, i, k) >= 0)
			write_link(b, i, k, -1, role);
	for (uint32_t k = 0; k < n; k++) {
		int32_t y = mate(b, i, k);
		int32_t other = y < 0 ? -1 : standing(b, (uint32_t)y, role);
		uint64_t mask;

		if (other < 0)
			continue;
		write_link(b, i, k, other, role);
		mask = judge(b, i, role, standing(b, i, role)) & TEAM;
		if (mask != 0) {
			*with = (uint32_t)y;
			return mask;
		}
	}
	return 0;	/* excluded by a decided case: not a clash */
}

uint64_t zp_team_clash(struct zp_batch *b, uint32_t i, enum zp_role role,
    uint32_t *with)
{
	int32_t who = standing(b, i, role), y;

	if (who < 0)
		return 0;
	y = heard(b, i, role, who);
	if (y >= 0) {
		*with = (uint32_t)y;
		return ZP_RULE_BIT(ZP_C17);
	}
	if (b->seat[i].link == NULL)
		return 0;
	zp_team_refresh(b, i, role);
	return (judge(b, i, role, who) & TEAM) == 0 ? 0 :
	    clash_by_link(b, i, role, with);
}

/* Rules by which the person would exclude somebody of another case, in
 * either role; not all links go both ways. */
static uint64_t harms(struct zp_batch *b, uint32_t i, enum zp_role role,
    int32_t counsel)
{
	int32_t *at = slot(&b->plan->at[i], role), had = *at;
	uint64_t all = 0;

	*at = counsel;
	for (const struct zp_mate *y = b->seat[i].named; y; y = y->next) {
		const struct zp_decision *other = &b->plan->at[y->i];

		if (other->lead < 0)
			continue;
		zp_team_refresh(b, y->i, role);
		all |= judge(b, y->i, ZP_LEAD, other->lead) & TEAM;
		if (other->junior >= 0)
			all |= judge(b, y->i, ZP_JUNIOR, other->junior) & TEAM;
	}
	*at = had;
	return all;
}

uint64_t zp_team_denied_as(struct zp_batch *b, uint32_t i, enum zp_role role,
    int32_t counsel)
{
	uint64_t all = 0;

	for (int r = ZP_LEAD; r <= (int)role; r++) {
		zp_team_refresh(b, i, (enum zp_role)r);
		all |= judge(b, i, role, counsel);
		if (b->seat[i].link == NULL)
			break;
	}
	if (heard(b, i, role, counsel) >= 0)
		all |= ZP_RULE_BIT(ZP_C17);
	return all | harms(b, i, role, counsel);
}

uint64_t zp_team_denied(struct zp_batch *b, uint32_t i, int32_t counsel)
{
	return zp_team_denied_as(b, i, ZP_LEAD, counsel);
}

/* Union-find by the smallest member, with path halving. */
static uint32_t find(uint32_t *up, uint32_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

static void unite(uint32_t *up, uint32_t i, uint32_t k)
{
	i = find(up, i);
	k = find(up, k);
	if (i < k)
		up[k] = i;
	else
		up[i] = k;
}

/* Case i speaks for its aided person in the group of root: no earlier case
 * of the group is his. */
static bool first_of_person(const struct zp_batch *b, uint32_t *up,
    uint32_t root, uint32_t i)
{
	for (uint32_t k = root; k < i; k++)
		if (find(up, k) == root &&
		    strcmp(b->v->at[k].c.recipient_id,
		    b->v->at[i].c.recipient_id) == 0)
			return false;
	return true;
}

/* Number the groups for the kernel: one case of each of their persons; what
 * more there is of a person is left to zp_team_clash(). */
static void number_groups(struct zp_batch *b, uint32_t *up)
{
	int32_t *number = zp_arena_calloc(b->work, b->v->n, sizeof(*number));
	int32_t n = 0;

	for (uint32_t i = 0; i < b->v->n; i++) {
		uint32_t root = find(up, i);

		if (root == i || !first_of_person(b, up, root, i))
			continue;
		if (number[root] == 0) {
			number[root] = ++n;
			b->seat[root].group = n - 1;
		}
		b->seat[i].group = number[root] - 1;
	}
}

static void add_mate(struct zp_batch *b, struct zp_mate **list, uint32_t i)
{
	struct zp_mate *m;

	if (*list != NULL && (*list)->i == i)
		return;		/* named twice, by links of two kinds */
	m = zp_arena_alloc(b->work, sizeof(*m));
	*m = (struct zp_mate){ i, *list };
	*list = m;
}

static void copy_links(struct zp_batch *b, uint32_t i)
{
	const struct zp_view_case *vc = &b->v->at[i];
	struct zp_view_case *own = zp_arena_alloc(b->work, sizeof(*own));
	struct zp_seat *s = &b->seat[i];

	s->link = zp_arena_calloc(b->work, vc->links, sizeof(*s->link));
	memcpy(s->link, vc->link, vc->links * sizeof(*s->link));
	*own = *vc;
	own->link = s->link;
	s->ctx.vc = own;
}

/* A case with a hearing to come, put in order by centre and hour. */
struct hearing { int32_t centre; int64_t at; uint32_t i; };

static int by_hour(const void *pa, const void *pb)
{
	const struct hearing *a = pa, *b = pb;

	if (a->centre != b->centre)
		return a->centre < b->centre ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

/* Does C17 keep somebody who is at the hearing of case k from case i? */
static bool overlap(struct zp_batch *b, uint32_t i, uint32_t k)
{
	struct zp_ctx x = b->seat[i].ctx;
	struct zp_counsel_state st = { .licence_no = "" };
	struct zp_why why;

	st.busy = zp_batch_busy(b->work, &st.busy, &b->v->at[k].c);
	x.st = &st;
	return zp_rule_row(ZP_C17)->denies(&x, &why);
}

/* C17: tie the cases of a centre, or of all where people are lent, whose
 * hearings overlap; in the order of hours the first that does not overlap
 * ends the look-out. */
static void join_hours(struct zp_batch *b, uint32_t *cluster)
{
	struct hearing *all = zp_arena_calloc(b->work, b->v->n, sizeof(*all));
	uint32_t n = 0;

	for (uint32_t i = 0; i < b->v->n; i++)
		if ((b->seat[i].ctx.live & ZP_RULE_BIT(ZP_C17)) != 0)
			all[n++] = (struct hearing){ b->lends ? 0 :
			    b->v->at[i].handling,
			    b->v->at[i].c.hearing_at.us, i };
	if (n > 1)
		qsort(all, n, sizeof(*all), by_hour);
	for (uint32_t j = 0; j < n; j++)
		for (uint32_t k = j + 1; k < n &&
		    all[k].centre == all[j].centre &&
		    overlap(b, all[j].i, all[k].i); k++) {
			add_mate(b, &b->seat[all[j].i].hour, all[k].i);
			add_mate(b, &b->seat[all[k].i].hour, all[j].i);
			unite(cluster, all[j].i, all[k].i);
		}
}

void zp_team_init(struct zp_batch *b)
{
	uint32_t n = b->v->n;
	uint32_t *cluster = zp_arena_calloc(b->work, n, sizeof(*cluster));
	uint32_t *group = zp_arena_calloc(b->work, n, sizeof(*group));

	for (uint32_t i = 0; i < n; i++)
		cluster[i] = group[i] = i;
	for (uint32_t i = 0; i < n; i++) {
		const struct zp_view_case *vc = &b->v->at[i];

		for (uint32_t k = 0; k < vc->links; k++) {
			int32_t y = mate(b, i, k);

			if (y < 0)
				continue;
			if (b->seat[i].link == NULL)
				copy_links(b, i);
			add_mate(b, &b->seat[y].named, i);
			unite(cluster, i, (uint32_t)y);
			if (b->seat[i].ctx.criminal && vc->link[k].criminal &&
			    vc->link[k].kind != ZP_LINK_OPPOSES)
				unite(group, i, (uint32_t)y);
		}
	}
	join_hours(b, cluster);
	for (uint32_t i = 0; i < n; i++)
		b->seat[i].cluster = find(cluster, i);
	number_groups(b, group);
}
