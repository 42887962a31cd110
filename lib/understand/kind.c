/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/kind.h"

#include "ground/bytes.h"
#include "read/packet.h"
#include "read/source.h"
#include "understand/kind_names.h"
#include "understand/services.h"

enum {
	TYPE_PROFINET = 0x8892, TYPE_ARP = 0x0806,
	LENGTH_MAX = 1500,
	SAP_SNAP = 0xaa, SAP_NONE = 0x100,
	IPV6_HOP_BY_HOP = 0, IPV6_ROUTING = 43, IPV6_FRAGMENT = 44,
	IPV6_AH = 51, IPV6_ICMP = 58, IPV6_DESTINATION = 60,
	IPV6_EXTENSIONS_MAX = 8
};

static struct kind kind(enum kind_family family, unsigned number)
{
	return (struct kind){ (uint16_t)family, (uint16_t)number };
}

/* Behind what decode read; the frame's end bounds it. */
static struct cursor rest_of(const struct frame *f, const struct packet *p)
{
	const uint8_t *end = f->bytes + f->caplen;

	if (!p->payload)
		return cursor_of(NULL, 0);
	return cursor_of(p->payload, (size_t)(end - p->payload));
}

static bool is_port_known(uint16_t port, const struct services *services)
{
	return kind_has_name(kind(KIND_UDP, port)) ||
	       services_find(services, IP_UDP, port);
}

/* Both ends may have a name (68 to 67): whom it is sent to tells more. */
static struct kind udp_kind(uint16_t from, uint16_t to,
			    const struct services *services)
{
	if (!is_port_known(to, services) && is_port_known(from, services))
		return kind(KIND_UDP, from);
	return kind(KIND_UDP, to);
}

static struct kind ipv4_kind(const struct frame *f, const struct packet *p,
			     const struct services *services)
{
	struct cursor c = rest_of(f, p);

	switch (p->proto) {
	case IP_UDP:
		return udp_kind(p->port[0], p->port[1], services);
	case IP_TCP:
		return kind(KIND_TCP, p->port[1]);
	case IP_ICMP:
		if (p->fragment && !p->fragment_first)
			return kind(KIND_IP, IP_ICMP);
		return c.left ? kind(KIND_ICMP, cursor_u8(&c)) :
				kind(KIND_IP, IP_ICMP);
	default:
		return kind(KIND_IP, p->proto);
	}
}

/* The header that follows the extensions (RFC 8200 4), c behind them. A later
 * fragment has none. */
static uint8_t skip_extensions(struct cursor *c, uint8_t next)
{
	for (unsigned n = 0; n < IPV6_EXTENSIONS_MAX; n++) {
		const uint8_t *h;

		switch (next) {
		case IPV6_HOP_BY_HOP:
		case IPV6_ROUTING:
		case IPV6_DESTINATION:
			h = cursor_take(c, 8);
			if (h)
				cursor_take(c, h[1] * 8u);
			break;
		case IPV6_FRAGMENT:
			h = cursor_take(c, 8);
			if (h && load_be16(h + 2) & 0xfff8)
				return IPV6_FRAGMENT;
			break;
		case IPV6_AH:
			h = cursor_take(c, 8);
			if (h)
				cursor_take(c, (size_t)h[1] * 4);
			break;
		default:
			return next;
		}
		if (!h)
			return next;
		next = h[0];
	}
	return next;
}

static struct kind ipv6_kind(const struct frame *f, const struct packet *p,
			     const struct services *services)
{
	struct cursor c = rest_of(f, p);
	const uint8_t *h = cursor_take(&c, 40);
	uint8_t next = h ? skip_extensions(&c, h[6]) : IPV6_HOP_BY_HOP;
	uint16_t from, to;

	if (next == IPV6_ICMP && c.left)
		return kind(KIND_ICMPV6, cursor_u8(&c));
	if (next == IP_UDP && c.left >= 4) {
		from = cursor_be16(&c);
		to = cursor_be16(&c);
		return udp_kind(from, to, services);
	}
	return kind(KIND_IPV6, next);
}

/*
 * LLC of IEEE 802.2: DSAP, SSAP, control; under SNAP an organisation and its
 * protocol. Of organisations, Cisco's (00000c) protocols are told apart.
 */
static struct kind llc_kind(struct cursor c)
{
	const uint8_t *h = cursor_take(&c, 3);

	if (!h)
		return kind(KIND_LLC, SAP_NONE);
	if (h[0] != SAP_SNAP)
		return kind(KIND_LLC, h[0]);
	h = cursor_take(&c, 5);
	if (h && !h[0] && !h[1] && h[2] == 0x0c)
		return kind(KIND_CISCO, load_be16(h + 3));
	return kind(KIND_LLC, SAP_SNAP);
}

static struct kind other_kind(const struct frame *f, const struct packet *p)
{
	struct cursor c = rest_of(f, p);

	if (p->ethertype && p->ethertype <= LENGTH_MAX)
		return llc_kind(c);
	if (p->ethertype == TYPE_PROFINET && c.left >= 2)
		return kind(KIND_PROFINET, cursor_be16(&c));
	return kind(KIND_ETHERTYPE, p->ethertype);
}

struct kind kind_of(const struct frame *f, const struct packet *p,
		    const struct services *services)
{
	switch ((enum net)p->net) {
	case NET_IPV4:
		return ipv4_kind(f, p, services);
	case NET_IPV6:
		return ipv6_kind(f, p, services);
	case NET_ARP:
		return kind(KIND_ETHERTYPE, TYPE_ARP);
	case NET_OTHER:
		return other_kind(f, p);
	case NET_DAMAGED:
		return kind(KIND_DAMAGED, 0);
	case NET_LINKTYPE:
		break;
	}
	return kind(KIND_LINKTYPE, f->linktype);
}
