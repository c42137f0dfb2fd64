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

struct zp_weights zp_weights_of(const struct zp_policy *p)
{
	return (struct zp_weights){ p->lead_load, p->junior_load,
	    p->complex_load, p->major_load };
}

bool zp_weights_equal(struct zp_weights a, struct zp_weights b)
{
	return a.lead == b.lead && a.junior == b.junior &&
	    a.complex == b.complex && a.major == b.major;
}

/* T8: what one assignment weighs, in 1/1000 case. */
static int64_t weight(const struct zp_wnode *n, enum zp_role role,
    struct zp_weights by)
{
	int64_t w = role == ZP_LEAD ? by.lead : by.junior;

	if (n->c != NULL && n->c->difficulty == ZP_COMPLEX)
		w += by.complex;
	if (n->c != NULL && n->c->difficulty == ZP_MAJOR)
		w += by.major;
	return w;
}

/* S4: a person had a turn of the wheel with every case he was given as lead,
 * also one that he declined; not with one that was taken away unbegun.  Which
 * turn was the last does not depend on the order of the list. */
static void add_turn(const struct zp_world *w, const struct zp_wrow *r,
    struct zp_counsel_state *to)
{
	const struct zp_assignment *a = r->a;
	const struct zp_wnode *n = &w->node[r->node];
	enum zp_category kind;
	int d;

	if (a->role != ZP_LEAD || a->end_reason == ZP_END_WITHDRAWN ||
	    n->c == NULL)
		return;
	kind = n->matter < 0 ? ZP_CAT_OTHER :
	    w->reg->matter[n->matter].category;
	d = zp_wall_cmp(a->decided_at, to->turn[kind]);
	if (d > 0) {
		to->turn[kind] = a->decided_at;
		to->turns[kind] = 0;
	}
	to->turns[kind] += d >= 0;
}

static void add_row(const struct zp_world *w, const struct zp_wrow *r,
    int32_t year, struct zp_weights by, struct zp_counsel_state *to)
{
	const struct zp_assignment *a = r->a;

	if (zp_wall_cmp(a->decided_at, to->last_assigned) > 0)
		to->last_assigned = a->decided_at;
	add_turn(w, r, to);
	to->open += a->end_reason == ZP_END_NONE;
	if (r->year != year || !zp_end_counts(a->end_reason))
		return;
	to->undertaken++;
	to->load += weight(&w->node[r->node], a->role, by);
}

void zp_wperson_sum(const struct zp_world *w, uint32_t k, int32_t year,
    struct zp_weights by, struct zp_counsel_state *out)
{
	const struct zp_wperson *who = &w->person[k];

	*out = zp_counsel_state_none(w->reg->counsel[k].licence_no);
	out->busy = (struct zp_list){ who->busy, who->busies };
	for (const struct zp_wrow *r = who->first; r != NULL; r = r->next)
		add_row(w, r, year, by, out);
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

void zp_wperson_refresh(struct zp_world *w, int32_t k)
{
	if (k < 0)
		return;
	sum_busy(w, &w->person[k]);
	for (uint32_t i = 0; i < w->years; i++)
		zp_wperson_sum(w, (uint32_t)k, w->year[i].year, w->weights,
		    &w->year[i].counsel[k]);
}

void zp_wperson_add(struct zp_world *w, const struct zp_wrow *r)
{
	if (runs_with_hearing(w, r)) {
		zp_wperson_refresh(w, r->counsel);
		return;
	}
	for (uint32_t i = 0; i < w->years; i++)
		add_row(w, r, w->year[i].year, w->weights,
		    &w->year[i].counsel[r->counsel]);
}

const struct zp_wyear *zp_wyear_find(const struct zp_world *w, int32_t year)
{
	for (uint32_t i = 0; i < w->years; i++)
		if (w->year[i].year == year)
			return &w->year[i];
	return NULL;
}

struct zp_wyear *zp_wyear_make(struct zp_world *w, int32_t year)
{
	const struct zp_registry *reg = w->reg;
	const struct zp_wyear *have = zp_wyear_find(w, year);
	struct zp_wyear *y;

	if (have != NULL)
		return &w->year[have - w->year];
	w->year = zp_xrealloc(w->year, w->years + 1, sizeof(*w->year));
	y = &w->year[w->years++];
	y->year = year;
	y->counsel = zp_xcalloc(reg->counsels, sizeof(*y->counsel));
	y->centre = zp_xcalloc(reg->centres, sizeof(*y->centre));
	for (uint32_t k = 0; k < reg->counsels; k++)
		zp_wperson_sum(w, k, year, w->weights, &y->counsel[k]);
	for (uint32_t k = 0; k < reg->centres; k++)
		y->centre[k].code = reg->centre[k].code;
	return y;
}
