/* src/base/hash.c - mixing, and a map with linear probing. */
#include <stdlib.h>
#include <string.h>
#include "zhipaid/base.h"
#include "zhipaid/hash.h"

uint64_t zp_hash_bytes(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * UINT64_C(0x100000001b3);
	return h;
}

uint64_t zp_hash_str(uint64_t h, const char *s)
{
	return zp_hash_bytes(h, s, strlen(s));
}

uint64_t zp_hash_mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

void zp_strmap_fini(struct zp_strmap *m)
{
	free(m->key);
	free(m->val);
	*m = (struct zp_strmap){ 0 };
}

/* The slot of key, or the free one where it belongs.  cap > n. */
static uint32_t slot(const struct zp_strmap *m, const char *key)
{
	uint32_t i = (uint32_t)zp_hash_mix(zp_hash_str(ZP_HASH_INIT, key));

	for (i &= m->cap - 1; m->key[i] != NULL; i = (i + 1) & (m->cap - 1))
		if (strcmp(m->key[i], key) == 0)
			break;
	return i;
}

static void grow(struct zp_strmap *m)
{
	struct zp_strmap big = { .n = m->n, .cap = m->cap * 2 };

	if (big.cap == 0)
		big.cap = 16;
	big.key = zp_xcalloc(big.cap, sizeof(*big.key));
	big.val = zp_xcalloc(big.cap, sizeof(*big.val));
	for (uint32_t i = 0; i < m->cap; i++) {
		uint32_t to;

		if (m->key[i] == NULL)
			continue;
		to = slot(&big, m->key[i]);
		big.key[to] = m->key[i];
		big.val[to] = m->val[i];
	}
	zp_strmap_fini(m);
	*m = big;
}

void zp_strmap_put(struct zp_strmap *m, const char *key, int32_t val)
{
	uint32_t i;

	ZP_ASSERT(val >= 0);
	if (m->n >= m->cap / 2)
		grow(m);
	i = slot(m, key);
	m->n += m->key[i] == NULL;
	m->key[i] = key;
	m->val[i] = val;
}

int32_t zp_strmap_get(const struct zp_strmap *m, const char *key)
{
	uint32_t i;

	if (m->cap == 0)
		return -1;
	i = slot(m, key);
	return m->key[i] != NULL ? m->val[i] : -1;
}
