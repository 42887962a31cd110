/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which hardware address goes with which addresses: in ARP and in flows, now
 * and by the baseline's memory. Virtual routers' hardware addresses are left
 * out. Behind a router all addresses are the router's.
 */
#ifndef OTCAP_DETECT_LINK_H
#define OTCAP_DETECT_LINK_H

#include "judge/detect_work.h"

enum link_source {
	LINK_ARP = 1 << 0,		/* it said so itself */
	LINK_FLOW = 1 << 1,
	LINK_KNOWN_ARP = 1 << 2,	/* remembered */
	LINK_KNOWN_FLOW = 1 << 3,
	LINK_CONTESTED = 1 << 4,	/* changed hands, from or to it */

	LINK_NOW = LINK_ARP | LINK_FLOW,
	LINK_KNOWN = LINK_KNOWN_ARP | LINK_KNOWN_FLOW
};

struct link_pair {
	uint64_t mac;
	uint32_t addr;
	uint8_t sources;		/* enum link_source bits */
};

struct link {
	struct link_pair *by_mac, *by_addr;	/* owned */
	size_t n, cap;
};

void link_make(struct link *l, const struct scene *s);
void link_release(struct link *l);

/* The pairs of one, of many the first LINK_PAIRS; how many. */
enum { LINK_PAIRS = 256 };
size_t link_of_mac(const struct link *l, uint64_t mac,
		   const struct link_pair **first);
size_t link_of_addr(const struct link *l, uint32_t addr,
		    const struct link_pair **first);
/* What says that they go together; 0 nothing. */
unsigned link_sources(const struct link *l, uint64_t mac, uint32_t addr);
/* Of n pairs those with any of some sources, and none of others. */
size_t link_count(const struct link_pair *p, size_t n, unsigned any,
		  unsigned none);

/* Does the row tell that an address went from mac[0] to mac[1]? */
bool record_is_handover(const struct record *r);

#endif
