/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/decode.h"

#include "read/decode_common.h"
#include "read/linktype.h"
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

/* Ethernet, IPv4 and TCP or UDP in a row; the layer where that ended. */
STRAIGHT enum layer decode_straight(struct decoding *d)
{
	enum layer layer = decode_ethernet(d);

	if (layer != LAYER_IPV4)
		return layer;
	layer = decode_ipv4(d);
	if (layer == LAYER_TCP)
		return decode_tcp(d);
	return layer == LAYER_UDP ? decode_udp(d) : layer;
}

void decode_frame(const struct frame *f, struct packet *p)
{
	/* Copied, because gcc clears this many bytes with rep stos: 5 ns. */
	static const struct packet empty;
	struct decoding d = {
		.p = p, .at = f->bytes, .end = f->bytes + f->caplen,
		.missing = f->len > f->caplen ? f->len - f->caplen : 0,
	};
	enum layer layer;

	*p = empty;
	p->time_ns = f->time_ns;
	if (f->fcs_len && f->fcs_len <= wire(&d))
		bound(&d, wire(&d) - f->fcs_len);
	if (f->linktype == LINKTYPE_ETHERNET)
		layer = decode_straight(&d);
	else
		layer = first_layer(f->linktype);
	if (layer != LAYER_END)
		decode_from(layer, d);
}
