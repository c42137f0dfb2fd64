/*
 * include/zhipaid/rebalance.h - one chessboard: what the city centre may do
 * for counties short of people or of cases.
 * Layer: engine.  Pure: the world of a city in, a plan out; it changes
 * nothing.
 *
 * Loans (X1, X3; Anqing 三(三)2; IM 三(二)): whom other centres lend for a
 * case that waits because nobody of its own centre may take it, so that every
 * co-accused is defended.  Moves (X2, T5): cases not yet begun that go from
 * centres ahead of their targets to centres behind.  In this order:
 *  1. as many waiting cases defended as can be, the more urgent first;
 *  2. of these plans the least travel; the score (rule.h) tells equals apart;
 *  3. the largest shortfall as small as can be, then the next (a shortfall is
 *     (due - handled) / target, so that counties of any size compare);
 *  4. the fewest moves; 5. the least travel.
 * Loans come first and take their people's room.  A centre that gives cases
 * keeps what is due (T5); nobody gets more than what brings him up to date.
 *
 * Travel is told in steps between regions: a region hangs below who serves
 * it (J5), else below its parent, and each way up or down is a step: 0 the
 * same region, 1 a county and its city or a zone and who serves it, 2 two
 * counties of one city.
 *
 * 1, 2: the search of decide.h over the people of the whole city, exact
 * while `proven`.  3: Megiddo, Math. Programming 7, 1974,
 * doi:10.1007/BF01585506; one case at a time to the centre that is furthest
 * behind is exact, because what centres can receive is a polymatroid
 * (Federgruen & Groenevelt, Oper. Res. 34(6), 1986,
 * doi:10.1287/opre.34.6.909).  4 follows from 3; 5: flow.h.
 */
#ifndef ZHIPAID_REBALANCE_H
#define ZHIPAID_REBALANCE_H
#include "zhipaid/progress.h"

struct zp_rebalance_input {
	const struct zp_world *w;
	const struct zp_registry *reg;
	const struct zp_policy *p;
	struct zp_wall now;
	struct zp_date until;	/* the day whose targets count, of the year
				 * of now; NONE: today */
	/* cases that counsel acknowledged, sorted by number: work has begun */
	const char *const *begun; uint32_t beguns;
	bool loans, moves;
};
/* All indices of people and centres are those of the registry; case numbers
 * are borrowed from the world, the rest lives in the arena. */
struct zp_loan {		/* as lead */
	const char *case_no;
	int32_t counsel, lender, borrower;
	int32_t distance;	/* from the person's region to the case */
	uint32_t lack;		/* which it serves */
};
struct zp_transfer {
	const char *case_no;
	int32_t from, to;
	int32_t distance;	/* from the receiving centre to the case */
	int32_t was;		/* who has it as lead; -1: nobody yet */
	int32_t people;		/* of `to`, whom the rules admit, */
	int32_t counsel;	/* ... and one who can take it beside all
				 * others moved; decide.h finds who fits */
};
struct zp_bar { int rule; int32_t n; };	/* a rule, and how many it bars */
struct zp_helper {
	int32_t counsel, distance;
	int32_t cases;		/* of the lack, that he may take */
};
/* Cases that wait for people: of one centre and one joint case (or related
 * ones), or a single one. */
struct zp_lack {
	int32_t centre;
	const char **case_no; uint32_t n;	/* sorted */
	const char *joint_case;			/* "" */
	struct zp_bar *bar; uint32_t bars;	/* the own people, by the
				 * first rule against each; most first */
	struct zp_helper *help; uint32_t helps;	/* who could come, barred by
				 * X1 at most: the nearest, nearest first */
	uint32_t could;		/* how many could in all */
	uint32_t lent;		/* cases that the plan serves by loans */
	uint32_t home;		/* ... by people of the centre after all */
	int32_t proof;		/* why others are left; -1: none are */
};
/* Why cases stay without counsel whatever is lent. */
enum zp_proof_kind {
	ZP_PROOF_NOBODY,	/* no rule admits anybody of the city */
	ZP_PROOF_HALL,		/* n cases, and people (or firms, of co-accused
				 * who must not share one: C7) for fewer */
	ZP_PROOF_SEARCH,	/* every way was tried: rules between cases
				 * (C5, C7, C17) leave none */
	ZP_PROOF_NONE,		/* the search was cut short */
};
struct zp_proof {
	enum zp_proof_kind kind;
	const char **case_no; uint32_t n;	/* sorted */
	int32_t *counsel; uint32_t counsels;	/* all whom the rules admit
				 * to any of these, with room */
	int32_t places;		/* of these cases as many can be served */
	struct zp_bar *bar; uint32_t bars;	/* people of the city barred
				 * from all of these, by the first rule;
				 * most first */
	struct zp_bar *relax; uint32_t relaxes;	/* rules that may be overridden
				 * and alone bar n people: most first */
};
struct zp_effect {		/* parallel to reg->centre */
	struct zp_progress before, after;
	int32_t out, in;	/* cases moved */
	int32_t lent, borrowed;	/* loans */
	int32_t year_end[2];	/* handled by then at the rate of the year so
				 * far, before and after (T5) */
};
/* Why a case of a centre that may give some stays, first that holds. */
enum zp_stay {
	ZP_STAY_DECIDED,	/* the city's or a person's decision */
	ZP_STAY_LEVEL,		/* level jurisdiction (J3) */
	ZP_STAY_BEGUN, ZP_STAY_HEARING,
	ZP_STAY_CHOSEN,		/* the recipient chose counsel (S8) */
	ZP_STAY_TIED,		/* co-accused and both sides stay together */
	ZP_STAY_NOBODY,		/* nobody of a centre behind may take it */
	ZP_STAYS
};
struct zp_rebalance {
	struct zp_loan *loan; uint32_t loans;		/* by case */
	/* waiting cases that people of their own centre may take after all:
	 * nothing for the city to decide; lender and borrower are one */
	struct zp_loan *home; uint32_t homes;		/* by case */
	struct zp_transfer *move; uint32_t moves;	/* by case */
	struct zp_lack *lack; uint32_t lacks;		/* by centre, case;
							 * with loans */
	struct zp_proof *proof; uint32_t proofs;
	struct zp_effect *effect;	/* per centre */
	int32_t stay[ZP_STAYS];		/* cases that could not be moved */
	int32_t movable;		/* cases that could */
	struct zp_elapsed elapsed;
	int32_t travel;			/* of all loans and moves, in steps */
	bool proven;			/* 1 and 2 are; 3 to 5 always are */
};

/* Steps between two regions; -1 when they hang below no common one. */
int32_t zp_region_distance(const struct zp_registry *reg, int32_t a,
    int32_t b);
/* Make a plan; cases that wait (zp_world_state) count as short of people,
 * unless a person must decide (S4) or nobody may (J1, J2).  At most 8,192
 * of them, the most urgent; the rest stands in no lack.  O(waiting *
 * people + movable * people of centres behind) checks of a person. */
struct zp_rebalance *zp_rebalance_plan(const struct zp_rebalance_input *in,
    struct zp_arena *a) ZP_MUST_CHECK;

/* One sentence for people, without a full stop, appended: why the loan, the
 * move; what is short; why it stays so; why cases stay where they are. */
void zp_rebalance_loan_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t loan, enum zp_lang lang,
    struct zp_buf *out);
void zp_rebalance_move_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t move, enum zp_lang lang,
    struct zp_buf *out);
void zp_rebalance_lack_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t lack, enum zp_lang lang,
    struct zp_buf *out);
void zp_rebalance_proof_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t proof, enum zp_lang lang,
    struct zp_buf *out);
const char *zp_rebalance_stay_name(enum zp_stay s, enum zp_lang lang);
#endif
