/* tests/engine/support_judge.c - see support_year.h: the judge. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_year.h"

enum { MOST = 64 };
#define HOUR INT64_C(3600000000)

typedef const struct zp_assignment row;

struct judge {
	const struct zt_year *y;
	const struct zp_sim *s;
	struct zt_verdict *out;
	const struct zp_assignment *at[4 * MOST]; uint32_t n;
	struct zp_wall labelled;	/* moment of label[] */
	uint32_t label[MOST];		/* group of each case known by then */
};

static void say(struct judge *j, const char *fmt, ...) ZP_PRINTF(2, 3);
static void say(struct judge *j, const char *fmt, ...)
{
	va_list ap;

	if (j->out->text[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(j->out->text, sizeof(j->out->text), fmt, ap);
	va_end(ap);
}

static void collect(void *arg, const struct zp_assignment *a)
{
	struct judge *j = arg;

	ZP_ASSERT(j->n < ZP_COUNT(j->at));
	j->at[j->n++] = a;
}

static bool same(const char *a, const char *b)
{
	return a[0] != '\0' && strcmp(a, b) == 0;
}

static bool upto(struct zp_wall a, struct zp_wall t)
{
	return a.us <= t.us;
}

static bool running(row *a, struct zp_wall t)
{
	return upto(a->decided_at, t) && (a->end_reason == ZP_END_NONE ||
	    a->ended_at.us > t.us);
}

static const struct zp_case *case_of(const struct judge *j, const char *no)
{
	for (uint32_t i = 0; i < j->y->cases; i++)
		if (strcmp(j->y->cs[i].case_no, no) == 0)
			return &j->y->cs[i];
	return NULL;
}

static const struct zp_counsel *person(const struct judge *j,
    const char *licence_no)
{
	for (uint32_t i = 0; i < j->y->reg->counsels; i++)
		if (strcmp(j->y->reg->counsel[i].licence_no, licence_no) == 0)
			return &j->y->reg->counsel[i];
	return NULL;
}

static bool criminal(const struct zp_case *c)
{
	return strcmp(c->matter_code, "CR-DEF") == 0;
}

static bool litigation(const struct zp_case *c)
{
	return c->stage != ZP_ARBITRATION && c->stage != ZP_NON_LITIGATION;
}

/* J1, J3-J5 for this city. */
static const char *handling(const struct judge *j, const struct zp_case *c)
{
	static const char *const centre[] = { "C00", "C01", "C02", "C01" };

	if (j->y->p.tiered && !criminal(c) &&
	    c->stage == ZP_SECOND_INSTANCE)
		return "C00";
	if (same(c->organ_code, "O00"))
		return "C00";
	if (c->organ_code[0] != '\0' && !same(c->region_code, "R03"))
		return centre[c->organ_code[2] - '0'];
	return centre[c->region_code[2] - '0'];
}

/* Do two cases name each other, or the same third thing? */
static bool touch(const struct zp_case *a, const struct zp_case *b)
{
	return same(a->joint_case, b->joint_case) ||
	    same(a->related_case, b->case_no) ||
	    same(a->prior_case, b->case_no) ||
	    same(b->related_case, a->case_no) ||
	    same(b->prior_case, a->case_no) ||
	    same(a->related_case, b->related_case) ||
	    same(a->prior_case, b->prior_case) ||
	    same(a->related_case, b->prior_case) ||
	    same(a->prior_case, b->related_case);
}

/* Groups of what is approved by t: smallest member, to the fixpoint. */
static void label_groups(struct judge *j, struct zp_wall t)
{
	const struct zt_year *y = j->y;
	bool changed = true;

	if (j->labelled.us == t.us)
		return;
	j->labelled = t;
	for (uint32_t i = 0; i < y->cases; i++)
		j->label[i] = i;
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < y->cases; i++)
			for (uint32_t k = 0; k < y->cases; k++) {
				if (j->label[k] >= j->label[i] ||
				    !upto(y->cs[i].approved_at, t) ||
				    !upto(y->cs[k].approved_at, t) ||
				    !touch(&y->cs[i], &y->cs[k]))
					continue;
				j->label[i] = j->label[k];
				changed = true;
			}
	}
}

static bool grouped(struct judge *j, const struct zp_case *a,
    const struct zp_case *b, struct zp_wall t)
{
	label_groups(j, t);
	return j->label[a - j->y->cs] == j->label[b - j->y->cs];
}

static bool years(struct zp_date since, int n, struct zp_date on)
{
	return zp_date_known(since) &&
	    zp_date_cmp(zp_date_add_years(since, n), on) <= 0;
}

static const char *qualified(const struct judge *j, const struct zp_case *c,
    const struct zp_counsel *p, struct zp_date on, enum zp_role role)
{
	bool lawyer = p->kind == ZP_LAWYER || p->kind == ZP_STAFF_LAWYER;

	if (p->kind == ZP_VOLUNTEER)
		return "Q15";
	if (criminal(c) && !lawyer)
		return "Q2";
	if (criminal(c) && p->kind == ZP_STAFF_LAWYER &&
	    !years(p->practice_since, 0, on))
		return "Q16";
	if (p->status != ZP_ACTIVE)
		return "Q18";
	if (p->joined_on.day > on.day)
		return "Q17";
	if (p->kind == ZP_GRASSROOTS && litigation(c) &&
	    !same(p->region_code, c->region_code) &&
	    !(same(c->region_code, "R03") && same(p->region_code, "R01")))
		return "Q13";
	if (role == ZP_JUNIOR)
		return j->y->p.pair && litigation(c) && p->wants_pairing &&
		    years(p->practice_since, 0, on) &&
		    !years(p->practice_since, 5, on) ? NULL : "Q9";
	if (criminal(c) && c->possible_sentence == ZP_SENTENCE_DEATH &&
	    !years(p->criminal_since, 3, on))
		return "Q6";
	if (j->y->p.litigation_years > 0 && litigation(c) &&
	    !years(p->practice_since, 5, on))
		return "Q8";
	if (criminal(c) && zp_list_has(&c->recipient_groups, "minor") &&
	    !p->minor_qualified)
		return "Q11";
	return NULL;
}

static const char *own_past(const struct judge *j, const struct zp_case *c,
    const struct zp_counsel *p, struct zp_date on)
{
	for (uint32_t i = 0; i < j->y->reg->leaves; i++) {
		const struct zp_leave *l = &j->y->reg->leave[i];

		if (same(l->licence_no, p->licence_no) &&
		    l->starts_on.day <= on.day && on.day <= l->ends_on.day)
			return "N17";
	}
	if (p->former_organ.n > 0 &&
	    (same(p->former_organ.at[0], c->organ_code) ||
	    !years(p->former_left_on, 2, on)))
		return "C11";
	if (p->relatives_at.n > 0 &&
	    same(p->relatives_at.at[0], c->organ_code))
		return "C12";
	if (zp_list_has(&c->excluded_counsel, p->licence_no))
		return "R2";
	return NULL;
}

static bool same_firm(const struct zp_counsel *a, const struct zp_counsel *b)
{
	return same(a->firm_code, b->firm_code) &&
	    strcmp(a->firm_code, "F00") != 0;
}

static const char *other_side(const struct judge *j,
    const struct zp_case *c, const struct zp_counsel *p)
{
	const struct zp_counsel *foe;

	if (zp_list_has(&c->opponent_counsel, p->licence_no))
		return "C3";
	if (zp_list_has(&c->opponent_firm, p->firm_code))
		return "C4";
	for (uint32_t i = 0; i < c->opponent_counsel.n; i++) {
		foe = person(j, c->opponent_counsel.at[i]);
		if (foe != NULL && same_firm(foe, p))
			return "C4";
	}
	return NULL;
}

static bool overlap(const struct zp_case *a, const struct zp_case *b)
{
	return zp_wall_known(a->hearing_at) && zp_wall_known(b->hearing_at) &&
	    a->hearing_at.us < b->hearing_until.us &&
	    b->hearing_at.us < a->hearing_until.us;
}

/* What one other assignment says against p for case c at t. */
static const char *against(struct judge *j, const struct zp_case *c,
    const struct zp_counsel *p, row *a, struct zp_wall t)
{
	const struct zp_case *d = case_of(j, a->case_no);
	const struct zp_counsel *q = person(j, a->licence_no);
	bool me = q == p;

	if (d == c)
		return me && upto(a->ended_at, t) &&
		    (a->end_reason == ZP_END_DECLINED ||
		    a->end_reason == ZP_END_CHANGED) ? "R1" :
		    me && running(a, t) ? "TWICE" : NULL;
	if (me && running(a, t) && overlap(c, d) && zp_wall_date(
	    (struct zp_wall){ c->hearing_until.us - 1 }).day >=
	    zp_wall_date(t).day)
		return "C17";
	if (same(c->opposes_case, d->case_no) ||
	    same(d->opposes_case, c->case_no))
		return me ? "C3" : same_firm(p, q) ? "C5" : NULL;
	if (!criminal(c) || !criminal(d) ||
	    strcmp(c->recipient_id, d->recipient_id) == 0 ||
	    !grouped(j, c, d, t))
		return NULL;
	if (me)
		return "C1";
	return same_firm(p, q) && !(c->same_firm_consent &&
	    d->same_firm_consent) ? "C7" : NULL;
}

/* C14: is the help one to somebody else of c's group? */
static bool of_group(struct judge *j, const struct zp_case *c,
    const struct zp_help *h, struct zp_wall t)
{
	for (uint32_t i = 0; i < j->y->cases; i++) {
		const struct zp_case *d = &j->y->cs[i];

		if ((d != c && !grouped(j, c, d, t)) || !upto(d->approved_at,
		    t))
			continue;
		if (h->joint_case[0] != '\0' ? same(d->joint_case,
		    h->joint_case) : d != c && criminal(d) &&
		    same(d->recipient_id, h->person_id))
			return true;
	}
	return false;
}

static const char *on_duty(struct judge *j, const struct zp_case *c,
    const struct zp_counsel *p, struct zp_wall t)
{
	for (uint32_t i = 0; criminal(c) && i < j->y->helps; i++) {
		const struct zp_help *h = &j->y->help[i];

		if (same(h->licence_no, p->licence_no) && upto(h->at, t) &&
		    !same(h->person_id, c->recipient_id) &&
		    of_group(j, c, h, t))
			return "C14";
	}
	return NULL;
}

static const char *full(const struct judge *j, const struct zp_counsel *p,
    row *skip, struct zp_wall t)
{
	int32_t cap = j->y->p.annual_cap, n = 0;

	if (p->annual_cap >= 0 && p->annual_cap < cap)
		cap = p->annual_cap;
	for (uint32_t i = 0; i < j->n; i++) {
		row *a = j->at[i];

		n += a != skip && same(a->licence_no, p->licence_no) &&
		    upto(a->decided_at, t) && !(upto(a->ended_at, t) &&
		    (a->end_reason == ZP_END_DECLINED ||
		    a->end_reason == ZP_END_WITHDRAWN));
	}
	return n >= cap ? "T1" : NULL;
}

static bool may_borrow(const struct judge *j, const struct zp_case *c)
{
	return j->y->p.borrow_for_gang && criminal(c) &&
	    (c->joint_case[0] != '\0' || (c->tags & ZP_TAG_GANG));
}

static bool waits(const struct judge *j, const struct zp_case *c,
    struct zp_wall t);

/* J2: the same matter, received before by another centre, still open. */
static bool filed_before(const struct judge *j, const struct zp_case *c,
    struct zp_wall t)
{
	for (uint32_t i = 0; i < j->y->cases; i++) {
		const struct zp_case *d = &j->y->cs[i];
		bool open;

		if (strcmp(c->recipient_id, d->recipient_id) != 0 ||
		    strcmp(c->matter_code, d->matter_code) != 0 ||
		    strcmp(c->organ_code, d->organ_code) != 0 ||
		    c->stage != d->stage ||
		    same(c->received_centre, d->received_centre) ||
		    d->approved_at.us > c->approved_at.us ||
		    (d->approved_at.us == c->approved_at.us &&
		    strcmp(d->case_no, c->case_no) > 0))
			continue;
		open = waits(j, d, t);
		for (uint32_t k = 0; !open && k < j->n; k++)
			open = same(j->at[k]->case_no, d->case_no) &&
			    running(j->at[k], t);
		if (open)
			return true;
	}
	return false;
}

/* The first rule against p for case c at t, all else standing. */
static const char *bars(struct judge *j, const struct zp_case *c,
    const struct zp_counsel *p, struct zp_wall t, row *mine)
{
	enum zp_role role = mine != NULL ? mine->role : ZP_LEAD;
	struct zp_date on = zp_wall_date(t);
	const char *no = qualified(j, c, p, on, role);

	if (no == NULL && !same(p->centre_code, handling(j, c)) &&
	    !(role == ZP_LEAD && may_borrow(j, c)))
		no = "X1";
	if (no == NULL)
		no = own_past(j, c, p, on);
	if (no == NULL)
		no = other_side(j, c, p);
	if (no == NULL)
		no = on_duty(j, c, p, t);
	if (no == NULL)
		no = full(j, p, mine, t);
	if (no == NULL && filed_before(j, c, t))
		no = "J2";
	for (uint32_t i = 0; no == NULL && i < j->n; i++)
		if (j->at[i] != mine && upto(j->at[i]->decided_at, t))
			no = against(j, c, p, j->at[i], t);
	return no;
}

/* --- every decision, every end --- */

static void judge_row(struct judge *j, row *a)
{
	const struct zp_case *c = case_of(j, a->case_no);
	const struct zp_counsel *p = person(j, a->licence_no);
	const char *no = bars(j, c, p, a->decided_at, a);
	uint32_t leads = 0, juniors = 0;

	if (no != NULL)
		say(j, "%s: %s breaks %s as %s", a->case_no, a->licence_no,
		    no, a->role == ZP_LEAD ? "lead" : "junior");
	if (a->decided_at.us < c->approved_at.us)
		say(j, "%s is decided before it is approved", a->case_no);
	if (strcmp(a->handling_centre, handling(j, c)) != 0)
		say(j, "%s is handled by %s", a->case_no,
		    a->handling_centre);
	for (uint32_t i = 0; i < j->n; i++)
		if (same(j->at[i]->case_no, a->case_no) &&
		    running(j->at[i], a->decided_at))
			++*(j->at[i]->role == ZP_LEAD ? &leads : &juniors);
	if (leads != 1 || juniors > 1)
		say(j, "%s has %u leads and %u juniors", a->case_no, leads,
		    juniors);
}

/* Did the case get another lead when this one's row ended? */
static bool moved(const struct judge *j, row *a)
{
	for (uint32_t i = 0; i < j->n; i++) {
		row *b = j->at[i];

		if (same(b->case_no, a->case_no) && b->role == ZP_LEAD &&
		    b->decided_at.us == a->ended_at.us &&
		    !same(b->licence_no, a->licence_no))
			return j->y->p.settle > 0;
	}
	return false;
}

/* Is the end of a row the consequence of some event, or of a move? */
static bool caused(const struct judge *j, row *a)
{
	static const enum zp_end end[] = { ZP_END_CLOSED, ZP_END_TERMINATED,
		ZP_END_DECLINED, ZP_END_CHANGED };

	for (uint32_t i = 0; i < j->y->events; i++) {
		const struct zp_event *e = &j->y->ev[i];

		if (same(e->case_no, a->case_no) &&
		    e->at.us == a->ended_at.us &&
		    (a->end_reason == end[e->event] ||
		    (a->end_reason == ZP_END_WITHDRAWN &&
		    a->role == ZP_JUNIOR && end[e->event] > ZP_END_TERMINATED)))
			return true;
	}
	return a->role == ZP_LEAD && a->end_reason == ZP_END_WITHDRAWN &&
	    moved(j, a);
}

/* Who ran when an event came must have ended by it. */
static void judge_event(struct judge *j, const struct zp_event *e)
{
	struct zp_wall before = { e->at.us - 1 };
	bool lead = e->event == ZP_EV_CLOSED ||
	    e->event == ZP_EV_TERMINATED || e->licence_no[0] == '\0';

	for (uint32_t i = 0; i < j->n; i++)
		lead |= same(j->at[i]->case_no, e->case_no) &&
		    running(j->at[i], before) &&
		    j->at[i]->role == ZP_LEAD &&
		    same(j->at[i]->licence_no, e->licence_no);
	for (uint32_t i = 0; i < j->n; i++)
		if (same(j->at[i]->case_no, e->case_no) &&
		    running(j->at[i], before) && running(j->at[i], e->at) &&
		    (lead || same(j->at[i]->licence_no, e->licence_no)))
			say(j, "%s: %s goes on after an event", e->case_no,
			    j->at[i]->licence_no);
}

/* --- nobody lost, nobody waiting for nothing --- */

static const struct zp_pending *pending_of(const struct judge *j,
    const char *no)
{
	for (uint32_t i = 0; i < j->s->pendings; i++)
		if (strcmp(j->s->pending[i].case_no, no) == 0)
			return &j->s->pending[i];
	return NULL;
}

/* Is the case approved at t and without counsel, and not ended? */
static bool waits(const struct judge *j, const struct zp_case *c,
    struct zp_wall t)
{
	if (!upto(c->approved_at, t))
		return false;
	for (uint32_t i = 0; i < j->n; i++)
		if (same(j->at[i]->case_no, c->case_no) &&
		    upto(j->at[i]->decided_at, t) &&
		    (running(j->at[i], t) ||
		    j->at[i]->end_reason == ZP_END_CLOSED ||
		    j->at[i]->end_reason == ZP_END_TERMINATED))
			return false;
	for (uint32_t i = 0; i < j->y->events; i++)
		if (j->y->ev[i].event == ZP_EV_TERMINATED &&
		    same(j->y->ev[i].case_no, c->case_no) &&
		    upto(j->y->ev[i].at, t) &&
		    j->y->ev[i].at.us > c->approved_at.us)
			return false;
	return true;
}

static void judge_moment(struct judge *j, struct zp_wall t)
{
	const struct zp_registry *reg = j->y->reg;

	for (uint32_t i = 0; i < j->y->cases; i++) {
		const struct zp_case *c = &j->y->cs[i];

		for (uint32_t k = 0; waits(j, c, t) && k < reg->counsels; k++)
			if (bars(j, c, &reg->counsel[k], t, NULL) == NULL &&
			    same(reg->counsel[k].centre_code, handling(j, c)))
				say(j, "%s waits though %s is free",
				    c->case_no, reg->counsel[k].licence_no);
	}
}

static struct zp_wall horizon(const struct zt_year *y)
{
	struct zp_wall t = y->cs[y->cases - 1].approved_at;

	if (y->events > 0 && y->ev[y->events - 1].at.us > t.us)
		t = y->ev[y->events - 1].at;
	return t;
}

static void judge_waiting(struct judge *j)
{
	struct zp_wall end = horizon(j->y);

	for (struct zp_date d = zp_wall_date(j->y->cs[0].approved_at);
	    upto(zp_date_start(d), end); d = zp_date_add(d, 1))
		judge_moment(j, zp_date_start(d));
	for (uint32_t i = 0; i < j->y->cases; i++)
		judge_moment(j, j->y->cs[i].approved_at);
	for (uint32_t i = 0; i < j->y->events; i++)
		judge_moment(j, j->y->ev[i].at);
	for (uint32_t i = 0; i < j->y->cases; i++) {
		const struct zp_case *c = &j->y->cs[i];
		const struct zp_pending *p = pending_of(j, c->case_no);

		if (waits(j, c, end) && p == NULL)
			say(j, "%s is lost", c->case_no);
		if (p == NULL)
			continue;
		if (!waits(j, c, end) && strcmp(p->rule, "R6") != 0)
			say(j, "%s is pending but does not wait", c->case_no);
		if (p->rule[0] == '\0' || p->text[0] == '\0')
			say(j, "%s waits without a reason", c->case_no);
	}
}

void zt_judge(const struct zt_year *y, const struct zp_sim *s,
    struct zt_verdict *out)
{
	struct judge j = { .y = y, .s = s, .out = out,
		.labelled = ZP_WALL_NONE };

	out->text[0] = '\0';
	ZP_ASSERT(y->cases <= MOST);
	zp_world_each_assignment(s->world, collect, &j);
	for (uint32_t i = 0; i < j.n; i++) {
		judge_row(&j, j.at[i]);
		if (j.at[i]->end_reason != ZP_END_NONE && !caused(&j, j.at[i]))
			say(&j, "%s: an end without an event",
			    j.at[i]->case_no);
	}
	for (uint32_t i = 0; i < y->events; i++)
		judge_event(&j, &y->ev[i]);
	judge_waiting(&j);
}
