/*
 * src/wire/handout.c - a handout as text and back; looking things up in it.
 */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/handout.h"

#define COL(row, f, kind, words, most) \
	{ #f, kind, ZP_COL_NEED, offsetof(row, f), words, 0, most, { "", "" } }
#define MAY(row, f, kind, words, most) \
	{ #f, kind, 0, offsetof(row, f), words, 0, most, { "", "" } }
#define TABLE(name, row, cols) \
	{ name, cols, ZP_COUNT(cols), sizeof(row) }

static const char *const shift_word[] = { "am", "pm", "day", NULL };
static const char *const cause_word[] = { "change", "swap", "repair",
	"absent", "exception", NULL };
static const char *const kind_word[] = { "off", "work", NULL };

struct facts {			/* what stands once */
	struct zp_date from, to;
	const char *am, *pm, *day;
};
static const struct zp_col facts_col[] = {
	COL(struct facts, from, ZP_COL_DATE, NULL, 0),
	COL(struct facts, to, ZP_COL_DATE, NULL, 0),
	COL(struct facts, am, ZP_COL_TEXT, NULL, ZP_HOURS_TEXT),
	COL(struct facts, pm, ZP_COL_TEXT, NULL, ZP_HOURS_TEXT),
	COL(struct facts, day, ZP_COL_TEXT, NULL, ZP_HOURS_TEXT),
};
static const struct zp_col day_col[] = {
	COL(struct zp_day, on, ZP_COL_DATE, NULL, 0),
	COL(struct zp_day, kind, ZP_COL_ENUM, kind_word, 0),
	MAY(struct zp_day, name, ZP_COL_TEXT, NULL, 300),
};
static const struct zp_col notice_col[] = {
	COL(struct zp_notice, station_code, ZP_COL_CODE, NULL, 64),
	COL(struct zp_notice, notice_no, ZP_COL_INT, NULL, INT32_MAX),
	COL(struct zp_notice, date, ZP_COL_DATE, NULL, 0),
	COL(struct zp_notice, shift, ZP_COL_ENUM, shift_word, 0),
	COL(struct zp_notice, post, ZP_COL_INT, NULL, 99),
	MAY(struct zp_notice, was, ZP_COL_CODE, NULL, 64),
	MAY(struct zp_notice, now, ZP_COL_CODE, NULL, 64),
	COL(struct zp_notice, cause, ZP_COL_ENUM, cause_word, 0),
	COL(struct zp_notice, at, ZP_COL_WALL, NULL, 0),
	MAY(struct zp_notice, acked_at, ZP_COL_WALL, NULL, 0),
};
static const struct zp_col standby_col[] = {
	COL(struct zp_handout_standby, centre_code, ZP_COL_CODE, NULL, 64),
	COL(struct zp_handout_standby, date, ZP_COL_DATE, NULL, 0),
	COL(struct zp_handout_standby, licence_no, ZP_COL_CODE, NULL, 64),
};
static const struct zp_col place_col[] = {
	COL(struct zp_handout_place, station_code, ZP_COL_CODE, NULL, 64),
	COL(struct zp_handout_place, centre_code, ZP_COL_CODE, NULL, 64),
};
static const struct zp_col month_col[] = {
	COL(struct zp_handout_month, month, ZP_COL_DATE, NULL, 0),
	COL(struct zp_handout_month, published_at, ZP_COL_WALL, NULL, 0),
};
static const struct zp_col pay_col[] = {
	COL(struct zp_handout_pay, month, ZP_COL_DATE, NULL, 0),
	MAY(struct zp_handout_pay, payer, ZP_COL_CODE, NULL, 64),
	COL(struct zp_handout_pay, station_code, ZP_COL_CODE, NULL, 64),
	COL(struct zp_handout_pay, licence_no, ZP_COL_CODE, NULL, 64),
	COL(struct zp_handout_pay, workday, ZP_COL_INT, NULL, INT32_MAX),
	COL(struct zp_handout_pay, day_off, ZP_COL_INT, NULL, INT32_MAX),
	COL(struct zp_handout_pay, festival, ZP_COL_INT, NULL, INT32_MAX),
	COL(struct zp_handout_pay, remote, ZP_COL_INT, NULL, INT32_MAX),
	COL(struct zp_handout_pay, due, ZP_COL_INT, NULL, INT32_MAX),
	COL(struct zp_handout_pay, fen, ZP_COL_I64, NULL, 0),
	COL(struct zp_handout_pay, due_fen, ZP_COL_I64, NULL, 0),
	MAY(struct zp_handout_pay, note, ZP_COL_TEXT, NULL, 300),
};
enum { FACTS, DAYS, NOTICES, STANDBY, PLACES, MONTHS, PAYS };
static const struct zp_table table[] = {
	[FACTS] = TABLE("handout", struct facts, facts_col),
	[DAYS] = TABLE("days", struct zp_day, day_col),
	[NOTICES] = TABLE("notices", struct zp_notice, notice_col),
	[STANDBY] = TABLE("standby", struct zp_handout_standby, standby_col),
	[PLACES] = TABLE("places", struct zp_handout_place, place_col),
	[MONTHS] = TABLE("months", struct zp_handout_month, month_col),
	[PAYS] = TABLE("allowances", struct zp_handout_pay, pay_col),
};

/* roster.csv, where nobody may be there. */
struct posts { struct zp_col col[8]; struct zp_table t; };
static const struct zp_table *posts(struct posts *p)
{
	p->t = *zp_table_get(ZP_T_ROSTER);
	ZP_ASSERT(p->t.cols <= ZP_COUNT(p->col));
	memcpy(p->col, p->t.col, p->t.cols * sizeof(*p->col));
	p->col[zp_table_col(&p->t, "licence_no")].flags = 0;
	p->t.col = p->col;
	return &p->t;
}

/* --- order --- */

static int by_post(const char *a_station, struct zp_date a, int a_shift,
    int32_t a_post, const struct zp_duty *b)
{
	int order = strcmp(a_station, b->station_code);

	if (order == 0)
		order = zp_date_cmp(a, b->date);
	if (order == 0)
		order = a_shift - (int)b->shift;
	return order != 0 ? order : (a_post > b->post) - (a_post < b->post);
}

/* Of the rows of a post: who stands, nobody, who does not stand. */
static int standing(const struct zp_duty *d)
{
	return d->licence_no[0] == '\0' ? 1 : zp_duty_stands(d) ? 0 : 2;
}

static int by_duty(const void *a, const void *b)
{
	const struct zp_duty *x = a, *y = b;
	int order = by_post(x->station_code, x->date, (int)x->shift, x->post,
	    y);

	if (order == 0)
		order = standing(x) - standing(y);
	return order != 0 ? order : strcmp(x->licence_no, y->licence_no);
}

static int by_notice(const void *a, const void *b)
{
	const struct zp_notice *x = a, *y = b;
	const struct zp_duty post = { .station_code = y->station_code,
	    .date = y->date, .shift = y->shift, .post = y->post };
	int order = by_post(x->station_code, x->date, (int)x->shift, x->post,
	    &post);

	return order != 0 ? order : (x->notice_no > y->notice_no) -
	    (x->notice_no < y->notice_no);
}

static int by_centre(const void *a, const void *b)
{
	const struct zp_handout_standby *x = a, *y = b;
	int order = strcmp(x->centre_code, y->centre_code);

	if (order == 0)
		order = zp_date_cmp(x->date, y->date);
	return order != 0 ? order : strcmp(x->licence_no, y->licence_no);
}

static int by_station(const void *a, const void *b)
{
	const struct zp_handout_place *x = a, *y = b;

	return strcmp(x->station_code, y->station_code);
}

static void sort(void *at, uint32_t n, size_t size,
    int (*by)(const void *, const void *))
{
	if (n > 1)
		qsort(at, n, size, by);
}

void zp_handout_sort(struct zp_handout *h)
{
	sort(h->duty, h->duties, sizeof(*h->duty), by_duty);
	sort(h->notice, h->notices, sizeof(*h->notice), by_notice);
	sort(h->standby, h->standbys, sizeof(*h->standby), by_centre);
	sort(h->place, h->places, sizeof(*h->place), by_station);
}

/* --- as text --- */

static void mark(const struct zp_handout *h, bool *named,
    const char *licence_no)
{
	int32_t k = zp_registry_find(h->reg, ZP_T_COUNSEL, licence_no);

	if (k >= 0)
		named[k] = true;
}

/* Which people the handout names. */
static void mark_all(const struct zp_handout *h, bool *named)
{
	for (uint32_t i = 0; i < h->duties; i++)
		mark(h, named, h->duty[i].licence_no);
	for (uint32_t i = 0; i < h->standbys; i++)
		mark(h, named, h->standby[i].licence_no);
	for (uint32_t i = 0; i < h->notices; i++) {
		mark(h, named, h->notice[i].was);
		mark(h, named, h->notice[i].now);
	}
}

/* The registry with those people alone, and of them what all may know. */
static void print_registry(const struct zp_handout *h, struct zp_buf *out)
{
	const struct zp_table *t = zp_table_get(ZP_T_COUNSEL);
	struct zp_registry open = *h->reg;
	bool *named = zp_xcalloc((size_t)open.counsels + 1, sizeof(*named));
	struct zp_counsel *all = zp_xcalloc((size_t)open.counsels + 1,
	    sizeof(*all));
	uint32_t n = 0;

	mark_all(h, named);
	for (uint32_t k = 0; k < open.counsels; k++) {
		const struct zp_counsel *c = &open.counsel[k];

		if (!named[k])
			continue;
		zp_row_clear(t, &all[n]);
		all[n].licence_no = c->licence_no;
		all[n].name = c->name;
		all[n].kind = c->kind;
		all[n].firm_code = c->firm_code;
		all[n].centre_code = c->centre_code;
		n++;
	}
	open.counsel = all;
	open.counsels = n;
	open.leaves = open.matters = 0;
	zp_registry_print(&open, out);
	free(named);
	free(all);
}

void zp_handout_print(const struct zp_handout *h, struct zp_buf *out)
{
	char hours[ZP_COUNT(h->hours)][ZP_HOURS_TEXT];
	const struct facts facts = { h->from, h->to,
	    zp_hours_print(h->hours[ZP_SHIFT_AM], hours[0]),
	    zp_hours_print(h->hours[ZP_SHIFT_PM], hours[1]),
	    zp_hours_print(h->hours[ZP_SHIFT_DAY], hours[2]) };
	struct posts p;

	zp_section_print(&table[FACTS], &facts, 1, out);
	zp_section_print(&table[DAYS], h->cal->day, h->cal->days, out);
	zp_section_print(posts(&p), h->duty, h->duties, out);
	zp_section_print(&table[NOTICES], h->notice, h->notices, out);
	zp_section_print(&table[STANDBY], h->standby, h->standbys, out);
	zp_section_print(&table[PLACES], h->place, h->places, out);
	zp_section_print(&table[MONTHS], h->month, h->months, out);
	zp_section_print(&table[PAYS], h->pay, h->pays, out);
	print_registry(h, out);
}

struct reader {
	const char *at, *end;
	struct zp_arena *a;
	struct zp_report *rep;
};

static bool section(struct reader *r, const struct zp_table *t, void *rows,
    uint32_t *n)
{
	struct zp_rows got;

	if (!zp_section_parse(t, &r->at, r->end, r->a, &got, r->rep))
		return false;
	memcpy(rows, &got.at, sizeof(got.at));
	*n = got.n;
	return true;
}

static bool take_facts(struct reader *r, struct zp_handout *h)
{
	static const char *const bad[] = { "时间不对", "the hours are wrong" };
	struct facts *f;
	uint32_t n;

	if (!section(r, &table[FACTS], &f, &n))
		return false;
	if (n != 1 || !zp_hours_parse(f->am, &h->hours[ZP_SHIFT_AM]) ||
	    !zp_hours_parse(f->pm, &h->hours[ZP_SHIFT_PM]) ||
	    !zp_hours_parse(f->day, &h->hours[ZP_SHIFT_DAY])) {
		zp_report_add(r->rep, ZP_ERROR, "handout", 0, "", bad);
		return false;
	}
	h->from = f->from;
	h->to = f->to;
	return true;
}

/* Is everybody and everything that has a duty there? */
static bool link_duties(struct zp_handout *h, struct zp_report *rep)
{
	static const char *const bad[] = { "站点或人员不明",
		"a station or a person is not known" };

	zp_duties_link(h->reg, h->duty, h->duties);
	for (uint32_t i = 0; i < h->duties; i++) {
		const struct zp_duty *d = &h->duty[i];

		if (d->station < 0 || (d->counsel < 0 &&
		    d->licence_no[0] != '\0')) {
			zp_report_add(rep, ZP_ERROR, "roster", (long)i + 1,
			    "", bad);
			return false;
		}
	}
	return true;
}

struct zp_registry *zp_handout_parse(const char *text, size_t n,
    struct zp_arena *a, struct zp_handout *out, struct zp_report *rep)
{
	struct reader r = { text, text + n, a, rep };
	struct zp_calendar *cal = zp_arena_alloc(a, sizeof(*cal));
	struct zp_handout h = { .cal = cal };
	struct zp_registry *reg;
	struct posts p;

	if (!take_facts(&r, &h) ||
	    !section(&r, &table[DAYS], &cal->day, &cal->days) ||
	    !section(&r, posts(&p), &h.duty, &h.duties) ||
	    !section(&r, &table[NOTICES], &h.notice, &h.notices) ||
	    !section(&r, &table[STANDBY], &h.standby, &h.standbys) ||
	    !section(&r, &table[PLACES], &h.place, &h.places) ||
	    !section(&r, &table[MONTHS], &h.month, &h.months) ||
	    !section(&r, &table[PAYS], &h.pay, &h.pays) ||
	    !zp_calendar_seal(cal))
		return NULL;
	reg = zp_registry_parse(r.at, (size_t)(r.end - r.at), rep);
	h.reg = reg;
	if (reg == NULL || !link_duties(&h, rep)) {
		zp_registry_free(reg);
		return NULL;
	}
	zp_handout_sort(&h);
	*out = h;
	return reg;
}

/* --- looking things up --- */

const struct zp_table *zp_handout_notices(void)
{
	return &table[NOTICES];
}

/* The first notice that does not come before the post. */
static uint32_t first_notice(const struct zp_handout *h,
    const struct zp_duty *d)
{
	uint32_t lo = 0, hi = h->notices;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct zp_notice *x = &h->notice[mid];

		if (by_post(x->station_code, x->date, (int)x->shift, x->post,
		    d) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct zp_wall published(const struct zp_handout *h, struct zp_date d)
{
	struct zp_date end = zp_date_month_end(d);

	for (uint32_t i = 0; i < h->months; i++)
		if (zp_date_month_end(h->month[i].month).day == end.day)
			return h->month[i].published_at;
	return ZP_WALL_NONE;
}

struct zp_revision zp_handout_revision(const struct zp_handout *h,
    const struct zp_duty *d, const char *licence_no)
{
	struct zp_revision r = { .at = published(h, d->date) };

	for (uint32_t i = first_notice(h, d); i < h->notices; i++) {
		const struct zp_notice *x = &h->notice[i];

		if (by_post(x->station_code, x->date, (int)x->shift, x->post,
		    d) != 0)
			break;
		if (licence_no != NULL && strcmp(x->was, licence_no) != 0 &&
		    strcmp(x->now, licence_no) != 0)
			continue;
		r.n++;
		r.last = x;
		if (zp_wall_cmp(x->at, r.at) > 0)
			r.at = x->at;
	}
	return r;
}

uint32_t zp_handout_find(const struct zp_handout *h, int32_t station,
    struct zp_date from, struct zp_date to, uint32_t *at)
{
	const char *code = h->reg->station[station].code;
	uint32_t lo = 0, hi = h->duties, n = 0;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (by_post(code, from, 0, 0, &h->duty[mid]) > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (*at = lo; lo + n < h->duties &&
	    h->duty[lo + n].station == station &&
	    zp_date_cmp(h->duty[lo + n].date, to) <= 0;)
		n++;
	return n;
}

int32_t zp_handout_centre(const struct zp_handout *h, int32_t station)
{
	const struct zp_handout_place key = {
	    h->reg->station[station].code, NULL }, *found = NULL;

	if (h->places > 0)
		found = bsearch(&key, h->place, h->places, sizeof(key),
		    by_station);
	return found == NULL ? -1 : zp_registry_find(h->reg, ZP_T_CENTRES,
	    found->centre_code);
}

const char *zp_handout_shift_code(enum zp_shift s)
{
	return shift_word[s];
}

const char *zp_handout_shift(enum zp_shift s, enum zp_lang lang)
{
	static const char *const word[][ZP_LANGS] = { { "上午", "morning" },
	    { "下午", "afternoon" }, { "全天", "all day" } };

	return word[s][lang];
}

const char *zp_handout_cause(enum zp_duty_cause c, enum zp_lang lang)
{
	static const char *const word[][ZP_LANGS] = { { "调整", "change" },
	    { "换班", "swap" }, { "补位", "repair" }, { "缺勤", "absence" },
	    { "站点调整", "exception" } };

	return word[c][lang];
}

const char *zp_handout_name(const struct zp_handout *h,
    const char *licence_no)
{
	int32_t k = zp_registry_find(h->reg, ZP_T_COUNSEL, licence_no);

	return k < 0 ? licence_no : h->reg->counsel[k].name;
}

const char *zp_handout_station(const struct zp_handout *h, const char *code)
{
	int32_t s = zp_registry_find(h->reg, ZP_T_STATIONS, code);

	return s < 0 ? code : h->reg->station[s].name;
}

const char *zp_handout_payer(const struct zp_handout *h, const char *code)
{
	int32_t o = zp_registry_find(h->reg, ZP_T_ORGANS, code);
	int32_t c = zp_registry_find(h->reg, ZP_T_CENTRES, code);

	return o >= 0 ? h->reg->organ[o].name : c >= 0 ?
	    h->reg->centre[c].name : code;
}
