/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/copies.h"

#include <stdint.h>
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "read/packet.h"

enum { BUCKETS = 1 << 13, WAYS = 4 };

/* Payload bytes compared at each end of a long payload; what lies between
 * is covered by the transport checksum and the length. */
enum { PAYLOAD_ENDS = 64 };

static const int64_t window_ns = 10 * INT64_C(1000000);

/* The low octet of the print is the TTL, kept apart for its tolerance. */
struct sighting {
	uint64_t print;
	int64_t time_ns;
};

struct copies {
	struct sighting bucket[BUCKETS][WAYS];
};

struct copies *copies_new(void)
{
	struct copies *c = xcalloc(1, sizeof *c);

	return c;
}

void copies_free(struct copies *c)
{
	free(c);
}

/* No seed: which packets are forgotten must not differ between runs, and a
 * collision costs no more than one wrong count. */
static uint64_t print_of(const struct packet *p)
{
	uint64_t h, n = p->payload_caplen;

	h = hash_pair((uint64_t)p->addr[0] << 32 | p->addr[1],
		      (uint64_t)p->port[0] << 48 | (uint64_t)p->port[1] << 32 |
			      (uint64_t)p->ip_id << 16 | p->checksum,
		      p->proto);
	h = hash_pair(h ^ ((uint64_t)p->ip_len << 8 | p->tcp_flags),
		      (uint64_t)p->seq << 32 | p->ack, p->payload_len);
	if (n <= 2 * PAYLOAD_ENDS) {
		if (n)
			h = hash_bytes(p->payload, n, h);
	} else {
		h = hash_bytes(p->payload, PAYLOAD_ENDS, h);
		h = hash_bytes(p->payload + n - PAYLOAD_ENDS, PAYLOAD_ENDS, h);
	}
	return h & ~UINT64_C(0xff);
}

static bool is_near(const struct sighting *s, const struct packet *p)
{
	int64_t apart = (int64_t)((uint64_t)p->time_ns - (uint64_t)s->time_ns);
	int hops = (int)(s->print & 0xff) - p->ttl;

	return apart <= window_ns && apart >= -window_ns && hops >= -1 &&
	       hops <= 1;
}

bool copies_seen(struct copies *c, const struct packet *p)
{
	struct sighting *bucket, *oldest;
	uint64_t print;

	if (!p->ip_id)
		return false;
	print = print_of(p);
	bucket = c->bucket[print >> 40 & (BUCKETS - 1)];
	oldest = bucket;
	for (struct sighting *s = bucket; s < bucket + WAYS; s++) {
		if ((s->print & ~UINT64_C(0xff)) == print && is_near(s, p))
			return true;
		if (s->time_ns < oldest->time_ns)
			oldest = s;
	}
	oldest->print = print | p->ttl;
	oldest->time_ns = p->time_ns;
	return false;
}
