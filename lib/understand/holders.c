/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/holders.h"

#include <stdlib.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"
#include "ground/stamp.h"

/* Routers between two places that one mirror port shows. */
enum { RELAY_HOPS = 3 };

/* Frames of two links may come in the wrong order; more is a clock that was
 * set back. */
#define JITTER_NS NS_PER_SECOND

struct holder {
	uint64_t mac;		/* 0: the slot is empty */
	int64_t latest_ns;	/* the highest time of a claim since it began */
	uint32_t addr;
	uint16_t vlan;
	uint8_t kind, ttl;
};

void holders_init(struct holders *t, uint64_t hash_seed)
{
	*t = (struct holders){ .mask = 255, .index_mask = 63,
			       .seed = hash_seed };
	t->slots = xcalloc(t->mask + 1, sizeof *t->slots);
	t->index = xcalloc(t->index_mask + 1, sizeof *t->index);
}

void holders_release(struct holders *t)
{
	free(t->slots);
	free(t->items);
	free(t->index);
	*t = (struct holders){ 0 };
}

/* The slot of an address, or the empty one where it would be. */
static struct holder *slot_of(const struct holders *t, const struct claim *c)
{
	uint64_t rest = (uint64_t)c->kind << 16 | c->vlan;
	size_t i = hash_pair(c->addr, rest, t->seed) & t->mask;

	for (; t->slots[i].mac; i = (i + 1) & t->mask) {
		const struct holder *h = &t->slots[i];

		if (h->addr == c->addr && h->vlan == c->vlan &&
		    h->kind == c->kind)
			break;
	}
	return &t->slots[i];
}

static void enlarge(struct holders *t)
{
	struct holder *old = t->slots;
	size_t n = t->mask + 1;

	t->mask = t->mask * 2 + 1;
	t->slots = xcalloc(t->mask + 1, sizeof *t->slots);
	for (size_t i = 0; i < n; i++) {
		const struct claim c = { .addr = old[i].addr,
					 .vlan = old[i].vlan,
					 .kind = old[i].kind };

		if (old[i].mac)
			*slot_of(t, &c) = old[i];
	}
	free(old);
}

static void take(struct holder *h, const struct claim *c)
{
	*h = (struct holder){ .mac = c->mac, .latest_ns = c->time_ns,
			      .addr = c->addr, .vlan = c->vlan,
			      .kind = c->kind, .ttl = c->ttl };
}

static bool begin(struct holders *t, struct holder *h, const struct claim *c)
{
	if (t->n == LIMIT_HOLDERS)
		return false;
	take(h, c);
	if (++t->n * 2 > t->mask)
		enlarge(t);
	return true;
}

static uint32_t *index_of(const struct holders *t, const struct handover *e)
{
	uint64_t from = hash_pair(e->addr, e->from, t->seed);
	size_t i = hash_pair(from, e->to, t->seed) & t->index_mask;

	for (; t->index[i]; i = (i + 1) & t->index_mask) {
		const struct handover *o = &t->items[t->index[i] - 1];

		if (o->addr == e->addr && o->from == e->from && o->to == e->to)
			break;
	}
	return &t->index[i];
}

static void enlarge_index(struct holders *t)
{
	free(t->index);
	t->index_mask = t->index_mask * 2 + 1;
	t->index = xcalloc(t->index_mask + 1, sizeof *t->index);
	for (size_t i = 0; i < t->n_items; i++)
		*index_of(t, &t->items[i]) = (uint32_t)(i + 1);
}

static struct handover *get(struct holders *t, const struct handover *want)
{
	uint32_t *at = index_of(t, want);
	struct handover *e;

	if (*at)
		return &t->items[*at - 1];
	if (t->n_items == LIMIT_HANDOVERS)
		return NULL;
	t->items = grow(t->items, t->n_items, &t->cap_items,
			sizeof *t->items);
	e = &t->items[t->n_items];
	*e = *want;
	for (unsigned kind = 0; kind < N_CLAIM_KINDS; kind++)
		e->by[kind] = (struct changes){ .lost_ns = STAMP_NONE,
						.back_ns = INT64_MAX };
	*at = (uint32_t)++t->n_items;
	if (t->n_items * 2 > t->index_mask)
		enlarge_index(t);
	return e;
}

static void count(struct changes *by, int64_t ns)
{
	if (!by->n++) {
		by->first_ns = ns;
		by->last_ns = ns;
	}
	if (ns < by->first_ns)
		by->first_ns = ns;
	if (ns > by->last_ns)
		by->last_ns = ns;
	by->lost_ns = ns;
}

/* h, which took the address from the claimant, gives it back. */
static void give_back(struct holders *t, const struct holder *h,
		      const struct claim *c)
{
	const struct handover want = { .addr = c->addr, .from = c->mac,
				       .to = h->mac };
	uint32_t *at = index_of(t, &want);
	struct changes *by;
	int64_t away;

	if (!*at)
		return;
	by = &t->items[*at - 1].by[c->kind];
	if (by->lost_ns == STAMP_NONE)
		return;
	away = stamp_between(by->lost_ns, c->time_ns);
	if (stamp_between(h->latest_ns, c->time_ns) >= -JITTER_NS) {
		away = away < 0 ? 0 : away;
		by->back_ns = away < by->back_ns ? away : by->back_ns;
	}
	by->lost_ns = STAMP_NONE;
}

static bool change(struct holders *t, const struct holder *h,
		   const struct claim *c)
{
	const struct handover want = { .addr = c->addr, .from = h->mac,
				       .to = c->mac };
	struct handover *e;

	give_back(t, h, c);
	e = get(t, &want);
	if (!e)
		return false;
	t->contested |= UINT64_C(1) << (c->addr * UINT32_C(0x9e3779b1) >> 26);
	count(&e->by[c->kind], c->time_ns);
	return true;
}

/* Is a frame with TTL a what a router made of one with TTL b? */
static bool is_relayed(uint8_t a, uint8_t b)
{
	return a < b && b - a <= RELAY_HOPS;
}

bool holders_note(struct holders *t, const struct claim *c)
{
	struct holder *h;
	bool room = true;

	if (!c->mac || !c->addr || mac_is_virtual(c->mac))
		return true;
	h = slot_of(t, c);
	if (!h->mac)
		return begin(t, h, c);
	if (h->mac == c->mac) {
		h->ttl = c->ttl;
		if (c->time_ns > h->latest_ns)
			h->latest_ns = c->time_ns;
		return true;
	}
	if (is_relayed(c->ttl, h->ttl))
		return true;
	/* What came first may have been the relayed one. */
	if (!is_relayed(h->ttl, c->ttl))
		room = change(t, h, c);
	take(h, c);
	return room;
}
