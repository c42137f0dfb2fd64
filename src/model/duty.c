/* src/model/duty.c - see duty.h. */
#include "zhipaid/duty.h"

void zp_duties_link(const struct zp_registry *reg, struct zp_duty *at,
    uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		at[i].station = zp_registry_find(reg, ZP_T_STATIONS,
		    at[i].station_code);
		at[i].counsel = zp_registry_find(reg, ZP_T_COUNSEL,
		    at[i].licence_no);
	}
}

void zp_station_days_link(const struct zp_registry *reg,
    struct zp_station_day *at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		at[i].station = zp_registry_find(reg, ZP_T_STATIONS,
		    at[i].station_code);
}

void zp_duty_wishes_link(const struct zp_registry *reg,
    struct zp_duty_wish *at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		at[i].counsel = zp_registry_find(reg, ZP_T_COUNSEL,
		    at[i].licence_no);
}

void zp_duty_loans_link(const struct zp_registry *reg,
    struct zp_duty_loan *at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		at[i].counsel = zp_registry_find(reg, ZP_T_COUNSEL,
		    at[i].licence_no);
		at[i].centre = zp_registry_find(reg, ZP_T_CENTRES,
		    at[i].centre_code);
	}
}

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
