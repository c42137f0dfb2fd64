/* engine/rebalance_proof.c - why a case is left, whatever is lent.
 *
 * Hall, J. London Math. Soc. 10, 1935, doi:10.1112/jlms/s1-10.37.26: if a
 * case cannot be served, there are n cases and people for fewer.  They are
 * the cases reached from it over people in the residual network of what the
 * search found.  Co-accused (C1, C2) who must not share a firm (C7) meet in
 * slots of room 1: each group and firm, or group and person, is one.  This
 * leaves out who of a firm serves whom, and rules between other cases, so
 * where the network says no, it is no; where it says yes, the search has
 * tried every way.
 */
#include <stdlib.h>
#include <string.h>

#include "rebalance_impl.h"

struct slot { int32_t group, unit, person; };	/* unit: firm, or firms +
						 * counsel */
struct maze {
	struct zp_rb_open *o;
	struct zp_arena *w;
	bool *apart;		/* per group: firms exclude */
	struct slot *slot; uint32_t slots;	/* sorted, each once */
	struct zp_net *net;
	int32_t *owner;		/* per job: proof; -1 */
	uint32_t *job;		/* scratch */
	int32_t *counsel;
	bool *hall;		/* per proof */
};

static int by_unit(const void *pa, const void *pb)
{
	const struct slot *a = pa, *b = pb;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return a->unit < b->unit ? -1 : a->unit > b->unit;
}

static int by_slot(const void *pa, const void *pb)
{
	const struct slot *a = pa, *b = pb;
	int d = by_unit(a, b);

	if (d != 0)
		return d;
	return a->person < b->person ? -1 : a->person > b->person;
}

static int32_t group_of(const struct maze *m, uint32_t j)
{
	return m->o->b.seat[m->o->s.job[j].i].group;
}

/* The slot by which a person serves job j. */
static struct slot slot_of(const struct maze *m, uint32_t j, int32_t person)
{
	const struct zp_registry *reg = m->o->b.v->reg;
	int32_t c = m->o->s.person[person], f = reg->counsel[c].firm;
	int32_t g = group_of(m, j);
	bool firm = m->apart[g] && f >= 0 &&
	    reg->firm[f].kind != ZP_FIRM_CENTRE;

	return (struct slot){ g, firm ? f : (int32_t)reg->firms + c, person };
}

/* C7: no two of the group agree to share a firm. */
static void find_apart(struct maze *m)
{
	uint32_t n = m->o->s.n;
	int32_t *agree = zp_arena_calloc(m->w, n + 1, sizeof(*agree));

	m->apart = zp_arena_calloc(m->w, n + 1, sizeof(*m->apart));
	for (uint32_t j = 0; j < n; j++)
		if (group_of(m, j) >= 0)
			agree[group_of(m, j)] += m->o->b.v->at[
			    m->o->s.job[j].i].c.same_firm_consent;
	for (uint32_t g = 0; g <= n; g++)
		m->apart[g] = agree[g] < 2 && !m->o->b.p->off[ZP_C7];
}

static void find_slots(struct maze *m)
{
	const struct zp_search *s = &m->o->s;
	uint32_t n = 0, k = 0;

	for (uint32_t j = 0; j < s->n; j++)
		n += group_of(m, j) < 0 ? 0 : (uint32_t)s->job[j].n;
	m->slot = zp_arena_calloc(m->w, n, sizeof(*m->slot));
	for (uint32_t j = 0; j < s->n; j++)
		for (int32_t a = 0; group_of(m, j) >= 0 && a < s->job[j].n;
		    a++)
			m->slot[k++] = slot_of(m, j, s->job[j].arc[a].counsel);
	if (n > 1)
		qsort(m->slot, n, sizeof(*m->slot), by_slot);
	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || by_slot(&m->slot[i], &m->slot[i - 1]) != 0)
			m->slot[m->slots++] = m->slot[i];
}

/* Nodes: jobs, persons, the end, then two for each unit: in, out. */
static int32_t person_node(const struct maze *m, int32_t person)
{
	return (int32_t)m->o->s.n + person;
}

static int32_t end_node(const struct maze *m)
{
	return person_node(m, m->o->s.persons);
}

/* A unit is named by its first slot. */
static int32_t unit_node(const struct maze *m, const struct slot *key)
{
	const struct slot *at = bsearch(key, m->slot, m->slots, sizeof(*at),
	    by_unit);

	ZP_ASSERT(at != NULL);
	while (at > m->slot && by_unit(at - 1, key) == 0)
		at--;
	return end_node(m) + 1 + 2 * (int32_t)(at - m->slot);
}

static void add_job(struct maze *m, uint32_t j)
{
	const struct zp_job *x = &m->o->s.job[j];
	int32_t last = -1;

	for (int32_t a = 0; a < x->n; a++) {
		int32_t person = x->arc[a].counsel, to;
		struct slot key;

		if (group_of(m, j) < 0) {
			(void)zp_net_arc(m->net, (int32_t)j,
			    person_node(m, person), 1, 0);
			continue;
		}
		key = slot_of(m, j, person);
		to = unit_node(m, &key);
		if (to != last)
			(void)zp_net_arc(m->net, (int32_t)j, to, 1, 0);
		last = to;
	}
}

static void lay(struct maze *m)
{
	const struct zp_search *s = &m->o->s;
	int32_t arcs = s->persons + 2 * (int32_t)m->slots;

	for (uint32_t j = 0; j < s->n; j++)
		arcs += s->job[j].n;
	m->net = zp_net_new(m->w, end_node(m) + 1 + 2 * (int32_t)m->slots,
	    arcs);
	for (uint32_t j = 0; j < s->n; j++)
		add_job(m, j);
	for (int32_t c = 0; c < s->persons; c++)
		(void)zp_net_arc(m->net, person_node(m, c), end_node(m),
		    s->price[c].room, 0);
	for (uint32_t k = 0; k < m->slots; k++) {
		int32_t in = unit_node(m, &m->slot[k]);

		if (in == end_node(m) + 1 + 2 * (int32_t)k)
			(void)zp_net_arc(m->net, in, in + 1, 1, 0);
		(void)zp_net_arc(m->net, in + 1,
		    person_node(m, m->slot[k].person), 1, 0);
	}
}

/* A unit more from node to node. */
static int32_t go(struct zp_net *t, int32_t from, int32_t to)
{
	for (int32_t h = t->first[from]; h >= 0; h = t->next[h])
		if (h % 2 == 0 && t->to[h / 2] == to &&
		    t->flow[h / 2] < t->cap[h / 2]) {
			t->flow[h / 2]++;
			return to;
		}
	ZP_ASSERT(false);
	return to;
}

/* What the search found, as a flow. */
static void pour(struct maze *m)
{
	const struct zp_search *s = &m->o->s;

	for (uint32_t j = 0; j < s->n; j++) {
		int32_t v = (int32_t)j, c = s->who[j];

		if (c < 0)
			continue;
		if (group_of(m, j) >= 0) {
			struct slot key = slot_of(m, j, c);

			v = go(m->net, v, unit_node(m, &key));
			v = go(m->net, v, v + 1);
		}
		v = go(m->net, v, person_node(m, c));
		(void)go(m->net, v, end_node(m));
	}
}

/* --- the sets --- */

/* Job j belongs to a set; sets that meet are one. */
static void own(struct maze *m, uint32_t j, int32_t id)
{
	int32_t had = m->owner[j];

	m->owner[j] = id;
	for (uint32_t y = 0; had >= 0 && had != id && y < m->o->s.n; y++)
		if (m->owner[y] == had)
			m->owner[y] = id;
}

/* All jobs reached from an unserved one are one set. */
static void add_hall(struct maze *m, int32_t id)
{
	for (uint32_t j = 0; j < m->o->s.n; j++)
		if (m->net->seen[j] == m->net->stamp)
			own(m, j, id);
}

/* Nobody of the set's people serves a case outside of it, and no rule ties
 * one to it: add what is missing.  Was anything? */
static bool close_set(struct maze *m, int32_t id, bool *person, bool *root)
{
	const struct zp_search *s = &m->o->s;
	bool more = false;

	for (uint32_t j = 0; j < s->n; j++) {
		const struct zp_job *x = &s->job[j];

		if (m->owner[j] != id)
			continue;
		root[m->o->b.seat[x->i].cluster] = true;
		for (int32_t a = 0; a < x->n; a++)
			person[x->arc[a].counsel] = true;
	}
	for (uint32_t j = 0; j < s->n; j++) {
		if (m->owner[j] == id || (!root[m->o->b.seat[s->job[j].i]
		    .cluster] && (s->who[j] < 0 || !person[s->who[j]])))
			continue;
		own(m, j, id);
		more = true;
	}
	return more;
}

static void add_searched(struct maze *m, uint32_t j)
{
	const struct zp_rb_open *o = m->o;
	bool *person = zp_arena_calloc(m->w, (size_t)o->s.persons + 1,
	    sizeof(*person));
	bool *root = zp_arena_calloc(m->w, o->b.v->n, sizeof(*root));

	m->owner[j] = (int32_t)j;
	while (close_set(m, (int32_t)j, person, root))
		;
}

/* Rules against a person in any of the jobs: 0 where one admits him, else
 * those of the first; *alone: those that alone bar him somewhere. */
static uint64_t against(struct zp_rb_open *o, const uint32_t *job, uint32_t n,
    int32_t counsel, uint64_t *alone)
{
	uint64_t first = 0;

	*alone = 0;
	for (uint32_t k = 0; k < n; k++) {
		struct zp_ctx *x = &o->b.seat[o->s.job[job[k]].i].ctx;
		uint64_t mask;

		zp_ctx_person(x, counsel);
		mask = zp_rules_deny(x, NULL);
		if (mask == 0)
			return 0;
		if (first == 0)
			first = mask;
		if ((mask & (mask - 1)) == 0 && zp_rule_row((enum zp_rule)
		    __builtin_ctzll(mask))->kind == ZP_HARD_OV)
			*alone |= mask;
	}
	return first;
}

static void judge_city(const struct maze *m, struct zp_proof *p)
{
	struct zp_rb_open *o = m->o;
	const struct zp_registry *reg = o->b.v->reg;
	int32_t bar[ZP_CANDIDATE_RULES] = { 0 };
	int32_t relax[ZP_CANDIDATE_RULES] = { 0 };

	for (uint32_t k = 0; k < p->n; k++)
		zp_team_refresh(&o->b, o->s.job[m->job[k]].i, ZP_LEAD);
	for (int32_t c = 0; c < (int32_t)reg->counsels; c++) {
		uint64_t alone, mask;

		if (reg->counsel[c].centre < 0)
			continue;
		mask = against(o, m->job, p->n, c, &alone);
		if (mask == 0) {
			m->counsel[p->counsels++] = c;
			continue;
		}
		bar[__builtin_ctzll(mask)]++;
		for (; alone != 0; alone &= alone - 1)
			relax[__builtin_ctzll(alone)]++;
	}
	p->counsel = zp_arena_calloc(o->r->a, p->counsels,
	    sizeof(*p->counsel));
	if (p->counsels > 0)
		memcpy(p->counsel, m->counsel,
		    p->counsels * sizeof(*p->counsel));
	p->bars = zp_rb_bars(o->r->a, bar, &p->bar);
	p->relaxes = zp_rb_bars(o->r->a, relax, &p->relax);
}

static int by_no(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

/* Write down the proof of the jobs that `id` owns. */
static void write(struct maze *m, int32_t id, int32_t *proof)
{
	struct zp_rb_open *o = m->o;
	struct zp_rebalance *out = o->r->out;
	struct zp_proof *p = &out->proof[out->proofs];

	for (uint32_t j = 0; j < o->s.n; j++) {
		if (m->owner[j] != id)
			continue;
		m->job[p->n++] = j;
		p->places += o->s.who[j] >= 0;
		proof[j] = (int32_t)out->proofs;
	}
	if (p->n == 0)
		return;
	p->case_no = zp_arena_calloc(o->r->a, p->n, sizeof(*p->case_no));
	for (uint32_t k = 0; k < p->n; k++)
		p->case_no[k] = o->b.v->at[o->s.job[m->job[k]].i].c.case_no;
	qsort(p->case_no, p->n, sizeof(*p->case_no), by_no);
	judge_city(m, p);
	p->kind = o->s.cut ? ZP_PROOF_NONE : ZP_PROOF_SEARCH;
	if (m->hall[id])
		p->kind = p->counsels == 0 ? ZP_PROOF_NOBODY : ZP_PROOF_HALL;
	out->proofs++;
}

void zp_rb_proofs(struct zp_rb_open *o, int32_t *proof)
{
	struct maze m = { .o = o, .w = o->r->work };
	uint32_t n = o->s.n, left = 0;

	for (uint32_t j = 0; j < n; j++)
		left += o->s.who[j] < 0;
	if (left == 0)
		return;
	m.owner = zp_arena_calloc(m.w, n, sizeof(*m.owner));
	memset(m.owner, 0xff, n * sizeof(*m.owner));
	m.hall = zp_arena_calloc(m.w, n, sizeof(*m.hall));
	m.job = zp_arena_calloc(m.w, n, sizeof(*m.job));
	m.counsel = zp_arena_calloc(m.w, o->b.v->reg->counsels,
	    sizeof(*m.counsel));
	find_apart(&m);
	find_slots(&m);
	lay(&m);
	pour(&m);
	for (uint32_t j = 0; j < n; j++)
		if (o->s.who[j] < 0 &&
		    !zp_net_search(m.net, (int32_t)j, end_node(&m))) {
			m.hall[j] = true;
			add_hall(&m, (int32_t)j);
		}
	for (uint32_t j = 0; j < n; j++)
		if (o->s.who[j] < 0 && m.owner[j] < 0)
			add_searched(&m, j);
	o->r->out->proof = zp_arena_calloc(o->r->a, left,
	    sizeof(*o->r->out->proof));
	for (uint32_t j = 0; j < n; j++)
		if (o->s.who[j] < 0)
			write(&m, (int32_t)j, proof);
}
