/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/arptab.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "read/packet.h"

/* Addresses that one machine probes for within a minute before it counts:
 * more than a machine that starts, or that looks for a free address. */
enum { PROBES = 5 };

static const int64_t minute_ns = 60 * NS_PER_SECOND;

/* An address that was asked for, and when last. */
struct asked {
	int64_t time_ns;
	uint32_t addr;
};

/* A hardware address, and for whom it asked in the last minute. */
struct asker {
	uint64_t mac;
	struct asked *recent;	/* owned */
	size_t n, cap;
};

void arptab_init(struct arptab *t, uint64_t hash_seed)
{
	*t = (struct arptab){ .mask = 255, .asker_mask = 63,
			      .seed = hash_seed };
	t->slots = xcalloc(t->mask + 1, sizeof *t->slots);
	t->asker_slots = xcalloc(t->asker_mask + 1, sizeof *t->asker_slots);
}

void arptab_release(struct arptab *t)
{
	for (size_t i = 0; i < t->n_askers; i++)
		free(t->askers[i].recent);
	free(t->askers);
	free(t->asker_slots);
	free(t->pairs);
	free(t->slots);
	*t = (struct arptab){ 0 };
}

static uint32_t *slot_of(const struct arptab *t, uint32_t addr, uint64_t mac)
{
	size_t i = hash_pair(addr, mac, t->seed) & t->mask;

	for (; t->slots[i]; i = (i + 1) & t->mask) {
		const struct arp_pair *p = &t->pairs[t->slots[i] - 1];

		if (p->addr == addr && p->mac == mac)
			break;
	}
	return &t->slots[i];
}

static void enlarge(struct arptab *t)
{
	free(t->slots);
	t->mask = t->mask * 2 + 1;
	t->slots = xcalloc(t->mask + 1, sizeof *t->slots);
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, t->pairs[i].addr, t->pairs[i].mac) =
			(uint32_t)(i + 1);
}

static struct arp_pair *get(struct arptab *t, const struct packet *p)
{
	uint32_t *slot = slot_of(t, p->addr[0], p->arp_mac);

	if (*slot)
		return &t->pairs[*slot - 1];
	if (t->n == LIMIT_ARP_PAIRS)
		return NULL;
	t->pairs = grow(t->pairs, t->n, &t->cap, sizeof *t->pairs);
	t->pairs[t->n] = (struct arp_pair){
		.mac = p->arp_mac, .addr = p->addr[0],
		.first_ns = p->time_ns, .last_ns = p->time_ns,
	};
	*slot = (uint32_t)++t->n;
	if (t->n * 2 > t->mask)
		enlarge(t);
	return &t->pairs[t->n - 1];
}

static uint32_t *asker_slot(const struct arptab *t, uint64_t mac)
{
	size_t i = hash_pair(mac, 0, t->seed) & t->asker_mask;

	while (t->asker_slots[i] && t->askers[t->asker_slots[i] - 1].mac != mac)
		i = (i + 1) & t->asker_mask;
	return &t->asker_slots[i];
}

static void enlarge_askers(struct arptab *t)
{
	free(t->asker_slots);
	t->asker_mask = t->asker_mask * 2 + 1;
	t->asker_slots = xcalloc(t->asker_mask + 1, sizeof *t->asker_slots);
	for (size_t i = 0; i < t->n_askers; i++)
		*asker_slot(t, t->askers[i].mac) = (uint32_t)(i + 1);
}

static struct asker *get_asker(struct arptab *t, uint64_t mac)
{
	uint32_t *slot = asker_slot(t, mac);

	if (*slot)
		return &t->askers[*slot - 1];
	if (t->n_askers == LIMIT_ASKERS)
		return NULL;
	t->askers = grow(t->askers, t->n_askers, &t->cap_askers,
			 sizeof *t->askers);
	t->askers[t->n_askers] = (struct asker){ .mac = mac };
	*slot = (uint32_t)++t->n_askers;
	if (t->n_askers * 2 > t->asker_mask)
		enlarge_askers(t);
	return &t->askers[t->n_askers - 1];
}

/* A time ahead is of a clock that was set back since. */
static bool is_recent(const struct asked *a, int64_t ns)
{
	int64_t ago = stamp_between(a->time_ns, ns);

	return ago < minute_ns && ago > -minute_ns;
}

/* Remember the question; how many addresses it makes within the minute. */
static uint32_t ask(struct asker *a, uint32_t addr, int64_t ns)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->recent[i].addr != addr && is_recent(&a->recent[i], ns))
			a->recent[n++] = a->recent[i];
	if (n < LIMIT_ASKED) {
		a->recent = grow(a->recent, n, &a->cap, sizeof *a->recent);
		a->recent[n++] = (struct asked){ ns, addr };
	}
	a->n = n;
	return (uint32_t)n;
}

static bool asks(const struct packet *p)
{
	return p->arp_op == 1 && p->addr[1] && p->addr[1] != p->addr[0];
}

bool arptab_add(struct arptab *t, const struct packet *p)
{
	struct asker *asker = asks(p) ? get_asker(t, p->arp_mac) : NULL;
	uint32_t n = asker ? ask(asker, p->addr[1], p->time_ns) : 0;
	struct arp_pair *pair;

	if (!p->addr[0] && n < PROBES)
		return asker || !asks(p);
	pair = get(t, p);
	if (!pair)
		return false;
	pair->requests += p->arp_op == 1;
	pair->replies += p->arp_op == 2;
	if (p->time_ns < pair->first_ns)
		pair->first_ns = p->time_ns;
	if (p->time_ns > pair->last_ns)
		pair->last_ns = p->time_ns;
	if (n > pair->peak_asked)
		pair->peak_asked = n;
	return asker || !asks(p);
}
