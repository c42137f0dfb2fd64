/*
 * Planning moves and loans: by command, for the upstream system, by the
 * schedule.  The mirror knows all but who has begun work; that is asked.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rebalance.h"

struct zp_rebalance_job *zp_rebalance_job_new(struct zp_daemon *d,
    struct zp_req *r, const char *kind)
{
	struct zp_rebalance_job *j = calloc(1, sizeof(*j));

	ZP_ASSERT(j != NULL);
	j->d = d;
	j->r = r;
	j->a = zp_arena_new();
	j->kind = strcmp(kind, "loans") == 0 ? "loans" :
	    strcmp(kind, "moves") == 0 ? "moves" : "both";
	j->until = ZP_DATE_NONE;
	j->plan_no[0] = '0';
	return j;
}

static void job_free(struct zp_rebalance_job *j)
{
	if (j->r == NULL)
		j->d->rebalancing = false;
	zp_arena_free(j->a);
	free(j);
}

static void plan(struct zp_rebalance_job *j, const struct zp_db_rows *rows)
{
	struct zp_daemon *d = j->d;
	struct zp_rebalance_input in = {
		.w = d->world, .reg = d->reg, .p = &d->conf->policy,
		.now = zp_daemon_now(d), .until = j->until,
		.beguns = zp_rows_count(rows),
		.loans = strcmp(j->kind, "moves") != 0,
		.moves = strcmp(j->kind, "loans") != 0,
	};
	const char **begun = zp_arena_calloc(j->a, in.beguns,
	    sizeof(*begun));

	for (uint32_t i = 0; i < in.beguns; i++)
		begun[i] = zp_arena_strdup(j->a, zp_rows_get(rows, i, 0,
		    NULL));
	in.begun = begun;
	j->made(j, &in, zp_rebalance_plan(&in, j->a));
}

static void got_begun(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_rebalance_job *j = arg;

	if (err == NULL && j->d->world != NULL)
		plan(j, rows);
	else if (j->r != NULL && err != NULL)
		zp_req_db_error(j->r, err);
	else if (j->r != NULL)
		zp_req_fail(j->r, "数据还没有读入，请稍后再试",
		    "the data are not read yet; try again later");
	job_free(j);
}

void zp_rebalance_job_run(struct zp_rebalance_job *j)
{
	zp_db_query(j->d->db, zp_sql_get("rebalance_begun"),
	    (const char *[]){ j->d->conf->city },
	    ZP_MS(j->d->conf->query_timeout_ms), got_begun, j);
}

/* A plan is asked for: number, kind, until. */
static void got_next(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_daemon *d = arg;
	struct zp_rebalance_job *j;

	d->rebalancing = err == NULL && zp_rows_count(rows) > 0;
	if (!d->rebalancing)
		return;
	j = zp_rebalance_job_new(d, NULL, zp_rows_text(rows, 0, "kind"));
	snprintf(j->plan_no, sizeof(j->plan_no), "%s",
	    zp_rows_text(rows, 0, "plan_no"));
	if (!zp_date_parse(zp_rows_text(rows, 0, "until"), &j->until))
		j->until = ZP_DATE_NONE;
	j->made = zp_rebalance_put;
	zp_rebalance_job_run(j);
}

void zp_rebalance_idle(struct zp_daemon *d)
{
	char day[16];

	if (d->rebalancing)
		return;
	d->rebalancing = true;
	snprintf(day, sizeof(day), "%" PRId32,
	    d->conf->policy.rebalance.schedule);
	zp_db_query(d->db, zp_sql_get("rebalance_next"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder, day },
	    ZP_MS(d->conf->query_timeout_ms), got_next, d);
}
