/*
 * tests/engine/support_year.h - random little cities with a year to live,
 * and a judge of what was made of it.
 *
 * The judge is written from the rulebook alone, one plain loop per rule,
 * and calls nothing of src/rules or src/engine.
 */
#ifndef ZT_YEAR_H
#define ZT_YEAR_H
#include "zhipaid/simulate.h"

struct zt_year {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_case *cs; uint32_t cases;
	struct zp_event *ev; uint32_t events;
	struct zp_help *help; uint32_t helps;
	uint64_t seed;
};
/* The city of a seed; shuffle != 0: its rows given in another order. */
struct zt_year *zt_year_new(uint64_t seed, uint64_t shuffle);
void zt_year_free(struct zt_year *y);
struct zp_sim *zt_year_run(const struct zt_year *y);

/* What is wrong with the result: "" when nothing, else one line. */
struct zt_verdict { char text[256]; };
void zt_judge(const struct zt_year *y, const struct zp_sim *s,
    struct zt_verdict *out);
#endif
