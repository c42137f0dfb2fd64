/*
 * Requests for a duty lawyer that nobody met in time (D10, D11, D20): told
 * once each, when they fall due.  Live and by the leader only.
 */
#include "daemon.h"
#include "zhipaid/clock.h"

static void alarm_of(const struct zp_db_rows *rows, uint32_t i)
{
	zp_log(ZP_LOG_WARNING, (const char *[]){ "ZHIPAID_RULE",
	    zp_rows_text(rows, i, "rule"), NULL },
	    "request %s at %s: nobody came in time",
	    zp_rows_text(rows, i, "request_no"),
	    zp_rows_text(rows, i, "station_code"));
}

static void got_alarms(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_daemon *d = arg;
	struct zp_wall next;

	if (err != NULL) {
		if (err->class == ZP_DB_BUG)
			zp_log(ZP_LOG_ERR, NULL, "requests for duty lawyers "
			    "are not watched: %s", err->message);
		return;
	}
	for (uint32_t i = 0; i < zp_rows_count(rows); i++)
		if (zp_rows_text(rows, i, "rule")[0] != '\0')
			alarm_of(rows, i);
		else if (zp_wall_parse(zp_rows_text(rows, i, "next"), &next))
			zp_timer_set(d->alarm, (struct zp_dur){ ZP_SEC(1).us +
			    next.us - zp_clock_wall().us });
}

void zp_help_watch(struct zp_daemon *d)
{
	char now[ZP_WALL_TEXT];

	if (!d->replay && zp_lease_trusted(d))
		zp_db_query(d->db, zp_sql_get("help_alarm"), (const char *[]){
		    d->conf->city, d->lease.text, d->lease.holder,
		    zp_wall_print(zp_clock_wall(), now) },
		    ZP_MS(d->conf->query_timeout_ms), got_alarms, d);
}

static void fell_due(void *arg)
{
	zp_help_watch(arg);
}

void zp_help_init(struct zp_daemon *d)
{
	d->alarm = zp_timer_new(d->loop, fell_due, d);
}
