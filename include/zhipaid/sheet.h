/*
 * include/zhipaid/sheet.h - the page that hangs at a station.
 * Layer: wire.  Pure: a handout in, text out.
 *
 * One A4 page for a station and a month, as HTML that any browser prints:
 * no script, nothing from elsewhere.  Day by day who is there, who stands
 * by, days off and festivals; the people with room for their telephone
 * numbers (we have none); the changes since it was published, whose last
 * number is the version of the page (N7); whom to call; room for two seals,
 * of who issues it and of who receives it.  The height of the rows follows
 * from how many there are, so that a month with mornings, afternoons and
 * two posts is one page.
 */
#ifndef ZHIPAID_SHEET_H
#define ZHIPAID_SHEET_H
#include "zhipaid/handout.h"

/* Append the page of the month that begins on `month`.  false: the station
 * has no duty in it, nothing is appended. */
bool zp_sheet_print(const struct zp_handout *h, int32_t station,
    struct zp_date month, enum zp_lang lang, struct zp_buf *out)
    ZP_MUST_CHECK;
#endif
