/*
 * tests/engine/support_roster.h - two counties with stations, and people by a
 * seed, some of whom a rule bars.
 */
#ifndef SUPPORT_ROSTER_H
#define SUPPORT_ROSTER_H
#include "zhipaid/roster.h"

enum { ROSTER_PEOPLE = 40 };

/* March 2026, of which the 7th is worked and the 18th is not. */
struct roster_town {
	struct zp_registry *reg;
	struct zp_policy p;
	struct zp_calendar cal;
	struct zp_day day[3];
	int32_t year[1];
	struct zp_arena *a;
	struct zp_roster_input in;
};

int32_t roster_roll(uint64_t *seed, uint64_t below);
/* plain: everybody alike, nobody away. */
void roster_town_new(struct roster_town *t, uint64_t seed, bool plain);
void roster_town_free(struct roster_town *t);
/* By the words of the rules: may that person stand there that day (he is
 * active, trained, in the pool, of the county, not at an organ of his)? */
bool roster_may_stand(const struct roster_town *t, const struct zp_duty *d,
    int32_t counsel);
/* Do two duties of one person go together: not at once, with a way to
 * travel, rest between them? */
bool roster_go_together(const struct roster_town *t, const struct zp_duty *a,
    const struct zp_duty *b);
#endif
