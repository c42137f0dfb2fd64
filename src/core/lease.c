/*
 * Leadership of a city: a lease row in PostgreSQL with a term.  The holder
 * trusts it for less time than it lasts, counted from before the question
 * was sent, on the monotonic clock: a leader that was stopped and revived
 * knows without asking that it may not write, and the term in every write
 * makes sure of it.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"
#include "zhipaid/clock.h"

struct ask {			/* one question on its way */
	struct zp_daemon *d;
	struct zp_mono sent;
};

/* Host, boot and start together are never seen twice. */
static void name_holder(struct zp_daemon *d)
{
	char host[48] = "?", boot[9] = "";
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		ssize_t n = read(fd, boot, sizeof(boot) - 1);

		boot[n > 0 ? n : 0] = '\0';
		close(fd);
	}
	gethostname(host, sizeof(host) - 1);
	host[sizeof(host) - 1] = '\0';
	snprintf(d->lease.holder, sizeof(d->lease.holder),
	    "%s-%s-%d-%" PRIx64, host, boot, (int)getpid(),
	    (uint64_t)zp_clock_wall().us);
}

static void set_term(struct zp_daemon *d, int64_t term)
{
	d->lease.term = term;
	snprintf(d->lease.text, sizeof(d->lease.text), "%" PRId64, term);
}

static void taken(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct ask *q = arg;
	struct zp_daemon *d = q->d;
	const char *term = NULL;

	d->lease.asking = false;
	if (err == NULL && zp_rows_count(rows) == 1)
		term = zp_rows_get(rows, 0, 0, NULL);
	if (err != NULL && err->class == ZP_DB_BUG)
		zp_log(ZP_LOG_ERR, NULL, "could not ask for the lease: %s",
		    err->message);
	if (term != NULL) {
		set_term(d, strtoll(term, NULL, 10));
		d->lease.trust_until = (struct zp_mono){ q->sent.us +
		    ZP_MS(d->conf->trust_ms).us };
		zp_log(ZP_LOG_NOTICE, (const char *[]){ "ZHIPAID_TERM", term,
		    NULL }, "leading this city");
		zp_daemon_event(d, ZP_EV_LEADER);
	}
	free(q);
}

static void renewed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct ask *q = arg;
	struct zp_daemon *d = q->d;
	const char *yes = NULL;

	d->lease.asking = false;
	if (err == NULL && zp_rows_count(rows) == 1)
		yes = zp_rows_get(rows, 0, 0, NULL);
	if (yes != NULL && yes[0] == 't' && d->lease.term != 0) {
		d->lease.trust_until = (struct zp_mono){ q->sent.us +
		    ZP_MS(d->conf->trust_ms).us };
	} else if (err == NULL && d->lease.term != 0) {
		zp_log(ZP_LOG_WARNING, NULL, "the lease went to another");
		zp_daemon_event(d, ZP_EV_DEPOSED);
	}
	free(q);
}

/* Send `name` with the city, [the term,] the holder and the length. */
static void ask(struct zp_daemon *d, bool renew)
{
	struct ask *q = calloc(1, sizeof(*q));
	char ms[16];

	ZP_ASSERT(q != NULL);
	q->d = d;
	q->sent = zp_clock_mono();
	d->lease.asking = true;
	snprintf(ms, sizeof(ms), "%" PRId32, d->conf->lease_ms);
	if (renew)
		zp_db_query(d->db, zp_sql_get("lease_renew"),
		    (const char *[]){ d->conf->city, d->lease.text,
		    d->lease.holder, ms }, ZP_MS(d->conf->lease_ms), renewed,
		    q);
	else
		zp_db_query(d->db, zp_sql_get("lease_take"),
		    (const char *[]){ d->conf->city, d->lease.holder, ms },
		    ZP_MS(d->conf->lease_ms), taken, q);
}

static void tick(void *arg)
{
	struct zp_daemon *d = arg;

	zp_timer_set(d->lease.timer, ZP_MS(d->conf->renew_ms));
	if (!zp_db_up(d->db))
		return;
	if (d->lease.term != 0 && !zp_lease_trusted(d)) {
		zp_log(ZP_LOG_WARNING, NULL,
		    "the lease may have run out; standing by");
		zp_daemon_event(d, ZP_EV_DEPOSED);
		return;
	}
	if (!d->lease.asking)
		ask(d, d->lease.term != 0);
}

void zp_lease_init(struct zp_daemon *d)
{
	name_holder(d);
	d->lease.timer = zp_timer_new(d->loop, tick, d);
}

void zp_lease_take(struct zp_daemon *d)
{
	zp_timer_set(d->lease.timer, ZP_MS(d->conf->renew_ms));
	if (!d->lease.asking && zp_db_up(d->db))
		ask(d, false);
}

void zp_lease_drop(struct zp_daemon *d)
{
	set_term(d, 0);
}

bool zp_lease_trusted(const struct zp_daemon *d)
{
	return d->lease.term != 0 &&
	    zp_clock_mono().us < d->lease.trust_until.us;
}

struct farewell {
	struct zp_daemon *d;
	void (*done)(struct zp_daemon *d);
};

static void gone(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct farewell *f = arg;

	(void)rows;
	(void)err;	/* it runs out by itself */
	f->done(f->d);
	free(f);
}

void zp_lease_release(struct zp_daemon *d, void (*done)(struct zp_daemon *))
{
	struct farewell *f;

	if (d->lease.term == 0 || !zp_db_up(d->db)) {
		done(d);
		return;
	}
	f = calloc(1, sizeof(*f));
	ZP_ASSERT(f != NULL);
	*f = (struct farewell){ d, done };
	zp_db_query(d->db, zp_sql_get("lease_release"),
	    (const char *[]){ d->conf->city, d->lease.text,
	    d->lease.holder }, ZP_SEC(2), gone, f);
	set_term(d, 0);
}

void zp_lease_fini(struct zp_daemon *d)
{
	zp_timer_free(d->lease.timer);
	d->lease.timer = NULL;
}
