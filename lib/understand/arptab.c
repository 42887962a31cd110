/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/arptab.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"
#include "read/packet.h"

void arptab_init(struct arptab *t, uint64_t hash_seed)
{
	*t = (struct arptab){ .mask = 255, .seed = hash_seed };
	t->slots = xcalloc(t->mask + 1, sizeof *t->slots);
}

void arptab_release(struct arptab *t)
{
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

bool arptab_add(struct arptab *t, const struct packet *p)
{
	struct arp_pair *pair;

	if (!p->addr[0])
		return true;
	pair = get(t, p);
	if (!pair)
		return false;
	pair->requests += p->arp_op == 1;
	pair->replies += p->arp_op == 2;
	if (p->time_ns < pair->first_ns)
		pair->first_ns = p->time_ns;
	if (p->time_ns > pair->last_ns)
		pair->last_ns = p->time_ns;
	return true;
}
