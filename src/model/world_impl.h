/*
 * src/model/world_impl.h - inside of the world; only world*.c and ledger*.c
 * include it.
 *
 * Cases, joint-case labels and recipients are nodes of one graph.  A node
 * may stand for a case that was only named by others so far: its edges are
 * there already when it arrives.  A person's cases are near to him, but not
 * he to them: no walk from case to case leads through him.  What is known
 * of counsel is computed from the list of their assignments, so that no
 * counter can drift.
 */
#ifndef ZP_WORLD_IMPL_H
#define ZP_WORLD_IMPL_H
#include "zhipaid/world.h"

struct zp_wrow {		/* one assignment */
	struct zp_assignment *a;	/* owned: one block with its strings */
	uint32_t node;
	int32_t counsel, centre;	/* -1: not in the registry */
	int32_t year;			/* civil year of decided_at */
	bool away;			/* ended by zp_world_withdraw() */
	struct zp_wrow *next;		/* of the same person, newest first */
};
struct zp_wedges { uint32_t *at; uint32_t n, cap; };
struct zp_whelp {		/* a duty lawyer's help (C14) */
	struct zp_wall at;
	int32_t counsel;
	uint32_t person;	/* node of who was helped */
};
struct zp_wnode {
	const char *key;		/* case_no or joint_case; for ever */
	struct zp_case *c;		/* owned block; NULL: only named */
	enum zp_case_state state;
	struct zp_wall since;
	int32_t handling, organ, region, matter, received;
	bool criminal, litigation, tied;	/* tied: edges are laid */
	struct zp_wrow **row; uint32_t rows;
	struct zp_wedges near;		/* joint, related, prior; both ways */
	struct zp_wedges against;	/* opposes; both ways */
	struct zp_whelp *help; uint32_t helps;	/* of a key or a person */
	/* settle.h: loose until, and of which version; on w->loose; the row
	 * that was lifted */
	struct zp_wall until;
	int64_t version;
	bool listed;
	struct zp_wrow *lifted;
};
/* What the policy says about carrying over; equal: the same balances. */
struct zp_wcarry { int32_t percent, cap; };
struct zp_wyear {
	int32_t year;
	struct zp_counsel_state *counsel;
	struct zp_centre_state *centre;
	uint64_t changes;		/* of any load */
	/* taken over from the year before, per counsel, and part of the load;
	 * NULL: nothing */
	int64_t *carry;
	struct zp_wcarry by;		/* ... by this policy, */
	uint64_t seen;			/* ... at this many changes of it */
};
struct zp_wperson {
	struct zp_wrow *first;
	const char **busy; uint32_t busies;	/* one block */
	struct zp_entry **entry; uint32_t entries;	/* each one block */
};
struct zp_wduty { struct zp_date date; int32_t counsel; };
struct zp_wscratch {		/* of a walk through the graph */
	uint32_t *mark, *list;	/* per node */
	uint32_t cap, stamp, n;
};
struct zp_world {
	const struct zp_registry *reg;
	struct zp_arena *keys;
	struct zp_strmap by_no, by_joint, by_recipient;
	struct zp_wnode *node; uint32_t nodes, cap;
	struct zp_wperson *person;
	struct zp_wyear *year; uint32_t years;
	struct zp_wcarry carry;		/* of the loads in year[] */
	struct zp_wscratch *scratch;
	uint32_t *loose, looses;	/* nodes, each once */
	struct zp_wduty *hall; uint32_t halls;	/* by date */
	bool helped;			/* there is any help */
};

/* The node of a case, -1 when nobody ever named it. */
int32_t zp_wnode_find(const struct zp_world *w, const char *case_no);
/* Does the node stand for a case that is known by now? */
bool zp_wnode_known(const struct zp_wnode *n);
/* Lay or take up the edges of a node's case. */
void zp_wgraph_tie(struct zp_world *w, uint32_t node);
void zp_wgraph_untie(struct zp_world *w, uint32_t node);
/* Known cases connected with node by joint, related and prior cases,
 * without itself; the opposing ones; the earlier stages; the open ones of
 * the same matter filed before elsewhere (J2).  Each at most once, in
 * w->scratch->list until the next walk; returns how many. */
uint32_t zp_wgraph_group(const struct zp_world *w, uint32_t node);
uint32_t zp_wgraph_against(const struct zp_world *w, uint32_t node);
uint32_t zp_wgraph_prior(const struct zp_world *w, uint32_t node);
uint32_t zp_wgraph_same(const struct zp_world *w, uint32_t node);
/* All nodes of the group in w->scratch: joint cases' keys, and cases known
 * or only named. */
void zp_wgraph_reach(const struct zp_world *w, uint32_t node);
/* Helps given to others of the group by `now`, as links of the case; out
 * may be NULL: how many. */
uint32_t zp_whelp_links(const struct zp_world *w, uint32_t node,
    struct zp_wall now, struct zp_link *out);
/* The node called key of a map, made when it is not there. */
uint32_t zp_wnode_make(struct zp_world *w, struct zp_strmap *by,
    const char *key);

/* Let a row hang on its case and its person, and count; the reverse. */
void zp_wrow_hang(struct zp_world *w, struct zp_wrow *r);
void zp_wrow_unhang(struct zp_world *w, struct zp_wrow *r);
/* A case that was lifted gets the lead of a plan made at `at`: true when
 * that is who has it; else the old row has ended. */
bool zp_wnode_settle(struct zp_world *w, uint32_t node, int32_t lead,
    struct zp_wall at);

/* State of person k as of a year, from the list of assignments and entries;
 * without what is carried over. */
void zp_wperson_sum(const struct zp_world *w, uint32_t k, int32_t year,
    struct zp_counsel_state *out);
/* Take a row, just put on its person's list, into his sums. */
void zp_wperson_add(struct zp_world *w, const struct zp_wrow *r);
/* Make person k (-1: nobody) current in every year. */
void zp_wperson_refresh(struct zp_world *w, int32_t k);
/* S5: say in the view who is on duty in a hall, if the policy asks. */
void zp_whall_mark(const struct zp_world *w, struct zp_view *v,
    const struct zp_policy *p, struct zp_arena *a);
/* Find or make the counters of a year. */
struct zp_wyear *zp_wyear_make(struct zp_world *w, int32_t year);
struct zp_wyear *zp_wyear_find(const struct zp_world *w, int32_t year);

/* ledger_carry.c: what a policy says; make the loads of y hold what is
 * carried over from the year before, after changes there. */
struct zp_wcarry zp_wcarry_of(const struct zp_policy *p);
bool zp_wcarry_equal(struct zp_wcarry a, struct zp_wcarry b);
void zp_wcarry_update(const struct zp_world *w, struct zp_wyear *y,
    const struct zp_policy *p);
/* The same for states of a year that stand nowhere in w->year, or that
 * another policy asks for: add it to each. */
void zp_wcarry_add(const struct zp_world *w, int32_t year,
    const struct zp_policy *p, struct zp_counsel_state *st);

/* A deep copy of a row in one block of malloc. */
void *zp_row_dup(const struct zp_table *t, const void *row) ZP_MUST_CHECK;
#endif
