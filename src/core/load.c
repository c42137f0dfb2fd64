/*
 * Rows from PostgreSQL into the mirror.
 *
 * A full load reads registry, cases and assignments in one read-only
 * snapshot and swaps registry and world at its end.  Afterwards only dirty
 * rows are read: what others changed, and what wants a decision.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load_impl.h"
#include "roster.h"
#include "zhipaid/deadline.h"
#include "zhipaid/digest.h"
#include "zhipaid/jurisdiction.h"
#include "zhipaid/migrate.h"
#include "zhipaid/settle.h"

#define LOAD_DEADLINE ZP_SEC(60)
#define MOST_CHANGES 5000	/* rows at a time; the rest comes after them */

static const char *const state_word[] = { "scheduled", "approved",
	"waiting", "assigned", "closed", "terminated" };

void zp_load_fault(struct zp_load *l, const char *why)
{
	if (l->why[0] == '\0')
		snprintf(l->why, sizeof(l->why), "%s", why);
}

static void load_free(struct zp_load *l)
{
	struct zp_load **at = &l->d->dying;

	while (*at != NULL && *at != l)
		at = &(*at)->next;
	if (*at == l)
		*at = l->next;
	zp_registry_free(l->reg);
	zp_arena_free(l->a);
	free(l);
}

/* Text of a cell; "" for NULL. */
static const char *cell(const struct zp_db_rows *rows, uint32_t i,
    uint32_t c)
{
	const char *s = zp_rows_get(rows, i, c, NULL);

	return s == NULL ? "" : s;
}

static enum zp_case_state state_of(const char *s)
{
	for (size_t i = 0; i < ZP_COUNT(state_word); i++)
		if (strcmp(s, state_word[i]) == 0)
			return (enum zp_case_state)i;
	return ZP_CS_SCHEDULED;
}

static bool wall(struct zp_load *l, const char *s, struct zp_wall *out)
{
	*out = ZP_WALL_NONE;
	if (s[0] == '\0' || zp_wall_parse(s, out))
		return true;
	zp_load_fault(l, "a time cannot be read");
	return false;
}

/* The columns of v_cases that are not the contract's. */
static void keep_cases(struct zp_load *l, const struct zp_db_rows *rows,
    const struct zp_registry *reg)
{
	uint32_t state = zp_rows_find(rows, "state"),
	    handling = zp_rows_find(rows, "handling_centre"),
	    since = zp_rows_find(rows, "waiting_since"),
	    version = zp_rows_find(rows, "version"),
	    dirty = zp_rows_find(rows, "dirty"),
	    rule = zp_rows_find(rows, "pending_rule"),
	    text = zp_rows_find(rows, "pending_text"),
	    settle = zp_rows_find(rows, "settle_until");

	l->n = zp_rows_count(rows);
	l->cs = zp_load_table(ZP_T_CASES, rows, l->a, l->why);
	l->row = zp_arena_calloc(l->a, l->n, sizeof(*l->row));
	for (uint32_t i = 0; l->cs != NULL && i < l->n; i++) {
		struct zp_load_row *r = &l->row[i];

		r->state = state_of(cell(rows, i, state));
		r->handling = zp_registry_find(reg, ZP_T_CENTRES,
		    cell(rows, i, handling));
		r->version = strtoll(cell(rows, i, version), NULL, 10);
		r->dirty = cell(rows, i, dirty)[0] == 't';
		r->rule = zp_arena_strdup(l->a, cell(rows, i, rule));
		r->text = zp_arena_strdup(l->a, cell(rows, i, text));
		if (!wall(l, cell(rows, i, since), &r->since) ||
		    !wall(l, cell(rows, i, settle), &r->settle))
			return;
	}
}

static bool undecided(enum zp_case_state s)
{
	return s == ZP_CS_APPROVED || s == ZP_CS_WAITING;
}

/* Until when the case may wait for others; NONE: it does not, or is due. */
static struct zp_wall hold_of(const struct zp_load *l,
    const struct zp_registry *reg, uint32_t i, int32_t handling)
{
	const struct zp_daemon *d = l->d;
	const struct zp_case *c = &l->cs[i];
	int32_t m = zp_registry_find(reg, ZP_T_MATTERS, c->matter_code);
	struct zp_wall until;

	if (l->row[i].state != ZP_CS_APPROVED || handling < 0 || m < 0)
		return ZP_WALL_NONE;
	until = zp_hold_until(&d->conf->policy, &d->conf->cal, c,
	    &reg->matter[m], zp_wall_known(l->row[i].since) ?
	    l->row[i].since : c->approved_at);
	return zp_wall_cmp(until, zp_daemon_now(d)) > 0 ? until :
	    ZP_WALL_NONE;
}

/* Put the rows read into the world and the list of what to decide: what is
 * dirty, and what was held and is not any more. */
static void mirror(struct zp_load *l, struct zp_world *w,
    const struct zp_registry *reg)
{
	struct zp_daemon *d = l->d;

	for (uint32_t i = 0; i < l->n; i++) {
		struct zp_load_row *r = &l->row[i];
		int32_t h = undecided(r->state) ? zp_route_case(reg,
		    &d->conf->policy, &l->cs[i]).centre : r->handling;

		zp_world_case(w, &l->cs[i], r->state, h, r->since);
		r->hold = hold_of(l, reg, i, h);
		d->mended.due |= zp_wall_known(l->cs[i].hearing_at);
		zp_world_loosen(w, l->cs[i].case_no, r->state == ZP_CS_ASSIGNED
		    ? r->settle : r->hold, r->version);
		if (zp_wall_known(r->hold))
			continue;
		if (r->state == ZP_CS_APPROVED || (r->dirty &&
		    undecided(r->state)))
			zp_todo_add(d, reg, &l->cs[i], &(struct zp_todo){
			    .version = r->version, .rule = r->rule,
			    .text = r->text });
	}
}

static void cleared(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)arg;
	(void)rows;
	(void)err;	/* they stay dirty and are read again */
}

/* Tell PostgreSQL of the dirty rows which decided ones the mirror now holds,
 * and which cases may wait, so that the next load does not bring them. */
static void tell(struct zp_load *l, const char *sql, bool held)
{
	struct zp_daemon *d = l->d;
	struct zp_buf no = { 0 }, version = { 0 }, until = { 0 };
	char v[24], t[ZP_WALL_TEXT];

	for (uint32_t i = 0; i < l->n; i++) {
		const struct zp_load_row *r = &l->row[i];

		if (!r->dirty || (held ? !zp_wall_known(r->hold) :
		    undecided(r->state)))
			continue;
		snprintf(v, sizeof(v), "%lld", (long long)r->version);
		zp_array_add(&no, l->cs[i].case_no);
		zp_array_add(&version, v);
		zp_array_add(&until, zp_wall_print(r->hold, t));
	}
	if (no.n > 0) {
		zp_array_end(&no);
		zp_array_end(&version);
		zp_array_end(&until);
		zp_db_query(d->db, zp_sql_get(sql), (const char *[]){
		    d->conf->city, d->lease.text, d->lease.holder,
		    zp_buf_str(&no), zp_buf_str(&version),
		    zp_buf_str(&until) },
		    ZP_MS(d->conf->query_timeout_ms), cleared, NULL);
	}
	zp_buf_fini(&no);
	zp_buf_fini(&version);
	zp_buf_fini(&until);
}

static void assign_rows(struct zp_world *w, const struct zp_assignment *as,
    uint32_t n, const struct zp_policy *p)
{
	for (uint32_t i = 0; i < n; i++)
		zp_world_assign(w, &as[i], p);
}

enum zp_load_reply zp_load_receive(struct zp_load *l,
    const struct zp_db_error *err)
{
	l->waiting--;
	if (l->dead) {
		if (l->waiting == 0)
			load_free(l);
		return ZP_LOAD_GONE;
	}
	if (err != NULL)
		zp_load_fault(l, err->message);
	return l->why[0] == '\0' ? ZP_LOAD_GOOD : ZP_LOAD_FAULTY;
}

/* The load is over; the daemon goes on. */
static void finish(struct zp_load *l)
{
	struct zp_daemon *d = l->d;

	d->load = NULL;
	d->n.loads++;
	load_free(l);
	zp_daemon_event(d, ZP_EV_LOADED);
}

/* A fault of the data or of ours: say it and try again with the next
 * connection; a lost session speaks for itself. */
void zp_load_give_up(struct zp_load *l)
{
	struct zp_daemon *d = l->d;

	if (l->waiting > 0)
		return;
	d->load = NULL;
	zp_log(ZP_LOG_ERR, NULL, "could not load the city: %s", l->why);
	load_free(l);
	if (zp_db_up(d->db))
		zp_db_reset(d->db, "loading failed");
}

/* --- everything --- */

static void hash_registry(struct zp_daemon *d)
{
	struct zp_buf b = { 0 };

	zp_registry_print(d->reg, &b);
	zp_digest(b.at, b.n, d->registry_hash);
	zp_buf_fini(&b);
}

static void set_clock(const struct zp_load *l)
{
	l->d->replay = l->replay;
	l->d->clock = l->replay && !zp_wall_known(l->clock) ?
	    (struct zp_wall){ 0 } : l->clock;
}

static void swap(struct zp_load *l, struct zp_world *w)
{
	struct zp_daemon *d = l->d;

	zp_ahead_forget(d->ahead);
	zp_roster_outdate(d);
	zp_world_free(d->world);
	zp_registry_free(d->reg);
	d->world = w;
	d->reg = l->reg;
	l->reg = NULL;
	d->registry_version = l->registry_version;
	hash_registry(d);
}

static void got_all_assignments(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	struct zp_assignment *as;
	struct zp_world *w;

	if (zp_load_receive(l, err) != ZP_LOAD_GOOD)
		return;		/* the last reply gives up */
	as = zp_load_table(ZP_T_ASSIGNMENTS, rows, l->a, l->why);
	if (as == NULL)
		return;
	w = zp_world_new(l->reg);
	set_clock(l);
	zp_todo_clear(l->d);
	mirror(l, w, l->reg);
	assign_rows(w, as, zp_rows_count(rows), &l->d->conf->policy);
	swap(l, w);
	zp_load_mark_all(l);
	tell(l, "mirrored", false);
	tell(l, "hold", true);
}

static void got_cases(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };

	if (zp_load_receive(l, err) != ZP_LOAD_GOOD)
		return;
	if (!zp_registry_link(l->reg, &rep)) {
		zp_report_print(&rep, ZP_EN, &b);
		zp_load_fault(l, zp_buf_str(&b));
	} else {
		keep_cases(l, rows, l->reg);
	}
	zp_buf_fini(&b);
	zp_report_fini(&rep);
}

static void got_table(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct { struct zp_load *l; enum zp_table_id id; } *s = arg;
	struct zp_load *l = s->l;
	enum zp_table_id id = s->id;
	void *t;

	if (zp_load_receive(l, err) != ZP_LOAD_GOOD)
		return;
	t = zp_load_table(id, rows, l->reg->arena, l->why);
	if (t != NULL)
		zp_registry_set(l->reg, id, t, zp_rows_count(rows));
}

/* A schema of another version would be misread: refuse it by name. */
static void got_schema(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	const char *is;
	char why[200];

	if (zp_load_receive(l, err) != ZP_LOAD_GOOD)
		return;
	is = zp_rows_count(rows) == 1 ? cell(rows, 0, 0) : "";
	if (strcmp(is, zp_migrate_latest()) == 0)
		return;
	snprintf(why, sizeof(why), "the schema is \"%s\", this program wants "
	    "\"%s\": zhipactl db migrate", is, zp_migrate_latest());
	zp_load_fault(l, why);
}

static void got_versions(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;

	if (zp_load_receive(l, err) != ZP_LOAD_GOOD)
		return;
	if (zp_rows_count(rows) != 1) {
		zp_load_fault(l, "no such city: zhipactl db city CODE NAME");
		return;
	}
	l->registry_version = strtoll(cell(rows, 0,
	    zp_rows_find(rows, "registry_version")), NULL, 10);
	l->replay = cell(rows, 0, zp_rows_find(rows, "replay"))[0] == 't';
	if (l->replay != l->d->conf->replay)
		zp_load_fault(l, l->replay ? "the city replays its data, the "
		    "configuration says live: set replay = true" :
		    "the city is live, the configuration says replay");
	(void)wall(l, cell(rows, 0, zp_rows_find(rows, "clock")), &l->clock);
}

static void got_begin(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)rows;
	(void)zp_load_receive(arg, err);
}

static void got_end(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;

	(void)rows;
	switch (zp_load_receive(l, err)) {
	case ZP_LOAD_GOOD:
		finish(l);
		break;
	case ZP_LOAD_FAULTY:
		zp_load_give_up(l);
		break;
	case ZP_LOAD_GONE:
		break;
	}
}

static struct zp_load *load_new(struct zp_daemon *d)
{
	struct zp_load *l = calloc(1, sizeof(*l));

	ZP_ASSERT(l != NULL);
	l->d = d;
	l->a = zp_arena_new();
	d->load = l;
	return l;
}

void zp_load_send(struct zp_load *l, const char *sql,
    const char *const *param, zp_db_reply reply, void *arg)
{
	l->waiting++;
	zp_db_query(l->d->db, zp_sql_get(sql), param, LOAD_DEADLINE, reply,
	    arg);
}

void zp_load_all(struct zp_daemon *d)
{
	static const char *const sql[] = { "load_regions", "load_centres",
		"load_organs", "load_firms", "load_counsel", "load_leave",
		"load_matters", "load_stations" };
	struct zp_load *l;
	const char *city[] = { d->conf->city };

	_Static_assert(ZP_COUNT(sql) == ZP_T_STATIONS + 1, "every table");
	zp_load_cancel(d);
	l = load_new(d);
	l->reg = zp_registry_new();
	zp_load_send(l, "begin_read", NULL, got_begin, l);
	zp_load_send(l, "schema", NULL, got_schema, l);
	zp_load_send(l, "versions", city, got_versions, l);
	for (size_t i = 0; i < ZP_COUNT(sql); i++) {
		l->step[i].l = l;
		l->step[i].id = (enum zp_table_id)i;
		zp_load_send(l, sql[i], city, got_table, &l->step[i]);
	}
	zp_load_marks_all(l);
	zp_load_send(l, "load_cases", city, got_cases, l);
	zp_load_send(l, "load_assignments", city, got_all_assignments, l);
	zp_load_ledger(l, "0");
	zp_load_help_all(l);
	zp_load_send(l, "end_read", NULL, got_end, l);
}

/* --- what changed --- */

/* Could the assignments of this case differ from the mirror's? */
static bool history_may_differ(const struct zp_load *l, uint32_t i)
{
	enum zp_case_state was = zp_world_state(l->d->world,
	    l->cs[i].case_no, NULL);

	return !undecided(l->row[i].state) || was == ZP_CS_ASSIGNED ||
	    was == ZP_CS_CLOSED || was == ZP_CS_TERMINATED;
}

static void take_changes(struct zp_load *l, const struct zp_assignment *as,
    uint32_t n)
{
	struct zp_daemon *d = l->d;

	for (uint32_t i = 0; i < l->n; i++)	/* by the state it had */
		if (history_may_differ(l, i))
			zp_world_clear(d->world, l->cs[i].case_no);
	mirror(l, d->world, d->reg);
	assign_rows(d->world, as, n, &d->conf->policy);
	tell(l, "mirrored", false);
	tell(l, "hold", true);
	if (l->n == MOST_CHANGES)
		d->rung = true;		/* there may be more */
	finish(l);
}

static void got_assignments_of(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	struct zp_assignment *as = NULL;
	enum zp_load_reply got = zp_load_receive(l, err);

	if (got == ZP_LOAD_GONE)
		return;
	if (got == ZP_LOAD_GOOD)
		as = zp_load_table(ZP_T_ASSIGNMENTS, rows, l->a, l->why);
	if (as != NULL)
		take_changes(l, as, zp_rows_count(rows));
	else
		zp_load_give_up(l);
}

static void got_dirty(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	enum zp_load_reply got = zp_load_receive(l, err);

	if (got == ZP_LOAD_GONE)
		return;
	if (got == ZP_LOAD_GOOD)
		keep_cases(l, rows, l->d->reg);
	if (l->why[0] != '\0') {
		zp_load_give_up(l);
		return;
	}
	zp_load_help(l, rows);
}

void zp_load_rest(struct zp_load *l)
{
	struct zp_buf no = { 0 };

	for (uint32_t i = 0; i < l->n; i++)
		if (history_may_differ(l, i))
			zp_array_add(&no, l->cs[i].case_no);
	if (no.n == 0) {
		take_changes(l, NULL, 0);
	} else {
		zp_array_end(&no);
		zp_load_send(l, "load_assignments_of", (const char *[]){
		    l->d->conf->city, zp_buf_str(&no) },
		    got_assignments_of, l);
	}
	zp_buf_fini(&no);
}

void zp_load_dirty(struct zp_load *l)
{
	char most[16];

	snprintf(most, sizeof(most), "%d", MOST_CHANGES);
	zp_load_send(l, "load_dirty", (const char *[]){ l->d->conf->city,
	    most }, got_dirty, l);
}

void zp_load_changes(struct zp_daemon *d)
{
	struct zp_load *l;

	zp_load_cancel(d);
	zp_todo_clear(d);
	l = load_new(d);
	if (zp_load_marks_due(d))
		zp_load_marks(l);
	else
		zp_load_dirty(l);
}

void zp_load_cancel(struct zp_daemon *d)
{
	struct zp_load *l = d->load;

	if (l == NULL)
		return;
	d->load = NULL;
	l->dead = true;
	l->next = d->dying;
	d->dying = l;
	if (l->waiting == 0)
		load_free(l);
}

void zp_load_fini(struct zp_daemon *d)
{
	zp_load_cancel(d);
	while (d->dying != NULL)
		load_free(d->dying);
}
