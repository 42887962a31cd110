/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The truth about a capture: how many packets of each class went in. Counted
 * on the Ethernet frames before they are wrapped, cut or damaged.
 *
 * The protocol decides first, then the addresses: an IGMP packet is igmp and
 * not multicast, a NetBIOS broadcast is broadcast and not udp.
 */
#ifndef PLANT_TALLY_H
#define PLANT_TALLY_H

#include "tape.h"

enum packet_class {
	CLASS_TCP,
	CLASS_UDP,
	CLASS_ICMP,
	CLASS_IGMP,
	CLASS_IP_OTHER,
	CLASS_IPV6,
	CLASS_ARP,
	CLASS_ETHERTYPE_OTHER,
	CLASS_MULTICAST,
	CLASS_BROADCAST,
	CLASS_DAMAGED,
	CLASS_LINKTYPE_OTHER,
	N_CLASSES
};

struct tally {
	unsigned long n[N_CLASSES];
	unsigned long tcp_payload, udp_payload;		/* bytes */
};

const char *tally_name(enum packet_class c);

/* has_mac: the link layer of the file still shows broadcast frames. */
void tally_frame(struct tally *t, const uint8_t *p, size_t n, bool has_mac);
void tally_tape(struct tally *t, const struct tape *tape);
unsigned long tally_total(const struct tally *t);

#endif
