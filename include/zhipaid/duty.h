/*
 * include/zhipaid/duty.h - a duty: one person at one post of one shift.
 * Layer: model.  Pure, plain data; columns in table.h (roster.csv).
 */
#ifndef ZHIPAID_DUTY_H
#define ZHIPAID_DUTY_H
#include "zhipaid/table.h"
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
/* The shifts of a station's set (zp_station.shifts), by bit. */
#define ZP_SHIFT_BIT(s) (1u << (s))
#endif
