/* src/core/roster_watch.c - published rosters are looked at when something
 * has changed that may tear them; see roster_mend.h. */
#include <stdlib.h>
#include <string.h>

#include "roster_mend.h"

enum { YEAR = 366 };

static void log_change(const struct zp_duty_change *c)
{
	struct zp_duty d = { .station_code = c->station_code,
	    .date = c->date, .shift = c->shift, .post = c->post };
	struct zp_buf duty = { 0 };

	zp_duty_print(&d, &duty);
	zp_log(c->now[0] == '\0' && c->cause != ZP_CAUSE_EXCEPTION ?
	    ZP_LOG_WARNING : ZP_LOG_NOTICE, (const char *[]){ "ZHIPAID_DUTY",
	    zp_buf_str(&duty), "ZHIPAID_COUNSEL", c->now, "ZHIPAID_RULE",
	    "N17", NULL }, "roster: %s: %s -> %s", zp_buf_str(&duty),
	    c->was[0] == '\0' ? "nobody" : c->was,
	    c->now[0] == '\0' ? "nobody" : c->now);
	zp_buf_fini(&duty);
}

/* What was lost or stale is looked at again; what is refused otherwise only
 * when things change. */
static void failed(struct zp_daemon *d, const struct zp_db_error *err)
{
	if (err->class == ZP_DB_LOST || err->class == ZP_DB_STALE ||
	    err->class == ZP_DB_RETRY)
		d->mended.due = true;
	else
		zp_log(ZP_LOG_ERR, NULL, "rosters could not be repaired: %s",
		    err->message);
}

static void done(struct zp_roster_mend *m, const struct zp_db_error *err)
{
	struct zp_daemon *d = m->d;

	if (err != NULL)
		failed(d, err);
	else if (m->look && m->changes > 0)
		zp_log(ZP_LOG_WARNING, (const char *[]){ "ZHIPAID_RULE",
		    "N17", NULL }, "%u published duties stand no more: "
		    "zhipactl roster repair", m->changes);
	else if (!m->look)
		for (uint32_t i = 0; i < m->changes; i++)
			log_change(&m->change[i]);
	zp_roster_watch_fini(d);
}

void zp_roster_watch_fini(struct zp_daemon *d)
{
	struct zp_roster_mend *m = d->mended.under_way;

	d->mended.under_way = NULL;
	if (m != NULL)
		zp_arena_free(m->a);
	free(m);
}

void zp_roster_watch(struct zp_daemon *d)
{
	struct zp_date today = zp_wall_date(zp_daemon_now(d));
	struct zp_mended *was = &d->mended;
	struct zp_roster_mend *m;

	if (was->under_way != NULL || !zp_lease_trusted(d) || (!was->due &&
	    was->registry == d->registry_version &&
	    was->roster == d->roster_version &&
	    zp_date_cmp(was->day, today) == 0))
		return;
	m = calloc(1, sizeof(*m));
	ZP_ASSERT(m != NULL);
	*m = (struct zp_roster_mend){ .d = d, .a = zp_arena_new(),
	    .by = "zhipaid", .reason = "", .lang = ZP_ZH, .done = done,
	    .look = d->conf->policy.roster.repair == ZP_REPAIR_ASK };
	*was = (struct zp_mended){ .registry = d->registry_version,
	    .roster = d->roster_version, .day = today, .under_way = m };
	zp_roster_mend(m, today, zp_date_add(today, YEAR));
}
