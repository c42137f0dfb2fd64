/* engine/runway_text.c - the runway for people, and as JSON. */
#include <string.h>

#include "zhipaid/runway.h"

struct say {
	const struct zp_runway *r;
	const struct zp_registry *reg;
	const struct zp_runway_centre *c;
	enum zp_lang lang;
	struct zp_buf *out;
};

static void put(const struct say *s, const char *zh, const char *en)
{
	zp_buf_puts(s->out, s->lang == ZP_ZH ? zh : en);
}

static void put_day(const struct say *s, struct zp_date d)
{
	char text[ZP_DATE_TEXT];

	zp_buf_puts(s->out, zp_date_print(d, text));
}

static const char *const level_name[][ZP_LANGS] = {
	{ "刑事", "criminal" }, { "可能无期、死刑", "life or death" },
	{ "未成年人", "minors" }, { "诉讼", "litigation" },
	{ "未成年人且可能无期、死刑", "minors facing life or death" },
	{ "一般案件", "ordinary cases" },
};
static const char *const level_word[] = { "criminal", "grave", "minors",
	"litigation" };

/* What is said of a level: the most that is asked. */
static int told(unsigned level)
{
	static const int order[] = { 1, 2, 0, 3 };
	const unsigned both = ZP_ASKS_GRAVE | ZP_ASKS_MINOR;

	if ((level & both) == both)
		return ZP_COUNT(level_name) - 2;
	for (size_t k = 0; k < ZP_COUNT(order); k++)
		if ((level & 1U << order[k]) != 0)
			return order[k];
	return ZP_COUNT(level_name) - 1;
}

/* The language that all classes of a shortage want; NULL: there is none. */
static const char *one_language(const struct say *s,
    const struct zp_shortage *x)
{
	const char *first = s->c->cls[x->cls[0]].language;

	for (uint32_t k = 0; k < x->n; k++)
		if (strcmp(s->c->cls[x->cls[k]].language, first) != 0)
			return NULL;
	return x->fit && first[0] != '\0' ? first : NULL;
}

/* "minors", "labour", "labour (mn)"; once each. */
static void put_class(const struct say *s, const struct zp_shortage *x,
    uint32_t k)
{
	const struct zp_runway_class *c = &s->c->cls[x->cls[k]];
	int level = told(c->level);

	for (uint32_t i = 0; i < k; i++) {
		const struct zp_runway_class *b = &s->c->cls[x->cls[i]];

		if (x->fit ? strcmp(b->specialty, c->specialty) == 0 &&
		    strcmp(b->language, c->language) == 0 :
		    told(b->level) == level)
			return;
	}
	if (k > 0)
		put(s, "、", ", ");
	if (!x->fit) {
		put(s, level_name[level][ZP_ZH], level_name[level][ZP_EN]);
		return;
	}
	zp_buf_puts(s->out, c->specialty[0] != '\0' ? c->specialty : "-");
	if (c->language[0] != '\0' && one_language(s, x) == NULL)
		zp_buf_printf(s->out, s->lang == ZP_ZH ? "（语言 %s）" :
		    " (language %s)", c->language);
}

static void put_person(const struct say *s, int32_t counsel)
{
	const struct zp_counsel *c = &s->reg->counsel[counsel];

	zp_buf_printf(s->out, s->lang == ZP_ZH ? "%s（%s）" : "%s (%s)",
	    c->name, c->licence_no);
}

/* Whom a shortage is about, and how many there are for it. */
static void put_head(const struct say *s, const struct zp_shortage *x)
{
	if (x->n == s->c->n)
		put(s, x->fit ? "全部专业" : "全部案件",
		    x->fit ? "every specialty" : "all cases");
	else if (x->fit && one_language(s, x) != NULL)
		zp_buf_printf(s->out, s->lang == ZP_ZH ?
		    "语言 %s，专业 " : "language %s, specialty ",
		    one_language(s, x));
	else if (x->fit)
		put(s, "专业 ", "specialty ");
	for (uint32_t k = 0; k < x->n && x->n < s->c->n; k++)
		put_class(s, x, k);
	if (x->people > 0)
		zp_buf_printf(s->out, s->lang == ZP_ZH ? "（现有 %d 人）" :
		    " (people now: %d)", x->people);
}

static void put_when(const struct say *s, const struct zp_shortage *x)
{
	bool now = x->on.day == s->r->today.day;

	put(s, "：", ": ");
	if (now)
		put(s, "今天就", "from today on ");
	else {
		put(s, "", "from ");
		put_day(s, x->on);
		put(s, " 起", " on ");
	}
	if (!x->fit)
		put(s, "无人可派", "nobody is left");
	else if (now)
		put(s, "没有对口的人", "nobody fits");
	else
		put(s, "没有对口的人", "nobody who fits is left");
	if (x->missing == 0)
		return;
	if (x->fit)
		zp_buf_printf(s->out, s->lang == ZP_ZH ?
		    "；到年底预计 %d 件中有 %d 件只能由不对口的人办" :
		    "; cases expected this year: %d, for people who do not "
		    "fit: %d", x->expected, x->missing);
	else
		zp_buf_printf(s->out, s->lang == ZP_ZH ?
		    "；到年底预计 %d 件，差 %d 件的名额" :
		    "; cases expected this year: %d, places short: %d",
		    x->expected, x->missing);
}

/* The day somebody is there again, if all classes have one. */
static void put_back(const struct say *s, const struct zp_shortage *x)
{
	struct zp_date back = ZP_DATE_NONE;

	for (uint32_t k = 0; k < x->n; k++) {
		struct zp_date d = s->c->cls[x->cls[k]].back;

		if (x->fit || !zp_date_known(d))
			return;
		if (!zp_date_known(back) || d.day > back.day)
			back = d;
	}
	put(s, "；", "; somebody is again on ");
	put_day(s, back);
	put(s, " 起又有人", "");
}

static void put_what(const struct say *s, const struct zp_relief *x)
{
	char day[2][ZP_DATE_TEXT];

	switch (x->kind) {
	case ZP_RELIEF_CAP:
		put_person(s, x->counsel);
		put(s, "上限加 1 件", ": one more case under the cap");
		if (x->others > 0)
			zp_buf_printf(s->out, s->lang == ZP_ZH ?
			    "（或另外 %d 人之一）" :
			    " (or for one of %d others)", x->others);
		return;
	case ZP_RELIEF_PERSON:
		zp_buf_printf(s->out, s->lang == ZP_ZH ?
		    "增加一名合格人员（%d 件）" :
		    "one more person who qualifies (cases: %d)", x->cases);
		return;
	case ZP_RELIEF_BORROW:
		put(s, "向", "borrowing from ");
		zp_buf_printf(s->out, s->lang == ZP_ZH ?
		    "%s借 %d 件的名额" : "%s (cases: %d)",
		    s->reg->centre[x->centre].name, x->cases);
		return;
	case ZP_RELIEF_LEAVE:
		put_person(s, x->counsel);
		zp_buf_printf(s->out, s->lang == ZP_ZH ?
		    "不休 %s 至 %s 的假" : " without the leave of %s to %s",
		    zp_date_print(x->leave->starts_on, day[0]),
		    zp_date_print(x->leave->ends_on, day[1]));
		return;
	}
}

static void put_reliefs(const struct say *s, const struct zp_shortage *x)
{
	for (uint32_t k = 0; k < x->reliefs; k++) {
		put(s, "    ", "    ");
		put_what(s, &x->relief[k]);
		if (zp_date_known(x->relief[k].until)) {
			put(s, "：推迟到 ", ": puts it off to ");
			put_day(s, x->relief[k].until);
		} else {
			put(s, "：年内够用", ": enough for this year");
		}
		zp_buf_putc(s->out, '\n');
	}
}

static void put_rate(const struct say *s)
{
	if (s->c->young)
		put(s, "（今年案件还少，按上年推算）",
		    " (this year is young: as last year)");
	else if (s->c->season)
		put(s, "（按上年后段与前段之比推算）",
		    " (by last year's season)");
}

static void put_centre(const struct say *s)
{
	const struct zp_runway_centre *c = s->c;

	zp_buf_printf(s->out, s->lang == ZP_ZH ?
	    "%s：到年底预计 %d 件" : "%s: cases expected this year: %d",
	    s->reg->centre[c->centre].name, c->expected);
	put_rate(s);
	zp_buf_printf(s->out, s->lang == ZP_ZH ?
	    "，%d 人还有余量共 %d 件\n" :
	    "; people with room: %d, for cases: %d\n", c->people, c->room);
	if (c->shortages == 0)
		put(s, "  各类案件年内够用\n",
		    "  enough people for every kind of case this year\n");
	for (uint32_t k = 0; k < c->shortages; k++) {
		const struct zp_shortage *x = &c->shortage[k];

		put(s, "  ", "  ");
		put_head(s, x);
		put_when(s, x);
		put_back(s, x);
		zp_buf_putc(s->out, '\n');
		put_reliefs(s, x);
	}
}

void zp_runway_text(const struct zp_runway *r, const struct zp_registry *reg,
    int32_t only, enum zp_lang lang, struct zp_buf *out)
{
	struct say s = { .r = r, .reg = reg, .lang = lang, .out = out };

	for (uint32_t k = 0; k < r->n; k++) {
		s.c = &r->at[k];
		if (only < 0 || s.c->centre == only)
			put_centre(&s);
	}
}

/* --- JSON --- */

static void json_str(struct zp_buf *out, const char *key, const char *s)
{
	zp_json_key(out, key);
	zp_json_str(out, s);
}

static void json_int(struct zp_buf *out, const char *key, int64_t v)
{
	zp_json_key(out, key);
	zp_json_i64(out, v);
}

/* NONE: left out. */
static void json_day(struct zp_buf *out, const char *key, struct zp_date d)
{
	char text[ZP_DATE_TEXT];

	if (zp_date_known(d))
		json_str(out, key, zp_date_print(d, text));
}

static void json_level(struct zp_buf *out, unsigned level)
{
	zp_json_key(out, "level");
	zp_json_open(out, '[');
	for (size_t k = 0; k < ZP_COUNT(level_word); k++)
		if ((level & 1U << k) != 0)
			zp_json_str(out, level_word[k]);
	zp_json_close(out, ']');
}

static void json_class(struct zp_buf *out, const struct zp_runway_class *c)
{
	zp_json_open(out, '{');
	json_level(out, c->level);
	json_str(out, "specialty", c->specialty);
	json_str(out, "language", c->language);
	json_int(out, "seen", c->seen);
	json_int(out, "expected", c->expected);
	json_int(out, "people", c->people);
	json_int(out, "fit", c->fit);
	json_int(out, "unserved", c->unserved);
	json_int(out, "unfit", c->unfit);
	json_day(out, "nobody_from", c->none);
	json_day(out, "somebody_again_from", c->back);
	json_day(out, "nobody_fit_from", c->no_fit);
	zp_json_close(out, '}');
}

static void json_relief(struct zp_buf *out, const struct zp_registry *reg,
    const struct zp_relief *x)
{
	static const char *const kind[] = { "cap", "person", "borrow",
		"leave" };

	zp_json_open(out, '{');
	json_str(out, "kind", kind[x->kind]);
	if (x->kind == ZP_RELIEF_CAP || x->kind == ZP_RELIEF_LEAVE)
		json_str(out, "licence_no",
		    reg->counsel[x->counsel].licence_no);
	if (x->kind == ZP_RELIEF_CAP)
		json_int(out, "others", x->others);
	if (x->kind == ZP_RELIEF_BORROW)
		json_str(out, "centre", reg->centre[x->centre].code);
	if (x->kind == ZP_RELIEF_PERSON || x->kind == ZP_RELIEF_BORROW)
		json_int(out, "cases", x->cases);
	if (x->kind == ZP_RELIEF_LEAVE) {
		json_day(out, "starts_on", x->leave->starts_on);
		json_day(out, "ends_on", x->leave->ends_on);
	}
	json_day(out, "until", x->until);
	zp_json_close(out, '}');
}

static void json_shortage(struct zp_buf *out, const struct zp_registry *reg,
    const struct zp_shortage *x)
{
	zp_json_open(out, '{');
	json_str(out, "of", x->fit ? "fit" : "all");
	json_day(out, "from", x->on);
	zp_json_key(out, "classes");
	zp_json_open(out, '[');
	for (uint32_t k = 0; k < x->n; k++)
		zp_json_i64(out, x->cls[k]);
	zp_json_close(out, ']');
	json_int(out, "expected", x->expected);
	json_int(out, "missing", x->missing);
	zp_json_key(out, "relief");
	zp_json_open(out, '[');
	for (uint32_t k = 0; k < x->reliefs; k++)
		json_relief(out, reg, &x->relief[k]);
	zp_json_close(out, ']');
	zp_json_close(out, '}');
}

static void json_centre(struct zp_buf *out, const struct zp_registry *reg,
    const struct zp_runway_centre *c)
{
	zp_json_open(out, '{');
	json_str(out, "centre", reg->centre[c->centre].code);
	json_str(out, "name", reg->centre[c->centre].name);
	json_int(out, "seen", c->seen);
	json_int(out, "expected", c->expected);
	json_int(out, "people", c->people);
	json_int(out, "room", c->room);
	json_str(out, "rate", c->young ? "last year" : c->season ?
	    "season" : "this year");
	zp_json_key(out, "classes");
	zp_json_open(out, '[');
	for (uint32_t k = 0; k < c->n; k++)
		json_class(out, &c->cls[k]);
	zp_json_close(out, ']');
	zp_json_key(out, "shortages");
	zp_json_open(out, '[');
	for (uint32_t k = 0; k < c->shortages; k++)
		json_shortage(out, reg, &c->shortage[k]);
	zp_json_close(out, ']');
	zp_json_close(out, '}');
}

void zp_runway_json(const struct zp_runway *r, const struct zp_registry *reg,
    int32_t only, struct zp_buf *out)
{
	zp_json_open(out, '{');
	json_day(out, "today", r->today);
	json_day(out, "until", r->end);
	zp_json_key(out, "centres");
	zp_json_open(out, '[');
	for (uint32_t k = 0; k < r->n; k++)
		if (only < 0 || r->at[k].centre == only)
			json_centre(out, reg, &r->at[k]);
	zp_json_close(out, ']');
	zp_json_close(out, '}');
}
