/*
 * src/model/field.c - the text of one field into a struct.
 *
 * Each refusal says what is wrong with the value, and what to write.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "field_impl.h"
#include "zhipaid/time.h"

struct parse {			/* one field at work */
	const struct zp_col *col;
	const char *s;
	size_t n;
	void *to;		/* the struct's member */
	struct zp_arena *a;
	struct zp_field_error *err;
};

const char *zp_say(struct zp_arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	ZP_ASSERT(n >= 0);
	text = zp_arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}

/* Always false: what is wrong, in both languages, from the same arguments. */
#define FAIL(p, zh, en, ...) \
	((p)->err->text[ZP_ZH] = zp_say((p)->a, zh, __VA_ARGS__), \
	 (p)->err->text[ZP_EN] = zp_say((p)->a, en, __VA_ARGS__), false)

/* The value as a message may show it: short, one line. */
static const char *shown(const struct parse *p)
{
	enum { ROOM = 60 };
	size_t n = p->n <= ROOM ? p->n : zp_utf8_valid(p->s, ROOM), good;
	char *text = zp_arena_strndup(p->a, p->s, n);

	while ((good = zp_utf8_valid(text, n)) < n)
		text[good] = '?';
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			text[i] = '?';
	return n < p->n ? zp_say(p->a, "%s...", text) : text;
}

/* Number of characters of valid UTF-8. */
static size_t characters(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

/* Valid UTF-8 without control characters (C0, DEL, C1)? */
static bool check_text(const struct parse *p)
{
	const unsigned char *s = (const unsigned char *)p->s;
	size_t valid = zp_utf8_valid(p->s, p->n);

	if (valid < p->n)
		return FAIL(p, "第 %zu 字节不是有效的 UTF-8；"
		    "请把文件存为 UTF-8 或 GB18030",
		    "byte %zu is not valid UTF-8; "
		    "save the file as UTF-8 or GB18030", valid + 1);
	for (size_t i = 0; i < p->n; i++) {
		unsigned c = s[i] == 0xc2 ? s[i + 1] : s[i];

		if (c < ' ' || c == 0x7f || (s[i] == 0xc2 && c < 0xa0))
			return FAIL(p, "含有控制字符 U+%04X（第 %zu 个字符）；"
			    "请删去", "holds the control character U+%04X at "
			    "position %zu; remove it", c,
			    characters(p->s, i) + 1);
	}
	return true;
}

static bool check_length(const struct parse *p)
{
	size_t n, max = (size_t)p->col->max;

	if (p->n <= max || (n = characters(p->s, p->n)) <= max)
		return true;
	return FAIL(p, "太长：有 %zu 个字符，最多 %zu 个；请缩短",
	    "too long: %zu characters, at most %zu; shorten it", n, max);
}

/* Plain ASCII codes, the usual case, need no second look. */
static bool plain_code(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] <= ' ' ||
		    (unsigned char)s[i] >= 0x7f || s[i] == ',' ||
		    s[i] == '|' || s[i] == '"')
			return false;
	return n <= CODE_MAX;
}

/* "1.34082E+17": a long number as a spreadsheet writes it when the column
 * is not formatted as text; its last digits are lost. */
static bool rounded(const char *s, size_t n)
{
	size_t i = 1;

	if (n < 5 || s[0] < '0' || s[0] > '9' || s[1] != '.')
		return false;
	while (++i < n && s[i] >= '0' && s[i] <= '9')
		;
	return n - i >= 3 && s[i] == 'E' && s[i + 1] == '+';
}

static bool check_code(const struct parse *p)
{
	if (rounded(p->s, p->n))
		return FAIL(p, "“%s”是表格软件改写过的长数字，后几位已丢失；"
		    "请把这一列设为“文本”格式，重新填写",
		    "\"%s\" is a long number that a spreadsheet rounded; "
		    "format the column as text and enter it again",
		    shown(p));
	if (plain_code(p->s, p->n))
		return true;
	if (!check_text(p) || !check_length(p))
		return false;
	for (size_t i = 0; i < p->n; i++) {
		if (strchr(",|\"", p->s[i]) != NULL)
			return FAIL(p, "代码“%s”里有“%c”；"
			    "代码不能含逗号、引号、竖线",
			    "the code \"%s\" holds '%c'; a code has no comma, "
			    "quote or bar", shown(p), p->s[i]);
		if (p->s[i] == ' ')
			return FAIL(p, "代码“%s”里有空格；请删去",
			    "the code \"%s\" holds a space; remove it",
			    shown(p));
	}
	return true;
}

static const char *keep(const struct parse *p)
{
	return p->n > 0 ? zp_arena_strndup(p->a, p->s, p->n) : "";
}

static bool parse_code(const struct parse *p)
{
	if (!check_code(p))
		return false;
	*(const char **)p->to = keep(p);
	return true;
}

static bool parse_text(const struct parse *p)
{
	if (!check_text(p) || !check_length(p))
		return false;
	*(const char **)p->to = keep(p);
	return true;
}

/* The entry of a list that begins at s. */
static struct parse entry(const struct parse *list, const char *s)
{
	struct parse p = *list;
	size_t left = (size_t)(list->s + list->n - s);
	const char *bar = memchr(s, '|', left);

	p.s = s;
	p.n = bar != NULL ? (size_t)(bar - s) : left;
	return p;
}

static uint32_t entries(const struct parse *p)
{
	uint32_t n = p->n > 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->s[i] == '|';
	return n;
}

static bool empty_entry(const struct parse *list)
{
	return FAIL(list, "“%s”中有一项是空的；各项之间只用一个竖线“|”",
	    "\"%s\" has an empty entry; put one bar between two entries",
	    shown(list));
}

static bool parse_list(const struct parse *p)
{
	struct zp_list l = { NULL, entries(p) };
	const char *s = p->s;

	l.at = zp_arena_calloc(p->a, l.n, sizeof(*l.at));
	for (uint32_t i = 0; i < l.n; i++) {
		struct parse e = entry(p, s);

		if (e.n == 0)
			return empty_entry(p);
		if (!check_code(&e))
			return false;
		l.at[i] = keep(&e);
		s = e.s + e.n + 1;
	}
	*(struct zp_list *)p->to = l;
	return true;
}

static bool parse_bool(const struct parse *p)
{
	if (p->n > 1 || (p->n == 1 && p->s[0] != 't' && p->s[0] != 'f'))
		return FAIL(p, "“%s”既不是 t 也不是 f；是写 t，否写 f",
		    "\"%s\" is neither t nor f; write t for yes, f for no",
		    shown(p));
	*(bool *)p->to = p->n == 1 && p->s[0] == 't';
	return true;
}

enum number { NUMBER, NOT_A_NUMBER, TOO_LARGE };

static enum number number(const char *s, size_t n, int64_t *out)
{
	bool minus = n > 0 && s[0] == '-';
	uint64_t v = 0, limit = (uint64_t)INT64_MAX + minus;
	size_t i = minus;

	if (i == n)
		return NOT_A_NUMBER;
	for (; i < n; i++) {
		unsigned d = (unsigned char)s[i] - (unsigned)'0';

		if (d > 9)
			return NOT_A_NUMBER;
		if (v > (limit - d) / 10)
			return TOO_LARGE;
		v = v * 10 + d;
	}
	*out = minus ? (int64_t)(0 - v) : (int64_t)v;
	return NUMBER;
}

static bool parse_number(const struct parse *p, int64_t min, int64_t max,
    int64_t *v)
{
	enum number rc = number(p->s, p->n, v);

	if (rc == NOT_A_NUMBER)
		return FAIL(p, "“%s”不是整数；请写 %" PRId64 " 到 %" PRId64,
		    "\"%s\" is not a whole number; write %" PRId64 " to %"
		    PRId64, shown(p), min, max);
	if (rc == TOO_LARGE || *v < min || *v > max)
		return FAIL(p, "%s 超出范围；请写 %" PRId64 " 到 %" PRId64,
		    "%s is out of range; write %" PRId64 " to %" PRId64,
		    shown(p), min, max);
	return true;
}

static bool parse_int(const struct parse *p)
{
	int64_t v = -1;

	if (p->n > 0 && !parse_number(p, p->col->min, p->col->max, &v))
		return false;
	*(int32_t *)p->to = (int32_t)v;
	return true;
}

static bool parse_i64(const struct parse *p)
{
	int64_t v = 0;

	if (p->n > 0 && !parse_number(p, INT64_MIN, INT64_MAX, &v))
		return false;
	*(int64_t *)p->to = v;
	return true;
}

/* A short field as a string; "" when it is too long or holds a NUL. */
static const char *brief(const struct parse *p, char room[40])
{
	size_t n = p->n < 40 && memchr(p->s, '\0', p->n) == NULL ? p->n : 0;

	memcpy(room, p->s, n);
	room[n] = '\0';
	return room;
}

/* Digits where "2026-03-01" has them: the form is right. */
static bool date_form(const char *s)
{
	static const char form[] = "0000-00-00";

	for (int i = 0; i < 10; i++)
		if (form[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

static bool parse_date(const struct parse *p)
{
	struct zp_date d = ZP_DATE_NONE;
	char room[40];

	if (p->n > 0 && !zp_date_parse(brief(p, room), &d)) {
		if (p->n == 10 && date_form(p->s))
			return FAIL(p, "日历上没有 %s 这一天；请改正",
			    "there is no day %s; correct it", shown(p));
		return FAIL(p, "“%s”不是日期；请写成 2026-03-01 的样子",
		    "\"%s\" is not a date; write it like 2026-03-01",
		    shown(p));
	}
	*(struct zp_date *)p->to = d;
	return true;
}

static bool parse_wall(const struct parse *p)
{
	struct zp_wall w = ZP_WALL_NONE;
	char room[40];

	if (p->n > 0 && !zp_wall_parse(brief(p, room), &w))
		return FAIL(p, "“%s”不是时间；"
		    "请写成 2026-03-01T08:30:00+08:00 的样子",
		    "\"%s\" is not a time; "
		    "write it like 2026-03-01T08:30:00+08:00", shown(p));
	*(struct zp_wall *)p->to = w;
	return true;
}

static bool unknown_word(const struct parse *p)
{
	const char *list = zp_words_join(p->a, p->col->words);
	const char *near = zp_words_nearest(p->s, p->n, p->col->words);

	if (near == NULL)
		return FAIL(p, "“%s”不在可用的词中；可用：%s",
		    "\"%s\" is not one of the words; use one of: %s",
		    shown(p), list);
	return FAIL(p, "“%s”不在可用的词中；是不是“%s”？可用：%s",
	    "\"%s\" is not one of the words, did you mean \"%s\"? "
	    "use one of: %s", shown(p), near, list);
}

/* Index of the word s[0..n), or -1. */
static int find(const struct parse *p)
{
	for (int i = 0; p->col->words[i] != NULL; i++) {
		const char *w = p->col->words[i];

		if (strlen(w) == p->n && memcmp(w, p->s, p->n) == 0)
			return i;
	}
	return -1;
}

static bool parse_enum(const struct parse *p)
{
	int i = p->n > 0 ? find(p) : 0;
	uint32_t v = (uint32_t)i;

	if (i < 0)
		return unknown_word(p);
	memcpy(p->to, &v, sizeof(v));
	return true;
}

static bool parse_set(const struct parse *p)
{
	uint32_t bits = 0, n = entries(p);
	const char *s = p->s;

	for (; n > 0; n--) {
		struct parse e = entry(p, s);
		int i = find(&e);

		if (e.n == 0)
			return empty_entry(p);
		if (i < 0)
			return unknown_word(&e);
		bits |= UINT32_C(1) << i;
		s = e.s + e.n + 1;
	}
	*(uint32_t *)p->to = bits;
	return true;
}

bool zp_field_parse(const struct zp_col *c, const char *s, size_t n,
    void *row, struct zp_arena *a, struct zp_field_error *err)
{
	static bool (*const parser[])(const struct parse *) = {
		[ZP_COL_CODE] = parse_code, [ZP_COL_TEXT] = parse_text,
		[ZP_COL_LIST] = parse_list, [ZP_COL_BOOL] = parse_bool,
		[ZP_COL_INT] = parse_int, [ZP_COL_I64] = parse_i64,
		[ZP_COL_DATE] = parse_date, [ZP_COL_WALL] = parse_wall,
		[ZP_COL_ENUM] = parse_enum, [ZP_COL_SET] = parse_set,
	};
	struct parse p = { c, n > 0 ? s : "", n, (char *)row + c->offset, a,
		err };

	if (n == 0 && (c->flags & ZP_COL_NEED) != 0) {
		err->text[ZP_ZH] = zp_say(a, "不能为空；请填写：%s",
		    c->doc[ZP_ZH]);
		err->text[ZP_EN] = zp_say(a, "may not be empty; fill in: %s",
		    c->doc[ZP_EN]);
		return false;
	}
	return parser[c->type](&p);
}
