/*
 * include/zhipaid/handout.h - duty rosters as they leave the house.
 * Layer: wire.  Pure: facts in, text of files out; no clock.
 *
 * Who hands out fills a struct: the daemon from its database, `roster plan`
 * from what it has just made.  The daemon prints it for zhipactl, which
 * parses it and writes the files: feeds here, the printed page in sheet.h.
 * Of a person it says name, licence number and firm, nothing else.
 */
#ifndef ZHIPAID_HANDOUT_H
#define ZHIPAID_HANDOUT_H
#include "zhipaid/calendar.h"
#include "zhipaid/duty.h"

/* A change of what was published, told to the station (N7). */
struct zp_notice {
	const char *station_code;
	int32_t notice_no;		/* 1, 2, ... of the station */
	struct zp_date date;
	enum zp_shift shift;
	int32_t post;
	const char *was, *now;		/* licence numbers; "": nobody */
	enum zp_duty_cause cause;
	struct zp_wall at, acked_at;
};
struct zp_handout_standby {		/* steps in when somebody falls out */
	const char *centre_code;
	struct zp_date date;
	const char *licence_no;
};
/* What a person is paid for a month at a station (N11, N12). */
struct zp_handout_pay {
	struct zp_date month;		/* its first day */
	const char *payer;		/* code of the organ or the centre */
	const char *station_code, *licence_no;
	int32_t workday, day_off, festival, remote;	/* half-days done */
	int32_t due;			/* half-days still to come */
	int64_t fen, due_fen;		/* 1/100 yuan, for them */
	const char *note;		/* what hinders paying */
};
struct zp_handout_place {		/* which centre serves a station */
	const char *station_code, *centre_code;
};
struct zp_handout_month {
	struct zp_date month;		/* its first day */
	struct zp_wall published_at;
};
struct zp_handout {
	const struct zp_registry *reg;
	const struct zp_calendar *cal;	/* of the period at least */
	struct zp_hours hours[3];	/* by zp_shift */
	struct zp_date from, to;	/* both included */
	struct zp_duty *duty; uint32_t duties;	/* linked; "": open */
	struct zp_notice *notice; uint32_t notices;
	struct zp_handout_standby *standby; uint32_t standbys;
	struct zp_handout_place *place; uint32_t places;
	struct zp_handout_month *month; uint32_t months;
	struct zp_handout_pay *pay; uint32_t pays;
};
/* Put everything in the order in which it is read: duties by station, date,
 * shift, post, who stands first; notices the same way, then by number;
 * standby by centre and date; places by station.  Whoever fills the struct
 * calls it once. */
void zp_handout_sort(struct zp_handout *h);
/* As text for zp_handout_parse(); the registry without what is not for
 * others to see. */
void zp_handout_print(const struct zp_handout *h, struct zp_buf *out);
/* The inverse, sorted, in arena a.  Returns out->reg, the caller's to free,
 * or NULL: rep says what is wrong. */
struct zp_registry *zp_handout_parse(const char *text, size_t n,
    struct zp_arena *a, struct zp_handout *out, struct zp_report *rep)
    ZP_MUST_CHECK;

/* How often the post was told to others anew, and when last: by notices that
 * touch it (licence_no NULL), or that person at it; `at` when it was
 * published if never, NONE if that is not known.  O(log notices). */
struct zp_revision {
	int32_t n;
	const struct zp_notice *last;	/* NULL: none */
	struct zp_wall at;
};
struct zp_revision zp_handout_revision(const struct zp_handout *h,
    const struct zp_duty *d, const char *licence_no);
/* The duties of the station on days from..to: h->duty[*at..] and on. */
uint32_t zp_handout_find(const struct zp_handout *h, int32_t station,
    struct zp_date from, struct zp_date to, uint32_t *at);
/* The columns of a notice. */
const struct zp_table *zp_handout_notices(void);
/* The centre that serves a station, or -1. */
int32_t zp_handout_centre(const struct zp_handout *h, int32_t station);
/* A shift and a cause in words; a shift as it stands in roster.csv. */
const char *zp_handout_shift(enum zp_shift s, enum zp_lang lang);
const char *zp_handout_cause(enum zp_duty_cause c, enum zp_lang lang);
const char *zp_handout_shift_code(enum zp_shift s);
/* Name of a person, a station, of who pays, by code; the code when it is not
 * known. */
const char *zp_handout_name(const struct zp_handout *h,
    const char *licence_no);
const char *zp_handout_station(const struct zp_handout *h, const char *code);
const char *zp_handout_payer(const struct zp_handout *h, const char *code);

/* A feed (ics.h) of all duties of a person, of all posts of a station that
 * ever had somebody.  Who does not come (any more) is CANCELLED and stays;
 * drafts are TENTATIVE.  false: there is not one event. */
bool zp_feed_counsel(const struct zp_handout *h, int32_t counsel,
    enum zp_lang lang, struct zp_buf *out);
bool zp_feed_station(const struct zp_handout *h, int32_t station,
    enum zp_lang lang, struct zp_buf *out);
/* roster.csv: who is or was on duty, without posts dropped or open; and
 * allowances.csv, whose free texts no spreadsheet takes for a formula. */
void zp_handout_roster(const struct zp_handout *h, struct zp_buf *out);
void zp_handout_allowances(const struct zp_handout *h, struct zp_buf *out);
#endif
