/* engine/rota_price.c - prices on what one person cannot have together.
 *
 * Held & Karp, Operations Research 18(6), 1970, doi:10.1287/opre.18.6.1138;
 * steps after Held, Wolfe & Crowder, Mathematical Programming 6, 1974,
 * doi:10.1007/BF01580223.  In whole numbers, so that every machine moves
 * them alike.
 */
#include <string.h>

#include "rota_impl.h"

enum { WHOLE = 16, PATIENCE = 6 };	/* steps in 1/16; rounds without gain */
#define MOST_PRICE (INT64_C(1) << 36)
#define MOST_GAP (INT64_C(1) << 40)

/* The i-th limit that a shift of person p counts for: each run of days in
 * which he may be on one only, the week, the month; -1: before the first. */
static int32_t limit_of(const struct zp_prices *q, const struct zp_turn *t,
    int32_t p, int32_t i)
{
	int32_t rest = q->r->most.rest, day = t->day - q->day;

	if (i <= rest)
		return day - i >= 0 && day < q->days ? p * q->each + day - i :
		    -1;
	if (i == rest + 1)
		return p * q->each + q->days + t->week - q->week;
	return p * q->each + q->days + q->weeks + t->month - q->month;
}

static int32_t limits(const struct zp_prices *q)
{
	return q->r->most.rest + 3;
}

/* What is left of week and month beside the shifts elsewhere. */
static void take_busy(struct zp_prices *q, const struct zp_turns *t)
{
	const struct zp_rota *r = q->r;

	for (int32_t b = 0; b < r->busies; b++) {
		const struct zp_turn *x = &t->of[r->slots + b];
		int32_t first = r->busy[b].person * q->each;
		int32_t week = x->week - q->week, month = x->month - q->month;
		int32_t *at[2] = { NULL, NULL };

		if (week >= 0 && week < q->weeks)
			at[0] = &q->most[first + q->days + week];
		if (month >= 0 && month < q->months)
			at[1] = &q->most[first + q->days + q->weeks + month];
		for (int i = 0; i < 2; i++)
			if (at[i] != NULL && *at[i] > 0)
				--*at[i];
	}
}

void zp_prices_init(struct zp_prices *q, const struct zp_turns *t,
    struct zp_arena *a)
{
	const struct zp_rota *r = t->r;
	const struct zp_turn *first = &t->of[0], *last = &t->of[r->slots - 1];
	int32_t day = r->most.day > 0 && r->most.day < 2 ? r->most.day : 2;
	int32_t most[] = { day, r->most.week, r->most.month };
	size_t n;

	*q = (struct zp_prices){ .r = r, .t = t, .day = first->day,
	    .week = first->week, .month = first->month,
	    .days = last->day - first->day + 1,
	    .weeks = last->week - first->week + 1,
	    .months = last->month - first->month + 1, .step = WHOLE };
	q->each = q->days + q->weeks + q->months;
	n = (size_t)(r->persons * q->each);
	q->price = zp_arena_calloc(a, n, sizeof(*q->price));
	q->best = zp_arena_calloc(a, n, sizeof(*q->best));
	q->used = zp_arena_calloc(a, n, sizeof(*q->used));
	q->most = zp_arena_calloc(a, n, sizeof(*q->most));
	for (int32_t i = 0; i < r->persons * q->each; i++) {
		int32_t k = i % q->each;

		q->most[i] = most[(k >= q->days) + (k >= q->days + q->weeks)];
		if (q->most[i] == 0)
			q->most[i] = ZP_ROTA_MOST;
	}
	take_busy(q, t);
}

void zp_prices_put(const struct zp_prices *q, struct zp_arena *a,
    struct zp_rota *out)
{
	const struct zp_rota *r = q->r;
	struct zp_rota_slot *slot = zp_arena_calloc(a, (size_t)r->slots,
	    sizeof(*slot));

	*out = *r;
	out->slot = slot;
	for (int32_t s = 0; s < r->slots; s++) {
		struct zp_arc *arc = zp_arena_calloc(a,
		    (size_t)r->slot[s].arcs, sizeof(*arc));

		slot[s] = r->slot[s];
		slot[s].arc = arc;
		for (int32_t k = 0; k < slot[s].arcs; k++) {
			arc[k] = r->slot[s].arc[k];
			for (int32_t i = 0; i < limits(q); i++) {
				int32_t at = limit_of(q, &q->t->of[s],
				    arc[k].counsel, i);

				if (at >= 0)
					arc[k].cost += q->price[at];
			}
		}
	}
}

void zp_prices_keep(struct zp_prices *q)
{
	memcpy(q->best, q->price, (size_t)(q->r->persons * q->each) *
	    sizeof(*q->best));
}

void zp_prices_back(struct zp_prices *q)
{
	memcpy(q->price, q->best, (size_t)(q->r->persons * q->each) *
	    sizeof(*q->price));
}

int64_t zp_prices_sum(const struct zp_prices *q)
{
	int64_t sum = 0;

	for (int32_t i = 0; i < q->r->persons * q->each; i++)
		sum += q->price[i] * q->most[i];
	return sum;
}

/* How much of each limit who[] takes. */
static void count(struct zp_prices *q, const int32_t *who)
{
	memset(q->used, 0, (size_t)(q->r->persons * q->each) *
	    sizeof(*q->used));
	for (int32_t s = 0; s < q->r->slots; s++)
		for (int32_t i = 0; who[s] >= 0 && i < limits(q); i++) {
			int32_t at = limit_of(q, &q->t->of[s], who[s], i);

			if (at >= 0)
				q->used[at]++;
		}
}

bool zp_prices_move(struct zp_prices *q, const int32_t *who, bool gained,
    int64_t gap)
{
	int32_t n = q->r->persons * q->each;
	int64_t norm = 0;

	count(q, who);
	q->stale = gained ? 0 : q->stale + 1;
	if (q->stale == PATIENCE) {
		q->stale = 0;
		q->step = q->step * 2 / 3;
	}
	for (int32_t i = 0; i < n; i++) {
		int64_t over = q->used[i] - q->most[i];

		if (over > 0 || q->price[i] > 0)
			norm += over * over;
	}
	if (norm == 0 || q->step == 0)
		return false;
	gap = gap < MOST_GAP ? gap : MOST_GAP;
	for (int32_t i = 0; i < n; i++) {
		int64_t over = q->used[i] - q->most[i];
		int64_t to = q->price[i] + over * q->step * gap /
		    (norm * WHOLE);

		if (over > 0 || q->price[i] > 0)
			q->price[i] = to < 0 ? 0 : to < MOST_PRICE ? to :
			    MOST_PRICE;
	}
	return true;
}
