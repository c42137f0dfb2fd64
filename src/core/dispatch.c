/*
 * The daemon's states as a table.  Reading order is the way of a case:
 * idle, settling, loading, planning, committing, idle.
 */
#include "daemon.h"

static const char *const state_name[] = {
	"starting", "standby", "settling", "loading", "planning",
	"committing", "idle", "offline", "draining",
};
static const char *const event_name[] = {
	"up", "lost", "leader", "deposed", "bell", "settled", "loaded",
	"planned", "nothing", "written", "stale", "term",
};
_Static_assert(ZP_COUNT(state_name) == ZP_DAEMON_STATES, "name them all");
_Static_assert(ZP_COUNT(event_name) == ZP_DAEMON_EVENTS, "name them all");

static bool settles(const void *arg)
{
	const struct zp_daemon *d = arg;

	return d->conf->settle_ms > 0 && !zp_wall_known(d->clock);
}

static void take(void *arg)
{
	zp_lease_take(arg);
}

static void offline(void *arg)
{
	struct zp_daemon *d = arg;

	d->n.lost++;
	d->in_flight = 0;
	d->rung = false;
	zp_load_cancel(d);
	zp_todo_clear(d);
	zp_lease_drop(d);
}

/* No longer the leader: forget what was going on, keep asking. */
static void depose(void *arg)
{
	struct zp_daemon *d = arg;

	zp_load_cancel(d);
	zp_todo_clear(d);
	zp_lease_drop(d);
	zp_lease_take(d);
}

static void load_all(void *arg)
{
	zp_load_all(arg);
}

/* The rules may have changed while nobody led: the load sees what that
 * re-opens, for it comes after. */
static void lead(void *arg)
{
	zp_reopen(arg, false);
	zp_load_all(arg);
}

static void load_changes(void *arg)
{
	zp_load_changes(arg);
}

static void settle(void *arg)
{
	struct zp_daemon *d = arg;

	zp_timer_set(d->settle, ZP_MS(d->conf->settle_ms));
}

static void plan(void *arg)
{
	zp_cycle_plan(arg);
}

static void idle(void *arg)
{
	zp_cycle_idle(arg);
}

static void ring(void *arg)
{
	struct zp_daemon *d = arg;

	d->rung = true;
}

static void released(struct zp_daemon *d)
{
	zp_loop_stop(d->loop);
}

/* Stop when nothing is on its way. */
static void drain(void *arg)
{
	struct zp_daemon *d = arg;

	if (d->in_flight == 0)
		zp_lease_release(d, released);
}

static void begin_drain(void *arg)
{
	struct zp_daemon *d = arg;

	zp_timer_set(d->drain, ZP_SEC(5));
	zp_load_cancel(d);
	drain(d);
}

static void stop(void *arg)
{
	struct zp_daemon *d = arg;

	zp_loop_stop(d->loop);
}

#define ROW(from, event, action, to, why) \
	{ ZP_##from, ZP_EV_##event, NULL, action, ZP_##to, why }
#define ROW_IF(guard, from, event, action, to, why) \
	{ ZP_##from, ZP_EV_##event, guard, action, ZP_##to, why }
/* Heard and left alone. */
#define DEAF(from, event) ROW(from, event, NULL, from, "no matter")

static const struct zp_fsm_row row[] = {
	ROW(STARTING, UP, take, STANDBY, "connected"),
	ROW(STARTING, LOST, offline, OFFLINE, "database not reached"),
	ROW(STARTING, TERM, stop, DRAINING, "asked to stop"),
	DEAF(STARTING, LEADER), DEAF(STARTING, DEPOSED),
	DEAF(STARTING, BELL), DEAF(STARTING, SETTLED),
	DEAF(STARTING, LOADED), DEAF(STARTING, PLANNED),
	DEAF(STARTING, NOTHING), DEAF(STARTING, WRITTEN),
	DEAF(STARTING, STALE),

	ROW(STANDBY, LEADER, lead, LOADING, "lease won"),
	ROW(STANDBY, UP, take, STANDBY, "connected"),
	ROW(STANDBY, LOST, offline, OFFLINE, "connection lost"),
	ROW(STANDBY, TERM, stop, DRAINING, "asked to stop"),
	DEAF(STANDBY, DEPOSED), DEAF(STANDBY, BELL), DEAF(STANDBY, SETTLED),
	DEAF(STANDBY, LOADED), DEAF(STANDBY, PLANNED),
	DEAF(STANDBY, NOTHING), DEAF(STANDBY, WRITTEN),
	DEAF(STANDBY, STALE),

	ROW_IF(settles, IDLE, BELL, settle, SETTLING, "gather the burst"),
	ROW(IDLE, BELL, load_changes, LOADING, "something changed"),
	ROW(IDLE, STALE, load_all, LOADING, "the mirror is old"),
	ROW(IDLE, DEPOSED, depose, STANDBY, "lease lost"),
	ROW(IDLE, LOST, offline, OFFLINE, "connection lost"),
	ROW(IDLE, TERM, begin_drain, DRAINING, "asked to stop"),
	DEAF(IDLE, UP), DEAF(IDLE, LEADER), DEAF(IDLE, SETTLED),
	DEAF(IDLE, LOADED), DEAF(IDLE, PLANNED), DEAF(IDLE, NOTHING),
	DEAF(IDLE, WRITTEN),

	ROW(SETTLING, SETTLED, load_changes, LOADING, "burst gathered"),
	ROW(SETTLING, STALE, load_all, LOADING, "the mirror is old"),
	ROW(SETTLING, DEPOSED, depose, STANDBY, "lease lost"),
	ROW(SETTLING, LOST, offline, OFFLINE, "connection lost"),
	ROW(SETTLING, TERM, begin_drain, DRAINING, "asked to stop"),
	DEAF(SETTLING, BELL), DEAF(SETTLING, UP), DEAF(SETTLING, LEADER),
	DEAF(SETTLING, LOADED), DEAF(SETTLING, PLANNED),
	DEAF(SETTLING, NOTHING), DEAF(SETTLING, WRITTEN),

	ROW(LOADING, LOADED, plan, PLANNING, "mirror is current"),
	ROW(LOADING, BELL, ring, LOADING, "look again afterwards"),
	ROW(LOADING, STALE, load_all, LOADING, "the mirror is old"),
	ROW(LOADING, DEPOSED, depose, STANDBY, "lease lost"),
	ROW(LOADING, LOST, offline, OFFLINE, "connection lost"),
	ROW(LOADING, TERM, begin_drain, DRAINING, "asked to stop"),
	DEAF(LOADING, UP), DEAF(LOADING, LEADER), DEAF(LOADING, SETTLED),
	DEAF(LOADING, PLANNED), DEAF(LOADING, NOTHING),
	DEAF(LOADING, WRITTEN),

	ROW(PLANNING, PLANNED, NULL, COMMITTING, "batch sent"),
	ROW(PLANNING, NOTHING, idle, IDLE, "nothing to decide"),
	ROW(PLANNING, BELL, ring, PLANNING, "look again afterwards"),
	ROW(PLANNING, STALE, load_all, LOADING, "the mirror is old"),
	ROW(PLANNING, DEPOSED, depose, STANDBY, "lease lost"),
	ROW(PLANNING, LOST, offline, OFFLINE, "connection lost"),
	ROW(PLANNING, TERM, begin_drain, DRAINING, "asked to stop"),
	DEAF(PLANNING, UP), DEAF(PLANNING, LEADER), DEAF(PLANNING, SETTLED),
	DEAF(PLANNING, LOADED), DEAF(PLANNING, WRITTEN),

	ROW(COMMITTING, WRITTEN, plan, PLANNING, "committed"),
	ROW(COMMITTING, BELL, ring, COMMITTING, "look again afterwards"),
	ROW(COMMITTING, STALE, load_all, LOADING, "write refused"),
	ROW(COMMITTING, DEPOSED, depose, STANDBY, "lease lost"),
	ROW(COMMITTING, LOST, offline, OFFLINE, "connection lost"),
	ROW(COMMITTING, TERM, begin_drain, DRAINING, "asked to stop"),
	DEAF(COMMITTING, UP), DEAF(COMMITTING, LEADER),
	DEAF(COMMITTING, SETTLED), DEAF(COMMITTING, LOADED),
	DEAF(COMMITTING, PLANNED), DEAF(COMMITTING, NOTHING),

	ROW(OFFLINE, UP, take, STANDBY, "connected"),
	ROW(OFFLINE, TERM, stop, DRAINING, "asked to stop"),
	DEAF(OFFLINE, LOST), DEAF(OFFLINE, LEADER), DEAF(OFFLINE, DEPOSED),
	DEAF(OFFLINE, BELL), DEAF(OFFLINE, SETTLED), DEAF(OFFLINE, LOADED),
	DEAF(OFFLINE, PLANNED), DEAF(OFFLINE, NOTHING),
	DEAF(OFFLINE, WRITTEN), DEAF(OFFLINE, STALE),

	ROW(DRAINING, WRITTEN, drain, DRAINING, "last write done"),
	ROW(DRAINING, STALE, drain, DRAINING, "write refused"),
	ROW(DRAINING, LOST, stop, DRAINING, "connection lost"),
	ROW(DRAINING, DEPOSED, stop, DRAINING, "lease lost"),
	ROW(DRAINING, TERM, stop, DRAINING, "asked again"),
	DEAF(DRAINING, UP), DEAF(DRAINING, LEADER), DEAF(DRAINING, BELL),
	DEAF(DRAINING, SETTLED), DEAF(DRAINING, LOADED),
	DEAF(DRAINING, PLANNED), DEAF(DRAINING, NOTHING),
};
#undef ROW
#undef ROW_IF
#undef DEAF

const struct zp_fsm_def zp_daemon_fsm = {
	"zhipaid", row, ZP_COUNT(row), state_name, ZP_DAEMON_STATES,
	event_name, ZP_DAEMON_EVENTS,
};

const struct zp_fsm_def *zp_daemon_states(void)
{
	return &zp_daemon_fsm;
}

void zp_daemon_event(struct zp_daemon *d, enum zp_daemon_event e)
{
	ZP_CHECK(d, ZP_DAEMON_MAGIC);
	zp_fsm_step(&d->fsm, (int)e);
}
