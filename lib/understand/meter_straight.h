/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The straight way: a packet that says nothing new about its flow but that it
 * goes on. Private to meter.c.
 *
 * Nearly every packet of a plant is a plain frame on a flow that is known, with
 * the hardware addresses and the VLAN of the packets before it, and changes no
 * state. It is known by its headers where they stand, and counted without
 * being decoded; what this decides must be what the long way would find of
 * it (test_meter_straight compares). Everything that might be news goes the
 * long way.
 */
#ifndef OTCAP_METER_STRAIGHT_H
#define OTCAP_METER_STRAIGHT_H

#include "read/plain.h"
#include "understand/copies.h"
#include "understand/meter_count.h"

/* A packet that may belong to a flow, and what was worked out before its
 * turn. */
struct prepared {
	struct flow_key key;
	uint64_t hash, print;
	struct flow *flow;	/* most likely; or NULL */
	struct talk *talk;	/* of that flow; or NULL */
	const struct frame *frame;
	const uint8_t *ip;	/* header of a plain frame, which is not decoded
				 * yet; NULL: it is, and in scope */
	struct packet *packet;	/* room for what it says */
	uint8_t side;		/* that sends it */
};

/* So many octets of a datagram are read without asking again. */
enum { STRAIGHT_LEAST = 20 + COPIES_HEAD };

/* The canonical key; returns the side that sends. In both numbers, addrs and
 * ports, the sender's stand above the receiver's. Who sends is not to be
 * foreseen: no branch but for a machine that speaks to itself. */
static inline unsigned key_of(uint64_t addrs, uint32_t ports, uint8_t proto,
			      uint16_t vlan, struct flow_key *k)
{
	uint64_t turned = addrs << 32 | addrs >> 32;
	uint32_t ports_turned = ports << 16 | ports >> 16;
	bool s = addrs > turned;

	if (addrs == turned)
		s = ports > ports_turned;
	k->addrs = s ? addrs : turned;
	k->rest = (uint64_t)proto << 48 | (uint64_t)vlan << 32 |
		  (s ? ports : ports_turned);
	return s;
}

/* Key, hash and print of a plain frame, and the memory it will touch is sent
 * for. */
static inline void straight_prepare(struct meter *m, struct prepared *q)
{
	const uint8_t *ip = q->ip;
	uint64_t addrs = load_be64(ip + 12);
	uint32_t ports = load_be32(ip + 20), len = load_be16(ip + 2);
	const struct likeness l = {
		.ip_len = len, .ip_id = load_be16(ip + 4), .proto = ip[9],
		.ports = ports << 16 | ports >> 16,
		.body = ip + 20, .n = len - 20,
	};

	q->side = (uint8_t)key_of(addrs, ports, ip[9], 0, &q->key);
	q->hash = flowtab_hash(&m->flows, &q->key);
	flowtab_prefetch(&m->flows, q->hash);
	q->print = copies_print_of(addrs << 32 | addrs >> 32, &l);
	copies_prefetch(m->copies, q->print);
}

/* The VLAN is the one that the flow has; a tag without one says nothing. */
static inline bool same_vlan(const struct meter *m, const struct flow *f,
			     const struct prepared *q)
{
	uint64_t id = plain_vlan(q->frame, q->ip);

	return !id || m->vlans->only[f->vlans] == (id | 0x8000) << 48;
}

/* Its link header says nothing new, not even of who holds the address. */
static inline bool same_link(const struct meter *m, const struct flow *f,
			     const struct prepared *q)
{
	const uint64_t *only = m->macs->only;
	const uint8_t *h = q->frame->bytes;

	return only[f->side[q->side].macs] == plain_mac(h + 6) &&
	       only[f->side[!q->side].macs] == plain_mac(h) &&
	       same_vlan(m, f, q) &&
	       !(m->holders.contested &&
		 holders_contested(&m->holders, flow_addr(f, q->side)));
}

/* True when all that is left to do is to count it. A side that has sent was
 * in scope then, and its address had a holder. */
static inline bool goes_straight(const struct meter *m,
				 const struct prepared *q,
				 struct plain_payload *out)
{
	const struct flow *f = q->flow;
	const uint8_t *h = q->ip + 20;

	return flowtab_is(f, &q->key) && f->side[q->side].packets &&
	       same_link(m, f, q) && plain_payload(q->ip, out) &&
	       (q->ip[9] == IP_UDP ||
		conn_goes_on(f->side[q->side].state, h[13] & TCP_FLAGS));
}

static inline void count_straight(struct meter *m, const struct prepared *q,
				  uint32_t payload_len)
{
	struct flow *f = q->flow;
	int64_t ns = q->frame->time_ns;

	count_volume(&f->side[q->side], load_be16(q->ip + 2), payload_len);
	count_time(f, ns);
	count_hour(m, f, ns, 1, payload_len);
	if (q->ip[9] == IP_TCP)
		f->side[q->side].seen |= SEEN_MORE;
}

static inline struct words words_of(const struct prepared *q,
				    const struct plain_payload *payload)
{
	return (struct words){ .p = payload->at, .n = payload->len,
			       .seq = load_be32(q->ip + 24),
			       .time_ns = q->frame->time_ns,
			       .udp = q->ip[9] == IP_UDP, .ttl = q->ip[8] };
}

/* By itself: what it needs in memory stays in registers elsewhere. */
static __attribute__((noinline)) void
turn_straight(struct meter *m, const struct prepared *q,
	      const struct plain_payload *payload)
{
	inspect_turn(&m->inspect, q->talk, q->side, words_of(q, payload));
}

/* False when the payload must be looked at the long way. */
static inline bool listen_straight(struct meter *m, const struct prepared *q,
				   struct plain_payload payload)
{
	if (inspect_samples(q->talk))
		turn_straight(m, q, &payload);
	return inspect_quickly(&m->inspect, q->talk, q->side,
			       words_of(q, &payload));
}

#endif
