/*
 * src/db/listen.c - is it the right server, and does its bell ring here?
 *
 * After connecting, and at each heartbeat, the session asks who the server
 * is and whether it still listens for us.  A listening session is up only
 * once a notice to itself came back: some poolers take LISTEN and drop the
 * notices.  Payloads that begin with '~' are such notices, of any session;
 * all others are doorbells.
 */
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/buf.h"

/* A server whose client is gone shall notice soon, also amid a query.
 * What somebody has configured stays; what a server lacks is left out. */
static const struct zp_sql settings_sql = { NULL,
	"SELECT set_config(name, value, false) FROM pg_settings s JOIN "
	"(VALUES ('client_connection_check_interval', '2000'), "
	"('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), "
	"('tcp_keepalives_count', '3'), ('tcp_user_timeout', '8000')) "
	"AS v(name, value) USING (name) WHERE s.source = 'default'", 0 };
/* pg_control_checkpoint() would know a new timeline only later. */
static const struct zp_sql check_sql = { "zp_check",
	"SELECT system_identifier, ('x' || substr(pg_walfile_name("
	"pg_current_wal_lsn()), 1, 8))::bit(32)::bigint, (SELECT count(*) "
	"FROM pg_listening_channels() AS c WHERE c = $1) "
	"FROM pg_control_system()", 1 };
static const struct zp_sql ping_sql = { NULL, "SELECT pg_notify($1, $2)",
	2 };

/* The failure of a query of ours is that of the session; when it was lost
 * already, this changes nothing. */
static void must(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)rows;
	if (err != NULL)
		zp_db_doom(arg, err->message);
}

static void may(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	(void)arg;
	(void)rows;
	(void)err;
}

/* Split brain: an old primary started beside the new one looks read-write,
 * but a promotion always opens a higher timeline. */
static bool right_server(struct zp_db *d, uint64_t system, uint32_t timeline)
{
	struct zp_db_seen *seen = d->seen;
	char why[ZP_WHY];

	if (seen->system != 0 && seen->system != system) {
		snprintf(why, sizeof(why), "%s port %s is another cluster: "
		    "system identifier %llu, not %llu", PQhost(d->pg),
		    PQport(d->pg), (unsigned long long)system,
		    (unsigned long long)seen->system);
		zp_db_doom(d, why);
		return false;
	}
	if (timeline < seen->timeline) {
		snprintf(why, sizeof(why), "%s port %s is an old primary: "
		    "timeline %u, but %u was seen", PQhost(d->pg),
		    PQport(d->pg), timeline, seen->timeline);
		zp_db_doom(d, why);
		return false;
	}
	seen->system = system;
	seen->timeline = timeline;
	return true;
}

static void maybe_up(struct zp_db *d)
{
	if (d->state == ZP_DB_CHECK && d->checked && !d->doomed &&
	    (d->heard || d->channel == NULL))
		zp_db_now_up(d);
}

static void checked(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_db *d = arg;

	if (err != NULL) {
		zp_db_doom(d, err->message);
		return;
	}
	if (!right_server(d, strtoull(zp_rows_get(rows, 0, 0, NULL), NULL, 10),
	    (uint32_t)strtoul(zp_rows_get(rows, 0, 1, NULL), NULL, 10)))
		return;
	if (d->channel != NULL &&
	    strcmp(zp_rows_get(rows, 0, 2, NULL), "1") != 0) {
		zp_db_doom(d, "the session no longer listens");
		return;
	}
	d->checked = true;
	if (d->state == ZP_DB_UP)
		zp_timer_set(d->timer, d->heartbeat);
	maybe_up(d);
}

/* Behind a long query a heartbeat would miss its deadline for nothing; such
 * a query has one of its own. */
void zp_db_check(struct zp_db *d)
{
	const char *const param[] = { d->channel };

	if (d->state == ZP_DB_UP && d->in_flight > 0) {
		zp_timer_set(d->timer, d->heartbeat);
		return;
	}
	zp_db_submit(d, &check_sql, param, d->state == ZP_DB_UP ?
	    d->heartbeat : d->connect_timeout, checked, d);
}

/* LISTEN takes a name, not a parameter: quoted by doubling the quotes. */
void zp_db_listen_to(struct zp_db *d, const char *channel)
{
	struct zp_buf text = { 0 };

	d->channel = zp_xstrdup(channel);
	zp_buf_puts(&text, "LISTEN \"");
	for (; *channel != '\0'; channel++) {
		if (*channel == '"')
			zp_buf_putc(&text, '"');
		zp_buf_putc(&text, *channel);
	}
	zp_buf_putc(&text, '"');
	d->listen_text = zp_xstrdup(zp_buf_str(&text));
	d->listen_sql.text = d->listen_text;
	zp_buf_fini(&text);
}

void zp_db_greet(struct zp_db *d)
{
	const char *const param[] = { d->channel, d->ping };

	d->checked = d->heard = d->rung = false;
	snprintf(d->ping, sizeof(d->ping), "~%016llx",
	    (unsigned long long)zp_db_random(d));
	if (PQsetnonblocking(d->pg, 1) != 0 || !PQenterPipelineMode(d->pg)) {
		zp_db_doom(d, PQerrorMessage(d->pg));
		return;
	}
	zp_db_submit(d, &settings_sql, NULL, d->connect_timeout, may, d);
	if (d->channel != NULL)
		zp_db_submit(d, &d->listen_sql, NULL, d->connect_timeout,
		    must, d);
	zp_db_check(d);
	if (d->channel != NULL)
		zp_db_submit(d, &ping_sql, param, d->connect_timeout, must,
		    d);
}

void zp_db_drain(struct zp_db *d)
{
	PGnotify *n;

	while ((n = PQnotifies(d->pg)) != NULL) {
		if (n->extra[0] != '~')
			d->rung = true;
		else if (strcmp(n->extra, d->ping) == 0)
			d->heard = true;
		PQfreemem(n);
	}
}

void zp_db_ring(struct zp_db *d)
{
	maybe_up(d);
	if (d->freed || !d->rung || !zp_db_up(d))
		return;
	d->rung = false;
	if (d->ops.notified != NULL)
		d->ops.notified(d->arg);
}
