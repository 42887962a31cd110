/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/decode.h"

#include "read/decode_common.h"
#include "read/linktype.h"
#include "read/plain.h"
#include "read/source.h"

void tunnel_enter(struct decoding *d)
{
	struct packet *p = d->p;

	*d->outer = *p;
	d->has_outer = true;
	*p = (struct packet){
		.time_ns = d->outer->time_ns,
		.mac = { d->outer->mac[0], d->outer->mac[1] },
		.n_vlan = d->outer->n_vlan,
		.n_tunnels = (uint8_t)(d->outer->n_tunnels + 1),
	};
	memcpy(p->vlan, d->outer->vlan, sizeof(p->vlan));
}

void guess_enter(struct decoding *d)
{
	if (d->has_outer)
		return;
	*d->outer = *d->p;
	d->outer->net = NET_OTHER;
	d->has_outer = true;
}

static enum layer first_layer(uint16_t linktype)
{
	switch (linktype) {
	case LINKTYPE_ETHERNET:
		return LAYER_ETHERNET;
	case LINKTYPE_NULL:
	case LINKTYPE_LOOP:
		return LAYER_NULL;
	case LINKTYPE_PPP:
		return LAYER_PPP;
	case LINKTYPE_PPP_HDLC:
		return LAYER_PPP_HDLC;
	case LINKTYPE_PPP_PPPD:
		return LAYER_PPP_PPPD;
	case LINKTYPE_PPP_ETHER:
		return LAYER_PPPOE;
	case LINKTYPE_RAW_DLT_12:
	case LINKTYPE_RAW_DLT_14:
	case LINKTYPE_RAW:
		return LAYER_IP;
	case LINKTYPE_IPV4:
		return LAYER_IPV4;
	case LINKTYPE_IPV6:
		return LAYER_IPV6;
	case LINKTYPE_LINUX_SLL:
		return LAYER_SLL;
	case LINKTYPE_LINUX_SLL2:
		return LAYER_SLL2;
	default:
		return LAYER_LINKTYPE;
	}
}

static enum layer decode_layer(struct decoding *d, enum layer layer)
{
	switch (layer) {
	case LAYER_ETHERNET: return decode_ethernet(d);
	case LAYER_VLAN: return decode_vlan(d);
	case LAYER_LLC: return decode_llc(d);
	case LAYER_MPLS: return decode_mpls(d);
	case LAYER_SLL: return decode_sll(d);
	case LAYER_SLL2: return decode_sll2(d);
	case LAYER_NULL: return decode_null(d);
	case LAYER_PPP: return decode_ppp(d);
	case LAYER_PPP_HDLC: return decode_ppp_hdlc(d);
	case LAYER_PPP_PPPD: return decode_ppp_pppd(d);
	case LAYER_PPPOE: return decode_pppoe(d);
	case LAYER_IP: return decode_ip(d);
	case LAYER_IPV4: return decode_ipv4(d);
	case LAYER_IPV6: return decode_ipv6(d);
	case LAYER_ARP: return decode_arp(d);
	case LAYER_TCP: return decode_tcp(d);
	case LAYER_UDP: return decode_udp(d);
	case LAYER_IPIP: return decode_ipip(d);
	case LAYER_6IN4: return decode_6in4(d);
	case LAYER_GRE: return decode_gre(d);
	case LAYER_VXLAN: return decode_vxlan(d);
	case LAYER_END:
	case LAYER_OTHER:
	case LAYER_LINKTYPE:
	case LAYER_DAMAGED:
		break;
	}
	return layer;
}

/* By value: so the straight path keeps its own in registers. */
static void decode_from(enum layer layer, struct decoding d)
{
	struct packet outer;

	d.outer = &outer;
	for (unsigned depth = 0; layer < LAYER_END; depth++) {
		if (depth == LIMIT_DECODE_DEPTH) {
			d.has_outer = false;
			layer = LAYER_DAMAGED;
			break;
		}
		layer = decode_layer(&d, layer);
	}
	if (layer == LAYER_OTHER) {
		d.p->net = NET_OTHER;
		d.p->payload = d.at;
	}
	if (layer == LAYER_LINKTYPE)
		d.p->net = NET_LINKTYPE;
	if (layer != LAYER_DAMAGED)
		return;
	if (d.has_outer)
		*d.p = outer;
	else
		d.p->net = NET_DAMAGED;
}

/* What plain packets have in common: all from has_ports on. */
static const struct packet plain = {
	.has_ports = true, .link_group = LINK_UNICAST,
	.ethertype = TYPE_IPV4,
};
enum { REST = offsetof(struct packet, has_ports) };

static inline void plain_tcp(const uint8_t *h, struct packet *p)
{
	p->seq = load_be32(h + 4);
	p->ack = load_be32(h + 8);
	p->tcp_flags = h[13] & TCP_FLAGS;
	p->checksum = load_be16(h + 16);
	p->has_tcp = true;
}

static inline void plain_udp(const uint8_t *h, struct packet *p)
{
	p->seq = 0;
	p->ack = 0;
	p->tcp_flags = 0;
	p->checksum = load_be16(h + 6);
}

static inline void plain_fill(const uint8_t *h, const struct plain_payload *in,
			      struct packet *p)
{
	memcpy((char *)p + REST, (const char *)&plain + REST,
	       sizeof *p - REST);
	p->net = NET_IPV4;
	p->proto = h[9];
	p->ttl = h[8];
	p->ip_id = load_be16(h + 4);
	p->ip_len = load_be16(h + 2);
	p->addr[0] = load_be32(h + 12);
	p->addr[1] = load_be32(h + 16);
	p->port[0] = load_be16(h + 20);
	p->port[1] = load_be16(h + 22);
	p->body = h + 20;
	p->body_caplen = p->ip_len - 20;
	p->payload_len = in->len;
	p->payload_caplen = in->len;
	p->payload = in->len ? in->at : NULL;
	if (p->proto == IP_TCP)
		plain_tcp(h + 20, p);
	else
		plain_udp(h + 20, p);
}

/*
 * Nearly every packet. It costs a third of what the loop costs, which says
 * the same of such a packet (fuzz_decode compares). False for all others.
 */
static inline bool decode_plain(const struct frame *f, struct packet *p)
{
	const uint8_t *h = f->bytes, *ip = plain_ipv4(f, PLAIN_LEAST);
	struct plain_payload in;

	if (!ip || !plain_payload(ip, &in))
		return false;
	plain_fill(ip, &in, p);
	p->time_ns = f->time_ns;
	p->mac[0] = plain_mac(h + 6);
	p->mac[1] = plain_mac(h);
	p->vlan[0] = plain_vlan(f, ip);
	p->n_vlan = p->vlan[0] != 0;
	return true;
}

/* Any frame. Apart, so that the plain ones need no room on the stack. */
static __attribute__((noinline)) void decode_any(const struct frame *f,
						 struct packet *p)
{
	/* Copied, because gcc clears this many bytes with rep stos: 5 ns. */
	static const struct packet empty;
	struct decoding d = {
		.p = p, .at = f->bytes, .end = f->bytes + f->caplen,
		.missing = f->len > f->caplen ? f->len - f->caplen : 0,
	};

	*p = empty;
	p->time_ns = f->time_ns;
	if (f->fcs_len && f->fcs_len <= wire(&d))
		bound(&d, wire(&d) - f->fcs_len);
	decode_from(first_layer(f->linktype), d);
}

void decode_frame(const struct frame *f, struct packet *p)
{
	if (!decode_plain(f, p))
		decode_any(f, p);
}
