/*
 * engine/explain_mode.c - the record and the words for whose turn it was.
 *
 * Tex. Code Crim. Proc. art. 26.04(a): who is not taken in the order of the
 * list is passed over for a reason that is on record, and stays next.
 */
#include "explain_impl.h"

enum { MOST_SHOWN = 8 };	/* of those whom a rule excludes */

void zp_explain_passed(const struct zp_view *v, const struct zp_decision *d,
    struct zp_buf *out)
{
	if (d->passes == 0)
		return;
	zp_json_key(out, "passed");
	zp_json_open(out, '[');
	for (uint32_t k = 0; k < d->passes; k++) {
		const struct zp_pass *x = &d->passed[k];
		struct zp_buf ids = { 0 };

		zp_json_open(out, '[');
		zp_json_str(out, x->firm < 0 ?
		    v->reg->counsel[x->counsel].licence_no :
		    v->reg->firm[x->firm].code);
		zp_explain_mask(x->denied, &ids);
		if (x->denied != 0)
			zp_json_str(out, zp_buf_str(&ids));
		else
			zp_json_i64(out, x->worse);
		zp_buf_fini(&ids);
		zp_json_close(out, ']');
	}
	zp_json_close(out, ']');
}

static void put_who(const struct zp_say *s, const struct zp_pass *x)
{
	const struct zp_firm *f;

	if (x->firm < 0) {
		zp_say_person(s, x->counsel);
		return;
	}
	f = &s->v->reg->firm[x->firm];
	zp_buf_puts(s->out, f->name);
	zp_say_put(s, "（", " (");
	zp_buf_puts(s->out, f->code);
	zp_say_put(s, "）", ")");
}

/* The rules against him; or how much worse he fits. */
static void put_reason(const struct zp_say *s, const struct zp_pass *x)
{
	bool some = false;

	for (uint64_t m = x->denied; m != 0; m &= m - 1) {
		if (some)
			zp_say_put(s, "、", ", ");
		some = true;
		zp_say_rule(s, (int)zp_explain_first(m));
	}
	if (some)
		return;
	if (s->d->step == ZP_STEP_TOGETHER) {
		zp_say_put(s, "为使同案各人都有承办人",
		    "so that each of the cases gets counsel");
		return;
	}
	zp_say_put(s, "不如承办人合适，差 ", "fits worse by ");
	zp_explain_points(x->worse, s->out);
}

static void put_passed(const struct zp_say *s)
{
	uint32_t shown = 0, left = 0;

	for (uint32_t k = 0; k < s->d->passes; k++) {
		const struct zp_pass *x = &s->d->passed[k];

		if (x->denied != 0 && ++shown > MOST_SHOWN) {
			left++;
			continue;
		}
		zp_say_put(s, "  跳过，保留次序：", "  passed over, stays "
		    "next: ");
		put_who(s, x);
		zp_say_put(s, "，", ", ");
		put_reason(s, x);
		zp_buf_putc(s->out, '\n');
	}
	if (left > 0 && s->lang == ZP_ZH)
		zp_buf_printf(s->out, "  另有 %u 位依规则不能承办，"
		    "保留次序\n", left);
	else if (left > 0)
		zp_buf_printf(s->out, "  and %u more whom rules exclude, who "
		    "stay next\n", left);
}

void zp_say_turn(const struct zp_say *s)
{
	uint32_t place = s->d->passes + 1;

	if (s->d->step == ZP_STEP_WHEEL && s->lang == ZP_ZH)
		zp_buf_printf(s->out, "轮候：名单第 %u 位，在可以承办的后 %d "
		    "位中选定（S4）\n", place, s->p->wheel_next);
	else if (s->d->step == ZP_STEP_WHEEL)
		zp_buf_printf(s->out, "wheel: number %u on the list, chosen "
		    "among the next %d who may take it (S4)\n", place,
		    s->p->wheel_next);
	put_passed(s);
}

/* His place among those passed over, or -1. */
static int32_t find(const struct zp_say *s, int32_t counsel)
{
	int32_t firm = s->v->reg->counsel[counsel].firm;

	for (uint32_t k = 0; k < s->d->passes; k++)
		if (s->d->passed[k].firm >= 0 ? s->d->passed[k].firm == firm :
		    s->d->passed[k].counsel == counsel)
			return (int32_t)k;
	return -1;
}

bool zp_say_not_turn(const struct zp_say *s, int32_t counsel)
{
	const struct zp_candidate *c = zp_explain_find(s->d, counsel);
	const struct zp_counsel *all = s->v->reg->counsel;
	int32_t k = find(s, counsel);

	if (k >= 0) {
		zp_say_put(s, "  轮候名单第 ", "  number ");
		zp_buf_i64(s->out, k + 1);
		zp_say_put(s, " 位，跳过，保留次序",
		    " on the list, passed over, stays next");
		if (c == NULL || c->denied == 0) {
			zp_say_put(s, "：", ": ");
			put_reason(s, &s->d->passed[k]);
		}
		zp_buf_putc(s->out, '\n');
		return true;
	}
	if (s->d->step != ZP_STEP_WHEEL || c == NULL || c->denied != 0 ||
	    (s->d->by_firm && all[counsel].firm >= 0 &&
	    all[counsel].firm == all[s->d->lead].firm))
		return false;
	zp_say_put(s, "  轮候名单上排在承办人之后\n",
	    "  stands behind the lead on the list\n");
	return true;
}
