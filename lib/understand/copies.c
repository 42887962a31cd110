/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/copies.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "read/packet.h"

/* A bucket fills one cache line. */
enum { BUCKETS = 1 << 13, WAYS = 4, LINE = 64 };

/* Bytes compared at each end of a longer payload; what lies between is
 * covered by the transport checksum and the length. */
enum { PAYLOAD_END = 16 };

static const int64_t window_ns = 10 * INT64_C(1000000);

struct sighting {
	uint64_t print;		/* its low octet is the TTL: that has a
				 * tolerance of its own */
	int64_t time_ns;
};

struct copies {
	struct sighting bucket[BUCKETS][WAYS];
};
_Static_assert(sizeof(struct sighting[WAYS]) == LINE, "one line a bucket");

struct copies *copies_new(void)
{
	struct copies *c = xaligned(LINE, sizeof *c);

	memset(c, 0, sizeof *c);
	return c;
}

void copies_free(struct copies *c)
{
	free(c);
}

static uint64_t load(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

static uint64_t payload_print(const uint8_t *p, size_t n)
{
	const uint64_t k = 0xa0761d6478bd642fu, k1 = 0xe7037ed1a0b428dbu;

	if (n >= PAYLOAD_END)
		return hash_fold(load(p, 8) ^ k, load(p + 8, 8) ^ k1) ^
		       hash_fold(load(p + n - 16, 8) ^ k1,
				 load(p + n - 8, 8) ^ n);
	if (n >= 8)
		return hash_fold(load(p, 8) ^ k, load(p + n - 8, 8) ^ n);
	return hash_fold(load(p, n) ^ k, n ^ k1);
}

/* No seed: which packets are forgotten must not differ between runs, and a
 * collision costs no more than one wrong count. The products do not wait for
 * each other. */
uint64_t copies_print(const struct packet *p)
{
	const uint64_t k = 0x8ebc6af09c88c6e3u, k1 = 0x589965cc75374cc3u;
	uint64_t addrs = (uint64_t)p->addr[0] << 32 | p->addr[1];
	uint64_t ids = (uint64_t)p->port[0] << 48 |
		       (uint64_t)p->port[1] << 32 |
		       (uint64_t)p->ip_id << 16 | p->checksum;
	uint64_t numbers = (uint64_t)p->seq << 32 | p->ack;
	uint64_t sizes = (uint64_t)p->ip_len << 32 |
			 (uint64_t)p->tcp_flags << 24 |
			 (uint64_t)p->proto << 16 | (p->payload_len & 0xffff);
	uint64_t h = hash_fold(addrs ^ k, ids ^ k1) ^
		     hash_fold(numbers ^ k1, sizes ^ k);

	if (p->payload_caplen)
		h ^= payload_print(p->payload, p->payload_caplen);
	return hash_fold(h, k) & ~UINT64_C(0xff);
}

void copies_prefetch(const struct copies *c, uint64_t print)
{
	__builtin_prefetch(c->bucket[print >> 40 & (BUCKETS - 1)], 1);
}

static bool is_recent(const struct sighting *s, int64_t ns)
{
	int64_t apart = (int64_t)((uint64_t)ns - (uint64_t)s->time_ns);

	return apart <= window_ns && apart >= -window_ns;
}

static bool is_same(const struct sighting *s, uint64_t print, uint8_t ttl)
{
	int hops = (int)(s->print & 0xff) - ttl;

	return (s->print ^ print) >> 8 == 0 && hops >= -1 && hops <= 1;
}

/* A bucket is in the order of arrival, newest first: the search ends at the
 * first sighting that is too old, and the last one is the one to forget. */
bool copies_seen(struct copies *c, const struct packet *p, uint64_t print)
{
	struct sighting *bucket = c->bucket[print >> 40 & (BUCKETS - 1)];

	if (!p->ip_id)
		return false;
	for (unsigned i = 0; i < WAYS && is_recent(&bucket[i], p->time_ns);
	     i++)
		if (is_same(&bucket[i], print, p->ttl))
			return true;
	memmove(bucket + 1, bucket, (WAYS - 1) * sizeof *bucket);
	bucket[0] = (struct sighting){ print | p->ttl, p->time_ns };
	return false;
}
