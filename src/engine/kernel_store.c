/* engine/kernel_store.c - who holds what, and the memory for it.
 *
 * Blocks of words come in eight sizes per doubling (Wilson et al., "Dynamic
 * storage allocation", IWMM 1995: segregated fits) and are used again, so
 * that cases may come and go for ever.
 */
#include <string.h>

#include "kernel_impl.h"

/* Room for `need` elements where there were *cap; doubles. */
void *zp_store_grow(struct zp_kernel *k, const void *old, int32_t *cap,
    int32_t need, size_t size)
{
	int32_t to = *cap < 16 ? 16 : *cap;
	void *p;

	while (to < need)
		to *= 2;
	p = zp_arena_calloc(k->arena, (size_t)to, size);
	if (*cap > 0)
		memcpy(p, old, (size_t)*cap * size);
	*cap = to;
	return p;
}

/* The class of blocks for n words; *n becomes their size. */
static int32_t class_of(int32_t *n)
{
	int32_t size = 4, step = 1, class = 0;

	for (; size < *n; class++) {
		size += step;
		if (size == 16 * step)
			step *= 2;
	}
	ZP_ASSERT(class < CLASSES);
	*n = size;
	return class;
}

uint64_t *zp_store_take(struct zp_kernel *k, int32_t words)
{
	uint64_t **free = &k->free[class_of(&words)], *p = *free;

	if (p == NULL)
		return zp_arena_calloc(k->arena, (size_t)words, sizeof(*p));
	memcpy(free, p, sizeof(*free));
	return p;
}

void zp_store_give(struct zp_kernel *k, uint64_t *block, int32_t words)
{
	uint64_t **free = &k->free[class_of(&words)];

	memcpy(block, free, sizeof(*free));
	*free = block;
}

static void list_add(struct zp_kernel *k, struct list *l, uint64_t e)
{
	if (l->n == l->cap) {
		int32_t cap = l->n + l->n / 2 + 1;
		uint64_t *at = zp_store_take(k, cap);

		class_of(&cap);
		if (l->cap > 0) {
			memcpy(at, l->at, (size_t)l->n * sizeof(*at));
			zp_store_give(k, l->at, l->cap);
		}
		l->at = at;
		l->cap = cap;
	}
	l->at[l->n++] = e;
}

/* Nodes for a grouped case y. */
static void slot_room(struct zp_kernel *k, int32_t y)
{
	int32_t need = slot_of(k, y) + 1, cap = k->nodes;

	if (need <= cap)
		return;
	k->node = zp_store_grow(k, k->node, &cap, need, sizeof(*k->node));
	cap = k->nodes;
	k->label = zp_store_grow(k, k->label, &cap, need, sizeof(*k->label));
	cap = k->nodes;
	k->heap = zp_store_grow(k, k->heap, &cap, need, sizeof(*k->heap));
	cap = k->nodes;
	k->settled = zp_store_grow(k, k->settled, &cap, need,
	    sizeof(*k->settled));
	while (k->nodes < cap)
		k->label[k->nodes++].next = NEVER;
}

int32_t zp_store_room(struct zp_kernel *k, int32_t group)
{
	int32_t y = k->vacant != NOBODY ? k->vacant : k->items, cap;

	ZP_ASSERT(y < ZP_KERNEL_MAX_CASES);
	if (y == k->item_cap) {
		cap = k->item_cap;
		k->item = zp_store_grow(k, k->item, &cap, y + 1,
		    sizeof(*k->item));
		k->place = zp_store_grow(k, k->place, &k->item_cap, y + 1,
		    sizeof(*k->place));
	}
	if (group == NOBODY)
		return y;
	if (k->near != NULL)
		zp_near_stop(k);
	slot_room(k, y);
	if (group >= k->groups) {
		cap = k->groups;
		k->group = zp_store_grow(k, k->group, &cap, group + 1,
		    sizeof(*k->group));
		while (k->groups < cap)
			k->group[k->groups++] = NOBODY;
	}
	return y;
}

void zp_store_next(struct zp_kernel *k, int32_t c)
{
	const struct person *p = &k->person[c];

	k->label[c].next = p->held.n < p->room ?
	    load_cost(p, p->held.n) : NEVER;
}

void zp_store_leave(struct zp_kernel *k, int32_t y)
{
	struct item *it = &k->item[y];
	struct list *held = &k->person[it->at].held;
	int32_t c = it->at, last;

	if (it->pos == NOBODY)
		return;
	if (k->near != NULL)
		zp_near_leave(k, y);
	last = (int32_t)held->at[--held->n];
	held->at[it->pos] = (uint64_t)last;
	k->item[last].pos = it->pos;
	it->pos = NOBODY;
	it->at = k->m;
	if (c != k->m)
		zp_store_next(k, c);
}

void zp_store_enter(struct zp_kernel *k, int32_t y, zp_packed_arc e,
    int64_t price)
{
	struct item *it = &k->item[y];
	struct place *p = &k->place[y];

	zp_store_leave(k, y);
	it->at = arc_node(e);
	p->use = e;
	p->first = zp_arc_pack(k->m, it->wait);
	p->alt = 0;
	if (it->group != NOBODY) {
		int32_t slot = slot_of(k, y);

		p->alt = GROUPED;
		if (it->at != k->m) {
			p->use = zp_arc_pack(slot, arc_cost(e));
			k->label[slot].price = price;
		}
	}
	it->pos = k->person[it->at].held.n;
	list_add(k, &k->person[it->at].held, (uint64_t)y);
	if (k->near != NULL)
		zp_near_enter(k, y);
	if (it->at != k->m)
		zp_store_next(k, it->at);
}

void zp_store_list(struct zp_kernel *k, int32_t y)
{
	const struct item *it = &k->item[y];

	for (int32_t i = 0; k->indexed && i < it->n; i++)
		list_add(k, &k->person[arc_node(it->arc[i])].in,
		    zp_arc_pack(y, arc_cost(it->arc[i])));
}

void zp_store_unlist(struct zp_kernel *k, int32_t y)
{
	const struct item *it = &k->item[y];

	for (int32_t i = 0; k->indexed && i < it->n; i++) {
		struct list *in = &k->person[arc_node(it->arc[i])].in;
		uint64_t e = zp_arc_pack(y, arc_cost(it->arc[i]));
		int32_t j = 0;

		while (in->at[j] != e)
			j++;
		in->at[j] = in->at[--in->n];
	}
}

void zp_store_index(struct zp_kernel *k)
{
	if (k->indexed || k->near != NULL)
		return;
	if (k->m <= NEAR_MOST && k->groups == 0) {
		zp_near_start(k);
		return;
	}
	k->indexed = true;
	for (int32_t y = 0; y < k->items; y++)
		for (int32_t i = 0; i < k->item[y].n; i++)
			k->person[arc_node(k->item[y].arc[i])].in.n++;
	for (int32_t c = 0; c < k->m; c++) {
		struct list *in = &k->person[c].in;

		in->cap = in->n + in->n / 8;	/* some will come */
		in->at = zp_store_take(k, in->cap);
		class_of(&in->cap);
		in->n = 0;
	}
	for (int32_t y = 0; y < k->items; y++)
		zp_store_list(k, y);
}
