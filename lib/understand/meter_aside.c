/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/meter_aside.h"

#include "read/packet.h"
#include "read/source.h"
#include "understand/announced.h"
#include "understand/meter_count.h"
#include "understand/setaside.h"
#include "understand/tally.h"

static bool may_announce(enum scope s)
{
	return s == SCOPE_BROADCAST || s == SCOPE_MULTICAST ||
	       s == SCOPE_ETHERTYPE_OTHER;
}

static void note_arp(struct meter *m, const struct packet *p, struct tally *t)
{
	t->arp_unlisted += !arptab_add(&m->arp, p);
	t->claims_unlisted += !holders_note(&m->holders, &(struct claim){
		.time_ns = p->time_ns, .mac = p->arp_mac, .addr = p->addr[0],
		.vlan = meter_vlan_number(m, p), .kind = CLAIM_ARP });
}

/* Not in scope, but what answers is. */
static bool is_call(const struct aside *a)
{
	return (a->scope == SCOPE_BROADCAST || a->scope == SCOPE_MULTICAST) &&
	       a->packet->proto == IP_UDP && a->packet->has_ports;
}

static void hear(struct meter *m, const struct aside *a, struct tally *t)
{
	const struct call *call = NULL;
	uint16_t namers = 0;

	if (is_call(a)) {
		call = inspect_call(&m->inspect, a->packet);
		t->calls_unlisted += !call;
		namers = call ? call->namers : announced_namers(a->packet);
	}
	m->inspect.names.unlisted = &t->names_unlisted;
	announced_hear(&m->inspect.names, a->frame, a->packet, namers);
}

void meter_set_aside(struct meter *m, const struct aside *a,
		     struct tally *tallies)
{
	struct tally *t = &tallies[a->frame->capture];

	if (m->options.aside)
		setaside_add(m->options.aside, a->frame, a->packet);
	if (a->scope == SCOPE_LINKTYPE_OTHER)
		tally_linktype(t, a->frame->linktype);
	if (a->scope == SCOPE_ARP)
		note_arp(m, a->packet, t);
	if (may_announce(a->scope) && !m->options.no_payload)
		hear(m, a, t);
}
