/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is this packet one that the mirror port has sent already?
 *
 * A copy has the same endpoints, protocol, IP id (not 0), length, transport
 * header and payload, comes within 10 ms, and its TTL is the same or one step
 * off (a router relayed it, seen on both its sides). The memory is a
 * table of the last packets. It begins small, because every packet touches
 * another place in it, and grows when something recent finds no room, up to a
 * limit; beyond, under a flood, the oldest are forgotten, by a rule that
 * depends on the packets only.
 */
#ifndef OTCAP_COPIES_H
#define OTCAP_COPIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ground/hash.h"
#include "read/packet.h"

/* A bucket fills one cache line. */
enum { COPIES_WAYS = 4, COPIES_LINE = 64 };

#define COPIES_WINDOW_NS (10 * UINT64_C(1000000))
#define COPIES_K0 0x8ebc6af09c88c6e3u
#define COPIES_K1 0x589965cc75374cc3u
#define COPIES_K2 0xe7037ed1a0b428dbu
#define COPIES_K3 0x9fb21c651e98df25u

/* Octets of a datagram's body that are compared at its beginning, and at its
 * end. */
enum { COPIES_HEAD = 20, COPIES_TAIL = 8 };

struct sighting {
	uint64_t print;		/* its low octet is the TTL: that has a
				 * tolerance of its own */
	int64_t time_ns;
};

/* In the order of arrival, newest first. */
struct bucket {
	struct sighting seen[COPIES_WAYS];
};
_Static_assert(sizeof(struct bucket) == COPIES_LINE, "one line a bucket");

struct copies {
	struct bucket *buckets;
	size_t mask;
};

struct copies *copies_new(void);
void copies_free(struct copies *c);			/* NULL is fine */

/* What is compared besides the addresses. */
struct likeness {
	uint32_t ip_len;
	uint16_t ip_id;
	uint32_t ports;		/* the receiver's above the sender's */
	uint8_t proto;
	const uint8_t *body;	/* what follows the IPv4 header */
	size_t n;		/* octets of it; at least COPIES_HEAD */
};

/*
 * What is compared, as a number; ask early and prefetch, so that the memory
 * travels while other packets are looked at. Of the body the first octets (a
 * whole TCP header, or UDP's with the first 12 of its payload) but for the
 * ports, and the last; what lies between is covered by the transport checksum
 * and the length. No branch: questions and answers are short and long by
 * turns, which no branch predictor foresees. No seed: which packets are
 * forgotten must not differ between runs, and a collision costs no more than
 * one wrong count. addrs: the receiver's above the sender's.
 */
static inline uint64_t copies_print_of(uint64_t addrs, const struct likeness *l)
{
	uint64_t ids = (uint64_t)l->ip_len << 48 | (uint64_t)l->ip_id << 32 |
		       l->ports;
	uint64_t v[3], h;

	memcpy(&v[0], l->body + 4, 8);
	memcpy(&v[1], l->body + 12, 8);
	memcpy(&v[2], l->body + l->n - COPIES_TAIL, COPIES_TAIL);
	h = hash_fold(addrs ^ COPIES_K0, ids ^ COPIES_K1) ^
	    hash_fold(v[0] ^ COPIES_K2, v[1] ^ COPIES_K3);
	return hash_fold(h ^ v[2], COPIES_K0 ^ l->n ^ l->proto << 16) &
	       ~UINT64_C(0xff);
}

/* The same of any packet; its ports must be filled in. */
uint64_t copies_print(const struct packet *p);

static inline struct sighting *copies_bucket(const struct copies *c,
					     uint64_t print)
{
	return c->buckets[print >> 40 & c->mask].seen;
}

static inline void copies_prefetch(const struct copies *c, uint64_t print)
{
	__builtin_prefetch(copies_bucket(c, print), 1);
}

static inline bool copies_is_recent(const struct sighting *s, int64_t ns)
{
	uint64_t apart = (uint64_t)ns - (uint64_t)s->time_ns;

	return apart + COPIES_WINDOW_NS <= 2 * COPIES_WINDOW_NS;
}

/* For copies_seen, where the bucket has something recent. */
bool copies_compare(struct copies *c, uint64_t print, uint8_t ttl,
		    int64_t time_ns);

/* Judge a packet in scope, with an IP id, by its print, and remember it. */
static inline bool copies_seen(struct copies *c, uint64_t print, uint8_t ttl,
			       int64_t time_ns)
{
	struct sighting *bucket = copies_bucket(c, print);

	if (copies_is_recent(bucket, time_ns))
		return copies_compare(c, print, ttl, time_ns);
	bucket[3] = bucket[2];
	bucket[2] = bucket[1];
	bucket[1] = bucket[0];
	bucket[0] = (struct sighting){ print | ttl, time_ns };
	return false;
}

#endif
