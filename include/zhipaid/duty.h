/*
 * include/zhipaid/duty.h - a duty: one person at one post of one shift.
 * Layer: model.  Pure, plain data; columns in table.h (roster.csv).
 */
#ifndef ZHIPAID_DUTY_H
#define ZHIPAID_DUTY_H
#include "zhipaid/registry.h"
#include "zhipaid/time.h"

enum zp_shift { ZP_SHIFT_AM, ZP_SHIFT_PM, ZP_SHIFT_DAY };
enum zp_duty_state {
	ZP_DUTY_DRAFT,		/* planned, may change */
	ZP_DUTY_PUBLISHED,	/* told to everybody; changes are numbered */
	ZP_DUTY_DONE, ZP_DUTY_ABSENT,	/* past: never changes again */
	ZP_DUTY_SWAPPED,	/* published, then given to somebody else */
};
struct zp_duty {		/* a row of roster.csv */
	const char *station_code;
	struct zp_date date;
	enum zp_shift shift;
	int32_t post;		/* 1, 2, ... of the shift */
	const char *licence_no;	/* "": open */
	enum zp_duty_state state;
	int32_t station, counsel;	/* linked; -1 */
};
/* Does the row stand (draft, published, done)?  Of those a post of a
 * half-day has one and a person is at one place; who was absent or gave the
 * shift away stays on record beside who took it. */
bool zp_duty_stands(const struct zp_duty *d);
/* Does the person serve, by a roster that is out? */
bool zp_duty_serves(const struct zp_duty *d);
/* The hall of a centre (S5): a station at no organ, or at one of another
 * kind than courts, procuratorates, police and detention centres. */
bool zp_station_is_hall(const struct zp_registry *reg,
    const struct zp_station *s);
/* The shifts of a station's set (zp_station.shifts), by bit. */
#define ZP_SHIFT_BIT(s) (1u << (s))
#endif
