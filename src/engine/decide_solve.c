/* engine/decide_solve.c - the least total cost for cases decided together.
 *
 * The kernel solves all but what ties two cases to each other through firms
 * or both sides of a dispute (C5, C7): its optimum is a lower bound.  Where
 * two of its leads clash,
 * - co-accused none of whom agrees to share a firm are an assignment of
 *   cases to firms: each firm gives at most one, its cheapest for the case;
 * - else branch and bound: one of the two cases does not go to that firm,
 *   or that person (Land & Doig, Econometrica 28(3), 1960,
 *   doi:10.2307/1910129).  Depth first, from what one gets case by case,
 *   ended by proof or after LABOUR insertions.
 * Clusters of linked cases are solved so one after the other, then all the
 * rest together; up to EXACT cases branch and bound over the whole set then
 * tries to do better.
 */
#include <string.h>

#include "solve_impl.h"

enum { EXACT = 48, LABOUR = 20000 };

struct part {			/* of a set */
	uint32_t *job, n;
	int32_t *lead;		/* parallel: the best found */
	int64_t best;
};

static bool forbidden(const struct zp_search *s, uint32_t i, int32_t counsel)
{
	int32_t firm = s->b->v->reg->counsel[counsel].firm;

	for (int f = 0; f < s->depth; f++)
		if (s->forbid[f].i == i && (s->forbid[f].counsel == counsel ||
		    (s->forbid[f].firm >= 0 && s->forbid[f].firm == firm)))
			return true;
	return false;
}

/* The kernel's optimum for a part, under the forbids; fills s->lead. */
static int64_t relaxed(struct zp_search *s, const struct part *p)
{
	const struct zp_batch *b = s->b;
	struct zp_kernel *k;

	zp_arena_reset(b->tmp);
	k = zp_kernel_new(b->tmp, s->persons);
	for (int32_t c = 0; c < s->persons; c++) {
		const struct zp_price *pr = &b->price[s->person[c]];
		int64_t slope = pr->slope << s->shift;

		zp_kernel_counsel(k, c, pr->room - s->load[c],
		    zp_fold_price(s, c, s->load[c]), slope);
	}
	for (uint32_t j = 0; j < p->n; j++) {
		const struct zp_job *x = &s->job[p->job[j]];
		int32_t n = 0;

		for (int32_t a = 0; a < x->n; a++)
			if (!forbidden(s, x->i, s->person[x->arc[a].counsel]))
				s->arc[n++] = x->arc[a];
		(void)zp_kernel_insert(k, s->arc, n, b->seat[x->i].group,
		    x->wait);
	}
	for (uint32_t j = 0; j < p->n; j++)
		s->lead[p->job[j]] = zp_kernel_of(k, (int32_t)j);
	s->labour += p->n;
	return zp_kernel_total(k);
}

/* Let the leads of a part stand in the plan, for the rules to look at. */
static void suppose(struct zp_search *s, const struct part *p)
{
	for (uint32_t j = 0; j < p->n; j++) {
		int32_t c = s->lead[p->job[j]];

		s->b->plan->at[s->job[p->job[j]].i].lead =
		    c < 0 ? -1 : s->person[c];
	}
}

/* Two cases whose leads clash, and what one of them must not do. */
static bool find_clash(struct zp_search *s, const struct part *p,
    struct zp_forbid two[2])
{
	const struct zp_counsel *all = s->b->v->reg->counsel;

	for (uint32_t j = 0; j < p->n; j++) {
		uint32_t i = s->job[p->job[j]].i, y = 0;
		uint64_t mask = zp_team_clash(s->b, i, &y);
		int32_t a, c;

		if (mask == 0)
			continue;
		a = s->b->plan->at[i].lead;
		c = s->b->plan->at[y].lead;
		two[0] = (struct zp_forbid){ i, a, -1 };
		two[1] = (struct zp_forbid){ y, c, -1 };
		/* all of one firm exclude each other in the same way */
		if (a != c && all[a].firm == all[c].firm &&
		    (mask & (ZP_RULE_BIT(ZP_C5) | ZP_RULE_BIT(ZP_C7))) != 0)
			two[0].firm = two[1].firm = all[a].firm;
		return true;
	}
	return false;
}

static void keep(const struct zp_search *s, struct part *p, int64_t total)
{
	p->best = total;
	for (uint32_t j = 0; j < p->n; j++)
		p->lead[j] = s->lead[p->job[j]];
}

static void branch(struct zp_search *s, struct part *p)
{
	int64_t total = relaxed(s, p);
	struct zp_forbid two[2];

	if (total >= p->best)
		return;
	suppose(s, p);
	if (!find_clash(s, p, two)) {
		keep(s, p, total);
		return;
	}
	if (s->depth == ZP_SOLVE_DEPTH || s->labour > LABOUR) {
		s->cut = true;
		return;
	}
	for (int side = 0; side < 2; side++) {
		s->forbid[s->depth++] = two[side];
		branch(s, p);
		s->depth--;
	}
}

/* Case by case, the cheapest who clashes with nobody so far. */
static void one_by_one(struct zp_search *s, struct part *p)
{
	int32_t *load = zp_arena_calloc(s->b->work, (size_t)s->persons,
	    sizeof(*load));
	int64_t total = 0;

	for (uint32_t j = 0; j < p->n; j++)
		s->lead[p->job[j]] = -1;
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

			if (cost >= least ||
			    had >= s->b->price[s->person[c]].room ||
			    zp_team_denied(s->b, x->i, s->person[c]) != 0)
				continue;
			least = cost;
			best = c;
		}
		if (best >= 0)
			load[best]++;
		s->lead[p->job[j]] = best;
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
	return agree < 2 && !s->b->p->off[ZP_C7];
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

/* The cheapest arc of a case to a firm, or -1. */
static int32_t cheapest(const struct zp_search *s, const struct zp_job *x,
    const int32_t *firm, int32_t f, int64_t *cost)
{
	int32_t best = -1;

	for (int32_t a = 0; a < x->n; a++) {
		int32_t c = x->arc[a].counsel;
		int64_t price = x->arc[a].cost +
		    zp_fold_price(s, c, s->load[c]);

		if (firm[c] != f || (best >= 0 && price >= *cost) ||
		    s->load[c] >= s->b->price[s->person[c]].room)
			continue;
		*cost = price;
		best = c;
	}
	return best;
}

static void by_firm(struct zp_search *s, struct part *p)
{
	int32_t *firm = zp_arena_calloc(s->b->work, (size_t)s->persons,
	    sizeof(*firm));
	int32_t firms = number_firms(s, firm);
	struct zp_kernel *k;
	int64_t cost = 0;

	zp_arena_reset(s->b->tmp);
	k = zp_kernel_new(s->b->tmp, firms);
	for (int32_t f = 0; f < firms; f++)
		zp_kernel_counsel(k, f, 1, 0, 0);
	for (uint32_t j = 0; j < p->n; j++) {
		const struct zp_job *x = &s->job[p->job[j]];
		int32_t n = 0;

		for (int32_t f = 0; f < firms; f++)
			if (cheapest(s, x, firm, f, &cost) >= 0)
				s->arc[n++] = (struct zp_arc){ f, cost };
		(void)zp_kernel_insert(k, s->arc, n, -1, x->wait);
	}
	for (uint32_t j = 0; j < p->n; j++) {
		int32_t f = zp_kernel_of(k, (int32_t)j);

		s->lead[p->job[j]] = f < 0 ? -1 :
		    cheapest(s, &s->job[p->job[j]], firm, f, &cost);
	}
	suppose(s, p);
	keep(s, p, zp_kernel_total(k));
}

/* Solve a part on its own, after what this trial has given already. */
static void solve_part(struct zp_search *s, struct part *p)
{
	struct zp_forbid two[2];
	int64_t total = relaxed(s, p);

	suppose(s, p);
	keep(s, p, total);
	if (!find_clash(s, p, two))
		return;
	if (exclusive(s, p)) {
		by_firm(s, p);
		if (!find_clash(s, p, two))
			return;
	}
	one_by_one(s, p);
	branch(s, p);
}

/* Solve a part and count what it takes into the trial. */
static int64_t take_part(struct zp_search *s, struct part *p)
{
	if (p->n == 0)
		return 0;
	solve_part(s, p);
	for (uint32_t j = 0; j < p->n; j++) {
		s->lead[p->job[j]] = p->lead[j];
		if (p->lead[j] >= 0)
			s->load[p->lead[j]]++;
	}
	suppose(s, p);
	return p->best;
}

static struct part new_part(const struct zp_search *s)
{
	return (struct part){
		zp_arena_calloc(s->b->work, s->n, sizeof(uint32_t)), 0,
		zp_arena_calloc(s->b->work, s->n, sizeof(int32_t)), 0
	};
}

/* The members of job k's cluster, if k is the first of them. */
static void gather(const struct zp_search *s, uint32_t k, struct part *p)
{
	const struct zp_seat *seat = s->b->seat;
	uint32_t root = seat[s->job[k].i].cluster;

	p->n = 0;
	for (uint32_t j = 0; j < k; j++)
		if (seat[s->job[j].i].cluster == root)
			return;
	for (uint32_t j = k; j < s->n; j++)
		if (seat[s->job[j].i].cluster == root)
			p->job[p->n++] = j;
}

/* Clusters one after the other, then the rest; leaves all in *all.
 * Returns how many clusters there were. */
static uint32_t apart(struct zp_search *s, struct part *all)
{
	struct part cluster = new_part(s), rest = new_part(s);
	uint32_t clusters = 0;
	int64_t total = 0;

	for (uint32_t k = 0; k < s->n; k++) {
		gather(s, k, &cluster);
		if (cluster.n == 1) {
			rest.job[rest.n++] = k;
			continue;
		}
		clusters += cluster.n > 0;
		total += take_part(s, &cluster);
	}
	clusters += rest.n > 0;
	total += take_part(s, &rest);
	keep(s, all, total);
	memset(s->load, 0, (size_t)s->persons * sizeof(*s->load));
	return clusters;
}

/* How far the plan may be from the least cost of serving the cases that it
 * serves: what the kernel needs for them when leads may clash. */
static int64_t gap(struct zp_search *s, const struct part *all)
{
	struct part served = new_part(s);
	int64_t cost = all->best;

	for (uint32_t j = 0; j < all->n; j++)
		if (all->lead[j] >= 0)
			served.job[served.n++] = j;
		else
			cost -= s->job[j].wait;
	return (cost - relaxed(s, &served)) >> s->shift;
}

static void commit(struct zp_search *s, const struct part *p)
{
	for (uint32_t j = 0; j < p->n; j++)
		s->lead[j] = -1;
	suppose(s, p);
	for (uint32_t j = 0; j < p->n; j++)
		if (p->lead[j] >= 0)
			zp_batch_commit(s->b, s->job[j].i,
			    s->person[p->lead[j]]);
	for (int32_t c = 0; c < s->persons; c++)
		s->b->local[s->person[c]] = -1;
}

void zp_solve(struct zp_batch *b, uint32_t *set, uint32_t n)
{
	struct zp_search s;
	struct zp_forbid two[2];
	struct part all;

	if (n == 0)
		return;
	zp_fold_init(&s, b, set, n);
	all = new_part(&s);
	while (all.n < n) {
		all.job[all.n] = all.n;
		all.n++;
	}
	keep(&s, &all, relaxed(&s, &all));
	suppose(&s, &all);
	if (find_clash(&s, &all, two)) {
		bool many = apart(&s, &all) > 1;

		if (many && n > EXACT)
			s.cut = true;
		else if (many)
			branch(&s, &all);
		if (s.cut)
			b->gap += gap(&s, &all);
	}
	commit(&s, &all);
}
