/*
 * tests/model/support_town.h - a small town to try the model on: one city
 * centre C0, one county centre C1, counsel L0.. of alternating centres and
 * three firms, a criminal and a civil matter.
 */
#ifndef SUPPORT_TOWN_H
#define SUPPORT_TOWN_H
#include "zhipaid/world.h"

#define TOWN_COUNSEL 9

struct town {
	struct zp_registry *reg;
	struct zp_arena *a;
	struct zp_policy p;
	struct zp_world *w;
};

int town_setup(void **state);
int town_teardown(void **state);
/* A time of 2026: month, day, hour; of another year. */
struct zp_wall town_at(int month, int day, int hour);
struct zp_wall town_in(int year, int month, int day);
/* An approved criminal case, handled by C1; set what matters and add it. */
struct zp_case town_case(const char *no, const char *recipient);
void town_add(struct town *t, const struct zp_case *c);
/* Counsel "L<k>" acts in a case. */
void town_assign(struct town *t, const char *no, int k, enum zp_role role,
    struct zp_wall at);
/* The view of up to four cases (NULL: none) at `now`, as text; owned by the
 * town. */
struct zp_view *town_view(struct town *t, struct zp_wall now,
    const char *const no[4]);
const char *town_print(struct town *t, const struct zp_view *v);
#endif
