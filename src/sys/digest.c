/* src/sys/digest.c - SHA-256 (FIPS 180-4) through libsodium. */
#include <sodium.h>
#include "zhipaid/base.h"
#include "zhipaid/digest.h"

_Static_assert(ZP_DIGEST_TEXT == 2 * crypto_hash_sha256_BYTES + 1,
    "two hex digits a byte");

void zp_digest(const void *p, size_t n, char out[ZP_DIGEST_TEXT])
{
	unsigned char sum[crypto_hash_sha256_BYTES];

	ZP_ASSERT(crypto_hash_sha256(sum, n == 0 ? (const void *)"" : p,
	    n) == 0);
	sodium_bin2hex(out, ZP_DIGEST_TEXT, sum, sizeof(sum));
}
