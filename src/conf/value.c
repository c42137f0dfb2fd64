/*
 * src/conf/value.c - one value: from a setting into its field, and the
 * field as canonical text.  Parsing that text gives the value back.
 */
#include <inttypes.h>
#include <string.h>
#include "impl.h"
#include "zhipaid/digest.h"
#include "zhipaid/rule.h"

#define SOCKET_PATH 107		/* bytes of a path in sockaddr_un */

/* A value on its way: where from, where to. */
struct value {
	struct zp_conf_load *l;
	const struct zp_conf_row *row;
	const config_setting_t *s;
	const char *key;	/* as it stands in the file */
	void *at;
};

static void wrong(const struct value *v, const char *zh, const char *en)
{
	const char *const text[ZP_LANGS] = { zh, en };

	zp_report_add(v->l->rep, ZP_ERROR, v->l->file,
	    config_setting_source_line(v->s), v->key, text);
}

/* --- words of a range: "a | b | c" --- */

static size_t word_len(const char *w)
{
	return strcspn(w, " ");
}

static const char *word_next(const char *w)
{
	size_t n = word_len(w);

	return w[n] == '\0' ? NULL : w + n + 3;
}

/* Position of s among the words, or -1. */
static int word_find(const char *words, const char *s)
{
	int i = 0;

	for (const char *w = words; w != NULL; w = word_next(w), i++)
		if (strlen(s) == word_len(w) && memcmp(s, w, word_len(w)) == 0)
			return i;
	return -1;
}

/* The i-th word. */
static const char *word_at(const char *words, int i)
{
	while (i-- > 0)
		words = word_next(words);
	return words;
}

static void wrong_word(const struct value *v, const config_setting_t *s,
    const char *word)
{
	struct zp_nearest f = { .word = word };
	const char *words = v->row->key.range;

	for (const char *w = words; w != NULL; w = word_next(w))
		zp_nearest_offer(&f, w, word_len(w));
	if (f.best != NULL)
		zp_conf_wrong(v->l, config_setting_source_line(s), v->key,
		    "不认识“%.60s”，是否“%.*s”？可用：%s",
		    "\"%.60s\" is unknown, did you mean \"%.*s\"? values: %s",
		    word, (int)f.n, f.best, words);
	else
		zp_conf_wrong(v->l, config_setting_source_line(s), v->key,
		    "不认识“%.60s”；可用：%s",
		    "\"%.60s\" is unknown; values: %s", word, words);
}

/* --- parsing --- */

static bool was_wrapped(const struct value *v)
{
	for (unsigned i = 0; i < v->l->wraps; i++)
		if (v->l->wrapped[i] == config_setting_source_line(v->s))
			return true;
	return false;
}

/* A whole number in least..most. */
static bool whole(const struct value *v, int64_t least, int64_t most,
    int64_t *out)
{
	int type = config_setting_type(v->s);
	const struct zp_conf_key *k;

	if (was_wrapped(v))
		return false;		/* reported by the scan */
	if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64) {
		wrong(v, "应为整数，不带引号和小数点",
		    "takes a whole number, without quotes or a point");
		return false;
	}
	*out = config_setting_get_int64(v->s);
	if (*out >= least && *out <= most)
		return true;
	k = &v->row->key;
	zp_conf_wrong(v->l, config_setting_source_line(v->s), v->key,
	    "%" PRId64 " 超出范围 %s%s%s%s%s%s",
	    "%" PRId64 " is out of range %s%s%s%s%s%s", *out, k->range,
	    k->unit[0] == '\0' ? "" : " ", k->unit,
	    k->rule[0] == '\0' ? "" : " (", k->rule,
	    k->rule[0] == '\0' ? "" : ")");
	return false;
}

static void set_int(const struct value *v)
{
	int64_t n;

	if (!whole(v, v->row->min, v->row->max, &n))
		return;
	*(int32_t *)v->at = (int32_t)n;
}

static void set_seed(const struct value *v)
{
	int64_t n;

	if (whole(v, 0, INT64_MAX, &n))
		*(uint64_t *)v->at = (uint64_t)n;
}

static void set_bool(const struct value *v)
{
	if (config_setting_type(v->s) != CONFIG_TYPE_BOOL)
		wrong(v, "应为 true 或 false", "takes true or false");
	else
		*(bool *)v->at = config_setting_get_bool(v->s) != 0;
}

/* The string of a setting, or NULL: reported. */
static const char *string(const struct value *v)
{
	const char *s = NULL;

	if (config_setting_type(v->s) == CONFIG_TYPE_STRING)
		s = config_setting_get_string(v->s);
	if (s == NULL)
		wrong(v, "应为带双引号的文字", "takes text in double quotes");
	return s;
}

static void set_word(const struct value *v)
{
	const char *s = string(v);
	int i = s == NULL ? -1 : word_find(v->row->key.range, s);
	int32_t n = i + v->row->min;

	if (i >= 0)
		memcpy(v->at, &n, sizeof(n));	/* of some enum type */
	else if (s != NULL)
		wrong_word(v, v->s, s);
}

static void set_lang(const struct value *v)
{
	const char *s = string(v);

	if (s != NULL && word_find(v->row->key.range, s) < 0)
		wrong_word(v, v->s, s);
	else if (s != NULL)
		*(const char **)v->at = zp_arena_strdup(v->l->c->arena, s);
}

static void set_text(const struct value *v)
{
	const char *s = string(v);
	size_t n = s == NULL ? 0 : strlen(s);

	if (s == NULL)
		return;
	if (zp_utf8_valid(s, n) < n)
		wrong(v, "含有不是 UTF-8 的转义字符",
		    "its escapes do not give UTF-8 text");
	else if (n == 0 && v->row->key.def[0] == '\0')
		wrong(v, "不得为空", "must not be empty");
	else if (v->row->kind == ZP_CONF_CODE &&
	    (n != 6 || strspn(s, "0123456789") != 6))
		wrong(v, "应为六位数字的行政区划代码，如 \"340800\"",
		    "takes a code of six digits, such as \"340800\"");
	else if (v->row->kind == ZP_CONF_PATH &&
	    (*s != '/' || n > SOCKET_PATH))
		wrong(v, "应为以 / 开头的路径，最长 107 字节",
		    "takes a path that starts with /, of at most 107 bytes");
	else
		*(const char **)v->at = zp_arena_strdup(v->l->c->arena, s);
}

/* Element i of an array of strings; NULL: reported.  *e is the element. */
static const char *element(const struct value *v, int i,
    const config_setting_t **e)
{
	struct value one = *v;

	*e = one.s = config_setting_get_elem(v->s, (unsigned)i);
	return string(&one);
}

/* Number of elements, -1 when it is not an array. */
static int elements(const struct value *v)
{
	if (config_setting_is_array(v->s) || config_setting_is_list(v->s))
		return config_setting_length(v->s);
	wrong(v, "应为方括号中的一组文字，如 [\"a\", \"b\"]",
	    "takes texts in brackets, such as [\"a\", \"b\"]");
	return -1;
}

static void set_hours(const struct value *v)
{
	const char *s = string(v);

	if (s != NULL && !zp_hours_parse(s, v->at))
		wrong(v, "应为起止时间，如 \"09:00-11:30\"",
		    "takes hours of a day, such as \"09:00-11:30\"");
}

static void set_set(const struct value *v)
{
	const config_setting_t *e;
	uint32_t set = 0;
	int n = elements(v);

	for (int i = 0; i < n; i++) {
		const char *s = element(v, i, &e);
		int w = s == NULL ? -1 : word_find(v->row->key.range, s);

		if (w >= 0)
			set |= UINT32_C(1) << w;
		else if (s != NULL)
			wrong_word(v, e, s);
	}
	if (n >= 0)
		*(uint32_t *)v->at = set;
}

static void set_list(const struct value *v)
{
	struct zp_list *list = v->at;
	const config_setting_t *e;
	int n = elements(v);

	if (n < 0)
		return;
	list->n = 0;
	list->at = zp_arena_calloc(v->l->c->arena, (size_t)n,
	    sizeof(*list->at));
	for (int i = 0; i < n; i++) {
		const char *s = element(v, i, &e);

		if (s != NULL && *s != '\0')
			list->at[list->n++] = zp_arena_strdup(
			    v->l->c->arena, s);
	}
}

static const char *rule_id(int r)
{
	return zp_rule_row((enum zp_rule)r)->id;
}

static void unknown_rule(const struct value *v, long line, const char *id)
{
	struct zp_nearest f = { .word = id };

	for (int r = 0; r < ZP_RULES; r++)
		zp_nearest_offer(&f, rule_id(r), strlen(rule_id(r)));
	if (f.best != NULL)
		zp_conf_wrong(v->l, line, v->key,
		    "没有规则“%.20s”，是否“%s”？",
		    "there is no rule \"%.20s\", did you mean \"%s\"?", id,
		    f.best);
	else
		zp_conf_wrong(v->l, line, v->key, "没有规则“%.20s”",
		    "there is no rule \"%.20s\"", id);
}

static void set_rules(const struct value *v)
{
	const config_setting_t *e;
	bool *off = v->at;
	int n = elements(v);

	if (n >= 0)
		memset(off, 0, ZP_POLICY_RULES * sizeof(*off));
	for (int i = 0; i < n; i++) {
		const char *id = element(v, i, &e);
		long line = config_setting_source_line(e);
		int r = id == NULL ? -1 : zp_rule_find(id);

		if (id == NULL)
			continue;
		if (r < 0)
			unknown_rule(v, line, id);
		else if (!zp_rule_optional((enum zp_rule)r))
			zp_conf_wrong(v->l, line, v->key,
			    "规则 %s 是强制性的，不得停用：%s",
			    "rule %s is HARD and cannot be switched off: %s",
			    id, zp_rule_row((enum zp_rule)r)->source);
		else
			off[r] = true;
	}
}

void zp_conf_set(struct zp_conf_load *l, size_t i, const config_setting_t *s)
{
	static void (*const set[])(const struct value *v) = {
		[ZP_CONF_INT] = set_int, [ZP_CONF_SEED] = set_seed,
		[ZP_CONF_BOOL] = set_bool, [ZP_CONF_WORD] = set_word,
		[ZP_CONF_SET] = set_set, [ZP_CONF_LANG] = set_lang,
		[ZP_CONF_TEXT] = set_text, [ZP_CONF_CODE] = set_text,
		[ZP_CONF_PATH] = set_text, [ZP_CONF_LIST] = set_list,
		[ZP_CONF_HOURS] = set_hours, [ZP_CONF_RULES] = set_rules,
	};
	const struct zp_conf_row *row = &zp_conf_row[i];
	struct value v = { .l = l, .row = row, .s = s,
		.key = row->key.name + strlen(l->prefix),
		.at = (char *)l->c + row->at };

	set[row->kind](&v);
}

/* --- printing --- */

void zp_conf_quote(const char *s, struct zp_buf *out)
{
	zp_buf_putc(out, '"');
	for (; *s != '\0'; s++)
		if (*s == '"' || *s == '\\')
			zp_buf_printf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20 || *s == 0x7f)
			zp_buf_printf(out, "\\x%02X", (unsigned char)*s);
		else
			zp_buf_putc(out, *s);
	zp_buf_putc(out, '"');
}

/* One element of a bracketed list, n bytes at s. */
static void item(struct zp_buf *out, bool *more, const char *s, size_t n)
{
	zp_buf_puts(out, *more ? ", \"" : "[\"");
	zp_buf_add(out, s, n);
	zp_buf_putc(out, '"');
	*more = true;
}

static void text_set(const char *words, uint32_t set, struct zp_buf *out)
{
	bool more = false;

	for (const char *w = words; w != NULL; w = word_next(w), set >>= 1)
		if ((set & 1) != 0)
			item(out, &more, w, word_len(w));
	zp_buf_puts(out, more ? "]" : "[ ]");
}

static void text_rules(const bool *off, struct zp_buf *out)
{
	bool more = false;

	for (int r = 0; r < ZP_RULES; r++)
		if (off[r])
			item(out, &more, rule_id(r), strlen(rule_id(r)));
	zp_buf_puts(out, more ? "]" : "[ ]");
}

static void text_list(const struct zp_list *list, struct zp_buf *out)
{
	zp_buf_puts(out, list->n == 0 ? "[ ]" : "[");
	for (uint32_t i = 0; i < list->n; i++) {
		zp_buf_puts(out, i == 0 ? "" : ", ");
		zp_conf_quote(list->at[i], out);
	}
	zp_buf_puts(out, list->n == 0 ? "" : "]");
}

/* An integer as libconfig wants it: L beyond nine digits. */
static void text_i64(int64_t n, struct zp_buf *out)
{
	zp_buf_i64(out, n);
	if (n > 999999999)
		zp_buf_putc(out, 'L');
}

/* "2025, 2026 (86 days, sha256 0123456789abcdef)": enough to compare. */
static void text_calendars(const struct zp_calendar *cal, struct zp_buf *out)
{
	struct zp_buf all = { 0 };
	char digest[ZP_DIGEST_TEXT];

	zp_conf_calendar_text(cal, &all);
	zp_digest(all.at, all.n, digest);
	zp_buf_fini(&all);
	for (uint32_t i = 0; i < cal->years; i++)
		zp_buf_printf(out, "%s%" PRId32, i == 0 ? "" : ", ",
		    cal->year[i]);
	zp_buf_printf(out, "%s(%" PRIu32 " days, sha256 %.16s)",
	    cal->years == 0 ? "" : " ", cal->days, digest);
}

void zp_conf_text(const struct zp_conf *c, size_t i, struct zp_buf *out)
{
	const struct zp_conf_row *row = &zp_conf_row[i];
	const void *at = (const char *)c + row->at;
	char hours[ZP_HOURS_TEXT];
	const char *w;
	int32_t n;

	switch (row->kind) {
	case ZP_CONF_INT:
		text_i64(*(const int32_t *)at, out);
		break;
	case ZP_CONF_SEED:
		text_i64((int64_t)*(const uint64_t *)at, out);
		break;
	case ZP_CONF_BOOL:
		zp_buf_puts(out, *(const bool *)at ? "true" : "false");
		break;
	case ZP_CONF_WORD:
		memcpy(&n, at, sizeof(n));
		w = word_at(row->key.range, n - row->min);
		zp_buf_printf(out, "\"%.*s\"", (int)word_len(w), w);
		break;
	case ZP_CONF_SET:
		text_set(row->key.range, *(const uint32_t *)at, out);
		break;
	case ZP_CONF_LANG:
	case ZP_CONF_TEXT:
	case ZP_CONF_CODE:
	case ZP_CONF_PATH:
	case ZP_CONF_FILE:
		zp_conf_quote(*(const char *const *)at, out);
		break;
	case ZP_CONF_LIST:
		text_list(at, out);
		break;
	case ZP_CONF_HOURS:
		zp_conf_quote(zp_hours_print(*(const struct zp_hours *)at,
		    hours), out);
		break;
	case ZP_CONF_RULES:
		text_rules(at, out);
		break;
	case ZP_CONF_CALENDARS:
		text_calendars(&c->cal, out);
		break;
	}
}
