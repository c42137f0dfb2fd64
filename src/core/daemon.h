/*
 * src/core/daemon.h - the daemon as one object; private to core.
 *
 * Who does what: dispatch.c the table of states; lease.c leadership; load.c
 * rows from PostgreSQL into the mirror; cycle.c dirty cases into batches of
 * decisions; commit.c a plan into one statement; reload.c a new
 * configuration; control.c the sockets; command.c the commands, cmd_*.c what
 * they do.
 */
#ifndef ZHIPAID_CORE_DAEMON_H
#define ZHIPAID_CORE_DAEMON_H
#include "zhipaid/ahead.h"
#include "zhipaid/conf.h"
#include "zhipaid/daemon.h"
#include "zhipaid/db.h"
#include "zhipaid/explain.h"
#include "zhipaid/fsm.h"
#include "zhipaid/hash.h"
#include "zhipaid/log.h"
#include "zhipaid/loop.h"
#include "zhipaid/world.h"

#define ZP_DAEMON_MAGIC UINT32_C(0x5a484944)

enum zp_daemon_state {
	ZP_STARTING, ZP_STANDBY, ZP_SETTLING, ZP_LOADING, ZP_PLANNING,
	ZP_COMMITTING, ZP_IDLE, ZP_OFFLINE, ZP_DRAINING, ZP_DAEMON_STATES
};
enum zp_daemon_event {
	ZP_EV_UP,		/* the working session is connected */
	ZP_EV_LOST,		/* it is not any more */
	ZP_EV_LEADER,		/* the lease is ours */
	ZP_EV_DEPOSED,		/* it is not, or may not be, any more */
	ZP_EV_BELL,		/* something may have changed */
	ZP_EV_SETTLED,		/* the burst has been gathered */
	ZP_EV_LOADED,		/* the mirror is current */
	ZP_EV_PLANNED,		/* a batch is on its way */
	ZP_EV_NOTHING,		/* nothing wants a decision */
	ZP_EV_WRITTEN,		/* all batches on their way are committed */
	ZP_EV_STALE,		/* a write was refused: the mirror is old */
	ZP_EV_TERM,		/* asked to stop */
	ZP_DAEMON_EVENTS
};

/* A case that wants a decision. */
struct zp_todo {
	char *case_no, *joint;	/* owned */
	char *rule, *text;	/* owned: of the last decision, if it waits */
	int64_t version;
	int32_t rank;
	struct zp_wall approved_at;
	struct zp_wall queue_at;	/* of the first of the co-accused */
	struct zp_wall settle;	/* of a decision that may move; else NONE */
};
/* What the operator may ask of a running daemon. */
struct zp_counters {
	uint64_t assigned, waiting, batches, stale, reloads, reload_errors,
	    loads, lost, bells;
};
struct zp_lease {
	char holder[96];	/* host, boot and start: never reused */
	int64_t term;		/* 0: not the leader */
	char text[24];		/* the same, for queries */
	struct zp_mono trust_until;
	bool asking;		/* a query is on its way */
	struct zp_timer *timer;
};
/* What published rosters were last looked at with (roster_watch.c). */
struct zp_mended {
	int64_t registry, roster;	/* versions */
	struct zp_date day;
	bool due;			/* a hearing came up, or a try failed */
	struct zp_roster_mend *under_way;
};
struct zp_control;		/* control.c */

struct zp_daemon {
	uint32_t magic;
	struct zp_loop *loop;
	struct zp_conf *conf;
	char *conf_file;
	struct zp_fsm fsm;
	struct zp_db *db;	/* loading, deciding, committing, the lease */
	struct zp_db *look;	/* what people ask: slow or not, it holds up
				 * no decision and no lease */
	struct zp_db *bell;	/* LISTEN */
	struct zp_db_seen seen;	/* what both know of the cluster */
	struct zp_lease lease;
	struct zp_control *control;
	struct zp_timer *catch_up, *settle, *drain, *watchdog, *retry,
	    *due, *alarm;
	struct zp_signal *sig[3];
	/* the mirror; NULL before the first load */
	struct zp_registry *reg;
	struct zp_world *world;
	struct zp_ahead *ahead;	/* what was made of its cases */
	int64_t registry_version, roster_version;
	char help_no[24];	/* of the log of help: the same */
	char entry_no[24];	/* of the ledger: the mirror has all until it */
	struct zp_date marked;	/* replay: looked for both on this day */
	char registry_hash[65];
	char stored_registry[65], stored_rules[65];	/* known to be stored */
	struct zp_load *load;	/* a load under way, or NULL */
	struct zp_load *dying;	/* cancelled ones */
	struct zp_roster_job *roster_jobs;	/* under way (roster.h) */
	struct zp_mended mended;
	struct zp_roster_daily *roster_daily;	/* the same, or NULL */
	struct zp_todo *todo; uint32_t todos, todo_cap, todo_at;
	bool sorted, gathered;	/* with the held cases that are released */
	bool rung;		/* the bell rang while busy */
	bool replay;		/* the city's clock follows its data */
	bool replay_done;	/* there is no further tick */
	bool rebalancing;	/* looking for plans that are asked for */
	struct zp_wall clock;	/* replay: now; NONE: the wall clock */
	struct zp_date woken;	/* live: waiting cases were woken on this day */
	struct zp_strmap stuck;	/* cases PostgreSQL refuses, left for later */
	unsigned failures;	/* writes refused in a row */
	uint32_t in_flight;	/* batches */
	uint64_t batch_seq;
	struct zp_mono started, ready_at;
	struct zp_counters n;
	char last_reload[256];
	int exit_code;
};

/* dispatch.c */
extern const struct zp_fsm_def zp_daemon_fsm;
void zp_daemon_event(struct zp_daemon *d, enum zp_daemon_event e);
struct zp_wall zp_daemon_now(const struct zp_daemon *d);
void zp_daemon_status(struct zp_daemon *d);	/* tell systemd */

/* lease.c */
void zp_lease_init(struct zp_daemon *d);
void zp_lease_take(struct zp_daemon *d);	/* ask now, and keep asking */
void zp_lease_drop(struct zp_daemon *d);	/* forget it, no query */
void zp_lease_release(struct zp_daemon *d, void (*done)(struct zp_daemon *));
bool zp_lease_trusted(const struct zp_daemon *d);
void zp_lease_fini(struct zp_daemon *d);

/* load.c */
void zp_load_all(struct zp_daemon *d);
void zp_load_changes(struct zp_daemon *d);
void zp_load_cancel(struct zp_daemon *d);
void zp_load_fini(struct zp_daemon *d);	/* no reply comes any more */

/* rows.c: parse rows of a SQL result into n structs of a table, in arena a;
 * NULL with a line in why when a field does not fit its column (our bug or
 * another schema version). */
void *zp_load_table(enum zp_table_id id, const struct zp_db_rows *rows,
    struct zp_arena *a, char why[256]) ZP_MUST_CHECK;

/* cycle.c.  Of facts: version, rule and text; the strings are copied. */
void zp_cycle_init(struct zp_daemon *d);
void zp_todo_add(struct zp_daemon *d, const struct zp_registry *reg,
    const struct zp_case *c, const struct zp_todo *facts);
void zp_todo_clear(struct zp_daemon *d);
void zp_cycle_plan(struct zp_daemon *d);
void zp_cycle_idle(struct zp_daemon *d);	/* nothing left: replay, bell */
/* Take what a foreign system's view holds that we have not seen. */
void zp_cycle_pull(struct zp_daemon *d);
/* Try the cases again that PostgreSQL refused. */
void zp_cycle_unstick(struct zp_daemon *d);
/* help_alarm.c: tell whom no duty lawyer met in time, and look again when the
 * next request falls due. */
void zp_help_init(struct zp_daemon *d);
void zp_help_watch(struct zp_daemon *d);
/* commit.c: write a plan of the view; by: name and reason of a manual
 * decision, or NULL.  facts[i]: version and last verdict of case i. */
struct zp_by_plan { const char *no, *undo_until, *out, *why; };
struct zp_by {
	const char *name, *reason;
	uint64_t overridden;
	const struct zp_by_plan *plan;	/* of moves and loans; or NULL */
};
struct zp_then { zp_db_reply reply; void *arg; };
/* Texts that what is written next names by hash are stored, if they are not
 * yet: the rules and the registry. */
void zp_commit_inputs(struct zp_daemon *d);
/* Until when decision x of a case with those facts may move: one that moved
 * as long as before; NONE: it is fixed. */
struct zp_wall zp_commit_settle(const struct zp_daemon *d,
    const struct zp_view *v, const struct zp_decision *x,
    const struct zp_todo *facts);
void zp_commit(struct zp_daemon *d, const struct zp_view *v,
    const struct zp_plan *pl, const struct zp_todo *const *facts,
    const struct zp_by *by, const struct zp_then *then);

/* roster_watch.c.  Idle: has something changed that may tear a published
 * roster?  Mend it, or say so (policy.roster.repair).  Live only. */
void zp_roster_watch(struct zp_daemon *d);
void zp_roster_watch_fini(struct zp_daemon *d);

/* rebalance.c: see whether somebody, or the schedule, asks for a plan. */
void zp_rebalance_idle(struct zp_daemon *d);

/* reload.c: prepare beside the running one, swap whole or not at all.
 * Appends the verdict for people; false: the old one goes on. */
bool zp_reload(struct zp_daemon *d, enum zp_lang lang, struct zp_buf *out);
/* Look again at all that waits; if not `all`, only when some of it waits by
 * other rules than ours. */
void zp_reopen(struct zp_daemon *d, bool all);

/* control.c */
bool zp_control_open(struct zp_daemon *d, char why[256]) ZP_MUST_CHECK;
void zp_control_close(struct zp_daemon *d);
#endif
