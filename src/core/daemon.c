/* The daemon's life: open, run, close. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"
#include "roster.h"
#include "zhipaid/clock.h"

struct zp_wall zp_daemon_now(const struct zp_daemon *d)
{
	return zp_wall_known(d->clock) ? d->clock : zp_clock_wall();
}

void zp_daemon_status(struct zp_daemon *d)
{
	char s[256];

	snprintf(s, sizeof(s), "STATUS=%s; %llu assigned, %llu waiting; "
	    "rules %.16s (%s)", d->fsm.def->state[d->fsm.state],
	    (unsigned long long)d->n.assigned,
	    (unsigned long long)d->n.waiting, d->conf->policy.rule_set,
	    d->conf->policy.name);
	zp_notify(s);
}

static void moved(void *arg, int from, int to, int event, const char *why)
{
	struct zp_daemon *d = arg;

	if (from == to)
		return;
	zp_log(ZP_LOG_DEBUG, NULL, "%s -> %s (%s: %s)",
	    d->fsm.def->state[from], d->fsm.def->state[to],
	    d->fsm.def->event[event], why);
	if (to == ZP_IDLE || to == ZP_STANDBY || to == ZP_OFFLINE) {
		zp_log(to == ZP_IDLE ? ZP_LOG_DEBUG : ZP_LOG_NOTICE, NULL,
		    "%s: %s", d->fsm.def->state[to], why);
		zp_daemon_status(d);
	}
}

static void db_state(void *arg, bool up, const char *why)
{
	struct zp_daemon *d = arg;

	if (!up)
		zp_log(ZP_LOG_WARNING, NULL, "database: %s", why);
	zp_daemon_event(d, up ? ZP_EV_UP : ZP_EV_LOST);
}

static void bell_state(void *arg, bool up, const char *why)
{
	struct zp_daemon *d = arg;

	if (!up)
		zp_log(ZP_LOG_WARNING, NULL, "listening: %s", why);
	else
		zp_daemon_event(d, ZP_EV_BELL);	/* what was missed */
}

/* Who asks while it is away is told so. */
static void look_state(void *arg, bool up, const char *why)
{
	(void)arg;
	if (!up)
		zp_log(ZP_LOG_WARNING, NULL, "reading: %s", why);
}

static void notified(void *arg)
{
	struct zp_daemon *d = arg;

	d->n.bells++;
	if (!d->replay || d->replay_done)	/* else each tick looks */
		zp_daemon_event(d, ZP_EV_BELL);
}

static void catch_up(void *arg)
{
	struct zp_daemon *d = arg;

	zp_timer_set(d->catch_up, ZP_SEC(d->conf->catch_up_s));
	zp_cycle_unstick(d);
	zp_cycle_pull(d);
	zp_help_watch(d);
	zp_daemon_event(d, ZP_EV_BELL);
}

static void settled(void *arg)
{
	zp_daemon_event(arg, ZP_EV_SETTLED);
}

static void drained(void *arg)
{
	struct zp_daemon *d = arg;

	zp_log(ZP_LOG_WARNING, NULL, "the last write did not end in time");
	zp_loop_stop(d->loop);
}

static void feed(void *arg)
{
	struct zp_daemon *d = arg;

	zp_notify("WATCHDOG=1");
	zp_timer_set(d->watchdog,
	    (struct zp_dur){ zp_notify_watchdog_us() });
}

static void on_signal(void *arg, int signo)
{
	struct zp_daemon *d = arg;
	struct zp_buf b = { 0 };

	if (signo != SIGHUP) {
		zp_notify("STOPPING=1");
		zp_daemon_event(d, ZP_EV_TERM);
		return;
	}
	zp_reload(d, ZP_EN, &b);	/* logs its verdict */
	zp_buf_fini(&b);
}

static bool open_db(struct zp_daemon *d, char why[256])
{
	static const struct zp_db_ops work = { db_state, NULL };
	static const struct zp_db_ops bell = { bell_state, notified };
	static const struct zp_db_ops look = { look_state, NULL };
	char channel[64];
	struct zp_db_options o = {
		.conninfo = d->conf->database,
		.name = "zhipaid",
		.heartbeat = ZP_MS(d->conf->heartbeat_ms),
		.connect_timeout = ZP_MS(d->conf->connect_timeout_ms),
		.seen = &d->seen,
	};

	d->db = zp_db_new(d->loop, &o, &work, d, why);
	o.name = "zhipaid look";
	d->look = zp_db_new(d->loop, &o, &look, d, why);
	if (d->db == NULL || d->look == NULL)
		return false;
	snprintf(channel, sizeof(channel), "zhipaid_%s", d->conf->city);
	o.listen = channel;
	o.name = "zhipaid bell";
	d->bell = zp_db_new(d->loop, &o, &bell, d, why);
	return d->bell != NULL;
}

static bool open_all(struct zp_daemon *d, char why[256])
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP };

	if (!zp_fsm_check(&zp_daemon_fsm, why))
		return false;
	d->loop = zp_loop_new();
	if (d->loop == NULL) {
		snprintf(why, 256, "could not make an event loop");
		return false;
	}
	for (size_t i = 0; i < ZP_COUNT(signals); i++)
		d->sig[i] = zp_signal_new(d->loop, signals[i], on_signal, d);
	d->catch_up = zp_timer_new(d->loop, catch_up, d);
	d->settle = zp_timer_new(d->loop, settled, d);
	d->drain = zp_timer_new(d->loop, drained, d);
	d->watchdog = zp_timer_new(d->loop, feed, d);
	zp_lease_init(d);
	zp_cycle_init(d);
	zp_help_init(d);
	return open_db(d, why) && zp_control_open(d, why);
}

static void close_all(struct zp_daemon *d)
{
	zp_control_close(d);
	zp_db_free(d->db);
	zp_db_free(d->look);
	zp_db_free(d->bell);
	zp_load_fini(d);
	zp_roster_fini(d);
	zp_roster_watch_fini(d);
	zp_lease_fini(d);
	zp_timer_free(d->catch_up);
	zp_timer_free(d->settle);
	zp_timer_free(d->drain);
	zp_timer_free(d->watchdog);
	zp_timer_free(d->retry);
	zp_timer_free(d->due);
	zp_timer_free(d->alarm);
	for (size_t i = 0; i < ZP_COUNT(d->sig); i++)
		zp_signal_free(d->sig[i]);
	zp_todo_clear(d);
	zp_cycle_unstick(d);
	free(d->todo);
	zp_ahead_free(d->ahead);
	zp_world_free(d->world);
	zp_registry_free(d->reg);
	zp_conf_unref(d->conf);
	zp_loop_free(d->loop);
	free(d->conf_file);
	d->magic = 0;
}

int zp_daemon_run(struct zp_conf *conf, const char *file)
{
	struct zp_daemon d = {
		.magic = ZP_DAEMON_MAGIC, .conf = conf,
		.ahead = zp_ahead_new(),
		.conf_file = strdup(file), .clock = ZP_WALL_NONE,
		.started = zp_clock_mono(),
	};
	char why[256] = "";

	zp_fsm_init(&d.fsm, &zp_daemon_fsm, &d);
	d.fsm.moved = moved;
	if (!open_all(&d, why)) {
		zp_log(ZP_LOG_ERR, NULL, "cannot start: %s", why);
		d.exit_code = 1;
	} else {
		zp_timer_set(d.catch_up, ZP_SEC(conf->catch_up_s));
		if (zp_notify_watchdog_us() > 0)
			feed(&d);
		zp_db_start(d.db);
		zp_db_start(d.look);
		zp_db_start(d.bell);
		zp_log(ZP_LOG_NOTICE, NULL, "zhipaid %s for city %s, policy "
		    "%s, rules %.16s", ZP_VERSION, conf->city,
		    conf->policy.name, conf->policy.rule_set);
		zp_notify("READY=1");
		if (!zp_loop_run(d.loop))
			d.exit_code = 1;
		zp_log(ZP_LOG_NOTICE, NULL, "stopped");
	}
	close_all(&d);
	return d.exit_code;
}
