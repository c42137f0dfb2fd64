/*
 * src/model/link.c - sort the rows of a city and tie them together.
 */
#include <stdlib.h>
#include <string.h>
#include "registry_impl.h"

struct link {
	struct zp_registry *r;
	struct zp_report *rep;
	struct zp_buf zh, en;	/* the message being made */
	bool ok;
};

/* The message in zh and en goes to the report. */
static void complain(struct link *k, enum zp_table_id id, const char *column)
{
	const char *text[] = { zp_buf_str(&k->zh), zp_buf_str(&k->en) };
	struct zp_buf file = { 0 };

	zp_buf_printf(&file, "%s.csv", zp_table_get(id)->name);
	zp_report_add(k->rep, ZP_ERROR, zp_buf_str(&file), 0, column, text);
	zp_buf_fini(&file);
	zp_buf_reset(&k->zh);
	zp_buf_reset(&k->en);
	k->ok = false;
}

/* Every row but a leave begins with its natural key. */
static const char *key(const void *row)
{
	return *(const char *const *)row;
}

static int by_code(const void *a, const void *b)
{
	return strcmp(key(a), key(b));
}

static int by_leave(const void *a, const void *b)
{
	const struct zp_leave *x = a, *y = b;
	int order = strcmp(x->licence_no, y->licence_no);

	if (order == 0)
		order = zp_date_cmp(x->starts_on, y->starts_on);
	return order;
}

/* Sort the rows; of those with the same key the first stays. */
static void sort(struct link *k, enum zp_table_id id)
{
	int (*order)(const void *, const void *) =
	    id == ZP_T_LEAVE ? by_leave : by_code;
	size_t size = zp_table_get(id)->size;
	uint32_t n, kept = 0;
	char *at = zp_registry_table(k->r, id, &n);

	if (n > 1)
		qsort(at, n, size, order);
	for (uint32_t i = 0; i < n; i++) {
		char *row = at + i * size;

		if (kept > 0 && order(at + (kept - 1) * size, row) == 0) {
			zp_buf_printf(&k->zh, "“%s”出现了不止一次", key(row));
			zp_buf_printf(&k->en, "\"%s\" stands there more than "
			    "once", key(row));
			complain(k, id, zp_table_get(id)->col[0].name);
			continue;
		}
		if (kept < i)
			memcpy(at + kept * size, row, size);
		kept++;
	}
	zp_registry_set(k->r, id, at, kept);
	zp_strmap_fini(&k->r->by_code[id]);
	for (uint32_t i = 0; id != ZP_T_LEAVE && i < kept; i++)
		zp_strmap_put(&k->r->by_code[id], key(at + i * size),
		    (int32_t)i);
}

static void resolve(struct link *k, const struct zp_ref *ref)
{
	const struct zp_table *t = zp_table_get(ref->from);
	const struct zp_col *c = &t->col[zp_table_col(t, ref->column)];
	uint32_t n;
	char *at = zp_registry_table(k->r, ref->from, &n);

	for (uint32_t i = 0; i < n; i++) {
		char *row = at + i * t->size;
		const char *code = *(const char *const *)(void *)
		    (row + c->offset);
		int32_t *to = (void *)(row + ref->index);

		*to = -1;
		if (code[0] == '\0')
			continue;
		*to = zp_strmap_get(&k->r->by_code[ref->to], code);
		if (*to >= 0)
			continue;
		zp_buf_printf(&k->zh, "“%s”的“%s”在 %s.csv 中没有", key(row),
		    code, zp_table_get(ref->to)->name);
		zp_buf_printf(&k->en, "\"%s\" of \"%s\" is not in %s.csv",
		    code, key(row), zp_table_get(ref->to)->name);
		complain(k, ref->from, ref->column);
	}
}

static void circle(struct link *k, const struct zp_region *r,
    const char *column)
{
	zp_buf_printf(&k->zh, "区划“%s”绕了一圈又回到自己", r->code);
	zp_buf_printf(&k->en, "region \"%s\" leads in a circle back to itself",
	    r->code);
	complain(k, ZP_T_REGIONS, column);
}

/* Where the search for a region's centre goes on (J5): to the region that
 * serves it, else, when it has no centre, to the one it lies in. */
static int32_t next_region(const struct zp_region *r)
{
	if (r->served >= 0)
		return r->served;
	return r->centre < 0 ? r->parent : -1;
}

static int32_t parent_region(const struct zp_region *r)
{
	return r->parent;
}

/* Does the walk from region i along `next` come back to it? */
static bool returns(const struct zp_registry *r, int32_t i,
    int32_t (*next)(const struct zp_region *))
{
	int32_t at = next(&r->region[i]);
	uint32_t steps = 0;

	while (at >= 0 && at != i && steps++ < r->regions)
		at = next(&r->region[at]);
	return at == i;
}

/* Every walk up the parents, and every search for a centre, must end: what
 * closes a circle is cut.  Centres are linked. */
static void break_circles(struct link *k)
{
	struct zp_registry *r = k->r;

	for (uint32_t i = 0; i < r->regions; i++)
		if (returns(r, (int32_t)i, parent_region)) {
			circle(k, &r->region[i], "parent_code");
			r->region[i].parent = -1;
		}
	for (uint32_t i = 0; i < r->regions; i++)
		if (r->region[i].served >= 0 &&
		    returns(r, (int32_t)i, next_region)) {
			circle(k, &r->region[i], "served_by");
			r->region[i].served = -1;
		}
}

static void link_centres(struct link *k)
{
	struct zp_registry *r = k->r;

	for (uint32_t i = 0; i < r->regions; i++)
		r->region[i].centre = -1;
	r->city = -1;
	for (uint32_t i = 0; i < r->centres; i++) {
		struct zp_centre *c = &r->centre[i];
		int32_t *of = c->region >= 0 ? &r->region[c->region].centre
		    : NULL;

		if (of != NULL && *of >= 0) {
			zp_buf_printf(&k->zh, "区划“%s”有两个中心：“%s”“%s”",
			    c->region_code, r->centre[*of].code, c->code);
			zp_buf_printf(&k->en, "region \"%s\" has two centres, "
			    "\"%s\" and \"%s\"", c->region_code,
			    r->centre[*of].code, c->code);
			complain(k, ZP_T_CENTRES, "region_code");
		} else if (of != NULL) {
			*of = (int32_t)i;
		}
		if (c->level != ZP_CENTRE_CITY)
			continue;
		if (r->city >= 0) {
			zp_buf_printf(&k->zh, "有两个市级中心：“%s”“%s”",
			    r->centre[r->city].code, c->code);
			zp_buf_printf(&k->en, "there are two city centres, "
			    "\"%s\" and \"%s\"", r->centre[r->city].code,
			    c->code);
			complain(k, ZP_T_CENTRES, "level");
		} else {
			r->city = (int32_t)i;
		}
	}
}

/* Each centre's pool, in the order of licence numbers. */
static void fill_pools(struct zp_registry *r)
{
	for (uint32_t i = 0; i < r->centres; i++)
		r->centre[i].pool_n = 0;
	for (uint32_t i = 0; i < r->counsels; i++)
		if (r->counsel[i].centre >= 0)
			r->centre[r->counsel[i].centre].pool_n++;
	for (uint32_t i = 0; i < r->centres; i++) {
		struct zp_centre *c = &r->centre[i];

		c->pool = zp_arena_calloc(r->arena, c->pool_n,
		    sizeof(*c->pool));
		c->pool_n = 0;
	}
	for (uint32_t i = 0; i < r->counsels; i++) {
		int32_t at = r->counsel[i].centre;

		if (at >= 0)
			r->centre[at].pool[r->centre[at].pool_n++] =
			    (int32_t)i;
	}
}

/* Each person's leaves are neighbours in the sorted array. */
static void link_leaves(struct zp_registry *r)
{
	for (uint32_t i = 0; i < r->counsels; i++)
		r->counsel[i].leave_n = 0;
	for (uint32_t i = 0; i < r->leaves; i++) {
		struct zp_counsel *c;

		if (r->leave[i].counsel < 0)
			continue;
		c = &r->counsel[r->leave[i].counsel];
		if (c->leave_n++ == 0)
			c->leave = &r->leave[i];
	}
}

bool zp_registry_link(struct zp_registry *r, struct zp_report *rep)
{
	struct link k = { .r = r, .rep = rep, .ok = true };
	size_t n;
	const struct zp_ref *ref = zp_registry_refs(&n);

	for (int id = ZP_T_REGIONS; id <= ZP_T_STATIONS; id++)
		sort(&k, (enum zp_table_id)id);
	for (size_t i = 0; i < n; i++)
		if (ref[i].index != SIZE_MAX)
			resolve(&k, &ref[i]);
	link_centres(&k);
	break_circles(&k);
	fill_pools(r);
	link_leaves(r);
	zp_buf_fini(&k.zh);
	zp_buf_fini(&k.en);
	return k.ok;
}
