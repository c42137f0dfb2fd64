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
	free(m->hash);
	free(m->val);
	*m = (struct zp_strmap){ 0 };
}

static uint32_t hash(const char *key)
{
	return (uint32_t)zp_hash_mix(zp_hash_str(ZP_HASH_INIT, key));
}

/* The slot of key, or the free one where it belongs.  cap > n. */
static uint32_t slot(const struct zp_strmap *m, const char *key, uint32_t h)
{
	uint32_t i = h & (m->cap - 1);

	while (m->key[i] != NULL &&
	    (m->hash[i] != h || strcmp(m->key[i], key) != 0))
		i = (i + 1) & (m->cap - 1);
	return i;
}

/* All keys are different: each goes to the next free slot. */
static void grow(struct zp_strmap *m)
{
	struct zp_strmap big = { .n = m->n, .cap = m->cap * 2 };

	if (big.cap == 0)
		big.cap = 16;
	big.key = zp_xcalloc(big.cap, sizeof(*big.key));
	big.hash = zp_xcalloc(big.cap, sizeof(*big.hash));
	big.val = zp_xcalloc(big.cap, sizeof(*big.val));
	for (uint32_t i = 0; i < m->cap; i++) {
		uint32_t to;

		if (m->key[i] == NULL)
			continue;
		to = m->hash[i] & (big.cap - 1);
		while (big.key[to] != NULL)
			to = (to + 1) & (big.cap - 1);
		big.key[to] = m->key[i];
		big.hash[to] = m->hash[i];
		big.val[to] = m->val[i];
	}
	zp_strmap_fini(m);
	*m = big;
}

void zp_strmap_put(struct zp_strmap *m, const char *key, int32_t val)
{
	uint32_t h = hash(key), i;

	ZP_ASSERT(val >= 0);
	if (m->n >= m->cap / 2)
		grow(m);
	i = slot(m, key, h);
	m->n += m->key[i] == NULL;
	m->key[i] = key;
	m->hash[i] = h;
	m->val[i] = val;
}

int32_t zp_strmap_get(const struct zp_strmap *m, const char *key)
{
	uint32_t i;

	if (m->cap == 0)
		return -1;
	i = slot(m, key, hash(key));
	return m->key[i] != NULL ? m->val[i] : -1;
}
