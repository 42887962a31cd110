/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/meter.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "read/decode.h"
#include "read/scope.h"
#include "read/source.h"
#include "understand/fragtab.h"
#include "understand/meter_aside.h"
#include "understand/meter_straight.h"
#include "understand/tally.h"

/* Packets looked at together: far enough ahead for memory to arrive, few
 * enough to stay in the first cache. */
enum { STRIDE = 32 };

/* Longer than any datagram. */
enum { NEVER_PLAIN = 1 << 17 };

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
	m->least = o->idle_timeout_ns || o->by_vlan ? NEVER_PLAIN :
						      STRAIGHT_LEAST;
	m->packets = xcalloc(STRIDE, sizeof *m->packets);
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
	free(m->packets);
	free(m->prepared);
	free(m->aside);
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
	count_volume(&f->side[s], p->ip_len, p->payload_len);
	count_time(f, p->time_ns);
	count_hour(m, f, p->time_ns, 1, p->payload_len);
	note_links(m, f, s, p);
	if (!p->has_tcp)
		return;
	note_tcp(f, s, p);
	if (p->tcp_flags & TCP_FIN && f->talk)
		inspect_end(f->talk, s, p);
}

static inline unsigned packet_key(struct meter *m, const struct packet *p,
				  struct flow_key *k)
{
	return key_of((uint64_t)p->addr[0] << 32 | p->addr[1],
		      (uint32_t)p->port[0] << 16 | p->port[1], p->proto,
		      meter_vlan_number(m, p), k);
}

/* Fragments that were held until now join their flow as counts. */
static void count_held(struct meter *m, const struct fragments *h,
		       struct tally *tallies)
{
	struct packet stand_in = { .time_ns = h->first_ns,
				   .mac = { h->mac[0], h->mac[1] },
				   .addr = { h->addr[0], h->addr[1] },
				   .port = { h->port[0], h->port[1] },
				   .proto = h->proto, .n_vlan = h->n_vlan };
	struct flow_key k;
	struct flow *f;
	unsigned s;

	memcpy(stand_in.vlan, h->vlan, sizeof stand_in.vlan);
	s = packet_key(m, &stand_in, &k);
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
 * will touch can be sent for. */
static void prepare(struct meter *m, struct prepared *q)
{
	q->side = (uint8_t)packet_key(m, q->packet, &q->key);
	q->hash = flowtab_hash(&m->flows, &q->key);
	flowtab_prefetch(&m->flows, q->hash);
	if (q->packet->ip_id) {
		q->print = copies_print(q->packet);
		copies_prefetch(m->copies, q->print);
	}
}

/* Once its ports are known a later fragment is prepared like the others. */
static bool prepare_fragment(struct meter *m, struct prepared *q,
			     struct tally *tallies)
{
	if (!join_fragment(m, q->packet, q->frame->capture, tallies))
		return false;
	prepare(m, q);
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
	const struct packet *p = q->packet;

	t->claims_unlisted += !holders_note(&m->holders, &(struct claim){
		.time_ns = p->time_ns, .mac = p->mac[0], .addr = p->addr[0],
		.vlan = (uint16_t)(q->key.rest >> 32), .ttl = p->ttl,
		.kind = CLAIM_FRAME });
}

/* The flow that the packet was counted in; NULL when there is no room. */
static struct flow *count_in(struct meter *m, struct prepared *q,
			     struct tally *t)
{
	struct flow *f = flow_for(m, q->flow, &q->key, q->side, q->packet);

	if (!f) {
		t->unmetered++;
		return NULL;
	}
	if (asks_holder(m, &f->side[q->side], q->packet))
		note_holder(m, q, t);
	count(m, f, q->side, q->packet);
	return f;
}

/* What is left out begins no flow, not even on another VLAN; who sent a copy
 * claims nothing. */
static __attribute__((noinline)) void
meter_copy(struct meter *m, struct prepared *q, struct tally *t)
{
	struct flow *f;

	t->copies++;
	if (m->options.dedup)
		f = flowtab_find(&m->flows, &q->key, q->hash);
	else
		f = flow_for(m, q->flow, &q->key, q->side, q->packet);
	if (f)
		f->marks |= FLOW_COPIES;
	if (m->options.dedup)
		return;
	if (f)
		count(m, f, q->side, q->packet);
	else
		t->unmetered++;
}

static inline bool is_copy(struct meter *m, const struct prepared *q)
{
	const struct packet *p = q->packet;

	return p->ip_id &&
	       copies_seen(m->copies, q->print, p->ttl, p->time_ns);
}

static struct talk *talk_of(struct inspect *in, struct flow *f)
{
	if (!f->talk)
		f->talk = inspect_begin(in);
	return f->talk;
}

/* Where what finds no room is counted. */
static void inspect_for(struct inspect *in, struct tally *t)
{
	in->names.unlisted = &t->names_unlisted;
	in->hints.unlisted = &t->hints_unlisted;
}

static void listen(struct meter *m, struct flow *f, const struct prepared *q,
		   struct tally *t)
{
	inspect_for(&m->inspect, t);
	inspect_payload(&m->inspect, talk_of(&m->inspect, f), q->side,
			q->packet);
}

/* A packet in scope. A part of a datagram is not listened to: its messages are
 * not whole. */
static void meter_packet(struct meter *m, struct prepared *q,
			 struct tally *tallies)
{
	struct tally *t = &tallies[q->frame->capture];
	struct flow *f;

	if (q->packet->fragment && !prepare_fragment(m, q, tallies))
		return;
	if (is_copy(m, q)) {
		meter_copy(m, q, t);
		return;
	}
	f = count_in(m, q, t);
	if (f && q->packet->payload_caplen && !q->packet->fragment &&
	    !m->options.no_payload)
		listen(m, f, q, t);
}

/* All that the frame says, and its class, which is counted. */
static enum scope decode(const struct frame *frame, struct packet *p,
			 struct tally *t)
{
	enum scope scope;

	decode_frame(frame, p);
	scope = scope_of(p);
	t->scope[scope]++;
	t->tunnelled += p->n_tunnels != 0;
	t->tso += p->tso;
	return scope;
}

/* The long way of a plain frame: it may even be out of scope. */
static __attribute__((noinline)) void
meter_plain(struct meter *m, struct prepared *q, struct tally *tallies)
{
	struct aside a = { .packet = q->packet, .frame = q->frame };

	a.scope = decode(q->frame, q->packet, &tallies[q->frame->capture]);
	if (scope_is_in(a.scope))
		meter_packet(m, q, tallies);
	else
		meter_set_aside(m, &a, tallies);
}

static __attribute__((noinline)) void
meter_plain_copy(struct meter *m, struct prepared *q, struct tally *t)
{
	decode(q->frame, q->packet, t);
	meter_copy(m, q, t);
}

/* The payload must be looked at; the packet is counted, and had its turn. */
static __attribute__((noinline)) void
look_plain(struct meter *m, struct prepared *q, struct tally *t)
{
	decode_frame(q->frame, q->packet);
	inspect_for(&m->inspect, t);
	inspect_look(&m->inspect, q->talk, q->side, q->packet);
}

static inline void meter_straight(struct meter *m, struct prepared *q,
				  struct tally *tallies)
{
	struct tally *t = &tallies[q->frame->capture];
	struct plain_payload payload;

	if (!goes_straight(m, q, &payload)) {
		meter_plain(m, q, tallies);
		return;
	}
	if (load_be16(q->ip + 4) &&
	    copies_seen(m->copies, q->print, q->ip[8], q->frame->time_ns)) {
		meter_plain_copy(m, q, t);
		return;
	}
	t->scope[q->ip[9] == IP_TCP ? SCOPE_TCP : SCOPE_UDP]++;
	count_straight(m, q, payload.len);
	if (!payload.len || m->options.no_payload)
		return;
	if (!q->talk)
		q->talk = talk_of(&m->inspect, q->flow);
	if (!listen_straight(m, q, payload))
		look_plain(m, q, t);
}

/* Plain frames, and what else is in scope, are left, and their end returned.
 * The others wait beside them for their turn and are asked nothing before:
 * each time would be a branch that nobody can foresee. */
static struct prepared *take_stock(struct meter *m, const struct frame *frames,
				   size_t n, struct tally *tallies)
{
	struct prepared *q = m->prepared;
	struct aside *a = m->aside;
	enum scope scope;

	for (size_t i = 0; i < n; i++) {
		q->frame = &frames[i];
		q->packet = &m->packets[i];
		q->ip = plain_ipv4(&frames[i], m->least);
		if (q->ip) {
			straight_prepare(m, q++);
			continue;
		}
		scope = decode(&frames[i], q->packet,
			       &tallies[frames[i].capture]);
		if (scope_is_in(scope))
			prepare(m, q++);
		else
			*a++ = (struct aside){ q->packet, q->frame, q, scope };
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
		q->flow = flowtab_prefetch_flow(&m->flows, q->hash);
	for (q = m->prepared; q < end; q++)
		q->talk = q->flow ? inspect_send_for(q->flow->talk) : NULL;
	for (q = m->prepared; q < end; q++) {
		for (; a->before == q; a++)
			meter_set_aside(m, a, tallies);
		if (q->ip)
			meter_straight(m, q, tallies);
		else
			meter_packet(m, q, tallies);
	}
	for (; a->before; a++)
		meter_set_aside(m, a, tallies);
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
