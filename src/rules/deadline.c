/*
 * src/rules/deadline.c - the clocks of an assignment and the queue (D, J).
 */
#include <string.h>
#include "zhipaid/deadline.h"
#include "zhipaid/help.h"
#include "zhipaid/rule.h"

/* D5, CPL 105: the first day is not counted; calendar days by default. */
static struct zp_date count_days(const struct zp_policy *p,
    const struct zp_calendar *cal, struct zp_date from)
{
	struct zp_date due;

	if (p->assign_unit == ZP_WORKING_DAYS_UNIT && p->assign_days > 0)
		return zp_calendar_after(cal, from, p->assign_days);
	due = zp_date_add(from, p->assign_days);
	return p->rollover == ZP_ROLL_NEXT_WORKDAY ?
	    zp_calendar_on_or_after(cal, due) : due;
}

static struct zp_wall last_second(struct zp_date day)
{
	struct zp_wall end = zp_date_start(zp_date_add(day, 1));

	end.us -= ZP_SEC(1).us;
	return end;
}

/* D16, CF: the promise ends with the last second of its day. */
static struct zp_wall promise_of(const struct zp_policy *p,
    const struct zp_calendar *cal, struct zp_date approved)
{
	if (p->promise == ZP_PROMISE_NONE)
		return ZP_WALL_NONE;
	if (p->promise == ZP_PROMISE_NEXT_WORKDAY)
		approved = zp_calendar_after(cal, approved, 1);
	return last_second(approved);
}

struct zp_clocks zp_clocks_of(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_case *c,
    const struct zp_matter *m)
{
	bool noticed = c->source != ZP_APPLICATION;
	struct zp_date approved = zp_wall_date(c->approved_at);
	struct zp_date from = approved;
	struct zp_clocks k = { .rule = noticed ? ZP_D3 : ZP_D2 };

	(void)m;
	if (noticed && zp_wall_known(c->notified_at) &&
	    zp_wall_cmp(c->notified_at, c->approved_at) < 0)
		from = zp_wall_date(c->notified_at);
	k.due = count_days(p, cal, from);
	k.assign_by = zp_calendar_before_or_on(cal, k.due);
	if (zp_date_cmp(k.assign_by, from) < 0)
		k.assign_by = from;
	k.promise = promise_of(p, cal, approved);
	k.adjourned = zp_date_known(c->adjourned_on) ?
	    zp_date_add(c->adjourned_on, p->adjourned_days) : ZP_DATE_NONE;
	return k;
}

#define NOTICE_DAYS 3		/* D20 */

struct zp_request_clock zp_request_clock_of(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_request *r)
{
	static const int rule[] = { [ZP_ORGAN_NOTICE] = ZP_D20,
		[ZP_DETAINEE] = ZP_D11, [ZP_PASS_ON] = ZP_D10 };
	struct zp_request_clock k = {
		.rule = rule[r->kind], .notice_by = ZP_DATE_NONE,
		.due = { r->at.us + ZP_SEC(24 * 3600).us },
	};

	if (r->kind != ZP_ORGAN_NOTICE || r->fast_track)
		return k;
	if (!zp_date_known(r->wanted_on)) {
		k.due = last_second(zp_calendar_after(cal,
		    zp_wall_date(r->at), p->roster.help_days));
		return k;
	}
	k.due = last_second(r->wanted_on);
	k.notice_by = r->wanted_on;
	for (int i = 0; i < NOTICE_DAYS; i++)
		k.notice_by = zp_calendar_before_or_on(cal,
		    zp_date_add(k.notice_by, -1));
	return k;
}

enum { ORDINARY = 4 };		/* the last rank */

int32_t zp_case_rank(const struct zp_case *c, const struct zp_matter *m)
{
	if (c->urgent || c->urgent_reason != ZP_URGENT_NONE)
		return 0;			/* J9 */
	if (zp_list_has(&c->recipient_groups, "military"))
		return 1;			/* J16 */
	if (c->procedure == ZP_FAST_TRACK)
		return 2;			/* D15 */
	if (c->source == ZP_MANDATORY_NOTICE || (m != NULL &&
	    strstr(m->code, "COMPULSORY") != NULL))
		return 3;			/* J12, J13 */
	return ORDINARY;
}

/* May the case wait for others, or its counsel change once more? */
static bool patient(const struct zp_policy *p, const struct zp_case *c,
    const struct zp_matter *m)
{
	return m != NULL && zp_case_rank(c, m) == ORDINARY &&
	    c->source == ZP_APPLICATION &&
	    c->possible_sentence != ZP_SENTENCE_LIFE &&
	    c->possible_sentence != ZP_SENTENCE_DEATH &&
	    !zp_date_known(c->adjourned_on) && !zp_wall_known(c->hearing_at) &&
	    zp_policy_dispatch(p, m->category, c->source) == ZP_BALANCED;
}

/* The end of its time: of the promise or the law, whichever is first. */
static struct zp_wall time_ends(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_case *c,
    const struct zp_matter *m)
{
	struct zp_clocks k = zp_clocks_of(p, cal, c, m);
	struct zp_wall end = last_second(k.assign_by);

	return zp_wall_known(k.promise) && zp_wall_cmp(k.promise, end) < 0 ?
	    k.promise : end;
}

struct zp_wall zp_hold_until(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_case *c,
    const struct zp_matter *m, struct zp_wall since)
{
	int64_t left, second = ZP_SEC(1).us;

	if (!patient(p, c, m) || p->hold[m->category] <= 0)
		return ZP_WALL_NONE;
	left = (time_ends(p, cal, c, m).us - since.us) / second;
	left = left * p->hold[m->category] / 100;
	return left > 0 ? (struct zp_wall){ since.us + left * second } :
	    ZP_WALL_NONE;
}

struct zp_wall zp_settle_until(const struct zp_policy *p,
    const struct zp_calendar *cal, const struct zp_case *c,
    const struct zp_matter *m, struct zp_wall at)
{
	struct zp_wall until = { at.us + p->settle * ZP_SEC(60).us }, end;

	if (p->settle <= 0 || !patient(p, c, m))
		return ZP_WALL_NONE;
	end = time_ends(p, cal, c, m);
	if (zp_wall_cmp(end, until) < 0)
		until = end;
	return zp_wall_cmp(until, at) > 0 ? until : ZP_WALL_NONE;
}
