/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/fragtab.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/stamp.h"
#include "read/packet.h"

static const int64_t lifetime_ns = 60 * NS_PER_SECOND;

enum { NONE = UINT32_MAX, N_CHAINS = 1024 };

struct datagram {
	struct fragments held;	/* packets 0: none is waiting */
	int64_t begun_ns;
	uint32_t next;		/* in its chain */
	uint16_t id;
	bool known;		/* held.port is right */
	bool used;
};

/* A ring: the slot to be taken next holds the oldest datagram. */
struct fragtab {
	struct datagram ring[LIMIT_FRAGMENTS];
	uint32_t chain[N_CHAINS];
	uint32_t turn;
	uint64_t seed;
};

struct fragtab *fragtab_new(uint64_t hash_seed)
{
	struct fragtab *t = xcalloc(1, sizeof *t);

	memset(t->chain, 0xff, sizeof t->chain);
	t->seed = hash_seed;
	return t;
}

void fragtab_free(struct fragtab *t)
{
	free(t);
}

static uint32_t *chain_of(struct fragtab *t, const uint32_t addr[2],
			  uint8_t proto, uint16_t id)
{
	uint64_t h = hash_pair((uint64_t)addr[0] << 32 | addr[1],
			       (uint64_t)proto << 16 | id, t->seed);

	return &t->chain[h % N_CHAINS];
}

/* Cells that reuse addresses are told apart by their VLAN. */
static bool is_way(const struct fragments *h, const struct packet *p)
{
	return h->proto == p->proto && h->addr[0] == p->addr[0] &&
	       h->addr[1] == p->addr[1] && h->n_vlan == p->n_vlan &&
	       !memcmp(h->vlan, p->vlan, sizeof h->vlan);
}

static struct datagram *find(struct fragtab *t, const struct packet *p)
{
	uint32_t i = *chain_of(t, p->addr, p->proto, p->ip_id);

	for (; i != NONE; i = t->ring[i].next) {
		const struct fragments *h = &t->ring[i].held;

		if (t->ring[i].id == p->ip_id && is_way(h, p))
			return &t->ring[i];
	}
	return NULL;
}

static void unlink_datagram(struct fragtab *t, struct datagram *d)
{
	uint32_t i = (uint32_t)(d - t->ring);
	uint32_t *at = chain_of(t, d->held.addr, d->held.proto, d->id);

	while (*at != i)
		at = &t->ring[*at].next;
	*at = d->next;
	d->used = false;
}

/* A fresh entry for p; what the evicted one held goes to *freed. */
static struct datagram *begin(struct fragtab *t, const struct packet *p,
			      struct fragments *freed)
{
	struct datagram *d = &t->ring[t->turn];
	uint32_t *chain = chain_of(t, p->addr, p->proto, p->ip_id);

	if (d->used) {
		*freed = d->held;
		unlink_datagram(t, d);
	}
	*d = (struct datagram){
		.held = { .addr = { p->addr[0], p->addr[1] },
			  .proto = p->proto, .n_vlan = p->n_vlan,
			  .mac = { p->mac[0], p->mac[1] } },
		.begun_ns = p->time_ns, .next = *chain, .id = p->ip_id,
		.used = true,
	};
	memcpy(d->held.vlan, p->vlan, sizeof d->held.vlan);
	*chain = t->turn;
	t->turn = (t->turn + 1) % LIMIT_FRAGMENTS;
	return d;
}

static void hold(struct fragments *h, const struct packet *p, uint32_t capture)
{
	if (!h->packets)
		h->capture = capture;
	if (!h->packets || p->time_ns < h->first_ns)
		h->first_ns = p->time_ns;
	if (!h->packets || p->time_ns > h->last_ns)
		h->last_ns = p->time_ns;
	h->packets++;
	h->bytes += p->ip_len;
	h->payload += p->payload_len;
}

static void forget_held(struct fragments *h)
{
	h->packets = 0;
	h->bytes = 0;
	h->payload = 0;
}

/* The IP id came round again: another datagram, in the old one's place. */
static void restart(struct datagram *d, const struct packet *p,
		    struct fragments *freed)
{
	*freed = d->held;
	forget_held(&d->held);
	d->held.port[0] = 0;
	d->held.port[1] = 0;
	d->begun_ns = p->time_ns;
	d->known = false;
}

bool fragtab_join(struct fragtab *t, struct packet *p, uint32_t capture,
		  struct fragments *freed)
{
	struct datagram *d = find(t, p);

	freed->packets = 0;
	if (!d)
		d = begin(t, p, freed);
	else if (stamp_between(d->begun_ns, p->time_ns) > lifetime_ns)
		restart(d, p, freed);
	if (p->fragment_first) {
		d->held.port[0] = p->port[0];
		d->held.port[1] = p->port[1];
		d->known = true;
		if (d->held.packets) {
			*freed = d->held;
			forget_held(&d->held);
		}
		return true;
	}
	if (!d->known) {
		hold(&d->held, p, capture);
		return false;
	}
	p->port[0] = d->held.port[0];
	p->port[1] = d->held.port[1];
	return true;
}

bool fragtab_left(const struct fragtab *t, uint32_t *i,
		  struct fragments *freed)
{
	for (; *i < LIMIT_FRAGMENTS; ++*i) {
		if (t->ring[*i].used && t->ring[*i].held.packets) {
			*freed = t->ring[(*i)++].held;
			return true;
		}
	}
	return false;
}
