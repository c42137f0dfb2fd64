/*
 * src/model/world.c - cases and assignments in, and what follows.
 *
 * Invariant: a row (assignment) hangs on exactly one case and, when its
 * person is in the registry, on that person's list; year[] holds what
 * zp_wperson_sum() says for every person.
 */
#include <stdlib.h>
#include <string.h>
#include "world_impl.h"

struct zp_world *zp_world_new(const struct zp_registry *reg)
{
	struct zp_world *w = zp_xcalloc(1, sizeof(*w));

	w->reg = reg;
	w->keys = zp_arena_new();
	w->scratch = zp_xcalloc(1, sizeof(*w->scratch));
	w->person = zp_xcalloc(reg->counsels, sizeof(*w->person));
	return w;
}

static void free_row(struct zp_wrow *r)
{
	free(r->a);
	free(r);
}

static void free_node(struct zp_wnode *n)
{
	for (uint32_t i = 0; i < n->rows; i++)
		free_row(n->row[i]);
	if (n->lifted != NULL)
		free_row(n->lifted);
	free(n->row);
	free(n->c);
	free(n->near.at);
	free(n->against.at);
	free(n->help);
}

static void free_person(struct zp_wperson *p)
{
	for (uint32_t i = 0; i < p->entries; i++)
		free(p->entry[i]);
	free(p->entry);
	free(p->busy);
}

void zp_world_free(struct zp_world *w)
{
	if (w == NULL)
		return;
	for (uint32_t i = 0; i < w->nodes; i++)
		free_node(&w->node[i]);
	for (uint32_t i = 0; i < w->reg->counsels; i++)
		free_person(&w->person[i]);
	for (uint32_t i = 0; i < w->years; i++) {
		free(w->year[i].counsel);
		free(w->year[i].centre);
		free(w->year[i].carry);
	}
	zp_strmap_fini(&w->by_no);
	zp_strmap_fini(&w->by_joint);
	zp_strmap_fini(&w->by_recipient);
	free(w->scratch->mark);
	free(w->scratch->list);
	free(w->scratch);
	free(w->hall);
	free(w->node);
	free(w->loose);
	free(w->person);
	free(w->year);
	zp_arena_free(w->keys);
	free(w);
}

/* T2-T4: a case closed counts for the year of its closing. */
static void count_closed(struct zp_world *w, const struct zp_wrow *r,
    int32_t sign)
{
	struct zp_centre_state *to;
	int year;

	if (r->centre < 0 || r->a->role != ZP_LEAD ||
	    r->a->end_reason != ZP_END_CLOSED)
		return;
	zp_date_split(zp_wall_date(r->a->ended_at), &year, NULL, NULL);
	to = &zp_wyear_make(w, year)->centre[r->centre];
	to->closed += sign;
	if (w->node[r->node].litigation)
		to->closed_litigation += sign;
	if (r->counsel >= 0 && w->reg->counsel[r->counsel].kind == ZP_LAWYER)
		to->closed_social += sign;
}

/* Q9: litigation leads and pairs of a centre and year; sign +1 or -1. */
static void count_pair(struct zp_world *w, const struct zp_wrow *r,
    int32_t sign)
{
	struct zp_wyear *y;

	if (r->centre < 0 || !w->node[r->node].litigation ||
	    !zp_end_counts(r->a->end_reason))
		return;
	y = zp_wyear_make(w, r->year);
	if (r->a->role == ZP_LEAD)
		y->centre[r->centre].leads += sign;
	else
		y->centre[r->centre].pairs += sign;
}

static void count_centre(struct zp_world *w, const struct zp_wrow *r,
    int32_t sign)
{
	count_pair(w, r, sign);
	count_closed(w, r, sign);
}

/* Take the rows of a case out of the centres' counts, or put them in. */
static void count_rows(struct zp_world *w, uint32_t node, int32_t sign)
{
	const struct zp_wnode *n = &w->node[node];

	for (uint32_t i = 0; i < n->rows; i++)
		count_centre(w, n->row[i], sign);
}

static void refresh_rows(struct zp_world *w, uint32_t node)
{
	const struct zp_wnode *n = &w->node[node];

	for (uint32_t i = 0; i < n->rows; i++)
		zp_wperson_refresh(w, n->row[i]->counsel);
}

/* Resolve what a case refers to, once. */
static void link_case(const struct zp_registry *reg, struct zp_wnode *n)
{
	const struct zp_case *c = n->c;

	n->organ = zp_registry_find(reg, ZP_T_ORGANS, c->organ_code);
	n->region = zp_registry_find(reg, ZP_T_REGIONS, c->region_code);
	n->matter = zp_registry_find(reg, ZP_T_MATTERS, c->matter_code);
	n->received = zp_registry_find(reg, ZP_T_CENTRES,
	    c->received_centre);
	n->criminal = n->matter >= 0 &&
	    reg->matter[n->matter].category == ZP_CRIMINAL;
	n->litigation = zp_stage_litigation(c->stage);
}

void zp_world_case(struct zp_world *w, const struct zp_case *c,
    enum zp_case_state s, int32_t handling, struct zp_wall waiting_since)
{
	uint32_t node = zp_wnode_make(w, &w->by_no, c->case_no);
	struct zp_case *copy = zp_row_dup(zp_table_get(ZP_T_CASES), c);
	struct zp_wnode *n = &w->node[node];

	count_rows(w, node, -1);
	zp_wgraph_untie(w, node);
	n = &w->node[node];
	free(n->c);
	n->c = copy;
	n->state = s;
	n->until = ZP_WALL_NONE;
	n->handling = handling;
	n->since = zp_wall_known(waiting_since) ? waiting_since :
	    c->approved_at;
	link_case(w->reg, n);
	zp_wgraph_tie(w, node);		/* may move the nodes */
	count_rows(w, node, +1);
	refresh_rows(w, node);
}

void zp_wrow_hang(struct zp_world *w, struct zp_wrow *r)
{
	struct zp_wnode *n = &w->node[r->node];

	n->row = zp_xrealloc(n->row, n->rows + 1, sizeof(struct zp_wrow *));
	n->row[n->rows++] = r;
	zp_wyear_make(w, r->year);
	count_centre(w, r, +1);
	if (r->counsel < 0)
		return;
	r->next = w->person[r->counsel].first;
	w->person[r->counsel].first = r;
	zp_wperson_add(w, r);
}

void zp_world_assign(struct zp_world *w, const struct zp_assignment *a,
    const struct zp_policy *p)
{
	uint32_t node = zp_wnode_make(w, &w->by_no, a->case_no);
	struct zp_wrow *r = zp_xcalloc(1, sizeof(*r));
	int year;

	w->carry = zp_wcarry_of(p);
	r->a = zp_row_dup(zp_table_get(ZP_T_ASSIGNMENTS), a);
	if (a->weight < 0)
		r->a->weight = a->role == ZP_LEAD ? p->lead_load :
		    p->junior_load;
	r->node = node;
	r->counsel = zp_registry_find(w->reg, ZP_T_COUNSEL, a->licence_no);
	r->centre = zp_registry_find(w->reg, ZP_T_CENTRES,
	    a->handling_centre);
	zp_date_split(zp_wall_date(a->decided_at), &year, NULL, NULL);
	r->year = year;
	zp_wrow_hang(w, r);
}

/* Take a row off its person's list. */
static void unlist(struct zp_world *w, const struct zp_wrow *r)
{
	struct zp_wrow **at;

	if (r->counsel < 0)
		return;
	at = &w->person[r->counsel].first;
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	zp_wperson_refresh(w, r->counsel);
}

void zp_wrow_unhang(struct zp_world *w, struct zp_wrow *r)
{
	struct zp_wnode *n = &w->node[r->node];
	uint32_t i = 0;

	while (n->row[i] != r)
		i++;
	n->row[i] = n->row[--n->rows];
	count_centre(w, r, -1);
	unlist(w, r);
}

void zp_world_clear(struct zp_world *w, const char *case_no)
{
	int32_t node = zp_wnode_find(w, case_no);
	struct zp_wnode *n;

	if (node < 0)
		return;
	n = &w->node[node];
	count_rows(w, (uint32_t)node, -1);
	for (uint32_t i = 0; i < n->rows; i++) {
		unlist(w, n->row[i]);
		free_row(n->row[i]);
	}
	free(n->row);
	n->row = NULL;
	n->rows = 0;
}

static void end_row(struct zp_world *w, struct zp_wrow *r, enum zp_end why,
    struct zp_wall at)
{
	count_centre(w, r, -1);
	r->a->end_reason = why;
	r->a->ended_at = at;
	count_centre(w, r, +1);
	zp_wperson_refresh(w, r->counsel);
}

/* Does an event that ends `why` for licence_no concern row r?  Closing and
 * termination end everybody's; a decline or change without a name, or with
 * the lead's, takes the junior along. */
static bool concerns(const struct zp_wrow *r, const char *licence_no,
    enum zp_end why, bool lead_goes)
{
	if (r->a->end_reason != ZP_END_NONE)
		return false;
	return why == ZP_END_CLOSED || why == ZP_END_TERMINATED ||
	    lead_goes || strcmp(r->a->licence_no, licence_no) == 0;
}

static bool lead_is(const struct zp_wnode *n, const char *licence_no)
{
	for (uint32_t i = 0; i < n->rows; i++)
		if (n->row[i]->a->end_reason == ZP_END_NONE &&
		    n->row[i]->a->role == ZP_LEAD)
			return licence_no[0] == '\0' ||
			    strcmp(n->row[i]->a->licence_no, licence_no) == 0;
	return false;
}

uint32_t zp_world_end(struct zp_world *w, const char *case_no,
    const char *licence_no, enum zp_end why, struct zp_wall at,
    bool with_cause)
{
	int32_t node = zp_wnode_find(w, case_no);
	struct zp_wnode *n = node >= 0 ? &w->node[node] : NULL;
	bool ends = why == ZP_END_CLOSED || why == ZP_END_TERMINATED;
	bool lead_goes;
	uint32_t ended = 0;

	if (n == NULL || !zp_wnode_known(n))
		return 0;
	lead_goes = lead_is(n, licence_no);
	for (uint32_t i = 0; i < n->rows; i++) {
		struct zp_wrow *r = n->row[i];
		bool along = !ends && lead_goes && r->a->role == ZP_JUNIOR;

		if (!concerns(r, licence_no, why, lead_goes))
			continue;
		r->a->with_cause = with_cause && why == ZP_END_DECLINED &&
		    !along;
		end_row(w, r, along ? ZP_END_WITHDRAWN : why, at);
		ended++;
	}
	if (ended > 0 || why == ZP_END_TERMINATED)
		n->until = ZP_WALL_NONE;
	if (why == ZP_END_TERMINATED && (n->state == ZP_CS_APPROVED ||
	    n->state == ZP_CS_WAITING || ended > 0))
		n->state = ZP_CS_TERMINATED;
	else if (why == ZP_END_CLOSED && ended > 0)
		n->state = ZP_CS_CLOSED;
	else if (!ends && lead_goes && ended > 0) {
		n->state = ZP_CS_APPROVED;
		n->since = at;
	}
	return ended;
}

void zp_world_withdraw(struct zp_world *w, const char *case_no,
    struct zp_wall at)
{
	int32_t node = zp_wnode_find(w, case_no);

	for (uint32_t i = 0; node >= 0 && i < w->node[node].rows; i++) {
		struct zp_wrow *r = w->node[node].row[i];

		if (r->a->end_reason != ZP_END_NONE)
			continue;
		r->away = true;
		end_row(w, r, ZP_END_WITHDRAWN, at);
		w->node[node].state = ZP_CS_APPROVED;
	}
}

void zp_world_restore(struct zp_world *w, const char *case_no)
{
	int32_t node = zp_wnode_find(w, case_no);

	for (uint32_t i = 0; node >= 0 && i < w->node[node].rows; i++) {
		struct zp_wrow *r = w->node[node].row[i];

		if (!r->away)
			continue;
		r->away = false;
		end_row(w, r, ZP_END_NONE, ZP_WALL_NONE);
		w->node[node].state = ZP_CS_ASSIGNED;
	}
}

void zp_world_acting(const struct zp_world *w, const char *case_no,
    int32_t who[2])
{
	int32_t node = zp_wnode_find(w, case_no);

	who[ZP_LEAD] = who[ZP_JUNIOR] = -1;
	for (uint32_t i = 0; node >= 0 && i < w->node[node].rows; i++) {
		const struct zp_wrow *r = w->node[node].row[i];

		if (r->a->end_reason == ZP_END_NONE)
			who[r->a->role] = r->counsel;
	}
}

enum zp_case_state zp_world_state(const struct zp_world *w,
    const char *case_no, int32_t *handling)
{
	int32_t node = zp_wnode_find(w, case_no);
	bool known = node >= 0 && w->node[node].c != NULL;

	if (handling != NULL)
		*handling = known ? w->node[node].handling : -1;
	return known ? w->node[node].state : ZP_CS_SCHEDULED;
}
