/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/copies.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "read/packet.h"

/* A bucket fills one cache line. */
enum { BUCKETS = 1 << 13, WAYS = 4, LINE = 64 };

static const uint64_t window_ns = 10 * UINT64_C(1000000);

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

static const uint64_t k0 = 0x8ebc6af09c88c6e3u, k1 = 0x589965cc75374cc3u,
		      k2 = 0xe7037ed1a0b428dbu;

static uint64_t load(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

static __attribute__((noinline)) uint64_t short_print(const uint8_t *p,
						      size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return hash_fold(v ^ k0, n ^ k1);
}

/* Eight octets at both ends and in the middle; what lies between is covered
 * by the transport checksum and the length. One way for all but the shortest:
 * questions and answers are long and short by turns, which no branch predictor
 * can foresee. */
static uint64_t payload_print(const uint8_t *p, size_t n)
{
	if (n < 8)
		return short_print(p, n);
	return hash_fold(load(p) ^ k0,
			 load(p + n - 8) ^ load(p + n / 2 - 4) * k2);
}

/* No seed: which packets are forgotten must not differ between runs, and a
 * collision costs no more than one wrong count. The products do not wait for
 * each other. */
uint64_t copies_print(const struct packet *p)
{
	uint64_t addrs = (uint64_t)p->addr[1] << 32 | p->addr[0];
	uint64_t ids = (uint64_t)p->checksum << 48 |
		       (uint64_t)p->ip_id << 32 |
		       (uint64_t)p->port[1] << 16 | p->port[0];
	uint64_t numbers = (uint64_t)p->ack << 32 | p->seq;
	uint64_t sizes = ((uint64_t)p->payload_len << 32 | p->ip_len) ^
			 (uint64_t)(p->tcp_flags << 8 | p->proto) << 48;
	uint64_t h = hash_fold(addrs ^ k0, ids ^ k1) ^
		     hash_fold(numbers ^ k1, sizes ^ k0);

	if (p->payload_caplen)
		h ^= payload_print(p->payload, p->payload_caplen);
	return hash_fold(h, k0) & ~UINT64_C(0xff);
}

void copies_prefetch(const struct copies *c, uint64_t print)
{
	__builtin_prefetch(c->bucket[print >> 40 & (BUCKETS - 1)], 1);
}

static bool is_recent(const struct sighting *s, int64_t ns)
{
	uint64_t apart = (uint64_t)ns - (uint64_t)s->time_ns;

	return apart + window_ns <= 2 * window_ns;
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
	for (unsigned i = WAYS - 1; i; i--)
		bucket[i] = bucket[i - 1];
	bucket[0] = (struct sighting){ print | p->ttl, p->time_ns };
	return false;
}
