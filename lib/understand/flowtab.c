/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/flowtab.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

enum {
	CACHE_LINE = 64,
	CHUNK_SIZE = FLOW_CHUNK * sizeof(struct flow),
	SLOTS_LARGE = 1 << 21
};
_Static_assert(offsetof(struct flow, past_packets) <= 2 * CACHE_LINE &&
		       sizeof(struct flow) % (CACHE_LINE / 2) == 0,
	       "as flow.h says");

static size_t slots_size(const struct flowtab *t)
{
	return (t->mask + 1) * sizeof *t->slots;
}

/* Few flows shall take little: only more of them get large pages. */
static uint64_t *slots_new(const struct flowtab *t)
{
	return xpages(slots_size(t), slots_size(t) >= SLOTS_LARGE);
}

void flowtab_init(struct flowtab *t, uint64_t hash_seed, size_t max)
{
	*t = (struct flowtab){ .seed = hash_seed, .max = max };
	t->mask = 8191;
	t->slots = slots_new(t);
}

void flowtab_release(struct flowtab *t)
{
	for (size_t i = 0; i < t->n_chunks; i++)
		xpages_free(t->chunks[i], CHUNK_SIZE);
	free(t->chunks);
	xpages_free(t->slots, slots_size(t));
	*t = (struct flowtab){ 0 };
}

/* A slot is the hash's upper half and the flow's number + 1: most slots of
 * other flows are passed over without touching the flow. */
static uint64_t slot_value(uint64_t hash, size_t i)
{
	return (hash & ~UINT64_C(0xffffffff)) | (uint64_t)(i + 1);
}

static struct flow *slot_flow(const struct flowtab *t, uint64_t slot)
{
	return flowtab_at(t, (size_t)(slot & 0xffffffff) - 1);
}

static bool is_key(const struct flow *f, const struct flow_key *k)
{
	return f->key.addrs == k->addrs && f->key.rest == k->rest;
}

/* The key's slot, or the empty one where it belongs. */
static uint64_t *slot_of(const struct flowtab *t, const struct flow_key *k,
			 uint64_t hash)
{
	size_t i = flowtab_first(t, hash);

	for (; t->slots[i]; i = (i + 1) & t->mask)
		if ((t->slots[i] ^ hash) >> 32 == 0 &&
		    is_key(slot_flow(t, t->slots[i]), k))
			break;
	return &t->slots[i];
}

static void enlarge(struct flowtab *t)
{
	uint64_t *old = t->slots;
	size_t n_old = t->mask + 1, size_old = slots_size(t);

	t->mask = n_old * 2 - 1;
	t->slots = slots_new(t);
	for (size_t k = 0; k < n_old; k++) {
		size_t i;

		if (!old[k])
			continue;
		i = flowtab_first(t, old[k]);
		while (t->slots[i])
			i = (i + 1) & t->mask;
		t->slots[i] = old[k];
	}
	xpages_free(old, size_old);
}

static struct flow *append(struct flowtab *t, const struct flow_key *k)
{
	struct flow *f;

	if (t->n == t->max)
		return NULL;
	if (t->n == t->n_chunks * FLOW_CHUNK) {
		t->chunks = grow(t->chunks, t->n_chunks, &t->cap_chunks,
				 sizeof *t->chunks);
		t->chunks[t->n_chunks] = xpages(CHUNK_SIZE, t->n_chunks > 0);
		t->n_chunks++;
	}
	f = flowtab_at(t, t->n++);
	f->key = *k;
	return f;
}

struct flow *flowtab_find(const struct flowtab *t, const struct flow_key *k,
			  uint64_t hash)
{
	uint64_t slot = *slot_of(t, k, hash);

	return slot ? slot_flow(t, slot) : NULL;
}

struct flow *flowtab_get(struct flowtab *t, const struct flow_key *k,
			 uint64_t hash)
{
	uint64_t *slot = slot_of(t, k, hash);
	struct flow *f;

	if (*slot)
		return slot_flow(t, *slot);
	f = append(t, k);
	if (!f)
		return NULL;
	*slot = slot_value(hash, t->n - 1);
	if (t->n * 2 > t->mask)
		enlarge(t);
	return f;
}

struct flow *flowtab_renew(struct flowtab *t, const struct flow_key *k,
			   uint64_t hash)
{
	uint64_t *slot = slot_of(t, k, hash);
	struct flow *old = slot_flow(t, *slot), *f = append(t, k);

	if (!f)
		return NULL;
	f->generation = old->generation + 1;
	old->marks |= FLOW_RENEWED;
	*slot = slot_value(hash, t->n - 1);
	return f;
}
