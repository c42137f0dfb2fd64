/* engine/rota_part.c - a part of a rota as a problem of its own. */
#include <string.h>

#include "rota_impl.h"

/* The arcs of slot s to those whom what is fixed leaves free. */
static void copy_slot(const struct zp_turns *fixed, int32_t s,
    struct zp_arena *a, struct zp_rota_slot *out)
{
	const struct zp_rota *r = fixed->r;
	const struct zp_rota_slot *x = &r->slot[s];
	struct zp_arc *arc = zp_arena_calloc(a, (size_t)x->arcs,
	    sizeof(*arc));

	*out = *x;
	out->arc = arc;
	out->arcs = 0;
	out->held = -1;
	for (int32_t i = 0; i < x->arcs; i++)
		if (zp_turns_free(fixed, s, x->arc[i].counsel))
			arc[out->arcs++] = (struct zp_arc){
			    x->arc[i].counsel,
			    zp_rota_arc_cost(r, s, &x->arc[i]) };
}

static bool in_part(const struct zp_rota *r, int32_t s,
    struct zp_rota_days days)
{
	int32_t day = r->slot[s].date.day - r->slot[0].date.day - days.from;

	return day >= 0 && day % days.of < days.n;
}

void zp_rota_part(const struct zp_rota *r, const int32_t *who,
    struct zp_rota_days days, struct zp_arena *a, struct zp_rota *out,
    int32_t *slot)
{
	size_t slots = (size_t)r->slots, persons = (size_t)r->persons;
	struct zp_rota_slot *part = zp_arena_calloc(a, slots, sizeof(*part));
	struct zp_rota_person *person = zp_arena_calloc(a, persons,
	    sizeof(*person));
	struct zp_rota_busy *busy = zp_arena_calloc(a, slots +
	    (size_t)r->busies, sizeof(*busy));
	int32_t *rest = zp_arena_calloc(a, slots, sizeof(*rest));
	struct zp_turns fixed;

	*out = *r;
	out->slot = part;
	out->slots = 0;
	out->person = person;
	out->busy = busy;
	memcpy(person, r->person, persons * sizeof(*person));
	if (r->busies > 0)
		memcpy(busy, r->busy, (size_t)r->busies * sizeof(*busy));
	for (int32_t s = 0; s < r->slots; s++) {
		const struct zp_rota_slot *x = &r->slot[s];

		rest[s] = in_part(r, s, days) ? -1 : who[s];
		if (rest[s] < 0)
			continue;
		busy[out->busies++] = (struct zp_rota_busy){ who[s], x->date,
		    x->half, x->place };
		person[who[s]].done[x->bucket]++;
	}
	zp_turns_init(&fixed, r, a);
	zp_turns_set(&fixed, rest);
	for (int32_t s = 0; s < r->slots; s++)
		if (in_part(r, s, days)) {
			copy_slot(&fixed, s, a, &part[out->slots]);
			slot[out->slots++] = s;
		}
}
