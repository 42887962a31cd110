/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TCP and UDP as far as they were captured. Ports are what scope and flow
 * cannot do without; everything behind them may be cut away.
 */
#include "read/decode_state.h"

enum { VXLAN_PORT = 4789, TCP_FLAGS = 0x3f };

static bool read_ports(struct decoding *d)
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
static void set_payload(struct decoding *d, size_t header_len, size_t end)
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
enum layer decode_tcp(struct decoding *d)
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
enum layer decode_udp(struct decoding *d)
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
	return decode_vxlan(d);
}
