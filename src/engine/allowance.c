/* engine/allowance.c - see allowance.h. */
#include <stdlib.h>
#include <string.h>

#include "zhipaid/allowance.h"

enum { HALF_FEN = 50 };		/* of a yuan a day, for half of it */

static int by_key(const void *pa, const void *pb)
{
	const struct zp_allowance *a = pa, *b = pb;
	int c = zp_date_cmp(a->month, b->month);

	if (c == 0)
		c = strcmp(a->payer, b->payer);
	if (c == 0)
		c = strcmp(a->station_code, b->station_code);
	return c != 0 ? c : strcmp(a->licence_no, b->licence_no);
}

static const char *payer(const struct zp_registry *reg, int32_t station)
{
	const struct zp_station *s = &reg->station[station];
	int32_t centre = zp_duty_centre(reg, station);

	if (!zp_station_is_hall(reg, s))
		return s->organ_code;
	return centre < 0 ? "" : reg->centre[centre].code;
}

/* One duty as a row of its own. */
static struct zp_allowance row(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_duty *d)
{
	enum zp_bucket b = zp_roster_bucket(reg, p->cal, d->station, d->date);
	int32_t half = d->shift == ZP_SHIFT_DAY ? 2 : 1, pay = p->roster.pay[b];
	struct zp_allowance x = { .payer = payer(reg, d->station),
	    .station_code = d->station_code, .licence_no = d->licence_no,
	    .station = d->station, .counsel = d->counsel };
	int year, month;

	zp_date_split(d->date, &year, &month, NULL);
	x.month = zp_date_of(year, month, 1);
	if (d->state == ZP_DUTY_DONE) {
		x.done[b] = half;
		x.fen = (int64_t)pay * half * HALF_FEN;
	} else {
		x.due[b] = half;
		x.due_fen = (int64_t)pay * half * HALF_FEN;
	}
	if (pay == 0)
		x.unset = half;
	else if (zp_calendar_works(p->cal, d->date) &&
	    (pay < p->roster.pay_least || pay > p->roster.pay_most))
		x.outside = half;
	return x;
}

static void add(struct zp_allowance *to, const struct zp_allowance *x)
{
	for (int b = 0; b < ZP_BUCKETS; b++) {
		to->done[b] += x->done[b];
		to->due[b] += x->due[b];
	}
	to->fen += x->fen;
	to->due_fen += x->due_fen;
	to->unset += x->unset;
	to->outside += x->outside;
}

struct zp_allowance *zp_allowances(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_duty *duty, uint32_t duties,
    struct zp_arena *a, uint32_t *n)
{
	struct zp_allowance *at = zp_arena_calloc(a, duties, sizeof(*at));
	uint32_t all = 0;

	*n = 0;
	for (uint32_t i = 0; i < duties; i++)
		if (duty[i].station >= 0 && duty[i].counsel >= 0 &&
		    zp_duty_serves(&duty[i]))
			at[all++] = row(reg, p, &duty[i]);
	if (all > 1)
		qsort(at, all, sizeof(*at), by_key);
	for (uint32_t i = 0; i < all; i++) {
		if (*n > 0 && by_key(&at[*n - 1], &at[i]) == 0)
			add(&at[*n - 1], &at[i]);
		else
			at[(*n)++] = at[i];
	}
	return at;
}

void zp_allowance_note(const struct zp_policy *p,
    const struct zp_allowance *x, enum zp_lang lang, struct zp_buf *out)
{
	bool zh = lang == ZP_ZH;

	if (x->unset > 0)
		zp_buf_printf(out, zh ?
		    "%d 个半天没有补贴标准，定了才能发放（N11）" :
		    "%d half-days have no rate, and are not paid before it is "
		    "set (N11)", x->unset);
	if (x->unset > 0 && x->outside > 0)
		zp_buf_puts(out, zh ? "；" : "; ");
	if (x->outside > 0)
		zp_buf_printf(out, zh ?
		    "%d 个半天的补贴标准不在 %d 至 %d 元之内（M6）" :
		    "the rate of %d half-days is not within %d to %d yuan "
		    "(M6)", x->outside, p->roster.pay_least,
		    p->roster.pay_most);
}
