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

/* Hashed and compared as bytes, so it has no padding. */
struct flow_key {
	uint32_t addr[2];
	uint16_t port[2];
	uint16_t vlan;		/* stack number, 0 unless kept apart by it */
	uint8_t proto;
	uint8_t zero;
};
_Static_assert(sizeof(struct flow_key) == 16, "no padding allowed");

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
	uint32_t syn_seq;	/* when SEEN_ISN */
	uint32_t macs;		/* set number */
	uint8_t state;		/* enum endpoint_state; TCP */
	uint8_t seen;		/* enum side_seen bits */
};

enum flow_mark {
	FLOW_COPIES = 1 << 0,
	FLOW_SYN_PAYLOAD = 1 << 1,
	FLOW_SPLIT = 1 << 2
};

struct flow {
	struct flow_key key;
	int64_t first_ns, last_ns;
	int64_t max_gap_ns;
	struct flow_side side[2];
	int64_t hour;		/* the clock hour being counted */
	uint64_t hour_payload, peak_payload;
	uint32_t hour_packets, peak_packets;
	uint32_t vlans;		/* set number */
	uint32_t generation;	/* which flow on this key, from 0 */
	uint8_t first_side;
	uint8_t marks;		/* enum flow_mark bits */
};

#endif
