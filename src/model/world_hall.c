/* src/model/world_hall.c - who is on duty in a hall (S5). */
#include <string.h>
#include "world_impl.h"

/* The first duty of that day or later. */
static uint32_t first_on(const struct zp_world *w, struct zp_date d)
{
	uint32_t lo = 0, hi = w->halls;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (zp_date_cmp(w->hall[mid].date, d) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void zp_world_duty(struct zp_world *w, const struct zp_duty *d)
{
	const struct zp_registry *reg = w->reg;
	int32_t s = zp_registry_find(reg, ZP_T_STATIONS, d->station_code);
	int32_t c = zp_registry_find(reg, ZP_T_COUNSEL, d->licence_no);
	uint32_t at;

	if (s < 0 || c < 0 || !zp_duty_serves(d) ||
	    !zp_station_is_hall(reg, &reg->station[s]))
		return;
	at = first_on(w, zp_date_add(d->date, 1));
	w->hall = zp_xrealloc(w->hall, w->halls + 1, sizeof(*w->hall));
	memmove(&w->hall[at + 1], &w->hall[at],
	    (w->halls - at) * sizeof(*w->hall));
	w->hall[at] = (struct zp_wduty){ d->date, c };
	w->halls++;
}

void zp_world_no_duty(struct zp_world *w)
{
	w->halls = 0;
}

void zp_whall_mark(const struct zp_world *w, struct zp_view *v,
    const struct zp_policy *p, struct zp_arena *a)
{
	struct zp_date today = zp_wall_date(v->now);
	uint32_t at = first_on(w, today);
	struct zp_counsel_state *own;

	if (!zp_policy_uses(p, ZP_HALL_DUTY_FIRST) || at == w->halls ||
	    zp_date_cmp(w->hall[at].date, today) != 0)
		return;
	own = zp_arena_calloc(a, w->reg->counsels, sizeof(*own));
	memcpy(own, v->counsel, w->reg->counsels * sizeof(*own));
	for (; at < w->halls && zp_date_cmp(w->hall[at].date, today) == 0;
	    at++)
		own[w->hall[at].counsel].hall = true;
	v->counsel = own;
}
