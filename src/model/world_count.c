/*
 * src/model/world_count.c - load and yearly counts of each person.
 *
 * A new assignment is added to the sums; whenever one changes, the person's
 * state is summed up anew from the list of his assignments: some dozens a
 * year, so about a microsecond.
 */
#include <stdlib.h>
#include <string.h>
#include "world_impl.h"
#include "zhipaid/ledger.h"

/* S4: a person had a turn of the wheel with every case he was given as lead,
 * also one that he declined; not with one declined with good cause (R1) or
 * taken away unbegun.  The order of the list does not matter. */
static void add_turn(const struct zp_world *w, const struct zp_wrow *r,
    struct zp_counsel_state *to)
{
	const struct zp_assignment *a = r->a;
	const struct zp_wnode *n = &w->node[r->node];
	enum zp_category kind;
	int d;

	if (a->role != ZP_LEAD || a->end_reason == ZP_END_WITHDRAWN ||
	    a->with_cause || n->c == NULL)
		return;
	kind = n->matter < 0 ? ZP_CAT_OTHER :
	    w->reg->matter[n->matter].category;
	d = zp_wall_cmp(a->decided_at, to->turn[kind]);
	if (d > 0) {
		to->turn[kind] = a->decided_at;
		to->turns[kind] = 0;
	}
	to->turns[kind] += d >= 0;
	to->had[kind]++;
}

static void add_row(const struct zp_world *w, const struct zp_wrow *r,
    int32_t year, struct zp_counsel_state *to)
{
	const struct zp_assignment *a = r->a;

	/* who lost a case before he was told of it has got nothing */
	if (zp_wall_cmp(a->decided_at, to->last_assigned) > 0 &&
	    (a->role != ZP_LEAD || a->end_reason != ZP_END_WITHDRAWN))
		to->last_assigned = a->decided_at;
	add_turn(w, r, to);
	to->open += a->end_reason == ZP_END_NONE;
	if (r->year != year)
		return;
	to->undertaken += zp_end_counts(a->end_reason);
	to->load += zp_ledger_debit(a);
}

static int32_t year_of(struct zp_wall at)
{
	int year;

	zp_date_split(zp_wall_date(at), &year, NULL, NULL);
	return year;
}

void zp_wperson_sum(const struct zp_world *w, uint32_t k, int32_t year,
    struct zp_counsel_state *out)
{
	const struct zp_wperson *who = &w->person[k];

	*out = zp_counsel_state_none(w->reg->counsel[k].licence_no);
	out->busy = (struct zp_list){ who->busy, who->busies };
	for (const struct zp_wrow *r = who->first; r != NULL; r = r->next)
		add_row(w, r, year, out);
	for (uint32_t i = 0; i < who->entries; i++)
		if (year_of(who->entry[i]->at) == year)
			out->load += who->entry[i]->points;
}

static bool runs_with_hearing(const struct zp_world *w,
    const struct zp_wrow *r)
{
	const struct zp_case *c = w->node[r->node].c;

	return r->a->end_reason == ZP_END_NONE && c != NULL &&
	    zp_wall_known(c->hearing_at);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* C17: the known hearings of the person's running cases. */
static void sum_busy(const struct zp_world *w, struct zp_wperson *who)
{
	uint32_t n = 0;
	char *text;

	for (const struct zp_wrow *r = who->first; r != NULL; r = r->next)
		n += runs_with_hearing(w, r);
	free(who->busy);
	who->busy = NULL;
	who->busies = n;
	if (n == 0)
		return;
	who->busy = zp_xrealloc(NULL, n, sizeof(char *) + ZP_HEARING_TEXT);
	text = (char *)(who->busy + n);
	n = 0;
	for (const struct zp_wrow *r = who->first; r != NULL; r = r->next) {
		const struct zp_case *c = w->node[r->node].c;

		if (!runs_with_hearing(w, r))
			continue;
		who->busy[n++] = text;
		zp_hearing_print(c, text);
		text += ZP_HEARING_TEXT;
	}
	qsort(who->busy, n, sizeof(*who->busy), by_text);
}

struct zp_list *zp_world_busy(const struct zp_world *w, struct zp_arena *a)
{
	struct zp_list *out = zp_arena_calloc(a, w->reg->counsels,
	    sizeof(*out));

	for (uint32_t k = 0; k < w->reg->counsels; k++)
		out[k] = (struct zp_list){ w->person[k].busy,
		    w->person[k].busies };
	return out;
}

void zp_wperson_refresh(struct zp_world *w, int32_t k)
{
	if (k < 0)
		return;
	sum_busy(w, &w->person[k]);
	for (uint32_t i = 0; i < w->years; i++) {
		struct zp_wyear *y = &w->year[i];
		int64_t was = y->counsel[k].load;

		zp_wperson_sum(w, (uint32_t)k, y->year, &y->counsel[k]);
		if (y->carry != NULL)
			y->counsel[k].load += y->carry[k];
		y->changes += y->counsel[k].load != was;
	}
}

void zp_wperson_add(struct zp_world *w, const struct zp_wrow *r)
{
	if (runs_with_hearing(w, r)) {
		zp_wperson_refresh(w, r->counsel);
		return;
	}
	for (uint32_t i = 0; i < w->years; i++) {
		struct zp_wyear *y = &w->year[i];

		add_row(w, r, y->year, &y->counsel[r->counsel]);
		y->changes += y->year == r->year;
	}
}

void zp_world_ledger(struct zp_world *w, const struct zp_entry *e)
{
	int32_t k = zp_registry_find(w->reg, ZP_T_COUNSEL, e->licence_no);
	struct zp_wperson *who;

	zp_wyear_make(w, year_of(e->at));
	if (k < 0)
		return;
	who = &w->person[k];
	who->entry = zp_xrealloc(who->entry, who->entries + 1,
	    sizeof(struct zp_entry *));
	who->entry[who->entries++] = zp_row_dup(zp_table_get(ZP_T_LEDGER), e);
	zp_wperson_refresh(w, k);
}

struct zp_wyear *zp_wyear_find(const struct zp_world *w, int32_t year)
{
	for (uint32_t i = 0; i < w->years; i++)
		if (w->year[i].year == year)
			return &w->year[i];
	return NULL;
}

struct zp_wyear *zp_wyear_make(struct zp_world *w, int32_t year)
{
	const struct zp_registry *reg = w->reg;
	struct zp_wyear *have = zp_wyear_find(w, year);
	struct zp_wyear *y;

	if (have != NULL)
		return have;
	w->year = zp_xrealloc(w->year, w->years + 1, sizeof(*w->year));
	y = &w->year[w->years++];
	*y = (struct zp_wyear){ .year = year };
	y->counsel = zp_xcalloc(reg->counsels, sizeof(*y->counsel));
	y->centre = zp_xcalloc(reg->centres, sizeof(*y->centre));
	for (uint32_t k = 0; k < reg->counsels; k++)
		zp_wperson_sum(w, k, year, &y->counsel[k]);
	for (uint32_t k = 0; k < reg->centres; k++)
		y->centre[k].code = reg->centre[k].code;
	return y;
}
