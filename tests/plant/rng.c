/* SPDX-License-Identifier: BSD-3-Clause */
#include "rng.h"

uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

void rng_init(struct rng *r, uint64_t seed, unsigned stream)
{
	r->state = seed * 0xd1342543de82ef95u + stream;
	r->state = rng_next(r);
}

int64_t rng_between(struct rng *r, int64_t low, int64_t high)
{
	return low + (int64_t)(rng_next(r) % (uint64_t)(high - low + 1));
}

bool rng_one_in(struct rng *r, unsigned n)
{
	return rng_next(r) % n == 0;
}

void rng_fill(struct rng *r, uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)(rng_next(r) >> 32);
}
