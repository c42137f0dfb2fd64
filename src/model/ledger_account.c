/* src/model/ledger_account.c - the entries and sums of a year; ledger.h. */
#include <stdlib.h>
#include <string.h>
#include "world_impl.h"
#include "zhipaid/ledger.h"

static int32_t year_of(struct zp_wall at)
{
	int year;

	zp_date_split(zp_wall_date(at), &year, NULL, NULL);
	return year;
}

/* The states of a year as a view of that policy would hold them. */
static const struct zp_counsel_state *states(const struct zp_world *w,
    const struct zp_policy *p, int32_t year, struct zp_arena *a)
{
	struct zp_wall at = zp_date_start(zp_date_of(year, 1, 1));

	return zp_world_view(w, NULL, 0, at, p, a)->counsel;
}

/* A row as an entry; kind CARRY: it is worth nothing. */
static struct zp_entry entry_of(const struct zp_assignment *a)
{
	struct zp_entry e = {
		.licence_no = a->licence_no, .at = a->decided_at,
		.kind = a->role == ZP_LEAD ? ZP_ENTRY_LEAD :
		    ZP_ENTRY_JUNIOR,
		.points = zp_ledger_debit(a), .case_no = a->case_no,
		.by = "", .reason = "",
	};

	if (a->end_reason == ZP_END_DECLINED) {
		e.kind = ZP_ENTRY_DECLINED;
		e.reason = a->with_cause ? "with_cause" : "";
	} else if (!zp_end_counts(a->end_reason))
		e.kind = ZP_ENTRY_CARRY;
	return e;
}

static int by_time(const void *pa, const void *pb)
{
	const struct zp_entry *a = pa, *b = pb;
	int d = zp_wall_cmp(a->at, b->at);

	if (d == 0)
		d = (int)a->kind - (int)b->kind;
	if (d == 0)
		d = strcmp(a->case_no, b->case_no);
	if (d == 0)
		d = (a->points > b->points) - (a->points < b->points);
	return d != 0 ? d : strcmp(a->reason, b->reason);
}

/* The entries of a person in a year, sorted, *n of them; load: their sum,
 * so what the rest does not explain is carried over. */
static struct zp_entry *gather(const struct zp_world *w, int32_t counsel,
    int32_t year, int64_t load, uint32_t *n)
{
	const struct zp_wperson *who = &w->person[counsel];
	struct zp_counsel_state own;
	uint32_t most = who->entries + 1;
	struct zp_entry *e;

	zp_wperson_sum(w, (uint32_t)counsel, year, &own);
	*n = 0;
	for (const struct zp_wrow *r = who->first; r != NULL; r = r->next)
		most++;
	e = zp_xcalloc(most, sizeof(*e));
	if (load != own.load)
		e[(*n)++] = (struct zp_entry){
			.licence_no = w->reg->counsel[counsel].licence_no,
			.at = zp_date_start(zp_date_of(year, 1, 1)),
			.kind = ZP_ENTRY_CARRY, .points = load - own.load,
			.case_no = "", .by = "", .reason = "" };
	for (const struct zp_wrow *r = who->first; r != NULL; r = r->next) {
		struct zp_entry x = entry_of(r->a);

		if (r->year == year && x.kind != ZP_ENTRY_CARRY)
			e[(*n)++] = x;
	}
	for (uint32_t i = 0; i < who->entries; i++)
		if (year_of(who->entry[i]->at) == year)
			e[(*n)++] = *who->entry[i];
	qsort(e, *n, sizeof(*e), by_time);
	return e;
}

void zp_ledger_each(const struct zp_world *w, const struct zp_policy *p,
    int32_t counsel, int32_t year,
    void (*fn)(void *arg, const struct zp_entry *e), void *arg)
{
	struct zp_arena *a = zp_arena_new();
	uint32_t n;
	struct zp_entry *e = gather(w, counsel, year,
	    states(w, p, year, a)[counsel].load, &n);

	for (uint32_t i = 0; i < n; i++)
		fn(arg, &e[i]);
	free(e);
	zp_arena_free(a);
}

static void add_entry(struct zp_account *to, const struct zp_entry *e)
{
	*(e->points < 0 ? &to->credits : &to->debits) +=
	    e->points < 0 ? -e->points : e->points;
	to->cases += e->kind == ZP_ENTRY_LEAD || e->kind == ZP_ENTRY_JUNIOR;
	to->juniors += e->kind == ZP_ENTRY_JUNIOR;
	to->declines += e->kind == ZP_ENTRY_DECLINED;
	to->duties += e->kind == ZP_ENTRY_DUTY;
}

static void sum_up(const struct zp_world *w, int32_t counsel, int64_t load,
    struct zp_account *to)
{
	uint32_t n;
	struct zp_entry *e = gather(w, counsel, to->year, load, &n);

	for (uint32_t i = 0; i < n; i++)
		add_entry(to, &e[i]);
	free(e);
}

/* A year until today; a past one until its end, a coming one nothing. */
static struct zp_span span_of(int32_t year, struct zp_date today)
{
	struct zp_span s = { zp_date_of(year, 1, 1),
		zp_date_of(year + 1, 1, 1) };

	if (zp_date_cmp(today, s.until) < 0)
		s.until = today;
	if (zp_date_cmp(s.until, s.from) < 0)
		s.until = s.from;
	return s;
}

struct zp_account *zp_ledger_centre(const struct zp_world *w,
    const struct zp_policy *p, int32_t centre, int32_t year,
    struct zp_date today, struct zp_arena *a)
{
	const struct zp_centre *at = &w->reg->centre[centre];
	struct zp_account *all = zp_arena_calloc(a, at->pool_n, sizeof(*all));
	struct zp_share *share = zp_arena_calloc(a, at->pool_n,
	    sizeof(*share));
	struct zp_span span = span_of(year, today);
	const struct zp_counsel_state *st = states(w, p, year, a);
	struct zp_pool pool = zp_ledger_pool(w->reg, p, st, centre, span,
	    share);

	for (uint32_t k = 0; k < at->pool_n; k++) {
		all[k] = (struct zp_account){ .year = year, .span = span,
			.centre = centre, .pool = pool, .share = share[k] };
		sum_up(w, at->pool[k], st[at->pool[k]].load, &all[k]);
	}
	return all;
}
