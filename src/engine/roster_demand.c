/* engine/roster_demand.c - what a period asks for, and what is on record. */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"

/* Days off that the notice names are festivals; other days off are Saturdays
 * and Sundays. */
static bool festival(const struct zp_calendar *cal, struct zp_date d)
{
	uint32_t lo = 0, hi = cal->days;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int c = zp_date_cmp(cal->day[mid].on, d);

		if (c == 0)
			return cal->day[mid].kind == ZP_DAY_OFF;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

enum zp_bucket zp_roster_day(const struct zp_calendar *cal, struct zp_date d)
{
	if (zp_calendar_works(cal, d))
		return ZP_ON_WORKDAY;
	return festival(cal, d) ? ZP_ON_FESTIVAL : ZP_ON_DAY_OFF;
}

enum zp_bucket zp_roster_bucket(const struct zp_registry *reg,
    const struct zp_calendar *cal, int32_t station, struct zp_date d)
{
	return reg->station[station].remote ? ZP_ON_REMOTE :
	    zp_roster_day(cal, d);
}

static const struct zp_station_day *instead(const struct zp_roster_input *in,
    int32_t station, struct zp_date d)
{
	for (uint32_t i = 0; i < in->days; i++)
		if (in->day[i].station == station &&
		    in->day[i].date.day == d.day)
			return &in->day[i];
	return NULL;
}

/* Shifts and posts of a station on a day; no shifts: closed. */
static uint32_t wanted(const struct zp_roster_input *in, int32_t station,
    struct zp_date d, int32_t *posts)
{
	const struct zp_station *s = &in->reg->station[station];
	const struct zp_station_day *x = instead(in, station, d);
	bool works = zp_calendar_works(in->p->cal, d);

	*posts = x != NULL ? x->posts : s->posts;
	if (x != NULL)
		return x->shifts;
	if (s->mode == ZP_ON_CALL ||
	    (s->open_on == ZP_WORKING_DAYS && !works) ||
	    (s->open_on == ZP_DAYS_OFF && works))
		return 0;
	return s->shifts;
}

/* Write the posts of one station and day to at (NULL: count them). */
static uint32_t put_posts(const struct zp_roster_input *in, int32_t station,
    struct zp_date d, struct zp_duty *at)
{
	int32_t posts;
	uint32_t set = wanted(in, station, d, &posts), n = 0;

	for (int s = ZP_SHIFT_AM; s <= ZP_SHIFT_DAY; s++)
		for (int32_t p = 1; (set & ZP_SHIFT_BIT(s)) != 0 &&
		    p <= posts; p++, n++)
			if (at != NULL)
				at[n] = (struct zp_duty){
				    in->reg->station[station].code, d,
				    (enum zp_shift)s, p, "", ZP_DUTY_DRAFT,
				    station, -1 };
	return n;
}

/* Loans join centres, while they last. */
static bool lends(const struct zp_roster_input *in,
    const struct zp_duty_loan *l)
{
	return l->centre >= 0 && l->counsel >= 0 &&
	    in->reg->counsel[l->counsel].centre >= 0 &&
	    !(zp_date_known(l->from) && zp_date_cmp(l->from, in->to) > 0) &&
	    !(zp_date_known(l->to) && zp_date_cmp(l->to, in->from) < 0);
}

int32_t *zp_roster_groups(const struct zp_roster_input *in,
    struct zp_arena *a)
{
	int32_t *group = zp_arena_calloc(a, in->reg->centres, sizeof(*group));

	for (uint32_t c = 0; c < in->reg->centres; c++)
		group[c] = (int32_t)c;
	for (uint32_t i = 0; i < in->loans; i++) {
		int32_t to, from;

		if (!lends(in, &in->loan[i]))
			continue;
		to = group[in->loan[i].centre];
		from = group[in->reg->counsel[in->loan[i].counsel].centre];
		for (uint32_t c = 0; c < in->reg->centres; c++)
			if (group[c] == to || group[c] == from)
				group[c] = to < from ? to : from;
	}
	return group;
}

bool zp_roster_asked(const struct zp_roster_input *in, const int32_t *group,
    int32_t centre)
{
	return in->centre < 0 ||
	    (centre >= 0 && group[centre] == group[in->centre]);
}

static struct zp_duty *demand(const struct zp_roster_input *in,
    const int32_t *group, struct zp_arena *a, uint32_t *n)
{
	struct zp_duty *at = NULL;
	bool *asked = zp_arena_calloc(a, in->reg->stations, sizeof(*asked));

	for (uint32_t s = 0; s < in->reg->stations; s++)
		asked[s] = zp_roster_asked(in, group,
		    zp_duty_centre(in->reg, (int32_t)s));
	for (int pass = 0; pass < 2; pass++) {
		uint32_t k = 0;

		for (struct zp_date d = in->from; zp_date_cmp(d, in->to) <= 0;
		    d = zp_date_add(d, 1))
			for (uint32_t s = 0; s < in->reg->stations; s++)
				if (asked[s])
					k += put_posts(in, (int32_t)s, d,
					    pass == 0 ? NULL : at + k);
		if (pass == 0)
			at = zp_arena_calloc(a, k, sizeof(*at));
		*n = k;
	}
	return at;
}

struct zp_duty *zp_roster_demand(const struct zp_roster_input *in,
    struct zp_arena *a, uint32_t *n)
{
	return demand(in, zp_roster_groups(in, a), a, n);
}

int zp_roster_by_post(const void *pa, const void *pb)
{
	const struct zp_duty *a = pa, *b = pb;

	if (a->date.day != b->date.day)
		return a->date.day < b->date.day ? -1 : 1;
	if (a->station != b->station)
		return a->station < b->station ? -1 : 1;
	if (a->shift != b->shift)
		return a->shift < b->shift ? -1 : 1;
	return (a->post > b->post) - (a->post < b->post);
}

static void put_absent(struct zp_making *m, struct zp_seat_on *post,
    const struct zp_duty *on)
{
	int32_t i = (int32_t)(on - m->in->duty);

	m->absent_too[i] = post->absent;
	post->absent = i;
}

/* Put what is on record for a post of the period there; what is past stays
 * so. */
static void recall(struct zp_making *m, const struct zp_duty *on)
{
	struct zp_roster *out = m->out;
	struct zp_duty *at = out->duties == 0 ? NULL : bsearch(on, out->duty,
	    out->duties, sizeof(*on),
	    zp_roster_by_post);
	struct zp_seat_on *post;

	if (at == NULL || on->counsel < 0)
		return;
	post = &m->post[at - out->duty];
	if (on->state == ZP_DUTY_ABSENT)
		put_absent(m, post, on);
	if (!zp_duty_serves(on))
		return;
	post->held = on->counsel;
	post->kept = zp_date_cmp(on->date, m->in->today) < 0 ||
	    on->state == ZP_DUTY_DONE || m->in->keep;
	if (!post->kept)
		return;
	at->counsel = on->counsel;
	at->licence_no = m->in->reg->counsel[on->counsel].licence_no;
	at->state = on->state;
	m->done[on->counsel][post->bucket]++;
}

static bool within(const struct zp_roster_input *in, struct zp_date d)
{
	return zp_date_cmp(d, in->from) >= 0 && zp_date_cmp(d, in->to) <= 0;
}

/* Of the year of the period, before it. */
static bool is_history(const struct zp_roster_input *in, struct zp_date d)
{
	int year, other;

	zp_date_split(in->from, &year, NULL, NULL);
	zp_date_split(d, &other, NULL, NULL);
	return other == year && zp_date_cmp(d, in->from) < 0;
}

/* Of the period, but past: it stays. */
static bool is_past(const struct zp_roster_input *in, struct zp_date d)
{
	return within(in, d) && zp_date_cmp(d, in->today) < 0;
}

static void look_back(struct zp_making *m)
{
	const struct zp_roster_input *in = m->in;

	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *on = &in->duty[i];

		if (on->station < 0)
			continue;
		if (within(in, on->date))
			recall(m, on);
		else if (on->counsel >= 0 && zp_duty_serves(on) &&
		    is_history(in, on->date))
			m->done[on->counsel][zp_roster_bucket(in->reg,
			    in->p->cal, on->station, on->date)]++;
	}
	for (uint32_t i = 0; i < in->standbys; i++) {
		const struct zp_standby *on = &in->standby[i];

		if (on->counsel < 0 || on->centre < 0)
			continue;
		if (is_history(in, on->date) || is_past(in, on->date))
			m->stood[on->counsel][zp_roster_day(in->p->cal,
			    on->date)]++;
		if (is_past(in, on->date) && zp_roster_asked(in, m->group,
		    on->centre))
			m->out->standby[m->out->standbys++] = *on;
	}
}

void zp_roster_set_up(struct zp_making *m)
{
	const struct zp_roster_input *in = m->in;
	struct zp_roster *out = m->out;

	m->group = zp_roster_groups(in, m->work);
	out->duty = demand(in, m->group, m->a, &out->duties);
	m->post = zp_arena_calloc(m->work, out->duties, sizeof(*m->post));
	m->absent_too = zp_arena_calloc(m->work, in->duties,
	    sizeof(*m->absent_too));
	m->done = zp_arena_calloc(m->work, in->reg->counsels,
	    sizeof(*m->done));
	m->stood = zp_arena_calloc(m->work, in->reg->counsels,
	    sizeof(*m->stood));
	out->standby = zp_arena_calloc(m->a, in->standbys + out->duties *
	    (size_t)in->p->roster.standby, sizeof(*out->standby));
	for (uint32_t i = 0; i < out->duties; i++) {
		struct zp_duty *d = &out->duty[i];

		m->post[i] = (struct zp_seat_on){
		    .centre = zp_duty_centre(in->reg, d->station),
		    .bucket = zp_roster_bucket(in->reg, in->p->cal,
			d->station, d->date), .held = -1, .absent = -1 };
	}
	look_back(m);
}
