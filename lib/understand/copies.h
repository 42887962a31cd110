/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is this packet one that the mirror port has sent already?
 *
 * A copy has the same endpoints, protocol, IP id (not 0), length, payload
 * and transport header, comes within 10 ms, and its TTL is the same or one
 * step off (a router relayed it, seen on both its sides). The memory is a
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

/* Of fewer than 8 octets. */
uint64_t copies_print_short(const uint8_t *p, size_t n);

/* Up to 16 octets at both ends; what lies between is covered by the transport
 * checksum and the length. One way for all but the shortest: questions and
 * answers are short and long by turns, which no branch predictor foresees. */
static inline uint64_t copies_print_payload(const uint8_t *p, size_t n)
{
	size_t step = n < 16 ? n - 8 : 8;
	uint64_t v[4];

	if (n < 8)
		return copies_print_short(p, n);
	memcpy(&v[0], p, 8);
	memcpy(&v[1], p + step, 8);
	memcpy(&v[2], p + n - 8 - step, 8);
	memcpy(&v[3], p + n - 8, 8);
	return hash_fold(v[0] ^ COPIES_K0, v[1] ^ COPIES_K1) ^
	       hash_fold(v[2] ^ COPIES_K2, v[3] ^ n);
}

/*
 * What is compared, as a number; ask early and prefetch, so that the memory
 * travels while other packets are looked at. The ports must be filled in. No
 * seed: which packets are forgotten must not differ between runs, and a
 * collision costs no more than one wrong count. The products do not wait for
 * each other.
 */
static inline uint64_t copies_print(const struct packet *p)
{
	uint64_t addrs = (uint64_t)p->addr[1] << 32 | p->addr[0];
	uint64_t ids = (uint64_t)p->checksum << 48 |
		       (uint64_t)p->ip_id << 32 |
		       (uint64_t)p->port[1] << 16 | p->port[0];
	uint64_t numbers = (uint64_t)p->ack << 32 | p->seq;
	uint64_t sizes = ((uint64_t)p->payload_len << 32 | p->ip_len) ^
			 (uint64_t)(p->tcp_flags << 8 | p->proto) << 48;
	uint64_t h = hash_fold(addrs ^ COPIES_K0, ids ^ COPIES_K1) ^
		     hash_fold(numbers ^ COPIES_K1, sizes ^ COPIES_K0);

	if (p->payload_caplen)
		h ^= copies_print_payload(p->payload, p->payload_caplen);
	return hash_fold(h, COPIES_K0) & ~UINT64_C(0xff);
}

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
bool copies_compare(struct copies *c, const struct packet *p, uint64_t print);

/* Judge a packet in scope by its print, and remember it. */
static inline bool copies_seen(struct copies *c, const struct packet *p,
			       uint64_t print)
{
	struct sighting *bucket = copies_bucket(c, print);

	if (!p->ip_id)
		return false;
	if (copies_is_recent(bucket, p->time_ns))
		return copies_compare(c, p, print);
	bucket[3] = bucket[2];
	bucket[2] = bucket[1];
	bucket[1] = bucket[0];
	bucket[0] = (struct sighting){ print | p->ttl, p->time_ns };
	return false;
}

#endif
