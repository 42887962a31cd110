/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a packet outside the scope was for, as finely as people name it: mDNS,
 * ARP, PROFINET DCP. It looks at types and ports only, follows no protocol,
 * and knows nothing of who sent it.
 */
#ifndef OTCAP_KIND_H
#define OTCAP_KIND_H

#include <stdbool.h>
#include <stdint.h>

struct frame;
struct packet;
struct services;

/* Of which number space a kind's number is. */
enum kind_family {
	KIND_ETHERTYPE, KIND_LLC, KIND_CISCO, KIND_IP, KIND_ICMP, KIND_IPV6,
	KIND_ICMPV6, KIND_TCP, KIND_UDP, KIND_PROFINET, KIND_DAMAGED,
	KIND_LINKTYPE
};

struct kind {
	uint16_t family;	/* enum kind_family */
	uint16_t number;
};

struct kind kind_of(const struct frame *f, const struct packet *p,
		    const struct services *services);

/* Borrowed, or written to buf where there is no name. */
enum { KIND_TEXT = 48 };
const char *kind_name(struct kind k, const struct services *services,
		      char buf[KIND_TEXT]);
/*
 * Does a machine send this when it was put on the network as it came out of
 * its box: searching services, announcing its name, asking for an address?
 */
bool kind_is_default(struct kind k);

#endif
