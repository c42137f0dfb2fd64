/* src/core/roster_out.c - see roster_out.h. */
#include <string.h>
#include "zhipaid/allowance.h"
#include "zhipaid/roster_out.h"

struct out {
	const struct zp_roster_input *in;
	const struct zp_roster_how *how;
	struct zp_arena *a;
	struct zp_handout *h;
};

static bool within(const struct out *o, struct zp_date d)
{
	return zp_date_cmp(d, o->in->from) >= 0 &&
	    zp_date_cmp(d, o->in->to) <= 0;
}

/* The duties on record, with room for as many more. */
static void put_duties(struct out *o, uint32_t more)
{
	const struct zp_roster_input *in = o->in;
	struct zp_handout *h = o->h;

	h->duty = zp_arena_calloc(o->a, (size_t)in->duties + more,
	    sizeof(*h->duty));
	for (uint32_t i = 0; i < in->duties; i++)
		if (within(o, in->duty[i].date) && in->duty[i].station >= 0 &&
		    in->duty[i].counsel >= 0 && (o->how->drafts ||
		    in->duty[i].state != ZP_DUTY_DRAFT))
			h->duty[h->duties++] = in->duty[i];
}

/* Months since that of the first day. */
static int32_t month_of(const struct out *o, struct zp_date d)
{
	int y, m, y0, m0;

	zp_date_split(d, &y, &m, NULL);
	zp_date_split(o->in->from, &y0, &m0, NULL);
	return (y - y0) * 12 + m - m0;
}

/* Which months of the period are out, or have a duty. */
static bool *made_months(const struct out *o)
{
	const struct zp_handout *h = o->h;
	bool *made = zp_arena_calloc(o->a, (size_t)month_of(o, o->in->to) +
	    1, sizeof(*made));

	for (uint32_t i = 0; i < h->months; i++)
		if (within(o, h->month[i].month))
			made[month_of(o, h->month[i].month)] = true;
	for (uint32_t i = 0; i < h->duties; i++)
		made[month_of(o, h->duty[i].date)] = true;
	return made;
}

static bool stands(const struct zp_handout *h, const struct zp_duty *post)
{
	uint32_t at, n = zp_handout_find(h, post->station, post->date,
	    post->date, &at);

	for (uint32_t i = at; i < at + n; i++)
		if (h->duty[i].shift == post->shift &&
		    h->duty[i].post == post->post &&
		    zp_duty_stands(&h->duty[i]))
			return true;
	return false;
}

static void put_open(struct out *o, const struct zp_duty *asked, uint32_t n)
{
	struct zp_duty *to = o->h->duty + o->h->duties;
	const bool *made = made_months(o);
	uint32_t more = 0;

	for (uint32_t i = 0; o->how->open && i < n; i++)
		if ((o->how->station < 0 ||
		    o->how->station == asked[i].station) &&
		    made[month_of(o, asked[i].date)] &&
		    !stands(o->h, &asked[i]))
			to[more++] = asked[i];
	o->h->duties += more;
}

static void put_standby(struct out *o)
{
	const struct zp_roster_input *in = o->in;
	struct zp_handout *h = o->h;

	h->standby = zp_arena_calloc(o->a, in->standbys, sizeof(*h->standby));
	for (uint32_t i = 0; i < in->standbys; i++)
		if (within(o, in->standby[i].date))
			h->standby[h->standbys++] =
			    (struct zp_handout_standby){
			    in->standby[i].centre_code, in->standby[i].date,
			    in->standby[i].licence_no };
}

static void put_places(struct out *o)
{
	const struct zp_registry *reg = o->in->reg;
	struct zp_handout *h = o->h;

	h->place = zp_arena_calloc(o->a, reg->stations, sizeof(*h->place));
	for (uint32_t i = 0; i < reg->stations; i++) {
		int32_t centre = zp_duty_centre(reg, (int32_t)i);

		if (centre >= 0)
			h->place[h->places++] = (struct zp_handout_place){
			    reg->station[i].code, reg->centre[centre].code };
	}
}

static void put_pay(struct out *o)
{
	const struct zp_policy *p = o->in->p;
	struct zp_handout *h = o->h;
	const struct zp_allowance *x = zp_allowances(o->in->reg, p, h->duty,
	    h->duties, o->a, &h->pays);
	struct zp_buf note = { 0 };

	h->pay = zp_arena_calloc(o->a, h->pays, sizeof(*h->pay));
	for (uint32_t i = 0; i < h->pays; i++, x++) {
		zp_buf_reset(&note);
		zp_allowance_note(p, x, o->how->lang, &note);
		h->pay[i] = (struct zp_handout_pay){
			.month = x->month, .payer = x->payer,
			.station_code = x->station_code,
			.licence_no = x->licence_no,
			.workday = x->done[ZP_ON_WORKDAY],
			.day_off = x->done[ZP_ON_DAY_OFF],
			.festival = x->done[ZP_ON_FESTIVAL],
			.remote = x->done[ZP_ON_REMOTE],
			.fen = x->fen, .due_fen = x->due_fen,
			.note = zp_arena_strdup(o->a, zp_buf_str(&note)),
		};
		for (int b = 0; b < ZP_BUCKETS; b++)
			h->pay[i].due += x->due[b];
	}
	zp_buf_fini(&note);
}

void zp_roster_out(const struct zp_roster_input *in,
    const struct zp_roster_how *how, struct zp_arena *a,
    struct zp_handout *out)
{
	struct out o = { in, how, a, out };
	uint32_t asked;
	const struct zp_duty *post = zp_roster_demand(in, a, &asked);

	out->reg = in->reg;
	out->cal = in->p->cal;
	memcpy(out->hours, in->p->roster.hours, sizeof(out->hours));
	out->from = in->from;
	out->to = in->to;
	put_duties(&o, asked);
	put_standby(&o);
	put_places(&o);
	put_pay(&o);
	zp_handout_sort(out);
	put_open(&o, post, asked);
	zp_handout_sort(out);
}
