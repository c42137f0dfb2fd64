/*
 * src/model/world_dup.c - a row and its strings in one block.
 *
 * A daemon replaces rows for months: what is replaced is freed whole.
 */
#include <string.h>
#include "world_impl.h"

/* Where the next pointer and the next string go. */
struct space {
	const char **ptr;
	char *text;
};

static size_t list_bytes(const struct zp_list *l, size_t *ptrs)
{
	size_t n = 0;

	for (uint32_t i = 0; i < l->n; i++)
		n += strlen(l->at[i]) + 1;
	*ptrs += l->n;
	return n;
}

/* Bytes of all strings of a row; *ptrs: elements of all its lists. */
static size_t row_bytes(const struct zp_table *t, const char *row,
    size_t *ptrs)
{
	size_t n = 0;

	for (size_t i = 0; i < t->cols; i++) {
		const void *at = row + t->col[i].offset;

		switch (t->col[i].type) {
		case ZP_COL_CODE:
		case ZP_COL_TEXT:
			n += strlen(*(const char *const *)at) + 1;
			break;
		case ZP_COL_LIST:
			n += list_bytes(at, ptrs);
			break;
		default:
			break;
		}
	}
	return n;
}

static const char *put(struct space *s, const char *text)
{
	size_t n = strlen(text) + 1;
	char *at = s->text;

	s->text += n;
	return memcpy(at, text, n);
}

static void put_list(struct space *s, struct zp_list *l)
{
	const char **at = s->ptr;

	s->ptr += l->n;
	for (uint32_t i = 0; i < l->n; i++)
		at[i] = put(s, l->at[i]);
	l->at = at;
}

void *zp_row_dup(const struct zp_table *t, const void *row)
{
	size_t ptrs = 0, bytes = row_bytes(t, row, &ptrs);
	size_t head = (t->size + sizeof(char *) - 1) / sizeof(char *);
	const char **block = zp_xrealloc(NULL,
	    (head + ptrs) * sizeof(char *) + bytes, 1);
	struct space s = { block + head, (char *)(block + head + ptrs) };
	char *out = (char *)block;

	memcpy(out, row, t->size);
	for (size_t i = 0; i < t->cols; i++) {
		void *at = out + t->col[i].offset;

		if (t->col[i].type == ZP_COL_LIST)
			put_list(&s, at);
		else if (t->col[i].type == ZP_COL_CODE ||
		    t->col[i].type == ZP_COL_TEXT)
			*(const char **)at = put(&s, *(const char **)at);
	}
	return out;
}
