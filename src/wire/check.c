/*
 * src/wire/check.c - do the rows of a city fit together?
 *
 * Tables are checked in the order of import, so that a row is only
 * compared with rows that stand.
 */
#include <stdlib.h>
#include <string.h>
#include "dataset_impl.h"

static void *row_at(const struct zp_load *k, enum zp_table_id id, uint32_t i)
{
	return (char *)k->out[id].rows + i * zp_table_get(id)->size;
}

static const char *key(const void *row)
{
	return *(const char *const *)row;
}

/* Always false, so that a check can end with it. */
static bool refuse(struct zp_load *k, enum zp_table_id id, uint32_t i,
    const char *column, struct zp_buf text[])
{
	zp_csv_complain(k->rep, ZP_ERROR, k->file[id], k->out[id].lines[i],
	    column, text);
	return false;
}

static bool refuse_as(struct zp_load *k, enum zp_table_id id, uint32_t i,
    const char *column, const char *zh, const char *en)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };

	zp_buf_puts(&text[ZP_ZH], zh);
	zp_buf_puts(&text[ZP_EN], en);
	return refuse(k, id, i, column, text);
}

static bool known(struct zp_load *k, const struct zp_ref *ref, uint32_t i,
    const char *code)
{
	const char *target = k->file[ref->to];
	struct zp_buf text[ZP_LANGS] = { { 0 } };

	if (code[0] == '\0' || zp_strmap_get(&k->known[ref->to], code) >= 0)
		return true;
	if (!ref->soft) {
		zp_buf_printf(&text[ZP_ZH], "没有“%s”：%s 里没有这一行，"
		    "或者那一行有错误", code, target);
		zp_buf_printf(&text[ZP_EN], "there is no \"%s\": not in %s, "
		    "or its row was refused", code, target);
		return refuse(k, ref->from, i, ref->column, text);
	}
	zp_buf_printf(&text[ZP_ZH], "%s 里没有“%s”；这一项不起作用", target,
	    code);
	zp_buf_printf(&text[ZP_EN], "\"%s\" is not in %s; the entry has no "
	    "effect", code, target);
	zp_csv_complain(k->rep, ZP_WARNING, k->file[ref->from],
	    k->out[ref->from].lines[i], ref->column, text);
	return true;
}

static bool check_ref(struct zp_load *k, const struct zp_ref *ref,
    uint32_t i)
{
	const struct zp_table *t = zp_table_get(ref->from);
	const struct zp_col *c = &t->col[zp_table_col(t, ref->column)];
	const void *at = (char *)row_at(k, ref->from, i) + c->offset;
	const struct zp_list *l = at;
	bool ok = true;

	if (c->type != ZP_COL_LIST)
		return known(k, ref, i, *(const char *const *)at);
	for (uint32_t e = 0; e < l->n; e++)
		ok = known(k, ref, i, l->at[e]) && ok;
	return ok;
}

static bool check_refs(struct zp_load *k, enum zp_table_id id, uint32_t i)
{
	size_t n;
	const struct zp_ref *ref = zp_registry_refs(&n);
	bool ok = true;

	for (size_t r = 0; r < n; r++)
		if (ref[r].from == id)
			ok = check_ref(k, &ref[r], i) && ok;
	return ok;
}

static bool has_centre(const struct zp_load *k, const char *region)
{
	for (uint32_t i = 0; i < k->out[ZP_T_CENTRES].n; i++) {
		const struct zp_centre *c = row_at(k, ZP_T_CENTRES, i);

		if (strcmp(c->region_code, region) == 0)
			return true;
	}
	return false;
}

/* Where the search for the region's centre goes on, as link.c has it. */
static const char *next_region(const struct zp_load *k,
    const struct zp_region *r)
{
	if (r->served_by[0] != '\0')
		return r->served_by;
	return has_centre(k, r->code) ? "" : r->parent_code;
}

/* Does the walk up from region i come back to it? */
static bool returns(const struct zp_load *k, uint32_t i, bool centre)
{
	const struct zp_region *first = row_at(k, ZP_T_REGIONS, i), *r = first;

	for (uint32_t steps = 0; steps <= k->out[ZP_T_REGIONS].n; steps++) {
		int32_t at = zp_strmap_get(&k->known[ZP_T_REGIONS],
		    centre ? next_region(k, r) : r->parent_code);

		if (at < 0)
			return false;
		r = row_at(k, ZP_T_REGIONS, (uint32_t)at);
		if (r == first)
			return true;
	}
	return false;
}

static bool check_region(struct zp_load *k, uint32_t i)
{
	const struct zp_region *r = row_at(k, ZP_T_REGIONS, i);

	if (returns(k, i, false))
		return refuse_as(k, ZP_T_REGIONS, i, "parent_code",
		    "上级区划绕了一圈又回到自己；请改正",
		    "the regions above it lead in a circle back to it; "
		    "correct the parent");
	if (r->served_by[0] != '\0' && returns(k, i, true))
		return refuse_as(k, ZP_T_REGIONS, i, "served_by",
		    "代办关系绕了一圈又回到自己；请改正",
		    "the regions that serve it lead in a circle back to it; "
		    "correct it");
	return true;
}

/* One centre in a region, one centre of the city: against those above. */
static bool check_centre(struct zp_load *k, uint32_t i)
{
	const struct zp_centre *c = row_at(k, ZP_T_CENTRES, i), *o;
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	long line;

	for (uint32_t j = 0; j < i; j++) {
		o = row_at(k, ZP_T_CENTRES, j);
		line = k->out[ZP_T_CENTRES].lines[j];
		if (strcmp(o->region_code, c->region_code) == 0) {
			zp_buf_printf(&text[ZP_ZH], "这个区划在第 %ld 行已有"
			    "中心“%s”；一个区划只能有一个", line, o->code);
			zp_buf_printf(&text[ZP_EN], "the region has the "
			    "centre \"%s\" on line %ld; it can have only one",
			    o->code, line);
			return refuse(k, ZP_T_CENTRES, i, "region_code",
			    text);
		}
		if (o->level == ZP_CENTRE_CITY && c->level == o->level) {
			zp_buf_printf(&text[ZP_ZH], "第 %ld 行的“%s”已是市级"
			    "中心；全市只能有一个", line, o->code);
			zp_buf_printf(&text[ZP_EN], "\"%s\" on line %ld is "
			    "the city's centre; there can be only one",
			    o->code, line);
			return refuse(k, ZP_T_CENTRES, i, "level", text);
		}
	}
	return true;
}

static bool check_counsel(struct zp_load *k, uint32_t i)
{
	const struct zp_counsel *c = row_at(k, ZP_T_COUNSEL, i);
	bool ok = true;

	if (c->firm_code[0] == '\0' && c->kind != ZP_VOLUNTEER)
		ok = refuse_as(k, ZP_T_COUNSEL, i, "firm_code",
		    "不能为空：没有执业机构就无法审查利益冲突；只有志愿者可空",
		    "may not be empty: without the firm conflicts of interest "
		    "cannot be seen; only a volunteer may have none");
	if (zp_date_known(c->pool_from) && zp_date_known(c->pool_to) &&
	    zp_date_cmp(c->pool_to, c->pool_from) < 0)
		ok = refuse_as(k, ZP_T_COUNSEL, i, "pool_to",
		    "截止日早于起始日；请改正",
		    "the last day lies before the first; correct it");
	return ok;
}

static bool check_span(struct zp_load *k, enum zp_table_id id, uint32_t i,
    struct zp_date from, struct zp_date to)
{
	return zp_date_cmp(to, from) >= 0 || refuse_as(k, id, i, "ends_on",
	    "截止日早于起始日；请改正",
	    "the last day lies before the first; correct it");
}

static bool check_leave(struct zp_load *k, uint32_t i)
{
	const struct zp_leave *l = row_at(k, ZP_T_LEAVE, i);

	return check_span(k, ZP_T_LEAVE, i, l->starts_on, l->ends_on);
}

static bool check_case(struct zp_load *k, uint32_t i)
{
	const struct zp_case *c = row_at(k, ZP_T_CASES, i);
	const char *zh = "案件不能指向自己；请改正",
	    *en = "a case cannot name itself; correct it";
	bool ok = true;

	if (strcmp(c->related_case, c->case_no) == 0)
		ok = refuse_as(k, ZP_T_CASES, i, "related_case", zh, en);
	if (strcmp(c->prior_case, c->case_no) == 0)
		ok = refuse_as(k, ZP_T_CASES, i, "prior_case", zh, en);
	if (strcmp(c->opposes_case, c->case_no) == 0)
		ok = refuse_as(k, ZP_T_CASES, i, "opposes_case", zh, en);
	if (!zp_wall_known(c->hearing_until))
		return ok;
	if (!zp_wall_known(c->hearing_at) ||
	    zp_wall_cmp(c->hearing_until, c->hearing_at) < 0)
		ok = refuse_as(k, ZP_T_CASES, i, "hearing_until",
		    "庭审结束早于开庭，或者没有开庭时间；请改正",
		    "the hearing ends before it starts, or has no start; "
		    "correct it");
	return ok;
}

/* One half-day of a duty that stands: taken by a row above? */
static bool check_half(struct zp_load *k, uint32_t i, char half)
{
	const struct zp_duty *d = row_at(k, ZP_T_ROSTER, i);
	struct zp_strmap *taken = &k->known[ZP_T_ROSTER];
	struct zp_buf post = { 0 }, place = { 0 };
	char day[ZP_DATE_TEXT];
	bool ok = false;

	zp_date_print(d->date, day);
	zp_buf_printf(&post, "%s,%s,%c,%d", d->station_code, day, half,
	    d->post);
	zp_buf_printf(&place, "%s,%s,%c", d->licence_no, day, half);
	if (zp_strmap_get(taken, zp_buf_str(&post)) >= 0)
		refuse_as(k, ZP_T_ROSTER, i, "post",
		    "这个班次的这个岗位前面已有人；请改正，"
		    "或把前一行记为缺勤、换出",
		    "the post of this shift is taken by a row above; correct "
		    "it, or mark that row absent or swapped");
	else if (zp_strmap_get(taken, zp_buf_str(&place)) >= 0)
		refuse_as(k, ZP_T_ROSTER, i, "licence_no",
		    "此人这个时段前面已另有值班；请改正",
		    "the person is on duty elsewhere at this time, in a row "
		    "above; correct it");
	else
		ok = true;
	if (ok) {
		zp_strmap_put(taken, zp_arena_strdup(k->a,
		    zp_buf_str(&post)), (int32_t)i);
		zp_strmap_put(taken, zp_arena_strdup(k->a,
		    zp_buf_str(&place)), (int32_t)i);
	}
	zp_buf_fini(&post);
	zp_buf_fini(&place);
	return ok;
}

static bool check_duty(struct zp_load *k, uint32_t i)
{
	const struct zp_duty *d = row_at(k, ZP_T_ROSTER, i);

	return !zp_duty_stands(d) ||
	    ((d->shift == ZP_SHIFT_PM || check_half(k, i, 'a')) &&
	    (d->shift == ZP_SHIFT_AM || check_half(k, i, 'p')));
}

static bool check_wish(struct zp_load *k, uint32_t i)
{
	const struct zp_duty_wish *w = row_at(k, ZP_T_WISHES, i);

	return check_span(k, ZP_T_WISHES, i, w->from, w->to);
}

static bool check_loan(struct zp_load *k, uint32_t i)
{
	const struct zp_duty_loan *l = row_at(k, ZP_T_DUTY_LOANS, i);

	return check_span(k, ZP_T_DUTY_LOANS, i, l->from, l->to);
}

/* D10: what was passed on was there before. */
static bool check_help(struct zp_load *k, uint32_t i)
{
	const struct zp_help *h = row_at(k, ZP_T_HELP, i);

	return !zp_wall_known(h->forwarded_at) ||
	    (zp_wall_known(h->received_at) &&
	    zp_wall_cmp(h->received_at, h->forwarded_at) <= 0) ||
	    refuse_as(k, ZP_T_HELP, i, "forwarded_at",
	    "转交早于收到，或者没有收到时间；请改正",
	    "it was passed on before it was received, or there is no "
	    "received_at; correct it");
}

static bool check_row(struct zp_load *k, enum zp_table_id id, uint32_t i)
{
	static bool (*const check[ZP_T_INPUTS])(struct zp_load *, uint32_t) = {
		[ZP_T_REGIONS] = check_region, [ZP_T_CENTRES] = check_centre,
		[ZP_T_COUNSEL] = check_counsel, [ZP_T_LEAVE] = check_leave,
		[ZP_T_CASES] = check_case, [ZP_T_ROSTER] = check_duty,
		[ZP_T_HELP] = check_help, [ZP_T_WISHES] = check_wish,
		[ZP_T_DUTY_LOANS] = check_loan,
	};
	bool ok = check[id] == NULL || check[id](k, i);

	return check_refs(k, id, i) && ok;
}

/* Nothing refers to events, which begin with a time, or to the roster. */
static void index_codes(struct zp_load *k, enum zp_table_id id)
{
	zp_strmap_fini(&k->known[id]);
	if (id == ZP_T_EVENTS || id >= ZP_T_ROSTER)
		return;
	for (uint32_t i = 0; i < k->out[id].n; i++)
		zp_strmap_put(&k->known[id], key(row_at(k, id, i)),
		    (int32_t)i);
}

/* Keep row `from` as row `to`. */
static void move(struct zp_load *k, enum zp_table_id id, uint32_t from,
    uint32_t to)
{
	if (from == to)
		return;
	memcpy(row_at(k, id, to), row_at(k, id, from), zp_table_get(id)->size);
	k->out[id].lines[to] = k->out[id].lines[from];
}

/* Leave out the rows that do not fit; how many they were. */
static uint32_t sift(struct zp_load *k, enum zp_table_id id)
{
	uint32_t n = k->out[id].n, kept = 0;
	bool *good = zp_xcalloc(n, sizeof(*good));

	for (uint32_t i = 0; i < n; i++)
		good[i] = check_row(k, id, i);
	for (uint32_t i = 0; i < n; i++)
		if (good[i])
			move(k, id, i, kept++);
	free(good);
	k->out[id].n = kept;
	k->out[id].bad += n - kept;
	index_codes(k, id);
	return n - kept;
}

struct leave { struct zp_leave row; long line; };

static int by_person(const void *a, const void *b)
{
	const struct leave *x = a, *y = b;
	int order = strcmp(x->row.licence_no, y->row.licence_no);

	return order != 0 ? order :
	    zp_date_cmp(x->row.starts_on, y->row.starts_on);
}

static void warn_overlap(struct zp_load *k, const struct leave *l,
    const struct leave *first)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };

	zp_buf_printf(&text[ZP_ZH], "与第 %ld 行的请假重叠；合并为一段",
	    first->line);
	zp_buf_printf(&text[ZP_EN], "overlaps the leave on line %ld; both "
	    "are taken as one", first->line);
	zp_csv_complain(k->rep, ZP_WARNING, k->file[ZP_T_LEAVE], l->line,
	    "starts_on", text);
}

/* Two leaves of a person on one day become one leave. */
static void merge_leaves(struct zp_load *k)
{
	struct zp_rows_out *out = &k->out[ZP_T_LEAVE];
	struct zp_leave *row = out->rows;
	struct leave *l = zp_xcalloc(out->n, sizeof(*l)), *last = NULL;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < out->n; i++)
		l[i] = (struct leave){ row[i], out->lines[i] };
	if (out->n > 1)
		qsort(l, out->n, sizeof(*l), by_person);
	for (uint32_t i = 0; i < out->n; i++) {
		if (last != NULL && strcmp(last->row.licence_no,
		    l[i].row.licence_no) == 0 && zp_date_cmp(
		    l[i].row.starts_on, last->row.ends_on) <= 0) {
			warn_overlap(k, &l[i], last);
			if (zp_date_cmp(l[i].row.ends_on,
			    last->row.ends_on) > 0)
				row[kept - 1].ends_on = last->row.ends_on =
				    l[i].row.ends_on;
			continue;
		}
		last = &l[i];
		row[kept++] = last->row;
	}
	out->n = kept;
	free(l);
}

static void warn_no_city(struct zp_load *k)
{
	static const char *const text[] = {
		"没有市级中心：级别管辖（J4）和全市调配（X1）无法进行",
		"there is no centre of the city: level jurisdiction (J4) and "
		    "help across the city (X1) cannot work",
	};

	for (uint32_t i = 0; i < k->out[ZP_T_CENTRES].n; i++) {
		const struct zp_centre *c = row_at(k, ZP_T_CENTRES, i);

		if (c->level == ZP_CENTRE_CITY)
			return;
	}
	zp_report_add(k->rep, ZP_WARNING, k->file[ZP_T_CENTRES], 0, "level",
	    text);
}

void zp_load_check(struct zp_load *k)
{
	index_codes(k, ZP_T_REGIONS);
	while (sift(k, ZP_T_REGIONS) > 0)
		;		/* a region refused may carry others */
	for (int i = ZP_T_REGIONS + 1; i < ZP_T_INPUTS; i++)
		sift(k, (enum zp_table_id)i);
	for (int i = 0; i < ZP_T_INPUTS; i++) {
		k->d->rows[i] = k->out[i].n;
		k->d->bad[i] = k->out[i].bad;
	}
	merge_leaves(k);
	warn_no_city(k);
}
