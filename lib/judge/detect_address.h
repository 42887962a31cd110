/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses that change from one hardware address to another: two machines
 * with one address (detect_address), and devices that were replaced
 * (detect_device). What both need: which changes count, and words. Shared by
 * these only.
 */
#ifndef OTCAP_DETECT_ADDRESS_H
#define OTCAP_DETECT_ADDRESS_H

#include "judge/detect_link.h"

struct changed {
	uint32_t addr;
	uint32_t record;		/* the handover row */
	int64_t first_ns;
	uint64_t from, to;
	bool counts;			/* neither routers nor one machine */
	bool conflict;			/* it was back soon */
	bool told;
};

struct addresses {
	struct scene *scene;
	struct link link;
	struct changed *items;		/* owned; by address, time */
	size_t n, cap;
	size_t n_lines;			/* told in this finding */
};

void addresses_make(struct addresses *a, struct scene *s);
void addresses_release(struct addresses *a);

/* Does this hardware address stand for others, in frames? */
bool address_is_router(const struct addresses *a, uint64_t mac);
/* Are both cards of one machine, or of a pair of which this is known? */
bool address_is_one_machine(const struct addresses *a, uint32_t addr,
			    uint64_t x, uint64_t y);
/* An address of which nobody else is ever the holder; 0 none. */
uint32_t address_own(const struct addresses *a, uint64_t mac);

/* The change becomes part of the finding, which must be the last made. */
void address_tell(struct addresses *a, struct finding *f, struct changed *c);
/* A line of evidence on what else is known of a MAC. */
void address_put_machine(const struct addresses *a, struct text *t,
			 uint64_t mac);

/* "MAC 00:11:..." */
void address_put_mac(struct text *t, uint64_t mac);
/* Wireshark: ARP and packets of the address, in the finding's time. */
void address_filter(struct finding *f, uint32_t addr);

/* Is it kept in an address-conflict finding? */
bool address_in_conflict(const struct addresses *a, uint32_t addr);
void detect_device(struct addresses *a);

#endif
