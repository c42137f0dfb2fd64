/*
 * include/zhipaid/hash.h - 64-bit mixing for tables and tie-breaks.
 * Layer: base.  Pure.  Not for secrets: digests of record are SHA-256,
 * zhipaid/digest.h (layer sys).
 */
#ifndef ZHIPAID_HASH_H
#define ZHIPAID_HASH_H
#include <stddef.h>
#include <stdint.h>

/* Fold the n bytes at p into h: FNV-1a (Fowler, Noll, Vo; RFC 9923). */
uint64_t zp_hash_bytes(uint64_t h, const void *p, size_t n);
uint64_t zp_hash_str(uint64_t h, const char *s);
/* Finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014,
 * doi:10.1145/2660193.2660195): a bijection that mixes every bit. */
uint64_t zp_hash_mix(uint64_t x);
#define ZP_HASH_INIT UINT64_C(0xcbf29ce484222325)

/* String -> int32 map over borrowed keys.  A zeroed struct is empty. */
struct zp_strmap {
	const char **key;
	uint32_t *hash;		/* of the key: strings are touched last */
	int32_t *val;
	uint32_t n, cap;	/* cap: power of two or 0 */
};
void zp_strmap_fini(struct zp_strmap *m);
/* Set key to val (>= 0); the key must outlive the map. */
void zp_strmap_put(struct zp_strmap *m, const char *key, int32_t val);
/* The value, or -1 when the key is not there. */
int32_t zp_strmap_get(const struct zp_strmap *m, const char *key);
#endif
