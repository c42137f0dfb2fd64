/*
 * src/zhipactl/xlsx.c - a roster as a workbook; the only user of
 * libxlsxwriter.
 *
 * Licence numbers are text (17 digits are more than a spreadsheet's number
 * holds), so are all words: no cell is taken for a formula.  The same facts
 * give the same bytes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>
#include "roster_files.h"
#include "zhipaid/dictionary.h"

struct book {
	const struct zp_handout *h;
	enum zp_lang lang;
	lxw_workbook *file;
	lxw_format *head, *date, *money, *gap, *sum;
	lxw_worksheet *sheet;
	lxw_row_t row;
	lxw_col_t col;
	lxw_error err;			/* the first */
};
struct column { const char *head[ZP_LANGS]; double width; };

static void keep(struct book *b, lxw_error err)
{
	if (b->err == LXW_NO_ERROR)
		b->err = err;
}

/* --- cells, from left to right --- */

static void text(struct book *b, const char *s)
{
	if (*s != '\0')
		keep(b, worksheet_write_string(b->sheet, b->row, b->col, s,
		    NULL));
	b->col++;
}

static void number(struct book *b, double v, lxw_format *format)
{
	keep(b, worksheet_write_number(b->sheet, b->row, b->col++, v,
	    format));
}

static void date(struct book *b, struct zp_date d)
{
	lxw_datetime t = { 0 };

	zp_date_split(d, &t.year, &t.month, &t.day);
	keep(b, worksheet_write_datetime(b->sheet, b->row, b->col++, &t,
	    b->date));
}

static void weekday(struct book *b, struct zp_date d)
{
	static const char *const day[][ZP_LANGS] = { { "星期日", "Sun" },
	    { "星期一", "Mon" }, { "星期二", "Tue" }, { "星期三", "Wed" },
	    { "星期四", "Thu" }, { "星期五", "Fri" }, { "星期六", "Sat" } };

	text(b, day[zp_date_weekday(d)][b->lang]);
}

/* A new sheet with its heads, which stay when the rest scrolls. */
static void begin(struct book *b, const char *zh, const char *en,
    const struct column *column, lxw_col_t columns)
{
	b->sheet = workbook_add_worksheet(b->file, b->lang == ZP_ZH ? zh :
	    en);
	for (lxw_col_t c = 0; c < columns; c++) {
		keep(b, worksheet_set_column(b->sheet, c, c,
		    column[c].width, NULL));
		keep(b, worksheet_write_string(b->sheet, 0, c,
		    column[c].head[b->lang], b->head));
	}
	worksheet_freeze_panes(b->sheet, 1, 0);
	worksheet_set_landscape(b->sheet);
	worksheet_set_paper(b->sheet, 9);	/* A4 */
	worksheet_fit_to_pages(b->sheet, 1, 0);
	worksheet_repeat_rows(b->sheet, 0, 0);
	b->row = 1;
}

static void end(struct book *b, lxw_col_t columns)
{
	if (b->row > 1)
		keep(b, worksheet_autofilter(b->sheet, 0, 0, b->row - 1,
		    (lxw_col_t)(columns - 1)));
}

/* --- duties --- */

static void person(struct book *b, const struct zp_duty *d)
{
	const struct zp_registry *reg = b->h->reg;
	const struct zp_counsel *c;

	if (d->counsel < 0) {
		keep(b, worksheet_write_string(b->sheet, b->row, b->col,
		    b->lang == ZP_ZH ? "空缺" : "open", b->gap));
		b->col = (lxw_col_t)(b->col + 3);
		return;
	}
	c = &reg->counsel[d->counsel];
	text(b, c->name);
	text(b, c->licence_no);
	text(b, c->firm < 0 ? "" : reg->firm[c->firm].name);
}

static void when(struct book *b, const struct zp_duty *d)
{
	char hours[ZP_HOURS_TEXT];

	date(b, d->date);
	weekday(b, d->date);
	text(b, zp_handout_shift(d->shift, b->lang));
	text(b, zp_hours_print(b->h->hours[d->shift], hours));
}

static void what(struct book *b, const struct zp_duty *d)
{
	const struct zp_table *t = zp_table_get(ZP_T_ROSTER);
	struct zp_buf state = { 0 };

	number(b, d->post, NULL);
	if (d->counsel >= 0)
		zp_field_print(&t->col[zp_table_col(t, "state")], d, &state);
	text(b, zp_say_word(b->lang, "state", zp_buf_str(&state)));
	zp_buf_fini(&state);
}

#define PERSON { { "律师", "lawyer" }, 12 }, \
	{ { "执业证号", "licence" }, 20 }, { { "执业机构", "firm" }, 26 }
#define STATION { { "站点", "station" }, 34 }
#define WHEN { { "日期", "date" }, 12 }, { { "星期", "day" }, 8 }, \
	{ { "班次", "shift" }, 9 }, { { "时间", "hours" }, 13 }
#define WHAT { { "岗位", "post" }, 6 }, { { "状态", "state" }, 10 }

static void by_station(struct book *b)
{
	static const struct column column[] = { STATION, WHEN, PERSON, WHAT };

	begin(b, "按站点", "By station", column, ZP_COUNT(column));
	for (uint32_t i = 0; i < b->h->duties; i++, b->row++) {
		const struct zp_duty *d = &b->h->duty[i];

		b->col = 0;
		text(b, zp_handout_station(b->h, d->station_code));
		when(b, d);
		person(b, d);
		what(b, d);
	}
	end(b, ZP_COUNT(column));
}

static int by_person(const void *a, const void *b)
{
	const struct zp_duty *x = *(const struct zp_duty *const *)a,
	    *y = *(const struct zp_duty *const *)b;
	int order = (x->counsel > y->counsel) - (x->counsel < y->counsel);

	if (order == 0)
		order = zp_date_cmp(x->date, y->date);
	if (order == 0)
		order = (int)x->shift - (int)y->shift;
	return order != 0 ? order : (x > y) - (x < y);
}

/* The duties of each person, in the order of licence numbers. */
static void by_lawyer(struct book *b)
{
	static const struct column column[] = { PERSON, WHEN, STATION, WHAT };
	const struct zp_handout *h = b->h;
	const struct zp_duty **at = zp_xcalloc((size_t)h->duties + 1,
	    sizeof(*at));
	uint32_t n = 0;

	for (uint32_t i = 0; i < h->duties; i++)
		if (h->duty[i].counsel >= 0)
			at[n++] = &h->duty[i];
	qsort(at, n, sizeof(*at), by_person);
	begin(b, "按律师", "By lawyer", column, ZP_COUNT(column));
	for (uint32_t i = 0; i < n; i++, b->row++) {
		b->col = 0;
		person(b, at[i]);
		when(b, at[i]);
		text(b, zp_handout_station(h, at[i]->station_code));
		what(b, at[i]);
	}
	end(b, ZP_COUNT(column));
	free(at);
}

/* --- allowances --- */

static void total(struct book *b, lxw_col_t col, int64_t fen)
{
	char sum[32];

	snprintf(sum, sizeof(sum), "=SUBTOTAL(9,%c2:%c%u)", 'A' + col,
	    'A' + col, b->row);
	keep(b, worksheet_write_formula_num(b->sheet, b->row, col, sum,
	    b->sum, (double)fen / 100));
}

static void allowances(struct book *b)
{
	static const struct column column[] = { { { "月份", "month" }, 9 },
		{ { "支付单位", "payer" }, 28 }, STATION,
		{ { "律师", "lawyer" }, 12 },
		{ { "执业证号", "licence" }, 20 },
		{ { "工作日（天）", "working days" }, 12 },
		{ { "休息日（天）", "days off" }, 12 },
		{ { "节日（天）", "festivals" }, 12 },
		{ { "偏远（天）", "remote" }, 12 },
		{ { "补贴（元）", "yuan" }, 12 },
		{ { "待值（天）", "days due" }, 12 },
		{ { "预计（元）", "yuan due" }, 12 },
		{ { "备注", "remarks" }, 44 } };
	enum { YUAN = 9, YUAN_DUE = 11 };
	int64_t fen = 0, due_fen = 0;
	char month[ZP_DATE_TEXT];

	begin(b, "补贴", "Allowances", column, ZP_COUNT(column));
	for (uint32_t i = 0; i < b->h->pays; i++, b->row++) {
		const struct zp_handout_pay *x = &b->h->pay[i];

		b->col = 0;
		zp_date_print(x->month, month);
		month[strlen("2026-03")] = '\0';
		text(b, month);
		text(b, zp_handout_payer(b->h, x->payer));
		text(b, zp_handout_station(b->h, x->station_code));
		text(b, zp_handout_name(b->h, x->licence_no));
		text(b, x->licence_no);
		number(b, x->workday / 2.0, NULL);
		number(b, x->day_off / 2.0, NULL);
		number(b, x->festival / 2.0, NULL);
		number(b, x->remote / 2.0, NULL);
		number(b, (double)x->fen / 100, b->money);
		number(b, x->due / 2.0, NULL);
		number(b, (double)x->due_fen / 100, b->money);
		text(b, x->note);
		fen += x->fen;
		due_fen += x->due_fen;
	}
	end(b, ZP_COUNT(column));
	if (b->h->pays == 0)
		return;
	keep(b, worksheet_write_string(b->sheet, b->row, 0,
	    b->lang == ZP_ZH ? "合计" : "sum", b->sum));
	total(b, YUAN, fen);
	total(b, YUAN_DUE, due_fen);
}

/* --- the workbook --- */

static void formats(struct book *b)
{
	b->head = workbook_add_format(b->file);
	format_set_bold(b->head);
	format_set_bg_color(b->head, 0xe6ecf3);
	format_set_bottom(b->head, LXW_BORDER_THIN);
	b->date = workbook_add_format(b->file);
	format_set_num_format(b->date, "yyyy-mm-dd");
	format_set_align(b->date, LXW_ALIGN_LEFT);
	b->money = workbook_add_format(b->file);
	format_set_num_format(b->money, "0.00");
	b->sum = workbook_add_format(b->file);
	format_set_bold(b->sum);
	format_set_num_format(b->sum, "0.00");
	b->gap = workbook_add_format(b->file);
	format_set_bold(b->gap);
	format_set_font_color(b->gap, 0xa3201a);
}

bool zp_xlsx_write(const struct zp_handout *h, enum zp_lang lang,
    const char *path)
{
	struct book b = { .h = h, .lang = lang,
	    .file = workbook_new(path) };
	lxw_doc_properties about = {
	    .created = zp_date_start(h->from).us / 1000000 };
	lxw_error closed;

	errno = ENOMEM;
	if (b.file == NULL)
		return false;
	keep(&b, workbook_set_properties(b.file, &about));
	formats(&b);
	by_station(&b);
	by_lawyer(&b);
	allowances(&b);
	errno = EIO;
	closed = workbook_close(b.file);
	return closed == LXW_NO_ERROR && b.err == LXW_NO_ERROR;
}
