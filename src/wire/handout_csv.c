/* src/wire/handout_csv.c - roster.csv and allowances.csv of a handout. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "zhipaid/handout.h"

static int by_day(const void *a, const void *b)
{
	const struct zp_duty *x = a, *y = b;
	int order = zp_date_cmp(x->date, y->date);

	if (order == 0)
		order = strcmp(x->station_code, y->station_code);
	if (order == 0)
		order = (int)x->shift - (int)y->shift;
	if (order == 0)
		order = (x->post > y->post) - (x->post < y->post);
	if (order == 0)
		order = (int)x->state - (int)y->state;
	return order != 0 ? order : strcmp(x->licence_no, y->licence_no);
}

void zp_handout_roster(const struct zp_handout *h, struct zp_buf *out)
{
	const struct zp_table *t = zp_table_get(ZP_T_ROSTER);
	struct zp_duty *all = zp_xcalloc((size_t)h->duties + 1, sizeof(*all));
	uint32_t n = 0;

	for (uint32_t i = 0; i < h->duties; i++)
		if (h->duty[i].counsel >= 0 &&
		    h->duty[i].state != ZP_DUTY_CANCELLED)
			all[n++] = h->duty[i];
	qsort(all, n, sizeof(*all), by_day);
	zp_row_header(t, out);
	for (uint32_t i = 0; i < n; i++)
		zp_row_print(t, &all[i], out);
	free(all);
}

/* Free text as the next field; a spreadsheet takes it for no formula. */
static void text(struct zp_buf *out, const char *s)
{
	struct zp_buf b = { 0 };

	if (*s != '\0' && strchr("=+-@\t\r", *s) != NULL)
		zp_buf_putc(&b, '\'');
	zp_buf_puts(&b, s);
	zp_buf_putc(out, ',');
	zp_csv_field(out, zp_buf_str(&b), b.n);
	zp_buf_fini(&b);
}

static void code(struct zp_buf *out, const char *s)
{
	zp_buf_putc(out, ',');
	zp_buf_puts(out, s);
}

static void days(struct zp_buf *out, int32_t half_days)
{
	zp_buf_printf(out, ",%" PRId32 "%s", half_days / 2,
	    half_days % 2 == 0 ? "" : ".5");
}

static void yuan(struct zp_buf *out, int64_t fen)
{
	zp_buf_printf(out, ",%" PRId64 ".%02d", fen / 100, (int)(fen % 100));
}

void zp_handout_allowances(const struct zp_handout *h, struct zp_buf *out)
{
	char month[ZP_DATE_TEXT];

	zp_buf_puts(out, "month,payer,payer_name,station_code,station_name,"
	    "licence_no,name,days_workday,days_day_off,days_festival,"
	    "days_remote,yuan,days_due,yuan_due,note\n");
	for (uint32_t i = 0; i < h->pays; i++) {
		const struct zp_handout_pay *x = &h->pay[i];

		zp_buf_printf(out, "%.7s", zp_date_print(x->month, month));
		code(out, x->payer);
		text(out, zp_handout_payer(h, x->payer));
		code(out, x->station_code);
		text(out, zp_handout_station(h, x->station_code));
		code(out, x->licence_no);
		text(out, zp_handout_name(h, x->licence_no));
		days(out, x->workday);
		days(out, x->day_off);
		days(out, x->festival);
		days(out, x->remote);
		yuan(out, x->fen);
		days(out, x->due);
		yuan(out, x->due_fen);
		text(out, x->note);
		zp_buf_putc(out, '\n');
	}
}
