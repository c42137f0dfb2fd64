/*
 * src/model/view.c - a view as stored text, and back.
 *
 * Of counsel outside the pools concerned a decision only asks how many
 * cases they have taken (T1, when it looks for help elsewhere): one line.
 * A gang case may borrow (X1): then everybody's state is printed.
 */
#include <stdlib.h>
#include <string.h>
#include "table_impl.h"
#include "zhipaid/view.h"

struct batch_row {
	const char *case_no, *handling_centre;
	struct zp_wall waiting_since;
	const char *present;
};
struct now_row { struct zp_wall now; };
struct elsewhere_row { struct zp_list undertaken; };

#define ROW struct batch_row
static const struct zp_col batch_col[] = {
	CODE(case_no, KEY, "本批案号", "case of the batch"),
	CODE(handling_centre, 0, "办理中心", "the centre that handles it"),
	WALL(waiting_since, 0, "等待起始时间", "waiting since"),
	CODE(present, 0, "现承办人，仅议是否调整",
	    "who has it, if it may move"),
};
#undef ROW
#define ROW struct now_row
static const struct zp_col now_col[] = {
	WALL(now, NEED, "决定时间", "moment of the decision"),
};
#undef ROW
#define ROW struct elsewhere_row
static const struct zp_col elsewhere_col[] = {
	LIST(undertaken, 0, "其他人员本年承办数，按名册顺序",
	    "cases of everybody else, in the registry's order"),
};
#undef ROW
static const struct zp_table batch_table = TABLE("batch", batch_row,
    batch_col);
static const struct zp_table now_table = TABLE("now", now_row, now_col);
static const struct zp_table elsewhere_table = TABLE("elsewhere",
    elsewhere_row, elsewhere_col);

/* The last line: what was cut off is not taken for a view. */
static const char end_mark[] = "# end\n";

struct zp_counsel_state zp_counsel_state_none(const char *licence_no)
{
	return (struct zp_counsel_state){
		.licence_no = licence_no, .last_assigned = ZP_WALL_NONE,
		.turn = { ZP_WALL_NONE, ZP_WALL_NONE, ZP_WALL_NONE,
		    ZP_WALL_NONE },
		.ahead_kind = "",
	};
}

void zp_view_lend(struct zp_view *v, uint32_t i, int32_t counsel,
    struct zp_arena *a)
{
	struct zp_view_case *vc = &v->at[i];
	const struct zp_counsel *who = &v->reg->counsel[counsel];
	struct zp_link *all = zp_arena_calloc(a, vc->links + 1, sizeof(*all));

	if (vc->links > 0)
		memcpy(all, vc->link, vc->links * sizeof(*all));
	all[vc->links++] = (struct zp_link){
		.case_no = vc->c.case_no, .kind = ZP_LINK_LENT,
		.other_no = who->centre_code, .recipient_id = "",
		.licence_no = who->licence_no, .ended_at = ZP_WALL_NONE,
		.counsel = counsel, .batch = -1,
	};
	vc->link = all;
}

bool zp_view_lent(const struct zp_view_case *vc, int32_t counsel)
{
	for (uint32_t k = 0; k < vc->links; k++)
		if (vc->link[k].kind == ZP_LINK_LENT &&
		    vc->link[k].counsel == counsel)
			return true;
	return false;
}

static bool is_default(const struct zp_counsel_state *s)
{
	for (size_t k = 0; k < ZP_COUNT(s->turn); k++)
		if (zp_wall_known(s->turn[k]))
			return false;
	return s->undertaken == 0 && s->load == 0 && s->open == 0 &&
	    !zp_wall_known(s->last_assigned) && s->busy.n == 0 &&
	    !s->hall && s->ahead == 0 && s->ahead_n == 0;
}

/* Centres whose pool the batch draws from, and who lends to it; NULL: a gang
 * case, so all. */
static const bool *concerned(const struct zp_view *v, struct zp_arena *a)
{
	bool *is = zp_arena_calloc(a, v->reg->centres, sizeof(*is));

	for (uint32_t i = 0; i < v->n; i++) {
		const struct zp_view_case *vc = &v->at[i];

		if ((vc->c.tags & (ZP_TAG_GANG | ZP_TAG_GANG_ORGANISED)) ||
		    vc->c.joint_case[0] != '\0')
			return NULL;
		if (vc->handling >= 0)
			is[vc->handling] = true;
		for (uint32_t k = 0; k < vc->links; k++)
			if (vc->link[k].kind == ZP_LINK_LENT)
				is[v->reg->counsel[vc->link[k].counsel].centre]
				    = true;
	}
	return is;
}

/* Whose whole state belongs into the text, per counsel. */
static const bool *in_full(const struct zp_view *v, const bool *is,
    struct zp_arena *a)
{
	const struct zp_registry *reg = v->reg;
	bool *full = zp_arena_calloc(a, reg->counsels, sizeof(*full));

	for (uint32_t k = 0; k < reg->counsels; k++)
		full[k] = is == NULL ? !is_default(&v->counsel[k]) :
		    v->counsel[k].busy.n > 0;
	for (uint32_t c = 0; is != NULL && c < reg->centres; c++)
		for (uint32_t i = 0; is[c] && i < reg->centre[c].pool_n; i++) {
			int32_t k = reg->centre[c].pool[i];

			full[k] = !is_default(&v->counsel[k]);
		}
	return full;
}

static void print_cases(const struct zp_view *v, struct zp_buf *out)
{
	const struct zp_table *t = zp_table_get(ZP_T_CASES);
	struct now_row now = { v->now };

	zp_section_print(&now_table, &now, 1, out);
	zp_section_print(&batch_table, NULL, 0, out);
	for (uint32_t i = 0; i < v->n; i++) {
		const struct zp_view_case *vc = &v->at[i];
		struct batch_row row = {
			vc->c.case_no, vc->handling < 0 ? "" :
			    v->reg->centre[vc->handling].code,
			vc->waiting_since, vc->present < 0 ? "" :
			    v->reg->counsel[vc->present].licence_no
		};

		zp_row_print(&batch_table, &row, out);
	}
	zp_section_print(t, NULL, 0, out);
	for (uint32_t i = 0; i < v->n; i++)
		zp_row_print(t, &v->at[i].c, out);
	t = zp_table_get(ZP_T_LINKS);
	zp_section_print(t, NULL, 0, out);
	for (uint32_t i = 0; i < v->n; i++)
		for (uint32_t k = 0; k < v->at[i].links; k++)
			zp_row_print(t, &v->at[i].link[k], out);
}

/* "12|0|3": no zeros at the end; who stands above in full counts 0. */
static void print_elsewhere(const struct zp_view *v, const bool *full,
    struct zp_buf *out)
{
	uint32_t zeros = 0;
	bool first = true;

	zp_section_print(&elsewhere_table, NULL, 0, out);
	for (uint32_t k = 0; k < v->reg->counsels; k++) {
		int32_t n = full[k] ? 0 : v->counsel[k].undertaken;

		if (n == 0) {
			zeros++;
			continue;
		}
		for (; zeros > 0; zeros--, first = false)
			zp_buf_puts(out, first ? "0" : "|0");
		if (!first)
			zp_buf_putc(out, '|');
		zp_buf_i64(out, n);
		first = false;
	}
	if (!first)
		zp_buf_putc(out, '\n');
}

void zp_view_print(const struct zp_view *v, struct zp_buf *out)
{
	const struct zp_table *counsel = zp_table_get(ZP_T_COUNSEL_STATE);
	const struct zp_table *centre = zp_table_get(ZP_T_CENTRE_STATE);
	struct zp_arena *a = zp_arena_new();
	const bool *is = concerned(v, a), *full = in_full(v, is, a);

	print_cases(v, out);
	zp_section_print(counsel, NULL, 0, out);
	for (uint32_t k = 0; k < v->reg->counsels; k++)
		if (full[k])
			zp_row_print(counsel, &v->counsel[k], out);
	print_elsewhere(v, full, out);
	zp_section_print(centre, NULL, 0, out);
	for (uint32_t k = 0; k < v->reg->centres; k++)
		if ((is == NULL || is[k]) && (v->centre[k].leads != 0 ||
		    v->centre[k].pairs != 0 || v->centre[k].closed != 0))
			zp_row_print(centre, &v->centre[k], out);
	zp_buf_puts(out, end_mark);
	zp_arena_free(a);
}

/* --- and back --- */

struct parse {
	struct zp_view *v;
	const char *at, *end;
	struct zp_arena *a;
	struct zp_report *rep;
};

/* The rows of the next section, or NULL. */
static void *section(struct parse *p, const struct zp_table *t, uint32_t *n)
{
	struct zp_rows rows;

	if (!zp_section_parse(t, &p->at, p->end, p->a, &rows, p->rep))
		return NULL;
	*n = rows.n;
	return rows.at;
}

static bool broken(struct parse *p, const char *name, const char *zh,
    const char *en)
{
	const char *text[] = { zh, en };

	zp_report_add(p->rep, ZP_ERROR, name, 0, "", text);
	return false;
}

/* What a case refers to; its handling centre by code. */
static bool link_case(struct parse *p, struct zp_view_case *vc,
    const struct batch_row *b, const struct zp_case *c)
{
	const struct zp_registry *reg = p->v->reg;

	vc->c = *c;
	vc->link = zp_arena_alloc(p->a, 0);	/* never NULL */
	vc->waiting_since = b->waiting_since;
	vc->organ = zp_registry_find(reg, ZP_T_ORGANS, c->organ_code);
	vc->region = zp_registry_find(reg, ZP_T_REGIONS, c->region_code);
	vc->matter = zp_registry_find(reg, ZP_T_MATTERS, c->matter_code);
	vc->received = zp_registry_find(reg, ZP_T_CENTRES,
	    c->received_centre);
	vc->handling = zp_registry_find(reg, ZP_T_CENTRES,
	    b->handling_centre);
	if (strcmp(b->case_no, c->case_no) != 0)
		return broken(p, "batch", "案件与批次对不上",
		    "cases and batch do not match");
	vc->present = zp_registry_find(reg, ZP_T_COUNSEL, b->present);
	if (vc->present < 0 && b->present[0] != '\0')
		return broken(p, "batch", "名册里没有现承办人",
		    "who has the case is not in the registry");
	return (vc->handling >= 0 || b->handling_centre[0] == '\0') ||
	    broken(p, "batch", "名册里没有办理中心",
	    "the handling centre is not in the registry");
}

static bool parse_cases(struct parse *p)
{
	struct zp_view *v = p->v;
	const struct now_row *now;
	const struct batch_row *b;
	const struct zp_case *c;
	uint32_t n, nb;

	if ((now = section(p, &now_table, &n)) == NULL ||
	    (b = section(p, &batch_table, &nb)) == NULL ||
	    (c = section(p, zp_table_get(ZP_T_CASES), &v->n)) == NULL)
		return false;
	if (n != 1 || nb != v->n)
		return broken(p, "batch", "案件与批次对不上",
		    "cases and batch do not match");
	v->now = now->now;
	v->at = zp_arena_calloc(p->a, v->n, sizeof(*v->at));
	for (uint32_t i = 0; i < v->n; i++)
		if (!link_case(p, &v->at[i], &b[i], &c[i]))
			return false;
	return true;
}

static int32_t position(const struct zp_view *v, const char *case_no)
{
	uint32_t lo = 0, hi = v->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int d = strcmp(v->at[mid].c.case_no, case_no);

		if (d == 0)
			return (int32_t)mid;
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

static bool parse_links(struct parse *p)
{
	struct zp_view *v = p->v;
	uint32_t n;
	struct zp_link *l = section(p, zp_table_get(ZP_T_LINKS), &n);

	if (l == NULL)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		int32_t at = position(v, l[i].case_no);
		struct zp_view_case *vc;

		if (at < 0)
			return broken(p, "links", "不是本批的案件",
			    "a link of no case of the batch");
		vc = &v->at[at];
		l[i].counsel = zp_registry_find(v->reg, ZP_T_COUNSEL,
		    l[i].licence_no);
		if (l[i].kind == ZP_LINK_LENT && (l[i].counsel < 0 ||
		    v->reg->counsel[l[i].counsel].centre < 0))
			return broken(p, "links", "名册里没有借调的人员",
			    "who is lent is not in the registry");
		l[i].batch = l[i].kind == ZP_LINK_LENT ? -1 :
		    position(v, l[i].other_no);
		if (vc->links == 0)
			vc->link = &l[i];
		if (&vc->link[vc->links++] != &l[i])
			return broken(p, "links", "关系没有按案件排列",
			    "links are not in the order of cases");
	}
	return true;
}

static bool parse_counsel(struct parse *p)
{
	struct zp_view *v = p->v;
	const struct zp_counsel_state *row;
	const struct elsewhere_row *rest;
	uint32_t n, lines;

	row = section(p, zp_table_get(ZP_T_COUNSEL_STATE), &n);
	if (row == NULL || (rest = section(p, &elsewhere_table, &lines)) ==
	    NULL)
		return false;
	v->counsel = zp_arena_calloc(p->a, v->reg->counsels,
	    sizeof(*v->counsel));
	for (uint32_t k = 0; k < v->reg->counsels; k++) {
		v->counsel[k] = zp_counsel_state_none(
		    v->reg->counsel[k].licence_no);
		if (lines > 0 && k < rest->undertaken.n)
			v->counsel[k].undertaken = (int32_t)strtol(
			    rest->undertaken.at[k], NULL, 10);
	}
	for (uint32_t i = 0; i < n; i++) {
		int32_t k = zp_registry_find(v->reg, ZP_T_COUNSEL,
		    row[i].licence_no);

		if (k < 0)
			return broken(p, "counsel_state", "名册里没有此人",
			    "counsel that is not in the registry");
		v->counsel[k] = row[i];
	}
	return true;
}

static bool parse_centres(struct parse *p)
{
	struct zp_view *v = p->v;
	uint32_t n;
	const struct zp_centre_state *row = section(p,
	    zp_table_get(ZP_T_CENTRE_STATE), &n);

	if (row == NULL)
		return false;
	v->centre = zp_arena_calloc(p->a, v->reg->centres,
	    sizeof(*v->centre));
	for (uint32_t k = 0; k < v->reg->centres; k++)
		v->centre[k].code = v->reg->centre[k].code;
	for (uint32_t i = 0; i < n; i++) {
		int32_t k = zp_registry_find(v->reg, ZP_T_CENTRES,
		    row[i].code);

		if (k < 0)
			return broken(p, "centre_state", "名册里没有此中心",
			    "a centre that is not in the registry");
		v->centre[k] = row[i];
	}
	return ((size_t)(p->end - p->at) == strlen(end_mark) &&
	    memcmp(p->at, end_mark, strlen(end_mark)) == 0) ||
	    broken(p, "", "存档的结尾不对",
	    "the stored view does not end where it should");
}

struct zp_view *zp_view_parse(const char *text, size_t n,
    const struct zp_registry *reg, const struct zp_calendar *cal,
    struct zp_arena *a, struct zp_report *rep)
{
	struct parse p = {
		.v = zp_arena_alloc(a, sizeof(*p.v)), .at = text,
		.end = text + n, .a = a, .rep = rep,
	};

	p.v->reg = reg;
	p.v->cal = cal;
	return parse_cases(&p) && parse_links(&p) && parse_counsel(&p) &&
	    parse_centres(&p) ? p.v : NULL;
}
