/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_link.h"

#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/sort.h"
#include "judge/baseline_edit.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Most flows are between few machines: what was added lately is not again. */
enum { RECENT = 4096 };

struct recent {
	const char *macs;
	uint32_t addr;
	uint8_t sources;
};

struct making {
	struct link *link;
	struct recent *recent;
};

bool record_is_handover(const struct record *r)
{
	return r->kind == RECORD_ARP && r->mac[1][0];
}

static void add(struct making *m, uint32_t addr, const char *macs,
		unsigned sources)
{
	struct link *l = m->link;
	struct recent *seen = &m->recent[
		hash_pair(addr, (uintptr_t)macs, sources) % RECENT];
	uint64_t mac;

	if (!addr || !*macs || (seen->macs == macs && seen->addr == addr &&
				seen->sources == sources))
		return;
	*seen = (struct recent){ macs, addr, (uint8_t)sources };
	while (mac_next(&macs, &mac)) {
		if (mac_is_virtual(mac))
			continue;
		l->by_mac = grow(l->by_mac, l->n, &l->cap, sizeof *l->by_mac);
		l->by_mac[l->n++] = (struct link_pair){ mac, addr,
							(uint8_t)sources };
	}
}

static void add_record(struct making *m, const struct record *r)
{
	if (record_is_handover(r)) {
		add(m, r->addr[0], r->mac[0], LINK_CONTESTED);
		add(m, r->addr[0], r->mac[1], LINK_CONTESTED);
	} else if (r->kind == RECORD_ARP) {
		add(m, r->addr[0], r->mac[0], LINK_ARP);
	} else if (flow_is(r)) {
		add(m, r->addr[0], r->mac[0], LINK_FLOW);
		add(m, r->addr[1], r->mac[1], LINK_FLOW);
	}
}

static void add_memory(struct making *m, const struct baseline *b)
{
	for (size_t i = 0; i < baseline_n_memories(b); i++) {
		const struct memory *k = baseline_memory(b, i);

		add(m, k->client, k->seen.mac[0], LINK_KNOWN_FLOW);
		if (k->seen.status != RULE_UNANSWERED)
			add(m, k->server, k->seen.mac[1], LINK_KNOWN_FLOW);
	}
	for (size_t i = 0; i < baseline_n_arp(b); i++) {
		const struct memory *k = baseline_arp(b, i);

		add(m, k->client, k->seen.mac[0], LINK_KNOWN_ARP);
	}
}

static int mac_order(const void *pa, const void *pb)
{
	const struct link_pair *a = pa, *b = pb;
	int c = ORDER(a->mac, b->mac);

	return c ? c : ORDER(a->addr, b->addr);
}

static int addr_order(const void *pa, const void *pb)
{
	const struct link_pair *a = pa, *b = pb;
	int c = ORDER(a->addr, b->addr);

	return c ? c : ORDER(a->mac, b->mac);
}

/* One pair each, with all that speaks for it. */
static void join(struct link *l)
{
	size_t n = 0;

	sort_array(l->by_mac, l->n, sizeof *l->by_mac, mac_order);
	for (size_t i = 0; i < l->n; i++) {
		if (n && !mac_order(&l->by_mac[n - 1], &l->by_mac[i]))
			l->by_mac[n - 1].sources |= l->by_mac[i].sources;
		else
			l->by_mac[n++] = l->by_mac[i];
	}
	l->n = n;
}

void link_make(struct link *l, const struct scene *s)
{
	struct making m = { .link = l };

	*l = (struct link){ 0 };
	m.recent = xcalloc(RECENT, sizeof *m.recent);
	for (size_t i = 0; i < s->in->n_records; i++)
		add_record(&m, &s->in->records[i]);
	if (s->in->baseline)
		add_memory(&m, s->in->baseline);
	free(m.recent);
	if (!l->n)
		return;
	join(l);
	l->by_addr = xcalloc(l->n, sizeof *l->by_addr);
	memcpy(l->by_addr, l->by_mac, l->n * sizeof *l->by_addr);
	sort_array(l->by_addr, l->n, sizeof *l->by_addr, addr_order);
}

void link_release(struct link *l)
{
	free(l->by_mac);
	free(l->by_addr);
	*l = (struct link){ 0 };
}

size_t link_of_mac(const struct link *l, uint64_t mac,
		   const struct link_pair **first)
{
	size_t lo = 0, hi = l->n, end;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->by_mac[mid].mac < mac)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (end = lo; end < l->n && end - lo < LINK_PAIRS &&
	     l->by_mac[end].mac == mac; end++)
		;
	*first = l->by_mac + lo;
	return end - lo;
}

size_t link_of_addr(const struct link *l, uint32_t addr,
		    const struct link_pair **first)
{
	size_t lo = 0, hi = l->n, end;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->by_addr[mid].addr < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (end = lo; end < l->n && end - lo < LINK_PAIRS &&
	     l->by_addr[end].addr == addr; end++)
		;
	*first = l->by_addr + lo;
	return end - lo;
}

unsigned link_sources(const struct link *l, uint64_t mac, uint32_t addr)
{
	const struct link_pair want = { .mac = mac, .addr = addr };
	const struct link_pair *p = !l->n ? NULL :
		bsearch(&want, l->by_mac, l->n, sizeof want, mac_order);

	return p ? p->sources : 0;
}

size_t link_count(const struct link_pair *p, size_t n, unsigned any,
		  unsigned none)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += p[i].sources & any && !(p[i].sources & none);
	return count;
}
