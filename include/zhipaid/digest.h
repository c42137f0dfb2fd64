/*
 * include/zhipaid/digest.h - SHA-256 of what goes on record (libsodium).
 * Layer: sys; the only user of libsodium.
 */
#ifndef ZHIPAID_DIGEST_H
#define ZHIPAID_DIGEST_H
#include <stddef.h>

#define ZP_DIGEST_TEXT 65	/* 64 lower-case hex digits and NUL */
void zp_digest(const void *p, size_t n, char out[ZP_DIGEST_TEXT]);
#endif
