/*
 * src/core/duty_rows.h - one duty: as it is named, as it is told, and as the
 * schema's functions take it; private to core.
 */
#ifndef ZHIPAID_CORE_DUTY_ROWS_H
#define ZHIPAID_CORE_DUTY_ROWS_H
#include "command.h"
#include "roster.h"
#include "zhipaid/roster_may.h"

/* A post that changes hands (roster_change() in sql/migrations). */
struct zp_duty_row {
	const struct zp_duty *post;
	const char *was, *now;		/* licences; "": nobody */
	const char *became;		/* what was's row turns into; NULL */
	const char *state;		/* of now's row */
	enum zp_duty_cause cause;
	const char *overrides;		/* "N8|N17"; NULL: none */
};
/* As an element of a JSON array, or the keys of the post alone. */
void zp_duty_row_put(struct zp_buf *rows, const struct zp_duty_row *x);
void zp_duty_key_put(struct zp_buf *b, const struct zp_duty *post);

/* Parse a duty into the arena of the request; answered with exit 2 where it
 * is no name of one. */
bool zp_req_duty(struct zp_req *r, const char *s, struct zp_duty *out);
/* Does this daemon lead, with data?  Answered if not. */
bool zp_req_leads(struct zp_req *r);
/* Find the station of a duty in the registry; false: there is none. */
bool zp_duty_link(const struct zp_registry *reg, struct zp_duty *d);
/* Who stands at that very post by draft, published or done; NULL: nobody. */
const struct zp_duty *zp_duty_standing(const struct zp_roster_input *in,
    const struct zp_duty *post);

/* "青溪区法院值班点 2026-03-05 上午" */
void zp_duty_say(const struct zp_registry *reg, const struct zp_duty *d,
    enum zp_lang lang, struct zp_buf *out);
/* "王芳（P3408001234）" */
void zp_person_say(const struct zp_registry *reg, int32_t counsel,
    enum zp_lang lang, struct zp_buf *out);
#endif
