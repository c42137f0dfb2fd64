/*
 * A plan becomes one statement: the arrays of commit_plan, and before the
 * first of them the texts that decisions refer to by hash.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon.h"
#include "zhipaid/deadline.h"
#include "zhipaid/ledger.h"

/* The arrays of commit_plan, in the order of the query. */
enum column { CASE_NO, VERSION, CENTRE, LEAD, JUNIOR, SCORE, STEP, RECORD,
	RULE, TEXT, WAKE, DUE, ASSIGN_BY, OVERRIDES, LEAD_WEIGHT,
	JUNIOR_WEIGHT, BY_CASE, SETTLE = BY_CASE, STAYS, STAYS_VERSION,
	COLUMNS };
#define FIRST_ARRAY 11		/* parameters before them */
#define PLAN 4			/* and after: struct zp_by_plan */
_Static_assert(sizeof(struct zp_by_plan) == PLAN * sizeof(char *),
    "one parameter each");

static void add_i64(struct zp_buf *b, int64_t v)
{
	char s[24];

	snprintf(s, sizeof(s), "%" PRId64, v);
	zp_array_add(b, s);
}

static void add_date(struct zp_buf *b, struct zp_date day)
{
	char s[ZP_DATE_TEXT];

	zp_array_add(b, zp_date_known(day) ? zp_date_print(day, s) : NULL);
}

static void add_overrides(struct zp_buf *b, const struct zp_by *by)
{
	struct zp_buf s = { 0 };

	for (int r = 0; by != NULL && r < ZP_CANDIDATE_RULES; r++)
		if (by->overridden >> r & 1)
			zp_buf_printf(&s, "%s%s", s.n > 0 ? "|" : "",
			    zp_rule_row((enum zp_rule)r)->id);
	zp_array_add(b, zp_buf_str(&s));
	zp_buf_fini(&s);
}

/* Why it waits: rules and sentence; "" for an assigned case. */
static void reasons(const struct zp_daemon *d, const struct zp_view *v,
    const struct zp_decision *x, struct zp_buf *rule, struct zp_buf *text)
{
	zp_buf_reset(rule);
	zp_buf_reset(text);
	if (x->lead >= 0)
		return;
	zp_explain_rules(x, rule);
	zp_explain_waiting(v, &d->conf->policy, x, ZP_ZH, text);
}

struct zp_wall zp_commit_settle(const struct zp_daemon *d,
    const struct zp_view *v, const struct zp_decision *x,
    const struct zp_todo *facts)
{
	const struct zp_view_case *vc = &v->at[x->i];

	if (x->lead < 0 || x->step == ZP_STEP_MANUAL || vc->matter < 0)
		return ZP_WALL_NONE;
	return vc->present >= 0 ? facts->settle : zp_settle_until(
	    &d->conf->policy, v->cal, &vc->c, &v->reg->matter[vc->matter],
	    v->now);
}

static void add_wall(struct zp_buf *b, struct zp_wall t)
{
	char s[ZP_WALL_TEXT];

	zp_array_add(b, zp_wall_known(t) ? zp_wall_print(t, s) : NULL);
}

static void add_case(const struct zp_daemon *d, const struct zp_view *v,
    const struct zp_decision *x, const struct zp_todo *t,
    const struct zp_by *by, struct zp_buf col[COLUMNS])
{
	const struct zp_view_case *vc = &v->at[x->i];
	const struct zp_policy *p = &d->conf->policy;
	const struct zp_registry *reg = v->reg;
	const struct zp_matter *matter = vc->matter < 0 ? NULL :
	    &reg->matter[vc->matter];
	struct zp_clocks clocks = zp_clocks_of(p, v->cal, &vc->c, matter);
	struct zp_buf rule = { 0 }, text = { 0 }, rec = { 0 };

	reasons(d, v, x, &rule, &text);
	zp_array_add(&col[CASE_NO], vc->c.case_no);
	add_i64(&col[VERSION], t->version);
	zp_array_add(&col[CENTRE], vc->handling < 0 ? "" :
	    reg->centre[vc->handling].code);
	zp_array_add(&col[LEAD], x->lead < 0 ? "" :
	    reg->counsel[x->lead].licence_no);
	zp_array_add(&col[JUNIOR], x->junior < 0 ? "" :
	    reg->counsel[x->junior].licence_no);
	add_i64(&col[SCORE], x->score);
	zp_array_add(&col[STEP], zp_step_name(x->step));
	if (x->lead < 0 && strcmp(t->rule, zp_buf_str(&rule)) == 0 &&
	    strcmp(t->text, zp_buf_str(&text)) == 0) {
		zp_array_add(&col[RECORD], NULL);	/* it stands already */
	} else {
		zp_explain_record(v, p, x, &rec);
		zp_array_add(&col[RECORD], zp_buf_str(&rec));
	}
	zp_array_add(&col[RULE], zp_buf_str(&rule));
	zp_array_add(&col[TEXT], zp_buf_str(&text));
	add_date(&col[WAKE], x->wake);
	add_date(&col[DUE], clocks.due);
	add_date(&col[ASSIGN_BY], clocks.assign_by);
	add_overrides(&col[OVERRIDES], by);
	add_i64(&col[LEAD_WEIGHT], zp_ledger_weight(p, &vc->c, matter,
	    ZP_LEAD));
	add_i64(&col[JUNIOR_WEIGHT], zp_ledger_weight(p, &vc->c, matter,
	    ZP_JUNIOR));
	add_wall(&col[SETTLE], by != NULL ? ZP_WALL_NONE :
	    zp_commit_settle(d, v, x, t));
	zp_buf_fini(&rule);
	zp_buf_fini(&text);
	zp_buf_fini(&rec);
}

static void ignore(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)arg;
	(void)rows;
	(void)err;	/* the commit that needs it says so */
}

/* Texts that decisions refer to by hash are stored once, before them. */
static void store_once(struct zp_daemon *d, const char *sql,
    const char *hash, char known[65], const struct zp_buf *body)
{
	zp_db_query(d->db, zp_sql_get(sql), (const char *[]){ d->conf->city,
	    d->lease.text, d->lease.holder, hash, zp_buf_str(body) },
	    ZP_MS(d->conf->query_timeout_ms), ignore, NULL);
	memcpy(known, hash, 65);
}

/* The schema forbids what the policy in force does (T1). */
static void store_cap(struct zp_daemon *d)
{
	char cap[16];

	snprintf(cap, sizeof(cap), "%" PRId32, d->conf->policy.annual_cap);
	zp_db_query(d->db, zp_sql_get("set_cap"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder, cap },
	    ZP_MS(d->conf->query_timeout_ms), ignore, NULL);
}

/* Days off and working weekends, for whoever reads the database (H1-H3). */
static void store_calendar(struct zp_daemon *d)
{
	const struct zp_calendar *cal = &d->conf->cal;
	struct zp_buf day = { 0 }, works = { 0 }, name = { 0 };

	for (uint32_t i = 0; i < cal->days; i++) {
		add_date(&day, cal->day[i].on);
		zp_array_add(&works, cal->day[i].kind == ZP_DAY_WORK ? "t" :
		    "f");
		zp_array_add(&name, cal->day[i].name);
	}
	zp_array_end(&day);
	zp_array_end(&works);
	zp_array_end(&name);
	zp_db_query(d->db, zp_sql_get("put_calendar"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder, zp_buf_str(&day),
	    zp_buf_str(&works), zp_buf_str(&name) },
	    ZP_MS(d->conf->query_timeout_ms), ignore, NULL);
	zp_buf_fini(&day);
	zp_buf_fini(&works);
	zp_buf_fini(&name);
}

void zp_commit_inputs(struct zp_daemon *d)
{
	struct zp_buf b = { 0 };

	if (strcmp(d->stored_rules, d->conf->policy.rule_set) != 0) {
		store_cap(d);
		store_calendar(d);
		zp_conf_rule_set(d->conf, &b);
		store_once(d, "put_rule_set", d->conf->policy.rule_set,
		    d->stored_rules, &b);
	}
	if (strcmp(d->stored_registry, d->registry_hash) != 0) {
		zp_buf_reset(&b);
		zp_registry_print(d->reg, &b);
		store_once(d, "put_registry", d->registry_hash,
		    d->stored_registry, &b);
	}
	zp_buf_fini(&b);
}

static void send_columns(struct zp_daemon *d, const struct zp_view *v,
    struct zp_buf col[COLUMNS], const struct zp_by *by, zp_db_reply reply,
    void *arg)
{
	struct zp_buf view = { 0 };
	char version[24], declined[16], now[ZP_WALL_TEXT];
	const char *param[FIRST_ARRAY + COLUMNS + 1 + PLAN] = {
		d->conf->city, d->lease.text, d->lease.holder, version,
		zp_wall_print(v->now, now), d->conf->policy.rule_set,
		d->registry_hash, NULL, by == NULL ? "auto" :
		    by->plan == NULL ? "manual" : "rebalance",
		by == NULL ? "" : by->name, by == NULL ? "" : by->reason,
	};

	snprintf(version, sizeof(version), "%" PRId64, d->registry_version);
	snprintf(declined, sizeof(declined), "%" PRId32,
	    d->conf->policy.decline_load);
	zp_view_print(v, &view);
	param[7] = zp_buf_str(&view);
	param[FIRST_ARRAY + BY_CASE] = declined;
	for (int i = 0; i < COLUMNS; i++) {
		zp_array_end(&col[i]);
		param[FIRST_ARRAY + i + (i >= BY_CASE)] = zp_buf_str(&col[i]);
	}
	if (by != NULL && by->plan != NULL)
		memcpy(&param[FIRST_ARRAY + COLUMNS + 1], by->plan,
		    sizeof(*by->plan));
	zp_db_query(d->db, zp_sql_get(by == NULL || by->plan == NULL ?
	    "commit_plan" : "rebalance_apply"), param,
	    ZP_MS(d->conf->query_timeout_ms), reply, arg);
	zp_buf_fini(&view);
}

void zp_commit(struct zp_daemon *d, const struct zp_view *v,
    const struct zp_plan *pl, const struct zp_todo *const *facts,
    const struct zp_by *by, const struct zp_then *then)
{
	struct zp_buf col[COLUMNS];

	memset(col, 0, sizeof(col));
	zp_commit_inputs(d);
	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_decision *x = &pl->at[i];

		if (!zp_plan_stays(v, x)) {
			add_case(d, v, x, facts[x->i], by, col);
			continue;
		}
		zp_array_add(&col[STAYS], v->at[x->i].c.case_no);
		add_i64(&col[STAYS_VERSION], facts[x->i]->version);
	}
	send_columns(d, v, col, by, then->reply, then->arg);
	for (int i = 0; i < COLUMNS; i++)
		zp_buf_fini(&col[i]);
}
