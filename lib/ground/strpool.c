/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/strpool.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"

struct strpool {
	char **slots;		/* open addressing; NULL is empty */
	size_t n, mask;
	uint64_t seed;
};

struct strpool *strpool_new(uint64_t hash_seed)
{
	struct strpool *pool = xcalloc(1, sizeof *pool);

	pool->mask = 63;
	pool->slots = xcalloc(pool->mask + 1, sizeof *pool->slots);
	pool->seed = hash_seed;
	return pool;
}

void strpool_free(struct strpool *pool)
{
	if (!pool)
		return;
	for (size_t i = 0; i <= pool->mask; i++)
		free(pool->slots[i]);
	free(pool->slots);
	free(pool);
}

static char **slot_of(const struct strpool *pool, const char *s)
{
	size_t i = hash_bytes(s, strlen(s), pool->seed) & pool->mask;

	while (pool->slots[i] && strcmp(pool->slots[i], s) != 0)
		i = (i + 1) & pool->mask;
	return &pool->slots[i];
}

static void enlarge(struct strpool *pool)
{
	char **old = pool->slots;
	size_t n_old = pool->mask + 1;

	pool->mask = n_old * 2 - 1;
	pool->slots = xcalloc(n_old * 2, sizeof *pool->slots);
	for (size_t i = 0; i < n_old; i++)
		if (old[i])
			*slot_of(pool, old[i]) = old[i];
	free(old);
}

const char *strpool_add(struct strpool *pool, const char *s)
{
	char **slot = slot_of(pool, s);

	if (*slot)
		return *slot;
	if (++pool->n * 2 > pool->mask) {
		enlarge(pool);
		slot = slot_of(pool, s);
	}
	*slot = xstrdup(s);
	return *slot;
}
