/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_assets.h"

#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/strpool.h"
#include "judge/baseline_edit.h"
#include "judge/joined.h"
#include "present/base_talks.h"
#include "read/oui.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* An address of a machine, or a machine without one. */
struct place {
	struct party key;
	uint32_t addr;
	bool has_addr;
};

/* A conversation as one of its ends sees it. */
struct use {
	struct party key, peer;
	bool serves, unanswered;
	const struct base_talk *talk;
};

struct assets {
	const struct baseline *b;
	const struct names *names;
	struct strpool *pool;
	struct base_talks talks;
	struct place *places;
	size_t n_places, cap_places;
	struct use *uses;	/* two a talk */
	size_t n_uses;
	struct asset *items;
	size_t n, cap;
	/* What the assets point into, by their order. */
	uint32_t *addrs;
	size_t n_addrs;
	struct asset_use *services;
	size_t n_services;
	struct asset_mac *macs;
	size_t n_macs, cap_macs;
};

/* One key for all addresses of a machine. */
static struct party key_of(const struct names *names, const struct party *p)
{
	struct party key = *p;
	uint32_t addr = p->net.net;

	if (p->name && !names_member(names, p->name, 0, &addr))
		return key;
	if (!p->name && p->net.bits < 32)
		return key;
	return (struct party){ .net = { names_machine(names, addr), 32 } };
}

static void add_place(struct assets *a, const struct party *p)
{
	struct place place = { .key = key_of(a->names, p) };

	place.has_addr = !place.key.name && place.key.net.bits == 32;
	place.addr = p->name ? place.key.net.net : p->net.net;
	a->places = grow(a->places, a->n_places, &a->cap_places,
			 sizeof *a->places);
	a->places[a->n_places++] = place;
}

static int place_cmp(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	int c = party_cmp(&a->key, &b->key);

	return c ? c : ORDER(a->addr, b->addr);
}

static int talk_cmp(const struct base_talk *a, const struct base_talk *b)
{
	int c = ORDER(!a->service[0], !b->service[0]);

	c = c ? c : strcmp(a->service, b->service);
	c = c ? c : ORDER(a->proto, b->proto);
	c = c ? c : ORDER(a->port, b->port);
	return c ? c : strcmp(a->ports, b->ports);
}

static int use_cmp(const void *pa, const void *pb)
{
	const struct use *a = pa, *b = pb;
	int c = party_cmp(&a->key, &b->key);

	c = c ? c : (int)b->serves - (int)a->serves;
	c = c ? c : talk_cmp(a->talk, b->talk);
	return c ? c : party_cmp(&a->peer, &b->peer);
}

static void gather(struct assets *a)
{
	a->uses = xcalloc(2 * a->talks.n, sizeof *a->uses);
	for (size_t i = 0; i < a->talks.n; i++) {
		const struct base_talk *talk = &a->talks.items[i];
		struct party key[2];

		for (int role = 0; role < 2; role++) {
			add_place(a, &talk->end[role]);
			key[role] = key_of(a->names, &talk->end[role]);
		}
		for (int role = 0; role < 2; role++)
			a->uses[a->n_uses++] = (struct use){
				key[role], key[!role], role,
				talk->status == RULE_UNANSWERED, talk };
	}
	for (size_t i = 0; i < baseline_n_arp(a->b); i++)
		add_place(a, &(struct party){
			.net = { baseline_arp(a->b, i)->client, 32 } });
	if (a->n_places)
		qsort(a->places, a->n_places, sizeof *a->places, place_cmp);
	if (a->n_uses)
		qsort(a->uses, a->n_uses, sizeof *a->uses, use_cmp);
}

static void add_mac(struct assets *a, struct asset *item, uint64_t mac)
{
	a->macs = grow(a->macs, a->n_macs, &a->cap_macs, sizeof *a->macs);
	a->macs[a->n_macs++] = (struct asset_mac){ mac, 1 };
	item->n_macs++;
}

static void take_macs(struct assets *a, struct asset *item, const char *set)
{
	uint64_t mac;

	while (mac_next(&set, &mac))
		add_mac(a, item, mac);
}

/* What is remembered of all the machine's addresses. */
static void remember(struct assets *a, struct asset *item)
{
	struct text macs = { 0 }, names = { 0 };

	text_puts(&macs, "");
	text_puts(&names, "");
	for (size_t i = 0; i < item->n_addrs; i++) {
		const struct seen *s = baseline_host(a->b, item->addrs[i]);
		struct text t = { 0 };

		if (!s)
			continue;
		if (s->first_ns < item->first_ns)
			item->first_ns = s->first_ns;
		if (s->last_ns > item->last_ns)
			item->last_ns = s->last_ns;
		joined_union(&t, macs.s, s->mac[0], SIZE_MAX);
		text_clear(&macs);
		text_puts(&macs, t.s);
		joined_union(&t, names.s, s->name[0], SIZE_MAX);
		text_clear(&names);
		text_puts(&names, t.s);
		text_release(&t);
	}
	take_macs(a, item, macs.s);
	item->names = strpool_add(a->pool, names.s);
	text_release(&macs);
	text_release(&names);
}

/* What the names file says of the first address that it speaks of. */
static void name(struct assets *a, struct asset *item)
{
	item->name = item->key.name;
	for (size_t i = 0; i < item->n_addrs; i++) {
		uint32_t addr = item->addrs[i];

		if (!item->name)
			item->name = names_name(a->names, addr);
		if (!item->zone)
			item->zone = names_zone(a->names, addr);
		if (item->role == HOST_ORDINARY)
			item->role = names_role(a->names, addr);
		item->outside |= !names_is_inside(a->names, addr);
	}
	if (!item->n_addrs && !item->key.name)
		item->zone = names_zone(a->names, item->key.net.net);
}

static bool same_service(const struct use *a, const struct use *b)
{
	return !party_cmp(&a->key, &b->key) && a->serves == b->serves &&
	       !talk_cmp(a->talk, b->talk);
}

/* Machines at the other end of n uses of one service, which are sorted. */
static size_t count_peers(const struct use *uses, size_t n)
{
	const struct use *last = NULL;
	size_t peers = 0;

	for (size_t i = 0; i < n; i++) {
		/* Who was not there has served nobody. */
		if (uses[i].serves && uses[i].unanswered)
			continue;
		peers += !last || party_cmp(&last->peer, &uses[i].peer);
		last = &uses[i];
	}
	return peers;
}

/* Each service of the machine once; its uses begin at number i. Returns where
 * those of the next one begin. */
static size_t take_services(struct assets *a, struct asset *item, size_t i)
{
	size_t end;

	item->uses = a->services + a->n_services;
	for (; i < a->n_uses && !party_cmp(&a->uses[i].key, &item->key);
	     i = end) {
		const struct use *u = &a->uses[i];
		size_t peers;

		for (end = i + 1; end < a->n_uses &&
		     same_service(u, &a->uses[end]); end++)
			;
		peers = count_peers(u, end - i);
		if (!peers)
			continue;
		a->services[a->n_services++] = (struct asset_use){
			u->serves, u->talk->proto, u->talk->port,
			u->talk->service, u->talk->ports, peers };
		item->n_uses++;
	}
	return i;
}

/* The places of one machine, of which the first is number i. */
static size_t take_addresses(struct assets *a, struct asset *item, size_t i)
{
	item->addrs = a->addrs + a->n_addrs;
	for (; i < a->n_places &&
	     !party_cmp(&a->places[i].key, &item->key); i++) {
		const struct place *p = &a->places[i];

		if (!p->has_addr || (item->n_addrs &&
		    item->addrs[item->n_addrs - 1] == p->addr))
			continue;
		a->addrs[a->n_addrs++] = p->addr;
		item->n_addrs++;
	}
	return i;
}

static int by_mac(const void *pa, const void *pb)
{
	const struct asset_mac *const *a = pa, *const *b = pb;

	return ORDER((*a)->mac, (*b)->mac);
}

/* Which addresses of hardware several machines have. */
static void count_sharing(struct assets *a)
{
	struct asset_mac **sorted = xcalloc(a->n_macs, sizeof *sorted);
	size_t end;

	for (size_t i = 0; i < a->n_macs; i++)
		sorted[i] = &a->macs[i];
	qsort(sorted, a->n_macs, sizeof *sorted, by_mac);
	for (size_t i = 0; i < a->n_macs; i = end) {
		for (end = i; end < a->n_macs &&
		     sorted[end]->mac == sorted[i]->mac; end++)
			;
		for (size_t k = i; k < end; k++)
			sorted[k]->n_assets = end - i;
	}
	free(sorted);
	for (size_t i = 0, at = 0; i < a->n; at += a->items[i++].n_macs)
		a->items[i].macs = a->macs + at;
}

static void make(struct assets *a)
{
	size_t use = 0, i = 0;

	a->addrs = xcalloc(a->n_places, sizeof *a->addrs);
	a->services = xcalloc(a->n_uses, sizeof *a->services);
	while (i < a->n_places) {
		struct asset item = { .key = a->places[i].key,
				      .first_ns = INT64_MAX,
				      .last_ns = INT64_MIN };

		i = take_addresses(a, &item, i);
		remember(a, &item);
		name(a, &item);
		use = take_services(a, &item, use);
		item.absent = !item.n_uses && item.n_addrs &&
			      item.first_ns > item.last_ns;
		a->items = grow(a->items, a->n, &a->cap, sizeof *a->items);
		a->items[a->n++] = item;
	}
	count_sharing(a);
}

struct assets *assets_new(const struct baseline *b,
			  const struct names *names)
{
	struct assets *a = xcalloc(1, sizeof *a);

	a->b = b;
	a->names = names;
	/* The order of its slots never shows. */
	a->pool = strpool_new((uint64_t)(uintptr_t)a);
	base_talks_make(&a->talks, b, a->pool);
	gather(a);
	make(a);
	return a;
}

void assets_free(struct assets *a)
{
	if (!a)
		return;
	base_talks_release(&a->talks);
	strpool_free(a->pool);
	free(a->places);
	free(a->uses);
	free(a->items);
	free(a->addrs);
	free(a->services);
	free(a->macs);
	free(a);
}

size_t assets_n(const struct assets *a)
{
	return a->n;
}

const struct asset *assets_at(const struct assets *a, size_t i)
{
	return &a->items[i];
}

uint64_t *assets_macs(const struct assets *a, size_t *n)
{
	uint64_t *macs = xcalloc(a->n_macs, sizeof *macs);

	for (size_t i = 0; i < a->n_macs; i++)
		macs[i] = a->macs[i].mac;
	*n = a->n_macs;
	return macs;
}

const char *asset_role(const struct asset *a)
{
	return a->role == HOST_ORDINARY ? "" : host_role_name(a->role);
}

const char *asset_behaviour(const struct asset *a)
{
	bool does[2] = { false, false };

	for (size_t i = 0; i < a->n_uses; i++)
		does[a->uses[i].serves] = true;
	if (does[0])
		return does[1] ? "client and server" : "client";
	if (does[1])
		return "server";
	return a->absent ? "absent" : "";
}

const char *asset_vendor(const struct oui *oui, uint64_t mac)
{
	if (mac_is_virtual(mac))
		return mac_virtual_name(mac);
	if (mac_is_local(mac))
		return "locally administered";
	return oui_vendor(oui, mac);
}
