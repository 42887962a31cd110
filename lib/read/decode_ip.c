/* SPDX-License-Identifier: BSD-3-Clause */
/* The network layers: IPv4 in full, IPv6 and ARP as far as they are told. */
#include "read/decode_state.h"

enum { IP_IPIP = 4, IP_6IN4 = 41, IP_GRE = 47 };

enum { FRAGMENT_MORE = 0x2000, FRAGMENT_OFFSET = 0x1fff };

enum layer decode_ip(struct decoding *d)
{
	if (!left(d))
		return LAYER_DAMAGED;
	switch (d->at[0] >> 4) {
	case 4:
		return LAYER_IPV4;
	case 6:
		return LAYER_IPV6;
	default:
		return LAYER_DAMAGED;
	}
}

enum layer decode_ipv6(struct decoding *d)
{
	if (!left(d) || d->at[0] >> 4 != 6 || wire(d) < 40)
		return LAYER_DAMAGED;
	d->p->net = NET_IPV6;
	return LAYER_END;
}

enum layer decode_arp(struct decoding *d)
{
	/* Ethernet, IPv4, lengths 6 and 4 (RFC 826). */
	static const uint8_t ipv4[6] = { 0, 1, 8, 0, 6, 4 };
	struct packet *p = d->p;
	const uint8_t *h = take(d, 8);

	if (!h)
		return LAYER_DAMAGED;
	if (memcmp(h, ipv4, sizeof(ipv4)) != 0)
		return LAYER_OTHER;
	if (!take(d, 20))
		return LAYER_DAMAGED;
	p->net = NET_ARP;
	p->arp_op = load_be16(h + 6);
	p->arp_mac = load_mac(h + 8);
	p->addr[0] = load_be32(h + 14);
	p->addr[1] = load_be32(h + 24);
	return LAYER_END;
}

/* What is inside stands for the whole from here on, if it is readable. */
static enum layer tunnelled(struct decoding *d, enum layer inner)
{
	tunnel_enter(d);
	return inner;
}

static enum layer decode_payload(struct decoding *d)
{
	struct packet *p = d->p;

	if (p->fragment && !p->fragment_first) {
		p->payload = d->at;
		p->payload_len = (uint32_t)wire(d);
		p->payload_caplen = (uint32_t)left(d);
		return LAYER_END;
	}
	switch (p->proto) {
	case IP_TCP:
		return decode_tcp(d);
	case IP_UDP:
		return decode_udp(d);
	case IP_IPIP:
		return tunnelled(d, LAYER_IPV4);
	case IP_6IN4:
		return tunnelled(d, LAYER_IPV6);
	case IP_GRE:
		return LAYER_GRE;
	default:
		return LAYER_END;
	}
}

/*
 * RFC 791. A total length of 0 is segmentation left to the network card
 * (captured on the sender): the frame has the length then.
 */
enum layer decode_ipv4(struct decoding *d)
{
	struct packet *p = d->p;
	const uint8_t *h = d->at;
	size_t header_len, len;
	uint16_t fragment;

	if (left(d) < 20 || h[0] >> 4 != 4)
		return LAYER_DAMAGED;
	header_len = (size_t)(h[0] & 15) * 4;
	len = load_be16(h + 2);
	p->tso = len == 0;
	if (p->tso)
		len = wire(d);
	if (header_len < 20 || len < header_len)
		return LAYER_DAMAGED;
	d->has_outer = false;
	p->net = NET_IPV4;
	p->ip_len = (uint32_t)len;
	p->ip_id = load_be16(h + 4);
	fragment = load_be16(h + 6);
	p->fragment = (fragment & (FRAGMENT_MORE | FRAGMENT_OFFSET)) != 0;
	p->fragment_first = p->fragment && !(fragment & FRAGMENT_OFFSET);
	p->ttl = h[8];
	p->proto = h[9];
	p->addr[0] = load_be32(h + 12);
	p->addr[1] = load_be32(h + 16);

	bound(d, len);
	if (!take(d, header_len)) {	/* cut in the options */
		d->at = d->end;
		d->missing = len - header_len;
	}
	return decode_payload(d);
}
