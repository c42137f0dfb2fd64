/* engine/decide_solve.c - the least total cost for cases decided together.
 *
 * The kernel solves all but what ties two cases to each other through firms,
 * both sides of a dispute or hearings at one hour (C5, C7, C17): its optimum
 * is a lower bound.  Where two of its persons clash,
 * - co-accused none of whom agrees to share a firm are an assignment of
 *   cases to firms: each firm gives at most one, its cheapest for the case;
 * - else branch and bound: one of the two cases does not go to that firm,
 *   or that person (Land & Doig, Econometrica 28(3), 1960,
 *   doi:10.2307/1910129), from what one gets case by case.  Depth first,
 *   the cheaper side first, few second choices before many (Harvey &
 *   Ginsberg, "Limited discrepancy search", IJCAI 1995, 607-613); the
 *   kernel withdraws and inserts the one case that a branch changes.  Ended
 *   by proof or after LABOUR insertions.
 * Several clusters of linked cases are solved one after the other, then all
 * the rest together; then each anew among the others until that gains no
 * more; then branch and bound over the whole set tries to do better.
 */
#include <string.h>

#include "solve_impl.h"

enum { LABOUR = 20000, ROUNDS = 4 };

struct part {			/* of a set */
	uint32_t *job, n;
	int32_t *who;		/* parallel: the best found */
	int64_t best;
};

static bool forbidden(const struct zp_search *s, uint32_t j, int32_t person)
{
	int32_t counsel = s->person[person], firm;

	if (counsel < 0)
		return false;
	firm = s->b->v->reg->counsel[counsel].firm;
	for (int f = 0; f < s->depth; f++)
		if (s->forbid[f].j == j && (s->forbid[f].counsel == counsel ||
		    (s->forbid[f].firm >= 0 && s->forbid[f].firm == firm)))
			return true;
	return false;
}

/* Case j enters the kernel with the arcs that nothing forbids. */
static void enter(struct zp_search *s, uint32_t j)
{
	const struct zp_job *x = &s->job[j];
	int32_t n = 0;

	for (int32_t a = 0; a < x->n; a++)
		if (!forbidden(s, j, x->arc[a].counsel))
			s->arc[n++] = x->arc[a];
	(void)zp_kernel_insert(s->k, s->arc, n, s->role == ZP_LEAD ?
	    s->b->seat[x->i].group : -1, x->wait);
	s->labour++;
}

/* A kernel with the cases of a part, by their places in it. */
static void open_part(struct zp_search *s, const struct part *p)
{
	zp_arena_reset(s->b->tmp);
	s->k = zp_kernel_new(s->b->tmp, s->persons);
	for (int32_t c = 0; c < s->persons; c++)
		zp_kernel_counsel(s->k, c, s->price[c].room - s->load[c],
		    zp_fold_price(s, c, s->load[c]),
		    s->price[c].slope << s->shift);
	for (uint32_t j = 0; j < p->n; j++)
		enter(s, p->job[j]);
}

/* The kernel's persons for a part, and what they cost. */
static int64_t relaxed(struct zp_search *s, const struct part *p)
{
	for (uint32_t j = 0; j < p->n; j++)
		s->who[p->job[j]] = zp_kernel_of(s->k, (int32_t)j);
	return zp_kernel_total(s->k);
}

static int32_t *slot(const struct zp_search *s, uint32_t i)
{
	struct zp_decision *d = &s->b->plan->at[i];

	return s->role == ZP_LEAD ? &d->lead : &d->junior;
}

/* Let the persons of a part stand in the plan, for the rules to look at. */
static void suppose(struct zp_search *s, const struct part *p)
{
	for (uint32_t j = 0; j < p->n; j++) {
		int32_t c = s->who[p->job[j]];

		*slot(s, s->job[p->job[j]].i) = c < 0 ? -1 : s->person[c];
	}
}

/* Two cases whose persons clash, and what one of them must not do: places in
 * the part in at[]. */
static bool find_clash(struct zp_search *s, const struct part *p,
    struct zp_forbid two[2], uint32_t at[2])
{
	const struct zp_counsel *all = s->b->v->reg->counsel;

	for (uint32_t j = 0; j < p->n; j++) {
		uint32_t i = s->job[p->job[j]].i, y = 0;
		uint64_t mask = zp_team_clash(s->b, i, s->role, &y);
		int32_t a, c;

		if (mask == 0)
			continue;
		at[0] = at[1] = j;
		for (uint32_t k = 0; k < p->n; k++)
			if (s->job[p->job[k]].i == y)
				at[1] = k;
		a = *slot(s, i);
		c = *slot(s, y);
		two[0] = (struct zp_forbid){ p->job[j], a, -1 };
		two[1] = (struct zp_forbid){ p->job[at[1]], c, -1 };
		/* all of one firm exclude each other in the same way */
		if (a != c && all[a].firm == all[c].firm &&
		    (mask & (ZP_RULE_BIT(ZP_C5) | ZP_RULE_BIT(ZP_C7))) != 0)
			two[0].firm = two[1].firm = all[a].firm;
		return true;
	}
	return false;
}

static bool clashes(struct zp_search *s, const struct part *p)
{
	struct zp_forbid two[2];
	uint32_t at[2];

	return find_clash(s, p, two, at);
}

static void keep(const struct zp_search *s, struct part *p, int64_t total)
{
	p->best = total;
	for (uint32_t j = 0; j < p->n; j++)
		p->who[j] = s->who[p->job[j]];
}

/* Place j of the part is inserted anew, as what is forbidden now. */
static void again(struct zp_search *s, const struct part *p, uint32_t j)
{
	zp_kernel_withdraw(s->k, (int32_t)j);
	enter(s, p->job[j]);
}

static void forbid(struct zp_search *s, const struct part *p,
    const struct zp_forbid *what, uint32_t at)
{
	s->forbid[s->depth++] = *what;
	again(s, p, at);
}

static void allow(struct zp_search *s, const struct part *p, uint32_t at)
{
	s->depth--;
	again(s, p, at);
}

/* The cheaper side first; the other one `left` times on the way down. */
static void branch(struct zp_search *s, struct part *p, int left)
{
	int64_t total = relaxed(s, p), cost[2];
	struct zp_forbid two[2];
	uint32_t at[2];

	if (total >= p->best)
		return;
	suppose(s, p);
	if (!find_clash(s, p, two, at)) {
		keep(s, p, total);
		return;
	}
	s->labour += p->n / 16;		/* to look at them all */
	if (s->depth == ZP_SOLVE_DEPTH || s->labour > LABOUR) {
		s->cut = true;
		return;
	}
	for (int side = 0; side < 2; side++) {
		forbid(s, p, &two[side], at[side]);
		cost[side] = zp_kernel_total(s->k);
		allow(s, p, at[side]);
	}
	for (int n = 0; n < 2; n++) {
		int side = n ^ (cost[1] < cost[0]);

		if (cost[side] >= p->best)
			return;
		if (n > left) {
			s->more = true;
			return;
		}
		forbid(s, p, &two[side], at[side]);
		branch(s, p, left - n);
		allow(s, p, at[side]);
	}
}

/* With no second choice, with one, with three, ... */
static void search(struct zp_search *s, struct part *p)
{
	s->more = true;
	for (int left = 0; s->more && s->labour <= LABOUR;
	    left = 2 * left + 1) {
		s->more = s->cut = false;
		branch(s, p, left);
	}
	s->cut = s->cut || s->more;
}

/* Case by case, the cheapest who clashes with nobody so far. */
static void one_by_one(struct zp_search *s, struct part *p)
{
	int32_t *load = zp_arena_calloc(s->b->work, (size_t)s->persons,
	    sizeof(*load));
	int64_t total = 0;

	for (uint32_t j = 0; j < p->n; j++)
		s->who[p->job[j]] = -1;
	suppose(s, p);
	for (uint32_t j = 0; j < p->n; j++) {
		const struct zp_job *x = &s->job[p->job[j]];
		int64_t least = x->wait;
		int32_t best = -1;

		for (int32_t a = 0; a < x->n; a++) {
			int32_t c = x->arc[a].counsel;
			int32_t had = s->load[c] + load[c];
			int64_t cost = x->arc[a].cost +
			    zp_fold_price(s, c, had);

			if (cost >= least || had >= s->price[c].room ||
			    (s->person[c] >= 0 && zp_team_denied_as(s->b,
			    x->i, s->role, s->person[c]) != 0))
				continue;
			least = cost;
			best = c;
		}
		if (best >= 0)
			load[best]++;
		s->who[p->job[j]] = best;
		suppose(s, p);
		total += least;
	}
	keep(s, p, total);
}

/* Are these co-accused of different persons, no two of whom agree to share
 * a firm? */
static bool exclusive(const struct zp_search *s, const struct part *p)
{
	uint32_t agree = 0;

	for (uint32_t j = 0; j < p->n; j++) {
		uint32_t i = s->job[p->job[j]].i;
		uint32_t first = s->job[p->job[0]].i;

		agree += s->b->v->at[i].c.same_firm_consent;
		if (s->b->seat[i].group < 0 ||
		    s->b->seat[i].group != s->b->seat[first].group)
			return false;
	}
	return agree < 2 && s->role == ZP_LEAD && !s->b->p->off[ZP_C7];
}

/* A firm as one person of room 1; a centre's staff stand for themselves
 * (C7).  Fills firm[] per person; returns how many. */
static int32_t number_firms(const struct zp_search *s, int32_t *firm)
{
	const struct zp_registry *reg = s->b->v->reg;
	int32_t *number = zp_arena_calloc(s->b->work, reg->firms,
	    sizeof(*number));
	int32_t n = 0;

	for (int32_t c = 0; c < s->persons; c++) {
		int32_t f = reg->counsel[s->person[c]].firm;

		if (f < 0 || reg->firm[f].kind == ZP_FIRM_CENTRE) {
			firm[c] = n++;
			continue;
		}
		if (number[f] == 0)
			number[f] = ++n;
		firm[c] = number[f] - 1;
	}
	return n;
}

/* The cheapest arc of a case to each firm: best[f], counsel -1 for none. */
static void cheapest(const struct zp_search *s, const struct zp_job *x,
    const int32_t *firm, struct zp_arc *best)
{
	for (int32_t a = 0; a < x->n; a++)
		best[firm[x->arc[a].counsel]].counsel = -1;
	for (int32_t a = 0; a < x->n; a++) {
		int32_t c = x->arc[a].counsel;
		int64_t price = x->arc[a].cost +
		    zp_fold_price(s, c, s->load[c]);
		struct zp_arc *to = &best[firm[c]];

		if (s->load[c] < s->price[c].room &&
		    (to->counsel < 0 || price < to->cost))
			*to = (struct zp_arc){ c, price };
	}
}

static void by_firm(struct zp_search *s, struct part *p)
{
	struct zp_arena *w = s->b->work;
	int32_t *firm = zp_arena_calloc(w, (size_t)s->persons, sizeof(*firm));
	int32_t firms = number_firms(s, firm);
	struct zp_arc *best = zp_arena_calloc(w, (size_t)firms,
	    sizeof(*best));
	struct zp_kernel *k;

	zp_arena_reset(s->b->tmp);
	k = zp_kernel_new(s->b->tmp, firms);
	for (int32_t f = 0; f < firms; f++) {
		zp_kernel_counsel(k, f, 1, 0, 0);
		best[f].counsel = -1;
	}
	for (uint32_t j = 0; j < p->n; j++) {
		const struct zp_job *x = &s->job[p->job[j]];
		int32_t n = 0;

		cheapest(s, x, firm, best);
		for (int32_t f = 0; f < firms; f++)
			if (best[f].counsel >= 0)
				s->arc[n++] = (struct zp_arc){ f,
				    best[f].cost };
		(void)zp_kernel_insert(k, s->arc, n, -1, x->wait);
		for (int32_t a = 0; a < x->n; a++)
			best[firm[x->arc[a].counsel]].counsel = -1;
	}
	for (uint32_t j = 0; j < p->n; j++) {
		int32_t f = zp_kernel_of(k, (int32_t)j);

		cheapest(s, &s->job[p->job[j]], firm, best);
		s->who[p->job[j]] = f < 0 ? -1 : best[f].counsel;
	}
	suppose(s, p);
	keep(s, p, zp_kernel_total(k));
}

/* Solve a part on its own, after what this trial has given already. */
static void solve_part(struct zp_search *s, struct part *p)
{
	open_part(s, p);
	keep(s, p, relaxed(s, p));
	suppose(s, p);
	if (!clashes(s, p))
		return;
	if (exclusive(s, p)) {
		by_firm(s, p);
		if (!clashes(s, p))
			return;
	}
	one_by_one(s, p);
	open_part(s, p);
	search(s, p);
}

/* Count a part's best into the trial, or out of it. */
static void take(struct zp_search *s, const struct part *p, int32_t sign)
{
	for (uint32_t j = 0; j < p->n; j++) {
		s->who[p->job[j]] = p->who[j];
		if (p->who[j] >= 0)
			s->load[p->who[j]] += sign;
	}
	suppose(s, p);
}

static struct part new_part(const struct zp_search *s, uint32_t n)
{
	return (struct part){
		zp_arena_calloc(s->b->work, n, sizeof(uint32_t)), 0,
		zp_arena_calloc(s->b->work, n, sizeof(int32_t)), 0
	};
}

/* Split the set: clusters by their first case, the single cases last.
 * Returns how many parts there are. */
static uint32_t split(const struct zp_search *s, struct part *to)
{
	const struct zp_seat *seat = s->b->seat;
	uint32_t *size = zp_arena_calloc(s->b->work, s->b->v->n,
	    sizeof(*size));
	int32_t *at = zp_arena_calloc(s->b->work, s->b->v->n, sizeof(*at));
	struct part rest = new_part(s, s->n);
	uint32_t n = 0;

	for (uint32_t k = 0; k < s->n; k++)
		size[seat[s->job[k].i].cluster]++;
	for (uint32_t k = 0; k < s->n; k++) {
		uint32_t root = seat[s->job[k].i].cluster;

		if (size[root] == 1) {
			rest.job[rest.n++] = k;
			continue;
		}
		if (at[root] == 0) {
			to[n] = new_part(s, size[root]);
			at[root] = (int32_t)++n;
		}
		to[at[root] - 1].job[to[at[root] - 1].n++] = k;
	}
	if (rest.n > 0)
		to[n++] = rest;
	return n;
}

/* What a part costs where it stands, the others given. */
static int64_t cost_of(const struct zp_search *s, const struct part *p)
{
	int32_t *load = zp_arena_calloc(s->b->tmp, (size_t)s->persons,
	    sizeof(*load));
	int64_t total = 0;

	for (uint32_t j = 0; j < p->n; j++) {
		const struct zp_job *x = &s->job[p->job[j]];
		int32_t c = p->who[j], a = 0;

		if (c < 0) {
			total += x->wait;
			continue;
		}
		while (x->arc[a].counsel != c)
			a++;
		total += x->arc[a].cost +
		    zp_fold_price(s, c, s->load[c] + load[c]++);
	}
	return total;
}

/* Solve one part anew among the others.  Has that gained? */
static bool improve(struct zp_search *s, struct part *p)
{
	struct part had = new_part(s, p->n);
	int64_t cost;

	had.n = p->n;
	memcpy(had.job, p->job, p->n * sizeof(*p->job));
	memcpy(had.who, p->who, p->n * sizeof(*p->who));
	take(s, p, -1);
	cost = cost_of(s, p);
	solve_part(s, p);
	if (p->best >= cost)
		memcpy(p->who, had.who, p->n * sizeof(*p->who));
	take(s, p, +1);
	return p->best < cost;
}

/* Part by part; leaves all in *all. */
static void apart(struct zp_search *s, struct part *part, uint32_t n,
    struct part *all)
{
	bool better = n > 1;

	for (uint32_t k = 0; k < n; k++) {
		solve_part(s, &part[k]);
		take(s, &part[k], +1);
	}
	for (int round = 0; better && round < ROUNDS; round++) {
		better = false;
		for (uint32_t k = 0; k < n; k++)
			better |= improve(s, &part[k]);
	}
	memset(s->load, 0, (size_t)s->persons * sizeof(*s->load));
	keep(s, all, 0);
	all->best = cost_of(s, all);
}

/* How far the plan may be from the least cost of serving the cases that it
 * serves: what the kernel needs for them when persons may clash. */
static int64_t gap(struct zp_search *s, const struct part *all)
{
	struct part served = new_part(s, all->n);
	int64_t cost = all->best;

	for (uint32_t j = 0; j < all->n; j++)
		if (all->who[j] >= 0)
			served.job[served.n++] = j;
		else
			cost -= s->job[j].wait;
	open_part(s, &served);
	cost -= zp_kernel_total(s->k);
	return cost > 0 ? cost >> s->shift : 0;
}

/* The set as a whole is tied: part by part, then all of it. */
static int64_t untie(struct zp_search *s, struct part *all)
{
	struct part *part = zp_arena_calloc(s->b->work, s->n + 1,
	    sizeof(*part));
	uint32_t n = split(s, part);

	apart(s, part, n, all);
	if (n > 1) {
		s->cut = false;
		s->labour = 0;
		open_part(s, all);
		search(s, all);
	}
	return s->cut ? gap(s, all) : 0;
}

int64_t zp_search_run(struct zp_search *s)
{
	struct part all = new_part(s, s->n);
	int64_t beyond = 0;

	while (all.n < s->n) {
		all.job[all.n] = all.n;
		all.n++;
	}
	open_part(s, &all);
	keep(s, &all, relaxed(s, &all));
	suppose(s, &all);
	if (clashes(s, &all))
		beyond = untie(s, &all);
	for (uint32_t j = 0; j < s->n; j++)
		*slot(s, s->job[j].i) = -1;
	memcpy(s->who, all.who, s->n * sizeof(*s->who));
	return beyond;
}

void zp_solve(struct zp_batch *b, uint32_t *set, uint32_t n)
{
	struct zp_search s;

	if (n == 0)
		return;
	zp_fold_leads(&s, b, set, n);
	b->gap += zp_search_run(&s);
	for (uint32_t j = 0; j < n; j++)
		if (s.who[j] >= 0)
			zp_batch_commit(b, s.job[j].i, s.person[s.who[j]]);
}
