/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packets in packets. Only what surely is a tunnel is opened: anything else
 * stays what its outer header says.
 */
#include "read/decode_state.h"

enum {
	GRE_CHECKSUM = 0x8000, GRE_ROUTING = 0x4000, GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000, GRE_ACK = 0x0080, GRE_VERSION = 7,

	GRE_IPV4 = 0x0800, GRE_IPV6 = 0x86dd, GRE_ETHERNET = 0x6558,
	GRE_MPLS = 0x8847, GRE_MPLS_MULTICAST = 0x8848,
	GRE_PPP = 0x880b, GRE_ERSPAN = 0x88be, GRE_ERSPAN3 = 0x22eb
};

static enum layer inner(struct decoding *d, enum layer layer)
{
	tunnel_enter(d);
	return layer;
}

enum layer decode_ipip(struct decoding *d)
{
	return inner(d, LAYER_IPV4);
}

enum layer decode_6in4(struct decoding *d)
{
	return inner(d, LAYER_IPV6);
}

/*
 * ERSPAN (draft-foschiano-erspan-03). Type I has no header and no GRE
 * sequence number; types II and III begin with their version:
 *
 *   |Ver 4|VLAN 12|COS 3|En 2|T 1|Session 10|  then 4 octets     (II)
 *   ... |Timestamp 32|SGT 16|P 1|Frame type 5|Hw 6|D 1|Gra 2|O 1| (III)
 *
 * O announces a subheader of 8 octets.
 */
static enum layer decode_erspan2(struct decoding *d, bool sequence)
{
	const uint8_t *h;

	if (!sequence)
		return inner(d, LAYER_ETHERNET);
	h = take(d, 8);
	if (!h || h[0] >> 4 != 1)
		return LAYER_END;
	return inner(d, LAYER_ETHERNET);
}

static enum layer decode_erspan3(struct decoding *d)
{
	enum { FRAME_ETHERNET = 0, FRAME_IP = 2 };
	const uint8_t *h = take(d, 12);

	if (!h || h[0] >> 4 != 2)
		return LAYER_END;
	if (h[11] & 1 && !take(d, 8))
		return LAYER_END;
	switch (h[10] >> 2 & 31) {
	case FRAME_ETHERNET:
		return inner(d, LAYER_ETHERNET);
	case FRAME_IP:
		return inner(d, LAYER_IP);
	default:
		return LAYER_END;
	}
}

/* PPTP (RFC 2637 4.1); without a sequence number it carries nothing. */
static enum layer decode_pptp(struct decoding *d, uint16_t flags)
{
	size_t n = flags & GRE_ACK ? 12 : 8;

	if (!(flags & GRE_KEY) || !(flags & GRE_SEQUENCE) || !take(d, n))
		return LAYER_END;
	return inner(d, LAYER_PPP);
}

/* RFC 2784 and 2890. Routing (RFC 1701) is not followed. */
enum layer decode_gre(struct decoding *d)
{
	const uint8_t *h = take(d, 4);
	uint16_t flags = h ? load_be16(h) : GRE_ROUTING;
	uint16_t type = h ? load_be16(h + 2) : 0;
	size_t n = 0;

	if ((flags & GRE_VERSION) == 1 && type == GRE_PPP)
		return decode_pptp(d, flags);
	if (flags & (GRE_VERSION | GRE_ROUTING))
		return LAYER_END;
	n += flags & GRE_CHECKSUM ? 4 : 0;
	n += flags & GRE_KEY ? 4 : 0;
	n += flags & GRE_SEQUENCE ? 4 : 0;
	if (!take(d, n))
		return LAYER_END;
	switch (type) {
	case GRE_IPV4:
		return inner(d, LAYER_IPV4);
	case GRE_IPV6:
		return inner(d, LAYER_IPV6);
	case GRE_ETHERNET:
		return inner(d, LAYER_ETHERNET);
	case GRE_MPLS:
	case GRE_MPLS_MULTICAST:
		return inner(d, LAYER_MPLS);
	case GRE_ERSPAN:
		return decode_erspan2(d, flags & GRE_SEQUENCE);
	case GRE_ERSPAN3:
		return decode_erspan3(d);
	default:
		return LAYER_END;
	}
}

/* RFC 7348: I flag, 24 reserved bits, network 24 bits, 8 reserved. */
enum layer decode_vxlan(struct decoding *d)
{
	const uint8_t *h = take(d, 8);

	if (!h || load_be32(h) != 0x08000000 || h[7] != 0)
		return LAYER_END;
	return inner(d, LAYER_ETHERNET);
}
