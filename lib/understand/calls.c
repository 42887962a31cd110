/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/calls.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"

enum { FIRST_SLOTS = 64 };

void calls_init(struct calls *c, uint64_t hash_seed)
{
	*c = (struct calls){ .seed = hash_seed };
}

void calls_release(struct calls *c)
{
	free(c->item);
	free(c->slots);
}

#define COMPARE(a, b)                              \
	do {                                       \
		if ((a) != (b))                    \
			return (a) < (b) ? -1 : 1; \
	} while (0)

int calls_cmp(const void *a, const void *b)
{
	const struct call *x = a, *y = b;

	COMPARE(x->addr, y->addr);
	COMPARE(x->port, y->port);
	COMPARE(x->group_port, y->group_port);
	return 0;
}

static uint32_t *slot_of(const struct calls *c, const struct call *key)
{
	uint32_t ports = (uint32_t)key->port << 16 | key->group_port;
	size_t i = hash_pair(key->addr, ports, c->seed) & c->mask;

	while (c->slots[i] && calls_cmp(&c->item[c->slots[i] - 1], key))
		i = (i + 1) & c->mask;
	return &c->slots[i];
}

static void enlarge(struct calls *c)
{
	free(c->slots);
	c->mask = c->mask ? c->mask * 2 + 1 : FIRST_SLOTS - 1;
	c->slots = xcalloc(c->mask + 1, sizeof *c->slots);
	for (size_t i = 0; i < c->n; i++)
		*slot_of(c, &c->item[i]) = (uint32_t)(i + 1);
}

struct call *calls_get(struct calls *c, const struct call *key)
{
	uint32_t *slot;

	if (c->n * 2 >= c->mask)
		enlarge(c);
	slot = slot_of(c, key);
	if (*slot)
		return &c->item[*slot - 1];
	if (c->n == LIMIT_CALLS)
		return NULL;
	c->item = grow(c->item, c->n, &c->cap, sizeof *c->item);
	c->item[c->n] = *key;
	*slot = (uint32_t)++c->n;
	return &c->item[c->n - 1];
}

struct call *calls_sorted(const struct calls *c)
{
	struct call *copy;

	if (!c->n)
		return NULL;
	copy = xcalloc(c->n, sizeof *copy);
	memcpy(copy, c->item, c->n * sizeof *copy);
	qsort(copy, c->n, sizeof *copy, calls_cmp);
	return copy;
}
