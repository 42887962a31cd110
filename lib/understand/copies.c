/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/copies.h"

#include <stdlib.h>

#include "ground/alloc.h"

enum { BUCKETS_FIRST = 1 << 8, BUCKETS_MOST = 1 << 13 };

static struct bucket *buckets_new(size_t n)
{
	struct bucket *buckets = xaligned(COPIES_LINE, n * sizeof *buckets);

	memset(buckets, 0, n * sizeof *buckets);
	return buckets;
}

struct copies *copies_new(void)
{
	struct copies *c = xcalloc(1, sizeof *c);

	c->buckets = buckets_new(BUCKETS_FIRST);
	c->mask = BUCKETS_FIRST - 1;
	return c;
}

void copies_free(struct copies *c)
{
	if (!c)
		return;
	free(c->buckets);
	free(c);
}

uint64_t copies_print(const struct packet *p)
{
	uint8_t padded[COPIES_HEAD] = { 0 };
	struct likeness l = {
		.ip_len = p->ip_len, .ip_id = p->ip_id, .proto = p->proto,
		.ports = (uint32_t)p->port[1] << 16 | p->port[0],
		.body = p->body, .n = p->body_caplen,
	};

	if (l.n < sizeof padded) {
		if (l.n)
			memcpy(padded, p->body, l.n);
		l.body = padded;
		l.n = sizeof padded;
	}
	return copies_print_of((uint64_t)p->addr[1] << 32 | p->addr[0], &l);
}

/* The search ends at the first sighting that is too old. */
static bool is_known(const struct sighting *bucket, const struct sighting *s)
{
	int ttl = (int)(s->print & 0xff);

	for (unsigned i = 0; i < COPIES_WAYS; i++) {
		int hops = (int)(bucket[i].print & 0xff) - ttl;

		if (!copies_is_recent(&bucket[i], s->time_ns))
			return false;
		if ((bucket[i].print ^ s->print) >> 8 == 0 && hops >= -1 &&
		    hops <= 1)
			return true;
	}
	return false;
}

static void remember(struct sighting *bucket, const struct sighting *s)
{
	memmove(bucket + 1, bucket, (COPIES_WAYS - 1) * sizeof *bucket);
	bucket[0] = *s;
}

static void move(struct copies *c, const struct sighting *s)
{
	if (s->print)
		remember(copies_bucket(c, s->print), s);
}

/* Each bucket becomes two, in the same order. */
static void enlarge(struct copies *c)
{
	struct bucket *old = c->buckets;
	size_t n = c->mask + 1;

	c->buckets = buckets_new(n * 2);
	c->mask = n * 2 - 1;
	for (size_t i = 0; i < n; i++)
		for (unsigned k = COPIES_WAYS; k--;)
			move(c, &old[i].seen[k]);
	free(old);
}

static bool is_full(const struct copies *c, const struct sighting *s)
{
	const struct sighting *bucket = copies_bucket(c, s->print);

	return bucket[COPIES_WAYS - 1].print &&
	       copies_is_recent(&bucket[COPIES_WAYS - 1], s->time_ns);
}

bool copies_compare(struct copies *c, uint64_t print, uint8_t ttl,
		    int64_t time_ns)
{
	struct sighting s = { print | ttl, time_ns };

	if (is_known(copies_bucket(c, print), &s))
		return true;
	while (is_full(c, &s) && c->mask < BUCKETS_MOST - 1)
		enlarge(c);
	remember(copies_bucket(c, print), &s);
	return false;
}
