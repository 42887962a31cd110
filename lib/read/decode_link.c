/* SPDX-License-Identifier: BSD-3-Clause */
/* What may stand between Ethernet and the network layer. */
#include "read/decode_common.h"

enum {
	TYPE_ARP = 0x0806, TYPE_IPV6 = 0x86dd,
	TYPE_MPLS = 0x8847, TYPE_MPLS_MULTICAST = 0x8848,
	TYPE_PPPOE_SESSION = 0x8864,
	TYPE_8021AD = 0x88a8,
	/* Stacked tags of switches older than 802.1ad. */
	TYPE_QINQ_9100 = 0x9100, TYPE_QINQ_9200 = 0x9200,
	TYPE_QINQ_9300 = 0x9300,
	LENGTH_MAX = 1500	/* IEEE 802.3 3.2.6: up to here a length */
};

enum layer ethertype_layer(uint16_t type)
{
	switch (type) {
	case TYPE_IPV4:
		return LAYER_IPV4;
	case TYPE_IPV6:
		return LAYER_IPV6;
	case TYPE_ARP:
		return LAYER_ARP;
	case TYPE_8021Q:
	case TYPE_8021AD:
	case TYPE_QINQ_9100:
	case TYPE_QINQ_9200:
	case TYPE_QINQ_9300:
		return LAYER_VLAN;
	case TYPE_MPLS:
	case TYPE_MPLS_MULTICAST:
		return LAYER_MPLS;
	case TYPE_PPPOE_SESSION:
		return LAYER_PPPOE;
	default:
		return type <= LENGTH_MAX ? LAYER_LLC : LAYER_OTHER;
	}
}

/* All tags in a row: each takes 4 bytes, so their number needs no limit. */
enum layer decode_vlan(struct decoding *d)
{
	struct packet *p = d->p;
	enum layer layer = LAYER_VLAN;

	while (layer == LAYER_VLAN) {
		const uint8_t *h = take(d, 4);
		uint16_t id;

		if (!h)
			return LAYER_DAMAGED;
		id = load_be16(h) & 0xfff;
		/* Id 0 is a priority without a VLAN (802.1Q 9.6). */
		if (id && p->n_vlan < LIMIT_VLAN_TAGS)
			p->vlan[p->n_vlan++] = id;
		p->ethertype = load_be16(h + 2);
		layer = ethertype_layer(p->ethertype);
	}
	return layer;
}

/* LLC, and SNAP with an ethertype (RFC 1042). */
enum layer decode_llc(struct decoding *d)
{
	static const uint8_t snap[6] = { 0xaa, 0xaa, 3, 0, 0, 0 };
	size_t seen = left(d) < sizeof(snap) ? left(d) : sizeof(snap);
	const uint8_t *h;

	if (wire(d) < 8 || memcmp(d->at, snap, seen) != 0)
		return LAYER_OTHER;
	h = take(d, 8);
	if (!h)
		return LAYER_DAMAGED;
	d->p->ethertype = load_be16(h + 6);
	return ethertype_layer(d->p->ethertype);
}

/* Is there an Ethernet header n bytes on, of a kind worth a guess? */
static bool ethernet_at(const struct decoding *d, size_t n)
{
	enum layer layer;

	if (left(d) < n + 14)
		return false;
	layer = ethertype_layer(load_be16(d->at + n + 12));
	return layer != LAYER_OTHER && layer != LAYER_LLC;
}

/*
 * Label stack (RFC 3032). What it carries is written nowhere: the first
 * nibble tells (RFC 4928), 0 being a pseudowire's control word (RFC 4385)
 * or the first nibble of a hardware address.
 */
enum layer decode_mpls(struct decoding *d)
{
	const uint8_t *h;

	do {
		h = take(d, 4);
		if (!h)
			return LAYER_DAMAGED;
	} while (!(h[2] & 1));
	if (!left(d))
		return wire(d) ? LAYER_DAMAGED : LAYER_OTHER;
	guess_enter(d);
	switch (d->at[0] >> 4) {
	case 4:
		return LAYER_IPV4;
	case 6:
		return LAYER_IPV6;
	case 0:
		if (ethernet_at(d, 4))
			take(d, 4);
		return ethernet_at(d, 0) ? LAYER_ETHERNET : LAYER_DAMAGED;
	default:
		return LAYER_DAMAGED;
	}
}
