/*
 * The way of a case: dirty cases are decided in batches, outside any
 * transaction, against the mirror; each batch is one statement, and while
 * one is being written the next is planned.  The mirror takes a plan at
 * once; when PostgreSQL refuses it, the whole mirror is thrown away.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "roster.h"
#include "zhipaid/clock.h"
#include "zhipaid/deadline.h"
#include "zhipaid/decide.h"
#include "zhipaid/settle.h"

#define MOST_IN_FLIGHT 2

void zp_todo_add(struct zp_daemon *d, const struct zp_registry *reg,
    const struct zp_case *c, const struct zp_todo *facts)
{
	int32_t m = zp_registry_find(reg, ZP_T_MATTERS, c->matter_code);
	struct zp_todo *t;

	if (zp_strmap_get(&d->stuck, c->case_no) >= 0)
		return;
	if (d->todos == d->todo_cap) {
		d->todo_cap = d->todo_cap == 0 ? 64 : 2 * d->todo_cap;
		d->todo = realloc(d->todo, d->todo_cap * sizeof(*d->todo));
		ZP_ASSERT(d->todo != NULL);
	}
	t = &d->todo[d->todos++];
	*t = (struct zp_todo){
		.case_no = strdup(c->case_no), .joint = strdup(c->joint_case),
		.rule = strdup(facts->rule), .text = strdup(facts->text),
		.version = facts->version,
		.approved_at = c->approved_at, .queue_at = c->approved_at,
		.settle = ZP_WALL_NONE,
		.rank = m < 0 ? INT32_MAX :
		    zp_case_rank(c, &reg->matter[m]),
	};
	d->sorted = false;
}

void zp_todo_clear(struct zp_daemon *d)
{
	for (uint32_t i = 0; i < d->todos; i++) {
		free(d->todo[i].case_no);
		free(d->todo[i].joint);
		free(d->todo[i].rule);
		free(d->todo[i].text);
	}
	d->todos = d->todo_at = 0;
	d->gathered = false;
}

/* The held cases that go with what is to be decided now, or are due. */
static void gather(struct zp_daemon *d)
{
	struct zp_arena *a = zp_arena_new();
	const char **no = zp_arena_calloc(a, d->todos, sizeof(*no));
	struct zp_loose *held;
	uint32_t n;

	for (uint32_t i = 0; i < d->todos; i++)
		no[i] = d->todo[i].case_no;
	n = zp_world_release(d->world, no, d->todos, zp_daemon_now(d), a,
	    &held);
	for (uint32_t i = 0; i < n; i++)
		zp_todo_add(d, d->reg, held[i].c, &(struct zp_todo){
		    .version = held[i].version, .rule = (char[]){ "" },
		    .text = (char[]){ "" } });
	d->gathered = true;
	zp_arena_free(a);
}

/* Urgent first, then by approval; co-accused stand together. */
static int by_rank(const void *x, const void *y)
{
	const struct zp_todo *a = x, *b = y;
	int c = (a->rank > b->rank) - (a->rank < b->rank);

	if (c == 0)
		c = zp_wall_cmp(a->queue_at, b->queue_at);
	if (c == 0)
		c = strcmp(a->joint, b->joint);
	return c != 0 ? c : strcmp(a->case_no, b->case_no);
}

static int by_joint(const void *x, const void *y)
{
	const struct zp_todo *a = x, *b = y;
	int c = strcmp(a->joint, b->joint);

	return c != 0 ? c : by_rank(x, y);
}

/* The best rank and earliest approval among co-accused counts for all. */
static void sort(struct zp_daemon *d)
{
	struct zp_todo *t = d->todo + d->todo_at;
	uint32_t n = d->todos - d->todo_at;

	if (d->sorted || n < 2)
		return;
	qsort(t, n, sizeof(*t), by_joint);
	for (uint32_t i = 1; i < n; i++)
		if (t[i].joint[0] != '\0' &&
		    strcmp(t[i].joint, t[i - 1].joint) == 0) {
			t[i].rank = t[i - 1].rank;
			t[i].queue_at = t[i - 1].queue_at;
		}
	qsort(t, n, sizeof(*t), by_rank);
	d->sorted = true;
}

/* How many of the next cases make a batch: co-accused are not parted.  In a
 * replay all of a tick, as simulate has it. */
static uint32_t next_batch(struct zp_daemon *d)
{
	const struct zp_todo *t = d->todo + d->todo_at;
	uint32_t left = d->todos - d->todo_at;
	uint32_t most = d->failures > 1 ? 1 :
	    d->replay ? UINT32_MAX : (uint32_t)d->conf->batch_max;
	uint32_t n = left < most ? left : most;

	while (n < left && t[n].joint[0] != '\0' &&
	    strcmp(t[n].joint, t[n - 1].joint) == 0)
		n++;
	return n;
}

/* --- batches --- */

struct batch {
	struct zp_daemon *d;
	uint32_t assigned, waiting;
	uint32_t n;
	char case_no[80];	/* of the first, for the log */
};

static void again(void *arg)
{
	zp_daemon_event(arg, ZP_EV_STALE);
}

/* PostgreSQL refused a batch: start from the truth; when that happens
 * again, case by case, and leave aside the one that is refused alone. */
static void refused(struct zp_daemon *d, const struct batch *b,
    const struct zp_db_error *err)
{
	if (err->class == ZP_DB_LOST)
		return;		/* the session's state says it */
	d->n.stale++;
	d->failures++;
	zp_log(ZP_LOG_WARNING, (const char *[]){ "ZHIPAID_CASE", b->case_no,
	    "SQLSTATE", err->sqlstate, NULL }, "a batch of %" PRIu32
	    " was refused: %s", b->n, err->message);
	if (d->in_flight > 0)	/* the next was planned on this one */
		zp_reopen(d, true);
	/* stored texts may be missing, too: say them again */
	d->stored_rules[0] = d->stored_registry[0] = '\0';
	if (b->n == 1 && err->class != ZP_DB_STALE &&
	    err->class != ZP_DB_RETRY && d->failures > 1) {
		zp_log(ZP_LOG_ERR, (const char *[]){ "ZHIPAID_CASE",
		    b->case_no, NULL }, "this case is left for later");
		zp_strmap_put(&d->stuck, strdup(b->case_no), 0);
	}
	zp_timer_set(d->retry, ZP_MS(d->failures > 3 ? 1000 : 0));
}

static void committed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct batch *b = arg;
	struct zp_daemon *d = b->d;

	(void)rows;
	if (d->in_flight > 0)
		d->in_flight--;
	if (err != NULL) {
		refused(d, b, err);
	} else {
		d->n.assigned += b->assigned;
		d->n.waiting += b->waiting;
		d->n.batches++;
		if (d->failures > 0)
			d->failures--;
		zp_daemon_event(d, ZP_EV_WRITTEN);
	}
	free(b);
}

/* What waits is said once, not each time it is looked at again. */
static void log_plan(const struct zp_view *v, const struct zp_plan *pl,
    const struct zp_todo *const *facts)
{
	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_decision *x = &pl->at[i];
		const char *no = v->at[x->i].c.case_no;

		if (zp_plan_stays(v, x))
			continue;
		if (x->lead >= 0)
			zp_log(ZP_LOG_INFO, (const char *[]){ "ZHIPAID_CASE",
			    no, "ZHIPAID_COUNSEL",
			    v->reg->counsel[x->lead].licence_no, NULL },
			    zp_plan_moves(v, x) ? "moved" : "assigned");
		else if (facts[x->i]->rule[0] == '\0')
			zp_log(ZP_LOG_INFO, (const char *[]){ "ZHIPAID_CASE",
			    no, NULL }, "waits");
	}
}

/* Now, but never before the approval of what is decided: the clock of the
 * upstream system may be ahead of ours. */
static struct zp_wall moment(const struct zp_daemon *d, uint32_t n)
{
	struct zp_wall now = zp_daemon_now(d);

	for (uint32_t i = 0; i < n; i++)
		if (zp_wall_cmp(d->todo[d->todo_at + i].approved_at, now) > 0)
			now = d->todo[d->todo_at + i].approved_at;
	return now;
}

/* A batch before it is decided: its cases, and beside them the decisions of
 * their centres that may still move. */
struct members {
	struct zp_arena *a;
	const char **no;
	const struct zp_todo **facts;
	uint32_t n;
};

static void add_movable(struct zp_daemon *d, struct members *m,
    struct zp_wall now)
{
	struct zp_loose *loose;
	uint32_t n = zp_world_movable(d->world, m->no, m->n, now, m->a,
	    &loose), all = m->n + n;
	const char **no = zp_arena_calloc(m->a, all, sizeof(*no));
	const struct zp_todo **facts = zp_arena_calloc(m->a, all,
	    sizeof(*facts));
	struct zp_todo *more = zp_arena_calloc(m->a, n, sizeof(*more));

	memcpy(no, m->no, m->n * sizeof(*no));
	memcpy(facts, m->facts, m->n * sizeof(*facts));
	for (uint32_t i = 0; i < n; i++) {
		no[m->n + i] = loose[i].c->case_no;
		more[i].version = loose[i].version;
		more[i].settle = loose[i].until;
		facts[m->n + i] = &more[i];
		zp_world_lift(d->world, loose[i].c->case_no);
	}
	m->no = no;
	m->facts = facts;
	m->n = all;
}

/* The view of the next n cases; m->facts[i] then belongs to case i of it.
 * After a refusal each case stands for itself. */
static struct zp_view *view_of(struct zp_daemon *d, uint32_t n,
    struct members *m)
{
	const struct zp_todo *t = d->todo + d->todo_at;
	struct zp_wall now = moment(d, n);
	struct zp_strmap at = { 0 };
	const struct zp_todo **facts;
	struct zp_view *v;

	m->no = zp_arena_calloc(m->a, n, sizeof(*m->no));
	m->facts = zp_arena_calloc(m->a, n, sizeof(*m->facts));
	for (; m->n < n; m->n++) {
		m->no[m->n] = t[m->n].case_no;
		m->facts[m->n] = &t[m->n];
	}
	if (d->failures <= 1 && d->conf->policy.settle > 0)
		add_movable(d, m, now);
	for (uint32_t i = 0; i < m->n; i++)
		zp_strmap_put(&at, m->no[i], (int32_t)i);
	v = zp_world_view(d->world, m->no, m->n, now, &d->conf->policy, m->a);
	zp_ahead_mark(d->ahead, d->world, v, &d->conf->policy, m->a);
	facts = zp_arena_calloc(m->a, v->n, sizeof(*facts));
	for (uint32_t i = 0; i < v->n; i++)
		facts[i] = m->facts[zp_strmap_get(&at, v->at[i].c.case_no)];
	m->facts = facts;
	zp_strmap_fini(&at);
	return v;
}

/* What was given counsel may move for a while. */
static void loosen(struct zp_daemon *d, const struct zp_view *v,
    const struct zp_plan *pl, const struct zp_todo *const *facts)
{
	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_decision *x = &pl->at[i];

		if (x->lead >= 0 && !zp_plan_stays(v, x))
			zp_world_loosen(d->world, v->at[x->i].c.case_no,
			    zp_commit_settle(d, v, x, facts[x->i]),
			    facts[x->i]->version + 1);
	}
}

static void send_batch(struct zp_daemon *d)
{
	uint32_t n = next_batch(d);
	struct members m = { .a = zp_arena_new() };
	struct zp_view *v = view_of(d, n, &m);
	struct zp_plan *pl = zp_decide(v, &d->conf->policy, m.a);
	struct batch *b = calloc(1, sizeof(*b));

	ZP_ASSERT(b != NULL);
	b->d = d;
	b->n = n;
	snprintf(b->case_no, sizeof(b->case_no), "%s",
	    d->todo[d->todo_at].case_no);
	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_case *c = &v->at[pl->at[i].i].c;

		b->assigned += pl->at[i].lead >= 0 &&
		    v->at[pl->at[i].i].present < 0;
		d->mended.due |= zp_wall_known(c->hearing_at);
		b->waiting += pl->at[i].lead < 0;
	}
	log_plan(v, pl, m.facts);
	d->in_flight++;
	zp_commit(d, v, pl, m.facts, NULL, &(struct zp_then){ committed, b });
	zp_world_apply(d->world, v, pl, &d->conf->policy, ZP_AUTO);
	loosen(d, v, pl, m.facts);
	d->todo_at += n;
	zp_arena_free(m.a);
}

void zp_cycle_plan(struct zp_daemon *d)
{
	if (!d->gathered)
		gather(d);
	if (d->todo_at == d->todos && d->in_flight == 0) {
		zp_todo_clear(d);
		zp_daemon_event(d, ZP_EV_NOTHING);
		return;
	}
	if (!zp_lease_trusted(d)) {
		zp_daemon_event(d, ZP_EV_DEPOSED);
		return;
	}
	sort(d);
	while (d->todo_at < d->todos && d->in_flight < MOST_IN_FLIGHT)
		send_batch(d);
	zp_daemon_event(d, ZP_EV_PLANNED);
}

/* --- idle --- */

/* The clock moved to the next tick, or there is none. */
static void advanced(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_daemon *d = arg;
	const char *t;

	if (err != NULL) {
		if (err->class != ZP_DB_LOST)
			zp_log(ZP_LOG_ERR, NULL, "replay stops: %s",
			    err->message);
		return;
	}
	t = zp_rows_count(rows) == 1 ? zp_rows_get(rows, 0, 0, NULL) : NULL;
	d->replay_done = t == NULL || t[0] == '\0';
	if (d->replay_done) {
		zp_log(ZP_LOG_NOTICE, NULL, "the replay is at its end");
		zp_daemon_status(d);
	} else if (zp_wall_parse(t, &d->clock)) {
		zp_daemon_event(d, ZP_EV_BELL);
	} else {
		zp_log(ZP_LOG_ERR, NULL, "replay stops: no time: %s", t);
	}
}

static void advance(struct zp_daemon *d)
{
	char load[16];

	snprintf(load, sizeof(load), "%" PRId32, d->conf->policy.duty_load);
	zp_db_query(d->db, zp_sql_get("replay_advance"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder, load },
	    ZP_MS(d->conf->query_timeout_ms), advanced, d);
}

static void woken(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_daemon *d = arg;
	const char *n;

	if (err != NULL)
		return;
	n = zp_rows_count(rows) == 1 ? zp_rows_get(rows, 0, 0, NULL) : NULL;
	if (n != NULL && strcmp(n, "0") != 0)
		zp_daemon_event(d, ZP_EV_BELL);
}

/* A new day: time alone may have helped somebody. */
static void wake(struct zp_daemon *d, struct zp_date today)
{
	char day[ZP_DATE_TEXT];

	d->woken = today;
	zp_help_watch(d);
	zp_roster_daily(d);
	zp_db_query(d->db, zp_sql_get("wake"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder,
	    zp_date_print(today, day) },
	    ZP_MS(d->conf->query_timeout_ms), woken, d);
	if (!zp_calendar_announced(&d->conf->cal, today))
		zp_log(ZP_LOG_WARNING, (const char *[]){ "ZHIPAID_RULE", "H3",
		    NULL }, "no calendar for this year is loaded: working "
		    "days are guessed as Monday to Friday");
}

static void pulled(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_daemon *d = arg;
	const char *refused;

	if (err != NULL) {
		if (err->class != ZP_DB_LOST)
			zp_log(ZP_LOG_ERR, NULL, "could not pull from "
			    "\"%s\": %s", d->conf->intake_view, err->message);
		return;
	}
	/* what it took rings the bell by itself */
	refused = zp_rows_count(rows) == 1 ? zp_rows_get(rows, 0, 1, NULL) :
	    "0";
	if (refused != NULL && strcmp(refused, "0") != 0)
		zp_log(ZP_LOG_WARNING, NULL, "%s rows of \"%s\" were refused: "
		    "zhipactl intake", refused, d->conf->intake_view);
}

void zp_cycle_pull(struct zp_daemon *d)
{
	if (d->conf->intake_view[0] != '\0' && zp_lease_trusted(d))
		zp_db_query(d->db, zp_sql_get("intake_pull"),
		    (const char *[]){ d->conf->city, d->conf->intake_view },
		    ZP_MS(d->conf->query_timeout_ms), pulled, d);
}

/* Look again when the first held case falls due. */
static void watch_due(struct zp_daemon *d)
{
	struct zp_wall due = zp_world_due(d->world);
	int64_t us = due.us - zp_daemon_now(d).us;

	if (zp_wall_known(due))
		zp_timer_set(d->due, us > 0 ? (struct zp_dur){ us } :
		    ZP_SEC(1));
}

static void fell_due(void *arg)
{
	zp_daemon_event(arg, ZP_EV_BELL);
}

void zp_cycle_idle(struct zp_daemon *d)
{
	struct zp_date today = zp_wall_date(zp_clock_wall());

	if (d->rung) {
		d->rung = false;
		zp_daemon_event(d, ZP_EV_BELL);
	} else if (d->replay && !d->replay_done) {
		advance(d);
	} else if (d->replay) {
		zp_rebalance_idle(d);
	} else {
		watch_due(d);
		if (zp_date_cmp(d->woken, today) != 0)
			wake(d, today);
		zp_rebalance_idle(d);
		zp_roster_watch(d);
	}
}

void zp_cycle_unstick(struct zp_daemon *d)
{
	for (uint32_t i = 0; i < d->stuck.cap; i++)
		if (d->stuck.key != NULL)
			free((char *)(uintptr_t)d->stuck.key[i]);
	zp_strmap_fini(&d->stuck);
	d->stuck = (struct zp_strmap){ .n = 0 };
}

void zp_cycle_init(struct zp_daemon *d)
{
	d->retry = zp_timer_new(d->loop, again, d);
	d->due = zp_timer_new(d->loop, fell_due, d);
}
