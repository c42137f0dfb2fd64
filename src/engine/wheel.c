/* engine/wheel.c - the list of a centre in the order of turns; wheel.h. */
#include <stdlib.h>

#include "zhipaid/hash.h"
#include "zhipaid/wheel.h"

struct place { struct zp_wheel_place p; uint64_t hash; };
struct member { int32_t firm; uint32_t at; };

static int by_firm(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;

	if (a->firm != b->firm)
		return a->firm < b->firm ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static int by_turn(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	int d = zp_wall_cmp(a->p.turn, b->p.turn);

	if (d != 0)
		return d;
	if (a->p.turns != b->p.turns)
		return a->p.turns < b->p.turns ? -1 : 1;
	if (a->p.had != b->p.had)
		return a->p.had < b->p.had ? -1 : 1;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->p.member[0] < b->p.member[0] ? -1 :
	    a->p.member[0] > b->p.member[0];
}

/* One more person of a place; turns of one moment add up. */
static void join(struct zp_wheel_place *p, const struct zp_counsel_state *st,
    enum zp_category kind)
{
	int d = zp_wall_cmp(st->turn[kind], p->turn);

	if (d > 0) {
		p->turn = st->turn[kind];
		p->turns = 0;
	}
	if (d >= 0)
		p->turns += st->turns[kind];
	p->had += st->had[kind];
	p->n++;
}

static struct place new_place(const struct zp_registry *reg, uint64_t seed,
    int32_t firm, int32_t counsel)
{
	const char *code = firm < 0 ? reg->counsel[counsel].licence_no :
	    reg->firm[firm].code;

	return (struct place){ { .firm = firm, .turn = ZP_WALL_NONE },
	    zp_hash_mix(zp_hash_str(zp_hash_mix(seed), code)) };
}

/* The pool, people of one firm side by side. */
static struct member *members(const struct zp_registry *reg,
    const struct zp_centre *at, bool firms, struct zp_arena *a)
{
	struct member *m = zp_arena_calloc(a, at->pool_n, sizeof(*m));

	for (uint32_t k = 0; k < at->pool_n; k++)
		m[k] = (struct member){
		    firms ? reg->counsel[at->pool[k]].firm : -1, k };
	if (at->pool_n > 1)
		qsort(m, at->pool_n, sizeof(*m), by_firm);
	return m;
}

struct zp_wheel zp_wheel_of(const struct zp_view *v,
    const struct zp_policy *p, int32_t centre, enum zp_category kind,
    bool firms, struct zp_arena *a)
{
	const struct zp_centre *at = &v->reg->centre[centre];
	const struct member *m = members(v->reg, at, firms, a);
	uint32_t *member = zp_arena_calloc(a, at->pool_n, sizeof(*member));
	struct place *all = zp_arena_calloc(a, at->pool_n, sizeof(*all));
	struct zp_wheel w = { 0 };

	for (uint32_t k = 0; k < at->pool_n; k++) {
		int32_t c = at->pool[m[k].at];

		member[k] = m[k].at;
		if (k == 0 || m[k].firm < 0 || m[k].firm != m[k - 1].firm) {
			all[w.n] = new_place(v->reg, p->seed, m[k].firm, c);
			all[w.n++].p.member = &member[k];
		}
		join(&all[w.n - 1].p, &v->counsel[c], kind);
	}
	if (w.n > 1)
		qsort(all, w.n, sizeof(*all), by_turn);
	w.at = zp_arena_calloc(a, w.n, sizeof(*w.at));
	for (uint32_t k = 0; k < w.n; k++)
		w.at[k] = all[k].p;
	return w;
}
