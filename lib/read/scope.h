/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one class that every packet ends in; the counts of the classes add up
 * to the packets read. In scope is unicast IPv4 TCP and UDP, nothing else.
 *
 * The protocol comes first: an ICMP packet to a multicast address is icmp.
 * Multicast and broadcast are TCP and UDP packets set aside for where they
 * go: by address, or by the link layer's group address, packet by packet.
 */
#ifndef OTCAP_SCOPE_H
#define OTCAP_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "read/packet.h"

enum scope {
	SCOPE_TCP, SCOPE_UDP,
	SCOPE_ICMP, SCOPE_IGMP, SCOPE_IP_OTHER, SCOPE_IPV6, SCOPE_ARP,
	SCOPE_ETHERTYPE_OTHER, SCOPE_MULTICAST, SCOPE_BROADCAST,
	SCOPE_DAMAGED, SCOPE_LINKTYPE_OTHER,
	N_SCOPES
};

enum scope scope_of_any(const struct packet *p);

/* 1.0.0.0 to 223.255.255.255: surely unicast, and nearly all are. */
static inline bool scope_is_plain(uint32_t addr)
{
	return (addr >> 24) - 1 < 223;
}

static inline enum scope scope_of(const struct packet *p)
{
	if (p->net == NET_IPV4 && (p->proto == IP_TCP || p->proto == IP_UDP) &&
	    scope_is_plain(p->addr[0]) && scope_is_plain(p->addr[1]) &&
	    p->link_group == LINK_UNICAST)
		return p->proto == IP_TCP ? SCOPE_TCP : SCOPE_UDP;
	return scope_of_any(p);
}

/* "tcp", "ethertype-other", ...: the contract's words. */
const char *scope_name(enum scope s);

static inline bool scope_is_in(enum scope s)
{
	return s <= SCOPE_UDP;
}

#endif
