/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/names_link.h"

#include <stdbool.h>
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"

struct entry {
	uint64_t key;
	uint64_t value;
	uint32_t n;
	bool used, several;
};

/* Open addressing; entries are never removed. */
struct map {
	struct entry *slots;
	size_t n, mask;
	uint64_t seed;
};

struct names_link {
	struct map macs;	/* value: the first address; several: shared */
	struct map addrs;	/* value: own MAC; n: how many; several: ever */
	struct map nets;	/* n: hosts with a MAC of their own */
	struct map claims;	/* value: MAC in ARP; several: ever */
};

static void map_init(struct map *m, size_t n_slots, uint64_t seed)
{
	*m = (struct map){ .mask = n_slots - 1, .seed = seed };
	m->slots = xcalloc(n_slots, sizeof *m->slots);
}

static struct entry *map_slot(const struct map *m, uint64_t key)
{
	size_t i = hash_pair(key, 0, m->seed) & m->mask;

	while (m->slots[i].used && m->slots[i].key != key)
		i = (i + 1) & m->mask;
	return &m->slots[i];
}

static void map_enlarge(struct map *m)
{
	struct map old = *m;

	map_init(m, (old.mask + 1) * 2, old.seed);
	m->n = old.n;
	for (size_t i = 0; i <= old.mask; i++)
		if (old.slots[i].used)
			*map_slot(m, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

static struct entry *map_add(struct map *m, uint64_t key)
{
	struct entry *e = map_slot(m, key);

	if (e->used)
		return e;
	if (++m->n * 2 > m->mask) {
		map_enlarge(m);
		e = map_slot(m, key);
	}
	*e = (struct entry){ .key = key, .used = true };
	return e;
}

struct names_link *names_link_new(void)
{
	struct names_link *l = xcalloc(1, sizeof *l);
	/* Where the heap lies is as good as random to who sends packets; the
	 * order of slots is never shown. */
	uint64_t seed = (uint64_t)(uintptr_t)l;

	map_init(&l->macs, 64, seed);
	map_init(&l->addrs, 64, seed);
	map_init(&l->nets, 64, seed);
	map_init(&l->claims, 64, seed);
	return l;
}

void names_link_free(struct names_link *l)
{
	if (!l)
		return;
	free(l->macs.slots);
	free(l->addrs.slots);
	free(l->nets.slots);
	free(l->claims.slots);
	free(l);
}

static uint32_t net_of(uint32_t addr)
{
	return addr & 0xffffff00;
}

static void owns(struct names_link *l, uint32_t addr, uint64_t mac)
{
	struct entry *a = map_add(&l->addrs, addr);

	a->several = a->n > 0 || (a->value && a->value != mac);
	a->value = mac;
	if (!a->n++)
		map_add(&l->nets, net_of(addr))->n++;
}

static void owns_no_more(struct names_link *l, uint32_t addr)
{
	struct entry *a = map_add(&l->addrs, addr);

	if (!--a->n)
		map_add(&l->nets, net_of(addr))->n--;
}

void names_link_note(struct names_link *l, uint32_t addr, uint64_t mac)
{
	struct entry *m;

	if (!mac || (l->macs.n >= LIMIT_ARP_PAIRS &&
		     !map_slot(&l->macs, mac)->used))
		return;
	m = map_add(&l->macs, mac);
	if (!m->n) {
		m->n = 1;
		m->value = addr;
		owns(l, addr, mac);
	} else if (m->value != addr && !m->several) {
		m->several = true;
		owns_no_more(l, (uint32_t)m->value);
	}
}

void names_link_claim(struct names_link *l, uint32_t addr, uint64_t mac)
{
	struct entry *e;

	if (!mac || (l->claims.n >= LIMIT_ARP_PAIRS &&
		     !map_slot(&l->claims, addr)->used))
		return;
	e = map_add(&l->claims, addr);
	e->several |= e->value && e->value != mac;
	e->value = mac;
}

uint64_t names_link_mac(const struct names_link *l, uint32_t addr)
{
	const struct entry *claim = map_slot(&l->claims, addr);
	const struct entry *own = map_slot(&l->addrs, addr);

	if (claim->used)
		return claim->several ? 0 : claim->value;
	return own->used && own->n == 1 && !own->several ? own->value : 0;
}

uint32_t names_link_hosts(const struct names_link *l, uint32_t net)
{
	const struct entry *e = map_slot(&l->nets, net_of(net));

	return e->used ? e->n : 0;
}

static int by_number(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

size_t names_link_nets(const struct names_link *l, uint32_t hosts,
		       uint32_t **nets)
{
	size_t n = 0;

	*nets = xcalloc(l->nets.n, sizeof **nets);
	for (size_t i = 0; i <= l->nets.mask; i++)
		if (l->nets.slots[i].used && l->nets.slots[i].n >= hosts)
			(*nets)[n++] = (uint32_t)l->nets.slots[i].key;
	qsort(*nets, n, sizeof **nets, by_number);
	return n;
}
