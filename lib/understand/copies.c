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

uint64_t copies_print_short(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return hash_fold(v ^ COPIES_K0, n ^ COPIES_K1);
}

/* The search ends at the first sighting that is too old. */
static bool is_known(const struct sighting *bucket, const struct packet *p,
		     uint64_t print)
{
	for (unsigned i = 0; i < COPIES_WAYS; i++) {
		int hops = (int)(bucket[i].print & 0xff) - p->ttl;

		if (!copies_is_recent(&bucket[i], p->time_ns))
			return false;
		if ((bucket[i].print ^ print) >> 8 == 0 && hops >= -1 &&
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

static bool is_full(const struct copies *c, const struct packet *p,
		    uint64_t print)
{
	const struct sighting *bucket = copies_bucket(c, print);

	return bucket[COPIES_WAYS - 1].print &&
	       copies_is_recent(&bucket[COPIES_WAYS - 1], p->time_ns);
}

bool copies_compare(struct copies *c, const struct packet *p, uint64_t print)
{
	struct sighting s = { print | p->ttl, p->time_ns };

	if (is_known(copies_bucket(c, print), p, print))
		return true;
	while (is_full(c, p, print) && c->mask < BUCKETS_MOST - 1)
		enlarge(c);
	remember(copies_bucket(c, print), &s);
	return false;
}
