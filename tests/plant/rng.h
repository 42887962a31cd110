/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Chance that repeats: SplitMix64 (Steele, Lea, Flood 2014). The same seed
 * and stream give the same numbers on every machine. Not for secrets.
 */
#ifndef PLANT_RNG_H
#define PLANT_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

/* Streams of one seed are independent of each other. */
void rng_init(struct rng *r, uint64_t seed, unsigned stream);
uint64_t rng_next(struct rng *r);

/* Uniform in low..high, both included. */
int64_t rng_between(struct rng *r, int64_t low, int64_t high);
bool rng_one_in(struct rng *r, unsigned n);
void rng_fill(struct rng *r, uint8_t *p, size_t n);

#endif
