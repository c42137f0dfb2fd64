/* Why a duty is open, or another's; what is wrong with the days ahead. */
#include "roster_show.h"
#include "zhipaid/roster_may.h"
#include "zhipaid/roster_tell.h"
#include "zhipaid/roster_warn.h"

enum { MOST_WHY = 12 };

static bool zh(const struct zp_roster_show *x)
{
	return x->r->lang == ZP_ZH;
}

static void put_post(struct zp_roster_show *x, const struct zp_duty *d)
{
	char day[ZP_DATE_TEXT];

	zp_buf_printf(&x->text, "  %s %s %s/%d%s",
	    x->s->in.reg->station[d->station].name,
	    zp_date_print(d->date, day), zp_shift_word(d->shift), d->post,
	    zh(x) ? "：" : ": ");
}

/* Why nobody stands there: the people by what keeps them. */
static void put_open(struct zp_roster_show *x, const struct zp_duty *d)
{
	int32_t n[ZP_RULES + 1] = { 0 };
	uint32_t all;
	struct zp_roster_candidate *c = zp_roster_rank(&x->s->in, d,
	    x->s->a, &all);
	const char *sep = "";

	put_post(x, d);
	for (uint32_t i = 0; i < all; i++)
		if (!c[i].may)
			n[c[i].why.rule + 1]++;
		else if (i == 0)
			zp_buf_printf(&x->text, zh(x) ? "现可由 %s（%s）值" :
			    "%s (%s) could", x->s->in.reg->counsel[
			    c[i].counsel].name, x->s->in.reg->counsel[
			    c[i].counsel].licence_no);
	for (int k = 0; k <= ZP_RULES && (all == 0 || !c[0].may); k++)
		if (n[k] > 0) {
			zp_buf_puts(&x->text, sep);
			zp_roster_tell_reason(&(struct zp_roster_reason){
			    k - 1, n[k] }, x->r->lang, &x->text);
			sep = zh(x) ? "，" : ", ";
		}
	zp_buf_putc(&x->text, '\n');
}

void zp_roster_show_open(struct zp_roster_show *x)
{
	uint32_t open = 0;

	for (uint32_t i = 0; i < x->n; i++)
		if (x->at[i].counsel < 0 && zp_date_cmp(x->at[i].date,
		    x->s->in.today) >= 0 && open++ < MOST_WHY)
			put_open(x, &x->at[i]);
	if (open > MOST_WHY)
		zp_buf_printf(&x->text, zh(x) ? "  ……还有 %u 个无人\n" :
		    "  ... and %u more are open\n", open - MOST_WHY);
}

void zp_roster_show_warnings(struct zp_roster_show *x)
{
	uint32_t n;
	struct zp_roster_warning *w = zp_roster_warn(&x->s->in, x->s->a, &n);

	for (uint32_t i = 0; i < n && i < MOST_WHY; i++) {
		if (w[i].what == ZP_ALARM_OPEN || (x->centre >= 0 &&
		    w[i].centre >= 0 && w[i].centre != x->centre))
			continue;	/* each of them is told already */
		zp_buf_puts(&x->text, "  ");
		zp_roster_warning_print(&x->s->in, &w[i], x->r->lang,
		    &x->text);
		zp_buf_putc(&x->text, '\n');
	}
}

/* Why not him: the rule or the limit, or how many come first. */
static void put_why_not(struct zp_roster_show *x, const struct zp_duty *d)
{
	struct zp_roster_why why;
	struct zp_roster_candidate *c;
	uint32_t n, place = 0;

	put_post(x, d);
	if (d->counsel == x->asks) {
		zp_buf_puts(&x->text, zh(x) ? "就是此人\n" : "he has it\n");
		return;
	}
	if (!zp_roster_may(&x->s->in, d, x->asks, NULL, &why)) {
		zp_roster_why_print(&x->s->in, &why, x->r->lang, &x->text);
		zp_buf_putc(&x->text, '\n');
		return;
	}
	c = zp_roster_rank(&x->s->in, d, x->s->a, &n);
	while (place < n && c[place].counsel != x->asks)
		place++;
	if (place == n)
		zp_buf_puts(&x->text, zh(x) ? "可以值\n" : "he may\n");
	else
		zp_buf_printf(&x->text, zh(x) ? "可以值，按均衡排第 %u 位"
		    "（本年工作日 %d、休息日 %d、节日 %d、偏远 %d 班）\n" :
		    "he may; %u. in turn (this year: working days %d, days "
		    "off %d, festivals %d, remote %d)\n", place + 1,
		    c[place].had[ZP_ON_WORKDAY], c[place].had[ZP_ON_DAY_OFF],
		    c[place].had[ZP_ON_FESTIVAL], c[place].had[ZP_ON_REMOTE]);
}

void zp_roster_show_why_not(struct zp_roster_show *x)
{
	uint32_t told = 0;

	for (uint32_t i = 0; i < x->n && told < MOST_WHY; i++)
		if (x->at[i].counsel < 0 || zp_duty_stands(&x->at[i])) {
			put_why_not(x, &x->at[i]);
			told++;
		}
}

/* A person without a duty in these days: what keeps him from the posts. */
void zp_roster_show_idle(struct zp_roster_show *x)
{
	int32_t n[ZP_RULES + 1] = { 0 };
	const struct zp_registry *reg = x->s->in.reg;
	struct zp_roster_why why;
	uint32_t posts;
	struct zp_duty *post = zp_roster_demand(&x->s->in, x->s->a, &posts);
	const char *sep = zh(x) ? "没有值班：" : "no duty: ";

	for (uint32_t i = 0; i < posts; i++)
		if (zp_duty_centre(reg, post[i].station) ==
		    reg->counsel[x->counsel].centre &&
		    zp_date_cmp(post[i].date, x->from) >= 0)
			n[zp_roster_may(&x->s->in, &post[i], x->counsel,
			    NULL, &why) ? 0 : why.rule + 1]++;
	for (int k = ZP_RULES; k >= 0; k--) {
		if (n[k] == 0)
			continue;
		zp_buf_puts(&x->text, sep);
		sep = zh(x) ? "，" : ", ";
		if (k == 0)
			zp_buf_printf(&x->text, zh(x) ?
			    "%d 班可值而轮不到，或受班次、休息限制" :
			    "%d posts for others, or by the limits", n[k]);
		else
			zp_roster_tell_reason(&(struct zp_roster_reason){
			    k - 1, n[k] }, x->r->lang, &x->text);
	}
	zp_buf_putc(&x->text, '\n');
}
