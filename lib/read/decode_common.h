/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The headers that nearly every packet has: Ethernet, IPv4, TCP, UDP. Private
 * to decode*.c.
 */
#ifndef OTCAP_DECODE_COMMON_H
#define OTCAP_DECODE_COMMON_H

#include "read/decode_state.h"
#include "read/plain.h"

enum { IP_IPIP = 4, IP_6IN4 = 41, IP_GRE = 47 };

static inline enum link_group group_of(uint64_t mac)
{
	const uint64_t broadcast = 0xffffffffffff;

	if (!(mac >> 40 & 1))
		return LINK_UNICAST;
	return mac == broadcast ? LINK_BROADCAST : LINK_MULTICAST;
}

static inline enum layer decode_ethernet(struct decoding *d)
{
	const uint8_t *h = take(d, 14);
	struct packet *p = d->p;
	uint16_t type;

	if (!h)
		return LAYER_DAMAGED;
	p->mac[0] = load_mac(h + 6);
	p->mac[1] = load_mac(h);
	p->link_group = (uint8_t)group_of(p->mac[1]);
	p->n_vlan = 0;
	memset(p->vlan, 0, sizeof(p->vlan));
	type = load_be16(h + 12);
	p->ethertype = type;
	return type == TYPE_IPV4 ? LAYER_IPV4 : ethertype_layer(type);
}

static inline enum layer ip_payload(struct decoding *d)
{
	struct packet *p = d->p;

	p->body = d->at;
	p->body_caplen = (uint32_t)left(d);
	if (p->fragment && !p->fragment_first) {
		p->payload = d->at;
		p->payload_len = (uint32_t)wire(d);
		p->payload_caplen = (uint32_t)left(d);
		return LAYER_END;
	}
	switch (p->proto) {
	case IP_TCP:
		return LAYER_TCP;
	case IP_UDP:
		return LAYER_UDP;
	case IP_IPIP:
		return LAYER_IPIP;
	case IP_6IN4:
		return LAYER_6IN4;
	case IP_GRE:
		return LAYER_GRE;
	default:
		p->payload = d->at;
		return LAYER_END;
	}
}

/*
 * RFC 791. A total length of 0 is segmentation left to the network card
 * (captured on the sender): the frame has the length then.
 */
static inline enum layer decode_ipv4(struct decoding *d)
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
	return ip_payload(d);
}

static inline bool read_ports(struct decoding *d)
{
	struct packet *p = d->p;

	if (left(d) < 4)
		return false;
	p->port[0] = load_be16(d->at);
	p->port[1] = load_be16(d->at + 2);
	p->has_ports = true;
	return true;
}

/* Everything behind the first header_len bytes of the transport layer. */
static inline void set_payload(struct decoding *d, size_t header_len,
			       size_t end)
{
	struct packet *p = d->p;

	if (end <= header_len)
		return;
	p->payload_len = (uint32_t)(end - header_len);
	if (end > left(d))
		end = left(d);
	if (end <= header_len)
		return;
	p->payload = d->at + header_len;
	p->payload_caplen = (uint32_t)(end - header_len);
}

/* RFC 9293. Cut before the data offset, the shortest header is assumed. */
static inline enum layer decode_tcp(struct decoding *d)
{
	struct packet *p = d->p;
	const uint8_t *h = d->at;
	size_t header_len = 20;

	if (!read_ports(d))
		return LAYER_DAMAGED;
	if (left(d) >= 14) {
		p->tcp_flags = h[13] & TCP_FLAGS;
		header_len = (size_t)(h[12] >> 4) * 4;
	}
	/* A first fragment may end inside the header, a whole one not. */
	if (header_len < 20 || (header_len > wire(d) && !p->fragment))
		return LAYER_DAMAGED;
	if (left(d) >= 20) {
		p->has_tcp = true;
		p->seq = load_be32(h + 4);
		p->ack = load_be32(h + 8);
		p->checksum = load_be16(h + 16);
	}
	set_payload(d, header_len, wire(d));
	return LAYER_END;
}

/*
 * RFC 768. Length 0 is a length left to the network card; a length beyond
 * the IP packet is that of the whole datagram in a first fragment, and
 * otherwise less to be believed than IP's.
 */
static inline enum layer decode_udp(struct decoding *d)
{
	struct packet *p = d->p;
	size_t len = 0;

	if (!read_ports(d) || (wire(d) < 8 && !p->fragment))
		return LAYER_DAMAGED;
	if (left(d) >= 6)
		len = load_be16(d->at + 4);
	if (left(d) >= 8)
		p->checksum = load_be16(d->at + 6);
	if (len == 0 || len > wire(d))
		len = wire(d);
	else if (len < 8)
		return LAYER_DAMAGED;
	set_payload(d, 8, len);
	if (p->port[1] != VXLAN_PORT || !take(d, 8))
		return LAYER_END;
	bound(d, p->payload_len);
	return LAYER_VXLAN;
}

#endif
