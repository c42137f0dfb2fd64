/*
 * engine/rebalance_impl.h - a rebalancing plan while it is made.
 * Layer: engine, private to rebalance*.c.
 */
#ifndef ZHIPAID_REBALANCE_IMPL_H
#define ZHIPAID_REBALANCE_IMPL_H
#include "solve_impl.h"
#include "zhipaid/rebalance.h"

struct zp_rb_case {		/* an open case of the city */
	const struct zp_case *c;
	enum zp_case_state state;
	int32_t handling;
	/* of its running lead; was -1: none */
	int32_t was;
	struct zp_wall decided_at;
	enum zp_mode mode;
	bool counted;		/* for its centre, this year (T5) */
	bool lent;		/* a loan of this plan serves it */
};
struct zp_rb {
	const struct zp_rebalance_input *in;
	struct zp_arena *a;	/* the plan's */
	struct zp_arena *work;
	struct zp_rebalance *out;
	struct zp_rb_case *cs; uint32_t n;	/* by number */
	int year;
	int32_t *handled;	/* per centre, this year */
	int32_t *gain;		/* per centre: by loans and moves */
	/* state of counsel once the loans are given; NULL: as it is */
	struct zp_counsel_state *counsel;
};

/* rebalance.c */
struct zp_rb_case *zp_rb_find(const struct zp_rb *r, const char *case_no);
/* Where a case happens: the region of its organ, else its own, else that of
 * the centre; -1. */
int32_t zp_rb_place(const struct zp_registry *reg,
    const struct zp_view_case *vc);
/* From where a person comes: his region, his firm's, his centre's. */
int32_t zp_rb_home(const struct zp_registry *reg, int32_t counsel);
/* Steps between, where nothing in common counts as far: 0..FAR. */
enum { ZP_RB_FAR = 7 };
int32_t zp_rb_steps(const struct zp_registry *reg, int32_t a, int32_t b);
/* How many more cases a person in that state may take this year (T1). */
int32_t zp_rb_room(const struct zp_policy *p, const struct zp_counsel *c,
    const struct zp_counsel_state *st);
/* Rules and how many they bar: n[] by rule to a list, most first. */
uint32_t zp_rb_bars(struct zp_arena *a, const int32_t n[ZP_CANDIDATE_RULES],
    struct zp_bar **out);

/* rebalance_loan.c: give loans to the waiting cases. */
void zp_rb_loans(struct zp_rb *r);
struct zp_rb_open {		/* the waiting cases, once who[] is found */
	struct zp_search s;
	struct zp_batch b;	/* X1 is waived */
	struct zp_rb *r;
};
/* rebalance_lack.c: what is short, and who could come. */
void zp_rb_lacks(struct zp_rb_open *o);
/* rebalance_proof.c: why cases are left; proof[] by job, -1: it is not. */
void zp_rb_proofs(struct zp_rb_open *o, int32_t *proof);

/* rebalance_stay.c: the cases that may be moved, and to whom. */
struct zp_rb_set {		/* people of a centre who may take the same */
	int32_t at;		/* which of those that take */
	int32_t *person, n;	/* places in the pool */
};
struct zp_rb_class {		/* cases that are alike */
	int32_t from;
	bool counted;		/* for its centre: assigned */
	int32_t place;		/* region */
	int32_t *set;		/* per centre that takes; -1: nobody there */
	struct zp_rb_case **cs; uint32_t n;	/* who goes first */
};
struct zp_rb_board {
	struct zp_rb *r;
	int32_t *give, *spare;	/* per centre: most cases out; of them most
				 * that count for it */
	int32_t *centre, centres;	/* those behind, */
	int32_t *take;			/* ... and the most cases in */
	struct zp_rb_class *cls; uint32_t classes;
	struct zp_rb_set *set; uint32_t sets;
	const struct zp_counsel_state *counsel;
};
/* r, give, spare, centre and take are given; the rest is found. */
void zp_rb_candidates(struct zp_rb_board *d);
/* rebalance_move.c: move cases. */
void zp_rb_moves(struct zp_rb *r);

/* rebalance_net.c: a network in which units are sent one by one. */
struct zp_net {
	int32_t nodes, arcs, room;
	int32_t *from, *to, *cap, *flow, *cost;
	int32_t *first, *next;	/* arcs of a node: 2e there, 2e + 1 back */
	int32_t *seen, stamp;	/* nodes reached in the last search */
	int32_t *by, *queue;
};
struct zp_net *zp_net_new(struct zp_arena *a, int32_t nodes, int32_t arcs);
int32_t zp_net_arc(struct zp_net *t, int32_t from, int32_t to, int32_t cap,
    int32_t cost);
/* Is there a way from one node to another on which a unit more can go?
 * seen[v] == stamp: v was reached. */
bool zp_net_search(struct zp_net *t, int32_t from, int32_t to);
/* Send it there; after a search that found a way. */
void zp_net_send(struct zp_net *t, int32_t from, int32_t to);
#endif
