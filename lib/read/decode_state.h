/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The machine inside decode: one function a layer, each reads its header,
 * moves past it and names the layer that follows. Private to decode*.c.
 *
 * Two lengths go side by side: what was captured and what was on the wire.
 * Headers are read from the first, counters are taken from the second.
 */
#ifndef OTCAP_DECODE_STATE_H
#define OTCAP_DECODE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/bytes.h"
#include "read/packet.h"

enum layer {
	LAYER_ETHERNET, LAYER_VLAN, LAYER_LLC, LAYER_MPLS,
	LAYER_SLL, LAYER_SLL2, LAYER_NULL,
	LAYER_PPP, LAYER_PPP_HDLC, LAYER_PPP_PPPD, LAYER_PPPOE,
	LAYER_IP, LAYER_IPV4, LAYER_IPV6, LAYER_ARP,
	LAYER_TCP, LAYER_UDP, LAYER_IPIP, LAYER_6IN4, LAYER_GRE, LAYER_VXLAN,
	/* The ends. */
	LAYER_END,		/* the packet is filled in */
	LAYER_OTHER,		/* NET_OTHER */
	LAYER_LINKTYPE,		/* NET_LINKTYPE */
	LAYER_DAMAGED		/* NET_DAMAGED, or the outer packet */
};

struct decoding {
	struct packet *p;
	const uint8_t *at;
	const uint8_t *end;	/* of what was captured */
	size_t missing;		/* bytes on the wire behind end */
	bool has_outer;		/* outer stands if no network layer follows */
	struct packet *outer;	/* room for one */
};

/* Captured bytes still to be read. */
static inline size_t left(const struct decoding *d)
{
	return (size_t)(d->end - d->at);
}

/* The same as it was on the wire. */
static inline size_t wire(const struct decoding *d)
{
	return left(d) + d->missing;
}

/* The next n captured bytes, moved past; NULL when there are fewer. */
static inline const uint8_t *take(struct decoding *d, size_t n)
{
	const uint8_t *at = d->at;

	if (n > left(d))
		return NULL;
	d->at += n;
	return at;
}

/*
 * What follows ends after n bytes. An inner length that promises more than
 * the frame had is believed: the frame may be cut by a broken writer.
 */
static inline void bound(struct decoding *d, size_t n)
{
	size_t captured = left(d) < n ? left(d) : n;

	d->end = d->at + captured;
	d->missing = n - captured;
}

/* The layer of an ethertype, or of a length where IEEE 802.3 has one. */
enum layer ethertype_layer(uint16_t type);

/* Begin a packet inside this one, which stays the answer until the inner
 * one has a valid network header. */
void tunnel_enter(struct decoding *d);
/* Begin what may be a packet; if it is none, NET_OTHER stands. */
void guess_enter(struct decoding *d);

/* decode_link.c */
enum layer decode_vlan(struct decoding *d);
enum layer decode_llc(struct decoding *d);
enum layer decode_mpls(struct decoding *d);

/* decode_cooked.c */
enum layer decode_sll(struct decoding *d);
enum layer decode_sll2(struct decoding *d);
enum layer decode_null(struct decoding *d);

/* decode_ppp.c */
enum layer decode_ppp(struct decoding *d);
enum layer decode_ppp_hdlc(struct decoding *d);
enum layer decode_ppp_pppd(struct decoding *d);
enum layer decode_pppoe(struct decoding *d);

/* decode_net.c */
enum layer decode_ip(struct decoding *d);
enum layer decode_ipv6(struct decoding *d);
enum layer decode_arp(struct decoding *d);

/* decode_tunnel.c: at is behind the IP or UDP header. */
enum layer decode_ipip(struct decoding *d);
enum layer decode_6in4(struct decoding *d);
enum layer decode_gre(struct decoding *d);
enum layer decode_vxlan(struct decoding *d);

#endif
