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
	ZP_DUTY_CANCELLED,	/* published, then the shift was dropped */
};
/* Why a published duty is another's now (N7). */
enum zp_duty_cause { ZP_CAUSE_CHANGE, ZP_CAUSE_SWAP, ZP_CAUSE_REPAIR,
	ZP_CAUSE_ABSENT, ZP_CAUSE_EXCEPTION };
struct zp_duty {		/* a row of roster.csv */
	const char *station_code;
	struct zp_date date;
	enum zp_shift shift;
	int32_t post;		/* 1, 2, ... of the shift */
	const char *licence_no;	/* "": open */
	enum zp_duty_state state;
	int32_t station, counsel;	/* linked; -1 */
};
/* What a station wants on a date instead of what is usual
 * (station_days.csv). */
struct zp_station_day {
	const char *station_code;
	struct zp_date date;
	uint32_t shifts;	/* set of ZP_SHIFT_BIT; 0: closed */
	int32_t posts;
	const char *reason;
	int32_t station;	/* linked; -1 */
};
/* Days on which a person would rather not be on duty, both included
 * (wishes.csv). */
struct zp_duty_wish {
	const char *licence_no;
	struct zp_date from, to;
	int32_t counsel;	/* linked; -1 */
};
/* X6: the city lends a person to a centre's stations, both days included
 * (duty_loans.csv). */
struct zp_duty_loan {
	const char *licence_no, *centre_code;
	struct zp_date from, to;
	const char *by_whom, *reason;
	int32_t counsel, centre;	/* linked; -1 */
};
/* A duty by name: STATION/DATE/SHIFT[/POST], post 1 when left out, as in
 * ST-1/2026-03-05/am/2.  Read from the right, for codes may hold '/'.  The
 * code lives in a; false: it is no such name, *out is untouched. */
bool zp_duty_parse(const char *s, struct zp_arena *a, struct zp_duty *out)
    ZP_MUST_CHECK;
void zp_duty_print(const struct zp_duty *d, struct zp_buf *out);
/* The word of a shift: "am". */
const char *zp_shift_word(enum zp_shift s);
/* Find the station, person, centre that rows name; -1: there is none. */
void zp_duties_link(const struct zp_registry *reg, struct zp_duty *at,
    uint32_t n);
void zp_station_days_link(const struct zp_registry *reg,
    struct zp_station_day *at, uint32_t n);
void zp_duty_wishes_link(const struct zp_registry *reg,
    struct zp_duty_wish *at, uint32_t n);
void zp_duty_loans_link(const struct zp_registry *reg,
    struct zp_duty_loan *at, uint32_t n);
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
