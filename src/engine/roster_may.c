/* engine/roster_may.c - one duty, one person; see roster_may.h. */
#include <stdlib.h>
#include <string.h>

#include "roster_impl.h"
#include "rota_impl.h"
#include "zhipaid/roster_may.h"

static bool same_post(const struct zp_duty *a, const struct zp_duty *b)
{
	return a->station == b->station && a->date.day == b->date.day &&
	    a->shift == b->shift && a->post == b->post;
}

static int bar(const struct zp_roster_input *in, const struct zp_duty *post,
    int32_t counsel, struct zp_why *why)
{
	struct zp_duty_ask q = {
		in->reg, in->p, in->loan, in->loans, post->station, counsel,
		post->date, post->shift,
		in->busy == NULL ? NULL : &in->busy[counsel], in->off
	};

	return zp_duty_bar(&q, why);
}

/* Does it count beside the post he would take? */
static bool counts(const struct zp_duty *d, const struct zp_duty *post,
    int32_t counsel, const struct zp_duty *gives)
{
	return d->counsel == counsel && d->station >= 0 &&
	    zp_duty_stands(d) && !same_post(d, post) &&
	    (gives == NULL || !same_post(d, gives));
}

/* The limits between the post and what he has on record (only d, unless
 * NULL), by a rota of one slot. */
static enum zp_rota_why limit(const struct zp_roster_input *in,
    const struct zp_duty *post, int32_t counsel, const struct zp_duty *gives,
    const struct zp_duty *d)
{
	const struct zp_roster_policy *p = &in->p->roster;
	struct zp_arena *a = zp_arena_new();
	struct zp_rota_slot slot = { .date = post->date,
	    .half = zp_roster_half(post), .held = -1,
	    .place = zp_roster_place(in->reg, post) };
	struct zp_rota r = { .slot = &slot, .slots = 1,
	    .most = { p->day, p->week, p->month, p->rest } };
	struct zp_rota_busy *busy = zp_arena_calloc(a, in->duties + 1,
	    sizeof(*busy));
	int32_t nobody = -1;
	enum zp_rota_why why;

	if (in->off != NULL && in->off[ZP_N17])
		r.most = (struct zp_rota_limits){ 0, 0, 0, 0 };
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *on = &in->duty[i];

		if ((d == NULL || on == d) &&
		    counts(on, post, counsel, gives))
			busy[r.busies++] = (struct zp_rota_busy){ 0, on->date,
			    zp_roster_half(on),
			    zp_roster_place(in->reg, on) };
	}
	r.busy = busy;
	why = zp_rota_why(&r, &nobody, 0, 0);
	zp_arena_free(a);
	return why;
}

bool zp_roster_may(const struct zp_roster_input *in,
    const struct zp_duty *post, int32_t counsel, const struct zp_duty *gives,
    struct zp_roster_why *why)
{
	*why = (struct zp_roster_why){ .limit = ZP_ROTA_FREE };
	why->rule = bar(in, post, counsel, &why->why);
	if (why->rule >= 0)
		return false;
	why->limit = limit(in, post, counsel, gives, NULL);
	if (why->limit == ZP_ROTA_TWICE || why->limit == ZP_ROTA_TRAVEL ||
	    why->limit == ZP_ROTA_REST)
		for (uint32_t i = 0; i < in->duties &&
		    why->beside == NULL; i++)
			if (counts(&in->duty[i], post, counsel, gives) &&
			    limit(in, post, counsel, gives, &in->duty[i]) ==
			    why->limit)
				why->beside = &in->duty[i];
	return why->limit == ZP_ROTA_FREE;
}

bool zp_roster_overridable(const struct zp_roster_why *why)
{
	if (why->rule >= 0)
		return why->rule != ZP_X6 &&
		    zp_rule_row((enum zp_rule)why->rule)->kind != ZP_HARD;
	return why->limit != ZP_ROTA_TWICE && why->limit != ZP_ROTA_TRAVEL;
}

static const char *shift_name(enum zp_shift s, enum zp_lang lang)
{
	static const char *const name[][ZP_LANGS] = {
		[ZP_SHIFT_AM] = { "上午", "in the morning" },
		[ZP_SHIFT_PM] = { "下午", "in the afternoon" },
		[ZP_SHIFT_DAY] = { "全天", "all day" },
	};

	return name[s][lang];
}

/* "3 月 5 日上午在青溪区法院工作站值班" */
static void put_beside(const struct zp_roster_input *in,
    const struct zp_duty *d, enum zp_lang lang, struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];
	const char *where = in->reg->station[d->station].name;

	zp_date_print(d->date, day);
	if (lang == ZP_ZH)
		zp_buf_printf(out, "%s %s在%s值班", day, shift_name(d->shift,
		    lang), where);
	else
		zp_buf_printf(out, "is on duty at %s on %s, %s", where, day,
		    shift_name(d->shift, lang));
}

static void put_limit(const struct zp_roster_input *in,
    const struct zp_roster_why *why, enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_roster_policy *p = &in->p->roster;
	bool zh = lang == ZP_ZH;

	if (why->beside != NULL)
		put_beside(in, why->beside, lang, out);
	switch (why->limit) {
	case ZP_ROTA_TRAVEL:
		zp_buf_puts(out, zh ? "，来不及往返" : ", too far away");
		break;
	case ZP_ROTA_REST:
		zp_buf_printf(out, zh ? "，两次值班至少隔 %d 天" :
		    "; %d free days lie between two duties", p->rest);
		break;
	case ZP_ROTA_DAY:
		zp_buf_printf(out, zh ? "当天已值满 %d 班" :
		    "has %d duties that day already", p->day);
		break;
	case ZP_ROTA_WEEK:
		zp_buf_printf(out, zh ? "当周已值满 %d 班" :
		    "has %d duties that week already", p->week);
		break;
	case ZP_ROTA_MONTH:
		zp_buf_printf(out, zh ? "当月已值满 %d 班" :
		    "has %d duties that month already", p->month);
		break;
	default:
		break;
	}
}

void zp_roster_why_print(const struct zp_roster_input *in,
    const struct zp_roster_why *why, enum zp_lang lang, struct zp_buf *out)
{
	int rule = why->rule >= 0 ? why->rule : ZP_N17;

	if (why->rule >= 0) {
		struct zp_view v = { .reg = in->reg };
		struct zp_ctx x = { .v = &v };

		zp_rule_sentence((enum zp_rule)rule, &x, &why->why, lang,
		    out);
	} else {
		put_limit(in, why, lang, out);
	}
	zp_buf_printf(out, lang == ZP_ZH ? "（%s）" : " (%s)",
	    zp_rule_row((enum zp_rule)rule)->id);
}

/* Of the duty's centre, or lent to it that day? */
static bool is_near(const struct zp_roster_input *in,
    const struct zp_duty *post, int32_t counsel)
{
	int32_t centre = zp_duty_centre(in->reg, post->station);

	if (in->reg->counsel[counsel].centre == centre)
		return true;
	for (uint32_t i = 0; i < in->loans; i++) {
		const struct zp_duty_loan *l = &in->loan[i];

		if (l->counsel == counsel && l->centre == centre &&
		    !(zp_date_known(l->from) &&
		    zp_date_cmp(post->date, l->from) < 0) &&
		    !(zp_date_known(l->to) &&
		    zp_date_cmp(post->date, l->to) > 0))
			return true;
	}
	return false;
}

/* Duties of a year, by person and bucket. */
static void count_year(const struct zp_roster_input *in,
    const struct zp_duty *post, struct zp_roster_candidate *c)
{
	int year, other;

	zp_date_split(post->date, &year, NULL, NULL);
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *d = &in->duty[i];

		zp_date_split(d->date, &other, NULL, NULL);
		if (other == year && counts(d, post, c->counsel, NULL))
			c->had[zp_roster_bucket(in->reg, in->p->cal,
			    d->station, d->date)]++;
	}
}

static void price(const struct zp_roster_input *in,
    const struct zp_duty *post, struct zp_roster_candidate *c)
{
	enum zp_bucket b = zp_roster_bucket(in->reg, in->p->cal,
	    post->station, post->date);
	struct zp_rota_person who = { .capacity =
	    zp_roster_capacity(in, c->counsel) };
	struct zp_rota r = { .person = &who, .persons = 1 };
	int32_t centre = zp_duty_centre(in->reg, post->station);

	r.fair[b] = in->p->roster.fair[b];
	count_year(in, post, c);
	memcpy(who.done, c->had, sizeof(who.done));
	c->even = zp_rota_step(&r, 0, (int)b, 0);
	c->wish = zp_roster_wish(in, c->counsel, post);
	c->stands_by = zp_roster_stands_by(in, centre, post->date,
	    c->counsel);
	c->cost = c->even + c->wish;
	if (!c->stands_by && zp_roster_stands_by(in, centre, post->date, -1))
		c->cost += ZP_ROSTER_NOT_CALLED;
}

static int by_verdict(const void *pa, const void *pb)
{
	const struct zp_roster_candidate *a = pa, *b = pb;

	if (a->may != b->may)
		return a->may ? -1 : 1;
	if (a->may && a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	if (a->why.rule != b->why.rule)
		return a->why.rule < b->why.rule ? -1 : 1;
	return (a->counsel > b->counsel) - (a->counsel < b->counsel);
}

struct zp_roster_candidate *zp_roster_rank(const struct zp_roster_input *in,
    const struct zp_duty *post, struct zp_arena *a, uint32_t *n)
{
	struct zp_roster_candidate *at = zp_arena_calloc(a,
	    in->reg->counsels, sizeof(*at));

	*n = 0;
	for (uint32_t k = 0; k < in->reg->counsels; k++) {
		struct zp_roster_candidate *c = &at[*n];

		if (!zp_duty_lawyer(&in->reg->counsel[k]) ||
		    !is_near(in, post, (int32_t)k))
			continue;
		*c = (struct zp_roster_candidate){ .counsel = (int32_t)k };
		c->may = zp_roster_may(in, post, c->counsel, NULL, &c->why);
		price(in, post, c);
		++*n;
	}
	if (*n > 1)
		qsort(at, *n, sizeof(*at), by_verdict);
	return at;
}
