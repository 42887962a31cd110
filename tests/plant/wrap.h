/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One Ethernet frame in another link layer or in a tunnel.
 *
 * A wrapper appends to out, or returns false where its link layer cannot
 * carry the frame (no ARP in PPP) and appends nothing.
 */
#ifndef PLANT_WRAP_H
#define PLANT_WRAP_H

#include <stdbool.h>

#include "bytes.h"

struct payload {
	const uint8_t *frame;
	size_t len;
	unsigned number;	/* of the packet in the capture */
};

typedef bool wrap_fn(struct bytes *out, const struct payload *in);

wrap_fn wrap_ethernet;
wrap_fn wrap_vlan, wrap_qinq;
/* IP is wrapped; what is not IP stays as it is. */
wrap_fn wrap_mpls, wrap_pppoe;
wrap_fn wrap_sll, wrap_sll2;
wrap_fn wrap_raw;
/* IPv4 only. */
wrap_fn wrap_ipv4;
/* The address family little-endian and big-endian. */
wrap_fn wrap_null, wrap_loop;
/* With the address and control bytes and, every second one, without. */
wrap_fn wrap_ppp;
/* PPP and, every second one, Cisco HDLC. */
wrap_fn wrap_hdlc;
/* Not a frame of any kind. */
wrap_fn wrap_unknown;

/* Unicast IPv4 directly in GRE, the rest as Ethernet in GRE. */
wrap_fn wrap_gre;
/* Types II and III. */
wrap_fn wrap_erspan, wrap_erspan3;
wrap_fn wrap_vxlan;

#endif
