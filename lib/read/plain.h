/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Plain frames, read where they stand: Ethernet from machine to machine, at
 * most one 802.1Q tag, IPv4 without options or fragments, TCP or UDP, and the
 * whole datagram captured. Nearly every frame of a plant is one.
 *
 * What decode says of such a frame at length is here in single questions, so
 * that who needs only a few answers need not pay for all. Anything else is
 * refused, also what only might be damaged or a tunnel: decode knows.
 */
#ifndef OTCAP_PLAIN_H
#define OTCAP_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/bytes.h"
#include "read/linktype.h"
#include "read/packet.h"
#include "read/source.h"

enum { TYPE_IPV4 = 0x0800, TYPE_8021Q = 0x8100, VXLAN_PORT = 4789 };

enum { FRAGMENT_MORE = 0x2000, FRAGMENT_OFFSET = 0x1fff };

enum { TCP_FLAGS = 0x3f };

/* The shortest datagram with a whole header: IPv4 and UDP. */
enum { PLAIN_LEAST = 20 + 8 };

/*
 * The IPv4 header of a plain frame whose datagram has at least so many
 * octets, not below PLAIN_LEAST; NULL for all others.
 */
static inline const uint8_t *plain_ipv4(const struct frame *f, size_t least)
{
	const uint8_t *h = f->bytes, *ip = h + 14;
	size_t len;

	if (f->linktype != LINKTYPE_ETHERNET || f->fcs_len ||
	    f->caplen < 14 + least || h[0] & 1)
		return NULL;
	if (load_be16(h + 12) == TYPE_8021Q)
		ip = h + 18;
	/* The type, then version 4 and a header of 5 words. */
	if ((load_be32(ip - 2) & 0xffffff00) != (TYPE_IPV4 << 16 | 0x4500))
		return NULL;
	len = load_be16(ip + 2);
	if (len < least || len > f->caplen - (size_t)(ip - h) ||
	    load_be16(ip + 6) & (FRAGMENT_MORE | FRAGMENT_OFFSET))
		return NULL;
	if (ip[9] != IP_TCP &&
	    (ip[9] != IP_UDP || load_be16(ip + 22) == VXLAN_PORT))
		return NULL;
	return ip;
}

/* Its tag's VLAN; 0 without. */
static inline uint16_t plain_vlan(const struct frame *f, const uint8_t *ip)
{
	return ip == f->bytes + 14 ? 0 : load_be16(ip - 4) & 0xfff;
}

/* A hardware address as a number; two more octets must be there. */
static inline uint64_t plain_mac(const uint8_t *h)
{
	return load_be64(h) >> 16;
}

struct plain_payload {
	const uint8_t *at;
	uint32_t len;
};

/* What TCP or UDP carries; false when its header contradicts the datagram. */
static inline bool plain_payload(const uint8_t *ip, struct plain_payload *out)
{
	const uint8_t *h = ip + 20;
	uint32_t n = load_be16(ip + 2) - 20u, header_len = 8;

	if (ip[9] == IP_TCP) {
		if (n < 20)
			return false;
		header_len = (h[12] >> 4) * 4u;
		if (header_len < 20 || header_len > n)
			return false;
	} else {
		if (load_be16(h + 4) < 8 || load_be16(h + 4) > n)
			return false;
		n = load_be16(h + 4);
	}
	*out = (struct plain_payload){ h + header_len, n - header_len };
	return true;
}

#endif
