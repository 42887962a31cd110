/* SPDX-License-Identifier: BSD-3-Clause */
/* PPP (RFC 1661) in its framings. */
#include "read/decode_state.h"

enum {
	PPP_IPV4 = 0x0021, PPP_IPV6 = 0x0057,
	PPP_MPLS = 0x0281, PPP_MPLS_MULTICAST = 0x0283
};

static bool begins_with(const struct decoding *d, uint8_t a, uint8_t b)
{
	return left(d) >= 2 && d->at[0] == a && d->at[1] == b;
}

/*
 * The protocol field, after an address and control field or without one. An
 * odd first octet is a protocol compressed to one octet (RFC 1661 6.5).
 */
enum layer decode_ppp(struct decoding *d)
{
	const uint8_t *h;
	uint16_t protocol;

	if (begins_with(d, 0xff, 0x03))
		take(d, 2);
	h = take(d, 1);
	if (!h)
		return LAYER_DAMAGED;
	protocol = h[0];
	if (!(protocol & 1)) {
		h = take(d, 1);
		if (!h)
			return LAYER_DAMAGED;
		protocol = (uint16_t)(protocol << 8 | h[0]);
	}
	switch (protocol) {
	case PPP_IPV4:
		return LAYER_IPV4;
	case PPP_IPV6:
		return LAYER_IPV6;
	case PPP_MPLS:
	case PPP_MPLS_MULTICAST:
		return LAYER_MPLS;
	default:
		return LAYER_OTHER;
	}
}

/* Address 0x0f or 0x8f is Cisco HDLC (RFC 1547 4.3.1): an ethertype. */
enum layer decode_ppp_hdlc(struct decoding *d)
{
	const uint8_t *h;

	if (!begins_with(d, 0x0f, 0) && !begins_with(d, 0x8f, 0))
		return decode_ppp(d);
	h = take(d, 4);
	return h ? ethertype_layer(load_be16(h + 2)) : LAYER_DAMAGED;
}

/* pppd writes the direction, 0 or 1, over the address. */
enum layer decode_ppp_pppd(struct decoding *d)
{
	if (begins_with(d, 0, 0x03) || begins_with(d, 1, 0x03))
		take(d, 2);
	return decode_ppp(d);
}

/* RFC 2516: version and type, code 0 in a session, session, length. */
enum layer decode_pppoe(struct decoding *d)
{
	const uint8_t *h = take(d, 6);
	uint16_t len;

	if (!h || h[0] != 0x11)
		return LAYER_DAMAGED;
	if (h[1] != 0)
		return LAYER_OTHER;
	len = load_be16(h + 4);
	if (len < wire(d))
		bound(d, len);
	return decode_ppp(d);
}
