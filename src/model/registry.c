/* src/model/registry.c - holding a city's rows, looking them up. */
#include <stdlib.h>
#include <string.h>
#include "registry_impl.h"

/* Where the rows of a table and their number stand in the registry. */
static const struct { size_t rows, n; } member[] = {
#define MEMBER(id, rows, n) \
	[id] = { offsetof(struct zp_registry, rows), \
	    offsetof(struct zp_registry, n) }
	MEMBER(ZP_T_REGIONS, region, regions),
	MEMBER(ZP_T_CENTRES, centre, centres),
	MEMBER(ZP_T_ORGANS, organ, organs),
	MEMBER(ZP_T_FIRMS, firm, firms),
	MEMBER(ZP_T_COUNSEL, counsel, counsels),
	MEMBER(ZP_T_LEAVE, leave, leaves),
	MEMBER(ZP_T_MATTERS, matter, matters),
	MEMBER(ZP_T_STATIONS, station, stations),
};

struct zp_registry *zp_registry_new(void)
{
	struct zp_registry *r = zp_xcalloc(1, sizeof(*r));

	r->arena = zp_arena_new();
	r->city = -1;
	return r;
}

void zp_registry_free(struct zp_registry *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < ZP_COUNT(r->by_code); i++)
		zp_strmap_fini(&r->by_code[i]);
	zp_arena_free(r->arena);
	free(r);
}

void zp_registry_set(struct zp_registry *r, enum zp_table_id id, void *rows,
    uint32_t n)
{
	char *at = (char *)r;

	ZP_ASSERT(id <= ZP_T_STATIONS && n <= INT32_MAX);
	memcpy(at + member[id].rows, &rows, sizeof(rows));
	memcpy(at + member[id].n, &n, sizeof(n));
}

void *zp_registry_table(const struct zp_registry *r, enum zp_table_id id,
    uint32_t *n)
{
	const char *at = (const char *)r;
	void *rows;

	ZP_ASSERT(id <= ZP_T_STATIONS);
	memcpy(&rows, at + member[id].rows, sizeof(rows));
	memcpy(n, at + member[id].n, sizeof(*n));
	return rows;
}

const void *zp_registry_rows(const struct zp_registry *r,
    enum zp_table_id id, uint32_t *n)
{
	return zp_registry_table(r, id, n);
}

int32_t zp_registry_find(const struct zp_registry *r, enum zp_table_id id,
    const char *code)
{
	ZP_ASSERT(id <= ZP_T_STATIONS);
	return zp_strmap_get(&r->by_code[id], code);
}

const struct zp_leave *zp_counsel_leave(const struct zp_counsel *c,
    struct zp_date d)
{
	for (uint32_t i = 0; i < c->leave_n; i++)
		if (zp_date_cmp(c->leave[i].starts_on, d) <= 0 &&
		    zp_date_cmp(d, c->leave[i].ends_on) <= 0)
			return &c->leave[i];
	return NULL;
}

/* Leaves are sorted by their first day but may overlap: days before `seen`
 * are counted already. */
int32_t zp_counsel_away(const struct zp_counsel *c, struct zp_date from,
    struct zp_date to)
{
	int32_t seen = from.day, away = 0;

	if (zp_date_known(c->joined_on) && c->joined_on.day > seen) {
		int32_t in = c->joined_on.day < to.day ? c->joined_on.day
		    : to.day;

		away += in > seen ? in - seen : 0;
		seen = in > seen ? in : seen;
	}
	for (uint32_t i = 0; i < c->leave_n; i++) {
		const struct zp_leave *l = &c->leave[i];
		int32_t first = l->starts_on.day > seen ? l->starts_on.day
		    : seen;
		int32_t after = l->ends_on.day < to.day ? l->ends_on.day + 1
		    : to.day;

		if (after > first) {
			away += after - first;
			seen = after;
		}
	}
	return away;
}

bool zp_list_has(const struct zp_list *l, const char *s)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i], s) == 0)
			return true;
	return false;
}

void zp_registry_print(const struct zp_registry *r, struct zp_buf *out)
{
	for (int id = ZP_T_REGIONS; id <= ZP_T_STATIONS; id++) {
		uint32_t n;
		const void *rows = zp_registry_rows(r, (enum zp_table_id)id,
		    &n);

		zp_section_print(zp_table_get((enum zp_table_id)id), rows, n,
		    out);
	}
}

struct zp_registry *zp_registry_parse(const char *text, size_t n,
    struct zp_report *rep)
{
	static const char *const more[] = {
		"存档末尾有多余的内容", "the stored text goes on after its end"
	};
	struct zp_registry *r = zp_registry_new();
	const char *at = text, *end = text + n;
	bool ok = true;

	for (int i = ZP_T_REGIONS; ok && i <= ZP_T_STATIONS; i++) {
		enum zp_table_id id = (enum zp_table_id)i;
		struct zp_rows rows;

		ok = zp_section_parse(zp_table_get(id), &at, end, r->arena,
		    &rows, rep);
		if (ok)
			zp_registry_set(r, id, rows.at, rows.n);
	}
	if (ok && at < end) {
		zp_report_add(rep, ZP_ERROR, "registry", 0, "", more);
		ok = false;
	}
	if (ok && zp_registry_link(r, rep))
		return r;
	zp_registry_free(r);
	return NULL;
}
