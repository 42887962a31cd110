/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All flows of a run: found by key, kept in the order of their first packet.
 *
 * Flows live in chunks that never move, so a flow's number and address stay
 * valid. The table maps a key to its newest flow; older generations stay in
 * the array. Hash order never shows. No allocation per packet.
 */
#ifndef OTCAP_FLOWTAB_H
#define OTCAP_FLOWTAB_H

#include <stddef.h>
#include <stdint.h>

#include "ground/hash.h"
#include "understand/flow.h"

enum { FLOW_CHUNK = 4096 };

struct flowtab {
	struct flow **chunks;	/* FLOW_CHUNK flows each, zeroed */
	size_t n_chunks, cap_chunks;
	size_t n, max;
	uint64_t *slots;	/* upper half of the hash, number + 1 */
	size_t mask;
	uint64_t seed;
};

void flowtab_init(struct flowtab *t, uint64_t hash_seed, size_t max);
void flowtab_release(struct flowtab *t);

static inline uint64_t flowtab_hash(const struct flowtab *t,
				    const struct flow_key *k)
{
	return hash_pair(k->addrs, k->rest, t->seed);
}

/* The slot of a key comes into the cache while other work is done. */
static inline void flowtab_prefetch(const struct flowtab *t, uint64_t hash)
{
	__builtin_prefetch(&t->slots[hash & t->mask]);
}

static inline struct flow *flowtab_at(const struct flowtab *t, size_t i)
{
	return &t->chunks[i / FLOW_CHUNK][i % FLOW_CHUNK];
}

/* Likewise, once the slot is there, the flow that it most likely names. */
static inline void flowtab_prefetch_flow(const struct flowtab *t,
					 uint64_t hash)
{
	uint32_t number = (uint32_t)t->slots[hash & t->mask];
	const char *f;

	if (!number)
		return;
	f = (const char *)flowtab_at(t, number - 1);
	__builtin_prefetch(f, 1);
	__builtin_prefetch(f + 64, 1);
	__builtin_prefetch(f + 128, 1);
}

/* The flow of the key where its slot is the first to look at, as mostly; NULL
 * says nothing: ask flowtab_get. */
static inline struct flow *flowtab_first(const struct flowtab *t,
					 const struct flow_key *k,
					 uint64_t hash)
{
	uint64_t slot = t->slots[hash & t->mask];
	struct flow *f;

	if (!slot || (slot ^ hash) >> 32)
		return NULL;
	f = flowtab_at(t, (size_t)(slot & 0xffffffff) - 1);
	return f->key.addrs == k->addrs && f->key.rest == k->rest ? f : NULL;
}

/*
 * The newest flow of the key, or a new zeroed one (packets of both sides are
 * 0) with its key set; NULL when the table is at its maximum.
 */
struct flow *flowtab_get(struct flowtab *t, const struct flow_key *k,
			 uint64_t hash);
/* The newest flow of the key, NULL when there is none. */
struct flow *flowtab_find(const struct flowtab *t, const struct flow_key *k,
			  uint64_t hash);
/* A further flow on a key that has one; NULL as above. */
struct flow *flowtab_renew(struct flowtab *t, const struct flow_key *k,
			   uint64_t hash);

#endif
