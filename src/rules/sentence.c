/*
 * src/rules/sentence.c - one verdict as a sentence with its figures.
 */
#include <string.h>
#include "check.h"

/* "安庆市中级人民法院（COURT340800）", or the code alone when unknown. */
static void put_name(const struct zp_registry *reg, enum zp_table_id id,
    const char *code, enum zp_lang lang, struct zp_buf *out)
{
	int32_t i = reg == NULL ? -1 : zp_registry_find(reg, id, code);

	if (i < 0) {
		zp_buf_puts(out, code);
		return;
	}
	zp_buf_puts(out, id == ZP_T_ORGANS ? reg->organ[i].name :
	    reg->firm[i].name);
	zp_buf_printf(out, lang == ZP_ZH ? "（%s）" : " (%s)", code);
}

static void put_figure(char key, const struct zp_ctx *x,
    const struct zp_why *why, enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_registry *reg = x == NULL ? NULL : x->v->reg;
	char day[ZP_DATE_TEXT];

	switch (key) {
	case 'u':
		zp_buf_puts(out, zp_date_print(why->until, day));
		break;
	case 'd':
		zp_buf_puts(out, zp_date_print(zp_date_add(why->until, -1),
		    day));
		break;
	case 'n':
		zp_buf_i64(out, why->number);
		break;
	case 'o':
		put_name(reg, ZP_T_ORGANS, why->about, lang, out);
		break;
	case 'f':
		put_name(reg, ZP_T_FIRMS, why->about, lang, out);
		break;
	default:
		ZP_ASSERT(key == 'a');
		zp_buf_puts(out, why->about);
	}
}

void zp_rule_sentence(enum zp_rule r, const struct zp_ctx *x,
    const struct zp_why *why, enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_rule_row *row = zp_rule_row(r);
	const char *s = row->why[!zp_date_known(why->until)][lang];
	const char *brace;

	if (s == NULL)
		s = row->text[lang];
	while ((brace = strchr(s, '{')) != NULL) {
		ZP_ASSERT(brace[1] != '\0' && brace[2] == '}');
		zp_buf_add(out, s, (size_t)(brace - s));
		put_figure(brace[1], x, why, lang, out);
		s = brace + 3;
	}
	zp_buf_puts(out, s);
}
