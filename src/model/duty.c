/* src/model/duty.c - see duty.h. */
#include "zhipaid/duty.h"

bool zp_duty_serves(const struct zp_duty *d)
{
	return d->state == ZP_DUTY_PUBLISHED || d->state == ZP_DUTY_DONE;
}

bool zp_duty_stands(const struct zp_duty *d)
{
	return d->state == ZP_DUTY_DRAFT || zp_duty_serves(d);
}

bool zp_station_is_hall(const struct zp_registry *reg,
    const struct zp_station *s)
{
	return s->organ < 0 || reg->organ[s->organ].kind == ZP_ORGAN_OTHER;
}
