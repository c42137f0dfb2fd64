/* src/conf/impl.h - what the files of this layer share. */
#ifndef ZHIPAID_CONF_IMPL_H
#define ZHIPAID_CONF_IMPL_H
#include <libconfig.h>
#include "zhipaid/conf.h"

/* How the value of a key is written and where it is kept.  A text without
 * any default (not even "") must be given. */
enum zp_conf_kind {
	ZP_CONF_INT,	/* int32_t, min..max */
	ZP_CONF_SEED,	/* uint64_t, 0..INT64_MAX */
	ZP_CONF_BOOL,	/* bool */
	ZP_CONF_WORD,	/* 4 bytes: min + position in the range's words */
	ZP_CONF_SET,	/* uint32_t: bit i for word i */
	ZP_CONF_LANG,	/* const char *: one of the words */
	ZP_CONF_TEXT,	/* const char * */
	ZP_CONF_CODE,	/* const char *: six digits */
	ZP_CONF_PATH,	/* const char *: absolute, fits a socket's address */
	ZP_CONF_LIST,	/* struct zp_list */
	ZP_CONF_HOURS,	/* struct zp_hours */
	ZP_CONF_RULES,	/* bool[]: rules switched off */
	ZP_CONF_FILE,	/* const char *: names a file; load.c reads it */
	ZP_CONF_CALENDARS, /* struct zp_calendar: names files, as above */
};
struct zp_conf_row {
	struct zp_conf_key key;
	enum zp_conf_kind kind;
	size_t at;		/* offset in struct zp_conf */
	int32_t min, max;
};
extern const struct zp_conf_row zp_conf_row[];
extern const size_t zp_conf_rows;
/* The row of a full name, or -1. */
int zp_conf_find(const char *name, size_t n);

/* One load: what it fills and where it complains. */
struct zp_conf_load {
	struct zp_conf *c;
	struct zp_report *rep;
	const char *file;	/* being read */
	const char *prefix;	/* of its keys: "" or "policy." */
	long wrapped[16];	/* its lines with a number too long */
	unsigned wraps;
	/* The file that named this one, at its line `from`. */
	const struct zp_conf_load *asked;
	long from;
	const char *from_key;	/* NULL: nobody asked */
	/* of the main file */
	bool frozen;		/* stored text: may not name files */
	bool calendars;		/* it said which, or brought one */
	const char *policy;	/* the policy's file, or NULL */
};
/* An error in l->file; zh and en take the same arguments. */
void zp_conf_wrong(struct zp_conf_load *l, long line, const char *key,
    const char *zh, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
void zp_conf_warn(struct zp_conf_load *l, long line, const char *key,
    const char *zh, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/* Read l->file whole into b, refusing what libconfig would take silently
 * (read.c).  The text to parse, inside b, or NULL: reported. */
const char *zp_conf_read(struct zp_conf_load *l, struct zp_buf *b)
    ZP_MUST_CHECK;
/* The same checks for a text that is already in b. */
const char *zp_conf_scan(struct zp_conf_load *l, const struct zp_buf *b)
    ZP_MUST_CHECK;
/* Report errno about l->file, where it was named (load.c). */
void zp_conf_cannot_read(struct zp_conf_load *l);
/* Parse the text; false: reported.  The caller destroys cfg either way. */
bool zp_conf_parse(struct zp_conf_load *l, config_t *cfg, const char *text)
    ZP_MUST_CHECK;

/* Take the value of row i from s, reporting what is wrong (value.c). */
void zp_conf_set(struct zp_conf_load *l, size_t i, const config_setting_t *s);
/* Give every key its default. */
void zp_conf_defaults(struct zp_conf *c);
/* Fill in the digests of the canonical texts. */
void zp_conf_digest(struct zp_conf *c);
/* Append the canonical text of row i's value. */
void zp_conf_text(const struct zp_conf *c, size_t i, struct zp_buf *out);
void zp_conf_quote(const char *s, struct zp_buf *out);

/* Calendar: the group or file `top`; and back (calendar.c). */
void zp_conf_calendar(struct zp_conf_load *l, const config_setting_t *top);
void zp_conf_calendar_text(const struct zp_calendar *cal,
    struct zp_buf *out);

/* Rules between keys (validate.c).  daemon: its own keys must be there. */
void zp_conf_validate(struct zp_conf_load *l, bool daemon);

/* The candidate nearest to a mistyped word (nearest.c): offer each, then
 * take the best, or NULL when none is near. */
struct zp_nearest { const char *word, *best; size_t n; unsigned distance; };
void zp_nearest_offer(struct zp_nearest *f, const char *candidate, size_t n);
#endif
