/* engine/runway_solve.c - expected cases, day by day, into the kernel. */
#include "runway_impl.h"

/* An unfit person costs 1, so all of them together less than `items` + 1;
 * waiting costs more than that, and the more the earlier a case comes: who
 * comes later displaces nobody. */
int64_t zp_rw_wait(const struct zp_rw *r, uint32_t i)
{
	return ((int64_t)r->items - i + 1) * ((int64_t)r->items + 2);
}

static const struct zp_rw_epoch *epoch_of(const struct zp_rw *r, int32_t day)
{
	uint32_t e = r->epochs - 1;

	while (e > 0 && r->epoch[e].from.day > day)
		e--;
	return &r->epoch[e];
}

static bool concerns(const struct zp_shortage *s, uint32_t cls)
{
	for (uint32_t k = 0; s != NULL && k < s->n; k++)
		if (s->cls[k] == cls)
			return true;
	return s == NULL;
}

int32_t zp_rw_arcs(const struct zp_rw *r, const struct zp_rw_change *c,
    uint32_t kind, int32_t day, struct zp_arc *to)
{
	const struct zp_rw_arcs *arcs = &epoch_of(r, day)->of[kind];
	int32_t n = 0;

	for (uint32_t k = 0; k < arcs->n; k++) {
		const struct zp_rw_arc *x = &arcs->at[k];

		if (x->away == NULL || x->away == c->ended || c->all_back)
			to[n++] = (struct zp_arc){ x->person, x->unfit };
	}
	if (c->who == r->m && c->serves != NULL &&
	    concerns(c->serves, r->kind[kind].cls))
		to[n++] = (struct zp_arc){ (int32_t)r->m, 0 };
	return n;
}

struct play {
	const struct zp_rw *r;
	const struct zp_rw_change *c;
	const struct zp_shortage *watch;
	struct zp_kernel *k;
	struct zp_rw_fate *fate;
	struct zp_arc *arc;		/* scratch */
	bool *gone, *seen;		/* by class, of a day */
};

/* Is there somebody left for each class this morning, and somebody fit?
 * A class may be of several kinds: each of them has to find somebody. */
static void look(struct play *x, int32_t day)
{
	const struct zp_rw *r = x->r;

	for (uint32_t cls = 0; cls < r->out->n; cls++)
		x->gone[cls] = x->seen[cls] = false;
	for (uint32_t i = 0; i < r->kinds; i++) {
		uint32_t cls = r->kind[i].cls;
		struct zp_rw_fate *f = &x->fate[cls];
		struct zp_change way;

		if (!concerns(x->watch, cls) || zp_date_known(f->back))
			continue;
		way = zp_kernel_try(x->k, x->arc, zp_rw_arcs(r, x->c, i, day,
		    x->arc), -1, zp_rw_wait(r, r->items));
		x->seen[cls] = true;
		x->gone[cls] |= way.counsel < 0;
		if (way.cost > 0 && !zp_date_known(f->no_fit))
			f->no_fit.day = day;
	}
	for (uint32_t cls = 0; cls < r->out->n; cls++) {
		struct zp_rw_fate *f = &x->fate[cls];

		if (x->gone[cls] && !zp_date_known(f->none))
			f->none.day = day;
		else if (x->seen[cls] && !x->gone[cls] &&
		    zp_date_known(f->none))
			f->back.day = day;
	}
}

/* true: the day found nobody, or nobody fit. */
static bool arrive(struct play *x, uint32_t i)
{
	const struct zp_rw_item *it = &x->r->item[i];
	struct zp_rw_fate *f = &x->fate[x->r->kind[it->kind].cls];
	int64_t before = zp_kernel_total(x->k);
	int32_t n = zp_rw_arcs(x->r, x->c, it->kind, it->day, x->arc);
	int32_t cs = zp_kernel_insert(x->k, x->arc, n, -1,
	    zp_rw_wait(x->r, i));
	bool waits = zp_kernel_of(x->k, cs) < 0;

	f->unserved += waits;
	f->unfit += !waits && zp_kernel_total(x->k) > before;
	if (waits && !zp_date_known(f->none))
		f->none.day = it->day;
	if (zp_kernel_total(x->k) > before && !zp_date_known(f->no_fit))
		f->no_fit.day = it->day;
	return zp_kernel_total(x->k) > before;
}

static void start(struct play *x, struct zp_arena *a)
{
	const struct zp_rw *r = x->r;

	x->k = zp_kernel_new(a, (int32_t)r->m + 1);
	for (uint32_t k = 0; k <= r->m; k++) {
		int32_t room = k < r->m ? r->room[k] : 0;

		if (k == x->c->who)
			room += x->c->plus;
		zp_kernel_counsel(x->k, (int32_t)k, room > 0 ? room : 0, 0,
		    0);
	}
	for (uint32_t cls = 0; cls < r->out->n; cls++)
		x->fate[cls] = (struct zp_rw_fate){ ZP_DATE_NONE,
			ZP_DATE_NONE, ZP_DATE_NONE, 0, 0 };
	x->arc = zp_arena_calloc(a, r->m + 1, sizeof(*x->arc));
	x->gone = zp_arena_calloc(a, r->out->n, sizeof(*x->gone));
	x->seen = zp_arena_calloc(a, r->out->n, sizeof(*x->seen));
}

struct zp_kernel *zp_rw_play(const struct zp_rw *r,
    const struct zp_rw_change *c, const struct zp_shortage *watch,
    struct zp_date last, struct zp_rw_fate *fate, struct zp_arena *a)
{
	struct play x = { .r = r, .c = c, .watch = watch, .fate = fate };
	uint32_t i = 0;

	start(&x, a);
	for (int32_t day = r->today.day; day <= last.day; day++) {
		bool scarce = false;

		look(&x, day);
		for (; i < r->items && r->item[i].day == day; i++)
			scarce |= arrive(&x, i);
		if (scarce)	/* who shares these people has none, too */
			look(&x, day);
	}
	return x.k;
}
