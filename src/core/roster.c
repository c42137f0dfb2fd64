/* src/core/roster.c - see roster.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "roster.h"

#define DEADLINE ZP_SEC(60)
enum { AROUND = 31, TRIES = 100, PAUSE_MS = 50, FIXED = 5 };

static void forget(struct zp_roster_job *j)
{
	struct zp_roster_job **at = &j->d->roster_jobs;

	while (*at != j)
		at = &(*at)->next;
	*at = j->next;
	zp_timer_free(j->again);
	if (j->s != NULL)
		zp_arena_free(j->s->a);
	free(j->s);
	free(j);
}

static void fail(struct zp_roster_job *j, const struct zp_db_error *err)
{
	j->done(j->arg, NULL, err);
	forget(j);
}

static void fault(struct zp_roster_job *j, const char *why)
{
	if (j->why[0] == '\0')
		snprintf(j->why, sizeof(j->why), "%s", why);
}

/* A reply of the snapshot: is it good? */
static bool good(struct zp_roster_job *j, const struct zp_db_error *err)
{
	j->waiting--;
	if (err != NULL)
		fault(j, err->message);
	return j->why[0] == '\0';
}

static void got_begin(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)rows;
	(void)good(arg, err);
}

static void got_marks(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;

	if (!good(j, err))
		return;
	if (zp_rows_count(rows) != 1) {
		fault(j, "there is no such city");
		return;
	}
	snprintf(j->registry, sizeof(j->registry), "%s",
	    zp_rows_text(rows, 0, "registry_version"));
	snprintf(j->version, sizeof(j->version), "%s",
	    zp_rows_text(rows, 0, "roster_version"));
}

/* "N8|N17", as flags by rule. */
static const bool *rules_of(struct zp_roster_job *j, const char *list)
{
	bool *off = zp_arena_calloc(j->s->a, ZP_RULES, sizeof(*off));
	char id[16];

	while (*list != '\0') {
		size_t n = strcspn(list, "|");
		int rule;

		snprintf(id, sizeof(id), "%.*s", (int)n, list);
		rule = zp_rule_find(id);
		if (rule >= 0)
			off[rule] = true;
		list += n + (list[n] != '\0');
	}
	return off;
}

static void take_marks(struct zp_roster_job *j,
    const struct zp_db_rows *rows)
{
	struct zp_roster_state *s = j->s;

	s->override = zp_arena_calloc(s->a, s->in.duties,
	    sizeof(*s->override));
	s->declined = zp_arena_calloc(s->a, s->in.duties,
	    sizeof(*s->declined));
	for (uint32_t i = 0; i < s->in.duties; i++) {
		const char *list = zp_rows_text(rows, i, "overrides");

		s->declined[i] = zp_rows_text(rows, i, "declined")[0] == 't';
		if (list[0] != '\0')
			s->override[s->overrides++] = (struct zp_duty_override){
			    s->in.duty[i], rules_of(j, list) };
	}
}

static void got_duties(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;
	struct zp_duty *at;
	uint32_t n;

	if (!good(j, err))
		return;
	at = zp_load_table(ZP_T_ROSTER, rows, j->s->a, j->why);
	n = at == NULL ? 0 : zp_rows_count(rows);
	zp_duties_link(j->d->reg, at, n);
	for (uint32_t i = 0; i < n; i++)
		if (at[i].state == ZP_DUTY_DRAFT &&
		    zp_date_cmp(at[i].date, j->from) < 0)
			at[i].state = ZP_DUTY_PUBLISHED;
	j->s->in.duty = at;
	j->s->in.duties = n;
	take_marks(j, rows);
}

static void got_days(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;
	struct zp_station_day *at;

	if (!good(j, err))
		return;
	at = zp_load_table(ZP_T_STATION_DAYS, rows, j->s->a, j->why);
	j->s->in.day = at;
	j->s->in.days = at == NULL ? 0 : zp_rows_count(rows);
	zp_station_days_link(j->d->reg, at, j->s->in.days);
}

static void got_wishes(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;
	struct zp_duty_wish *at;

	if (!good(j, err))
		return;
	at = zp_load_table(ZP_T_WISHES, rows, j->s->a, j->why);
	j->s->in.wish = at;
	j->s->in.wishes = at == NULL ? 0 : zp_rows_count(rows);
	zp_duty_wishes_link(j->d->reg, at, j->s->in.wishes);
}

static void got_loans(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;
	struct zp_duty_loan *at;

	if (!good(j, err))
		return;
	at = zp_load_table(ZP_T_DUTY_LOANS, rows, j->s->a, j->why);
	j->s->in.loan = at;
	j->s->in.loans = at == NULL ? 0 : zp_rows_count(rows);
	zp_duty_loans_link(j->d->reg, at, j->s->in.loans);
}

static struct zp_date day_of(const struct zp_db_rows *rows, uint32_t i,
    const char *column)
{
	struct zp_date d = ZP_DATE_NONE;

	return zp_date_parse(zp_rows_text(rows, i, column), &d) ? d :
	    ZP_DATE_NONE;
}

static const char *text_of(struct zp_roster_job *j,
    const struct zp_db_rows *rows, uint32_t i, const char *column)
{
	return zp_arena_strdup(j->s->a, zp_rows_text(rows, i, column));
}

static void got_standby(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;
	struct zp_roster_state *s = j->s;
	struct zp_standby *out;

	if (!good(j, err))
		return;
	s->standbys = zp_rows_count(rows);
	s->standby = zp_arena_calloc(s->a, s->standbys, sizeof(*s->standby));
	s->in.standby = out = zp_arena_calloc(s->a, s->standbys,
	    sizeof(*out));
	for (uint32_t i = 0; i < s->standbys; i++) {
		struct zp_standby *x = &s->standby[i];

		x->centre_code = text_of(j, rows, i, "centre_code");
		x->licence_no = text_of(j, rows, i, "licence_no");
		x->date = day_of(rows, i, "date");
		x->centre = zp_registry_find(j->d->reg, ZP_T_CENTRES,
		    x->centre_code);
		x->counsel = zp_registry_find(j->d->reg, ZP_T_COUNSEL,
		    x->licence_no);
		if (zp_rows_text(rows, i, "published")[0] == 't')
			out[s->in.standbys++] = *x;
	}
}

static enum zp_month_state month_state(const char *word)
{
	return strcmp(word, "published") == 0 ? ZP_MONTH_PUBLISHED :
	    strcmp(word, "review") == 0 ? ZP_MONTH_REVIEW : ZP_MONTH_DRAFT;
}

static void got_months(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;
	struct zp_roster_state *s = j->s;

	if (!good(j, err))
		return;
	s->months = zp_rows_count(rows);
	s->month = zp_arena_calloc(s->a, s->months, sizeof(*s->month));
	for (uint32_t i = 0; i < s->months; i++) {
		const char *open = zp_rows_text(rows, i, "open_posts");

		s->month[i] = (struct zp_roster_month){
			.month = day_of(rows, i, "month"),
			.state = month_state(zp_rows_text(rows, i, "state")),
			.review_until = day_of(rows, i, "review_until"),
			.made_at = text_of(j, rows, i, "made_at"),
			.published_at = text_of(j, rows, i, "published_at"),
			.by = text_of(j, rows, i, "by_whom"),
			.reason = text_of(j, rows, i, "reason"),
			.open = open[0] == '\0' ? -1 :
			    (int32_t)strtol(open, NULL, 10),
			.total = strtoll(zp_rows_text(rows, i, "total"),
			    NULL, 10),
			.bound = strtoll(zp_rows_text(rows, i, "bound"),
			    NULL, 10),
		};
	}
}

/* The mirror is behind the snapshot, or the plan was stale: once more, a
 * little later each time, for some ten seconds. */
static bool once_more(struct zp_roster_job *j)
{
	if (++j->tries > TRIES)
		return false;
	zp_timer_set(j->again, ZP_MS(PAUSE_MS * (int64_t)j->tries));
	return true;
}

static void got_end(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	static const struct zp_db_error old = { .class = ZP_DB_RETRY,
	    .message = "the city is being read again" };
	struct zp_roster_job *j = arg;
	struct zp_daemon *d = j->d;

	(void)rows;
	if (!good(j, err)) {
		fail(j, &(struct zp_db_error){ .class = err != NULL ?
		    err->class : ZP_DB_BUG, .message = j->why });
		return;
	}
	if (j->old || d->world == NULL || strtoll(j->registry, NULL, 10) !=
	    d->registry_version) {
		if (!j->old && j->tries == 0)	/* nobody has said so yet */
			zp_timer_set(d->retry, ZP_MS(PAUSE_MS));
		if (!once_more(j))
			fail(j, &old);
		return;
	}
	j->s->in.busy = zp_world_busy(d->world, j->s->a);
	j->work(j);
}

static void start_state(struct zp_roster_job *j)
{
	const struct zp_daemon *d = j->d;

	if (j->s != NULL)
		zp_arena_free(j->s->a);
	else
		j->s = calloc(1, sizeof(*j->s));
	ZP_ASSERT(j->s != NULL);
	*j->s = (struct zp_roster_state){ .a = zp_arena_new(),
	    .in = { .reg = d->reg, .p = &d->conf->policy, .from = j->from,
	    .to = j->to, .centre = -1, .labour = ZP_ROSTER_LABOUR,
	    .today = zp_wall_date(zp_daemon_now(d)) } };
	j->why[0] = '\0';
	j->old = false;
}

/* All parts of the snapshot, without anything between them. */
static void load(void *arg)
{
	static const struct { const char *sql; zp_db_reply got; } part[] = {
		{ "load_duties", got_duties },
		{ "load_station_days", got_days },
		{ "load_wishes", got_wishes },
		{ "load_duty_loans", got_loans },
		{ "load_standby", got_standby },
		{ "load_roster_months", got_months },
	};
	struct zp_roster_job *j = arg;
	struct zp_daemon *d = j->d;
	char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT];
	const char *param[] = { d->conf->city, from, to };
	int year;

	start_state(j);
	zp_date_split(j->from, &year, NULL, NULL);
	zp_date_print(zp_date_add(zp_date_of(year, 1, 1), -AROUND), from);
	zp_date_print(zp_date_add(j->to, AROUND), to);
	j->waiting = ZP_COUNT(part) + 3;
	zp_db_query(d->look, zp_sql_get("begin_read"), NULL, DEADLINE,
	    got_begin, j);
	zp_db_query(d->look, zp_sql_get("load_marks"), param, DEADLINE,
	    got_marks, j);
	for (size_t i = 0; i < ZP_COUNT(part); i++)
		zp_db_query(d->look, zp_sql_get(part[i].sql), param, DEADLINE,
		    part[i].got, j);
	zp_db_query(d->look, zp_sql_get("end_read"), NULL, DEADLINE, got_end,
	    j);
}

void zp_roster_run(struct zp_daemon *d, struct zp_date from,
    struct zp_date to, void (*work)(struct zp_roster_job *j),
    zp_db_reply done, void *arg)
{
	struct zp_roster_job *j = calloc(1, sizeof(*j));

	ZP_ASSERT(j != NULL);
	*j = (struct zp_roster_job){ .d = d, .arg = arg, .from = from,
	    .to = to, .work = work, .done = done, .next = d->roster_jobs };
	d->roster_jobs = j;
	j->again = zp_timer_new(d->loop, load, j);
	load(j);
}

static void written(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_job *j = arg;

	if (err != NULL && (err->class == ZP_DB_STALE ||
	    err->class == ZP_DB_RETRY) && once_more(j))
		return;
	j->done(j->arg, rows, err);
	forget(j);
}

void zp_roster_write(struct zp_roster_job *j, const char *sql,
    const char *const *param, uint32_t n)
{
	struct zp_daemon *d = j->d;
	const char *all[FIXED + 16] = { d->conf->city, d->lease.text,
	    d->lease.holder, j->version, j->registry };

	ZP_ASSERT(FIXED + n <= ZP_COUNT(all));
	for (uint32_t i = 0; i < n; i++)
		all[FIXED + i] = param[i];
	zp_db_query(d->db, zp_sql_get(sql), all, DEADLINE, written, j);
}

void zp_roster_quit(struct zp_roster_job *j)
{
	forget(j);
}

void zp_roster_outdate(struct zp_daemon *d)
{
	for (struct zp_roster_job *j = d->roster_jobs; j != NULL; j = j->next)
		j->old = true;
}

void zp_roster_fini(struct zp_daemon *d)
{
	zp_roster_daily_fini(d);
	while (d->roster_jobs != NULL)
		forget(d->roster_jobs);
}

const struct zp_roster_month *zp_roster_month(const struct zp_roster_state *s,
    struct zp_date day)
{
	for (uint32_t i = 0; i < s->months; i++)
		if (zp_date_cmp(zp_date_month_end(s->month[i].month),
		    zp_date_month_end(day)) == 0)
			return &s->month[i];
	return NULL;
}
