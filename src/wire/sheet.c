/* src/wire/sheet.c - see sheet.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "sheet_impl.h"

/* Millimetres, of which there are 277 between the margins. */
#define PAGE 277.0
#define HEAD 34.0		/* title, facts, heads of the columns */
#define FOOT 39.0		/* whom to call, the seals */
#define PERSON_ROW 5.0
#define CHANGE_ROW 4.4
#define LEAST_ROW 4.3
#define MOST_ROW 6.4

/* Changes shown; posts from which on letters are small; people in a row with
 * their firms, up to so many, and without. */
enum { CHANGES = 8, MANY = 7, ACROSS = 2, FEW = 20, ACROSS_MANY = 4 };

struct sheet {
	const struct zp_handout *h;
	const struct zp_station *s;
	const struct zp_registry *reg;
	struct zp_date from, to;
	enum zp_lang lang;
	struct zp_buf *out;
	const struct zp_duty *duty; uint32_t duties;
	uint32_t at;			/* of duty[]: the next to be shown */
	int32_t posts[3];		/* by shift */
	bool draft;
	int32_t centre;			/* -1 */
	const struct zp_notice *notice[CHANGES];	/* the last ones */
	uint32_t notices;
	int32_t version;		/* number of the last; 0: none */
	struct zp_wall issued;		/* NONE */
	uint32_t *shifts;		/* per counsel: duties, + 1 if named */
	uint32_t people, across;	/* of them in a row */
};

__attribute__((format_arg(2), format_arg(3)))
static const char *word(const struct sheet *p, const char *zh,
    const char *en)
{
	return p->lang == ZP_ZH ? zh : en;
}

static void put(struct sheet *p, const char *s)
{
	zp_buf_puts(p->out, s);
}

static void say(struct sheet *p, const char *zh, const char *en)
{
	put(p, word(p, zh, en));
}

/* Text of others. */
static void text(struct sheet *p, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&':
			put(p, "&amp;");
			break;
		case '<':
			put(p, "&lt;");
			break;
		case '>':
			put(p, "&gt;");
			break;
		case '"':
			put(p, "&quot;");
			break;
		default:
			zp_buf_putc(p->out, *s);
		}
}

static void name(struct sheet *p, const char *licence_no)
{
	text(p, zp_handout_name(p->h, licence_no));
}

/* "2026年3月5日", "2026-03-05". */
static void date(struct sheet *p, struct zp_date d)
{
	char day[ZP_DATE_TEXT];
	int y, m, n;

	zp_date_split(d, &y, &m, &n);
	if (p->lang == ZP_ZH)
		zp_buf_printf(p->out, "%d年%d月%d日", y, m, n);
	else
		put(p, zp_date_print(d, day));
}

/* --- what there is to show --- */

static void count(struct sheet *p, const char *licence_no, uint32_t n)
{
	int32_t k = zp_registry_find(p->reg, ZP_T_COUNSEL, licence_no);

	if (k < 0)
		return;
	p->people += p->shifts[k] == 0;
	p->shifts[k] += n + (p->shifts[k] == 0);
}

static bool in_month(const struct sheet *p, struct zp_date d)
{
	return zp_date_cmp(d, p->from) >= 0 && zp_date_cmp(d, p->to) <= 0;
}

static bool stands_by(const struct sheet *p,
    const struct zp_handout_standby *b)
{
	return p->centre >= 0 && in_month(p, b->date) &&
	    strcmp(b->centre_code, p->reg->centre[p->centre].code) == 0;
}

/* Is there a duty of the station on that day? */
static bool open_on(const struct sheet *p, struct zp_date d)
{
	for (uint32_t i = 0; i < p->duties; i++)
		if (p->duty[i].date.day == d.day &&
		    p->duty[i].state != ZP_DUTY_CANCELLED)
			return true;
	return false;
}

static void gather_duties(struct sheet *p)
{
	for (uint32_t i = 0; i < p->duties; i++) {
		const struct zp_duty *d = &p->duty[i];
		bool somebody = d->licence_no[0] != '\0';

		if (d->post > p->posts[d->shift])
			p->posts[d->shift] = d->post;
		if (somebody && d->state == ZP_DUTY_DRAFT)
			p->draft = true;
		if (somebody && zp_duty_stands(d))
			count(p, d->licence_no, 1);
	}
	for (uint32_t i = 0; i < p->h->standbys; i++)
		if (stands_by(p, &p->h->standby[i]) &&
		    open_on(p, p->h->standby[i].date))
			count(p, p->h->standby[i].licence_no, 0);
}

/* Keep the last ones, by number. */
static void keep_notice(struct sheet *p, const struct zp_notice *x)
{
	uint32_t i;

	if (p->notices == CHANGES) {
		if (p->notice[0]->notice_no > x->notice_no)
			return;
		memmove(p->notice, p->notice + 1, (CHANGES - 1) *
		    sizeof(*p->notice));
		p->notices--;
	}
	for (i = p->notices++; i > 0 &&
	    p->notice[i - 1]->notice_no > x->notice_no; i--)
		p->notice[i] = p->notice[i - 1];
	p->notice[i] = x;
}

static void gather_notices(struct sheet *p)
{
	for (uint32_t i = 0; i < p->h->months; i++)
		if (p->h->month[i].month.day == p->from.day)
			p->issued = p->h->month[i].published_at;
	for (uint32_t i = 0; i < p->h->notices; i++) {
		const struct zp_notice *x = &p->h->notice[i];

		if (strcmp(x->station_code, p->s->code) == 0 &&
		    in_month(p, x->date))
			keep_notice(p, x);
	}
	if (p->notices > 0) {
		const struct zp_notice *last = p->notice[p->notices - 1];

		p->version = last->notice_no;
		if (zp_wall_cmp(last->at, p->issued) > 0)
			p->issued = last->at;
	}
}

/* --- the page --- */

static void head(struct sheet *p)
{
	int y, m;

	zp_date_split(p->from, &y, &m, NULL);
	put(p, "<!DOCTYPE html>\n<html lang=\"");
	say(p, "zh-CN", "en");
	put(p, "\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	text(p, p->s->name);
	zp_buf_printf(p->out, " %04d-%02d</title>\n<style>\n", y, m);
	put(p, zp_sheet_style);
	put(p, "</style>\n</head>\n");
}

/* The height of a row, so that all of it is a page. */
static void begin_body(struct sheet *p)
{
	double rows = p->to.day - p->from.day + 1;
	double used, row;

	p->across = p->people <= FEW ? ACROSS : ACROSS_MANY;
	used = HEAD + FOOT + PERSON_ROW * (1 + (p->people + p->across - 1) /
	    p->across) + CHANGE_ROW * ((p->notices + 1) / 2);
	row = (PAGE - used) / rows;
	row = row < LEAST_ROW ? LEAST_ROW : row > MOST_ROW ? MOST_ROW : row;
	zp_buf_printf(p->out, "<body style=\"--row:%.2fmm\">\n", row);
}

static void fact(struct sheet *p, const char *zh, const char *en)
{
	put(p, "<span>");
	say(p, zh, en);
	say(p, "：", ": ");
}

static void hours(struct sheet *p)
{
	char t[ZP_HOURS_TEXT];
	bool more = false;

	fact(p, "时间", "hours");
	for (int s = ZP_SHIFT_AM; s <= ZP_SHIFT_DAY; s++) {
		if (p->posts[s] == 0)
			continue;
		put(p, more ? "，" : "");
		say(p, zp_handout_shift((enum zp_shift)s, ZP_ZH),
		    zp_handout_shift((enum zp_shift)s, ZP_EN));
		zp_buf_printf(p->out, " %s", zp_hours_print(p->h->hours[s],
		    t));
		more = true;
	}
	put(p, "</span>\n");
}

static void title(struct sheet *p)
{
	int y, m;

	zp_date_split(p->from, &y, &m, NULL);
	put(p, "<h1>");
	text(p, p->s->name);
	put(p, "<small>");
	if (p->lang == ZP_ZH)
		zp_buf_printf(p->out, "%d 年 %d 月律师值班表", y, m);
	else
		zp_buf_printf(p->out, "Duty roster %04d-%02d", y, m);
	if (p->draft)
		say(p, "（草案）", " (draft)");
	put(p, "</small></h1>\n<div class=\"facts\">\n");
	hours(p);
	fact(p, "方式", "way");
	if (p->s->way == ZP_PHONE)
		say(p, "电话", "by telephone");
	else
		say(p, "现场", "on site");
	put(p, "</span>\n");
	fact(p, "版本", "version");
	if (p->version > 0 && p->lang == ZP_ZH)
		zp_buf_printf(p->out, "第 %" PRId32 " 号变更后", p->version);
	else if (p->version > 0)
		zp_buf_printf(p->out, "notice %" PRId32, p->version);
	else
		say(p, "初版", "first");
	put(p, "</span>\n");
	fact(p, "签发", "issued");
	if (zp_wall_known(p->issued))
		date(p, zp_wall_date(p->issued));
	else
		say(p, "　　年　月　日", "____________");
	put(p, "</span>\n</div>\n");
}

/* --- the days --- */

static void day_heads(struct sheet *p)
{
	bool many = p->posts[0] > 1 || p->posts[1] > 1 || p->posts[2] > 1;
	const char *rows = many ? " rowspan=\"2\"" : "";

	zp_buf_printf(p->out, "<table class=\"days%s\">\n<thead>\n<tr>"
	    "<th class=\"d\"%s>%s</th><th class=\"w\"%s>%s</th>",
	    p->posts[0] + p->posts[1] + p->posts[2] >= MANY ? " small" : "",
	    rows,
	    word(p, "日期", "day"), rows, word(p, "星期", ""));
	for (int s = ZP_SHIFT_AM; s <= ZP_SHIFT_DAY; s++)
		if (p->posts[s] > 0)
			zp_buf_printf(p->out, "<th colspan=\"%" PRId32 "\""
			    "%s>%s</th>", p->posts[s], many && p->posts[s] == 1
			    ? rows : "", zp_handout_shift((enum zp_shift)s,
			    p->lang));
	zp_buf_printf(p->out, "<th class=\"b\"%s>%s</th><th class=\"n\"%s>%s"
	    "</th></tr>\n", rows, word(p, "备班", "standby"), rows,
	    word(p, "备注", "remarks"));
	if (many)
		put(p, "<tr>");
	for (int s = ZP_SHIFT_AM; many && s <= ZP_SHIFT_DAY; s++)
		for (int32_t k = 1; p->posts[s] > 1 && k <= p->posts[s]; k++)
			zp_buf_printf(p->out, p->lang == ZP_ZH ?
			    "<th>%" PRId32 " 岗</th>" : "<th>post %" PRId32
			    "</th>", k);
	put(p, many ? "</tr>\n</thead>\n<tbody>\n" : "</thead>\n<tbody>\n");
}

/* The calendar's word on a day, or NULL. */
static const struct zp_day *special(const struct sheet *p, struct zp_date d)
{
	for (uint32_t i = 0; i < p->h->cal->days; i++)
		if (p->h->cal->day[i].on.day == d.day)
			return &p->h->cal->day[i];
	return NULL;
}

/* The row of the post that is shown, or NULL; rows come in this order. */
static const struct zp_duty *next_duty(struct sheet *p, struct zp_date d,
    enum zp_shift shift, int32_t post)
{
	const struct zp_duty *found = NULL;

	for (; p->at < p->duties; p->at++) {
		const struct zp_duty *x = &p->duty[p->at];

		if (x->date.day != d.day || x->shift != shift ||
		    x->post != post)
			break;
		if (found == NULL)
			found = x;
	}
	return found;
}

static void cell(struct sheet *p, const struct zp_duty *d)
{
	struct zp_revision r;

	if (d == NULL) {
		put(p, "<td class=\"none\"></td>");
		return;
	}
	r = zp_handout_revision(p->h, d, NULL);
	if (d->licence_no[0] != '\0' && zp_duty_stands(d)) {
		put(p, "<td>");
		name(p, d->licence_no);
	} else if (d->state == ZP_DUTY_CANCELLED) {
		put(p, "<td class=\"none\">");
		say(p, "停班", "closed");
	} else {
		put(p, "<td class=\"gap\">");
		say(p, d->state == ZP_DUTY_ABSENT ? "缺勤" : "空缺",
		    d->state == ZP_DUTY_ABSENT ? "absent" : "open");
	}
	if (r.last != NULL)
		zp_buf_printf(p->out, "<sup>%" PRId32 "</sup>",
		    r.last->notice_no);
	put(p, "</td>");
}

static void standby_cell(struct sheet *p, struct zp_date d)
{
	bool more = false;

	put(p, "<td class=\"b\">");
	for (uint32_t i = 0; open_on(p, d) && i < p->h->standbys; i++) {
		const struct zp_handout_standby *b = &p->h->standby[i];

		if (!stands_by(p, b) || b->date.day != d.day)
			continue;
		put(p, more ? word(p, "、", ", ") : "");
		name(p, b->licence_no);
		more = true;
	}
	put(p, "</td>");
}

static void day(struct sheet *p, struct zp_date d)
{
	static const char *const week[][ZP_LANGS] = { { "日", "Sun" },
	    { "一", "Mon" }, { "二", "Tue" }, { "三", "Wed" },
	    { "四", "Thu" }, { "五", "Fri" }, { "六", "Sat" } };
	const struct zp_day *x = special(p, d);
	int n, w = zp_date_weekday(d);

	zp_date_split(d, NULL, NULL, &n);
	zp_buf_printf(p->out, "<tr%s><td class=\"d\">%d</td>"
	    "<td class=\"w\">%s</td>", x != NULL && x->kind == ZP_DAY_OFF ?
	    " class=\"fest\"" : x != NULL ? " class=\"makeup\"" :
	    zp_calendar_works(p->h->cal, d) ? "" : " class=\"off\"", n,
	    week[w][p->lang]);
	for (int s = ZP_SHIFT_AM; s <= ZP_SHIFT_DAY; s++)
		for (int32_t k = 1; k <= p->posts[s]; k++)
			cell(p, next_duty(p, d, (enum zp_shift)s, k));
	standby_cell(p, d);
	put(p, "<td class=\"n\">");
	if (x != NULL) {
		text(p, x->name);
		if (x->kind == ZP_DAY_WORK)
			say(p, "上班", " (work)");
	} else if (!zp_calendar_works(p->h->cal, d))
		say(p, "休息日", "day off");
	put(p, "</td></tr>\n");
}

/* --- below them --- */

static bool firms(const struct sheet *p)
{
	return p->across == ACROSS;
}

static void person(struct sheet *p, int32_t k)
{
	const struct zp_counsel *c = &p->reg->counsel[k];

	put(p, "<td class=\"p\">");
	text(p, c->name);
	if (firms(p)) {
		put(p, "</td><td>");
		text(p, c->firm < 0 ? "" : p->reg->firm[c->firm].name);
	}
	put(p, "</td><td class=\"c\">");
	if (p->shifts[k] > 1)
		zp_buf_printf(p->out, "%" PRIu32, p->shifts[k] - 1);
	else
		say(p, "备", "-");
	put(p, "</td><td class=\"t\"></td>");
}

static void people_heads(struct sheet *p)
{
	zp_buf_printf(p->out, "<table class=\"people%s\">\n<tr>",
	    firms(p) ? "" : " slim");
	for (uint32_t i = 0; i < p->across; i++) {
		zp_buf_printf(p->out, "<th class=\"p\">%s</th>",
		    word(p, "律师", "lawyer"));
		if (firms(p))
			zp_buf_printf(p->out, "<th>%s</th>",
			    word(p, "执业机构", "firm"));
		zp_buf_printf(p->out, "<th class=\"c\">%s</th>"
		    "<th class=\"t\">%s</th>", word(p, "班次", "shifts"),
		    word(p, "电话", "telephone"));
	}
	put(p, "</tr>\n");
}

static void people(struct sheet *p)
{
	uint32_t n = 0;

	people_heads(p);
	for (uint32_t k = 0; k < p->reg->counsels; k++) {
		if (p->shifts[k] == 0)
			continue;
		put(p, n % p->across == 0 ? "<tr>" : "");
		person(p, (int32_t)k);
		put(p, ++n % p->across == 0 ? "</tr>\n" : "");
	}
	while (n % p->across != 0) {
		zp_buf_printf(p->out, "<td class=\"p\"></td>%s"
		    "<td class=\"c\"></td><td class=\"t\"></td>",
		    firms(p) ? "<td></td>" : "");
		put(p, ++n % p->across == 0 ? "</tr>\n" : "");
	}
	put(p, "</table>\n");
}

static void change(struct sheet *p, const struct zp_notice *x)
{
	int m, n;

	zp_date_split(x->date, NULL, &m, &n);
	put(p, "<li>");
	if (p->lang == ZP_ZH)
		zp_buf_printf(p->out, "第 %" PRId32 " 号：%d月%d日%s",
		    x->notice_no, m, n, zp_handout_shift(x->shift, ZP_ZH));
	else
		zp_buf_printf(p->out, "No. %" PRId32 ": %02d-%02d %s",
		    x->notice_no, m, n, zp_handout_shift(x->shift, ZP_EN));
	if (p->posts[x->shift] > 1)
		zp_buf_printf(p->out, word(p, " %" PRId32 " 岗",
		    " post %" PRId32), x->post);
	put(p, " ");
	if (x->was[0] != '\0')
		name(p, x->was);
	else
		say(p, "空缺", "open");
	put(p, " → ");
	if (x->now[0] != '\0')
		name(p, x->now);
	else if (x->cause == ZP_CAUSE_EXCEPTION)
		say(p, "停班", "closed");
	else
		say(p, "空缺", "open");
	say(p, "（", " (");
	put(p, zp_handout_cause(x->cause, p->lang));
	say(p, "）", ")");
	put(p, "</li>\n");
}

static void call(struct sheet *p)
{
	put(p, "<p class=\"call\">");
	say(p, "律师未到岗的，请联系备班律师，并告知",
	    "If nobody comes, call the standby lawyer and tell ");
	if (p->centre >= 0)
		text(p, p->reg->centre[p->centre].name);
	else
		say(p, "法律援助中心", "the legal-aid centre");
	say(p, "（电话＿＿＿＿＿＿＿＿）。法律援助热线 12348。",
	    " (telephone: ____________________); hotline: 12348.");
	put(p, "</p>\n");
}

static void seal(struct sheet *p, const char *who)
{
	put(p, "<div><p>");
	text(p, who);
	put(p, "</p><p>");
	say(p, "（盖章）　经办人：＿＿＿＿＿＿　　　　年　　月　　日",
	    "(seal)  by: ____________  date: ____________");
	put(p, "</p></div>\n");
}

static void seals(struct sheet *p)
{
	struct zp_buf b = { 0 };
	const char *centre = p->centre < 0 ? word(p, "法律援助中心",
	    "legal-aid centre") : p->reg->centre[p->centre].name;
	const char *organ = p->s->organ < 0 ? p->s->name :
	    p->reg->organ[p->s->organ].name;

	put(p, "<div class=\"seals\">\n");
	zp_buf_printf(&b, "%s%s", word(p, "签发：", "Issued by "), centre);
	seal(p, zp_buf_str(&b));
	zp_buf_reset(&b);
	zp_buf_printf(&b, "%s%s", word(p, "签收：", "Received by "), organ);
	seal(p, zp_buf_str(&b));
	zp_buf_fini(&b);
	put(p, "</div>\n</body>\n</html>\n");
}

static void print(struct sheet *p)
{
	head(p);
	begin_body(p);
	title(p);
	day_heads(p);
	for (struct zp_date d = p->from; zp_date_cmp(d, p->to) <= 0;
	    d = zp_date_add(d, 1))
		day(p, d);
	put(p, "</tbody>\n</table>\n");
	people(p);
	if (p->notices > 0)
		put(p, "<ul class=\"changes\">\n");
	for (uint32_t i = 0; i < p->notices; i++)
		change(p, p->notice[i]);
	put(p, p->notices > 0 ? "</ul>\n" : "");
	call(p);
	seals(p);
}

bool zp_sheet_print(const struct zp_handout *h, int32_t station,
    struct zp_date month, enum zp_lang lang, struct zp_buf *out)
{
	struct sheet p = { .h = h, .reg = h->reg, .from = month,
	    .s = &h->reg->station[station], .lang = lang, .out = out,
	    .to = zp_date_month_end(month), .issued = ZP_WALL_NONE,
	    .centre = zp_handout_centre(h, station) };
	uint32_t at;

	p.duties = zp_handout_find(h, station, p.from, p.to, &at);
	p.duty = h->duty + at;
	if (p.duties == 0)
		return false;
	p.shifts = zp_xcalloc((size_t)h->reg->counsels + 1,
	    sizeof(*p.shifts));
	gather_duties(&p);
	gather_notices(&p);
	print(&p);
	free(p.shifts);
	return true;
}
