/* src/core/roster_out.c - see roster_out.h. */
#include <string.h>
#include "zhipaid/allowance.h"
#include "zhipaid/roster_out.h"

struct out {
	const struct zp_roster_input *in;
	struct zp_arena *a;
	struct zp_handout *h;
};

static bool within(const struct out *o, struct zp_date d)
{
	return zp_date_cmp(d, o->in->from) >= 0 &&
	    zp_date_cmp(d, o->in->to) <= 0;
}

/* The duties on record, with room for as many more. */
static void put_duties(struct out *o, bool drafts, uint32_t more)
{
	const struct zp_roster_input *in = o->in;
	struct zp_handout *h = o->h;

	h->duty = zp_arena_calloc(o->a, (size_t)in->duties + more,
	    sizeof(*h->duty));
	for (uint32_t i = 0; i < in->duties; i++)
		if (within(o, in->duty[i].date) && in->duty[i].station >= 0 &&
		    in->duty[i].counsel >= 0 &&
		    (drafts || in->duty[i].state != ZP_DUTY_DRAFT))
			h->duty[h->duties++] = in->duty[i];
}

/* Is the month of that post made, and nobody stands there? */
static bool left_open(const struct zp_handout *h, const struct zp_duty *d)
{
	struct zp_date last = zp_date_month_end(d->date), first;
	uint32_t at, n;
	int y, m;

	zp_date_split(d->date, &y, &m, NULL);
	first = zp_date_of(y, m, 1);
	if (zp_handout_find(h, d->station, first, last, &at) == 0)
		return false;
	n = zp_handout_find(h, d->station, d->date, d->date, &at);
	for (uint32_t i = at; i < at + n; i++)
		if (h->duty[i].shift == d->shift &&
		    h->duty[i].post == d->post && zp_duty_stands(&h->duty[i]))
			return false;
	return true;
}

static void put_open(struct out *o, const struct zp_duty *asked, uint32_t n)
{
	struct zp_duty *to = o->h->duty + o->h->duties;
	uint32_t more = 0;

	for (uint32_t i = 0; i < n; i++)
		if (left_open(o->h, &asked[i]))
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

static void put_pay(struct out *o, enum zp_lang lang)
{
	const struct zp_policy *p = o->in->p;
	struct zp_handout *h = o->h;
	const struct zp_allowance *x = zp_allowances(o->in->reg, p, h->duty,
	    h->duties, o->a, &h->pays);
	struct zp_buf note = { 0 };

	h->pay = zp_arena_calloc(o->a, h->pays, sizeof(*h->pay));
	for (uint32_t i = 0; i < h->pays; i++, x++) {
		zp_buf_reset(&note);
		zp_allowance_note(p, x, lang, &note);
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

void zp_roster_out(const struct zp_roster_input *in, bool drafts,
    enum zp_lang lang, struct zp_arena *a, struct zp_handout *out)
{
	struct out o = { in, a, out };
	uint32_t asked;
	const struct zp_duty *post = zp_roster_demand(in, a, &asked);

	out->reg = in->reg;
	out->cal = in->p->cal;
	memcpy(out->hours, in->p->roster.hours, sizeof(out->hours));
	out->from = in->from;
	out->to = in->to;
	put_duties(&o, drafts, asked);
	put_standby(&o);
	put_places(&o);
	put_pay(&o, lang);
	zp_handout_sort(out);
	put_open(&o, post, asked);
	zp_handout_sort(out);
}
