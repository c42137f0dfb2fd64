/* src/wire/feed.c - the calendars of people and of stations. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "zhipaid/handout.h"
#include "zhipaid/ics.h"

struct feed {
	const struct zp_handout *h;
	enum zp_lang lang;
	struct zp_buf *out;
	struct zp_buf uid, summary, place, text;	/* of one event */
	bool any;
};

static const char *word(const struct feed *f, const char *zh, const char *en)
{
	return f->lang == ZP_ZH ? zh : en;
}

/* Who does not come is called off, as a person and at a post. */
static enum zp_ics_status status_of(const struct zp_duty *d)
{
	return d->state == ZP_DUTY_DRAFT ? ZP_ICS_TENTATIVE :
	    zp_duty_serves(d) ? ZP_ICS_CONFIRMED : ZP_ICS_CANCELLED;
}

/* The natural key; the city keeps it apart from other cities'. */
static void put_uid(struct feed *f, const struct zp_duty *d,
    const char *licence_no)
{
	const struct zp_registry *reg = f->h->reg;
	char day[ZP_DATE_TEXT];

	zp_buf_printf(&f->uid, "%s/%s/%s/%" PRId32 "%s%s@%s.zhipaid",
	    d->station_code, zp_date_print(d->date, day),
	    zp_handout_shift_code(d->shift), d->post,
	    licence_no == NULL ? "" : "/", licence_no == NULL ? "" :
	    licence_no, reg->city < 0 ? "city" :
	    reg->centre[reg->city].region_code);
}

static void line(struct feed *f, const char *zh, const char *en,
    const char *value)
{
	if (value[0] != '\0')
		zp_buf_printf(&f->text, f->lang == ZP_ZH ? "%s%s：%s" :
		    "%s%s: %s", f->text.n > 0 ? "\n" : "", word(f, zh, en),
		    value);
}

static void describe(struct feed *f, const struct zp_duty *d,
    const struct zp_revision *r)
{
	const struct zp_registry *reg = f->h->reg;
	const struct zp_station *s = &reg->station[d->station];
	int32_t centre = zp_handout_centre(f->h, d->station);
	char hours[ZP_HOURS_TEXT], n[16];

	zp_hours_print(f->h->hours[d->shift], hours);
	line(f, "站点", "station", s->name);
	if (s->organ >= 0)
		line(f, "机关", "organ", reg->organ[s->organ].name);
	line(f, "班次", "shift", zp_handout_shift(d->shift, f->lang));
	line(f, "时间", "hours", hours);
	snprintf(n, sizeof(n), "%" PRId32, d->post);
	line(f, "岗位", "post", n);
	if (centre >= 0)
		line(f, "法律援助中心", "legal-aid centre",
		    reg->centre[centre].name);
	if (r->last == NULL)
		return;
	snprintf(n, sizeof(n), "%" PRId32, r->last->notice_no);
	line(f, "变更通知号", "notice", n);
	line(f, "变更原因", "because of", zp_handout_cause(r->last->cause,
	    f->lang));
}

/* One duty; of a person's feed when licence_no is his. */
static void event(struct feed *f, const struct zp_duty *d,
    const char *licence_no)
{
	const struct zp_station *s = &f->h->reg->station[d->station];
	struct zp_revision r = zp_handout_revision(f->h, d, licence_no);
	enum zp_ics_status status = status_of(d);

	zp_buf_reset(&f->uid);
	zp_buf_reset(&f->summary);
	zp_buf_reset(&f->place);
	zp_buf_reset(&f->text);
	put_uid(f, d, licence_no);
	zp_buf_puts(&f->summary, status == ZP_ICS_CONFIRMED ? "" :
	    status == ZP_ICS_CANCELLED ? word(f, "【取消】", "Cancelled: ") :
	    word(f, "【草案】", "Draft: "));
	zp_buf_puts(&f->summary, word(f, "值班：", "Duty: "));
	zp_buf_puts(&f->summary, licence_no != NULL ? s->name :
	    zp_handout_name(f->h, d->licence_no));
	if (s->way == ZP_PHONE)
		zp_buf_puts(&f->summary, word(f, "（电话）", " (by phone)"));
	else
		zp_buf_puts(&f->place, s->organ < 0 ? s->name :
		    f->h->reg->organ[s->organ].name);
	describe(f, d, &r);
	zp_ics_event(f->out, &(struct zp_ics_event){
		.uid = zp_buf_str(&f->uid), .date = d->date,
		.hours = f->h->hours[d->shift], .revised = r.at,
		.sequence = r.n, .status = status,
		.summary = zp_buf_str(&f->summary),
		.location = zp_buf_str(&f->place),
		.description = zp_buf_str(&f->text),
	});
	f->any = true;
}

static void begin(struct feed *f, const char *name)
{
	struct zp_buf b = { 0 };

	zp_buf_printf(&b, "%s%s", name, word(f, "值班表", ", duties"));
	zp_ics_begin(f->out, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static bool end(struct feed *f)
{
	zp_ics_end(f->out);
	zp_buf_fini(&f->uid);
	zp_buf_fini(&f->summary);
	zp_buf_fini(&f->place);
	zp_buf_fini(&f->text);
	return f->any;
}

bool zp_feed_counsel(const struct zp_handout *h, int32_t counsel,
    enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_counsel *c = &h->reg->counsel[counsel];
	struct feed f = { .h = h, .lang = lang, .out = out };

	begin(&f, c->name);
	for (uint32_t i = 0; i < h->duties; i++)
		if (h->duty[i].counsel == counsel)
			event(&f, &h->duty[i], c->licence_no);
	return end(&f);
}

static bool same_post(const struct zp_duty *a, const struct zp_duty *b)
{
	return a->date.day == b->date.day && a->shift == b->shift &&
	    a->post == b->post;
}

bool zp_feed_station(const struct zp_handout *h, int32_t station,
    enum zp_lang lang, struct zp_buf *out)
{
	struct feed f = { .h = h, .lang = lang, .out = out };
	uint32_t at, n = zp_handout_find(h, station, h->from, h->to, &at);
	const struct zp_duty *last = NULL;

	begin(&f, h->reg->station[station].name);
	for (uint32_t i = at; i < at + n; i++) {
		const struct zp_duty *d = &h->duty[i];

		/* of a post who stands comes first */
		if (d->counsel < 0 || (last != NULL && same_post(last, d)))
			continue;
		event(&f, d, NULL);
		last = d;
	}
	return end(&f);
}
