/* tests/db/support_rig.h - a session under test, and what happened to it. */
#ifndef ZHIPAID_TESTS_DB_RIG_H
#define ZHIPAID_TESTS_DB_RIG_H
#include "zhipaid/db.h"

struct rig {
	struct zp_loop *l;
	struct zp_db *db;
	struct zp_timer *limit;
	bool late;
	int ups, downs, bells;		/* states told, doorbells */
	char why[256];			/* with the last state */
	bool free_at_state, free_at_bell;
	struct zp_db_options o;		/* for rig_open() */
};
void rig_init(struct rig *r, const char *conninfo);
void rig_open(struct rig *r);		/* by r->o, and start */
void rig_fini(struct rig *r);

/* Turn the loop until the condition holds; 60 s are too long for any. */
#define UNTIL(r, cond) do {						\
	rig_watch(r);							\
	while (!(cond))							\
		rig_turn(r, #cond);					\
} while (0)
void rig_watch(struct rig *r);
void rig_turn(struct rig *r, const char *cond);

/* What came of one query. */
struct answer {
	struct rig *rig;
	int calls;
	enum zp_db_class class;
	char sqlstate[6], message[256], constraint[64];
	char text[64];			/* first field, cut */
	size_t length;			/* of the first field */
	bool null;
	uint32_t rows;
	uint64_t affected;
	int serial;			/* which reply it was */
	bool free_here, reset_here;
	struct answer *again;		/* to be sent from this reply */
};
extern int answer_serial;
void answer(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err);
/* Send text, not prepared (name NULL) or prepared; *q is static storage
 * of the caller. */
void ask(struct rig *r, const struct zp_sql *q, const char *const *param,
    struct answer *a);
/* Send and wait; fails the test unless it succeeds. */
void ask_now(struct rig *r, const struct zp_sql *q,
    const char *const *param, struct answer *a);

/* A blocking helper session: the first field of a statement, or "". */
const char *admin(const char *conninfo, const char *text);

/* A proxy on loopback before a TCP server, in the rig's loop. */
struct proxy;
struct proxy *proxy_new(struct rig *r, const char *host, const char *port);
unsigned proxy_port(const struct proxy *p);
void proxy_freeze(struct proxy *p, bool frozen); /* swallow nothing, pass
						  * nothing, close nothing */
void proxy_drip(struct proxy *p, bool drip);	/* a byte at a time */
void proxy_cut(struct proxy *p);		/* all connections */
void proxy_free(struct proxy *p);
#endif
