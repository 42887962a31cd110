/* SPDX-License-Identifier: BSD-3-Clause */
/* The network layers besides IPv4, as far as they are told apart. */
#include "read/decode_state.h"

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
	d->p->payload = d->at;
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
