/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One conversation between two endpoints, both ways, as facts per side.
 *
 * Side 0 is the lower endpoint (address, then port). Nothing here says who
 * is client: that is one bit of the verdict, applied when a record is made,
 * so nothing is ever turned over in memory. Times are stamps, volumes are of
 * the wire, not of what was captured.
 */
#ifndef OTCAP_FLOW_H
#define OTCAP_FLOW_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Both endpoints and what keeps flows apart, in two words: a key is made,
 * hashed and compared in registers. VLAN is a stack's number, 0 unless flows
 * are kept apart by it.
 */
struct flow_key {
	uint64_t addrs;		/* side 1's above side 0's, 32 bits each */
	uint64_t rest;		/* protocol, VLAN, side 1's port, side 0's,
				 * 16 bits each, highest first */
};

/* What a side of a TCP flow has shown. */
enum side_seen {
	SEEN_SYN = 1 << 0,	/* a SYN without ACK: it opens */
	SEEN_SYN_ACK = 1 << 1,	/* it was opened to */
	SEEN_REFUSAL = 1 << 2,	/* RST, ACK, sequence 0: the answer to a SYN
				 * for a closed port (RFC 9293, 3.10.7.1) */
	SEEN_MORE = 1 << 3,	/* anything but a SYN without ACK */
	SEEN_ISN = 1 << 4	/* syn_seq is known: from its SYN, or from
				 * what the peer acknowledged of it */
};

struct flow_side {
	uint64_t packets, bytes, payload;
	uint32_t macs;		/* set number */
	uint8_t state;		/* enum endpoint_state; TCP */
	uint8_t seen;		/* enum side_seen bits */
};

enum flow_mark {
	FLOW_COPIES = 1 << 0,
	FLOW_SYN_PAYLOAD = 1 << 1,
	FLOW_SPLIT = 1 << 2,
	FLOW_RENEWED = 1 << 3	/* its key has a newer flow */
};

struct talk;

/* What every packet touches comes first, in two cache lines. */
struct flow {
	struct flow_key key;
	int64_t last_ns, max_gap_ns;
	struct flow_side side[2];
	uint64_t hour_payload;	/* in the clock hour being counted */
	uint32_t hour_packets;
	int32_t hour;		/* which it is, from 1970 */
	struct talk *talk;	/* borrowed; NULL without payload */
	uint8_t first_side;
	uint8_t marks;		/* enum flow_mark bits */
	uint32_t past_packets;	/* in the largest hour before */
	uint64_t past_payload;
	int64_t first_ns;
	uint32_t syn_seq[2];	/* of a side that has SEEN_ISN */
	uint32_t vlans;		/* set number */
	uint32_t generation;	/* which flow on this key, from 0 */
};

/* In the largest clock hour. */
static inline uint32_t flow_peak_packets(const struct flow *f)
{
	return f->hour_packets > f->past_packets ? f->hour_packets :
						   f->past_packets;
}

static inline uint64_t flow_peak_payload(const struct flow *f)
{
	return f->hour_payload > f->past_payload ? f->hour_payload :
						   f->past_payload;
}

/* One end of a packet or flow, ordered as its sides are. */
static inline uint64_t flow_endpoint(uint32_t addr, uint16_t port)
{
	return (uint64_t)addr << 16 | port;
}

/* side0 and side1 as flow_endpoint, side0 not above side1. */
static inline struct flow_key flow_key_of(uint64_t side0, uint64_t side1,
					  uint8_t proto, uint16_t vlan)
{
	return (struct flow_key){
		.addrs = side1 >> 16 << 32 | side0 >> 16,
		.rest = (uint64_t)proto << 48 | (uint64_t)vlan << 32 |
			(side1 & 0xffff) << 16 | (side0 & 0xffff),
	};
}

static inline uint32_t flow_addr(const struct flow *f, unsigned side)
{
	return (uint32_t)(f->key.addrs >> 32 * side);
}

static inline uint16_t flow_port(const struct flow *f, unsigned side)
{
	return (uint16_t)(f->key.rest >> 16 * side);
}

static inline uint8_t flow_proto(const struct flow *f)
{
	return (uint8_t)(f->key.rest >> 48);
}

#endif
