/* src/core/load_impl.h - a load under way; private to load*.c. */
#ifndef ZHIPAID_CORE_LOAD_H
#define ZHIPAID_CORE_LOAD_H
#include "daemon.h"

struct zp_load {
	struct zp_daemon *d;
	bool dead;		/* cancelled: free at the last reply */
	struct zp_load *next;	/* cancelled, too */
	unsigned waiting;	/* replies to come */
	char why[256];		/* first fault, "" so far */
	struct zp_arena *a;	/* rows of cases and assignments */
	/* full load only */
	struct zp_registry *reg;
	struct { struct zp_load *l; enum zp_table_id id; }
	    step[ZP_T_STATIONS + 1];
	int64_t registry_version;
	struct zp_wall clock;
	bool replay;
	struct zp_duty *duty; uint32_t duties;	/* in halls */
	int64_t roster_version;
	/* cases and what the mirror wants besides */
	struct zp_case *cs;
	struct zp_load_row {
		enum zp_case_state state;
		int32_t handling;	/* of what is decided */
		struct zp_wall since, settle;
		struct zp_wall hold;	/* NONE: it is not held */
		int64_t version;
		bool dirty;
		char *rule, *text;
	} *row;
	uint32_t n;
};

enum zp_load_reply { ZP_LOAD_GOOD, ZP_LOAD_FAULTY, ZP_LOAD_GONE };

/* load.c */
void zp_load_fault(struct zp_load *l, const char *why);
void zp_load_send(struct zp_load *l, const char *sql,
    const char *const *param, zp_db_reply reply, void *arg);
/* A reply came: go on with it, wait for the last one to give up, or touch
 * nothing because the load was cancelled (and is freed with its last). */
enum zp_load_reply zp_load_receive(struct zp_load *l,
    const struct zp_db_error *err);
void zp_load_give_up(struct zp_load *l);
/* The dirty rows, with which a load of what changed ends; and what goes with
 * them, once the log of help is current. */
void zp_load_dirty(struct zp_load *l);
void zp_load_rest(struct zp_load *l);

/* load_help.c: the log of legal help, in a full load; what is new of it, told
 * by dirty rows, then zp_load_rest(). */
void zp_load_help_all(struct zp_load *l);
void zp_load_help(struct zp_load *l, const struct zp_db_rows *dirty);

/* load_marks.c: what a decision needs of the rosters and of the ledger, read
 * again only when it moved.  In a full load: ask; take, once the world is
 * there.  In a load of what changed: is it time to look?  Look, read what
 * moved, go on with zp_load_dirty(). */
void zp_load_marks_all(struct zp_load *l);
void zp_load_mark_all(struct zp_load *l);
void zp_load_ledger(struct zp_load *l, const char *after);
bool zp_load_marks_due(const struct zp_daemon *d);
void zp_load_marks(struct zp_load *l);
#endif
