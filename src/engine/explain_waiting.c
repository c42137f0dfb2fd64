/* engine/explain_waiting.c - why a case waits, in one sentence. */
#include "explain_impl.h"

static const char *centre_name(const struct zp_view *v, uint32_t i)
{
	return v->reg->centre[v->at[i].handling].name;
}

static const struct zp_rule_row *row_of(int rule)
{
	return zp_rule_row((enum zp_rule)rule);
}

/* How many persons each rule is the first to exclude. */
static void say_excluded(const struct zp_decision *d, enum zp_lang lang,
    struct zp_buf *out)
{
	int32_t n[ZP_CANDIDATE_RULES] = { 0 };
	bool some = false;

	for (uint32_t c = 0; c < d->cands; c++)
		if (d->cand[c].denied != 0)
			n[zp_explain_first(d->cand[c].denied)]++;
	for (int r = 0; r < ZP_CANDIDATE_RULES; r++) {
		if (n[r] == 0)
			continue;
		if (some)
			zp_buf_puts(out, lang == ZP_ZH ? "、" : ", ");
		some = true;
		if (lang == ZP_ZH)
			zp_buf_printf(out, "%s（%s）%d 人",
			    row_of(r)->name[ZP_ZH], row_of(r)->id, n[r]);
		else
			zp_buf_printf(out, "%d by %s (%s)", n[r],
			    row_of(r)->id, row_of(r)->name[ZP_EN]);
	}
}

static void say_pool(const struct zp_view *v, const struct zp_decision *d,
    enum zp_lang lang, struct zp_buf *out)
{
	const char *name = centre_name(v, d->i);

	if (d->cands == 0) {
		if (lang == ZP_ZH)
			zp_buf_printf(out, "%s没有可指派的人员", name);
		else
			zp_buf_printf(out, "%s has nobody to assign", name);
		return;
	}
	if (lang == ZP_ZH)
		zp_buf_printf(out, "%s %u 人均不能承办：", name, d->cands);
	else
		zp_buf_printf(out, "none of the %u people of %s may take it: ",
		    d->cands, name);
	say_excluded(d, lang, out);
}

/* J2: whose end it waits for; and the pool, if nobody in it would do then. */
static void say_same(const struct zp_view *v, const struct zp_decision *d,
    enum zp_lang lang, struct zp_buf *out)
{
	const struct zp_link *l = v->at[d->i].link;

	while (l->kind != ZP_LINK_SAME)
		l++;
	zp_buf_printf(out, lang == ZP_ZH ?
	    "同一事项已先受理为 %s，待其办结或终止（J2）" :
	    "the same matter was received before as %s, which must end "
	    "first (J2)", l->other_no);
	if (d->blocking == ZP_RULE_BIT(ZP_J2))
		return;
	zp_buf_puts(out, lang == ZP_ZH ? "；" : "; ");
	say_pool(v, d, lang, out);
}

/* One relaxation; *some: not the first. */
static void say_one(const struct zp_relaxation *x, bool *some,
    enum zp_lang lang, struct zp_buf *out)
{
	const char *id = row_of(x->rule)->id;

	if (*some)
		zp_buf_puts(out, lang == ZP_ZH ? "，" : ", ");
	else
		zp_buf_puts(out, lang == ZP_ZH ? "；" : "; ");
	if (x->rule == ZP_X1)
		zp_buf_puts(out, lang == ZP_ZH ? "跨县借调（X1）" :
		    "lending from other centres (X1)");
	else
		zp_buf_printf(out, lang == ZP_ZH ? "放宽 %s " : "lifting %s",
		    id);
	if (lang == ZP_ZH)
		zp_buf_printf(out, "可有 %d 人", x->admits);
	else
		zp_buf_printf(out, " would admit %d", x->admits);
	*some = true;
}

/* The smallest relaxations: what the centre could do itself, most admitted
 * first and at most three; then what the city could do. */
static void say_relax(const struct zp_decision *d, enum zp_lang lang,
    struct zp_buf *out)
{
	bool some = false;
	uint32_t n = 0;

	for (uint32_t k = 0; k < d->relaxes && n < 3; k++)
		if (d->relax[k].rule != ZP_X1) {
			say_one(&d->relax[k], &some, lang, out);
			n++;
		}
	for (uint32_t k = 0; k < d->relaxes; k++)
		if (d->relax[k].rule == ZP_X1)
			say_one(&d->relax[k], &some, lang, out);
}

static void say_city(const struct zp_decision *d, enum zp_lang lang,
    struct zp_buf *out)
{
	for (uint32_t k = 0; k < d->extras; k++)
		if (d->extra[k] == ZP_X1)
			zp_buf_puts(out, lang == ZP_ZH ?
			    "；人手不足，待市中心从全市抽调（X1）" :
			    "; short of people, for the city centre to draw "
			    "on the whole city (X1)");
		else if (d->extra[k] == ZP_X3)
			zp_buf_puts(out, lang == ZP_ZH ?
			    "；本县无人可用，待市级统筹（X3）" :
			    "; nobody in the county, for the city to help "
			    "(X3)");
}

static void say_wake(const struct zp_decision *d, enum zp_lang lang,
    struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	if (!zp_date_known(d->wake))
		return;
	zp_date_print(d->wake, day);
	if (lang == ZP_ZH)
		zp_buf_printf(out, "；最早 %s 有人可以承办", day);
	else
		zp_buf_printf(out, "; time alone helps from %s on", day);
}

/* No centre is competent, or a person must say which. */
static void say_no_centre(const struct zp_decision *d, enum zp_lang lang,
    struct zp_buf *out)
{
	int rule = d->extras > 0 ? d->extra[d->extras - 1] : ZP_J1;

	if (rule == ZP_D18)
		zp_buf_puts(out, lang == ZP_ZH ?
		    "最高人民法院死刑复核案件由司法部法律援助中心指派，"
		    "本市不办理（D18）" :
		    "death review at the Supreme Court is assigned by the "
		    "Ministry's centre, not here (D18)");
	else if (d->extras > 1)
		zp_buf_puts(out, lang == ZP_ZH ?
		    "中级法院一审的级别管辖案件，由哪个中心办理须人工决定"
		    "（S4、J3），请由上级指定（J7）" :
		    "which centre handles first instance at an intermediate "
		    "court is for a person to decide (S4, J3): have the "
		    "superior designate one (J7)");
	else if (lang == ZP_ZH)
		zp_buf_printf(out, "没有对应的办理中心（%s）：请更正办案机关"
		    "或地区，或由上级指定（J7）", row_of(rule)->id);
	else
		zp_buf_printf(out, "no centre is competent (%s): correct the "
		    "organ or the region, or have the superior designate one "
		    "(J7)", row_of(rule)->id);
}

static void say_by_hand(const struct zp_decision *d, enum zp_lang lang,
    struct zp_buf *out)
{
	if (lang == ZP_ZH)
		zp_buf_printf(out, "这类案件按方案由人工指派（S4），"
		    "%u 人可以承办", d->admitted);
	else
		zp_buf_printf(out, "cases of this kind are assigned by hand "
		    "(S4); %u people may take it", d->admitted);
}

void zp_explain_waiting(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, enum zp_lang lang, struct zp_buf *out)
{
	(void)p;
	if (v->at[d->i].handling < 0) {
		say_no_centre(d, lang, out);
		return;
	}
	if (d->extras > 0 && d->extra[0] == ZP_S4) {
		say_by_hand(d, lang, out);
		return;
	}
	if ((d->blocking & ZP_RULE_BIT(ZP_J2)) != 0)
		say_same(v, d, lang, out);
	else
		say_pool(v, d, lang, out);
	say_relax(d, lang, out);
	say_city(d, lang, out);
	say_wake(d, lang, out);
}
