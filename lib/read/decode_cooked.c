/* SPDX-License-Identifier: BSD-3-Clause */
/* Headers that a capturing system writes in place of the link layer's. */
#include "read/decode_state.h"

enum { ARPHRD_NETLINK = 824 };

struct cooked {
	uint16_t protocol, arphrd, kind, mac_len;
	const uint8_t *mac;
};

static enum layer cooked_layer(struct decoding *d, const struct cooked *c)
{
	/* PACKET_BROADCAST and PACKET_MULTICAST of Linux, in this order. */
	if (c->kind == 1)
		d->p->link_group = LINK_BROADCAST;
	else if (c->kind == 2)
		d->p->link_group = LINK_MULTICAST;
	if (c->mac_len == 6)
		d->p->mac[0] = load_mac(c->mac);
	/* There the protocol is a netlink family, not an ethertype. */
	if (c->arphrd == ARPHRD_NETLINK)
		return LAYER_OTHER;
	/* Below the lengths of 802.3 stand numbers of Linux; 4 is LLC. */
	if (c->protocol < 0x600 && c->protocol != 4)
		return LAYER_OTHER;
	d->p->ethertype = c->protocol;
	return ethertype_layer(c->protocol);
}

/* LINKTYPE_LINUX_SLL: type, hardware, address length, address, protocol. */
enum layer decode_sll(struct decoding *d)
{
	const uint8_t *h = take(d, 16);

	if (!h)
		return LAYER_DAMAGED;
	return cooked_layer(d, &(struct cooked){
		.kind = load_be16(h), .arphrd = load_be16(h + 2),
		.mac_len = load_be16(h + 4), .mac = h + 6,
		.protocol = load_be16(h + 14) });
}

/* LINKTYPE_LINUX_SLL2: protocol, 2 reserved, interface, hardware, type,
 * address length, address. */
enum layer decode_sll2(struct decoding *d)
{
	const uint8_t *h = take(d, 20);

	if (!h)
		return LAYER_DAMAGED;
	return cooked_layer(d, &(struct cooked){
		.protocol = load_be16(h), .arphrd = load_be16(h + 8),
		.kind = h[10], .mac_len = h[11], .mac = h + 12 });
}

/*
 * LINKTYPE_NULL and LOOP: an address family in the byte order of the machine
 * that captured, or in network order. Families are small numbers, so the
 * order shows.
 */
enum layer decode_null(struct decoding *d)
{
	const uint8_t *h = take(d, 4);
	uint32_t family;

	if (!h)
		return LAYER_DAMAGED;
	family = load_be32(h);
	if (family > 0xffff)
		family = load_le32(h);
	switch (family) {
	case 2:
		return LAYER_IPV4;
	case 10:		/* Linux */
	case 24:		/* NetBSD, OpenBSD */
	case 28:		/* FreeBSD */
	case 30:		/* Darwin */
		return LAYER_IPV6;
	default:
		return LAYER_OTHER;
	}
}
