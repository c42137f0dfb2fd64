/* engine/rota.c - filling shifts; see rota.h.
 *
 * In the kernel a "case" is a slot, and a "counsel" is a person in one
 * bucket: person * BUCKETS + bucket.  Slots of one day (or of one half of
 * it, when a person may have two shifts a day) are a group: the kernel keeps
 * them apart, so that only all-day beside half-day shifts, travel, rest,
 * weeks and months are left to the search.
 *
 * Bounds: a wish is at most 2^20, disturb 2^28, a step of fairness
 * 2^20 * (2 * 2^13 + 1) * 1000 < 2^45 / capacity; what the kernel cannot
 * hold is cut off at ROTA_STEEP.
 */
#include <string.h>

#include "rota_impl.h"

struct run {
	const struct zp_rota *r;
	struct zp_arena *a;	/* the search's */
	struct zp_kernel *k;
	struct zp_arc **arc;	/* per slot: what is not forbidden yet */
	int32_t *arcs;
	int32_t *group;
	int64_t wait;
	int32_t *who;		/* of the kernel's optimum now */
	int32_t *best;		/* of the best plan so far */
	int64_t least;		/* its total */
	const struct zp_rota *plain;	/* r without prices, whose sum is: */
	int64_t sum;
	struct zp_turns turns;
	int32_t *day;		/* per slot */
	int32_t *ban;		/* persons * days: not that day */
	int32_t *trail, trails, room;	/* slots whose arc was taken, in turn;
					 * grows */
	int32_t days, labour;
	bool cut;
};

static int32_t node_of(const struct zp_rota *r, int32_t s, int32_t person)
{
	return person * ZP_BUCKETS + (int32_t)r->slot[s].bucket;
}

static void set_arcs(struct run *u, int32_t s)
{
	const struct zp_rota_slot *x = &u->r->slot[s];

	u->arc[s] = zp_arena_calloc(u->a, (size_t)x->arcs,
	    sizeof(struct zp_arc));
	u->arcs[s] = 0;
	for (int32_t i = 0; i < x->arcs; i++)
		u->arc[s][u->arcs[s]++] = (struct zp_arc){
		    node_of(u->r, s, x->arc[i].counsel),
		    zp_rota_arc_cost(u->r, s, &x->arc[i]) };
}

/* Slots that the kernel itself keeps apart: those of a day, or of a half
 * of a day.  Numbered from 0; slots come by date. */
static void set_groups(struct run *u)
{
	const struct zp_rota *r = u->r;
	bool whole = r->most.day == 1;

	for (int32_t s = 0; s < r->slots; s++) {
		if (s == 0 || r->slot[s].date.day != r->slot[s - 1].date.day)
			u->days++;
		u->day[s] = u->days - 1;
		u->group[s] = whole ? u->day[s] : 2 * u->day[s] +
		    (r->slot[s].half == ZP_PM);
	}
}

/* An open slot costs more than filling it can, whatever that moves. */
static int64_t waiting(const struct zp_rota *r)
{
	int64_t dearest = 0, last = 0;

	for (int32_t s = 0; s < r->slots; s++)
		for (int32_t i = 0; i < r->slot[s].arcs; i++) {
			int64_t c = zp_rota_arc_cost(r, s,
			    &r->slot[s].arc[i]);

			dearest = c > dearest ? c : dearest;
		}
	for (int32_t p = 0; p < r->persons; p++)
		for (int b = 0; b < ZP_BUCKETS; b++) {
			int64_t c = zp_rota_step(r, p, b, 32);

			last = c > last ? c : last;
		}
	dearest = (dearest + last) * 64 + 1;
	return dearest < ZP_KERNEL_MAX_COST >> 6 ? dearest :
	    ZP_KERNEL_MAX_COST >> 6;
}

static void insert(struct run *u, int32_t s)
{
	int32_t at = zp_kernel_insert(u->k, u->arc[s], u->arcs[s],
	    u->group[s], zp_rota_wait(u->r, s, u->wait));

	ZP_ASSERT(at == s);
	u->labour++;
}

/* wait: of an open slot. */
static void start(struct run *u, const struct zp_rota *r, int64_t wait,
    struct zp_arena *a)
{
	size_t n = (size_t)r->slots;

	*u = (struct run){ .r = r, .a = a, .least = INT64_MAX };
	u->arc = zp_arena_calloc(a, n, sizeof(*u->arc));
	u->arcs = zp_arena_calloc(a, n, sizeof(*u->arcs));
	u->group = zp_arena_calloc(a, n, sizeof(*u->group));
	u->who = zp_arena_calloc(a, n, sizeof(*u->who));
	u->best = zp_arena_calloc(a, n, sizeof(*u->best));
	u->wait = wait;
	u->k = zp_kernel_new(a, r->persons * ZP_BUCKETS);
	for (int32_t p = 0; p < r->persons; p++)
		for (int b = 0; b < ZP_BUCKETS; b++)
			zp_kernel_counsel(u->k, p * ZP_BUCKETS + b, r->slots,
			    zp_rota_step(r, p, b, 0),
			    zp_rota_step(r, p, b, 1) -
			    zp_rota_step(r, p, b, 0));
	zp_turns_init(&u->turns, r, a);
	u->day = zp_arena_calloc(a, n, sizeof(*u->day));
	set_groups(u);
	u->ban = zp_arena_calloc(a, (size_t)(r->persons * u->days),
	    sizeof(*u->ban));
	for (int32_t s = 0; s < r->slots; s++) {
		set_arcs(u, s);
		insert(u, s);
	}
}

/* The kernel's optimum as who[]. */
static void kernel_plan(const struct run *u, int32_t *who)
{
	for (int32_t s = 0; s < u->r->slots; s++) {
		int32_t node = zp_kernel_of(u->k, s);

		who[s] = node < 0 ? -1 : node / ZP_BUCKETS;
	}
}

/* That, and the first clash in it. */
static bool look(struct run *u, int32_t *person, struct zp_clash *c)
{
	kernel_plan(u, u->who);
	zp_turns_set(&u->turns, u->who);
	return zp_turns_clash(&u->turns, person, c);
}

/* A plan that keeps the limits.  With prices on them it costs what it does
 * without, and their sum. */
static void keep(struct run *u)
{
	int64_t total = u->plain == NULL ? zp_kernel_total(u->k) :
	    zp_rota_total(u->plain, u->who, u->wait) + u->sum;

	if (total >= u->least)
		return;
	u->least = total;
	memcpy(u->best, u->who, (size_t)u->r->slots * sizeof(*u->best));
}

/* The best plan near who[], which keeps the limits. */
static void keep_near(struct run *u, int32_t *who)
{
	int64_t total;

	zp_rota_search(u->r, who, u->wait);
	total = zp_rota_total(u->r, who, u->wait);
	if (total >= u->least)
		return;
	u->least = total;
	if (who != u->best)
		memcpy(u->best, who, (size_t)u->r->slots * sizeof(*who));
}

/* Take the arc of slot s to a person out, the kernel optimal again; it
 * stands behind the others until it is given back. */
static void forbid(struct run *u, int32_t s, int32_t person)
{
	int32_t node = node_of(u->r, s, person);

	for (int32_t i = 0; i < u->arcs[s]; i++) {
		struct zp_arc x = u->arc[s][i];

		if (x.counsel != node)
			continue;
		u->arcs[s]--;
		memmove(&u->arc[s][i], &u->arc[s][i + 1],
		    (size_t)(u->arcs[s] - i) * sizeof(x));
		u->arc[s][u->arcs[s]] = x;
		break;
	}
	zp_kernel_withdraw(u->k, s);
	insert(u, s);
	if (u->trails == u->room) {
		int32_t *more;

		u->room = u->room > 0 ? 2 * u->room : 256;
		more = zp_arena_calloc(u->a, (size_t)u->room, sizeof(*more));
		if (u->trails > 0)
			memcpy(more, u->trail, (size_t)u->trails *
			    sizeof(*more));
		u->trail = more;
	}
	u->trail[u->trails++] = s;
}

/* Give back all arcs taken since the trail was that long. */
static void give_back(struct run *u, int32_t trails)
{
	while (u->trails > trails) {
		int32_t s = u->trail[--u->trails];

		u->arcs[s]++;
		zp_kernel_withdraw(u->k, s);
		insert(u, s);
	}
}

static int32_t *ban(const struct run *u, int32_t person, int32_t s)
{
	return &u->ban[person * u->days + u->day[s]];
}

/* Shifts of different days: none of them but on one whole day less can he
 * have all, whichever slots they are. */
static bool on_days(const struct run *u, const struct zp_clash *c)
{
	for (int32_t i = 0; i < c->n; i++)
		for (int32_t k = 0; k < i; k++)
			if (u->day[c->slot[i]] == u->day[c->slot[k]])
				return false;
	return true;
}

/* The person of the clash goes without its i-th slot; if days clash, without
 * any that day: an arc to him is taken out when the kernel would use it. */
static void part_with(struct run *u, const struct zp_clash *c, int32_t i)
{
	bool more = on_days(u, c);

	if (more)
		++*ban(u, c->person, c->slot[i]);
	forbid(u, c->slot[i], c->person);
	while (more) {
		more = false;
		for (int32_t s = 0; s < u->r->slots; s++) {
			int32_t node = zp_kernel_of(u->k, s);

			if (node >= 0 && *ban(u, node / ZP_BUCKETS, s) > 0) {
				forbid(u, s, node / ZP_BUCKETS);
				more = true;
			}
		}
	}
}

/* By how much a slot costs more at the cheapest other person who is free
 * then, by the kernel's prices; INT64_MAX: there is none. */
static int64_t worth(const struct run *u, int32_t s, int32_t person)
{
	int32_t own = node_of(u->r, s, person);
	int64_t least = INT64_MAX, here = 0;

	for (int32_t i = 0; i < u->arcs[s]; i++) {
		const struct zp_arc *x = &u->arc[s][i];
		int64_t cost = x->cost + zp_kernel_price(u->k, x->counsel);

		if (x->counsel == own)
			here = cost;
		else if (cost < least && zp_turns_free(&u->turns, s,
		    x->counsel / ZP_BUCKETS))
			least = cost;
	}
	return least < INT64_MAX ? least - here : least;
}

/* Which of the clashing slots is taken away most cheaply?  The last one of
 * equals. */
static int32_t cheapest(const struct run *u, const struct zp_clash *c)
{
	int64_t least = INT64_MAX;
	int32_t best = 0;

	for (int32_t i = 0; i < c->n; i++) {
		int64_t cost = worth(u, c->slot[i], c->person);

		if (cost <= least) {
			least = cost;
			best = i;
		}
	}
	return best;
}

static int32_t open_slots(const struct run *u)
{
	int32_t n = 0;

	for (int32_t s = 0; s < u->r->slots; s++)
		n += u->best[s] < 0;
	return n;
}

/* Take away the cheapest until nothing clashes.  Person by person; what
 * goes to somebody before is found in the next round.  Then two plans are
 * made better: this one, and the published one, or none at all where this
 * one leaves open what need not be. */
static void dive(struct run *u, int32_t least_open)
{
	struct zp_clash c;
	bool again = true;

	while (again) {
		again = false;
		for (int32_t p = 0; look(u, &p, &c); again = true)
			part_with(u, &c, cheapest(u, &c));
	}
	keep(u);
	keep_near(u, u->best);
	if (zp_rota_held(u->r, u->who) || open_slots(u) > least_open)
		keep_near(u, u->who);
}

static void branch(struct run *u);

/* This plan keeps the limits, but with prices on limits that it does not
 * use: a better one is other in some slot. */
static void differ(struct run *u)
{
	size_t n = (size_t)u->r->slots;
	int32_t *who = zp_arena_calloc(u->a, n, sizeof(*who));

	memcpy(who, u->who, n * sizeof(*who));
	for (int32_t s = 0; s < u->r->slots; s++) {
		int32_t trails = u->trails;

		u->cut |= who[s] < 0 || u->labour > u->r->labour;
		if (u->cut)
			return;
		forbid(u, s, who[s]);
		branch(u);
		give_back(u, trails);
	}
}

/* Branch and bound below the kernel's optimum now. */
static void branch(struct run *u)
{
	struct zp_clash c;
	int32_t p = 0, first;

	if (zp_kernel_total(u->k) >= u->least)
		return;
	if (!look(u, &p, &c)) {
		keep(u);
		if (zp_kernel_total(u->k) < u->least)
			differ(u);
		return;
	}
	if (u->labour > u->r->labour) {
		u->cut = true;
		return;
	}
	first = cheapest(u, &c);
	for (int32_t i = 0; i < c.n; i++) {
		int32_t at = (first + i) % c.n, trails = u->trails;

		part_with(u, &c, at);
		branch(u);
		if (on_days(u, &c))
			--*ban(u, c.person, c.slot[at]);
		give_back(u, trails);
	}
}

/* Prices on the limits (rota_price.c) until the bound meets the plan, or half
 * of the labour is done; who[] is the plan without limits that gave the
 * bound.  What each round gives keeps the limits after a short dive. */
static void price(struct run *u, struct zp_prices *q, int32_t *who,
    int64_t *bound)
{
	struct zp_arena *a = zp_arena_new();
	int64_t low = *bound;
	bool gained = true;

	zp_prices_init(q, &u->turns, u->a);
	while (u->least > *bound && u->labour <= u->r->labour / 2 &&
	    zp_prices_move(q, who, gained, u->least - low)) {
		struct zp_rota priced;
		struct run v;

		zp_arena_reset(a);
		zp_prices_put(q, a, &priced);
		start(&v, &priced, u->wait, a);
		low = zp_kernel_total(v.k) - zp_prices_sum(q);
		gained = low > *bound;
		*bound = gained ? low : *bound;
		if (gained)
			zp_prices_keep(q);
		kernel_plan(&v, who);
		dive(&v, INT32_MAX);
		keep_near(u, v.best);
		u->labour += v.labour;
	}
	zp_prices_back(q);
	zp_arena_free(a);
}

/* Every way of taking arcs, with the best prices on; then without them,
 * where that is no proof. */
static void prove(struct run *u, const struct zp_prices *q)
{
	struct zp_rota priced;
	struct run v;

	zp_prices_put(q, u->a, &priced);
	priced.labour = (u->r->labour - u->labour) / 2;
	start(&v, &priced, u->wait, u->a);
	v.plain = u->r;
	v.sum = zp_prices_sum(q);
	v.least = u->least + v.sum;
	memcpy(v.best, u->best, (size_t)u->r->slots * sizeof(*u->best));
	branch(&v);
	u->labour += v.labour;
	u->least = v.least - v.sum;
	memcpy(u->best, v.best, (size_t)u->r->slots * sizeof(*u->best));
	u->cut = v.cut;
	if (!u->cut || u->labour > u->r->labour)
		return;
	u->cut = false;
	memset(u->ban, 0, (size_t)(u->r->persons * u->days) *
	    sizeof(*u->ban));
	give_back(u, 0);
	branch(u);
}

static void report(const struct run *u, struct zp_arena *a,
    struct zp_rota_plan *out)
{
	const struct zp_rota *r = u->r;

	out->who = zp_arena_calloc(a, (size_t)r->slots, sizeof(*out->who));
	out->total = out->cost = u->least;
	for (int32_t s = 0; s < r->slots; s++) {
		out->who[s] = u->best[s];
		if (u->best[s] < 0) {
			out->open++;
			out->dear += r->slot[s].dear;
			out->cost -= u->wait + r->slot[s].dear;
		}
		out->changes += r->slot[s].held >= 0 &&
		    u->best[s] != r->slot[s].held;
	}
}

void zp_rota_solve(const struct zp_rota *r, struct zp_arena *a,
    struct zp_rota_plan *out)
{
	struct zp_arena *work = zp_arena_new();
	int32_t *root = zp_arena_calloc(work, (size_t)r->slots,
	    sizeof(*root));
	struct zp_prices q;
	struct run u;

	ZP_ASSERT(r->most.day <= ZP_ROTA_MOST && r->most.week <=
	    ZP_ROTA_MOST && r->most.month <= ZP_ROTA_MOST);
	start(&u, r, waiting(r), work);
	*out = (struct zp_rota_plan){ .bound = zp_kernel_total(u.k) };
	kernel_plan(&u, root);
	for (int32_t s = 0; s < r->slots; s++)
		out->least_open += root[s] < 0;
	dive(&u, out->least_open);
	price(&u, &q, root, &out->bound);
	u.cut = u.least > out->bound;
	if (u.cut && u.labour <= r->labour)
		prove(&u, &q);
	report(&u, a, out);
	out->proven = !u.cut;
	if (out->proven)
		out->bound = out->total;
	zp_arena_free(work);
}
