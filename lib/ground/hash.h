/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hashing for tables. Captures are hostile, so every table is keyed by a seed
 * that an attacker cannot know; hash order never reaches any output.
 */
#ifndef OTCAP_HASH_H
#define OTCAP_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Multiply and fold: both halves of the 128-bit product decide. */
static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide m = (wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static inline uint64_t hash_pair(uint64_t a, uint64_t b, uint64_t seed)
{
	const uint64_t k0 = 0x9e3779b97f4a7c15u, k1 = 0xd6e8feb86659fd93u;

	/* k1 twice: with a seed of 0 and b 0 a factor would be 0. */
	return hash_fold(hash_fold(a ^ k0, b ^ seed ^ k1) ^ k1, seed ^ k0);
}

static inline uint64_t hash_bytes(const void *p, size_t n, uint64_t seed)
{
	const unsigned char *c = p;
	uint64_t h = seed ^ n, a, b;

	for (; n >= 16; n -= 16, c += 16) {
		memcpy(&a, c, 8);
		memcpy(&b, c + 8, 8);
		h = hash_pair(a ^ h, b, seed);
	}
	if (n) {
		unsigned char rest[16] = { 0 };

		memcpy(rest, c, n);
		memcpy(&a, rest, 8);
		memcpy(&b, rest + 8, 8);
		h = hash_pair(a ^ h, b, seed);
	}
	return h;
}

#endif
