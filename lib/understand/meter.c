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
	struct flow *flow;	/* most likely; or NULL */
	uint32_t capture;
	uint8_t side;		/* that sends it */
};

/* A packet that is no part of a flow. */
struct aside {
	struct packet packet;
	const struct frame *frame;
	const struct prepared *before;	/* comes before this one */
	enum scope scope;
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
	inspect_init(&m->inspect, o->hash_seed);
	m->copies = copies_new();
	m->fragments = fragtab_new(o->hash_seed);
	m->prepared = xcalloc(STRIDE, sizeof *m->prepared);
	m->aside = xcalloc(STRIDE + 1, sizeof *m->aside);
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
	free(m->aside);
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
	uint64_t turn = -(uint64_t)s;	/* all bits or none */

	k->addrs = addrs ^ ((addrs ^ (addrs << 32 | addrs >> 32)) & turn);
	ports ^= (ports ^ (ports << 16 | ports >> 16)) & (uint32_t)turn;
	k->rest = (uint64_t)proto << 48 | (uint64_t)vlan << 32 | ports;
	return s;
}

static inline void count_time(struct flow *f, int64_t ns)
{
	if (ns >= f->last_ns) {
		uint64_t gap = (uint64_t)ns - (uint64_t)f->last_ns;

		if (gap > (uint64_t)f->max_gap_ns)
			f->max_gap_ns = stamp_between(f->last_ns, ns);
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

/* The flow a packet of this key belongs to, guess most likely; NULL when there
 * is no room. */
static inline struct flow *flow_for(struct meter *m, struct flow *guess,
				    const struct flow_key *k, unsigned s,
				    const struct packet *p)
{
	struct flow *f = guess;

	if (!flowtab_is(f, k))
		f = flowtab_get(&m->flows, k, flowtab_hash(&m->flows, k));
	if (!f || !(f->side[0].packets | f->side[1].packets))
		return begin(f, s, p->time_ns);
	if (p->tcp_flags & TCP_SYN || m->options.idle_timeout_ns)
		return renew(m, f, k, s, p);
	return f;
}

static inline __attribute__((always_inline)) void
count(struct meter *m, struct flow *f, unsigned s, const struct packet *p)
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
	f = flow_for(m, NULL, &k, s, &stand_in);
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

/* Of a packet in scope all that needs only the packet, so that the memory it
 * will touch can be sent for. Not in one go with decoding: what was written a
 * moment ago in parts is read slowly as a whole. */
static inline void prepare(struct meter *m, struct prepared *q)
{
	const struct packet *p = &q->packet;

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
			     struct tally *tallies)
{
	struct packet *p = &q->packet;

	if (!join_fragment(m, p, q->capture, tallies))
		return false;
	q->side = (uint8_t)key_of(p->addr, p->port, p->proto,
				  vlan_number(m, p), &q->key);
	q->hash = flowtab_hash(&m->flows, &q->key);
	q->print = copies_print(p);
	q->flow = NULL;
	return true;
}

/* Whose address is it? Asked when a flow hears its side's first packet, or
 * another hardware address, and always once the address changed hands. */
static inline bool asks_holder(const struct meter *m, const struct flow_side *s,
			       const struct packet *p)
{
	return !s->packets || m->macs->only[s->macs] != p->mac[0] ||
	       (m->holders.contested &&
		holders_contested(&m->holders, p->addr[0]));
}

static __attribute__((noinline)) void
note_holder(struct meter *m, const struct prepared *q, struct tally *t)
{
	const struct packet *p = &q->packet;

	t->claims_unlisted += !holders_note(&m->holders, &(struct claim){
		.time_ns = p->time_ns, .mac = p->mac[0], .addr = p->addr[0],
		.vlan = (uint16_t)(q->key.rest >> 32), .ttl = p->ttl,
		.kind = CLAIM_FRAME });
}

/* The flow that the packet was counted in; NULL when there is no room. */
static inline __attribute__((always_inline)) struct flow *
count_in(struct meter *m, struct prepared *q, struct tally *tallies)
{
	struct flow *f = flow_for(m, q->flow, &q->key, q->side, &q->packet);

	if (!f) {
		tallies[q->capture].unmetered++;
		return NULL;
	}
	if (asks_holder(m, &f->side[q->side], &q->packet))
		note_holder(m, q, &tallies[q->capture]);
	count(m, f, q->side, &q->packet);
	return f;
}

/* What is left out begins no flow, not even on another VLAN; who sent a copy
 * claims nothing. */
static __attribute__((noinline)) void
meter_copy(struct meter *m, struct prepared *q, struct tally *tallies)
{
	struct flow *f;

	tallies[q->capture].copies++;
	if (m->options.dedup)
		f = flowtab_find(&m->flows, &q->key, q->hash);
	else
		f = flow_for(m, q->flow, &q->key, q->side, &q->packet);
	if (f)
		f->marks |= FLOW_COPIES;
	if (m->options.dedup)
		return;
	if (f)
		count(m, f, q->side, &q->packet);
	else
		tallies[q->capture].unmetered++;
}

/* A part of a datagram is not listened to: its messages are not whole. */
static __attribute__((noinline)) void
meter_fragment(struct meter *m, struct prepared *q, struct tally *tallies)
{
	if (!prepare_fragment(m, q, tallies))
		return;
	if (copies_seen(m->copies, &q->packet, q->print))
		meter_copy(m, q, tallies);
	else
		count_in(m, q, tallies);
}

static inline void listen(struct meter *m, struct flow *f,
			  const struct prepared *q, struct tally *tallies)
{
	struct inspect *in = &m->inspect;
	struct talk *t;

	if (!f->talk)
		f->talk = inspect_begin(in);
	t = inspect_talk(in, f->talk);
	if (inspect_quickly(in, t, q->side, &q->packet))
		return;
	in->names.unlisted = &tallies[q->capture].names_unlisted;
	inspect_look(in, t, q->side, &q->packet);
}

static inline void meter_packet(struct meter *m, struct prepared *q,
				struct tally *tallies)
{
	struct flow *f;

	if (q->packet.fragment) {
		meter_fragment(m, q, tallies);
		return;
	}
	if (copies_seen(m->copies, &q->packet, q->print)) {
		meter_copy(m, q, tallies);
		return;
	}
	f = count_in(m, q, tallies);
	if (f && q->packet.payload_caplen && !m->options.no_payload)
		listen(m, f, q, tallies);
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

/* Not in scope, but what answers is. */
static bool is_call(const struct aside *a)
{
	return (a->scope == SCOPE_BROADCAST || a->scope == SCOPE_MULTICAST) &&
	       a->packet.proto == IP_UDP && a->packet.has_ports;
}

static __attribute__((noinline)) void
set_aside(struct meter *m, const struct aside *a, struct tally *tallies)
{
	struct tally *t = &tallies[a->frame->capture];

	if (m->options.aside)
		setaside_add(m->options.aside, a->frame, &a->packet);
	if (a->scope == SCOPE_LINKTYPE_OTHER)
		tally_linktype(t, a->frame->linktype);
	if (a->scope == SCOPE_ARP)
		note_arp(m, &a->packet, t);
	m->inspect.names.unlisted = &t->names_unlisted;
	if (may_announce(a->scope) && !m->options.no_payload)
		announced_hear(&m->inspect.names, a->frame, &a->packet);
	if (is_call(a) && !m->options.no_payload)
		t->calls_unlisted += !inspect_call(&m->inspect, &a->packet);
}

/* Class and coverage of all; those in scope are left, and their end returned.
 * The others wait beside them for their turn and are asked nothing before:
 * each time would be a branch that nobody can foresee. */
static struct prepared *take_stock(struct meter *m, const struct frame *frames,
				   size_t n, struct tally *tallies)
{
	struct prepared *q = m->prepared;
	struct aside *a = m->aside;

	for (size_t i = 0; i < n; i++) {
		struct packet *p = &q->packet;
		struct tally *t = &tallies[frames[i].capture];
		enum scope scope;

		decode_frame(&frames[i], p);
		scope = scope_of(p);
		t->scope[scope]++;
		if (p->n_tunnels | p->tso) {
			t->tunnelled += p->n_tunnels != 0;
			t->tso += p->tso;
		}
		q->capture = frames[i].capture;
		if (scope_is_in(scope))
			q++;
		else
			*a++ = (struct aside){ *p, &frames[i], q, scope };
	}
	a->before = NULL;
	return q;
}

static void meter_stride(struct meter *m, const struct frame *frames,
			 size_t n, struct tally *tallies)
{
	const struct aside *a = m->aside;
	struct prepared *q, *end = take_stock(m, frames, n, tallies);

	for (q = m->prepared; q < end; q++)
		prepare(m, q);
	for (q = m->prepared; q < end; q++)
		q->flow = flowtab_prefetch_flow(&m->flows, q->hash);
	for (q = m->prepared; q < end; q++)
		if (q->flow)
			inspect_prefetch(&m->inspect, q->flow->talk);
	for (q = m->prepared; q < end; q++) {
		for (; a->before == q; a++)
			set_aside(m, a, tallies);
		meter_packet(m, q, tallies);
	}
	for (; a->before; a++)
		set_aside(m, a, tallies);
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
