/* engine/rota_limits.c - what one person cannot have together (C17, N17). */
#include <stdlib.h>
#include <string.h>

#include "rota_impl.h"

/* Weeks begin on Monday; 1970-01-01 was a Thursday. */
static int32_t week_of(struct zp_date d)
{
	return (d.day + 3) / 7;
}

static int32_t month_of(struct zp_date d)
{
	int y, m;

	zp_date_split(d, &y, &m, NULL);
	return y * 12 + m;
}

static struct zp_turn turn(int32_t slot, struct zp_date d, enum zp_half half,
    int32_t place)
{
	return (struct zp_turn){ slot, d.day, week_of(d), month_of(d), half,
	    place };
}

static struct zp_turn slot_turn(const struct zp_rota *r, int32_t s)
{
	const struct zp_rota_slot *x = &r->slot[s];

	return turn(s, x->date, x->half, x->place);
}

static struct zp_turn busy_turn(const struct zp_rota_busy *b)
{
	return turn(-1, b->date, b->half, b->place);
}

/* Two shifts of one person: can he have both? */
static enum zp_rota_why pair(const struct zp_rota *r, const struct zp_turn *a,
    const struct zp_turn *b)
{
	int32_t apart = abs(a->day - b->day);

	if (apart == 0 && (a->half & b->half) != 0)
		return ZP_ROTA_TWICE;
	if (apart == 0 && a->place != b->place && a->place >= 0 &&
	    b->place >= 0)
		return ZP_ROTA_TRAVEL;
	if (apart > 0 && apart <= r->most.rest)
		return ZP_ROTA_REST;
	return ZP_ROTA_FREE;
}

/* Do a and b count together for a limit? */
static bool together(const struct zp_turn *a, const struct zp_turn *b,
    enum zp_rota_why by)
{
	switch (by) {
	case ZP_ROTA_DAY:
		return a->day == b->day;
	case ZP_ROTA_WEEK:
		return a->week == b->week;
	default:
		return a->month == b->month;
	}
}

static int32_t most(const struct zp_rota *r, enum zp_rota_why by)
{
	int32_t n = by == ZP_ROTA_DAY ? r->most.day :
	    by == ZP_ROTA_WEEK ? r->most.week : r->most.month;

	return n > 0 ? n : INT32_MAX;
}

enum zp_rota_why zp_tally_add(struct zp_tally *t, const struct zp_turn *other)
{
	enum zp_rota_why why = pair(t->r, t->me, other);

	for (int by = ZP_ROTA_DAY; why == ZP_ROTA_FREE &&
	    by <= ZP_ROTA_MONTH; by++)
		if (together(t->me, other, (enum zp_rota_why)by) &&
		    ++t->count[by] >= most(t->r, (enum zp_rota_why)by))
			why = (enum zp_rota_why)by;
	return why;
}

enum zp_rota_why zp_rota_why(const struct zp_rota *r, const int32_t *who,
    int32_t s, int32_t q)
{
	struct zp_turn me = slot_turn(r, s), other;
	struct zp_tally tally = { r, &me, { 0 } };
	enum zp_rota_why why = ZP_ROTA_FREE;

	for (int32_t i = 0; why == ZP_ROTA_FREE && i < r->slots; i++)
		if (i != s && who[i] == q) {
			other = slot_turn(r, i);
			why = zp_tally_add(&tally, &other);
		}
	for (int32_t i = 0; why == ZP_ROTA_FREE && i < r->busies; i++)
		if (r->busy[i].person == q) {
			other = busy_turn(&r->busy[i]);
			why = zp_tally_add(&tally, &other);
		}
	return why;
}

void zp_turns_init(struct zp_turns *t, const struct zp_rota *r,
    struct zp_arena *a)
{
	size_t n = (size_t)(r->slots + r->busies);

	t->r = r;
	t->of = zp_arena_calloc(a, n, sizeof(*t->of));
	t->at = zp_arena_calloc(a, n, sizeof(*t->at));
	t->first = zp_arena_calloc(a, (size_t)r->persons + 2,
	    sizeof(*t->first));
	for (int32_t s = 0; s < r->slots; s++)
		t->of[s] = slot_turn(r, s);
	for (int32_t i = 0; i < r->busies; i++)
		t->of[r->slots + i] = busy_turn(&r->busy[i]);
}

static int by_date(const void *pa, const void *pb)
{
	const struct zp_turn *a = pa, *b = pb;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (a->slot > b->slot) - (a->slot < b->slot);
}

void zp_turns_set(struct zp_turns *t, const int32_t *who)
{
	const struct zp_rota *r = t->r;
	int32_t *next = t->first + 1;	/* where each person's end grows */

	memset(t->first, 0, ((size_t)r->persons + 2) * sizeof(*t->first));
	for (int32_t s = 0; s < r->slots; s++)
		if (who[s] >= 0)
			t->first[who[s] + 2]++;
	for (int32_t i = 0; i < r->busies; i++)
		t->first[r->busy[i].person + 2]++;
	for (int32_t p = 0; p < r->persons; p++)
		t->first[p + 2] += t->first[p + 1];
	for (int32_t s = 0; s < r->slots; s++)
		if (who[s] >= 0)
			t->at[next[who[s]]++] = t->of[s];
	for (int32_t i = 0; i < r->busies; i++)
		t->at[next[r->busy[i].person]++] = t->of[r->slots + i];
	for (int32_t p = 0; r->busies > 0 && p < r->persons; p++)
		qsort(t->at + t->first[p],
		    (size_t)(t->first[p + 1] - t->first[p]), sizeof(*t->at),
		    by_date);
}

bool zp_turns_free(const struct zp_turns *t, int32_t s, int32_t q)
{
	struct zp_tally tally = { t->r, &t->of[s], { 0 } };

	for (int32_t i = t->first[q]; i < t->first[q + 1]; i++)
		if (t->at[i].slot != s &&
		    zp_tally_add(&tally, &t->at[i]) != ZP_ROTA_FREE)
			return false;
	return true;
}

/* Only what this problem may take away again. */
static void put(struct zp_clash *c, const struct zp_turn *t)
{
	if (t->slot >= 0 && c->n <= ZP_ROTA_MOST)
		c->slot[c->n++] = t->slot;
}

/* Shifts at[0..n) that do not go with the one before them. */
static bool pair_clash(const struct zp_turns *t, const struct zp_turn *at,
    int32_t n, struct zp_clash *out)
{
	for (int32_t i = 1; i < n; i++)
		for (int32_t k = i - 1; k >= 0 && at[i].day - at[k].day <=
		    t->r->most.rest; k--) {
			if (pair(t->r, &at[k], &at[i]) == ZP_ROTA_FREE)
				continue;
			out->n = 0;
			put(out, &at[k]);
			put(out, &at[i]);
			if (out->n > 0)
				return true;
		}
	return false;
}

/* Of n shifts that are more than limit: so many that one must go. */
static void pick_too_many(const struct zp_turn *at, int32_t n,
    int32_t limit, struct zp_clash *out)
{
	out->n = 0;
	for (int32_t k = 0; k < n; k++)
		limit -= at[k].slot < 0;
	for (int32_t k = 0; k < n && out->n <= (limit > 0 ? limit : 0); k++)
		put(out, &at[k]);
}

/* More shifts in a day, week or month than one may have. */
static bool count_clash(const struct zp_turns *t, const struct zp_turn *at,
    int32_t n, enum zp_rota_why by, struct zp_clash *out)
{
	int32_t limit = most(t->r, by);

	for (int32_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && together(&at[i], &at[end], by);
		    end++)
			;
		if (end - i <= limit)
			continue;
		pick_too_many(at + i, end - i, limit, out);
		if (out->n > 0)
			return true;
	}
	return false;
}

bool zp_turns_clash(const struct zp_turns *t, int32_t *person,
    struct zp_clash *out)
{
	for (int32_t p = *person; p < t->r->persons; p++) {
		const struct zp_turn *at = t->at + t->first[p];
		int32_t n = t->first[p + 1] - t->first[p];

		if (n < 2)
			continue;
		*person = out->person = p;
		if (pair_clash(t, at, n, out))
			return true;
		for (int by = ZP_ROTA_DAY; by <= ZP_ROTA_MONTH; by++)
			if (count_clash(t, at, n, (enum zp_rota_why)by, out))
				return true;
	}
	return false;
}
