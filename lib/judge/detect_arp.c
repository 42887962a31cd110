/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who asks in ARP for many addresses within a minute: beyond what it asked
 * for while learning, and beyond the machines it has to do with. A scan that
 * is found already is the cause, whether its source asks itself or the router
 * that it comes through.
 */
#include <stdlib.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/limits.h"
#include "judge/baseline.h"
#include "judge/detect_fold.h"
#include "judge/detect_link.h"
#include "judge/detect_story.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

struct asking {
	uint64_t mac;
	uint32_t addr;
	uint32_t record;
	uint64_t asked, explained;
	uint32_t finding;		/* 1 + index of a scan; 0 none */
};

/* Asking machine (its number) and one that it has to do with. */
struct peer {
	uint32_t asking, addr;
};

struct askings {
	struct scene *scene;
	struct asking *items;		/* owned; by MAC, one each */
	size_t n, cap;
	struct peer *peers;		/* owned */
	size_t n_peers, cap_peers;
};

/* By MAC, who asked for most first. */
static int asking_order(const void *pa, const void *pb)
{
	const struct asking *a = pa, *b = pb;
	int c = ORDER(a->mac, b->mac);

	c = c ? c : ORDER(b->asked, a->asked);
	c = c ? c : ORDER(b->addr, a->addr);
	return c ? c : ORDER(a->record, b->record);
}

static void gather(struct askings *l)
{
	const struct detect_input *in = l->scene->in;
	size_t n = 0;

	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];
		struct asking a = { .addr = r->addr[0],
				    .record = (uint32_t)i };

		if (r->kind != RECORD_ARP || record_is_handover(r))
			continue;
		a.asked = record_count(r, "asked");
		if (a.asked < in->options->arp_addresses || !a.asked ||
		    mac_parse(r->mac[0], &a.mac) < 0)
			continue;
		l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
		l->items[l->n++] = a;
	}
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, asking_order);
	for (size_t i = 0; i < l->n; i++)
		if (!n || l->items[n - 1].mac != l->items[i].mac)
			l->items[n++] = l->items[i];
	l->n = n;
}

static struct asking *find(const struct askings *l, uint64_t mac)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->items[mid].mac < mac)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->n && l->items[lo].mac == mac ? &l->items[lo] : NULL;
}

/* --- what explains it ---------------------------------------------------- */

static void add_peer(struct askings *l, const struct asking *a, uint32_t addr)
{
	l->peers = grow(l->peers, l->n_peers, &l->cap_peers,
			sizeof *l->peers);
	l->peers[l->n_peers++] = (struct peer){
		(uint32_t)(a - l->items), addr };
}

/* The other end of a flow, for whoever asks among the MACs of this one. */
static void add_other(struct askings *l, const struct record *r,
		      enum role role)
{
	const char *list = r->mac[role];
	const struct asking *a;
	uint64_t mac;

	while (mac_next(&list, &mac)) {
		a = find(l, mac);
		if (a)
			add_peer(l, a, r->addr[!role]);
	}
}

/* Machines that answered it, or that it relays for. */
static void add_flows(struct askings *l)
{
	const struct detect_input *in = l->scene->in;

	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];

		if (!flow_is(r) || flow_reaction(r) != REACTION_ANSWERED)
			continue;
		add_other(l, r, ROLE_CLIENT);
		add_other(l, r, ROLE_SERVER);
	}
}

static bool is_single(const struct party *p)
{
	return !p->name && p->net.bits == 32;
}

/* Machines that a rule lets it talk with. */
static void add_rules(struct askings *l)
{
	const struct baseline *b = l->scene->in->baseline;

	for (size_t i = 0; b && i < baseline_n_rules(b); i++) {
		const struct rule *r = baseline_rule(b, i);
		uint32_t client = r->client.net.net, server = r->server.net.net;

		if (!is_single(&r->client) || !is_single(&r->server))
			continue;
		for (size_t k = 0; k < l->n; k++) {
			if (l->items[k].addr == client)
				add_peer(l, &l->items[k], server);
			else if (l->items[k].addr == server)
				add_peer(l, &l->items[k], client);
		}
	}
}

static int peer_order(const void *pa, const void *pb)
{
	const struct peer *a = pa, *b = pb;
	int c = ORDER(a->asking, b->asking);

	return c ? c : ORDER(a->addr, b->addr);
}

static void explain(struct askings *l)
{
	const struct baseline *b = l->scene->in->baseline;

	add_flows(l);
	add_rules(l);
	if (l->n_peers)
		qsort(l->peers, l->n_peers, sizeof *l->peers, peer_order);
	for (size_t i = 0; i < l->n_peers; i++)
		l->items[l->peers[i].asking].explained +=
			!i || peer_order(&l->peers[i - 1], &l->peers[i]);
	for (size_t i = 0; b && i < l->n; i++) {
		struct asking *a = &l->items[i];
		const struct seen *seen = baseline_host(b, a->addr);

		if (seen && seen->peak_minute_asked > a->explained)
			a->explained = seen->peak_minute_asked;
	}
}

/* --- whose scan it is ---------------------------------------------------- */

static bool is_scan(const struct finding *f)
{
	return f->kind == FINDING_PORT_SCAN || f->kind == FINDING_HOST_SWEEP ||
	       f->kind == FINDING_OT_PROBE;
}

/* Flows of a scan come with the hardware address of its source, or of the
 * router that it comes through. */
static void find_scans(struct askings *l)
{
	const struct detect_input *in = l->scene->in;

	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];
		const struct finding *f = scene_holder(l->scene, i);
		const char *list;
		struct asking *a;
		uint64_t mac;

		if (!flow_is(r) || !f || !is_scan(f))
			continue;
		list = r->mac[r->addr[ROLE_SERVER] == f->client];
		while (mac_next(&list, &mac)) {
			a = find(l, mac);
			if (a)
				a->finding = l->scene->fact[i].finding;
		}
	}
	for (size_t k = 0; k < l->scene->out->n; k++) {
		const struct finding *f = &l->scene->out->items[k];

		for (size_t i = 0; is_scan(f) && i < l->n; i++)
			if (l->items[i].addr == f->client && f->client)
				l->items[i].finding = (uint32_t)k + 1;
	}
}

/* --- words --------------------------------------------------------------- */

static void put_asked(struct text *t, const struct asking *a)
{
	text_puts(t, "asked in ARP for ");
	if (a->asked >= LIMIT_ASKED)
		text_puts(t, "at least ");
	story_number(t, a->asked);
	text_puts(t, " addresses within a minute");
}

static void put_source(const struct scene *s, struct text *t,
		       const struct asking *a)
{
	if (a->addr) {
		story_host(s, t, a->addr);
		return;
	}
	text_puts(t, "MAC ");
	text_mac(t, a->mac);
	text_puts(t, ", which names no address,");
}

static void tell_scan(struct scene *s, const struct asking *a)
{
	struct text *t = &s->out->items[a->finding - 1].evidence;

	story_line(t);
	put_source(s, t, a);
	text_putc(t, ' ');
	put_asked(t, a);
	s->fact[a->record].finding = a->finding;
}

static void report(struct scene *s, const struct asking *a)
{
	const struct record *r = &s->in->records[a->record];
	struct finding *f = findings_add(s->out, FINDING_ARP_SCAN,
					 SEVERITY_MEDIUM);

	f->client = a->addr;
	f->cause = a->addr ? 0 : a->mac;
	f->first_ns = r->first_ns;
	f->last_ns = r->last_ns;
	f->count = a->asked;
	f->technique = "T0846";		/* Remote System Discovery */
	put_source(s, &f->summary, a);
	text_putc(&f->summary, ' ');
	put_asked(&f->summary, a);
	text_putc(&f->summary, '.');
	text_puts(&f->evidence, "MAC ");
	text_mac(&f->evidence, a->mac);
	text_puts(&f->evidence, ", ");
	story_count(&f->evidence, r->packets[0], "request");
	text_puts(&f->evidence, " in all");
	story_line(&f->evidence);
	if (!a->explained) {
		text_puts(&f->evidence, "nothing is known that it would have "
			  "to ask for");
	} else {
		text_puts(&f->evidence, "usual would be up to ");
		story_number(&f->evidence, a->explained);
		text_puts(&f->evidence, ": machines that it has to do with, "
			  "or the most it asked for while learning");
	}
	text_puts(&f->filter, "arp.opcode == 1 && arp.src.hw_mac == ");
	text_mac(&f->filter, a->mac);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
	s->fact[a->record].finding = (uint32_t)s->out->n;
}

void detect_arp(struct scene *s)
{
	const uint32_t bound = s->in->options->arp_addresses;
	struct askings l = { .scene = s };

	gather(&l);
	if (l.n) {
		explain(&l);
		find_scans(&l);
	}
	for (size_t i = 0; i < l.n; i++) {
		const struct asking *a = &l.items[i];

		if (a->asked < a->explained + bound ||
		    scene_may_scan(s, a->addr))
			continue;
		if (a->finding)
			tell_scan(s, a);
		else
			report(s, a);
	}
	free(l.items);
	free(l.peers);
}
