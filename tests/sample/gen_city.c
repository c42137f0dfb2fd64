/*
 * tests/sample/gen_city.c - zhipai-sample [--seed N] [--cases N] [--last
 * DATE] [--province] [--counties N] DIR: writes the CSV files of an invented
 * city's (or province's, or of a city with N counties of 40 people each) year,
 * which ends on DATE (2026-12-31), into DIR.  The same arguments give the same
 * bytes on every machine.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "gen.h"
#include "zhipaid/hash.h"

uint32_t gen_below(struct gen *g, uint32_t n)
{
	g->state += UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)((zp_hash_mix(g->state) >> 32) * n >> 32);
}

bool gen_once_in(struct gen *g, uint32_t n)
{
	return gen_below(g, n) == 0;
}

const char *gen_text(struct gen *g, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return zp_arena_strdup(g->a, text);
}

const char *gen_person(struct gen *g, bool woman)
{
	static const char *const family[] = { "宁", "沐", "池", "言", "柏",
		"闻", "卓", "祁", "阮", "郁", "温", "岑", "薄", "桑", "简",
		"晏", "楚", "骆", "符", "屠", "伍", "麦", "庄", "路" };
	static const char *const men[] = { "启明", "长河", "立", "怀远",
		"松年", "一舟", "北辰", "砚", "景行", "守正", "广", "若谷",
		"天成", "石", "望山", "归云" };
	static const char *const women[] = { "初晴", "听雪", "芷", "南枝",
		"青禾", "如月", "念慈", "蕙", "霁", "小满", "采薇", "云舒",
		"知秋", "安澜", "映红", "谷雨" };
	const char *first = family[gen_below(g, ZP_COUNT(family))];

	return gen_text(g, "%s%s", first, woman ?
	    women[gen_below(g, ZP_COUNT(women))] :
	    men[gen_below(g, ZP_COUNT(men))]);
}

void *gen_row(struct gen *g, enum zp_table_id id)
{
	const struct zp_table *t = zp_table_get(id);
	struct rows *r = &g->table[id];
	void *row;

	if (r->n == r->cap) {
		r->cap = r->cap > 0 ? r->cap * 2 : 64;
		r->at = zp_xrealloc(r->at, r->cap, t->size);
	}
	row = (char *)r->at + r->n++ * t->size;
	zp_row_clear(t, row);
	return row;
}

void gen_list_add(struct gen *g, struct zp_list *l, const char *s)
{
	const char **at = zp_arena_calloc(g->a, l->n + 1, sizeof(*at));

	if (l->n > 0)
		memcpy(at, l->at, l->n * sizeof(*at));
	at[l->n++] = s;
	l->at = at;
}

struct zp_date gen_date(struct gen *g, struct zp_date from, uint32_t days)
{
	return zp_date_add(from, (int32_t)gen_below(g, days));
}

static bool write_table(const struct gen *g, enum zp_table_id id,
    const char *dir)
{
	const struct zp_table *t = zp_table_get(id);
	struct zp_buf path = { 0 }, text = { 0 };
	FILE *f;
	bool ok;

	zp_buf_printf(&path, "%s/%s.csv", dir, t->name);
	zp_row_header(t, &text);
	for (uint32_t i = 0; i < g->table[id].n; i++)
		zp_row_print(t, (char *)g->table[id].at + i * t->size, &text);
	f = fopen(zp_buf_str(&path), "w");
	ok = f != NULL && fwrite(text.at, 1, text.n, f) == text.n;
	if (f != NULL && fclose(f) != 0)
		ok = false;
	if (!ok)
		fprintf(stderr, "zhipai-sample: %s: %s\n", zp_buf_str(&path),
		    strerror(errno));
	zp_buf_fini(&path);
	zp_buf_fini(&text);
	return ok;
}

static bool write_all(const struct gen *g, const char *dir)
{
	bool ok = true;

	if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
		fprintf(stderr, "zhipai-sample: %s: %s\n", dir,
		    strerror(errno));
		return false;
	}
	for (int id = 0; id < ZP_T_INPUTS && ok; id++)
		ok = write_table(g, (enum zp_table_id)id, dir);
	return ok;
}

/* Move one field, if it is a date or a time, by some days. */
static void shift_field(const struct zp_col *c, char *row, int32_t days)
{
	struct zp_date d;
	struct zp_wall w;

	if (c->type == ZP_COL_DATE) {
		memcpy(&d, row + c->offset, sizeof(d));
		d = zp_date_add(d, days);
		memcpy(row + c->offset, &d, sizeof(d));
	} else if (c->type == ZP_COL_WALL) {
		memcpy(&w, row + c->offset, sizeof(w));
		if (zp_wall_known(w))
			w.us += days * ZP_SEC(86400).us;
		memcpy(row + c->offset, &w, sizeof(w));
	}
}

/* Let the year end on another day. */
static void shift(struct gen *g, int32_t days)
{
	for (int id = 0; id < ZP_T_INPUTS; id++) {
		const struct zp_table *t = zp_table_get((enum zp_table_id)id);
		char *row = g->table[id].at;

		for (uint32_t i = 0; i < g->table[id].n; i++, row += t->size)
			for (size_t c = 0; c < t->cols; c++)
				shift_field(&t->col[c], row, days);
	}
}

/* Take "--province" from the front of the arguments. */
static bool flag(int *argc, char ***argv, const char *name, bool *v)
{
	if (*argc < 1 || strcmp((*argv)[0], name) != 0)
		return false;
	*v = true;
	--*argc;
	++*argv;
	return true;
}

/* Take "--last DATE" from the front of the arguments. */
static bool last_day(int *argc, char ***argv, struct zp_date *d)
{
	if (*argc < 2 || strcmp((*argv)[0], "--last") != 0 ||
	    !zp_date_parse((*argv)[1], d))
		return false;
	*argc -= 2;
	*argv += 2;
	return true;
}

/* Take "--name N" from the front of the arguments. */
static bool option(int *argc, char ***argv, const char *name, uint64_t *v)
{
	char *end;

	if (*argc < 2 || strcmp((*argv)[0], name) != 0)
		return false;
	errno = 0;
	*v = strtoull((*argv)[1], &end, 10);
	if (*end != '\0' || end == (*argv)[1] || errno != 0)
		return false;
	*argc -= 2;
	*argv += 2;
	return true;
}

int main(int argc, char **argv)
{
	struct gen g = { .a = zp_arena_new() };
	uint64_t seed = 1, cases = 400, counties = 0;
	struct zp_date year_end = zp_date_of(2026, 12, 31), last = year_end;
	bool province = false, ok;

	argc--;
	argv++;
	while (option(&argc, &argv, "--seed", &seed) ||
	    option(&argc, &argv, "--cases", &cases) ||
	    option(&argc, &argv, "--counties", &counties) ||
	    flag(&argc, &argv, "--province", &province) ||
	    last_day(&argc, &argv, &last))
		;
	if (argc != 1 || argv[0][0] == '-' || cases > 10000000 ||
	    counties > 99) {
		fprintf(stderr, "usage: zhipai-sample [--seed N] "
		    "[--cases N] [--last DATE] [--province] "
		    "[--counties N] DIR\n");
		zp_arena_free(g.a);
		return 2;
	}
	g.state = zp_hash_mix(seed);
	if (counties > 0)
		gen_counties(&g, (uint32_t)counties, 40);
	else
		(province ? gen_province : gen_city)(&g);
	gen_registry(&g);
	gen_cases(&g, (uint32_t)cases);
	gen_events(&g);
	shift(&g, last.day - year_end.day);
	ok = write_all(&g, argv[0]);
	for (int id = 0; id < ZP_T_INPUTS; id++)
		free(g.table[id].at);
	zp_arena_free(g.a);
	return ok ? 0 : 1;
}
