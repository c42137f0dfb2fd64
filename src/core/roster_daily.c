/*
 * What the daemon does about rosters by itself, once a day: next month's
 * draft and its review, publication when the policy says so, and warnings
 * of what is wrong with the days ahead.
 */
#include <stdio.h>
#include <stdlib.h>

#include "roster.h"
#include "zhipaid/roster_warn.h"

struct zp_roster_daily {
	struct zp_daemon *d;
	struct zp_arena *a;
	struct zp_date next;		/* first day of the next month */
	struct zp_roster_step step;
};

void zp_roster_daily_fini(struct zp_daemon *d)
{
	if (d->roster_daily == NULL)
		return;
	zp_arena_free(d->roster_daily->a);
	free(d->roster_daily);
	d->roster_daily = NULL;
}

static void failed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_daily *x = arg;

	(void)rows;
	zp_log(ZP_LOG_ERR, NULL, "rosters could not be looked at: %s",
	    err->message);
	zp_roster_daily_fini(x->d);
}

/* --- warnings --- */

struct zp_date zp_roster_horizon(const struct zp_daemon *d)
{
	struct zp_date today = zp_wall_date(zp_daemon_now(d));
	struct zp_date end = zp_date_month_end(today);
	int32_t from = d->conf->policy.roster.draft_day;
	int day;

	zp_date_split(today, NULL, NULL, &day);
	return from > 0 && day < from ? end :
	    zp_date_month_end(zp_date_add(end, 1));
}

/* Without names of persons. */
static void log_warning(const struct zp_registry *reg,
    const struct zp_roster_warning *w)
{
	static const char *const what[] = {
		[ZP_ALARM_YEAR] = "the days off are not announced",
		[ZP_ALARM_NO_ROSTER] = "posts without a roster",
		[ZP_ALARM_BARE] = "days without anybody to call",
		[ZP_ALARM_OPEN] = "posts open",
		[ZP_ALARM_STANDBY] = "days without standby",
		[ZP_ALARM_TRAINING] = "days until training lapses",
		[ZP_ALARM_IDLE] = "people without a duty this year",
	};
	char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT];

	zp_log(ZP_LOG_WARNING, (const char *[]){ "ZHIPAID_RULE",
	    zp_rule_row((enum zp_rule)w->rule)->id, NULL },
	    "rosters: %s: %d, %s to %s%s%s", what[w->what], w->n,
	    zp_date_print(w->from, from), zp_date_print(w->to, to),
	    w->station >= 0 || w->centre >= 0 ? ", " : "",
	    w->station >= 0 ? reg->station[w->station].code :
	    w->centre >= 0 ? reg->centre[w->centre].code : "");
}

static void warn(struct zp_roster_job *j)
{
	struct zp_roster_input in = j->s->in;
	struct zp_roster_warning *w;
	uint32_t n;

	in.from = in.today;
	in.to = zp_roster_horizon(j->d);
	w = zp_roster_warn(&in, j->s->a, &n);
	for (uint32_t i = 0; i < n; i++)
		log_warning(in.reg, &w[i]);
}

/* --- next month --- */

static void stepped(struct zp_roster_step *s, const struct zp_db_error *err);

static bool reviews(const struct zp_roster_daily *x)
{
	return x->d->conf->policy.roster.review_days > 0;
}

static bool publishes(const struct zp_roster_daily *x)
{
	return x->d->conf->policy.roster.publish == ZP_PUBLISH_AUTO;
}

static void start(struct zp_roster_daily *x, int what, struct zp_date month)
{
	x->step = (struct zp_roster_step){ .d = x->d, .a = x->a,
	    .month = month, .last = zp_date_month_end(month),
	    .by = "zhipaid", .reason = "", .lang = ZP_EN,
	    .days = x->d->conf->policy.roster.review_days,
	    .done = stepped, .arg = x };
	x->step.what = what;
	zp_roster_step(&x->step);
}

static void stepped(struct zp_roster_step *s, const struct zp_db_error *err)
{
	struct zp_roster_daily *x = s->arg;
	const char *why = err != NULL ? err->message : s->refused;

	if (why != NULL) {
		zp_log(ZP_LOG_WARNING, (const char *[]){ "ZHIPAID_RULE",
		    "N7", NULL }, "rosters: %s", why);
	} else if (s->what != ZP_STEP_PUBLISH) {
		char month[ZP_DATE_TEXT];

		zp_log(ZP_LOG_NOTICE, (const char *[]){ "ZHIPAID_RULE", "N7",
		    NULL }, "the roster of the month from %s is %s",
		    zp_date_print(x->next, month), s->what == ZP_STEP_MAKE ?
		    "drafted" : "open for review");
	}
	if (why == NULL && s->what == ZP_STEP_MAKE && reviews(x))
		start(x, ZP_STEP_REVIEW, x->next);
	else if (why == NULL && s->what == ZP_STEP_MAKE && publishes(x))
		start(x, ZP_STEP_PUBLISH, x->next);
	else
		zp_roster_daily_fini(x->d);
}

static bool due(const struct zp_roster_daily *x, struct zp_date today)
{
	int32_t from = x->d->conf->policy.roster.draft_day;
	int day;

	zp_date_split(today, NULL, NULL, &day);
	return from > 0 && day >= from;
}

/* Looked at, and the time to say more is over. */
static bool ripe(const struct zp_roster_daily *x,
    const struct zp_roster_month *m, struct zp_date today)
{
	return m != NULL && publishes(x) && (m->state == ZP_MONTH_DRAFT ?
	    !reviews(x) : m->state == ZP_MONTH_REVIEW &&
	    zp_date_cmp(m->review_until, today) < 0);
}

static void look(struct zp_roster_job *j)
{
	struct zp_roster_daily *x = j->arg;
	struct zp_date today = j->s->in.today, month = x->next;
	const struct zp_roster_month *now = zp_roster_month(j->s, today),
	    *next = zp_roster_month(j->s, x->next);
	bool make = next == NULL && due(x, today);
	bool publish = ripe(x, next, today);

	if (ripe(x, now, today)) {	/* late, and the more urgent */
		make = false;
		publish = true;
		month = now->month;
	}
	warn(j);
	zp_roster_quit(j);
	if (make)
		start(x, ZP_STEP_MAKE, month);
	else if (publish)
		start(x, ZP_STEP_PUBLISH, month);
	else
		zp_roster_daily_fini(x->d);
}

/* Duties that were imported as done come into the ledger. */
static void ended(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)arg;
	(void)rows;
	if (err != NULL && err->class != ZP_DB_LOST)
		zp_log(ZP_LOG_ERR, NULL, "duties could not be entered: %s",
		    err->message);
}

void zp_roster_daily(struct zp_daemon *d)
{
	struct zp_date today = zp_wall_date(zp_daemon_now(d));
	struct zp_roster_daily *x;
	char day[ZP_DATE_TEXT], load[16];

	if (d->roster_daily != NULL || d->reg->stations == 0)
		return;
	snprintf(load, sizeof(load), "%d", d->conf->policy.duty_load);
	zp_db_query(d->db, zp_sql_get("roster_daily"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder,
	    zp_date_print(today, day), load },
	    ZP_MS(d->conf->query_timeout_ms), ended, d);
	x = calloc(1, sizeof(*x));
	ZP_ASSERT(x != NULL);
	d->roster_daily = x;
	*x = (struct zp_roster_daily){ .d = d, .a = zp_arena_new(),
	    .next = zp_date_add(zp_date_month_end(today), 1) };
	zp_roster_run(d, today, zp_date_month_end(x->next), look, failed, x);
}
