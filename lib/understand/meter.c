/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/meter.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "read/decode.h"
#include "read/scope.h"
#include "read/source.h"
#include "understand/announced.h"
#include "understand/conn.h"
#include "understand/copies.h"
#include "understand/fragtab.h"
#include "understand/setaside.h"
#include "understand/tally.h"
#include "understand/valueset.h"

/* Packets looked at together: far enough ahead for memory to arrive, few
 * enough to stay in the first cache. */
enum { STRIDE = 32 };

/* A packet and what was worked out before its turn. */
struct prepared {
	struct packet packet;
	struct flow_key key;
	uint64_t hash, print;
	uint8_t scope;		/* enum scope */
	uint8_t side;		/* that sends it */
};

void meter_init(struct meter *m, const struct meter_options *o)
{
	*m = (struct meter){ .options = *o };
	flowtab_init(&m->flows, o->hash_seed, o->max_flows);
	arptab_init(&m->arp, o->hash_seed);
	holders_init(&m->holders, o->hash_seed);
	m->macs = valueset_new(o->hash_seed);
	m->vlans = valueset_new(o->hash_seed);
	m->stacks = valueset_new(o->hash_seed);
	inspect_init(&m->inspect);
	m->copies = copies_new();
	m->fragments = fragtab_new(o->hash_seed);
	m->prepared = xcalloc(STRIDE, sizeof *m->prepared);
}

void meter_release(struct meter *m)
{
	flowtab_release(&m->flows);
	arptab_release(&m->arp);
	holders_release(&m->holders);
	valueset_free(m->macs);
	valueset_free(m->vlans);
	valueset_free(m->stacks);
	inspect_release(&m->inspect);
	copies_free(m->copies);
	fragtab_free(m->fragments);
	free(m->prepared);
}

uint64_t meter_vlan_stack(const struct packet *p)
{
	uint64_t stack = 0;

	for (unsigned i = 0; i < p->n_vlan; i++)
		stack |= (uint64_t)(p->vlan[i] | 0x8000) << (48 - 16 * i);
	return stack;
}

/* The key's VLAN number; all stacks beyond 65,534 share the last one. */
static uint16_t vlan_number(struct meter *m, const struct packet *p)
{
	uint32_t set;

	if (!m->options.by_vlan || !p->n_vlan)
		return 0;
	set = valueset_add(m->stacks, 0, meter_vlan_stack(p));
	return set < UINT16_MAX ? (uint16_t)set : UINT16_MAX;
}

/* Fills the canonical key; returns the side the packet comes from. Without a
 * branch: who sends is not to be foreseen. */
static inline unsigned key_of(const uint32_t addr[2], const uint16_t port[2],
			      uint8_t proto, uint16_t vlan,
			      struct flow_key *k)
{
	uint64_t addrs = (uint64_t)addr[1] << 32 | addr[0];
	uint32_t ports = (uint32_t)port[1] << 16 | port[0];
	bool s = flow_endpoint(addr[0], port[0]) >
		 flow_endpoint(addr[1], port[1]);

	addrs = s ? addrs << 32 | addrs >> 32 : addrs;
	ports = s ? ports << 16 | ports >> 16 : ports;
	k->addrs = addrs;
	k->rest = (uint64_t)proto << 48 | (uint64_t)vlan << 32 | ports;
	return s;
}

static inline void count_time(struct flow *f, int64_t ns)
{
	if (ns >= f->last_ns) {
		int64_t gap = stamp_between(f->last_ns, ns);

		if (gap > f->max_gap_ns)
			f->max_gap_ns = gap;
		f->last_ns = ns;
	} else if (ns < f->first_ns) {
		f->first_ns = ns;
	}
}

/* Hours of any stamp fit: there are 5 million from 1677 to 2262. */
static __attribute__((noinline)) void find_hour(struct meter *m, int64_t ns)
{
	m->hour = (int32_t)stamp_hour(ns);
	m->hour_begin_ns = stamp_of((int64_t)m->hour * 3600, 0);
	m->hour_end_ns = stamp_of((int64_t)(m->hour + 1) * 3600, 0);
}

static __attribute__((noinline)) void begin_hour(struct meter *m,
						 struct flow *f)
{
	if (f->talk)
		inspect_begin_hour(inspect_talk(&m->inspect, f->talk));
	f->past_packets = flow_peak_packets(f);
	f->past_payload = flow_peak_payload(f);
	f->hour = m->hour;
	f->hour_packets = 0;
	f->hour_payload = 0;
}

static inline void count_hour(struct meter *m, struct flow *f, int64_t ns,
		       uint64_t packets, uint64_t payload)
{
	if (ns < m->hour_begin_ns || ns >= m->hour_end_ns)
		find_hour(m, ns);
	if (f->hour != m->hour)
		begin_hour(m, f);
	f->hour_packets += (uint32_t)packets;
	f->hour_payload += payload;
}

static __attribute__((noinline)) void
add_mac(struct valueset_table *macs, uint32_t *set, uint64_t mac)
{
	if (mac)
		*set = valueset_add(macs, *set, mac);
}

static __attribute__((noinline)) void note_vlans(struct meter *m,
						 struct flow *f,
						 const struct packet *p)
{
	f->vlans = valueset_note(m->vlans, f->vlans, meter_vlan_stack(p));
}

static inline void note_links(struct meter *m, struct flow *f, unsigned s,
			      const struct packet *p)
{
	const uint64_t *only = m->macs->only;
	struct flow_side *own = &f->side[s], *peer = &f->side[!s];

	if (only[own->macs] != p->mac[0] || only[peer->macs] != p->mac[1]) {
		add_mac(m->macs, &own->macs, p->mac[0]);
		add_mac(m->macs, &peer->macs, p->mac[1]);
	}
	if (p->n_vlan)
		note_vlans(m, f, p);
}

/* The latest SYN of side s has this sequence number, by its own word or,
 * while it was not seen, by what the peer acknowledges. */
static void note_isn(struct flow *f, unsigned s, uint32_t isn)
{
	f->syn_seq[s] = isn;
	f->side[s].seen |= SEEN_ISN;
}

static void note_acked_isn(struct flow *f, unsigned s, uint32_t isn)
{
	if (!(f->side[s].seen & SEEN_ISN))
		note_isn(f, s, isn);
}

/* What opens, closes or is the first of its side. */
static __attribute__((noinline)) void
note_turn(struct flow *f, unsigned s, const struct packet *p)
{
	struct flow_side *own = &f->side[s];
	uint8_t flags = p->tcp_flags;
	uint8_t state[2] = { f->side[0].state, f->side[1].state };

	if ((flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN) {
		note_isn(f, s, p->seq);
		own->seen |= SEEN_SYN;
		if (p->payload_len)
			f->marks |= FLOW_SYN_PAYLOAD;
	} else {
		own->seen |= SEEN_MORE;
	}
	if ((flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK)) {
		own->seen |= SEEN_SYN_ACK;
		note_acked_isn(f, !s, p->ack - 1);
	}
	if ((flags & (TCP_RST | TCP_ACK)) == (TCP_RST | TCP_ACK) && !p->seq) {
		own->seen |= SEEN_REFUSAL;
		note_acked_isn(f, !s, p->ack - 1);
	}
	conn_segment(state, s, p);
	f->side[0].state = state[0];
	f->side[1].state = state[1];
}

static inline void note_tcp(struct flow *f, unsigned s, const struct packet *p)
{
	if (conn_goes_on(f->side[s].state, p->tcp_flags))
		f->side[s].seen |= SEEN_MORE;
	else
		note_turn(f, s, p);
}

/*
 * A SYN on known endpoints opens a new flow when it is another SYN than the
 * one that opened the old flow, and that one was answered or is over.
 */
static bool opens_anew(const struct flow *f, unsigned s,
		       const struct packet *p)
{
	if ((p->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN)) !=
		    TCP_SYN || !p->has_tcp)
		return false;
	if (f->side[s].seen & SEEN_ISN && f->syn_seq[s] == p->seq)
		return false;
	/* An answer is more than a SYN, and so is every end. */
	return (f->side[0].seen | f->side[1].seen) & SEEN_MORE;
}

static struct flow *begin(struct flow *f, unsigned s, int64_t ns)
{
	if (!f)
		return NULL;
	f->first_ns = ns;
	f->last_ns = ns;
	f->first_side = (uint8_t)s;
	return f;
}

static bool is_idle(const struct meter *m, const struct flow *f, int64_t ns)
{
	int64_t limit = m->options.idle_timeout_ns;

	return limit && stamp_between(f->last_ns, ns) > limit;
}

/* A further flow on the key of f, where the packet begins one; else f. */
static __attribute__((noinline)) struct flow *
renew(struct meter *m, struct flow *f, const struct flow_key *k, unsigned s,
      const struct packet *p)
{
	uint64_t hash = flowtab_hash(&m->flows, k);
	struct flow *next;

	if (is_idle(m, f, p->time_ns)) {
		next = begin(flowtab_renew(&m->flows, k, hash), s, p->time_ns);
		f->marks |= FLOW_SPLIT;
		if (next)
			next->marks |= FLOW_SPLIT;
		return next;
	}
	if (!opens_anew(f, s, p))
		return f;
	return begin(flowtab_renew(&m->flows, k, hash), s, p->time_ns);
}

/* The flow a packet of this key belongs to; NULL when there is no room. */
static inline struct flow *flow_for(struct meter *m, const struct flow_key *k,
				    uint64_t hash, unsigned s,
				    const struct packet *p)
{
	struct flow *f = flowtab_first(&m->flows, k, hash);

	if (!f)
		f = flowtab_get(&m->flows, k, hash);
	if (!f || !(f->side[0].packets | f->side[1].packets))
		return begin(f, s, p->time_ns);
	if (p->tcp_flags & TCP_SYN || m->options.idle_timeout_ns)
		return renew(m, f, k, s, p);
	return f;
}

/* What is said: not by the continuation of a fragmented datagram, whose
 * messages are not seen whole. */
static inline void listen(struct meter *m, struct flow *f, unsigned s,
		   const struct packet *p)
{
	if (!f->talk)
		f->talk = inspect_begin(&m->inspect);
	inspect_payload(&m->inspect, inspect_talk(&m->inspect, f->talk), s,
			p);
}

static inline void count(struct meter *m, struct flow *f, unsigned s,
		  const struct packet *p)
{
	struct flow_side *own = &f->side[s];

	own->packets++;
	own->bytes += p->ip_len;
	own->payload += p->payload_len;
	count_time(f, p->time_ns);
	count_hour(m, f, p->time_ns, 1, p->payload_len);
	note_links(m, f, s, p);
	if (p->has_tcp)
		note_tcp(f, s, p);
}

/* Whose address is it? Asked when a flow hears its side's first packet, or
 * another hardware address, and always once the address changed hands. */
static void note_holder(struct meter *m, const struct prepared *q,
			const struct flow *f, struct tally *t)
{
	const struct packet *p = &q->packet;
	const struct flow_side *side = &f->side[q->side];

	if (side->packets && m->macs->only[side->macs] == p->mac[0] &&
	    !holders_contested(&m->holders, p->addr[0]))
		return;
	t->claims_unlisted += !holders_note(&m->holders, &(struct claim){
		.time_ns = p->time_ns, .mac = p->mac[0], .addr = p->addr[0],
		.vlan = (uint16_t)(q->key.rest >> 32), .ttl = p->ttl,
		.kind = CLAIM_FRAME });
}

/* Fragments that were held until now join their flow as counts. */
static void count_held(struct meter *m, const struct fragments *h,
		       struct tally *tallies)
{
	struct packet stand_in = { .time_ns = h->first_ns,
				   .mac = { h->mac[0], h->mac[1] },
				   .proto = h->proto, .n_vlan = h->n_vlan };
	struct flow_key k;
	struct flow *f;
	unsigned s;

	memcpy(stand_in.vlan, h->vlan, sizeof stand_in.vlan);
	s = key_of(h->addr, h->port, h->proto, vlan_number(m, &stand_in), &k);
	f = flow_for(m, &k, flowtab_hash(&m->flows, &k), s, &stand_in);
	if (!f) {
		tallies[h->capture].unmetered += h->packets;
		return;
	}
	f->side[s].packets += h->packets;
	f->side[s].bytes += h->bytes;
	f->side[s].payload += h->payload;
	count_time(f, h->first_ns);
	count_time(f, h->last_ns);
	count_hour(m, f, h->last_ns, h->packets, h->payload);
	note_links(m, f, s, &stand_in);
}

/* False when the packet is held until the first fragment comes. */
static bool join_fragment(struct meter *m, struct packet *p, uint32_t capture,
			  struct tally *tallies)
{
	struct fragments freed;
	bool complete = fragtab_join(m->fragments, p, capture, &freed);

	if (freed.packets)
		count_held(m, &freed, tallies);
	return complete;
}

/* All that needs only the packet, so that the memory it will touch can be
 * sent for. */
static inline void prepare(struct meter *m, struct prepared *q,
		    const struct frame *f)
{
	struct packet *p = &q->packet;

	decode_frame(f, p);
	q->scope = (uint8_t)scope_of(p);
	if (!scope_is_in((enum scope)q->scope))
		return;
	q->side = (uint8_t)key_of(p->addr, p->port, p->proto,
				  vlan_number(m, p), &q->key);
	q->hash = flowtab_hash(&m->flows, &q->key);
	flowtab_prefetch(&m->flows, q->hash);
	if (p->ip_id) {
		q->print = copies_print(p);
		copies_prefetch(m->copies, q->print);
	}
}

/* Once its ports are known a later fragment is prepared like the others. */
static bool prepare_fragment(struct meter *m, struct prepared *q,
			     uint32_t capture, struct tally *tallies)
{
	struct packet *p = &q->packet;

	if (!join_fragment(m, p, capture, tallies))
		return false;
	q->side = (uint8_t)key_of(p->addr, p->port, p->proto,
				  vlan_number(m, p), &q->key);
	q->hash = flowtab_hash(&m->flows, &q->key);
	q->print = copies_print(p);
	return true;
}

static inline void meter_packet(struct meter *m, struct prepared *q,
				uint32_t capture, struct tally *tallies)
{
	struct tally *t = &tallies[capture];
	struct flow *f;
	bool copy;

	if (q->packet.fragment && !prepare_fragment(m, q, capture, tallies))
		return;
	copy = copies_seen(m->copies, &q->packet, q->print);
	t->copies += copy;
	/* What is left out begins no flow, not even on another VLAN. */
	if (copy && m->options.dedup)
		f = flowtab_find(&m->flows, &q->key, q->hash);
	else
		f = flow_for(m, &q->key, q->hash, q->side, &q->packet);
	if (f && copy)
		f->marks |= FLOW_COPIES;
	if (copy && m->options.dedup)
		return;
	if (!f) {
		t->unmetered++;
		return;
	}
	if (!copy)
		note_holder(m, q, f, t);
	count(m, f, q->side, &q->packet);
	if (q->packet.payload_caplen && !copy && !q->packet.fragment &&
	    !m->options.no_payload)
		listen(m, f, q->side, &q->packet);
}

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
		.vlan = vlan_number(m, p), .kind = CLAIM_ARP });
}

/* Class, coverage, and what is not a flow. */
static inline void take_stock(struct meter *m, const struct prepared *q,
		       const struct frame *frame, struct tally *t)
{
	const struct packet *p = &q->packet;

	t->scope[q->scope]++;
	if (p->n_tunnels | p->tso) {
		t->tunnelled += p->n_tunnels != 0;
		t->tso += p->tso;
	}
	if (scope_is_in((enum scope)q->scope))
		return;
	if (m->options.aside)
		setaside_add(m->options.aside, frame, p);
	if (q->scope == SCOPE_LINKTYPE_OTHER)
		tally_linktype(t, frame->linktype);
	if (q->scope == SCOPE_ARP)
		note_arp(m, p, t);
	m->inspect.names.unlisted = &t->names_unlisted;
	if (may_announce((enum scope)q->scope) && !m->options.no_payload)
		announced_hear(&m->inspect.names, frame, p);
}

static void meter_stride(struct meter *m, const struct frame *frames,
			 size_t n, struct tally *tallies)
{
	struct prepared *q = m->prepared;

	for (size_t i = 0; i < n; i++)
		prepare(m, &q[i], &frames[i]);
	for (size_t i = 0; i < n; i++)
		if (scope_is_in((enum scope)q[i].scope))
			flowtab_prefetch_flow(&m->flows, q[i].hash);
	for (size_t i = 0; i < n; i++) {
		uint32_t capture = frames[i].capture;

		take_stock(m, &q[i], &frames[i], &tallies[capture]);
		if (scope_is_in((enum scope)q[i].scope))
			meter_packet(m, &q[i], capture, tallies);
	}
}

void meter_batch(struct meter *m, const struct batch *b,
		 struct tally *tallies)
{
	for (size_t i = 0; i < b->n; i += STRIDE)
		meter_stride(m, b->frames + i,
			     b->n - i < STRIDE ? b->n - i : STRIDE, tallies);
}

void meter_finish(struct meter *m, struct tally *tallies)
{
	struct fragments left;
	uint32_t i = 0;

	while (fragtab_left(m->fragments, &i, &left))
		count_held(m, &left, tallies);
}
