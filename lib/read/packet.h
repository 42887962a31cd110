/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What one frame holds, as values: the result of decode, the food of meter.
 *
 * Pointers lead into the frame and live as long as it. When frames are nested
 * (tunnels), everything from the network layer on is of the innermost packet;
 * hardware addresses and VLAN tags are those of the innermost link header
 * that has any.
 */
#ifndef OTCAP_PACKET_H
#define OTCAP_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "ground/limits.h"

/* Which network layer the decoder reached. */
enum net {
	NET_IPV4,
	NET_IPV6,
	NET_ARP,
	NET_OTHER,		/* any other ethertype, LLC, no payload */
	NET_DAMAGED,		/* contradicts itself, or cut in a header */
	NET_LINKTYPE		/* a link type we do not read */
};

enum link_group { LINK_UNICAST, LINK_BROADCAST, LINK_MULTICAST };

enum tcp_flags {
	TCP_FIN = 1 << 0, TCP_SYN = 1 << 1, TCP_RST = 1 << 2,
	TCP_PSH = 1 << 3, TCP_ACK = 1 << 4, TCP_URG = 1 << 5
};

enum { IP_ICMP = 1, IP_IGMP = 2, IP_TCP = 6, IP_UDP = 17 };

/* Fields that are read or compared together stand together. */
struct packet {
	int64_t time_ns;
	uint64_t mac[2];	/* source, destination; 0 unknown */
	uint32_t addr[2];	/* source, destination; IPv4, or ARP's sender
				 * and target protocol addresses */
	uint16_t port[2];	/* source, destination; TCP and UDP */
	uint16_t ip_id;
	uint16_t checksum;	/* of TCP or UDP, as it stands */
	uint32_t seq, ack;	/* TCP, when has_tcp */
	uint32_t ip_len;	/* IPv4 total length on the wire */
	uint32_t payload_len;	/* TCP/UDP payload on the wire; of a later
				 * fragment all that follows the IP header */
	uint32_t payload_caplen;	/* of it, bytes that are there */
	uint32_t body_caplen;	/* bytes of body that are there */
	uint8_t net;		/* enum net */
	uint8_t proto;		/* IPv4 protocol number */
	uint8_t tcp_flags;	/* enum tcp_flags; 0 when cut away */
	uint8_t ttl;
	const uint8_t *payload;	/* else what follows the IPv4 header, or the
				 * ethertype; its end is the frame's then */
	const uint8_t *body;	/* what follows the IPv4 header, up to the end
				 * of the datagram */
	bool has_ports;		/* port[] was there to be read */
	bool has_tcp;		/* the fixed 20 bytes of TCP were there */
	bool fragment;		/* part of a fragmented datagram */
	bool fragment_first;	/* offset 0 of one */
	bool tso;		/* IP length 0, taken from the frame */
	uint8_t n_tunnels;	/* outer IPv4 packets that were unwrapped */
	uint8_t link_group;	/* enum link_group, of the destination */
	uint8_t n_vlan;
	uint16_t vlan[LIMIT_VLAN_TAGS];	/* 802.1Q ids, outermost first */
	uint16_t ethertype;	/* the last one, or 802.3's length; 0 none */
	uint16_t arp_op;	/* 1 request, 2 reply */
	uint64_t arp_mac;	/* ARP's sender hardware address */
};

#endif
