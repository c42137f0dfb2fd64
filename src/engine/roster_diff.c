/* engine/roster_diff.c - what a plan changes of what is published. */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"
#include "zhipaid/roster_may.h"

/* Of one post who serves comes first, then who said he would not come. */
static int by_post_and_state(const void *pa, const void *pb)
{
	const struct zp_duty *a = pa, *b = pb;
	int c = zp_roster_by_post(a, b);

	if (c != 0)
		return c;
	if (zp_duty_serves(a) != zp_duty_serves(b))
		return zp_duty_serves(a) ? -1 : 1;
	return (a->counsel > b->counsel) - (a->counsel < b->counsel);
}

/* One row a post: what the station was told last. */
static struct zp_duty *told(const struct zp_roster_input *in,
    struct zp_arena *a, uint32_t *n)
{
	int32_t *group = zp_roster_groups(in, a);
	struct zp_duty *at = zp_arena_calloc(a, in->duties, sizeof(*at));
	uint32_t all = 0;

	*n = 0;
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *d = &in->duty[i];

		if (d->station >= 0 && zp_date_cmp(d->date, in->from) >= 0 &&
		    zp_date_cmp(d->date, in->to) <= 0 &&
		    zp_date_cmp(d->date, in->today) >= 0 &&
		    (zp_duty_serves(d) || d->state == ZP_DUTY_ABSENT) &&
		    zp_roster_asked(in, group, zp_duty_centre(in->reg,
		    d->station)))
			at[all++] = *d;
	}
	if (all > 1)
		qsort(at, all, sizeof(*at), by_post_and_state);
	for (uint32_t i = 0; i < all; i++)
		if (*n == 0 || zp_roster_by_post(&at[*n - 1], &at[i]) != 0)
			at[(*n)++] = at[i];
	return at;
}

static bool excepted(const struct zp_roster_input *in,
    const struct zp_duty *d)
{
	for (uint32_t i = 0; i < in->days; i++)
		if (in->day[i].station == d->station &&
		    in->day[i].date.day == d->date.day)
			return true;
	return false;
}

static enum zp_duty_cause cause(const struct zp_roster_input *in,
    const struct zp_duty *was, const struct zp_duty *now)
{
	if (now == NULL || (was == NULL && excepted(in, now)))
		return ZP_CAUSE_EXCEPTION;
	return was != NULL && was->state == ZP_DUTY_ABSENT ?
	    ZP_CAUSE_ABSENT : ZP_CAUSE_REPAIR;
}

struct zp_duty_change *zp_roster_diff(const struct zp_roster_input *in,
    const struct zp_roster *now, struct zp_arena *a, uint32_t *n)
{
	uint32_t olds, i = 0, k = 0;
	struct zp_duty *old = told(in, a, &olds);
	struct zp_duty_change *at = zp_arena_calloc(a,
	    (size_t)olds + now->duties, sizeof(*at));

	*n = 0;
	while (i < olds || k < now->duties) {
		const struct zp_duty *was = i < olds ? &old[i] : NULL;
		const struct zp_duty *is = k < now->duties ? &now->duty[k] :
		    NULL;
		int c = was == NULL ? 1 : is == NULL ? -1 :
		    zp_roster_by_post(was, is);
		const struct zp_duty *d = c <= 0 ? was : is;

		was = c <= 0 ? was : NULL;
		is = c >= 0 ? is : NULL;
		i += c <= 0;
		k += c >= 0;
		at[*n] = (struct zp_duty_change){ d->station_code, d->date,
		    d->shift, d->post, was == NULL ? "" : was->licence_no,
		    is == NULL ? "" : is->licence_no, cause(in, was, is),
		    d->station };
		*n += strcmp(at[*n].was, at[*n].now) != 0 &&
		    zp_date_cmp(d->date, in->today) >= 0;
	}
	return at;
}
