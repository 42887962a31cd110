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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/hash.h"
#include "understand/flow.h"

enum { FLOW_CHUNK = 1 << 16 };

struct flowtab {
	struct flow **chunks;	/* FLOW_CHUNK flows each, zeroed */
	size_t n_chunks, cap_chunks;
	size_t n, max;
	uint64_t *slots;	/* upper half of the hash, number + 1; found by
				 * the upper half */
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

/* Where the slot of a key is looked for first. Of the hash the slots keep what
 * this takes: a larger table is filled without asking the flows. */
static inline size_t flowtab_first(const struct flowtab *t, uint64_t hash)
{
	return hash >> 32 & t->mask;
}

/* The slot of a key comes into the cache while other work is done. */
static inline void flowtab_prefetch(const struct flowtab *t, uint64_t hash)
{
	__builtin_prefetch(&t->slots[flowtab_first(t, hash)]);
}

static inline struct flow *flowtab_at(const struct flowtab *t, size_t i)
{
	return &t->chunks[i / FLOW_CHUNK][i % FLOW_CHUNK];
}

/* Likewise, once the slot is there, the flow that it most likely names, which
 * is returned; NULL for none. */
static inline struct flow *flowtab_prefetch_flow(const struct flowtab *t,
						 uint64_t hash)
{
	size_t i = flowtab_first(t, hash);
	struct flow *f;

	/* The second slot without a branch: it is the one often enough. */
	i = (i + ((t->slots[i] ^ hash) >> 32 != 0)) & t->mask;
	if (!t->slots[i])
		return NULL;
	f = flowtab_at(t, (size_t)(t->slots[i] & 0xffffffff) - 1);
	__builtin_prefetch((const char *)f, 1);
	__builtin_prefetch((const char *)f + 64, 1);
	__builtin_prefetch((const char *)f + 127, 1);
	return f;
}

/* That guess was right, and is so still. */
static inline bool flowtab_is(const struct flow *f, const struct flow_key *k)
{
	return f && f->key.addrs == k->addrs && f->key.rest == k->rest &&
	       !(f->marks & FLOW_RENEWED);
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
