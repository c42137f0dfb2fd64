/* src/engine/roster_tell.c - see roster_tell.h. */
#include "zhipaid/roster_tell.h"

enum { SHOWN = 10 };

struct tell {
	const struct zp_roster_input *in;
	const struct zp_roster *r;
	enum zp_lang lang;
	struct zp_buf *out;
};

__attribute__((format_arg(2), format_arg(3)))
static const char *word(const struct tell *t, const char *zh, const char *en)
{
	return t->lang == ZP_ZH ? zh : en;
}

void zp_roster_tell_reason(const struct zp_roster_reason *why,
    enum zp_lang lang, struct zp_buf *out)
{
	if (why->rule < 0)
		zp_buf_printf(out, lang == ZP_ZH ? "%d 人受班次、休息限制" :
		    "%d at the limits of shifts and rest", why->n);
	else
		zp_buf_printf(out, "%d × %s (%s)", why->n,
		    zp_rule_row((enum zp_rule)why->rule)->name[lang],
		    zp_rule_row((enum zp_rule)why->rule)->id);
}

static void more(const struct tell *t, uint32_t n)
{
	if (n > SHOWN)
		zp_buf_printf(t->out, word(t, "  ……还有 %u 个\n",
		    "  ... and %u more\n"), n - SHOWN);
}

static void put_gaps(const struct tell *t)
{
	const struct zp_roster *r = t->r;
	char day[ZP_DATE_TEXT];

	for (uint32_t i = 0; i < r->gaps && i < SHOWN; i++) {
		const struct zp_duty *d = &r->duty[r->gap[i].duty];

		zp_buf_printf(t->out, word(t, "  无人：%s %s ",
		    "  open: %s %s "), t->in->reg->station[d->station].name,
		    zp_date_print(d->date, day));
		zp_roster_tell_reason(&r->gap[i].why[0], t->lang, t->out);
		zp_buf_putc(t->out, '\n');
	}
	more(t, r->gaps);
	for (uint32_t i = 0; i < r->bares && i < SHOWN; i++)
		zp_buf_printf(t->out, word(t,
		    "  %s 有看守所联系不到值班律师（N15）\n",
		    "  on %s a detention centre reaches nobody (N15)\n"),
		    zp_date_print(r->bare[i], day));
	more(t, r->bares);
	for (uint32_t i = 0; i < r->easeds; i++)
		zp_buf_printf(t->out, word(t,
		    "  %s 自 %s 起的月份人手紧，未留间隔日（N17）\n",
		    "  %s: the month from %s was planned without rest between "
		    "duties (N17)\n"),
		    t->in->reg->centre[r->eased[i].centre].name,
		    zp_date_print(r->eased[i].from, day));
}

/* Lawyers without any duty, by the rule that keeps them from most. */
static void put_idle(const struct tell *t)
{
	const struct zp_roster *r = t->r;
	int32_t n[ZP_RULES + 1] = { 0 };

	for (uint32_t i = 0; i < r->idles; i++)
		n[r->idle[i].why.rule + 1]++;
	if (r->idles > 0)
		zp_buf_printf(t->out, word(t, "没有值班的律师 %u 人：\n",
		    "lawyers without a duty: %u\n"), r->idles);
	for (int k = 0; k <= ZP_RULES; k++) {
		if (n[k] == 0)
			continue;
		zp_buf_puts(t->out, "  ");
		if (k == 0)
			zp_buf_printf(t->out, word(t, "%d 人：轮不到",
			    "%d: others came first"), n[k]);
		else
			zp_roster_tell_reason(&(struct zp_roster_reason){
			    k - 1, n[k] }, t->lang, t->out);
		zp_buf_putc(t->out, '\n');
	}
}

static void put_score(const struct tell *t)
{
	const struct zp_roster *r = t->r;
	int64_t beyond = r->cost - r->bound;

	if (r->left_open == 0)
		zp_buf_printf(t->out, word(t,
		    "总分 %.3f，下界 %.3f，相差 %.2f%%\n",
		    "score %.3f, bound %.3f, gap %.2f%%\n"),
		    (double)r->cost / 1000, (double)r->bound / 1000,
		    r->cost > 0 ? 100 * (double)beyond / (double)r->cost : 0);
}

void zp_roster_tell(const struct zp_roster_input *in,
    const struct zp_roster *r, enum zp_lang lang, struct zp_buf *out)
{
	const struct tell t = { in, r, lang, out };

	zp_buf_printf(out, word(&t,
	    "值班 %u 班，已排 %u，无人 %u，备班 %u 人次\n",
	    "duties %u, filled %u, open %u, standby %u\n"), r->duties,
	    r->duties - r->gaps, r->gaps, r->standbys);
	put_gaps(&t);
	if (r->unmanned > 0)
		zp_buf_printf(out, word(&t, "  备班缺 %u 人次\n",
		    "  standby that nobody can be: %u\n"), r->unmanned);
	put_idle(&t);
	put_score(&t);
}
