/* engine/roster_warn.c - see roster_warn.h. */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"
#include "zhipaid/roster_warn.h"

enum { LAPSE_DAYS = 60 };

struct look {
	const struct zp_roster_input *in;
	struct zp_arena *a, *work;
	int32_t *group;
	struct zp_duty *post; uint32_t posts;	/* asked for, by day */
	bool *known, *served;			/* parallel: on record; out */
	bool *rostered;				/* per day and centre: some
						 * post is on record */
	bool *asks;				/* the same: some is wanted */
	struct zp_roster_warning *at;
	uint32_t n, room;
};

static size_t day_centre(const struct look *l, struct zp_date d, int32_t c)
{
	return (size_t)(d.day - l->in->from.day) * l->in->reg->centres +
	    (size_t)c;
}

/* A new warning, or the last one, where it is of the same kind and about the
 * same and goes on. */
static struct zp_roster_warning *warn(struct look *l,
    const struct zp_roster_warning *x, bool goes_on)
{
	struct zp_roster_warning *w = l->n > 0 ? &l->at[l->n - 1] : NULL;

	if (goes_on && w != NULL && w->what == x->what &&
	    w->centre == x->centre && w->organ == x->organ &&
	    w->station == x->station) {
		w->to = x->to;
		w->n += x->n;
		return w;
	}
	if (l->n == l->room) {
		struct zp_roster_warning *more;

		l->room = l->room > 0 ? 2 * l->room : 64;
		more = zp_arena_calloc(l->a, l->room, sizeof(*more));
		if (l->n > 0)
			memcpy(more, l->at, l->n * sizeof(*more));
		l->at = more;
	}
	l->at[l->n] = *x;
	return &l->at[l->n++];
}

static int32_t centre_of(const struct look *l, uint32_t post)
{
	return zp_duty_centre(l->in->reg, l->post[post].station);
}

static void look_up(struct look *l)
{
	const struct zp_roster_input *in = l->in;
	size_t days = (size_t)(in->to.day - in->from.day + 1);

	l->group = zp_roster_groups(in, l->work);
	l->post = zp_roster_demand(in, l->work, &l->posts);
	l->known = zp_arena_calloc(l->work, l->posts, sizeof(bool));
	l->served = zp_arena_calloc(l->work, l->posts, sizeof(bool));
	l->rostered = zp_arena_calloc(l->work, days * in->reg->centres,
	    sizeof(bool));
	l->asks = zp_arena_calloc(l->work, days * in->reg->centres,
	    sizeof(bool));
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *d = &in->duty[i], *at;

		if (d->station < 0 || d->state == ZP_DUTY_DRAFT ||
		    l->posts == 0)
			continue;
		at = bsearch(d, l->post, l->posts, sizeof(*d),
		    zp_roster_by_post);
		if (at == NULL)
			continue;
		l->known[at - l->post] = true;
		if (zp_duty_serves(d) && d->counsel >= 0)
			l->served[at - l->post] = true;
	}
	for (uint32_t i = 0; i < l->posts; i++) {
		int32_t c = centre_of(l, i);

		if (c < 0)
			continue;
		l->asks[day_centre(l, l->post[i].date, c)] = true;
		if (l->known[i])
			l->rostered[day_centre(l, l->post[i].date, c)] = true;
	}
}

static void warn_year(struct look *l)
{
	const struct zp_roster_input *in = l->in;

	for (struct zp_date d = in->from; zp_date_cmp(d, in->to) <= 0;
	    d = zp_date_add(d, 1))
		if (!zp_calendar_announced(in->p->cal, d))
			warn(l, &(struct zp_roster_warning){ ZP_ALARM_YEAR,
			    ZP_H3, d, d, 1, -1, -1, -1, -1 }, true);
}

/* Of one centre: posts of days without any roster, then open posts. */
static void warn_posts(struct look *l, int32_t centre, bool none)
{
	for (uint32_t i = 0; i < l->posts; i++) {
		const struct zp_duty *d = &l->post[i];

		if (l->served[i] || centre_of(l, i) != centre || none ==
		    l->rostered[day_centre(l, d->date, centre)])
			continue;
		if (none)
			warn(l, &(struct zp_roster_warning){
			    ZP_ALARM_NO_ROSTER, ZP_N7, d->date, d->date, 1,
			    centre, -1, -1, -1 }, true);
		else
			warn(l, &(struct zp_roster_warning){ ZP_ALARM_OPEN,
			    ZP_N1, d->date, d->date, 1, centre, d->station,
			    -1, -1 }, l->n > 0 &&
			    l->at[l->n - 1].to.day == d->date.day);
	}
}

/* The centre of a station at that organ; -1: it has none. */
static int32_t organ_centre(const struct zp_registry *reg, int32_t organ)
{
	for (uint32_t s = 0; s < reg->stations; s++)
		if (reg->station[s].organ == organ)
			return zp_duty_centre(reg, (int32_t)s);
	return -1;
}

/* N15, on days the centre has a roster for, or asks for nothing. */
static void warn_bare(struct look *l, int32_t organ)
{
	const struct zp_roster_input *in = l->in;
	int32_t centre = organ_centre(in->reg, organ);
	uint32_t i = 0;

	if (centre < 0 || in->reg->organ[organ].kind != ZP_DETENTION ||
	    !zp_roster_asked(in, l->group, centre))
		return;
	for (struct zp_date d = in->from; zp_date_cmp(d, in->to) <= 0;
	    d = zp_date_add(d, 1)) {
		size_t at = day_centre(l, d, centre);
		bool there = false;

		for (; i < l->posts && l->post[i].date.day == d.day; i++)
			there = there || (l->served[i] && in->reg->station[
			    l->post[i].station].organ == organ);
		if (!there && (l->rostered[at] || !l->asks[at]))
			warn(l, &(struct zp_roster_warning){ ZP_ALARM_BARE,
			    ZP_N15, d, d, 1, centre, -1, organ, -1 }, l->n > 0
			    && l->at[l->n - 1].to.day == d.day - 1);
	}
}

static void warn_standby(struct look *l, int32_t centre)
{
	const struct zp_roster_input *in = l->in;

	for (struct zp_date d = in->from; zp_date_cmp(d, in->to) <= 0;
	    d = zp_date_add(d, 1)) {
		int32_t n = 0;

		if (!l->rostered[day_centre(l, d, centre)])
			continue;
		for (uint32_t i = 0; i < in->standbys; i++)
			n += in->standby[i].centre == centre &&
			    in->standby[i].date.day == d.day;
		if (n < in->p->roster.standby)
			warn(l, &(struct zp_roster_warning){ ZP_ALARM_STANDBY,
			    ZP_N17, d, d, 1, centre, -1, -1, -1 }, true);
	}
}

/* N8: of one lawyer, before a duty that is published, or soon. */
static void warn_training(struct look *l, int32_t counsel)
{
	const struct zp_roster_input *in = l->in;
	const struct zp_counsel *c = &in->reg->counsel[counsel];
	struct zp_date lapses = zp_duty_lapses(in->p, c);
	struct zp_date duty = ZP_DATE_NONE;

	if (!zp_date_known(lapses) || c->status != ZP_ACTIVE)
		return;
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *d = &in->duty[i];

		if (d->counsel == counsel && zp_duty_serves(d) &&
		    zp_date_cmp(d->date, in->today) >= 0 &&
		    zp_date_cmp(d->date, lapses) >= 0 &&
		    (!zp_date_known(duty) || d->date.day < duty.day))
			duty = d->date;
	}
	if (zp_date_known(duty) || (lapses.day >= in->today.day &&
	    lapses.day <= in->today.day + LAPSE_DAYS))
		warn(l, &(struct zp_roster_warning){ ZP_ALARM_TRAINING,
		    ZP_N8, lapses, duty, lapses.day - in->today.day,
		    c->centre, -1, -1, counsel }, false);
}

/* May he serve at any station of his centre today? */
static bool may_serve(const struct look *l, int32_t counsel)
{
	const struct zp_roster_input *in = l->in;

	for (uint32_t s = 0; s < in->reg->stations; s++) {
		struct zp_duty_ask q = { in->reg, in->p, in->loan, in->loans,
		    (int32_t)s, counsel, in->today, ZP_SHIFT_DAY, NULL,
		    NULL };

		if (zp_duty_centre(in->reg, (int32_t)s) ==
		    in->reg->counsel[counsel].centre &&
		    zp_duty_bar(&q, NULL) < 0)
			return true;
	}
	return false;
}

static int32_t duties_of_year(const struct look *l, int32_t counsel)
{
	int32_t n = 0;
	int year, other;

	zp_date_split(l->in->today, &year, NULL, NULL);
	for (uint32_t i = 0; i < l->in->duties; i++) {
		const struct zp_duty *d = &l->in->duty[i];

		if (d->counsel != counsel || !zp_duty_serves(d))
			continue;
		zp_date_split(d->date, &other, NULL, NULL);
		n += other == year;
	}
	return n;
}

static void warn_idle(struct look *l, int32_t centre)
{
	const struct zp_registry *reg = l->in->reg;
	int32_t people = 0, idle = 0, duties = 0;

	for (uint32_t k = 0; k < reg->counsels; k++) {
		int32_t n;

		if (reg->counsel[k].centre != centre ||
		    !may_serve(l, (int32_t)k))
			continue;
		n = duties_of_year(l, (int32_t)k);
		people++;
		duties += n;
		idle += n == 0;
	}
	if (idle > 0 && duties >= people)
		warn(l, &(struct zp_roster_warning){ ZP_ALARM_IDLE, ZP_N17,
		    l->in->from, l->in->to, idle, centre, -1, -1, -1 },
		    false);
}

/* Every centre that is asked for, by one kind of look. */
static void each(struct look *l, void (*look)(struct look *, int32_t))
{
	for (uint32_t c = 0; c < l->in->reg->centres; c++)
		if (zp_roster_asked(l->in, l->group, (int32_t)c))
			look(l, (int32_t)c);
}

static void warn_none(struct look *l, int32_t centre)
{
	warn_posts(l, centre, true);
}

static void warn_open(struct look *l, int32_t centre)
{
	warn_posts(l, centre, false);
}

struct zp_roster_warning *zp_roster_warn(const struct zp_roster_input *in,
    struct zp_arena *a, uint32_t *n)
{
	struct look l = { .in = in, .a = a, .work = zp_arena_new() };

	look_up(&l);
	warn_year(&l);
	each(&l, warn_none);
	for (uint32_t o = 0; o < in->reg->organs; o++)
		warn_bare(&l, (int32_t)o);
	each(&l, warn_open);
	each(&l, warn_standby);
	for (uint32_t k = 0; k < in->reg->counsels; k++)
		if (zp_duty_lawyer(&in->reg->counsel[k]) &&
		    zp_roster_asked(in, l.group, in->reg->counsel[k].centre))
			warn_training(&l, (int32_t)k);
	each(&l, warn_idle);
	zp_arena_free(l.work);
	*n = l.n;
	return l.at;
}

/* The days, and what is meant. */
static void put_what(const struct zp_roster_input *in,
    const struct zp_roster_warning *w, enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_registry *reg = in->reg;
	const char *centre = w->centre < 0 ? "" : reg->centre[w->centre].name;
	bool zh = lang == ZP_ZH;

	switch (w->what) {
	case ZP_ALARM_YEAR:
		zp_buf_puts(out, zh ? "的放假安排还没有公布" :
		    ": the days off are not announced yet");
		break;
	case ZP_ALARM_NO_ROSTER:
		zp_buf_printf(out, zh ? "%s还没有发布班表，差 %d 班" :
		    ": %s has no roster yet, %d duties", centre, w->n);
		break;
	case ZP_ALARM_BARE:
		zp_buf_printf(out, zh ? "%s联系不到值班律师" :
		    ": %s reaches no duty lawyer", reg->organ[w->organ].name);
		break;
	case ZP_ALARM_OPEN:
		zp_buf_printf(out, zh ? "%s有 %d 班无人" :
		    ": %s has %d duties open", reg->station[w->station].name,
		    w->n);
		break;
	case ZP_ALARM_STANDBY:
		zp_buf_printf(out, zh ? "%s有 %d 天备班不足" :
		    ": %s lacks a standby on %d days", centre, w->n);
		break;
	case ZP_ALARM_IDLE:
		zp_buf_printf(out, zh ? "%s有 %d 名律师今年还没有值过班" :
		    ": %s has %d lawyers without a duty this year", centre,
		    w->n);
		break;
	case ZP_ALARM_TRAINING:
		break;
	}
}

static void put_training(const struct zp_roster_input *in,
    const struct zp_roster_warning *w, enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_counsel *c = &in->reg->counsel[w->counsel];
	char lapses[ZP_DATE_TEXT], duty[ZP_DATE_TEXT];
	bool zh = lang == ZP_ZH;

	zp_buf_printf(out, zh ? "%s（%s）的岗前培训 %s 到期" :
	    "the training of %s (%s) lapses on %s", c->name, c->licence_no,
	    zp_date_print(w->from, lapses));
	if (zp_date_known(w->to))
		zp_buf_printf(out, zh ? "，而 %s 还排有值班" :
		    ", with a duty on %s", zp_date_print(w->to, duty));
}

void zp_roster_warning_print(const struct zp_roster_input *in,
    const struct zp_roster_warning *w, enum zp_lang lang, struct zp_buf *out)
{
	bool zh = lang == ZP_ZH;
	char day[ZP_DATE_TEXT];

	if (w->what == ZP_ALARM_TRAINING) {
		put_training(in, w, lang, out);
	} else {
		zp_buf_puts(out, zp_date_print(w->from, day));
		if (w->to.day != w->from.day)
			zp_buf_printf(out, zh ? " 至 %s" : " to %s",
			    zp_date_print(w->to, day));
		zp_buf_puts(out, zh ? " " : "");
		put_what(in, w, lang, out);
	}
	zp_buf_printf(out, zh ? "（%s）" : " (%s)",
	    zp_rule_row((enum zp_rule)w->rule)->id);
}
