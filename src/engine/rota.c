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
	struct zp_turns turns;
	int32_t labour;
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
		if (!x->kept || x->arc[i].counsel == x->held)
			u->arc[s][u->arcs[s]++] = (struct zp_arc){
			    node_of(u->r, s, x->arc[i].counsel),
			    zp_rota_arc_cost(u->r, s,
			    &x->arc[i]) };
}

/* Slots that the kernel itself keeps apart: those of a day, or of a half
 * of a day.  Numbered from 0; slots come by date. */
static void set_groups(struct run *u)
{
	const struct zp_rota *r = u->r;
	bool whole = r->most.day == 1;
	int32_t day = -1;

	for (int32_t s = 0; s < r->slots; s++) {
		if (s == 0 || r->slot[s].date.day != r->slot[s - 1].date.day)
			day++;
		u->group[s] = whole ? day : 2 * day +
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
	    u->group[s], u->r->slot[s].kept ? ZP_KERNEL_MAX_COST : u->wait);

	ZP_ASSERT(at == s);
	u->labour++;
}

static void start(struct run *u, const struct zp_rota *r, struct zp_arena *a)
{
	size_t n = (size_t)r->slots;

	*u = (struct run){ .r = r, .a = a, .least = INT64_MAX };
	u->arc = zp_arena_calloc(a, n, sizeof(*u->arc));
	u->arcs = zp_arena_calloc(a, n, sizeof(*u->arcs));
	u->group = zp_arena_calloc(a, n, sizeof(*u->group));
	u->who = zp_arena_calloc(a, n, sizeof(*u->who));
	u->best = zp_arena_calloc(a, n, sizeof(*u->best));
	u->wait = waiting(r);
	u->k = zp_kernel_new(a, r->persons * ZP_BUCKETS);
	for (int32_t p = 0; p < r->persons; p++)
		for (int b = 0; b < ZP_BUCKETS; b++)
			zp_kernel_counsel(u->k, p * ZP_BUCKETS + b, r->slots,
			    zp_rota_step(r, p, b, 0),
			    zp_rota_step(r, p, b, 1) -
			    zp_rota_step(r, p, b, 0));
	zp_turns_init(&u->turns, r, a);
	set_groups(u);
	for (int32_t s = 0; s < r->slots; s++) {
		set_arcs(u, s);
		insert(u, s);
	}
}

/* The kernel's optimum as who[], and the first clash in it. */
static bool look(struct run *u, int32_t *person, struct zp_clash *c)
{
	for (int32_t s = 0; s < u->r->slots; s++) {
		int32_t node = zp_kernel_of(u->k, s);

		u->who[s] = node < 0 ? -1 : node / ZP_BUCKETS;
	}
	zp_turns_set(&u->turns, u->who);
	return zp_turns_clash(&u->turns, person, c);
}

static void keep(struct run *u)
{
	if (zp_kernel_total(u->k) >= u->least)
		return;
	u->least = zp_kernel_total(u->k);
	memcpy(u->best, u->who, (size_t)u->r->slots * sizeof(*u->best));
}

/* The plan who[] with its open slots filled where limits allow. */
static void keep_mended(struct run *u, int32_t *who)
{
	int64_t total;

	zp_rota_mend(u->r, who);
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
}

static void give_back(struct run *u, int32_t s)
{
	u->arcs[s]++;
	zp_kernel_withdraw(u->k, s);
	insert(u, s);
}

/* Which of the clashing slots is taken away most cheaply? */
static int32_t cheapest(struct run *u, const struct zp_clash *c)
{
	int64_t least = INT64_MAX;
	int32_t best = -1;

	for (int32_t i = 0; i < c->n; i++) {
		forbid(u, c->slot[i], c->person);
		if (zp_kernel_total(u->k) <= least) {	/* the later one */
			least = zp_kernel_total(u->k);
			best = c->slot[i];
		}
		give_back(u, c->slot[i]);
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
 * mended: this one, and the published one, or none at all where this one
 * leaves open what need not be. */
static void dive(struct run *u, int32_t least_open)
{
	struct zp_clash c;
	bool again = true;

	while (again) {
		again = false;
		for (int32_t p = 0; look(u, &p, &c); again = true)
			forbid(u, cheapest(u, &c), c.person);
	}
	keep(u);
	keep_mended(u, u->best);
	if (zp_rota_held(u->r, u->who) || open_slots(u) > least_open)
		keep_mended(u, u->who);
}

/* Branch and bound below the kernel's optimum now. */
static void branch(struct run *u)
{
	struct zp_clash c;
	int32_t p = 0;

	if (zp_kernel_total(u->k) >= u->least)
		return;
	if (!look(u, &p, &c)) {
		keep(u);
		return;
	}
	if (u->labour > u->r->labour) {
		u->cut = true;
		return;
	}
	for (int32_t i = 0; i < c.n; i++) {
		forbid(u, c.slot[i], c.person);
		branch(u);
		give_back(u, c.slot[i]);
	}
}

/* Give every slot all its arcs back. */
static void restart(struct run *u)
{
	for (int32_t s = 0; s < u->r->slots; s++) {
		int32_t all = u->r->slot[s].kept ? u->arcs[s] :
		    u->r->slot[s].arcs;

		if (u->arcs[s] == all)
			continue;
		u->arcs[s] = all;
		zp_kernel_withdraw(u->k, s);
		insert(u, s);
	}
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
			out->cost -= r->slot[s].kept ?
			    ZP_KERNEL_MAX_COST : u->wait;
		}
		out->changes += r->slot[s].held >= 0 &&
		    u->best[s] != r->slot[s].held;
	}
}

void zp_rota_solve(const struct zp_rota *r, struct zp_arena *a,
    struct zp_rota_plan *out)
{
	struct zp_arena *work = zp_arena_new();
	struct run u;

	ZP_ASSERT(r->most.day <= ZP_ROTA_MOST && r->most.week <=
	    ZP_ROTA_MOST && r->most.month <= ZP_ROTA_MOST);
	start(&u, r, work);
	*out = (struct zp_rota_plan){ .bound = zp_kernel_total(u.k) };
	for (int32_t s = 0; s < r->slots; s++)
		out->least_open += zp_kernel_of(u.k, s) < 0;
	dive(&u, out->least_open);
	if (u.least > out->bound && u.labour <= r->labour) {
		restart(&u);
		branch(&u);
	} else {
		u.cut = u.least > out->bound;
	}
	report(&u, a, out);
	out->proven = !u.cut;
	if (out->proven)
		out->bound = out->total;
	zp_arena_free(work);
}
