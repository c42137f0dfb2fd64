/* engine/audit_text.c - the fairness audit for people, and as JSON. */
#include <stdlib.h>
#include <string.h>

#include "zhipaid/audit.h"

enum { SHOWN = 3 };		/* people, kinds, rules named at most */

struct say {
	const struct zp_audit *au;
	const struct zp_audit_centre *c;
	enum zp_lang lang;
	struct zp_buf *out;
};

static bool zh(const struct say *s)
{
	return s->lang == ZP_ZH;
}

static void put(const struct say *s, const char *chinese,
    const char *english)
{
	zp_buf_puts(s->out, zh(s) ? chinese : english);
}

/* "21.4" of 21437 thousandths. */
static void put_tenths(const struct say *s, int32_t thousandths)
{
	int32_t tenths = (thousandths + 50) / 100;

	zp_buf_printf(s->out, "%d.%d", tenths / 10, tenths % 10);
}

static void put_person(const struct say *s, int32_t counsel)
{
	const struct zp_counsel *c = &s->au->in.reg->counsel[counsel];

	zp_buf_printf(s->out, zh(s) ? "%s（%s）" : "%s (%s)", c->name,
	    c->licence_no);
}

/* Thousandths of all years drawn, rounded up. */
static int32_t per_mille(const struct say *s, int32_t n)
{
	return (n * 1000 + s->au->trials) / (s->au->trials + 1);
}

/* --- the distribution --- */

static void put_verdict(const struct say *s)
{
	const struct zp_audit_centre *c = s->c;
	int32_t more = per_mille(s, c->rank.more);

	if (per_mille(s, c->near.less) <= 50)
		put(s, "：各人比偶然更接近目标，正是均衡指派所求",
		    ": nearer to the targets than by chance, as balancing "
		    "means it to be");
	else if (more > 50)
		put(s, "：偶然可以解释", ": chance explains it");
	else if (per_mille(s, c->fit.more) > 50)
		put(s, "：专业对口优先（Q23）加上偶然可以解释",
		    ": specialty first (Q23) and chance explain it");
	else if (more > 10)
		put(s, "：不大像偶然", ": chance explains it badly");
	else
		put(s, "：难以用偶然解释", ": chance hardly explains it");
}

static void put_spread(const struct say *s)
{
	const struct zp_audit_centre *c = s->c;

	put(s, "  分布：要与按资格和能力应得的相符，须有 ", "  spread: ");
	put_tenths(s, c->apart);
	zp_buf_printf(s->out, zh(s) ?
	    " 件换手；仅凭偶然，1000 次中有 %d 次相差这么多\n  目标：离按"
	    "能力和在岗天数的目标份额 " :
	    " cases would have to change hands to be as expected by "
	    "capacity\n    among those admitted; chance alone explains this "
	    "spread in %d of 1000 trials\n  targets: ",
	    per_mille(s, c->rank.more));
	put_tenths(s, c->off_target);
	zp_buf_printf(s->out, zh(s) ?
	    " 件；偶然 1000 次中有 %d 次这么接近" :
	    " cases off the shares by capacity and days there; by chance as "
	    "near in %d of 1000", per_mille(s, c->near.less));
	put_verdict(s);
	zp_buf_putc(s->out, '\n');
}

static void put_concentration(const struct say *s)
{
	const struct zp_audit_centre *c = s->c;
	const struct zp_audit_person *top = &c->at[c->top];

	zp_buf_printf(s->out, zh(s) ?
	    "  集中：基尼系数 0.%03d；集中度 %d（应为 %d）；最多的" :
	    "  concentration: Gini 0.%03d; HHI %d (expected %d); most: ",
	    c->gini, c->hhi, c->hhi_expected);
	put_person(s, top->counsel);
	zp_buf_printf(s->out, zh(s) ? " %d 件，占 %d%%\n" :
	    " %d cases, %d%%\n", top->got, 100 * top->got / c->cases);
}

static int32_t larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* A case and a tenth above (up 1) or below (-1) the target, or more. */
static bool beyond_target(const struct zp_audit_person *x, int up)
{
	return up * (1000 * x->got - x->target) > 1000 + x->target / 10;
}

/* People whose count neither chance gives, nor specialty, nor their target:
 * up 1 the many, -1 the few. */
static void put_outliers(const struct say *s, int up)
{
	uint32_t shown = 0;

	for (uint32_t k = 0; k < s->c->n; k++) {
		const struct zp_audit_person *x = &s->c->at[k];
		int32_t in = per_mille(s, up > 0 ?
		    larger(x->rank.more, x->fit.more) :
		    larger(x->rank.less, x->fit.less));

		/* of so many people one or the other is bound to be rare */
		if ((in * (int32_t)s->c->n > 50 && in > 1) ||
		    !beyond_target(x, up))
			continue;
		if (shown++ == SHOWN) {
			put(s, " ……", " ...");
			break;
		}
		if (shown > 1)
			put(s, "、", ", ");
		else if (up > 0)
			put(s, "  明显偏多：", "  far more than expected: ");
		else
			put(s, "  明显偏少：", "  far less than expected: ");
		put_person(s, x->counsel);
		zp_buf_printf(s->out, zh(s) ? " %d 件（应得 " :
		    " %d cases (expected ", x->got);
		put_tenths(s, x->expected);
		put(s, "，同样对口的人之间 ", ", among those who fit alike ");
		put_tenths(s, x->alike);
		put(s, "，目标 ", ", target ");
		put_tenths(s, x->target);
		put(s, "）", ")");
	}
	if (shown > 0)
		zp_buf_putc(s->out, '\n');
}

static int by_excess(const void *pa, const void *pb)
{
	const struct zp_audit_kind *a = *(const struct zp_audit_kind *const *)
	    pa, *b = *(const struct zp_audit_kind *const *)pb;
	int64_t x = 1000 * (int64_t)a->got - a->expected;
	int64_t y = 1000 * (int64_t)b->got - b->expected;

	if (x != y)
		return x > y ? -1 : 1;
	return strcmp(a->kind, b->kind);
}

/* Has the one with most of a kind more than his target of all cases, too?
 * Who takes one kind in the place of others is no favourite. */
static bool top_beyond(const struct say *s, const struct zp_audit_kind *x)
{
	for (uint32_t k = 0; k < s->c->n; k++)
		if (s->c->at[k].counsel == x->top)
			return beyond_target(&s->c->at[k], 1);
	return false;
}

/* Kinds of cases that some of those who fit alike have far more of. */
static void put_kinds(const struct say *s)
{
	const struct zp_audit_kind **at = zp_xcalloc(s->c->kinds,
	    sizeof(*at));
	uint32_t n = 0;

	for (uint32_t k = 0; k < s->c->kinds; k++)
		if (per_mille(s, s->c->kind[k].rank.more) *
		    (int32_t)s->c->kinds <= 10 &&
		    top_beyond(s, &s->c->kind[k]))
			at[n++] = &s->c->kind[k];
	if (n > 1)
		qsort(at, n, sizeof(*at), by_excess);
	for (uint32_t k = 0; k < n && k < SHOWN; k++) {
		const struct zp_audit_kind *x = at[k];

		zp_buf_printf(s->out, zh(s) ? "  专业 %s：%d 件中 " :
		    "  specialty %s: of %d cases ", x->kind[0] == '\0' ?
		    "-" : x->kind, x->cases);
		put_person(s, x->top);
		zp_buf_printf(s->out, zh(s) ?
		    " 得 %d 件（同样对口的人之间应得 " :
		    " has %d (expected among those who fit alike ", x->got);
		put_tenths(s, x->expected);
		zp_buf_printf(s->out, zh(s) ? "）；偶然 1000 次中 %d 次\n" :
		    "); in %d of 1000 by chance\n",
		    per_mille(s, x->rank.more));
	}
	free(at);
}

/* --- who got nothing --- */

static int by_often(const void *pa, const void *pb)
{
	const struct zp_audit_excluded *a = pa, *b = pb;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return a->rule - b->rule;
}

/* The rules that excluded somebody, or the terms that he paid. */
static void put_reasons(const struct say *s, int32_t counsel, bool terms)
{
	struct zp_audit_excluded x[ZP_RULES];
	uint32_t n = 0;

	for (uint32_t k = 0; k < s->au->in.outs; k++) {
		const struct zp_audit_excluded *o = &s->au->in.out[k];

		if (o->centre == s->c->centre && o->counsel == counsel &&
		    (o->rule >= ZP_CANDIDATE_RULES) == terms &&
		    n < ZP_COUNT(x))
			x[n++] = *o;
	}
	if (n > 1)
		qsort(x, n, sizeof(*x), by_often);
	for (uint32_t k = 0; k < n && k < SHOWN; k++) {
		const struct zp_rule_row *r =
		    zp_rule_row((enum zp_rule)x[k].rule);

		if (k > 0)
			put(s, "、", ", ");
		else if (terms)
			put(s, "；让给别人：", "; came second by ");
		else
			put(s, "；不能办：", "; excluded by ");
		zp_buf_printf(s->out, zh(s) ? "%s（%s）%d 次" :
		    "%s (%s) %d times", r->name[s->lang], r->id, x[k].n);
	}
}

static void put_nothing(const struct say *s)
{
	for (uint32_t k = 0; k < s->c->n; k++) {
		const struct zp_audit_person *x = &s->c->at[k];

		if (x->got > 0 || !x->counts)
			continue;
		put(s, x->juniors > 0 ? "  没有主办：" : "  没有案件：",
		    x->juniors > 0 ? "  led nothing: " : "  got nothing: ");
		put_person(s, x->counsel);
		if (x->juniors > 0)
			zp_buf_printf(s->out, zh(s) ? "，协办 %d 件" :
			    ", junior in %d", x->juniors);
		zp_buf_printf(s->out, zh(s) ?
		    "，可以办其中 %d 件（应得 " :
		    ", might have had %d of them (expected ", x->chances);
		put_tenths(s, x->expected);
		put(s, "）", ")");
		put_reasons(s, x->counsel, false);
		put_reasons(s, x->counsel, true);
		zp_buf_putc(s->out, '\n');
	}
}

/* --- hands and declines --- */

static void put_hands(const struct say *s)
{
	for (uint32_t k = 0; k < s->au->in.hands; k++) {
		const struct zp_audit_hand *h = &s->au->in.hand[k];

		if (h->centre != s->c->centre)
			continue;
		zp_buf_printf(s->out, zh(s) ?
		    "  人工：%s %d 件，其中变通规则 %d 件" :
		    "  by hand: %s %d cases, rules overridden in %d",
		    h->by, h->cases, h->overrides);
		if (h->rules[0] != '\0')
			zp_buf_printf(s->out, zh(s) ? "（%s）" : " (%s)",
			    h->rules);
		zp_buf_putc(s->out, '\n');
	}
}

static void put_declines(const struct say *s)
{
	bool some = false;

	for (uint32_t k = 0; k < s->au->in.declines; k++) {
		const struct zp_audit_decline *d = &s->au->in.decline[k];

		if (d->centre != s->c->centre)
			continue;
		put(s, some ? "、" : "  拒绝：", some ? ", " : "  declined: ");
		some = true;
		put_person(s, d->counsel);
		if (d->with > 0)
			zp_buf_printf(s->out, zh(s) ? " 有正当理由 %d 次" :
			    " %d with cause", d->with);
		if (d->without > 0)
			zp_buf_printf(s->out, zh(s) ? " 无正当理由 %d 次" :
			    " %d without cause", d->without);
	}
	if (some)
		zp_buf_putc(s->out, '\n');
}

static void put_centre(const struct say *s)
{
	char day[2][ZP_DATE_TEXT];
	uint32_t people = 0;

	for (uint32_t k = 0; k < s->c->n; k++)
		people += s->c->at[k].counts;
	zp_buf_printf(s->out, zh(s) ?
	    "%s：%s 至 %s 指派 %d 件，名册可派 %u 人\n" :
	    "%s: %s to %s, %d cases assigned, %u people in the pool\n",
	    s->au->in.reg->centre[s->c->centre].name,
	    zp_date_print(s->au->in.from, day[0]),
	    zp_date_print(s->au->in.to, day[1]), s->c->cases, people);
	put_spread(s);
	put_concentration(s);
	put_outliers(s, 1);
	put_outliers(s, -1);
	put_kinds(s);
	put_nothing(s);
	put_hands(s);
	put_declines(s);
}

void zp_audit_text(const struct zp_audit *au, enum zp_lang lang,
    struct zp_buf *out)
{
	struct say s = { .au = au, .lang = lang, .out = out };

	if (au->n == 0)
		put(&s, "这段时间没有指派\n",
		    "nothing was assigned in this time\n");
	for (uint32_t k = 0; k < au->n; k++) {
		s.c = &au->at[k];
		put_centre(&s);
	}
}
